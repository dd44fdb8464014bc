"""The view of late files as areas, from the province down to a field of a unit; a click goes down."""

from typing import Any

import streamlit as st

from dashboard.charts.pareto import counted
from dashboard.charts.tree import file_tree
from dashboard.ui import breakdown, marks, page_parts, pictures, steps
from dashboard.ui.focus import Focus
from dashboard.ui.html import element, join
from dashboard.ui.pictures import Drawn
from dashboard.ui.screen import Screen

_STEPS = ("level", "unit", "field")


def tree(screen: Screen, at: Focus) -> None:
    """The areas, and the table behind them."""
    page_parts.header(screen.say("overdue.tree"))
    asked = {"metric_ids": [at.metric.id], "period_ids": [screen.period_id], "field_ids": [], "unit_ids": []}
    rows = screen.rows("metric_by_unit_field", **asked, levels=[screen.level] if screen.level else [])
    rows = marks.of_figures(screen.scope, screen.language, at.metric.id, screen.period_id, rows)
    if not rows:
        page_parts.prose(screen.say("overdue.no_cross"))
        return
    recipe = ("tree", screen.period_id, screen.level, at.metric.id)
    what = counted(at.metric, screen.look)
    picture = pictures.drawn(
        screen,
        recipe,
        lambda: file_tree(rows, at.metric, screen.look, screen.period_name, what, screen.say("level.all")),
    )
    key = f"tree_{pictures.key_of(recipe)}"
    with st.container(border=True, key="tree"):
        _show(screen, picture, key)
        pictures.beneath(screen, picture, key, behind=lambda: steps.table(screen, picture, f"{key}_table", _to_cell))


def _show(screen: Screen, picture: Drawn, key: str) -> None:
    head = element("h3", picture.title, class_="picture-title")
    page_parts.keep(lambda: pictures.in_document(screen, picture), is_picture=True)
    st.html(join(head, element("p", picture.subtitle, class_="picture-formula")))
    if picture.is_empty:
        return

    def picked() -> None:
        points = st.session_state[key].selection.get("points")
        if points:
            _go(str(points[0].get("id") or points[0].get("customdata") or ""))

    st.plotly_chart(
        picture.spec,
        theme=None,
        width="stretch",
        alt=picture.alt,
        key=key,
        on_select=picked,
        selection_mode="points",
        config={"displayModeBar": False, "displaylogo": False},
    )
    said = " ".join((*picture.notes, screen.say("tree.walk")))
    page_parts.prose(said, "picture-notes")


def _go(path: str) -> None:
    """What a path of the picture (level/unit/field) leads to."""
    if path != "*":
        for parameter, value in zip(_STEPS, path.split("/"), strict=False):
            breakdown.go(parameter, value)


def _to_cell(line: Any) -> None:
    _go(f"{line['level']}/{line['unit_id']}/{line['field_id']}")
