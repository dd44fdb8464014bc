"""Importing: twice changes nothing, a correction changes the number, a broken file stops nothing."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest

from dashboard.build import SAMPLES, build_sample
from tests.cli.conftest import Run
from tests.conftest import ROOT

DUYEN_HAI = SAMPLES / "travinh" / "duyen-hai_2023-q3.xlsx"


@pytest.fixture
def travinh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace of its own to change."""
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path))
    build_sample(SAMPLES / "travinh")
    return tmp_path / "travinh"


def late(run: Run, *more: str) -> int | None:
    arguments = ("metric", "late_rate", "--workspace", "travinh", "--period", "2023-Q3", *more)
    return run(*arguments)["rows"][0]["numerator"]


def corrected_copy(folder: Path, late_files: int) -> Path:
    """Duyên Hải's workbook with another number of late files, found by its heading."""
    book = openpyxl.load_workbook(DUYEN_HAI)
    sheet = book["Hồ sơ"]
    (cell,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == 10]
    cell.value = late_files
    path = folder / "duyen-hai_dinh-chinh.xlsx"
    book.save(path)
    return path


def test_importing_a_file_twice_changes_nothing(run: Run, travinh: Path) -> None:
    before = (travinh / "CURRENT").read_text()
    (again,) = run("import", str(DUYEN_HAI), "--workspace", "travinh")["files"]
    assert (again["status"], again["findings"]) == ("unchanged", [])
    assert late(run) == 10
    assert (travinh / "CURRENT").read_text() == before


def test_a_correction_changes_the_number_and_the_old_one_stays(run: Run, travinh: Path, tmp_path: Path) -> None:
    first = run("trace", "late_rate", "--workspace", "travinh", "--period", "2023-Q3")["terms"][0]["revision"]
    (corrected,) = run("import", str(corrected_copy(tmp_path, 13)), "--workspace", "travinh")["files"]
    assert corrected["status"] == "accepted"
    assert any(finding["rule"] == "V02" for finding in corrected["findings"])
    assert late(run) == 13
    assert late(run, "--as-of", first) == 10
    traced = run("trace", "late_rate", "--workspace", "travinh", "--period", "2023-Q3", "--unit", "TX. Duyên Hải")
    term = next(term for term in traced["terms"] if term["column"] == "resolved_late")
    assert (term["value"], term["revision"], term["sheet"]) == (13, corrected["revision"], "Hồ sơ")
    book = openpyxl.load_workbook(next((travinh / "originals").glob(f"{term['sha256']}*")))
    assert book[term["sheet"]][term["cell"]].value == 13


def test_a_held_file_shows_nothing_yet(run: Run, travinh: Path, tmp_path: Path) -> None:
    (held,) = run("import", str(corrected_copy(tmp_path, 13)), "--workspace", "travinh", "--hold")["files"]
    assert held["status"] == "held"
    assert late(run) == 10


def test_one_broken_file_stops_neither_the_others_nor_the_import(run: Run, travinh: Path, tmp_path: Path) -> None:
    broken = tmp_path / "hong.xlsx"
    broken.write_bytes(DUYEN_HAI.read_bytes()[:2000])
    missing = tmp_path / "khong-co.xlsx"
    arguments = ("import", str(broken), str(missing), str(corrected_copy(tmp_path, 13)), "--workspace", "travinh")
    files = run(*arguments, status=1)["files"]
    assert [file["status"] for file in files] == ["rejected", "rejected", "accepted"]
    assert all(file["findings"][0]["severity"] == "reject" and file["findings"][0]["message"] for file in files[:2])
    assert late(run) == 13


def test_an_unknown_period_or_workspace_is_bad_usage(run: Run, travinh: Path) -> None:
    assert "error" in run("metric", "late_rate", "--workspace", "travinh", "--period", "2031-01", status=2)
    assert "error" in run("metric", "late_rate", "--workspace", "khong_co", "--period", "2023-Q3", status=2)
    assert "error" in run("import", str(DUYEN_HAI), "--workspace", "travinh", "--period", "quý ba", status=2)
    assert "error" in run("query", "khong_co", "--workspace", "travinh", status=2)
    assert "error" in run("query", "metric_total", "--workspace", "travinh", "--param", "x=1", status=2)


def test_changing_one_cell_of_a_sample_changes_the_figure(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / "data"))
    folder = tmp_path / "travinh"
    shutil.copytree(SAMPLES / "travinh", folder)
    shutil.move(corrected_copy(tmp_path, 13), folder / DUYEN_HAI.name)
    build_sample(folder)
    assert late(run) == 13


def test_a_killed_import_leaves_the_workspace_as_before(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path))
    build_sample(SAMPLES / "travinh")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for n in range(200):
        shutil.copy(corrected_copy(tmp_path, 20 + n), inbox / f"{n:03d}.xlsx") if n < 3 else (
            inbox / f"{n:03d}.xlsx"
        ).write_bytes(DUYEN_HAI.read_bytes() + n.to_bytes(2, "big"))
    before = (tmp_path / "travinh" / "CURRENT").read_text()
    command = [sys.executable, "-m", "dashboard", "import", str(inbox), "--workspace", "travinh"]
    importing = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    draft = tmp_path / "travinh" / "generations" / "draft.duckdb"
    deadline = time.monotonic() + 30
    while not draft.exists() and time.monotonic() < deadline:
        time.sleep(0.005)
    importing.kill()
    importing.wait()
    assert (tmp_path / "travinh" / "CURRENT").read_text() == before
    assert late(run) == 10
    (again,) = run("import", str(inbox / "000.xlsx"), "--workspace", "travinh")["files"]
    assert again["status"] == "accepted" and late(run) == 20


def test_standard_output_is_one_json_document_and_nothing_else(tmp_path: Path) -> None:
    environment = os.environ | {"DASHBOARD_DATA": str(tmp_path)}
    build = [sys.executable, "-m", "dashboard", "workspace", "create", "tinh_x", "--units", "units.csv", "--json"]
    (tmp_path / "units.csv").write_text("Tên đơn vị,Cấp\nSở Nội vụ,Tỉnh\nXã Bình An,Xã\n", "utf-8")
    done = subprocess.run(
        build, cwd=tmp_path, env=environment | {"PYTHONPATH": str(ROOT)}, capture_output=True, check=True
    )
    document = json.loads(done.stdout.decode("utf-8"))
    assert (document["workspace"], document["units"]) == ("tinh_x", 2)


def test_naming_the_period_that_a_file_states_makes_it_no_other_file(run: Run, travinh: Path) -> None:
    before = (travinh / "CURRENT").read_text()
    arguments = ("import", str(DUYEN_HAI), "--workspace", "travinh", "--period", "2023-Q3")
    (again,) = run(*arguments)["files"]
    assert again["status"] == "unchanged"
    assert again["revision"] is not None
    assert (travinh / "CURRENT").read_text() == before


def test_a_file_of_another_regime_is_refused_by_the_regime_not_by_the_label(run: Run, travinh: Path) -> None:
    arguments = ("import", str(DUYEN_HAI), "--workspace", "travinh", "--period", "2023-Q3", "--regime", "kstt")
    (file,) = run(*arguments, status=1)["files"]
    message = file["findings"][0]["message"]
    assert "“cchc”" in message and "“kstt”" in message


def test_holding_a_file_twice_holds_it_once(run: Run, travinh: Path, tmp_path: Path) -> None:
    arguments = ("import", str(corrected_copy(tmp_path, 13)), "--workspace", "travinh", "--hold")
    (first,) = run(*arguments)["files"]
    before = (travinh / "CURRENT").read_text()
    assert run(*arguments)["files"] == [first]
    assert (travinh / "CURRENT").read_text() == before


def test_one_file_given_twice_in_a_batch_is_one_revision(run: Run, travinh: Path, tmp_path: Path) -> None:
    good, bad = str(corrected_copy(tmp_path, 13)), str(tmp_path / "khong-co.xlsx")
    files = run("import", good, good, bad, bad, "--workspace", "travinh", status=1)["files"]
    assert [file["status"] for file in files] == ["accepted", "unchanged", "rejected", "rejected"]
    assert files[0]["revision"] == files[1]["revision"]


def test_the_regime_given_is_that_of_files_which_name_none(run: Run, travinh: Path, tmp_path: Path) -> None:
    file = tmp_path / "quy.csv"
    file.write_text("period,unit,resolved_total,resolved_late\n2024-Q1,tx_duyen_hai,100,3\n", encoding="utf-8")
    run("import", str(file), "--workspace", "travinh", "--regime", "kstt")
    regimes = {row["regime"] for row in run("periods", "--workspace", "travinh") if row["label"] == "2024-Q1"}
    assert regimes == {"kstt"}
