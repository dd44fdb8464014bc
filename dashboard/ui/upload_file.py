"""One file of the tray: what it is, what was found in it, what it would change, and what is to become of it."""

from typing import Any

import streamlit as st

from dashboard import tray, tray_copy
from dashboard.charts.picture import TableColumn
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.metrics.rules import rule_title, subject_name
from dashboard.store.connection import VIETNAM, now
from dashboard.store.tray import KEYED_FORM, Entry
from dashboard.ui import tables, upload, upload_accept, upload_asked, upload_form, upload_keyed, upload_list, url
from dashboard.ui.html import element, join
from dashboard.ui.screen import Screen

SEVERITIES = ("reject", "error", "warning", "info")
MOST_FINDINGS = 12


def section(screen: Screen, at: upload.Tray) -> None:
    """The file that the address names, or nothing."""
    entry = at.entry
    if entry is None:
        return
    read = tray.preview(screen.context, entry)
    with st.container(border=True, key="tray_file"):
        _head(screen, entry)
        if not read:
            st.html(element("p", screen.say("upload.not_read"), class_="hint"))
        else:
            _findings(screen, entry, read)
            _copies(screen, entry)
            _changes(screen, entry, read)
        if entry.decided_at is None:
            _decision(screen, entry, read)
        elif entry.state in ("refused", "set_aside"):
            _back(screen, entry)


def _head(screen: Screen, entry: Entry) -> None:
    left, right = st.columns([5, 1], vertical_alignment="center")
    left.header(entry.name, anchor=False)
    right.button(
        screen.say("upload.close"), icon=":material/close:", type="tertiary", key="close_file", on_click=url.write,
        args=("file", None), width="stretch",
    )  # fmt: skip
    group = tray.group_of(entry)
    facts = {
        "table.unit": upload_list.units_words(screen, entry),
        "table.period": upload_list.periods_words(screen, entry),
        "upload.form": upload_list.form_name(screen, entry),
        "upload.version": entry.form_version,
        "upload.size": fmt.size(entry.size, screen.language),
        "upload.came": f"{upload_list.moment(screen, entry.came_at)}, {entry.came_by}",
    }
    chip = element("span", upload_list.state_words(screen, entry), class_=f"chip {upload_list.CHIPS[group]}".strip())
    pairs = (
        join("<div>", element("dt", screen.say(key)), element("dd", value or fmt.NONE), "</div>")
        for key, value in facts.items()
    )
    st.html(join("<p>", chip, "</p>", '<dl class="finding-numbers">', *pairs, "</dl>"))
    if entry.is_second_look:
        st.warning(screen.say("tray.problem_second_look", name=entry.name), icon=":material/update:")
    if entry.decided_at is not None:
        said = {"who": entry.decided_by or fmt.NONE, "when": upload_list.moment(screen, entry.decided_at)}
        reason = f" {screen.say('upload.reason')}: {entry.reason}" if entry.reason else ""
        st.html(element("p", screen.say("upload.decided", **said) + reason, class_="lead"))


def _findings(screen: Screen, entry: Entry, read: dict[str, Any]) -> None:
    """Everything that was found in the file, the gravest first, each with its cell."""
    st.subheader(screen.say("upload.findings"), anchor=False)
    found = sorted(read["findings"], key=lambda finding: SEVERITIES.index(finding["severity"]))
    if not found:
        st.success(screen.say("upload.nothing_found"), icon=":material/check_circle:")
        return
    lines = [
        {
            "severity": screen.say(f"severity.{one['severity']}"),
            "rule": rule_title(one["rule"], screen.language),
            "place": "!".join(part for part in (one["sheet"], one["cell"]) if part) or None,
            "value": one["value"],
            "message": one["message"],
        }
        for one in found
    ]
    columns: tuple[TableColumn, ...] = (
        TableColumn("severity", screen.say("quality.severity")),
        TableColumn("place", screen.say("provenance.place")),
        TableColumn("value", screen.say("upload.value")),
        TableColumn("message", screen.say("quality.message")),
        TableColumn("rule", screen.say("quality.rule")),
    )
    if screen.is_narrow:
        columns = columns[3:4]  # a column of places would push the sentence out of the window
        lines = [{**one, "message": f"{_told_where(one)}: {one['message']}"} for one in lines]
    key = f"found_{entry.entry_id}"
    if len(lines) <= MOST_FINDINGS:
        tables.prose(screen, columns, lines, key, "ket-qua-kiem-tra")
        return
    count = fmt.count(len(lines), screen.language)
    tables.folded(
        screen, key, lambda: tables.prose(screen, columns, lines, f"{key}_table", "ket-qua-kiem-tra"),
        label=screen.say("upload.all_findings", count=count), is_open=True,
    )  # fmt: skip


def _told_where(line: dict[str, Any]) -> str:
    return f"{line['severity']} ({line['place']})" if line["place"] else str(line["severity"])


def _copies(screen: Screen, entry: Entry) -> None:
    """The file as it came, and the copy that goes back to who sent it."""
    if entry.is_case_export:
        return  # it names applicants
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            screen.say("upload.original"),
            data=lambda: tray_copy.content_of(screen.context, entry),
            file_name=entry.name,
            icon=":material/download:",
            key=f"original_{entry.entry_id}",
            on_click="ignore",
        )
        st.download_button(
            screen.say("upload.copy"),
            data=lambda: tray_copy.marked_copy(screen.context, entry, screen.language),
            file_name=tray_copy.name_of_copy(entry),
            icon=":material/rate_review:",
            key=f"copy_{entry.entry_id}",
            on_click="ignore",
            help=screen.say("upload.copy_help"),
        )


def _changes(screen: Screen, entry: Entry, read: dict[str, Any]) -> None:
    """Each count that would change, old and new; of a report that is the first of its kind, the counts that are new."""
    if not read["n_counts"]:
        return
    st.subheader(screen.say("upload.changes"), anchor=False)
    counts = {
        "changed": fmt.count(read["n_changed"], screen.language),
        "new": fmt.count(read["n_counts"] - read["n_changed"], screen.language),
    }
    st.html(element("p", screen.say("upload.changes_lead", **counts), class_="lead"))
    labels = load_catalogue().columns
    lines = [
        {
            "unit": subject_name(row["unit_name"], row["level"], screen.language),
            "period": row["period_label"],
            "count": labels[row["column_id"]].label if screen.language == "vi" else labels[row["column_id"]].label_en,
            "field": row["field_name"] or screen.say("provenance.every_field"),
            "old_value": row["old_value"],
            "new_value": row["new_value"],
            "difference": row["difference"],
            "place": "!".join(part for part in (row["new_sheet"], row["new_cell"]) if part) or None,
            "before": row["old_revision_id"],
        }
        for row in read["changes"]
    ]
    columns: tuple[TableColumn, ...] = (
        TableColumn("unit", screen.say("table.unit")),
        TableColumn("period", screen.say("table.period")),
        TableColumn("field", screen.say("table.field")),
        TableColumn("count", screen.say("provenance.count")),
        TableColumn("old_value", screen.say("quality.old"), "count"),
        TableColumn("new_value", screen.say("quality.new"), "count"),
        TableColumn("difference", screen.say("quality.difference"), "count"),
        TableColumn("place", screen.say("provenance.place")),
        TableColumn("before", screen.say("quality.before_revision")),
    )
    tables.folded(
        screen,
        f"changes_{entry.entry_id}",
        lambda: tables.show(screen, columns, lines, f"changes_{entry.entry_id}_table", name="thay-doi"),
        label=screen.say("upload.show_changes"),
        is_open=bool(read["n_changed"]),
    )


def _decision(screen: Screen, entry: Entry, read: dict[str, Any]) -> None:
    """Accept, with a tick and a reason where something was found; or refuse, or set aside."""
    upload_asked.section(screen, entry, read)
    if entry.is_acceptable:
        with st.form(f"accept_{entry.entry_id}", border=False):
            ticked, reason = True, ""
            if not entry.is_clean:
                counts = {
                    "errors": fmt.count(entry.n_errors, screen.language),
                    "warnings": fmt.count(entry.n_warnings, screen.language),
                }
                ticked = st.checkbox(screen.say("upload.tick", **counts), key=f"tick_{entry.entry_id}")
                reason = st.text_input(
                    screen.say("upload.reason_accept"), max_chars=tray.LONGEST_REASON, key=f"reason_{entry.entry_id}"
                )
            if st.form_submit_button(screen.say("upload.accept"), type="primary", icon=":material/check:"):
                if ticked:
                    upload_accept.accept(screen, {entry.entry_id: reason})
                else:
                    st.error(screen.say("upload.not_ticked"), icon=":material/error:")
    elif entry.n_rejects:
        rules = {finding["rule"] for finding in read["findings"]}
        can_be_mapped = "unknown_form" in rules
        without_form = "upload.blocked_unknown" if can_be_mapped else "upload.blocked_no_form"
        with_form = "upload.blocked_open" if upload_asked.is_all(read) else "upload.blocked"
        st.info(screen.say(with_form if entry.form else without_form), icon=":material/block:")
        if can_be_mapped:
            upload_form.section(screen, entry, now().astimezone(VIETNAM).date())
    if entry.form is None or entry.form == KEYED_FORM:
        upload_keyed.section(screen, entry)
    tables.folded(
        screen, f"drop_{entry.entry_id}", lambda: _drop(screen, entry), label=screen.say("upload.drop_file"),
        icon=":material/undo:",
    )  # fmt: skip


def _drop(screen: Screen, entry: Entry) -> None:
    with st.form(f"drop_{entry.entry_id}_form", border=False):
        reason = st.text_input(screen.say("upload.reason"), max_chars=tray.LONGEST_REASON, key=f"why_{entry.entry_id}")
        st.html(element("p", screen.say("upload.drop_file_help"), class_="hint"))
        with st.container(horizontal=True):
            is_refused = st.form_submit_button(screen.say("upload.refuse"), icon=":material/undo:")
            is_aside = st.form_submit_button(screen.say("upload.set_aside"), icon=":material/inventory_2:")
    if is_refused or is_aside:

        def do() -> str:
            (tray.refuse if is_refused else tray.set_aside)(screen.context, entry.entry_id, reason)
            url.write("file", None)
            return screen.say("upload.dropped", name=entry.name)

        upload.act(screen, do)


def _back(screen: Screen, entry: Entry) -> None:
    def do() -> str:
        tray.take_back(screen.context, entry.entry_id)
        return screen.say("upload.taken_back", name=entry.name)

    if st.button(screen.say("upload.take_back"), icon=":material/redo:"):
        upload.act(screen, do)
