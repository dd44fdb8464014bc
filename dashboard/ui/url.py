"""The page's address as the state of every filter: what is read from it is hostile until it was matched."""

import streamlit as st

SHARED = ("ws", "lang", "period", "compare", "level", "asof", "frozen", "vertical")
"""Filters that go with the reader from page to page; the others belong to one page."""

_LONGEST = 120
_KEPT = "kept_filters"


def read(name: str) -> str | None:
    """The last value of a parameter, cut to a sane length; null where it is missing or empty."""
    value = st.query_params.get(name)
    if not value:
        return None
    return "".join(character for character in value[:_LONGEST] if character.isprintable()).strip() or None


def write(name: str, value: str | None) -> None:
    """Set or remove a parameter; the address is left alone when it says so already."""
    kept = st.session_state.setdefault(_KEPT, {})
    if name in SHARED:
        kept[name] = value
    if value is None:
        if name in st.query_params:
            del st.query_params[name]
    elif st.query_params.get_all(name) != [value]:
        st.query_params[name] = value


def restore() -> None:
    """Bring back the shared filters that a move to another page dropped from the address.

    An address with a workspace is whole, a link or a step back in the browser: what it leaves out is not asked for.
    """
    kept = st.session_state.setdefault(_KEPT, {})
    if "ws" in st.query_params:
        kept.update({name: st.query_params.get(name) for name in SHARED if name != "frozen"})
    for name, value in kept.items():
        if value is not None and name not in st.query_params:
            st.query_params[name] = value


def widget(name: str, value: object) -> str:
    """The key of a widget that shows a parameter, set to what the address says before the widget is drawn."""
    key = f"w_{name}"
    st.session_state[key] = value
    return key


def picked(name: str) -> None:
    """The callback of such a widget: its new value goes to the address."""
    value = st.session_state.get(f"w_{name}")
    write(name, None if value is None else str(value))


def picked_text(name: str) -> None:
    """The same for a text that a reader typed: an empty one leaves the address."""
    write(name, (st.session_state.get(f"w_{name}") or "").strip() or None)
