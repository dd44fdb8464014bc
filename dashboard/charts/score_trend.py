"""The total score of Decision 766 over the periods that have a score table."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from dashboard.charts.lines import PICK, period_axis, room_for_labels, time_scale
from dashboard.charts.picture import Chart, Look, Picture, TableColumn, empty_picture, to_rows
from dashboard.charts.quick import inline
from dashboard.charts.series import REFORM_DAY, Point, spans_reform
from dashboard.metrics import format as fmt

Row = dict[str, Any]


def score_trend(frame: Any, look: Look | None = None, subject: str = "", height: int = 210) -> Picture:
    """A line of totals; a period without a table breaks it. The title says the last total and its change.

    Rows: `kind`, `period_id`, `start_date`, `end_date`, `score` (null where there is none). A click picks `period_id`.
    """
    look = look or Look()
    rows = to_rows(frame)
    known = [row for row in rows if row["score"] is not None]
    columns = (
        TableColumn("period", look.say("table.period")),
        TableColumn("points", look.say("score.total"), "decimal"),
        TableColumn("change", look.say("score.change"), "decimal"),
    )
    title = _title(rows, look, subject)
    if not known:
        return empty_picture(title, "", look, columns)
    series = [Point(row["kind"], row["start_date"], row["end_date"], None, None) for row in rows]
    chart = _chart(rows, series, look).properties(width="container", height=height, padding=room_for_labels())
    notes = [look.say("chart.axis_not_zero")]
    if len(known) < len(rows):
        notes.insert(0, look.say("chart.gap_note"))
    if spans_reform(series):
        notes.insert(0, look.say("chart.break_note", rule=look.say("chart.break_rule")))
    lines = tuple(
        {
            "period": _name(row, look),
            "points": row["score"],
            "change": _change(rows, at),
            "period_id": row["period_id"],
        }
        for at, row in enumerate(rows)
    )
    words = look.say("score.trend_alt", sentence=title)
    return Picture(chart, title, "", words, look, columns, lines, tuple(notes))


def _title(rows: Sequence[Row], look: Look, subject: str) -> str:
    if not rows or rows[-1]["score"] is None:
        return look.say("score.trend_none", subject=subject, period=_name(rows[-1], look) if rows else "")
    said = look.say(
        "score.trend_title", subject=subject, points=_two(rows[-1]["score"], look), period=_name(rows[-1], look)
    )
    if len(rows) < 2 or rows[-2]["score"] is None:
        return said
    change = rows[-1]["score"] - rows[-2]["score"]
    if round(change, 2) == 0:
        return f"{said}, {look.say('sentence.equal', previous=_name(rows[-2], look))}"
    key = "score.up" if change > 0 else "score.down"
    return f"{said}, {look.say(key, points=_two(abs(change), look), previous=_name(rows[-2], look))}"


def _chart(rows: Sequence[Row], series: Sequence[Point], look: Look) -> Chart:
    colours = look.palette
    values = [
        {"x": point.x, "score": row["score"], "words": _two(row["score"], look), "period": _name(row, look),
         "period_id": row["period_id"]}
        for row, point in zip(rows, series, strict=True)
    ]  # fmt: skip
    shown = [value["score"] for value in values if value["score"] is not None]
    room = max((max(shown) - min(shown)) * 0.25, 1.0)
    scale = alt.Scale(domain=[max(min(shown) - room, 0), min(max(shown) + room, 100)], zero=False, nice=False)
    x = alt.X("x:Q", axis=period_axis(series, look, 5 if look.is_narrow else 8), scale=time_scale(series))
    y = alt.Y("score:Q", scale=scale, axis=alt.Axis(format=",.1f", tickCount=4, title=None, domain=False, ticks=False))
    pick = alt.selection_point(name=PICK, fields=["period_id"], on="click", empty=False)
    tips = [
        alt.Tooltip("period:N", title=look.say("chart.period")),
        alt.Tooltip("words:N", title=look.say("score.total")),
    ]
    line = alt.Chart().mark_line(color=colours.series, strokeWidth=2.5, invalid="break-paths-show-domains")
    dots = alt.Chart().mark_point(filled=True, color=colours.series, opacity=1, cursor="pointer")
    label = alt.Chart().mark_text(dx=9, fontWeight=600, fontSize=look.font_size, align="left")
    last = [value["x"] for value in values if value["score"] is not None][-1]
    layers = [
        line.encode(x=x, y=y),
        dots.encode(
            x=x, y=y, tooltip=tips, size=alt.condition(pick, alt.value(160), alt.value(46))
        ).add_params(pick),
        label.encode(x=x, y=y, text="words:N").transform_filter(f"datum.x == {last}"),
    ]  # fmt: skip
    if spans_reform(series):
        day = alt.Chart(inline([{"day": REFORM_DAY.toordinal()}]))
        layers.append(day.mark_rule(color=colours.muted, strokeDash=[5, 4], strokeWidth=1.5).encode(x="day:Q"))
    return alt.layer(*layers, data=inline(values))


def _change(rows: Sequence[Row], at: int) -> float | None:
    if not at or rows[at]["score"] is None or rows[at - 1]["score"] is None:
        return None
    return float(round(rows[at]["score"] - rows[at - 1]["score"], 4))


def _name(row: Row, look: Look) -> str:
    return fmt.period(row["kind"], row["start_date"], row["end_date"], look.language)


def _two(value: float | None, look: Look) -> str:
    return fmt.number(value, 2, look.language)
