"""A province's own list of units: made into a workspace, and brought up to date when units or their names change."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run

FLAT = "period,unit,field,resolved_total,resolved_late\n2026-10,{unit},Đất đai,100,4\n"


@pytest.fixture
def province(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / "data"))
    (tmp_path / "units.csv").write_text("Mã,Tên đơn vị,Cấp\nnv,Sở Nội vụ,tỉnh\n", "utf-8")
    run("workspace", "create", "tinh", "--units", str(tmp_path / "units.csv"), "--title", "Tỉnh thử")
    return tmp_path


def late(run: Run) -> int | None:
    return run("metric", "late_rate", "-w", "tinh", "--period", "2026-10")["rows"][0]["numerator"]


def test_a_name_that_was_not_known_is_known_after_the_list_names_it(run: Run, province: Path) -> None:
    sent = province / "bao-cao.csv"
    sent.write_text(FLAT.format(unit="Phòng Cải cách"), "utf-8")
    (file,) = run("import", str(sent), "-w", "tinh", status=1)["files"]
    assert (file["status"], file["findings"][0]["rule"]) == ("rejected", "V14")
    listed = province / "them.csv"
    listed.write_text("Mã,Tên đơn vị,Cấp,Tên khác\nnv,Sở Nội vụ,tỉnh,Phòng Cải cách\nkt,Sở Kiểm thử,tỉnh,\n", "utf-8")
    changed = run("workspace", "units", "tinh", "--units", str(listed))
    assert (changed["new"], changed["replaced"]) == (1, 1)
    assert [unit["id"] for unit in run("units", "-w", "tinh")] == ["nv", "kt"]
    (again,) = run("import", str(sent), "-w", "tinh")["files"]
    assert again["status"] == "accepted" and late(run) == 4


def test_a_unit_that_the_list_no_longer_names_keeps_its_figures(run: Run, province: Path) -> None:
    sent = province / "bao-cao.csv"
    sent.write_text(FLAT.format(unit="Sở Nội vụ"), "utf-8")
    run("import", str(sent), "-w", "tinh")
    other = province / "khac.csv"
    other.write_text("Mã,Tên đơn vị,Cấp\nkt,Sở Kiểm thử,tỉnh\n", "utf-8")
    run("workspace", "units", "tinh", "--units", str(other))
    assert late(run) == 4


def test_the_limits_of_small_numbers_are_shown_and_changed(run: Run, province: Path) -> None:
    assert run("workspace", "limits", "tinh") == {"workspace": "tinh", "small_n": 10, "interval_n": 30}
    assert run("workspace", "limits", "tinh", "--small-n", "5")["small_n"] == 5
    assert run("workspace", "limits", "tinh") == {"workspace": "tinh", "small_n": 5, "interval_n": 30}
    assert "error" in run("workspace", "limits", "tinh", "--small-n", "0", status=2)
    assert "error" in run("workspace", "limits", "khong-co", status=2)
