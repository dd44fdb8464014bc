"""Values against targets."""

from dashboard.charts.bullets import bullet_bars
from dashboard.charts.picture import Look
from dashboard.metrics.catalogue import load_catalogue
from tests.charts.samples import layers, mark, values

ONLINE = load_catalogue().metrics["online_share_new"]
LATE = load_catalogue().metrics["late_rate"]


def row(name, numerator, denominator, **more):
    return {"id": name, "name": name, "numerator": numerator, "denominator": denominator, **more}


def test_the_words_beside_a_bar_say_value_and_verdict():
    picture = bullet_bars(
        [
            row("Cấp tỉnh", 950, 1000, target=0.9),
            row("Cấp xã", 500, 1000, target=0.7),
            row("Cấp huyện", 2, 3, target=0.7),
        ],
        ONLINE,
    )
    assert [v["words"] for v in values(picture.spec())] == [
        "95,0% · đạt chỉ tiêu 90,0%",
        "50,0% · chưa đạt chỉ tiêu 70,0%",
        "2/3 hồ sơ",
    ]
    colours = Look().palette
    assert [v["colour"] for v in values(picture.spec())] == [colours.good, colours.alarm, colours.series]
    assert values(picture.spec())[2]["value"] is None
    assert picture.title == "Cấp tỉnh – Tỷ lệ nộp trực tuyến trên tiếp nhận mới: 95,0%, đạt chỉ tiêu 90,0%"


def test_below_is_met_where_low_is_good():
    picture = bullet_bars([row("a", 10, 1000, target=0.05), row("b", 100, 1000, target=0.05)], LATE)
    assert ["chưa" in v["words"] for v in values(picture.spec())] == [False, True]


def test_bars_start_at_zero_and_targets_are_ticks():
    spec = bullet_bars([row("a", 10, 1000, target=0.05, previous=0.02)], LATE).spec()
    assert [mark(layer) for layer in layers(spec)] == ["bar", "bar", "tick", "text"]
    assert all(layer["encoding"]["x"]["scale"]["domain"][0] == 0 for layer in layers(spec))


def test_no_figures_give_a_sentence():
    assert bullet_bars([], LATE).is_empty
    assert bullet_bars([row("a", None, None)], LATE).is_empty


def test_a_row_without_a_previous_period_keeps_its_place():
    spec = bullet_bars([row("b", 10, 1000), row("a", 20, 1000, previous=0.01)], LATE).spec()
    assert all(layer["encoding"]["y"]["sort"] == ["b", "a"] for layer in layers(spec))


def test_only_few_cases_and_no_target_leave_words_without_bars():
    picture = bullet_bars([row("a", 1, 2), row("b", 2, 2)], ONLINE)
    assert [v["words"] for v in values(picture.spec())] == ["1/2 hồ sơ", "2/2 hồ sơ"]
    assert [mark(layer) for layer in layers(picture.spec())] == ["text"], (
        "a layer without marks has no name for a screen reader"
    )
