"""What moved a rate: each part's contribution to its change as a bar to one side or the other, adding up to it."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from dashboard.charts import cautions, sentences
from dashboard.charts.lines import PICK
from dashboard.charts.picture import (
    Look,
    Picture,
    TableColumn,
    empty_picture,
    to_rows,
    wrapped,
)
from dashboard.charts.quick import inline
from dashboard.charts.rows import bar_axis
from dashboard.metrics import format as fmt
from dashboard.metrics import intervals
from dashboard.metrics.catalogue import Metric
from dashboard.metrics.status import judge

SHOWN = 9
"""With the others, what cannot be compared and the whole change, twelve bars at most."""
_NAMED = 2
Row = dict[str, Any]


def moved_bars(
    frame: Any, metric: Metric, look: Look | None = None, movement: str = "", noun: str = "", row_height: int = 30
) -> Picture:
    """The largest contributions in percentage points, worst first; a bar for the others, one for what is alone.

    Rows: `id` and `name` (both null for what only one period knows) and the columns of
    `queries/read/rate_change_by_unit.sql`. `movement` says how the whole moved; only parts whose own rate changed
    outside the 99,8% interval are coloured and named. A click picks `id`.
    """
    look = look or Look()
    noun = noun or look.say("noun.unit")
    rows = [_read(row, metric, look) for row in to_rows(frame)]
    sign = 1 if metric.direction == "higher" else -1
    parts = sorted((row for row in rows if row["id"]), key=lambda row: sign * row["contribution"])
    title = _title(parts, metric, look, movement, noun) if rows else look.say("moved.nothing")
    columns = _columns(look, noun)
    subtitle = look.say("chart.formula", formula=look.say("moved.formula"))
    if not rows:
        return empty_picture(title, subtitle, look, columns)
    alone = [{**row, "name": look.say("moved.not_comparable"), "kind": "alone"} for row in rows if not row["id"]]
    bars = [*_cut(parts, look, noun), *alone, _whole(rows, look)]
    values = _values(bars, metric, look)
    chart = alt.layer(*_layers(values, look), data=inline(values)).properties(
        width="container",
        height=alt.Step(52 if look.is_narrow else 62 if look.is_large else row_height),
        padding={"left": 8, "top": 10, "right": 8, "bottom": 8},
    )
    notes = [look.say("moved.note", noun=noun)] + ([look.say("moved.alone_note")] if alone else [])
    words = look.say("moved.alt", sentence=title)
    return Picture(
        chart, title, subtitle, words, look, columns, (*parts, *alone), (*notes, *cautions.notes(values, look))
    )


def _read(row: Row, metric: Metric, look: Look) -> Row:
    ends = [row[key] for key in ("numerator", "denominator", "numerator_before", "denominator_before")]
    change = intervals.change(ends[0], ends[1], ends[2], ends[3], intervals.Z998)
    enough = all(end is not None and end >= look.small_n for end in (ends[1], ends[3]))
    verdict = judge(change, metric.direction) if enough and row.get("id") else "unknown"
    return {
        **row,
        "kind": {"better": "better", "worse": "worse"}.get(verdict, "unclear"),
        "value": row.get("ratio"),
        "before": row.get("ratio_before"),
        "cases": round(row["cases_effect"]) if row.get("cases_effect") is not None else None,
    }


def _cut(parts: Sequence[Row], look: Look, noun: str) -> list[Row]:
    """Those that moved the rate most, the worst first, and one bar for all others together."""
    if len(parts) <= SHOWN + 1:
        return list(parts)
    most = sorted(parts, key=lambda row: -abs(row["contribution"]))
    kept = {row["id"] for row in most[:SHOWN]}
    others = most[SHOWN:]
    rest = {
        "id": "",
        "name": look.say("moved.others", count=fmt.count(len(others), look.language), noun=noun),
        "contribution": sum(row["contribution"] for row in others),
        "cases": round(sum(row["cases_effect"] for row in others)),
        "kind": "unclear",
    }
    return [*(row for row in parts if row["id"] in kept), rest]


def _whole(rows: Sequence[Row], look: Look) -> Row:
    return {
        "id": "",
        "name": look.say("moved.whole"),
        "contribution": rows[0]["whole_change"],
        "cases": round(sum(row["cases_effect"] for row in rows)),
        "kind": "whole",
    }


def _decimals(values: Sequence[float]) -> int:
    """As many as leave the largest contribution with two digits: 1, 2 or 3."""
    most = max((abs(value) for value in values), default=0.0)
    return 1 if most >= 0.01 else 2 if most >= 0.001 else 3


def _values(bars: Sequence[Row], metric: Metric, look: Look) -> list[Row]:
    colours = look.palette
    fills = {"better": colours.good, "worse": colours.alarm, "whole": colours.ink, "alone": colours.missing}
    decimals = _decimals([bar["contribution"] for bar in bars])
    values = []
    for bar in bars:
        points = fmt.points(bar["contribution"], decimals, look.language)
        cases = ""
        if bar["cases"]:
            count = fmt.count_change(bar["cases"], look.language)
            cases = look.say("moved.cases", count=count, noun=look.noun(metric))
        name = bar["name"]
        values.append(
            {
                "id": bar["id"] or "",
                "name": name,
                "label": wrapped(name, 44, 1) if look.is_narrow else wrapped(name, 32, 2),
                "contribution": bar["contribution"],
                "words": cautions.signed(
                    points if look.is_narrow or not cases else f"{points} ({cases})", bar.get("caution")
                ),
                "caution": bar.get("caution"),
                "points": points,
                "cases": cases or fmt.NONE,
                "now": _share(bar, "", metric, look),
                "before": _share(bar, "_before", metric, look),
                "colour": fills.get(bar["kind"], colours.pale),
            }
        )
    return values


def _share(bar: Row, suffix: str, metric: Metric, look: Look) -> str:
    ends = bar.get(f"numerator{suffix}"), bar.get(f"denominator{suffix}")
    if ends[0] is None or not ends[1]:
        return fmt.NONE
    return f"{sentences.value_text(metric, *ends, look, fmt.TABLE_DECIMALS)} ({fmt.counts(*ends, look.language)})"


def _layers(values: list[Row], look: Look) -> list[alt.Chart]:
    colours = look.palette
    low = min(0.0, *(value["contribution"] for value in values))
    high = max(0.0, *(value["contribution"] for value in values))
    # Room for the words, which stand outside the bar on its own side.
    room = (high - low) * (0.8 if look.is_narrow else 0.55) or 1.0
    scale = alt.Scale(domain=[low - (room if low < 0 else 0), high + (room if high > 0 else 0)], nice=False)
    padding = alt.Scale(paddingInner=0.56, paddingOuter=0.3) if look.is_narrow else alt.Scale(paddingInner=0.3)
    y = alt.Y("label:N", sort=None, axis=bar_axis(look), scale=padding)
    pick = alt.selection_point(name=PICK, fields=["id"], on="click", empty=False)
    x = alt.X("contribution:Q", scale=scale, axis=None)
    bar = alt.Chart().mark_bar(strokeWidth=2, cursor="pointer")
    tips = [
        alt.Tooltip("name:N", title=look.say("table.name")),
        alt.Tooltip("points:N", title=look.say("moved.contribution")),
        alt.Tooltip("cases:N", title=look.say("moved.cases_effect")),
        alt.Tooltip("now:N", title=look.say("moved.now")),
        alt.Tooltip("before:N", title=look.say("table.previous")),
        *cautions.tips(values, look),
    ]
    zero = alt.Chart(inline([{"at": 0}])).mark_rule(color=colours.muted)
    layers = [
        bar.encode(
            y=y,
            x=x,
            x2=alt.datum(0),
            color=alt.Color("colour:N", scale=None),
            stroke=alt.condition(pick, alt.value(colours.ink), alt.value("transparent")),
            tooltip=tips,
        ).add_params(pick),
        zero.encode(x=alt.X("at:Q", scale=scale, axis=None)),
    ]
    for is_right in (True, False):
        words = alt.Chart().mark_text(
            align="left" if is_right else "right", dx=6 if is_right else -6, fontSize=look.small_size
        )
        test = "datum.contribution >= 0" if is_right else "datum.contribution < 0"
        layers.append(words.encode(y=y, x=x, text="words:N").transform_filter(test))
    return layers


def _title(parts: Sequence[Row], metric: Metric, look: Look, movement: str, noun: str) -> str:
    said = [movement] if movement else []
    decimals = _decimals([row["contribution"] for row in parts])
    sign = 1 if metric.direction == "higher" else -1
    for kind, key in (("worse", "moved.raised"), ("better", "moved.lowered")):
        clear = [row for row in parts if row["kind"] == kind and (sign * row["contribution"] < 0) == (kind == "worse")]
        if kind == "better":
            clear.reverse()
        names = ", ".join(
            look.say("moved.named", name=row["name"], points=fmt.points(row["contribution"], decimals, look.language))
            for row in clear[:_NAMED]
        )
        if names:
            said.append(look.say(key, names=names))
    if len(said) == (1 if movement else 0) and parts:
        said.append(look.say("moved.nothing_clear", noun=noun))
    return fmt.capitalised("; ".join(said))


def _columns(look: Look, noun: str) -> tuple[TableColumn, ...]:
    return (
        TableColumn("name", fmt.capitalised(noun)),
        TableColumn("contribution", look.say("moved.contribution"), "points"),
        TableColumn("cases", look.say("moved.cases_effect"), "count"),
        TableColumn("rate_effect", look.say("moved.rate_effect"), "points"),
        TableColumn("mix_effect", look.say("moved.mix_effect"), "points"),
        TableColumn("value", look.say("moved.now"), "percent"),
        TableColumn("numerator", look.say("table.numerator"), "count"),
        TableColumn("denominator", look.say("table.denominator"), "count"),
        TableColumn("before", look.say("table.previous"), "percent"),
        TableColumn("numerator_before", look.say("moved.numerator_before"), "count"),
        TableColumn("denominator_before", look.say("moved.denominator_before"), "count"),
    )
