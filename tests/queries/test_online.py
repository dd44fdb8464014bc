"""How many files a unit needs for its goal, and the services that older reports count."""

from typing import Any

import pytest

from tests.queries.conftest import Data, month, report, row

FEB = month("2024-02")
PERIOD = "cchc/2024-02"


def files(unit: str, online: int, offline: int, carried: int = 0, field: str | None = None) -> Any:
    total = online + offline + carried
    counts = {"received_total": total, "received_online": online, "received_offline": offline, "carried_over": carried}
    return report("dossier", unit, FEB, row(field, **counts))


def gains(data: Data, metric: str = "online_share_new", levels: tuple[str, ...] = ()) -> dict[str, dict[str, Any]]:
    data.know_periods()
    asked = {"metric_id": metric, "period_id": PERIOD, "levels": list(levels), "field_ids": []}
    return {found["unit_id"]: found for found in data.ask("read", "online_gain_by_unit", **asked)}


def set_target(data: Data, value: float, **scope: str) -> None:
    number = data.connection.execute("select count(*) from ws.target").fetchone()[0]
    data.connection.execute(
        "insert into ws.target values ($id, 'online_share_new', $unit_type, $level, '2024-01-01', null, '>=', $value,"
        " 'Kế hoạch thử', 'thu', now())",
        {"id": number + 1, "unit_type": scope.get("unit_type"), "level": scope.get("level"), "value": value},
    )


@pytest.mark.parametrize(("target", "needed"), [(0.07, 0), (0.5, 43), (0.501, 44), (1.0, 93), (0.05, 0)])
def test_just_as_many_files_are_needed_as_bring_the_share_to_the_target(data: Data, target: float, needed: int) -> None:
    data.accept(files("so_a", 7, 93))
    set_target(data, target)
    assert gains(data)["so_a"]["files_to_target"] == needed


def test_the_provinces_share_is_reached_exactly_and_by_no_file_more(data: Data) -> None:
    data.accept(files("so_a", 10, 90), files("so_b", 70, 30), files("huyen_c", 5, 28))
    found = gains(data)
    total = 85 / 233
    for unit in found.values():
        reached = (unit["numerator"] + unit["files_to_province"]) / unit["denominator"]
        assert reached >= total
        one_less = (unit["numerator"] + unit["files_to_province"] - 1) / unit["denominator"]
        assert unit["files_to_province"] == 0 or one_less < total
    assert found["so_b"]["files_to_province"] == 0
    assert found["so_a"]["province_numerator"], found["so_a"]["province_denominator"] == (85, 233)


def test_the_narrower_target_holds_and_units_without_one_go_by_the_province(data: Data) -> None:
    data.accept(files("so_a", 50, 50), files("huyen_c", 50, 50))
    set_target(data, 0.6, level="province")
    set_target(data, 0.9, unit_type="department")
    found = gains(data)
    assert (found["so_a"]["target_value"], found["so_a"]["files_gain"]) == (0.9, 40)
    assert (found["huyen_c"]["target_value"], found["huyen_c"]["files_to_target"]) == (None, None)
    assert found["huyen_c"]["files_gain"] == found["huyen_c"]["files_to_province"] == 0
    assert found["so_a"]["province_gain"] == 40 / 200


def test_no_unit_moves_more_files_than_are_filed_offline(data: Data) -> None:
    data.accept(files("so_a", 40, 10, carried=50), files("so_b", 90, 10))
    found = gains(data, "online_share_total")["so_a"]
    assert (found["files_to_province"], found["offline_files"], found["files_gain"]) == (25, 10, 10)


def test_a_level_is_cut_out_and_the_province_stays_the_measure(data: Data) -> None:
    data.accept(files("so_a", 10, 90), files("huyen_c", 90, 10))
    found = gains(data, levels=("province",))
    assert list(found) == ["so_a"]
    assert found["so_a"]["files_to_province"] == 40


def test_a_unit_without_the_counts_is_in_no_list(data: Data) -> None:
    data.accept(files("so_a", 10, 90), report("dossier", "so_b", FEB, row(received_total=10)))
    assert list(gains(data)) == ["so_a"]


def services(data: Data) -> dict[str, tuple[int, str]]:
    data.know_periods()
    found = data.ask("read", "online_services", period_ids=[PERIOD])
    return {one["level"]: (one["services"], one["basis"]) for one in found}


def test_stated_services_of_the_levels_make_up_the_province(data: Data) -> None:
    data.accept(
        report("procedure", "level:province", FEB, row(online_services_3_4=103)),
        report("procedure", "level:district", FEB, row(online_services_3_4=29)),
        report("procedure", "province", FEB, row(online_services_3_4=150)),
    )
    assert services(data) == {"total": (132, "stated"), "province": (103, "stated"), "district": (29, "stated")}


def test_the_stated_total_stands_where_a_level_is_unknown(data: Data) -> None:
    data.accept(
        report("procedure", "level:district", FEB, row(online_services_3_4=29)),
        report("procedure", "province", FEB, row(online_services_3_4=150)),
    )
    assert services(data)["total"] == (150, "stated")


def test_units_that_all_report_make_up_their_level(data: Data) -> None:
    data.accept(
        report("procedure", "so_a", FEB, row(online_services_3_4=3)),
        report("procedure", "so_b", FEB, row(online_services_3_4=4)),
        report("procedure", "level:province", FEB, row(online_services_3_4=99)),
    )
    assert services(data)["province"] == (7, "parts")
