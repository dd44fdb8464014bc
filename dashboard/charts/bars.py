"""Rates beside counts in two aligned panels, so that a high rate of few files is not taken for the main problem."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from dashboard.charts import cautions, sentences
from dashboard.charts.lines import PICK, room_for_labels
from dashboard.charts.picture import (
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
from dashboard.charts.ranking import Bar, Order, cut, is_ranked, limits, read_bar, sort_key
from dashboard.charts.rows import bar_axis, bar_step
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import Metric, load_catalogue
from dashboard.metrics.status import is_met


def rate_and_count_bars(
    frame: Any,
    metric: Metric,
    look: Look | None = None,
    order: Order = "rate",
    limit: int = 12,
    noun: str | None = None,
    period: str = "",
    row_height: int = 30,
) -> Picture:
    """Two aligned panels of bars, the rate and the number behind it, labelled directly, worst first.

    Rows: `id`, `name`, `numerator`, `denominator`, and where known `target` and `display_order`. At most `limit` bars;
    the others are one bar of summed counts. Fewer than `look.small_n` cases show their counts and are not ranked; rows
    without figures come last. `noun` is what the rows are ("lĩnh vực"), `period` its text for the title. A click picks
    `id`. Made for metrics with a denominator.
    """
    look = look or Look()
    noun = noun or look.say("noun.field")
    bars = [read_bar(row, place) for place, row in enumerate(to_rows(frame))]
    bars.sort(key=lambda bar: sort_key(bar, metric, look, order))
    title = sentences.tidy(_title(bars, metric, look, order, noun, period))
    subtitle = formula(metric, look.language)
    columns = _columns(metric, look)
    if not any(bar.numerator is not None for bar in bars):
        return empty_picture(title, subtitle, look, columns)
    shown = cut(bars, limit, look, noun)
    values = _values(shown, metric, look)
    chart = alt.layer(*_layers(values, metric, look), data=inline(values)).properties(
        width="container",
        height=alt.Step(bar_step(look, row_height)),
        padding=room_for_labels(),
    )
    return Picture(
        chart,
        title,
        subtitle,
        look.say("alt.bars", metric=lowered(metric_name(metric, look.language)), noun=noun, sentence=title),
        look,
        columns,
        tuple(_table_row(bar) for bar in bars),
        _notes(bars, shown, metric, look, noun),
    )


def _values(bars: Sequence[Bar], metric: Metric, look: Look) -> list[dict[str, Any]]:
    reach = [limits(bar, look) for bar in bars]
    rates = [bar.rate for bar in bars if bar.rate is not None and is_ranked(bar, look)]
    most = max([*rates, *(bar.target for bar in bars if bar.target is not None)], default=0.0) or 1.0
    many = max((bar.numerator or 0 for bar in bars), default=0) or 1
    return [
        {
            "id": bar.id,
            "label": wrapped(bar.name, 44, 1) if look.is_narrow else wrapped(bar.name, 30, 2),
            "name": bar.name,
            "rate": bar.rate / most if bar.rate is not None and is_ranked(bar, look) else 0,
            "rate_words": cautions.signed(
                sentences.value_text(metric, bar.numerator, bar.denominator, look), bar.caution
            ),
            "caution": bar.caution,
            "count": _gap(look) + (bar.numerator or 0) / many,
            "count_words": fmt.count(bar.numerator, look.language),
            "counts": fmt.counts(bar.numerator, bar.denominator, look.language),
            "target": bar.target / most if bar.target is not None else None,
            "low": limit.low / most if limit else None,
            "high": min(limit.high / most, _gap(look) * 0.8) if limit else None,
            "colour": _colour(bar, metric, look),
        }
        for bar, limit in zip(bars, reach, strict=True)
    ]


def _gap(look: Look) -> float:
    """Where the second panel begins, in widths of a panel: the room between is for the labels of the first."""
    return 2.0 if look.is_narrow or look.is_large else 1.42


def _colour(bar: Bar, metric: Metric, look: Look) -> str:
    """The alarm hue only where a target is missed; the rest of the units in grey."""
    colours = look.palette
    if bar.is_rest:
        return colours.pale
    met = is_met(bar.rate, bar.target, "<=" if metric.direction == "lower" else ">=")
    return colours.alarm if met is False and is_ranked(bar, look) else colours.series


def _layers(values: list[dict[str, Any]], metric: Metric, look: Look) -> list[alt.Chart]:
    colours = look.palette
    room = alt.Scale(paddingInner=0.56, paddingOuter=0.3) if look.is_narrow else alt.Scale(paddingInner=0.28)
    y = alt.Y("label:N", sort=None, axis=bar_axis(look), scale=room)
    scale = alt.Scale(domain=[0, _gap(look) + 1], nice=False)
    pick = alt.selection_point(name=PICK, fields=["id"], on="click", empty=False)
    fill = alt.Color("colour:N", scale=None)
    outline = alt.condition(pick, alt.value(colours.ink), alt.value("transparent"))
    tips = [
        alt.Tooltip("name:N", title=look.say("table.name")),
        alt.Tooltip("rate_words:N", title=look.say("chart.rate")),
        alt.Tooltip("counts:N", title="n"),
        *cautions.tips(values, look),
    ]
    bar = alt.Chart().mark_bar(strokeWidth=2, cursor="pointer")
    words = alt.Chart().mark_text(align="left", dx=6, fontSize=look.small_size)
    heads = [
        {"x": 0, "head": look.say("chart.rate")},
        {
            "x": _gap(look),
            "head": look.say("chart.number")
            if look.is_narrow or look.is_large
            else look.say("chart.number_of", what=_counted(metric, look)),
        },
    ]
    layers = [
        bar.encode(
            y=y, x=alt.X("rate:Q", scale=scale, axis=None), x2=alt.datum(0), color=fill, stroke=outline, tooltip=tips
        ).add_params(pick),
        bar.encode(
            y=y, x=alt.X("count:Q", scale=scale), x2=alt.datum(_gap(look)), color=fill, stroke=outline, tooltip=tips
        ),
        words.encode(y=y, x=alt.X("count:Q", scale=scale), text="count_words:N"),
    ]
    if any(value["low"] is not None for value in values):
        rule = alt.Chart().mark_rule(color=colours.ink, strokeWidth=1.5)
        layers.append(rule.encode(y=y, x=alt.X("low:Q", scale=scale), x2="high:Q"))
    if any(value["target"] is not None for value in values):
        tick = alt.Chart().mark_tick(color=colours.ink, thickness=3, opacity=1, height={"band": 0.95})
        layers.append(tick.encode(y=y, x=alt.X("target:Q", scale=scale)))
    layers.append(
        words.encode(y=y, x=alt.X("words_at:Q", scale=scale), text="rate_words:N").transform_calculate(
            words_at="max(datum.rate, datum.high || 0, datum.target || 0)"
        )
    )
    head = alt.Chart(inline(heads)).mark_text(
        align="left", baseline="bottom", fontSize=look.small_size, fontWeight=600, color=colours.muted
    )
    layers.append(head.encode(x=alt.X("x:Q", scale=scale), y=alt.value(-6), text="head:N"))
    return layers


def _title(bars: Sequence[Bar], metric: Metric, look: Look, order: Order, noun: str, period: str) -> str:
    ranked = [bar for bar in bars if bar.rate is not None and is_ranked(bar, look)]
    name = metric_name(metric, look.language)
    if not any(bar.numerator is not None for bar in bars):
        return look.say("sentence.no_data", metric=name, period=period).rstrip()
    if order == "count":
        return _most(bars, metric, look, noun, period)
    if not ranked:
        return look.say("sentence.none_ranked", metric=name, period=period, noun=noun)
    counted = [(bar.name, bar.numerator or 0, bar.denominator or 0) for bar in ranked]
    return sentences.extreme(metric, counted, look, noun, period)


def _most(bars: Sequence[Bar], metric: Metric, look: Look, noun: str, period: str) -> str:
    most = max(bar.numerator or 0 for bar in bars)
    what = _counted(metric, look)
    if not most:
        return look.say("pareto.nothing", what=what, period=period)
    names = [bar.name for bar in bars if bar.numerator == most]
    words = {"period": period, "value": fmt.count(most, look.language), "what": what}
    if len(names) == 1:
        return look.say("sentence.most", name=names[0], **words)
    return look.say("sentence.most_tied", count=fmt.count(len(names), look.language), noun=noun, **words)


def _counted(metric: Metric, look: Look) -> str:
    """What the numerator counts, with its noun: "hồ sơ đã giải quyết quá hạn"."""
    column = load_catalogue().columns[metric.numerator]
    label = lowered(column.label if look.language == "vi" else column.label_en)
    noun = look.noun(metric)
    return label if noun in label else f"{noun} {label}"


def _notes(bars: Sequence[Bar], shown: Sequence[Bar], metric: Metric, look: Look, noun: str) -> tuple[str, ...]:
    notes = []
    if len(shown) < len(bars):
        named = fmt.count(len(shown) - 1, look.language)
        notes.append(look.say("chart.shown_of", shown=named, total=fmt.count(len(bars), look.language), noun=noun))
    if any(bar.denominator is not None and 0 < bar.denominator < look.small_n for bar in bars):
        notes.append(look.say("chart.small_note", limit=look.small_n, noun=look.noun(metric)))
    if any(limits(bar, look) for bar in shown):
        notes.append(look.say("chart.bar_interval_note", limit=look.interval_n, noun=look.noun(metric)))
    if any(bar.target is not None for bar in shown):
        notes.append(look.say("chart.tick_note"))
    return (*notes, *cautions.notes([{"caution": bar.caution} for bar in shown], look))


def _columns(metric: Metric, look: Look) -> tuple[TableColumn, ...]:
    columns = load_catalogue().columns
    ends = [columns[end] for end in (metric.numerator, metric.denominator) if end]
    return (
        TableColumn("name", look.say("table.name")),
        *(
            TableColumn(key, end.label if look.language == "vi" else end.label_en, "count")
            for key, end in zip(("numerator", "denominator"), ends, strict=False)
        ),
        TableColumn("value", look.say("table.ratio"), "percent"),
        TableColumn("target", look.say("table.target"), "percent"),
    )


def _table_row(bar: Bar) -> dict[str, Any]:
    return {
        "id": bar.id,
        "name": bar.name,
        "numerator": bar.numerator,
        "denominator": bar.denominator,
        "value": bar.rate,
        "target": bar.target,
        **cautions.cell(bar.caution),
    }
