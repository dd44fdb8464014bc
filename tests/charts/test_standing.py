"""One unit among its kind: what the sentence may claim, and what is drawn."""

import pytest

from dashboard.charts.picture import Look
from dashboard.charts.standing import middle_half, place_sentence, standing_strip
from dashboard.metrics.catalogue import load_catalogue

LATE = load_catalogue().metrics["late_rate"]


def peer(n, late, total, place, is_asked=False):
    return {
        "metric_id": "late_rate", "unit_id": f"so_{n}", "unit_name": f"Sở {n}", "short_name": f"Sở {n}",
        "is_asked": is_asked, "numerator": late, "denominator": total, "ratio": late / total,
        "is_ranked": place is not None, "place": place,
    }  # fmt: skip


def standing(late, total, median, **more):
    return {
        "numerator": late, "denominator": total, "ratio": late / total, "is_ranked": True, "place": 2, "tied": 1,
        "ranked": 5, "median": median, "low_quarter": median / 2, "high_quarter": median * 2, **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (standing(60, 1000, 0.02), "Thứ 2/5 đơn vị cùng loại, cao hơn trung vị 2,0%"),
        (standing(1, 1000, 0.02), "Thứ 2/5 đơn vị cùng loại, thấp hơn trung vị 2,0%"),
        (standing(1, 40, 0.02), "Thứ 2/5 đơn vị cùng loại, chưa khác rõ trung vị 2,0%"),
        (standing(20, 1000, 0.02, tied=3), "Đồng hạng 2/5 cùng 2 đơn vị khác, bằng trung vị 2,0%"),
        (standing(60, 1000, 0.02, place=None), "Cao hơn trung vị 2,0%"),
        (standing(1, 8, 0.02, is_ranked=False), "Dưới 10 hồ sơ: không xếp vị trí"),
        (standing(60, 1000, 0.02, ranked=2), "Không đủ đơn vị cùng loại để so sánh"),
        ({}, "Không có số liệu để xếp vị trí"),
    ],
)
def test_the_sentence_claims_what_the_interval_carries_and_no_place_where_there_is_none(row, said):
    assert place_sentence(row, LATE, Look()) == said


def test_who_sees_some_units_only_is_told_among_how_many_a_place_is():
    look = Look(is_scoped=True)
    assert place_sentence(standing(60, 1000, 0.02), LATE, look).startswith("Thứ 2/5 đơn vị cùng loại được xem, ")
    tied = place_sentence(standing(20, 1000, 0.02, tied=3), LATE, look)
    assert tied.startswith("Đồng hạng 2/5 đơn vị cùng loại được xem, cùng 2 đơn vị khác")


def test_the_middle_half_has_a_second_decimal_where_one_would_print_a_point():
    row = standing(1, 100, 0.001, low_quarter=0.0006, high_quarter=0.0012)
    assert middle_half(row, Look()) == "một nửa số đơn vị từ 0,06% đến 0,12%"
    assert middle_half(standing(1, 100, 0.02, ranked=2), Look()) == ""


PEERS = [
    peer(1, 0, 100, 1), peer(2, 2, 100, 2, is_asked=True), peer(3, 2, 100, 2), peer(4, 9, 100, 4), peer(5, 1, 3, None),
]  # fmt: skip


def test_every_ranked_unit_is_one_dot_and_equal_ones_stand_side_by_side():
    picture = standing_strip(PEERS, standing(2, 100, 0.02, ranked=4, tied=2), LATE, target=0.02)
    spec = picture.spec()
    marks = {
        layer["mark"]["type"]: layer["data"]["values"]
        for layer in spec["layer"]
        if "unit_id" in layer["data"]["values"][0]
    }
    assert [dot["unit_id"] for dot in marks["circle"]] == ["so_1", "so_3", "so_4"]
    assert [dot["unit_id"] for dot in marks["point"]] == ["so_2"]
    places = [(dot["ratio"], dot["y"]) for dots in marks.values() for dot in dots]
    assert len(set(places)) == 4
    assert [row["unit_id"] for row in picture.rows] == ["so_1", "so_2", "so_3", "so_4", "so_5"]
    assert picture.notes == ("Đơn vị có dưới 10 trường hợp chỉ có trong bảng.",)
    assert "Đồng hạng 2/4" in picture.alt_text
    assert picture.chart.to_dict(validate=True)


def test_the_target_stands_inside_the_strip_even_where_no_unit_does():
    spec = standing_strip(PEERS, standing(2, 100, 0.02), LATE, target=0.5).spec()
    scales = [layer["encoding"]["x"]["scale"] for layer in spec["layer"] if "scale" in layer["encoding"]["x"]]
    assert {tuple(scale["domain"]) for scale in scales} == {(0.0, 0.5)}


def test_too_few_units_are_not_drawn():
    assert standing_strip(PEERS[:2], standing(2, 100, 0.02, ranked=2), LATE).is_empty


def test_equal_rates_of_all_units_are_drawn_too():
    same = [peer(n, 0, 100, 1) for n in range(5)]
    picture = standing_strip(same, standing(0, 100, 0.0, tied=5, place=1), LATE)
    assert not picture.is_empty
    assert picture.chart.to_dict(validate=True)
