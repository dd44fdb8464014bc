"""The parts of the overdue page: definition and scope, headline, fields, matrix, the way down to the source cell."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.charts.picture import Picture
from dashboard.charts.trend import trend
from dashboard.metrics.catalogue import load_catalogue
from dashboard.metrics.periods import KnownPeriod
from dashboard.ui import breakdown, kpi, page_parts, pictures, reads, territory, url
from dashboard.ui import focus as focusing
from dashboard.ui.focus import METRICS, Focus
from dashboard.ui.html import element, join
from dashboard.ui.kpi import Figure
from dashboard.ui.screen import Screen
from dashboard.ui.series import Span, beside

Row = Mapping[str, Any]
EVERY = ""


def choices(screen: Screen, at: Focus) -> None:
    """Definition, unit and field; the definition's formula and regulation stand right beneath it."""
    metrics = load_catalogue().metrics
    fields = {field.field_id: field.name for field in reads.reference(screen.scope).fields}
    units = {unit.unit_id: unit.name for unit in focusing.units_of(screen)}
    with st.container(horizontal=True, vertical_alignment="bottom", key="choices"):
        st.selectbox(
            screen.say("filter.definition"),
            METRICS,
            format_func=lambda id_: metrics[id_].name if screen.language == "vi" else metrics[id_].name_en,
            key=url.widget("metric", at.metric.id),
            on_change=url.picked,
            args=("metric",),
            width=330,
        )
        _choice(screen, "unit", units, at.unit_ids, "filter.every_unit")
        _choice(screen, "field", fields, at.field_ids, "filter.every_field")
    formula = load_catalogue().formula(at.metric, screen.language)
    st.html(
        join(
            '<p class="formula">',
            element("b", screen.say("provenance.formula")),
            element("span", f": {formula}."),
            " ",
            element("span", f"{screen.say('provenance.regulation')}: {at.metric.regulation}.", class_="muted"),
            "</p>",
        )
    )


def _choice(screen: Screen, name: str, known: dict[str, str], chosen: list[str], every: str) -> None:
    st.selectbox(
        screen.say(f"filter.{name}"),
        [EVERY, *known],
        format_func=lambda id_: known.get(id_) or screen.say(every),
        key=url.widget(name, chosen[0] if chosen else EVERY),
        on_change=_pick_choice,
        args=(name,),
        width=280,
    )


def _pick_choice(name: str) -> None:
    url.write(name, st.session_state[f"w_{name}"] or None)


def reason(screen: Screen, at: Focus, figure: Figure) -> None:
    """Why a definition has no figure here, and which ones have."""
    if figure.row.get("ratio") is not None:
        return
    metrics = load_catalogue().metrics
    names = [
        metrics[id_].name if screen.language == "vi" else metrics[id_].name_en for id_ in focusing.known_metrics(screen)
    ]
    if at.metric.id in focusing.known_metrics(screen) or not names:
        page_parts.notice(screen.say("overdue.no_figure", period=screen.period_name))
    else:
        page_parts.notice(screen.say("overdue.other_definitions", period=screen.period_name, names="; ".join(names)))


def headline(screen: Screen, at: Focus, periods: Span) -> Figure:
    """The figure of the focus beside its trend; a click on a point goes to that period."""
    rows = focusing.whole(screen, at, periods)
    found = kpi.figures(screen, periods, rows)
    figure = found.get(at.metric.id) or Figure(at.metric, {}, {}, {})
    has_past = sum(row["numerator"] is not None for row in figure.over_time) > 1
    aside, main = st.columns([1, 2.1], gap="small") if has_past else (st.container(), None)
    with aside.container(border=True, gap=None, height="stretch" if has_past else "content", key="headline"):
        kpi.body(screen, periods, kpi.figure_name(at.metric, screen), figure, more=kpi.foot(screen, figure))
    if main is None:
        return figure
    with main.container(border=True, key="headline_trend", height="stretch"):
        recipe = ("overdue-trend", screen.period_id, screen.level, *at.recipe)
        picture = pictures.drawn(screen, recipe, lambda: _trend(screen, at, figure))
        pictures.show(screen, picture, f"trend_{pictures.key_of(recipe)}", go_to_period, has_formula=False)
    return figure


def _trend(screen: Screen, at: Focus, figure: Figure) -> Picture:
    return trend(figure.over_time, at.metric, screen.look, subject=subject(screen, at), height=210)


def subject(screen: Screen, at: Focus) -> str:
    """What the focus is about, for titles: unit or level, and field."""
    parts = [at.field.name] if at.field else []
    if at.unit is not None:
        parts.append(at.unit.name)
    elif screen.level is not None:
        parts.append(screen.say(f"level.{screen.level}"))
    return ", ".join(parts)


def go_to_period(mark: dict[str, Any]) -> None:
    """What was picked leads to its period."""
    if mark.get("period_id"):
        url.write("period", str(mark["period_id"]))


def drill(screen: Screen, at: Focus, figure: Figure, other: KnownPeriod | None) -> None:
    """The next step down from here: levels, then units, then (with fields above) the cells themselves."""
    page_parts.header(screen.say("overdue.drill"))
    other_id = other.period.period_id if other else None
    ids = beside(screen, other_id)
    if at.unit is None and screen.level is None:
        rows = [{**row, "name": screen.say(f"level.{row['level']}")} for row in focusing.by_level(screen, at, ids)]
        st.html(element("p", screen.say("overdue.drill_level"), class_="hint"))
        lines = breakdown.lines(screen, at, rows, "level", "name", other_id)
        breakdown.table(screen, at, lines, "level", f"levels_{pictures.key_of((ids[0], at.recipe))}")
    elif at.unit is None:
        units(screen, at, ids, other)
    if at.unit is not None or figure.row.get("basis") == "stated":
        breakdown.cells(screen, at)


def units(screen: Screen, at: Focus, ids: list[str], other: KnownPeriod | None) -> None:
    """The units of the level as a table; a line leads to its unit."""
    rows = focusing.by_unit(screen, at, ids)
    if not any(row["period_id"] == screen.period_id for row in rows):
        page_parts.prose(screen.say("overdue.no_units"))
        return
    st.html(element("p", screen.say("overdue.drill_unit"), class_="hint"))
    now = [row["unit_id"] for row in rows if row["period_id"] == screen.period_id]
    territory.units_switch(screen, at.metric, other, now)
    lines = breakdown.lines(screen, at, rows, "unit_id", "unit_name", other.period.period_id if other else None)
    breakdown.table(screen, at, lines, "unit", f"units_{pictures.key_of((ids[0], screen.level, at.recipe))}")
