"""Who may have which original: a file that speaks of other units is not given to a viewer of one."""

from pathlib import Path

import pytest

from dashboard.build import SAMPLES, build_sample
from dashboard.report import LOCAL_VIEWER, Viewer
from dashboard.store import read


@pytest.fixture
def bacgiang(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path))
    return build_sample(SAMPLES / "bacgiang")


def originals(workspace, viewer: Viewer) -> list[str]:
    (path,) = workspace.originals.iterdir()
    rows = read.read(workspace, "readable_original", {"sha256": path.stem}, viewer=viewer).to_pylist()
    return [row["sha256"] for row in rows]


def test_who_sees_every_unit_has_every_original(bacgiang) -> None:
    assert len(originals(bacgiang, LOCAL_VIEWER)) == 1


def test_a_file_of_thirty_units_is_not_for_one_of_them(bacgiang) -> None:
    unit = read.reference(bacgiang).units[0].unit_id
    assert originals(bacgiang, Viewer("x", "unit", frozenset([unit]))) == []
