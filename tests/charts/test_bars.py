"""Rates beside counts."""

import pytest

from dashboard.charts.bars import rate_and_count_bars
from dashboard.charts.lines import PICK
from dashboard.charts.picture import Look
from dashboard.metrics.catalogue import load_catalogue
from tests.charts.samples import layers, values

METRICS = load_catalogue().metrics
LATE = METRICS["late_rate"]


def row(id_, numerator, denominator, **more):
    return {"id": id_, "name": f"Lĩnh vực {id_}", "numerator": numerator, "denominator": denominator, **more}


ROWS = [
    row("a", 50, 1000),
    row("few", 1, 3),
    row("b", 120, 1000),
    row("none", None, None),
    row("zero", 0, 0),
    row("c", 400, 20000),
]


def shown(picture):
    return [v["id"] for v in values(picture.spec())]


def test_the_worst_rate_comes_first_few_cases_unranked_and_no_data_last():
    picture = rate_and_count_bars(ROWS, LATE, period="tháng 10/2026")
    assert shown(picture) == ["b", "a", "c", "few", "none", "zero"]
    assert picture.title == "Lĩnh vực b có tỷ lệ hồ sơ giải quyết quá hạn cao nhất tháng 10/2026: 12,0% (120/1.000)"
    few = values(picture.spec())[3]
    assert few["rate"] == 0 and few["rate_words"] == "1/3 hồ sơ"
    assert values(picture.spec())[4]["rate_words"] == values(picture.spec())[4]["count_words"] == "–"


def test_the_worst_is_the_lowest_where_high_is_good():
    picture = rate_and_count_bars(ROWS, METRICS["online_share_new"])
    assert shown(picture)[:3] == ["c", "a", "b"]
    assert "thấp nhất" in picture.title


def test_other_orders_are_by_count_and_official():
    by_count = rate_and_count_bars(ROWS, LATE, order="count", period="tháng 10/2026")
    assert shown(by_count)[:3] == ["c", "b", "a"]
    assert by_count.title == "Lĩnh vực c có số hồ sơ đã giải quyết quá hạn lớn nhất tháng 10/2026: 400"
    official = [dict(r, display_order=-i) for i, r in enumerate(ROWS)]
    assert shown(rate_and_count_bars(official, LATE, order="official"))[:2] == ["c", "b"]


def test_equal_counts_name_nobody_and_no_late_file_is_said():
    def most(*counts: int) -> str:
        rows = [row(str(n), count, 100) for n, count in enumerate(counts)]
        return rate_and_count_bars(rows, LATE, order="count", period="năm 2026").title

    assert most(3, 7, 7) == "2 lĩnh vực cùng có số hồ sơ đã giải quyết quá hạn lớn nhất năm 2026: 7"
    assert most(0, 0) == "Không có hồ sơ đã giải quyết quá hạn nào năm 2026"


def test_what_does_not_fit_is_one_bar_of_summed_counts():
    rows = [row(str(i), i, 100) for i in range(20)]
    picture = rate_and_count_bars(rows, LATE)
    assert len(shown(picture)) == 12
    rest = values(picture.spec())[-1]
    assert rest["label"] == "Khác (9 lĩnh vực)"
    assert rest["counts"] == "36/900" and rest["rate_words"] == "4,0%"
    assert len(picture.rows) == 20
    assert "Hiện 11/20 lĩnh vực; bảng có đủ." in picture.notes
    assert len(shown(rate_and_count_bars(rows[:12], LATE))) == 12


def test_bars_of_both_panels_start_at_their_zero_on_one_scale():
    spec = rate_and_count_bars(ROWS, LATE).spec()
    bars = [layer["encoding"] for layer in layers(spec) if layer["mark"]["type"] == "bar"]
    rate, count = bars
    assert rate["x2"] == {"datum": 0}
    start = count["x2"]["datum"]
    assert min(v["count"] for v in values(spec)) == start > 1
    assert rate["x"]["scale"]["domain"] == count["x"]["scale"]["domain"] == [0, start + 1]
    assert max(v["rate"] for v in values(spec)) == pytest.approx(1)
    assert max(v["count"] for v in values(spec)) == pytest.approx(start + 1)


def test_only_a_missed_target_raises_the_alarm():
    rows = [row("a", 50, 1000, target=0.1), row("b", 120, 1000, target=0.1), row("few", 3, 3, target=0.1)]
    colour = {v["id"]: v["colour"] for v in values(rate_and_count_bars(rows, LATE).spec())}
    colours = Look().palette
    assert colour == {"a": colours.series, "b": colours.alarm, "few": colours.series}


def test_below_thirty_cases_the_interval_is_drawn():
    picture = rate_and_count_bars([row("a", 3, 20), row("b", 100, 1000)], LATE)
    first, second = values(picture.spec())
    assert first["low"] is not None and second["low"] is None
    assert "Vạch ngang: khoảng tin cậy 95% khi có dưới 30 hồ sơ." in picture.notes


def test_a_click_picks_the_field():
    spec = rate_and_count_bars(ROWS, LATE).spec()
    picks = [param for layer in layers(spec) for param in layer.get("params", [])] + spec.get("params", [])
    assert [(p["name"], p["select"]["fields"]) for p in picks] == [(PICK, ["id"])]


def test_nothing_to_draw_or_to_rank_is_said():
    assert rate_and_count_bars([], LATE, period="tháng 10/2026").is_empty
    assert rate_and_count_bars([row("none", None, None)], LATE).is_empty
    only_few = rate_and_count_bars([row("few", 1, 3), row("fewer", 0, 2)], LATE, period="tháng 10/2026")
    assert "không có lĩnh vực nào đủ số liệu để xếp hạng" in only_few.title
