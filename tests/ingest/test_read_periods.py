"""Periods as files write them."""

from datetime import date

import pytest

from dashboard.ingest.periods import (
    Regime,
    StatedPeriod,
    has_impossible_dates,
    load_regimes,
    make_period,
    parse_period,
    period_from_label,
)

CALENDAR = Regime("cchc", "CCHC", "calendar", "before_day:20:of_last_month")
MINISTRY = Regime("cv581", "BNV", "15_to_14", "by_day:20:of_last_month")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Quý III/2020", "2020-Q3"),
        ("quý 3 năm 2020", "2020-Q3"),
        ("Quý IV/2023", "2023-Q4"),
        ("Tháng 02/2020", "2020-02"),
        ("tháng 2 năm 2020", "2020-02"),
        ("6 tháng đầu năm 2023", "2023-H1"),
        ("6 tháng cuối năm 2023", "2023-H2"),
        ("9 tháng năm 2023", "2023-9M"),
        ("9 tháng đầu năm 2023", "2023-9M"),
        ("Năm 2017", "2017"),
        ("2017", "2017"),
        ("2020-Q3", "2020-Q3"),
        ("2020-02", "2020-02"),
        ("Quý III/2020 (Từ ngày 28/05/2020 đến ngày 28/08/2020)", "2020-Q3"),
        ("Ban hành theo Thông tư số 01/2020/TT-VPCP", None),
        ("Bắc Giang, ngày 20 tháng 02 năm 2020", None),
        ("", None),
    ],
)
def test_the_label_of_a_text(text, label):
    assert parse_period(text).label == label


def test_two_dates_in_a_text():
    assert parse_period("từ ngày 01/06/2023 đến ngày 30/8/2023") == StatedPeriod(
        None, date(2023, 6, 1), date(2023, 8, 30)
    )


@pytest.mark.parametrize(
    "text",
    [
        "từ ngày 28 tháng 5 năm 2020 đến ngày 28 tháng 8 năm 2020",
        "Từ ngày 28-5-2020 đến hết ngày 28-8-2020",
        "tu\u031b\u0300 nga\u0300y 28/5/2020 \u0111e\u0302\u0301n nga\u0300y 28/8/2020",
    ],
)
def test_dates_may_be_written_out_or_with_letters_in_pieces(text):
    assert parse_period(text) == StatedPeriod(None, date(2020, 5, 28), date(2020, 8, 28))


@pytest.mark.parametrize(
    ("text", "is_impossible"),
    [
        ("Quý I/2020 (từ ngày 31/02/2020 đến ngày 31/3/2020)", True),
        ("Quý III/2020 (từ ngày 28/8/2020 đến ngày 28/5/2020)", True),
        ("Quý III/2020 (từ ngày 28/5/2020 đến ngày 28/8/2020)", False),
        ("Quý III/2020", False),
    ],
)
def test_dates_that_cannot_be_are_told_from_dates_that_are_not_there(text, is_impossible):
    assert has_impossible_dates(text) is is_impossible


def test_a_month_is_due_before_day_20():
    period = period_from_label("2020-02", CALENDAR)
    assert (period.start, period.end, period.due) == (date(2020, 2, 1), date(2020, 2, 29), date(2020, 2, 19))
    assert not period.is_cumulative


def test_a_regime_may_run_from_15_to_14():
    first = period_from_label("2024-Q1", MINISTRY)
    assert (first.start, first.end, first.due) == (date(2023, 12, 15), date(2024, 3, 14), date(2024, 3, 20))
    assert period_from_label("2024", MINISTRY).is_cumulative


def test_stated_dates_go_before_the_window():
    period = make_period(parse_period("Quý III/2020 (từ 28/5/2020 đến 28/8/2020)"), CALENDAR)
    assert (period.label, period.start, period.end) == ("2020-Q3", date(2020, 5, 28), date(2020, 8, 28))
    assert period.due == date(2020, 9, 19)


def test_dates_that_are_exactly_a_month_are_that_month():
    assert make_period(parse_period("từ ngày 01/02/2020 đến ngày 29/02/2020"), CALENDAR).label == "2020-02"


def test_dates_alone_are_a_range_of_their_own():
    period = make_period(StatedPeriod(None, date(2021, 1, 1), date(2021, 9, 20)), CALENDAR)
    assert (period.kind, period.label) == ("custom", "2021-01-01..2021-09-20")
    assert period.due is None


def test_a_cumulative_month_is_the_year_to_date_and_not_the_month():
    period = make_period(StatedPeriod("2020-02", is_cumulative=True), CALENDAR)
    assert (period.kind, period.label) == ("ytd", "2020-01-01..2020-02-29")
    assert period.is_cumulative
    assert make_period(StatedPeriod("2020-01", is_cumulative=True), CALENDAR).label == "2020-01"


def test_the_regimes_of_the_product_can_be_read():
    assert period_from_label("2020-02", load_regimes()["cchc"]).due == date(2020, 2, 19)
