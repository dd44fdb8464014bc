"""A metric over time: one line with its target, its own past and the reform of 1 July 2025; and the sparkline."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from dashboard.charts import breaks, cautions, sentences
from dashboard.charts.lines import (
    PICK,
    columns,
    datum,
    period_axis,
    period_text,
    room_for_labels,
    table_row,
    time_scale,
    tooltips,
    value_axis,
    value_scale,
)
from dashboard.charts.picture import Look, Picture, empty_picture, formula, lowered, metric_name
from dashboard.charts.quick import inline
from dashboard.charts.series import Point, points
from dashboard.charts.target_line import target_line
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import Metric


def trend(
    frame: Any,
    metric: Metric,
    look: Look | None = None,
    subject: str = "",
    height: int = 260,
) -> Picture:
    """A line over periods; the title says the last period's level and its change.

    Rows: `kind`, `start_date`, `end_date`, `numerator`, `denominator`, and where known `target` (only in periods where
    one is in force), `is_provisional`, `period_id`. A period without figures is a row with null counts and breaks the
    line, and so does the day on which a unit was reorganised (`is_other_territory`); what is converted is dashed. The
    same period of the year before is drawn pale wherever the rows reach back that far. A click picks `period_id`.
    """
    look = look or Look()
    series = points(frame)
    current = series[-1] if series else None
    previous = series[-2] if len(series) > 1 else None
    same_units = len({point.is_other_territory for point in series[-2:]}) < 2
    title = sentences.headline(metric, current, previous, look, subject, same_units)
    subtitle = formula(metric, look.language)
    if not any(point.value(metric) is not None for point in series):
        return empty_picture(title, subtitle, look, columns(metric, look))
    values = [datum(point, series, metric, look) for point in series]
    scale, starts_at_zero = value_scale(values)
    x = alt.X("x:Q", axis=period_axis(series, look), scale=time_scale(series))
    domain = scale.to_dict()["domain"]
    days = [day.toordinal() for day in breaks.days(series, look)]
    targets = target_line(look, values, domain, height, days)
    # Figures lie on the rules of targets, and the words of targets on the figures.
    layers = [*targets[:1], *_line_layers(look, values, x, scale, metric), *targets[1:]]
    layers += breaks.named_rules(series, look)
    chart = alt.layer(*layers, data=inline(values)).properties(
        width="container", height=height, padding=room_for_labels()
    )
    return Picture(
        chart,
        title,
        subtitle,
        _alt_text(metric, look, series, title),
        look,
        columns(metric, look),
        tuple(table_row(point, metric, look) for point in series),
        (*breaks.notes(series, look, metric, is_named=True), *_notes(look, values, starts_at_zero, metric)),
    )


def sparkline(frame: Any, metric: Metric, look: Look | None = None, height: int = 44) -> Picture:
    """A line without axes for a KPI tile, its last point marked; the alt text gives both ends."""
    look = look or Look()
    series = points(frame)
    name = metric_name(metric, look.language)
    known = [point for point in series if point.value(metric) is not None]
    if not known:
        return empty_picture(sentences.no_data(metric, series[-1] if series else None, look), "", look)
    values = [datum(point, series, metric, look) for point in series]
    scale, _ = value_scale(values)
    x = alt.X("x:Q", axis=None, scale=time_scale(series))
    y = alt.Y("value:Q", axis=None, scale=scale)
    line = alt.Chart().mark_line(color=look.palette.series, strokeWidth=2, invalid="break-paths-show-domains")
    last = alt.Chart().mark_point(filled=True, size=44, opacity=1, color=look.palette.series)
    chart = alt.layer(
        *breaks.rules(series, look, 1, has_axis=False),
        line.encode(x=x, y=y, detail="part:N"),
        last.encode(x=x, y=y, tooltip=tooltips(metric, look)).transform_filter(f"datum.x == {known[-1].x}"),
        data=inline(values),
    ).properties(width="container", height=height)
    words = look.say(
        "alt.sparkline",
        metric=name,
        count=fmt.count(len(known), look.language),
        first=sentences.value_text(metric, known[0].numerator, known[0].denominator, look),
        last=sentences.value_text(metric, known[-1].numerator, known[-1].denominator, look),
    )
    rows = tuple(table_row(point, metric, look) for point in series)
    return Picture(chart, name, formula(metric, look.language), words, look, columns(metric, look), rows)


def _line_layers(
    look: Look, values: list[dict[str, Any]], x: alt.X, scale: alt.Scale, metric: Metric
) -> list[alt.Chart]:
    colours = look.palette
    width = 4 if look.is_large else 2.5
    y = alt.Y("value:Q", scale=scale, axis=value_axis(metric, values))
    pick = alt.selection_point(name=PICK, fields=["period_id"], on="click", empty=False)
    past = alt.Chart().mark_line(color=colours.pale, strokeWidth=width * 0.6, invalid="break-paths-show-domains")
    interval = alt.Chart().mark_rule(color=colours.pale, strokeWidth=1.5)
    line = alt.Chart().mark_line(color=colours.series, strokeWidth=width, invalid="break-paths-show-domains")
    dots = alt.Chart().mark_point(size=110 if look.is_large else 46, color=colours.series, strokeWidth=2, opacity=1)
    last = alt.Chart().mark_text(dx=4, fontWeight=600, fontSize=look.font_size, align="left")
    known = [v for v in values if v["value"] is not None]
    layers = []
    if any(v["last_year"] is not None for v in values):
        layers.append(past.encode(x=x, y=alt.Y("last_year:Q", scale=scale), detail="part:N"))
    if any(v["low"] is not None for v in values):
        layers.append(interval.encode(x=x, y=alt.Y("low:Q", scale=scale), y2="high:Q"))
    if any(v["is_converted"] for v in values):
        layers.append(_converted(look, values, scale, x, width))
        line = line.transform_calculate(value="datum.is_converted ? null : datum.value")
    return [
        *layers,
        line.encode(x=x, y=y, detail="part:N"),
        dots.encode(
            x=x,
            y=y,
            fill=alt.condition("datum.is_provisional", alt.value(colours.ground), alt.value(colours.series)),
            size=alt.condition(pick, alt.value(160), alt.value(110 if look.is_large else 46)),
            tooltip=[*tooltips(metric, look), *cautions.tips(values, look)],
        ).add_params(pick),
        *cautions.layer(values, x, y, look, scale.to_dict()["domain"]),
        # Where the period ends, and with it the line of its target, which would strike the words through.
        last.encode(x="to:Q", y=y, text="words:N").transform_filter(f"datum.x == {known[-1]['x']}"),
    ]


def _converted(look: Look, values: Sequence[dict[str, Any]], scale: alt.Scale, x: alt.X, width: float) -> alt.Chart:
    """The dashed line of what is converted, up to the first period that is not."""
    dashed = [
        {**value, "value": value["value"] if value["is_converted"] or before["is_converted"] else None}
        for before, value in zip([values[0], *values], values, strict=False)
    ]
    line = alt.Chart(inline(dashed)).mark_line(
        color=look.palette.series, strokeWidth=width, strokeDash=[5, 4], invalid="break-paths-show-domains"
    )
    return line.encode(x=x, y=alt.Y("value:Q", scale=scale))


def _notes(look: Look, values: list[dict[str, Any]], starts_at_zero: bool, metric: Metric) -> tuple[str, ...]:
    notes = []
    if any(v["last_year"] is not None for v in values):
        notes.append(look.say("chart.year_note"))
    if any(v["value"] is None for v in values):
        notes.append(look.say("chart.gap_note"))
    if any(v["low"] is not None for v in values):
        notes.append(look.say("chart.interval_note", limit=look.interval_n, noun=look.noun(metric)))
    if any(v["is_converted"] for v in values):
        notes.append(look.say("rank_lines.converted_note"))
    if len({v["part"] for v in values}) > 1:
        notes.append(look.say("territory.not_joined"))
    if any(v["is_provisional"] for v in values):
        notes.append(look.say("chart.provisional_note"))
    if not starts_at_zero:
        notes.append(look.say("chart.axis_not_zero"))
    return (*notes, *cautions.notes(values, look))


def _alt_text(metric: Metric, look: Look, series: Sequence[Point], title: str) -> str:
    return look.say(
        "alt.trend",
        metric=lowered(metric_name(metric, look.language)),
        start=period_text(series[0], look),
        end=period_text(series[-1], look),
        sentence=title,
    )
