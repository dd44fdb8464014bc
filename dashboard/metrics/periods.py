"""What can be asked of the periods that reports are about: quarters of months, the year to date, any whole range.

A part that has no period in the workspace is named all the same, so that a sum with a missing month is null.
"""

import calendar
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from dashboard.report import Period, PeriodKind

QUARTERS = {f"Q{q}": (3 * q - 2, 3 * q) for q in range(1, 5)}
# Kind, first and last month of what follows the year in a label.
SPANS: dict[str, tuple[PeriodKind, int, int]] = {
    **{name: ("quarter", first, last) for name, (first, last) in QUARTERS.items()},
    "H1": ("half", 1, 6),
    "H2": ("half", 7, 12),
    "9M": ("nine_month", 1, 9),
    "": ("year", 1, 12),
}
_LABEL = re.compile(r"(?P<year>(?:19|20)\d\d)(?:-(?P<month>0[1-9]|1[0-2])|-(?P<span>Q[1-4]|H[12]|9M))?")


@dataclass(frozen=True, slots=True)
class PeriodPart:
    """One part of one way (`tiling`) to make up a period; lower tilings are preferred, 0 is the period itself."""

    period_id: str
    tiling: int
    part_id: str
    start_date: date
    end_date: date
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class KnownPeriod:
    """A period that can be asked for; `is_implied` when no report is about it but about its parts."""

    period: Period
    is_implied: bool
    parts: tuple[PeriodPart, ...]


def months_of(label: str) -> tuple[int, int, int, PeriodKind] | None:
    """Year, first and last month and kind of a label such as `2020-Q3`; null for ranges of dates and other texts."""
    match = _LABEL.fullmatch(label)
    if match is None:
        return None
    year = int(match["year"])
    if match["month"]:
        return year, int(match["month"]), int(match["month"]), "month"
    kind, first, last = SPANS[match["span"] or ""]
    return year, first, last, kind


def known_periods(reported: Iterable[Period]) -> tuple[KnownPeriod, ...]:
    """The reported periods, the longer ones that their months or quarters suggest, and each one's year to date."""
    return _known(tuple(reported))


@lru_cache(maxsize=16)  # every question asks this of the few lists that there are
def _known(reported: tuple[Period, ...]) -> tuple[KnownPeriod, ...]:
    by_regime: dict[str, list[Period]] = {}
    for period in reported:
        by_regime.setdefault(period.regime, []).append(period)
    known: list[KnownPeriod] = []
    for periods in by_regime.values():
        known += _of_regime(periods)
    return tuple(sorted(known, key=lambda k: (k.period.regime, k.period.start, k.period.end, k.period.period_id)))


def previous_label(label: str) -> str | None:
    """The label of the period before one of the same kind: `2020-Q1` → `2019-Q4`; null for custom ranges."""
    return _shifted(label, years=0)


def same_period_last_year(label: str) -> str | None:
    """The label of the same period one year earlier; null for custom ranges."""
    return _shifted(label, years=1)


def labels_between(first: str, last: str) -> tuple[str, ...]:
    """The labels of one kind from `first` to `last`, both included; empty when kinds differ or `last` is earlier."""
    here, end = months_of(first), months_of(last)
    if here is None or end is None or _kind_of(first) != _kind_of(last):
        return ()
    labels: list[str] = []
    label: str | None = last
    while label is not None and _first_month(label) >= _first_month(first):
        labels.append(label)
        label = previous_label(label)
    return tuple(reversed(labels))


def _of_regime(periods: list[Period]) -> list[KnownPeriod]:
    regime = periods[0].regime
    by_label = {p.label: p for p in periods}
    known = {p.label: KnownPeriod(p, False, _parts(p, by_label)) for p in periods}
    for label in _implied_labels(periods):
        if label not in known:
            period = spanning(regime, label, by_label)
            known[label] = KnownPeriod(period, True, _parts(period, by_label))
    return list(known.values()) + [ytd for k in list(known.values()) if (ytd := _year_to_date(k, by_label))]


def _implied_labels(periods: list[Period]) -> set[str]:
    labels: set[str] = set()
    for period in periods:
        months = months_of(period.label)
        if months is None:
            continue
        year, first, last, kind = months
        if kind not in ("month", "quarter") and (first, last) != (7, 12):
            continue  # alone it makes up no longer period; what follows it tells of that itself
        for span, (_, start, end) in SPANS.items():
            if start <= first and last <= end and (first, last) != (start, end):
                labels.add(f"{year}-{span}" if span else str(year))
    return labels


def _parts(period: Period, by_label: dict[str, Period]) -> tuple[PeriodPart, ...]:
    parts = tiled(period.period_id, 0, [period])
    ways = _ways(period.label)
    if (months := months_of(period.label)) and months[3] != "month":
        ways += _mixed(months[0], months[1], months[2], by_label, ways)
    for n, labels in enumerate(ways, start=1):
        tiles = [by_label.get(label) or calendar_period(period.regime, label) for label in labels]
        parts += tiled(period.period_id, n, tiles)
    return tuple(parts)


def _ways(label: str) -> list[list[str]]:
    """The labels that make a period up: by quarters where they fit, by a shorter cumulative report and what follows it
    (regimes without reports of the second and fourth quarter have no other way), then by months."""
    months = months_of(label)
    if months is None:
        return []
    year, first, last, _ = months
    by_quarter = [f"{year}-{q}" for q, (start, end) in QUARTERS.items() if first <= start and end <= last]
    ways = []
    if len(by_quarter) > 1 and len(by_quarter) * 3 == last - first + 1:
        ways.append(by_quarter)
    if first == 1 and last in (9, 12):
        ways += _after_cumulative(year, last)
    if last > first:
        ways.append([f"{year}-{month:02d}" for month in range(first, last + 1)])
    return ways


def _after_cumulative(year: int, last: int) -> list[list[str]]:
    """The half year or the nine months, and then halves, quarters or months up to the month `last`."""
    ways: list[list[str]] = []
    if last == 12:
        ways.append([f"{year}-H1", f"{year}-H2"])
    for label, covered in ((f"{year}-9M", 9), (f"{year}-H1", 6)):
        if covered >= last:
            continue
        if last % 3 == 0:
            ways.append([label, *(f"{year}-Q{q}" for q in range(covered // 3 + 1, last // 3 + 1))])
        ways.append([label, *(f"{year}-{month:02d}" for month in range(covered + 1, last + 1))])
    return ways


def _mixed(
    year: int, first: int, last: int, by_label: dict[str, Period], known: Sequence[list[str]]
) -> list[list[str]]:
    """The ways in which some quarters have a report of their own and others one a month, besides those already known.

    Also after a cumulative report. Only what somebody reported is tried: without reports of quarters there is none.
    """
    ways: list[list[str]] = []
    for head, covered in ((f"{year}-9M", 9), (f"{year}-H1", 6), (None, first - 1)):
        if head is not None and (first > 1 or covered >= last or head not in by_label):
            continue
        choices: list[list[list[str]]] = [[[head]]] if head else []
        for start in range(covered + 1, last + 1, 3):
            monthly = [f"{year}-{month:02d}" for month in range(start, min(start + 2, last) + 1)]
            quarter = f"{year}-Q{(start + 2) // 3}"
            is_whole = len(monthly) == 3 and quarter in by_label
            has_months = any(label in by_label for label in monthly)
            choices.append([[quarter]] * is_whole + [monthly] * (has_months or not is_whole))
        ways += [list(itertools.chain(*way)) for way in itertools.product(*choices)]
    return [way for n, way in enumerate(ways) if len(way) > 1 and way not in known and way not in ways[:n]]


def _year_to_date(known: KnownPeriod, by_label: dict[str, Period]) -> KnownPeriod | None:
    period = known.period
    months = months_of(period.label)
    if months is None or months[1] == 1:
        return None
    year, _, last, _ = months
    label = f"{period.label}:ytd"
    start = calendar_period(period.regime, f"{year}-01").start
    first = min((p.start for p in by_label.values() if p.label.startswith(str(year))), default=start)
    cumulative = {6: f"{year}-H1", 9: f"{year}-9M", 12: str(year)}.get(last)
    tilings = [[p] for p in by_label.values() if p.kind == "ytd" and p.end == period.end]
    if cumulative in by_label:
        tilings.append([by_label[cumulative]])
    # A cumulative report comes before all sums, so that the first way tells whether there is one.
    whole = Period(period.regime, "ytd", label, first, period.end, is_cumulative=bool(tilings))
    if last % 3 == 0:
        quarters = [f"{year}-Q{q}" for q in range(1, last // 3 + 1)]
        tilings.append([by_label.get(q) or spanning(period.regime, q, by_label) for q in quarters])
    for labels in _after_cumulative(year, last):
        tilings.append([by_label.get(x) or spanning(period.regime, x, by_label) for x in labels])
    plain = [*_after_cumulative(year, last), _month_labels(year, last)]
    for labels in [_month_labels(year, last), *_mixed(year, 1, last, by_label, plain)]:
        tilings.append([by_label.get(x) or calendar_period(period.regime, x) for x in labels])
    parts = [part for n, tiling in enumerate(tilings) for part in tiled(whole.period_id, n, tiling)]
    return KnownPeriod(whole, True, tuple(parts))


def _month_labels(year: int, last: int) -> list[str]:
    return [f"{year}-{month:02d}" for month in range(1, last + 1)]


def tiled(period_id: str, tiling: int, parts: Sequence[Period]) -> list[PeriodPart]:
    """One way to make up a period, in order; the first and the last part are marked, for stocks."""
    end = len(parts) - 1
    return [
        PeriodPart(period_id, tiling, part.period_id, part.start, part.end, n == 0, n == end)
        for n, part in enumerate(parts)
    ]


def spanning(regime: str, label: str, by_label: dict[str, Period]) -> Period:
    """An implied period, from the first day of its first part to the last day of its last one."""
    plain = calendar_period(regime, label)
    inside = [by_label[part] for way in _ways(label) for part in way if part in by_label]
    ends = [p for p in inside if p.label == f"{plain.end:%Y-%m}"]
    starts = [p for p in inside if p.label == f"{plain.start:%Y-%m}"]
    start = starts[0].start if starts else plain.start
    end = ends[0].end if ends else plain.end
    return Period(regime, plain.kind, label, start, end, is_cumulative=plain.kind in ("half", "nine_month", "year"))


def calendar_period(regime: str, label: str) -> Period:
    """The period of a label by the calendar, for a part of which no report is in."""
    months = months_of(label)
    assert months is not None, label
    year, first, last, kind = months
    end = date(year, last, calendar.monthrange(year, last)[1])
    return Period(regime, kind, label, date(year, first, 1), end)


def _kind_of(label: str) -> PeriodKind | None:
    months = months_of(label)
    return months[3] if months else None


def _first_month(label: str) -> tuple[int, int]:
    months = months_of(label)
    assert months is not None, label
    return months[0], months[1]


def _shifted(label: str, years: int) -> str | None:
    months = months_of(label)
    if months is None:
        return None
    year, first, _, kind = months
    if years:
        return label.replace(str(year), str(year - years), 1)
    if kind == "month":
        return f"{year - (first == 1)}-{(first - 2) % 12 + 1:02d}"
    if kind == "quarter":
        quarter = (first + 2) // 3
        return f"{year - (quarter == 1)}-Q{(quarter - 2) % 4 + 1}"
    if label.endswith("H2"):
        return f"{year}-H1"
    return f"{year - 1}-H2" if kind == "half" else label.replace(str(year), str(year - 1), 1)
