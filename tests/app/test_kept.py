"""What is kept between runs is told apart by the question alone, and by the function that was asked."""

import pytest

from dashboard.ui import kept


def test_an_answer_is_made_once_for_each_question_whatever_it_is_made_with():
    asked = []

    @kept.shared(10)
    def answer(question: tuple[str, ...], *, with_what: int) -> list[int]:
        asked.append(with_what)
        return [with_what]

    first = answer(("a", "b"), with_what=1)
    assert answer(("a", "b"), with_what=2) is first
    assert answer(("a, b",), with_what=3) == [3]
    assert asked == [1, 3]


def test_who_changes_a_copy_changes_it_for_nobody_else():
    @kept.copied(10)
    def rows(question: str) -> list[str]:
        return [question]

    rows("x").append("y")
    assert rows("x") == ["x"]


def test_functions_do_not_answer_for_each_other():
    @kept.shared(10)
    def one(question: str) -> str:
        return f"one {question}"

    @kept.shared(10)
    def other(question: str) -> str:
        return f"other {question}"

    assert (one("x"), other("x"), one("x")) == ("one x", "other x", "one x")


def test_a_part_of_the_question_that_the_key_would_not_hold_is_refused():
    @kept.shared(10)
    def answer(question: str, period: str = "") -> str:
        return f"{question} {period}"

    with pytest.raises(TypeError, match="period"):
        answer("late", period="2026-10")
