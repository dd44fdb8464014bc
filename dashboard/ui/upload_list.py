"""The lists of the page on incoming files: those that wait and those that were decided on, and how a file is told."""

from datetime import datetime
from typing import Any

import streamlit as st

from dashboard import tray
from dashboard.charts.picture import TableColumn
from dashboard.ingest.periods import get_regime, period_from_label
from dashboard.metrics import format as fmt
from dashboard.report import Period
from dashboard.store.connection import VIETNAM
from dashboard.store.tray import KEYED_FORM, Entry
from dashboard.ui import reads, tables, url
from dashboard.ui.html import element
from dashboard.ui.screen import Screen
from dashboard.ui.upload import Tray

GLYPHS = {"waiting": "◷", "clean": "●", "look": "▲", "blocked": "■"}
CHIPS = {"waiting": "", "clean": "met", "look": "improving", "blocked": "not_improving"}


def listed(screen: Screen, at: Tray) -> None:
    """The files that wait; a line leads to the file."""
    st.header(screen.say("upload.waiting"), anchor=False)
    if not at.entries:
        st.html(element("p", screen.say("upload.empty"), class_="hint"))
        return
    st.segmented_control(
        screen.say("upload.state"),
        ["all", *tray.GROUPS],
        format_func=lambda group: screen.say(f"upload.group_{group}"),
        required=True,
        key=url.widget("show", at.group or "all"),
        on_change=_pick_group,
    )
    columns = (
        TableColumn("state", screen.say("upload.state")),
        TableColumn("name", screen.say("provenance.file")),
        TableColumn("unit", screen.say("table.unit")),
        TableColumn("period", screen.say("table.period")),
        TableColumn("rejects", screen.say("upload.rejects"), "count"),
        TableColumn("errors", screen.say("upload.errors"), "count"),
        TableColumn("warnings", screen.say("upload.warnings"), "count"),
        TableColumn("changed", screen.say("upload.changed"), "count"),
        TableColumn("form", screen.say("upload.form")),
        TableColumn("came", screen.say("upload.came")),
    )
    rows = [line(screen, entry) for entry in at.shown]
    tables.show(screen, columns, rows, "tray", name="khay", on_pick=lambda index: _open(at.shown[index]))


def _pick_group() -> None:
    group = st.session_state["w_show"]
    url.write("show", None if group == "all" else group)


def _open(entry: Entry) -> None:
    url.write("file", entry.entry_id)


def line(screen: Screen, entry: Entry) -> dict[str, Any]:
    """One file as a line of a list; counts of a file that was not read are unknown."""
    is_read = entry.state != "waiting" and entry.state != "reading"
    return {
        "state": state_words(screen, entry),
        "name": entry.name,
        "unit": units_words(screen, entry),
        "period": periods_words(screen, entry),
        "form": form_name(screen, entry),
        "rejects": entry.n_rejects if is_read else None,
        "errors": entry.n_errors if is_read else None,
        "warnings": entry.n_warnings if is_read else None,
        "changed": entry.n_changed if is_read else None,
        "came": moment(screen, entry.came_at),
    }


def state_words(screen: Screen, entry: Entry) -> str:
    """Where a file stands, with its sign."""
    if entry.decided_at is not None:
        return screen.say(f"upload.state_{entry.state}")
    group = tray.group_of(entry)
    return f"{GLYPHS[group]} {screen.say(f'upload.state_{group}')}"


def units_words(screen: Screen, entry: Entry) -> str | None:
    """The unit of a file, or how many it speaks of."""
    known = {unit.unit_id: unit for unit in reads.reference(screen.scope).units}
    units = [known[unit_id] for unit_id in entry.unit_ids if unit_id in known]
    if len(units) > 1:
        return screen.say("upload.units", count=fmt.count(len(units), screen.language))
    return units[0].name if units else screen.say("upload.total") if entry.unit_ids else None


def periods_words(screen: Screen, entry: Entry) -> str | None:
    """The period of a file in words, or the first and the last of many."""
    known = {label_period.label: label_period for label_period in map(_period_of, entry.periods) if label_period}
    names = [
        fmt.capitalised(fmt.period_name(known[label], screen.language)) if label in known else label
        for label in entry.periods
    ]
    return " – ".join(dict.fromkeys((names[0], names[-1]))) if names else None


def _period_of(label: str) -> Period | None:
    return period_from_label(label, get_regime("cchc"))


def form_name(screen: Screen, entry: Entry) -> str | None:
    """The form of a file as people call it."""
    if entry.form == KEYED_FORM:
        return screen.say("upload.form_keyed")
    forms = reads.forms(screen.scope)
    names = {(version.form, version.version): version.name for version in (*forms.versions, *forms.own)}
    return names.get((entry.form or "", entry.form_version or ""), entry.form)


def moment(screen: Screen, at: str | None) -> str:
    when = datetime.fromisoformat(at).astimezone(VIETNAM) if at else None
    return fmt.moment(when, screen.language)


def history(screen: Screen) -> None:
    """What was decided on, the last first; made when it is opened."""

    def draw() -> None:
        columns = (
            TableColumn("state", screen.say("upload.state")),
            TableColumn("name", screen.say("provenance.file")),
            TableColumn("unit", screen.say("table.unit")),
            TableColumn("period", screen.say("table.period")),
            TableColumn("revision", screen.say("provenance.revision")),
            TableColumn("batch", screen.say("upload.batch")),
            TableColumn("who", screen.say("upload.decided_by")),
            TableColumn("when", screen.say("upload.decided_at")),
            TableColumn("reason", screen.say("upload.reason")),
        )
        entries = tray.decided(screen.context)
        rows = [
            {
                **line(screen, entry),
                "revision": entry.revision,
                "batch": entry.batch,
                "who": entry.decided_by,
                "when": moment(screen, entry.decided_at),
                "reason": entry.reason,
            }
            for entry in entries
        ]
        tables.show(screen, columns, rows, "tray_decided", name="khay-da-xu-ly", on_pick=lambda i: _open(entries[i]))

    tables.folded(screen, "tray_history", draw, label=screen.say("upload.history"), icon=":material/history:")
