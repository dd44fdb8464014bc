"""What contradicts itself in a file that comes in, told by the command that takes it in."""

from pathlib import Path

import pytest

from dashboard.exports.form_workbook import FormHead, write_form
from dashboard.forms import load_forms
from dashboard.ingest.periods import get_regime, period_from_label
from dashboard.report import FactRow, Reference, Report, Subject, Unit
from tests.cli.conftest import Run

UNITS = (
    Unit("vp", "Văn phòng UBND tỉnh", "province_office", "province"),
    Unit("a", "Sở A", "department", "province"),
    Unit("b", "Sở B", "department", "province"),
    Unit("c", "Sở C", "department", "province"),
)


@pytest.fixture
def province(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / "data"))
    lines = "".join(f"{unit.unit_id},{unit.name},tỉnh\n" for unit in UNITS)
    (tmp_path / "units.csv").write_text(f"Mã,Tên đơn vị,Cấp\n{lines}", "utf-8")
    run("workspace", "create", "tinh", "--units", str(tmp_path / "units.csv"))
    return tmp_path


def roll_up(folder: Path, level_total: int) -> str:
    """A roll-up of two of the province's departments, whose level row states that many files."""
    period = period_from_label("2026-Q3", get_regime("cchc"))
    assert period is not None

    def report(subject: Subject, resolved: int) -> Report:
        counts = {"resolved_total": resolved, "resolved_late": 0}
        return Report("dossier", subject, period, "consolidated", rows=(FactRow(0, counts=counts),))

    reports = [report(Subject("unit", "a"), 10), report(Subject("unit", "b"), 20)]
    reports.append(report(Subject("level", level="province"), level_total))
    form = load_forms().latest("bieu_06_tong_hop")
    path = folder / f"tong-hop-{level_total}.xlsx"
    path.write_bytes(write_form(form, reports, Reference(UNITS, ()), head=FormHead(unit="Văn phòng UBND tỉnh")))
    return str(path)


@pytest.mark.parametrize(("stated", "found"), [(30, []), (33, [("V08", 33, 30)])])
def test_a_level_of_a_roll_up_is_the_sum_of_the_units_listed_under_it(
    run: Run, province: Path, stated: int, found: list[tuple[str, int, int]]
) -> None:
    (file,) = run("import", roll_up(province, stated), "-w", "tinh")["files"]
    assert file["status"] == "accepted"
    assert [(f["rule"], f["stated"], f["recomputed"]) for f in file["findings"] if f["rule"] == "V08"] == found


def test_more_secret_documents_than_documents_give_no_ratio(run: Run, province: Path) -> None:
    sent = province / "van-ban.csv"
    sent.write_text("period,unit,docs_out,classified_docs,signed_docs\n2026-10,Sở A,100,120,80\n", "utf-8")
    (file,) = run("import", str(sent), "-w", "tinh")["files"]
    assert "V21" in [finding["rule"] for finding in file["findings"]]
    for by in ((), ("--by", "unit"), ("--by", "level")):
        rows = run("metric", "signed_share_outgoing", "-w", "tinh", "--period", "2026-10", *by)["rows"]
        assert [row["ratio"] for row in rows if row["numerator"] is not None] == [None]
