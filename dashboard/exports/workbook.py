"""Tables as a workbook: numbers stay numbers that Excel shows in its own language, text can be no formula."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from textwrap import wrap
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.metrics.tabular import Kind, TableColumn

Row = Mapping[str, Any]
FORMATS: dict[Kind, str] = {
    "count": "#,##0",
    "percent": "0.00%",
    "points": "0.00",
    "decimal": "0.00",
    "date": "dd/mm/yyyy",
    "text": "@",
}
"""Number formats without a language: Excel writes 1.234,56 or 1,234.56 as the reader's machine does."""

_A4 = 9
_NAME_LENGTH = 31
_NO_NAME = re.compile(r"[\[\]:*?/\\]")
_NARROW, _WIDE, _WIDEST = 10, 44, 70
_LINE, _ARROW, _LETTERS = 15, 3, 1.08
"""How high a line of text is, in points; how many letters the arrow of a filter hides; how many
stand where the width names one (digits are wider than most letters)."""
_A_PAGE = 210
"""How wide the columns of a printed page are, in letters: more would be too small to read."""
_DEMO_COLOUR = "#B04A00"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table with its heading. `lines` stand above it, `empty` where it has no row, `bold` are rows to stand out."""

    name: str
    columns: tuple[TableColumn, ...]
    rows: tuple[Row, ...]
    title: str = ""
    lines: tuple[str, ...] = ()
    empty: str = ""
    bold: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook; `footer` stands at the foot of every printed page, `badge` marks invented figures on every sheet."""

    sheets: tuple[Sheet, ...]
    made: datetime | None = None
    title: str = ""
    footer: str = ""
    badge: str = ""


def write_workbook(book: Book) -> bytes:
    """The .xlsx of tables: each sheet filtered, frozen under its headings and set up to be printed on A4."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as file:
        file.set_properties({"title": book.title, **({"created": book.made.replace(tzinfo=None)} if book.made else {})})
        styles = _Styles(file)
        for sheet in book.sheets:
            page = file.add_worksheet(_NO_NAME.sub(" ", sheet.name)[:_NAME_LENGTH])
            _write_sheet(page, sheet, book, styles)
    return buffer.getvalue()


class _Styles:
    """The formats of one workbook."""

    def __init__(self, file: xlsxwriter.Workbook) -> None:
        self.title: Format = file.add_format({"bold": True, "font_size": 14})
        self.badge: Format = file.add_format({"bold": True, "font_color": _DEMO_COLOUR})
        self.line: Format = file.add_format({"font_color": "#52606D"})
        head = {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#EEF2F5"}
        self.head: Format = file.add_format({**head, "border_color": "#CDD6DF"})
        self.cells = {
            (kind, is_bold): file.add_format(
                {
                    "num_format": words,
                    "bold": is_bold,
                    "valign": "top",
                    "text_wrap": kind == "text",
                    # Apart from a number that ends where the text begins.
                    **({"align": "left", "indent": 1} if kind == "text" else {}),
                    "quote_prefix": kind == "text",  # stays text when somebody edits the cell
                }
            )
            for kind, words in FORMATS.items()
            for is_bold in (False, True)
        }


def _write_sheet(page: Worksheet, sheet: Sheet, book: Book, styles: _Styles) -> None:
    above = [(book.badge, styles.badge), (sheet.title, styles.title), *((words, styles.line) for words in sheet.lines)]
    said = [(words, style) for words, style in above if words]
    for line, (words, style) in enumerate(said):
        page.write_string(line, 0, words, style)
    top = len(said)
    if not sheet.rows:
        page.write_string(top, 0, sheet.empty, styles.line)
    for index, column in enumerate(sheet.columns):
        page.write_string(top, index, column.label, styles.head) if sheet.rows else None
        page.set_column(index, index, _width(column, sheet.rows))
        for line, row in enumerate(sheet.rows):
            is_bold = line in sheet.bold
            _write(page, top + 1 + line, index, row.get(column.key), styles.cells[column.kind, is_bold])
    _heights(page, sheet, top)
    if sheet.rows:
        page.freeze_panes(top + 1, 1)
        page.autofilter(top, 0, top + len(sheet.rows), len(sheet.columns) - 1)
        page.repeat_rows(top)
        page.repeat_columns(0)
    page.set_paper(_A4)
    page.set_landscape()
    wide = sum(_width(column, sheet.rows) for column in sheet.columns)
    page.fit_to_pages(max(1, round(wide / _A_PAGE)), 0)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    page.set_footer(f"&L&8{_printed(book.footer)}&R&8&A · &P/&N")


def _heights(page: Worksheet, sheet: Sheet, top: int) -> None:
    """Room for every line of wrapped text, which not every program makes by itself."""
    widths = [(column, _width(column, sheet.rows)) for column in sheet.columns]
    if sheet.rows:
        page.set_row(top, _LINE * max(_lines(column.label, width - _ARROW) for column, width in widths))
    for line, row in enumerate(sheet.rows):
        texts = [(row.get(column.key), width) for column, width in widths if column.kind == "text"]
        lines = max((_lines(words, width) for words, width in texts if isinstance(words, str)), default=1)
        if lines > 1:
            page.set_row(top + 1 + line, _LINE * lines)


def _lines(words: str, width: int) -> int:
    return sum(len(wrap(part, round(width * _LETTERS))) or 1 for part in words.split("\n"))


def _printed(words: str) -> str:
    """Text in a footer, where an ampersand begins a command; Excel takes 255 characters in all."""
    return words[:200].replace("&", "&&")


def _width(column: TableColumn, rows: Sequence[Row]) -> int:
    if column.kind != "text":
        return 14
    texts = [str(row.get(column.key) or "") for row in rows]
    longest = max(map(len, texts), default=0)
    # A name of a file or a digest breaks nowhere.
    unbroken = max((len(word) for words in texts for word in words.split()), default=0)
    return min(max(longest + 2, _NARROW), max(unbroken + 2, _WIDEST if longest > 2 * _WIDE else _WIDE), _WIDEST)


def _write(page: Worksheet, line: int, index: int, value: Any, style: Format) -> None:
    if value is None:
        return
    if isinstance(value, datetime):
        page.write_string(line, index, f"{value:%d/%m/%Y %H:%M}", style)
    elif isinstance(value, date):
        page.write_datetime(line, index, value, style)
    elif isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        page.write_number(line, index, value, style)
    else:
        page.write_string(line, index, str(value), style)
