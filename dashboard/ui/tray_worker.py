"""One thread for each workspace reads what waits in its tray, so that a page may be left while files are read."""

import logging
import threading

from dashboard.store.workspace import Workspace
from dashboard.tray_reading import read_waiting

_log = logging.getLogger(__name__)
_threads: dict[str, threading.Thread] = {}
_progress: dict[str, tuple[int, int, str]] = {}
_lock = threading.Lock()


def wake(workspace: Workspace) -> None:
    """See to it that what waits is being read; at once, and without waiting for it."""
    folder = str(workspace.folder)
    with _lock:
        running = _threads.get(folder)
        if running is None or not running.is_alive():
            _threads[folder] = threading.Thread(target=_read, args=(workspace,), name="tray", daemon=True)
            _threads[folder].start()


def progress(workspace: Workspace) -> tuple[int, int, str] | None:
    """How many of the files at hand were read, of how many, and the last one; null while none is."""
    return _progress.get(str(workspace.folder))


def _read(workspace: Workspace) -> None:
    folder = str(workspace.folder)

    def told(done: int, total: int, name: str) -> None:
        _progress[folder] = (done, total, name)

    try:
        read_waiting(workspace, told)
    except Exception:  # noqa: BLE001 - what waits still waits, and the next wake tries again
        _log.exception("the tray of %s could not be read", workspace.name)
    finally:
        _progress.pop(folder, None)
