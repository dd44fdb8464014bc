"""What trend, sparkline and small multiples share: one datum for each period, scales, axes, tooltips and table."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from dashboard.charts import cautions, sentences
from dashboard.charts.picture import Look, TableColumn, metric_name
from dashboard.charts.series import Point, a_year_before, ticks
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import Metric

PICK = "pick"
"""The name of the selection that a click makes: `event.selection.pick` of a Streamlit chart."""
AROUND = 56
"""What the axis of time and the room above the plot take of a picture's height."""


def datum(point: Point, series: Sequence[Point], metric: Metric, look: Look) -> dict[str, Any]:
    before = a_year_before(point, series)
    if before is not None and (before.is_other_territory != point.is_other_territory or point.kind == "year"):
        before = None  # of years the line itself says it
    limits = point.interval(metric, look.interval_n)
    return {
        "x": point.x,
        "from": point.start.toordinal(),
        "to": point.end.toordinal() + 1,
        "period_id": point.period_id,
        "period": period_text(point, look),
        "value": point.value(metric),
        "words": sentences.value_text(metric, point.numerator, point.denominator, look),
        "counts": fmt.counts(point.numerator, point.denominator, look.language)
        if metric.denominator
        else fmt.count(point.numerator, look.language),
        "last_year": before.value(metric) if before else None,
        "last_year_words": fmt.NONE
        if before is None
        else sentences.value_text(metric, before.numerator, before.denominator, look),
        "target": point.target,
        "target_words": fmt.measure(point.target, metric.unit, fmt.CHART_DECIMALS, look.language),
        "low": limits.low if limits else None,
        "high": limits.high if limits else None,
        "is_provisional": point.is_provisional,
        "caution": point.caution,
        "is_converted": point.is_converted,
        "part": int(point.is_other_territory),
    }


def value_scale(values: list[dict[str, Any]], with_intervals: bool = True) -> tuple[alt.Scale, bool]:
    """From zero, unless the figures lie high and close together; then from below the lowest, which the notes say."""
    keys = ("value", "last_year", "target", "high", "low") if with_intervals else ("value",)
    shown = [value[key] for value in values for key in keys if value.get(key) is not None]
    low, high = min(shown), max(shown)
    is_high = high > 1 or low > 0.5
    if is_high and low > 0.5 * high and 0 < high - low < 0.25 * high:
        room = max((high - low) * 0.25, high * 0.02)
        top = high + room if high > 1 else min(high + room, 1 + room / 8)  # no share is 102%
        return alt.Scale(domain=[low - room, top], zero=False, nice=False), False
    return alt.Scale(domain=[0, high * 1.12 if high > 0 else 1], nice=False), True


def room_for_labels() -> dict[str, int]:
    """Padding around what stands outside the frame, to which Vega itself gives its room: words above it, and values
    right of the last mark."""
    return {"left": 8, "top": 6, "right": 12, "bottom": 8}


def time_scale(series: Sequence[Point]) -> alt.Scale:
    return alt.Scale(
        domain=[series[0].start.toordinal(), series[-1].end.toordinal() + 1], nice=False, zero=False, padding=6
    )


def period_axis(series: Sequence[Point], look: Look, most: int = 8) -> alt.Axis:
    most = most if not look.is_large else min(most, 6)
    shown = ticks(series, most)
    labels = ",".join(f'"{p.x}":"{fmt.period_axis(p.kind, p.start, p.end, look.language)}"' for p in shown)
    return alt.Axis(
        values=[point.x for point in shown],
        labelExpr=f"({{{labels}}})[datum.value]",
        title=None,
        grid=False,
        labelOverlap=True,
        labelSeparation=8,
        labelFlush=True,
    )


def value_axis(metric: Metric, values: list[dict[str, Any]], count: int = 5) -> alt.Axis:
    shown = [v["value"] for v in values if v["value"] is not None]
    if metric.unit == "count":
        return alt.Axis(format=",.0f", tickCount=count, title=None, domain=False, ticks=False)
    is_fine = max(shown) - min(0.0, min(shown)) < 0.06 or max(shown) - min(shown) < 0.04
    return alt.Axis(format=".1%" if is_fine else ".0%", tickCount=count, title=None, domain=False, ticks=False)


def tooltips(metric: Metric, look: Look) -> list[alt.Tooltip]:
    tips = [
        alt.Tooltip("period:N", title=look.say("chart.period")),
        alt.Tooltip("words:N", title=metric_name(metric, look.language)),
        alt.Tooltip("counts:N", title="n"),
        alt.Tooltip("last_year_words:N", title=look.say("chart.last_year")),
        alt.Tooltip("target_words:N", title=look.say("table.target")),
    ]
    return tips if metric.denominator else [tips[0], tips[1], tips[3], tips[4]]


def period_text(point: Point, look: Look) -> str:
    return fmt.period(point.kind, point.start, point.end, look.language)


def columns(metric: Metric, look: Look) -> tuple[TableColumn, ...]:
    period = TableColumn("period", look.say("table.period"))
    target = TableColumn("target", look.say("table.target"), "percent" if metric.unit == "percent" else "count")
    if metric.denominator is None:
        return (period, TableColumn("value", look.say("table.value"), "count"), target)
    return (
        period,
        TableColumn("numerator", look.say("table.numerator"), "count"),
        TableColumn("denominator", look.say("table.denominator"), "count"),
        TableColumn("value", look.say("table.ratio"), "percent"),
        target,
    )


def table_row(point: Point, metric: Metric, look: Look) -> dict[str, Any]:
    return {
        "period": period_text(point, look),
        "numerator": point.numerator,
        "denominator": point.denominator,
        "value": point.value(metric),
        "target": point.target,
        "period_id": point.period_id,
        **cautions.cell(point.caution),
    }
