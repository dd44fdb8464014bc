"""Runs the tray in processes that are killed: reads one order a line, forks, and tells what the child acknowledged.

A fork of a process in which everything is imported costs milliseconds, where a new one costs seconds.
"""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from dashboard import tray, tray_accept
from dashboard.figures import Context
from dashboard.intake import files_at
from dashboard.store.workspace import Workspace
from dashboard.tray_reading import read_waiting

FILE_EVENTS = ("open", "os.rename", "os.remove", "os.mkdir", "shutil.copyfile", "shutil.rmtree")


def bring_and_accept(order: dict[str, Any], out: int) -> None:
    """Bring the files of a folder in, read them and accept all; each step is told only once it is done."""
    context = Context(Workspace("tinh", Path(order["workspace"])))
    left, stage = order["after"], ""

    def count(event: str, _: object) -> None:
        nonlocal left
        if stage == order["stage"] and event in FILE_EVENTS:
            left -= 1
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def begin(name: str) -> None:
        nonlocal stage
        stage = name
        if stage == order["stage"] and order["seconds"]:
            signal.setitimer(signal.ITIMER_REAL, order["seconds"])  # SIGALRM, left alone, ends the process at once

    def tell(**done: object) -> None:
        os.write(out, (json.dumps(done) + "\n").encode())

    if order["after"]:
        sys.addaudithook(count)
    begin("put")
    for put in tray.put_files(context, files_at([Path(order["sent"])]), "cli", lambda *_: None):
        assert put.entry is not None, put.problem
        tell(kept=put.entry.entry_id)

    def told_read(done: int, total: int, name: str) -> None:
        tell(read=name, done=done, total=total)
        if done == order["at_read"]:
            os.kill(os.getpid(), signal.SIGKILL)

    begin("read")
    read_waiting(context.workspace, told_read)
    chosen = [entry.entry_id for entry in tray.waiting(context)]
    tell(accepting=chosen)
    begin("accept")
    decisions = tray_accept.accept(context, dict.fromkeys(chosen, "Thử dừng đột ngột"))
    assert all(one.problem is None for one in decisions), [str(one.problem) for one in decisions]
    tell(accepted=chosen)


def main() -> None:
    for line in sys.stdin:
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reading)
            bring_and_accept(json.loads(line), writing)
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as told:
            said = told.read().splitlines()
        _, status = os.waitpid(pid, 0)
        print(json.dumps({"status": status, "said": [json.loads(one) for one in said]}), flush=True)


if __name__ == "__main__":
    main()
