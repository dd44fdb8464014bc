"""All findings of a workspace together: complete, in order, cut to the viewer, and there before an import is published."""

from pathlib import Path

import pytest

from dashboard.demo.province import generate, scores
from dashboard.report import LOCAL_VIEWER, SEVERITIES, Finding, Reading, Report, Viewer
from dashboard.store import accept, write
from dashboard.store.findings import current_findings, findings_of
from dashboard.store.workspace import Workspace, open_workspace
from tests.queries.conftest import ENTERED, FIELDS, UNITS, month, report, row

KEYS = {
    "rule", "severity", "unit_id", "unit", "period_id", "period", "field", "columns", "stated", "recomputed", "difference",
    "revision", "file", "sheet", "cell", "message", "id", "family", "level", "field_id", "sha256", "metrics",
}  # fmt: skip
BAD_SUM = {"received_total": 10, "received_online": 5, "received_offline": 5, "carried_over": 1}
BAD_DOCS = {"docs_out": 1847, "e_docs": 1845, "paper_docs": 32}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return write.create_workspace("thu", title="Thử", units=UNITS, fields=FIELDS, root=tmp_path)


def incoming(name: str, *reports: Report, findings: tuple[Finding, ...] = ()) -> accept.Incoming:
    content = name.encode()
    return accept.Incoming(name, content, accept.sha256_of(content), Reading("f", "1", reports, findings))


def take(workspace: Workspace, *files: accept.Incoming, is_held: bool = False) -> dict[str, list[Finding]]:
    with write.changing(workspace) as change:
        outcomes = accept.add_batch(change, files, entered_by="thu", entered_at=ENTERED, is_held=is_held)
        found = findings_of(change, [o.revision for o in outcomes if o.revision])
        return {o.file_name: found.get(o.revision or "", []) for o in outcomes}


def file_of(unit: str, name: str) -> accept.Incoming:
    noted = Finding("warning", "V14", "Lĩnh vực lạ.", sheet="Biểu", cell="B9")
    bad = (
        report("dossier", unit, month("2024-02"), row(**BAD_SUM)),
        report("document", unit, month("2024-02"), row(**BAD_DOCS)),
    )
    return incoming(name, *bad, findings=(noted,))


def test_an_import_hears_of_each_files_findings_before_it_is_published(workspace: Workspace) -> None:
    good = incoming("tot.xlsx", report("document", "so_b", month("2024-02"), row(docs_out=2, e_docs=1, paper_docs=1)))
    found = take(workspace, file_of("so_a", "xau.xlsx"), good)
    assert [(f.severity, f.rule, f.cell, f.difference) for f in found["xau.xlsx"]] == [
        ("error", "V01", "C10", 1),
        ("warning", "V09", "E10", 30),
    ]
    assert found["tot.xlsx"] == []


def test_findings_are_those_of_the_checks_and_of_reading_the_gravest_first(workspace: Workspace) -> None:
    take(workspace, file_of("so_b", "b.xlsx"), file_of("so_a", "a.xlsx"))
    found = current_findings(workspace, viewer=LOCAL_VIEWER)
    assert [(f["severity"], f["rule"], f["unit_id"], f["file"]) for f in found] == [
        ("error", "V01", "so_a", "a.xlsx"),
        ("error", "V01", "so_b", "b.xlsx"),
        ("warning", "V14", None, "a.xlsx"),
        ("warning", "V14", None, "b.xlsx"),
        ("warning", "V09", "so_a", "a.xlsx"),
        ("warning", "V09", "so_b", "b.xlsx"),
    ]
    assert all(f.keys() == KEYS for f in found)
    assert found[0]["message"].startswith("Sở A, tháng 02/2024: tổng số hồ sơ nhận giải quyết ghi 10")
    assert (found[0]["stated"], found[0]["recomputed"], found[0]["difference"]) == (10, 11, 1)


def test_who_may_see_one_unit_hears_of_no_other(workspace: Workspace) -> None:
    both = (*file_of("so_a", "x").reading.reports, *file_of("so_b", "x").reading.reports)
    noted = Finding("warning", "V14", "Đơn vị lạ.", sheet="Biểu", cell="B9")
    take(workspace, file_of("so_a", "a.xlsx"), incoming("chung.xlsx", *both, findings=(noted,)))
    found = current_findings(workspace, viewer=Viewer("a", "viewer", frozenset(["so_a"])))
    assert {f["unit_id"] for f in found} == {"so_a"}
    assert "V14" not in {f["rule"] for f in found}
    assert current_findings(workspace, viewer=Viewer("x", "viewer", frozenset())) == []


def test_what_was_found_in_a_file_of_one_unit_is_told_of_that_unit(workspace: Workspace) -> None:
    reports = [report("dossier", unit, month("2024-02"), row(resolved_late=1)) for unit in ("so_a", "so_b")]
    noted = Finding("warning", "V14", "Lĩnh vực lạ.", sheet="Biểu", cell="B9")
    take(workspace, incoming("a.xlsx", reports[0], findings=(noted,)))
    assert [f["unit"] for f in current_findings(workspace, viewer=LOCAL_VIEWER)] == [UNITS[0].name]
    take(workspace, incoming("hai.xlsx", *reports, findings=(noted,)))
    assert [f["unit"] for f in current_findings(workspace, viewer=LOCAL_VIEWER)] == [None]


def test_a_superseded_files_findings_are_gone_and_back_as_of_its_time(workspace: Workspace) -> None:
    take(workspace, file_of("so_a", "xau.xlsx"))
    good = (
        report("dossier", "so_a", month("2024-02"), row(received_total=10)),
        report("document", "so_a", month("2024-02"), row(docs_out=1847)),
    )
    take(workspace, incoming("tot.xlsx", *good))
    assert current_findings(workspace, viewer=LOCAL_VIEWER) == []
    assert [f["rule"] for f in current_findings(workspace, viewer=LOCAL_VIEWER, as_of="r1")] == ["V01", "V14", "V09"]


def test_refused_and_held_files_are_told_of_on_request(workspace: Workspace) -> None:
    take(workspace, incoming("hong.xlsx", findings=(Finding("reject", "unreadable", "Hỏng."),)))
    take(workspace, file_of("so_a", "cho.xlsx"), is_held=True)
    assert current_findings(workspace, viewer=LOCAL_VIEWER) == []
    found = current_findings(workspace, viewer=LOCAL_VIEWER, includes_refused=True)
    assert [(f["severity"], f["file"]) for f in found] == [("reject", "hong.xlsx"), ("warning", "cho.xlsx")]


def test_only_the_periods_asked_for_are_told_of(workspace: Workspace) -> None:
    take(workspace, file_of("so_a", "a.xlsx"))
    assert current_findings(workspace, viewer=LOCAL_VIEWER, period_ids=["cchc/2024-01"]) == []
    assert len(current_findings(workspace, viewer=LOCAL_VIEWER, period_ids=["cchc/2024-02"])) == 3


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("bacgiang", []),
        ("caobang", []),
        ("tiengiang", [("V21", 103, 19)]),
        ("travinh", [("V07", 0.8992, 4337 / 4857), ("V09", 1847, 1877)]),
    ],
)
def test_the_published_reports_contradict_themselves_in_these_places_only(
    sample_workspaces: Path, name: str, expected: list[object]
) -> None:
    found = current_findings(open_workspace(name, sample_workspaces), viewer=LOCAL_VIEWER)
    assert [(f["rule"], f["stated"], f["recomputed"]) for f in found] == expected
    assert all(f["file"] and f["sheet"] and f["cell"] for f in found)


def test_what_was_sown_in_the_demo_is_found_and_nothing_else(sample_workspaces: Path) -> None:
    found = current_findings(open_workspace("demo", sample_workspaces), viewer=LOCAL_VIEWER)
    # The score tables of the portal have a ledger of their own.
    of_scores = {(f["rule"], f["unit"]) for f in found if "diem_766" in f["file"]}
    province = generate()
    names = {unit.unit_id: unit.name for unit in province.units}
    assert of_scores == {(one.rule, names[one.unit_id]) for *_, sown in scores(province) for one in sown}
    told = {
        (f["rule"], f["period"], f["unit_id"], (f["columns"] or ["unit_id"])[0], f["stated"])
        for f in found
        if "diem_766" not in f["file"]
    }
    sown = {(e.rule, e.period, e.unit_id, e.column, e.stated) for e in province.ledger}
    assert sown - told == set()
    # A count that was corrected moves others with it: those of its row and of the total.
    assert {rule for rule, *_ in told - sown} <= {"V20"}
    corrected = {(period, unit) for rule, period, unit, *_ in sown if rule == "V20"}
    assert {(period, unit) for rule, period, unit, *_ in told - sown} <= corrected


def test_severities_come_in_their_order(sample_workspaces: Path) -> None:
    found = current_findings(open_workspace("demo", sample_workspaces), viewer=LOCAL_VIEWER)
    order = [SEVERITIES.index(f["severity"]) for f in found]
    assert order == sorted(order)
    assert len(set(order)) > 1
