"""Templates: filled in by another program and read back to the same counts, by their mark and not by names."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from dashboard.exports.template_workbook import Line, write_template
from dashboard.forms import FormError, load_forms
from dashboard.forms.mark import MARK_SHEET, read_mark
from dashboard.forms.template_sums import CHECKS, TOTALS
from dashboard.ingest.derive import IDENTITIES
from dashboard.ingest.read import read_file
from dashboard.report import Field, Period, Reference, Unit

SAVED_BY_LIBREOFFICE = Path(__file__).parent / "files" / "so-lieu-libreoffice.xlsx"
FORMS = load_forms()
BIEU_06, BOOK = FORMS.latest("bieu_06"), FORMS.latest("so_lieu_cchc")
UNITS = (
    Unit("nv", "Sở Nội vụ", "department", "province"),
    Unit("vp", "Văn phòng Ủy ban nhân dân tỉnh", "office", "province", has_procedures=False),
    Unit("ca", "Công an tỉnh", "vertical_agency", "province"),
    Unit("ha", "Huyện An Bình", "district", "district", valid_to=date(2025, 6, 30)),
    Unit("xa", "Xã Bình Minh", "commune", "commune"),
    Unit("xa_khac", "Xã Bình Minh", "commune", "commune", parent_id="ha"),
)
FIELDS = (Field("dat_dai", "Đất đai"), Field("ho_tich", "Hộ tịch"), Field("chung_thuc", "Chứng thực"))
REFERENCE = Reference(UNITS, FIELDS, province="Tỉnh Thử")
FEBRUARY = Period("cchc", "month", "2025-02", date(2025, 2, 1), date(2025, 2, 28), date(2025, 2, 19))
LINES = (Line("dat_dai", 10), Line("ho_tich", 0))
COUNTS = {"D": 60, "E": 30, "F": 10, "H": 50, "I": 20, "J": 10, "L": 15, "M": 5}
FULL = {
    "received_total": 100, "received_online": 60, "received_offline": 30, "carried_over": 10, "resolved_total": 80,
    "resolved_early": 50, "resolved_on_time": 20, "resolved_late": 10, "pending_total": 20, "pending_in_time": 15,
    "pending_overdue": 5,
}  # fmt: skip


def opened(form=BIEU_06, unit=UNITS[0], lines=LINES):
    return openpyxl.load_workbook(io.BytesIO(write_template(form, unit, FEBRUARY, lines, REFERENCE)))


def read(book, name="tra-loi.xlsx", reference=REFERENCE):
    buffer = io.BytesIO()
    book.save(buffer)
    return read_file(name, buffer.getvalue(), reference, FORMS)


def fill(page, row: int, counts: dict[str, int]) -> None:
    for letter, count in counts.items():
        assert not page[f"{letter}{row}"].protection.locked
        page[f"{letter}{row}"] = count


def first_row(page) -> int:
    return next(row for row in range(1, 40) if page.cell(row, 2).value == "Đất đai")


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.unit_id)
def test_a_filled_template_gives_the_counts_that_were_typed_for_every_kind_of_unit(unit):
    book = opened(unit=unit)
    page = book["Biểu 06"]
    fill(page, first_row(page), COUNTS)
    reading = read(book)
    assert reading.findings == ()
    (report,) = reading.reports
    assert (report.subject.unit_id, report.period.period_id, report.origin) == (unit.unit_id, "cchc/2025-02", "own")
    (row,) = report.rows  # a line that was not begun is no report of nothing
    assert (row.field_id, row.counts) == ("dat_dai", FULL)
    assert set(row.derived) == {"received_total", "resolved_total", "pending_total"}  # saved without results


def test_the_book_of_a_unit_gives_its_counts_words_and_days():
    book = opened(BOOK, UNITS[4], ())
    assert book.sheetnames[:-1] == ["Thông tin", "TTHC", "ISO", "Văn bản", "Chứng thư số"]
    columns = {sheet.kind: {c.id: c.index + 1 for c in sheet.columns} for sheet in BOOK.sheets}
    document, iso = book["Văn bản"], book["ISO"]
    for id_, count in {"docs_in": 40, "docs_out": 50, "e_docs": 45, "paper_docs": 5, "signed_docs": 44}.items():
        document.cell(3, columns["document"][id_], count)
    for id_, value in {"obligation": "Bắt buộc", "announced_on": date(2024, 5, 2)}.items():
        iso.cell(3, columns["iso"][id_], value)
    assert_the_book_is_read(read(book), "xa")


def assert_the_book_is_read(reading, unit_id):
    assert reading.findings == ()
    found = {report.family: report for report in reading.reports}
    assert found.keys() == {"document", "iso"}
    assert found["document"].rows[0].counts["docs_total"] == 90
    assert found["iso"].rows[0].attributes == {"obligation": "mandatory", "announced_on": date(2024, 5, 2)}
    assert {report.subject.unit_id for report in reading.reports} == {unit_id}


def test_the_book_that_libreoffice_saved_is_read_without_any_matching():
    """Filled in as above for the second of two communes of one name, opened and saved by LibreOffice."""
    assert_the_book_is_read(read_file("gui-lai.xlsx", SAVED_BY_LIBREOFFICE.read_bytes(), REFERENCE, FORMS), "xa_khac")


def test_a_unit_without_procedures_is_asked_for_none():
    assert "TTHC" not in opened(BOOK, UNITS[1], ()).sheetnames


def test_a_field_chosen_from_the_list_is_read_and_the_list_holds_every_field():
    book = opened()
    page = book["Biểu 06"]
    spare = first_row(page) + len(LINES)
    page.cell(spare, 2, "Chứng thực")
    fill(page, spare, COUNTS)
    (report,) = read(book).reports
    assert {row.field_id: row.counts.get("received_total") for row in report.rows} == {
        "dat_dai": None, "chung_thuc": 100
    }  # fmt: skip
    (choice,) = [rule for rule in page.data_validations.dataValidation if rule.type == "list"]
    area = choice.formula1.removeprefix("=").partition("!")[2].replace("$", "")
    assert [cell.value for (cell,) in book[MARK_SHEET][area]] == ["Đất đai", "Hộ tịch", "Chứng thực"]


def test_a_template_that_was_sent_back_empty_is_refused():
    reading = read(opened())
    assert [finding.rule for finding in reading.findings] == ["no_figures"]


def test_a_file_that_excel_saved_keeps_the_results_of_its_formulas():
    book = opened()
    page = book["Biểu 06"]
    row = first_row(page)
    fill(page, row, COUNTS)
    for letter, value in {"C": 101, "G": 80, "K": 20}.items():
        page[f"{letter}{row}"] = value  # a value in the formula's cell is what a reader sees of a result
    (report,) = read(book).reports
    assert report.rows[0].counts["received_total"] == 101
    assert not report.rows[0].derived


def test_only_the_cells_to_fill_are_open_and_take_whole_numbers():
    book = opened()
    page = book["Biểu 06"]
    row = first_row(page)
    assert page.protection.sheet
    assert page.cell(row, 6).value == 10  # carried over is what was pending
    assert page.cell(row, 15).value == 10
    assert page.cell(row + 1, 6).value is None
    locked = {letter for letter in "ABCDEFGHIJKLMNO" if page[f"{letter}{row}"].protection.locked}
    assert locked == set("ABCGKNO")
    limits = [rule for rule in page.data_validations.dataValidation if rule.type == "whole"]
    assert {str(rule.sqref)[0] for rule in limits} == set(COUNTS)
    assert all((rule.formula1, rule.operator) == ("0", None) for rule in limits)
    assert "SUM(D" in page[f"C{row}"].value
    assert page.conditional_formatting
    assert book[MARK_SHEET].sheet_state == "veryHidden"


def test_no_text_of_the_mark_is_one_that_libreoffice_would_read_as_the_number_of_a_character():
    """It turns `_xa_` into a line break, and saves it so."""
    reference = replace(REFERENCE, fields=(*FIELDS, Field("bao_tro_xa_hoi", "Bảo trợ ~ xã_xa_hội")))
    content = write_template(BIEU_06, UNITS[5], FEBRUARY, LINES, reference)
    page = openpyxl.load_workbook(io.BytesIO(content))[MARK_SHEET]
    rows = list(page.iter_rows(values_only=True))
    assert not [text for row in rows for text in row if "_" in text]
    mark = read_mark(rows)
    assert (mark.unit_id, mark.fields["Bảo trợ ~ xã_xa_hội"]) == ("xa_khac", "bao_tro_xa_hoi")


@pytest.mark.parametrize("form", [BIEU_06, BOOK], ids=["bieu_06", "so_lieu_cchc"])
def test_a_template_is_printed_across_one_page_without_what_stands_beside_the_form(form):
    pages = [page for page in opened(form).worksheets if page.title != MARK_SHEET]
    for page in pages:
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert (page.page_setup.orientation, page.page_setup.fitToHeight) == ("landscape", 0)
        printed = page[page.print_area.rpartition("!")[2].replace("$", "")]
        assert not [cell.value for row in printed for cell in row if cell.value == "Kiểm tra"]
    (first, *_) = [row for page in pages[-1:] for row in page.row_dimensions.values() if row.height]
    assert first.height >= 30  # a heading of several lines is not cut


def test_the_same_template_is_the_same_bytes():
    assert write_template(BIEU_06, UNITS[0], FEBRUARY, LINES, REFERENCE) == write_template(
        BIEU_06, UNITS[0], FEBRUARY, LINES, REFERENCE
    )


def test_forms_that_no_single_unit_fills_in_have_no_template():
    with pytest.raises(FormError):
        write_template(FORMS.latest("bieu_06_tong_hop"), UNITS[0], FEBRUARY, (), REFERENCE)


def _other_unit(book):
    page = book["Biểu 06"]
    row = next(r for r in range(1, 20) if str(page.cell(r, 1).value).startswith("Đơn vị báo cáo"))
    page.cell(row, 1, "Đơn vị báo cáo: Huyện An Bình")


def _other_mark(book):
    page = book[MARK_SHEET]
    row = next(r for r in range(1, 20) if page.cell(r, 1).value == "unit~uid")
    page.cell(row, 2, "ha")


def _other_period(book):
    page = book["Biểu 06"]
    row = next(r for r in range(1, 20) if str(page.cell(r, 1).value).startswith("Kỳ báo cáo"))
    page.cell(row, 1, "Kỳ báo cáo: Tháng 03/2025")


def _cut_columns(book):
    book["Biểu 06"].delete_rows(1, 10)


@pytest.mark.parametrize("change", [_other_unit, _other_mark, _other_period, _cut_columns])
def test_a_mark_that_does_not_belong_to_the_sheet_is_refused_in_a_sentence(change):
    book = opened()
    page = book["Biểu 06"]
    fill(page, first_row(page), COUNTS)
    change(book)
    reading = read(book)
    (finding,) = reading.findings
    assert (finding.rule, finding.severity, reading.reports) == ("template_mark", "reject", ())
    assert finding.message.endswith("hãy tải lại mẫu của kỳ này rồi điền vào đó.")


@pytest.mark.parametrize(
    "stale",
    [
        replace(REFERENCE, province="Tỉnh Khác"),
        replace(REFERENCE, units=UNITS[1:]),
        replace(REFERENCE, units=(replace(UNITS[0], valid_to=date(2024, 12, 31)), *UNITS[1:])),
    ],
    ids=["another province", "unit gone", "unit ended"],
)
def test_a_stale_template_is_refused_in_a_sentence(stale):
    book = opened()
    page = book["Biểu 06"]
    fill(page, first_row(page), COUNTS)
    (finding,) = read(book, reference=stale).findings
    assert finding.rule == "template_mark"


def test_every_total_of_a_template_is_an_identity_by_which_a_blank_total_is_derived():
    known = {(identity.total, identity.parts) for family in IDENTITIES.values() for identity in family}
    assert set(TOTALS.items()) <= known
    assert {held.column for held in CHECKS} > {"received_total"}
