"""Numbers, dates and periods as the reports print them."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.metrics import format as fmt
from dashboard.report import Period


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [(0, "0", "0"), (999, "999", "999"), (1234, "1.234", "1,234"), (62195, "62.195", "62,195"), (-5, "−5", "−5"),
     (1234567, "1.234.567", "1,234,567"), (None, "–", "–"), (float("nan"), "–", "–")],
)  # fmt: skip
def test_a_count_has_its_thousands_apart(value, vi, en):
    assert (fmt.count(value), fmt.count(value, "en")) == (vi, en)


@pytest.mark.parametrize(
    ("fraction", "decimals", "vi", "en"),
    [
        (0.7824, 2, "78,24%", "78.24%"),
        (0.7824, 1, "78,2%", "78.2%"),
        (0.0, 2, "0,00%", "0.00%"),
        (1.0, 1, "100,0%", "100.0%"),
        (11.2345, 1, "1.123,5%", "1,123.5%"),
        (None, 2, "–", "–"),
    ],
)
def test_a_fraction_becomes_a_percentage_without_a_space(fraction, decimals, vi, en):
    assert fmt.percent(fraction, decimals) == vi
    assert fmt.percent(fraction, decimals, "en") == en


@pytest.mark.parametrize(
    ("fraction", "decimals", "text"),
    [(0.28845, 2, "28,85%"), (0.00125, 2, "0,13%"), (0.0215, 1, "2,2%"), (0.0225, 1, "2,3%"), (0.285, 0, "29%")],
)
def test_halves_round_up_as_they_are_written_and_not_as_binary_floats(fraction, decimals, text):
    assert fmt.percent(fraction, decimals) == text


def test_counts_divide_exactly_before_they_are_rounded():
    assert fmt.ratio(1028, 62195) == "1,65%"
    assert fmt.ratio(1, 8, 0) == "13%"
    assert fmt.ratio(10**17 + 1, 10**18, 2) == "10,00%"
    assert fmt.ratio(3, 0) == "–"
    assert fmt.ratio(None, 5) == "–"


def test_two_counts_stand_side_by_side_and_say_which_is_unknown():
    assert fmt.counts(20, 5581) == "20/5.581"
    assert fmt.counts(254, None) == "254/–"
    assert fmt.counts(None, None) == "–"


def test_few_cases_show_the_counts_and_the_limit_is_a_setting():
    assert fmt.share(1, 3, "hồ sơ") == "1/3 hồ sơ"
    assert fmt.share(1, 9, "hồ sơ") == "1/9 hồ sơ"
    assert fmt.share(1, 10, "hồ sơ") == "10,00%"
    assert fmt.share(1, 10, "hồ sơ", small_n=30) == "1/10 hồ sơ"
    assert fmt.share(0, 0, "hồ sơ") == "–"
    assert fmt.counted(1234, "hồ sơ") == "1.234 hồ sơ"
    assert fmt.counted(None, "hồ sơ") == "–"


@pytest.mark.parametrize(
    ("change", "vi", "en"),
    [(0.008, "+0,8 điểm %", "+0.8 pp"), (-0.008, "−0,8 điểm %", "−0.8 pp"), (0.0004, "0,0 điểm %", "0.0 pp"),
     (-0.0004, "0,0 điểm %", "0.0 pp"), (0.0, "0,0 điểm %", "0.0 pp"), (None, "–", "–")],
)  # fmt: skip
def test_a_change_is_signed_in_points_and_what_rounds_to_nothing_has_no_sign(change, vi, en):
    assert fmt.points(change) == vi
    assert fmt.points(change, language="en") == en


def test_a_change_for_a_sentence_has_no_sign():
    assert fmt.points_size(-0.008) == "0,8 điểm %"
    assert fmt.measure_change(-1234, "count") == "−1.234"
    assert fmt.measure_change(0.0125, "percent") == "+1,3 điểm %"
    assert fmt.measure(0.0125, "percent") == "1,25%"
    assert fmt.measure(1250, "count") == "1.250"


PERIODS = [
    ("month", date(2020, 2, 1), date(2020, 2, 29), "tháng 02/2020", "02/2020", "02/2020", "02/2020"),
    ("quarter", date(2023, 7, 1), date(2023, 9, 30), "Quý III/2023", "Q3/2023", "Q3/2023", "Q3/2023"),
    ("half", date(2023, 1, 1), date(2023, 6, 30), "6 tháng đầu năm 2023", "6T/2023", "the first half of 2023", "H1/2023"),
    ("half", date(2023, 7, 1), date(2023, 12, 31), "6 tháng cuối năm 2023", "6T cuối/2023", "the second half of 2023", "H2/2023"),
    ("nine_month", date(2023, 1, 1), date(2023, 9, 30), "9 tháng đầu năm 2023", "9T/2023", "the first nine months of 2023", "9M/2023"),
    ("year", date(2017, 1, 1), date(2017, 12, 31), "năm 2017", "2017", "2017", "2017"),
    ("custom", date(2021, 1, 1), date(2021, 9, 20), "từ 01/01/2021 đến 20/09/2021", "01/01–20/09/2021", "01/01/2021 to 20/09/2021", "01/01–20/09/2021"),
    ("custom", date(2019, 12, 15), date(2020, 12, 14), "từ 15/12/2019 đến 14/12/2020", "15/12/2019–14/12/2020", "15/12/2019 to 14/12/2020", "15/12/2019–14/12/2020"),
    ("custom", date(2026, 2, 1), date(2026, 5, 31), "tháng 02–05/2026", "02–05/2026", "02–05/2026", "02–05/2026"),
    ("custom", date(2025, 11, 1), date(2026, 2, 28), "tháng 11/2025–02/2026", "11/2025–02/2026", "11/2025–02/2026", "11/2025–02/2026"),
    ("ytd", date(2026, 1, 1), date(2026, 10, 31), "lũy kế từ đầu năm 2026 đến 31/10/2026", "01/01–31/10/2026", "2026 to date, until 31/10/2026", "01/01–31/10/2026"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "start", "end", "vi", "vi_axis", "en", "en_axis"), PERIODS)
def test_every_kind_of_period_has_its_name_and_its_axis_label(kind, start, end, vi, vi_axis, en, en_axis):
    assert fmt.period(kind, start, end) == vi
    assert fmt.period_axis(kind, start, end) == vi_axis
    assert fmt.period(kind, start, end, "en") == en
    assert fmt.period_axis(kind, start, end, "en") == en_axis
    assert fmt.period_name(Period("cchc", kind, "x", start, end)) == vi


def test_dates_have_the_day_first_in_both_languages():
    assert fmt.day(date(2020, 2, 20)) == fmt.day(date(2020, 2, 20), "en") == "20/02/2020"
    assert fmt.moment(datetime(2020, 2, 20, 14, 5)) == "20/02/2020 14:05"
    assert fmt.date_range(date(2021, 1, 1), date(2021, 9, 20)) == "01/01/2021 – 20/09/2021"
    assert fmt.day(None) == fmt.moment(None) == fmt.date_range(None, None) == "–"


def test_a_size_is_read_at_a_glance():
    assert (fmt.size(900), fmt.size(1_234_567), fmt.size(None)) == ("900 B", "1,2 MB", "–")


@given(st.decimals(min_value=-10, max_value=10, places=6), st.integers(0, 3))
def test_a_percentage_reads_back_as_the_number_rounded_half_up(fraction, decimals):
    text = fmt.percent(fraction, decimals)
    read = Decimal(text.removesuffix("%").replace(".", "").replace(",", ".").replace("−", "-"))
    assert abs(read - fraction * 100) <= Decimal(5).scaleb(-decimals - 1)


def test_a_range_is_named_by_its_months_wherever_the_dates_of_its_figures_lie():
    of_quarters = Period("cchc", "custom", "2025-Q3..2026-Q1", date(2025, 6, 15), date(2026, 3, 14))
    assert fmt.period_name(of_quarters) == "tháng 07/2025–03/2026"
