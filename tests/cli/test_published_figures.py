"""The figures of the five published reports, asked for from the command line."""

from typing import Any

import pytest

from tests.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("samples")


def one(run: Run, metric: str, workspace: str, period: str, *more: str) -> dict[str, Any]:
    (row,) = run("metric", metric, "--workspace", workspace, "--period", period, *more)["rows"]
    return row


def terms(row: dict[str, Any]) -> tuple[int | None, int | None]:
    return row["numerator"], row["denominator"]


def test_bac_giang_is_overdue_by_level_as_its_report_states(run: Run) -> None:
    answer = run("metric", "overdue_rate", "--workspace", "bacgiang", "--period", "2020-02", "--by", "level")
    rows = {row["id"]: row for row in answer["rows"]}
    assert {level: terms(row) for level, row in rows.items()} == {
        "province": (20, 5_581),
        "district": (319, 8_731),
        "commune": (689, 47_883),
    }
    assert all(row["basis"] == "stated" for row in rows.values())
    total = one(run, "overdue_rate", "bacgiang", "2020-02")
    assert terms(total) == (1_028, 62_195)
    assert round(total["ratio"], 4) == 0.0165
    assert total["id"] == "total" and (total["reported"], total["due"]) == (28, 30)


def test_two_of_thirty_units_of_bac_giang_have_not_reported(run: Run) -> None:
    answer = run("metric", "report_submitted_rate", "--workspace", "bacgiang", "--period", "2020-02", "--by", "unit")
    assert len(answer["rows"]) == 30
    silent = [row["name"] for row in answer["rows"] if row["numerator"] == 0]
    assert sorted(silent) == ["Sở Xây dựng", "Thanh tra tỉnh"]
    by_level = run("metric", "report_submitted_rate", "--workspace", "bacgiang", "--period", "2020-02", "--by", "level")
    found = {row["id"]: (*terms(row), row["reported"], row["due"]) for row in by_level["rows"]}
    assert (found["province"], found["district"]) == ((18, 20, 18, 20), (10, 10, 10, 10))
    assert terms(one(run, "report_submitted_rate", "bacgiang", "2020-02")) == (28, 30)
    assert one(run, "report_on_time_rate", "bacgiang", "2020-02")["ratio"] is None


def test_three_departments_of_bac_giang_have_late_files_and_no_rate(run: Run) -> None:
    answer = run("metric", "overdue_rate", "--workspace", "bacgiang", "--period", "2020-02", "--by", "unit")
    late = {row["name"]: row for row in answer["rows"] if row["numerator"] is not None}
    assert sorted(row["numerator"] for row in late.values()) == [1, 8, 11]
    assert all(row["ratio"] is None and row["denominator"] is None for row in late.values())
    assert not any("Văn phòng" in name for name in late)
    assert terms(one(run, "late_rate", "bacgiang", "2020-02")) == (None, None)


def test_iso_counts_without_a_unit_list_have_no_denominator(run: Run) -> None:
    for metric, count in (("iso_adoption", 254), ("iso_adoption_mandatory", 46), ("iso_adoption_encouraged", 208)):
        row = one(run, metric, "bacgiang", "2020-02")
        assert (*terms(row), row["ratio"], row["basis"]) == (count, None, None, "stated")
    ratings = {"iso_rating_fair": 24, "iso_rating_good": 102, "iso_rating_very_good": 49}
    for metric, count in ratings.items():
        assert terms(one(run, metric, "bacgiang", "2020-02")) == (count, 175)


def test_the_industrial_zones_board_has_no_late_file_and_that_is_derived(run: Run) -> None:
    unit = ("--unit", "Ban Quản lý các khu công nghiệp Tiền Giang")
    assert terms(one(run, "online_share_new", "tiengiang", "2020-Q3", *unit)) == (36, 43)
    assert terms(one(run, "online_share_total", "tiengiang", "2020-Q3", *unit)) == (36, 47)
    assert terms(one(run, "completion_rate", "tiengiang", "2020-Q3", *unit)) == (43, 47)
    late = one(run, "late_rate", "tiengiang", "2020-Q3", *unit)
    assert terms(late) == (0, 43) and late["is_derived"] is True
    traced = run("trace", "late_rate", "--workspace", "tiengiang", "--period", "2020-Q3", *unit)
    derived = {term["column"]: term["derived_from"] for term in traced["terms"]}
    assert derived["resolved_late"] and "=" in derived["resolved_late"]
    assert run("checks", "--workspace", "tiengiang", "--period", "2020-Q3") == {"findings": []}


def test_duyen_hai_contradicts_itself_twice_and_its_own_counts_win(run: Run) -> None:
    unit = ("--unit", "Thị xã Duyên Hải")
    assert terms(one(run, "online_share_total", "travinh", "2023-Q3", *unit)) == (3_800, 4_857)
    assert terms(one(run, "late_rate", "travinh", "2023-Q3", *unit)) == (10, 4_733)
    assert terms(one(run, "late_rate", "travinh", "2023-Q3")) == (10, 4_733)
    assert terms(one(run, "signed_share_electronic", "travinh", "2023-Q3")) == (1_845, 1_845)
    assert terms(one(run, "signed_share_outgoing", "travinh", "2023-Q3")) == (1_845, 1_847)
    findings = run("checks", "--workspace", "travinh", "--period", "2023-Q3")["findings"]
    by_rule = {finding["rule"]: finding for finding in findings}
    assert sorted(finding["rule"] for finding in findings) == ["V07", "V09"]
    assert by_rule["V07"]["stated"] == pytest.approx(0.8992)
    assert by_rule["V07"]["recomputed"] == pytest.approx(4_337 / 4_857)
    assert (by_rule["V09"]["stated"], by_rule["V09"]["recomputed"]) == (1_847, 1_877)
    assert by_rule["V09"]["difference"] == 30
    assert all(finding["file"] and finding["sheet"] and finding["cell"] for finding in findings)


def test_what_duyen_hai_carried_over_is_unknown_and_not_zero(run: Run) -> None:
    traced = run(
        "trace", "online_share_total", "--workspace", "travinh", "--period", "2023-Q3", "--unit", "TX. Duyên Hải"
    )
    assert {term["column"] for term in traced["terms"]} == {"received_online", "received_total"}
    share = one(run, "online_share_total", "travinh", "2023-Q3")
    assert share["numerator"] == 3_800
    for term in traced["terms"]:
        assert term["file"].endswith(".xlsx") and term["sheet"] and term["cell"] and len(term["sha256"]) == 64


def test_vertical_agencies_are_counted_only_when_asked_for(run: Run) -> None:
    apart = one(run, "online_share_total", "travinh", "2023-Q3")
    assert apart["denominator"] == 4_857
    with_vertical = one(run, "late_rate", "travinh", "2023-Q3", "--vertical")
    assert with_vertical["denominator"] is None or with_vertical["denominator"] >= 4_733


def test_tien_giang_2017_is_kept_and_flagged(run: Run) -> None:
    assert terms(one(run, "certificates_org", "tiengiang", "2017")) == (496, None)
    assert terms(one(run, "certificates_person", "tiengiang", "2017")) == (19, None)
    (finding,) = run("checks", "--workspace", "tiengiang", "--period", "2017")["findings"]
    assert (finding["rule"], finding["severity"]) == ("V21", "warning")
    assert {finding["stated"], finding["recomputed"]} == {103, 19}


def test_the_economic_zone_of_cao_bang_has_a_range_of_dates_for_its_period(run: Run) -> None:
    period = "2021-01-01..2021-09-20"
    assert terms(one(run, "signed_share_outgoing", "caobang", period)) == (1_472, 1_548)
    assert terms(one(run, "procedures_end_to_end_share", "caobang", period)) == (30, 46)
    assert terms(one(run, "procedures_partial_share", "caobang", period)) == (6, 46)
