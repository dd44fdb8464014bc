"""A table of a workspace's own form made ready for the flat reading: what belongs to no line of figures is taken out.

Rows keep their places, so that each figure keeps its cell: a row that numbers the columns and the signatures below are
emptied, and where the whole file is of one unit that unit is written beside each line.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dashboard.ingest.mapping import Job, cell_at, count_places, has_counts, is_blank, text_at
from dashboard.ingest.names import normalise
from dashboard.ingest.recognise import Placed, as_number, is_numeral, strip_numeral
from dashboard.ingest.rules import finding
from dashboard.ingest.workbook import CellValue
from dashboard.report import Field, Severity, Unit
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


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of figures: its row, what it names, and whether it totals all or stands over the lines below."""

    row: int
    name: str
    is_total: bool
    is_heading: bool
    is_field: bool


def _of_unit(mapping: Job, placed: Placed, unit: Unit, counts: Sequence[int]) -> Placed:
    """The lines of a table of one unit: its fields, and the line that totals them, which is the unit's own."""
    field_at = placed.places.get("field")
    width = max(map(len, placed.sheet.rows), default=0)
    lines = _lines(mapping, placed, counts)
    left_out = {} if field_at is None else _left_out(lines)
    rows = list(placed.sheet.rows)
    for line in lines:
        if key := left_out.get(line.row):
            assert field_at is not None
            _tell(mapping, placed, line, field_at, key)
            rows[line.row] = []
            continue
        row = rows[line.row]
        kept = [*row, *[None] * (width - len(row)), unit.unit_id]
        if line.is_total and field_at is not None:
            kept[field_at] = None
        rows[line.row] = kept
    return replace(placed, sheet=replace(placed.sheet, rows=rows), places={**placed.places, "unit": width})


def _lines(mapping: Job, placed: Placed, counts: Sequence[int]) -> list[_Line]:
    totals = {normalise(text) for text in mapping.form.totals}
    field_at, number_at = placed.places.get("field"), placed.places.get("row_no")
    lines = []
    for r in range(placed.first_row, len(placed.sheet.rows)):
        row = placed.sheet.rows[r]
        if not has_counts(row, counts) and not any(text_at(row, at) for at in counts) and not _uncached(placed, r):
            continue
        name, number = text_at(row, field_at) if field_at is not None else "", text_at(row, number_at)
        is_total = _is_of(totals, name or number)
        is_field = bool(name) and isinstance(mapping.names.field_of(name), Field)
        lines.append(_Line(r, name, is_total, not is_total and is_numeral(number), is_field))
    return lines


def _left_out(lines: Sequence[_Line]) -> dict[int, str]:
    """The rows that are not to be added to others, each with the sentence that says why.

    Below a heading with figures (I, II, A …) stand either the fields that it sums, and then it is left out; or, where
    it is a field itself and none of them is one, the procedures of that field, and then they are.
    """
    found = {line.row: "reading.line_without_field" for line in lines if not line.name and not line.is_total}
    at = 0
    while at < len(lines):
        heading, end = lines[at], at + 1
        while end < len(lines) and not (lines[end].is_heading or lines[end].is_total):
            end += 1
        below = [line for line in lines[at + 1 : end] if line.name] if heading.is_heading else []
        if below and heading.is_field and not any(line.is_field for line in below):
            found |= {line.row: "reading.procedure_of_field" for line in below}
        elif heading.is_heading and (below or not heading.is_field):
            found[heading.row] = "reading.group_of_fields"
        at = end if heading.is_heading else at + 1
    return found


def _uncached(placed: Placed, row: int) -> bool:
    return bool(placed.sheet.uncached) and any(at == row for at, _ in placed.sheet.uncached)


def _is_of(totals: Iterable[str], name: str) -> bool:
    return normalise(name) in totals or strip_numeral(normalise(name)) in totals


def _tell(mapping: Job, placed: Placed, line: _Line, at: int, key: str) -> None:
    is_unnamed = key == "reading.line_without_field"
    told = {"line": str(line.row + 1)} if is_unnamed else {"name": line.name}
    severity: Severity = "warning" if is_unnamed else "info"
    rule = "V14" if is_unnamed else "partial_total"
    mapping.findings.append(finding(severity, rule, say(key, **told), placed.sheet, line.row, at))
