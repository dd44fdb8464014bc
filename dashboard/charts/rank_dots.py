"""Units in the order of their rank: a dot for each with what it was before, the peers' median, and the threshold."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from dashboard.charts import cautions, sentences
from dashboard.charts.lines import PICK
from dashboard.charts.picture import (
    Look,
    Picture,
    empty_picture,
    formula,
    label_offset,
    lowered,
    metric_name,
    to_rows,
    wrapped,
)
from dashboard.charts.quick import inline
from dashboard.metrics import format as fmt
from dashboard.metrics import intervals
from dashboard.metrics.catalogue import Metric

Row = Mapping[str, Any]
FROM_ZERO = 0.5
"""The axis starts at zero unless the lowest dot stands above this share of the highest."""


def rank_dots(
    frame: Any,
    metric: Metric,
    look: Look | None = None,
    *,
    every: Sequence[Row] | None = None,
    period: str = "",
    previous: str = "",
    noun: str = "",
) -> Picture:
    """A dot for each ranked unit, in the order given; a pale one where it stood before, joined to it.

    Rows are those of `queries/read/unit_ranking.sql` with `id` and `name`; `every` are all units that were ranked with
    them, of which the title speaks. Units without a rank are not drawn. A click picks `id`.
    """
    look = look or Look()
    noun = noun or look.say("noun.unit")
    rows = to_rows(frame)
    title = sentences.tidy(title_of(rows if every is None else every, metric, look, period, noun))
    drawn = [row for row in rows if row["band"] == "ranked"]
    subtitle = formula(metric, look.language)
    if not drawn:
        return empty_picture(title, subtitle, look)
    values = [_datum(row, metric, look) for row in drawn]
    scale, starts_at_zero = _scale(values)
    order = [value["label"] for value in values]
    chart = alt.layer(*_layers(look, metric, values, scale, order), data=inline(values)).properties(
        width="container",
        height=alt.Step(44 if look.is_large else 40 if look.is_narrow else 27),
        padding={"left": 8, "top": 26, "right": 8, "bottom": 8},
    )
    notes = _notes(values, look, metric, previous, noun, starts_at_zero)
    return Picture(chart, title, subtitle, look.say("rank.alt", sentence=title), look, notes=notes)


def title_of(rows: Sequence[Row], metric: Metric, look: Look, period: str, noun: str) -> str:
    """How many of the ranked units fail the threshold, and who stands last; nothing of units that are not ranked."""
    ranked = [row for row in rows if row["band"] == "ranked"]
    if not ranked:
        return look.say("sentence.none_ranked", metric=metric_name(metric, look.language), period=period, noun=noun)
    judged = [row for row in ranked if row["is_beyond"] is not None]
    last = _last(ranked, metric, look, noun)
    if not judged:
        return look.say("rank.of", metric=metric_name(metric, look.language), period=period, last=last)
    thresholds = {row["threshold"] for row in judged}
    words = {"ranked": fmt.count(len(judged), look.language), "noun": noun, "period": period}
    beyond = sum(bool(row["is_beyond"]) for row in judged)
    if len(thresholds) == 1:
        value = fmt.measure(next(iter(thresholds)), metric.unit, fmt.CHART_DECIMALS, look.language)
        said = look.say("rank.beyond", beyond=fmt.count(beyond, look.language), threshold=value, **words)
    else:
        said = look.say("rank.beyond_own", beyond=fmt.count(beyond, look.language), **words)
    return f"{said}; {last}" if beyond else said


def _last(ranked: Sequence[Row], metric: Metric, look: Look, noun: str) -> str:
    place = max(row["place"] for row in ranked)
    lasts = [row for row in ranked if row["place"] == place]
    value = sentences.value_text(metric, lasts[0]["numerator"], lasts[0]["denominator"], look)
    end = "highest" if metric.direction == "lower" else "lowest"
    if len(lasts) == 1:
        return look.say(f"rank.{end}", name=lasts[0]["unit_name"], value=value)
    if place == 1:
        return look.say("rank.all_equal", count=fmt.count(len(lasts), look.language), noun=noun, value=value)
    return look.say(f"rank.many_{end}", count=fmt.count(len(lasts), look.language), noun=noun, value=value)


def _datum(row: Row, metric: Metric, look: Look) -> dict[str, Any]:
    colours = look.palette
    small = metric.denominator is not None and row["denominator"] < look.interval_n
    limits = intervals.exact_interval(row["numerator"], row["denominator"]) if small else None
    value = sentences.value_text(metric, row["numerator"], row["denominator"], look)
    place = fmt.counts(row["place"], row["ranked"], look.language)
    before = (
        fmt.NONE if row["other_value"] is None or row["is_reorganised"] else _measure(row["other_value"], metric, look)
    )
    return {
        "id": row["id"],
        "name": row["name"],
        "label": wrapped(row["name"], 17 if look.is_narrow else 34, 2),
        "value": row["value"],
        "before": None if row["is_reorganised"] else row["other_value"],
        "is_converted": bool(row["other_is_converted"]),
        "threshold": row["threshold"],
        "median": row["median"],
        "low": limits.low if limits else None,
        "high": limits.high if limits else None,
        "words": cautions.signed(look.say("rank.label", value=value, place=place), row.get("caution")),
        "caution": row.get("caution"),
        "place": place,
        "now_words": value,
        "before_words": before,
        "counts": fmt.counts(row["numerator"], row["denominator"], look.language),
        "shape": "square" if row["is_beyond"] else "circle",
        "colour": colours.series if row["is_beyond"] is None else colours.alarm if row["is_beyond"] else colours.good,
    }


def _measure(value: float, metric: Metric, look: Look) -> str:
    return fmt.measure(value, metric.unit, fmt.CHART_DECIMALS, look.language)


def _scale(values: Sequence[Row]) -> tuple[alt.Scale, bool]:
    ends = [
        v[key]
        for v in values
        for key in ("value", "before", "low", "high", "threshold", "median")
        if v[key] is not None
    ]
    low, high = min(ends), max(ends)
    if low <= FROM_ZERO * high or high <= 0:
        return alt.Scale(domain=[0, high * 1.04 if high > 0 else 1], nice=False), True
    room = (high - low) * 0.06 or high * 0.02
    return alt.Scale(domain=[max(low - room, 0), high + room], nice=False, zero=False), False


def _layers(
    look: Look, metric: Metric, values: list[dict[str, Any]], scale: alt.Scale, order: list[str]
) -> list[alt.Chart]:
    """From back to front: guides, where each stood before, intervals, dots and their words."""
    colours = look.palette
    y = alt.Y("label:N", sort=order, axis=_name_axis(look))
    tips = [
        alt.Tooltip("name:N", title=look.say("table.unit")),
        alt.Tooltip("now_words:N", title=metric_name(metric, look.language)),
        alt.Tooltip("counts:N", title="n"),
        alt.Tooltip("place:N", title=look.say("rank.place")),
        alt.Tooltip("before_words:N", title=look.say("table.previous")),
        *cautions.tips(values, look),
    ]
    layers = [*_guides(look, metric, values, scale), *_before(look, values, y, scale, tips)]
    if any(v["low"] is not None for v in values):
        reach = alt.Chart().mark_rule(color=colours.muted, strokeWidth=1)
        layers.append(
            reach.encode(y=y, x=alt.X("low:Q", scale=scale), x2="high:Q").transform_filter("isValid(datum.low)")
        )
    pick = alt.selection_point(name=PICK, fields=["id"], on="click", empty=False)
    dot = alt.Chart().mark_point(filled=True, opacity=1, cursor="pointer")
    words = alt.Chart().mark_text(align="left", baseline="middle", dx=10, color=colours.ink)
    return [
        *layers,
        dot.encode(
            y=y,
            x=alt.X("value:Q", scale=scale, axis=_value_axis(metric, scale)),
            color=alt.Color("colour:N", scale=None),
            shape=alt.Shape("shape:N", scale=None),
            size=alt.condition(pick, alt.value(190), alt.value(90)),
            tooltip=tips,
        ).add_params(pick),
        words.encode(y=y, x=alt.datum(scale.to_dict()["domain"][1], scale=scale), text="words:N"),
    ]


def _name_axis(look: Look) -> alt.Axis:
    return alt.Axis(
        title=None,
        domain=False,
        ticks=False,
        grid=True,
        gridDash=[1, 3],
        labelColor=look.palette.ink,
        labelExpr="split(datum.label, '\\n')",
        labelPadding=8,
        labelLineHeight=look.small_size + 3,
        labelOffset=label_offset(look),
    )


def _value_axis(metric: Metric, scale: alt.Scale) -> alt.Axis:
    is_count = metric.unit == "count"
    return alt.Axis(
        format=",.0f" if is_count else ".1%" if scale.to_dict()["domain"][1] < 0.06 else ".0%",
        tickCount=5,
        title=None,
        orient="bottom",
        domain=False,
        ticks=False,
        tickMinStep=1 if is_count else alt.Undefined,
    )


def _before(
    look: Look, values: Sequence[Row], y: alt.Y, scale: alt.Scale, tips: Sequence[alt.Tooltip]
) -> list[alt.Chart]:
    """A pale dot where each unit stood, joined to where it stands; hollow and dashed where that was converted."""
    pale = look.palette.pale
    x = alt.X("before:Q", scale=scale)
    layers = []
    for is_converted in (False, True):
        if not any(v["before"] is not None and v["is_converted"] is is_converted for v in values):
            continue
        moved = f"isValid(datum.before) && datum.is_converted == {str(is_converted).lower()}"
        joint = alt.Chart().mark_rule(color=pale, strokeWidth=2, strokeDash=[4, 3] if is_converted else [1, 0])
        past = alt.Chart().mark_point(size=46, color=pale, filled=not is_converted, strokeWidth=1.5, opacity=1)
        layers += [
            joint.encode(y=y, x=x, x2="value:Q").transform_filter(moved),
            past.encode(y=y, x=x, tooltip=tips).transform_filter(moved),
        ]
    return layers


def _guides(look: Look, metric: Metric, values: Sequence[Row], scale: alt.Scale) -> list[alt.Chart]:
    """The peers' median and, where all have the same one, the threshold, as lines from top to bottom."""
    colours = look.palette
    thresholds = {v["threshold"] for v in values if v["threshold"] is not None}
    guides = [(values[0]["median"], "rank.median", [5, 4], colours.muted)] if values[0]["median"] is not None else []
    if len(thresholds) == 1:
        guides.append((next(iter(thresholds)), "rank.threshold", [1, 0], colours.ink))
    low, high = scale.to_dict()["domain"]
    places = [(value - low) / (high - low) for value, *_ in guides]
    is_close = len(places) == 2 and abs(places[0] - places[1]) < 0.35
    layers = []
    for number, (value, key, dash, colour) in enumerate(guides):
        words = look.say(key, value=fmt.measure(value, metric.unit, fmt.CHART_DECIMALS, look.language))
        data = inline([{"at": value, "guide": words}])
        x = alt.X("at:Q", scale=scale)
        is_right = (
            places[number] > 0.6
            if not is_close
            else places[number] < max(places) or (places[0] == places[1] and number == 0)
        )
        layers += [
            alt.Chart(data).mark_rule(color=colour, strokeDash=dash, strokeWidth=1.5).encode(x=x),
            alt.Chart(data)
            .mark_text(align="right" if is_right else "left", baseline="bottom", dy=-4, color=colour)
            .encode(x=x, y=alt.value(0), text="guide:N"),
        ]
    return layers


def _notes(
    values: Sequence[Row], look: Look, metric: Metric, previous: str, noun: str, starts_at_zero: bool
) -> tuple[str, ...]:
    notes = []
    if any(v["shape"] == "square" for v in values):
        notes.append(look.say("rank.square_note"))
    if any(v["before"] is not None and not v["is_converted"] for v in values):
        notes.append(look.say("rank.before_note", previous=previous))
    if any(v["before"] is not None and v["is_converted"] for v in values):
        notes.append(look.say("rank.converted_note", previous=previous))
    if any(v["low"] is not None for v in values):
        notes.append(look.say("chart.bar_interval_note", limit=look.interval_n, noun=look.noun(metric)))
    if metric.direction == "neutral":
        notes.append(look.say("rank.neutral_note", metric=lowered(metric_name(metric, look.language))))
    if metric.denominator is None:
        notes.append(look.say("rank.count_note", noun=noun))
    if not starts_at_zero:
        notes.append(look.say("rank.axis_not_zero"))
    return (*notes, *cautions.notes(values, look))
