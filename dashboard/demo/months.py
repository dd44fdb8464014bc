"""The 36 months that the invented province reports, and how busy each of them is."""

from datetime import date, timedelta

from dashboard.report import Period

FIRST = date(2023, 11, 1)
LENGTH = 36
WORKBOOK_MONTHS = 3  # the last months come as workbooks, those before as flat CSV
DUE_DAY = 19  # "trước ngày 20" of the month itself
TET_MONTHS = {date(2024, 2, 1): 0.74, date(2025, 1, 1): 0.78, date(2025, 2, 1): 0.92, date(2026, 2, 1): 0.72}
_SEASON = (1.0, 0.97, 1.09, 1.03, 1.04, 1.0, 1.0, 1.08, 1.06, 1.01, 0.99, 0.96)
_AFTER_THE_BREAK = {date(2025, 7, 1): 0.80, date(2025, 8, 1): 0.93}


def build_periods() -> tuple[Period, ...]:
    """Calendar months of regime `cchc`, November 2023 to October 2026, each due before its 20th day."""
    return tuple(
        _month(FIRST.year + (FIRST.month - 1 + at) // 12, (FIRST.month - 1 + at) % 12 + 1) for at in range(LENGTH)
    )


def busyness(start: date) -> float:
    """How many files come in, against a usual month: fewer at Tết, fewer while the communes settle in."""
    years = (start - FIRST).days / 365
    usual = _SEASON[start.month - 1] * 1.015**years
    return usual * TET_MONTHS.get(start, 1.0) * _AFTER_THE_BREAK.get(start, 1.0)


def _month(year: int, month: int) -> Period:
    start = date(year, month, 1)
    end = (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return Period("cchc", "month", f"{start:%Y-%m}", start, end, due=start.replace(day=DUE_DAY))
