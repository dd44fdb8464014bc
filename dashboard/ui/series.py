"""Which periods a page shows, and the rows of its questions laid out for the charts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.metrics import periods as calendar
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

    def asked_ids(self, screen: Screen) -> list[str]:
        """Every period that the rows are wanted for, in one query."""
        ids = [part.part_id for part in self.parts] + [screen.period_id]
        ids += [k.period.period_id for k in (self.previous, self.last_year) if k is not None]
        return list(dict.fromkeys(ids))


def span(screen: Screen) -> Span:
    """The periods around the one shown."""
    assert screen.period is not None
    period = screen.period.period
    of_regime = {k.period.label: k for k in reads.known_periods(screen.scope) if k.period.regime == period.regime}
    before, a_year_ago = calendar.previous_label(period.label), calendar.same_period_last_year(period.label)
    labels = [period.label]
    while (label := calendar.previous_label(labels[0])) and len(labels) < TREND_PERIODS.get(period.kind, 99):
        labels.insert(0, label)
        if not any(known <= label for known in of_regime):
            break
    first = next(of_regime[label] for label in labels if label in of_regime)
    whole = calendar.range_between(first.period, period, reads.reported_periods(screen.scope))
    return Span(
        kind=period.kind,
        parts=whole.parts if whole else (),
        previous=of_regime.get(before or ""),
        last_year=of_regime.get(a_year_ago or ""),
    )


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
        }
        for part in periods.parts
        for row in (by_period.get(part.part_id, {}),)
    ]
