"""The pictures of the overdue page: the vital few, the funnel, what moved a rate, and units against fields."""

import re

import plotly.graph_objects as go
import pytest

from dashboard.charts.cross import COLUMNS, ROWS, cross_matrix
from dashboard.charts.funnel import funnel
from dashboard.charts.lines import PICK
from dashboard.charts.moved import SHOWN, moved_bars
from dashboard.charts.pareto import pareto
from dashboard.charts.picture import Look
from dashboard.charts.tree import file_tree
from dashboard.metrics import intervals
from dashboard.metrics.catalogue import load_catalogue
from tests.charts.samples import layers, mark, values
from tests.charts.test_rendered import WRONG, written

METRICS = load_catalogue().metrics
LATE, IN_TIME = METRICS["late_rate"], METRICS["on_time_766"]
COLOURS = Look().palette
PERIOD = "tháng 10/2026"


def held(counts, denominator=1000):
    """Rows of bad_cases_by_field for fields A, B, …, most first."""
    total, running, rows = sum(counts), 0, []
    for at, count in enumerate(counts):
        running += count
        rows.append({
            "field_id": f"f{at}", "field_name": f"Lĩnh vực {at}", "numerator": count, "denominator": denominator,
            "ratio": count / denominator, "bad_cases": count, "cumulative_cases": running, "total_cases": total,
            "share": count / total if total else None, "cumulative_share": running / total if total else None,
            "is_vital": count > 0 and 5 * (running - count) < 4 * total,
        })  # fmt: skip
    return rows


def units(*counts):
    return [{"id": f"u{at}", "name": f"Xã {at}", "numerator": a, "denominator": b} for at, (a, b) in enumerate(counts)]


def changes(*parts, alone=None):
    """Rows of rate_change_by_unit; `parts` are (now, before) pairs of counts, `alone` the contribution without a unit."""
    ends = [sum(part[k][i] for part in parts) for k, i in ((0, 0), (0, 1), (1, 0), (1, 1))]
    middle = (ends[0] / ends[1] + ends[2] / ends[3]) / 2
    rows = []
    for at, ((n, d), (m, e)) in enumerate(parts):
        contribution = (n - middle * d) / ends[1] - (m - middle * e) / ends[3]
        rows.append({
            "id": f"u{at}", "name": f"Xã {at}", "numerator": n, "denominator": d, "numerator_before": m,
            "denominator_before": e, "ratio": n / d, "ratio_before": m / e, "rate_effect": contribution, "mix_effect": 0.0,
            "contribution": contribution, "cases_effect": contribution * ends[1],
        })  # fmt: skip
    if alone is not None:
        nothing = dict.fromkeys(
            ("id", "name", "numerator", "denominator", "numerator_before", "denominator_before", "ratio", "ratio_before",
             "rate_effect", "mix_effect")
        )  # fmt: skip
        rows.append({**nothing, "contribution": alone, "cases_effect": alone * ends[1]})
    whole = sum(row["contribution"] for row in rows)
    return [{**row, "whole_change": whole, "parts": 1} for row in rows]


def cells(n_units=3, n_fields=2, denominator=100):
    return [
        {"id": f"u{u}", "name": f"Xã {u}", "field_id": f"f{f}", "field_name": f"Lĩnh vực {f}",
         "numerator": u + f, "denominator": denominator}
        for u in range(n_units) for f in range(n_fields)
    ]  # fmt: skip


PICTURES = {
    "pareto": lambda look: pareto(held([1200, 40, 8, 2, 0]), LATE, look, PERIOD),
    "funnel": lambda look: funnel(units((100, 1000), (12, 1000), (9, 1100), (1, 3)), (121, 3100), LATE, look, PERIOD),
    "moved": lambda look: moved_bars(
        changes(((90, 1000), (10, 1000)), ((5, 900), (60, 1000)), alone=0.002), LATE, look, "tăng", "đơn vị"
    ),
    "cross": lambda look: cross_matrix(cells(), LATE, look, "đơn vị", PERIOD),
}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", PICTURES)
def test_every_number_is_written_the_languages_way_and_nothing_comes_from_outside(name, language):
    picture = PICTURES[name](Look(language=language))
    for words in [*written(picture), picture.title, picture.alt_text, picture.subtitle, *picture.notes]:
        assert not WRONG[language].search(re.sub(r"\d\d/\d{4}", "", words)), words
    assert picture.title and picture.alt_text and picture.columns and picture.rows


@pytest.mark.parametrize("look", [Look(theme="dark", is_narrow=True), Look(is_large=True)])
@pytest.mark.parametrize("name", PICTURES)
def test_every_look_is_valid_vega_lite_that_draws(name, look):
    picture = PICTURES[name](look)
    assert picture.chart.to_dict(validate=True)
    assert written(picture)


@pytest.mark.parametrize(("name", "fields"), [
    ("pareto", ["id"]), ("funnel", ["id"]), ("moved", ["id"]), ("cross", ["id", "field_id"]),
])  # fmt: skip
def test_a_click_picks_what_the_mark_is_about(name, fields):
    spec = PICTURES[name](Look()).spec()
    picks = [p for layer in layers(spec) for p in layer.get("params", [])] + spec.get("params", [])
    assert [(p["name"], p["select"]["fields"]) for p in picks] == [(PICK, fields)]


def test_the_fields_that_make_four_fifths_are_named_with_their_share():
    picture = pareto(held([50, 30, 15, 5]), LATE, period=PERIOD)
    assert picture.title == (
        "2 lĩnh vực (Lĩnh vực 0, Lĩnh vực 1) chiếm 80,0% số hồ sơ đã giải quyết quá hạn tháng 10/2026 (80/100)"
    )
    shown = values(picture.spec())
    assert [v["colour"] for v in shown] == [COLOURS.series] * 2 + [COLOURS.pale] * 2
    assert [v["running_words"] for v in shown] == ["50,0%", "80,0%", "95,0%", "100,0%"]
    assert pareto(held([90, 10]), LATE, period=PERIOD).title.startswith("Lĩnh vực 0 chiếm 90,0% số hồ sơ")


def test_few_late_files_are_counted_and_no_share_is_told():
    picture = pareto(held([3, 1]), LATE, period=PERIOD)
    assert picture.title == ("Chỉ có 4 hồ sơ đã giải quyết quá hạn tháng 10/2026: Lĩnh vực 0 3, Lĩnh vực 1 1")
    assert [v["running_words"] for v in values(picture.spec())] == ["3/4", "4/4"]
    assert "%" not in " ".join(picture.notes)


def test_more_than_twelve_fields_are_one_bar_and_the_table_has_all():
    picture = pareto(held([40 - at for at in range(20)]), LATE)
    shown = values(picture.spec())
    assert len(shown) == 12
    assert (shown[-1]["name"], shown[-1]["cases"], shown[-1]["running_words"]) == (
        "Khác (9 lĩnh vực)", str(sum(40 - at for at in range(11, 20))), "100,0%",
    )  # fmt: skip
    assert len(picture.rows) == 20
    assert pareto(held([0, 0]), LATE).is_empty


def test_where_high_is_good_the_pareto_counts_what_was_not_in_time():
    assert "hồ sơ không đúng hạn" in pareto(held([30, 10]), IN_TIME, period=PERIOD).title


def test_only_units_outside_the_wide_limits_are_coloured_and_three_files_never_are():
    picture = funnel(units((100, 1000), (12, 1000), (45, 1100), (3, 3)), (160, 3103), LATE, period=PERIOD, noun="xã")
    points = next(layer for layer in layers(picture.spec()) if mark(layer) == "point")
    colour = {v["id"]: (v["colour"], v["shape"]) for v in points["data"]["values"]}
    assert colour == {
        "u0": (COLOURS.alarm, "triangle-up"), "u1": (COLOURS.good, "triangle-down"), "u2": (COLOURS.pale, "circle"),
    }  # fmt: skip
    assert picture.title == (
        "1/3 xã có tỷ lệ hồ sơ giải quyết quá hạn cao rõ rệt so với mức chung 5,2% tháng 10/2026: Xã 0 (10,0%)"
    )
    assert [row["place"] for row in picture.rows] == ["Kém rõ rệt", "Trong dải", "Tốt rõ rệt", "Quá ít để xét"]
    assert "1 xã có dưới 10 hồ sơ không vẽ; bảng có đủ." in picture.notes


def test_the_limits_drawn_are_the_exact_ones_about_the_whole():
    picture = funnel(units((10, 100), (100, 2000)), (110, 2100), LATE)
    band = next(layer for layer in layers(picture.spec()) if mark(layer) == "area")
    for at in band["data"]["values"]:
        expected = intervals.funnel_limits(at["n"], 110 / 2100, 0.998)
        assert (at["low"], at["high"]) == (expected.low, expected.high)
    assert len(band["data"]["values"]) > 20


def test_where_high_is_good_the_low_ones_are_the_clearly_worse():
    picture = funnel(units((500, 1000), (990, 1000)), (1490, 2000), IN_TIME, period=PERIOD, noun="đơn vị")
    assert "thấp rõ rệt" in picture.title and "Xã 0 (50,0%)" in picture.title


def test_units_within_the_band_and_units_without_figures_are_told_so():
    calm = funnel(units((10, 1000), (12, 1000)), (22, 2000), LATE, period=PERIOD, noun="đơn vị")
    assert calm.title.startswith("Không đơn vị nào có")
    assert funnel(units((1, 3)), (1, 3), LATE).is_empty
    assert funnel(units((1, 30)), (None, None), LATE).is_empty


def test_contributions_stand_worst_first_and_only_a_clear_change_is_coloured_or_named():
    rows = changes(((90, 1000), (10, 1000)), ((12, 1000), (10, 1000)), ((5, 900), (60, 1000)), alone=0.002)
    picture = moved_bars(rows, LATE, movement="3,5% hồ sơ quá hạn, tăng", noun="đơn vị")
    shown = values(picture.spec())
    assert [v["name"] for v in shown] == [
        "Xã 0",
        "Xã 1",
        "Xã 2",
        "Không so sánh được (chỉ có ở một kỳ)",
        "Thay đổi chung",
    ]
    assert [v["colour"] for v in shown] == [
        COLOURS.alarm, COLOURS.pale, COLOURS.good, COLOURS.missing, COLOURS.ink,
    ]  # fmt: skip
    assert sum(v["contribution"] for v in shown[:-1]) == pytest.approx(shown[-1]["contribution"])
    assert re.fullmatch(
        r"3,5% hồ sơ quá hạn, tăng; góp phần rõ nhất làm kém đi: Xã 0 \(\+\d,\d điểm %\); "
        r"góp phần rõ nhất làm tốt lên: Xã 2 \(−\d,\d điểm %\)",
        picture.title,
    )


def test_where_nothing_changed_clearly_no_unit_is_named():
    picture = moved_bars(changes(((12, 1000), (10, 1000)), ((9, 1000), (10, 1000))), LATE, movement="Chưa khác rõ")
    assert picture.title == "Chưa khác rõ; không đơn vị nào tự nó thay đổi rõ rệt"


def test_a_change_of_few_files_is_never_clear():
    rows = changes(((9, 9), (0, 1000)), ((12, 1000), (10, 1000)))
    assert values(moved_bars(rows, LATE).spec())[0]["colour"] == COLOURS.pale


def test_of_many_units_those_that_moved_most_are_shown_and_one_bar_of_the_others_still_adds_up():
    rows = changes(*(((at, 1000), (20 - at, 1000)) for at in range(20)))
    shown = values(moved_bars(rows, LATE, noun="đơn vị").spec())
    assert len(shown) == SHOWN + 2
    assert shown[SHOWN]["name"] == f"{20 - SHOWN} đơn vị khác"
    moved = [v["contribution"] for v in shown[:SHOWN]]
    assert moved == sorted(moved, reverse=True)
    assert min(abs(value) for value in moved) >= max(
        abs(row["contribution"]) for row in rows if row["id"] not in {v["id"] for v in shown}
    )
    assert sum(v["contribution"] for v in shown[:-1]) == pytest.approx(shown[-1]["contribution"])
    assert len(moved_bars(rows, LATE).rows) == 20


def test_where_high_is_good_the_worst_is_what_pulled_down():
    rows = changes(((500, 1000), (900, 1000)), ((990, 1000), (900, 1000)))
    shown = values(moved_bars(rows, IN_TIME).spec())
    assert [(v["name"], v["colour"]) for v in shown[:2]] == [("Xã 0", COLOURS.alarm), ("Xã 1", COLOURS.good)]
    assert moved_bars([], LATE).is_empty


def test_cells_of_few_files_are_grey_counts_and_the_worst_unit_and_fullest_field_come_first():
    rows = [
        *cells(),
        {"id": "u9", "name": "Xã 9", "field_id": "f0", "field_name": "Lĩnh vực 0", "numerator": 1, "denominator": 3},
    ]
    picture = cross_matrix(rows, LATE, noun="đơn vị", period=PERIOD)
    shown = values(picture.spec())
    assert list(dict.fromkeys(v["name"] for v in shown)) == ["Xã 2", "Xã 1", "Xã 0", "Xã 9"]
    assert list(dict.fromkeys(v["field"] for v in shown)) == ["Mọi lĩnh vực", "Lĩnh vực 1", "Lĩnh vực 0"]
    few = [(v["words"], v["fill"]) for v in shown if v["id"] == "u9"]
    assert few == [("1/3", COLOURS.missing), ("–", COLOURS.missing), ("1/3", COLOURS.missing)]
    assert picture.title == ("Lĩnh vực 1 ở Xã 2 có tỷ lệ hồ sơ giải quyết quá hạn cao nhất tháng 10/2026: 3,0% (3/100)")
    assert picture.rows[-1]["id"] == "u9"


def test_three_hundred_units_stay_readable_and_every_file_is_in_one_row_and_one_column():
    rows = cells(300, 30)
    picture = cross_matrix(rows, LATE, noun="đơn vị")
    shown = values(picture.spec())
    assert len(shown) == (ROWS + 1) * (COLUMNS + 2)
    total = sum(row["numerator"] for row in rows), sum(row["denominator"] for row in rows)

    def counted(cells_shown):
        pairs = [cell["counts"].replace(".", "").split("/") for cell in cells_shown]
        return tuple(sum(int(pair[end]) for pair in pairs) for end in (0, 1))

    assert counted(v for v in shown if v["column"] == "*") == total
    assert counted(v for v in shown if v["column"] != "*") == total
    assert len(picture.rows) == 9000
    assert any("Hiện 20/300 đơn vị và 8/30 lĩnh vực" in note for note in picture.notes)


def test_a_field_name_cannot_break_out_of_the_expression_that_labels_its_column():
    rows = [dict(row, field_name='Đất" + alert(1) + "\\') for row in cells(1, 1)]
    assert written(cross_matrix(rows, LATE))


def tree(look=None, rows=None):
    rows = rows or [
        {
            **cell,
            "unit_id": cell["id"],
            "unit_name": cell["name"],
            "level": "commune" if cell["id"] != "u0" else "province",
        }
        for cell in cells(4, 3, 1000)
    ]
    return file_tree(rows, LATE, look or Look(), PERIOD, "hồ sơ quá hạn", "Toàn tỉnh")


def test_every_area_is_the_sum_of_those_below_it_and_empty_ones_are_left_out():
    trace = go.Figure(tree().screen_spec()).data[0]  # Plotly refuses a figure that it does not understand
    held = dict(zip(trace.ids, trace.values, strict=True))
    parents = dict(zip(trace.ids, trace.parents, strict=True))
    for id_, value in held.items():
        below = [held[child] for child, parent in parents.items() if parent == id_]
        assert not below or sum(below) == value
    assert held["*"] == sum(u + f for u in range(4) for f in range(3))
    assert "province/u0/f0" not in held
    assert held["commune/u3/f2"] == 5


def test_the_hierarchy_names_the_largest_cell_and_writes_numbers_the_languages_way():
    assert tree().title == "Lĩnh vực 2 ở Xã 3 giữ nhiều hồ sơ quá hạn nhất tháng 10/2026: 5/30"
    for language in ("vi", "en"):
        picture = tree(Look(language=language))
        trace = picture.screen_spec()["data"][0]
        for words in [*trace["text"], *trace["hovertext"], picture.title, *picture.notes]:
            assert not WRONG[language].search(re.sub(r"\d\d/\d{4}", "", words)), words
        assert picture.screen_spec()["layout"]["separators"] == {"vi": ",.", "en": ".,"}[language]


def test_files_draw_the_areas_of_the_screen_each_beside_the_one_that_holds_it():
    picture = tree()
    trace = picture.screen_spec()["data"][0]
    drawn = {area["id"]: area for area in values(picture.spec())}
    assert list(drawn) and drawn.keys() == set(trace["ids"])
    assert (drawn["*"]["top"], drawn["*"]["bottom"], drawn["*"]["left"]) == (0, 1, 0)
    for at, (id_, parent) in enumerate(zip(trace["ids"], trace["parents"], strict=True)):
        area, holds = drawn[id_], drawn[parent or id_]
        assert area["bottom"] - area["top"] == pytest.approx(trace["values"][at] / trace["values"][0])
        assert area["fill"] == trace["marker"]["colors"][at]
        assert area["hover"].replace("\n", "<br>") == trace["hovertext"][at]
        assert area["left"] == holds["left"] + bool(parent)
        assert holds["top"] - 1e-9 <= area["top"] < area["bottom"] <= holds["bottom"] + 1e-9
    tops = [area["top"] for area in values(picture.spec()) if area["id"].startswith("commune/u3/")]
    assert tops == sorted(tops) and len(tops) == 3


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_file_of_the_areas_says_what_has_room_and_names_no_figure_apart_from_its_area(theme):
    said = written(tree(Look(theme=theme)))
    assert "Toàn tỉnh: 30 · 0,3%" in said or any(line.startswith("Toàn tỉnh: 30") for line in said)
    assert not [line for line in said if WRONG["vi"].search(re.sub(r"\d\d/\d{4}", "", line))]


def test_an_area_of_few_files_is_grey_and_a_name_is_no_markup():
    rows = [{"level": "commune", "unit_id": "u", "unit_name": "<b>Xã</b>", "field_id": "f", "field_name": "F",
             "numerator": 1, "denominator": 3}]  # fmt: skip
    trace = tree(rows=rows).screen_spec()["data"][0]
    assert set(trace["marker"]["colors"][1:]) == {COLOURS.missing}
    assert "&lt;b&gt;Xã&lt;/b&gt;" in trace["labels"]
    assert tree(rows=[{**rows[0], "numerator": 0}]).is_empty


def test_one_level_alone_is_the_root_of_the_hierarchy():
    rows = [
        {**cell, "unit_id": cell["id"], "unit_name": cell["name"], "level": "commune"} for cell in cells(3, 2, 1000)
    ]
    trace = go.Figure(tree(rows=rows).screen_spec()).data[0]
    assert [
        (id_, label) for id_, label, parent in zip(trace.ids, trace.labels, trace.parents, strict=True) if not parent
    ] == [("commune", "Cấp xã")]


def test_a_number_that_chance_often_makes_is_never_coloured_however_the_smooth_band_is_drawn():
    few = units((1, 100), (0, 40), *(((8, 2000),) * 3))
    places = {row["id"]: row["place"] for row in funnel(few, (25, 6140), LATE).rows}
    assert set(places.values()) == {"Trong dải"}
    good = units((40, 40), *(((1990, 2000),) * 3))
    assert {row["place"] for row in funnel(good, (6010, 6040), IN_TIME).rows} == {"Trong dải"}
