"""What is asked wrongly gets an error and exit status 2, never the answer to another question."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run

TRAVINH = ("--workspace", "travinh")


@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize("option", ["--unit", "--field"])
def test_an_empty_name_is_not_the_whole_province(run: Run, option: str) -> None:
    assert "error" in run("metric", "late_rate", *TRAVINH, "--period", "2023-Q3", option, "", status=2)
    assert "error" in run("trace", "late_rate", *TRAVINH, "--period", "2023-Q3", option, "", status=2)


@pytest.mark.usefixtures("samples")
def test_a_unit_that_has_not_reported_has_one_row_without_figures(run: Run) -> None:
    unit = ("--unit", "xa_phuong_tx_duyen_hai")
    (row,) = run("metric", "late_rate", *TRAVINH, "--period", "2023-Q3", *unit)["rows"]
    assert (row["id"], row["name"]) == ("total", "UBND xã, phường thuộc thị xã Duyên Hải")
    assert {row[key] for key in ("numerator", "denominator", "ratio", "target", "basis", "reported", "due")} == {None}


@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize(
    ("query", "param", "named"),
    [
        ("metric_total", "metric_ids", "metric_ids"),
        ("metric_total", "khac=1", "khac"),
        ("metric_total", 'metric_ids=["late_rate"', "JSON"),
        ("source_cells", "metric_id=late_rate", "period_id"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(run: Run, query: str, param: str, named: str) -> None:
    assert named in run("query", query, *TRAVINH, "--param", param, status=2)["error"]


@pytest.mark.usefixtures("samples")
def test_an_unknown_regime_is_named_before_anything_is_read(run: Run, tmp_path: Path) -> None:
    file = str(tmp_path / "khong-co.csv")
    assert "kstt" in run("import", file, *TRAVINH, "--regime", "zzz", status=2)["error"]
    assert "kstt" in run("import", file, *TRAVINH, "--period", "2023-Q3", "--regime", "zzz", status=2)["error"]
