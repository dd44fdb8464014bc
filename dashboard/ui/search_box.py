"""The search in the header of every page: a unit leads to its profile, a field to the overdue files in it.

It is a part of the page that runs by itself, so that typing redraws nothing else, and the browser gets the few best
finds only, however many units there are.
"""

from pathlib import Path

import streamlit as st

from dashboard.metrics import format as fmt
from dashboard.report import Field, Unit
from dashboard.search import Suggestions, suggest
from dashboard.ui import reads
from dashboard.ui.html import as_label, element
from dashboard.ui.screen import Screen

UNIT_PAGE = "app_pages/unit.py"
FIELD_PAGE = "app_pages/overdue.py"

_enter = st.components.v2.component("search_enter", js=Path(__file__).with_name("search_enter.js").read_text("utf-8"))
LONGEST = 80
_PLACE = "search_place"


def box(screen: Screen) -> None:
    """The box in the header, emptied when its reader has arrived at another address; its finds lie over the page."""
    place = (st.context.url, *sorted(st.query_params.items()))
    if st.session_state.setdefault(_PLACE, place) != place:
        st.session_state[_PLACE] = place
        st.session_state["search"] = ""
    _box(screen, "search")


def on_page(screen: Screen, asked: str = "") -> None:
    """The same as a part of a page that has no unit to show; `asked` is what its reader asked for in vain."""
    st.session_state.setdefault("page_search", asked)
    _box(screen, "page_search")


@st.fragment
def _box(screen: Screen, key: str) -> None:
    with st.container(key=f"{key}_box", gap=None):
        typed = st.text_input(
            screen.say("search.label"),
            type="search",
            live="200ms",
            placeholder=screen.say("search.placeholder"),
            label_visibility="collapsed",
            key=key,
            icon=":material/search:",
        )
        typed = (typed or "").strip()
        found = suggest(reads.search_index(screen.scope), typed[:LONGEST]) if typed else Suggestions()
        if typed:
            with st.container(key=f"{key}_finds", gap=None):
                _finds(screen, typed[:LONGEST], found)
        first = [("unit", unit.unit_id) for unit in found.units] + [("field", field.field_id) for field in found.fields]
        name, id_ = first[0] if first else ("", "")
        _enter(key=f"{key}_enter", data={"key": key, "typed": typed, "name": name, "id": id_})


def _finds(screen: Screen, typed: str, found: Suggestions) -> None:
    st.html(element("p", _summary(screen, typed, found), class_="search-count", role="status"))
    for unit in found.units:
        unit_link(screen, unit)
    for field in found.fields:
        label = f"{as_label(field.name)} :gray[{as_label(_field_note(screen, field))}]"
        address = {**screen.address(), "field": field.field_id}
        st.page_link(FIELD_PAGE, label=label, icon=":material/folder_open:", query_params=address)


def unit_link(screen: Screen, unit: Unit) -> None:
    """The way to a unit's profile, with what tells it from others of its name."""
    st.page_link(
        UNIT_PAGE,
        label=f"{as_label(unit.name)} :gray[{as_label(unit_note(screen, unit))}]",
        icon=":material/account_balance:",
        query_params={**screen.address(), "unit": unit.unit_id},
    )


def unit_note(screen: Screen, unit: Unit) -> str:
    """What tells a unit from others of its name: level, the unit above it, since or until when."""
    parents = {other.unit_id: other.name for other in reads.reference(screen.scope).units}
    parts = [screen.say(f"level.{unit.level}").lower()]
    if unit.parent_id in parents:
        parts.append(parents[unit.parent_id])
    if unit.valid_from is not None:
        parts.append(screen.say("search.since", day=fmt.day(unit.valid_from, screen.language)))
    if unit.valid_to is not None:
        parts.append(screen.say("search.until", day=fmt.day(unit.valid_to, screen.language)))
    return " · ".join(parts)


def _field_note(screen: Screen, field: Field) -> str:
    return screen.say("search.sector" if field.is_sector else "search.field")


def _summary(screen: Screen, typed: str, found: Suggestions) -> str:
    """How many were found, for who sees them and who hears them."""
    if not found.units and not found.fields:
        return screen.say("search.none", typed=typed)
    counts = {"units": len(found.units), "fields": len(found.fields)}
    shown = screen.say("search.count", **{key: fmt.count(count, screen.language) for key, count in counts.items()})
    return (
        f"{shown}; {screen.say('search.more', count=fmt.count(found.more, screen.language))}" if found.more else shown
    )
