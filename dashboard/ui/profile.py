"""The page on one unit: which unit, who it is, out of which units it came, and its figures of the five families."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.exports.document import Paragraph
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.report import Unit
from dashboard.ui import kpi, page_parts, reads, search_box, territory, url
from dashboard.ui.html import as_label, element, join
from dashboard.ui.kpi import CARDS, Figure
from dashboard.ui.reporting_grid import type_name
from dashboard.ui.screen import Screen, period_label
from dashboard.ui.series import Span

Row = Mapping[str, Any]
METRICS = tuple(dict.fromkeys(metric_id for _, ids in CARDS for metric_id in ids))
SHARES = ("overdue", "pending_overdue", "online", "signature")
"""The cards whose figure is a share of many cases; the others say yes or no."""
_MOST_LISTED = 90


def asked(screen: Screen) -> Unit | None:
    """The unit that the address names."""
    wanted = url.read("unit")
    return next((unit for unit in reads.reference(screen.scope).units if unit.unit_id == wanted), None)


def seen_as(screen: Screen, unit: Unit) -> Screen:
    """The screen of a page about one unit: to name a vertical agency is to ask for it, and levels do not matter."""
    scope = replace(screen.scope, includes_vertical=True) if unit.unit_type == "vertical_agency" else screen.scope
    return replace(screen, scope=scope, level=None)


def choose(screen: Screen) -> None:
    """No unit, or one that does not exist: a sentence, a search, and the units of the level shown."""
    wanted = url.read("unit")
    if wanted is None:
        st.html(element("p", screen.say("profile.choose"), class_="lead"))
    else:
        st.warning(screen.say("profile.not_found", asked=wanted))
    search_box.on_page(screen, wanted or "")
    st.html(element("p", screen.say("search.hint"), class_="hint"))
    assert screen.period is not None
    period, level = screen.period.period, screen.level or "province"
    units = [
        unit
        for unit in reads.reference(screen.scope).units
        if unit.level == level and unit.is_valid(period.start, period.end)
    ]
    if units:
        counts = {"shown": min(len(units), _MOST_LISTED), "count": len(units)}
        words = {key: fmt.count(count, screen.language) for key, count in counts.items()}
        page_parts.header(screen.say("profile.units_of", level=screen.say(f"level.{level}"), **words))
    with st.grid(3, min_column_width=280, gap="small", key="units_of_level"):
        for unit in units[:_MOST_LISTED]:
            search_box.unit_link(screen, unit)


def identity(screen: Screen, unit: Unit) -> None:
    """Name, kind, codes, since or until when, and out of which units it came."""
    facts = [type_name(screen, unit.unit_type), search_box.unit_note(screen, unit)]
    if unit.gso_code:
        facts.append(screen.say("profile.gso_code", code=unit.gso_code))
    if unit.agency_code:
        facts.append(screen.say("profile.agency_code", code=unit.agency_code))
    if not unit.has_procedures:
        facts.append(screen.say("profile.no_procedures"))
    words = " · ".join(facts)
    st.html(join(element("h2", unit.name, class_="unit-name"), element("p", words, class_="hint")))
    page_parts.keep(lambda: Paragraph(words, is_muted=True))


def lineage(screen: Screen, unit: Unit) -> None:
    """What the unit was before a reorganisation and what it became, each a way to that unit's profile."""
    steps = screen.rows("unit_lineage", unit_id=unit.unit_id)
    if not steps:
        return
    with st.container(border=True, gap=None, key="lineage"):
        for direction in ("before", "after"):
            of_one = [step for step in steps if step["direction"] == direction]
            if of_one:
                page_parts.prose(screen.say(f"lineage.{direction}"), "lead")
                for step in of_one:
                    _step(screen, step)


def _step(screen: Screen, step: Row) -> None:
    end = "from" if step["direction"] == "before" else "to"
    day = fmt.day(step["effective_on"], screen.language)
    words = screen.say(f"lineage.{step['kind']}_{step['direction']}", day=day)
    if step["is_partial"]:
        words += f" {screen.say('lineage.partial')}"
    if step["distance"] > 1:
        words += f" ({screen.say('lineage.through', name=step['to_name' if end == 'from' else 'from_name'])})"
    if not step[f"{end}_unit_id"]:
        page_parts.prose(words)
        return
    page_parts.keep(lambda: Paragraph(f"• {step[f'{end}_name']}: {words}"))
    st.page_link(
        search_box.UNIT_PAGE,
        label=f"{as_label(step[f'{end}_name'])} :gray[{as_label(words)}]",
        icon=":material/account_balance:",
        query_params={**screen.address(), "unit": step[f"{end}_unit_id"]},
    )


def outside_its_time(screen: Screen, unit: Unit) -> bool:
    """Whether the unit did not exist in the period; then the nearest period in which it did is one click away."""
    assert screen.period is not None
    period = screen.period.period
    if unit.is_valid(period.start, period.end):
        return False
    name = {"name": unit.name, "period": screen.period_name}
    ended = unit.valid_to is not None and unit.valid_to < period.start
    day = fmt.day(unit.valid_to if ended else unit.valid_from, screen.language)
    page_parts.notice(screen.say("profile.ended" if ended else "profile.not_yet", day=day, **name))
    of_kind = [k for k in reads.known_periods(screen.scope) if k.period.kind == period.kind]
    inside = [k for k in of_kind if unit.is_valid(k.period.start, k.period.end)]
    if inside:
        near = inside[-1] if ended else inside[0]
        st.button(
            screen.say("profile.go_to_period", period=fmt.period_name(near.period, screen.language)),
            key="go_to_period",
            on_click=url.write,
            args=("period", period_label(screen, near)),
        )
    return True


def figures(screen: Screen, unit: Unit, periods: Span) -> dict[str, Figure]:
    """The unit's headline metrics in every period in which it existed, those without a figure too.

    What is converted to the unit's territory stands also before that.
    """
    ids = periods.asked_ids(screen)
    found = kpi.figures(screen, periods, territory.unit_rows(screen, unit.unit_id, METRICS, ids))
    metrics = load_catalogue().metrics
    known = {id_: found.get(id_) or Figure(metrics[id_], {}, {}, {}) for id_ in METRICS}
    return {id_: replace(figure, over_time=tuple(_living(unit, figure.over_time))) for id_, figure in known.items()}


def shares(found: Mapping[str, Figure]) -> dict[str, Figure]:
    """The figure of each card that is a share of many cases."""
    chosen = {name: kpi.chosen(found, ids) for name, ids in CARDS if name in SHARES}
    return {name: figure for name, figure in chosen.items() if figure is not None}


def _living(unit: Unit, rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row["is_converted"] or unit.is_valid(row["start_date"], row["end_date"])]
