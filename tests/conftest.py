"""What every test stands on: a data folder of its own, and properties that fail the same way twice."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import settings
from xdist.scheduler import LoadFileScheduling

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("steady", deadline=None, derandomize=bool(os.environ.get("CI")), print_blob=True)
settings.load_profile("steady")


def pytest_configure(config: pytest.Config) -> None:
    """No test sees the user's workspaces: DASHBOARD_DATA is one temporary folder, the same for all worker processes."""
    if not hasattr(config, "workerinput"):
        os.environ["DASHBOARD_DATA"] = tempfile.mkdtemp(prefix="dashboard-tests-")
        os.environ["DASHBOARD_CACHE"] = str(Path(os.environ["DASHBOARD_DATA"]) / ".core")


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: a test that waits for its browser or its server leaves one idle."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that need a browser take longest and come first."""
    items.sort(key=lambda item: item.path.parent.name != "browser")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling:
    return OneBrowserScheduling(config, log)


class OneBrowserScheduling(LoadFileScheduling):
    """A file is run by one worker; all that need a browser by the same one, so that one server knows its answers for
    all of them, and browsers do not take each other's time."""

    def _split_scope(self, nodeid: str) -> str:
        folder, _, _ = nodeid.rpartition("/")
        return folder if folder == "tests/browser" else super()._split_scope(nodeid)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ["DASHBOARD_DATA"], ignore_errors=True)


@pytest.fixture(scope="session")
def conference(sample_workspaces: Path) -> Callable[..., tuple[Any, Any]]:
    """The context of a sample workspace and what a conference is told of a period, or of one unit; asked once."""
    from dashboard.conference.gather import gather
    from dashboard.figures import Context
    from dashboard.store.workspace import Workspace

    @cache
    def told(workspace: str, period: str, unit: str | None = None) -> tuple[Context, Any]:
        context = Context(Workspace(workspace, sample_workspaces / workspace))
        return context, gather(context, period, unit, made=datetime(2026, 11, 22, 2, tzinfo=UTC))

    return told


@pytest.fixture(scope="session")
def sample_workspaces() -> Path:
    """The folder with the workspaces of a first start, built once for all worker processes. Read them; never write."""
    data = Path(os.environ["DASHBOARD_DATA"]) / "samples"
    done = data / ".built"
    with FileLock(f"{data}.lock"):
        if not done.exists():
            command = [sys.executable, "-m", "dashboard", "build-samples"]
            environment = os.environ | {"DASHBOARD_DATA": str(data)}
            built = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
            assert built.returncode == 0, built.stderr[-4000:]
            done.touch()
    return data
