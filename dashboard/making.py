"""A file made in a process of its own, below the readers' in rank: with progress, and stopped when nobody wants it.

The process gets a finished job and never opens the workspace. Files pass between the two, in a folder of the job's own,
which works alike on Linux and Windows; it goes when the job is forgotten.
"""

import os
import pickle
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from dashboard.publishing import Job, make

State = Literal["running", "done", "failed", "stopped"]
ROOT = Path(__file__).resolve().parent.parent
_JOB, _STEP, _RESULT, _LOG = "job", "step", "result", "log"
_RANK = 10
"""By how much the process gives way to others (Unix `nice`)."""


@dataclass
class Making:
    """One file in the making. It holds a process and a folder, and no figures."""

    name: str
    folder: tempfile.TemporaryDirectory[str]
    process: subprocess.Popen[bytes] = field(repr=False)
    was_stopped: bool = False

    def state(self) -> State:
        """How it stands now."""
        status = self.process.poll()
        if self.was_stopped:
            return "stopped"
        if status is None:
            return "running"
        return "done" if status == 0 and self._at(_RESULT).is_file() else "failed"

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
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def wait(self, seconds: float) -> State:
        """Wait until the file is there or was given up, at most that long."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.stop()
        return self.state()

    def _at(self, name: str) -> Path:
        return Path(self.folder.name) / name


def start(job: Job) -> Making:
    """Begin to make a file; the caller looks after it by `state`, and may `stop` it."""
    folder = tempfile.TemporaryDirectory(prefix="dashboard-export-", ignore_cleanup_errors=True)
    place = Path(folder.name)
    (place / _JOB).write_bytes(pickle.dumps(job))
    command = [sys.executable, "-m", "dashboard.making", folder.name]
    flags = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0) | getattr(subprocess, "CREATE_NO_WINDOW", 0)
    with (place / _LOG).open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, creationflags=flags
        )
    return Making(job.name, folder, process)


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
