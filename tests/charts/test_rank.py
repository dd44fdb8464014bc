"""Dots and lines of ranks."""

from datetime import date
from typing import Any

from dashboard.charts.picture import Look
from dashboard.charts.rank_dots import rank_dots
from dashboard.charts.rank_lines import rank_lines
from dashboard.metrics.catalogue import load_catalogue
from tests.charts.samples import months, values

METRICS = load_catalogue().metrics
LATE, ONLINE, KEYS = METRICS["late_rate"], METRICS["online_share_new"], METRICS["certificates_org"]


def unit(name: str, late: int | None, place: int | None, total: int | None = 100, **more: Any) -> dict[str, Any]:
    value = late / total if late is not None and total else late
    return {
        "id": name, "name": name, "unit_name": f"Xã {name}", "band": "ranked" if place else "few", "place": place,
        "ranked": 3, "numerator": late, "denominator": total, "value": value, "other_value": None, "median": 0.02,
        "threshold": None, "is_beyond": None, "is_reorganised": False, "other_is_converted": False,
    } | more  # fmt: skip


def judged(name: str, late: int, place: int, threshold: float = 0.02, **more: Any) -> dict[str, Any]:
    return unit(name, late, place, threshold=threshold, is_beyond=late / 100 > threshold, **more)


def marks(picture: Any) -> list[tuple[str, bool]]:
    return [
        (layer["mark"]["type"], bool(layer["mark"].get("strokeDash", [1, 0])[1])) for layer in picture.spec()["layer"]
    ]


def test_the_title_counts_who_fails_the_threshold_and_names_the_last():
    picture = rank_dots([judged("A", 5, 3), judged("B", 2, 2), judged("C", 0, 1)], LATE, period="tháng 02/2026")
    assert picture.title == "1/3 đơn vị chưa giữ được ngưỡng 2,0% tháng 02/2026; Xã A cao nhất với 5,0%"
    assert [v["shape"] for v in values(picture.spec())] == ["square", "circle", "circle"]
    assert picture.chart.to_dict(validate=True)


def test_units_that_share_the_last_place_are_counted_and_none_is_singled_out():
    rows = [unit("A", 5, 2), unit("B", 5, 2), unit("C", 0, 1)]
    assert "2 đơn vị cùng cao nhất với 5,0%" in rank_dots(rows, LATE).title
    assert "2 đơn vị cùng thấp nhất với 5,0%" in rank_dots(rows, ONLINE).title
    assert "cả 2 đơn vị cùng bằng 0,0%" in rank_dots([unit("A", 0, 1), unit("B", 0, 1)], LATE).title


def test_each_unit_against_its_own_target_is_said_so():
    rows = [judged("A", 5, 2, 0.01), judged("B", 1, 1, 0.03)]
    assert rank_dots(rows, LATE).title.startswith("1/2 đơn vị chưa đạt chỉ tiêu của mình")


def test_units_without_a_rank_are_not_drawn_and_none_give_a_sentence():
    picture = rank_dots([unit("A", 5, 1), unit("B", 1, None, 3)], LATE)
    assert [v["id"] for v in values(picture.spec())] == ["A"]
    empty = rank_dots([unit("B", 1, None, 3)], LATE, period="tháng 02/2026")
    assert empty.is_empty and "không có đơn vị nào đủ số liệu để xếp hạng" in empty.title


def test_the_title_speaks_of_all_units_and_the_dots_of_one_page():
    every = [judged("A", 5, 3), judged("B", 4, 2), judged("C", 0, 1)]
    picture = rank_dots(every[2:], LATE, every=every)
    assert picture.title.startswith("2/3 đơn vị")
    assert len(values(picture.spec())) == 1


def test_what_was_before_is_pale_and_dashed_where_it_is_converted():
    plain = rank_dots([unit("A", 5, 1, other_value=0.03)], LATE, previous="tháng 01/2026")
    assert ("rule", True) not in marks(plain)[2:] and "Chấm nhạt: tháng 01/2026." in plain.notes
    converted = rank_dots([unit("A", 5, 1, other_value=0.03, other_is_converted=True)], LATE, previous="kỳ cũ")
    assert ("rule", True) in marks(converted)[2:] and any("quy đổi" in note for note in converted.notes)


def test_a_unit_that_was_reorganised_is_not_joined_to_what_it_was():
    picture = rank_dots([unit("A", 5, 1, other_value=0.03, is_reorganised=True)], LATE)
    assert values(picture.spec())[0]["before"] is None


def test_few_cases_have_their_interval_and_an_axis_that_does_not_start_at_zero_says_so():
    small = rank_dots([unit("A", 1, 1, 12)], LATE)
    assert values(small.spec())[0]["low"] > 0 and any("khoảng tin cậy" in note for note in small.notes)
    high = rank_dots([unit("A", 95, 1, median=0.94), unit("B", 97, 2, median=0.94)], ONLINE)
    assert "Trục ngang không bắt đầu từ 0." in high.notes
    assert "Trục ngang không bắt đầu từ 0." not in rank_dots([unit("A", 5, 1)], LATE).notes


def test_counts_are_ranked_as_counts():
    picture = rank_dots([unit("A", 1200, 1, None, median=1200), unit("B", 3, 2, None, median=1200)], KEYS, period="x")
    assert [v["now_words"] for v in values(picture.spec())] == ["1.200", "3"]
    assert any("Xếp theo số lượng" in note for note in picture.notes)
    steps = [
        layer["encoding"]["x"].get("axis", {}).get("tickMinStep")
        for layer in picture.spec()["layer"]
        if "x" in layer["encoding"]
    ]
    assert 1 in steps  # no half certificates on the axis


def line(name: str, places: list[int | None], ranked: int = 9, **more: Any) -> list[dict[str, Any]]:
    return [
        period | {"unit_id": name, "name": name, "place": place, "ranked": ranked if place else None, "value": 0.01,
                  "band": "ranked" if place else "not_reported", "is_converted": False} | more
        for period, place in zip(months(date(2025, 5, 1), [(1, 100)] * len(places)), places, strict=True)
    ]  # fmt: skip


def pairs(picture: Any) -> list[tuple[float, float]]:
    found = [value for layer in picture.spec()["layer"] for value in layer.get("data", {}).get("values", [])]
    return [(value["place"], value["place_to"]) for value in found if "place_to" in value]


def test_a_line_breaks_at_a_gap_and_where_units_were_reorganised():
    picture = rank_lines(line("A", [1, 2, 3, None, 5]), LATE)
    assert pairs(picture) == [(1, 2), (2, 3)]
    broken = rank_lines(line("A", [1, 2, 3, 4]), LATE, breaks=[date(2025, 7, 1)])
    assert pairs(broken) == [(1, 2), (3, 4)]
    assert broken.chart.to_dict(validate=True)


def test_the_break_of_july_2025_is_drawn_where_it_is_crossed():
    assert "01/07/2025" in str(rank_lines(line("A", [1, 2, 3, 4]), LATE).spec())
    assert "01/07/2025" not in str(rank_lines(line("A", [1, 2]), LATE).spec())


def test_converted_ranks_are_dashed_and_said():
    rows = line("A", [1, 2], is_converted=True) + line("B", [2, 1])
    picture = rank_lines(rows, LATE)
    solid, dashed = (layer["data"]["values"] for layer in picture.spec()["layer"][:2])
    assert ([p["place"] for p in solid], [p["place"] for p in dashed]) == ([2], [1])
    assert any("quy đổi" in note for note in picture.notes)


def test_the_title_says_the_ranks_of_the_chosen_unit_and_claims_nothing_more():
    rows = line("A", [9, 2]) + line("B", [3, 3])
    assert rank_lines(rows, LATE, chosen=["A"]).title == "A: hạng 9/9 tháng 05/2025, hạng 2/9 tháng 06/2025"
    assert "A đổi hạng nhiều nhất: 9/9 tháng 05/2025, 2/9 tháng 06/2025" in rank_lines(rows, LATE).title
    layers = rank_lines(rows, LATE, chosen=["A"]).spec()["layer"]
    dots = next(layer for layer in layers if layer["mark"]["type"] == "point")
    assert {value["id"] for value in dots["data"]["values"] if value["is_strong"]} == {"A"}


def test_one_period_is_no_line():
    assert rank_lines(line("A", [1]), LATE).is_empty
    assert rank_lines([], LATE, Look(language="en")).is_empty
