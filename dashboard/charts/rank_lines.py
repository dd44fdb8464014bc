"""Ranks of at most ten units over periods, the chosen ones strong and the others pale."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import altair as alt

from dashboard.charts import breaks as marks
from dashboard.charts.labels import spread
from dashboard.charts.lines import PICK, period_axis, time_scale
from dashboard.charts.picture import Look, Picture, TableColumn, empty_picture, formula, to_rows, wrapped
from dashboard.charts.quick import inline
from dashboard.charts.series import Point
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import Metric

MOST_LINES = 10
ROOM = 80
"""Of the height, what the words above and the axis below the lines take."""
Row = Mapping[str, Any]


def rank_lines(
    frame: Any,
    metric: Metric,
    look: Look | None = None,
    *,
    chosen: Sequence[str] = (),
    breaks: Sequence[date] = (),
    noun: str = "",
    height: int = 330,
) -> Picture:
    """A line for each unit, rank 1 at the top; it breaks where a unit has no rank and where units were reorganised.

    Rows are those of `queries/read/unit_ranks_over_time.sql` with `name` and `kind`, of at most ten units; `chosen` are
    drawn strong, the last of the others pale. `breaks` are days across which no line is drawn: the units compared
    differ. Converted ranks are dashed. A click picks `id` and `period_id`.
    """
    look = look or Look()
    noun = noun or look.say("noun.unit")
    rows = to_rows(frame)
    units = list(dict.fromkeys(row["unit_id"] for row in rows))
    strong = [id_ for id_ in units if id_ in chosen] or units
    placed = [row for row in rows if row["place"] is not None]
    title = _title(placed, strong, look, noun)
    columns = _columns(look, metric)
    if len({row["period_id"] for row in placed}) < 2:
        return empty_picture(title, formula(metric, look.language), look, columns)
    series = _periods(rows)
    at = {point.period_id: point for point in series}
    values = [_datum(row, at, look, metric, row["unit_id"] in strong) for row in placed]
    most = max(row["ranked"] for row in placed)
    room = max(most, 2) * 0.06
    y_scale = alt.Scale(domain=[1 - room, max(most, 2) + room], reverse=True, nice=False, zero=False)
    layers = [
        *_joints(values, breaks, look, y_scale, series, most),
        _dots(values, look, y_scale),
        _labels(values, look, y_scale, height, most),
        *marks.named_rules(series, look),
    ]
    chart = alt.layer(*layers).properties(
        width="container", height=height, padding={"left": 8, "top": 30, "right": 8, "bottom": 8}
    )
    notes = [look.say("rank_lines.note", noun=noun), *marks.notes(series, look, metric, is_named=True)]
    if any(value["is_converted"] for value in values):
        notes.append(look.say("rank_lines.converted_note"))
    if len({row["ranked"] for row in placed}) > 1:
        notes.append(look.say("rank_lines.ranked_note", noun=noun))
    table = tuple(_table_row(row, at, look) for row in rows)
    words = look.say("rank_lines.alt", sentence=title)
    return Picture(chart, title, formula(metric, look.language), words, look, columns, table, tuple(notes))


def _periods(rows: Sequence[Row]) -> list[Point]:
    found = {
        row["period_id"]: Point(row["kind"], row["start_date"], row["end_date"], None, None, period_id=row["period_id"])
        for row in rows
    }
    return sorted(found.values(), key=lambda point: (point.start, point.end))


def _datum(row: Row, at: Mapping[str, Point], look: Look, metric: Metric, is_strong: bool) -> dict[str, Any]:
    point = at[row["period_id"]]
    return {
        "id": row["unit_id"],
        "name": row["name"],
        "period_id": row["period_id"],
        "period": fmt.period(point.kind, point.start, point.end, look.language),
        "x": point.x,
        "start": point.start.isoformat(),
        "place": row["place"],
        "words": fmt.counts(row["place"], row["ranked"], look.language),
        "value_words": fmt.measure(row["value"], metric.unit, fmt.CHART_DECIMALS, look.language),
        "is_converted": bool(row["is_converted"]),
        "is_strong": is_strong,
        "size": 46 if is_strong else 20,
        "colour": look.palette.series if is_strong else look.palette.pale,
    }


def _joints(
    values: Sequence[dict[str, Any]],
    breaks: Sequence[date],
    look: Look,
    y_scale: alt.Scale,
    series: list[Point],
    most: int,
) -> list[alt.Chart]:
    order = {point.period_id: number for number, point in enumerate(series)}
    pairs = []
    for unit_id in dict.fromkeys(value["id"] for value in values):
        line = sorted((v for v in values if v["id"] == unit_id), key=lambda v: order[v["period_id"]])
        for first, second in pairwise(line):
            if order[second["period_id"]] - order[first["period_id"]] != 1 or _is_broken(first, second, breaks):
                continue
            pairs.append({
                "x": first["x"], "x_to": second["x"], "place": first["place"], "place_to": second["place"],
                "colour": first["colour"], "is_strong": first["is_strong"],
                "is_dashed": first["is_converted"] or second["is_converted"],
            })  # fmt: skip
    x = alt.X("x:Q", scale=time_scale(series), axis=period_axis(series, look, 4 if look.is_narrow else 8))
    axis = alt.Axis(title=look.say("rank.place"), values=_ticks(most), format=".0f", domain=False, ticks=False)
    layers = []
    for is_dashed in (False, True):
        alike = [pair for pair in pairs if pair["is_dashed"] is is_dashed]
        if not alike:  # a layer without marks would have no name for a screen reader
            continue
        rule = alt.Chart(inline(alike)).mark_rule(strokeDash=[4, 3] if is_dashed else [1, 0], strokeCap="round")
        layers.append(
            rule.encode(
                x=x,
                x2="x_to:Q",
                y=alt.Y("place:Q", scale=y_scale, axis=axis),
                y2="place_to:Q",
                color=alt.Color("colour:N", scale=None),
                strokeWidth=alt.condition("datum.is_strong", alt.value(2.5), alt.value(1.25)),
            )
        )
    return layers


def _ticks(most: int) -> list[int]:
    """The first rank and some round ones after it."""
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, most) if most / step <= 6)
    return [1, *range(max(step, 2), most + 1, step)]


def _is_broken(first: Row, second: Row, breaks: Sequence[date]) -> bool:
    return any(date.fromisoformat(first["start"]) < day <= date.fromisoformat(second["start"]) for day in breaks)


def _dots(values: list[dict[str, Any]], look: Look, y_scale: alt.Scale) -> alt.Chart:
    pick = alt.selection_point(name=PICK, fields=["id", "period_id"], on="click", empty=False)
    tips = [
        alt.Tooltip("name:N", title=look.say("table.unit")),
        alt.Tooltip("period:N", title=look.say("chart.period")),
        alt.Tooltip("words:N", title=look.say("rank.place")),
        alt.Tooltip("value_words:N", title=look.say("table.value")),
    ]
    return (
        alt.Chart(inline(sorted(values, key=lambda v: v["is_strong"])))
        .mark_point(filled=True, opacity=1, cursor="pointer")
        .encode(
            x=alt.X("x:Q"),
            y=alt.Y("place:Q", scale=y_scale),
            color=alt.Color("colour:N", scale=None),
            size=alt.condition(pick, alt.value(150), alt.Size("size:Q", scale=None)),
            tooltip=tips,
        )
        .add_params(pick)
    )


def _labels(values: Sequence[Row], look: Look, y_scale: alt.Scale, height: int, most: int) -> alt.Chart:
    """Each line named at its last point."""
    last: dict[str, Row] = {}
    for value in values:
        if value["id"] not in last or value["x"] > last[value["id"]]["x"]:
            last[value["id"]] = value
    ends = list(last.values())
    step = (look.small_size + 4) * max(most, 2) * 1.12 / (height - ROOM)
    places = spread([float(value["place"]) for value in ends], step)
    rows = [
        {
            "x": value["x"],
            "at": place,
            "words": f"{wrapped(value['name'], 14 if look.is_narrow else 26, 1)}  {value['words']}",
            "colour": look.palette.ink if value["is_strong"] else look.palette.muted,
        }
        for value, place in zip(ends, places, strict=True)
    ]
    return (
        alt.Chart(inline(rows))
        .mark_text(align="left", baseline="middle", dx=9)
        .encode(
            x=alt.X("x:Q"),
            y=alt.Y("at:Q", scale=y_scale),
            text="words:N",
            color=alt.Color("colour:N", scale=None),
        )
    )


def _title(placed: Sequence[Row], strong: Sequence[str], look: Look, noun: str) -> str:
    """The unit drawn strong whose rank moved most; nothing is said to be better or worse by a rank alone."""
    lines = [[row for row in placed if row["unit_id"] == unit_id] for unit_id in strong]
    lines = [sorted(line, key=lambda row: row["start_date"]) for line in lines if len(line) > 1]
    if not lines:
        return look.say("rank_lines.title", count=fmt.count(len(strong), look.language), noun=noun)
    line = max(lines, key=lambda line: abs(line[0]["place"] - line[-1]["place"]))
    first, last = line[0], line[-1]
    words = {
        "name": last["name"],
        "first": fmt.counts(first["place"], first["ranked"], look.language),
        "last": fmt.counts(last["place"], last["ranked"], look.language),
        "start": fmt.period(first["kind"], first["start_date"], first["end_date"], look.language),
        "end": fmt.period(last["kind"], last["start_date"], last["end_date"], look.language),
    }
    if len(strong) == 1:
        return look.say("rank_lines.title_one", **words)
    return look.say("rank_lines.title_most", noun=noun, **words)


def _columns(look: Look, metric: Metric) -> tuple[TableColumn, ...]:
    value = TableColumn("value", look.say("table.value"), "percent" if metric.unit == "percent" else "count")
    return (
        TableColumn("name", look.say("table.unit")),
        TableColumn("period", look.say("table.period")),
        TableColumn("place", look.say("rank.place"), "count"),
        TableColumn("ranked", look.say("rank.ranked"), "count"),
        value,
        TableColumn("numerator", look.say("table.numerator"), "count"),
        TableColumn("denominator", look.say("table.denominator"), "count"),
        TableColumn("band_words", look.say("rank.band")),
    )


def _table_row(row: Row, at: Mapping[str, Point], look: Look) -> dict[str, Any]:
    point = at[row["period_id"]]
    return {
        **row,
        "period": fmt.period(point.kind, point.start, point.end, look.language),
        "band_words": look.say(f"rank.band_{row['band']}"),
    }
