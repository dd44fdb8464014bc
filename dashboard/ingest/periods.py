"""Reporting periods from what files say: "Quý III/2020", "6 tháng đầu năm 2023", "2020-Q3", two dates.

A label names the period; its dates are those that the report states, else those of its regime's window.
"""

import calendar
import csv
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path

from dashboard.ingest.names import normalise
from dashboard.metrics.periods import SPANS, months_of
from dashboard.report import Period, PeriodKind

REGIMES_FILE = Path(__file__).parents[2] / "data" / "reference" / "regimes.csv"

_CUMULATIVE: frozenset[PeriodKind] = frozenset({"half", "nine_month", "year", "ytd"})
_QUARTER_NUMBERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}

_RANGE = re.compile(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)")
_YEAR = r"(?:năm )?((?:19|20)\d\d)"
_TEXTS = (
    (re.compile(rf"(?:^|\b)(?:6|sáu) tháng đầu {_YEAR}"), "{0}-H1"),
    (re.compile(rf"(?:^|\b)(?:6|sáu) tháng cuối {_YEAR}"), "{0}-H2"),
    (re.compile(rf"(?:^|\b)0?(?:9|chín) tháng (?:đầu )?{_YEAR}"), "{0}-9M"),
    (re.compile(rf"(?:^|\b)0?(?:6|sáu) tháng {_YEAR}"), "{0}-H1"),
    (re.compile(rf"(?<!\d )\bquý (iv|i{{1,3}}|[1-4]) {_YEAR}"), "quarter"),
    (re.compile(rf"(?<!\d )\btháng (0?[1-9]|1[0-2]) {_YEAR}"), "month"),
    (re.compile(r"^(?:cả |báo cáo )?năm ((?:19|20)\d\d)\b"), "{0}"),
    (re.compile(r"^((?:19|20)\d\d)$"), "{0}"),
)
_DATE = r"(\d{1,2})(?:\s*[/.-]\s*|\s+tháng\s+)(\d{1,2})(?:\s*[/.-]\s*|\s+năm\s+)(\d{4})"
_FROM_TO = re.compile(rf"từ\s*(?:ngày)?\s*{_DATE}\s*(?:đến|tới|-|–)\s*(?:hết\s*)?(?:ngày)?\s*{_DATE}", re.IGNORECASE)
_BARE_DATES = re.compile(rf"{_DATE}\s*(?:đến|-|–)\s*(?:ngày\s*)?{_DATE}")
_DUE = re.compile(r"(before|by)_day:(\d{1,2}):of_(last|next)_month")
_DUE_ON = re.compile(r"on:(\d{4}-\d\d-\d\d)")
_WINDOW = re.compile(r"(\d{1,2})_to_(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Regime:
    """A reporting regime: how its windows of data lie and by when reports are due."""

    regime_id: str
    name: str
    window: str = "calendar"
    due_rule: str = ""
    period_kinds: tuple[str, ...] = ()
    document: str = ""
    name_en: str = ""

    def named(self, language: str) -> str:
        """Its name in a language."""
        return self.name_en if language == "en" and self.name_en else self.name


@dataclass(frozen=True, slots=True)
class StatedPeriod:
    """What a file says of its period: a label, two dates, or both; `is_cumulative` None where it does not say."""

    label: str | None = None
    start: date | None = None
    end: date | None = None
    is_cumulative: bool | None = None


@cache
def load_regimes(path: Path = REGIMES_FILE) -> dict[str, Regime]:
    """The regimes by id; an empty table when there is no file."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["regime_id"]: Regime(
                row["regime_id"],
                row["name"],
                row["window"],
                row["due_rule"],
                tuple(row["period_kinds"].split("|")),
                row["document"],
                row["name_en"],
            )
            for row in csv.DictReader(file)
        }


def find_regime(text: str) -> Regime | None:
    """The regime that a file names, by id or name."""
    regimes = load_regimes()
    wanted = normalise(text)
    return regimes.get(text.strip()) or next((r for r in regimes.values() if normalise(r.name) == wanted), None)


def get_regime(regime_id: str) -> Regime:
    """A regime by id; one with calendar windows and no due day where it is unknown."""
    return load_regimes().get(regime_id) or Regime(regime_id, regime_id)


@lru_cache(maxsize=4096)
def parse_period(text: str) -> StatedPeriod:
    """The label and the dates in a text; nothing in it that is no period gives `StatedPeriod()`."""
    stripped = unicodedata.normalize("NFC", text).strip()
    if months_of(stripped):
        return StatedPeriod(stripped)
    if match := _RANGE.fullmatch(stripped):
        return StatedPeriod(None, date.fromisoformat(match[1]), date.fromisoformat(match[2]))
    dates = _FROM_TO.search(stripped) or _BARE_DATES.search(stripped)
    start, end = _two_dates(dates) if dates else (None, None)
    rest = stripped[: dates.start()] + " " + stripped[dates.end() :] if dates else stripped
    words = normalise(rest)
    return StatedPeriod(_label_of(words), start, end, True if "lũy kế" in words else None)


def has_impossible_dates(text: str) -> bool:
    """Whether a text gives a range of dates of which one is in no calendar, or the first after the last."""
    plain = unicodedata.normalize("NFC", text)
    dates = _FROM_TO.search(plain) or _BARE_DATES.search(plain)
    if dates is None:
        return False
    start, end = _two_dates(dates)
    return start is None or end is None or start > end


def _label_of(words: str) -> str | None:
    for pattern, form in _TEXTS:
        match = pattern.search(words)
        if match is None:
            continue
        if form == "quarter":
            return f"{match[2]}-Q{_QUARTER_NUMBERS[match[1]]}"
        if form == "month":
            return f"{match[2]}-{int(match[1]):02d}"
        return form.format(match[1])
    return None


def _two_dates(match: re.Match[str]) -> tuple[date | None, date | None]:
    day1, month1, year1, day2, month2, year2 = map(int, match.groups())
    try:
        return date(year1, month1, day1), date(year2, month2, day2)
    except ValueError:
        return None, None


def period_from_label(label: str, regime: Regime) -> Period | None:
    """The period of a label as the regime's window has it; None for what is no label."""
    if match := _RANGE.fullmatch(label):
        start, end = date.fromisoformat(match[1]), date.fromisoformat(match[2])
        return Period(regime.regime_id, "custom", label, start, end) if start <= end else None
    months = months_of(label)
    if months is None:
        return None
    year, first, last, kind = months
    start, end = _window(regime, year, first, last)
    return Period(
        regime.regime_id, kind, label, start, end, _due(regime, year, last), is_cumulative=kind in _CUMULATIVE
    )


def make_period(stated: StatedPeriod, regime: Regime) -> Period | None:
    """The period that a file states; None where it states none.

    A month or quarter that is said to be cumulative is the year to date: a range of its own, never the simple period.
    """
    if stated.label is None:
        if stated.start is None or stated.end is None or stated.start > stated.end:
            return None
        return _of_dates(stated.start, stated.end, regime, stated.is_cumulative)
    period = period_from_label(stated.label, regime)
    if period is None:
        return None
    if stated.is_cumulative and period.kind in ("month", "quarter"):
        start = stated.start or _window(regime, int(stated.label[:4]), 1, 12)[0]
        return _of_dates(start, stated.end or period.end, regime, True)
    if stated.start and stated.end and stated.start <= stated.end:
        return _with_dates(period, stated.start, stated.end)
    return period


def _of_dates(start: date, end: date, regime: Regime, is_cumulative: bool | None) -> Period:
    """A known period whose window is exactly this range, else a range of its own."""
    for label in _labels_ending_in(end):
        known = period_from_label(label, regime)
        if known and (known.start, known.end) == (start, end):
            return known
    kind: PeriodKind = "ytd" if is_cumulative else "custom"
    label = f"{start.isoformat()}..{end.isoformat()}"
    return Period(regime.regime_id, kind, label, start, end, is_cumulative=bool(is_cumulative))


def _labels_ending_in(end: date) -> list[str]:
    spans = [span for span, (_, _, last) in SPANS.items() if last == end.month]
    return [f"{end.year}-{end.month:02d}", *(f"{end.year}-{span}" if span else str(end.year) for span in spans)]


def _with_dates(period: Period, start: date, end: date) -> Period:
    return Period(period.regime, period.kind, period.label, start, end, period.due, period.is_cumulative)


def is_window(text: str) -> bool:
    """Whether a text is a window: whole months, days such as `15_to_14`, or one of its own for each period."""
    match = _WINDOW.fullmatch(text)
    return text in ("calendar", "custom") or (match is not None and all(1 <= int(day) <= 31 for day in match.groups()))


def read_due(text: str) -> tuple[bool, int, bool] | date | None:
    """The due day that a text names: `before_day:20:of_last_month`, `by_day:5:of_next_month`, `on:2026-11-25`.

    Whether strictly before, which day, and whether of the month after; or the very day. Null for anything else.
    """
    if match := _DUE.fullmatch(text):
        is_before, day = match[1] == "before", int(match[2])
        return (is_before, day, match[3] == "next") if is_before < day <= 28 else None
    try:
        return date.fromisoformat(text[3:]) if _DUE_ON.fullmatch(text) else None
    except ValueError:
        return None


def _window(regime: Regime, year: int, first: int, last: int) -> tuple[date, date]:
    """`15_to_14` begins in the month before the first; `1_to_25`, whose days are in order, in the first month."""
    start, end = date(year, first, 1), _day(year, last, 31)
    match = _WINDOW.fullmatch(regime.window)
    if match is None:
        return start, end
    first_day, last_day = int(match[1]), int(match[2])
    if first_day > last_day:
        start -= timedelta(1)
    return _day(start.year, start.month, first_day), _day(end.year, end.month, last_day)


def _day(year: int, month: int, day: int) -> date:
    """A day of a month, or its last one where it has fewer."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _due(regime: Regime, year: int, last: int) -> date | None:
    """The last day on which a report is on time: "before day 20" is the 19th."""
    said = read_due(regime.due_rule)
    if not isinstance(said, tuple):
        return said
    is_before, day, is_next = said
    if is_next:
        year, last = year + last // 12, last % 12 + 1
    return date(year, last, day) - timedelta(is_before)
