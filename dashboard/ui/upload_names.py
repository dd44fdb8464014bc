"""Names in incoming files that are in no list: resolved once, on screen."""

from typing import Any

import streamlit as st

from dashboard import tray_names
from dashboard.metrics import format as fmt
from dashboard.tray_names import Unresolved
from dashboard.ui import reads, tables, tray_worker, upload
from dashboard.ui.html import as_label, element
from dashboard.ui.screen import Screen
from dashboard.ui.unit_names import full_names

MOST_SHOWN = 20


def section(screen: Screen, at: upload.Tray) -> None:
    """A chooser for each name that stands for nothing yet; nothing where there is none."""
    if not any(entry.n_rejects or entry.n_warnings for entry in at.entries):
        return
    names = tray_names.unresolved(screen.context)
    if not names:
        return
    tables.folded(
        screen, "tray_names", lambda: _choosers(screen, names), icon=":material/link:",
        label=screen.say("upload.names", count=fmt.count(len(names), screen.language)),
    )  # fmt: skip


def _choosers(screen: Screen, names: list[Unresolved]) -> None:
    st.html(element("p", screen.say("upload.names_help"), class_="hint"))
    labels = {
        "unit": full_names(screen),
        "field": {field.field_id: field.name for field in reads.reference(screen.scope).fields},
    }
    with st.form("resolve_names", border=False):
        sides = st.columns(2)
        chosen = {
            name.key: _chooser(screen, sides[n % 2], name, labels[name.kind])
            for n, name in enumerate(names[:MOST_SHOWN])
        }
        is_saved = st.form_submit_button(screen.say("upload.names_save"), icon=":material/link:")
    meanings = {key: target for key, target in chosen.items() if target}
    if is_saved and not meanings:
        st.error(screen.say("upload.names_none"), icon=":material/error:")
    elif is_saved:

        def do() -> str:
            count = tray_names.resolve(screen.context, meanings, screen.language)
            tray_worker.wake(screen.context.workspace)
            return screen.say("upload.names_saved", count=fmt.count(count, screen.language))

        upload.act(screen, do)


def _chooser(screen: Screen, side: Any, name: Unresolved, labels: dict[str, str]) -> str | None:
    where = {"name": as_label(name.written), "file": as_label(name.file_names[0])}
    more = len(name.file_names) - 1
    label = screen.say(f"upload.name_{name.kind}", **where)
    if more:
        label += " " + screen.say("upload.name_more", count=fmt.count(more, screen.language))
    return side.selectbox(
        label, list(labels), index=None, format_func=lambda id_: labels[id_], key=f"name_{name.key}",
        placeholder=screen.say("upload.name_hint"),
    )  # fmt: skip
