"""Targets in a picture over time: a line while each holds, its words where the figures leave room for them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from dashboard.charts.lines import AROUND
from dashboard.charts.picture import Look
from dashboard.charts.quick import inline

_NARROW, _WIDTH, _WIDE = 170, 300, 500
"""The plot's width on a phone, in a small picture on a page, and in one in large type; a wider one has more room."""
_LIFT = 4
Value = dict[str, Any]
Ends = tuple[float, float]
Box = tuple[float, float, float, float]


def target_line(
    look: Look, values: Sequence[Value], domain: Sequence[float], height: int, days: Iterable[int] = ()
) -> list[alt.Chart]:
    """A line for each run of periods with one target; nothing outside their validity.

    `values` are those of `lines.datum`; `domain` is the extent of the value axis, `height` that of the picture, `days`
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
    return ruled(look, runs, [values], domain, height, days)


def ruled(
    look: Look, runs: Sequence[Value], lines: Sequence[Sequence[Value]], domain: Sequence[float], height: int,
    days: Iterable[int] = (),
) -> list[alt.Chart]:  # fmt: skip
    """Runs (`from`, `to`, `target`, `target_line`: its words) as rules: their words keep clear of the `lines`."""
    if not runs:
        return []
    rule = alt.Chart(inline(runs)).mark_rule(color=look.palette.ink, strokeWidth=1.5)
    layers = [rule.encode(x="from:Q", x2="to:Q", y="target:Q")]
    width = _WIDE if look.is_large else _NARROW if look.is_narrow else _WIDTH
    plot = _Plot(
        lines, domain, (width, height), tuple(days), [(run["from"], run["to"], *[run["target"]] * 2) for run in runs]
    )
    # In large type and on a phone there is room for the words of the target in force alone.
    words: list[Value] = []
    for run in runs[-1:] if look.is_large or look.is_narrow else runs:
        is_left, is_above, box = plot.place(run, look.small_size)
        plot.taken.append(box)
        words.append(_word(run, is_left, is_above))
    return [*layers, *_words(words, look)]


@dataclass(frozen=True, slots=True)
class _Plot:
    """What is drawn already: lines, days with a rule, and boxes (left, right, low, high) of other words and targets."""

    lines: Sequence[Sequence[Value]]
    domain: Sequence[float]
    size: tuple[int, int]
    days: tuple[int, ...]
    taken: list[Box]

    def place(self, run: Value, size: float) -> tuple[bool, bool, Box]:
        """Which end of a target's line its words stand at, on which side of it, and their box: where what is drawn
        is furthest away."""
        tall = (size + _LIFT) / max(self.size[1] - AROUND, size) * (self.domain[1] - self.domain[0])
        first, last = min(line[0]["from"] for line in self.lines), max(line[-1]["to"] for line in self.lines)
        wide = min(len(run["target_line"]) * size * 0.55 / self.size[0], 1) * (last - first)
        at = run["target"]
        places = [
            (is_left, is_above, (left, left + wide, low, high))
            for is_left, left in ((True, run["from"]), (False, run["to"] - wide))
            for is_above, low, high in ((True, at, at + tall), (False, at - tall, at))
        ]
        bottom, top = self.domain
        inside = [
            at for at in places if first <= at[2][0] and at[2][1] <= last and bottom <= at[2][2] and at[2][3] <= top
        ]
        return max(inside or places, key=lambda place: self._merit(place[2]))

    def _merit(self, box: Box) -> float:
        left, right, low, high = box
        if any(left < other[1] and other[0] < right and low < other[3] and other[2] < high for other in self.taken):
            return -1
        is_crossed = any(left <= day <= right for day in self.days)
        return _room(self.lines, left, right, low, high) / (100 if is_crossed else 1)


def _word(run: Value, is_left: bool, is_above: bool) -> Value:
    return {
        "at": run["from"] if is_left else run["to"], "target": run["target"], "target_line": run["target_line"],
        "align": "left" if is_left else "right", "baseline": "bottom" if is_above else "top",
        "lift": -_LIFT if is_above else _LIFT,
    }  # fmt: skip


def _words(words: Sequence[Value], look: Look) -> list[alt.Chart]:
    """The words of targets; where nothing is far enough, their halo covers what is drawn."""
    data = alt.Chart(inline(words))
    place: dict[str, Any] = {
        "align": alt.ExprRef("datum.align"), "baseline": alt.ExprRef("datum.baseline"), "dy": alt.ExprRef("datum.lift")
    }  # fmt: skip
    halo = data.mark_text(**place, stroke=look.palette.ground, strokeWidth=4, strokeJoin="round", aria=False)
    label = data.mark_text(**place, color=look.palette.ink)
    return [layer.encode(x="at:Q", y="target:Q", text="target_line:N") for layer in (halo, label)]


def _room(lines: Sequence[Sequence[Value]], left: float, right: float, low: float, high: float) -> float:
    """How far the lines stay from a box of words; 0 where one of them passes through it."""
    drawn = (ends for line in lines for ends in _drawn(line, left, right))
    return min((max(0.0, bottom - high, low - top) for bottom, top in drawn), default=high - low + 1)


def _drawn(values: Sequence[Value], left: float, right: float) -> Iterator[Ends]:
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
