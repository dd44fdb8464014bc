"""What counts can and cannot tell: exact binomial limits, and whether two rates really differ.

Clopper–Pearson (1934) for one rate, Newcombe's method 10 (Statistics in Medicine 17, 1998) for a difference, both in
plain arithmetic. Rates are fractions.
"""

import math
from functools import lru_cache
from typing import Literal, NamedTuple

INTERVAL_N = 30
"""Below this many cases a picture draws the interval; the default of a setting."""

Change = Literal["up", "down", "equal", "unclear", "unknown"]

Z95 = 1.959963984540054
Z998 = 3.090232306167813
"""How far the limits of 95% and 99,8% reach; the wider is for one among many, of whom chance lets some stand out."""


class Interval(NamedTuple):
    """Lower and upper limit, as fractions."""

    low: float
    high: float


def exact_interval(numerator: int, denominator: int, confidence: float = 0.95) -> Interval | None:
    """Clopper–Pearson limits of numerator/denominator; null where the counts are no proportion."""
    if denominator <= 0 or not 0 <= numerator <= denominator:
        return None
    tail = (1 - confidence) / 2
    low = 0.0 if numerator == 0 else _beta_quantile(tail, numerator, denominator - numerator + 1)
    high = 1.0 if numerator == denominator else _beta_quantile(1 - tail, numerator + 1, denominator - numerator)
    return Interval(low, high)


def wilson_interval(numerator: int, denominator: int, z: float = Z95) -> Interval | None:
    """Wilson's score limits, of 95% unless `z` says otherwise; null where the counts are no proportion."""
    if denominator <= 0 or not 0 <= numerator <= denominator:
        return None
    share = numerator / denominator
    square = z * z
    middle = share + square / (2 * denominator)
    reach = z * math.sqrt(share * (1 - share) / denominator + square / (4 * denominator**2))
    scale = 1 + square / denominator
    return Interval(max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale))


def difference_interval(
    numerator: int, denominator: int, other_numerator: int, other_denominator: int, z: float = Z95
) -> Interval | None:
    """95% limits of the first rate minus the other (Newcombe); null where either is no proportion."""
    first = wilson_interval(numerator, denominator, z)
    other = wilson_interval(other_numerator, other_denominator, z)
    if first is None or other is None:
        return None
    share, other_share = numerator / denominator, other_numerator / other_denominator
    difference = share - other_share
    down = math.hypot(share - first.low, other.high - other_share)
    up = math.hypot(first.high - share, other_share - other.low)
    return Interval(difference - down, difference + up)


def change(
    numerator: int | None,
    denominator: int | None,
    previous_numerator: int | None,
    previous_denominator: int | None,
    z: float = Z95,
) -> Change:
    """How a figure moved, claimed only as far as the counts carry it.

    `unclear` is a difference that chance alone could make; counts without a denominator are compared as they are, and
    so are counts that are no proportion of each other (more reported than due).
    """
    if numerator is None or previous_numerator is None:
        return "unknown"
    if (denominator is None) != (previous_denominator is None) or denominator == 0 or previous_denominator == 0:
        return "unknown"
    if denominator is None or previous_denominator is None:
        return _order(numerator, previous_numerator)
    direction = _order(numerator * previous_denominator, previous_numerator * denominator)
    if direction == "equal":
        return "equal"
    limits = difference_interval(numerator, denominator, previous_numerator, previous_denominator, z)
    if limits is not None and limits.low <= 0 <= limits.high:
        return "unclear"
    return direction


def binomial_at_most(count: int, trials: int, chance: float) -> float:
    """P(X ≤ count) of a binomial, exact to about 1e-12; for funnel limits and small tails."""
    if count < 0:
        return 0.0
    if count >= trials:
        return 1.0
    return 1.0 - _beta_cdf(chance, count + 1, trials - count)


def funnel_limits(trials: int, chance: float, confidence: float) -> Interval | None:
    """Exact binomial limits about a rate for `trials` cases, interpolated between counts (Spiegelhalter, 2005)."""
    if trials <= 0 or not 0 <= chance <= 1:
        return None
    tail = (1 - confidence) / 2
    return Interval(_binomial_limit(tail, trials, chance), _binomial_limit(1 - tail, trials, chance))


@lru_cache(20_000)
def chance_counts(trials: int, chance: float, confidence: float) -> tuple[int, int] | None:
    """The smallest and the largest count within what chance makes: each tail beyond holds less than its share.

    What stands out is judged by these. `funnel_limits` are smoothed between counts, for drawing: a count may lie just
    beyond them that chance makes often where counts are few (one late file of a hundred).
    """
    if trials <= 0 or not 0 <= chance <= 1:
        return None
    tail = (1 - confidence) / 2
    return _first_count(tail, trials, chance), _first_count(1 - tail, trials, chance)


def _order(value: int, previous: int) -> Change:
    return "equal" if value == previous else "up" if value > previous else "down"


def _first_count(tail: float, trials: int, chance: float) -> int:
    """The first count up to which there is at least so much probability."""
    low, high = 0, trials
    while low < high:
        middle = (low + high) // 2
        if binomial_at_most(middle, trials, chance) >= tail:
            high = middle
        else:
            low = middle + 1
    return low


def _binomial_limit(tail: float, trials: int, chance: float) -> float:
    low = _first_count(tail, trials, chance)
    at, before = binomial_at_most(low, trials, chance), binomial_at_most(low - 1, trials, chance)
    beyond = (at - tail) / (at - before) if at > before else 0.0
    return min(1.0, max(0.0, (low - beyond) / trials))


def _beta_quantile(target: float, a: float, b: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _beta_cdf(middle, a, b) < target:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _beta_cdf(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by Lentz's continued fraction on its fast side."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    if x < (a + 1) / (a + b + 2):
        return math.exp(log_front) * _continued_fraction(x, a, b) / a
    return 1.0 - math.exp(log_front) * _continued_fraction(1 - x, b, a) / b


def _continued_fraction(x: float, a: float, b: float) -> float:
    tiny = 1e-300
    c, d = 1.0, 1.0 - (a + b) * x / (a + 1)
    d = 1.0 / (d if abs(d) > tiny else tiny)
    result = d
    for m in range(1, 100_000):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1.0 + term * d
            d = 1.0 / (d if abs(d) > tiny else tiny)
            c = 1.0 + term / c
            c = c if abs(c) > tiny else tiny
            result *= c * d
        if abs(c * d - 1.0) < 1e-14:
            break
    return result
