"""Counts, percentages and dates as they stand in Vietnamese reports, read without guessing.

A count is a whole number that is not negative. Text follows Vietnamese practice: a dot or a space groups thousands, a
comma stands before decimals. What could be meant in two ways is a problem for the person who typed it, never a value.
"""

import datetime
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

CellValue = None | str | int | float | bool | datetime.date | datetime.datetime | datetime.time | datetime.timedelta
CountProblem = Literal["not_a_number", "negative", "not_whole", "excel_thousands"]

LARGEST_COUNT = 10**12
"""No province counts a million million files; above this a cell holds a code or a phone number."""


@dataclass(frozen=True, slots=True)
class ParsedCount:
    """A count, or why the cell gives none; both null for a blank cell, which is unknown and not zero."""

    value: int | None
    problem: CountProblem | None = None


_BLANK = ParsedCount(None)
_NOT_A_NUMBER = ParsedCount(None, "not_a_number")
_NEGATIVE = ParsedCount(None, "negative")
_NOT_WHOLE = ParsedCount(None, "not_whole")
_EXCEL_THOUSANDS = ParsedCount(None, "excel_thousands")

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
_SPACES = {**dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\t\r\n"), " "), **dict.fromkeys(map(ord, "\u200b\ufeff"))}
_CLEAN = {**_DASHES, **_SPACES, ord("…"): "..."}
_MEANS_NOTHING = frozenset({"", "-", "--", "---", "...", ".", "'"})

_DIGITS = re.compile(r"[0-9]+")
_DOT_OR_SPACE_GROUPS = re.compile(r"([1-9][0-9]{0,2})((?:\.[0-9]{3})+|(?: [0-9]{3})+)(?:,0+)?")
_COMMA_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3}){2,}(?:\.0+)?|[1-9][0-9]{0,2},[0-9]{3}\.0+")
_ONE_COMMA_GROUP = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_WHOLE_WITH_ZEROS = re.compile(r"([0-9]+)(?:,0+|\.0{1,2})")
_FRACTION = re.compile(r"[0-9]+[.,][0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+")


@lru_cache(maxsize=1 << 16, typed=True)
def parse_count(cell: CellValue) -> ParsedCount:
    """A cell as a count: `"1.234"` → 1234, `"07"` → 7, 12.0 → 12; blank, "-" and "–" are unknown.

    The float 1.234 is `excel_thousands`: Excel makes it of the text "1.234" and the reader cannot know. The text
    "1,234" gets the same problem, because it is 1,234 in Vietnamese and 1.234 in English; "1,234,567" is clear.
    """
    if cell is None:
        return _BLANK
    if isinstance(cell, str):
        return _count_of_text(cell)
    if isinstance(cell, bool):
        return _NOT_A_NUMBER
    if isinstance(cell, float):
        return _count_of_float(cell)
    if isinstance(cell, int):
        return _whole(cell)
    return _NOT_A_NUMBER


def _whole(number: int) -> ParsedCount:
    if number < 0:
        return _NEGATIVE
    return ParsedCount(number) if number <= LARGEST_COUNT else _NOT_A_NUMBER


def _count_of_float(number: float) -> ParsedCount:
    if number.is_integer():
        return _whole(int(number))
    if not math.isfinite(number):
        return _NOT_A_NUMBER
    if number < 0:
        return _NEGATIVE
    nearest = round(number)
    if abs(number - nearest) < 1e-9 * max(1.0, number):  # the dust of a sum of decimals, not a fraction
        return _whole(nearest)
    if 1 < number < 1000 and _decimals(Decimal(repr(number))) == 3:
        return _EXCEL_THOUSANDS
    return _NOT_WHOLE


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _count_of_text(text: str) -> ParsedCount:
    if text.isascii() and text.isdigit() and len(text) <= 12:
        return ParsedCount(int(text))
    text = text.translate(_CLEAN).strip().lstrip("'").strip()
    if text in _MEANS_NOTHING:
        return _BLANK
    if text.startswith("-") or (text.startswith("(") and text.endswith(")")):
        rest = _count_of_text(text.lstrip("-( ").rstrip(") "))
        if rest.value == 0:
            return rest
        return _NOT_A_NUMBER if rest in (_NOT_A_NUMBER, _BLANK) else _NEGATIVE
    text = text.removeprefix("+")
    if _DIGITS.fullmatch(text) and len(text) <= 15:
        return _whole(int(text))
    if match := _DOT_OR_SPACE_GROUPS.fullmatch(text):
        return _whole(int(match[1] + match[2].replace(".", "").replace(" ", "")))
    if _COMMA_GROUPS.fullmatch(text):
        return _whole(int(text.split(".")[0].replace(",", "")))
    if match := _WHOLE_WITH_ZEROS.fullmatch(text):
        return _whole(int(match[1]))
    if _ONE_COMMA_GROUP.fullmatch(text):
        return _EXCEL_THOUSANDS
    return _NOT_WHOLE if _FRACTION.fullmatch(text) else _NOT_A_NUMBER


_PERCENT_TEXT = re.compile(r"([0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+)(?:,([0-9]+))? ?%?")
_PERCENT_ENGLISH = re.compile(r"([0-9]+)\.([0-9]{1,2}|[0-9]{4,}) ?%?")


def parse_percent(cell: CellValue, number_format_is_percent: bool = False) -> tuple[float | None, float]:
    """A printed percentage as a fraction, and half of its last printed digit: "78,24%" → (0.7824, 0.00005).

    Text is in percent with or without its sign. A number is a fraction up to 1 (what a percent cell of Excel holds)
    and percent above it, unless the format is known to be percent. `(None, 0.0)` where there is no percentage;
    "1.234%" gives none, since it may be either 1234 or 1,234 percent.
    """
    if isinstance(cell, str):
        text = cell.translate(_CLEAN).strip()
        match = _PERCENT_TEXT.fullmatch(text)
        if match and "." in match[1]:
            match = None if match[2] is None else match
        match = match or _PERCENT_ENGLISH.fullmatch(text)
        if match is None:
            return None, 0.0
        decimals = match[2] or ""
        stated = Decimal(f"{match[1].replace('.', '')}.{decimals or '0'}")
        return float(stated.scaleb(-2)), float(Decimal(5).scaleb(-len(decimals) - 3))
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not math.isfinite(cell) or cell < 0:
        return None, 0.0
    stated = Decimal(repr(cell))
    if not number_format_is_percent and cell > 1:
        stated = stated.scaleb(-2)
    decimals_of_fraction = max(2, _decimals(stated))
    return float(stated), float(Decimal(5).scaleb(-decimals_of_fraction - 1))


_DAY_FIRST = re.compile(r"(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{4})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?")
_YEAR_FIRST = re.compile(r"(\d{4})([/-])(\d{1,2})\2(\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?Z?)?")
_IN_WORDS = re.compile(r"(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)


def parse_date(cell: CellValue) -> datetime.date | None:
    """A date cell, or text such as `20/02/2020`, `20-2-2020`, `2020-02-20`, `ngày 20 tháng 02 năm 2020`.

    The day comes before the month. A year of two digits, and a bare number, give nothing.
    """
    if isinstance(cell, datetime.datetime):
        return cell.date()
    if isinstance(cell, datetime.date):
        return cell
    if not isinstance(cell, str):
        return None
    text = cell.translate(_CLEAN).strip()
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = match[1], match[3], match[4]
    elif match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match[1], match[3], match[4]
    elif match := _IN_WORDS.fullmatch(text):
        day, month, year = match[1], match[2], match[3]
    else:
        return None
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
