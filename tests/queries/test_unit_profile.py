"""Where a unit stands among the units of its kind, held against a count by hand; and out of which units it came."""

from dataclasses import replace
from datetime import date
from statistics import median, quantiles
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.report import Lineage, Viewer
from dashboard.store import write
from tests.queries.conftest import UNITS, Data, empty, month, put_reference, report, row

FEB = month("2026-02")
JAN = month("2026-01")
PERIOD = "cchc/2026-02"
DEPARTMENTS = [replace(UNITS[0], unit_id=f"so_{n}", name=f"Sở {n}", display_order=10 + n) for n in range(6)]


def peers(data: Data, metric: str = "late_rate", small_n: int = 10, query: str = "unit_peers", **more: Any) -> Any:
    asked = {"unit_id": "so_0", "metric_ids": [metric], "period_ids": [PERIOD], "small_n": small_n, **more}
    return data.ask("read", query, **asked)


def fill(data: Data, *counts: tuple[int, int]) -> None:
    write.add_units(data.change, DEPARTMENTS)
    for unit, (late, total) in zip(DEPARTMENTS, counts, strict=False):
        data.accept(report("dossier", unit.unit_id, FEB, row("dat_dai", resolved_late=late, resolved_total=total)))
    data.know_periods()


def test_the_lowest_late_rate_has_the_first_place_and_equal_rates_share_one(data: Data) -> None:
    fill(data, (2, 100), (0, 50), (1, 50), (9, 90), (4, 200), (0, 3))
    found = peers(data)
    assert [(one["unit_id"], one["place"]) for one in found] == [
        ("so_1", 1), ("so_0", 2), ("so_2", 2), ("so_4", 2), ("so_3", 5), ("so_5", None),
    ]  # fmt: skip
    (standing,) = peers(data, query="unit_standing")
    assert (standing["place"], standing["tied"], standing["ranked"], standing["peers"]) == (2, 3, 5, 6)
    rates = [0.02, 0, 0.02, 0.1, 0.02]
    assert standing["median"] == median(rates)
    assert [standing["low_quarter"], standing["high_quarter"]] == quantiles(rates, n=4, method="inclusive")[::2]
    assert (standing["kind_numerator"], standing["kind_denominator"]) == (16, 493)


def test_for_a_share_that_should_be_high_the_highest_comes_first(data: Data) -> None:
    write.add_units(data.change, DEPARTMENTS)
    for unit, online in zip(DEPARTMENTS, (70, 90, 80), strict=False):
        counts = {"received_online": online, "received_offline": 100 - online}
        data.accept(report("dossier", unit.unit_id, FEB, row("dat_dai", **counts)))
    data.know_periods()
    assert [one["unit_id"] for one in peers(data, "online_share_new")] == ["so_1", "so_2", "so_0"]


def test_a_unit_of_few_cases_or_none_has_no_place(data: Data) -> None:
    fill(data, (1, 9), (0, 0), (1, 50))
    assert {one["unit_id"]: one["place"] for one in peers(data)} == {"so_0": None, "so_1": None, "so_2": 1}
    (standing,) = peers(data, query="unit_standing")
    assert (standing["is_ranked"], standing["ranked"], standing["ratio"]) == (False, 1, 1 / 9)
    assert {one["unit_id"]: one["place"] for one in peers(data, small_n=1)} == {"so_0": 2, "so_1": None, "so_2": 1}


def test_other_kinds_of_unit_are_no_peers(data: Data) -> None:
    fill(data, (1, 50))
    data.accept(report("dossier", "xa_e", FEB, row("dat_dai", resolved_late=1, resolved_total=70)))
    assert [one["unit_id"] for one in peers(data)] == ["so_0"]


def test_counts_of_several_periods_are_added(data: Data) -> None:
    fill(data, (1, 50), (2, 50))
    data.accept(report("dossier", "so_0", JAN, row("dat_dai", resolved_late=4, resolved_total=30)))
    data.know_periods()
    (standing,) = peers(data, query="unit_standing", period_ids=[PERIOD, "cchc/2026-01"])
    assert (standing["numerator"], standing["denominator"], standing["place"]) == (5, 80, 2)


@settings(max_examples=12)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 60)), min_size=1, max_size=6))
def test_the_place_is_one_more_than_the_units_that_are_better(shared_connection, tmp_path_factory, counts) -> None:  # type: ignore[no-untyped-def]
    empty(shared_connection)
    data = Data(shared_connection, put_reference(shared_connection, tmp_path_factory.mktemp("w"), UNITS, []))
    counts = [(min(late, total), total) for late, total in counts]
    fill(data, *counts)
    rates = [late / total for late, total in counts if total >= 10]
    for one in peers(data):
        if one["denominator"] >= 10:
            assert one["place"] == 1 + sum(rate < one["ratio"] for rate in rates)
        else:
            assert one["place"] is None


DAY, EARLIER = date(2025, 7, 1), date(2024, 2, 1)
STEPS = [
    Lineage("so_a", "so_b", "renamed", EARLIER),
    Lineage("so_b", "xa_e", "merged", DAY),
    Lineage("huyen_c", "xa_e", "split", DAY, is_partial=True),
    Lineage("huyen_c", "", "abolished", DAY),
    Lineage("xa_e", "xa_e", "unchanged", DAY),
]


def lineage(data: Data, unit_id: str, **who: Any) -> list[tuple[Any, ...]]:
    found = data.ask("read", "unit_lineage", unit_id=unit_id, **who)
    return [(one["direction"], one["distance"], one["from_unit_id"], one["to_unit_id"], one["is_partial"]) for one in found]  # fmt: skip


@pytest.mark.parametrize(
    ("unit_id", "expected"),
    [
        ("xa_e", [("before", 1, "so_b", "xa_e", False), ("before", 1, "huyen_c", "xa_e", True), ("before", 2, "so_a", "so_b", False)]),
        ("so_a", [("after", 1, "so_a", "so_b", False), ("after", 2, "so_b", "xa_e", False)]),
        ("huyen_c", [("after", 1, "huyen_c", "xa_e", True), ("after", 1, "huyen_c", "", False)]),
        ("cong_an", []),
    ],
)  # fmt: skip
def test_every_step_before_and_after_a_unit_is_walked(data: Data, unit_id: str, expected: list[Any]) -> None:
    write.add_lineage(data.change, STEPS)
    assert lineage(data, unit_id) == expected


def test_units_that_changed_names_in_a_circle_end(data: Data) -> None:
    write.add_lineage(data.change, [Lineage("so_a", "so_b", "renamed", DAY), Lineage("so_b", "so_a", "renamed", DAY)])
    assert len(lineage(data, "so_a")) <= 16


def test_who_may_not_see_the_other_unit_is_not_told_of_it(data: Data) -> None:
    write.add_lineage(data.change, STEPS)
    assert lineage(data, "huyen_c", viewer=Viewer("c", "viewer", frozenset(["huyen_c"]))) == [
        ("after", 1, "huyen_c", "", False)
    ]
