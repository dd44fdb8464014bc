"""Rows in their order for the bar charts: worst first, few cases apart, no data last, and the rest in one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dashboard.charts.picture import Look
from dashboard.metrics import format as fmt
from dashboard.metrics import intervals
from dashboard.metrics.catalogue import Metric

Order = Literal["rate", "count", "official"]


@dataclass(frozen=True, slots=True)
class Bar:
    id: str
    name: str
    numerator: int | None
    denominator: int | None
    target: float | None
    place: int
    is_rest: bool = False
    caution: str | None = None

    @property
    def rate(self) -> float | None:
        return self.numerator / self.denominator if self.numerator is not None and self.denominator else None


def read_bar(row: dict[str, Any], place: int) -> Bar:
    return Bar(
        id=str(row["id"]),
        name=str(row["name"]),
        numerator=row.get("numerator"),
        denominator=row.get("denominator"),
        target=row.get("target"),
        place=row["display_order"] if row.get("display_order") is not None else place,
        caution=row.get("caution") or None,
    )


def sort_key(bar: Bar, metric: Metric, look: Look, order: Order) -> tuple[int, float, int]:
    """Ranked bars, then those of too few cases, then those without figures."""
    if bar.numerator is None or bar.rate is None:
        return (2, 0.0, bar.place)
    if order == "official":
        return (0, 0.0, bar.place)
    if order == "count":
        return (0, -float(bar.numerator), bar.place)
    is_small = (bar.denominator or 0) < look.small_n
    return (1 if is_small else 0, bar.rate if metric.direction == "higher" else -bar.rate, bar.place)


def cut(bars: Sequence[Bar], limit: int, look: Look, noun: str) -> list[Bar]:
    """The first bars and one of all the rest, whose counts are added where they are known."""
    if len(bars) <= limit:
        return list(bars)
    rest = [bar for bar in bars[limit - 1 :] if bar.numerator is not None and bar.denominator is not None]
    name = look.say("chart.rest", count=fmt.count(len(bars) - limit + 1, look.language), noun=noun)
    total = Bar(
        id="",
        name=name,
        numerator=sum(bar.numerator or 0 for bar in rest) if rest else None,
        denominator=sum(bar.denominator or 0 for bar in rest) if rest else None,
        target=None,
        place=len(bars),
        is_rest=True,
    )
    return [*bars[: limit - 1], total]


def is_ranked(bar: Bar, look: Look) -> bool:
    return (bar.denominator or 0) >= look.small_n


def limits(bar: Bar, look: Look) -> intervals.Interval | None:
    if bar.numerator is None or not bar.denominator or not look.small_n <= bar.denominator < look.interval_n:
        return None
    return intervals.exact_interval(bar.numerator, bar.denominator)
