"""The periods around the one shown: how far a trend reaches back, and what a figure is compared with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from dashboard.metrics import periods as calendar
from dashboard.metrics import ranges
from dashboard.metrics.periods import KnownPeriod, PeriodPart
from dashboard.report import Period

TREND_PERIODS = {"month": 25, "quarter": 13}
"""How many periods a trend reaches back, by kind; other kinds show all they have."""

Row = Mapping[str, Any]


class Shown(Protocol):
    """What is about one period: a reader's screen, a conference, the period itself."""

    @property
    def period_id(self) -> str: ...


class Comparing(Shown, Protocol):
    """A reader who compares with the period before or with the year before."""

    @property
    def compare(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Span:
    """The periods of one kind up to the one shown, gaps included, and the two that it is compared with."""

    kind: str
    parts: tuple[PeriodPart, ...]
    previous: KnownPeriod | None
    last_year: KnownPeriod | None
    ytd: KnownPeriod | None = None

    def asked_ids(self, shown: Shown) -> list[str]:
        """Every period that the rows are wanted for, in one query."""
        return list(dict.fromkeys([*(part.part_id for part in self.parts), *self.near_ids(shown)]))

    def near_ids(self, shown: Shown) -> list[str]:
        """The period shown, the two that it is compared with, and the year to date."""
        near = [k.period.period_id for k in (self.previous, self.last_year, self.ytd) if k is not None]
        return list(dict.fromkeys([shown.period_id, *near]))

    def compared(self, reader: Comparing) -> KnownPeriod | None:
        """The period that the reader compares with."""
        return self.previous if reader.compare == "previous" else self.last_year

    def compared_id(self, reader: Comparing) -> str | None:
        known = self.compared(reader)
        return known.period.period_id if known else None


def around(
    shown: KnownPeriod, known: Iterable[KnownPeriod], reported: Sequence[Period], ytd: KnownPeriod | None = None
) -> Span:
    """The span of a period. Around a range stand the months or quarters that it is made up of."""
    of_regime = {k.period.label: k for k in known if k.period.regime == shown.period.regime}
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
    return Span(last.kind, ranges.series(first.period, last, reported), previous, last_year, ytd)


def year_to_date(shown: KnownPeriod, every: Iterable[KnownPeriod]) -> KnownPeriod | None:
    """The year to date at the end of a period; null where the period is that itself, or is about no months."""
    ytd_id = ranges.year_to_date_id(shown)
    if ytd_id == shown.period.period_id:
        return None
    return next((k for k in every if k.period.period_id == ytd_id), None)


def over_time(periods: Span, rows: Iterable[Row]) -> list[dict[str, Any]]:
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
