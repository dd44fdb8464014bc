"""Targets in a picture over time: a line while each holds, its words where the figures leave room for them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import altair as alt

from dashboard.charts.picture import Look

_WIDTH = 300
"""The plot's width in a small picture; a wider one has the more room."""
_LIFT = 4
Value = dict[str, Any]


def target_line(
    look: Look, values: Sequence[Value], domain: Sequence[float], height: int, days: Iterable[int] = ()
) -> list[alt.Chart]:
    """A line for each run of periods with one target; nothing outside their validity.

    `values` are those of `lines.datum`; `domain` and `height` are the extent of the value axis and of the plot, `days`
    those that have a rule of their own.
    """
    runs: list[Value] = []
    for value in values:
        if value["target"] is None:
            continue
        if runs and runs[-1]["target"] == value["target"] and runs[-1]["to"] == value["from"]:
            runs[-1]["to"] = value["to"]
        else:
            words = look.say("chart.target", value=value["target_words"])
            runs.append({"from": value["from"], "to": value["to"], "target": value["target"], "target_line": words})
    if not runs:
        return []
    rule = alt.Chart(alt.Data(values=runs)).mark_rule(color=look.palette.ink, strokeWidth=1.5)
    return [
        rule.encode(x="from:Q", x2="to:Q", y="target:Q"),
        # In large type there is room for the words of the target in force alone.
        *(_words(run, values, domain, height, look, tuple(days)) for run in (runs[-1:] if look.is_large else runs)),
    ]


def _words(
    run: Value, values: Sequence[Value], domain: Sequence[float], height: int, look: Look, days: Sequence[int]
) -> alt.Chart:
    """The words at the end of the line, and on the side of it, where what is drawn is furthest away."""
    tall = (look.small_size + _LIFT) / height * (domain[1] - domain[0])
    span = values[-1]["to"] - values[0]["from"]
    wide = min(len(run["target_line"]) * look.small_size * 0.55 / _WIDTH * span, run["to"] - run["from"])
    places = [
        (is_left, is_above, left, run["target"] if is_above else run["target"] - tall)
        for is_left, left in ((True, run["from"]), (False, run["to"] - wide))
        for is_above in (True, False)
    ]
    inside = [at for at in places if domain[0] <= at[3] and at[3] + tall <= domain[1]]

    def merit(at: tuple[bool, bool, float, float]) -> float:
        _, _, left, low = at
        is_crossed = any(left <= day <= left + wide for day in days)
        return _room(values, left, left + wide, low, low + tall) / (100 if is_crossed else 1)

    is_left, is_above, *_ = max(inside or places, key=merit)
    label = alt.Chart(alt.Data(values=[run])).mark_text(
        align="left" if is_left else "right", baseline="bottom" if is_above else "top",
        dy=-_LIFT if is_above else _LIFT, color=look.palette.ink,
    )  # fmt: skip
    return label.encode(x="from:Q" if is_left else "to:Q", y="target:Q", text="target_line:N")


def _room(values: Sequence[Value], left: float, right: float, low: float, high: float) -> float:
    """How far the lines stay from a box of words; 0 where one of them passes through it."""
    gaps = (max(0.0, bottom - high, low - top) for bottom, top in _drawn(values, left, right))
    return min(gaps, default=high - low + 1)


def _drawn(values: Sequence[Value], left: float, right: float) -> Iterator[tuple[float, float]]:
    """The lowest and highest of what each line and interval covers between two days."""
    for key in ("value", "last_year"):
        known = [(value["x"], value[key]) for value in values]
        for (x, y), (next_x, next_y) in zip(known, known[1:] or known, strict=False):
            if y is None or next_y is None:
                ends = [end for at, end in ((x, y), (next_x, next_y)) if end is not None and left <= at <= right]
            elif next_x >= left and x <= right:
                ends = [_at(day, x, y, next_x, next_y) for day in (max(x, left), min(next_x, right))]
            else:
                ends = []
            if ends:
                yield min(ends), max(ends)
    for value in values:
        if value["low"] is not None and left <= value["x"] <= right:
            yield value["low"], value["high"]


def _at(day: float, x: float, y: float, next_x: float, next_y: float) -> float:
    return y + (next_y - y) * (day - x) / (next_x - x) if next_x != x else y
