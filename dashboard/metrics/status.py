"""A figure against its target: the level joined with the direction it moves in."""

from typing import Literal

from dashboard.metrics import intervals
from dashboard.metrics.catalogue import Direction
from dashboard.metrics.format import SMALL_N

Status = Literal["met", "improving", "not_improving", "not_met", "unknown"]
Judgement = Literal["better", "worse", "neutral", "unknown"]

FAILED: tuple[Status, ...] = ("not_improving", "not_met")
GLYPHS: dict[Status, str] = {"met": "●", "improving": "◐", "not_improving": "○", "not_met": "○", "unknown": "–"}
"""A sign for each status that reads without colour; its word is `status.<status>` of the words."""


def is_met(value: float | None, target: float | None, comparator: str) -> bool | None:
    """Whether a value keeps a target (`>=` or `<=`); null where either is unknown."""
    if value is None or target is None:
        return None
    if comparator not in (">=", "<="):
        raise ValueError(f"comparator {comparator!r} is neither '>=' nor '<='")
    return value >= target if comparator == ">=" else value <= target


def judge(change: intervals.Change, direction: Direction) -> Judgement:
    """Whether a change is for the better; nothing is better or worse inside the interval or without a direction."""
    if change == "unknown":
        return "unknown"
    if direction == "neutral" or change not in ("up", "down"):
        return "neutral"
    return "better" if (change == "up") == (direction == "higher") else "worse"


def status(
    numerator: int | None,
    denominator: int | None,
    target: float | None,
    comparator: str,
    direction: Direction,
    previous_numerator: int | None = None,
    previous_denominator: int | None = None,
    small_n: int = SMALL_N,
) -> Status:
    """Đạt, chưa đạt nhưng tiến triển, chưa đạt và không tiến triển, or không đủ dữ liệu (fewer than `small_n` cases).

    A count metric has no denominator: its numerator is held against the target. Progress is a change for the better
    that chance alone would hardly make; without a previous figure nothing is said of it (`not_met`).
    """
    if numerator is None or target is None or (denominator is not None and denominator < small_n):
        return "unknown"
    value = numerator if denominator is None else numerator / denominator
    if is_met(value, target, comparator):
        return "met"
    moved = intervals.change(numerator, denominator, previous_numerator, previous_denominator)
    if moved == "unknown":
        return "not_met"
    return "improving" if judge(moved, direction) == "better" else "not_improving"
