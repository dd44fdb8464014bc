"""The view by field: rates beside counts, the few fields that hold most of the files, and fields over time."""

from collections import Counter
from functools import partial
from typing import Any

import streamlit as st

from dashboard.charts.bars import rate_and_count_bars
from dashboard.charts.matrix import rate_matrix
from dashboard.charts.multiples import small_multiples
from dashboard.charts.pareto import pareto
from dashboard.charts.ranking import Order
from dashboard.ui import breakdown, page_parts, pictures, steps, url
from dashboard.ui import focus as focusing
from dashboard.ui.focus import Focus
from dashboard.ui.overdue import go_to_period
from dashboard.ui.screen import Screen
from dashboard.ui.series import Span, beside

_MOST_LINES = 12


def fields(screen: Screen, at: Focus, periods: Span) -> None:
    """Fields by rate and by count, the order chosen by the reader; a click goes into the field."""
    page_parts.header(screen.say("overdue.by_field"))
    other_id = periods.compared_id(screen)
    rows = focusing.by_field(screen, at, beside(screen, other_id))
    now = [row for row in rows if row["period_id"] == screen.period_id]
    if all(row["numerator"] is None for row in now):
        page_parts.prose(screen.say("overdue.no_fields"))
        return
    asked = url.read("order")
    order: Order | None = st.segmented_control(
        screen.say("overdue.order"),
        ["rate", "count", "official"],
        format_func=lambda choice: screen.say(f"overdue.order_{choice}"),
        required=True,
        key=url.widget("order", asked if asked in ("count", "official") else "rate"),
        on_change=url.picked,
        args=("order",),
    )
    bars = [steps.bar(row["field_id"], row["field_name"], row) for row in now]
    recipe = ("field-bars", screen.period_id, screen.level, order, *at.recipe[:2])
    look, noun = screen.look, screen.say("noun.field")
    picture = pictures.drawn(
        screen,
        recipe,
        lambda: rate_and_count_bars(bars, at.metric, look, order or "rate", noun=noun, period=screen.period_name),
    )
    key = pictures.key_of(recipe)
    with st.container(border=True, key="field_bars"):
        lines = breakdown.lines(screen, at, rows, "field_id", "field_name", other_id)
        table = partial(breakdown.table, screen, at, lines, "field", f"fields_{key}")
        pictures.show(screen, picture, f"bars_{key}", steps.to_field, behind=table, fold=f"fields_{key}")


def most_cases(screen: Screen, at: Focus) -> None:
    """The few fields that hold most of the late files; a click goes into the field."""
    asked = {"metric_id": at.metric.id, "period_id": screen.period_id, "level": screen.level or ""}
    rows = screen.rows("bad_cases_by_field", **asked, unit_ids=at.unit_ids)
    if not rows:
        return
    marked = {row["field_id"]: row.get("caution") for row in focusing.by_field(screen, at, [screen.period_id])}
    rows = [{**row, "caution": marked.get(row["field_id"])} for row in rows]
    page_parts.header(screen.say("overdue.most_cases"))
    recipe = ("field-pareto", screen.period_id, screen.level, *at.recipe[:2])
    steps.boxed(
        screen,
        "pareto",
        recipe,
        lambda: pareto(rows, at.metric, screen.look, screen.period_name),
        steps.to_field,
        lambda line: ("field", line["field_id"]),
    )


def matrix(screen: Screen, at: Focus, periods: Span) -> None:
    """Fields against periods; a click goes to the field in that period."""
    ids = [part.part_id for part in periods.parts][-13:]
    rows = focusing.by_field(screen, at, ids)
    page_parts.header(screen.say("overdue.matrix"))
    if len({row["period_id"] for row in rows if row["numerator"] is not None}) < 2:
        page_parts.prose(screen.say("overdue.no_time"))
        return
    cells = [{**row, "kind": periods.kind, "name": row["field_name"]} for row in rows]
    recipe = ("field-matrix", screen.period_id, screen.level, *at.recipe[:2])
    picture = pictures.drawn(screen, recipe, lambda: rate_matrix(cells, at.metric, screen.look))

    def pick(mark: dict[str, Any]) -> None:
        breakdown.go("field", mark.get("field_id"))
        go_to_period(mark)

    with st.container(border=True, key="field_matrix"):
        pictures.show(screen, picture, f"matrix_{pictures.key_of(recipe)}", pick, has_formula=False)
    _lines(screen, at, cells)


def _lines(screen: Screen, at: Focus, cells: list[dict[str, Any]]) -> None:
    """The fields with most files as small lines on one axis; a click goes into the field."""
    counted: Counter[str] = Counter()
    for row in cells:
        counted[row["field_id"]] += row["numerator"] or 0
    shown = {field_id for field_id, _ in counted.most_common(_MOST_LINES)}
    rows = [row for row in cells if row["field_id"] in shown]
    recipe = ("field-lines", screen.period_id, screen.level, *at.recipe[:2])
    picture = pictures.drawn(screen, recipe, lambda: small_multiples(rows, at.metric, screen.look))
    page_parts.header(screen.say("overdue.lines"))
    with st.container(border=True, key="field_lines"):
        pictures.show(
            screen,
            picture,
            f"lines_{pictures.key_of(recipe)}",
            lambda mark: breakdown.go("field", mark.get("field_id")),
            has_formula=False,
        )
