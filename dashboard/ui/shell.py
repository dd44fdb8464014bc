"""What stands around every page: the header with province, workspace and language, the filters, and the style sheet."""

from pathlib import Path

import streamlit as st

from dashboard.store.workspace import list_workspaces
from dashboard.ui import options, page_parts, periods, reads, search_box, url
from dashboard.ui.html import element, join
from dashboard.ui.screen import Screen, levels_of
from dashboard.words import text

STYLE = Path(__file__).with_name("style.css")
ALL_LEVELS = "all"


def style() -> None:
    """The few rules that the theme has no option for."""
    st.html(STYLE)


def header(screen: Screen) -> None:
    """Province, sample-data badge, and on the right what switches workspace and language."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="header"):
        badge = element("span", screen.say("app.demo_badge"), class_="badge demo", title=screen.say("app.demo_note"))
        st.html(
            join(
                '<div class="province">',
                '<span class="tagline">',
                element("span", screen.say("shell.tagline")),
                options.standing(screen),
                "</span>",
                element("span", screen.title, class_="name"),
                badge if screen.is_demo else "",
                "</div>",
            ),
            width="content",
        )
        search_box.box(screen)
        with st.container(horizontal=True, vertical_alignment="center", width="content", gap="small", key="switches"):
            _workspace(screen)
            _language(screen)


def title(screen: Screen, page: str) -> None:
    """A page's name and the one question that it answers."""
    page_parts.title(screen.say(f"{page}.title"), screen.say(f"{page}.question"))


def filters(screen: Screen, *, has_comparison: bool = True, has_level: bool = True) -> None:
    """The shared filters that a page answers to: period or range, what to compare with, level."""
    if screen.period is None:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        periods.choice(screen)
        if has_comparison:
            st.segmented_control(
                screen.say("filter.compare"),
                ["previous", "last_year"],
                format_func=lambda choice: screen.say(f"filter.compare_{choice}"),
                required=True,
                key=url.widget("compare", screen.compare),
                on_change=url.picked,
                args=("compare",),
            )
        levels = levels_of(screen)
        if has_level and len(levels) > 1:
            st.segmented_control(
                screen.say("filter.level"),
                [ALL_LEVELS, *levels],
                format_func=lambda level: screen.say(f"level.{level}"),
                required=True,
                key=url.widget("level", screen.level or ALL_LEVELS),
                on_change=_pick_level,
            )
        options.choice(screen)


def welcome(language: str) -> None:
    """Where there is no workspace at all."""
    st.title(text("shell.no_workspace", language))
    st.markdown(text("shell.no_workspace_help", language))
    st.code("python -m dashboard workspace create tinh-cua-toi --units don-vi.csv", language=None)


def _workspace(screen: Screen) -> None:
    known = list_workspaces()
    if len(known) < 2:
        return
    titles = {w.name: reads.title_of(w.name, str(w.folder), w.generation()) for w in known}
    st.selectbox(
        screen.say("app.workspace"),
        [w.name for w in known],
        format_func=lambda name: titles[name],
        label_visibility="collapsed",
        key=url.widget("ws", screen.scope.workspace),
        on_change=_pick_workspace,
        width=260,
    )


def _language(screen: Screen) -> None:
    st.segmented_control(
        screen.say("app.language"),
        ["vi", "en"],
        format_func=lambda language: {"vi": "Tiếng Việt", "en": "English"}[language],
        required=True,
        label_visibility="collapsed",
        key=url.widget("lang", screen.language),
        on_change=_pick_language,
    )


def _pick_level() -> None:
    level = st.session_state["w_level"]
    url.write("level", None if level == ALL_LEVELS else level)
    url.write("unit", None)


def _pick_language() -> None:
    url.write("lang", st.session_state["w_lang"])


def _pick_workspace() -> None:
    """Another province has other periods, units, fields and revisions: only language and comparison go along."""
    url.write("ws", st.session_state["w_ws"])
    for name in ("period", "level", "unit", "field", "asof", "frozen"):
        url.write(name, None)
