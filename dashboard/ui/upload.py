"""The parts of the page on incoming files: bringing them in, how far they are read, the list of those that wait."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dashboard import tray, tray_accept
from dashboard.intake import File
from dashboard.metrics import format as fmt
from dashboard.store.tray import Entry
from dashboard.store.workspace import WorkspaceError
from dashboard.tray import Put, TrayError
from dashboard.ui import tray_worker, url
from dashboard.ui.html import element, join
from dashboard.ui.screen import Screen

KINDS = ["xlsx", "xls", "ods", "csv", "tsv", "txt", "docx", "doc", "pdf", "png", "jpg", "zip"]
MOST_TOLD = 8
_SAVED, _TOLD, _ROUND = "upload_saved", "upload_told", "upload_round"


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
    if saved := st.session_state.get(_SAVED):
        st.success(saved, icon=":material/check_circle:")
    if told := st.session_state.get(_TOLD):
        _tell(screen, told)
    if not is_reading(at):  # the page is drawn again by itself when all is read: what it says must outlive that
        st.session_state.pop(_SAVED, None)
        st.session_state.pop(_TOLD, None)


def is_reading(at: Tray) -> bool:
    """Whether files are still to be read."""
    return any(tray.group_of(entry) == "waiting" for entry in at.entries)


def _take(screen: Screen, files: list[File]) -> None:
    bar = st.progress(0.0, screen.say("upload.taking"))

    def put(done: int, name: str) -> None:
        count = fmt.count(done, screen.language)
        bar.progress(min(1.0, done / max(done, len(files))), screen.say("upload.taken", count=count, name=name))

    try:
        st.session_state[_TOLD] = tray.put_files(screen.context, files, "page", put)
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
    for one in [one for one in told if one.problem][:MOST_TOLD]:
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


def accept_clean(screen: Screen, at: Tray) -> None:
    """One button that accepts every file in which nothing was found."""
    ids = tray_accept.clean(screen.context, at.entries)
    if not ids:
        return
    count = fmt.count(len(ids), screen.language)
    if st.button(screen.say("upload.accept_clean", count=count), type="primary", icon=":material/done_all:"):
        accept(screen, dict.fromkeys(ids))


def accept(screen: Screen, chosen: dict[str, str | None]) -> None:
    """Accept files and say what became of them; what was not accepted stays in the list."""

    def do() -> str:
        decisions = tray_accept.accept(screen.context, chosen)
        st.session_state[_TOLD] = [Put("", problem=one.problem) for one in decisions if one.problem]
        revisions = [one.revision for one in decisions if one.revision]
        if not revisions:
            return ""
        url.write("file", None)
        count = fmt.count(len(revisions), screen.language)
        return screen.say("upload.accepted", count=count, revisions=_few(revisions))

    act(screen, do)


def _few(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} … {names[-1]}"


def act(screen: Screen, do: Callable[[], str]) -> None:
    """Do something with files, say that it was done on the page as it then is, or why it was not."""
    try:
        st.session_state[_SAVED] = do()
    except TrayError as problem:
        st.error(problem.say(screen.language), icon=":material/error:")
    except (WorkspaceError, ValueError) as problem:
        st.error(str(problem), icon=":material/error:")
    else:
        st.rerun()
