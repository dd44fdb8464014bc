"""What changes every figure of every page and is seldom asked for: as of when or from which frozen set, and whether
vertical agencies count.

All stand in the address; while one of them is on, a banner says so above the page.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard import closing
from dashboard.metrics import format as fmt
from dashboard.store.closing import frozen_name
from dashboard.store.connection import VIETNAM
from dashboard.ui import reads, url
from dashboard.ui.html import element
from dashboard.ui.screen import INCLUDED, Screen

LATEST = ""
Row = Mapping[str, Any]


def choice(screen: Screen) -> None:
    """The choices, behind a button."""
    with st.popover(screen.say("options.label"), icon=":material/tune:", key="options"):
        days = [day.isoformat() for day in reversed(reads.entry_days(screen.scope))]
        frozen = frozen_name(screen.scope.as_of)
        chosen = LATEST if frozen else screen.scope.as_of or LATEST
        st.selectbox(
            screen.say("filter.as_of"),
            list(dict.fromkeys([LATEST, chosen, *days])),
            format_func=lambda moment: name_of(screen, moment),
            key=url.widget("asof", chosen),
            on_change=_pick_moment,
            help=screen.say("options.as_of_help"),
        )
        names = [row["name"] for row in screen.rows("frozen_sets", period_ids=[])]
        if names:
            st.selectbox(
                screen.say("filter.frozen"),
                [LATEST, *names],
                format_func=lambda name: name or screen.say("options.not_frozen"),
                key=url.widget("frozen", frozen or LATEST),
                on_change=url.picked_text,
                args=("frozen",),
                help=screen.say("options.frozen_help"),
            )
        st.toggle(
            screen.say("filter.vertical"),
            key=url.widget("vertical", screen.scope.includes_vertical),
            on_change=_pick_vertical,
            help=screen.say("options.vertical_help"),
        )


def banner(screen: Screen) -> None:
    """What is on, and the way back."""
    words = moment_words(screen)
    if words:
        _line(words, "asof" if frozen_name(screen.scope.as_of) is None else "frozen", screen.say("options.back"))
    if screen.scope.includes_vertical:
        _line(screen.say("options.with_vertical"), "vertical", screen.say("options.without_vertical"))


def moment_words(screen: Screen) -> str:
    """That an earlier state or a frozen set is shown, as a sentence; empty where the latest figures are."""
    if screen.scope.as_of is None:
        return ""
    if frozen_name(screen.scope.as_of) is None:
        return screen.say("options.banner", moment=name_of(screen, screen.scope.as_of))
    said = closing.standing(screen.context, screen.language)
    return fmt.capitalised(screen.say("options.frozen_banner", standing=said))


def standing(screen: Screen) -> str:
    """That the figures may still change, above the name of the province; nothing where an earlier state is shown."""
    if screen.scope.as_of is not None:
        return ""
    sets = screen.rows("frozen_sets", period_ids=[screen.period_id]) if screen.period else []
    note = _closed_note(screen, sets[0]) if sets else screen.say("options.provisional_note")
    return element("span", f" · {screen.say('closing.provisional')}", class_="standing", title=note)


def _closed_note(screen: Screen, row: Row) -> str:
    day = fmt.day(row["closed_at"].astimezone(VIETNAM).date(), screen.language)
    return screen.say("options.closed_note", name=row["name"], day=day)


def name_of(screen: Screen, as_of: str) -> str:
    """ "Hết ngày 20/10/2026", "10:30 20/10/2026", "Sau lần nhập r12", a frozen set with its day, "Mới nhất"."""
    if as_of == LATEST:
        return screen.say("options.latest")
    if frozen_name(as_of) is not None:
        return closing.standing(replace(screen.context, as_of=as_of), screen.language)
    return closing.moment_name(as_of, screen.language)


def _line(words: str, parameter: str, back: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"banner_{parameter}", gap="small"):
        st.html(element("p", words, class_="banner"), width="stretch")
        st.button(back, key=f"banner_{parameter}_back", on_click=url.write, args=(parameter, None), type="tertiary")


def _pick_moment() -> None:
    url.picked_text("asof")
    url.write("frozen", None)


def _pick_vertical() -> None:
    url.write("vertical", INCLUDED if st.session_state["w_vertical"] else None)
