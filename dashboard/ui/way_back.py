"""The way back to the slide from which a presenter went to another page."""

from collections.abc import Mapping

import streamlit as st

from dashboard.ui.screen import Screen

_KEY = "left_presentation"
PAGE = "app_pages/presentation.py"


def leave(screen: Screen, address: Mapping[str, str], slide: int) -> None:
    """Remember the presentation by its address."""
    words = screen.say("presentation.way_back", slide=str(slide))
    st.session_state[_KEY] = (dict(address), words)


def arrive() -> None:
    """The presentation is on the screen again."""
    st.session_state.pop(_KEY, None)


def bar(screen: Screen) -> None:
    """A link back, on every page but the presentation's."""
    if _KEY not in st.session_state:
        return
    address, words = st.session_state[_KEY]
    with st.container(horizontal=True, vertical_alignment="center", key="way_back", gap="small"):
        st.page_link(PAGE, label=words, icon=":material/slideshow:", query_params=address)
        st.button(screen.say("presentation.stay"), key="way_back_stay", on_click=arrive, type="tertiary")
