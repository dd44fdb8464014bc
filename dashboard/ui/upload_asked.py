"""What whoever looks at a file may say of it where it does not say so itself: its period and its unit."""

from typing import Any

import streamlit as st

from dashboard import tray
from dashboard.ingest.reporter import units_in_name
from dashboard.store.tray import Entry
from dashboard.ui import reads, tray_worker, upload
from dashboard.ui.screen import Screen
from dashboard.ui.unit_names import full_names

_OF_PERIOD = frozenset({"no_period", "period_mismatch"})
_OF_UNIT = frozenset({"unit_above", "unit_mismatch"})


def is_all(read: dict[str, Any]) -> bool:
    """Whether nothing blocks a file but what can be said here."""
    rejects = {finding["rule"] for finding in read.get("findings", ()) if finding["severity"] == "reject"}
    return bool(rejects) and rejects <= _OF_PERIOD | _OF_UNIT | {"V14"}


def section(screen: Screen, entry: Entry, read: dict[str, Any]) -> None:
    """A chooser for each of both that is open, was taken from a title, or was chosen before and may be wrong."""
    found = read.get("findings", ())
    rules = {finding["rule"] for finding in found}
    if rules & _OF_PERIOD or entry.period:
        _period(screen, entry)
    if rules & _OF_UNIT or entry.unit or any(f["rule"] == "V14" and f["severity"] == "reject" for f in found):
        named = next((f["unit"] for f in found if f["rule"] == "unit_above"), None)
        _unit(screen, entry, named)


def _period(screen: Screen, entry: Entry) -> None:
    known = [k.period.label for k in reads.known_periods(screen.scope) if not k.is_implied]
    labels = list(dict.fromkeys([*([entry.period] if entry.period else []), *reversed(known)]))
    with st.form(f"period_{entry.entry_id}", border=False):
        asked = st.selectbox(
            screen.say("upload.period"),
            labels,
            index=0 if entry.period else None,
            accept_new_options=True,
            placeholder=screen.say("upload.period_hint"),
            key=f"period_of_{entry.entry_id}",
        )
        is_saved = st.form_submit_button(screen.say("upload.period_save"), icon=":material/event:")
    if is_saved and asked:

        def do() -> str:
            tray.read_again(screen.context, [entry.entry_id], asked)
            tray_worker.wake(screen.context.workspace)
            return screen.say("upload.period_saved", period=asked)

        upload.act(screen, do)


def _unit(screen: Screen, entry: Entry, named: str | None) -> None:
    """`named` is the unit whose name was found above the table."""
    units = full_names(screen)
    reference = reads.reference(screen.scope)
    above = [unit.unit_id for unit in reference.units if unit.name == named]
    proposed = [entry.unit, *above, *(unit.unit_id for unit in units_in_name(reference, entry.name))]
    first = next((id_ for id_ in proposed if id_ in units), None)
    with st.form(f"unit_{entry.entry_id}", border=False):
        asked = st.selectbox(
            screen.say("upload.unit"), list(units), index=list(units).index(first) if first else None,
            format_func=lambda id_: units[id_], placeholder=screen.say("upload.unit_hint"),
            key=f"unit_of_{entry.entry_id}",
        )  # fmt: skip
        is_saved = st.form_submit_button(screen.say("upload.unit_save"), icon=":material/apartment:")
    if is_saved and asked:

        def do() -> str:
            tray.read_again(screen.context, [entry.entry_id], unit=asked)
            tray_worker.wake(screen.context.workspace)
            return screen.say("upload.unit_saved", unit=units[asked])

        upload.act(screen, do)
