"""Notes stand at the points that they are bound to, in every kind of picture, and at no other."""

from datetime import date

import pytest

from dashboard.charts.bars import rate_and_count_bars
from dashboard.charts.cross import cross_matrix
from dashboard.charts.funnel import funnel
from dashboard.charts.late_columns import late_columns
from dashboard.charts.level_trend import level_trend
from dashboard.charts.note_marks import Note, Place
from dashboard.charts.noted import with_notes
from dashboard.charts.points import points_bars
from dashboard.charts.procedure_levels import procedure_levels
from dashboard.charts.slope import slope
from dashboard.charts.trend import trend
from dashboard.metrics.catalogue import load_catalogue
from tests.charts.samples import months

METRIC = load_catalogue().metrics["late_rate"]
MARCH = "cchc/2025-03"
PLACE = Place("cchc/2025-06")
ROWS = months(date(2025, 1, 1), [(3, 100), (4, 100), (5, 120), (2, 90), (None, None), (6, 100)])
UNITS = [
    {"id": name, "name": f"Xã {name}", "short_name": name, "numerator": n, "denominator": 200}
    for n, name in enumerate(("xa_a", "xa_b", "xa_c"), start=3)
]  # fmt: skip


def note(period_id=MARCH, words="Toàn tỉnh, 03/2025: sắp xếp", period="tháng 03/2025", **rest):
    return Note(period_id, period, words, **rest)


def noted(picture):
    """The points with a number, and the layers that draw the numbers."""
    texts = [
        layer for layer in picture.spec()["layer"] if layer.get("encoding", {}).get("text", {}).get("field") == "note"
    ]
    return [point for layer in texts for point in layer["data"]["values"]], texts


def test_a_note_stands_at_its_point_beneath_in_the_alt_text_and_in_the_table():
    plain = trend(ROWS, METRIC)
    picture = with_notes(plain, [note(), note("cchc/2024-12", "trước đó")], PLACE)
    points, texts = noted(picture)
    assert [(point["period_id"], point["note"]) for point in points] == [(MARCH, "1")]
    assert len(texts) == 1 and texts[0]["encoding"]["x"]["field"] == "x"
    assert [n.number for n in picture.remarks] == [1]
    assert picture.alt_text.endswith("Ghi chú 1: Toàn tỉnh, 03/2025: sắp xếp")
    assert [row.get("remark") for row in picture.rows].index("[1] Toàn tỉnh, 03/2025: sắp xếp") == 2
    assert picture.columns[-1].key == "remark"
    assert "[1] Toàn tỉnh" in " ".join(picture.document_spec()["title"]["subtitle"])
    assert noted(plain) == ([], []), "the picture without notes stays as it was"


def test_the_ring_of_a_high_point_stands_below_it_where_no_words_stand_over_the_plot():
    rows = months(date(2025, 1, 1), [(3, 100), (4, 100), (50, 100)])
    high, low = (with_notes(trend(rows, METRIC), [note(f"cchc/2025-0{month}")], PLACE) for month in (3, 1))
    assert [noted(one)[1][0]["mark"]["yOffset"] for one in (high, low)] == [20, -20]


def test_two_notes_on_one_point_share_a_ring():
    picture = with_notes(trend(ROWS, METRIC), [note(), note(words="nữa")], PLACE)
    (point,), _ = noted(picture)
    assert point["note"] == "1, 2"


@pytest.mark.parametrize(
    ("place", "bound", "is_held"),
    [
        (PLACE, {}, True),
        (PLACE, {"level": "commune"}, False),
        (PLACE, {"unit_id": "xa_a"}, False),
        (Place("x", level="commune"), {"level": "commune"}, True),
        (Place("x", level="commune"), {}, False),
        (Place("x", "xa_a", "commune"), {"unit_id": "xa_a"}, True),
        (Place("x", "xa_a", "commune"), {"level": "commune"}, False),
    ],
)
def test_a_trend_holds_the_notes_of_what_it_is_about_and_of_nothing_else(place, bound, is_held):
    assert bool(with_notes(trend(ROWS, METRIC), [note(**bound)], place).remarks) == is_held


def test_lines_of_levels_take_the_notes_of_their_level():
    rows = [{**row, "level": level} for level in ("province", "commune") for row in ROWS]
    picture = with_notes(level_trend(rows, METRIC), [note(level="commune"), note(words="tỉnh")], PLACE)
    points, _ = noted(picture)
    assert [(point["level"], point["period_id"]) for point in points] == [("commune", MARCH)]
    assert sum("remark" in row for row in picture.rows) == 1


def test_a_bar_carries_the_number_after_its_name_and_the_order_stays():
    picture = rate_and_count_bars(UNITS, METRIC)
    of_unit = note("cchc/2025-06", "Xã xa_b: dời trụ sở", unit_id="xa_b")
    marked = with_notes(picture, [of_unit, note("cchc/2025-05", "kỳ khác", unit_id="xa_b")], PLACE)
    names = [value["label"] for value in marked.spec()["data"]["values"]]
    assert names == ["Xã xa_c", "Xã xa_b [1]", "Xã xa_a"]
    assert [row.get("remark") for row in marked.rows] == [None, "[1] Xã xa_b: dời trụ sở", None]


def test_columns_of_periods_are_marked_once_however_many_pieces_they_have():
    states = {"on_time": 30, "missing": 4, "very_late": 3, "late": 0, "slightly_late": 3, "undated": 0}
    rows = [{**row, "due": 40, **states, "bad": 10} for row in ROWS]
    points, texts = noted(with_notes(late_columns(rows), [note()], PLACE))
    assert len(points) == 1 and texts[0]["encoding"]["y"] == {"value": 10}


def test_a_picture_of_fields_has_the_notes_on_the_whole_at_its_title_and_at_no_field():
    fields = [
        {"id": name, "name": name, "numerator": n, "denominator": 90}
        for n, name in enumerate(("dat_dai", "ho_tich"), 3)
    ]
    place = Place("cchc/2025-06", level="commune", parts=frozenset(("dat_dai", "ho_tich")))
    bars = rate_and_count_bars(fields, METRIC)
    of_whole = note("cchc/2025-06", "Cấp xã: đổi phần mềm", level="commune")
    marked = with_notes(bars, [of_whole, note("cchc/2025-06", "cả tỉnh")], place)
    assert marked.title == f"{bars.title} [1]" and len(marked.remarks) == 1
    assert {value["label"] for value in marked.spec()["data"]["values"]} == {"dat_dai", "ho_tich"}
    assert not any("remark" in row for row in marked.rows)


def test_units_against_fields_take_the_note_at_the_name_of_the_unit():
    cells = [
        {"id": unit, "name": unit, "field_id": field, "field_name": field, "numerator": 4, "denominator": 80}
        for unit in ("xa_a", "xa_b")
        for field in ("dat_dai", "ho_tich")
    ]
    picture = with_notes(cross_matrix(cells, METRIC), [note("cchc/2025-06", "dời", unit_id="xa_b")], PLACE)
    assert {value["label"] for value in picture.spec()["data"]["values"]} == {"xa_a", "xa_b [1]"}


def test_a_bar_of_a_level_takes_the_note_of_its_level_and_the_whole_stands_at_the_title():
    counts = {"first": 10, "second": 20, "total": 100}
    rows = [
        {"id": "", "name": "Toàn tỉnh", **counts},
        {"id": "commune", "level": "commune", "name": "Cấp xã", **counts},
    ]
    bound = [note("cchc/2025-06", "tỉnh"), note("cchc/2025-06", "xã", level="commune")]
    picture = with_notes(procedure_levels(rows), bound, PLACE)
    names = {value.get("label") for layer in picture.spec()["layer"] for value in layer["data"]["values"]}
    assert {"Toàn tỉnh", "Cấp xã [2]"} <= names and picture.title.endswith(" [1]")
    assert [row.get("remark") for row in picture.rows] == [None, "[2] xã"]


def test_bars_that_count_units_hold_the_notes_of_the_units_in_their_table():
    rows = [
        {
            "unit_id": name, "unit_name": name, "is_ward": False, "numerator": 70, "denominator": 100, "ratio": 0.7,
            "points": 3.0, "next_points": 3.5, "next_ratio": 0.75, "documents_needed": 5,
        }
        for name in ("xa_a", "xa_b")
    ]  # fmt: skip
    picture = with_notes(points_bars(rows), [note("cchc/2025-06", "dời", unit_id="xa_b")], PLACE)
    assert [row.get("remark") for row in picture.rows] == [None, "[1] dời"]
    assert len(picture.remarks) == 1 and "[1]" not in picture.title


def test_scattered_units_and_slopes_take_the_notes_of_units():
    of_unit = note("cchc/2025-06", "Xã xa_b", unit_id="xa_b")
    lines = [{**unit, "numerator_before": 2, "denominator_before": 150} for unit in UNITS]
    for picture in (funnel(UNITS, (12, 600), METRIC), slope(lines, METRIC)):
        marked = with_notes(picture, [of_unit], PLACE)
        points, texts = noted(marked)
        assert {point["id"] for point in points} == {"xa_b"}
        assert len(texts) == 1
