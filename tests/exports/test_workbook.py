"""A workbook keeps numbers as numbers, text as text, and every sheet ready to be filtered and printed."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

from openpyxl import load_workbook

from dashboard.exports.workbook import Book, Sheet, write_workbook
from dashboard.metrics.tabular import TableColumn

COLUMNS = (
    TableColumn("name", "Đơn vị"),
    TableColumn("late", "Quá hạn", "count"),
    TableColumn("rate", "Tỷ lệ", "percent"),
    TableColumn("points", "Điểm", "decimal"),
    TableColumn("day", "Ngày", "date"),
)
ROWS = (
    {"name": "Xã A", "late": 1234, "rate": 0.78244, "points": Decimal("91.25"), "day": date(2026, 10, 20)},
    {"name": "Xã B", "late": None, "rate": None, "points": None, "day": None},
)


def opened(*sheets: Sheet, **book):
    made = datetime(2026, 11, 22, 9, tzinfo=UTC)
    return load_workbook(io.BytesIO(write_workbook(Book(sheets, made, "Tỉnh Thử", **book))))


def test_numbers_and_days_are_cells_of_their_own_kind_and_unknown_ones_are_blank():
    page = opened(Sheet("Hồ sơ", COLUMNS, ROWS)).active
    assert [cell.value for cell in page[2]] == ["Xã A", 1234, 0.78244, 91.25, datetime(2026, 10, 20)]
    assert [cell.number_format for cell in page[2]] == ["@", "#,##0", "0.00%", "0.00", "dd/mm/yyyy"]
    assert [cell.value for cell in page[3]] == ["Xã B", None, None, None, None]


def test_text_that_starts_like_a_formula_is_text_and_stays_so_when_it_is_edited():
    rows = tuple({"name": f"{sign}HYPERLINK(1)"} for sign in "=+-@")
    page = opened(Sheet("Hồ sơ", COLUMNS[:1], rows)).active
    for line, row in enumerate(rows, start=2):
        cell = page.cell(line, 1)
        assert (cell.value, cell.data_type, cell.quotePrefix) == (row["name"], "s", True)


def test_a_sheet_is_filtered_frozen_under_its_headings_and_prints_on_a4_with_them_on_every_page():
    page = opened(
        Sheet("Hồ sơ", COLUMNS, ROWS, "Hồ sơ · Tỉnh Thử", ("Ghi chú",)), footer="A & B", badge="Minh họa"
    ).active
    assert [page.cell(line, 1).value for line in (1, 2, 3, 4)] == ["Minh họa", "Hồ sơ · Tỉnh Thử", "Ghi chú", "Đơn vị"]
    assert (page.freeze_panes, page.auto_filter.ref, page.print_title_rows) == ("B5", "A4:E6", "$4:$4")
    setup = page.page_setup
    assert (setup.paperSize, setup.orientation, setup.fitToHeight) == (9, "landscape", 0)
    assert page.sheet_properties.pageSetUpPr.fitToPage and setup.fitToWidth in (None, 1)
    columns = tuple(TableColumn(f"c{n}", f"Một cột có tên rất dài số {n}") for n in range(24))
    wide = opened(Sheet("Rộng", columns, tuple({f"c{n}": "x" * 20 for n in range(24)} for _ in range(2)))).active
    assert (wide.page_setup.fitToWidth, wide.print_title_cols) == (3, "$A:$A")  # smaller could not be read
    assert "A && B" in page.oddFooter.left.text and "&P" in page.oddFooter.right.text


def test_a_sheet_without_rows_says_so_and_a_name_that_excel_refuses_is_mended():
    page = opened(
        Sheet("Kỳ 01/2026: [thử] một tên sheet rất dài", COLUMNS, (), "Đầu đề", (), "Không có số liệu.")
    ).active
    assert [cell.value for cell in page["A"]] == ["Đầu đề", "Không có số liệu."]
    assert len(page.title) <= 31 and not set(page.title) & set("[]:*?/\\")


def test_wrapped_text_has_the_height_of_its_lines_and_a_name_that_breaks_nowhere_its_width():
    rows = ({"name": "từng chữ một " * 12}, {"name": "Xã A"}, {"name": "a" * 64})
    page = opened(Sheet("Hồ sơ", COLUMNS[:1], rows)).active
    assert [page.row_dimensions[line].height for line in (2, 3, 4)] == [45, None, None]
    assert page.column_dimensions["A"].width > 64
