"""A file made in a process of its own, below the readers' in rank: with progress, and stopped when nobody wants it.

The process gets a finished job and never opens the workspace. Files pass between the two, in a folder of the job's own,
which works alike on Linux and Windows; it goes when the job is forgotten. Readers keep half of the processors: as many
files are made at once as there are pairs of them, and who comes later waits.
"""

import logging
import os
import pickle
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from dashboard.publishing import Job, make

State = Literal["waiting", "running", "done", "failed", "stopped"]
ROOT = Path(__file__).resolve().parent.parent
_JOB, _STEP, _RESULT, _LOG = "job", "step", "result", "log"
_RANK = 10
"""By how much the process gives way to others (Unix `nice`)."""
AT_ONCE = max(1, (os.cpu_count() or 1) // 2)
LONGEST = 300.0
"""Seconds after which a file that somebody waits for is given up."""
_POLL = 0.05
_MOST_SAID = 4000
"""Letters of what a process said before it failed."""
_log = logging.getLogger(__name__)
_lock = threading.Lock()
_begun: list[subprocess.Popen[bytes]] = []
_queue: list["weakref.ref[Making]"] = []
"""Who waits, the first first; forgotten ones are passed over."""


class NotMade(RuntimeError):  # noqa: N818 - it reads as what it says
    """A file could not be made; the folder of its job had the reason."""


@dataclass(eq=False)
class Making:
    """One file in the making, or in the queue for it. It holds a process and a folder, and no figures."""

    name: str
    folder: tempfile.TemporaryDirectory[str]
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    was_stopped: bool = False
    was_reported: bool = False

    def state(self) -> State:
        """How it stands now; whoever asks lets the next of the queue begin."""
        _advance()
        if self.was_stopped:
            return "stopped"
        if self.process is None:
            return "waiting"
        status = self.process.poll()
        if status is None:
            return "running"
        if status == 0 and self._at(_RESULT).is_file():
            return "done"
        self._report(status)
        return "failed"

    def ahead(self) -> int:
        """How many are made or wait before it."""
        with _lock:
            waiting = [made for ref in _queue if (made := ref()) is not None and not made.was_stopped]
            return len(_begun) + waiting.index(self) if self in waiting else 0

    def step(self) -> tuple[int, int]:
        """How many charts are drawn, of how many; (0, 0) while that is not known."""
        try:
            done, total = self._at(_STEP).read_text("ascii").split()
            return int(done), int(total)
        except (OSError, ValueError):
            return 0, 0

    def content(self) -> bytes:
        """The finished file."""
        return self._at(_RESULT).read_bytes()

    def stop(self) -> None:
        """End the process; nothing of the file is kept."""
        self.was_stopped = True
        if self.process is not None:
            if self.process.poll() is None:
                self.process.kill()
            self.process.wait()
        _advance()

    def wait(self, seconds: float) -> State:
        """Wait until the file is there or was given up, at most that long."""
        end = time.monotonic() + seconds
        while self.state() in ("waiting", "running"):
            if time.monotonic() > end:
                self.stop()
            time.sleep(_POLL)
        return self.state()

    def _report(self, status: int) -> None:
        """Tell the server's log once why there is no file: the folder that says it goes with the job."""
        if not self.was_reported:
            self.was_reported = True
            said = self._at(_LOG).read_text("utf-8", "replace")[-_MOST_SAID:]
            # A process that was ended by a signal has its number below zero.
            _log.error("%s was not made, exit status %s: %s", self.name, status, said or "it said nothing")

    def _at(self, name: str) -> Path:
        return Path(self.folder.name) / name


def start(job: Job) -> Making:
    """Begin to make a file, or wait for that; the caller looks after it by `state`, and may `stop` it."""
    folder = tempfile.TemporaryDirectory(prefix="dashboard-export-", ignore_cleanup_errors=True)
    (Path(folder.name) / _JOB).write_bytes(pickle.dumps(job))
    made = Making(job.name, folder)
    with _lock:
        _queue.append(weakref.ref(made))
    _advance()
    return made


def finished(job: Job) -> bytes:
    """The file of a job for a caller who can wait for it, in a thread of its own; raises `NotMade`."""
    made = start(job)
    if made.wait(LONGEST) != "done":
        raise NotMade(made.name)
    return made.content()


def _advance() -> None:
    """Begin what waits, as long as there is room."""
    with _lock:
        _begun[:] = [process for process in _begun if process.poll() is None]
        while _queue and len(_begun) < AT_ONCE:
            made = _queue.pop(0)()
            if made is not None and not made.was_stopped:
                made.process = _process(Path(made.folder.name))
                _begun.append(made.process)


def _process(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-X", "faulthandler", "-m", "dashboard.making", str(folder)]
    flags = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0) | getattr(subprocess, "CREATE_NO_WINDOW", 0)
    with (folder / _LOG).open("wb") as log:
        return subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, creationflags=flags
        )


def _work(folder: Path) -> None:
    """What the process does: read the job, make the file, put it in its place whole."""
    if hasattr(os, "nice"):
        os.nice(_RANK)
    job = pickle.loads((folder / _JOB).read_bytes())  # noqa: S301 - written by `start`, in a folder of its own

    def told(done: int, total: int) -> None:
        (folder / _STEP).write_text(f"{done} {total}", "ascii")

    unfinished = folder / "unfinished"
    unfinished.write_bytes(make(job, told))
    unfinished.replace(folder / _RESULT)


if __name__ == "__main__":
    _work(Path(sys.argv[1]))
