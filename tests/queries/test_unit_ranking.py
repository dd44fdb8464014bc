"""Ranks among like units: ties, bands without a rank, the other period, thresholds."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dashboard.report import Unit
from dashboard.store import write
from tests.queries.conftest import UNITS, Data, month, report, row

JAN, FEB = month("2026-01"), month("2026-02")
COMMUNES = [
    Unit(f"x{n}", name, "commune", "commune", display_order=10 + n)
    for n, name in enumerate(["Xã A", "Xã B", "Phường C", "UBND phường D", "Đặc khu E"])
]


def counts(late: int, total: int = 100) -> dict[str, int]:
    return {"resolved_total": total, "resolved_late": late}


def say(data: Data, late: dict[str, tuple[int, int]], period: Any = FEB) -> None:
    data.accept(*(report("dossier", unit, period, row(**counts(*ends))) for unit, ends in late.items()))
    data.know_periods()


def ask(data: Data, **given: Any) -> dict[str, dict[str, Any]]:
    params = {
        "metric_id": "late_rate", "period_id": "cchc/2026-02", "other_period_id": "cchc/2026-01", "ytd_period_id": "",
        "unit_types": ["commune"], "splits_communes": False, "small_n": 10, "same_territory": False, "threshold": "",
    } | given  # fmt: skip
    return {found["unit_id"]: found for found in data.ask("read", "unit_ranking", **params)}


@pytest.fixture
def communes(data: Data) -> Data:
    data.connection.execute("delete from ws.unit where unit_type = 'commune'")
    write.add_units(data.change, COMMUNES)
    return data


def test_equal_values_share_a_rank_and_the_next_ranks_are_left_out(communes: Data) -> None:
    say(communes, {"x0": (1, 100), "x1": (2, 100), "x2": (4, 200), "x3": (9, 100)})
    found = ask(communes)
    assert [found[f"x{n}"]["place"] for n in range(4)] == [1, 2, 2, 4]
    assert {found[f"x{n}"]["ranked"] for n in range(4)} == {4}
    assert found["x0"]["median"] == 0.02
    assert next(iter(found)) == "x3"


def test_rank_one_is_the_best_by_the_direction_of_good(communes: Data) -> None:
    communes.accept(
        *(report("dossier", f"x{n}", FEB, row(received_online=online, received_offline=50)) for n, online in enumerate((50, 90)))
    )  # fmt: skip
    communes.know_periods()
    found = ask(communes, metric_id="online_share_new")
    assert (found["x1"]["place"], found["x0"]["place"]) == (1, 2)


def test_a_count_metric_ranks_by_its_count(communes: Data) -> None:
    communes.accept(*(report("certificate", f"x{n}", FEB, row(certificate_org=n)) for n in range(2)))
    communes.know_periods()
    found = ask(communes, metric_id="certificates_org")
    assert [(found[f"x{n}"]["place"], found[f"x{n}"]["value"], found[f"x{n}"]["ratio"]) for n in range(2)] == [
        (2, 0, None), (1, 1, None),
    ]  # fmt: skip


def test_few_none_silent_and_not_applicable_units_have_no_rank_and_are_never_last(communes: Data) -> None:
    units = [
        replace(COMMUNES[0], unit_id=id_, name=f"Xã {id_}", must_report=True, has_procedures=id_ != "nothing")
        for id_ in ("nothing", "silent")
    ]
    write.add_units(communes.change, units)
    say(communes, {"x0": (1, 100), "x1": (9, 9), "x2": (0, 0), "nothing": (50, 100)})
    communes.accept(report("dossier", "x3", FEB, row(received_total=5)))
    found = ask(communes)
    assert {id_: (found[id_]["band"], found[id_]["place"]) for id_ in found} == {
        "x0": ("ranked", 1), "x1": ("few", None), "x2": ("no_cases", None), "x3": ("no_figure", None),
        "x4": ("no_figure", None), "nothing": ("not_applicable", None), "silent": ("not_reported", None),
    }  # fmt: skip
    assert next(iter(found)) == "x0" and list(found)[-1] == "nothing"
    assert ask(communes, small_n=9)["x1"]["place"] == 2


def test_kinds_of_communes_are_ranked_apart_where_that_is_asked_for(communes: Data) -> None:
    say(communes, {f"x{n}": (n, 100) for n in range(5)})
    assert [found["place"] for found in ask(communes).values()] == [5, 4, 3, 2, 1]
    found = ask(communes, splits_communes=True)
    assert {id_: (one["commune_kind"], one["place"], one["ranked"]) for id_, one in found.items()} == {
        "x0": ("xã", 1, 2), "x1": ("xã", 2, 2), "x2": ("phường", 1, 2), "x3": ("phường", 2, 2), "x4": ("đặc khu", 1, 1),
    }  # fmt: skip


def test_units_of_another_kind_are_never_ranked_together(data: Data) -> None:
    say(data, {"so_a": (1, 100), "xa_e": (2, 100)})
    found = ask(data, unit_types=[])
    assert (found["so_a"]["place"], found["xa_e"]["place"]) == (1, 1)


def test_change_of_rank_and_of_value_from_the_other_period(communes: Data) -> None:
    say(communes, {"x0": (5, 100), "x1": (1, 100)}, JAN)
    say(communes, {"x0": (1, 100), "x1": (2, 100), "x2": (3, 100)})
    found = ask(communes)
    assert [(found[f"x{n}"]["other_place"], found[f"x{n}"]["place_change"]) for n in range(3)] == [
        (2, 1), (1, -1), (None, None),
    ]  # fmt: skip
    assert found["x0"]["value_change"] == pytest.approx(-0.04)


def test_year_to_date_stands_beside_the_period(communes: Data) -> None:
    say(communes, {"x0": (5, 100), "x1": (1, 100)}, JAN)
    say(communes, {"x0": (1, 100), "x1": (2, 100)})
    found = ask(communes, ytd_period_id="cchc/2026-02:ytd")
    assert (found["x0"]["ytd_numerator"], found["x0"]["ytd_denominator"], found["x0"]["ytd_place"]) == (6, 200, 2)


def test_the_threshold_is_the_target_unless_one_is_given(communes: Data) -> None:
    say(communes, {f"x{n}": (n, 100) for n in range(5)})
    assert {one["is_beyond"] for one in ask(communes).values()} == {None}
    found = ask(communes, threshold="0.02")
    assert [found[f"x{n}"]["is_beyond"] for n in range(5)] == [False, False, False, True, True]
    assert [found[f"x{n}"]["is_commended"] for n in range(5)] == [True, True, True, False, False]
    assert {one["comparator"] for one in found.values()} == {"<="}


def test_of_a_target_the_own_kind_of_unit_goes_before_all(communes: Data) -> None:
    say(communes, {"x0": (3, 100), "x1": (1, 100)})
    communes.connection.execute(
        "insert into ws.target values (1, 'late_rate', 'commune', null, date '2026-01-01', null, '<=', 0.02, 'KH', 'x', now()),"
        " (2, 'late_rate', null, null, date '2026-01-01', null, '<=', 0.5, 'KH', 'x', now())"
    )
    found = ask(communes)
    assert [(found[id_]["threshold"], found[id_]["is_beyond"]) for id_ in ("x0", "x1")] == [(0.02, True), (0.02, False)]


def test_a_unit_that_ended_within_the_period_is_a_band_of_its_own(data: Data) -> None:
    write.add_units(data.change, [Unit("xa_cu", "Xã Cũ", "commune", "commune", valid_to=date(2025, 6, 30))])
    for number in range(1, 13):
        period = month(f"2025-{number:02d}")
        unit = "xa_cu" if number < 7 else "xa_e"
        data.accept(report("dossier", unit, period, row(**counts(1))))
    data.know_periods()
    found = ask(data, period_id="cchc/2025", other_period_id="")
    assert {id_: (one["band"], one["place"]) for id_, one in found.items()} == {
        "xa_cu": ("ended", None), "xa_e": ("ranked", 1),
    }  # fmt: skip


def test_vertical_agencies_are_not_ranked(data: Data) -> None:
    say(data, {"so_a": (1, 100), "cong_an": (0, 100)})
    assert "cong_an" not in ask(data, unit_types=[])
    assert UNITS[5].unit_type == "vertical_agency"
