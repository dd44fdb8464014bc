"""Where benchmarks keep what they build: `build/bench`, apart from the user's workspaces."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from dashboard.build import DEMO, build_demo
from dashboard.store.sql import schema_files
from dashboard.store.workspace import Workspace, list_workspaces, open_workspace

FOLDER = Path(__file__).parents[1] / "build" / "bench"


def demo(scale: int) -> Workspace:
    """The demo province at a scale, built once for each state of the schema and used again after that."""
    schema = hashlib.sha256(b"".join(path.read_bytes() for path in schema_files())).hexdigest()[:8]
    folder = FOLDER / f"x{scale}_{schema}"  # one folder each, so that the dashboard opens this very workspace
    # A server that was started over it adds the other samples.
    if built := [workspace for workspace in list_workspaces(folder) if workspace.name == DEMO]:
        return built[0]
    draft = FOLDER / f"{folder.name}.new"  # a build that was cut off is not taken for a whole one
    shutil.rmtree(draft, ignore_errors=True)
    with data_folder(draft), _progress(f"Building the demo at scale {scale}") as progress:
        task = progress.add_task("")
        build_demo(DEMO, scale=scale, on_progress=lambda n, total, _: progress.update(task, completed=n, total=total))
    draft.rename(folder)
    return open_workspace(DEMO, folder)


@contextmanager
def data_folder(folder: Path) -> Iterator[None]:
    """Workspaces are made and looked for in this folder while the block runs."""
    before = os.environ.get("DASHBOARD_DATA")
    os.environ["DASHBOARD_DATA"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["DASHBOARD_DATA"]
        else:
            os.environ["DASHBOARD_DATA"] = before


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for one run, on the same disk as the workspaces; removed afterwards."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="run-", dir=FOLDER))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _progress(title: str) -> Progress:
    columns = (TextColumn(title), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True))
