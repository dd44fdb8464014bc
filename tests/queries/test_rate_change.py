"""What each part did to the change of a rate adds up to that change, whatever the parts; and what was in one period only
stands apart."""

from fractions import Fraction
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.report import LOCAL_VIEWER
from dashboard.store import connection as db
from tests.queries.conftest import Data, month, report, row

JAN, FEB = month("2024-01"), month("2024-02")
NOW, BEFORE = "cchc/2024-02", "cchc/2024-01"
ENDS = ("numerator", "denominator", "numerator_before", "denominator_before")
_LIST = "struct(part_id varchar, numerator bigint, denominator bigint, numerator_before bigint, denominator_before bigint)[]"
_WHOLE = "struct(numerator bigint, denominator bigint, numerator_before bigint, denominator_before bigint)"

pairs = st.tuples(st.integers(0, 3000), st.integers(0, 3000)).map(lambda pair: (min(pair), max(pair)))
known = st.one_of(pairs, st.none())
parts = st.lists(st.tuples(known, known).filter(any), min_size=1, max_size=12)


def moved(connection: duckdb.DuckDBPyConnection, found: list[dict[str, Any]], whole: dict[str, Any]) -> list[Any]:
    db.set_session(connection, LOCAL_VIEWER, db.LATEST)
    return (
        connection.execute(
            f"select * from rate_change($parts::{_LIST}, $whole::{_WHOLE})", {"parts": found, "whole": whole}
        )
        .to_arrow_table()
        .to_pylist()
    )


def laid_out(drawn: list[Any]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The parts as the macro takes them, and the whole that is the sum of what each period knows."""
    found = [
        {"part_id": f"p{at:02}", "numerator": now and now[0], "denominator": now and now[1],
         "numerator_before": then and then[0], "denominator_before": then and then[1]}
        for at, (now, then) in enumerate(drawn)
    ]  # fmt: skip
    return found, {end: sum(part[end] or 0 for part in found) for end in ENDS}


def rate(numerator: int, denominator: int) -> Fraction:
    return Fraction(numerator, denominator)


@settings(max_examples=150, deadline=None)
@given(parts)
def test_the_contributions_add_up_to_the_change_of_the_whole(
    shared_connection: duckdb.DuckDBPyConnection, drawn: list[Any]
) -> None:
    found, whole = laid_out(drawn)
    rows = moved(shared_connection, found, whole)
    if not whole["denominator"] or not whole["denominator_before"]:
        assert all(line["whole_change"] is None for line in rows)
        return
    change = rate(whole["numerator"], whole["denominator"]) - rate(
        whole["numerator_before"], whole["denominator_before"]
    )
    told = [line["contribution"] for line in rows if line["contribution"] is not None]
    assert sum(told) == pytest.approx(float(change), abs=1e-12)
    assert all(line["whole_change"] == pytest.approx(float(change), abs=1e-12) for line in rows)
    named = [line for line in rows if line["part_id"] is not None]
    assert all(
        line["rate_effect"] + line["mix_effect"] == pytest.approx(line["contribution"], abs=1e-12)
        for line in named
        if line["contribution"] is not None
    )
    # Every case is in one row and no other.
    for end in ENDS:
        assert sum(line[end] for line in rows) == whole[end]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(pairs, pairs), min_size=2, max_size=8))
def test_two_parts_taken_together_did_what_each_of_them_did(
    shared_connection: duckdb.DuckDBPyConnection, drawn: list[Any]
) -> None:
    found, whole = laid_out(drawn)
    first, second, *others = found
    joined = {"part_id": "both"} | {end: first[end] + second[end] for end in ENDS}
    apart = {line["part_id"]: line["contribution"] for line in moved(shared_connection, found, whole)}
    together = {line["part_id"]: line["contribution"] for line in moved(shared_connection, [joined, *others], whole)}
    if together["both"] is not None:
        assert together["both"] == pytest.approx(apart["p00"] + apart["p01"], abs=1e-12)


def test_a_part_that_kept_the_mean_rate_moved_nothing_however_it_grew(
    shared_connection: duckdb.DuckDBPyConnection,
) -> None:
    found, whole = laid_out([((10, 100), (10, 100)), ((50, 500), (1, 10))])
    assert [line["contribution"] for line in moved(shared_connection, found, whole)] == pytest.approx([0, 0], abs=1e-15)


def test_the_formula_is_the_one_that_is_written_down(shared_connection: duckdb.DuckDBPyConnection) -> None:
    found, whole = laid_out([((30, 100), (10, 100)), ((5, 300), (8, 200)), ((7, 100), None)])
    lines = {line["part_id"]: line for line in moved(shared_connection, found, whole)}
    middle = (rate(35, 400) + rate(18, 300)) / 2
    weight = (rate(400, 500) + 1) / 2
    expected = weight * ((30 - middle * 100) / 400 - (10 - middle * 100) / 300)
    assert lines["p00"]["contribution"] == pytest.approx(float(expected), abs=1e-15)
    effect = weight * (rate(100, 400) + rate(100, 300)) / 2 * (rate(30, 100) - rate(10, 100))
    assert lines["p00"]["rate_effect"] == pytest.approx(float(effect), abs=1e-15)
    alone = lines[None]
    assert [alone[end] for end in ENDS] == [7, 100, 0, 0]
    assert alone["parts"] == 1 and alone["rate_effect"] is None


def test_nothing_is_told_apart_where_every_part_is_new(shared_connection: duckdb.DuckDBPyConnection) -> None:
    found, whole = laid_out([((3, 100), None), (None, (5, 100))])
    (only,) = moved(shared_connection, found, whole)
    assert (only["part_id"], only["parts"]) == (None, 2)
    assert only["contribution"] == only["whole_change"] == pytest.approx(-0.02)


def files(unit: str, period: Any, **late: int) -> Any:
    rows = [
        row(field, at=10 + at, resolved_total=100, resolved_late=count)
        for at, (field, count) in enumerate(late.items())
    ]
    return report("dossier", unit, period, *rows)


def by_unit(data: Data, level: str = "", fields: tuple[str, ...] = ()) -> dict[Any, dict[str, Any]]:
    data.know_periods()
    asked = {"metric_id": "late_rate", "period_id": NOW, "other_id": BEFORE, "level": level, "field_ids": list(fields)}
    return {line["unit_id"]: line for line in data.ask("read", "rate_change_by_unit", **asked)}


def by_field(data: Data, level: str = "", units: tuple[str, ...] = ()) -> dict[Any, dict[str, Any]]:
    data.know_periods()
    asked = {"metric_id": "late_rate", "period_id": NOW, "other_id": BEFORE, "level": level, "unit_ids": list(units)}
    return {line["field_id"]: line for line in data.ask("read", "rate_change_by_field", **asked)}


def total(data: Data, period_id: str, level: str = "") -> float:
    asked = {"metric_ids": ["late_rate"], "period_ids": [period_id], "field_ids": []}
    if level:
        return next(r["ratio"] for r in data.ask("read", "metric_by_level", **asked) if r["level"] == level)
    return data.ask("read", "metric_total", **asked)[0]["ratio"]


@pytest.fixture
def moving(data: Data) -> Data:
    """Two departments in both months, a district in the first only, another in the second only."""
    data.accept(
        files("so_a", JAN, dat_dai=4, ho_tich=1), files("so_a", FEB, dat_dai=30, ho_tich=1),
        files("so_b", JAN, dat_dai=9), files("so_b", FEB, dat_dai=5, ho_tich=0),
        files("huyen_c", JAN, dat_dai=2), files("huyen_d", FEB, dat_dai=20),
    )  # fmt: skip
    return data


@pytest.mark.parametrize("level", ["", "province", "district"])
def test_units_and_fields_both_add_up_to_the_change_that_the_metric_shows(moving: Data, level: str) -> None:
    units, fields = by_unit(moving, level), by_field(moving, level)
    change = total(moving, NOW, level) - total(moving, BEFORE, level)
    for lines in (units, fields):
        assert sum(line["contribution"] for line in lines.values()) == pytest.approx(change, abs=1e-12)
    assert list(units) == {"": ["so_a", "so_b", None], "province": ["so_a", "so_b"], "district": [None]}[level]


def test_a_unit_of_one_period_only_is_in_no_field_and_in_no_row_of_its_own(moving: Data) -> None:
    fields = by_field(moving)
    assert [fields["dat_dai"][end] for end in ENDS] == [35, 200, 13, 200]
    assert [fields["ho_tich"][end] for end in ENDS] == [1, 200, 1, 100]
    assert [by_unit(moving)[None][end] for end in ENDS] == [20, 100, 2, 100]
    assert by_unit(moving)[None]["parts"] == 2


def test_one_unit_and_one_field_are_cut_out_and_still_add_up(moving: Data) -> None:
    fields = by_field(moving, units=("so_a",))
    assert sum(line["contribution"] for line in fields.values()) == pytest.approx(31 / 200 - 5 / 200, abs=1e-12)
    units = by_unit(moving, "province", ("dat_dai",))
    assert sum(line["contribution"] for line in units.values()) == pytest.approx(35 / 200 - 13 / 200, abs=1e-12)


def test_a_stated_total_that_no_unit_stands_behind_is_a_row_of_its_own(data: Data) -> None:
    for period, late in ((JAN, 10), (FEB, 20)):
        data.accept(report("dossier", "level:district", period, row(resolved_total=1000, resolved_late=late)))
    (only,) = by_unit(data, "district").values()
    assert only["unit_id"] is None
    assert only["contribution"] == pytest.approx(0.01)


def test_where_a_period_has_no_figure_nothing_moved(data: Data) -> None:
    data.accept(files("so_a", FEB, dat_dai=4))
    assert by_unit(data) == {} == by_field(data)
