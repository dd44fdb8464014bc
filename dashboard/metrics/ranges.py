"""Ranges that a reader makes up: from one month or quarter to another, or between two dates.

A range is null where one of its parts is missing, like every other period that is made up of parts.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from dashboard.metrics.periods import (
    SPANS,
    KnownPeriod,
    PeriodPart,
    calendar_period,
    known_periods,
    labels_between,
    months_of,
    previous_label,
    same_period_last_year,
    spanning,
    tiled,
)
from dashboard.report import Period

MARK = ".."
"""Stands between both ends of a range's label: `2026-01..2026-05`, `2021-01-01..2021-09-20`."""


def named(regime: str, label: str, reported: Sequence[Period]) -> KnownPeriod | None:
    """The range of a label, whose ends are known periods of one kind or dates that reports fill; null if it is none."""
    first, _, last = label.partition(MARK)
    if months_of(first) is None:
        try:
            return between_days(regime, date.fromisoformat(first), date.fromisoformat(last), reported)
        except ValueError:
            return None
    known = {k.period.label: k for k in _of_regime(regime, reported)}
    if first == last:
        return known.get(first)
    if first not in known or last not in known:
        return None
    return between(known[first].period, known[last].period, reported)


def between(first: Period, last: Period, reported: Sequence[Period]) -> KnownPeriod | None:
    """One period from the start of `first` to the end of `last`, made up of the periods of their kind, else of months.

    Null where the two are not of one kind, or where periods of it leave days out, as nine months of each year do.
    """
    if (first.regime, first.kind) != (last.regime, last.kind) or first.start > last.start:
        return None
    if first.kind == "nine_month" and first.label != last.label:
        return None
    return _of_labels(first.regime, labels_between(first.label, last.label), reported)


def between_days(regime: str, start: date, end: date, reported: Sequence[Period]) -> KnownPeriod | None:
    """The range `start..end` as reported itself, or as periods of one kind that fill it without a gap."""
    of_regime = [p for p in reported if p.regime == regime]
    whole = Period(regime, "custom", f"{start.isoformat()}{MARK}{end.isoformat()}", start, end)
    ways = [[p] for p in of_regime if (p.start, p.end) == (start, end)]
    for kind in ("quarter", "month"):
        inside = sorted((p for p in of_regime if p.kind == kind and start <= p.start <= p.end <= end), key=_start)
        gapless = all(a.end + timedelta(1) == b.start for a, b in pairwise(inside))
        if inside and gapless and inside[0].start == start and inside[-1].end == end:
            ways.append(inside)
    return _made_up(whole, ways) if ways else None


def series(first: Period, last: Period, reported: Sequence[Period]) -> tuple[PeriodPart, ...]:
    """Every period of one kind from `first` to `last`, those that nobody reported among them: the points of a trend."""
    by_label = _by_label(first.regime, reported)
    labels = labels_between(first.label, last.label)
    periods = [by_label.get(label) or spanning(first.regime, label, by_label) for label in labels]
    return tuple(tiled(f"{first.period_id}{MARK}{last.label}", 1, periods))


def labels_of(known: KnownPeriod) -> tuple[str, ...]:
    """The labels of the months or quarters that make a range up, in order, or of the period itself; empty where a
    report is about dates that are none."""
    ways = sorted({part.tiling for part in known.parts})
    for way in ways:
        labels = tuple(part.part_id.split("/", 1)[1] for part in known.parts if part.tiling == way)
        if all(months_of(label) for label in labels):
            return labels
    return ()


def is_range(known: KnownPeriod) -> bool:
    """Whether a reader made the period up; a report may be about a range of dates by itself."""
    return known.is_implied and MARK in known.period.label


def before(known: KnownPeriod, reported: Sequence[Period]) -> KnownPeriod | None:
    """The equally long range before; null where nothing in it was reported."""
    labels = list(labels_of(known))
    earlier: list[str] = []
    while labels and len(earlier) < len(labels):
        label = previous_label(earlier[0] if earlier else labels[0])
        if label is None:
            return None
        earlier.insert(0, label)
    return _reported(known.period.regime, earlier, reported)


def year_before(known: KnownPeriod, reported: Sequence[Period]) -> KnownPeriod | None:
    """The same months or quarters of the year before; null where none of them was reported."""
    labels = [same_period_last_year(label) or "" for label in labels_of(known)]
    return _reported(known.period.regime, labels, reported)


def year_to_date_id(known: KnownPeriod) -> str | None:
    """The id of the year to date at a period's end: its own where it begins the year; null for dates of no months."""
    labels = labels_of(known)
    if not labels:
        return None
    first, last = months_of(labels[0]), months_of(labels[-1])
    assert first is not None
    assert last is not None
    if (first[0], first[1]) == (last[0], 1):
        return known.period.period_id
    last_id = f"{known.period.regime}/{labels[-1]}"
    return last_id if last[1] == 1 else f"{last_id}:ytd"


def _reported(regime: str, labels: Sequence[str], reported: Sequence[Period]) -> KnownPeriod | None:
    if not labels:
        return None
    known = {k.period.label for k in _of_regime(regime, reported)}
    return _of_labels(regime, labels, reported) if any(label in known for label in labels) else None


def _of_labels(regime: str, labels: Sequence[str], reported: Sequence[Period]) -> KnownPeriod | None:
    if not labels:
        return None
    by_label = _by_label(regime, reported)
    ways = [[by_label.get(label) or spanning(regime, label, by_label) for label in labels]]
    ways += [
        [by_label.get(label) or calendar_period(regime, label) for label in finer] for finer in _finer_labels(labels)
    ]
    first, last = ways[0][0], ways[0][-1]
    whole = Period(regime, "custom", f"{labels[0]}{MARK}{labels[-1]}", first.start, last.end)
    return _made_up(whole, ways)


def _finer_labels(labels: Sequence[str]) -> list[list[str]]:
    """The quarters and the months of longer periods: reports may be about those alone."""
    found = []
    for length, spans in ((3, [name for name in SPANS if name.startswith("Q")]), (1, [])):
        finer: list[str] = []
        for label in labels:
            months = months_of(label)
            assert months is not None
            year, first, last, _ = months
            if length == 1:
                finer += [f"{year}-{month:02d}" for month in range(first, last + 1)]
            else:
                finer += [f"{year}-{name}" for name in spans if first <= SPANS[name][1] and SPANS[name][2] <= last]
        covered = sum((m[2] - m[1] + 1) for label in labels if (m := months_of(label)))
        if finer != list(labels) and len(finer) * length == covered:
            found.append(finer)
    return found


def _made_up(whole: Period, ways: Sequence[Sequence[Period]]) -> KnownPeriod:
    parts = [part for n, way in enumerate(ways) for part in tiled(whole.period_id, n, way)]
    return KnownPeriod(whole, True, tuple(parts))


def _of_regime(regime: str, reported: Sequence[Period]) -> tuple[KnownPeriod, ...]:
    known = known_periods([p for p in reported if p.regime == regime])
    return tuple(k for k in known if k.period.kind != "ytd")


def _by_label(regime: str, reported: Sequence[Period]) -> dict[str, Period]:
    return {p.label: p for p in reported if p.regime == regime}


def _start(period: Period) -> date:
    return period.start
