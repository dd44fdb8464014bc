"""How many units stand in which state, one stacked column for each period: systems by state, assessments by rating."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import altair as alt

from dashboard.charts import breaks
from dashboard.charts.lines import PICK, period_axis, time_scale
from dashboard.charts.picture import Chart, Look, Picture, TableColumn, empty_picture, to_rows
from dashboard.charts.quick import inline
from dashboard.charts.series import Point
from dashboard.metrics import format as fmt

Row = Mapping[str, Any]
STATES = ("adopted", "former", "expired", "building", "not_started", "unstated")
"""How a unit stands with ISO 9001, from the bottom of a column up."""
RATINGS = ("very_good", "good", "fair", "other", "unrated")

_GAP = 0.08


def state_columns(frame: Any, look: Look | None = None, title: str = "", height: int = 230) -> Picture:
    """Columns of counts of units by state with ISO 9001. A click picks `period_id`.

    Rows: `kind`, `period_id`, `start_date`, `end_date`, `units` and a count for each of `STATES`; a period without
    reports has null counts and no column.
    """
    look = look or Look()
    return _columns_picture(frame, look, title, "iso_state", STATES, state_fills(look), height)


def rating_columns(frame: Any, look: Look | None = None, title: str = "", height: int = 230) -> Picture:
    """Columns of counts of units by rating, those that were not assessed on top. A click picks `period_id`.

    Rows: `kind`, `period_id`, `start_date`, `end_date`, `rated` and a count for each of `RATINGS`.
    """
    look = look or Look()
    return _columns_picture(frame, look, title, "iso_rating", RATINGS, rating_fills(look), height)


def state_fills(look: Look) -> dict[str, str]:
    """The colour of each state: good, alarm, and between them by how far the unit has come."""
    colours = look.palette
    return {
        "adopted": colours.good, "former": colours.ramp[2], "expired": colours.ramp[4], "building": colours.blues[2],
        "not_started": colours.missing, "unstated": colours.pale,
    }  # fmt: skip


def rating_fills(look: Look) -> dict[str, str]:
    """The colour of each rating, from much to little; grey is not assessed."""
    colours = look.palette
    return {
        "very_good": colours.blues[4], "good": colours.blues[3], "fair": colours.blues[1], "other": colours.pale,
        "unrated": colours.missing,
    }  # fmt: skip


def _columns_picture(
    frame: Any, look: Look, title: str, words: str, states: Sequence[str], fills: Mapping[str, str], height: int
) -> Picture:
    every = to_rows(frame)
    rows = [row for row in every if any(row[state] is not None for state in states)]
    named = {state: look.say(f"{words}.{state}") for state in states}
    columns = (
        TableColumn("period", look.say("table.period")),
        *(TableColumn(state, named[state], "count") for state in states),
    )
    if not rows:
        return empty_picture(title, "", look, columns)
    shown = [state for state in states if any(row[state] for row in rows)]
    series = [Point(row["kind"], row["start_date"], row["end_date"], None, None) for row in every]
    chart = _chart(rows, series, shown, named, fills, look).properties(width="container", height=height)
    notes = breaks.notes(series, replace(look, has_moved_work=False))
    if len(rows) < len(every):
        notes.append(look.say("iso_columns.gap"))
    lines = tuple({**row, "period": _name(row, look)} for row in rows)
    return Picture(chart, title, "", look.say("iso_columns.alt", sentence=title), look, columns, lines, tuple(notes))


def _chart(
    rows: Sequence[Row],
    series: Sequence[Point],
    shown: Sequence[str],
    named: Mapping[str, str],
    fills: Mapping[str, str],
    look: Look,
) -> Chart:
    colours = look.palette
    values = [segment for row in rows for segment in _segments(row, shown, named, look)]
    highest = max(value["high"] for value in values) * 1.06
    x = alt.X("from:Q", axis=period_axis(series, look, 5 if look.is_narrow else 8), scale=time_scale(series))
    y_axis = alt.Axis(format=",.0f", tickCount=4, tickMinStep=1, title=None, domain=False, ticks=False)
    y = alt.Y("low:Q", axis=y_axis, scale=alt.Scale(domain=[0, highest], nice=False))
    pick = alt.selection_point(name=PICK, fields=["period_id"], on="click", empty=False)
    tips = [
        alt.Tooltip("period:N", title=look.say("chart.period")),
        *(alt.Tooltip(f"{state}:N", title=named[state]) for state in shown),
    ]
    scale = alt.Scale(domain=[named[state] for state in shown], range=[fills[state] for state in shown])
    legend = alt.Legend(
        title=None, orient="top", symbolType="square", labelColor=colours.ink, labelFontSize=look.small_size,
        labelLimit=320, columns=1 if look.is_narrow else 2,
    )  # fmt: skip
    bar = alt.Chart(inline(values)).mark_bar(cursor="pointer", strokeWidth=2)
    layers = [
        bar.encode(
            x=x, x2="to:Q", y=y, y2="high:Q", color=alt.Color("state:N", scale=scale, legend=legend), tooltip=tips,
            description="said:N", stroke=alt.condition(pick, alt.value(colours.ink), alt.value("transparent")),
        ).add_params(pick)
    ]  # fmt: skip
    layers += breaks.rules(series, look)
    return alt.layer(*layers)


def _segments(row: Row, shown: Sequence[str], named: Mapping[str, str], look: Look) -> list[dict[str, Any]]:
    start, end = _start(row["start_date"]), _start(row["end_date"]) + 1
    gap = (end - start) * _GAP
    counted = {state: fmt.count(row[state], look.language) for state in shown}
    found, base = [], 0
    for state in shown:
        top = base + (row[state] or 0)
        found.append({
            "from": start + gap, "to": end - gap, "low": base, "high": top, "state": named[state],
            "period_id": row["period_id"], "period": _name(row, look),
            "said": f"{_name(row, look)}, {named[state]}: {counted[state]}", **counted,
        })  # fmt: skip
        base = top
    return found


def _name(row: Row, look: Look) -> str:
    return fmt.capitalised(fmt.period(row["kind"], row["start_date"], row["end_date"], look.language))


def _start(day: date | str) -> int:
    return (day if isinstance(day, date) else date.fromisoformat(str(day)[:10])).toordinal()
