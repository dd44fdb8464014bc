"""A table of a workspace's own form made ready for the flat reading: what belongs to no line of figures is taken out.

Rows keep their places, so that each figure keeps its cell: a row that numbers the columns and the signatures below are
emptied, and where the whole file is of one unit that unit is written beside each line.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from dashboard.ingest.mapping import Job, cell_at, count_places, has_counts, is_blank, text_at
from dashboard.ingest.names import normalise
from dashboard.ingest.recognise import Placed, as_number, is_numeral, strip_numeral
from dashboard.ingest.rules import finding, shown
from dashboard.ingest.workbook import CellValue
from dashboard.report import Field, Unit
from dashboard.words import text as say

_MARKER = re.compile(r"[\[(]?\s*(?:\d{1,2}|[A-Za-zĐđ])\s*[\])]?\s*(?:=.*)?")
_FIGURE = re.compile(r"[-+(\[]?\s*\d")
_LEAST_MARKERS = 3
_Row = list[CellValue]


def own_table(mapping: Job, placed: Placed, unit: Unit | None) -> Placed:
    """The sheet with only its lines of figures, each with the unit of the file where one is given."""
    sheet = placed.sheet
    counts = list(count_places(placed).values())
    first = placed.first_row
    while first < len(sheet.rows) and numbers_columns(sheet.rows[first]):
        first += 1
    last = _last_row(sheet.rows, first, counts)
    rows: list[_Row] = [*sheet.rows[:first], *sheet.rows[first:last], *([] for _ in sheet.rows[last:])]
    rows[placed.first_row : first] = [[] for _ in range(placed.first_row, first)]
    placed = replace(placed, sheet=replace(sheet, rows=rows))
    if unit is None or {"unit", "level"} & placed.places.keys():
        return placed
    return _of_unit(mapping, placed, unit, counts)


def numbers_columns(row: Sequence[CellValue]) -> bool:
    """Whether a row holds nothing but the numbers of its columns: "(1) (2) (3)", "A B 1 2=3+4"."""
    cells = [cell for cell in row if not is_blank(cell)]
    marked = (
        as_number(cell) is not None or (isinstance(cell, str) and _MARKER.fullmatch(cell.strip())) for cell in cells
    )
    if len(cells) < _LEAST_MARKERS or not all(marked):
        return False
    numbers = [number for cell in cells if (number := as_number(cell)) is not None]
    return numbers == sorted(set(numbers)) and (not numbers or numbers[-1] - numbers[0] < len(row))


def _last_row(rows: Sequence[_Row], first: int, counts: Sequence[int]) -> int:
    """Where the table ends: below its last line that has anything in its columns that begins like a figure."""
    for r in range(len(rows) - 1, first - 1, -1):
        cells = (cell_at(rows[r], at) for at in counts)
        if any(cell is not None and (not isinstance(cell, str) or _FIGURE.match(cell.strip())) for cell in cells):
            return r + 1
    return len(rows)


def _of_unit(mapping: Job, placed: Placed, unit: Unit, counts: Sequence[int]) -> Placed:
    """The lines of a table of one unit: its fields, and the line that totals them, which is the unit's own."""
    totals = {normalise(text) for text in mapping.form.totals}
    field_at, number_at = placed.places.get("field"), placed.places.get("row_no")
    width = max(map(len, placed.sheet.rows), default=0)
    rows = list(placed.sheet.rows)
    for r in range(placed.first_row, len(rows)):
        row = rows[r]
        if not has_counts(row, counts) and not any(text_at(row, at) for at in counts) and not _uncached(placed, r):
            continue
        name = text_at(row, field_at) if field_at is not None else ""
        number = text_at(row, number_at)
        is_total = _is_of(totals, name or number)
        if field_at is not None and not is_total and not name:
            _left_out(mapping, placed, r, field_at, "reading.line_without_field", "warning", line=r + 1)
            rows[r] = []
        elif field_at is not None and not is_total and _is_group(mapping, name, number):
            _left_out(mapping, placed, r, field_at, "reading.group_of_fields", "info", name=name)
            rows[r] = []
        else:
            kept = [*row, *[None] * (width - len(row)), unit.unit_id]
            if is_total and field_at is not None:
                kept[field_at] = None
            rows[r] = kept
    return replace(placed, sheet=replace(placed.sheet, rows=rows), places={**placed.places, "unit": width})


def _uncached(placed: Placed, row: int) -> bool:
    return bool(placed.sheet.uncached) and any(at == row for at, _ in placed.sheet.uncached)


def _is_of(totals: Iterable[str], name: str) -> bool:
    return normalise(name) in totals or strip_numeral(normalise(name)) in totals


def _is_group(mapping: Job, name: str, number: str) -> bool:
    """Whether a line sums a group of fields: it is numbered like a heading, and no field has its name."""
    return is_numeral(number) and not isinstance(mapping.names.field_of(name), Field)


def _left_out(mapping: Job, placed: Placed, row: int, at: int, key: str, severity: str, **values: object) -> None:
    rule = "partial_total" if severity == "info" else "V14"
    said = say(key, **{name: shown(value) for name, value in values.items()})  # type: ignore[arg-type]
    mapping.findings.append(finding(severity, rule, said, placed.sheet, row, at))  # type: ignore[arg-type]
