"""The overview's script, run by Streamlit without a server or a browser."""

from collections.abc import Iterator
from pathlib import Path

from bench.measure import Figure, in_fresh_process, milliseconds
from bench.workspaces import data_folder, demo

APP = Path(__file__).parents[1] / "dashboard" / "app.py"
AIM_MS = 150.0
_SECONDS_ALLOWED = 120


def measure(runs: int) -> Iterator[Figure]:
    """Milliseconds of the first run of a new process, and of those after it."""
    workspace = demo(1)
    first, warm = in_fresh_process(_run, str(workspace.folder.parent), 3 * runs)
    yield Figure("Overview, first run", first, "ms")
    yield Figure("Overview, warm run", warm, "ms", AIM_MS)


def _run(folder: str, runs: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    from streamlit.testing.v1 import AppTest

    with data_folder(Path(folder)):
        app = AppTest.from_file(str(APP), default_timeout=_SECONDS_ALLOWED)

        def run() -> None:
            app.run()
            if app.exception:
                raise RuntimeError(app.exception[0].message)

        return milliseconds(run, 1, warm_up=False), milliseconds(run, runs)
