"""What is said of a cell that cannot be read: one Vietnamese sentence for each kind of problem."""

from collections.abc import Sequence
from typing import Literal

from dashboard.ingest.names import normalise
from dashboard.ingest.numbers import parse_count
from dashboard.ingest.workbook import CellValue, Sheet, address
from dashboard.report import Finding, Severity
from dashboard.words import text as say

_COUNT_PROBLEMS = {
    "negative": "Số hồ sơ, văn bản không thể âm: ô {cell} ghi {value}; hãy sửa lại số đúng.",
    "not_whole": "Ô {cell} ghi {value}, không phải số nguyên; hãy ghi lại số đếm.",
    "excel_thousands": (
        "Ô {cell} ghi {value}: có thể Excel đã đổi 1.234 thành số thập phân; hãy gõ lại số không có dấu chấm."
    ),
    "not_a_number": "Ô {cell} ghi “{value}”, không phải số; hãy chỉ ghi số, phần chữ đưa vào cột ghi chú.",
}


def finding(
    severity: Severity,
    rule: str,
    message: str,
    sheet: Sheet | None = None,
    row: int | None = None,
    column: int | None = None,
    *,
    unit: str | None = None,
    unit_id: str | None = None,
    column_id: str | None = None,
    value: CellValue = None,
) -> Finding:
    """A finding at a cell given by its row and column from 0."""
    return Finding(
        severity,
        rule,
        message,
        sheet=(sheet.name or None) if sheet else None,
        cell=address(row, column) if row is not None and column is not None else None,
        unit=unit,
        unit_id=unit_id,
        column=column_id,
        value=None if value is None else shown(value),
    )


def shown(value: CellValue) -> str:
    """A cell's value as a person reads it: a decimal has its comma, a whole number none (a reader of workbooks may give
    every number as a decimal)."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value).replace(".", ",")
    return str(value)


def count_problem(problem: str, sheet: Sheet, row: int, column: int, column_id: str, value: CellValue) -> Finding:
    """V06: the cell holds something that is no count."""
    message = _COUNT_PROBLEMS[problem].format(cell=address(row, column), value=shown(value))
    return finding("reject", "V06", message, sheet, row, column, column_id=column_id, value=value)


def hidden_sheets(sheets: Sequence[Sheet]) -> list[Finding]:
    """A hidden sheet that holds figures is not read, and that is said."""
    return [
        finding("warning", "hidden_sheet", say("reading.hidden_sheet", sheet=sheet.name), sheet, *at)
        for sheet in sheets
        if sheet.is_hidden and (at := _first_figure(sheet)) is not None
    ]


def unread_sheets(sheets: Sequence[Sheet], read: Sequence[Sheet], names: Sequence[str]) -> list[Finding]:
    """A sheet with the name of one of the form's, and figures, whose headings are others: it is not read in silence."""
    wanted = {normalise(name) for name in names}
    known = {sheet.name for sheet in read}
    return [
        finding("warning", "unread_sheet", say("reading.unread_sheet", sheet=sheet.name), sheet, *at)
        for sheet in sheets
        if not sheet.is_hidden and normalise(sheet.name) in wanted and sheet.name not in known
        if (at := _first_figure(sheet)) is not None
    ]


def _first_figure(sheet: Sheet) -> tuple[int, int] | None:
    return next(((r, c) for r, row in enumerate(sheet.rows) for c, cell in enumerate(row) if _is_figure(cell)), None)


def _is_figure(cell: CellValue) -> bool:
    return (isinstance(cell, int | float) and not isinstance(cell, bool)) or (
        isinstance(cell, str) and cell[:1].isdigit() and parse_count(cell).value is not None
    )  # fmt: skip


def without_value(sheet: Sheet, row: int, column: int, column_id: str) -> Finding:
    message = say("reading.formula_without_value", cell=address(row, column))
    return finding("error", "formula_without_value", message, sheet, row, column, column_id=column_id)


def shifted_row(sheet: Sheet, row: int, column: int, value: CellValue) -> Finding:
    message = (
        f"Dòng {row + 1} bị lệch cột: tên “{shown(value)}” nằm ở ô {address(row, column)}; "
        "hãy đưa các ô về đúng cột rồi nạp lại."
    )
    return finding("reject", "shifted_row", message, sheet, row, column, value=value)


def merged_header(sheet: Sheet, row: int, column: int, letters: str) -> Finding:
    message = say("reading.merged_header", cell=address(row, column), letters=letters)
    return finding("warning", "merged_header", message, sheet, row, column)


def unmatched(
    kind: Literal["unit", "field"], sheet: Sheet, row: int, column: int, text: str, candidates: Sequence[str]
) -> Finding:
    """V14 for a row whose name fits nothing or several: a unit's row is left out, a field's counts in the total."""
    values = {"name": text, "cell": address(row, column)}
    if candidates:
        message = say(f"reading.{kind}_ambiguous", candidates=", ".join(candidates[:4]), **values)
    else:
        message = say(f"reading.{kind}_unknown", **values)
    unit = text if kind == "unit" else None
    return finding("warning", "V14", message, sheet, row, column, unit=unit, value=text)


def duplicate(sheet: Sheet, row: int, column: int, first: str, name: str) -> Finding:
    message = (
        f"“{name}” ở dòng {row + 1} lặp lại dòng {first} (cùng kỳ, đơn vị, lĩnh vực, hệ thống, phần): hãy giữ một dòng."
    )
    return finding("reject", "V13", message, sheet, row, column, value=name)
