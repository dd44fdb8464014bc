"""Accepting files on the page: one, all that are clean, or several with findings that were ticked, for one reason."""

from collections.abc import Sequence

import streamlit as st

from dashboard import tray, tray_accept
from dashboard.metrics import format as fmt
from dashboard.store.tray import Entry
from dashboard.tray import Put, TrayError
from dashboard.tray_accept import Decision
from dashboard.ui import tables, tray_accepting, upload, upload_list, url
from dashboard.ui.html import as_label, element, join
from dashboard.ui.screen import Screen

MOST_TOGETHER = 40
"""So many files can be ticked at a time."""
MOST_FOUND = 3
_JOB = "upload_job"


def tell(screen: Screen) -> None:
    """What became of the files that were being accepted, once that has ended; before the page reads what waits."""
    job: tray_accepting.Accepting | None = st.session_state.get(_JOB)
    if job is None or job.is_running:
        return
    del st.session_state[_JOB]
    if isinstance(job.problem, TrayError):
        st.error(job.problem.say(screen.language), icon=":material/error:")
    elif job.problem:
        said = screen.say("upload.accept_stopped") if job.problem is True else str(job.problem)
        st.error(said, icon=":material/error:")
    else:
        st.session_state[upload.SAVED] = _told(screen, job.decisions)


def progress(screen: Screen) -> None:
    """How far the files are that are being accepted, by this reader or another one."""
    workspace = screen.context.workspace
    if st.session_state.get(_JOB) is None and tray_accepting.running(workspace) is None:
        return

    @st.fragment(run_every="1s")
    def watch() -> None:
        job = tray_accepting.running(workspace)
        if job is None:
            st.rerun()
        total = fmt.count(job.total, screen.language)
        if job.done < job.total:
            done = fmt.count(job.done, screen.language)
            words = screen.say("upload.accepting", done=done, total=total, name=as_label(job.name))
        else:
            words = screen.say("upload.publishing", total=total)
        st.progress(job.done / (job.total + 1), words)

    watch()
    st.html(element("p", screen.say("upload.accepting_hint"), class_="hint"))


def clean(screen: Screen, at: upload.Tray) -> None:
    """One button that accepts every file in which nothing was found."""
    if _is_busy(screen):
        return
    if ids := tray_accept.clean(screen.context, at.entries):
        count = fmt.count(len(ids), screen.language)
        if st.button(screen.say("upload.accept_clean", count=count), type="primary", icon=":material/done_all:"):
            accept(screen, dict.fromkeys(ids))


def accept(screen: Screen, chosen: dict[str, str | None]) -> None:
    """Accept files: one at once, several beside the page, which may be left. What did not go in stays in the list."""
    if len(chosen) > 1:
        st.session_state[_JOB] = tray_accepting.begin(screen.context, chosen)
        url.write("file", None)
        st.rerun()

    def do() -> str:
        said = _told(screen, tray_accept.accept(screen.context, chosen))
        if said:
            url.write("file", None)
        return said

    upload.act(screen, do)


def _told(screen: Screen, decisions: Sequence[Decision]) -> str:
    """How many went in, nothing where none did; why each of the others did not is told beside it."""
    st.session_state[upload.TOLD] = [Put("", problem=one.problem) for one in decisions if one.problem]
    revisions = [one.revision for one in decisions if one.revision]
    if not revisions:
        return ""
    names = revisions[0] if len(revisions) == 1 else f"{revisions[0]} … {revisions[-1]}"
    return screen.say("upload.accepted", count=fmt.count(len(revisions), screen.language), revisions=names)


def _is_busy(screen: Screen) -> bool:
    return tray_accepting.running(screen.context.workspace) is not None


def together(screen: Screen, at: upload.Tray) -> None:
    """Several files with errors or warnings, to be ticked and accepted for one reason; nothing where there is one."""
    entries = [entry for entry in at.entries if entry.is_acceptable and not entry.is_clean]
    if len(entries) < 2 or _is_busy(screen):
        return
    tables.folded(
        screen, "together", lambda: _together(screen, entries), icon=":material/checklist:",
        label=screen.say("upload.together", count=fmt.count(len(entries), screen.language)),
    )  # fmt: skip


def _together(screen: Screen, entries: Sequence[Entry]) -> None:
    shown = entries[:MOST_TOGETHER]
    keys = {entry.entry_id: f"also_{entry.entry_id}" for entry in shown}
    st.html(element("p", screen.say("upload.together_help"), class_="hint"))
    if len(shown) < len(entries):
        most = fmt.count(MOST_TOGETHER, screen.language)
        st.html(element("p", screen.say("upload.together_first", most=most), class_="hint"))

    def tick_all() -> None:
        for key in keys.values():
            st.session_state[key] = st.session_state["also_all"]

    label = screen.say("upload.together_all", count=fmt.count(len(shown), screen.language))
    st.checkbox(label, key="also_all", on_change=tick_all)
    with st.form("together", border=False):
        ticked = {entry.entry_id: _line(screen, entry, keys[entry.entry_id]) for entry in shown}
        reason = st.text_input(
            screen.say("upload.together_reason"), max_chars=tray.LONGEST_REASON, key="together_reason"
        )
        is_sent = st.form_submit_button(
            screen.say("upload.together_accept"), type="primary", icon=":material/done_all:"
        )
    chosen: dict[str, str | None] = {entry_id: reason for entry_id, is_ticked in ticked.items() if is_ticked}
    if is_sent and not chosen:
        st.error(screen.say("upload.together_none"), icon=":material/error:")
    elif is_sent and tray.reason_of(reason) is None:
        st.error(screen.say("upload.together_no_reason", least=str(tray.LEAST_REASON)), icon=":material/error:")
    elif is_sent:
        accept(screen, chosen)


def _line(screen: Screen, entry: Entry, key: str) -> bool:
    """A file with its tick and the first things found in it; whether it is ticked."""
    label = screen.say(
        "upload.together_line",
        name=entry.name,
        unit=upload_list.units_words(screen, entry) or fmt.NONE,
        period=upload_list.periods_words(screen, entry) or fmt.NONE,
        errors=fmt.count(entry.n_errors, screen.language),
        warnings=fmt.count(entry.n_warnings, screen.language),
    )
    is_ticked = st.checkbox(as_label(label), key=key)
    asking = [f for f in tray.preview(screen.context, entry)["findings"] if f["severity"] in ("error", "warning")]
    lines = ["!".join(filter(None, (f["sheet"], f["cell"]))) + f" {f['message']}" for f in asking[:MOST_FOUND]]
    if more := len(asking) - len(lines):
        lines.append(screen.say("upload.together_more", count=fmt.count(more, screen.language)))
    st.html(join('<ul class="hint">', *(element("li", line.strip()) for line in lines), "</ul>"))
    return is_ticked
