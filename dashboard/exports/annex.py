"""The annex of who sent a report and who did not, as a table for Word and as an Excel sheet ready to print."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import xlsxwriter

from dashboard.exports.document import Column, Table
from dashboard.metrics import format as fmt
from dashboard.words import text

MARK = "X"
_SHEET = "Phụ lục"
_WIDTHS = {"number": 6, "name": 38, "reported": 12, "missing": 12, "submitted_on": 13, "days_late": 10, "note": 26}
_SHARES = {"number": 10, "name": 31, "reported": 11, "missing": 12, "submitted_on": 19, "days_late": 12, "note": 20}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the annex: a level's heading, a unit, or the totals (whose counts are numbers and no marks)."""

    kind: Literal["level", "unit", "total"]
    name: str
    number: int | None = None
    reported: int | None = None
    missing: int | None = None
    submitted_on: date | None = None
    days_late: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Annex:
    """The whole annex: title, lines, what stands beneath. Days are shown where any report has one."""

    title: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        has_days = any(line.submitted_on or line.days_late for line in self.lines)
        days = ("submitted_on", "days_late") if has_days else ()
        return ("number", "name", "reported", "missing", *days, "note")


def to_table(annex: Annex) -> Table:
    """The lines as a table of texts; counts of fewer than ten have two digits, as official texts write them."""
    columns = tuple(
        Column(text(f"annex.{name}"), "left" if name in ("name", "note") else "center", _SHARES[name])
        for name in annex.columns
    )
    rows = tuple(_row(line, annex.columns) for line in annex.lines)
    strong = tuple(at for at, line in enumerate(annex.lines) if line.kind != "unit")
    return Table(columns, rows, text("annex.empty"), strong)


def _row(line: Line, columns: tuple[str, ...]) -> tuple[str, ...]:
    if line.kind == "level":
        return (line.name, *("" for _ in columns[1:]))
    return tuple(_words(line, name) for name in columns)


def to_xlsx(annex: Annex) -> bytes:
    """An Excel sheet of it: numbers and days are cells of their kind, headings repeat on every printed page."""
    output = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(output, options) as book:
        book.formats[0].set_font_name("Times New Roman")
        sheet = book.add_worksheet(_SHEET)
        _title(book, sheet, annex)
        header = _format(book, bold=True, align="center", text_wrap=True)
        for at, name in enumerate(annex.columns):
            sheet.set_column(at, at, _WIDTHS[name])
            sheet.write_string(2, at, text(f"annex.{name}"), header)
        for row, line in enumerate(annex.lines, start=3):
            _write(book, sheet, row, line, annex.columns)
        small = book.add_format({"font_name": "Times New Roman", "font_size": 11, "italic": True})
        for row, note in enumerate(annex.notes, start=4 + len(annex.lines)):
            sheet.write_string(row, 0, note, small)
        _print_setup(sheet)
    return output.getvalue()


def _title(book: Any, sheet: Any, annex: Annex) -> None:
    style = {"font_name": "Times New Roman", "font_size": 14, "bold": True, "align": "center", "text_wrap": True}
    last = len(annex.columns) - 1
    sheet.merge_range(0, 0, 0, last, annex.title.upper(), book.add_format(style | {"valign": "vcenter"}))
    sheet.set_row(0, 42)


def _write(book: Any, sheet: Any, row: int, line: Line, columns: Sequence[str]) -> None:
    is_strong = line.kind != "unit"
    if line.kind == "level":
        sheet.merge_range(row, 0, row, len(columns) - 1, line.name, _format(book, bold=True))
        return
    for at, name in enumerate(columns):
        value = getattr(line, name)
        is_count = line.kind == "total" and name in ("reported", "missing")
        if name in ("reported", "missing") and not is_count:
            value = MARK if value else None
        align = "left" if name in ("name", "note") else "center"
        numbers = "dd/mm/yyyy" if isinstance(value, date) else "00" if is_count else "0"
        style = _format(book, bold=is_strong, align=align, num_format=numbers, text_wrap=True)
        if value in (None, ""):
            sheet.write_blank(row, at, None, style)
        elif isinstance(value, date):
            sheet.write_datetime(row, at, value, style)
        elif isinstance(value, int):
            sheet.write_number(row, at, value, style)
        else:
            sheet.write_string(row, at, value, style)


def _format(book: Any, **wanted: Any) -> Any:
    return book.add_format({"font_name": "Times New Roman", "font_size": 12, "border": 1, "valign": "vcenter"} | wanted)


def _print_setup(sheet: Any) -> None:
    sheet.set_paper(9)
    sheet.set_margins(left=1.18, right=0.6, top=0.8, bottom=0.8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.freeze_panes(3, 0)
    sheet.set_footer("&C&P/&N")


def _words(line: Line, name: str) -> str:
    value = getattr(line, name)
    if value is None:
        return ""
    if name in ("reported", "missing"):
        return f"{value:02d}" if line.kind == "total" else MARK if value else ""
    if isinstance(value, date):
        return fmt.day(value)
    return fmt.count(value) if isinstance(value, int) else str(value)
