"""How wide the reader's window is and whether it is dark, which only the browser knows: phones get narrow pictures.

The same few lines of script tell the page's language to screen readers, and keep the Tab key from choosing a line of
each table that it passes (table_focus.js). They run from this server, like all else.
"""

from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.charts.palette import Theme
from dashboard.metrics.format import Language

_KEY = "viewport"
_SCRIPT = """
export default function ({ data, setStateValue }) {
    const page = document.documentElement
    page.lang = data.language
    page.dataset.theme = data.theme
    const app = document.querySelector('[data-testid="stApp"]')
    const narrow = window.matchMedia("(max-width: 640px)")
    const tellWidth = () => { if (narrow.matches !== data.is_narrow) setStateValue("is_narrow", narrow.matches) }
    const tellTheme = () => {
        const theme = getComputedStyle(app).colorScheme
        if (theme !== page.dataset.theme) setStateValue("theme", theme)
    }
    const restyled = new MutationObserver(tellTheme)
    tellWidth()
    tellTheme()
    narrow.addEventListener("change", tellWidth)
    restyled.observe(app, { attributes: true, attributeFilter: ["class"] })
    return () => {
        narrow.removeEventListener("change", tellWidth)
        restyled.disconnect()
    }
}
"""
_TABLES = Path(__file__).with_name("table_focus.js").read_text("utf-8")
_watch = st.components.v2.component("viewport", js=_TABLES + _SCRIPT)


def is_narrow() -> bool:
    """Whether the window is as narrow as a phone's; of the first run only what the browser says of itself is known."""
    told = _told().get("is_narrow")
    return "Mobi" in (st.context.headers.get("User-Agent") or "") if told is None else bool(told)


def theme() -> Theme:
    """The theme of the window. Streamlit says which it was at the last run, and not that it has changed since."""
    return "dark" if (_told().get("theme") or st.context.theme.type) == "dark" else "light"


def watch(language: Language, drawn_in: Theme) -> None:
    """Let the browser say when it differs from what was drawn."""
    data = {"language": language, "theme": drawn_in, "is_narrow": is_narrow()}
    with st.container(key="viewport_place"):
        _watch(key=_KEY, data=data, on_is_narrow_change=lambda: None, on_theme_change=lambda: None)


def _told() -> dict[str, Any]:
    return dict(st.session_state.get(_KEY) or {})
