"""The workbooks are the only source of the real workspaces: build again and they are back, change a cell and it shows."""

import shutil
from pathlib import Path

import openpyxl
import pytest

from dashboard import figures
from dashboard.build import build_sample
from dashboard.store.workspace import Workspace
from tests.samples.sample_files import SAMPLES, own_row, reports


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / "workspaces"))


def _late_rate(workspace: Workspace) -> tuple[int, int]:
    question = figures.Question("late_rate", "2023-Q3", by="unit", unit="Thị xã Duyên Hải")
    (row,) = figures.answer(figures.Context(workspace), question).rows
    return row["numerator"], row["denominator"]


def test_a_deleted_workspace_comes_back_from_its_workbooks():
    first = build_sample(SAMPLES / "travinh")
    before = _late_rate(first)
    shutil.rmtree(first.folder)
    assert _late_rate(build_sample(SAMPLES / "travinh")) == before
    counts = own_row(reports("travinh", "dossier")[0]).counts
    assert before == (counts["resolved_late"], counts["resolved_total"])


def test_one_changed_cell_changes_the_number(tmp_path):
    before = _late_rate(build_sample(SAMPLES / "travinh"))
    changed = shutil.copytree(SAMPLES / "travinh", tmp_path / "changed")
    (report,) = reports("travinh", "dossier")
    (path,) = changed.glob("*.xlsx")
    book = openpyxl.load_workbook(path)
    book[report.sheet][f"{report.letters['resolved_late']}{own_row(report).row}"].value += 1
    book.save(path)
    assert _late_rate(build_sample(changed)) == (before[0] + 1, before[1])
