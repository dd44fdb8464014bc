"""The grid of units and periods as a picture for files: the cells that the browser's grid shows, with its signs."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import altair as alt

from dashboard.charts.picture import Chart, Look, Picture, TableColumn
from dashboard.charts.quick import inline
from dashboard.charts.rows import name_axis
from dashboard.metrics import format as fmt

MOST_ROWS = 40
_ROW = 22


def status_cells(data: Mapping[str, Any], title: str, look: Look) -> Picture:
    """One row for each unit, one column for each period; `data` is what `punctuality.grid` laid out.

    Only the first rows are drawn, in the order of the grid; the table counts of all of them.
    """
    rows, states = data["rows"], data["states"]
    signs = " · ".join(
        f"{state['glyph'] or '□'} {state['words']}" for state in states.values() if state["seen"]
    )  # fmt: skip
    shown = {"rows": fmt.count(min(len(rows), MOST_ROWS), look.language), "all": fmt.count(len(rows), look.language)}
    has_break = any(column["is_break"] for column in data["columns"])
    rule = (look.say("chart.break_note", rule=data["words"]["break"]),) if has_break else ()
    cut = (look.say("reporting.rows_shown", **shown),) if len(rows) > MOST_ROWS else ()
    columns = (
        TableColumn("name", look.say("table.unit")),
        TableColumn("missing", look.say("reporting.column_missing")),
        TableColumn("late", look.say("reporting.column_late")),
    )
    table = tuple({"name": row[1], "missing": row[4], "late": row[5]} for row in rows)
    alt_text = look.say("reporting.cells_alt", sentence=title)
    return Picture(_chart(data, look), title, signs, alt_text, look, columns, table, (*rule, *cut))


def _chart(data: Mapping[str, Any], look: Look) -> Chart:
    cells = list(_cells(data))
    years = [column["year"] for column in data["columns"]]
    labels = json.dumps(  # a year where it begins
        [f"{year if at == 0 or year != years[at - 1] else ''}\n{column['label']}"
         for at, (column, year) in enumerate(zip(data["columns"], years, strict=True))],
        ensure_ascii=False,
    )  # fmt: skip
    axis = alt.Axis(
        title=None, orient="top", domain=False, ticks=False, labelOverlap=False, labelLineHeight=look.small_size + 2,
        labelPadding=look.small_size + 6,
        labelExpr=f"split({labels}[datum.value], '\\n')",
    )  # fmt: skip
    x = alt.X("column:O", axis=axis, scale=alt.Scale(paddingInner=0.08, paddingOuter=0))
    y = alt.Y("label:N", sort=None, axis=name_axis(look), scale=alt.Scale(paddingInner=0.1))
    box = alt.Chart().mark_rect(strokeWidth=1)
    sign = alt.Chart().mark_text(fontSize=look.small_size - 1)
    fill, line = alt.Fill("fill:N", scale=None), alt.Stroke("line:N", scale=None)
    told = (("full", "table.unit"), ("period", "table.period"), ("words", "table.status"))
    tips = [alt.Tooltip(f"{name}:N", title=look.say(key)) for name, key in told]
    layers = [
        box.encode(x=x, y=y, fill=fill, stroke=line, tooltip=tips),
        sign.encode(x=x, y=y, text="glyph:N", color=alt.Color("ink:N", scale=None)),
    ]
    for at, column in enumerate(data["columns"]):
        if column["is_break"]:
            rule = alt.Chart(inline([{"column": at}])).mark_rule(strokeDash=[5, 4], color=look.palette.ink)
            layers.append(rule.encode(x=alt.X("column:O", bandPosition=0)))
    return alt.layer(*layers, data=inline(cells)).properties(width="container", height=alt.Step(_ROW))


def _cells(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    colours, states = data["colours"], data["states"]
    for _, name, letters, days, *_ in data["rows"][:MOST_ROWS]:
        for at, (letter, column) in enumerate(zip(letters, data["columns"], strict=True)):
            state, late = states[letter], days.get(str(at))
            has_days = state["has_days"] and late is not None
            yield {
                "label": name, "full": name, "column": at, "period": column["name"],
                "glyph": str(late) if has_days else state["glyph"],
                "words": data["words"]["days"].replace("#", str(late)) if has_days else state["words"],
                "fill": state["fill"], "ink": state["ink"],
                "line": colours["muted"] if state["outlined"] or state["striped"] else "transparent",
            }  # fmt: skip
