"""What the command line answers on the demo province: any period, any breakdown, the same sums everywhere."""

from typing import Any

import pytest

from tests.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("samples")


def rows(run: Run, metric: str, period: str, *more: str) -> list[dict[str, Any]]:
    return run("metric", metric, "--workspace", "demo", "--period", period, *more)["rows"]


def summed(found: list[dict[str, Any]]) -> tuple[int, int]:
    known = [row for row in found if row["numerator"] is not None and row["denominator"] is not None]
    return sum(row["numerator"] for row in known), sum(row["denominator"] for row in known)


@pytest.mark.parametrize("metric", ["late_rate", "online_share_new", "signed_share_outgoing", "report_on_time_rate"])
@pytest.mark.parametrize("period", ["2024-05", "2025-Q3", "2025"])
def test_the_total_is_the_sum_of_its_units_and_of_its_levels(run: Run, metric: str, period: str) -> None:
    (total,) = rows(run, metric, period)
    whole = (total["numerator"], total["denominator"])
    assert (
        whole == summed(rows(run, metric, period, "--by", "unit")) == summed(rows(run, metric, period, "--by", "level"))
    )
    assert total["ratio"] == total["numerator"] / total["denominator"]


def test_the_fields_add_up_to_the_total_where_every_unit_gives_its_fields(run: Run) -> None:
    (total,) = rows(run, "late_rate", "2024-05")
    fields = rows(run, "late_rate", "2024-05", "--by", "field")
    assert len(fields) > 15
    assert summed(fields) == (total["numerator"], total["denominator"])


def test_flows_of_a_quarter_are_those_of_its_months_and_stocks_those_of_its_last(run: Run) -> None:
    unit = ("--unit", "Sở Tư pháp")
    months = [rows(run, "late_rate", f"2024-{month:02d}", *unit)[0] for month in (4, 5, 6)]
    (quarter,) = rows(run, "late_rate", "2024-Q2", *unit)
    assert (quarter["numerator"], quarter["denominator"]) == summed(months)
    (pending,) = rows(run, "pending_overdue_rate", "2024-Q2", *unit)
    (last,) = rows(run, "pending_overdue_rate", "2024-06", *unit)
    assert (pending["numerator"], pending["denominator"]) == (last["numerator"], last["denominator"])


def test_a_year_that_is_not_over_is_unknown_and_the_year_to_date_is_known(run: Run) -> None:
    (year,) = rows(run, "late_rate", "2026")
    assert (year["numerator"], year["ratio"]) == (None, None)
    (to_date,) = rows(run, "late_rate", "2026-10", "--ytd")
    (range_,) = rows(run, "late_rate", "2026-01", "--to", "2026-10")
    assert to_date["numerator"] == range_["numerator"] > 0


def test_the_findings_of_a_quarter_of_months_are_those_of_its_months(run: Run) -> None:
    quarter, *months = (
        run("checks", "--workspace", "demo", "--period", period)["findings"]
        for period in ("2024-Q2", "2024-04", "2024-05", "2024-06")
    )
    assert len(quarter) == sum(map(len, months)) > 0


def test_a_range_by_period_gives_each_period(run: Run) -> None:
    found = rows(run, "late_rate", "2025-05", "--to", "2025-08", "--by", "period")
    assert [row["id"] for row in found] == ["2025-05", "2025-06", "2025-07", "2025-08"]
    assert found[0] == rows(run, "late_rate", "2025-05")[0] | {"id": "2025-05", "name": "2025-05"}


def test_districts_end_and_communes_begin_on_the_first_of_july(run: Run) -> None:
    june = {row["id"]: row["due"] for row in rows(run, "late_rate", "2025-06", "--by", "level")}
    july = {row["id"]: row["due"] for row in rows(run, "late_rate", "2025-07", "--by", "level")}
    assert june["district"] == 10 and june["commune"] == 120
    assert "district" not in july and july["commune"] < 60


def test_a_name_means_the_unit_of_its_time_and_an_ambiguous_one_lists_candidates(run: Run) -> None:
    units = run("units", "--workspace", "demo")
    names = [unit["name"] for unit in units if unit["valid_to"]]
    twice = next(u["name"] for u in units if u["name"] in names and not u["valid_to"] and u["level"] == "commune")
    (old,) = rows(run, "late_rate", "2024-05", "--unit", twice)
    (new,) = rows(run, "late_rate", "2026-05", "--unit", twice)
    assert old["name"] == new["name"] == twice and old["denominator"] != new["denominator"]
    error = run("metric", "late_rate", "--workspace", "demo", "--period", "2024-05", "--unit", "Xã", status=2)["error"]
    assert "Có thể là" in error


def test_a_unit_is_found_without_diacritics(run: Run) -> None:
    (row,) = rows(run, "late_rate", "2024-05", "--unit", "so tu phap")
    assert row["name"] == "Sở Tư pháp"


def test_the_lists_behind_the_selectors(run: Run) -> None:
    assert {"late_rate", "certificates_org"} <= {metric["id"] for metric in run("metrics")}
    periods = {period["label"]: period for period in run("periods", "--workspace", "demo")}
    assert not periods["2026-10"]["is_implied"] and periods["2026-Q3"]["is_implied"]
    assert len(run("units", "--workspace", "demo")) > 190
    assert {row["name"] for row in run("workspace", "list")} == {"bacgiang", "caobang", "demo", "tiengiang", "travinh"}


def test_a_query_file_can_be_run_by_name(run: Run) -> None:
    (row,) = run(
        "query", "metric_total", "--workspace", "demo",
        "--param", "metric_ids=late_rate", "--param", 'period_ids=["cchc/2024-05"]',
    )  # fmt: skip
    assert row["numerator"] == rows(run, "late_rate", "2024-05")[0]["numerator"]


def test_a_metric_traced_through_its_cells_gives_its_terms(run: Run) -> None:
    unit = ("--unit", "Sở Tư pháp")
    (row,) = rows(run, "late_rate", "2026-10", *unit)
    traced = run("trace", "late_rate", "--workspace", "demo", "--period", "2026-10", *unit)["terms"]
    late = sum(term["value"] for term in traced if term["column"] == "resolved_late")
    resolved = sum(term["value"] for term in traced if term["column"] == "resolved_total")
    assert (late, resolved) == (row["numerator"], row["denominator"])
    assert all(term["sheet"] and term["cell"] and term["file"].endswith(".xlsx") for term in traced)


def test_a_target_is_set_for_all_fields_together_and_not_for_one(run: Run) -> None:
    assert rows(run, "late_rate", "2026-10")[0]["target"]["value"] > 0
    for more in ((), ("--by", "level"), ("--by", "unit")):
        assert all(row["target"] is None for row in rows(run, "late_rate", "2026-10", "--field", "Đất đai", *more))


@pytest.mark.parametrize("more", [(), ("--by", "level"), ("--unit", "Sở Tư pháp"), ("--by", "field")])
def test_a_range_is_asked_by_its_ends_or_by_its_label(run: Run, more: tuple[str, ...]) -> None:
    by_ends = rows(run, "late_rate", "2025-05", "--to", "2025-08", *more)
    assert by_ends == rows(run, "late_rate", "2025-05..2025-08", *more)
    assert by_ends[0]["denominator"] > 0


def test_a_query_understands_a_range_among_its_periods(run: Run) -> None:
    ids = '["cchc/2025-05..2025-08", "cchc/2025-08:ytd"]'
    asked = ("--param", 'metric_ids=["late_rate"]', "--param", f"period_ids={ids}")
    to_date, range_ = run("query", "metric_total", "--workspace", "demo", *asked)
    assert range_["numerator"] == rows(run, "late_rate", "2025-05..2025-08")[0]["numerator"]
    assert to_date["numerator"] == rows(run, "late_rate", "2025-08", "--ytd")[0]["numerator"] > range_["numerator"]


def test_the_year_to_date_of_a_range_is_that_of_its_end_and_of_periods_that_of_each(run: Run) -> None:
    assert rows(run, "late_rate", "2025-02", "--to", "2025-04", "--ytd") == rows(run, "late_rate", "2025-04", "--ytd")
    each = rows(run, "late_rate", "2025-02", "--to", "2025-04", "--by", "period", "--ytd")
    assert [row["id"] for row in each] == ["2025-02", "2025-03", "2025-04"]
    assert each[0]["numerator"] == rows(run, "late_rate", "2025-02", "--ytd")[0]["numerator"]


def test_quarters_made_of_months_can_be_the_ends_of_a_range(run: Run) -> None:
    (quarters,) = rows(run, "late_rate", "2024-Q1", "--to", "2024-Q2")
    (months,) = rows(run, "late_rate", "2024-01", "--to", "2024-06")
    assert (quarters["numerator"], quarters["denominator"]) == (months["numerator"], months["denominator"])
    assert quarters["denominator"] > 0
