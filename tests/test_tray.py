"""The tray: what comes in is kept, read, shown as it would change the figures, and accepted once."""

import io
import json
import os
import random
import shutil
import subprocess
import sys
import threading
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dashboard import keyed, own_forms, revisions, tray, tray_accept, tray_copy, tray_inbox, tray_names
from dashboard.exports.form_workbook import write_form
from dashboard.figures import Context
from dashboard.forms import load_forms
from dashboard.intake import Batch, File, import_files
from dashboard.keyed import Figure, Keyed
from dashboard.report import Reference, Report, Viewer
from dashboard.store import connection as db
from dashboard.store import files, read, write
from dashboard.store import tray as shelf
from dashboard.store.backup import backup, restore
from dashboard.store.workspace import Workspace
from dashboard.tray_reading import read_waiting
from tests.app.province import FIELDS, UNITS, dossiers, month

ROOT = Path(__file__).parents[1]
MARCH = month(2026, 3)
REASON = "Đơn vị đã giải thích qua điện thoại"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("tray")
    return write.create_workspace(
        "tinh", title="Tỉnh Thử", units=UNITS, fields=FIELDS, settings={"default_regime": "cchc"}, root=root
    ).folder


@pytest.fixture
def context(empty: Path, tmp_path: Path) -> Context:
    return Context(Workspace("tinh", Path(shutil.copytree(empty, tmp_path / "tinh"))))


def book(report: Report) -> bytes:
    reference = Reference(UNITS, FIELDS, (report.period,))
    return write_form(load_forms().latest("bieu_06"), [report], reference)


def good(unit: str = "xa_an_binh", late: int = 3, total: int = 100) -> bytes:
    return book(dossiers(unit, MARCH, late, total))


def bring(context: Context, *files: tuple[str, bytes]) -> list[str]:
    put = tray.put_files(context, [File.of(*file) for file in files], "page")
    read_waiting(context.workspace)
    return [one.entry.entry_id for one in put if one.entry]


def rows(context: Context, query: str, **params: Any) -> list[dict[str, Any]]:
    return read.read(context.workspace, query, params, viewer=context.viewer).to_pylist()


def late(context: Context) -> tuple[int | None, int | None]:
    asked = {"metric_ids": ["late_rate"], "period_ids": ["cchc/2026-03"], "field_ids": []}
    found = rows(context, "metric_total", **asked)
    return (found[0]["numerator"], found[0]["denominator"]) if found else (None, None)


def test_a_file_waits_until_it_is_accepted_and_the_preview_is_what_then_changes(context: Context) -> None:
    first, second = good(late=3), good(late=5)
    (id_,) = bring(context, ("an-binh.xlsx", first))
    assert late(context) == (None, None)
    (done,) = tray_accept.accept(context, {id_: None})
    assert done.problem is None and late(context) == (3, 200)
    (id_,) = bring(context, ("an-binh-sua.xlsx", second))
    entry = tray.entry_of(context, id_)
    assert (entry.form, entry.unit_ids, entry.periods) == ("bieu_06", ("xa_an_binh",), ("2026-03",))
    shown = tray.preview(context, entry)
    changed = {row["column_id"]: (row["old_value"], row["new_value"]) for row in shown["changes"]}
    assert changed["resolved_late"] == (3, 5) and changed["pending_overdue"] == (3, 5)
    assert entry.n_changed == len(shown["changes"]) == 4 and entry.n_replaced == 1
    (done,) = tray_accept.accept(context, {id_: None})
    assert late(context) == (5, 200)
    published = rows(context, "revision_changes", revision_ids=[done.revision])
    names = [name for name in published[0] if name != "revision_id"]
    assert [[row[name] for name in names] for row in published] == [
        [row[name] for name in names] for row in shown["changes"]
    ]


def test_errors_ask_for_a_reason_and_the_reason_is_kept(context: Context) -> None:
    bad = dossiers("xa_an_binh", MARCH, 3)
    bad.rows[0].counts["resolved_total"] = 99  # type: ignore[index]
    (id_,) = bring(context, ("an-binh.xlsx", book(bad)))
    entry = tray.entry_of(context, id_)
    assert entry.n_errors and not entry.is_clean and tray_accept.clean(context, [entry]) == []
    (refused,) = tray_accept.accept(context, {id_: "ok"})
    assert refused.problem is not None and refused.problem.key == "reason" and late(context) == (None, None)
    (done,) = tray_accept.accept(context, {id_: REASON})
    kept = tray.entry_of(context, id_)
    assert (kept.state, kept.reason, kept.revision) == ("accepted", REASON, done.revision)
    assert reasons(context) == [(done.revision, REASON)]


def reasons(context: Context) -> list[tuple[str, str]]:
    cursor = db.reader(context.workspace)[0].cursor()
    try:
        return cursor.execute("select revision_id, reason from ws.batch_revision").fetchall()
    finally:
        cursor.close()


def test_what_is_rejected_cannot_be_accepted_and_is_refused_with_a_reason(context: Context) -> None:
    (id_,) = bring(context, ("anh.xlsx", b"khong phai so excel"))
    entry = tray.entry_of(context, id_)
    assert entry.n_rejects == 1
    (blocked,) = tray_accept.accept(context, {id_: REASON})
    assert blocked.problem is not None and blocked.problem.key == "blocked"
    tray.refuse(context, id_, "Tệp hỏng, gửi lại")
    assert tray.waiting(context) == [] and tray.entry_of(context, id_).state == "refused"
    tray.take_back(context, id_)
    assert [e.entry_id for e in tray.waiting(context)] == [id_]


def test_the_same_bytes_are_one_file_however_often_they_come(context: Context) -> None:
    content = good()
    ids = bring(context, ("a.xlsx", content), ("b.xlsx", content))
    assert len(set(ids)) == 1 and tray.entry_of(context, ids[0]).names == ("a.xlsx", "b.xlsx")
    tray_accept.accept(context, {ids[0]: None})
    again = bring(context, ("c.xlsx", content))
    assert tray.waiting(context) == [] and tray.entry_of(context, again[0]).state == "accepted"


def test_two_officers_at_the_same_moment_enter_a_file_once(context: Context) -> None:
    (id_,) = bring(context, ("an-binh.xlsx", good()))
    decisions: list[tray_accept.Decision] = []
    both = [Context(context.workspace, Viewer(name, "editor")) for name in ("an", "binh")]
    start = threading.Barrier(2)

    def accept(who: Context) -> None:
        start.wait()
        decisions.extend(tray_accept.accept(who, {id_: None}))

    threads = [threading.Thread(target=accept, args=(who,)) for who in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert late(context) == (3, 200)
    assert len(reasons(context)) == 1
    (told,) = [one for one in decisions if one.problem or one.is_unchanged]
    assert told.is_unchanged or (told.problem is not None and told.problem.key == "taken")


def test_a_file_of_which_something_else_is_found_by_now_is_looked_at_again(context: Context) -> None:
    (mine,) = bring(context, ("an-binh.xlsx", good(late=3)))
    (other,) = bring(context, ("an-binh-khac.xlsx", good(late=5)))
    tray_accept.accept(context, {other: None})
    (decision,) = tray_accept.accept(context, {mine: None})
    assert decision.problem is not None and decision.problem.key == "second_look" and late(context) == (5, 200)
    entry = tray.entry_of(context, mine)
    assert entry.is_second_look and entry.n_replaced == 1
    (decision,) = tray_accept.accept(context, {mine: None})
    assert decision.problem is None and late(context) == (3, 200)


def test_a_zip_is_its_files_and_its_names_are_no_places(context: Context, tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("../../../ra-ngoai.xlsx", good("xa_an_binh"))
        archive.writestr("xã/đông hải.xlsx", good("xa_dong_hai"))
        archive.writestr("__MACOSX/._x", b"x")
    bring(context, ("gui.zip", buffer.getvalue()))
    assert [e.name for e in tray.waiting(context)] == ["ra-ngoai.xlsx", "đông hải.xlsx"]
    assert {e.via for e in tray.waiting(context)} == {"zip:gui.zip"}
    assert not list(tmp_path.rglob("ra-ngoai*"))


@pytest.mark.parametrize("content", [b"PK\x05\x06" + bytes(18), b"PK\x03\x04hong", b""])
def test_a_zip_that_is_none_gets_a_sentence(context: Context, content: bytes) -> None:
    put = tray.put_files(context, [File.of("x.zip", content)], "page")
    assert all(one.problem or one.entry for one in put) or put == []


def test_a_reader_of_the_figures_brings_nothing_in(context: Context) -> None:
    with pytest.raises(tray.TrayError):
        tray.put_files(Context(context.workspace, Viewer("x", "viewer")), [], "page")


def test_a_viewer_of_some_units_sees_and_accepts_only_their_files(context: Context) -> None:
    ids = bring(context, ("a.xlsx", good("xa_an_binh")), ("b.xlsx", good("xa_dong_hai")))
    scoped = Context(context.workspace, Viewer("xa", "editor", frozenset({"xa_an_binh"})))
    assert [e.entry_id for e in tray.waiting(scoped)] == [ids[0]]
    (decision,) = tray_accept.accept(scoped, {ids[1]: None})
    assert decision.problem is not None and decision.problem.key == "unknown"


def test_a_full_disk_loses_nothing_and_says_so(context: Context) -> None:
    """The limit on the size of a file makes a write fail as a full disk does, in a process of its own."""
    sent = context.workspace.folder.parent / "sent"
    sent.mkdir()
    (sent / "1.xlsx").write_bytes(good("xa_an_binh"))
    (sent / "2.xlsx").write_bytes(good("xa_dong_hai") + bytes(200_000))
    script = f"""
import json, resource, sys
from pathlib import Path
from dashboard import keyed, own_forms, revisions, tray, tray_accept, tray_copy, tray_inbox
from dashboard.figures import Context
from dashboard.intake import files_at
from dashboard.store.workspace import Workspace, WorkspaceError
from dashboard.tray_reading import read_waiting
context = Context(Workspace("tinh", Path({str(context.workspace.folder)!r})))
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
told = [str(one.problem) if one.problem else "" for one in tray.put_files(context, files_at([Path({str(sent)!r})]), "cli")]
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
read_waiting(context.workspace)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
try:
    tray_accept.accept(context, {{e.entry_id: None for e in tray.waiting(context)}})
except WorkspaceError as error:
    told.append(str(error))
print(json.dumps(told))
"""
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    first, second, accepted = json.loads(ran.stdout)
    assert first == "" and "Đĩa đầy" in second and "đĩa đầy" in accepted
    (entry,) = tray.waiting(context)
    assert entry.state == "read" and late(context) == (None, None)
    assert not [p for p in context.workspace.folder.rglob(".*") if p.is_file() and "lock" not in p.name]
    (decision,) = tray_accept.accept(context, {entry.entry_id: None})
    assert decision.problem is None and late(context) == (3, 200)


def test_a_file_that_changes_while_it_is_read_is_left_for_later(context: Context, tmp_path: Path) -> None:
    path = tmp_path / "dang-ghi.xlsx"
    path.write_bytes(good())
    file = File.at(path)

    def load() -> bytes:
        original = Path.read_bytes

        def slow(self: Path) -> bytes:
            content = original(self)
            with self.open("ab") as more:
                more.write(b"x")
            return content

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Path, "read_bytes", slow)
            return files.read_steady(path)

    put = tray.put_files(context, [File(file.name, load, file.size, path)], "inbox")
    assert put[0].entry is None and isinstance(put[0].problem, tray.TrayError) and put[0].problem.key == "changing"


def test_the_copy_to_send_back_marks_every_cell_and_calculates_nothing(context: Context) -> None:
    buffer = io.BytesIO()
    book_ = openpyxl.load_workbook(io.BytesIO(good()))
    sheet = book_.active
    assert sheet is not None
    cells = ["D10", "E10", "G10"]
    for address in cells:
        sheet[address] = "mười hai"
    sheet["B30"], sheet["P3"] = "=1+1", "=HYPERLINK(1)"
    sheet["P4"].value = "=không phải công thức"
    sheet["P4"].data_type = "s"
    book_.save(buffer)
    (id_,) = bring(context, ("an-binh.xlsx", buffer.getvalue()))
    entry = tray.entry_of(context, id_)
    found = [one for one in tray.preview(context, entry)["findings"] if one["rule"] == "V06"]
    assert [one["cell"] for one in found] == cells
    copy = openpyxl.load_workbook(io.BytesIO(tray_copy.marked_copy(context, entry)))
    assert copy.sheetnames == ["Kết quả kiểm tra", "Biểu 06"]
    for address, one in zip(cells, found, strict=True):
        assert one["message"] in copy["Biểu 06"][address].comment.text
    listed = [tuple(row) for row in copy["Kết quả kiểm tra"].iter_rows(min_row=2, values_only=True)]
    assert {(row[2], row[4]) for row in listed} >= {(one["cell"], one["message"]) for one in found}
    assert not [cell for sheet in copy for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert tray_copy.content_of(context, entry) == buffer.getvalue()


def shelf_bytes(context: Context, entry: Any) -> bytes:
    return tray_copy.content_of(context, entry)


def test_a_watched_folder_is_emptied_into_the_tray(context: Context, tmp_path: Path) -> None:
    inbox = tmp_path / "gui-ve"
    inbox.mkdir()
    tray_inbox.watch(context, inbox)
    for name, content in {"a.xlsx": good(), "rong.zip": b"PK\x03\x04", ".an": b"x", "~$a.xlsx": b"x"}.items():
        (inbox / name).write_bytes(content)
        os.utime(inbox / name, (1, 1))
    (inbox / "dang-ghi.xlsx").write_bytes(good("xa_dong_hai"))  # written just now
    brought = tray_inbox.scan(context)
    assert [(one.name, one.problem is None) for one in brought] == [("a.xlsx", True), ("rong.zip", False)]
    assert sorted(path.relative_to(inbox).as_posix() for path in inbox.rglob("*.*") if path.is_file()) == [
        ".an", "da-nhan/a.xlsx", "dang-ghi.xlsx", "khong-nhan/rong.zip", "~$a.xlsx",
    ]  # fmt: skip
    assert [entry.via for entry in tray.waiting(context)] == ["inbox"]
    tray_inbox.watch(context, None)
    assert tray_inbox.inbox_of(context.workspace) is None and tray_inbox.scan(context) == []


@pytest.mark.parametrize("folder", ["khong-co", "tinh/tray"])
def test_what_is_no_folder_of_ones_own_is_not_watched(context: Context, tmp_path: Path, folder: str) -> None:
    with pytest.raises(tray.TrayError):
        tray_inbox.watch(context, tmp_path / folder)


def test_a_name_that_fits_nothing_is_resolved_once_and_the_file_read_again(context: Context) -> None:
    book_ = openpyxl.load_workbook(io.BytesIO(good()))
    sheet = book_.active
    assert sheet is not None
    places = {cell.value: cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
    places["Đơn vị báo cáo: Xã An Bình"].value = "Đơn vị báo cáo: Xã An Bình Mới"
    places["Đất đai"].value = "Đất đai, nhà ở"
    buffer = io.BytesIO()
    book_.save(buffer)
    (id_,) = bring(context, ("an-binh.xlsx", buffer.getvalue()))
    names = tray_names.unresolved(context)
    assert {(name.kind, name.written) for name in names} == {
        ("unit", "Xã An Bình Mới"), ("field", "Đất đai, nhà ở"),
    }  # fmt: skip
    meanings = {"unit": "xa_an_binh", "field": "dat_dai"}
    assert tray_names.resolve(context, {name.key: meanings[name.kind] for name in names}) == 1
    read_waiting(context.workspace)
    entry = tray.entry_of(context, id_)
    assert entry.is_clean and entry.unit_ids == ("xa_an_binh",) and tray_names.unresolved(context) == []
    assert {row["field_id"] for row in tray.preview(context, entry)["changes"]} >= {"dat_dai"}


def test_a_file_that_states_no_period_is_read_for_the_one_that_is_chosen(context: Context) -> None:
    book_ = openpyxl.load_workbook(io.BytesIO(good()))
    sheet = book_.active
    assert sheet is not None
    (cell,) = [c for row in sheet.iter_rows() for c in row if str(c.value).startswith("Kỳ báo cáo")]
    cell.value = "Kỳ báo cáo:"
    buffer = io.BytesIO()
    book_.save(buffer)
    (id_,) = bring(context, ("an-binh.xlsx", buffer.getvalue()))
    assert tray.preview(context, tray.entry_of(context, id_))["findings"][0]["rule"] == "no_period"
    with pytest.raises(ValueError, match="không phải là kỳ"):
        tray.read_again(context, [id_], "tháng ba")
    assert tray.read_again(context, [id_], "2026-03") == 1
    read_waiting(context.workspace)
    assert tray.entry_of(context, id_).periods == ("2026-03",)
    (decision,) = tray_accept.accept(context, {id_: None})
    assert decision.problem is None and late(context) == (3, 200)


def test_a_layout_that_no_form_describes_is_mapped_once_and_known_from_then_on(context: Context) -> None:
    def strange(*lines: tuple[object, ...]) -> bytes:
        made = openpyxl.Workbook()
        sheet = made.active
        assert sheet is not None
        top = (("Báo cáo tháng",), (), ("STT", "Xã", "Hồ sơ"), (None, None, "Xong", "Trễ"))
        for line in (*top, *lines):
            sheet.append(line)
        buffer = io.BytesIO()
        made.save(buffer)
        return buffer.getvalue()

    units = ((1, "Xã An Bình", 100, 3), (2, "Xã Đông Hải", 50, 1))
    sums = (("A", "Cấp xã", 150, 4), ("I", "Vùng biển", 150, 4), ("II", "Vùng cao"), (None, "Tổng cộng", 150, 4))
    (id_,) = bring(context, ("la.xlsx", strange(*sums, *units, (None, "Người lập biểu"))))
    entry = tray.entry_of(context, id_)
    assert entry.form is None and entry.n_rejects == 1
    (sheet,) = own_forms.sheets_of(context, entry)
    row = own_forms.likely_heading(sheet)
    found = [(column.above, column.name) for column in own_forms.headings_of(sheet, row)]
    assert (row, found) == (3, [("", "stt"), ("", "xã"), ("hồ sơ", "xong"), ("hồ sơ", "trễ")])
    roles = {1: "unit", 2: "resolved_total", 3: "resolved_late"}
    for wrong, key in (({1: "unit"}, "form_columns"), (roles | {0: "unit"}, "form_twice")):
        with pytest.raises(tray.TrayError) as raised:
            own_forms.save(context, entry, sheet, row, wrong, "Bảng xã", MARCH.end)
        assert raised.value.key == key
    assert own_forms.save(context, entry, sheet, row, roles, "Bảng xã", MARCH.end) == "rieng_bang_xa"
    tray.read_again(context, [id_], "2026-03")
    read_waiting(context.workspace)
    told = [(one["rule"], one["cell"]) for one in tray.preview(context, tray.entry_of(context, id_))["findings"]]
    assert told == [("partial_total", "B6")]  # the sum of a group is told, headings and what stands below are not
    (other,) = bring(context, ("la-2.xlsx", strange((1, "Xã An Bình", 90, 2))))
    assert tray.entry_of(context, other).form == "rieng_bang_xa"
    (decision,) = tray_accept.accept(context, {id_: REASON})
    assert decision.problem is None and late(context) == (4, 150)
    (standard,) = bring(context, ("chuan.xlsx", good()))
    assert tray.entry_of(context, standard).form == "bieu_06"


def test_a_table_of_one_unit_is_mapped_with_its_unit_and_next_month_finds_or_asks_for_it(context: Context) -> None:
    def table(*top: str) -> bytes:
        return "\n".join((*top, "STT;Lĩnh vực;Xong;Trễ", "1;Đất đai;100;3", "2;Hộ tịch;50;1")).encode()

    title = ";Số liệu tháng 3/2026;;"
    (id_,) = bring(context, ("SoXayDung.csv", table("SỞ TƯ PHÁP;;;", title)))
    entry = tray.entry_of(context, id_)
    (sheet,) = own_forms.sheets_of(context, entry)
    row = own_forms.likely_heading(sheet)
    assert own_forms.proposed_units(context, entry, sheet, row) == ["so_tu_phap", "so_xay_dung"]
    roles = {1: "field", 2: "resolved_total", 3: "resolved_late"}
    for unit, key in ((None, "form_unit"), ("khong_co", "unit")):
        with pytest.raises(tray.TrayError) as raised:
            own_forms.save(context, entry, sheet, row, roles, "Bảng sở", MARCH.end, unit)
        assert raised.value.key == key
    own_forms.save(context, entry, sheet, row, roles, "Bảng sở", MARCH.end, "so_tu_phap")
    read_waiting(context.workspace)
    entry = tray.entry_of(context, id_)
    assert (entry.unit_ids, entry.periods, entry.is_clean) == (("so_tu_phap",), ("2026-03",), True)
    found, asks = bring(context, ("t4.csv", table("XÃ AN BÌNH;;;", title)), ("SoXayDung-t4.csv", table(title)))
    entry = tray.entry_of(context, found)
    assert (entry.form, entry.unit_ids) == ("rieng_bang_so", ("xa_an_binh",))
    assert [one["rule"] for one in tray.preview(context, entry)["findings"]] == ["unit_above"]
    assert (tray.entry_of(context, asks).n_rejects, tray_names.unresolved(context)) == (1, [])
    tray.read_again(context, [asks], unit="so_xay_dung")
    read_waiting(context.workspace)
    assert tray.entry_of(context, asks).unit_ids == ("so_xay_dung",)
    decisions = tray_accept.accept(context, dict.fromkeys((id_, found, asks)))
    assert [one.problem for one in decisions] == [None] * 3 and late(context) == (12, 450)


def test_a_name_that_is_too_long_keeps_its_end_and_a_file_that_excel_leaves_is_told_of(context: Context) -> None:
    long_, lock = tray.put_files(
        context, [File.of(f"{'x' * 300}.xlsx", good()), File.of("gui/~$an-binh.xlsx", b"An")], "page"
    )
    read_waiting(context.workspace)
    assert long_.entry is not None and len(long_.entry.name) == 200 and long_.entry.name.endswith("xxx.xlsx")
    assert tray.entry_of(context, long_.entry.entry_id).is_clean
    assert lock.entry is None and isinstance(lock.problem, tray.TrayError) and lock.problem.key == "system_file"


@pytest.mark.parametrize("name", ["a.zip", "a.rar", "a.docx"])
def test_what_cannot_be_unpacked_is_told_in_words_that_fit_its_kind(context: Context, name: str) -> None:
    (put,) = tray.put_files(context, [File.of(name, b"PK\x03\x04" + b"x" * 60)], "page")
    read_waiting(context.workspace)
    entry = put.entry and tray.entry_of(context, put.entry.entry_id)
    said = str(put.problem) if entry is None else tray.preview(context, entry)["findings"][0]["message"]
    assert {"a.zip": "mật khẩu", "a.rar": "giải nén", "a.docx": "Word"}[name] in said and "Excel" not in said


def test_the_same_bytes_are_another_report_for_another_unit(context: Context) -> None:
    content = "Lĩnh vực;Tổng số hồ sơ đã giải quyết;Đã giải quyết quá hạn\nĐất đai;100;3\n".encode()

    def status(unit: str) -> str:
        batch = Batch(period="2026-03", unit_id=unit)
        return import_files(context.workspace, [File.of("a.csv", content)], batch)[0].status

    assert [status("xa_an_binh"), status("xa_an_binh"), status("xa_dong_hai")] == ["accepted", "unchanged", "accepted"]
    assert late(context) == (6, 200)


def test_figures_typed_from_a_document_go_in_with_their_page_and_trace_ends_there(context: Context) -> None:
    (id_,) = bring(context, ("bao-cao.pdf", b"%PDF-1.7 mot bao cao"))
    entry = tray.entry_of(context, id_)
    assert entry.n_rejects and entry.form is None
    typed = (Figure("resolved_total", 100, "3", "5"), Figure("resolved_late", 4, "3", "6"))
    whole = (*typed, Figure("resolved_early", 90, "3"), Figure("resolved_on_time", 5, "4"))
    (wrong,) = keyed.broken(whole)
    assert (wrong.total, wrong.stated, wrong.recomputed) == ("resolved_total", 100, 99)
    assert keyed.broken(typed) == []
    for bad, key in (
        (Keyed("khong-co", "2026-03", typed), "keyed_unit"),
        (Keyed("xa_an_binh", "2026-03", ()), "keyed_none"),
        (Keyed("xa_an_binh", "2026-03", (Figure("resolved_late", 4, ""),)), "keyed_place"),
        (Keyed("xa_an_binh", "2026-03", (Figure("resolved_late", -1, "3"),)), "keyed_value"),
    ):
        with pytest.raises(tray.TrayError) as raised:
            keyed.save(context, entry, bad)
        assert raised.value.key == key
    keyed.save(context, entry, Keyed("xa_an_binh", "2026-03", typed))
    read_waiting(context.workspace)
    entry = tray.entry_of(context, id_)
    assert (entry.form, entry.unit_ids, entry.is_clean, entry.n_counts) == ("nhap_tay", ("xa_an_binh",), True, 2)
    (decision,) = tray_accept.accept(context, {id_: None})
    assert decision.problem is None and late(context) == (4, 100)
    asked = {"metric_id": "late_rate", "period_id": "cchc/2026-03", "unit_ids": [], "field_ids": []}
    traced = {row["column_id"]: row for row in rows(context, "source_cells", **asked)}
    assert (
        traced["resolved_late"]["cell"] == "trang 3, đoạn 6" and traced["resolved_late"]["file_name"] == "bao-cao.pdf"
    )
    assert tray_copy.content_of(context, tray.entry_of(context, id_)).startswith(b"%PDF")


def test_figures_typed_by_field_add_up_to_the_unit_and_each_is_traced_to_its_line(context: Context) -> None:
    (id_,) = bring(context, ("bao-cao.docx", b"mot bao cao khong co bang"))
    entry = tray.entry_of(context, id_)
    of_fields = [
        Figure(column, value, "2", paragraph, field_id)
        for field_id, paragraph, late in (("dat_dai", "7", 3), ("ho_tich", "8", 1))
        for column, value in (("resolved_total", 100), ("resolved_late", late))
    ]
    (wrong,) = keyed.broken([*of_fields, Figure("resolved_late", 5, "1")])
    assert (wrong.total, wrong.parts, wrong.stated, wrong.recomputed) == ("resolved_late", (), 5, 4)
    for strange in (
        Figure("resolved_late", 5, "1", field_id="khong_co"),
        Figure("docs_out", 5, "1", field_id="dat_dai"),
    ):
        with pytest.raises(tray.TrayError) as raised:
            keyed.save(context, entry, Keyed("xa_an_binh", "2026-03", (strange,)))
        assert raised.value.key == "keyed_field"
    typed = Keyed("xa_an_binh", "2026-03", (Figure("resolved_late", 4, "1", "2"), *of_fields))
    keyed.save(context, entry, typed)
    read_waiting(context.workspace)
    assert keyed.of_entry(shelf.keyed(context.workspace, id_)) == typed
    (decision,) = tray_accept.accept(context, {id_: REASON})
    assert decision.problem is None
    asked = {"metric_ids": ["late_rate"], "period_ids": ["cchc/2026-03"], "unit_ids": [], "field_ids": []}
    by_field = {
        row["field_id"]: (row["numerator"], row["denominator"]) for row in rows(context, "metric_by_field", **asked)
    }
    assert by_field == {"dat_dai": (3, 100), "ho_tich": (1, 100)}
    traced = rows(
        context, "source_cells", metric_id="late_rate", period_id="cchc/2026-03", unit_ids=[], field_ids=["ho_tich"]
    )
    assert {row["column_id"]: row["cell"] for row in traced} == dict.fromkeys(
        ("resolved_late", "resolved_total"), "trang 2, đoạn 8"
    )


def test_a_backup_takes_along_what_waits_and_what_became_of_the_rest(context: Context, tmp_path: Path) -> None:
    waits, gone = bring(context, ("an-binh.xlsx", good()), ("anh.xlsx", b"hong"))
    tray.refuse(context, gone, "Tệp hỏng, gửi lại")
    backup(context.workspace, tmp_path / "sao-luu.zip")
    restored = Context(restore(tmp_path / "sao-luu.zip", "tinh-hai", tmp_path))
    assert [entry.entry_id for entry in tray.waiting(restored)] == [waits]
    assert [entry.entry_id for entry in tray.decided(restored)] == [gone]
    (decision,) = tray_accept.accept(restored, {waits: None})
    assert decision.problem is None and late(restored) == (3, 200) and late(context) == (None, None)


def test_a_workbook_with_200_sown_errors_reports_200_of_200_and_loads_nothing(context: Context) -> None:
    fields = [f"Lĩnh vực số {n}" for n in range(40)]
    letters = "CDEFGHIJKLM"
    made = openpyxl.load_workbook(io.BytesIO(good()))
    sheet = made.active
    assert sheet is not None
    first = next(cell.row for (cell,) in sheet.iter_rows(min_col=2, max_col=2) if cell.value == "Đất đai")
    for n, name in enumerate(fields):
        sheet.cell(first + n, 1).value, sheet.cell(first + n, 2).value = n + 1, name
        for letter in letters:
            sheet[f"{letter}{first + n}"] = 0
    wrong = ["mười", -3, 2.5, "12 hồ sơ", "#REF!"]
    sown = {f"{letters[(n // 40) * 2 + n % 2]}{first + n % 40}": wrong[n // 40] for n in range(200)}
    assert len(sown) == 200
    for address, value in sown.items():
        sheet[address] = value
    buffer = io.BytesIO()
    made.save(buffer)
    (id_,) = bring(context, ("200.xlsx", buffer.getvalue()))
    found = [
        one["cell"]
        for one in tray.preview(context, tray.entry_of(context, id_))["findings"]
        if one["severity"] == "reject"
    ]
    assert sorted(found) == sorted(sown)
    (decision,) = tray_accept.accept(context, {id_: REASON})
    assert decision.problem is not None and decision.problem.key == "blocked" and late(context) == (None, None)


@pytest.mark.parametrize("seed", range(2))
def test_mutated_files_get_a_sentence_and_never_stop_the_others(context: Context, seed: int) -> None:
    rng = random.Random(seed)
    whole = good()
    files = [("tot.xlsx", whole)]
    for n in range(8):
        torn = bytearray(whole)
        for _ in range(rng.randint(1, 40)):
            torn[rng.randrange(len(torn))] = rng.randrange(256)
        ending = rng.choice(["xlsx", "xls", "ods", "csv", "docx", "zip", "pdf"])
        files.append((f"{n}.{ending}", bytes(torn[: rng.randint(1, len(torn))])))
    put = tray.put_files(context, [File.of(*file) for file in files], "page")
    read_waiting(context.workspace)
    assert all(one.entry or one.problem for one in put)
    entries = {entry.name: entry for entry in tray.waiting(context)}
    assert entries["tot.xlsx"].is_clean and all(entry.state == "read" for entry in entries.values())
    for entry in entries.values():
        for finding in tray.preview(context, entry)["findings"]:
            assert finding["message"] and "Traceback" not in finding["message"]


def test_a_file_whose_revision_was_taken_back_can_come_in_again(context: Context) -> None:
    content = good()
    (id_,) = bring(context, ("an-binh.xlsx", content))
    (decision,) = tray_accept.accept(context, {id_: None})
    assert decision.revision is not None
    revisions.withdraw(context, [decision.revision], "Gửi nhầm báo cáo")
    assert late(context) == (None, None)
    bring(context, ("an-binh.xlsx", content))
    assert [entry.entry_id for entry in tray.waiting(context)] == [id_]
    (decision,) = tray_accept.accept(context, {id_: None})
    assert decision.problem is None and late(context) == (3, 200)
