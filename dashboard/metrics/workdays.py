"""Which days nobody works in Vietnam: weekends, holidays with Tết, and the days off that are swapped year by year.

The calendar is that of the library `holidays`; what a province decides otherwise goes before it.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from dashboard.ledger import DayOff

_DAY = timedelta(days=1)
_AMERICAN = re.compile(r"\b(\d\d)/(\d\d)/(\d{4})\b")


def is_off(day: date, decided: Mapping[date, bool]) -> bool:
    """Whether nobody works on a day; `decided` are the province's own days, true for one that is off."""
    if day in decided:
        return decided[day]
    return not _calendar("vi").is_working_day(day)


def moved(day: date, rule: DayOff, decided: Mapping[date, bool]) -> date:
    """The due day that a rule makes of one on which nobody works: itself, or the next or previous working day."""
    if rule == "keep":
        return day
    step = _DAY if rule == "next" else -_DAY
    while is_off(day, decided):
        day += step
    return day


def holidays_of(year: int, language: str = "vi") -> list[tuple[date, str]]:
    """The holidays of a year by name, and the days off that stand in for others."""
    calendar = _calendar(language)
    days = [day for day in calendar[date(year, 1, 1) : date(year + 1, 1, 1)] if day.year == year]
    if language == "vi":
        return [(day, calendar[day]) for day in days]
    # The library writes the days that others stand in for as Americans do.
    return [(day, _AMERICAN.sub(r"\2/\1/\3", calendar[day])) for day in days]


@cache
def _calendar(language: str) -> Any:
    import holidays  # not at the top: most commands never ask for a day off

    return holidays.country_holidays("VN", language="en_US" if language == "en" else "vi")
