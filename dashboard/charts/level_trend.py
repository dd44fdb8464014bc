"""A share over time, a line for each level of government: how far apart they are, against which targets."""

from collections.abc import Sequence
from typing import Any, get_args

import altair as alt

from dashboard.charts import breaks, cautions, sentences
from dashboard.charts.labels import spread
from dashboard.charts.lines import (
    AROUND,
    PICK,
    columns,
    datum,
    period_axis,
    period_text,
    room_for_labels,
    table_row,
    time_scale,
    tooltips,
)
from dashboard.charts.picture import Look, Picture, TableColumn, empty_picture, formula, lowered, metric_name, to_rows
from dashboard.charts.quick import inline
from dashboard.charts.series import REFORM_DAY, Point, points
from dashboard.charts.target_line import ruled
from dashboard.metrics import format as fmt
from dashboard.metrics import intervals
from dashboard.metrics.catalogue import Metric
from dashboard.report import Level

_DASHES: dict[Level, list[int]] = {"province": [1, 0], "district": [7, 3], "commune": [1, 0]}
_SHAPES: dict[Level, str] = {"province": "circle", "district": "triangle-up", "commune": "square"}

Series = dict[Level, list[Point]]


def level_trend(frame: Any, metric: Metric, look: Look | None = None, height: int = 300) -> Picture:
    """Lines over the same periods, each with its level's colour, mark and words; the title compares the last points.

    Rows are those of `trend` with a `level`, of a metric with a denominator. A level that ended keeps its words at its
    last point. Every target in force is drawn where it holds. A click picks `level` and `period_id`.
    """
    look = look or Look()
    series = _by_level(frame, metric)
    title = _title(series, metric, look)
    subtitle = formula(metric, look.language)
    table = (TableColumn("level_name", look.say("table.level")), *columns(metric, look))
    if not series:
        return empty_picture(title, subtitle, look, table)
    values = [
        {
            **datum(point, line, metric, look),
            "level": level,
            "name": look.say(f"level.{level}"),
            "part": int(point.start < REFORM_DAY),
        }
        for level, line in series.items()
        for point in line
    ]
    scale, starts_at_zero = _scale(values)
    axis = sorted({p.x: p for line in series.values() for p in line}.values(), key=lambda p: p.x)
    x = alt.X("x:Q", axis=period_axis(axis, look, 4 if look.is_narrow else 8), scale=time_scale(axis))
    layers = [
        *_lines(look, values, x, scale, metric),
        *_targets(series, axis, metric, look, values, scale, height),
        *_words(series, metric, look, scale, height),
        *breaks.named_rules(axis, look),
    ]
    chart = alt.layer(*layers, data=inline(values)).properties(
        width="container", height=height, padding=room_for_labels()
    )
    rows = tuple(
        {"level_name": look.say(f"level.{level}"), "level": level, **table_row(point, metric, look)}
        for level, line in series.items()
        for point in line
    )
    words = look.say(
        "alt.trend",
        metric=lowered(metric_name(metric, look.language)),
        start=period_text(axis[0], look),
        end=period_text(axis[-1], look),
        sentence=title,
    )
    return Picture(chart, title, subtitle, words, look, table, rows, _notes(values, axis, starts_at_zero, metric, look))


def _by_level(frame: Any, metric: Metric) -> Series:
    rows = to_rows(frame)
    found: Series = {level: points([row for row in rows if row["level"] == level]) for level in get_args(Level)}
    return {level: line for level, line in found.items() if any(p.value(metric) is not None for p in line)}


def _scale(values: list[dict[str, Any]]) -> tuple[alt.Scale, bool]:
    """From zero, unless every figure and target lies above a half."""
    keys = ("value", "target", "low", "high")
    shown = [value[key] for value in values for key in keys if value[key] is not None]
    low, high = min(shown), max(shown)
    if low <= 0.5:
        return alt.Scale(domain=[0, max(high * 1.08, 0.01)], nice=False), True
    room = max((high - low) * 0.08, 0.01)
    top = high + room if high > 1 else min(high + room, 1 + room / 4)  # no share is 102%
    return alt.Scale(domain=[low - room, top], zero=False, nice=False), False


def _lines(look: Look, values: list[dict[str, Any]], x: alt.X, scale: alt.Scale, metric: Metric) -> list[alt.Chart]:
    shown: list[Level] = list(dict.fromkeys(value["level"] for value in values))
    domain: list[Any] = list(shown)
    y = alt.Y("value:Q", scale=scale, axis=alt.Axis(format=".0%", tickCount=5, title=None, domain=False, ticks=False))
    colours = alt.Scale(domain=domain, range=[look.palette.levels[level] for level in shown])
    colour = alt.Color("level:N", scale=colours, legend=None)
    dashes = alt.Scale(domain=domain, range=[_DASHES[level] for level in shown])
    shapes = alt.Scale(domain=domain, range=[_SHAPES[level] for level in shown])
    pick = alt.selection_point(name=PICK, fields=["level", "period_id"], on="click", empty=False)
    line = alt.Chart().mark_line(strokeWidth=4 if look.is_large else 2.5, invalid="break-paths-show-domains")
    dots = alt.Chart().mark_point(filled=True, opacity=1, cursor="pointer")
    tips = [
        alt.Tooltip("name:N", title=look.say("table.level")), *tooltips(metric, look), *cautions.tips(values, look),
    ]  # fmt: skip
    size = alt.condition(pick, alt.value(160), alt.value(110 if look.is_large else 40))
    layers = [
        line.encode(
            x=x, y=y, color=colour, strokeDash=alt.StrokeDash("level:N", scale=dashes, legend=None), detail="part:N"
        ),
        dots.encode(
            x=x, y=y, color=colour, shape=alt.Shape("level:N", scale=shapes, legend=None), size=size, tooltip=tips
        ).add_params(pick),
        *cautions.layer(values, x, y, look, scale.to_dict()["domain"]),
    ]
    if any(value["low"] is not None for value in values):
        interval = alt.Chart().mark_rule(strokeWidth=1.5)
        layers.insert(0, interval.encode(x=x, y=alt.Y("low:Q", scale=scale), y2="high:Q", color=colour))
    return layers


def _words(series: Series, metric: Metric, look: Look, scale: alt.Scale, height: int) -> list[alt.Chart]:
    """Name and last value of each line beside its last point, on a halo; lines that end together share the room."""
    low, high = scale.to_dict()["domain"]
    step = (look.small_size + 5) * (high - low) / (height - AROUND)
    ends = {level: [p for p in line if p.value(metric) is not None][-1] for level, line in series.items()}
    latest = max(point.x for point in ends.values())
    rows = []
    for x in sorted({point.x for point in ends.values()}):
        here = {level: point for level, point in ends.items() if point.x == x}
        # A line that ended earlier says so below itself, where the others do not run on.
        shift = 0.0 if x == latest else -1.4 * step
        places = spread([(point.value(metric) or 0.0) + shift for point in here.values()], step)
        for (level, point), place in zip(here.items(), places, strict=True):
            value = sentences.value_text(metric, point.numerator, point.denominator, look)
            colour = look.palette.levels[level]
            rows.append({"x": x, "at": place, "words": f"{look.say(f'level.{level}')} {value}", "colour": colour})
    data = alt.Chart(inline(rows))
    style: dict[str, Any] = {"align": "left", "dx": 9, "fontWeight": 600, "fontSize": look.small_size}
    halo = data.mark_text(**style, stroke=look.palette.ground, strokeWidth=4, strokeJoin="round", aria=False)
    words = data.mark_text(**style).encode(color=alt.Color("colour:N", scale=None))
    return [layer.encode(x="x:Q", y=alt.Y("at:Q", scale=scale), text="words:N") for layer in (halo, words)]


def _targets(
    series: Series, axis: Sequence[Point], metric: Metric, look: Look, values: list[dict[str, Any]], scale: alt.Scale,
    height: int,
) -> list[alt.Chart]:  # fmt: skip
    """A rule for each run of periods with one target; its words name the levels unless it holds for all of them."""
    runs: list[dict[str, Any]] = []
    for point in axis:
        for target, levels in _held(series, point, metric).items():
            first, last = point.start.toordinal(), point.end.toordinal() + 1
            words = look.say("chart.target", value=fmt.percent(target, fmt.CHART_DECIMALS, look.language))
            if levels and not look.is_narrow:
                words += f" ({', '.join(lowered(look.say(f'level.{level}')) for level in levels)})"
            before = next((run for run in runs if run["to"] == first and run["target_line"] == words), None)
            if before is not None:
                before["to"] = last
            else:
                runs.append({"from": first, "to": last, "target": target, "target_line": words})
    lines = [[value for value in values if value["level"] == level] for level in series]
    days = [day.toordinal() for day in breaks.days(axis, look)]
    return ruled(look, runs, lines, scale.to_dict()["domain"], height, days)


def _held(series: Series, at: Point, metric: Metric) -> dict[float, list[Level]]:
    """The targets of the levels that have a figure in a period; no levels named where they share one."""
    now = {level: p for level, line in series.items() for p in line if p.x == at.x and p.value(metric) is not None}
    found: dict[float, list[Level]] = {}
    for level, point in now.items():
        if point.target is not None:
            found.setdefault(point.target, []).append(level)
    return {target: [] if len(levels) == len(now) else levels for target, levels in found.items()}


def _title(series: Series, metric: Metric, look: Look) -> str:
    """The levels of the last period, highest first, and whether they differ, which is said only outside chance."""
    last = max((line[-1].x for line in series.values()), default=None)
    ends = {level: line[-1] for level, line in series.items() if line[-1].x == last}
    now = {level: point for level, point in ends.items() if point.value(metric) is not None}
    if not now:
        return sentences.no_data(metric, next(iter(ends.values()), None), look)
    listed = sorted(now, key=lambda level: now[level].value(metric) or 0.0, reverse=True)
    values = [
        f"{lowered(look.say(f'level.{level}'))} "
        f"{sentences.value_text(metric, now[level].numerator, now[level].denominator, look)}"
        for level in listed
    ]
    period = fmt.capitalised(period_text(now[listed[0]], look))
    words = look.say("level_trend.values", period=period, values=", ".join(values))
    if len(listed) < 2:
        return words
    top, bottom = now[listed[0]], now[listed[-1]]
    is_small = min(top.denominator or 0, bottom.denominator or 0) < look.small_n
    apart = intervals.change(top.numerator, top.denominator, bottom.numerator, bottom.denominator)
    if is_small or apart != "up":
        return f"{words}; {look.say('level_trend.alike')}"
    size = sentences.change_size(metric, (top.value(metric) or 0) - (bottom.value(metric) or 0), look)
    return f"{words}; {look.say('level_trend.apart', size=size)}"


def _notes(
    values: list[dict[str, Any]], axis: Sequence[Point], starts_at_zero: bool, metric: Metric, look: Look
) -> tuple[str, ...]:
    notes = breaks.notes(axis, look, metric, is_named=True)
    # A level that ended or began has no gap there: only a hole between two of its figures is one.
    if any(_has_hole([v["value"] for v in values if v["level"] == level]) for level in {v["level"] for v in values}):
        notes.append(look.say("chart.gap_note"))
    if any(value["low"] is not None for value in values):
        notes.append(look.say("chart.interval_note", limit=look.interval_n, noun=look.noun(metric)))
    if not starts_at_zero:
        notes.append(look.say("chart.axis_not_zero"))
    return (*notes, *cautions.notes(values, look))


def _has_hole(values: Sequence[float | None]) -> bool:
    known = [at for at, value in enumerate(values) if value is not None]
    return bool(known) and known[-1] - known[0] + 1 > len(known)
