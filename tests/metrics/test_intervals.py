"""Intervals against published values and against the binomial sum itself."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.metrics import intervals


def _binomial_sum(count: int, trials: int, chance: float) -> float:
    return sum(math.comb(trials, k) * chance**k * (1 - chance) ** (trials - k) for k in range(count + 1))


@pytest.mark.parametrize(
    ("numerator", "denominator", "low", "high"),
    [(0, 10, 0.0, 0.3085), (1, 10, 0.0025, 0.4450), (5, 10, 0.1871, 0.8129), (10, 10, 0.6915, 1.0), (1, 3, 0.0084, 0.9057)],
)  # fmt: skip
def test_exact_limits_are_those_of_the_published_tables(numerator, denominator, low, high):
    limits = intervals.exact_interval(numerator, denominator)
    assert limits == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@given(st.integers(1, 80), st.data())
@settings(max_examples=40, deadline=None)
def test_exact_limits_leave_two_and_a_half_percent_in_each_tail(trials, data):
    count = data.draw(st.integers(1, trials - 1 if trials > 1 else 1))
    limits = intervals.exact_interval(count, trials)
    assert limits.low < count / trials <= limits.high
    assert 1 - _binomial_sum(count - 1, trials, limits.low) == pytest.approx(0.025, abs=1e-9)
    if count < trials:
        assert _binomial_sum(count, trials, limits.high) == pytest.approx(0.025, abs=1e-9)


def test_large_counts_keep_their_precision():
    low, high = intervals.exact_interval(1028, 62195)
    assert low == pytest.approx(0.015541, abs=2e-6)
    assert high == pytest.approx(0.017560, abs=2e-6)
    assert intervals.binomial_at_most(500_000, 1_000_000, 0.5) == pytest.approx(0.5004, abs=1e-4)


def test_counts_that_are_no_proportion_have_no_interval():
    assert intervals.exact_interval(0, 0) is None
    assert intervals.exact_interval(5, 3) is None
    assert intervals.wilson_interval(-1, 3) is None
    assert intervals.difference_interval(1, 0, 1, 2) is None


def test_a_difference_has_the_limits_of_newcombes_paper():
    assert intervals.difference_interval(56, 70, 48, 80) == (
        pytest.approx(0.0524, abs=5e-5),
        pytest.approx(0.3339, abs=5e-5),
    )
    assert intervals.difference_interval(9, 10, 3, 10) == (
        pytest.approx(0.1705, abs=5e-5),
        pytest.approx(0.8090, abs=5e-5),
    )


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ((50, 1000, 200, 1000), "down"),
        ((200, 1000, 50, 1000), "up"),
        ((1, 3, 0, 3), "unclear"),
        ((51, 1000, 50, 1000), "unclear"),
        ((1, 10, 10, 100), "equal"),
        ((12, None, 10, None), "up"),
        ((12, None, 12, None), "equal"),
        ((12, None, 10, 20), "unknown"),
        ((None, 10, 1, 10), "unknown"),
        ((1, 0, 1, 10), "unknown"),
    ],
)
def test_a_change_is_claimed_only_where_chance_does_not_explain_it(figures, expected):
    assert intervals.change(*figures) == expected


@given(st.integers(1, 60), st.floats(0.02, 0.98))
@settings(max_examples=40, deadline=None)
def test_the_binomial_tail_is_the_sum_of_its_terms(trials, chance):
    for count in (0, trials // 3, trials - 1):
        assert intervals.binomial_at_most(count, trials, chance) == pytest.approx(
            _binomial_sum(count, trials, chance), abs=1e-10
        )


def test_funnel_limits_close_in_on_the_rate_as_cases_grow():
    widths = []
    for trials in (10, 100, 1000, 10000):
        low, high = intervals.funnel_limits(trials, 0.04, 0.998)
        assert low <= 0.04 <= high
        widths.append(high - low)
    assert widths == sorted(widths, reverse=True)
    assert intervals.funnel_limits(3, 0.04, 0.998).high > 1 / 3
    assert intervals.funnel_limits(0, 0.04, 0.95) is None


def test_each_tail_beyond_the_counts_of_chance_holds_less_than_its_share():
    for trials, chance in ((1, 0.5), (40, 0.995), (100, 0.0004), (935, 0.0037), (2000, 0.3)):
        low, high = intervals.chance_counts(trials, chance, 0.998)
        assert (
            intervals.binomial_at_most(low - 1, trials, chance)
            < 0.001
            <= intervals.binomial_at_most(low, trials, chance)
        )
        assert 1 - intervals.binomial_at_most(high, trials, chance) <= 0.001
        assert high == 0 or 1 - intervals.binomial_at_most(high - 1, trials, chance) > 0.001
    assert intervals.chance_counts(0, 0.5, 0.998) is None
