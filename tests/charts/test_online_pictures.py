"""The pictures of the page on online filing: levels over time, units against target, two periods, volume against share."""

from datetime import date
from itertools import pairwise

import pytest

from dashboard.charts.gain import gain_scatter
from dashboard.charts.labels import spread
from dashboard.charts.level_trend import level_trend
from dashboard.charts.picture import Look
from dashboard.charts.procedure_levels import procedure_levels
from dashboard.charts.slope import DRAWN, slope
from dashboard.charts.unit_bullets import unit_bullets
from dashboard.metrics.catalogue import load_catalogue
from tests.charts.samples import layers, mark, months, values

ONLINE = load_catalogue().metrics["online_share_new"]
LATE = load_catalogue().metrics["late_rate"]


def unit(name, numerator, denominator, **more):
    return {"id": name, "name": name, "numerator": numerator, "denominator": denominator, **more}


def gains(name, numerator, denominator, **more):
    row = {
        "unit_id": name, "unit_name": f"Xã {name}", "short_name": name, "level": "commune", "numerator": numerator,
        "denominator": denominator, "ratio": numerator / denominator, "target_value": 0.95, "province_numerator": 900,
        "province_denominator": 1000, "offline_files": denominator - numerator, "files_to_target": 0,
        "files_to_province": 0, "files_gain": 0, "province_gain": 0.0,
    }  # fmt: skip
    return {**row, **more}


def levels(**counts):
    return [
        {**row, "level": level}
        for level, found in counts.items()
        for row in months(date(2025, 5, 1), found, target=0.8)
    ]


def inside(spec):
    """The rows of every layer, those that they share among them."""
    parts = [spec, *layers(spec)]
    return [row for part in parts for row in part.get("data", {}).get("values", [])]


def test_words_move_apart_only_as_far_as_they_must_and_keep_their_order():
    assert spread([1.0, 5.0, 9.0], 2.0) == [1.0, 5.0, 9.0]
    assert spread([5.0, 5.0], 2.0) == [4.0, 6.0]
    assert spread([], 1.0) == []
    placed = spread([3.0, 1.0, 1.1, 0.9, 3.2], 0.5)
    assert sorted(range(5), key=lambda at: placed[at]) == [3, 1, 2, 0, 4]
    ordered = sorted(placed)
    assert all(after - before > 0.4999 for before, after in pairwise(ordered))


def test_levels_are_called_different_only_outside_chance():
    apart = levels(province=[(900, 1000)] * 3, commune=[(800, 1000)] * 3)
    assert level_trend(apart, ONLINE).title == "Tháng 07/2025: cấp tỉnh 90,0%, cấp xã 80,0%; chênh nhau 10,0 điểm %"
    alike = levels(province=[(90, 100)] * 3, commune=[(89, 100)] * 3)
    assert level_trend(alike, ONLINE).title.endswith("; các cấp chưa khác nhau rõ")


def test_a_level_that_ended_keeps_its_words_and_is_no_gap():
    rows = levels(district=[(800, 1000), (810, 1000), (None, None)], commune=[(700, 1000), (710, 1000), (750, 1000)])
    picture = level_trend(rows, ONLINE)
    assert picture.title == "Tháng 07/2025: cấp xã 75,0%"
    words = [row["words"] for row in inside(picture.spec()) if "words" in row]
    assert "Cấp huyện 81,0%" in words and "01/07/2025 – chính quyền 2 cấp" in words
    assert not any("Chỗ đứt" in note for note in picture.notes)
    hole = levels(commune=[(700, 1000), (None, None), (750, 1000)])
    assert any("Chỗ đứt" in note for note in level_trend(hole, ONLINE).notes)


def test_a_target_of_some_levels_names_them_and_one_of_all_does_not():
    rows = levels(province=[(900, 1000)] * 2, commune=[(800, 1000)] * 2)
    words = {row["target_line"] for row in inside(level_trend(rows, ONLINE).spec()) if "target_line" in row}
    assert words == {"Chỉ tiêu 80,0%"}
    rows = [{**row, "target": 0.95 if row["level"] == "province" else 0.7} for row in rows]
    words = {row["target_line"] for row in inside(level_trend(rows, ONLINE).spec()) if "target_line" in row}
    assert words == {"Chỉ tiêu 95,0% (cấp tỉnh)", "Chỉ tiêu 70,0% (cấp xã)"}


def test_bullets_show_a_dozen_the_furthest_below_first_and_the_table_has_all():
    units = [unit(f"Xã {n:02d}", 800 + 10 * n, 1000, target=0.9) for n in range(20)]
    picture = unit_bullets(
        [*units, unit("Xã ít", 1, 3, target=0.9), unit("Xã vắng", None, None)], ONLINE, period="kỳ này"
    )
    assert picture.title == "10/20 đơn vị đạt chỉ tiêu kỳ này; xa chỉ tiêu nhất là Xã 00 (80,0%)"
    shown = [value["name"] for value in values(picture.spec())]
    assert shown == [f"Xã {n:02d}" for n in range(12)]
    assert [row["name"] for row in picture.rows[-2:]] == ["Xã ít", "Xã vắng"]
    assert len(picture.rows) == 22
    assert picture.notes[0] == "Hiện 12/22 đơn vị; bảng có đủ."


def test_bullets_without_targets_only_rank():
    picture = unit_bullets([unit("Xã A", 30, 100), unit("Xã B", 20, 100)], ONLINE, period="năm 2024")
    assert picture.title.startswith("Xã B có tỷ lệ nộp trực tuyến trên tiếp nhận mới thấp nhất năm 2024: 20,0%")


def two_periods(name, before, now, n=1000):
    return unit(name, now, n, numerator_before=before, denominator_before=n)


def test_a_slope_counts_only_changes_that_chance_would_hardly_make():
    rows = [two_periods("A", 500, 700), two_periods("B", 700, 600), two_periods("C", 500, 505)]
    picture = slope(rows, ONLINE, previous="năm 2023", period="năm 2024", noun="xã")
    assert picture.title == "1 xã tăng rõ, 1 giảm rõ so với năm 2023; nhiều nhất là A (+20,0 điểm %)"
    colours, drawn = Look().palette, inside(picture.spec())
    of = {row["id"]: row["colour"] for row in drawn if "id" in row}
    assert of == {"A": colours.good, "B": colours.alarm, "C": colours.pale}


def test_for_a_rate_that_should_fall_the_colours_turn_round():
    drawn = inside(slope([two_periods("A", 500, 700)], LATE, previous="a", period="b").spec())
    assert {row["colour"] for row in drawn if "id" in row} == {Look().palette.alarm}


def test_a_slope_leaves_out_units_of_few_cases_or_one_period_and_says_how_many():
    rows = [two_periods("A", 500, 700), two_periods("B", 3, 4, n=9), unit("C", 5, 100)]
    picture = slope(rows, ONLINE, previous="a", period="b", noun="xã")
    assert {row["id"] for row in inside(picture.spec()) if "id" in row} == {"A"}
    assert any(note.startswith("2 xã không vẽ") for note in picture.notes)
    assert len(picture.rows) == 3
    nothing = slope(rows[1:], ONLINE, previous="năm 2023", period="năm 2024", noun="xã")
    assert nothing.is_empty and nothing.title == "Không có xã nào có số liệu cả hai kỳ năm 2023 và năm 2024"


def test_of_thousands_of_units_a_slope_draws_those_that_moved_and_keeps_the_rest_in_its_table():
    still = [two_periods(f"S{number}", 500, 501) for number in range(DRAWN)]
    picture = slope([*still, two_periods("A", 500, 700)], ONLINE, previous="a", period="b", noun="xã")
    drawn = {row["id"] for row in inside(picture.spec()) if "id" in row}
    assert len(drawn) == DRAWN and "A" in drawn
    assert any("và 1 xã khác có trong bảng" in note for note in picture.notes)
    assert len(picture.rows) == DRAWN + 1


def test_the_scatter_names_who_needs_most_and_sums_the_files():
    rows = [
        gains("A", 800, 1000, files_to_target=150, files_gain=150),
        gains("B", 90, 100, files_to_target=5, files_gain=5),
        gains("C", 99, 100),
    ]
    picture = gain_scatter(rows, ONLINE, period="năm 2024")
    assert picture.title == "2 đơn vị dưới chỉ tiêu cần thêm 155 hồ sơ trực tuyến; nhiều nhất: Xã A (+150), Xã B (+5)"
    marks = {row["id"]: row for row in inside(picture.spec()) if "size" in row}
    assert marks["A"]["size"] > marks["B"]["size"] > marks["C"]["size"]
    assert marks["C"]["colour"] == Look().palette.pale
    assert [row["name"] for row in picture.rows] == ["Xã A", "Xã B", "Xã C"]


def test_a_goal_that_online_filing_alone_cannot_reach_is_a_square_and_said():
    rows = [gains("A", 800, 1000, files_to_target=150, files_gain=40, offline_files=40), gains("B", 99, 100)]
    picture = gain_scatter(rows, ONLINE)
    assert {row["id"]: row["shape"] for row in inside(picture.spec()) if "size" in row} == {
        "A": "square",
        "B": "circle",
    }
    assert any("không thể đạt" in note for note in picture.notes)


def test_where_there_is_no_target_the_goal_is_the_provinces_share():
    rows = [gains("A", 80, 100, target_value=None, files_to_target=None, files_to_province=10, files_gain=10)]
    assert gain_scatter(rows, ONLINE).title.startswith("1 đơn vị dưới mức chung cần thêm 10 hồ sơ")


def test_few_files_stand_in_the_table_only():
    picture = gain_scatter([gains("A", 80, 100), gains("B", 3, 4)], ONLINE)
    assert {row["id"] for row in inside(picture.spec()) if "size" in row} == {"A"}
    assert len(picture.rows) == 2


PROCEDURES = [{"id": "", "name": "Toàn tỉnh", "first": 38, "second": 6, "total": 44, "target": None}]


@pytest.mark.parametrize(("is_old", "words"), [(True, "86,4% TTHC mức độ 4"), (False, "86,4% TTHC toàn trình")])
def test_procedures_are_named_by_the_classification_of_their_time(is_old, words):
    picture = procedure_levels(PROCEDURES, is_old=is_old, period="Quý III/2020")
    assert words in picture.title
    said = {row["head"] for row in inside(picture.spec()) if "head" in row}
    assert ("Mức độ 3" in said) == is_old and ("Một phần" in said) != is_old
    assert picture.rows[0]["rest"] == 0


def test_two_levels_that_exceed_the_total_leave_the_rest_unknown():
    picture = procedure_levels([{**PROCEDURES[0], "second": 9}])
    assert picture.rows[0]["rest"] is None
    assert picture.chart.to_dict(validate=True)


def test_without_counts_a_sentence_stands_for_the_chart():
    assert procedure_levels([{**PROCEDURES[0], "first": None}], period="Quý III/2023").is_empty
    assert level_trend([], ONLINE).is_empty
    assert unit_bullets([], ONLINE).is_empty


@pytest.mark.parametrize("look", [Look(), Look(theme="dark", is_narrow=True, language="en"), Look(is_large=True)])
def test_every_specification_is_valid_and_a_click_picks(look):
    pictures = [
        level_trend(levels(province=[(9, 20)] * 3, commune=[(800, 1000)] * 3), ONLINE, look),
        unit_bullets([unit("A", 700, 1000, target=0.9, previous=0.6)], ONLINE, look),
        slope([two_periods("A", 500, 700), two_periods("B", 700, 600)], ONLINE, look, "năm 2023", "năm 2024"),
        gain_scatter([gains("A", 800, 1000, files_to_target=150, files_gain=150), gains("B", 90, 100)], ONLINE, look),
        procedure_levels(PROCEDURES, look),
    ]
    for picture in pictures:
        assert picture.chart.to_dict(validate=True)
        assert any(param["name"] == "pick" for param in picture.spec()["params"])
        assert picture.title and picture.alt_text and picture.rows
    assert [mark(layer) for layer in layers(pictures[1].spec())][:3] == ["bar", "bar", "tick"]
