"""The transcribed reports read without a finding, and their counts hang together as the published ones do."""

import openpyxl
import pytest

from tests.samples.sample_files import WORKSPACES, key, own_row, reading, readings, report_files, reports


@pytest.mark.parametrize("path", report_files(), ids=lambda path: path.name)
def test_a_transcribed_report_reads_without_a_finding_and_names_its_source(path):
    found = reading(path)
    assert [(f.rule, f.sheet, f.cell, f.message) for f in found.findings] == []
    assert found.reports
    assert all(report.source and report.data_from and report.data_to for report in found.reports)


def test_every_sample_province_has_reports():
    assert set(WORKSPACES) == {"bacgiang", "caobang", "tiengiang", "travinh"}
    assert {path.parent.name for path in report_files()} == set(WORKSPACES)


def test_every_count_is_a_number_in_the_very_cell_that_the_reader_names():
    checked = 0
    for path in report_files():
        book = openpyxl.load_workbook(path, data_only=True)
        for report in reading(path).reports:
            for row in report.rows:
                for column in row.counts.keys() - row.derived.keys() - {"report_due", "report_submitted"}:
                    assert book[report.sheet][f"{report.letters[column]}{row.row}"].value == row.counts[column]
                    checked += 1
    assert checked > 50


def test_the_three_levels_of_bac_giang_are_reduced_forms_that_balance():
    levels = [own_row(report).counts for report in reports("bacgiang", "dossier") if report.subject.scope == "level"]
    assert len(levels) == 3
    for counts in levels:
        assert counts["received_total"] == sum(
            counts[term] for term in ("resolved_ok", "pending_in_time", "overdue_unsplit")
        )
        assert not {"resolved_total", "resolved_late", "pending_overdue", "carried_over"} & counts.keys()


def test_the_late_departments_of_bac_giang_make_up_their_level_and_the_office_is_only_a_part():
    by_subject = {key(report.subject): report for report in reports("bacgiang", "dossier")}
    departments = {name: report for name, report in by_subject.items() if report.subject.scope == "unit"}
    office = departments.pop("vp_ubnd_tinh")
    assert [(row.part, set(row.counts)) for row in office.rows] == [("liên thông", {"resolved_late"})]
    assert all(set(own_row(report).counts) == {"overdue_unsplit"} for report in departments.values())
    late = sum(own_row(report).counts["overdue_unsplit"] for report in departments.values())
    assert late == own_row(by_subject["level:province"]).counts["overdue_unsplit"]


def test_iso_of_bac_giang_adds_up_and_says_nothing_of_how_many_were_due():
    whole, communes = (
        own_row(report).counts for report in sorted(reports("bacgiang", "iso"), key=_scope, reverse=True)
    )
    assert whole["iso_adopted"] == whole["iso_adopted_mandatory"] + whole["iso_adopted_encouraged"]
    assert communes["iso_rated"] == sum(communes[f"iso_rated_{rating}"] for rating in ("fair", "good", "very_good"))
    assert not any(column.startswith("iso_due") for counts in (whole, communes) for column in counts)


def test_the_online_services_of_bac_giang_add_up_by_level():
    counts = {key(r.subject): own_row(r).counts["online_services_3_4"] for r in reports("bacgiang", "procedure")}
    assert counts.pop("province") == sum(counts.values())
    assert set(counts) == {"level:province", "level:district", "level:commune"}


def test_the_list_of_who_reported_gives_the_stated_total_and_no_dates():
    submissions = reports("bacgiang", "submission")
    (whole,) = (own_row(report).counts for report in submissions if report.subject.scope == "province")
    listed = [own_row(report) for report in submissions if report.subject.scope == "unit"]
    assert sum(row.counts["report_due"] for row in listed) == whole["report_due"] == len(listed)
    assert sum(row.counts["report_submitted"] for row in listed) == whole["report_submitted"]
    assert not any("report_on_time" in row.counts or row.attributes.get("submitted_on") for row in listed)


def test_the_zone_board_of_tien_giang_fills_form_06_whose_blanks_are_derived():
    (report,) = reports("tiengiang", "dossier")
    row = own_row(report)
    counts = row.counts
    assert counts["received_total"] == sum(
        counts[term] for term in ("received_online", "received_offline", "carried_over")
    )
    assert counts["resolved_late"] == counts["pending_overdue"] == counts["resolved_early"] == 0
    assert {"resolved_late", "pending_overdue", "resolved_early", "resolved_total"} <= row.derived.keys()
    assert counts["received_total"] == counts["resolved_on_time"] + counts["pending_in_time"]


def test_the_percentages_of_the_zone_board_have_no_counts_behind_them():
    of_board = [r for found in readings("tiengiang") for r in found.reports if r.subject.unit_id == "bql_kcn"]
    statements = [statement for report in of_board for statement in report.statements]
    assert len(statements) == 2
    assert all(statement.numerator is None and statement.denominator is None for statement in statements)


def test_tien_giang_2017_states_totals_of_the_province_and_more_new_certificates_than_it_has_in_all():
    (certificates,) = (own_row(r).counts for r in reports("tiengiang", "certificate") if r.subject.scope == "province")
    held = certificates["certificate_org"] + certificates["certificate_person"]
    assert certificates["certificates_total"] == held
    assert certificates["certificates_new_person"] > certificates["certificate_person"]
    (procedures,) = (own_row(r).counts for r in reports("tiengiang", "procedure") if r.subject.scope == "province")
    kinds = ("procedures_new", "procedures_amended", "procedures_abolished")
    assert procedures["procedures_published"] == sum(procedures[kind] for kind in kinds)


def test_duyen_hai_leaves_the_carry_over_unknown():
    (report,) = reports("travinh", "dossier")
    row = own_row(report)
    assert "carried_over" not in row.counts
    assert row.counts["received_total"] == row.counts["resolved_total"] + row.counts["pending_total"]


def test_the_parts_of_duyen_hai_stand_apart_from_its_own_files():
    (report,) = reports("travinh", "dossier")
    (vertical,) = (row for row in report.rows if row.is_vertical and row.part is None)
    agencies = [row for row in report.rows if row.is_vertical and row.part]
    assert sum(row.counts["received_total"] for row in agencies) == vertical.counts["received_total"]
    parts = {row.part: row.counts for row in report.rows if row.part and not row.is_vertical}
    assert parts["iGate"]["received_total"] == parts["iGate"]["resolved_ok"] + parts["iGate"]["pending_in_time"]
    assert parts["qua bưu chính"]["received_total"] == own_row(report).counts["received_postal"]


def test_the_documents_of_duyen_hai_are_all_signed_and_its_paper_ones_are_not_called_classified():
    (report,) = reports("travinh", "document")
    counts = own_row(report).counts
    assert counts["e_docs"] == counts["signed_docs"] < counts["docs_out"] < counts["e_docs"] + counts["paper_docs"]
    assert "classified_docs" not in counts


def test_the_procedures_of_the_communes_of_duyen_hai_are_their_own():
    assert {key(report.subject) for report in reports("travinh", "procedure")} == {
        "tx_duyen_hai", "xa_phuong_tx_duyen_hai",
    }  # fmt: skip


def test_the_zone_board_of_cao_bang_reports_a_period_of_its_own_and_says_which_denominator_is_assumed():
    (report,) = reports("caobang", "document")
    assert report.period.kind == "custom"
    assert "giả định" in own_row(report).note
    (procedures,) = reports("caobang", "procedure")
    counts = own_row(procedures).counts
    levels = ("procedures_level2", "procedures_partial", "procedures_end_to_end")
    assert counts["procedures_total"] == sum(counts[level] for level in levels)


def _scope(report) -> str:
    return report.subject.scope
