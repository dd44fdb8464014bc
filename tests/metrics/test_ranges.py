"""Ranges that a reader makes up: what they are made of, what comes before them, and what they are the year to date of."""

import calendar
from datetime import date

import pytest

from dashboard.metrics import ranges
from dashboard.report import Period


def month(label: str) -> Period:
    year, number = int(label[:4]), int(label[5:])
    last = calendar.monthrange(year, number)[1]
    return Period("cchc", "month", label, date(year, number, 1), date(year, number, last))


MONTHS = [
    month(f"{year}-{number:02d}") for year in (2025, 2026) for number in range(1, 11) if (year, number) != (2026, 3)
]
QUARTERS = [
    Period("cchc", "quarter", "2023-Q1", date(2022, 12, 15), date(2023, 3, 14)),
    Period("cchc", "quarter", "2023-Q3", date(2023, 6, 15), date(2023, 9, 14)),
]


def made_of(label: str, reported: list[Period] = MONTHS) -> list[tuple[int, str]]:
    known = ranges.named("cchc", label, reported)
    assert known is not None
    return [(part.tiling, part.part_id.split("/")[1]) for part in known.parts]


def test_a_range_of_months_names_every_month_even_one_without_a_report():
    known = ranges.named("cchc", "2026-01..2026-04", MONTHS)
    assert known is not None
    assert made_of("2026-01..2026-04") == [(0, f"2026-0{number}") for number in (1, 2, 3, 4)]
    assert (known.period.start, known.period.end) == (date(2026, 1, 1), date(2026, 4, 30))
    assert [part.is_first for part in known.parts] == [True, False, False, False]
    assert [part.is_last for part in known.parts] == [False, False, False, True]


def test_quarters_that_no_report_is_about_are_made_of_their_months():
    found = made_of("2025-Q1..2025-Q2")
    assert found[:2] == [(0, "2025-Q1"), (0, "2025-Q2")]
    assert found[2:] == [(1, f"2025-0{number}") for number in range(1, 7)]


def test_a_range_of_dates_is_made_of_the_months_that_fill_it():
    assert made_of("2025-02-01..2025-03-31") == [(0, "2025-02"), (0, "2025-03")]
    assert ranges.named("cchc", "2025-02-02..2025-03-31", MONTHS) is None


def test_a_range_of_one_month_is_that_month():
    known = ranges.named("cchc", "2026-02..2026-02", MONTHS)
    assert known is not None
    assert (known.period.label, ranges.is_range(known)) == ("2026-02", False)


@pytest.mark.parametrize(
    "label",
    [
        "2026-05..2026-01",
        "2026-01..2026-Q2",
        "1999-01..1999-02",
        "2026-01..2026-03",
        "..",
        "2026-01..",
        "..2026-01",
        "2025-9M..2026-9M",
        "2026-01..2026-02..2026-04",
        "2021-13-45..2021-01-01",
    ],
)
def test_what_is_no_range_is_none(label):
    assert ranges.named("cchc", label, MONTHS) is None


@pytest.mark.parametrize(
    ("label", "before", "year_before"),
    [
        ("2026-04..2026-06", "2026-01..2026-03", "2025-04..2025-06"),
        ("2026-01..2026-04", "2025-09..2025-12", "2025-01..2025-04"),
        ("2025-01..2025-02", None, None),
    ],
)
def test_a_range_is_compared_with_the_equally_long_one_before_and_with_that_of_the_year_before(
    label, before, year_before
):
    known = ranges.named("cchc", label, MONTHS)
    assert known is not None
    found = (ranges.before(known, MONTHS), ranges.year_before(known, MONTHS))
    assert tuple(k.period.label if k else None for k in found) == (before, year_before)


@pytest.mark.parametrize(
    ("label", "ytd"),
    [
        ("2026-02..2026-05", "cchc/2026-05:ytd"),
        ("2026-01..2026-05", "cchc/2026-01..2026-05"),
        ("2025-09..2026-01", "cchc/2026-01"),
        ("2025-04..2026-04", "cchc/2026-04:ytd"),
    ],
)
def test_the_year_to_date_of_a_range_is_that_of_its_end(label, ytd):
    known = ranges.named("cchc", label, MONTHS)
    assert known is not None
    assert ranges.year_to_date_id(known) == ytd


def test_dates_that_are_no_months_have_no_year_to_date_and_nothing_before_them():
    custom = Period("cchc", "custom", "2021-01-01..2021-09-20", date(2021, 1, 1), date(2021, 9, 20))
    known = ranges.named("cchc", custom.label, [custom])
    assert known is not None
    assert (ranges.year_to_date_id(known), ranges.before(known, [custom])) == (None, None)


def test_a_trend_names_quarters_in_between_that_nobody_reported():
    assert [part.part_id for part in ranges.series(QUARTERS[0], QUARTERS[1], QUARTERS)] == [
        "cchc/2023-Q1",
        "cchc/2023-Q2",
        "cchc/2023-Q3",
    ]
