"""The pictures of the 766 score."""

from datetime import date

from dashboard.charts.picture import Look
from dashboard.charts.score_bars import grade_bars, group_bars
from dashboard.charts.score_trend import score_trend
from dashboard.metrics import score766
from tests.charts.samples import layers, mark, values


def group(code, score, maximum, grade=None):
    return {
        "group_code": code, "score": score, "maximum": maximum, "share": score / maximum, "missing": maximum - score,
        "grade": grade,
    }  # fmt: skip


WHOLE = [group("total", 85.47, 100, "good"), group("TTTT", 5.99, 10), group("MDSH", 17.5, 22), group("MDHL", 18, 18)]


def total(number, score):
    return {
        "kind": "month", "period_id": f"cchc/2026-{number:02d}", "start_date": date(2026, number, 1),
        "end_date": date(2026, number, 28), "score": score,
    }  # fmt: skip


def test_groups_stand_in_frames_as_long_as_their_maxima_the_lowest_share_first():
    picture = group_bars(WHOLE, subject="Toàn tỉnh", period="tháng 10/2025")
    assert [(v["name"], v["words"], v["maximum"]) for v in values(picture.spec())] == [
        ("Thanh toán trực tuyến", "5,99/10 · 59,9%", 10), ("Mức độ số hóa hồ sơ", "17,50/22 · 79,5%", 22),
        ("Mức độ hài lòng", "18,00/18 · 100,0%", 18),
    ]  # fmt: skip
    assert picture.title == (
        "Toàn tỉnh được 85,47/100 điểm tháng 10/2025 (mức Tốt); "
        "mất nhiều điểm nhất ở Mức độ số hóa hồ sơ, còn thiếu 4,50 điểm"
    )
    assert layers(picture.spec())[0]["encoding"]["x"]["scale"]["domain"] == [0, 22]
    assert picture.rows[0]["score"] == 5.99
    assert picture.chart.to_dict(validate=True)


def test_points_above_the_maximum_are_marked_by_colour_and_words():
    picture = group_bars([group("TTTT", 10.4, 10), group("MDHL", 17, 18)], subject="Phường A")
    found = {v["name"]: v for v in values(picture.spec())}["Thanh toán trực tuyến"]
    assert found["words"] == "10,40/10 · ⚠ vượt mức tối đa"
    assert (found["colour"], found["words_at"]) == (Look().palette.alarm, 10.4)


def test_no_points_give_a_sentence():
    assert group_bars([], subject="Toàn tỉnh", period="tháng 10/2025").is_empty


def test_every_grade_has_a_bar_from_zero_and_those_not_scored_one_without_colour():
    rows = [{"grade": "excellent", "units": 30}, {"grade": "fair", "units": 2}, {"grade": "none", "units": 1}]
    picture = grade_bars(rows, noun="đơn vị", period="tháng 10/2025")
    assert [(v["label"], v["units"]) for v in values(picture.spec())] == [
        ("Xuất sắc (từ 90)", 30), ("Tốt (từ 80)", 0), ("Khá (từ 70)", 2), ("Trung bình (từ 50)", 0), ("Yếu (từ 0)", 0),
        ("Không áp dụng", 1),
    ]  # fmt: skip
    assert picture.title == "30/32 đơn vị đạt mức xuất sắc tháng 10/2025"
    assert picture.chart.to_dict(validate=True)
    assert grade_bars([{"grade": "none", "units": 1}]).is_empty


def test_a_missing_period_breaks_the_line_and_the_change_is_of_the_period_before():
    picture = score_trend([total(1, 80.0), total(2, None), total(3, 84.5), total(4, 84.25)], subject="Toàn tỉnh")
    assert picture.title == "Toàn tỉnh: 84,25 điểm tháng 04/2026, giảm 0,25 điểm so với tháng 03/2026"
    assert [row["change"] for row in picture.rows] == [None, None, None, -0.25]
    (line,) = [layer for layer in layers(picture.spec()) if mark(layer) == "line"]
    assert line["mark"]["invalid"] == "break-paths-show-domains"
    assert any("Chỗ đứt" in note for note in picture.notes)
    assert score_trend([total(1, 80.0), total(2, 80.0)], subject="A").title.endswith("bằng tháng 01/2026")
    assert score_trend([total(1, None)], subject="A").is_empty


def test_group_names_come_from_the_data():
    english = group_bars(WHOLE, Look(language="en"), "Province", "10/2025")
    assert {v["name"] for v in values(english.spec())} <= {one.name_en for one in score766.groups()}
