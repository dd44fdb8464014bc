"""A workbook or CSV file as plain cells with their absolute addresses."""

import io
from dataclasses import dataclass

import python_calamine

from dashboard.ingest.numbers import CellValue
from dashboard.report import Finding


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `rows[r][c]` counts from A1, so `address(r, c)` names the cell that a person sees.

    Rows may be ragged; None is an empty cell. `uncached` are formulas that were never calculated.
    """

    name: str
    rows: list[list[CellValue]]
    is_hidden: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = ()
    uncached: frozenset[tuple[int, int]] = frozenset()


def letter(col: int) -> str:
    """6 → "G", 26 → "AA"."""
    text = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        text = chr(65 + rest) + text
    return text


def address(row: int, col: int) -> str:
    """(13, 6) → "G14"."""
    return f"{letter(col)}{row + 1}"


def open_workbook(file_name: str, content: bytes) -> tuple[tuple[Sheet, ...], tuple[Finding, ...]]:
    """Every sheet of an .xlsx, .xls or .ods file; no sheets and a `reject` finding where it cannot be read."""
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        sheets = []
        for index, metadata in enumerate(book.sheets_metadata):
            sheet = book.get_sheet_by_index(index)
            rows = [[None if cell == "" else cell for cell in row] for row in sheet.to_python(skip_empty_area=False)]
            merged = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
            is_hidden = metadata.visible != python_calamine.SheetVisibleEnum.Visible
            sheets.append(Sheet(metadata.name, rows, is_hidden, merged))
        return tuple(sheets), ()
    except Exception as error:
        message = f"Không đọc được tệp {file_name} ({error}): hãy mở bằng Excel, lưu lại dạng .xlsx rồi nạp lại."
        return (), (Finding("reject", "unreadable", message),)


def open_csv(file_name: str, content: bytes) -> tuple[tuple[Sheet, ...], tuple[Finding, ...]]:
    """The one sheet, named "", of a CSV file."""
    import csv

    text = content.decode("utf-8-sig")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    rows = [[cell or None for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    return (Sheet("", rows),), ()
