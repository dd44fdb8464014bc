"""Nine months, years and years to date: from the cumulative report, else from parts that leave no day out."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run

UNITS = "Tên đơn vị,Cấp\nSở Tư pháp,Tỉnh\n"


@pytest.fixture
def province(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty province of one unit."""
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / "data"))
    units = tmp_path / "don-vi.csv"
    units.write_text(UNITS, encoding="utf-8")
    run("workspace", "create", "tinh", "--units", str(units))
    return tmp_path


def import_late(run: Run, folder: Path, **late: int) -> None:
    """Late files of 1.000 resolved, by label written as an identifier: `_2021_H1`."""
    lines = [f"{label[1:].replace('_', '-')},so_tu_phap,1000,{count}" for label, count in late.items()]
    file = folder / f"{'_'.join(late)}.csv"
    file.write_text("period,unit,resolved_total,resolved_late\n" + "\n".join(lines) + "\n", encoding="utf-8")
    run("import", str(file), "--workspace", "tinh")


def asked(run: Run, period: str, *more: str) -> tuple[int | None, str | None]:
    (row,) = run("metric", "late_rate", "--workspace", "tinh", "--period", period, *more)["rows"]
    return row["numerator"], row["basis"]


def test_where_no_second_quarter_is_reported_the_half_year_and_the_third_quarter_make_nine_months(
    run: Run, province: Path
) -> None:
    import_late(run, province, _2021_H1=10, _2021_Q3=5)
    assert asked(run, "2021-9M") == asked(run, "2021-Q3", "--ytd") == (15, "parts")
    assert asked(run, "2021") == (None, None)
    import_late(run, province, _2021_Q4=2)
    assert asked(run, "2021") == asked(run, "2021-Q4", "--ytd") == (17, "parts")


def test_two_halves_make_a_year(run: Run, province: Path) -> None:
    import_late(run, province, _2021_H1=10, _2021_H2=7)
    assert asked(run, "2021") == (17, "parts")


def test_months_after_a_cumulative_report_are_added_to_it(run: Run, province: Path) -> None:
    import_late(run, province, _2021_9M=10, _2021_10=1)
    assert asked(run, "2021-10", "--ytd") == (11, "parts")


def test_a_cumulative_report_is_taken_before_all_parts_and_the_year_to_date_says_so(run: Run, province: Path) -> None:
    import_late(run, province, _2021_Q1=1, _2021_Q2=2, _2021_H1=10)
    assert asked(run, "2021-H1") == asked(run, "2021-Q2", "--ytd") == (10, "stated")
    assert asked(run, "2021-Q1", "--ytd") == (1, "parts")
