"""Accepting many files beside the pages: who pressed the button may leave, and is told later what became of them."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Thread

from dashboard.figures import Context
from dashboard.store.workspace import Workspace, WorkspaceError
from dashboard.tray import TrayError
from dashboard.tray_accept import Decision, accept
from dashboard.ui import background

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Accepting:
    """Files that are being accepted in one change: how far it is, and when it has ended what became of them.

    `problem` is why none was accepted; true where it is an error of ours that has no sentence.
    """

    total: int
    done: int = 0
    name: str = ""
    decisions: list[Decision] = field(default_factory=list)
    problem: TrayError | WorkspaceError | bool = False
    thread: Thread | None = None

    @property
    def is_running(self) -> bool:
        return self.thread is not None and self.thread.is_alive()


_last: dict[str, Accepting] = {}


def begin(context: Context, chosen: Mapping[str, str | None]) -> Accepting:
    """Begin to accept files, each with the reason that it needs, without waiting for it."""
    job = Accepting(len(chosen))
    job.thread = background.begin("accepting", lambda: _run(context, dict(chosen), job))
    _last[str(context.workspace.folder)] = job
    return job


def running(workspace: Workspace) -> Accepting | None:
    """What is being accepted in a workspace, whoever began it; null where nothing is."""
    job = _last.get(str(workspace.folder))
    return job if job is not None and job.is_running else None


def _run(context: Context, chosen: dict[str, str | None], job: Accepting) -> None:
    def told(done: int, total: int, name: str) -> None:
        job.done, job.total, job.name = done, total, name
        if background.is_ending():
            raise SystemExit  # nothing is published, and all of them still wait

    try:
        job.decisions = accept(context, chosen, told)
    except (TrayError, WorkspaceError) as problem:
        job.problem = problem
    except Exception:  # noqa: BLE001 - who waits for it is told, whatever it was
        job.problem = True
        _log.exception("files of %s could not be accepted", context.workspace.name)
