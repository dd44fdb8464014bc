"""What changes every figure of every page and is seldom asked for: as of when, and whether vertical agencies count.

Both stand in the address; while one of them is on, a banner says so above the page.
"""

from datetime import date

import streamlit as st

from dashboard.metrics import format as fmt
from dashboard.store.connection import VIETNAM, as_of_moment
from dashboard.ui import reads, url
from dashboard.ui.html import element
from dashboard.ui.screen import INCLUDED, Screen

LATEST = ""


def choice(screen: Screen) -> None:
    """The choices, behind a button."""
    with st.popover(screen.say("options.label"), icon=":material/tune:", key="options"):
        days = [day.isoformat() for day in reversed(reads.entry_days(screen.scope))]
        chosen = screen.scope.as_of or LATEST
        st.selectbox(
            screen.say("filter.as_of"),
            list(dict.fromkeys([LATEST, chosen, *days])),
            format_func=lambda moment: name_of(screen, moment),
            key=url.widget("asof", chosen),
            on_change=url.picked_text,
            args=("asof",),
            help=screen.say("options.as_of_help"),
        )
        st.toggle(
            screen.say("filter.vertical"),
            key=url.widget("vertical", screen.scope.includes_vertical),
            on_change=_pick_vertical,
            help=screen.say("options.vertical_help"),
        )


def banner(screen: Screen) -> None:
    """What is on, and the way back."""
    if screen.scope.as_of is not None:
        words = screen.say("options.banner", moment=name_of(screen, screen.scope.as_of))
        _line(words, "asof", screen.say("options.back"))
    if screen.scope.includes_vertical:
        _line(screen.say("options.with_vertical"), "vertical", screen.say("options.without_vertical"))


def name_of(screen: Screen, as_of: str) -> str:
    """ "Hết ngày 20/10/2026", "10:30 20/10/2026", "Sau lần nhập r12", "Mới nhất"."""
    if as_of == LATEST:
        return screen.say("options.latest")
    try:
        if len(as_of) == 10:
            return screen.say("options.end_of_day", day=fmt.day(date.fromisoformat(as_of), screen.language))
        return fmt.moment(as_of_moment(as_of).astimezone(VIETNAM), screen.language)
    except ValueError:
        return screen.say("options.revision", revision=as_of)


def _line(words: str, parameter: str, back: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"banner_{parameter}", gap="small"):
        st.html(element("p", words, class_="banner"), width="stretch")
        st.button(back, key=f"banner_{parameter}_back", on_click=url.write, args=(parameter, None), type="tertiary")


def _pick_vertical() -> None:
    url.write("vertical", INCLUDED if st.session_state["w_vertical"] else None)
