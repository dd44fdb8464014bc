"""Fields, levels or units against periods: a heat map that carries its numbers, so that it also reads in grey."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from dashboard.charts import breaks, cautions
from dashboard.charts.lines import PICK
from dashboard.charts.picture import (
    Chart,
    Look,
    Picture,
    TableColumn,
    empty_picture,
    formula,
    lowered,
    metric_name,
    to_rows,
    wrapped,
)
from dashboard.charts.quick import inline
from dashboard.charts.rows import cell_step, cells, name_axis
from dashboard.charts.series import Point, points
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import Metric
from dashboard.metrics.tabular import Kind

_SMALLEST_TOP = 0.05
"""The strongest colour is never given to less than 5% where low is good: 0,4% is no alarm."""

_Line = tuple[str, str, dict[str, Point]]


def rate_matrix(
    frame: Any,
    metric: Metric,
    look: Look | None = None,
    key: str = "field_id",
    name: str = "name",
    noun: str | None = None,
    row_height: int = 30,
    most_periods: int = 13,
) -> Picture:
    """One row for each field (or unit), one column for each period, a rate in each cell; worst row first.

    Rows: `key`, `name`, `kind`, `start_date`, `end_date`, `numerator`, `denominator`, `period_id`. A cell without
    figures is grey with "–"; one of fewer than `look.small_n` cases is grey with its counts. Only the last
    `most_periods` are drawn, so that the numbers fit; the table has all. A click picks `key` and `period_id`.
    """
    look = look or Look()
    most_periods = min(most_periods, 5) if look.is_narrow else most_periods
    noun = noun or look.say("noun.field")
    lines, every_period = _lines(frame, metric, look, key, name)
    axis = every_period[-most_periods:]
    subtitle = formula(metric, look.language)
    columns = _columns(metric, look)
    shown = [(cells.get(p.period_id)) for _, _, cells in lines for p in axis]
    rated = [value for point in shown if (value := _ranked_value(point, metric, look)) is not None]
    title = _title(lines, axis, metric, look, noun)
    if not any(point is not None and point.value(metric) is not None for point in shown):
        return empty_picture(title, subtitle, look, columns)
    values = [
        _cell(id_, label, point, cells.get(point.period_id), metric, look, rated, key)
        for id_, label, cells in lines
        for point in axis
    ]
    chart = _chart(values, axis, look, metric, key, row_height)
    notes = _notes(values, axis, metric, look)
    if len(axis) < len(every_period):
        notes += (look.say("chart.last_periods", count=fmt.count(len(axis), look.language)),)
    words = look.say("alt.matrix", metric=lowered(metric_name(metric, look.language)), noun=noun, sentence=title)
    rows = tuple(
        {key: id_, **_table_row(label, p, metric, look)} for id_, label, cells in lines for p in cells.values()
    )
    return Picture(chart, title, subtitle, words, look, columns, rows, notes)


def _lines(frame: Any, metric: Metric, look: Look, key: str, name: str) -> tuple[list[_Line], list[Point]]:
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in to_rows(frame):
        rows.setdefault(str(row[key]), []).append(row)
    lines = [(id_, str(found[0][name]), {p.period_id: p for p in points(found)}) for id_, found in rows.items()]
    axis = {p.period_id: p for _, _, cells in lines for p in cells.values()}
    lines.sort(key=lambda line: _badness(line, metric, look))
    return lines, sorted(axis.values(), key=lambda point: (point.start, point.end))


def _badness(line: _Line, metric: Metric, look: Look) -> tuple[bool, float]:
    """By the rate of summed counts over the range, worst first; rows of too few cases last."""
    known = [p for p in line[2].values() if _ranked_value(p, metric, look) is not None]
    total = sum(p.numerator or 0 for p in known)
    if metric.denominator is None:
        return (not known, -float(total))
    rate = total / sum(p.denominator or 0 for p in known) if known else 0.0
    return (not known, rate if metric.direction == "higher" else -rate)


def _ranked_value(point: Point | None, metric: Metric, look: Look) -> float | None:
    if point is None or (point.denominator is not None and point.denominator < look.small_n):
        return None
    return point.value(metric)


def _cell(
    id_: str,
    label: str,
    column: Point,
    point: Point | None,
    metric: Metric,
    look: Look,
    rated: Sequence[float],
    key: str,
) -> dict[str, Any]:
    colours = look.palette
    value = _ranked_value(point, metric, look)
    fill = colours.missing if value is None else rate_fill(value, rated, metric, look)
    period = fmt.period(column.kind, column.start, column.end, look.language)
    words, counts = fmt.NONE, fmt.NONE
    if point is not None and point.numerator is not None:
        counts = fmt.counts(point.numerator, point.denominator, look.language)
        words = counts if value is None else _short(metric, value, look)
        if metric.denominator is None:
            counts = words
    return {
        key: id_,
        "label": wrapped(label, 18, 3) if look.is_narrow else wrapped(label, 30, 2),
        "name": label,
        "period_id": column.period_id,
        "period": period,
        "words": cautions.signed(words, point.caution if point else None),
        "counts": counts,
        "caution": point.caution if point else None,
        "fill": fill,
        "ink": colours.missing_ink if value is None else colours.ink_on(fill),
        "is_missing": value is None,
    }


def _short(metric: Metric, value: float, look: Look) -> str:
    """The cell's number without its sign of percent, which the note gives, so that twelve periods fit."""
    return fmt.measure(value, metric.unit, fmt.CHART_DECIMALS, look.language).removesuffix("%")


def rate_fill(value: float, rated: Sequence[float], metric: Metric, look: Look) -> str:
    """The step of the colour ramp for a value among all that are shown."""
    colours = look.palette
    if metric.direction == "higher" and metric.unit == "percent":
        low, high = min(rated), max(1.0, *rated)
        share = (high - value) / (high - low) if high > low else 0.0
    elif metric.unit == "percent":
        share = value / max(_SMALLEST_TOP, *rated)
    else:
        share = value / (max(rated) or 1)
    steps = colours.ramp if metric.direction != "neutral" and metric.unit == "percent" else colours.blues
    return steps[min(int(share * len(steps)), len(steps) - 1)]


def _chart(
    values: list[dict[str, Any]], axis: Sequence[Point], look: Look, metric: Metric, key: str, row_height: int
) -> Chart:
    colours = look.palette
    labels = ",".join(f'"{p.period_id}":"{_axis_label(p, look)}"' for p in axis)
    x = alt.X(
        "period_id:N",
        sort=[p.period_id for p in axis],
        scale=alt.Scale(paddingInner=0.03, paddingOuter=0),
        axis=alt.Axis(
            title=None, orient="top", domain=False, ticks=False, labelExpr=f"split(({{{labels}}})[datum.value], ' ')",
            labelOverlap=False, labelPadding=look.small_size + 8, labelLineHeight=look.small_size + 3,
        ),
    )  # fmt: skip
    y = alt.Y("label:N", sort=None, scale=alt.Scale(paddingInner=0.06, paddingOuter=0), axis=name_axis(look))
    pick = alt.selection_point(name=PICK, fields=[key, "period_id"], on="click", empty=False)
    tips = [
        alt.Tooltip("name:N", title=look.say("table.name")),
        alt.Tooltip("period:N", title=look.say("chart.period")),
        alt.Tooltip("words:N", title=metric_name(metric, look.language)),
        alt.Tooltip("counts:N", title="n"),
        *cautions.tips(values, look),
    ]
    layers = cells(x, y, look, pick, tips)
    for day in breaks.days(axis, look):
        first = next(p for p in axis if p.start >= day)
        datum = inline([{"period_id": first.period_id}])
        rule = alt.Chart(datum).mark_rule(color=colours.ink, strokeDash=breaks.dashes(day), strokeWidth=2)
        layers.append(rule.encode(x=alt.X("period_id:N", sort=[p.period_id for p in axis], bandPosition=0)))
    return alt.layer(*layers, data=inline(values)).properties(
        width="container", height=alt.Step(cell_step(look, row_height))
    )


def _axis_label(point: Point, look: Look) -> str:
    """The period on two short lines: the year under its month."""
    return fmt.period_axis(point.kind, point.start, point.end, look.language).replace("/", " ", 1)


def _title(lines: Sequence[_Line], axis: Sequence[Point], metric: Metric, look: Look, noun: str) -> str:
    name = metric_name(metric, look.language)
    wins: dict[str, int] = {}
    contested = 0
    choose = min if metric.direction == "higher" else max
    for column in axis:
        known = {
            label: value
            for _, label, cells in lines
            if (value := _ranked_value(cells.get(column.period_id), metric, look)) is not None
        }
        if len(known) > 1:
            contested += 1
            worst = choose(known.values())
            leaders = [label for label, value in known.items() if value == worst]
            if len(leaders) == 1:
                wins[leaders[0]] = wins.get(leaders[0], 0) + 1
    if not wins or metric.direction == "neutral":
        return look.say("sentence.matrix_none", metric=name, noun=noun)
    top = max(wins, key=lambda label: wins[label])
    return look.say(
        "sentence.matrix_low" if metric.direction == "higher" else "sentence.matrix",
        name=top,
        metric=lowered(name),
        count=fmt.count(wins[top], look.language),
        total=fmt.count(contested, look.language),
    )


def _notes(values: list[dict[str, Any]], axis: Sequence[Point], metric: Metric, look: Look) -> tuple[str, ...]:
    notes = [look.say("chart.in_percent")] if metric.unit == "percent" else []
    if any(v["is_missing"] and v["words"] == fmt.NONE for v in values):
        notes.append(look.say("chart.missing_note"))
    if any(v["is_missing"] and v["words"] != fmt.NONE for v in values):
        notes.append(look.say("chart.small_cell_note", limit=look.small_n, noun=look.noun(metric)))
    return (*notes, *breaks.notes(axis, look, metric), *cautions.notes(values, look))


def _columns(metric: Metric, look: Look) -> tuple[TableColumn, ...]:
    unit: Kind = "percent" if metric.unit == "percent" else "count"
    return (
        TableColumn("name", look.say("table.name")),
        TableColumn("period", look.say("table.period")),
        TableColumn("numerator", look.say("table.numerator"), "count"),
        TableColumn("denominator", look.say("table.denominator"), "count"),
        TableColumn("value", look.say("table.ratio" if metric.denominator else "table.value"), unit),
    )


def _table_row(label: str, point: Point, metric: Metric, look: Look) -> dict[str, Any]:
    return {
        "name": label,
        "period": fmt.period(point.kind, point.start, point.end, look.language),
        "numerator": point.numerator,
        "denominator": point.denominator,
        "value": point.value(metric),
        "period_id": point.period_id,
        **cautions.cell(point.caution),
    }
