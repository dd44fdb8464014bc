"""A figure to be read with care has its sign in the picture, words in the tooltip, a note beneath, a column in the table."""

import json
from datetime import date

import pytest

from dashboard.charts import cautions
from dashboard.charts.bars import rate_and_count_bars
from dashboard.charts.bullets import bullet_bars
from dashboard.charts.level_trend import level_trend
from dashboard.charts.matrix import rate_matrix
from dashboard.charts.multiples import small_multiples
from dashboard.charts.picture import Look, Picture
from dashboard.charts.slope import slope
from dashboard.charts.trend import trend
from dashboard.metrics.catalogue import load_catalogue

METRIC = load_catalogue().metrics["online_share_new"]
FOUND = "⚠ 1 điểm cần kiểm tra (V01)"
DERIVED = "* có số suy ra"


def points(caution: str | None) -> list[dict]:
    return [
        {
            "kind": "month", "start_date": date(2026, number, 1), "end_date": date(2026, number, 28),
            "period_id": f"m{number}", "numerator": 60 + number, "denominator": 100, "level": "commune",
            "field_id": "dat_dai", "name": "Đất đai", "caution": caution if number == 3 else None,
        }
        for number in (1, 2, 3)
    ]  # fmt: skip


def bars(caution: str | None) -> list[dict]:
    return [
        {
            "id": id_,
            "name": name,
            "numerator": n,
            "denominator": 100,
            "numerator_before": n - 9,
            "denominator_before": 100,
        }
        | ({"caution": caution} if id_ == "a" else {})
        for id_, name, n in (("a", "Xã A", 50), ("b", "Xã B", 70))
    ]


PICTURES = {
    "trend": lambda caution: trend(points(caution), METRIC),
    "level_trend": lambda caution: level_trend(points(caution), METRIC),
    "multiples": lambda caution: small_multiples(points(caution), METRIC),
    "matrix": lambda caution: rate_matrix(points(caution), METRIC),
    "bars": lambda caution: rate_and_count_bars(bars(caution), METRIC),
    "bullets": lambda caution: bullet_bars(bars(caution), METRIC),
    "slope": lambda caution: slope(bars(caution), METRIC),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_marked_figure_is_told_apart_in_every_picture(name: str) -> None:
    picture: Picture = PICTURES[name](FOUND)
    spec = json.dumps(picture.spec(), ensure_ascii=False)
    assert '"field": "caution"' in spec
    assert FOUND in spec
    assert "⚠: số có điểm cần kiểm tra." in picture.notes
    assert [row["caution"] for row in picture.rows if row.get("caution")] == [FOUND]


@pytest.mark.parametrize("name", PICTURES)
def test_a_plain_picture_has_no_trace_of_marks(name: str) -> None:
    picture: Picture = PICTURES[name](None)
    assert "⚠" not in json.dumps([picture.spec(), picture.notes], ensure_ascii=False)
    assert '"field": "caution"' not in json.dumps(picture.spec())
    assert not any("caution" in row for row in picture.rows)


def test_a_derived_figure_has_a_sign_and_a_note_of_its_own() -> None:
    picture = rate_and_count_bars(bars(DERIVED), METRIC)
    assert "50,0% *" in json.dumps(picture.spec(), ensure_ascii=False)
    assert "*: có số suy ra, hoặc số tổng do báo cáo ghi." in picture.notes


def test_a_table_gets_the_column_once_and_only_where_a_row_needs_it() -> None:
    columns = rate_and_count_bars(bars(FOUND), METRIC).columns
    with_it = cautions.with_column(columns, bars(FOUND), "Lưu ý")
    assert [column.label for column in with_it if column not in columns] == ["Lưu ý"]
    assert cautions.with_column(with_it, bars(FOUND), "Lưu ý") == with_it
    assert cautions.with_column(columns, bars(None), "Lưu ý") == columns


def test_english_pictures_say_it_in_english() -> None:
    assert any("needs checking" in note for note in trend(points(FOUND), METRIC, Look("en")).notes)


def test_a_sign_near_the_top_stands_below_its_point_clear_of_the_words_above_the_picture() -> None:
    layers = trend(points(FOUND), METRIC).spec()["layer"]
    (lift,) = [layer["mark"]["dy"]["expr"] for layer in layers if isinstance(layer["mark"].get("dy"), dict)]
    scales = [layer.get("encoding", {}).get("y", {}).get("scale") for layer in layers]
    bottom, top = next(scale["domain"] for scale in scales if scale)
    assert lift == f"datum.value > {bottom + 0.9 * (top - bottom)} ? 15 : -12"
