"""The views by unit: each against what chance allows about the whole, and units (or kinds of unit) against fields."""

from typing import Any

import streamlit as st

from dashboard.charts.bars import rate_and_count_bars
from dashboard.charts.cross import cross_matrix
from dashboard.charts.funnel import funnel
from dashboard.ui import breakdown, marks, page_parts, pictures, steps
from dashboard.ui import focus as focusing
from dashboard.ui.focus import Focus
from dashboard.ui.html import element
from dashboard.ui.kpi import Figure
from dashboard.ui.screen import Screen
from dashboard.ui.targets import type_name
from dashboard.ui.unit_names import names


def units(screen: Screen, at: Focus, figure: Figure) -> None:
    """Units against what chance allows about the whole; those of one level, like with like, ranked as bars too."""
    rows = [row for row in focusing.by_unit(screen, at, [screen.period_id]) if row["numerator"] is not None]
    page_parts.header(screen.say("overdue.by_unit"))
    if not rows:
        page_parts.prose(screen.say("overdue.no_units"))
        return
    whole = figure.row.get("numerator"), figure.row.get("denominator")
    bars = [{**steps.bar(row["unit_id"], row["unit_name"], row), "short_name": row["short_name"]} for row in rows]
    look, noun = screen.look, screen.say("noun.unit")
    recipe = ("unit-funnel", screen.period_id, screen.level, *at.recipe)
    steps.boxed(
        screen,
        "funnel",
        recipe,
        lambda: funnel(bars, whole, at.metric, look, screen.period_name, noun),
        steps.to_unit,
        lambda line: ("unit", line["id"]),
    )
    if screen.level is None:
        st.html(element("p", screen.say("overdue.pick_level"), class_="hint"))
        return
    named = names(screen, (bar["id"] for bar in bars))
    short = [{**bar, "name": named[bar["id"]]} for bar in bars]
    recipe = ("unit-bars", screen.period_id, screen.level, *at.recipe)
    picture = pictures.drawn(
        screen, recipe, lambda: rate_and_count_bars(short, at.metric, look, noun=noun, period=screen.period_name)
    )
    with st.container(border=True, key="unit_bars"):
        pictures.show(
            screen, picture, f"bars_{pictures.key_of(recipe)}", steps.to_unit, has_formula=False, has_table=False
        )


def cross(screen: Screen, at: Focus) -> None:
    """Units of the level against fields; without a level, kinds of unit, so that like stands beside like."""
    page_parts.header(screen.say("overdue.cross"))
    asked = {"metric_ids": [at.metric.id], "period_ids": [screen.period_id], "field_ids": []}
    if screen.level is None:
        found = screen.rows("metric_by_type_field", **asked, levels=[])
        cells = [{**row, "id": row["unit_type"], "name": type_name(screen, row["unit_type"])} for row in found]
        noun = screen.say("overdue.noun_type")
    else:
        found = screen.rows("metric_by_unit_field", **asked, levels=[screen.level], unit_ids=[])
        found = marks.of_figures(screen.scope, screen.language, at.metric.id, screen.period_id, found)
        short = names(screen, (row["unit_id"] for row in found))
        cells = [
            {**row, "id": row["unit_id"], "name": short[row["unit_id"]], "full_name": row["unit_name"]} for row in found
        ]
        noun = screen.say("noun.unit")
    if not cells:
        page_parts.prose(screen.say("overdue.no_cross"))
        return
    levels = {row["id"]: row["level"] for row in cells}

    def pick(mark: dict[str, Any]) -> None:
        if screen.level is None:
            breakdown.go("level", levels.get(str(mark.get("id"))))
        else:
            breakdown.go("unit", mark.get("id"))
        breakdown.go("field", mark.get("field_id"))

    recipe = ("cross", screen.period_id, screen.level, at.metric.id)
    picture = pictures.drawn(
        screen, recipe, lambda: cross_matrix(cells, at.metric, screen.look, noun, screen.period_name)
    )
    if screen.level is None:
        st.html(element("p", screen.say("overdue.pick_level_cross"), class_="hint"))
    key = f"cross_{pictures.key_of(recipe)}"
    with st.container(border=True, key="cross"):
        pictures.show(screen, picture, key, pick)
