"""Counts, percentages and dates as people type them in Vietnamese reports."""

import datetime
import math

import pytest
from babel.numbers import format_decimal, format_percent
from hypothesis import given
from hypothesis import strategies as st

from dashboard.ingest.numbers import LARGEST_COUNT, parse_count, parse_date, parse_percent


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        (47, 47),
        (12.0, 12),
        (0, 0),
        ("0", 0),
        ("07", 7),
        ("1.234", 1234),
        ("1.234.567", 1234567),
        ("1 234", 1234),
        ("1\u00a0234", 1234),
        ("1\u202f234", 1234),
        (" 1.234 ", 1234),
        ("\u200b47", 47),
        ("'47", 47),
        ("1.234,0", 1234),
        ("12,0", 12),
        ("12.0", 12),
        ("1,234,567", 1234567),
        ("1,234.00", 1234),
        ("+5", 5),
        ("-0", 0),
        (0.1 + 0.2 + 11.7, 12),
    ],
)
def test_a_count_is_read(cell, count):
    assert (parse_count(cell).value, parse_count(cell).problem) == (count, None)


@pytest.mark.parametrize("cell", [None, "", "  ", "-", "–", "—", "…", "...", "\u00a0", "- "])
def test_a_blank_or_a_dash_is_unknown_and_not_zero(cell):
    assert (parse_count(cell).value, parse_count(cell).problem) == (None, None)


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        (-3, "negative"),
        (-3.5, "negative"),
        ("-3", "negative"),
        ("−3", "negative"),
        ("(3)", "negative"),
        ("-1.234", "negative"),
        (12.5, "not_whole"),
        (1000.125, "not_whole"),
        (0.125, "not_whole"),
        ("12,5", "not_whole"),
        ("12.5", "not_whole"),
        ("0.123", "not_whole"),
        (1.234, "excel_thousands"),
        (15.601, "excel_thousands"),
        ("1,234", "excel_thousands"),
        ("12 hồ sơ", "not_a_number"),
        ("không", "not_a_number"),
        ("1.23.456", "not_a_number"),
        ("1.234 567", "not_a_number"),
        ("12 34", "not_a_number"),
        ("#DIV/0!", "not_a_number"),
        ("-", None),
        ("--x", "not_a_number"),
        ("²", "not_a_number"),
        (True, "not_a_number"),
        (math.nan, "not_a_number"),
        (math.inf, "not_a_number"),
        (-math.inf, "not_a_number"),
        (datetime.date(2020, 1, 2), "not_a_number"),
        (datetime.timedelta(1), "not_a_number"),
        ("9" * 20, "not_a_number"),
        (LARGEST_COUNT + 1, "not_a_number"),
    ],
)
def test_what_is_no_count_is_a_problem_and_has_no_value(cell, problem):
    assert (parse_count(cell).value, parse_count(cell).problem) == (None, problem)


def test_true_is_not_one_although_python_says_so():
    assert parse_count(1).value == 1
    assert parse_count(True).value is None
    assert parse_count(1.0).value == 1


@given(st.integers(0, LARGEST_COUNT))
def test_every_count_is_read_back_from_its_vietnamese_and_its_plain_text(number):
    vietnamese = format_decimal(number, locale="vi")
    for text in (
        vietnamese,
        vietnamese.replace(".", " "),
        vietnamese.replace(".", "\u00a0"),
        str(number),
        f"0{number}",
    ):
        assert parse_count(text).value == number
    assert parse_count(float(number)).value == number


@given(st.one_of(st.text(), st.floats(), st.integers(), st.dates(), st.booleans(), st.none()))
def test_no_cell_makes_reading_a_count_raise(cell):
    parsed = parse_count(cell)
    assert parsed.value is None or (parsed.problem is None and parsed.value >= 0)


@given(st.text(alphabet="0123456789.,- ()+%", max_size=12))
def test_nothing_is_read_from_text_that_is_not_the_number_again(text):
    count = parse_count(text).value
    if count is not None:
        whole = text.rpartition(",")[0] if text.rstrip().endswith((",0", ",00")) else text
        digits = "".join(character for character in whole if character.isdigit()).lstrip("0") or "0"
        assert digits.startswith(str(count))


@pytest.mark.parametrize(
    ("cell", "fraction", "half_step"),
    [
        ("78,24%", 0.7824, 0.00005),
        ("97 %", 0.97, 0.005),
        ("97\u00a0%", 0.97, 0.005),
        ("100%", 1.0, 0.005),
        ("0,2 %", 0.002, 0.0005),
        ("89,92", 0.8992, 0.00005),
        ("78.24%", 0.7824, 0.00005),
        ("1.234,5%", 12.345, 0.0005),
        (0.7824, 0.7824, 0.00005),
        (78.24, 0.7824, 0.00005),
        (1.0, 1.0, 0.005),
        (100, 1.0, 0.005),
    ],
)
def test_a_percentage_is_a_fraction_with_half_of_its_last_digit(cell, fraction, half_step):
    stated, step = parse_percent(cell)
    assert stated == fraction
    assert step == pytest.approx(half_step)


def test_a_number_above_one_is_a_fraction_where_the_cell_is_known_to_be_in_percent():
    assert parse_percent(1.1628, number_format_is_percent=True)[0] == 1.1628
    assert parse_percent(1.1628)[0] == pytest.approx(0.011628)


@pytest.mark.parametrize("cell", [None, "", "–", "đạt", "1.234%", "-5%", "78,24,1%", True, -0.5, math.nan])
def test_what_is_no_percentage_gives_none(cell):
    assert parse_percent(cell) == (None, 0.0)


@given(st.integers(0, 10_000))
def test_every_percentage_of_two_digits_is_read_back(hundredths):
    text = format_percent(hundredths / 10_000, format="0.00%", locale="vi")
    assert parse_percent(text) == (pytest.approx(hundredths / 10_000), pytest.approx(0.00005))


@pytest.mark.parametrize(
    "cell",
    [
        datetime.date(2020, 2, 20),
        datetime.datetime(2020, 2, 20, 10, 30),
        "20/02/2020",
        "20-2-2020",
        "20.02.2020",
        "20 / 02 / 2020",
        "2020-02-20",
        "2020/02/20",
        "2020-02-20T00:00:00",
        "20/02/2020 10:30",
        "ngày 20 tháng 02 năm 2020",
        "Ngày 20 tháng 2 năm 2020",
    ],
)
def test_a_date_is_read_day_first(cell):
    assert parse_date(cell) == datetime.date(2020, 2, 20)


@pytest.mark.parametrize(
    "cell", [None, "", "31/02/2020", "20/02/20", "02/2020", "20/02-2020", 43881.0, "tháng 2", True]
)
def test_what_is_no_whole_date_gives_none(cell):
    assert parse_date(cell) is None
