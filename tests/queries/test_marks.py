"""Which figures carry a mark: those that a finding is in, wherever they are added up, and no others."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.metrics.catalogue import load_catalogue
from dashboard.metrics.rules import load_rules
from dashboard.report import LOCAL_VIEWER, Finding, Reading, Viewer
from dashboard.store import accept, session, write
from dashboard.store import read as store
from dashboard.store.workspace import Workspace, open_workspace
from tests.queries.conftest import ENTERED, FIELDS, UNITS, Data, month, report, row

FEB = month("2024-02")
METRICS = list(load_catalogue().metrics)
GOOD = {
    "received_total": 12, "received_online": 5, "received_offline": 5, "carried_over": 2,
    "resolved_total": 10, "resolved_early": 6, "resolved_on_time": 3, "resolved_late": 1,
    "pending_total": 2, "pending_in_time": 1, "pending_overdue": 1,
}  # fmt: skip
BAD_PENDING = GOOD | {"pending_in_time": 0}
PENDING = {"pending_overdue_rate", "late_rate_overall", "overdue_rate", "on_time_766"}


def marks(data: Data, *period_ids: str, name: str = "figure_marks", **params: Any) -> list[dict[str, Any]]:
    if name == "figure_marks":
        params.setdefault("field_ids", [])
    session.put_periods(data.connection)
    return data.ask("read", name, metric_ids=METRICS, period_ids=list(period_ids), **params)


def touched(found: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(mark["figure_id"], mark["metric_id"]) for mark in found}


def test_a_finding_marks_the_metrics_of_its_columns_for_the_unit_its_level_and_the_province(data: Data) -> None:
    for unit, counts in (("so_a", BAD_PENDING), ("so_b", GOOD), ("huyen_c", GOOD)):
        data.accept(report("dossier", unit, FEB, row("dat_dai", **counts), row("ho_tich", at=11, **GOOD)))
    found = marks(data, "cchc/2024-02")
    assert touched(found) == {(of, metric) for of in ("so_a", "province", "total") for metric in PENDING}
    assert {(m["severity"], m["findings"], m["units"], tuple(m["rules"])) for m in found} == {("error", 1, 1, ("V03",))}


def test_only_the_field_of_the_finding_is_marked(data: Data) -> None:
    data.accept(report("dossier", "so_a", FEB, row("dat_dai", **BAD_PENDING), row("ho_tich", at=11, **GOOD)))
    by_field = marks(data, "cchc/2024-02", name="figure_marks_by_field")
    assert {mark["field_id"] for mark in by_field} == {"dat_dai"}
    assert touched(by_field) == touched(marks(data, "cchc/2024-02", field_ids=["dat_dai"]))
    assert marks(data, "cchc/2024-02", field_ids=["ho_tich"]) == []


def test_a_corrected_report_takes_the_mark_away_and_the_past_keeps_it(data: Data) -> None:
    data.accept(report("dossier", "so_a", FEB, row(**BAD_PENDING)))
    assert marks(data, "cchc/2024-02")
    data.accept(report("dossier", "so_a", FEB, row(**GOOD)), at=ENTERED + timedelta(days=1))
    assert marks(data, "cchc/2024-02") == []
    assert data.ask("read", "figure_marks", as_of=1, metric_ids=METRICS, period_ids=["cchc/2024-02"], field_ids=[])


def test_a_quarter_is_marked_by_its_months_as_far_as_they_count_in_it(data: Data) -> None:
    for label in ("2024-01", "2024-02", "2024-03"):
        counts = GOOD if label == "2024-02" else BAD_PENDING if label == "2024-01" else GOOD
        data.accept(report("dossier", "so_a", month(label), row(**counts | {"carried_over": 2})))
    # What was pending in January is no longer in the quarter, whose stock is that of March.
    assert marks(data, "cchc/2024-Q1") == []
    data.accept(report("dossier", "so_a", month("2024-03"), row(**BAD_PENDING)))
    assert touched(marks(data, "cchc/2024-Q1")) == {
        (of, metric) for of in ("so_a", "province", "total") for metric in PENDING
    }


def test_what_was_carried_over_is_in_the_files_received_of_a_quarter_only(data: Data) -> None:
    for label, carried in (("2024-01", 2), ("2024-02", 3), ("2024-03", 2)):
        counts = GOOD | {"carried_over": carried, "received_offline": 7 - carried}
        data.accept(report("dossier", "so_a", month(label), row(**counts)))
    assert marks(data, "cchc/2024-02") == []
    received = {"late_rate_overall", "on_time_766", "online_share_total", "completion_rate"}
    assert {metric for _, metric in touched(marks(data, "cchc/2024-Q1"))} == received


def test_a_stated_total_in_doubt_marks_its_level_and_the_province_and_no_unit(data: Data) -> None:
    for unit in ("so_a", "so_b"):
        data.accept(report("document", unit, FEB, row(docs_out=10, e_docs=8, signed_docs=8)))
    data.accept(report("document", "level:province", FEB, row(docs_out=25)))
    found = marks(data, "cchc/2024-02")
    outgoing = {"signed_share_outgoing", "e_document_share"}
    assert touched(found) == {(of, metric) for of in ("province", "total") for metric in outgoing}
    assert {mark["units"] for mark in found} == {0}


def test_units_do_not_mark_a_level_whose_stated_total_is_shown(data: Data) -> None:
    data.accept(report("document", "so_a", FEB, row(docs_out=10, e_docs=8, signed_docs=9)))
    assert ("province", "signed_share_outgoing") in touched(marks(data, "cchc/2024-02"))
    data.accept(report("document", "level:province", FEB, row(docs_out=25, e_docs=20, signed_docs=20)))
    found = touched(marks(data, "cchc/2024-02"))
    assert ("so_a", "signed_share_outgoing") in found
    assert {of for of, _ in found} == {"so_a"}


def test_parts_and_vertical_agencies_mark_nothing_because_they_are_in_no_figure(data: Data) -> None:
    rows = (row(**GOOD), row(at=11, part="iGate", **BAD_PENDING), row(at=12, is_vertical=True, **BAD_PENDING))
    data.accept(report("dossier", "so_a", FEB, *rows))
    assert len(data.ask("read", "findings", period_ids=[])) == 2
    assert marks(data, "cchc/2024-02") == []


def test_what_is_only_worth_knowing_marks_nothing(data: Data) -> None:
    data.accept(report("dossier", "so_a", FEB, row(**GOOD)))
    more = GOOD | {"resolved_total": 11, "resolved_late": 2, "received_total": 13, "received_online": 6}
    data.accept(report("dossier", "so_a", FEB, row(**more)), at=ENTERED + timedelta(days=1))
    assert {row["severity"] for row in data.ask("read", "findings", period_ids=[])} == {"info"}
    assert marks(data, "cchc/2024-02") == []


def test_a_unit_outside_its_time_has_every_figure_of_its_report_marked(data: Data) -> None:
    data.accept(report("certificate", "xa_e", FEB, row(certificate_org=3)), report("dossier", "xa_e", FEB, row(**GOOD)))
    families = {load_catalogue().metrics[metric].family for of, metric in touched(marks(data, "cchc/2024-02"))}
    assert families == {"certificate", "dossier"}


def test_a_cell_without_a_value_marks_the_metrics_of_its_column(tmp_path: Path) -> None:
    workspace = write.create_workspace("thu", title="Thử", units=UNITS, fields=FIELDS, root=tmp_path)
    cell = Finding("error", "formula_without_value", "Ô C10 chưa có kết quả.", "Biểu", "C10", column="resolved_late")
    rows = (row("dat_dai", **GOOD | {"resolved_late": None}), row("ho_tich", at=11, **GOOD))
    reading = Reading("f", "1", (report("dossier", "so_a", FEB, *rows),), (cell,))
    with write.changing(workspace) as change:
        file = accept.Incoming("a.xlsx", b"a", accept.sha256_of(b"a"), reading)
        accept.add_batch(change, [file], entered_by="thu", entered_at=ENTERED)
    found = _marks_of(workspace, "figure_marks_by_field", "cchc/2024-02")
    assert {(mark["field_id"], mark["figure_id"]) for mark in found} == {
        ("dat_dai", of) for of in ("so_a", "province", "total")
    }
    assert {mark["metric_id"] for mark in found} == {"late_rate", "late_rate_overall", "overdue_rate"}


def test_a_field_that_was_not_recognised_marks_its_row_and_the_sums_that_hold_it(tmp_path: Path) -> None:
    workspace = write.create_workspace("thu", title="Thử", units=UNITS, fields=FIELDS, root=tmp_path)
    names = [Finding("warning", "V14", "Lĩnh vực “Đất” ở ô B10 không có.", "Biểu", "B10", value="Đất"),
             Finding("warning", "V14", "Đơn vị “Xã Q” ở ô B12 không có.", "Biểu", "B12", unit="Xã Q")]  # fmt: skip
    rows = (row("?Đất", at=10, **GOOD), row("ho_tich", at=11, **GOOD))
    reading = Reading("f", "1", (report("dossier", "so_a", FEB, *rows),), tuple(names))
    with write.changing(workspace) as change:
        file = accept.Incoming("a.xlsx", b"a", accept.sha256_of(b"a"), reading)
        accept.add_batch(change, [file], entered_by="thu", entered_at=ENTERED)
    by_field = _marks_of(workspace, "figure_marks_by_field", "cchc/2024-02")
    assert {(mark["field_id"], mark["figure_id"]) for mark in by_field} == {
        ("?Đất", of) for of in ("so_a", "province", "total")
    }
    assert {"late_rate", "overdue_rate"} <= {mark["metric_id"] for mark in by_field}
    whole = _marks_of(workspace, "figure_marks", "cchc/2024-02", field_ids=[])
    assert {(mark["figure_id"], *mark["rules"]) for mark in whole} == {
        (of, "V14") for of in ("so_a", "province", "total")
    }


def test_who_may_see_one_unit_gets_no_mark_of_another(data: Data) -> None:
    for unit in ("so_a", "so_b"):
        data.accept(report("dossier", unit, FEB, row(**BAD_PENDING)))
    params = {"metric_ids": METRICS, "period_ids": ["cchc/2024-02"], "field_ids": []}
    marks(data, "cchc/2024-02")
    found = data.ask("read", "figure_marks", Viewer("a", "viewer", frozenset(["so_a"])), **params)
    assert {mark["figure_id"] for mark in found} == {"so_a", "province", "total"}
    assert {mark["units"] for mark in found} == {1}


def _marks_of(workspace: Workspace, name: str, *period_ids: str, **params: Any) -> list[dict[str, Any]]:
    asked = {"metric_ids": METRICS, "period_ids": list(period_ids), **params}
    return store.read(workspace, name, asked, viewer=LOCAL_VIEWER).to_pylist()


@pytest.mark.parametrize(
    ("name", "period", "figure", "expected"),
    [
        # V07 is about the files received (its other end is a part), V09 about documents.
        ("travinh", "cchc/2023-Q3", "tx_duyen_hai", {
            "late_rate_overall": {"V07"}, "on_time_766": {"V07"}, "online_share_total": {"V07"}, "completion_rate": {"V07"},
            "signed_share_outgoing": {"V09"}, "signed_share_electronic": {"V09"}, "e_document_share": {"V09"},
        }),
        ("tiengiang", "cchc/2017", "total", {"certificates_person": {"V21"}}),
        ("bacgiang", "cchc/2020-02", "total", {}),
    ],
)  # fmt: skip
def test_published_contradictions_mark_these_figures_only(
    sample_workspaces: Path, name: str, period: str, figure: str, expected: dict[str, set[str]]
) -> None:
    found = _marks_of(open_workspace(name, sample_workspaces), "figure_marks", period, field_ids=[])
    assert {mark["metric_id"]: set(mark["rules"]) for mark in found if mark["figure_id"] == figure} == expected
    assert {mark["metric_id"] for mark in found} == set(expected)


def test_the_demo_marks_exactly_what_its_findings_are_in(sample_workspaces: Path) -> None:
    """From the findings in Python: every grave one marks its unit in its month, for the metrics of its columns."""
    workspace = open_workspace("demo", sample_workspaces)
    findings = store.read(workspace, "findings", {"period_ids": []}, viewer=LOCAL_VIEWER).to_pylist()
    expected = set()
    for finding in findings:
        if finding["severity"] == "info" or finding["unit_id"] is None:
            continue
        rule = load_rules()[finding["rule"]]
        columns = finding["columns"][:1] if rule.touches == "first" else finding["columns"]
        for metric in load_catalogue().metrics.values():
            is_in = set(columns) & set(load_catalogue().stated_terms(metric))
            if is_in or (rule.touches == "report" and metric.family == "dossier"):
                expected.add((metric.id, finding["period_id"], finding["unit_id"]))
    months = [period.period_id for period in store.reported_periods(workspace) if period.kind == "month"]
    found = _marks_of(workspace, "figure_marks", *months, field_ids=[])
    assert {(m["metric_id"], m["period_id"], m["figure_id"]) for m in found if m["figure_kind"] == "unit"} == expected
    assert len({period for _, period, _ in expected}) > 10
