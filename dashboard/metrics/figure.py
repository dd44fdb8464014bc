"""One metric in a period beside what it is compared with: the figure of cards, slides and reports."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.metrics import format as fmt
from dashboard.metrics import intervals
from dashboard.metrics import status as judging
from dashboard.metrics.catalogue import Metric

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """One metric in the period shown, in the two periods that it is compared with, and in the year to date."""

    metric: Metric
    row: Row
    previous: Row
    last_year: Row
    over_time: tuple[Row, ...] = ()
    small_n: int = fmt.SMALL_N
    ytd: Row = field(default_factory=dict)

    @property
    def is_known(self) -> bool:
        return self.row.get("numerator") is not None

    @property
    def target(self) -> float | None:
        return self.row.get("target_value")

    def compared(self, compare: str) -> Row:
        """The row of the period that the reader compares with."""
        return self.previous if compare == "previous" else self.last_year

    def change(self, other: Row) -> intervals.Change:
        """How the figure moved, claimed only as far as the counts carry it."""
        ends = (self.row.get("denominator"), other.get("denominator"))
        if self.metric.denominator and any(end is not None and end < self.small_n for end in ends):
            return "unclear"
        return intervals.change(self.row.get("numerator"), ends[0], other.get("numerator"), ends[1])

    def status(self, compare: str) -> judging.Status:
        """Đạt, tiến triển, không tiến triển or không đủ dữ liệu, by the comparison chosen."""
        if self.metric.denominator is not None and self.row.get("denominator") is None:
            return "unknown"  # a count of unknown whole: 46 agencies are neither above nor below 100%
        other = self.compared(compare)
        return judging.status(
            self.row.get("numerator"),
            self.row.get("denominator"),
            self.target,
            self.row.get("comparator") or ">=",
            self.metric.direction,
            other.get("numerator"),
            other.get("denominator"),
            self.small_n,
        )


def chosen(found: Mapping[str, Figure], candidates: Iterable[str]) -> Figure | None:
    """The first of some metrics that has a ratio, else the first that has a count, else the first."""
    known = [found[metric_id] for metric_id in candidates if metric_id in found]
    with_ratio = [figure for figure in known if figure.row.get("ratio") is not None]
    with_count = [figure for figure in known if figure.is_known]
    return next(iter(with_ratio or with_count or known), None)
