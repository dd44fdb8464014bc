"""Communes by the points that their signed share earns, and how many are a few documents from the next half point."""

from typing import Any

import altair as alt

from dashboard.charts.picture import Look, Picture, TableColumn, empty_picture, to_rows
from dashboard.charts.quick import inline
from dashboard.metrics import format as fmt

SCALE = (5.0, 4.5, 4.0, 3.5, 3.0)
NEAR = 10
"""So few documents short of another half point that one month can bring it."""


def points_bars(frame: Any, look: Look | None = None, period: str = "", subtitle: str = "") -> Picture:
    """A bar for each step of the scale of Decree 307/2025, with the number of communes and wards that stand there.

    Rows are those of `queries/read/signature_points.sql`; the table has each with what its next half point needs.
    """
    look = look or Look()
    rows = to_rows(frame)
    title = _title(rows, look, period)
    if not rows:
        return empty_picture(title, subtitle, look, _columns(look))
    values = [
        {
            "label": look.say("points.heading", points=fmt.number(step, 1, look.language)),
            "count": sum(row["points"] == step for row in rows),
            "words": fmt.count(sum(row["points"] == step for row in rows), look.language),
        }
        for step in SCALE
    ]
    axis = alt.Axis(title=None, domain=False, ticks=False, labelPadding=8, labelColor=look.palette.ink)
    y = alt.Y("label:N", sort=None, axis=axis, scale=alt.Scale(paddingInner=0.3))
    x = alt.X("count:Q", axis=None, scale=alt.Scale(domainMin=0, nice=False))
    bar = alt.Chart().mark_bar(color=look.palette.series)
    words = alt.Chart().mark_text(align="left", dx=6, fontWeight=600)
    chart = alt.layer(bar.encode(y=y, x=x), words.encode(y=y, x=x, text="words:N"), data=inline(values))
    chart = chart.properties(
        width="container",
        height=alt.Step(54 if look.is_large else 30),
        padding={"left": 8, "top": 8, "right": 8, "bottom": 8},
    )
    is_small = any(row["denominator"] < look.small_n for row in rows)
    notes = (look.say("points.small_note", limit=look.small_n),) if is_small else ()
    words_of = look.say("points.alt", sentence=title)
    return Picture(
        chart, title, subtitle, words_of, look, _columns(look), tuple(_line(row, look) for row in rows), notes
    )


def _title(rows: list[dict[str, Any]], look: Look, period: str) -> str:
    if not rows:
        return look.say("points.none", period=period)
    full = sum(row["points"] == SCALE[0] for row in rows)
    near = sum(row["documents_needed"] is not None and row["documents_needed"] <= NEAR for row in rows)
    counts = {"full": fmt.count(full, look.language), "all": fmt.count(len(rows), look.language)}
    said = look.say("points.title_full", period=period, **counts)
    if not near:
        return said
    return f"{said}; {look.say('points.title_near', near=fmt.count(near, look.language), limit=NEAR)}"


def _line(row: dict[str, Any], look: Look) -> dict[str, Any]:
    return {
        **row,
        "name": row["unit_name"],
        "kind": look.say("points.ward" if row["is_ward"] else "points.commune"),
        "now": fmt.number(row["points"], 1, look.language),
        "next": fmt.number(row["next_points"], 1, look.language),
    }


def _columns(look: Look) -> tuple[TableColumn, ...]:
    return (
        TableColumn("name", look.say("table.unit")),
        TableColumn("kind", look.say("points.kind")),
        TableColumn("ratio", look.say("table.ratio"), "percent"),
        TableColumn("numerator", look.say("table.numerator"), "count"),
        TableColumn("denominator", look.say("table.denominator"), "count"),
        TableColumn("now", look.say("points.now")),
        TableColumn("next", look.say("points.next")),
        TableColumn("next_ratio", look.say("points.next_ratio"), "percent"),
        TableColumn("documents_needed", look.say("points.documents"), "count"),
    )
