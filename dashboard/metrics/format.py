"""The one place where a number, a date or a period becomes text, in Vietnamese or in English.

Rates come in as fractions (0.7824) and leave as `78,24%`; what is unknown leaves as `–`. Rounding is half-up on the
decimal digits, as the printed reports round, and never on the binary value of a float.
"""

import math
from calendar import monthrange
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from typing import Literal

from babel.dates import format_date
from babel.numbers import NumberPattern, format_decimal, parse_pattern

from dashboard.metrics.periods import months_of
from dashboard.report import Period, PeriodKind

Language = Literal["vi", "en"]

NONE = "–"
MINUS = "−"
SMALL_N = 10
"""Below this many cases a percentage says less than the counts; the default of a setting."""

TABLE_DECIMALS = 2
CHART_DECIMALS = 1

_ROMAN = ("I", "II", "III", "IV")
_DAY = "dd/MM/yyyy"


def count(value: float | None, language: Language = "vi") -> str:
    """A whole number with its thousands apart: `1.234`."""
    return number(value, 0, language)


def number(value: float | Decimal | None, decimals: int, language: Language = "vi") -> str:
    """A number with a fixed count of decimals: `1.234,50`; zeros are kept so that columns align."""
    known = _known(value)
    return NONE if known is None else _plain(_rounded(known, decimals), decimals, language)


def percent(fraction: float | Decimal | None, decimals: int = TABLE_DECIMALS, language: Language = "vi") -> str:
    """A fraction as a percentage: 0.7824 gives `78,24%`."""
    known = _known(fraction)
    return NONE if known is None else _plain(_rounded(known * 100, decimals), decimals, language) + "%"


def ratio(
    numerator: int | None, denominator: int | None, decimals: int = TABLE_DECIMALS, language: Language = "vi"
) -> str:
    """Two counts as a percentage, exact however large they are; `–` where there is nothing to divide by."""
    if numerator is None or not denominator:
        return NONE
    return percent(Decimal(int(numerator)) / Decimal(int(denominator)), decimals, language)


def counts(numerator: int | None, denominator: int | None, language: Language = "vi") -> str:
    """Two counts side by side: `20/5.581`; an unknown side is `–`, both unknown is one `–`."""
    if _known(numerator) is None and _known(denominator) is None:
        return NONE
    return f"{count(numerator, language)}/{count(denominator, language)}"


def counted(value: float | None, noun: str, language: Language = "vi") -> str:
    """A count with what it counts: `1.234 hồ sơ`. The noun is a word of the catalogue, `noun.<family>`."""
    return NONE if _known(value) is None else f"{count(value, language)} {noun}"


def share(
    numerator: int | None,
    denominator: int | None,
    noun: str,
    decimals: int = TABLE_DECIMALS,
    language: Language = "vi",
    small_n: int = SMALL_N,
) -> str:
    """A rate as it may be shown: `78,24%`, or `1/3 hồ sơ` where there are fewer than `small_n` cases."""
    if numerator is None or not denominator:
        return NONE
    if denominator < small_n:
        return f"{counts(numerator, denominator, language)} {noun}"
    return ratio(numerator, denominator, decimals, language)


def points(change: float | Decimal | None, decimals: int = CHART_DECIMALS, language: Language = "vi") -> str:
    """A change of a fraction in percentage points, signed: 0.008 gives `+0,8 điểm %`; what rounds to 0 has no sign."""
    known = _known(change)
    return NONE if known is None else f"{_signed(known * 100, decimals, language)} {points_unit(language)}"


def points_size(change: float | Decimal | None, decimals: int = CHART_DECIMALS, language: Language = "vi") -> str:
    """The size of a change without its sign, for sentences that say "giảm": `0,8 điểm %`."""
    known = _known(change)
    if known is None:
        return NONE
    return f"{_plain(_rounded(abs(known) * 100, decimals), decimals, language)} {points_unit(language)}"


def points_unit(language: Language = "vi") -> str:
    return "điểm %" if language == "vi" else "pp"


def count_change(change: float | None, language: Language = "vi", decimals: int = 0) -> str:
    """A change of a count, or with decimals of a score, signed with a true minus: `−1.234`, `−0,40`."""
    known = _known(change)
    return NONE if known is None else _signed(known, decimals, language)


def measure(
    value: float | None,
    unit: Literal["percent", "count"],
    decimals: int = TABLE_DECIMALS,
    language: Language = "vi",
) -> str:
    """A metric's value by its unit: a fraction as a percentage, a count as a whole number."""
    return percent(value, decimals, language) if unit == "percent" else count(value, language)


def measure_change(
    change: float | None,
    unit: Literal["percent", "count"],
    decimals: int = CHART_DECIMALS,
    language: Language = "vi",
) -> str:
    """A metric's change by its unit: `+0,8 điểm %` or `+12`."""
    return points(change, decimals, language) if unit == "percent" else count_change(change, language)


def day(value: date | None, language: Language = "vi") -> str:
    """A date, the day first in both languages: `20/02/2020`."""
    return NONE if value is None else str(format_date(value, _DAY, locale=language))


def moment(value: datetime | None, language: Language = "vi") -> str:
    """A date with its time, in the time zone that it carries: `20/02/2020 14:05`."""
    return NONE if value is None else f"{day(value.date(), language)} {value:%H:%M}"


def date_range(start: date | None, end: date | None, language: Language = "vi") -> str:
    """Both ends of a range: `01/01/2021 – 20/09/2021`."""
    if start is None and end is None:
        return NONE
    return f"{day(start, language)} – {day(end, language)}"


def month(value: date, language: Language = "vi") -> str:
    """The month of a date: `tháng 02/2020`, `02/2020` in English."""
    return f"tháng {value:%m}/{value.year}" if language == "vi" else f"{value:%m}/{value.year}"


def period(kind: PeriodKind, start: date, end: date, language: Language = "vi") -> str:
    """A period as administrative texts name it, fit for the middle of a sentence: `Quý III/2023`, `năm 2017`.

    Named by its last day: the data of Quý I may begin on 15/12 of the year before, and those of Quý III on 01/06.
    """
    year = end.year
    if kind == "month":
        return month(end, language)
    if kind == "quarter":
        quarter = (end.month - 1) // 3
        return f"Quý {_ROMAN[quarter]}/{year}" if language == "vi" else f"Q{quarter + 1}/{year}"
    if kind == "half":
        return _half(end, language)
    if kind == "nine_month":
        return f"9 tháng đầu năm {year}" if language == "vi" else f"the first nine months of {year}"
    if kind == "year":
        return f"năm {year}" if language == "vi" else f"{year}"
    if kind == "ytd":
        return _year_to_date(year, end, language)
    if _is_whole_months(start, end):
        return f"tháng {_months(start, end)}" if language == "vi" else _months(start, end)
    return _explicit(start, end, language)


def period_name(value: Period, language: Language = "vi") -> str:
    """`period` of a Period, by its label where that names months: the dates of its figures may lie elsewhere."""
    return _named_by(value.label, language) or period(value.kind, value.start, value.end, language)


def label_name(label: str, language: Language = "vi") -> str:
    """`period_name` where the label is all that is known; one that names no months stays as it is."""
    return _named_by(label, language) or label


def _named_by(label: str, language: Language) -> str | None:
    from_label, _, to_label = label.partition("..")
    begun, ended = months_of(from_label), months_of(to_label)
    if begun is not None and ended is not None:  # a range of months or quarters that a reader made up
        last_day = date(ended[0], ended[2], monthrange(ended[0], ended[2])[1])
        return period("custom", date(begun[0], begun[1], 1), last_day, language)
    months = months_of(label)
    if months is None:
        return None
    year, first, last, kind = months
    return period(kind, date(year, first, 1), date(year, last, 28), language)


def period_axis(kind: PeriodKind, start: date, end: date, language: Language = "vi") -> str:
    """A period short enough for an axis: `02/2020`, `Q3/2023`, `6T/2023` (`H1/2023`), `9T/2023`, `2017`."""
    year = end.year
    if kind == "month":
        return f"{end:%m}/{year}"
    if kind == "quarter":
        return f"Q{(end.month - 1) // 3 + 1}/{year}"
    if kind == "half":
        half = 1 if end.month <= 6 else 2
        return f"H{half}/{year}" if language == "en" else ("6T/" if half == 1 else "6T cuối/") + str(year)
    if kind == "nine_month":
        return f"9M/{year}" if language == "en" else f"9T/{year}"
    if kind == "year":
        return str(year)
    if kind == "custom" and _is_whole_months(start, end):
        return _months(start, end)
    if start.year == end.year:
        return f"{start:%d/%m}–{end:%d/%m}/{year}"
    return f"{start:%d/%m}/{start.year}–{end:%d/%m}/{end.year}"


def size(value: int | None, language: Language = "vi") -> str:
    """A size in bytes, in the largest unit that leaves at least 1: `1,2 MB`."""
    if value is None:
        return NONE
    amount, unit = float(value), "B"
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000 or unit == "GB":
            break
        amount /= 1000
    return f"{number(amount, 0 if unit == 'B' else 1, language)} {unit}"


def capitalised(sentence: str) -> str:
    """The first letter as a capital and the rest as it is: `tháng 02/2020` at the start of a sentence."""
    return sentence[:1].upper() + sentence[1:]


def _half(end: date, language: Language) -> str:
    if language == "vi":
        return f"6 tháng {'đầu' if end.month <= 6 else 'cuối'} năm {end.year}"
    return f"the {'first' if end.month <= 6 else 'second'} half of {end.year}"


def _year_to_date(year: int, end: date, language: Language) -> str:
    if language == "vi":
        return f"lũy kế từ đầu năm {year} đến {day(end)}"
    return f"{year} to date, until {day(end, 'en')}"


def _is_whole_months(start: date, end: date) -> bool:
    return start.day == 1 and end.day == monthrange(end.year, end.month)[1]


def _months(start: date, end: date) -> str:
    """`02–05/2026`, `11/2025–02/2026`."""
    if start.year != end.year:
        return f"{start:%m}/{start.year}–{end:%m}/{end.year}"
    return f"{end:%m}/{end.year}" if start.month == end.month else f"{start:%m}–{end:%m}/{end.year}"


def _explicit(start: date, end: date, language: Language) -> str:
    if language == "vi":
        return f"từ {day(start)} đến {day(end)}"
    return f"{day(start, 'en')} to {day(end, 'en')}"


def _known(value: float | Decimal | None) -> Decimal | None:
    """The decimal digits that a float prints, so that 0.28845 rounds as people round it; null for what is unknown."""
    if value is None or math.isnan(value):
        return None
    if isinstance(value, Decimal):
        return value
    return Decimal(repr(float(value)) if isinstance(value, float) else str(value))


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


@cache
def _pattern(decimals: int) -> NumberPattern:
    return parse_pattern("#,##0" + ("." + "0" * decimals if decimals else ""))


@lru_cache(50_000)
def _plain(value: Decimal, decimals: int, language: Language) -> str:
    text = str(format_decimal(abs(value), _pattern(decimals), locale=language))
    return f"{MINUS}{text}" if value < 0 else text


def _signed(value: Decimal, decimals: int, language: Language) -> str:
    rounded = _rounded(value, decimals)
    return ("+" if rounded > 0 else "") + _plain(rounded, decimals, language)
