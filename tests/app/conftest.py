"""The whole application in one process: every page, from the entry, over workspaces of a few units."""

import functools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from dashboard.report import FactRow, Report, Subject
from dashboard.store import connection, write
from dashboard.store.workspace import Workspace
from tests import answers
from tests.app.opening import opened
from tests.app.province import FIELDS, UNITS, dossiers, fill, month

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session", autouse=True)
def components_are_looked_for_once() -> Iterator[None]:
    """Each application under test looks through all installed packages for widgets, and finds the same each time."""
    with pytest.MonkeyPatch.context() as patch:
        scan = functools.cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture(scope="session", autouse=True)
def each_question_is_asked_once() -> Iterator[None]:
    """Tests of pages hold what is shown against what was answered; that the answers are right, others prove."""
    with pytest.MonkeyPatch.context() as patch:
        answers.remember(patch)
        yield


@pytest.fixture(scope="session")
def read_only(made: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """`full` for tests that change nothing: one copy for all of them, whose answers stay known from test to test."""
    return Workspace("tinh", Path(shutil.copytree(made["full"], tmp_path_factory.mktemp("read_only") / "tinh")))


@pytest.fixture
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of workspaces that this test's application sees, and no other.

    Their connections end with the test: each has 20 MB and a thread, which add up to gigabytes in a long run.
    """
    if "read_only" in request.fixturenames:
        shared: Workspace = request.getfixturevalue("read_only")
        monkeypatch.setenv("DASHBOARD_DATA", str(shared.folder.parent))
        before = sorted(place.name for place in shared.folder.rglob("*"))
        yield shared.folder.parent
        assert sorted(place.name for place in shared.folder.rglob("*")) == before, "this test needs `full`: it writes"
        return
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path))
    yield tmp_path
    for held in [place for place in connection._readers if place.is_relative_to(tmp_path)]:
        del connection._readers[held]


@pytest.fixture
def create(folder: Path) -> Callable[..., Workspace]:
    """Makes a workspace without reports."""
    return functools.partial(create_workspace, folder)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The two workspaces that most tests look at, made once; each test gets its own copy."""
    root = tmp_path_factory.mktemp("made")
    return {
        name: fill(create_workspace(root, name), reports()) for name, reports in {"full": _full, "gaps": _gaps}.items()
    }


@pytest.fixture
def full(made: dict[str, Path], folder: Path) -> Workspace:
    """Every unit in every month of fourteen; land gets better, one commune stays late."""
    return Workspace("tinh", Path(shutil.copytree(made["full"], folder / "tinh")))


@pytest.fixture
def gaps(made: dict[str, Path], folder: Path) -> Workspace:
    """A unit that has not reported, a month without any report, and a form that gives only four numbers."""
    return Workspace("tinh", Path(shutil.copytree(made["gaps"], folder / "tinh")))


def _full() -> dict[str, list[Report]]:
    months = [month(2025, number) for number in range(9, 13)] + [month(2026, number) for number in range(1, 11)]
    return {
        f"bao-cao-{period.label}.xlsx": [
            dossiers(unit.unit_id, period, 16 if unit.unit_id == "xa_dong_hai" else 14 - step) for unit in UNITS
        ]
        for step, period in enumerate(months)
    }


def _gaps() -> dict[str, list[Report]]:
    files = {}
    for label in ((2026, 1), (2026, 2), (2026, 4)):
        period = month(*label)
        files[f"{period.label}.xlsx"] = [dossiers(unit_id, period, 3) for unit_id in ("so_tu_phap", "xa_an_binh")]
    rows = (FactRow(5, None, counts={"resolved_ok": 90, "overdue_unsplit": 4}),)
    files["2026-04.xlsx"].append(Report("dossier", Subject("unit", "xa_dong_hai"), month(2026, 4), rows=rows))
    return files


def create_workspace(root: Path, name: str = "tinh", title: str = "Tỉnh Thử", **settings: str) -> Workspace:
    made = {"default_regime": "cchc", **settings}
    return write.create_workspace(name, title=title, units=UNITS, fields=FIELDS, settings=made, root=root)


@pytest.fixture
def open_page(request: pytest.FixtureRequest, folder: Path) -> Iterator[Callable[..., AppTest]]:
    """Opens a page by the name of its file, with the parameters of its address, and runs it."""

    def open_(page: str = "overview", **address: str) -> AppTest:
        return opened(page, **address)

    if "read_only" in request.fixturenames:  # its answers are right for the next test too
        yield open_
        return
    st.cache_data.clear()
    st.cache_resource.clear()
    yield open_
    st.cache_data.clear()
    st.cache_resource.clear()
