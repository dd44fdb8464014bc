"""A workbook to send back: what was found stands as a list in front, and at each cell as a colour and a comment.

Formulas become their values: nothing of a file that came from outside is calculated when the copy is opened.
"""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.words import text

SEVERITIES = ("reject", "error", "warning", "info")
_FILLS = {"reject": "F4B183", "error": "F8CBAD", "warning": "FFE699", "info": "DDEBF7"}
_WIDTHS = (12, 22, 10, 24, 90)
_LONGEST_COMMENT = 900
_LONGEST_TITLE = 31
Row = Mapping[str, Any]
Plain = tuple[str, Sequence[Sequence[Any]]]
"""A sheet as it was read: its name and its cells."""


def marked_workbook(content: bytes | None, sheets: Sequence[Plain], findings: Sequence[Row], language: str) -> bytes:
    """The marked copy of an .xlsx, or where `content` is null of sheets as they were read, written anew.

    `findings` have severity, sheet, cell, value and message. The content was checked by whoever read it before.
    """
    book = _open(content) if content is not None else None
    if book is None:
        book = _written(sheets)
    ordered = sorted(findings, key=lambda finding: SEVERITIES.index(finding["severity"]))
    for finding in reversed(ordered):  # the gravest last: its colour stays
        _mark(book, finding, language)
    _list(book, ordered, language)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def _open(content: bytes) -> Workbook | None:
    try:
        return openpyxl.load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
    except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError, OSError):
        return None  # what our reader could read and this library cannot is written anew


def _written(sheets: Sequence[Plain]) -> Workbook:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(_title(name))
        for r, row in enumerate(rows, start=1):
            for c, value in enumerate(row, start=1):
                if value is not None:
                    _put(sheet, r, c, value)
    return book


def _put(sheet: Worksheet, row: int, column: int, value: Any) -> Cell:
    cell = sheet.cell(row, column)
    cell.value = value if isinstance(value, int | float) or not isinstance(value, str) else _legal(value)
    if isinstance(value, str):
        cell.data_type = "s"  # a text that begins with "=" stays a text
    return cell


def _legal(value: str) -> str:
    return "".join(character for character in value if character >= " " or character in "\t\n\r")


def _title(name: str) -> str:
    kept = "".join(character for character in name if character not in "[]:*?/\\")
    return kept[:_LONGEST_TITLE] or "Bảng"


def _mark(book: Workbook, finding: Row, language: str) -> None:
    """Colour the cell of a finding and hang its sentence on it, above what hangs there already."""
    if not finding["cell"]:
        return
    sheet = book[finding["sheet"]] if finding["sheet"] in book.sheetnames else None
    if sheet is None and len(book.worksheets) == 1:
        sheet = book.worksheets[0]
    if not isinstance(sheet, Worksheet):
        return
    try:
        at = next((str(area).split(":")[0] for area in sheet.merged_cells.ranges if finding["cell"] in area), None)
        cell = sheet[at or finding["cell"]]
    except ValueError:
        return
    if not isinstance(cell, Cell):
        return
    cell.fill = PatternFill("solid", start_color=_FILLS[finding["severity"]])
    severity = finding["severity"]
    words = f"{text(f'severity.{severity}', language)}: {finding['message']}"
    before = f"\n\n{cell.comment.text}" if cell.comment else ""
    cell.comment = Comment((words + before)[:_LONGEST_COMMENT], text("app.name", language), width=360, height=150)


def _list(book: Workbook, findings: Sequence[Row], language: str) -> None:
    sheet = book.create_sheet(_free_title(book, text("tray.copy_sheet", language)), 0)
    heads = ("copy_severity", "copy_place", "copy_cell", "copy_value", "copy_message")
    for column, (head, width) in enumerate(zip(heads, _WIDTHS, strict=True), start=1):
        cell = _put(sheet, 1, column, text(f"tray.{head}", language))
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    for row, finding in enumerate(findings, start=2):
        severity = text(f"severity.{finding['severity']}", language)
        values = (severity, finding["sheet"], finding["cell"], finding["value"], finding["message"])
        for column, value in enumerate(values, start=1):
            cell = _put(sheet, row, column, "" if value is None else str(value))
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(row, 1).fill = PatternFill("solid", start_color=_FILLS[finding["severity"]])
    sheet.freeze_panes = "A2"
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False


def _free_title(book: Workbook, title: str) -> str:
    names = {name.casefold() for name in book.sheetnames}
    number, found = 1, title
    while found.casefold() in names:
        number += 1
        found = f"{title} {number}"
    return found
