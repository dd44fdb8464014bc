"""The real server, as users start it, on a free port of this machine."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 90


SERVE = ("-m", "dashboard", "serve")


@contextmanager
def running_server(data: Path, log: Path, command: Sequence[str] = SERVE) -> Iterator[str]:
    """Serves the workspaces of `data` while the block runs; gives the address. What it prints goes to `log`.

    `command` is what this Python is started with; it finds its port in PORT.
    """
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    environment = os.environ | {"DASHBOARD_DATA": str(data), "PORT": str(port), "PYTHONUTF8": "1"}
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_until_healthy(server, address, log)
            yield address
        finally:
            _stop(server)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_healthy(server: subprocess.Popen, address: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"The server stopped with {server.returncode}:\n{log.read_text()[-4000:]}")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError(f"The server did not answer in {START_SECONDS} s:\n{log.read_text()[-4000:]}")


def _stop(server: subprocess.Popen) -> None:
    """Ends the server and what it started (the command line may run Streamlit as a child)."""
    if os.name == "posix":
        import signal

        for sign in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(server.pid, sign)
                server.wait(5)
            except ProcessLookupError:
                return
            except subprocess.TimeoutExpired:
                continue
    else:
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(server.pid)], capture_output=True, check=False)
        server.wait(10)
