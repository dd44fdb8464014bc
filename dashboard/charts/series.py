"""A metric over periods, as the line charts take it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dashboard.charts.picture import Row, to_rows
from dashboard.metrics import intervals
from dashboard.metrics.catalogue import Metric
from dashboard.report import PeriodKind

REFORM_DAY = date(2025, 7, 1)
"""The first day of government in two tiers: districts ended and communes merged."""


@dataclass(frozen=True, slots=True)
class Point:
    """One period's counts. `target` is the target in force in that period, null outside its validity.

    `is_converted` counts were predecessors' ("quy đổi"); `is_other_territory` are of a unit before it was reorganised.
    """

    kind: PeriodKind
    start: date
    end: date
    numerator: int | None
    denominator: int | None
    target: float | None = None
    is_provisional: bool = False
    period_id: str = ""
    caution: str | None = None
    is_converted: bool = False
    is_other_territory: bool = False

    @property
    def x(self) -> int:
        """The middle day as a number, so that 01/07/2025 falls between June and July."""
        return (self.start.toordinal() + self.end.toordinal() + 1) // 2

    def value(self, metric: Metric) -> float | None:
        """The rate as a fraction, or the count of a metric without denominator."""
        if self.numerator is None or metric.denominator is None:
            return self.numerator
        return self.numerator / self.denominator if self.denominator else None

    def interval(self, metric: Metric, below: int) -> intervals.Interval | None:
        """The exact 95% limits where fewer than `below` cases stand behind the rate."""
        if metric.denominator is None or self.numerator is None or not self.denominator or self.denominator >= below:
            return None
        return intervals.exact_interval(self.numerator, self.denominator)


def points(frame: Any) -> list[Point]:
    """Points in order of time, from rows with `kind`, `start_date`, `end_date`, `numerator`, `denominator` and, where
    known, `target` (a fraction), `is_provisional`, `period_id`, `caution`, `is_converted` and `is_other_territory`.

    A period without figures stays as a row with null counts: it is the gap in the line.
    """
    return sorted((_point(row) for row in to_rows(frame)), key=lambda point: (point.start, point.end))


def a_year_before(point: Point, others: Iterable[Point]) -> Point | None:
    """The same period of the year before, among others of the same kind."""
    for other in others:
        if other.kind == point.kind and (other.start.year, other.start.month) == (
            point.start.year - 1,
            point.start.month,
        ):
            return other
    return None


def on_one_side(one: tuple[date, date], other: tuple[date, date], *, is_stock: bool) -> bool:
    """Whether two periods (first and last day) lie on one side of 01/07/2025; of a stock the last day tells."""
    days = list(zip(one, other, strict=True))
    return all((a < REFORM_DAY) == (b < REFORM_DAY) for a, b in (days[1:] if is_stock else days))


def spans_reform(series: Sequence[Point]) -> bool:
    """Whether a range has periods on both sides of 01/07/2025."""
    return bool(series) and series[0].start < REFORM_DAY <= series[-1].start


def ticks(series: Sequence[Point], most: int = 8) -> list[Point]:
    """The points whose periods are written on the axis: the last, and every so many before it."""
    step = -(-len(series) // most)
    for nice in (1, 2, 3, 6, 12):
        if nice >= step:
            step = nice
            break
    return list(reversed(series[::-1][::step]))


def _point(row: Row) -> Point:
    return Point(
        kind=row["kind"],
        start=_day(row["start_date"]),
        end=_day(row["end_date"]),
        numerator=row.get("numerator"),
        denominator=row.get("denominator"),
        target=row.get("target"),
        is_provisional=bool(row.get("is_provisional")),
        period_id=str(row.get("period_id") or _day(row["start_date"]).isoformat()),
        caution=row.get("caution") or None,
        is_converted=bool(row.get("is_converted")),
        is_other_territory=bool(row.get("is_other_territory")),
    )


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
