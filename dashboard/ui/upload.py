"""The parts of the page on incoming files: bringing them in, how far they are read, the list of those that wait."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dashboard import tray
from dashboard.intake import File
from dashboard.metrics import format as fmt
from dashboard.store.tray import Entry
from dashboard.store.workspace import WorkspaceError
from dashboard.tray import Put, TrayError
from dashboard.ui import tray_worker, url
from dashboard.ui.html import element, join
from dashboard.ui.screen import Screen

KINDS = ["xlsx", "xls", "ods", "csv", "tsv", "txt", "docx", "doc", "pdf", "png", "jpg", "tif", "zip"]
MOSTTOLD = 8
SAVED, TOLD, _ROUND = "upload_saved", "upload_told", "upload_round"
"""What the page says of the last thing done: a sentence, and what became of each file (`Put`)."""


@dataclass(frozen=True, slots=True)
class Tray:
    """What waits, the group shown, and the file that the address names."""

    entries: tuple[Entry, ...]
    shown: tuple[Entry, ...]
    group: str | None
    entry: Entry | None
    troubles: tuple[str, ...] = ()


def look(screen: Screen) -> Tray:
    """The tray as the address asks for it; what it asks for in vain is left out and said."""
    entries = tuple(tray.waiting(screen.context))
    troubles = []
    group = url.read("show")
    if group is not None and group not in tray.GROUPS:
        url.write("show", None)
        troubles.append(screen.say("problem.choice", asked=group, filter=screen.say("upload.state")))
        group = None
    asked, entry = url.read("file"), None
    if asked is not None:
        try:
            entry = tray.entry_of(screen.context, asked)
        except TrayError as problem:
            url.write("file", None)
            troubles.append(problem.say(screen.language))
    shown = tuple(one for one in entries if group in (None, tray.group_of(one)))
    return Tray(entries, shown, group, entry, tuple(troubles))


def may_write(screen: Screen) -> bool:
    """Whether files may be brought in here: by who may write, and not while an earlier state is looked at."""
    if screen.scope.as_of is not None:
        st.info(screen.say("upload.past"), icon=":material/history:")
        return False
    if not tray.may_write(screen.context):
        st.info(screen.say("tray.problem_role"), icon=":material/lock:")
        return False
    return True


def drop(screen: Screen, at: Tray) -> None:
    """Where files are dropped, and what became of the last ones."""
    number = st.session_state.setdefault(_ROUND, 0)
    files = st.file_uploader(
        screen.say("upload.drop"),
        type=KINDS,
        accept_multiple_files=True,
        key=f"upload_{number}",
        help=screen.say("upload.drop_help"),
    )
    st.html(element("p", screen.say("upload.drop_hint"), class_="hint"))
    if files:
        _take(screen, [File(file.name, file.getvalue, file.size) for file in files])
        st.session_state[_ROUND] = number + 1  # a field of its own for the next ones: what is in the tray leaves it
        st.rerun()
    if saved := st.session_state.get(SAVED):
        st.success(saved, icon=":material/check_circle:")
    if told := st.session_state.get(TOLD):
        _tell(screen, told)
    if not is_reading(at):  # the page is drawn again by itself when all is read: what it says must outlive that
        st.session_state.pop(SAVED, None)
        st.session_state.pop(TOLD, None)


def is_reading(at: Tray) -> bool:
    """Whether files are still to be read."""
    return any(tray.group_of(entry) == "waiting" for entry in at.entries)


def _take(screen: Screen, files: list[File]) -> None:
    bar = st.progress(0.0, screen.say("upload.taking"))

    def put(done: int, name: str) -> None:
        count = fmt.count(done, screen.language)
        bar.progress(min(1.0, done / max(done, len(files))), screen.say("upload.taken", count=count, name=name))

    try:
        st.session_state[TOLD] = tray.put_files(screen.context, files, "page", put)
    except TrayError as problem:
        st.error(problem.say(screen.language), icon=":material/error:")
    tray_worker.wake(screen.context.workspace)


def _tell(screen: Screen, told: list[Put]) -> None:
    """How many came, how many were there before, and which did not come and why."""
    kept = [one.entry for one in told if one.entry]
    before = sum(entry.state == "accepted" for entry in kept)
    counts = {"kept": fmt.count(len(kept), screen.language), "before": fmt.count(before, screen.language)}
    if kept:
        st.success(screen.say("upload.told", **counts), icon=":material/inbox:")
    for one in [one for one in told if one.problem][:MOSTTOLD]:
        st.error(_problem(screen, one), icon=":material/error:")


def _problem(screen: Screen, put: Put) -> str:
    return put.problem.say(screen.language) if isinstance(put.problem, TrayError) else str(put.problem)


def progress(screen: Screen, at: Tray) -> None:
    """How far the files are read; the page shows them as soon as they are."""
    if not is_reading(at):
        return
    workspace = screen.context.workspace
    tray_worker.wake(workspace)

    @st.fragment(run_every="1s")
    def watch() -> None:
        left = sum(tray.group_of(entry) == "waiting" for entry in tray.waiting(screen.context))
        if not left:
            st.rerun()
        done, total, name = tray_worker.progress(workspace) or (0, left, "")
        counts = {"done": fmt.count(done, screen.language), "total": fmt.count(total, screen.language)}
        st.progress(min(1.0, done / total), screen.say("upload.reading", name=name, **counts))

    watch()


def cards(screen: Screen, at: Tray) -> None:
    """How many files wait in each group."""
    with st.grid(len(tray.GROUPS), min_column_width=200, gap="small", key="kpis"):
        for group in tray.GROUPS:
            count = sum(tray.group_of(entry) == group for entry in at.entries)
            with st.container(border=True, gap=None, key=f"kpi_{group}", height="stretch"):
                st.html(
                    join(
                        element("h3", screen.say(f"upload.group_{group}"), class_="kpi-name"),
                        '<p class="kpi-value">', element("b", fmt.count(count, screen.language)), "</p>",
                        element("p", screen.say(f"upload.group_{group}_help"), class_="kpi-foot"),
                    )
                )  # fmt: skip


def act(screen: Screen, do: Callable[[], str]) -> None:
    """Do something with files, say that it was done on the page as it then is, or why it was not."""
    try:
        st.session_state[SAVED] = do()
    except TrayError as problem:
        st.error(problem.say(screen.language), icon=":material/error:")
    except (WorkspaceError, ValueError) as problem:
        st.error(str(problem), icon=":material/error:")
    else:
        st.rerun()
