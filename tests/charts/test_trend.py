"""Lines over time, by their specification."""

from datetime import date

import pandas as pd
import pyarrow as pa
import pytest

from dashboard.charts.lines import PICK
from dashboard.charts.multiples import small_multiples
from dashboard.charts.picture import Look
from dashboard.charts.series import REFORM_DAY
from dashboard.charts.trend import sparkline, trend
from dashboard.metrics.catalogue import load_catalogue
from tests.charts.samples import layers, mark, months, values

METRICS = load_catalogue().metrics
LATE = METRICS["late_rate"]
YEAR = [(50 + i, 1000) for i in range(12)]


def texts(spec):
    return [v.get("words") for layer in layers(spec) for v in layer.get("data", {}).get("values", [])]


def test_a_period_without_figures_breaks_the_line_and_the_notes_say_so():
    picture = trend(months(date(2026, 1, 1), [(5, 100), (None, None), (7, 100)]), LATE)
    spec = picture.spec()
    assert [v["value"] for v in values(spec)] == [0.05, None, 0.07]
    assert {layer["mark"]["invalid"] for layer in layers(spec) if mark(layer) == "line"} == {"break-paths-show-domains"}
    assert "Chỗ đứt: kỳ chưa có số liệu." in picture.notes


@pytest.mark.parametrize(
    ("first", "is_drawn"),
    [(date(2025, 1, 1), True), (date(2025, 7, 1), False), (date(2024, 1, 1), False), (date(2024, 8, 1), True)],
)
def test_the_reform_has_its_rule_wherever_the_range_spans_it(first, is_drawn):
    spec = trend(months(first, YEAR), LATE).spec()
    assert ("01/07/2025 – chính quyền 2 cấp" in texts(spec)) == is_drawn
    rules = [v["day"] for layer in layers(spec) for v in layer.get("data", {}).get("values", []) if "day" in v]
    assert set(rules) == ({REFORM_DAY.toordinal()} if is_drawn else set())
    if is_drawn:
        xs = {v["period_id"]: v["x"] for v in values(spec)}
        assert xs["cchc/2025-06"] < REFORM_DAY.toordinal() < xs["cchc/2025-07"]


def test_a_target_is_drawn_only_while_it_holds():
    rows = months(date(2026, 1, 1), YEAR[:6])
    for row in rows[2:4]:
        row["target"] = 0.04
    runs = [
        v
        for layer in layers(trend(rows, LATE).spec())
        for v in layer.get("data", {}).get("values", [])
        if "target_line" in v and "from" in v
    ]
    assert {(v["from"], v["to"], v["target_line"]) for v in runs} == {
        (date(2026, 3, 1).toordinal(), date(2026, 5, 1).toordinal(), "Chỉ tiêu 4,0%")
    }
    assert not any("target_line" in v for layer in layers(trend(months(date(2026, 1, 1), YEAR), LATE).spec())
                   for v in layer.get("data", {}).get("values", []))  # fmt: skip


@pytest.mark.parametrize(
    ("late", "align", "baseline"),
    [([45] * 6 + [20] * 6, "right", "bottom"), ([20] * 6 + [45] * 6, "left", "bottom"), ([42] * 12, "left", "top")],
)
def test_the_words_of_a_target_stand_where_the_line_leaves_room_for_them(late, align, baseline):
    rows = [{**row, "target": 0.04} for row in months(date(2026, 1, 1), [(n, 1000) for n in late])]
    spec = trend(rows, LATE, height=190).spec()
    halo, words = [
        at
        for at, layer in enumerate(layers(spec))
        if layer.get("encoding", {}).get("text", {}).get("field") == "target_line"
    ]
    (word,) = layers(spec)[words]["data"]["values"]
    assert (word["align"], word["baseline"]) == (align, baseline)
    assert layers(spec)[halo]["data"]["values"] == [word]
    assert halo > max(at for at, layer in enumerate(layers(spec)) if mark(layer) == "line")  # which it covers


def test_the_axis_of_a_share_near_the_whole_ends_there():
    rows = months(date(2026, 1, 1), [(990 + n % 10, 1000) for n in range(12)])
    for layer in layers(trend(rows, LATE).spec()):
        domain = (layer.get("encoding", {}).get("y", {}).get("scale") or {}).get("domain")
        assert domain is None or domain[1] < 1.004


def test_the_year_before_is_a_paler_line_of_its_own_values():
    picture = trend(months(date(2025, 8, 1), [*YEAR, (80, 1000)]), LATE)
    assert [v["last_year"] for v in values(picture.spec())] == [None] * 12 + [0.05]
    colours = Look().palette
    lines = [layer["mark"]["color"] for layer in layers(picture.spec()) if mark(layer) == "line"]
    assert lines == [colours.pale, colours.series]
    assert "Đường nhạt: cùng kỳ năm trước." in picture.notes


def test_years_have_no_paler_line_and_the_year_of_the_reform_says_that_it_lies_within():
    years = [
        {**row, "kind": "year", "start_date": date(year, 1, 1), "end_date": date(year, 12, 31)}
        for year, row in zip((2024, 2025), months(date(2026, 1, 1), [(20, 1000), (30, 1000)]), strict=True)
    ]
    notes = " ".join(trend(years, LATE).notes)
    assert "Đường nhạt" not in notes
    assert "Trong năm 2025 có mốc 01/07/2025 – chính quyền 2 cấp" in notes


def test_every_label_of_the_time_axis_is_given_once():
    spec = trend(months(date(2023, 11, 1), [(5, 100)] * 36), LATE).spec()
    axis = next(layer["encoding"]["x"]["axis"] for layer in layers(spec) if layer["encoding"]["x"].get("axis"))
    assert len(axis["values"]) == len(set(axis["values"])) <= 8
    assert '"10/2026"' in axis["labelExpr"] and '"10/2025"' in axis["labelExpr"]


def test_a_line_that_does_not_start_at_zero_says_so():
    close = trend(months(date(2026, 1, 1), [(940, 1000), (950, 1000), (945, 1000)]), METRICS["online_share_new"])
    assert "Trục dọc không bắt đầu từ 0." in close.notes
    wide = trend(months(date(2026, 1, 1), [(100, 1000), (950, 1000)]), METRICS["online_share_new"])
    low = trend(months(date(2026, 1, 1), [(40, 1000), (42, 1000)]), LATE)
    single = trend(months(date(2026, 1, 1), [(940, 1000)]), METRICS["online_share_new"])
    for picture in (wide, low, single):
        assert "Trục dọc không bắt đầu từ 0." not in picture.notes
        scale = next(layer["encoding"]["y"]["scale"] for layer in layers(picture.spec()) if mark(layer) == "line")
        assert scale["domain"][0] == 0


def test_few_cases_carry_their_exact_interval_and_show_counts():
    picture = trend(months(date(2026, 1, 1), [(1, 3), (2, 12), (50, 1000)]), LATE)
    first, second, third = values(picture.spec())
    assert first["words"] == "1/3 hồ sơ" and first["low"] == pytest.approx(0.0084, abs=1e-4)
    assert second["words"] == "16,7%" and second["high"] > second["value"] > second["low"]
    assert third["low"] is None


def test_provisional_figures_are_hollow():
    rows = months(date(2026, 1, 1), YEAR[:3])
    rows[-1]["is_provisional"] = True
    picture = trend(rows, LATE)
    assert [v["is_provisional"] for v in values(picture.spec())] == [False, False, True]
    assert "Điểm rỗng: số liệu tạm thời." in picture.notes


def test_a_click_picks_the_period():
    spec = trend(months(date(2026, 1, 1), YEAR), LATE).spec()
    picks = [param for layer in layers(spec) for param in layer.get("params", [])] + spec.get("params", [])
    assert [(p["name"], p["select"]["fields"]) for p in picks] == [(PICK, ["period_id"])]


def test_lists_arrow_tables_and_frames_give_the_same_picture():
    rows = months(date(2026, 1, 1), [(5, 100), (None, None), (7, 100)])
    table = pa.Table.from_pylist(rows)
    assert trend(rows, LATE).spec() == trend(table, LATE).spec() == trend(pd.DataFrame(rows), LATE).spec()


def test_no_figures_give_a_sentence_instead_of_axes():
    for rows in ([], months(date(2026, 1, 1), [(None, None)])):
        picture = trend(rows, LATE)
        assert picture.is_empty and "chưa có số liệu" in picture.title
        assert values(picture.spec())[0]["words"] == "Chưa có số liệu để vẽ"
    assert sparkline([], LATE).is_empty and small_multiples([], LATE).is_empty


def test_the_table_behind_holds_numbers_and_the_alt_text_the_answer():
    picture = trend(months(date(2026, 1, 1), [(5, 100), (7, 100)]), LATE)
    assert picture.rows[1] == {
        "period": "tháng 02/2026",
        "numerator": 7,
        "denominator": 100,
        "value": 0.07,
        "target": None,
        "period_id": "cchc/2026-02",
    }
    assert [column.kind for column in picture.columns] == ["text", "count", "count", "percent", "percent"]
    assert picture.title in picture.alt_text
    assert picture.subtitle == "Công thức: Đã giải quyết quá hạn ÷ Tổng số hồ sơ đã giải quyết"


def test_a_sparkline_says_both_ends_and_marks_the_last_known_point():
    picture = sparkline(months(date(2026, 1, 1), [(5, 100), (7, 100), (None, None)]), LATE)
    assert picture.alt_text == "Tỷ lệ hồ sơ giải quyết quá hạn: 2 kỳ, từ 5,0% đến 7,0%."
    last = next(layer for layer in layers(picture.spec()) if mark(layer) == "point")
    assert last["transform"] == [{"filter": f"datum.x == {values(picture.spec())[1]['x']}"}]


def test_small_multiples_share_their_axes_worst_first_one_highlighted():
    rows = months(date(2026, 1, 1), [(5, 100), (7, 100)], field_id="land", name="Đất đai")
    rows += months(date(2026, 1, 1), [(50, 100), (60, 100)], field_id="tax", name="Thuế")
    rows += months(date(2026, 1, 1), [(None, None), (None, None)], field_id="none", name="Y tế")
    rows += months(date(2026, 1, 1), [(2, 3), (2, 3)], field_id="few", name="Tôn giáo")
    picture = small_multiples(rows, LATE, highlight="land")
    spec = picture.spec()
    assert list(dict.fromkeys(v["panel"][4:] for v in values(spec))) == ["Thuế", "Đất đai", "Tôn giáo", "Y tế"]
    assert {v["field_id"] for v in values(spec) if v["is_picked"]} == {"land"}
    assert "resolve" not in spec
    assert len(picture.rows) == 8
    assert [v["short"] for v in values(spec) if v["is_last"]] == ["60,0%", "7,0%", "2/3", "–"]


def test_what_is_converted_is_dashed_up_to_the_first_period_that_is_not():
    rows = months(date(2025, 5, 1), [(3, 100), (4, 100), (5, 100), (6, 100)])
    for row in rows[:2]:
        row["is_converted"] = True
    picture = trend(rows, LATE)
    dashed = next(
        layer for layer in layers(picture.spec())
        if mark(layer) == "line" and layer["mark"].get("strokeDash") and "data" in layer
    )  # fmt: skip
    assert [value["value"] for value in dashed["data"]["values"]] == [0.03, 0.04, 0.05, None]
    assert any("quy đổi" in note for note in picture.notes)
    assert picture.chart.to_dict(validate=True)


def test_no_line_joins_a_unit_to_what_it_was_and_the_title_compares_nothing():
    rows = months(date(2025, 5, 1), [(3, 1000), (90, 1000)])
    rows[0]["is_other_territory"] = True
    picture = trend(rows, LATE)
    assert "không so sánh với tháng 05/2025" in picture.title
    line = next(layer for layer in layers(picture.spec()) if mark(layer) == "line")
    assert line["encoding"]["detail"]["field"] == "part"
    assert [value["part"] for value in values(picture.spec())] == [1, 0]


def test_the_year_before_is_not_drawn_beside_other_territory():
    rows = months(date(2024, 5, 1), [(3, 100)] * 13)
    rows[0]["is_other_territory"] = True
    assert values(trend(rows, LATE).spec())[-1]["last_year"] is None
