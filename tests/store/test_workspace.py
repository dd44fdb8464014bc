"""A workspace is a chain of generations: a change appears whole or not at all, and nothing that came in is lost."""

import os
import subprocess
import sys
import threading
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dashboard.report import LOCAL_VIEWER, FactRow, Field, Period, Reading, Report, Subject, Unit
from dashboard.store import read
from dashboard.store.accept import Incoming, add_batch, original_path, sha256_of
from dashboard.store.backup import backup, restore
from dashboard.store.sql import schema_files
from dashboard.store.workspace import KEPT_GENERATIONS, Workspace, WorkspaceError, list_workspaces, open_workspace
from dashboard.store.write import changing, create_workspace, put_settings, upgrade

FEBRUARY = Period("cchc", "month", "2024-02", date(2024, 2, 1), date(2024, 2, 29), date(2024, 2, 19))
UNITS = (Unit("so_a", "Sở A", "department", "province"), Unit("so_b", "Sở B", "department", "province"))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    fields = [Field("dat_dai", "Đất đai")]
    return create_workspace("tinh", title="Tỉnh thử", units=UNITS, fields=fields, root=tmp_path)


def report_of(unit_id: str, late: int, resolved: int) -> Report:
    row = FactRow(10, "dat_dai", counts={"resolved_late": late, "resolved_total": resolved})
    return Report("dossier", Subject("unit", unit_id), FEBRUARY, sheet="Biểu 06", rows=(row,))


def take_in(workspace: Workspace, *reports: Report, name: str = "bao_cao.xlsx", at: datetime | None = None) -> str:
    content = repr(reports).encode()
    file = Incoming(name, content, sha256_of(content), Reading("bieu_06", "2020-10-21", reports))
    with changing(workspace) as change:
        (outcome,) = add_batch(change, [file], entered_by="thử", entered_at=at or datetime.now(UTC))
    assert outcome.revision is not None
    return outcome.revision


def late_and_resolved(workspace: Workspace, as_of: str | None = None) -> tuple[int | None, int | None]:
    params = {"metric_ids": ["late_rate"], "period_ids": ["cchc/2024-02"], "field_ids": []}
    rows = read.read(workspace, "metric_total", params, viewer=LOCAL_VIEWER, as_of=as_of).to_pylist()
    return (rows[0]["numerator"], rows[0]["denominator"]) if rows else (None, None)


def test_a_change_that_fails_leaves_the_workspace_as_before(workspace: Workspace) -> None:
    take_in(workspace, report_of("so_a", 1, 10))
    before = workspace.generation()
    with pytest.raises(RuntimeError), changing(workspace) as change:
        put_settings(change, {"title": "Tên khác"})
        raise RuntimeError("cắt điện")
    assert workspace.generation() == before
    assert read.setting(workspace, "title") == "Tỉnh thử"


def test_a_pointer_that_another_has_in_its_hands_for_an_instant_is_waited_for(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusals = {"read_text": 2, "replace": 2}

    def refusing(module: object, name: str) -> None:
        real = getattr(module, name)

        def refuse(*args: object, **options: object) -> object:
            if any(str(one).endswith("CURRENT") for one in args) and refusals[name]:
                refusals[name] -= 1
                raise PermissionError(13, "in use")
            return real(*args, **options)

        monkeypatch.setattr(module, name, refuse)

    refusing(Path, "read_text")
    refusing(os, "replace")
    before = workspace.generation()
    take_in(workspace, report_of("so_a", 1, 10))
    assert workspace.generation() == before + 1 and refusals == {"read_text": 0, "replace": 0}


def test_a_process_killed_in_the_middle_of_a_change_leaves_the_workspace_as_before(workspace: Workspace) -> None:
    take_in(workspace, report_of("so_a", 1, 10))
    before = workspace.generation()
    script = f"""
import os, signal
from pathlib import Path
from dashboard.store.workspace import Workspace
from dashboard.store.write import changing, put_settings
with changing(Workspace("tinh", Path({str(workspace.folder)!r}))) as change:
    put_settings(change, {{"title": "Dở dang"}})
    change.connection.execute("commit")
    change.connection.execute("checkpoint ws")
    print("changed", flush=True)
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
"""
    killed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60)
    assert killed.stdout == "changed\n" and killed.returncode != 0
    assert workspace.generation() == before
    assert read.setting(workspace, "title") == "Tỉnh thử"
    take_in(workspace, report_of("so_b", 2, 20))
    assert late_and_resolved(workspace) == (3, 30)


def test_a_correction_shows_and_the_earlier_figure_stays_readable(workspace: Workspace) -> None:
    first = take_in(workspace, report_of("so_a", 1, 10), at=datetime(2024, 3, 1, 9, tzinfo=UTC))
    second = take_in(workspace, report_of("so_a", 4, 10), at=datetime(2024, 3, 5, 9, tzinfo=UTC))
    assert late_and_resolved(workspace) == (4, 10)
    assert late_and_resolved(workspace, as_of=first) == (1, 10)
    assert late_and_resolved(workspace, as_of="2024-03-04") == (1, 10)
    assert late_and_resolved(workspace, as_of="2024-03-05") == late_and_resolved(workspace, as_of=second) == (4, 10)
    assert late_and_resolved(workspace, as_of="2024-02-01") == (None, None)


def test_a_moment_that_is_none_gets_a_sentence(workspace: Workspace) -> None:
    with pytest.raises(WorkspaceError, match="không phải là thời điểm"):
        late_and_resolved(workspace, as_of="hôm qua")


def test_two_writers_at_once_lose_nothing(workspace: Workspace) -> None:
    errors: list[Exception] = []

    def write(unit_id: str) -> None:
        try:
            for n in range(3):
                take_in(workspace, report_of(unit_id, n, 10), name=f"{unit_id}{n}.xlsx")
        except Exception as error:  # noqa: BLE001 - a thread's exception must reach the test
            errors.append(error)

    threads = [threading.Thread(target=write, args=(unit.unit_id,)) for unit in UNITS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert late_and_resolved(workspace) == (4, 20)
    assert workspace.generation() == 1 + 6
    assert len(list((workspace.folder / "generations").glob("[0-9]*.duckdb"))) == KEPT_GENERATIONS


def test_the_original_file_is_kept_by_its_sha(workspace: Workspace) -> None:
    take_in(workspace, report_of("so_a", 1, 10), name="../../Báo cáo.XLSX")
    content = repr((report_of("so_a", 1, 10),)).encode()
    path = original_path(workspace, sha256_of(content), "Báo cáo.XLSX")
    assert path.read_bytes() == content
    assert path.parent == workspace.originals


def test_a_backup_brings_everything_back(workspace: Workspace, tmp_path: Path) -> None:
    take_in(workspace, report_of("so_a", 1, 10))
    backup(workspace, tmp_path / "luu.zip")
    take_in(workspace, report_of("so_a", 9, 10))
    restored = restore(tmp_path / "luu.zip", "tinh", tmp_path)
    assert late_and_resolved(restored) == (1, 10)
    other = restore(tmp_path / "luu.zip", "tinh_moi", tmp_path)
    assert late_and_resolved(other) == (1, 10)
    assert [path.name for path in other.originals.iterdir()] == [path.name for path in _first_originals(workspace)]


def _first_originals(workspace: Workspace) -> list[Path]:
    sha = sha256_of(repr((report_of("so_a", 1, 10),)).encode())
    return [original_path(workspace, sha, "bao_cao.xlsx")]


@pytest.mark.parametrize("damage", ["flip", "extra", "no_manifest", "not_a_zip"])
def test_a_damaged_backup_is_refused_and_changes_nothing(workspace: Workspace, tmp_path: Path, damage: str) -> None:
    take_in(workspace, report_of("so_a", 1, 10))
    file = tmp_path / "luu.zip"
    backup(workspace, file)
    if damage == "not_a_zip":
        file.write_bytes(b"PK nothing")
    else:
        _rewrite(file, damage)
    before = workspace.generation()
    with pytest.raises(WorkspaceError):
        restore(file, "tinh", tmp_path)
    assert workspace.generation() == before
    assert late_and_resolved(workspace) == (1, 10)


def _rewrite(file: Path, damage: str) -> None:
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    if damage == "flip":
        database = members["workspace.duckdb"]
        members["workspace.duckdb"] = database[:-1] + bytes([database[-1] ^ 0xFF])
    if damage == "extra":
        members["../outside"] = b"x"
    if damage == "no_manifest":
        del members["manifest.json"]
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


@pytest.mark.parametrize("name", ["", "Tỉnh", "a/b", "..", "x" * 41, "a b"])
def test_a_bad_workspace_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(WorkspaceError):
        create_workspace(name, title="", units=(), fields=(), root=tmp_path)
    assert list_workspaces(tmp_path) == ()


def test_a_taken_name_is_refused_and_an_unknown_one_names_those_there_are(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="đã có"):
        create_workspace("tinh", title="", units=(), fields=(), root=tmp_path)
    with pytest.raises(WorkspaceError, match="tinh"):
        open_workspace("khac", tmp_path)


def test_an_up_to_date_workspace_has_nothing_to_upgrade(workspace: Workspace) -> None:
    before = workspace.generation()
    assert upgrade(workspace) == 0
    assert workspace.generation() == before


def test_a_reader_cannot_write_nor_reach_files_or_settings(workspace: Workspace) -> None:
    import duckdb

    from dashboard.store.connection import reader

    cursor = reader(workspace)[0].cursor()
    for statement in (
        "delete from ws.unit",
        "select * from read_csv('/etc/hostname')",
        "set enable_external_access = true",
        "install httpfs",
        "attach '/tmp/other.duckdb' as other",
    ):
        with pytest.raises(duckdb.Error):
            cursor.execute(statement)


def test_an_older_workspace_is_upgraded_by_the_schema_files_that_it_lacks(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(workspace, report_of("so_a", 1, 10))
    newer = tmp_path / "999_memo.sql"
    newer.write_text("create table memo (memo_text varchar not null);", "utf-8")
    monkeypatch.setattr("dashboard.store.schema.schema_files", lambda: [*schema_files(), newer])
    assert upgrade(workspace) == 1
    assert upgrade(workspace) == 0
    with changing(workspace) as change:
        change.connection.execute("insert into ws.memo values ('x')")
    assert late_and_resolved(workspace) == (1, 10)


def test_a_workspace_of_an_older_version_says_how_to_upgrade_it(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    newer = tmp_path / "999_memo.sql"
    monkeypatch.setattr("dashboard.store.connection.schema_files", lambda: [*schema_files(), newer])
    with pytest.raises(WorkspaceError, match="upgrade -w tinh"):
        late_and_resolved(workspace)


def test_a_damaged_workspace_says_what_to_do_and_comes_back_from_its_backup(
    workspace: Workspace, tmp_path: Path
) -> None:
    take_in(workspace, report_of("so_a", 1, 10))
    backup(workspace, tmp_path / "luu.zip")
    take_in(workspace, report_of("so_a", 9, 10))
    workspace.database(workspace.generation()).write_bytes(b"not a database")
    with pytest.raises(WorkspaceError, match="Hãy khôi phục từ bản sao lưu"):
        late_and_resolved(workspace)
    assert late_and_resolved(restore(tmp_path / "luu.zip", "tinh", tmp_path)) == (1, 10)
    (workspace.folder / "CURRENT").write_text("?")
    with pytest.raises(WorkspaceError, match="CURRENT"):
        late_and_resolved(workspace)
    assert late_and_resolved(restore(tmp_path / "luu.zip", "tinh", tmp_path)) == (1, 10)
