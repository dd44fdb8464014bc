"""States and ratings of quality-management systems as pictures."""

from datetime import date

from dashboard.charts.iso_columns import RATINGS, STATES, rating_columns, state_columns
from dashboard.charts.iso_ratings import rating_bars
from dashboard.charts.picture import Look
from tests.charts.samples import layers, values


def column(year, month, **counts):
    return {
        "kind": "month", "period_id": f"cchc/{year}-{month:02d}", "start_date": date(year, month, 1),
        "end_date": date(year, month, 28), **dict.fromkeys(STATES if "adopted" in counts else RATINGS), **counts,
    }  # fmt: skip


def rating(**counts):
    return {"rated": 175, "very_good": 49, "good": 102, "fair": 24, "other": 0, "unrated": None, **counts}


def test_segments_stand_on_each_other_from_zero_and_states_without_units_are_left_out():
    picture = state_columns([column(2025, 6, adopted=7, former=2, building=0), column(2025, 7, adopted=3, building=1)])
    spec = picture.spec()
    segments = layers(spec)[0]["data"]["values"]
    assert [(one["state"], one["low"], one["high"]) for one in segments[:3]] == [
        ("Đang áp dụng bản 2015", 0, 7), ("Đang áp dụng bản 2008", 7, 9), ("Đang xây dựng", 9, 9),
    ]  # fmt: skip
    assert "Hết hiệu lực" not in {one["state"] for one in segments}
    assert len(layers(spec)) == 2, "the rule at 01/07/2025"
    assert "01/07/2025" in picture.notes[0]
    assert picture.chart.to_dict(validate=True)


def test_a_period_without_figures_has_no_column_and_a_note_says_so():
    rows = [column(2026, 1, rated=5, good=5, unrated=2), column(2026, 2, rated=None), column(2026, 3, rated=6, good=6)]
    picture = rating_columns(rows, title="Số xã được đánh giá")
    drawn = values(picture.spec())  # one layer only, so Altair lifts its data to the top
    assert {one["period_id"] for one in drawn} == {"cchc/2026-01", "cchc/2026-03"}
    assert picture.notes == ("Chỗ trống: kỳ không có số liệu.",)
    assert [row["good"] for row in picture.rows] == [5, 6]
    assert rating_columns([column(2026, 2, rated=None)]).is_empty


def test_shares_are_of_those_assessed_and_the_others_have_a_bar_without_a_share():
    picture = rating_bars(rating(unrated=17), period="tháng 02/2020", noun="xã")
    assert [(v["name"], v["words"]) for v in values(picture.spec())] == [
        ("Rất tốt", "49 · 28,0%"), ("Tốt", "102 · 58,3%"), ("Khá", "24 · 13,7%"), ("Chưa được đánh giá", "17"),
    ]  # fmt: skip
    assert picture.title == ("28,0% xã được đánh giá đạt mức rất tốt (49/175) tháng 02/2020; 17 xã chưa được đánh giá")
    assert picture.rows[-1]["share"] is None
    assert picture.chart.to_dict(validate=True)


def test_how_many_were_not_assessed_is_not_made_up():
    picture = rating_bars(rating(), period="tháng 02/2020", noun="xã")
    assert "chưa được đánh giá" not in picture.title
    assert any("không nêu bao nhiêu" in note for note in picture.notes)


def test_few_assessed_show_counts_and_none_give_a_sentence():
    few = rating_bars(rating(rated=9, very_good=3, good=4, fair=2), Look(language="en"), "10/2026", "communes")
    assert [v["words"] for v in values(few.spec())] == ["3/9", "4/9", "2/9"]
    assert few.title == "3 of 9 communes assessed are very good in 10/2026"
    assert [row["share"] for row in few.rows] == [None, None, None]
    assert rating_bars(None).is_empty
    assert rating_bars(rating(rated=0)).is_empty
