"""Cases by field with their running share, and the cells of units against fields: what the metric itself answers."""

from typing import Any

import pytest

from tests.queries.conftest import Data, month, report, row

FEB = month("2024-02")
PERIOD = "cchc/2024-02"


def files(unit: str, **late: int) -> Any:
    rows = [
        row(field, at=10 + at, resolved_total=100, resolved_late=count)
        for at, (field, count) in enumerate(late.items())
    ]
    return report("dossier", unit, FEB, *rows)


def bad(
    data: Data, metric: str = "late_rate", level: str = "", units: tuple[str, ...] = ()
) -> dict[str, dict[str, Any]]:
    data.know_periods()
    asked = {"metric_id": metric, "period_id": PERIOD, "level": level, "unit_ids": list(units)}
    return {line["field_id"]: line for line in data.ask("read", "bad_cases_by_field", **asked)}


def test_the_fields_with_most_cases_come_first_and_run_up_to_all_of_them(data: Data) -> None:
    data.accept(files("so_a", dat_dai=7, ho_tich=10), files("so_b", dat_dai=23))
    lines = bad(data)
    assert [(f, x["bad_cases"], x["cumulative_cases"], x["total_cases"]) for f, x in lines.items()] == [
        ("dat_dai", 30, 30, 40), ("ho_tich", 10, 40, 40),
    ]  # fmt: skip
    assert [(x["share"], x["cumulative_share"]) for x in lines.values()] == [(0.75, 0.75), (0.25, 1.0)]
    assert [x["is_vital"] for x in lines.values()] == [True, True]


@pytest.mark.parametrize(("first", "second", "vital"), [(80, 20, [True, False]), (79, 21, [True, True])])
def test_the_vital_fields_are_the_fewest_that_hold_four_fifths(data: Data, first: int, second: int, vital: Any) -> None:
    data.accept(files("so_a", dat_dai=first, ho_tich=second))
    assert [line["is_vital"] for line in bad(data).values()] == vital


def test_where_no_case_is_late_no_field_is_vital_and_no_share_is_made_up(data: Data) -> None:
    data.accept(files("so_a", dat_dai=0, ho_tich=0))
    assert [(x["share"], x["cumulative_share"], x["is_vital"]) for x in bad(data).values()] == [(None, None, False)] * 2


def test_where_high_is_good_the_cases_outside_the_numerator_count(data: Data) -> None:
    counts = {"received_total": 50, "resolved_early": 20, "resolved_on_time": 10, "pending_in_time": 5}
    data.accept(report("dossier", "so_a", FEB, row("dat_dai", **counts)))
    assert bad(data, "on_time_766")["dat_dai"]["bad_cases"] == 15


@pytest.mark.parametrize(("level", "units"), [("", ()), ("province", ()), ("district", ()), ("", ("so_b",))])
def test_every_scope_counts_what_the_metric_by_field_counts(data: Data, level: str, units: tuple[str, ...]) -> None:
    data.accept(files("so_a", dat_dai=7, ho_tich=10), files("so_b", dat_dai=23), files("huyen_c", ho_tich=4))
    lines = bad(data, level=level, units=units)
    asked: dict[str, Any] = {"metric_ids": ["late_rate"], "period_ids": [PERIOD], "field_ids": []}
    if level:
        expected = data.ask("read", "metric_by_level_field", **asked, levels=[level])
    else:
        expected = data.ask("read", "metric_by_field", **asked, unit_ids=list(units))
    keys = ("numerator", "denominator", "ratio")
    assert {f: [x[k] for k in keys] for f, x in lines.items()} == {
        x["field_id"]: [x[k] for k in keys] for x in expected
    }


def test_a_cell_of_a_unit_and_a_field_is_the_metric_of_just_them(data: Data) -> None:
    data.accept(files("so_a", dat_dai=7, ho_tich=10), files("huyen_c", dat_dai=23))
    data.know_periods()
    everything: dict[str, Any] = {"metric_ids": ["late_rate"], "period_ids": [PERIOD]}
    cells = data.ask("read", "metric_by_unit_field", **everything, levels=[], field_ids=[], unit_ids=[])
    assert [(c["unit_id"], c["field_id"]) for c in cells] == [
        ("so_a", "dat_dai"), ("so_a", "ho_tich"), ("huyen_c", "dat_dai"),
    ]  # fmt: skip
    for cell in cells:
        (asked,) = data.ask(
            "read", "metric_by_unit", **everything, field_ids=[cell["field_id"]], unit_ids=[cell["unit_id"]]
        )
        assert [cell[k] for k in ("numerator", "denominator", "ratio")] == [
            asked[k] for k in ("numerator", "denominator", "ratio")
        ]
    (alone,) = data.ask("read", "metric_by_unit_field", **everything, levels=["district"], field_ids=[], unit_ids=[])
    assert alone["unit_id"] == "huyen_c"


def test_a_kind_of_unit_is_the_sum_of_its_units(data: Data) -> None:
    data.accept(files("so_a", dat_dai=7, ho_tich=10), files("so_b", dat_dai=23), files("huyen_c", dat_dai=1))
    data.know_periods()
    cells = data.ask(
        "read", "metric_by_type_field", metric_ids=["late_rate"], period_ids=[PERIOD], levels=[], field_ids=[]
    )
    assert [(c["unit_type"], c["field_id"], c["numerator"], c["denominator"], c["parts"]) for c in cells] == [
        ("department", "dat_dai", 30, 200, 2), ("department", "ho_tich", 10, 100, 1), ("district", "dat_dai", 1, 100, 1),
    ]  # fmt: skip
