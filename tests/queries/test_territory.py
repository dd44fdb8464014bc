"""Predecessors' counts rolled up into their successor: exact sums, and a reason where there is none."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.metrics.catalogue import load_catalogue
from dashboard.report import Lineage, Unit
from dashboard.store import write
from tests.queries.conftest import FIELDS, Data, empty, month, put_reference, report, row

BREAK = date(2025, 7, 1)
MAY, AUGUST = month("2025-05"), month("2025-08")


def old(id_: str) -> Unit:
    return Unit(id_, f"Xã {id_}", "commune", "commune", valid_to=date(2025, 6, 30))


def new(id_: str) -> Unit:
    return Unit(id_, f"Xã {id_}", "commune", "commune", valid_from=BREAK)


def link(from_: str, to: str, on: date = BREAK, kind: str = "merged", is_partial: bool = False) -> Lineage:
    return Lineage(from_, to, kind, on, is_partial)


def put(data: Data, units: list[Unit], links: list[Lineage]) -> None:
    write.add_units(data.change, units)
    write.add_lineage(data.change, links)


def files(data: Data, unit: str, period: Any, late: int, total: int = 100) -> None:
    counts = {"resolved_total": total, "resolved_late": late, "pending_total": 10, "pending_overdue": late}
    data.accept(report("dossier", unit, period, row(**counts)))


def ask(
    data: Data, unit: str, period: str = "2025-05", metric: str = "late_rate", base: str = "2025-08"
) -> dict[str, Any]:
    data.know_periods()
    (found,) = data.ask(
        "read", "metric_same_territory", metric_ids=[metric], period_ids=[f"cchc/{period}"],
        base_period_id=f"cchc/{base}", field_ids=[], unit_ids=[unit],
    )  # fmt: skip
    return found


def ends(found: dict[str, Any]) -> tuple[Any, ...]:
    return (found["numerator"], found["denominator"], found["is_converted"], found["reason"], found["reason_units"])


def test_predecessors_that_came_whole_are_added_up(data: Data) -> None:
    put(data, [old("a"), old("b"), new("n")], [link("a", "n"), link("b", "n")])
    for unit, period, late in (("a", MAY, 1), ("b", MAY, 4), ("n", AUGUST, 9)):
        files(data, unit, period, late)
    assert ends(ask(data, "n")) == (5, 200, True, None, [])
    assert ends(ask(data, "n", "2025-08")) == (9, 100, False, None, [])


def test_a_predecessor_that_has_not_reported_leaves_nothing_and_is_named(data: Data) -> None:
    put(data, [old("a"), old("b"), new("n")], [link("a", "n"), link("b", "n")])
    files(data, "a", MAY, 1)
    files(data, "n", AUGUST, 1)
    assert ends(ask(data, "n")) == (None, None, True, "not_reported", ["Xã b"])


def test_a_predecessor_of_which_a_part_went_elsewhere_leaves_both_without_a_figure(data: Data) -> None:
    links = [link("a", "n", is_partial=True), link("a", "m", is_partial=True), link("b", "m")]
    put(data, [old("a"), old("b"), new("n"), new("m")], links)
    for unit in ("a", "b"):
        files(data, unit, MAY, 1)
    files(data, "n", AUGUST, 1)
    assert ends(ask(data, "n"))[2:] == (True, "partial", ["Xã a"])
    assert ends(ask(data, "m"))[3:] == ("partial", ["Xã a"])


def test_two_whole_links_of_one_predecessor_contradict_each_other_and_count_as_partial(data: Data) -> None:
    put(data, [old("a"), new("n"), new("m")], [link("a", "n"), link("a", "m")])
    files(data, "a", MAY, 1)
    files(data, "n", AUGUST, 1)
    assert ask(data, "n")["reason"] == "partial"


def test_a_unit_that_lives_on_takes_in_another_and_one_that_gave_a_part_away_cannot_be_converted(data: Data) -> None:
    spring = date(2025, 3, 1)
    ended = Unit("so_c", "Sở C", "department", "province", valid_to=date(2025, 2, 28))
    put(data, [ended], [link("so_c", "so_a", spring), link("so_b", "so_a", spring, "split", is_partial=True)])
    february, march = month("2025-02"), month("2025-03")
    for unit in ("so_a", "so_b", "so_c"):
        files(data, unit, february, 2)
    for unit in ("so_a", "so_b"):
        files(data, unit, march, 3)
    assert ask(data, "so_a", "2025-02", base="2025-03")["reason"] == "partial"
    assert ask(data, "so_b", "2025-02", base="2025-03")["reason"] == "partial"
    assert ends(ask(data, "so_a", "2025-03", base="2025-03")) == (3, 100, False, None, [])
    data.connection.execute("delete from ws.unit_lineage where from_unit_id = 'so_b'")
    assert ends(ask(data, "so_a", "2025-02", base="2025-03")) == (4, 200, True, None, [])


def test_a_chain_of_changes_is_followed_back(data: Data) -> None:
    first, second = date(2024, 1, 1), BREAK
    units = [
        Unit("a", "Xã a", "commune", "commune", valid_to=date(2023, 12, 31)),
        Unit("b", "Xã b", "commune", "commune", valid_from=first, valid_to=date(2025, 6, 30)),
        Unit("c", "Xã c", "commune", "commune", valid_to=date(2025, 6, 30)),
        new("n"),
    ]
    put(data, units, [link("a", "b", first, "renamed"), link("b", "n", second), link("c", "n", second)])
    early = month("2023-06")
    for unit, period, late in (("a", early, 1), ("c", early, 2), ("b", MAY, 3), ("c", MAY, 4), ("n", AUGUST, 9)):
        files(data, unit, period, late)
    assert ends(ask(data, "n", "2023-06")) == (3, 200, True, None, [])
    assert ends(ask(data, "n")) == (7, 200, True, None, [])


def test_a_predecessor_of_unknown_origin_leaves_nothing(data: Data) -> None:
    later = Unit("b", "Xã b", "commune", "commune", valid_from=date(2024, 1, 1), valid_to=date(2025, 6, 30))
    put(data, [later, old("c"), new("n")], [link("b", "n"), link("c", "n")])
    early = month("2023-06")
    for unit, period in (("c", early), ("n", AUGUST)):
        files(data, unit, period, 1)
    assert ask(data, "n", "2023-06")["reason"] == "no_predecessor"


def test_links_that_lead_round_in_a_circle_end(data: Data) -> None:
    put(data, [old("a"), new("n")], [link("a", "n"), link("n", "a")])
    files(data, "a", MAY, 1)
    files(data, "n", AUGUST, 1)
    assert ask(data, "n")["numerator"] == 1


def test_a_year_across_the_break_is_the_predecessors_half_and_its_own_with_the_stock_of_the_end(data: Data) -> None:
    put(data, [old("a"), old("b"), new("n")], [link("a", "n"), link("b", "n")])
    for number in range(1, 13):
        for unit in ("a", "b") if number < 7 else ("n",):
            files(data, unit, month(f"2025-{number:02d}"), number)
    assert ends(ask(data, "n", "2025", base="2025-12"))[:3] == (2 * sum(range(1, 7)) + sum(range(7, 13)), 1800, True)
    assert ends(ask(data, "n", "2025", "pending_overdue_rate", "2025-12"))[:2] == (12, 10)


@pytest.mark.parametrize(
    "metric", ["iso_adoption", "report_submitted_rate", "certificates_org", "procedures_partial_share"]
)
def test_what_cannot_be_added_over_units_is_not_converted(data: Data, metric: str) -> None:
    put(data, [old("a"), new("n")], [link("a", "n", kind="unchanged")])
    family = load_catalogue().metrics[metric].family
    counts = {
        "iso": {"iso_adopted": 1, "iso_due": 1}, "submission": {"report_due": 1, "report_submitted": 1},
        "certificate": {"certificate_org": 3}, "procedure": {"procedures_total": 9, "procedures_partial": 1},
    }[family]  # fmt: skip
    for unit, period in (("a", MAY), ("n", AUGUST)):
        data.accept(report(family, unit, period, row(**counts)))
    assert ends(ask(data, "n", metric=metric))[:4] == (None, None, True, "not_additive")
    assert ask(data, "n", "2025-08", metric)["numerator"] is not None


def test_every_count_that_reports_state_says_whether_predecessors_make_it_up() -> None:
    columns = load_catalogue().columns.values()
    assert {c.over_units for c in columns if c.is_stated} == {"add", "same_list", "fact", "held"}
    assert {c.over_units for c in columns if not c.is_stated} == {None}


def test_without_the_mode_units_that_changed_are_not_compared_and_with_it_they_are(data: Data) -> None:
    put(data, [old("a"), old("b"), new("n")], [link("a", "n"), link("b", "n")])
    for unit, period, late in (("a", MAY, 1), ("b", MAY, 4), ("n", AUGUST, 9)):
        files(data, unit, period, late)
    data.know_periods()
    common = {
        "metric_id": "late_rate", "period_id": "cchc/2025-08", "other_period_id": "cchc/2025-05", "ytd_period_id": "",
        "unit_types": ["commune"], "splits_communes": False, "small_n": 10, "threshold": "",
    }  # fmt: skip
    plain, same = (
        {f["unit_id"]: f for f in data.ask("read", "unit_ranking", same_territory=mode, **common)}["n"]
        for mode in (False, True)
    )
    assert (plain["is_reorganised"], plain["other_value"], plain["place_change"], plain["value_change"]) == (
        True,
        None,
        None,
        None,
    )
    assert (same["is_reorganised"], same["other_is_converted"], same["other_numerator"], same["other_place"]) == (
        False,
        True,
        5,
        1,
    )
    assert same["value_change"] == pytest.approx(0.09 - 0.025)


@given(
    sizes=st.lists(st.integers(1, 4), min_size=1, max_size=5),
    numbers=st.lists(st.integers(0, 500), min_size=20, max_size=20),
)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_converted_units_hold_what_their_predecessors_held_and_the_province_stays_the_same(
    data: Data, sizes: list[int], numbers: list[int]
) -> None:
    empty(data.connection)
    fresh = Data(data.connection, put_reference(data.connection, data.change.workspace.folder, [], FIELDS))
    names = [f"o{n}" for n in range(sum(sizes))]
    groups, at = {}, 0
    for n, size in enumerate(sizes):
        groups[f"n{n}"] = names[at : at + size]
        at += size
    put(
        fresh,
        [*(old(name) for name in names), *(new(name) for name in groups)],
        [link(member, name) for name, members in groups.items() for member in members],
    )
    counts = dict(zip(names, numbers, strict=False))
    for name in names:
        files(fresh, name, MAY, counts[name], 500)
    files(fresh, "n0", AUGUST, 0)
    fresh.know_periods()
    asked = {"metric_ids": ["late_rate"], "period_ids": ["cchc/2025-05"], "field_ids": []}
    found = fresh.ask("read", "metric_same_territory", base_period_id="cchc/2025-08", unit_ids=[], **asked)
    assert {f["unit_id"]: f["numerator"] for f in found} == {
        name: sum(counts[member] for member in members) for name, members in groups.items()
    }
    (total,) = fresh.ask("read", "metric_total", **asked)
    assert (sum(f["numerator"] for f in found), sum(f["denominator"] for f in found)) == (
        total["numerator"], total["denominator"],
    )  # fmt: skip
