"""The invented province: the same from the same seed, consistent outside its ledger, and of a real province's size."""

from collections import Counter, defaultdict
from datetime import date
from statistics import median

import pytest

from dashboard.demo.contradictions import Expected
from dashboard.demo.province import Province, generate
from dashboard.metrics.catalogue import load_catalogue
from dashboard.report import Report

SUMS = {
    "V01": ("received_total", ("received_online", "received_offline", "carried_over")),
    "V02": ("resolved_total", ("resolved_early", "resolved_on_time", "resolved_late")),
    "V03": ("pending_total", ("pending_in_time", "pending_overdue")),
    "V04": ("received_total", ("resolved_total", "pending_total")),
}
REDUCED = ("received_total", ("resolved_ok", "pending_in_time", "overdue_unsplit"))
BREAK = "2025-07"


@pytest.fixture(scope="module")
def province() -> Province:
    return generate()


@pytest.fixture(scope="module")
def reports(province: Province) -> list[Report]:
    return list(province.all_reports())


def _of(reports: list[Report], family: str) -> list[Report]:
    return [report for report in reports if report.family == family]


def _listed(province: Province, rule: str) -> set[tuple]:
    return {
        (entry.unit_id or entry.level, entry.field_id, entry.period, entry.column, entry.stated, entry.recomputed)
        for entry in province.ledger
        if entry.rule == rule
    }


def _broken(reports: list[Report], total: str, parts: tuple[str, ...]) -> set[tuple]:
    found = set()
    for report in reports:
        for row in report.rows:
            if all(column in row.counts for column in (total, *parts)):
                stated, recomputed = row.counts[total], sum(row.counts[part] for part in parts)
                if stated != recomputed:
                    subject = report.subject.unit_id or report.subject.level
                    found.add((subject, row.field_id, report.period.label, total, stated, recomputed))
    return found


def test_the_same_seed_gives_the_same_reports_and_another_seed_does_not(province, reports):
    again = generate(seed=province.seed)
    assert again.ledger == province.ledger
    assert list(again.reports(30)) == [report for report in reports if report.period.label == "2026-05"]
    assert list(generate(seed=province.seed + 1).reports(30)) != list(again.reports(30))


@pytest.mark.parametrize("rule", ["V01", "V02", "V03"])
def test_sums_break_exactly_where_the_ledger_says(province, reports, rule):
    assert _broken(_of(reports, "dossier"), *SUMS[rule]) == _listed(province, rule)
    assert len(_listed(province, rule)) >= 4


def test_balances_of_the_full_and_the_reduced_form_break_exactly_where_the_ledger_says(province, reports):
    found = _broken(_of(reports, "dossier"), *SUMS["V04"]) | _broken(_of(reports, "dossier"), *REDUCED)
    assert found == _listed(province, "V04")


def test_carry_over_is_last_months_pending_except_in_the_ledger_and_across_the_break(province, reports):
    months = [period.label for period in province.periods]
    pending = {}
    found = set()
    for report in _of(reports, "dossier"):
        month = months.index(report.period.label)
        for row in report.rows:
            before = pending.get((report.subject.unit_id, row.field_id, month - 1))
            stated = row.counts.get("carried_over")
            if None not in (before, stated) and before != stated and report.period.label != BREAK:
                found.add((report.subject.unit_id, row.field_id, report.period.label, "carried_over", stated, before))
            pending[report.subject.unit_id, row.field_id, month] = row.counts.get("pending_total")
    assert len(pending) > 35_000
    assert found == _listed(province, "V05")


def test_a_totalling_row_is_the_sum_of_its_fields_except_in_the_ledger(province, reports):
    found, totals = set(), 0
    for report in _of(reports, "dossier"):
        for total in (row for row in report.rows if row.field_id is None):
            totals += 1
            for column, stated in total.counts.items():
                recomputed = sum(row.counts[column] for row in report.rows if row.field_id)
                if stated != recomputed:
                    found.add((report.subject.unit_id, None, report.period.label, column, stated, recomputed))
    assert totals > 150
    assert found == {entry for entry in _listed(province, "V08") if entry[0] not in ("province", "commune")}


def test_documents_and_certificates_break_exactly_where_the_ledger_says(province, reports):
    documents, certificates = _of(reports, "document"), _of(reports, "certificate")
    found = _broken(documents, "docs_out", ("e_docs", "paper_docs"))
    for report in documents:
        counts = report.rows[0].counts
        assert counts.get("classified_docs", 0) <= counts["paper_docs"]
        if counts["signed_docs"] > counts["e_docs"]:
            key = (report.subject.unit_id, None, report.period.label, "signed_docs")
            found.add((*key, counts["signed_docs"], counts["e_docs"]))
    assert found == _listed(province, "V09")
    parts = ("certificates_active", "certificates_revoked")
    assert _broken(certificates, "certificates_total", parts) == _listed(province, "V10")
    too_many = {
        (report.subject.unit_id, report.period.label)
        for report in certificates
        if report.rows[0].counts["certificates_new_person"] > report.rows[0].counts["certificate_person"]
    }
    listed = {(e.unit_id, e.period) for e in province.ledger if e.rule == "V21" and e.family == "certificate"}
    assert too_many == listed


def test_a_stated_level_total_differs_from_its_units_only_as_the_ledger_says(province, reports):
    level = {unit.unit_id: unit.level for unit in province.units}
    stated_totals = [report for report in _of(reports, "document") if report.subject.scope == "level"]
    found = set()
    for total in stated_totals:
        for column, stated in total.rows[0].counts.items():
            recomputed = sum(
                report.rows[0].counts[column]
                for report in _of(reports, "document")
                if report.period == total.period
                and report.subject.scope == "unit"
                and level[report.subject.unit_id] == total.subject.level
            )
            if recomputed != stated:
                found.add((total.subject.level, None, total.period.label, column, stated, recomputed))
    assert stated_totals
    assert found == {entry for entry in _listed(province, "V08") if entry[0] == "province"}


def test_printed_percentages_are_right_except_in_the_ledger(province, reports):
    wrong, printed = set(), 0
    for report in reports:
        for statement in report.statements:
            printed += 1
            counts = report.rows[0].counts
            if abs(counts[statement.numerator] / counts[statement.denominator] - statement.stated) > 0.0005:
                wrong.add((report.subject.unit_id, report.period.label))
    assert printed > 10
    assert wrong == {(entry.unit_id, entry.period) for entry in province.ledger if entry.rule == "V07"}


def test_ratings_of_a_level_add_up_except_in_the_ledger(province, reports):
    grades = ("iso_rated_fair", "iso_rated_good", "iso_rated_very_good")
    assert _broken(_of(reports, "iso"), "iso_rated", grades) == _listed(province, "V11")
    adopted = ("iso_adopted_mandatory", "iso_adopted_encouraged")
    assert not _broken(_of(reports, "iso"), "iso_adopted", adopted)


def test_only_units_of_the_ledger_report_outside_their_time(province, reports):
    units = {unit.unit_id: unit for unit in province.units}
    found = {
        (report.subject.unit_id, report.period.label)
        for report in reports
        if report.subject.scope == "unit"
        and not units[report.subject.unit_id].is_valid(report.period.start, report.period.end)
    }
    assert found == {(entry.unit_id, entry.period) for entry in province.ledger if entry.rule == "V12"}


def test_a_corrected_report_differs_from_its_first_version_by_the_late_files_alone(province, reports):
    corrected = [(report, first) for report in reports if (first := province.first_version(report))]
    assert len(corrected) == sum(entry.rule == "V20" for entry in province.ledger) == 2
    for report, first in corrected:
        changed = {
            column
            for now, before in zip(report.rows, first.rows, strict=True)
            for column in now.counts
            if now.counts[column] != before.counts[column]
        }
        assert changed == {"resolved_late", "resolved_on_time"}
        assert not _broken([first], *SUMS["V02"])


def test_only_the_ledgers_counts_are_more_than_five_times_or_less_than_a_fifth_of_the_usual(province, reports):
    earlier, found = defaultdict(list), set()
    for report in _of(reports, "dossier"):
        for row in report.rows:
            value = row.counts["received_total"]
            history = earlier[report.subject.unit_id, row.field_id]
            usual = median(history[-12:]) if len(history) >= 6 else value
            if min(value, usual) * 5 < max(value, usual) and max(value, usual) >= 20:
                key = (report.subject.unit_id, row.field_id, report.period.label, "received_total")
                found.add((*key, value, usual))
            history.append(value)
            if report.period.label == "2025-06":
                history.clear()
    assert found == _listed(province, "V17")


def test_every_rule_that_facts_can_break_has_a_case_and_some_stand_in_the_last_three_months(province):
    rules = {entry.rule for entry in province.ledger}
    assert rules == {
        "V01",
        "V02",
        "V03",
        "V04",
        "V05",
        "V07",
        "V08",
        "V09",
        "V10",
        "V11",
        "V12",
        "V17",
        "V18",
        "V20",
        "V21",
    }
    last = {period.label for period in province.periods[-3:]}
    assert rules - {entry.rule for entry in province.ledger if entry.period in last} == {"V12"}


def test_no_two_reports_speak_of_the_same_subject_family_and_month(reports):
    keys = Counter((report.family, report.subject, report.period) for report in reports)
    assert max(keys.values()) == 1


def test_every_count_is_a_column_of_its_family_and_never_negative(reports):
    columns = {family: set(load_catalogue().stated_columns(family)) for family in {r.family for r in reports}}
    for report in reports:
        for row in report.rows:
            assert row.counts.keys() <= columns[report.family]
            assert all(type(count) is int and count >= 0 for count in row.counts.values())


def test_volumes_are_those_of_a_real_province(province, reports):
    units = {unit.unit_id: unit for unit in province.units}
    by_month, by_level = defaultdict(int), defaultdict(lambda: defaultdict(int))
    for report in _of(reports, "dossier"):
        unit = units[report.subject.unit_id]
        if unit.unit_type != "vertical_agency":
            count = sum(row.counts["received_total"] for row in report.rows if row.field_id)
            by_month[report.period.label] += count
            by_level[report.period.label][unit.level] += count
    assert len(by_month) == 36
    assert all(45_000 <= count <= 90_000 for count in by_month.values())
    assert 62_000 <= sum(by_month.values()) / 36 <= 78_000
    before, after = by_level["2025-05"], by_level["2026-05"]
    assert 0.65 <= before["commune"] / by_month["2025-05"] <= 0.78
    assert after.keys() == {"province", "commune"}
    assert 0.84 <= after["commune"] / by_month["2026-05"] <= 0.92
    assert by_month["2024-02"] < 0.85 * by_month["2024-03"]  # Tết


def test_lateness_is_concentrated_in_land_and_online_filing_rises(reports):
    late, resolved, online, new = Counter(), Counter(), Counter(), Counter()
    fields = set()
    for report in _of(reports, "dossier"):
        for row in report.rows:
            if row.field_id is None or "resolved_late" not in row.counts or "received_online" not in row.counts:
                continue
            fields.add(row.field_id)
            late[row.field_id] += row.counts["resolved_late"]
            resolved[row.field_id] += row.counts["resolved_total"]
            online[report.period.start] += row.counts["received_online"]
            new[report.period.start] += row.counts["received_online"] + row.counts["received_offline"]
    assert len(fields) >= 20
    assert 0.6 <= late["dat_dai"] / late.total() <= 0.92
    assert 0.002 <= late.total() / resolved.total() <= 0.02
    assert 0.03 <= late["dat_dai"] / resolved["dat_dai"] <= 0.15
    assert 0.45 <= resolved["chung_thuc"] / resolved.total() <= 0.65
    assert online[date(2023, 11, 1)] / new[date(2023, 11, 1)] < 0.7
    assert online[date(2026, 10, 1)] / new[date(2026, 10, 1)] > 0.94


def test_some_units_report_late_some_months_are_missing_and_some_units_never_report(province, reports):
    submitted, due, late = Counter(), Counter(), Counter()
    for report in _of(reports, "submission"):
        counts = report.rows[0].counts
        due[report.subject.unit_id] += counts["report_due"]
        submitted[report.subject.unit_id] += counts["report_submitted"]
        late[report.subject.unit_id] += counts["report_submitted"] - counts["report_on_time"]
        on = report.rows[0].attributes.get("submitted_on")
        assert (on is not None) == bool(counts["report_submitted"])
        assert on is None or (on <= report.period.due) == bool(counts["report_on_time"])
    assert {unit_id for unit_id in due if not submitted[unit_id]} == {"xa_lan_thai", "xa_lan_cau_2025"}
    assert sum(late[unit_id] >= 4 for unit_id in due) >= 3
    assert 0.93 <= submitted.total() / due.total() <= 0.99
    silent = {(r.subject, r.period) for r in _of(reports, "submission") if not r.rows[0].counts["report_submitted"]}
    assert not any((report.subject, report.period) in silent for report in reports if report.family != "submission")


def test_a_reduced_form_states_four_counts_and_nothing_else(reports):
    reduced = [row for report in reports for row in report.rows if "overdue_unsplit" in row.counts]
    assert reduced
    assert all(row.counts.keys() == {REDUCED[0], *REDUCED[1]} for row in reduced)


def test_targets_name_a_document_that_says_it_is_an_illustration(province):
    metrics = load_catalogue().metrics
    assert len(province.targets) >= 10
    for target in province.targets:
        assert target.metric_id in metrics
        assert target.document.endswith("(minh họa)")
        assert target.valid_from <= target.valid_to


def test_scale_multiplies_units_and_not_months():
    twice = generate(scale=2)
    july, june = date(2025, 7, 1), date(2025, 6, 30)
    assert len(twice.periods) == 36
    assert sum(unit.is_valid(june, june) for unit in twice.units) == 2 * 145
    assert sum(unit.is_valid(july, july) for unit in twice.units) == 2 * 65
    assert len({unit.unit_id for unit in twice.units}) == len(twice.units)
    assert isinstance(twice.ledger[0], Expected)
