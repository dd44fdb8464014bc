"""Where the units behind a picture changed: a rule at 1 July 2025 and at other reorganisations, and what to say of it.

From 1 July 2025 the work of districts is done by communes (and some by the province): volumes there are no demand.
"""

from collections.abc import Sequence
from datetime import date
from typing import Literal

import altair as alt

from dashboard.charts.lines import period_text
from dashboard.charts.picture import Look
from dashboard.charts.quick import inline
from dashboard.charts.series import REFORM_DAY, Point
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import Metric

_DASHES = {True: [5, 4], False: [1, 3]}
"""Of the reform, and of any other day."""


def days(series: Sequence[Point], look: Look) -> tuple[date, ...]:
    """The days inside a range on which units shown ended and others began."""
    if not series:
        return ()
    every = sorted({REFORM_DAY, *look.reorganised})
    return tuple(day for day in every if series[0].start < day <= series[-1].start)


def rules(series: Sequence[Point], look: Look, width: float = 1.5, *, has_axis: bool = True) -> list[alt.Chart]:
    """A rule for each on an axis of days; the notes say what they mean."""
    x = alt.X("day:Q") if has_axis else alt.X("day:Q", axis=None)
    return [
        alt.Chart(inline([{"day": day.toordinal()}]))
        .mark_rule(color=look.palette.muted, strokeDash=dashes(day), strokeWidth=width)
        .encode(x=x)
        for day in days(series, look)
    ]


def named_rules(series: Sequence[Point], look: Look) -> list[alt.Chart]:
    """The same with the words of 1 July 2025 above its rule."""
    layers = rules(series, look)
    if REFORM_DAY in days(series, look):
        day = REFORM_DAY.toordinal()
        share = (day - series[0].x) / max(1, series[-1].x - series[0].x)
        align: Literal["left", "center", "right"] = "right" if share > 0.6 else "left"
        if look.is_large and 0.25 < share < 0.75:  # large words would need room beside the plot
            align = "center"
        words = look.say("chart.break_day" if look.is_narrow else "chart.break_rule")
        label = alt.Chart(inline([{"day": day, "words": words}])).mark_text(
            align=align,
            baseline="bottom",
            dy=-9,
            color=look.palette.muted,  # above the ring of a note
        )
        layers.append(label.encode(x="day:Q", y=alt.value(0), text="words:N"))
    return layers


def notes(series: Sequence[Point], look: Look, metric: Metric | None = None, *, is_named: bool = False) -> list[str]:
    """What the rules mean; `is_named` where the chart itself names that of 1 July 2025.

    Of a metric of files it is said that work moved, where the units shown took it over.
    """
    found = []
    broken = days(series, look)
    if REFORM_DAY in broken and (not is_named or look.is_narrow):
        found.append(look.say("chart.break_note", rule=look.say("chart.break_rule")))
    others = [fmt.day(day, look.language) for day in broken if day != REFORM_DAY]
    if others:
        found.append(look.say("chart.break_units", days=", ".join(others)))
    if REFORM_DAY in broken and look.has_moved_work and (metric is None or metric.family == "dossier"):
        found.append(look.say("chart.moved_work"))
    return [*found, *within(series, look)]


def within(series: Sequence[Point], look: Look) -> list[str]:
    """That 1 July 2025 lies inside a period of a range, where no rule can be drawn."""
    return [
        look.say("chart.break_within", period=period_text(point, look), rule=look.say("chart.break_rule"))
        for point in series
        if point.start < REFORM_DAY <= point.end
    ]


def dashes(day: date) -> list[int]:
    """How the rule of a day is dashed."""
    return _DASHES[day == REFORM_DAY]
