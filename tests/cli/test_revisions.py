"""Revisions by command: listed, taken back, released, corrected; other names; what cannot be done is refused."""

from pathlib import Path

import pytest

from dashboard import revisions
from dashboard.exports.form_workbook import write_form
from dashboard.figures import Context
from dashboard.forms import load_forms
from dashboard.report import Reference, Viewer
from dashboard.store import write
from dashboard.store.batches import add_batch_of
from dashboard.store.connection import now
from dashboard.store.workspace import Workspace
from tests.app.province import FIELDS, UNITS, dossiers, fill, month
from tests.cli.conftest import Run

W = ("--workspace", "thu")
OCTOBER = month(2026, 10)
AT = ("--period", "2026-10")


@pytest.fixture
def province(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Two reports of one department, the second in force, and one of a commune."""
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path))
    workspace = write.create_workspace("thu", title="Tỉnh Thử", units=UNITS, fields=FIELDS, root=tmp_path)
    files = {"lan-1": "so_tu_phap", "lan-2": "so_tu_phap", "xa": "xa_an_binh"}
    late = {"lan-1": 5, "lan-2": 9, "xa": 2}
    fill(workspace, {f"{name}.xlsx": [dossiers(unit, OCTOBER, late[name])] for name, unit in files.items()})
    return workspace


def late(run: Run, *rest: str) -> int | None:
    (row,) = run("metric", "late_rate", *W, *AT, *rest)["rows"]
    return row["numerator"]


def test_a_revision_taken_back_gives_way_to_what_it_had_replaced(run: Run, province: Workspace) -> None:
    own = ("--unit", "so_tu_phap")
    assert late(run, *own) == 9
    event = run("revision", "withdraw", "r2", *W, "--reason", "gửi nhầm bản nháp")["event"]
    assert late(run, *own) == 5
    assert late(run, *own, "--as-of", "r3") == 9
    term = run("trace", "late_rate", *W, *AT, *own)["terms"][0]
    assert (term["file"], term["revision"], term["correction"]) == ("lan-1.xlsx", "r1", None)
    shown = run("revision", "show", event, *W)
    assert shown["state"] == "withdrawal"
    assert {(c["column_id"], c["old_value"], c["new_value"]) for c in shown["changed"]} >= {("resolved_late", 9, 5)}
    states = {row["revision_id"]: row["state"] for row in run("revision", "list", *W, *AT)}
    assert states == {"r1": "in_force", "r2": "withdrawn", "r3": "in_force", event: "withdrawal"}
    assert "r2" in run("revision", "withdraw", "r2", *W, "--reason", "lần nữa", status=2)["error"]


def test_a_batch_is_taken_back_as_a_whole_or_not_at_all(run: Run, province: Workspace) -> None:
    assert "r99" in run("revision", "withdraw", "r3", "r99", *W, "--reason", "cả đợt nhầm", status=2)["error"]
    assert late(run) == 11
    with write.changing(province) as change:
        batch = add_batch_of(change, "tray", dict.fromkeys(("r1", "r2", "r3")), entered_by="lan", entered_at=now())
    done = run("revision", "withdraw", *W, "--batch", batch, "--reason", "cả đợt nhầm")
    assert done["withdrawn"] == ["r1", "r2", "r3"]
    assert "chọn" in run("revision", "withdraw", *W, "--batch", batch, "--reason", "cả đợt nhầm", status=2)["error"]
    assert late(run) is None
    assert late(run, "--as-of", "r3") == 11


def test_a_held_file_is_let_in_and_one_taken_back_can_be_sent_again(run: Run, province: Workspace) -> None:
    reference = Reference(UNITS, FIELDS, province="Tỉnh Thử")
    report = dossiers("xa_dong_hai", OCTOBER, 4)
    path = province.folder.parent / "cho.xlsx"
    path.write_bytes(write_form(load_forms().latest("bieu_06"), [report], reference))
    (held,) = run("import", str(path), *W, "--hold")["files"]
    assert held["status"] == "held"
    accepted = run("revision", "release", held["revision"], *W, "--reason", "đã đối chiếu")["revision"]
    assert late(run, "--unit", "xa_dong_hai") == 4
    assert "chờ" in run("revision", "release", held["revision"], *W, "--reason", "lần nữa", status=2)["error"]
    run("revision", "withdraw", accepted, *W, "--reason", "sai đơn vị")
    assert late(run, "--unit", "xa_dong_hai") is None
    assert run("import", str(path), *W)["files"][0]["status"] == "accepted"


def test_a_count_is_corrected_only_where_the_report_says_what_is_expected(run: Run, province: Workspace) -> None:
    what = ("--unit", "Xã An Bình", *AT, "--column", "resolved_late", "--field", "dat_dai", "--corrected", "3")
    why = ("--reason", "Công văn 12/CV ngày 05/11/2026")
    error = run("correct", *W, *what, "--expected", "7", *why, status=2)["error"]
    assert "7" in error and "2" in error
    assert late(run, "--unit", "xa_an_binh") == 2
    event = run("correct", *W, *what, "--expected", "2", *why)["event"]
    assert late(run, "--unit", "xa_an_binh") == 3
    assert late(run, "--unit", "xa_an_binh", "--as-of", "r3") == 2
    terms = run("trace", "late_rate", *W, *AT, "--unit", "xa_an_binh")["terms"]
    (told,) = [term["correction"] for term in terms if term["correction"]]
    assert told == {"revision": event, "stated": 2, "reason": "Công văn 12/CV ngày 05/11/2026"}
    (listed,) = run("query", "declared_corrections", *W)
    assert (listed["subject_id"], listed["expected"], listed["corrected"]) == ("xa_an_binh", 2, 3)


REFUSED = (
    ("--column", "resolved_late", "--expected", "2", "--corrected", "3"),  # which field?
    ("--column", "late_rate", "--field", "dat_dai", "--expected", "2", "--corrected", "3"),
    ("--column", "resolved_late", "--field", "dat_dai", "--expected", "2", "--corrected", "2"),
    ("--column", "resolved_late", "--field", "dat_dai", "--expected", "2", "--corrected", "-1"),
    ("--column", "docs_out", "--expected", "2", "--corrected", "1"),
    ("--column", "report_submitted", "--expected", "0", "--corrected", "1"),
)


def test_what_cannot_be_decided_is_said_in_a_sentence(run: Run, province: Workspace) -> None:
    for wrong in REFUSED:
        asked = ("correct", *W, "--unit", "xa_an_binh", *AT, *wrong, "--reason", "thử xem sao")
        assert run(*asked, status=2)["error"].endswith("."), wrong
    assert run("revision", "withdraw", "r1", *W, "--reason", "x", status=2)["error"].endswith(".")
    for viewer in (Viewer("a", "reader"), Viewer("b", "admin", frozenset({"xa_an_binh"}))):
        with pytest.raises(revisions.RevisionError, match="quản trị"):
            revisions.withdraw(Context(province, viewer), ["r1"], "gửi nhầm")


def test_another_name_is_added_used_and_removed_with_who_and_why(run: Run, province: Workspace) -> None:
    of = ("--of", "xa_an_binh", "--reason", "tên trong báo cáo cũ")
    run("alias", "add", "UB xã An Bình cũ", *W, *of)
    assert "Xã An Bình" in run("alias", "add", "ub xã an bình cũ", *W, *of, status=2)["error"]
    (row,) = run("alias", "list", *W, "--of", "xa_an_binh")
    assert (row["alias"], row["is_in_use"], row["reason"]) == ("UB xã An Bình cũ", True, "tên trong báo cáo cũ")
    assert late(run, "--unit", "UB xã An Bình cũ") == 2
    run("alias", "remove", "UB xã An Bình cũ", *W, *of)
    (row,) = run("alias", "list", *W, "--of", "xa_an_binh")
    assert not row["is_in_use"]
    run("alias", "add", "Nhà đất", *W, "--kind", "field", "--of", "dat_dai", "--reason", "cách gọi của xã")
    assert "Nhà đất" in [row["alias"] for row in run("alias", "list", *W, "--kind", "field", "--of", "dat_dai")]
    assert "không có" in run("alias", "remove", "Ruộng", *W, "--kind", "field", *of[:1], "dat_dai", *of[2:], status=2)[
        "error"
    ].lower()  # fmt: skip


def test_declared_corrections_are_read_by_workspace_and_a_mistake_names_itself(tmp_path: Path) -> None:
    path = tmp_path / "corrections.toml"
    entry = '[[correction]]\nworkspace = "thu"\nsubject = "xa"\nperiod = "2026-10"\ncolumn = "resolved_late"\n'
    path.write_text(entry + 'expected = 2\ncorrected = 3\nreason = "Công văn 12"\n', encoding="utf-8")
    ((wrong, reason),) = revisions.declared(path)["thu"]
    assert (wrong.subject, wrong.expected, wrong.corrected, wrong.field, reason) == ("xa", 2, 3, None, "Công văn 12")
    path.write_text(entry, encoding="utf-8")
    with pytest.raises(ValueError, match="reason"):
        revisions.declared(path)
    assert revisions.declared() == {}
