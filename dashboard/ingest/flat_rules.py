"""The rules over all lines of a flat file: its counts are whole numbers (V06), no line stands twice (V13), and no sum
mixes two kinds of period (V16)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from dashboard.ingest.names import normalise
from dashboard.ingest.numbers import LARGEST_COUNT, parse_count
from dashboard.ingest.recognise import Placed
from dashboard.ingest.rules import count_problem, duplicate, finding, without_value
from dashboard.ingest.workbook import CellValue, Sheet, address
from dashboard.report import FactRow, Finding, Origin, Period, Subject
from dashboard.words import text as say


@dataclass(frozen=True, slots=True)
class Head:
    """What the lines of one subject and period have in common."""

    subject: Subject
    period: Period
    origin: Origin
    source: str | None
    data_from: date | None
    data_to: date | None


def counts_of(
    sheet: Sheet, first: int, column_id: str, at: int, cells: list[CellValue], findings: list[Finding]
) -> list[int | None]:
    """The counts of a column whose cells begin in row `first`; what is none goes to `findings`."""
    kinds = set(map(type, cells))
    uncached = sorted(row for row, column in sheet.uncached if column == at and row >= first)
    if not uncached and kinds <= {float, type(None)}:
        numbers = cast("list[float]", [cell for cell in cells if cell is not None])
        if not numbers:
            return [None] * len(cells)
        if all(map(float.is_integer, numbers)) and min(numbers) >= 0 and max(numbers) <= LARGEST_COUNT:
            return [None if cell is None else int(cell) for cell in cells]  # type: ignore[arg-type]
    parsed = list(map(parse_count, cells))
    for n, count in enumerate(parsed):
        if count.problem:
            findings.append(count_problem(count.problem, sheet, first + n, at, column_id, cells[n]))
    findings += (without_value(sheet, row, at, column_id) for row in uncached)
    return [count.value for count in parsed]


def unread_columns(placed: Placed) -> Iterator[Finding]:
    """Columns with a heading of their own and counts that no column of the form takes: a misspelt heading loses figures
    silently otherwise. Percentages and numbers with decimals are no counts."""
    at_row = placed.first_row - 1
    heads = placed.sheet.rows[at_row] if at_row >= 0 else ()
    taken = set(placed.places.values())
    for at, head in enumerate(heads):
        if at in taken or not isinstance(head, str) or normalise(head) in _ROW_NUMBERS:
            continue
        cells = (row[at] for row in placed.sheet.rows[placed.first_row :] if at < len(row))
        if any(cell is not None and parse_count(cell).value is not None for cell in cells):
            message = say("reading.unread_column", name=head.strip(), cell=address(at_row, at))
            yield finding("warning", "unread_column", message, placed.sheet, at_row, at, value=head)


_ROW_NUMBERS = frozenset(
    {"stt", "tt", "số tt", "số thứ tự", "no", "id", "năm", "year", "tháng", "month", "quý", "quarter"}
)


def repeated_lines(placed: Placed, groups: Iterable[tuple[Head, list[FactRow]]]) -> Iterator[Finding]:
    """V13 over the lines of one subject and period, whatever their source or dates."""
    merged: dict[tuple[Subject, str], list[FactRow]] = defaultdict(list)
    for head, rows in groups:
        merged[head.subject, head.period.period_id] += rows
    at = placed.places.get("unit", placed.places.get("level", 0))
    for (subject, label), rows in merged.items():
        if len(rows) == 1:
            continue
        first: dict[tuple[object, ...], int] = {}
        for row in rows:
            key = (row.field_id, row.source_system, row.part, row.is_vertical)
            if (earlier := first.setdefault(key, row.row)) != row.row:
                name = subject.unit_id or subject.level or "toàn tỉnh"
                yield replace(duplicate(placed.sheet, row.row - 1, at, str(earlier), name), period=label)


def mixed_sums(placed: Placed, first_row: int, heads: Sequence[Head | None]) -> Iterator[Finding]:
    """V16: figures since the year's beginning beside figures of the month itself, for the same end."""
    kinds: dict[tuple[str, date], dict[bool, int]] = defaultdict(dict)
    for n, head in enumerate(heads):
        if head is not None and head.period.kind in ("month", "quarter", "ytd"):
            kinds[head.period.regime, head.period.end].setdefault(head.period.kind == "ytd", n)
    at = placed.places.get("period", 0)
    for (_, end), lines in kinds.items():
        if len(lines) == 2:
            row = first_row + lines[True]
            message = (
                f"Dòng {row + 1} là số lũy kế còn dòng {first_row + lines[False] + 1} là số trong kỳ, cùng đến ngày "
                f"{end:%d/%m/%Y}: hai loại không được cộng lẫn; hãy tách thành hai tệp."
            )
            yield finding("reject", "V16", message, placed.sheet, row, at)
