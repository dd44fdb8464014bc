"""Units against the whole: rate by volume, with the limits that chance alone would keep (Spiegelhalter, 2005)."""

import math
from collections.abc import Sequence
from typing import Any

import altair as alt

from dashboard.charts import cautions
from dashboard.charts.labels import spread
from dashboard.charts.lines import PICK
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
from dashboard.metrics import format as fmt
from dashboard.metrics import intervals
from dashboard.metrics.catalogue import Metric, load_catalogue

NAMED = 5
INNER, OUTER = 0.95, 0.998
_STEPS = 48
_SHAPES = {"worse": "triangle-up", "better": "triangle-down"}
Row = dict[str, Any]
Whole = tuple[int | None, int | None]
"""Numerator and denominator of all units together."""


def funnel(
    frame: Any,
    whole: Whole,
    metric: Metric,
    look: Look | None = None,
    period: str = "",
    noun: str = "",
    height: int = 380,
) -> Picture:
    """Units by number of cases (log) and rate, about the rate of `whole` (numerator and denominator).

    Rows: `id`, `name`, `numerator`, `denominator`, and where known `short_name`. The bands are exact binomial limits of
    95% and 99,8%; only units outside the wider one are coloured and named. Fewer than `look.small_n` cases are not
    drawn. A click picks `id`. Made for metrics with a denominator.
    """
    look = look or Look()
    noun = noun or look.say("noun.unit")
    rows = [_judged(row, whole, metric, look) for row in to_rows(frame) if row.get("numerator") is not None]
    rows.sort(key=lambda row: _order(row, metric))
    title = _title(rows, whole, metric, look, period, noun)
    columns = _columns(metric, look)
    drawn = [row for row in rows if row["place"] != "not_judged"]
    if not drawn:
        return empty_picture(title, formula(metric, look.language), look, columns)
    scales = _x_scale(drawn), _y_scale(drawn, whole)
    chart = alt.layer(
        *_bands(whole, look, *scales),
        *_whole_line(whole, look, scales[1]),
        _marks(drawn, metric, look, *scales),
        *_names([row for row in drawn if row["place"] == "worse"], look, height, *scales),
    ).properties(width="container", height=height, padding={"left": 8, "top": 12, "right": 56, "bottom": 8})
    return Picture(
        chart,
        title,
        formula(metric, look.language),
        look.say("funnel.alt", sentence=title),
        look,
        columns,
        tuple({**row, "place": look.say(f"funnel.{row['place']}")} for row in rows),
        (*_notes(rows, drawn, metric, look, noun), *_axis_note(scales[1], look)),
    )


def _judged(row: Row, whole: Whole, metric: Metric, look: Look) -> Row:
    numerator, denominator = row["numerator"], row["denominator"] or 0
    rate = numerator / denominator if denominator > 0 else None
    limits = (
        intervals.chance_counts(denominator, whole[0] / whole[1], OUTER) if whole[0] is not None and whole[1] else None
    )
    place = "within"
    if rate is None or limits is None or denominator < look.small_n:
        place = "not_judged"
    elif not limits[0] <= numerator <= limits[1]:
        place = "worse" if (numerator > limits[1]) == (metric.direction != "higher") else "better"
    return {
        "id": str(row["id"]),
        "name": str(row["name"]),
        "short": wrapped(str(row.get("short_name") or row["name"]), 16 if look.is_narrow else 30, 1),
        "numerator": numerator,
        "denominator": row["denominator"],
        "value": rate,
        "low": limits[0] if limits else None,
        "high": limits[1] if limits else None,
        "place": place,
        **cautions.cell(row.get("caution")),
    }


def _order(row: Row, metric: Metric) -> tuple[int, float]:
    """Clearly worse ones first, then by rate; those that are not judged last."""
    value = row["value"] or 0.0
    rank = {"worse": 0, "not_judged": 2}.get(row["place"], 1)
    return (rank, value if metric.direction == "higher" else -value)


def _x_scale(rows: Sequence[Row]) -> alt.Scale:
    low, high = min(r["denominator"] for r in rows), max(r["denominator"] for r in rows)
    return alt.Scale(type="log", domain=[low / 1.2, high * 1.2], nice=False)


def _y_scale(rows: Sequence[Row], whole: Whole) -> alt.Scale:
    """From the lowest to the highest rate with some room; the limits of the smallest units may leave the frame."""
    assert whole[0] is not None and whole[1]
    values = [r["value"] for r in rows] + [whole[0] / whole[1]]
    room = max((max(values) - min(values)) * 0.15, 0.002)
    return alt.Scale(domain=[max(min(values) - room, 0.0), min(max(values) + room, 1.0)], nice=False, zero=False)


def _bands(whole: Whole, look: Look, x_scale: alt.Scale, y_scale: alt.Scale) -> list[alt.Chart]:
    assert whole[0] is not None and whole[1]
    left, right = x_scale.to_dict()["domain"]
    steps = sorted({round(left * (right / left) ** (at / _STEPS)) or 1 for at in range(_STEPS + 1)})
    colours = look.palette
    layers = []
    for confidence, opacity in ((OUTER, 0.5), (INNER, 0.9)):
        limits = [(n, intervals.funnel_limits(n, whole[0] / whole[1], confidence)) for n in steps]
        data = inline([{"n": n, "low": found.low, "high": found.high} for n, found in limits if found])
        band = alt.Chart(data).mark_area(color=colours.grid, opacity=opacity, clip=True)
        x = alt.X("n:Q", scale=x_scale)
        layers.append(band.encode(x=x, y=alt.Y("low:Q", scale=y_scale), y2="high:Q"))
        edge = alt.Chart(data).mark_line(color=colours.pale, strokeWidth=1, strokeDash=[4, 3], clip=True)
        if confidence == OUTER:
            layers += [edge.encode(x=x, y=alt.Y(f"{side}:Q", scale=y_scale)) for side in ("low", "high")]
        layers.append(_band_name(limits[-1], confidence, look, x_scale, y_scale))
    return layers


def _band_name(limit: Any, confidence: float, look: Look, x_scale: alt.Scale, y_scale: alt.Scale) -> alt.Chart:
    """ "95%" and "99,8%" stand at the right end of their upper limits."""
    n, found = limit
    key = "funnel.limit_998" if confidence == OUTER else "funnel.limit_95"
    data = inline([{"n": n, "at": found.high, "words": look.say(key)}])
    words = alt.Chart(data).mark_text(align="left", dx=4, dy=-7 if confidence == OUTER else 5, color=look.palette.muted)
    return words.encode(x=alt.X("n:Q", scale=x_scale), y=alt.Y("at:Q", scale=y_scale), text="words:N")


def _whole_line(whole: Whole, look: Look, y_scale: alt.Scale) -> list[alt.Chart]:
    assert whole[0] is not None and whole[1]
    value = fmt.ratio(whole[0], whole[1], fmt.CHART_DECIMALS, look.language)
    data = inline([{"at": whole[0] / whole[1], "words": look.say("funnel.whole_line", value=value)}])
    y = alt.Y("at:Q", scale=y_scale)
    rule = alt.Chart(data).mark_rule(color=look.palette.ink, strokeWidth=1.5).encode(y=y)
    text: dict[str, Any] = {"align": "left", "baseline": "bottom", "dx": 4, "dy": -3}
    halo = alt.Chart(data).mark_text(**text, stroke=look.palette.ground, strokeWidth=4, strokeJoin="round")
    words = alt.Chart(data).mark_text(**text, color=look.palette.ink)
    return [rule, *(layer.encode(x=alt.value(0), y=y, text="words:N") for layer in (halo, words))]


def _marks(rows: Sequence[Row], metric: Metric, look: Look, x_scale: alt.Scale, y_scale: alt.Scale) -> alt.Chart:
    colours = look.palette
    fills = {"worse": colours.alarm, "better": colours.good}
    values = [
        {
            **row,
            "counts": fmt.counts(row["numerator"], row["denominator"], look.language),
            "rate": fmt.ratio(row["numerator"], row["denominator"], fmt.TABLE_DECIMALS, look.language),
            "words": look.say(f"funnel.{row['place']}"),
            "shape": _SHAPES.get(row["place"], "circle"),
            "size": 110 if row["place"] in _SHAPES else 46,
            "colour": fills.get(row["place"], colours.pale),
        }
        for row in rows
    ]
    pick = alt.selection_point(name=PICK, fields=["id"], on="click", empty=False)
    low, high = (min(r["denominator"] for r in rows), max(r["denominator"] for r in rows))
    what = lowered(_counted(metric, look))
    x_axis = alt.Axis(
        values=_ticks(low, high, look),
        format=",.0f",
        title=look.say("funnel.volume", what=what),
        domain=False,
        ticks=False,
    )
    y_axis = alt.Axis(format=_percent_format(y_scale), tickCount=5, title=None, domain=False, ticks=False)
    mark = alt.Chart(inline(values)).mark_point(filled=True, strokeWidth=2, opacity=0.9, cursor="pointer")
    return mark.encode(
        x=alt.X("denominator:Q", scale=x_scale, axis=x_axis),
        y=alt.Y("value:Q", scale=y_scale, axis=y_axis),
        shape=alt.Shape("shape:N", scale=None),
        size=alt.Size("size:Q", scale=None),
        color=alt.Color("colour:N", scale=None),
        stroke=alt.condition(pick, alt.value(colours.ink), alt.value("transparent")),
        tooltip=[
            alt.Tooltip("name:N", title=look.say("table.unit")),
            alt.Tooltip("rate:N", title=look.say("chart.rate")),
            alt.Tooltip("counts:N", title="n"),
            alt.Tooltip("words:N", title=look.say("funnel.place")),
            *cautions.tips(values, look),
        ],
    ).add_params(pick)


def _percent_format(y_scale: alt.Scale) -> str:
    low, high = y_scale.to_dict()["domain"]
    return ".0%" if high - low >= 0.05 else ".1%" if high - low >= 0.005 else ".2%"


def _ticks(low: float, high: float, look: Look) -> list[int]:
    """1, 2 and 5 times powers of ten within the range; only the powers where it is wide."""
    steps = (1,) if high / low > (20 if look.is_narrow else 300) else (1, 2, 5)
    powers = range(int(math.log10(high)) + 1)
    return [step * 10**power for power in powers for step in steps if low / 1.2 <= step * 10**power <= high * 1.2]


def _names(rows: Sequence[Row], look: Look, height: int, x_scale: alt.Scale, y_scale: alt.Scale) -> list[alt.Chart]:
    """Name and rate of the first units outside, on the side of their mark that has room, none on another."""
    named = rows[: 3 if look.is_narrow else NAMED]
    low, high = y_scale.to_dict()["domain"]
    left, right = x_scale.to_dict()["domain"]
    gap = (look.small_size + 4) * (high - low) / height
    layers = []
    for place, row in zip(spread([row["value"] for row in named], gap), named, strict=True):
        value = fmt.ratio(row["numerator"], row["denominator"], fmt.CHART_DECIMALS, look.language)
        is_left = math.log(row["denominator"] / left) > 0.55 * math.log(right / left)
        data = inline(
            [
                {
                    **row,
                    "place": place,
                    "words": cautions.signed(
                        look.say("funnel.named", name=row["short"], value=value), row.get("caution")
                    ),
                }
            ]
        )
        text: dict[str, Any] = {
            "align": "right" if is_left else "left",
            "dx": -10 if is_left else 10,
            "fontWeight": 600,
        }
        halo = alt.Chart(data).mark_text(**text, stroke=look.palette.ground, strokeWidth=4, strokeJoin="round")
        words = alt.Chart(data).mark_text(**text)
        x, y = alt.X("denominator:Q", scale=x_scale), alt.Y("place:Q", scale=y_scale)
        layers += [layer.encode(x=x, y=y, text="words:N") for layer in (halo, words)]
    return layers


def _counted(metric: Metric, look: Look) -> str:
    """What the denominator counts, with its noun."""
    assert metric.denominator is not None
    column = load_catalogue().columns[metric.denominator]
    label = lowered(column.label if look.language == "vi" else column.label_en)
    noun = look.noun(metric)
    label = label.removeprefix("tổng số ")
    return label if noun in label else f"{noun} {label}"


def _title(rows: Sequence[Row], whole: Whole, metric: Metric, look: Look, period: str, noun: str) -> str:
    name = metric_name(metric, look.language)
    drawn = [row for row in rows if row["place"] != "not_judged"]
    if not drawn:
        return look.say("funnel.unknown", metric=name, period=period, noun=noun)
    worse = [row for row in drawn if row["place"] == "worse"]
    at = fmt.ratio(whole[0], whole[1], fmt.CHART_DECIMALS, look.language)
    told = {"metric": lowered(name), "whole": at, "period": period, "noun": noun}
    if not worse:
        return look.say("funnel.none", **told)
    names = ", ".join(
        look.say(
            "funnel.named",
            name=row["name"],
            value=fmt.ratio(row["numerator"], row["denominator"], fmt.CHART_DECIMALS, look.language),
        )
        for row in worse[:3]
    )
    if len(worse) > 3:
        names = look.say("funnel.more", names=names, count=fmt.count(len(worse) - 3, look.language), noun=noun)
    counted = {"count": fmt.count(len(worse), look.language), "total": fmt.count(len(drawn), look.language)}
    key = "funnel.low_is_bad" if metric.direction == "higher" else "funnel.high"
    return look.say(key, names=names, **counted, **told)


def _notes(rows: Sequence[Row], drawn: Sequence[Row], metric: Metric, look: Look, noun: str) -> tuple[str, ...]:
    cases = look.noun(metric)
    notes = [look.say("funnel.note", cases=cases, noun=noun)]
    if len(drawn) < len(rows):
        count = fmt.count(len(rows) - len(drawn), look.language)
        notes.append(look.say("funnel.small_note", count=count, noun=noun, limit=look.small_n, cases=cases))
    return (*notes, *cautions.notes(drawn, look))


def _axis_note(y_scale: alt.Scale, look: Look) -> tuple[str, ...]:
    return (look.say("chart.axis_not_zero"),) if y_scale.to_dict()["domain"][0] > 0 else ()


def _columns(metric: Metric, look: Look) -> tuple[TableColumn, ...]:
    columns = load_catalogue().columns
    ends = [columns[end] for end in (metric.numerator, metric.denominator) if end]
    labels = [end.label if look.language == "vi" else end.label_en for end in ends]
    return (
        TableColumn("name", look.say("table.unit")),
        TableColumn("value", look.say("table.ratio"), "percent"),
        *(TableColumn(key, label, "count") for key, label in zip(("numerator", "denominator"), labels, strict=False)),
        TableColumn("low", look.say("funnel.low_limit"), "count"),
        TableColumn("high", look.say("funnel.high_limit"), "count"),
        TableColumn("place", look.say("funnel.place")),
    )
