"""The servers that the benchmarks of pages visit: ours, the same without its caches, an empty page, a plain one."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.workspaces import demo
from tests.browser.server import running_server

BARE = Path(__file__).with_name("bare")
_WITH_PORT = (
    "import os, sys; from streamlit.web.cli import main; sys.argv += ['--server.port', os.environ['PORT']]; main()"
)


@contextmanager
def ours() -> Iterator[str]:
    """The address of the product's own server over the demo province."""
    with _running(("-m", "dashboard", "serve")) as address:
        yield address


@contextmanager
def naive() -> Iterator[str]:
    """The address of the same pages without what makes them quick."""
    with _running(("-m", "bench.naive")) as address:
        yield address


@contextmanager
def bare() -> Iterator[str]:
    """The address of an empty page, served with the product's own settings."""
    with _running(run_bare("app")) as address:
        yield address


@contextmanager
def bare_chart() -> Iterator[str]:
    """The address of a page with nothing but a choice and a plain chart."""
    with _running(run_bare("chart")) as address:
        yield address


def run_bare(name: str) -> tuple[str, ...]:
    """What Python is started with to serve a page of `bench/bare` at PORT."""
    return ("-c", _WITH_PORT, "run", str(BARE / f"{name}.py"))


@contextmanager
def _running(command: tuple[str, ...]) -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="dashboard-bench-"))
    try:
        with running_server(demo(1).folder.parent, folder / "log.txt", command) as address:
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)
