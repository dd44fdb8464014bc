"""Every check is silent on a good sample and loud on its own bad one; what is unknown or derived never speaks."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from dashboard.metrics.rules import load_rules
from dashboard.report import LOCAL_VIEWER, Report, Statement
from dashboard.store.sql import query_names
from tests.queries.conftest import Data, month, report, row

JAN, FEB, MAR = month("2024-01"), month("2024-02"), month("2024-03")
GOOD = {
    "received_total": 100, "received_online": 60, "received_offline": 30, "carried_over": 10,
    "resolved_total": 88, "resolved_early": 50, "resolved_on_time": 30, "resolved_late": 8,
    "pending_total": 12, "pending_in_time": 9, "pending_overdue": 3,
}  # fmt: skip
LAM_DONG = {
    "received_total": 659245, "resolved_ok": 635593, "resolved_late": 7677, "resolved_total": 643272, "pending_total": 7172,
}  # fmt: skip
REDUCED = {"received_total": 7710, "resolved_ok": 5561, "pending_in_time": 2129, "overdue_unsplit": 20}
DUYEN_HAI_DOCS = {"docs_total": 5516, "docs_out": 1847, "e_docs": 1845, "signed_docs": 1845, "paper_docs": 32}
DOCS = {"docs_total": 300, "docs_in": 200, "docs_out": 100, "e_docs": 90, "paper_docs": 10, "signed_docs": 80}
CERTIFICATES = {
    "certificates_total": 50, "certificate_org": 20, "certificate_person": 30, "certificates_active": 45,
    "certificates_revoked": 5, "certificates_new_org": 2, "certificates_new_person": 3,
}  # fmt: skip
ISO = {
    "iso_adopted": 254, "iso_adopted_mandatory": 46, "iso_adopted_encouraged": 208, "iso_due": 260,
    "iso_rated": 175, "iso_rated_fair": 24, "iso_rated_good": 102, "iso_rated_very_good": 49,
}  # fmt: skip


def dossier(unit="so_a", period=FEB, **changes) -> Report:
    return report("dossier", unit, period, row(**(GOOD | changes)))


def one(family: str, **counts) -> Report:
    return report(family, "so_a", FEB, row(**counts))


@dataclass(frozen=True)
class Sample:
    """A check, reports in which it finds nothing, and reports in which it finds exactly one thing."""

    check: str
    good: tuple[Report, ...]
    bad: tuple[Report, ...]
    rule: str
    variant: str
    stated: float | None
    recomputed: float | None
    cell: str | None

    def __str__(self) -> str:
        return f"{self.check}-{self.variant}"


def fields_and_total(total: int) -> Report:
    rows = (
        row("dat_dai", at=10, received_total=40),
        row("ho_tich", at=11, received_total=60),
        row(at=12, received_total=total),
    )
    return report("dossier", "so_a", FEB, *rows)


def vertical(total: int) -> Report:
    rows = (
        row(at=10, received_total=3621, is_vertical=True),
        row(at=11, part="Công an", received_total=1053, is_vertical=True),
        row(at=12, part="Bảo hiểm xã hội", received_total=total, is_vertical=True),
    )
    return report("dossier", "huyen_c", FEB, *rows)


def printed(share: float, half_step: float = 0.00005) -> Report:
    rows = (row(at=10, received_total=4857), row(at=11, part="iGate", received_total=4337))
    said = Statement("Tỷ lệ", share, half_step, 30, "D", "dossier", "received_total", "iGate", "received_total", None)
    return report("dossier", "so_a", FEB, *rows, statements=[said])


def series(last: int, family: str = "dossier", column: str = "received_total") -> tuple[Report, ...]:
    usual = (100, 110, 95, 105, 100, 90)
    return tuple(
        report(family, "so_a", month(f"2024-{n:02d}"), row(**{column: value}))
        for n, value in enumerate([*usual, last], start=1)
    )


def submitted(on: date) -> Report:
    return report("submission", "so_a", FEB, row(report_due=1, report_submitted=1, attributes={"submitted_on": on}))


def announced(on: date) -> Report:
    return report("iso", "so_a", FEB, row(attributes={"announced_on": on, "iso_status": "announced"}))


def units_and_level(total: int, *units: str) -> tuple[Report, ...]:
    own = tuple(report("document", unit, FEB, row(docs_out=40)) for unit in units)
    return (*own, report("document", "level:district", FEB, row(at=20, docs_out=total)))


def levels_and_province(total: int) -> tuple[Report, ...]:
    levels = tuple(
        report("dossier", f"level:{level}", FEB, row(received_total=50))
        for level in ("province", "district", "commune")
    )
    return (*levels, report("dossier", "province", FEB, row(at=9, received_total=total)))


def own_and_consolidated(said: int) -> tuple[Report, ...]:
    return dossier(), report("dossier", "so_a", FEB, row(at=30, received_total=said), origin="consolidated")


def online(procedures: int) -> tuple[Report, ...]:
    procedure = row(at=7, procedures_total=20, procedures_end_to_end=procedures, procedures_partial=0)
    return dossier(), report("procedure", "so_a", FEB, procedure)


SAMPLES = [
    Sample("received_is_not_the_sum_of_its_parts", (dossier(),), (dossier(received_online=64),), "V01", "received", 100, 104, "C10"),
    Sample("resolved_is_not_the_sum_of_its_parts", (dossier(),), (dossier(resolved_early=49),), "V02", "resolved", 88, 87, "H10"),
    Sample(
        "resolved_is_not_the_sum_of_its_parts", (one("dossier", resolved_total=3, resolved_ok=3, resolved_late=0),),
        (one("dossier", **LAM_DONG),), "V02", "resolved_merged", 643272, 643270, "H10",
    ),
    Sample(
        "resolved_is_not_the_sum_of_its_parts", (one("dossier", resolved_ok=3, resolved_early=1, resolved_on_time=2),),
        (one("dossier", resolved_ok=4, resolved_early=1, resolved_on_time=2),), "V02", "in_time_merged", 4, 3, "K10",
    ),
    Sample("pending_is_not_the_sum_of_its_parts", (dossier(),), (dossier(pending_overdue=5),), "V03", "pending", 12, 14, "M10"),
    Sample("received_is_not_resolved_and_pending", (dossier(),), (one("dossier", **LAM_DONG),), "V04", "balance", 659245, 650444, "C10"),
    Sample(
        "received_is_not_resolved_and_pending", (one("dossier", **REDUCED),),
        (one("dossier", **REDUCED | {"overdue_unsplit": 21}),), "V04", "balance_reduced", 7710, 7711, "C10",
    ),
    Sample(
        "carried_over_is_not_what_was_pending", (dossier(period=JAN), dossier(carried_over=12)),
        (dossier(period=JAN), dossier()), "V05", "continuity", 10, 12, "G10",
    ),
    Sample(
        "a_stated_percentage_is_not_what_the_counts_give", (printed(0.8929),), (printed(0.8992),),
        "V07", "percentage", 0.8992, 4337 / 4857, "D30",
    ),
    Sample("fields_do_not_add_up_to_the_total", (fields_and_total(100),), (fields_and_total(99),), "V08", "fields", 99, 100, "C12"),
    Sample(
        "units_do_not_add_up_to_their_level", units_and_level(80, "huyen_c", "huyen_d"),
        units_and_level(161, "huyen_c", "huyen_d"), "V08", "units", 161, 80, "E20",
    ),
    Sample(
        "levels_do_not_add_up_to_the_province", levels_and_province(150), levels_and_province(151), "V08", "levels", 151, 150, "C9",
    ),
    Sample(
        "a_consolidated_row_is_not_the_own_report", own_and_consolidated(100), own_and_consolidated(97),
        "V08", "consolidated", 97, 100, "C30",
    ),
    Sample("parts_of_vertical_agencies_do_not_add_up", (vertical(2568),), (vertical(2567),), "V08", "vertical", 3621, 3620, "C10"),
    Sample(
        "documents_contradict_each_other", (one("document", **DOCS),), (one("document", **DUYEN_HAI_DOCS),),
        "V09", "electronic_and_paper", 1847, 1877, "E10",
    ),
    Sample(
        "documents_contradict_each_other", (one("document", **DOCS),), (one("document", **DOCS | {"signed_docs": 95}),),
        "V09", "signed_exceeds_electronic", 95, 90, "G10",
    ),
    Sample(
        "documents_contradict_each_other", (one("document", signed_docs=9, docs_out=9),),
        (one("document", signed_docs=10, docs_out=9),), "V09", "signed_exceeds_outgoing", 10, 9, "G10",
    ),
    Sample(
        "documents_contradict_each_other", (one("document", **DOCS),), (one("document", **DOCS | {"docs_in": 199}),),
        "V09", "in_and_out", 300, 299, "C10",
    ),
    Sample(
        "certificates_do_not_add_up", (one("certificate", **CERTIFICATES),),
        (one("certificate", **CERTIFICATES | {"certificate_org": 21}),), "V10", "holders", 50, 51, "C10",
    ),
    Sample(
        "certificates_do_not_add_up", (one("certificate", **CERTIFICATES),),
        (one("certificate", **CERTIFICATES | {"certificates_active": 43}),), "V10", "states", 50, 48, "C10",
    ),
    Sample("iso_counts_do_not_add_up", (one("iso", **ISO),), (one("iso", **ISO | {"iso_adopted": 255}),), "V11", "adopted", 255, 254, "C10"),
    Sample("iso_counts_do_not_add_up", (one("iso", **ISO),), (one("iso", **ISO | {"iso_rated": 176}),), "V11", "grades", 176, 175, "I10"),
    Sample(
        "iso_counts_do_not_add_up", (one("iso", **ISO),), (one("iso", **ISO | {"iso_due": 253}),),
        "V11", "adopted_exceeds_due", 254, 253, "C10",
    ),
    Sample(
        "iso_counts_do_not_add_up", (one("iso", iso_due=5, iso_due_mandatory=2, iso_due_encouraged=3),),
        (one("iso", iso_due=6, iso_due_mandatory=2, iso_due_encouraged=3),), "V11", "due", 6, 5, "D10",
    ),
    Sample("a_unit_reports_outside_its_time", (dossier("huyen_c"),), (dossier("xa_e"),), "V12", "not_yet", None, None, None),
    Sample(
        "a_unit_reports_outside_its_time", (dossier("huyen_c", month("2025-06")),), (dossier("huyen_c", month("2025-07")),),
        "V12", "no_longer", None, None, None,
    ),
    Sample(
        "periods_overlap_or_leave_a_gap", (dossier(period=JAN), dossier(), dossier(period=MAR)), (dossier(period=JAN), dossier(period=MAR)),
        "V15", "gap", None, None, None,
    ),
    Sample(
        "periods_overlap_or_leave_a_gap", (dossier(period=JAN), dossier("so_b", JAN), dossier()),
        (dossier(period=JAN), dossier("so_b", JAN), dossier(period=month("2024-02", start=date(2024, 1, 25)))),
        "V15", "overlap", None, None, None,
    ),
    Sample(
        "periods_overlap_or_leave_a_gap", (dossier(period=JAN), replace(dossier(), data_from=FEB.start, data_to=FEB.end)),
        (dossier(period=JAN), replace(dossier(), data_from=date(2024, 1, 20), data_to=FEB.end)), "V15", "overlap", None, None, None,
    ),
    Sample("counts_that_jump", series(490), series(510), "V17", "jump_up", 510, 100, "C10"),
    Sample("counts_that_jump", series(21), series(19), "V17", "jump_down", 19, 100, "C10"),
    Sample("counts_that_jump", series(120, "document", "docs_out"), series(900, "document", "docs_out"), "V17", "jump_up", 900, 100, "E10"),
    Sample("online_files_where_no_procedure_is_online", online(1), online(0), "V18", "online", 0, None, "D7"),
    Sample("dates_that_cannot_be", (submitted(date(2024, 2, 20)),), (submitted(date(2024, 1, 20)),), "V19", "before_period", None, None, "Y10"),
    Sample("dates_that_cannot_be", (submitted(date(2024, 3, 20)),), (submitted(date(2027, 1, 20)),), "V19", "future", None, None, "Y10"),
    Sample("dates_that_cannot_be", (announced(date(2023, 12, 1)),), (announced(date(2024, 6, 1)),), "V19", "after_period", None, None, "Z10"),
    Sample("counts_that_were_restated", (dossier(), dossier()), (dossier(), dossier(resolved_late=9)), "V20", "restated", 9, 8, "L10"),
    Sample(
        "newly_issued_exceed_those_held", (one("certificate", certificate_person=19, certificates_new_person=19),),
        (one("certificate", certificate_person=19, certificates_new_person=103),), "V21", "newly_issued", 103, 19, "I10",
    ),
    Sample(
        "newly_issued_exceed_those_held", (one("certificate", **CERTIFICATES),),
        (one("certificate", certificate_org=2, certificates_new_org=3),), "V21", "newly_issued", 3, 2, "H10",
    ),
    Sample(
        "a_part_exceeds_its_total", (one("dossier", received_offline=5, received_postal=5), one("dossier", received_postal=6)),
        (one("dossier", received_offline=5, received_postal=6),), "V21", "part_exceeds_total", 6, 5, "F10",
    ),
    Sample(
        "a_part_exceeds_its_total", (one("dossier", received_total=9, received_online=5, received_offline=4),),
        (one("dossier", received_total=9, received_online=5, received_offline=5),), "V21", "parts_exceed_total", 9, 10, "C10",
    ),
    Sample(
        "a_part_exceeds_its_total", (one("procedure", procedures_total=46, procedures_end_to_end=30, procedures_partial=6, procedures_level2=10),),
        (one("procedure", procedures_total=46, procedures_end_to_end=30, procedures_partial=7, procedures_level2=10),),
        "V21", "parts_exceed_total", 46, 47, "C10",
    ),
    Sample(
        "a_part_exceeds_its_total", (one("document", docs_out=9, classified_docs=9),), (one("document", docs_out=9, classified_docs=10),),
        "V21", "part_exceeds_total", 10, 9, "J10",
    ),
]  # fmt: skip


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_a_check_is_silent_on_a_good_sample(data: Data, sample: Sample) -> None:
    for good in sample.good:
        data.accept(good)
    assert data.check(sample.check) == []


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_a_check_is_loud_on_its_own_bad_sample(data: Data, sample: Sample) -> None:
    for bad in sample.bad:
        data.accept(bad)
    (found,) = data.check(sample.check)
    assert (found["rule"], found["variant"]) == (sample.rule, sample.variant)
    assert (found["stated"], found["recomputed"]) == (sample.stated, sample.recomputed)
    assert found["cell"] == sample.cell
    assert found["file_name"] == f"tep{data.count}.xlsx"


@pytest.mark.parametrize("name", query_names("checks"))
def test_each_check_has_a_sample_and_a_rule_with_the_sentence_it_needs(name: str) -> None:
    samples = [sample for sample in SAMPLES if sample.check == name]
    assert samples
    for sample in samples:
        assert sample.variant in load_rules()[sample.rule].messages


def test_every_sentence_belongs_to_a_variant_that_some_sample_shows() -> None:
    shown = {(sample.rule, sample.variant) for sample in SAMPLES}
    told = {(rule.id, variant) for rule in load_rules().values() for variant in rule.messages}
    assert told == shown


@pytest.mark.parametrize("missing", GOOD)
def test_an_unknown_count_never_speaks(data: Data, missing: str) -> None:
    known = {column: value for column, value in GOOD.items() if column != missing}
    data.accept(one("dossier", **known))
    assert [name for name in query_names("checks") if data.check(name)] == []


def test_a_derived_count_never_speaks_by_itself(data: Data) -> None:
    data.accept(report("dossier", "so_a", FEB, row(**GOOD | {"pending_overdue": 99}, derived={"pending_overdue": "…"})))
    assert [name for name in query_names("checks") if data.check(name)] == []


def test_a_printed_percentage_is_held_against_the_last_digit_that_it_prints(data: Data) -> None:
    data.accept(printed(0.89, half_step=0.005))
    assert data.check("a_stated_percentage_is_not_what_the_counts_give") == []


def test_a_printed_percentage_of_an_unknown_count_is_left_alone(data: Data) -> None:
    said = Statement("Tỷ lệ", 0.5, 0.005, 30, "D", "dossier", "received_online", None, "received_total", None)
    data.accept(report("dossier", "so_a", FEB, row(received_total=10), statements=[said]))
    assert data.check("a_stated_percentage_is_not_what_the_counts_give") == []


def test_nothing_is_carried_to_a_period_that_does_not_follow_or_across_1_july_2025(data: Data) -> None:
    for period in (JAN, MAR, month("2025-06"), month("2025-07")):
        data.accept(dossier(period=period, carried_over=1, received_online=69))
    assert data.check("carried_over_is_not_what_was_pending") == []


def test_a_level_is_not_added_up_while_a_unit_is_missing(data: Data) -> None:
    for part in units_and_level(161, "huyen_c"):
        data.accept(part)
    assert data.check("units_do_not_add_up_to_their_level") == []


def test_small_numbers_may_jump(data: Data) -> None:
    for n, value in enumerate([2, 2, 2, 2, 2, 2, 19], start=1):
        data.accept(report("dossier", "so_a", month(f"2024-{n:02d}"), row(received_total=value)))
    assert data.check("counts_that_jump") == []


def test_a_jump_needs_six_earlier_periods(data: Data) -> None:
    for part in series(510)[1:]:
        data.accept(part)
    assert data.check("counts_that_jump") == []


def test_a_finding_is_of_the_periods_asked_for(data: Data) -> None:
    data.accept(dossier(received_online=64))
    name = "received_is_not_the_sum_of_its_parts"
    assert data.check(name, "cchc/2024-01") == []
    assert len(data.check(name, "cchc/2024-02")) == 1


def test_a_correction_ends_the_finding(data: Data) -> None:
    data.accept(dossier(received_online=64))
    data.accept(dossier())
    assert data.check("received_is_not_the_sum_of_its_parts") == []
    before = data.ask("checks", "received_is_not_the_sum_of_its_parts", LOCAL_VIEWER, as_of=1, period_ids=[])
    assert [found["revision_id"] for found in before] == ["r1"]


def test_a_file_with_every_family_is_told_once_that_its_unit_did_not_exist(data: Data) -> None:
    data.accept(dossier("xa_e"), report("document", "xa_e", FEB, row(docs_out=1)))
    assert len(data.check("a_unit_reports_outside_its_time")) == 1


def test_a_file_with_every_family_is_told_once_that_its_dates_overlap(data: Data) -> None:
    data.accept(dossier(period=JAN), report("document", "so_a", JAN, row(docs_out=1)))
    late = (dossier(), report("document", "so_a", FEB, row(docs_out=1)))
    data.accept(*(replace(one, data_from=date(2024, 1, 20), data_to=FEB.end) for one in late))
    assert len(data.check("periods_overlap_or_leave_a_gap")) == 1
