"""Vertical agencies are apart from every sum, and are shown to whoever names one."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run

UNITS = "Mã đơn vị,Tên đơn vị,Cấp,Loại đơn vị\nhuyen,UBND huyện,Huyện,district\ncong_an,Công an huyện,Huyện,vertical_agency\n"
REPORTS = "period,unit,resolved_total,resolved_late\n2021-03,huyen,80,10\n2021-03,cong_an,1000,500\n"


@pytest.fixture
def province(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A district and its police, each with a report."""
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / "data"))
    for name, text in (("don-vi.csv", UNITS), ("so-lieu.csv", REPORTS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    run("workspace", "create", "tinh", "--units", str(tmp_path / "don-vi.csv"))
    run("import", str(tmp_path / "so-lieu.csv"), "--workspace", "tinh")


@pytest.mark.usefixtures("province")
def test_a_vertical_agency_is_in_no_sum_unless_asked_for(run: Run) -> None:
    asked = ("--workspace", "tinh", "--period", "2021-03")
    (total,) = run("metric", "late_rate", *asked)["rows"]
    (with_vertical,) = run("metric", "late_rate", *asked, "--vertical")["rows"]
    assert (total["numerator"], with_vertical["numerator"]) == (10, 510)
    assert [row["id"] for row in run("metric", "late_rate", *asked, "--by", "unit")["rows"]] == ["huyen"]


@pytest.mark.usefixtures("province")
def test_naming_a_vertical_agency_asks_for_it(run: Run) -> None:
    asked = ("--workspace", "tinh", "--period", "2021-03", "--unit", "Công an huyện")
    (row,) = run("metric", "late_rate", *asked)["rows"]
    assert (row["numerator"], row["denominator"]) == (500, 1000)
    assert [term["value"] for term in run("trace", "late_rate", *asked)["terms"]] == [500, 1000]
