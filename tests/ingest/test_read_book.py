"""The workbook of the other families, as people fill it in."""

import io
from collections.abc import Callable
from datetime import date

import openpyxl

from dashboard.exports.form_workbook import FormHead, write_form
from dashboard.forms import load_forms
from dashboard.ingest.read import read_file
from dashboard.report import FactRow, Field, Period, Reading, Reference, Report, Subject, Unit

FORMS = load_forms()
FORM = FORMS.latest("so_lieu_cchc")
REFERENCE = Reference(
    units=(
        Unit("nv", "Sở Nội vụ", "department", "province"),
        Unit("xd", "Sở Xây dựng", "department", "province"),
        Unit("dh", "Thị xã Duyên Hải", "district", "district", aliases=("UBND thị xã Duyên Hải",)),
    ),
    fields=(Field("dau_tu", "Đầu tư tại Việt Nam"),),
)
MONTH = Period("cchc", "month", "2020-02", date(2020, 2, 1), date(2020, 2, 29), date(2020, 2, 19))
START = Report("certificate", Subject("unit", "nv"), MONTH, rows=(FactRow(0, counts={"certificate_person": 5}),))


def read(change: Callable[[openpyxl.Workbook], object]) -> Reading:
    """A book that holds five certificates of Sở Nội vụ, changed and read."""
    content = write_form(FORM, [START], REFERENCE, head=FormHead("Sở Nội vụ"))
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return read_file("so_lieu.xlsx", buffer.getvalue(), REFERENCE, FORMS)


def filled(sheet: str, *rows: dict[str, object]) -> Callable[[openpyxl.Workbook], None]:
    """Rows from row 3 on, by column id."""
    form_sheet = next(s for s in FORM.sheets if s.name == sheet)

    def change(book: openpyxl.Workbook) -> None:
        for number, row in enumerate(rows, start=3):
            for id_, value in row.items():
                column = form_sheet.column(id_)
                assert column is not None, id_
                book[sheet].cell(number, column.index + 1, value)

    return change


def found(reading: Reading) -> list[tuple[str, str, str | None, str | None]]:
    return [(f.severity, f.rule, f.sheet, f.cell) for f in reading.findings]


def report_of(reading: Reading, family: str, subject: Subject) -> Report:
    (report,) = [r for r in reading.reports if (r.family, r.subject) == (family, subject)]
    return report


def test_who_reported_is_a_list_of_crosses():
    reading = read(
        filled(
            "Nộp báo cáo",
            {"subject": "Sở Nội vụ", "report_submitted": "x"},
            {"subject": "Sở Xây dựng", "report_missing": "X"},
            {"subject": "Thị xã Duyên Hải", "report_submitted": "X", "submitted_on": "18/02/2020"},
            {"subject": "Toàn tỉnh", "report_submitted": 28, "report_missing": 2},
        )
    )
    assert found(reading) == []
    missing = report_of(reading, "submission", Subject("unit", "xd"))
    assert missing.rows[0].counts == {"report_due": 1, "report_submitted": 0}
    assert (missing.letters["report_submitted"], missing.rows[0].row) == ("E", 4)
    town = report_of(reading, "submission", Subject("unit", "dh"))
    assert town.rows[0].attributes["submitted_on"] == date(2020, 2, 18)
    assert report_of(reading, "submission", Subject("province")).rows[0].counts["report_due"] == 30


def test_a_unit_marked_both_ways_is_unclear():
    reading = read(filled("Nộp báo cáo", {"subject": "Sở Xây dựng", "report_submitted": "x", "report_missing": "x"}))
    assert found(reading) == [("warning", "unclear_mark", "Nộp báo cáo", "D3")]


def test_the_reporting_unit_s_own_rows_are_its_own_and_others_consolidated():
    reading = read(filled("Hồ sơ", {"subject": "Sở Xây dựng", "overdue_unsplit": 1}))
    assert report_of(reading, "certificate", Subject("unit", "nv")).origin == "own"
    assert report_of(reading, "dossier", Subject("unit", "xd")).origin == "consolidated"


def test_a_reduced_form_of_a_level_is_a_stated_total():
    row = {"subject": "Cấp huyện", "received_total": "10.847", "resolved_ok": 8412, "pending_in_time": 2116}
    reading = read(filled("Hồ sơ", {**row, "overdue_unsplit": 319}))
    report = report_of(reading, "dossier", Subject("level", level="district"))
    assert report.rows[0].counts == {
        "received_total": 10847, "resolved_ok": 8412, "pending_in_time": 2116, "overdue_unsplit": 319,
    }  # fmt: skip


def test_words_of_the_form_become_codes_and_others_are_listed():
    reading = read(
        filled(
            "ISO",
            {"subject": "Sở Xây dựng", "obligation": "bắt buộc", "iso_status": "Duy trì", "rating": "Rất tốt"},
            {"subject": "Sở Nội vụ", "rating": "Xuất sắc"},
        )
    )
    assert found(reading) == [("warning", "unknown_value", "ISO", "P4")]
    attributes = report_of(reading, "iso", Subject("unit", "xd")).rows[0].attributes
    assert attributes == {"obligation": "mandatory", "iso_status": "maintained", "rating": "very_good"}


def test_a_printed_percentage_is_a_statement_and_no_count():
    reading = read(
        filled(
            "Tỷ lệ công bố",
            {"subject": "Thị xã Duyên Hải", "label": "Qua iGate", "stated": "89,92%", "numerator": "received_total",
             "numerator_part": "iGate", "denominator": "Tổng số hồ sơ nhận giải quyết"},
        )
    )  # fmt: skip
    (statement,) = report_of(reading, "dossier", Subject("unit", "dh")).statements
    assert (statement.stated, statement.half_step) == (0.8992, 0.00005)
    assert (statement.numerator, statement.numerator_part) == ("received_total", "iGate")
    assert statement.denominator == "received_total"
    assert (statement.sheet, statement.letter, statement.row) == ("Tỷ lệ công bố", "C", 3)


def test_problems_of_several_sheets_are_told_at_once():
    def change(book: openpyxl.Workbook) -> None:
        filled("Hồ sơ", {"subject": "Sở Lạ", "received_total": 1}, {"received_total": 2})(book)
        filled("Văn bản", {"subject": "Sở Nội vụ", "docs_out": -1})(book)
        filled("TTHC", {"subject": "Sở Nội vụ", "field": "Không có", "procedures_new": 1})(book)

    assert sorted(found(read(change))) == [
        ("reject", "V06", "Văn bản", "E3"),
        ("warning", "V14", "Hồ sơ", "A3"),
        ("warning", "V14", "Hồ sơ", "A4"),
        ("warning", "V14", "TTHC", "B3"),
    ]


def test_the_same_row_twice_is_rejected_and_a_part_is_another_row():
    row = {"subject": "Sở Nội vụ", "received_total": 5}
    twice = read(filled("Hồ sơ", row, row))
    assert found(twice) == [("reject", "V13", "Hồ sơ", "A4")]
    assert found(read(filled("Hồ sơ", row, {**row, "part": "iGate"}, {**row, "vertical": "x"}))) == []


def test_the_source_names_the_published_document():
    def change(book: openpyxl.Workbook) -> None:
        page = book["Thông tin"]
        for row in page.iter_rows(min_col=1, max_col=2):
            value = {"Nguồn:": "Báo cáo quý III", "Số ký hiệu:": "463/BC-UBND", "Ngày văn bản:": date(2023, 8, 31)}
            if row[0].value in value:
                row[1].value = value[row[0].value]

    assert read(change).reports[0].source == "Báo cáo quý III, số 463/BC-UBND, ngày 31/08/2023"


def test_a_cumulative_month_is_no_simple_month():
    def change(book: openpyxl.Workbook) -> None:
        for row in book["Thông tin"].iter_rows(min_col=1, max_col=2):
            if row[0].value == "Lũy kế:":
                row[1].value = "có"

    period = read(change).reports[0].period
    assert (period.kind, period.label, period.is_cumulative) == ("ytd", "2020-01-01..2020-02-29", True)


def test_a_percentage_does_not_make_a_report_that_would_supersede_another_file_s_counts():
    reading = read(
        filled("Tỷ lệ công bố", {"subject": "Sở Nội vụ", "label": "Trực tuyến", "stated": "78%",
                                 "numerator": "received_online", "denominator": "received_total"})
    )  # fmt: skip
    assert [r.family for r in reading.reports] == ["certificate"]
    assert reading.reports[0].statements[0].family == "dossier"


def test_a_sheet_whose_headings_are_others_is_told_and_not_left_out_in_silence():
    def change(book: openpyxl.Workbook) -> None:
        filled("Hồ sơ", {"subject": "Sở Nội vụ", "received_total": 47})(book)
        for cell in book["Hồ sơ"][1]:
            cell.value = f"Cột {cell.column}"
        book["Hồ sơ"].delete_rows(2)

    reading = read(change)
    assert [finding[:3] for finding in found(reading)] == [("warning", "unread_sheet", "Hồ sơ")]
    assert [report.family for report in reading.reports] == ["certificate"]
