"""How units stand with ISO 9001: states, conversion against their own date, kinds of unit, ratings."""

from datetime import date
from typing import Any

import pytest

from tests.queries.conftest import Data, month, report, row

FEB = month("2024-02")
PERIOD = "cchc/2024-02"


def iso(unit: str, period: Any = FEB, **attributes: Any) -> Any:
    return report("iso", unit, period, row(attributes=attributes))


def held(unit: str, obligation: str = "mandatory", version: str = "9001:2015", status: str = "maintained", **more: Any):  # type: ignore[no-untyped-def]
    return iso(unit, obligation=obligation, standard_version=version, iso_status=status, **more)


def ask(data: Data, name: str, **params: Any) -> list[dict[str, Any]]:
    data.know_periods()
    return data.ask("read", name, **params)


@pytest.mark.parametrize(
    ("version", "status", "state"),
    [
        ("9001:2015", "announced", "adopted"),
        ("9001:2015", "reannounced", "adopted"),
        ("9001:2008", "maintained", "former"),
        ("9001:2015", "expired", "expired"),
        ("9001:2015", "building", "building"),
        (None, "not_started", "not_started"),
        ("9001:2015", None, "unstated"),
        (None, "maintained", "unstated"),
    ],
)
def test_a_state_follows_from_status_and_version(data: Data, version: str, status: str, state: str) -> None:
    data.accept(iso("so_a", standard_version=version, iso_status=status))
    (found,) = ask(data, "iso_units", period_ids=[PERIOD], unit_ids=[])
    assert found["state"] == state


@pytest.mark.parametrize(
    ("due", "version", "conversion", "days"),
    [
        (date(2024, 2, 28), "9001:2008", "late", 1),
        (date(2024, 2, 29), "9001:2008", "upcoming", None),
        (date(2024, 3, 1), "9001:2008", "upcoming", None),
        (date(2023, 12, 31), "9001:2015", "done", None),
        (None, "9001:2008", None, None),
    ],
)
def test_lateness_is_counted_to_the_end_of_the_period(
    data: Data, due: date, version: str, conversion: str, days: int
) -> None:
    data.accept(held("so_a", version=version, conversion_due_on=due))
    (found,) = ask(data, "iso_units", period_ids=[PERIOD], unit_ids=["so_a"])
    assert (found["conversion"], found["days_late"]) == (conversion, days)


def province(data: Data) -> None:
    data.accept(
        held("so_a", announced_on=date(2023, 5, 5)),
        held("so_b", version="9001:2008"),
        held("huyen_c", status="expired"),
        held("huyen_d", "encouraged", rating="good"),
        held("cong_an"),
    )


def test_states_are_counted_by_obligation_and_never_added_across_it(data: Data) -> None:
    province(data)
    rows = ask(data, "iso_states", period_ids=[PERIOD])
    total = {one["obligation"]: one for one in rows if one["level"] == "total"}
    assert {key: total["mandatory"][key] for key in ("units", "adopted", "former", "expired")} == {
        "units": 3, "adopted": 1, "former": 1, "expired": 1,
    }  # fmt: skip
    assert (total["encouraged"]["units"], total["encouraged"]["adopted"]) == (1, 1)
    assert "cong_an" not in {one["unit_id"] for one in ask(data, "iso_units", period_ids=[PERIOD], unit_ids=[])}


def test_kinds_of_unit_add_up_to_the_metric(data: Data) -> None:
    province(data)
    rows = ask(data, "iso_by_type", period_id=PERIOD)
    metrics = ["iso_adoption_mandatory", "iso_adoption_encouraged"]
    for total in ask(data, "metric_total", metric_ids=metrics, period_ids=[PERIOD], field_ids=[]):
        of_one = [one for one in rows if one["metric_id"] == total["metric_id"]]
        assert sum(one["numerator"] for one in of_one) == total["numerator"]
        assert sum(one["denominator"] for one in of_one) == total["denominator"]
    departments = next(one for one in rows if one["unit_type"] == "department")
    assert (departments["numerator"], departments["denominator"], departments["ratio"]) == (1, 2, 0.5)


def test_ratings_of_units_are_counted_with_those_that_have_none(data: Data) -> None:
    for unit, rating in (("huyen_c", "good"), ("huyen_d", None)):
        data.accept(held(unit, rating=rating))
    (level,) = [one for one in ask(data, "iso_ratings", period_ids=[PERIOD]) if one["level"] == "district"]
    assert [level[key] for key in ("rated", "very_good", "good", "fair", "other", "unrated")] == [1, 0, 1, 0, 0, 1]


def test_a_stated_total_of_ratings_says_nothing_of_who_was_not_assessed(data: Data) -> None:
    counts = {"iso_rated": 175, "iso_rated_fair": 24, "iso_rated_good": 102, "iso_rated_very_good": 49}
    data.accept(report("iso", "level:commune", FEB, row(**counts)))
    rows = ask(data, "iso_ratings", period_ids=[PERIOD])
    assert {(one["level"], one["rated"], one["other"], one["unrated"], one["basis"]) for one in rows} == {
        ("commune", 175, 0, None, "stated"), ("total", 175, 0, None, "stated"),
    }  # fmt: skip


def test_a_quarter_shows_how_its_last_month_ends(data: Data) -> None:
    for number, status in ((1, "building"), (2, "building"), (3, "announced")):
        data.accept(
            iso("so_a", month(f"2024-0{number}"), obligation="mandatory", standard_version="9001:2015", iso_status=status)
        )  # fmt: skip
    (found,) = ask(data, "iso_units", period_ids=["cchc/2024-Q1"], unit_ids=[])
    assert found["state"] == "adopted"
