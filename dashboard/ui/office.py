"""The office that letters and reports come from, and its own Word templates: shown, and changed by who may."""

import streamlit as st

from dashboard import office as use
from dashboard.exports import administrative
from dashboard.exports.administrative import Layout
from dashboard.store.workspace import WorkspaceError
from dashboard.ui import tables
from dashboard.ui.chasing_letters import WORD
from dashboard.ui.html import element
from dashboard.ui.screen import Screen

_SAVED = "office_saved"


def section(screen: Screen) -> None:
    """What letters say of the office, behind a heading that opens."""
    saved = st.session_state.pop(_SAVED, None)
    if saved:
        st.success(saved, icon=":material/check_circle:")
    tables.folded(
        screen,
        "office",
        lambda: _section(screen),
        label=screen.say("office.heading"),
        icon=":material/account_balance:",
    )


def _section(screen: Screen) -> None:
    sender = use.sender_of(screen.context)
    may_write = use.may_write(screen.context)
    with st.form("office_form", border=False):
        columns = st.columns(2)
        typed = {
            name: columns[at % 2].text_input(
                screen.say(f"office.{name}"),
                str(getattr(sender.office if hasattr(sender.office, name) else sender, name)),
                max_chars=use.LONGEST,
                key=f"office_{name}",
                disabled=not may_write,
            )
            for at, name in enumerate(use.NAMES)
        }
        if st.form_submit_button(screen.say("office.save"), disabled=not may_write):
            try:
                use.set_office(screen.context, **typed)
            except use.OfficeError as error:
                st.error(screen.say(f"office.problem_{error.key}"), icon=":material/error:")
            except WorkspaceError:
                st.error(screen.say("targets.busy"), icon=":material/error:")
            else:
                _done(screen.say("office.saved"))
    st.subheader(screen.say("office.templates"), anchor=False)
    st.html(element("p", screen.say("office.templates_help"), class_="hint"))
    st.code(" ".join(f"{{{{ {name} }}}}" for name in administrative.PLACEHOLDERS), language=None, wrap_lines=True)
    for layout in use.LAYOUTS:
        with st.container(border=True, key=f"template_{layout}"):
            _template(screen, layout, may_write=may_write)


def _template(screen: Screen, layout: Layout, *, may_write: bool) -> None:
    name = use.template_name(screen.context, layout)
    kind = screen.say(f"office.layout_{layout}")
    words = screen.say("office.own", kind=kind, name=name) if name else screen.say("office.ours", kind=kind)
    st.html(element("p", words))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.download_button(
            screen.say("office.download"), file_name=f"{layout}.docx", mime=WORD, key=f"download_{layout}",
            data=lambda: use.template_of(screen.context, layout) or administrative.default_template(layout),
            on_click="ignore", icon=":material/download:",
        )  # fmt: skip
        if name and may_write and st.button(screen.say("office.reset"), key=f"reset_{layout}"):
            _set(screen, layout, "", None)
    if not may_write:
        return
    file = st.file_uploader(screen.say("office.upload", kind=kind), type="docx", key=f"upload_{layout}")
    if file is not None and st.button(screen.say("office.use"), key=f"use_{layout}"):
        _set(screen, layout, file.name, file.getvalue())


def _set(screen: Screen, layout: Layout, name: str, content: bytes | None) -> None:
    try:
        missing = use.set_template(screen.context, layout, name, content)
    except use.OfficeError as error:
        st.error(screen.say(f"office.problem_{error.key}") + (f" {error.detail}" if error.detail else ""))
    except WorkspaceError:
        st.error(screen.say("targets.busy"), icon=":material/error:")
    else:
        lacking = " " + screen.say("office.lacking", names=", ".join(missing)) if missing else ""
        _done(screen.say("office.template_saved") + lacking)


def _done(words: str) -> None:
    st.session_state[_SAVED] = words
    st.rerun()
