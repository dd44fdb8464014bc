"""The parts of the page on online filing: definition and scope, headline figures, trend, fields, source cells."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from dashboard.charts.bars import rate_and_count_bars
from dashboard.charts.level_trend import level_trend
from dashboard.charts.picture import Picture
from dashboard.charts.trend import sparkline, trend
from dashboard.metrics.catalogue import load_catalogue
from dashboard.report import LEVELS
from dashboard.ui import breakdown, kpi, overdue, page_parts, pictures, provenance, reads, territory, url
from dashboard.ui import focus as focusing
from dashboard.ui.focus import Focus
from dashboard.ui.html import element, join
from dashboard.ui.kpi import Figure
from dashboard.ui.online_procedures import LAST_OF_LEVELS, PROCEDURES, is_old
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen
from dashboard.ui.series import Span, beside, over_time

SHARES = ("online_share_new", "online_share_total")
"""The two definitions; the first that the period has the counts for is shown unless the reader chooses."""

_DEFINITIONS = {"online_share_new": "definition_new", "online_share_total": "definition_total"}


def focus(screen: Screen) -> Focus:
    """Definition, unit and field as the address asks for them; what it asks for in vain is left out and said."""
    troubles: list[str] = []
    known: dict[str, dict[str, Any]] = {
        "unit": {unit.unit_id: unit for unit in focusing.units_of(screen)},
        "field": {field.field_id: field for field in reads.reference(screen.scope).fields},
        "metric": {metric_id: load_catalogue().metrics[metric_id] for metric_id in SHARES},
    }
    found = {name: asked_for(screen, name, choices, troubles) for name, choices in known.items()}
    metric = found["metric"] or known["metric"][_first_known(screen)]
    return Focus(metric, found["unit"], found["field"], tuple(troubles))


def asked_for(screen: Screen, name: str, choices: Mapping[str, Any], troubles: list[str]) -> Any:
    """What the address asks of some choices; null where it asks nothing, or for what is no choice, which is said."""
    asked = url.read(name)
    if asked is None or asked in choices:
        return choices.get(asked or "")
    url.write(name, None)
    label = screen.say("filter.definition" if name == "metric" else f"filter.{name}")
    troubles.append(screen.say("problem.choice", asked=asked, filter=label))
    return None


def _first_known(screen: Screen) -> str:
    rows = screen.rows("metric_total", metric_ids=SHARES, period_ids=[screen.period_id], field_ids=[])
    known = [row["metric_id"] for row in rows if row["ratio"] is not None]
    return known[0] if known else SHARES[0]


def choices(screen: Screen, at: Focus) -> None:
    """Definition, unit and field; the definition's formula and regulation stand right beneath it."""
    fields = {field.field_id: field.name for field in reads.reference(screen.scope).fields}
    units = {unit.unit_id: unit.name for unit in focusing.units_of(screen)}
    with st.container(horizontal=True, vertical_alignment="bottom", key="choices"):
        st.segmented_control(
            screen.say("filter.definition"),
            SHARES,
            format_func=lambda id_: screen.say(f"online.{_DEFINITIONS[id_]}"),
            required=True,
            key=url.widget("metric", at.metric.id),
            on_change=url.picked,
            args=("metric",),
        )
        choice(screen, "unit", units, at.unit_ids)
        if fields:
            choice(screen, "field", fields, at.field_ids)
    formula = load_catalogue().formula(at.metric, screen.language)
    regulation = f"{screen.say('provenance.regulation')}: {at.metric.regulation}."
    st.html(
        join(
            '<p class="formula">',
            element("b", screen.say("provenance.formula")),
            element("span", f": {formula}."),
            " ",
            element("span", regulation, class_="muted"),
            "</p>",
        )
    )


def choice(screen: Screen, name: str, known: Mapping[str, str], chosen: Sequence[str]) -> None:
    """A select box of one filter of this page, with all of them as its first choice."""
    st.selectbox(
        screen.say(f"filter.{name}"),
        ["", *known],
        format_func=lambda id_: known.get(id_) or screen.say(f"filter.every_{name}"),
        key=url.widget(name, chosen[0] if chosen else ""),
        on_change=url.picked_text,
        args=(name,),
        width=210,
    )


def figures(screen: Screen, at: Focus, periods: Span) -> dict[str, Figure]:
    """Both shares and, where no field is chosen, both online levels of procedures, in every period of the span.

    Procedures only of the periods of one classification: levels 3 and 4 are never set against what followed them.
    """
    metric_ids = SHARES if at.field else (*SHARES, *PROCEDURES)
    rows = [
        row
        for row in whole(screen, at, metric_ids, periods.asked_ids(screen))
        if row["metric_id"] not in PROCEDURES or (row["end_date"] <= LAST_OF_LEVELS) == is_old(screen)
    ]
    return kpi.figures(screen, periods, rows)


def whole(screen: Screen, at: Focus, metric_ids: Sequence[str], period_ids: list[str]) -> Rows:
    """Some metrics of the focus itself: of a unit, of the level chosen, or of the province."""
    asked = {"metric_ids": metric_ids, "period_ids": period_ids, "field_ids": at.field_ids}
    if at.unit is not None:
        return territory.unit_rows(screen, at.unit.unit_id, **asked)
    if screen.level is not None:
        return [row for row in screen.rows("metric_by_level", **asked) if row["level"] == screen.level]
    return screen.rows("metric_total", **asked)


def cards(screen: Screen, at: Focus, periods: Span, found: Mapping[str, Figure]) -> None:
    """The definition in use first, the other beside it, then procedures by online level."""
    other = next(metric_id for metric_id in SHARES if metric_id != at.metric.id)
    shown = [
        (metric_id, found[metric_id])
        for metric_id in (at.metric.id, other, *PROCEDURES)
        if metric_id in found and (metric_id in SHARES or found[metric_id].is_known)
    ]
    with st.grid(len(shown), min_column_width=215, gap="small", key="kpis"):
        for metric_id, figure in shown:
            with st.container(border=True, gap=None, key=f"kpi_{metric_id}", height="stretch"):
                title, subtitle = _card_words(screen, metric_id, metric_id == at.metric.id)
                kpi.body(screen, periods, title, figure, subtitle, spark(screen, at, figure))


def _card_words(screen: Screen, metric_id: str, is_in_use: bool) -> tuple[str, str]:
    if metric_id in SHARES:
        name = "new" if metric_id == "online_share_new" else "total"
        return screen.say(f"online.card_{name}"), screen.say(f"online.{'in_use' if is_in_use else 'other_definition'}")
    number = PROCEDURES.index(metric_id)
    if is_old(screen):
        return screen.say(("online.card_level4", "online.card_level3")[number]), screen.say("online.of_procedures")
    return screen.say(("online.card_end_to_end", "online.card_partial")[number]), screen.say("online.of_procedures")


def spark(screen: Screen, at: Focus, figure: Figure) -> str:
    """The small line of a card, or that there are too few periods for one; and who has reported."""
    history = element("p", screen.say("kpi.no_history"), class_="kpi-history")
    if sum(row["numerator"] is not None for row in figure.over_time) > 1:
        recipe = ("online-spark", screen.period_id, screen.level, figure.metric.id, *at.recipe[1:])
        history = pictures.small(screen, recipe, lambda: sparkline(figure.over_time, figure.metric, screen.look))
    return history + kpi.foot(screen, figure)


def reason(screen: Screen, at: Focus, found: Mapping[str, Figure]) -> bool:
    """Whether the definition in use has a figure; if not, why, and which one has."""
    if at.metric.id in found and found[at.metric.id].row.get("ratio") is not None:
        return True
    other = next((id_ for id_ in SHARES if id_ in found and found[id_].row.get("ratio") is not None), None)
    if other is None:
        page_parts.notice(screen.say("online.no_online", period=screen.period_name))
    else:
        name = screen.say(f"online.{_DEFINITIONS[other]}")
        page_parts.notice(screen.say("online.other_has", period=screen.period_name, name=name))
    return False


def over_the_periods(screen: Screen, at: Focus, periods: Span, found: Mapping[str, Figure]) -> None:
    """A line for each level, or one line for the level, unit or field chosen; a click goes to that period."""
    figure = found[at.metric.id]
    if sum(row["numerator"] is not None for row in figure.over_time) < 2:
        return
    page_parts.header(screen.say("online.over_time"))
    is_all = at.unit is None and screen.level is None
    recipe = ("online-trend", screen.period_id, screen.level, *at.recipe)
    if is_all:
        asked = {"metric_ids": [at.metric.id], "period_ids": periods.asked_ids(screen), "field_ids": at.field_ids}
        rows = screen.rows("metric_by_level", **asked)
        lines = [
            {**line, "level": level}
            for level in LEVELS
            for line in over_time(periods, [row for row in rows if row["level"] == level])
        ]
        look = screen.look_of(None, every_level=True)
        picture = pictures.drawn(screen, recipe, lambda: level_trend(lines, at.metric, look))
    else:
        picture = pictures.drawn(screen, recipe, lambda: _trend(screen, at, figure))
    with st.container(border=True, key="trend_card"):
        pictures.show(screen, picture, f"trend_{pictures.key_of(recipe)}", _go_to_point, has_formula=False)


def _trend(screen: Screen, at: Focus, figure: Figure) -> Picture:
    return trend(figure.over_time, at.metric, screen.look, subject=overdue.subject(screen, at), height=240)


def _go_to_point(mark: dict[str, Any]) -> None:
    for name, key in (("period", "period_id"), ("level", "level")):
        if mark.get(key):
            url.write(name, str(mark[key]))


def fields(screen: Screen, at: Focus, other_id: str | None) -> None:
    """Fields from the lowest share up; a click goes into the field."""
    rows = focusing.by_field(screen, at, beside(screen, other_id))
    now = [row for row in rows if row["period_id"] == screen.period_id]
    page_parts.header(screen.say("online.by_field"))
    if all(row["ratio"] is None for row in now):
        page_parts.prose(screen.say("online.no_fields", period=screen.period_name))
        return
    bars = [
        {
            "id": row["field_id"],
            "name": row["field_name"],
            "numerator": row["numerator"],
            "denominator": row["denominator"],
            "caution": row.get("caution"),
        }
        for row in now
    ]
    recipe = ("online-fields", screen.period_id, screen.level, *at.recipe[:2])
    look, noun = screen.look, screen.say("noun.field")
    picture = pictures.drawn(
        screen, recipe, lambda: rate_and_count_bars(bars, at.metric, look, noun=noun, period=screen.period_name)
    )
    key = pictures.key_of(recipe)
    with st.container(border=True, key="field_bars"):
        pick = _goes("field")
        lines = breakdown.lines(screen, at, rows, "field_id", "field_name", other_id)
        table = partial(breakdown.table, screen, at, lines, "field", f"fields_{key}")
        fold = f"fields_{key}"
        pictures.show(screen, picture, f"bars_{key}", pick, has_formula=False, behind=table, fold=fold)


def _goes(name: str):  # type: ignore[no-untyped-def]
    def go(mark: dict[str, Any]) -> None:
        if mark.get("id"):
            url.write(name, str(mark["id"]))

    return go


def sources(screen: Screen, at: Focus, found: Mapping[str, Figure]) -> None:
    """Where each figure comes from; of one unit or a stated total, down to the cells."""
    figure = found.get(at.metric.id)
    if figure is not None and figure.is_known and (at.unit is not None or figure.row.get("basis") == "stated"):
        breakdown.cells(screen, at)
    known = [found[id_] for id_ in (*SHARES, *PROCEDURES) if id_ in found and found[id_].is_known]
    if known:
        provenance.section(screen, known)
