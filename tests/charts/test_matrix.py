"""Fields against periods."""

from datetime import date

from dashboard.charts.lines import PICK
from dashboard.charts.matrix import rate_matrix
from dashboard.charts.picture import Look
from dashboard.metrics.catalogue import load_catalogue
from tests.charts.samples import layers, mark, months, values

METRICS = load_catalogue().metrics
LATE = METRICS["late_rate"]


def sample():
    rows = months(date(2026, 1, 1), [(5, 100), (None, None), (8, 100)], field_id="land", name="Đất đai")
    rows += months(date(2026, 1, 1), [(30, 100), (1, 3), (30, 100)], field_id="tax", name="Thuế")
    return rows + months(date(2026, 1, 1), [(2, 100)], field_id="civil", name="Hộ tịch")


def cells(picture):
    return {(v["field_id"], v["period_id"][5:]): v for v in values(picture.spec())}


def test_missing_cells_are_grey_with_a_dash_never_white_and_never_zero():
    picture = rate_matrix(sample(), LATE)
    found = cells(picture)
    colours = Look().palette
    for place in (("land", "2026-02"), ("civil", "2026-02"), ("civil", "2026-03")):
        assert (found[place]["words"], found[place]["fill"]) == ("–", colours.missing)
    assert colours.missing not in (colours.ground, *colours.ramp)
    assert "Ô xám có dấu –: chưa có số liệu." in picture.notes


def test_few_cases_show_counts_without_a_colour():
    found = cells(rate_matrix(sample(), LATE))
    assert (found["tax", "2026-02"]["words"], found["tax", "2026-02"]["fill"]) == ("1/3", Look().palette.missing)


def test_the_worst_row_comes_first_and_the_title_names_it():
    picture = rate_matrix(sample(), LATE)
    assert list(dict.fromkeys(v["name"] for v in values(picture.spec()))) == ["Thuế", "Đất đai", "Hộ tịch"]
    assert picture.title == "Thuế có tỷ lệ hồ sơ giải quyết quá hạn cao nhất ở 2/2 kỳ"


def test_the_strongest_colour_is_for_high_rates_only():
    colours = Look().palette
    low = months(date(2026, 1, 1), [(4, 1000), (3, 1000)], field_id="a", name="A")
    assert {v["fill"] for v in values(rate_matrix(low, LATE).spec())} == {colours.ramp[0]}
    online = months(date(2026, 1, 1), [(20, 100), (100, 100)], field_id="a", name="A")
    assert [v["fill"] for v in values(rate_matrix(online, METRICS["online_share_new"]).spec())] == [
        colours.ramp[-1],
        colours.ramp[0],
    ]


def test_only_the_last_periods_are_drawn_and_the_table_keeps_all():
    rows = months(date(2024, 1, 1), [(5, 100)] * 30, field_id="a", name="A")
    picture = rate_matrix(rows, LATE)
    assert next(v["period_id"] for v in values(picture.spec())) == "cchc/2025-06"
    assert len(picture.rows) == 30
    assert "Hiện 13 kỳ gần nhất; bảng có đủ." in picture.notes
    assert sum(mark(layer) == "rule" for layer in layers(picture.spec())) == 1


def test_a_click_picks_field_and_period():
    spec = rate_matrix(sample(), LATE).spec()
    picks = [param for layer in layers(spec) for param in layer.get("params", [])] + spec.get("params", [])
    assert [(p["name"], p["select"]["fields"]) for p in picks] == [(PICK, ["field_id", "period_id"])]


def test_no_figures_give_a_sentence():
    assert rate_matrix([], LATE).is_empty
