"""The score of Decision 766: places among a kind, units that are not scored, snapshots, groups."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dashboard.metrics import score766
from dashboard.report import FactRow, Report, Subject, Unit
from dashboard.store import write
from tests.queries.conftest import Data, month

JAN, FEB = month("2026-01"), month("2026-02")
PERIOD = "cchc/2026-02"
UNITS = (
    *(Unit(f"so_{n}", f"Sở {n}", "department", "province", display_order=10 + n) for n in range(1, 5)),
    Unit("so_x", "Thanh tra", "department", "province", display_order=20, has_procedures=False),
)


@pytest.fixture
def scored(data: Data) -> Data:
    write.add_units(data.change, UNITS)
    return data


def score(unit: str, total: float | None, period: Any = FEB, on: date = date(2026, 3, 5), **groups: float) -> Report:
    given = {f"score_{name}": value for name, value in groups.items()} | {"score_total": total}
    points = {name: Decimal(str(value)) for name, value in given.items() if value is not None}
    subject = Subject("province") if unit == "province" else Subject("unit", unit)
    letters = {column: chr(ord("E") + n) for n, column in enumerate(score766.maxima())}
    rows = (FactRow(6, attributes={**points, "snapshot_on": on}),)
    return Report("score", subject, period, "consolidated", "Sở Ban", letters, rows)


def units(data: Data, other: str = "", **viewer: Any) -> dict[str, dict[str, Any]]:
    data.know_periods()
    found = data.ask("read", "score_units", **viewer, period_id=PERIOD, other_id=other)
    return {row["unit_id"]: row for row in found}


def test_equal_points_share_a_place_and_units_without_procedures_have_none(scored: Data) -> None:
    scored.accept(
        *(score(f"so_{n}", total) for n, total in ((1, 90), (2, 92.5), (3, 90), (4, 80))), score("so_x", 30.21)
    )
    found = units(scored)
    assert {unit: row["place"] for unit, row in found.items()} == {
        "so_2": 1, "so_1": 2, "so_3": 2, "so_4": 4, "so_x": None,
    }  # fmt: skip
    assert (found["so_x"]["score_total"], found["so_x"]["grade"], found["so_x"]["is_scored"]) == (None, None, False)
    assert {row["ranked"] for row in found.values()} == {4, None}
    assert found["so_2"]["cell"] == "K6"


def test_kinds_of_unit_are_ranked_apart(scored: Data) -> None:
    scored.accept(score("so_1", 80), score("xa_e", 99))
    assert {row["place"] for row in units(scored).values()} == {1}


def test_a_place_is_held_against_the_period_compared_with(scored: Data) -> None:
    scored.accept(score("so_1", 80, JAN), score("so_2", 90, JAN))
    scored.accept(score("so_1", 85), score("so_2", 84), score("so_3", 70))
    found = units(scored, other="cchc/2026-01")
    assert {unit: row["place_change"] for unit, row in found.items()} == {"so_1": 1, "so_2": -1, "so_3": None}
    assert found["so_1"]["other_total"] == 80


def test_a_restated_score_supersedes_and_the_one_before_stays_known(scored: Data) -> None:
    scored.accept(score("so_1", 91.64, on=date(2026, 3, 1)))
    scored.accept(score("so_1", 91.70))
    row = units(scored)["so_1"]
    assert (row["score_total"], row["previous_total"], row["snapshot_change"]) == (91.7, 91.64, 0.06)
    assert (row["previous_snapshot_on"], row["snapshot_on"]) == (date(2026, 3, 1), date(2026, 3, 5))
    before = units(scored, as_of=1)["so_1"]
    assert (before["score_total"], before["previous_total"]) == (91.64, None)


@pytest.mark.parametrize(
    ("total", "grade"),
    [
        (100, "excellent"),
        (90, "excellent"),
        (89.99, "good"),
        (80, "good"),
        (79.99, "fair"),
        (50, "average"),
        (49.9, "weak"),
    ],
)
def test_a_grade_begins_at_its_floor(scored: Data, total: float, grade: str) -> None:
    scored.accept(score("so_1", total))
    assert units(scored)["so_1"]["grade"] == grade


def test_groups_are_held_against_their_maxima(scored: Data) -> None:
    scored.accept(score("province", 85.47, tttt=5.99, mdsh=22), score("so_1", 90, tttt=9))
    scored.know_periods()
    found = {row["group_code"]: row for row in scored.ask("read", "score_groups", period_ids=[PERIOD], unit_ids=[])}
    assert list(found) == ["total", "MDSH", "TTTT"]
    assert (found["TTTT"]["score"], found["TTTT"]["maximum"], found["TTTT"]["missing"]) == (5.99, 10, 4.01)
    assert found["TTTT"]["share"] == pytest.approx(0.599)
    assert (found["total"]["maximum"], found["total"]["grade"]) == (100, "good")
    (unit,) = [
        row
        for row in scored.ask("read", "score_groups", period_ids=[PERIOD], unit_ids=["so_1"])
        if row["group_code"] == "TTTT"
    ]
    assert (unit["score"], unit["cell"]) == (9, "I6")


def test_grades_count_units_of_a_kind_and_those_that_are_not_scored_apart(scored: Data) -> None:
    scored.accept(score("so_1", 95), score("so_2", 91), score("so_3", 75), score("so_4", None), score("so_x", 30))
    scored.know_periods()
    found = scored.ask("read", "score_grades", period_id=PERIOD)
    assert {row["grade"]: row["units"] for row in found} == {"excellent": 2, "fair": 1, "none": 2}
    assert min(row["lowest"] for row in found if row["lowest"]) == 75


def test_a_viewer_of_one_unit_sees_its_own_points_only(scored: Data) -> None:
    from dashboard.report import Viewer

    scored.accept(score("so_1", 95), score("so_2", 91), score("province", 90))
    viewer = Viewer("a", "viewer", frozenset({"so_1"}))
    assert list(units(scored, viewer=viewer)) == ["so_1"]
    assert scored.ask("read", "score_groups", viewer, period_ids=[PERIOD], unit_ids=[]) == []


def test_points_count_for_nothing_that_is_counted(scored: Data) -> None:
    scored.accept(replace(score("so_1", 95), origin="own"))
    scored.know_periods()
    rows = scored.ask("read", "metric_total", metric_ids=["late_rate"], period_ids=[PERIOD], field_ids=[])
    assert [row["numerator"] for row in rows] == [None]
