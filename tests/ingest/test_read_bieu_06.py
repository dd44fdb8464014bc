"""A good biểu 06 and its mutations: each gives exactly that finding at that cell, and nothing else."""

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.exports.form_workbook import FormHead, write_form
from dashboard.forms import FORMS_FOLDER, load_forms
from dashboard.ingest.legacy_fonts import to_unicode
from dashboard.ingest.read import read_file
from dashboard.report import FactRow, Field, Period, Reading, Reference, Report, Subject, Unit

FORMS = load_forms()
REFERENCE = Reference(
    units=(
        Unit("kcn", "Ban Quản lý các Khu công nghiệp", "agency", "province"),
        Unit("nv", "Sở Nội vụ", "department", "province"),
        Unit("ha", "UBND huyện An Bình", "district", "district"),
        Unit("xb", "UBND xã Bình Minh", "commune", "commune"),
        Unit("tm1", "Xã Tân Mỹ", "commune", "commune", parent_id="ha"),
        Unit("tm2", "Phường Tân Mỹ", "commune", "commune", parent_id="ha"),
    ),
    fields=(Field("dat_dai", "Đất đai"), Field("ho_tich", "Hộ tịch"), Field("xay_dung", "Hoạt động xây dựng")),
)
QUARTER = Period("cchc", "quarter", "2020-Q3", date(2020, 5, 28), date(2020, 8, 28), date(2020, 9, 19))
FULL = (
    "received_total", "received_online", "received_offline", "carried_over", "resolved_total", "resolved_early",
    "resolved_on_time", "resolved_late", "pending_total", "pending_in_time", "pending_overdue",
)  # fmt: skip


def full(*values: int) -> dict[str, int]:
    return dict(zip(FULL, values, strict=True))


LAND = FactRow(0, "dat_dai", counts=full(1234, 900, 300, 34, 1200, 700, 450, 50, 34, 30, 4))
CIVIL = FactRow(0, "ho_tich", counts=full(50, 50, 0, 0, 50, 50, 0, 0, 0, 0, 0))
TOTAL = FactRow(0, counts=full(1284, 950, 300, 34, 1250, 750, 450, 50, 34, 30, 4))
REPORT = Report(
    "dossier", Subject("unit", "kcn"), QUARTER, rows=(LAND, CIVIL, TOTAL),
    data_from=date(2020, 5, 28), data_to=date(2020, 8, 28),
)  # fmt: skip
LAND_ROW, CIVIL_ROW, TOTAL_ROW = 10, 11, 12


def changed(change: Callable[[Worksheet], object], form: str = "bieu_06", reports=(REPORT,), head=None) -> bytes:
    head = head or FormHead()
    book = openpyxl.load_workbook(io.BytesIO(write_form(FORMS.latest(form), list(reports), REFERENCE, head=head)))
    change(book.active)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(content: bytes, **options) -> Reading:
    return read_file("bieu.xlsx", content, REFERENCE, FORMS, **options)


def found(reading: Reading) -> list[tuple[str, str, str | None]]:
    return [(f.severity, f.rule, f.cell) for f in reading.findings]


def unchanged(_: Worksheet) -> None:
    """No mutation: the good form itself."""


def put(cell: str, value: object) -> Callable[[Worksheet], None]:
    def change(page: Worksheet) -> None:
        page[cell] = value

    return change


def test_a_good_form_has_no_finding():
    reading = read(changed(unchanged))
    assert found(reading) == []
    (report,) = reading.reports
    assert (report.period.label, report.data_from, report.origin) == ("2020-Q3", date(2020, 5, 28), "own")
    assert [row.field_id for row in report.rows] == ["dat_dai", "ho_tich", None]


@pytest.mark.parametrize(
    ("value", "words"),
    [(-3, "âm"), (2.5, "số nguyên"), (1.234, "Excel"), ("12 hs", "không phải số")],
)
def test_a_cell_that_is_no_count_rejects_the_file_and_names_the_cell(value, words):
    reading = read(changed(put(f"C{LAND_ROW}", value)))
    assert found(reading) == [("reject", "V06", f"C{LAND_ROW}")]
    assert words in reading.findings[0].message
    assert reading.findings[0].column == "received_total"
    assert reading.findings[0].period == "2020-Q3"


@pytest.mark.parametrize(("text", "count"), [("1.234", 1234), ("07", 7), ("1 234", 1234)])
def test_vietnamese_text_in_a_cell_is_read_as_a_number(text, count):
    reading = read(changed(put(f"D{LAND_ROW}", text)))
    assert found(reading) == []
    assert reading.reports[0].rows[0].counts["received_online"] == count


def test_a_dash_is_a_count_that_is_not_stated():
    row = read(changed(put(f"F{LAND_ROW}", "–"))).reports[0].rows[0]
    assert "carried_over" not in row.counts


def test_all_problems_are_told_at_once():
    def change(page: Worksheet) -> None:
        page[f"D{LAND_ROW}"] = -1
        page[f"E{LAND_ROW}"] = "x"
        page[f"F{CIVIL_ROW}"] = 0.5
        page["A4"] = "Đơn vị báo cáo: Sở Không Có"

    assert [(rule, cell) for _, rule, cell in found(read(changed(change)))] == [
        ("V14", "A4"), ("V06", f"D{LAND_ROW}"), ("V06", f"E{LAND_ROW}"), ("V06", f"F{CIVIL_ROW}"),
    ]  # fmt: skip


def test_an_unknown_reporting_unit_rejects_and_gives_no_report():
    reading = read(changed(put("A4", "Đơn vị báo cáo: Sở Không Có")))
    assert found(reading) == [("reject", "V14", "A4")]
    assert reading.findings[0].unit == "Sở Không Có"
    assert reading.reports == ()


def test_a_file_without_its_unit_says_which_line_to_fill():
    reading = read(changed(put("A4", "")))
    assert [(s, r) for s, r, _ in found(reading)] == [("reject", "V14")]
    assert "Đơn vị báo cáo:" in reading.findings[0].message


def test_every_sheet_of_reports_is_read_a_copy_once_and_an_empty_one_never():
    def change(*others: tuple[str, str]) -> Callable[[Worksheet], None]:
        def do(page: Worksheet) -> None:
            for n, (cell, value) in enumerate(others):
                sheet = page.parent.copy_worksheet(page)
                sheet.title, sheet[cell] = f"Trang {n}", value
                if not value:
                    sheet.delete_rows(LAND_ROW, 9)

        return do

    reading = read(changed(change(("A4", "Đơn vị báo cáo: Sở Nội vụ"), ("A1", "bản sao"), ("A1", ""))))
    assert found(reading) == []
    assert [(report.subject.unit_id, report.sheet) for report in reading.reports] == [
        ("kcn", "Biểu 06"),
        ("nv", "Trang 0"),
    ]
    reading = read(changed(change((f"C{TOTAL_ROW}", 1285))))
    assert ("reject", "V13", "Trang 0") in [(f.severity, f.rule, f.sheet) for f in reading.findings]
    reading = read(changed(change(("A4", "Đơn vị báo cáo: Sở Lạ"))))
    assert [(f.rule, f.sheet, f.cell) for f in reading.findings] == [("V14", "Trang 0", "A4")]


def test_a_sheet_in_another_form_is_told_and_not_taken_for_fields_of_the_first():
    rollup = Report("dossier", Subject("unit", "nv"), QUARTER, rows=(TOTAL,))
    other = openpyxl.load_workbook(io.BytesIO(write_form(FORMS.latest("bieu_06_tong_hop"), [rollup], REFERENCE))).active

    def change(page: Worksheet) -> None:
        sheet = page.parent.create_sheet("Tổng hợp")
        for row in other.iter_rows():
            for cell in row:
                if cell.value is not None:
                    sheet[cell.coordinate] = cell.value

    reading = read(changed(change))
    assert [(f.severity, f.rule, f.sheet) for f in reading.findings] == [("warning", "unread_sheet", "Tổng hợp")]
    assert [report.subject.unit_id for report in reading.reports] == ["kcn"]


@pytest.mark.parametrize("label", ["Đơn vị:", "Tên đơn vị:", "Cơ quan báo cáo:", "- Đơn vị báo cáo :"])
def test_the_unit_s_line_may_be_labelled_in_other_words(label):
    reading = read(changed(put("A4", f"{label} BQL các KCN")))
    assert reading.form == "bieu_06"
    assert read(changed(put("A4", f"{label} Ban quản lý các khu công nghiệp"))).findings == ()


def test_the_unit_may_stand_in_the_next_cell():
    def change(page: Worksheet) -> None:
        page["A4"] = "Đơn vị báo cáo:"
        page["C4"] = "Sở Nội vụ"

    assert read(changed(change)).reports[0].subject.unit_id == "nv"


def test_a_field_that_is_not_known_is_listed_and_stands_for_itself_so_that_the_total_stays_whole():
    reading = read(changed(put(f"B{CIVIL_ROW}", "Hộ khẩu")))
    assert found(reading) == [("warning", "V14", f"B{CIVIL_ROW}")]
    assert [row.field_id for row in reading.reports[0].rows] == ["dat_dai", "?Hộ khẩu", None]
    assert not reading.is_rejected


def test_the_same_field_twice_is_rejected():
    reading = read(changed(put(f"B{CIVIL_ROW}", "lĩnh vực ĐẤT ĐAI")))
    assert found(reading) == [("reject", "V13", f"B{CIVIL_ROW}")]
    assert str(LAND_ROW) in reading.findings[0].message


def test_a_row_whose_cells_have_moved_is_told():
    def change(page: Worksheet) -> None:
        page.move_range(f"A{LAND_ROW}:M{LAND_ROW}", cols=1)

    assert found(read(changed(change))) == [("reject", "shifted_row", f"C{LAND_ROW}")]


def test_a_merge_that_hides_a_column_s_heading_is_told():
    def change(page: Worksheet) -> None:
        page.merge_cells("H8:I8")

    reading = read(changed(change))
    assert found(reading) == [("warning", "merged_header", "H8")]
    assert reading.reports[0].rows[0].counts == LAND.counts


def test_a_formula_that_was_never_calculated_is_told():
    reading = read(changed(put(f"C{TOTAL_ROW}", "=SUM(C10:C11)")))
    assert found(reading) == [("error", "formula_without_value", f"C{TOTAL_ROW}")]


def test_a_hidden_sheet_with_figures_is_told():
    def change(page: Worksheet) -> None:
        hidden = page.parent.create_sheet("Nháp")
        hidden["B2"] = 5
        hidden.sheet_state = "hidden"

    reading = read(changed(change))
    assert found(reading) == [("warning", "hidden_sheet", "B2")]
    assert reading.findings[0].sheet == "Nháp"


def test_a_table_that_starts_lower_and_further_right_is_found():
    def change(page: Worksheet) -> None:
        for merged in list(page.merged_cells.ranges):
            page.unmerge_cells(str(merged))
        page.move_range("A7:M12", rows=3, cols=2)

    reading = read(changed(change))
    assert found(reading) == []
    report = reading.reports[0]
    assert (report.letters["received_total"], report.rows[0].row) == ("E", LAND_ROW + 3)
    assert report.rows[0].counts == LAND.counts


def test_signatures_below_the_table_are_no_figures():
    def change(page: Worksheet) -> None:
        page["B15"], page["J15"] = "Người lập biểu", "THỦ TRƯỞNG ĐƠN VỊ"
        page["J20"] = "Nguyễn Văn A"

    assert found(read(changed(change))) == []


def test_a_file_without_period_is_rejected_unless_one_is_given():
    content = changed(put("A5", "Kỳ báo cáo:"))
    assert found(read(content)) == [("reject", "no_period", "A5")]
    assert read(content, period=QUARTER).reports[0].period is QUARTER


def test_a_given_period_that_the_file_contradicts_is_rejected():
    month = Period("cchc", "month", "2020-08", date(2020, 8, 1), date(2020, 8, 31))
    reading = read(changed(unchanged), period=month)
    assert found(reading) == [("reject", "period_mismatch", "A5")]
    assert reading.reports == ()


def test_a_period_that_the_workspace_has_keeps_its_dates():
    known = Period("cchc", "quarter", "2020-Q3", date(2020, 7, 1), date(2020, 9, 30))
    reference = Reference(REFERENCE.units, REFERENCE.fields, (known,))
    report = read_file("bieu.xlsx", changed(unchanged), reference, FORMS).reports[0]
    assert report.period is known
    assert report.data_from == date(2020, 5, 28)


def test_a_cumulative_file_with_the_dates_of_its_quarter_alone_is_rejected():
    assert found(read(changed(put("A6", "Lũy kế: có")))) == [("reject", "V16", "A5")]


def test_a_workbook_that_is_no_form_is_rejected_with_what_to_do():
    book = openpyxl.Workbook()
    book.active["A1"] = "Danh sách"
    buffer = io.BytesIO()
    book.save(buffer)
    reading = read(buffer.getvalue())
    assert [(f.severity, f.rule) for f in reading.findings] == [("reject", "unknown_form")]


SUBJECTS = [
    Subject("level", level="province"), Subject("unit", "nv"), Subject("level", level="district"),
    Subject("unit", "ha"), Subject("level", level="commune"), Subject("unit", "xb"), Subject("province"),
]  # fmt: skip
ROLL_UP = [Report("dossier", s, QUARTER, "consolidated", rows=(TOTAL,)) for s in SUBJECTS]


def test_a_unit_of_a_roll_up_that_is_not_known_is_left_out_and_the_others_stay():
    reading = read(changed(put("B11", "Sở Không Có"), "bieu_06_tong_hop", ROLL_UP, FormHead("UBND tỉnh")))
    assert found(reading) == [("warning", "V14", "B11")]
    assert len(reading.reports) == len(ROLL_UP) - 1


def test_a_name_of_several_units_is_not_guessed():
    reading = read(changed(put("B15", "Tân Mỹ"), "bieu_06_tong_hop", ROLL_UP, FormHead("UBND tỉnh")))
    assert found(reading) == [("warning", "V14", "B15")]
    assert "Phường Tân Mỹ" in reading.findings[0].message


def test_a_roll_up_of_one_district_states_no_total_of_the_province():
    reading = read(changed(unchanged, "bieu_06_tong_hop", ROLL_UP, FormHead("UBND huyện An Bình")))
    assert {rule for _, rule, _ in found(reading)} == {"partial_total"}
    assert {r.subject.scope for r in reading.reports} == {"unit"}


NEW_VERSION = """record,sheet,letter,id,text,group,number
form,,,unit,Biểu 06 kiểu mới,,
title,,,,Biểu số 01/BTP/TTHC,,
sheet,Biểu mới,,dossier,,,
line,,,unit,Cơ quan lập biểu:,,1
line,,,period,Kỳ số liệu:,,1
column,Biểu mới,A,row_no,STT,,(1)
column,Biểu mới,B,field,Nhóm thủ tục,,(2)
column,Biểu mới,C,resolved_total,Tổng đã xong,Đã xong,(3)
column,Biểu mới,D,resolved_early,Sớm,Đã xong,(4)
column,Biểu mới,E,resolved_on_time,Vừa hạn,Đã xong,(5)
column,Biểu mới,F,resolved_late,Muộn,Đã xong,(6)
column,Biểu mới,G,pending_total,Tổng đang làm,Đang làm,(7)
column,Biểu mới,H,pending_in_time,Còn hạn,Đang làm,(8)
column,Biểu mới,I,pending_overdue,Hết hạn,Đang làm,(9)
column,Biểu mới,J,received_total,Tổng nhận,Nhận,(10)
column,Biểu mới,K,carried_over,Kỳ trước,Nhận,(11)
column,Biểu mới,L,received_online,Qua mạng,Nhận,(12)
column,Biểu mới,M,received_offline,Trực tiếp,Nhận,(13)
total,,,unit,TỔNG CỘNG,,
"""


def with_new_version(folder: Path, text: str = NEW_VERSION):
    for path in FORMS_FOLDER.glob("*/*.csv"):
        target = folder / path.relative_to(FORMS_FOLDER)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    (folder / "bieu_06" / "2026-01-01.csv").write_text(text, encoding="utf-8")
    return load_forms(folder)


def test_a_new_version_is_a_csv_alone(tmp_path: Path):
    forms = with_new_version(tmp_path)
    content = write_form(forms.latest("bieu_06"), [REPORT], REFERENCE)
    reading = read_file("moi.xlsx", content, REFERENCE, forms)
    assert reading.findings == ()
    assert (reading.form, reading.form_version) == ("bieu_06", "2026-01-01")
    assert reading.reports[0].letters["received_total"] == "J"
    assert reading.reports[0].rows[0].counts == LAND.counts


def test_the_older_version_is_still_read_beside_the_new_one(tmp_path: Path):
    forms = with_new_version(tmp_path)
    reading = read_file("cu.xlsx", changed(unchanged), REFERENCE, forms)
    assert reading.form_version == "2020-10-21"
    assert reading.reports[0].rows[0].counts == LAND.counts


def test_a_version_with_the_old_headings_in_moved_columns_is_told_apart(tmp_path: Path):
    text = (FORMS_FOLDER / "bieu_06" / "2020-10-21.csv").read_text(encoding="utf-8")
    text = text.replace(",D,received_online", ",X,received_online").replace(
        ",E,received_offline", ",D,received_offline"
    )
    text = text.replace(",X,received_online", ",E,received_online")
    forms = with_new_version(tmp_path, text)
    reading = read_file("moi.xlsx", write_form(forms.latest("bieu_06"), [REPORT], REFERENCE), REFERENCE, forms)
    assert reading.reports[0].letters["received_online"] == "E"
    assert reading.reports[0].rows[0].counts == LAND.counts


def in_tcvn3(text: str) -> str:
    """Text as it is stored when it was typed in a TCVN3 font (".VnTime")."""
    codes = [chr(code) for code in range(0xA1, 0x100)]
    typed = {to_unicode(code, "TCVN3"): code for code in codes if to_unicode(code, "TCVN3") != code}
    return "".join(typed.get(letter, letter) for letter in text)


def test_a_form_typed_in_an_old_font_is_read_and_told():
    def change(page: Worksheet) -> None:
        for row in page.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    cell.value = in_tcvn3(cell.value)

    reading = read(changed(change))
    assert [(f.severity, f.rule) for f in reading.findings] == [("warning", "legacy_font")]
    assert [row.field_id for row in reading.reports[0].rows] == ["dat_dai", "ho_tich", None]
    assert reading.reports[0].rows[0].counts == LAND.counts


def test_one_name_in_an_old_font_is_told_at_its_cell():
    reading = read(changed(put(f"B{LAND_ROW}", in_tcvn3("Đất đai"))))
    assert found(reading) == [("warning", "legacy_font", f"B{LAND_ROW}")]
    assert reading.reports[0].rows[0].field_id == "dat_dai"


def test_a_layout_made_by_others_is_recognised():
    """Other words for headings, no row of numbers, groups whose merges were lost, the total first."""
    book = openpyxl.Workbook()
    page = book.active
    page["A1"], page["H1"] = "UBND TỈNH X", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    page["A3"] = "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH"
    page["A4"] = "Tháng 02 năm 2020"
    page["A5"] = "Tên đơn vị: sở nội vụ\nĐơn vị nhận báo cáo: UBND tỉnh X"
    page["M5"] = "Đơn vị tính: số hồ sơ TTHC"
    groups = {3: "Số hồ sơ nhận giải quyết", 7: "Số hồ sơ đã giải quyết", 11: "Số hồ sơ đang giải quyết"}
    leaves = ["Tổng số", "Trực tuyến", "Trực tiếp, dịch vụ bưu chính", "Từ kỳ trước", "Tổng số", "Trước hạn", "Đúng hạn",
              "Quá hạn", "Tổng số", "Trong hạn", "Quá hạn"]  # fmt: skip
    page["A7"], page["B7"] = "TT", "Lĩnh vực"
    for column, text in groups.items():
        page.cell(7, column, text)
    for column, text in enumerate(leaves, start=3):
        page.cell(8, column, text)
    for row, (number, name, counts) in enumerate(
        [(None, "Tổng cộng", TOTAL.counts), (1, "Đất đai", LAND.counts), (2, "Hộ tịch", CIVIL.counts)], start=9
    ):
        for column, value in enumerate([number, name, *counts.values()], start=1):
            page.cell(row, column, value)
    buffer = io.BytesIO()
    book.save(buffer)
    reading = read(buffer.getvalue())
    assert found(reading) == []
    (report,) = reading.reports
    assert (report.subject.unit_id, report.period.label) == ("nv", "2020-02")
    assert [row.field_id for row in report.rows] == [None, "dat_dai", "ho_tich"]
    assert report.rows[1].counts == LAND.counts


def test_a_total_may_say_what_it_adds_and_a_heading_may_go_on():
    def change(page: Worksheet) -> None:
        page["B10"] = "Sở, ban, ngành thuộc tỉnh"
        page["B16"] = "TỔNG CỘNG (I+II+III)"

    reading = read(changed(change, "bieu_06_tong_hop", ROLL_UP, FormHead("UBND tỉnh")))
    assert found(reading) == []
    assert [r.subject for r in reading.reports] == SUBJECTS


def test_a_finding_names_the_unit_of_its_row():
    reading = read(changed(put("C11", -1), "bieu_06_tong_hop", ROLL_UP, FormHead("UBND tỉnh")))
    assert [(f.rule, f.cell, f.unit) for f in reading.findings] == [("V06", "C11", "Sở Nội vụ")]


def test_a_csv_of_bieu_06_is_read_like_the_workbook():
    page = openpyxl.load_workbook(io.BytesIO(changed(unchanged))).active
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(["" if c is None else c for c in row] for row in page.values)
    reading = read_file("bieu.csv", text.getvalue().encode("utf-8-sig"), REFERENCE, FORMS)
    assert reading.findings == ()
    assert reading.reports[0].rows[0].counts == LAND.counts
