"""Which periods a page shows, and the rows of its questions laid out for the charts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.metrics import periods as calendar
from dashboard.metrics import ranges
from dashboard.metrics.periods import KnownPeriod, PeriodPart
from dashboard.ui import reads
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen

TREND_PERIODS = {"month": 25, "quarter": 13}
"""How many periods a trend reaches back, by kind; other kinds show all they have."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Span:
    """The periods of one kind up to the one shown, gaps included, and the two that it is compared with."""

    kind: str
    parts: tuple[PeriodPart, ...]
    previous: KnownPeriod | None
    last_year: KnownPeriod | None
    ytd: KnownPeriod | None = None

    def asked_ids(self, screen: Screen) -> list[str]:
        """Every period that the rows are wanted for, in one query."""
        return list(dict.fromkeys([*(part.part_id for part in self.parts), *self.near_ids(screen)]))

    def near_ids(self, screen: Screen) -> list[str]:
        """The period shown, the two that it is compared with, and the year to date."""
        near = [k.period.period_id for k in (self.previous, self.last_year, self.ytd) if k is not None]
        return list(dict.fromkeys([screen.period_id, *near]))

    def compared(self, screen: Screen) -> KnownPeriod | None:
        """The period that the reader compares with."""
        return self.previous if screen.compare == "previous" else self.last_year

    def compared_id(self, screen: Screen) -> str | None:
        known = self.compared(screen)
        return known.period.period_id if known else None


def span(screen: Screen) -> Span:
    """The periods around the one shown. Around a range stand the months or quarters that it is made up of."""
    shown = screen.period
    assert shown is not None
    reported = reads.reported_periods(screen.scope)
    of_regime = {k.period.label: k for k in reads.known_periods(screen.scope) if k.period.regime == shown.period.regime}
    inside = ranges.labels_of(shown)
    if ranges.is_range(shown) and inside:
        last = of_regime[inside[-1]].period
        previous, last_year = ranges.before(shown, reported), ranges.year_before(shown, reported)
    else:
        last, label = shown.period, shown.period.label
        previous = of_regime.get(calendar.previous_label(label) or "")
        last_year = of_regime.get(calendar.same_period_last_year(label) or "")
    labels = [last.label]
    most = max(TREND_PERIODS.get(last.kind, 99), len(inside))
    while (label := calendar.previous_label(labels[0]) or "") and len(labels) < most:
        labels.insert(0, label)
        if not any(known <= label for known in of_regime):
            break
    first = next((of_regime[label] for label in labels if label in of_regime), shown)
    parts = ranges.series(first.period, last, reported)
    return Span(last.kind, parts, previous, last_year, year_to_date(screen))


def year_to_date(screen: Screen) -> KnownPeriod | None:
    """The year to date at the end of the period shown; null where the period is that itself, or is about no months."""
    assert screen.period is not None
    ytd_id = ranges.year_to_date_id(screen.period)
    if ytd_id == screen.period_id:
        return None
    return next((k for k in reads.every_period(screen.scope) if k.period.period_id == ytd_id), None)


def beside(screen: Screen, other_id: str | None) -> list[str]:
    """The periods of a table: the one shown, the one compared with, and the year to date."""
    ytd = year_to_date(screen)
    ids = [screen.period_id, other_id, ytd.period.period_id if ytd else None]
    return list(dict.fromkeys(id_ for id_ in ids if id_))


def over_time(periods: Span, rows: Iterable[Row]) -> Rows:
    """One row per period of the span, as the line charts take them; a period without a row has null counts."""
    by_period = {row["period_id"]: row for row in rows}
    return [
        {
            "kind": periods.kind,
            "start_date": part.start_date,
            "end_date": part.end_date,
            "period_id": part.part_id,
            "numerator": row.get("numerator"),
            "denominator": row.get("denominator"),
            "target": row.get("target_value"),
            "caution": row.get("caution"),
            "is_converted": row.get("is_converted"),
            "is_other_territory": row.get("is_other_territory"),
        }
        for part in periods.parts
        for row in (by_period.get(part.part_id, {}),)
    ]
