"""Level and direction joined into one state."""

import pytest

from dashboard.metrics.status import GLYPHS, is_met, judge, status
from dashboard.words import has


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ((95, 100, 0.9, ">=", "higher"), "met"),
        ((90, 100, 0.9, ">=", "higher"), "met"),
        ((500, 1000, 0.9, ">=", "higher", 300, 1000), "improving"),
        ((500, 1000, 0.9, ">=", "higher", 495, 1000), "not_improving"),
        ((500, 1000, 0.9, ">=", "higher", 700, 1000), "not_improving"),
        ((500, 1000, 0.9, ">=", "higher"), "not_met"),
        ((100, 1000, 0.05, "<=", "lower", 200, 1000), "improving"),
        ((10, 1000, 0.05, "<=", "lower", 1, 1000), "met"),
        ((1, 3, 0.05, "<=", "lower"), "unknown"),
        ((None, 100, 0.9, ">=", "higher"), "unknown"),
        ((95, 100, None, ">=", "higher"), "unknown"),
        ((120, None, 100, ">=", "higher"), "met"),
        ((80, None, 100, ">=", "higher", 70, None), "improving"),
    ],
)
def test_a_figure_stands_in_one_state(figures, expected):
    assert status(*figures) == expected


def test_every_state_has_a_word_and_one_that_says_more_than_another_a_sign_of_its_own():
    assert len({sign for state, sign in GLYPHS.items() if state != "not_met"}) == 4
    assert all(has(f"status.{state}") for state in GLYPHS)


def test_good_and_bad_follow_the_metrics_direction():
    assert judge("down", "lower") == judge("up", "higher") == "better"
    assert judge("up", "lower") == judge("down", "higher") == "worse"
    assert judge("up", "neutral") == judge("unclear", "lower") == judge("equal", "higher") == "neutral"
    assert judge("unknown", "lower") == "unknown"


def test_a_comparator_that_is_not_known_is_refused():
    assert is_met(None, 0.9, ">=") is None
    with pytest.raises(ValueError, match="=="):
        is_met(0.9, 0.9, "==")
