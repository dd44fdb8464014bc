"""Many small lines on shared axes, one for each field, level or unit."""

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
    table_row,
    time_scale,
    tooltips,
    value_axis,
    value_scale,
)
from dashboard.charts.picture import (
    Chart,
    Look,
    Picture,
    TableColumn,
    empty_picture,
    formula,
    metric_name,
    to_rows,
    wrapped,
)
from dashboard.charts.quick import inline
from dashboard.charts.series import Point, points
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import Metric

Group = tuple[str, str, list[Point]]
"""Id, name and points of one small line."""


def small_multiples(
    frame: Any,
    metric: Metric,
    look: Look | None = None,
    key: str = "field_id",
    name: str = "name",
    noun: str | None = None,
    highlight: str | None = None,
    across: int = 3,
    cell_width: int = 215,
    cell_height: int = 84,
) -> Picture:
    """One small line for each field, level or unit on shared axes, worst first; the highlighted one stands out.

    Rows are those of `trend` with a `key` and a `name` column. Without `highlight` every line has the series colour. A
    click picks the `key`.
    """
    look = look or Look()
    if look.is_narrow:
        across, cell_width = 1, 260
    groups = _grouped(frame, key, name, metric, look)
    noun = noun or look.say("noun.field")
    everyone = [point for _, _, series in groups for point in series]
    if not any(point.value(metric) is not None for point in everyone):
        return empty_picture(sentences.no_data(metric, None, look), formula(metric, look.language), look)
    values = [
        value
        for order, group in enumerate(groups)
        for value in _line(order, group, metric, look, key, highlight, cell_width)
    ]
    title = _title(groups, everyone, metric, look, noun)
    axis = sorted({p.x: p for p in everyone}.values(), key=lambda p: p.x)
    cell = _panel(look, metric, values, axis, key)
    chart = cell.properties(width=cell_width, height=cell_height).facet(
        facet=alt.Facet(
            "panel:N",
            title=None,
            sort=None,
            header=alt.Header(labelExpr="split(substring(datum.value, 4), '\\n')", labelAnchor="start", labelPadding=4),
        ),
        columns=across,
        spacing=96 if look.is_large else {"row": 24, "column": 46},
        data=inline(values),
    )
    heading = TableColumn("name", look.say("table.name"))
    rows = tuple(
        {key: id_, "name": label, **table_row(p, metric, look)} for id_, label, series in groups for p in series
    )
    alt_text = look.say("alt.multiples", sentence=title)
    table = (heading, *columns(metric, look))
    notes = breaks.notes(axis, look, metric)
    if any(value["value"] is None for value in values):
        notes.append(look.say("chart.gap_note"))
    notes += cautions.notes(values, look)
    return Picture(chart, title, formula(metric, look.language), alt_text, look, table, rows, tuple(notes))


def _line(
    order: int, group: Group, metric: Metric, look: Look, key: str, highlight: str | None, cell_width: int
) -> list[dict[str, Any]]:
    """The points of one small line; panels are sorted by the number before their name."""
    id_, label, series = group
    panel = f"{order:03d}|{wrapped(label, cell_width // 7, 2)}"
    return [
        {
            **datum(point, [], metric, look),
            key: id_,
            "panel": panel,
            "is_picked": highlight is None or id_ == highlight,
            "is_last": point is series[-1],
            "short": sentences.value_text(metric, point.numerator, point.denominator, look).removesuffix(
                f" {look.noun(metric)}"
            ),
        }
        for point in series
    ]


def _title(groups: Sequence[Group], everyone: Sequence[Point], metric: Metric, look: Look, noun: str) -> str:
    return look.say(
        "sentence.multiples",
        metric=metric_name(metric, look.language),
        count=fmt.count(len(groups), look.language),
        noun=noun,
        start=period_text(min(everyone, key=lambda p: p.start), look),
        end=period_text(max(everyone, key=lambda p: p.end), look),
    )


def _panel(look: Look, metric: Metric, values: list[dict[str, Any]], axis: Sequence[Point], key: str) -> Chart:
    colours = look.palette
    scale, _ = value_scale(values, with_intervals=False)
    pick = alt.selection_point(name=PICK, fields=[key], on="click", empty=False)
    x = alt.X("x:Q", scale=time_scale(axis), axis=period_axis(axis, look, 2))
    y = alt.Y("value:Q", scale=scale, axis=value_axis(metric, values, 3))
    colour = alt.condition("datum.is_picked", alt.value(colours.series), alt.value(colours.pale))
    line = alt.Chart().mark_line(strokeWidth=2, invalid="break-paths-show-domains")
    dots = alt.Chart().mark_point(filled=True, size=26, opacity=1)
    last = alt.Chart().mark_text(align="left", dx=5, fontWeight=600)
    layers = [
        line.encode(x=x, y=y, color=colour),
        dots.encode(x=x, y=y, color=colour, tooltip=[*tooltips(metric, look), *cautions.tips(values, look)]).add_params(
            pick
        ),
        *cautions.layer(values, x, y, look, scale.to_dict()["domain"]),
        last.encode(x=x, y=y, text="short:N").transform_filter("datum.is_last && isValid(datum.value)"),
    ]
    for day in breaks.days(axis, look):
        rule = alt.Chart().mark_rule(color=colours.muted, strokeDash=breaks.dashes(day), strokeWidth=1)
        layers.append(rule.encode(x=alt.X(datum=day.toordinal())))
    return alt.layer(*layers)


def _grouped(frame: Any, key: str, name: str, metric: Metric, look: Look) -> list[Group]:
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in to_rows(frame):
        rows.setdefault(str(row[key]), []).append(row)
    groups = [(id_, str(found[0][name]), points(found)) for id_, found in rows.items()]

    def badness(group: Group) -> tuple[int, float]:
        known = [point for point in group[2] if point.value(metric) is not None]
        if not known:
            return (2, 0.0)
        value = known[-1].value(metric) or 0.0
        is_small = known[-1].denominator is not None and known[-1].denominator < look.small_n
        return (1 if is_small else 0, value if metric.direction == "higher" else -value)

    return sorted(groups, key=badness)
