"""The parts of the page on one unit: who it is, its figures in the five families, its place among its peers."""

from collections.abc import Mapping

import streamlit as st

from dashboard.report import Unit
from dashboard.ui import kpi, reads, reporting_grid, search_box, url
from dashboard.ui.html import element, join
from dashboard.ui.kpi import CARDS, Figure
from dashboard.ui.screen import Screen
from dashboard.ui.series import Span

METRICS = tuple(dict.fromkeys(metric_id for _, ids in CARDS for metric_id in ids))


def asked(screen: Screen) -> Unit | None:
    """The unit that the address names."""
    wanted = url.read("unit")
    return next((unit for unit in reads.reference(screen.scope).units if unit.unit_id == wanted), None)


def choose(screen: Screen) -> None:
    """No unit, or one that does not exist: a sentence, a search, and the units of the province."""
    wanted = url.read("unit")
    if wanted is None:
        st.html(element("p", screen.say("profile.choose"), class_="lead"))
    else:
        st.warning(screen.say("profile.not_found", asked=wanted))
    search_box.on_page(screen, wanted or "")
    st.html(element("p", screen.say("search.hint"), class_="hint"))
    assert screen.period is not None
    period = screen.period.period
    units = [u for u in reads.reference(screen.scope).units if u.is_valid(period.start, period.end)]
    st.header(screen.say("profile.province_units"), anchor=False)
    with st.grid(3, min_column_width=280, gap="small", key="province_units"):
        for unit in [unit for unit in units if unit.level == "province"][:60]:
            search_box.unit_link(screen, unit)


def identity(screen: Screen, unit: Unit) -> None:
    """Name, kind, level, codes, and since or until when."""
    facts = [
        reporting_grid.type_name(screen, unit.unit_type),
        search_box.unit_note(screen, unit),
        *([screen.say("profile.gso_code", code=unit.gso_code)] if unit.gso_code else []),
        *([screen.say("profile.agency_code", code=unit.agency_code)] if unit.agency_code else []),
        *([] if unit.has_procedures else [screen.say("profile.no_procedures")]),
    ]
    st.html(
        join(element("h2", unit.name, class_="unit-name"), element("p", " · ".join(facts), class_="hint")),
    )
    period = screen.period.period  # type: ignore[union-attr]
    if not unit.is_valid(period.start, period.end):
        st.info(screen.say("profile.not_then", period=screen.period_name))


def figures(screen: Screen, unit: Unit, periods: Span) -> dict[str, Figure]:
    """The unit's headline metrics in every period of the span."""
    rows = screen.rows(
        "metric_by_unit", metric_ids=METRICS, period_ids=periods.asked_ids(screen), field_ids=[],
        unit_ids=[unit.unit_id],
    )  # fmt: skip
    return kpi.figures(screen, periods, rows)


def cards(screen: Screen, periods: Span, found: Mapping[str, Figure]) -> None:
    """The strip of cards, one for each family."""
    with st.grid(3, min_column_width=280, gap="small", key="kpis"):
        for name, candidates in CARDS:
            figure = kpi.chosen(found, candidates)
            if figure is not None:
                with st.container(border=True, gap=None, key=f"kpi_{name}", height="stretch"):
                    subtitle = kpi.figure_name(figure.metric, screen)
                    kpi.body(screen, periods, screen.say(f"kpi.{name}"), figure, subtitle)
