"""Units against rules: how often each unit broke each rule, the gravest unit first."""

import json
from collections.abc import Sequence
from typing import Any

import altair as alt

from dashboard.charts.lines import PICK
from dashboard.charts.picture import Look, Picture, TableColumn, empty_picture, to_rows, wrapped
from dashboard.charts.quick import inline
from dashboard.charts.rows import cells, name_axis
from dashboard.metrics import format as fmt
from dashboard.metrics.rules import rule_short, rule_title
from dashboard.report import SEVERITIES

GLYPHS = {"reject": "✕", "error": "▲", "warning": "⚠", "info": "○"}
"""The sign of each severity, so that the colour is not needed."""

Row = dict[str, Any]


def finding_matrix(frame: Any, look: Look | None = None, period: str = "", limit: int = 15) -> Picture:
    """A cell for each unit and rule with the number of findings; at most `limit` units, the table has all.

    Rows are those of `queries/read/findings_by_unit.sql`, in their order, with a `name` for each unit. A click picks
    `unit` and `rule`.
    """
    look = look or Look()
    rows = to_rows(frame)
    title = headline(rows, look, period)
    columns = _columns(look)
    if not rows:
        return empty_picture(title, "", look, columns)
    names = list(dict.fromkeys(row["name"] for row in rows))
    shown = names[:limit]
    values = [_cell(row, look) for row in rows if row["name"] in shown]
    chart = alt.layer(*_layers(values, look), data=inline(values)).properties(
        width="container",
        height=alt.Step(56 if look.is_large else 38 if look.is_narrow else 28),
        padding={"left": 8, "top": 8, "right": 8, "bottom": 8},
    )
    found = [severity for severity in SEVERITIES if any(row["severity"] == severity for row in rows)]
    signs = "; ".join(f"{GLYPHS[severity]} {look.say(f'severity.{severity}').lower()}" for severity in found)
    notes = [look.say("quality.matrix_note", signs=signs)]
    if len(names) > len(shown):
        counts = {"shown": fmt.count(len(shown), look.language), "total": fmt.count(len(names), look.language)}
        notes.insert(0, look.say("chart.shown_of", noun=look.say("noun.unit"), **counts))
    words = look.say("quality.matrix_alt", sentence=title)
    return Picture(chart, title, "", words, look, columns, tuple(_line(row, look) for row in rows), tuple(notes))


def headline(rows: Sequence[Row], look: Look, period: str) -> str:
    """How many findings there are in how many units, and how many of them are errors."""
    if not rows:
        return look.say("quality.matrix_none", period=period)
    grave = sum(row["findings"] for row in rows if row["severity"] in ("reject", "error"))
    total = sum(row["findings"] for row in rows)
    units = len({row["name"] for row in rows})
    counts = {"count": fmt.count(total, look.language), "units": fmt.count(units, look.language)}
    said = look.say("quality.matrix_title", period=fmt.capitalised(period), **counts)
    if not grave:
        return said
    return f"{said}, {look.say('quality.matrix_grave', count=fmt.count(grave, look.language))}"


def _cell(row: Row, look: Look) -> Row:
    colours = look.palette
    fills = {"error": colours.ramp[3], "reject": colours.ramp[4], "warning": colours.ramp[1], "info": colours.missing}
    fill = fills[row["severity"]]
    return {
        "unit": row["unit_id"] or "",
        "rule": row["rule"],
        "label": wrapped(row["name"], 18 if look.is_narrow else 34, 2),
        "name": row["name"],
        "words": f"{GLYPHS[row['severity']]} {fmt.count(row['findings'], look.language)}",
        "count": fmt.count(row["findings"], look.language),
        "short": rule_short(row["rule"], look.language),
        "title": rule_title(row["rule"], look.language),
        "severity": look.say(f"severity.{row['severity']}"),
        "fill": fill,
        "ink": colours.ink_on(fill),
    }


def _layers(values: Sequence[Row], look: Look) -> list[alt.Chart]:
    labels = list(dict.fromkeys(value["label"] for value in values))
    rules = sorted({value["rule"] for value in values})
    x = alt.X(
        "rule:N",
        sort=rules,
        scale=alt.Scale(paddingInner=0.05),
        axis=_rule_axis(rules, look),
    )
    y = alt.Y(
        "label:N",
        sort=labels,
        scale=alt.Scale(paddingInner=0.1),
        axis=name_axis(look, grid=True, zindex=0),
    )
    pick = alt.selection_point(name=PICK, fields=["unit", "rule"], on="click", empty=False)
    tips = [
        alt.Tooltip("name:N", title=look.say("table.unit")),
        alt.Tooltip("short:N", title=look.say("quality.rule")),
        alt.Tooltip("title:N", title=look.say("quality.message")),
        alt.Tooltip("severity:N", title=look.say("quality.severity")),
        alt.Tooltip("count:N", title=look.say("quality.number")),
    ]
    return cells(x, y, look, pick, tips)


def _rule_axis(rules: Sequence[str], look: Look) -> alt.Axis:
    """The rules above their columns; on a phone they are read upwards, so that long titles do not meet."""
    shape: dict[str, Any] = {"orient": "top", "title": None, "domain": False, "ticks": False, "labelOverlap": False}
    titles = {rule: rule_short(rule, look.language) for rule in rules}
    if look.is_narrow:
        shape |= {"labelAngle": -90, "labelAlign": "left", "labelBaseline": "middle", "labelLimit": 150}
        return alt.Axis(**shape, labelExpr=f"({json.dumps(titles)})[datum.value]")
    words = {rule: wrapped(title, 11, 3).split("\n") for rule, title in titles.items()}
    # All as tall as the tallest, from the top down: where lines stand upwards from a point, versions of Vega differ.
    tallest, line = max(map(len, words.values())), look.small_size + 3
    words = {rule: ["\u00a0"] * (tallest - len(lines)) + lines for rule, lines in words.items()}
    shape |= {"labelBaseline": "top", "labelLineHeight": line, "labelPadding": tallest * line + 2, "labelLimit": 120}
    return alt.Axis(**shape, labelExpr=f"({json.dumps(words)})[datum.value]")


def _columns(look: Look) -> tuple[TableColumn, ...]:
    return (
        TableColumn("name", look.say("table.unit")),
        TableColumn("short", look.say("quality.rule")),
        TableColumn("title", look.say("quality.message")),
        TableColumn("severity_name", look.say("quality.severity")),
        TableColumn("findings", look.say("quality.number"), "count"),
    )


def _line(row: Row, look: Look) -> Row:
    severity = row["severity"]
    words = f"{GLYPHS[severity]} {look.say(f'severity.{severity}')}"
    return {
        **row,
        "unit": row["unit_id"] or "",
        "short": rule_short(row["rule"], look.language),
        "title": rule_title(row["rule"], look.language),
        "severity_name": words,
    }
