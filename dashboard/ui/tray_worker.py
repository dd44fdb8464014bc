"""One thread for each workspace reads what waits in its tray, so that a page may be left while files are read; one
more looks into the watched folders and at what a server that was stopped has left to be read."""

import logging
import threading
from functools import cache

from dashboard import tray
from dashboard.figures import Context
from dashboard.store.workspace import Workspace, list_workspaces
from dashboard.tray_inbox import scan
from dashboard.tray_reading import read_waiting
from dashboard.ui import background

INTERVAL_SECONDS = 15

_log = logging.getLogger(__name__)
_threads: dict[str, threading.Thread] = {}
_progress: dict[str, tuple[int, int, str]] = {}
_lock = threading.Lock()


@cache
def start() -> threading.Thread:
    """Begin to look into the watched folders of every workspace; later calls give the same thread."""
    return background.repeat("inboxes", INTERVAL_SECONDS, look_once)


def look_once() -> None:
    """Bring in what lies in the watched folders, and have read what waits, in every workspace."""
    for workspace in list_workspaces():
        try:
            if not (workspace.folder / "tray").is_dir():
                continue
            context = Context(workspace)
            scan(context)
            if any(tray.group_of(entry) == "waiting" for entry in tray.waiting(context)):
                wake(workspace)
        except Exception:  # noqa: BLE001 - one workspace's folder must not keep the others from being watched
            _log.exception("the watched folder of %s could not be read", workspace.name)


def wake(workspace: Workspace) -> None:
    """See to it that what waits is being read; at once, and without waiting for it."""
    folder = str(workspace.folder)
    with _lock:
        running = _threads.get(folder)
        if running is None or not running.is_alive():
            _threads[folder] = background.begin("tray", lambda: _read(workspace))


def progress(workspace: Workspace) -> tuple[int, int, str] | None:
    """How many of the files at hand were read, of how many, and the last one; null while none is."""
    return _progress.get(str(workspace.folder))


def _read(workspace: Workspace) -> None:
    folder = str(workspace.folder)

    def told(done: int, total: int, name: str) -> None:
        _progress[folder] = (done, total, name)
        if background.is_ending():
            raise SystemExit  # what is not read waits, and is read when the program is started again

    try:
        read_waiting(workspace, told)
    except Exception:  # noqa: BLE001 - what waits still waits, and the next wake tries again
        _log.exception("the tray of %s could not be read", workspace.name)
    finally:
        _progress.pop(folder, None)
