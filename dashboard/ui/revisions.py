"""The parts of the page of revisions: which files came in, one of them opened, and the counts declared to be wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.charts.picture import TableColumn
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.metrics.rules import rule_short, subject_name
from dashboard.store.connection import VIETNAM
from dashboard.ui import provenance, quality, quality_corrections, reads, tables, url
from dashboard.ui.html import element, join
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen
from dashboard.ui.unit_names import full_names

Row = Mapping[str, Any]
STATES = (
    "in_force", "superseded", "held", "rejected", "withdrawn", "released", "accepted", "withdrawal", "correction",
)  # fmt: skip
GLYPHS = {
    "in_force": "●", "superseded": "○", "held": "◔", "rejected": "✕", "withdrawn": "↩", "released": "✓",
    "accepted": "●", "withdrawal": "↩", "correction": "✎",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: how many revisions of the period and unit stand how (all of them: null), those of the
    state, and the one that is open."""

    counts: Mapping[str | None, int]
    shown: Rows
    state: str | None
    unit: str | None
    opened: Row | None
    troubles: tuple[str, ...]


def asked(screen: Screen) -> Asked:
    """The revisions that speak of the period or of none, narrowed by the address."""
    troubles: list[str] = []
    units = {unit.unit_id for unit in reads.reference(screen.scope).units}
    state = _known(screen, "state", set(STATES), "revisions.state", troubles)
    unit = _known(screen, "unit", units, "table.unit", troubles)
    about = {"period_ids": quality.period_ids(screen), "unit_ids": [] if unit is None else [unit]}
    counts = {row["state"]: row["revisions"] for row in screen.rows("revision_counts", **about)}
    states = [] if state is None else [state]
    shown = screen.rows("revisions", **about, states=states, revision_ids=[], batch_ids=[])
    wanted = url.read("revision")
    opened = None
    if wanted is not None:
        every: dict[str, list[str]] = {"period_ids": [], "unit_ids": [], "states": [], "batch_ids": []}
        opened = next(iter(screen.rows("revisions", **every, revision_ids=[wanted])), None)
        if opened is None:
            troubles.append(screen.say("problem.choice", asked=wanted, filter=screen.say("quality.revision")))
            url.write("revision", None)
    return Asked(counts, shown, state, unit, opened, tuple(troubles))


def _known(screen: Screen, name: str, allowed: set[str], label: str, troubles: list[str]) -> str | None:
    value = url.read(name)
    if value is None or value in allowed:
        return value
    troubles.append(screen.say("problem.choice", asked=value, filter=screen.say(label)))
    url.write(name, None)
    return None


def choices(screen: Screen, at: Asked) -> None:
    """State and unit; only states that occur are offered."""
    occurring = [state for state in STATES if state in at.counts or state == at.state]
    names = full_names(screen)
    with st.container(horizontal=True, vertical_alignment="bottom", key="revision_filters"):
        st.selectbox(
            screen.say("revisions.state"),
            ["", *occurring],
            format_func=lambda state: _state(screen, state) if state else screen.say("revisions.every_state"),
            key=url.widget("state", at.state or ""),
            on_change=url.picked_text,
            args=("state",),
            width=240,
        )
        st.selectbox(
            screen.say("table.unit"),
            ["", *names],
            format_func=lambda id_: names[id_] if id_ else screen.say("quality.every_unit"),
            key=url.widget("unit", at.unit or ""),
            on_change=url.picked_text,
            args=("unit",),
            width=340,
        )


def every_one(screen: Screen, at: Asked) -> None:
    """How many stand how, in a sentence, and the list, newest first; a line opens its revision."""
    parts = [
        f"{_state(screen, state)}: {fmt.count(at.counts[state], screen.language)}"
        for state in STATES
        if state in at.counts
    ]
    total = fmt.count(at.counts[None], screen.language)
    head = screen.say("revisions.count", count=total, period=screen.period_name)
    st.html(element("p", " · ".join([head, *parts]), class_="lead"))
    lines = [
        {
            **row,
            "state": _state(screen, row["state"]),
            "unit": _subject(screen, row),
            "periods": _periods(screen, row["period_ids"][:6]) or None,
            "entered": _moment(screen, row["entered_at"]),
        }
        for row in at.shown
    ]
    columns = (
        TableColumn("revision_id", screen.say("quality.revision")),
        TableColumn("state", screen.say("revisions.state")),
        TableColumn("file_name", screen.say("provenance.file")),
        TableColumn("unit", screen.say("table.unit")),
        TableColumn("periods", screen.say("table.period")),
        TableColumn("reports", screen.say("revisions.reports"), "count"),
        TableColumn("findings", screen.say("revisions.findings"), "count"),
        TableColumn("entered", screen.say("quality.entered")),
        TableColumn("entered_by", screen.say("revisions.by")),
        TableColumn("reason", screen.say("revisions.reason")),
    )

    def pick(index: int) -> None:
        url.write("revision", str(lines[index]["revision_id"]))

    st.html(element("p", screen.say("revisions.pick"), class_="hint"))
    tables.show(screen, columns, lines, "revisions_table", on_pick=pick, name="phien-ban")


def opened(screen: Screen, row: Row) -> None:
    """One revision: what it is, what it changed, what was found in it, and its file."""
    revision = str(row["revision_id"])
    with st.container(border=True, key="revision"):
        st.header(screen.say("revisions.one", revision=revision, file=row["file_name"]), anchor=False)
        facts = [
            (screen.say("revisions.state"), _state(screen, row["state"])),
            (screen.say("table.unit"), _subject(screen, row) or fmt.NONE),
            (screen.say("table.period"), _periods(screen, row["period_ids"]) or fmt.NONE),
            (screen.say("quality.entered"), f"{_moment(screen, row['entered_at'])}, {row['entered_by']}"),
        ]
        if row["form_id"] and row["form_version"]:
            facts.append((screen.say("revisions.form"), f"{row['form_id']} ({row['form_version']})"))
        if row["reason"]:
            facts.append((screen.say("revisions.reason"), str(row["reason"])))
        if row["decided_at"]:
            decided = f"{_moment(screen, row['decided_at'])}, {row['decided_by']} ({row['event_id']})"
            facts.append((screen.say("revisions.decided"), decided))
        pairs = (join(element("dt", name), element("dd", value)) for name, value in facts)
        st.html(join('<div class="provenance"><dl>', *pairs, "</dl></div>"))
        _differences(screen, revision, row["period_ids"])
        _findings(screen, revision)
        provenance.originals(screen, [{**row, "source": None}])


def _differences(screen: Screen, revision: str, period_ids: list[str]) -> None:
    rows = screen.rows("corrections", period_ids=period_ids)
    corrected = [row for row in rows if row["revision_id"] == revision]
    if not corrected:
        st.html(element("p", screen.say("revisions.no_difference"), class_="hint"))
        return
    quality_corrections.cells(screen, revision, corrected[0])


def _findings(screen: Screen, revision: str) -> None:
    rows = screen.rows("revision_findings", revision_id=revision)
    if not rows:
        st.html(element("p", screen.say("revisions.no_findings"), class_="hint"))
        return
    lines = [
        {
            **row,
            "rule": rule_short(row["rule"], screen.language),
            "severity": quality.severity_words(screen, row["severity"]),
            "place": "!".join(part for part in (row["sheet"], row["cell"]) if part) or None,
        }
        for row in rows
    ]
    columns = (
        TableColumn("severity", screen.say("quality.severity")),
        TableColumn("rule", screen.say("quality.rule")),
        TableColumn("place", screen.say("provenance.place")),
        TableColumn("message", screen.say("revisions.message")),
    )
    label = screen.say("revisions.findings_of", count=fmt.count(len(rows), screen.language))
    tables.folded(
        screen, "revision_findings",
        lambda: tables.prose(screen, columns, lines, f"findings_{revision}", "phat-hien"), label=label,
    )  # fmt: skip


def taken_back(screen: Screen) -> None:
    """The files of the period that were taken back, by whom and why; nothing where there is none."""
    rows = screen.rows(
        "revisions", period_ids=quality.period_ids(screen), unit_ids=[], states=["withdrawn"], revision_ids=[],
        batch_ids=[],
    )  # fmt: skip
    if not rows:
        return
    st.header(screen.say("revisions.taken_back"), anchor=False)
    lines = [
        {
            **row,
            "unit": _subject(screen, row),
            "decided": f"{_moment(screen, row['decided_at'])}, {row['decided_by']} ({row['event_id']})",
        }
        for row in rows
    ]
    columns = (
        TableColumn("revision_id", screen.say("quality.revision")),
        TableColumn("file_name", screen.say("provenance.file")),
        TableColumn("unit", screen.say("table.unit")),
        TableColumn("reason", screen.say("revisions.reason")),
        TableColumn("decided", screen.say("revisions.decided")),
    )
    tables.prose(screen, columns, lines, "taken_back", "da-rut")


def corrections(screen: Screen) -> None:
    """The published counts of the period that were declared to be wrong."""
    st.header(screen.say("revisions.declared"), anchor=False)
    rows = screen.rows("declared_corrections", period_ids=quality.period_ids(screen))
    if not rows:
        st.html(element("p", screen.say("revisions.none_declared"), class_="hint"))
        return
    labels = load_catalogue().columns
    is_vietnamese = screen.language == "vi"
    lines = [
        {
            **row,
            "subject": subject_name(row["unit_name"], row["level"], screen.language),
            "column": labels[row["column_id"]].label if is_vietnamese else labels[row["column_id"]].label_en,
            "field": row["field_name"] or screen.say("provenance.every_field"),
            "entered": f"{_moment(screen, row['entered_at'])}, {row['entered_by']}",
        }
        for row in rows
    ]
    columns = (
        TableColumn("event_id", screen.say("quality.revision")),
        TableColumn("subject", screen.say("table.unit")),
        TableColumn("field", screen.say("table.field")),
        TableColumn("column", screen.say("provenance.count")),
        TableColumn("expected", screen.say("revisions.expected"), "count"),
        TableColumn("corrected", screen.say("revisions.corrected"), "count"),
        TableColumn("reason", screen.say("revisions.reason")),
        TableColumn("entered", screen.say("revisions.by")),
    )
    tables.prose(screen, columns, lines, "declared_corrections", "dinh-chinh")


def _subject(screen: Screen, row: Row) -> str | None:
    if row["unit_name"]:
        return str(row["unit_name"])
    return screen.say("revisions.units", count=fmt.count(row["units"], screen.language)) if row["units"] else None


def _periods(screen: Screen, period_ids: list[str]) -> str:
    """The periods that a file speaks of, as words; one that nobody can ask for any more keeps its label."""
    known = {one.period.period_id: one.period for one in reads.known_periods(screen.scope)}
    names = (
        fmt.capitalised(fmt.period_name(known[id_], screen.language)) if id_ in known else id_.partition("/")[2]
        for id_ in period_ids
    )
    return ", ".join(names)


def _state(screen: Screen, state: str) -> str:
    return f"{GLYPHS[state]} {screen.say(f'revisions.state_{state}')}"


def _moment(screen: Screen, when: Any) -> str:
    return fmt.moment(when.astimezone(VIETNAM), screen.language)
