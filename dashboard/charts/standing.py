"""One unit among the units of its kind: a strip of dots with the middle half, the median, the target, and the unit."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from dashboard.charts import sentences
from dashboard.charts.picture import Look, Picture, TableColumn, empty_picture, formula, metric_name, to_rows
from dashboard.charts.quick import inline
from dashboard.metrics import format as fmt
from dashboard.metrics import intervals
from dashboard.metrics.catalogue import Metric

Row = Mapping[str, Any]
PICK = "pick"
FEWEST = 3
"""Of fewer ranked units there is no middle to speak of."""
BINS = 56


def standing_strip(
    frame: Any, standing: Row, metric: Metric, look: Look | None = None, target: float | None = None, height: int = 74
) -> Picture:
    """Rows of `queries/read/unit_peers.sql` for one metric, and its row of `unit_standing.sql`.

    A click picks `unit_id`. Units below the small-n limit are in the table and not among the
    dots: a rate of theirs says little.
    """
    look = look or Look()
    rows = to_rows(frame)
    title = place_sentence(standing, metric, look)
    ranked = [row for row in rows if row["is_ranked"]]
    if len(ranked) < FEWEST:
        return empty_picture(title, formula(metric, look.language), look, columns(metric, look))
    values = _values(ranked, metric, look)
    low, high = _ends(ranked, target)
    scale = alt.Scale(domain=[low, high], nice=False, zero=False, padding=8)
    layers = (
        _middle(standing, look, scale, _axis(low, high, look))
        + _dots(values, look, scale)
        + _target(target, look, scale)
    )
    chart = alt.layer(*layers).properties(width="container", height=height)
    notes = () if len(ranked) == len(rows) else (look.say("standing.few_note", limit=look.small_n),)
    words = look.say("standing.alt", metric=metric_name(metric, look.language), sentence=title)
    lines = tuple({**row, "name": row["unit_name"]} for row in rows)
    return Picture(chart, title, formula(metric, look.language), words, look, columns(metric, look), lines, notes)


def place_sentence(standing: Row, metric: Metric, look: Look) -> str:
    """ "Thứ 4/12, chưa khác rõ trung vị 3,1%"; no place below the small-n limit, nor among too few."""
    if not standing or standing.get("ratio") is None:
        return look.say("standing.none")
    if not standing["is_ranked"]:
        return look.say("standing.small", limit=look.small_n, noun=look.noun(metric))
    if standing["ranked"] < FEWEST:
        return look.say("standing.alone")
    median = fmt.percent(standing["median"], _decimals(standing), look.language)
    against = look.say(f"standing.{against_median(standing)}", median=median)
    if standing["place"] is None:
        return fmt.capitalised(against)
    tied = {"others": fmt.count(standing["tied"] - 1, look.language)} if standing["tied"] > 1 else {}
    counts = {"place": fmt.count(standing["place"], look.language), "of": fmt.count(standing["ranked"], look.language)}
    key = f"standing.{'tied' if tied else 'place'}{'_seen' if look.is_scoped else ''}"
    return f"{look.say(key, **counts, **tied)}, {against}"


def against_median(standing: Row) -> str:
    """`above`, `below`, or `near` where the unit's own 95% interval holds the median."""
    limits = intervals.exact_interval(standing["numerator"], standing["denominator"])
    median = standing["median"]
    if standing["ratio"] == median:
        return "at"
    if limits is None:
        return "above" if standing["ratio"] > median else "below"
    return "near" if limits.low <= median <= limits.high else "above" if median < limits.low else "below"


def middle_half(standing: Row, look: Look) -> str:
    """ "một nửa số đơn vị từ 2,0% đến 5,4%"; empty where there are too few."""
    if not standing or standing["ranked"] < FEWEST:
        return ""
    decimals = _decimals(standing)
    ends = (fmt.percent(standing[key], decimals, look.language) for key in ("low_quarter", "high_quarter"))
    return look.say("standing.middle", **dict(zip(("low", "high"), ends, strict=True)))


def columns(metric: Metric, look: Look) -> tuple[TableColumn, ...]:
    """The columns of the table behind a strip."""
    return (
        TableColumn("name", look.say("table.unit")),
        TableColumn("place", look.say("standing.column_place"), "count"),
        TableColumn("ratio", metric_name(metric, look.language), "percent"),
        TableColumn("numerator", look.say("table.numerator"), "count"),
        TableColumn("denominator", look.say("table.denominator"), "count"),
    )


def _decimals(standing: Row) -> int:
    """A second decimal where a first one would print the middle half as one number."""
    wide = standing["high_quarter"] - standing["low_quarter"] >= 0.002
    return fmt.CHART_DECIMALS if wide else fmt.TABLE_DECIMALS


def _values(rows: Sequence[Row], metric: Metric, look: Look) -> list[dict[str, Any]]:
    """A place across the strip for each dot, so that equal rates stand side by side."""
    low, high = _ends(rows, None)
    taken: dict[int, int] = {}
    values = []
    for row in sorted(rows, key=lambda row: not row["is_asked"]):
        bin_ = round((row["ratio"] - low) / (high - low) * BINS)
        nth = taken.get(bin_, 0)
        taken[bin_] = nth + 1
        values.append(
            {
                "unit_id": row["unit_id"],
                "name": row["unit_name"],
                "ratio": row["ratio"],
                "y": (nth + 1) // 2 * (1 if nth % 2 else -1),
                "is_asked": row["is_asked"],
                "words": sentences.value_text(metric, row["numerator"], row["denominator"], look),
                "counts": fmt.counts(row["numerator"], row["denominator"], look.language),
                "place": fmt.count(row["place"], look.language),
            }
        )
    most = max(3, *(abs(value["y"]) for value in values))
    return [{**value, "y": value["y"] / most} for value in values]


def _ends(rows: Sequence[Row], target: float | None) -> tuple[float, float]:
    found = [row["ratio"] for row in rows] + ([target] if target is not None else [])
    low, high = min(found), max(found)
    return (low, high) if high > low else (max(0.0, low - 0.01), min(1.0, high + 0.01))


def _axis(low: float, high: float, look: Look) -> alt.Axis:
    shape = ".1%" if high - low < 0.06 else ".0%"
    return alt.Axis(format=shape, tickCount=4, title=None, domain=False, ticks=False, labelFontSize=look.small_size - 1)


def _middle(standing: Row, look: Look, scale: alt.Scale, axis: alt.Axis) -> list[alt.Chart]:
    data = inline([{"low": standing["low_quarter"], "high": standing["high_quarter"], "median": standing["median"]}])
    band = alt.Chart(data).mark_rect(color=look.palette.grid)
    median = alt.Chart(data).mark_rule(color=look.palette.muted, strokeWidth=2)
    return [
        band.encode(x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q"),
        median.encode(x=alt.X("median:Q", scale=scale, axis=axis)),
    ]


def _dots(values: list[dict[str, Any]], look: Look, scale: alt.Scale) -> list[alt.Chart]:
    colours = look.palette
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-1.25, 1.25]))
    tips = [
        alt.Tooltip("name:N", title=look.say("table.unit")),
        alt.Tooltip("words:N", title=look.say("table.ratio")),
        alt.Tooltip("counts:N", title="n"),
        alt.Tooltip("place:N", title=look.say("standing.column_place")),
    ]
    pick = alt.selection_point(name=PICK, fields=["unit_id"], on="click", empty=False)
    others = [value for value in values if not value["is_asked"]]
    own = [value for value in values if value["is_asked"]]
    size = 90 if look.is_large else 34
    dot = alt.Chart(inline(others)).mark_circle(size=size, opacity=0.75, color=colours.pale)
    mine = alt.Chart(inline(own)).mark_point(
        filled=True, shape="diamond", size=size * 5, opacity=1, color=colours.series, stroke=colours.ground
    )
    layers = [dot.encode(x=alt.X("ratio:Q", scale=scale), y=y, tooltip=tips).add_params(pick)]
    return [*layers, mine.encode(x=alt.X("ratio:Q", scale=scale), y=y, tooltip=tips)] if own else layers


def _target(target: float | None, look: Look, scale: alt.Scale) -> list[alt.Chart]:
    if target is None:
        return []
    data = inline([{"target": target, "top": 1.15}])
    x = alt.X("target:Q", scale=scale)
    rule = alt.Chart(data).mark_rule(color=look.palette.ink, strokeWidth=1.5)
    head = alt.Chart(data).mark_point(filled=True, shape="triangle-down", size=70, opacity=1, color=look.palette.ink)
    return [rule.encode(x=x), head.encode(x=x, y=alt.Y("top:Q", axis=None, scale=alt.Scale(domain=[-1.25, 1.25])))]
