"""Findings over time: errors and warnings of each period, and whether fewer reports have them than before."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from dashboard.charts.lines import PICK, period_axis, time_scale
from dashboard.charts.picture import Look, Picture, TableColumn, empty_picture, to_rows
from dashboard.charts.quick import inline
from dashboard.charts.series import REFORM_DAY, Point, spans_reform
from dashboard.metrics import format as fmt
from dashboard.metrics import intervals

Row = dict[str, Any]


def finding_columns(frame: Any, look: Look | None = None, height: int = 220) -> Picture:
    """Columns from zero, errors at the bottom and warnings above; the title compares the last two periods' reports.

    Rows are those of `queries/read/findings_by_period.sql` of one kind of period. What is only worth knowing stands in
    the table. A click picks `period_id`.
    """
    look = look or Look()
    rows = sorted(to_rows(frame), key=lambda row: (row["start_date"], row["end_date"]))
    title, formula = _title(rows, look), look.say("quality.columns_formula")
    columns = _columns(look)
    if len(rows) < 2 or not any(row["errors"] + row["warnings"] for row in rows):
        return empty_picture(title, formula, look, columns)
    series = [_point(row) for row in rows]
    chart = alt.layer(*_layers(rows, series, look)).properties(
        width="container", height=height, padding={"left": 8, "top": 30, "right": 16, "bottom": 8}
    )
    notes = [look.say("quality.columns_note")]
    if spans_reform(series):
        notes.append(look.say("chart.break_note", rule=look.say("chart.break_rule")))
    words = look.say("quality.columns_alt", sentence=title)
    lines = tuple({**row, "period": _name(row, look)} for row in rows)
    return Picture(chart, title, formula, words, look, columns, lines, tuple(notes))


def _point(row: Row) -> Point:
    ends = row["reports_in_doubt"], row["reports"]
    return Point(row["kind"], row["start_date"], row["end_date"], *ends, period_id=row["period_id"])


def _name(row: Row, look: Look) -> str:
    return fmt.period(row["kind"], row["start_date"], row["end_date"], look.language)


def _told(row: Row, look: Look) -> str:
    return look.say(
        "quality.columns_share",
        period=_name(row, look),
        counts=fmt.counts(row["reports_in_doubt"], row["reports"], look.language),
        share=fmt.ratio(row["reports_in_doubt"], row["reports"], fmt.CHART_DECIMALS, look.language),
    )


def _title(rows: Sequence[Row], look: Look) -> str:
    """The share of reports with an error or a warning; better or worse only outside chance."""
    if not rows:
        return look.say("quality.columns_none")
    last = rows[-1]
    said = fmt.capitalised(_told(last, look))
    if len(rows) < 2:
        return said
    before = rows[-2]
    moved = intervals.change(last["reports_in_doubt"], last["reports"], before["reports_in_doubt"], before["reports"])
    verdict = {"up": "worse", "down": "better"}.get(moved, "unclear")
    return f"{said}; {_told(before, look)}: {look.say(f'quality.columns_{verdict}')}"


def _layers(rows: Sequence[Row], series: Sequence[Point], look: Look) -> list[alt.Chart]:
    colours = look.palette
    fills = {"errors": colours.ramp[3], "warnings": colours.ramp[1]}
    values = []
    for row in rows:
        base = 0
        for name, fill in fills.items():
            values.append(
                {
                    "from": row["start_date"].toordinal() + 2,
                    "to": row["end_date"].toordinal() - 1,
                    "low": base,
                    "high": base + row[name],
                    "fill": fill,
                    "period_id": row["period_id"],
                    "period": fmt.capitalised(_name(row, look)),
                    "kind": look.say(f"quality.{name}"),
                    "count": fmt.count(row[name], look.language),
                    "reports": fmt.counts(row["reports_in_doubt"], row["reports"], look.language),
                }
            )
            base += row[name]
    most = max(value["high"] for value in values)
    pick = alt.selection_point(name=PICK, fields=["period_id"], on="click", empty=False)
    axis = alt.Axis(format=",.0f", values=_whole_ticks(most), title=None, domain=False, ticks=False)
    tips = [
        alt.Tooltip("period:N", title=look.say("chart.period")),
        alt.Tooltip("kind:N", title=look.say("quality.severity")),
        alt.Tooltip("count:N", title=look.say("quality.number")),
        alt.Tooltip("reports:N", title=look.say("quality.reports_in_doubt")),
    ]
    bars = alt.Chart(inline(values)).mark_bar(cursor="pointer", strokeWidth=1).encode(
        x=alt.X("from:Q", axis=period_axis(series, look, 4 if look.is_narrow else 8), scale=time_scale(series)),
        x2="to:Q",
        y=alt.Y("low:Q", axis=axis, scale=alt.Scale(domain=[0, most * 1.1], nice=False)),
        y2="high:Q",
        color=alt.Color("fill:N", scale=None),
        stroke=alt.condition(pick, alt.value(colours.ink), alt.value(colours.muted)),
        tooltip=tips,
    ).add_params(pick)  # fmt: skip
    return [bars, *(_reform(series, look) if spans_reform(series) else [])]


def _whole_ticks(most: int) -> list[int]:
    step = max(1, -(-most // 4))
    return list(range(0, most + 1, step))


def _reform(series: Sequence[Point], look: Look) -> list[alt.Chart]:
    day = REFORM_DAY.toordinal()
    words = look.say("chart.break_day" if look.is_narrow else "chart.break_rule")
    is_late = day - series[0].x > (series[-1].x - series[0].x) * 0.6
    data = inline([{"day": day, "words": words}])
    rule = alt.Chart(data).mark_rule(color=look.palette.muted, strokeDash=[5, 4], strokeWidth=1.5)
    label = alt.Chart(data).mark_text(
        align="right" if is_late else "left", baseline="bottom", dy=-3, color=look.palette.muted
    )
    return [rule.encode(x="day:Q"), label.encode(x="day:Q", y=alt.value(0), text="words:N")]


def _columns(look: Look) -> tuple[TableColumn, ...]:
    names = ("reports", "reports_in_doubt", "findings", "errors", "warnings", "infos")
    return (
        TableColumn("period", look.say("table.period")),
        *(TableColumn(name, look.say(f"quality.{name}"), "count") for name in names),
    )
