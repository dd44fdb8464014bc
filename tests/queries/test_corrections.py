"""What was corrected, cell by cell, what that cured, how findings went over time, and what could not be tested."""

from datetime import timedelta

from tests.queries.conftest import ENTERED, Data, month, report, row
from tests.queries.test_marks import BAD_PENDING, GOOD

FEB = month("2024-02")
LATER = ENTERED + timedelta(days=1)


def test_a_report_sent_again_tells_each_cell_old_and_new(data: Data) -> None:
    data.accept(report("dossier", "so_a", FEB, row("dat_dai", **BAD_PENDING)))
    new = data.accept(report("dossier", "so_a", FEB, row("dat_dai", at=12, **GOOD | {"received_postal": 3})), at=LATER)
    (told,) = data.ask("read", "corrections", period_ids=[])
    assert (told["revision_id"], told["before_revision_id"], told["changed_counts"]) == (new, "r1", 2)
    changed = {c["column_id"]: c for c in data.ask("read", "corrected_counts", revision_id=new)}
    assert {id_: (c["old_value"], c["new_value"], c["difference"]) for id_, c in changed.items()} == {
        "pending_in_time": (0, 1, 1),
        "received_postal": (None, 3, None),
    }
    pending = changed["pending_in_time"]
    assert pending["old_cell"].endswith("10")
    assert pending["new_cell"].endswith("12")
    assert changed["received_postal"]["old_cell"] is None
    assert data.ask("read", "corrections", period_ids=["cchc/2024-01"]) == []


def test_a_revision_cures_what_the_report_before_it_had_and_no_more(data: Data) -> None:
    data.accept(report("dossier", "so_a", FEB, row("dat_dai", **BAD_PENDING), row("ho_tich", at=11, **BAD_PENDING)))
    data.accept(report("dossier", "so_b", FEB, row(**BAD_PENDING)))
    rows = (row("dat_dai", **GOOD), row("ho_tich", at=11, **BAD_PENDING))
    new = data.accept(report("dossier", "so_a", FEB, *rows), at=LATER)
    (cured,) = data.ask("read", "cured_findings", revision_id=new)
    assert (cured["rule"], cured["unit_id"], cured["field_id"]) == ("V03", "so_a", "dat_dai")
    assert (cured["stated"], cured["recomputed"], cured["difference"]) == (2, 1, -1)
    assert data.ask("read", "cured_findings", revision_id="r2") == []
    assert data.ask("read", "cured_findings", revision_id="không có") == []


def test_findings_are_counted_by_unit_and_rule_the_gravest_unit_first(data: Data) -> None:
    data.accept(report("document", "so_a", FEB, row(docs_out=10, e_docs=8, paper_docs=5)))
    data.accept(report("dossier", "so_b", FEB, row("dat_dai", **BAD_PENDING), row("ho_tich", at=11, **BAD_PENDING)))
    found = data.ask("read", "findings_by_unit", period_ids=[])
    assert [(f["unit_id"], f["rule"], f["findings"], f["unit_grave"]) for f in found] == [
        ("so_b", "V03", 2, 2),
        ("so_a", "V09", 1, 0),
    ]


def test_a_period_tells_how_many_of_its_reports_are_in_doubt(data: Data) -> None:
    data.accept(report("dossier", "so_a", FEB, row("dat_dai", **BAD_PENDING), row("ho_tich", at=11, **BAD_PENDING)))
    data.accept(report("dossier", "so_b", FEB, row(**GOOD)))
    data.accept(report("dossier", "so_a", month("2024-01"), row("dat_dai", **GOOD)))
    data.know_periods()
    found = {row["label"]: row for row in data.ask("read", "findings_by_period", period_ids=[])}
    assert (found["2024-02"]["reports"], found["2024-02"]["reports_in_doubt"], found["2024-02"]["errors"]) == (2, 1, 2)
    assert (found["2024-01"]["reports"], found["2024-01"]["reports_in_doubt"]) == (1, 0)


def test_a_blank_column_makes_a_rule_untestable_and_is_named(data: Data) -> None:
    data.accept(report("dossier", "so_a", FEB, row(**{k: v for k, v in GOOD.items() if k != "carried_over"})))
    data.accept(report("dossier", "so_b", FEB, row(**GOOD), row(at=11, part="iGate", received_total=3)))
    tested = {row["rule"]: row for row in data.ask("read", "checks_coverage", period_ids=[])}
    first = tested["V01"]
    assert (first["rows_testable"], first["rows_untestable"], first["missing_columns"]) == (1, 1, ["carried_over"])
    assert (tested["V02"]["rows_untestable"], tested["V02"]["missing_columns"]) == (0, [])
    # A reduced report tests the balance by its own columns.
    reduced = row(received_total=10, resolved_ok=8, pending_in_time=1, overdue_unsplit=1)
    data.accept(report("dossier", "huyen_c", FEB, reduced))
    tested = {row["rule"]: row for row in data.ask("read", "checks_coverage", period_ids=[])}
    assert (tested["V04"]["rows_testable"], tested["V04"]["rows_untestable"]) == (3, 0)
