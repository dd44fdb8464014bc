"""How wide the reader's window is, which only the browser knows: phones get narrow pictures.

The same few lines of script tell the page's language to screen readers. They run from this server, like all else.
"""

import streamlit as st

from dashboard.metrics.format import Language

_KEY = "viewport"
_SCRIPT = """
export default function ({ data, setStateValue }) {
    document.documentElement.lang = data.language
    const narrow = window.matchMedia("(max-width: 640px)")
    const tell = () => { if (narrow.matches !== data.is_narrow) setStateValue("is_narrow", narrow.matches) }
    tell()
    narrow.addEventListener("change", tell)
    return () => narrow.removeEventListener("change", tell)
}
"""
_watch = st.components.v2.component("viewport", js=_SCRIPT)


def is_narrow() -> bool:
    """Whether the window is as narrow as a phone's; of the first run only what the browser says of itself is known."""
    told = st.session_state.get(_KEY) or {}
    if told.get("is_narrow") is not None:
        return bool(told["is_narrow"])
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def watch(language: Language) -> None:
    """Let the browser say when it differs from what was drawn."""
    with st.container(key="viewport_place"):
        _watch(key=_KEY, data={"language": language, "is_narrow": is_narrow()}, on_is_narrow_change=lambda: None)
