"""The rules over all lines of a flat file: none may stand twice (V13), and no sum may mix two kinds of period (V16)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard.ingest.recognise import Placed
from dashboard.ingest.rules import duplicate, finding
from dashboard.report import FactRow, Finding, Origin, Period, Subject


@dataclass(frozen=True, slots=True)
class Head:
    """What the lines of one subject and period have in common."""

    subject: Subject
    period: Period
    origin: Origin
    source: str | None
    data_from: date | None
    data_to: date | None


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
