"""The states of a report: told apart without colour, missing never white, and the grid small enough for a page."""

import json
from datetime import date, timedelta
from itertools import pairwise

import pytest

from dashboard.charts import punctuality
from dashboard.charts.late_columns import late_columns
from dashboard.charts.lines import PICK
from dashboard.charts.note_marks import Note
from dashboard.charts.palette import _luminance, contrast, palette
from dashboard.charts.picture import Look
from dashboard.charts.punctuality import STATUSES, status_words, styles
from dashboard.charts.status_cells import MOST_ROWS, status_cells
from dashboard.report import Period
from tests.charts.samples import values
from tests.charts.test_rendered import written

THEMES = ("light", "dark")


def month(number: int) -> Period:
    """The months from November 2023 on."""
    year, at = divmod(10 + number, 12)
    start = date(2023 + year, at + 1, 1)
    end = (start + timedelta(31)).replace(day=1) - timedelta(1)
    return Period("cchc", "month", f"{start:%Y-%m}", start, end)


def record(name: str, statuses: list[str], days: list[int | None] | None = None, **rest):
    late = sum(status in ("slightly_late", "very_late", "late") for status in statuses)
    counted = {"missing": statuses.count("missing"), "late": late, "due": len(statuses)}
    return {
        "unit_id": name,
        "unit_name": name,
        "statuses": statuses,
        "days": days or [None] * len(statuses),
        **counted,
        **rest,
    }


@pytest.mark.parametrize("theme", THEMES)
def test_every_state_has_a_sign_of_its_own_but_what_is_not_due_which_is_blank(theme):
    drawn = styles(theme)
    assert set(drawn) == set(STATUSES)
    glyphs = [drawn[status].glyph for status in STATUSES]
    assert len(set(glyphs)) == len(glyphs)
    assert [status for status in STATUSES if not drawn[status].glyph] == ["not_due"]


@pytest.mark.parametrize("theme", THEMES)
def test_missing_is_the_fill_furthest_from_the_ground_and_only_what_is_not_due_has_none(theme):
    drawn, ground = styles(theme), palette(theme).ground
    filled = {status: style.fill for status, style in drawn.items() if style.fill != "transparent"}
    assert set(STATUSES) - set(filled) == {"not_due"}
    assert max(filled, key=lambda status: contrast(filled[status], ground)) == "missing"
    assert all(fill.upper() not in ("#FFFFFF", ground) for fill in filled.values())


@pytest.mark.parametrize("theme", THEMES)
def test_in_grey_the_more_serious_state_is_further_from_the_ground(theme):
    drawn, ground = styles(theme), palette(theme).ground
    order = [contrast(drawn[status].fill, ground) for status in ("slightly_late", "very_late", "missing")]
    assert order == sorted(order)
    lights = [_luminance(drawn[status].fill) for status in ("on_time", "slightly_late", "very_late", "missing")]
    assert all((max(pair) + 0.05) / (min(pair) + 0.05) > 1.3 for pair in pairwise(lights))


@pytest.mark.parametrize("theme", THEMES)
def test_every_sign_can_be_read_on_its_fill(theme):
    for status, style in styles(theme).items():
        ground = palette(theme).ground if style.fill == "transparent" else style.fill
        assert contrast(style.ink, ground) >= 4.5, status


def test_days_stand_in_the_words_where_they_are_known():
    look = Look()
    assert status_words("very_late", 9, look) == "Trễ 9 ngày"
    assert status_words("slightly_late", None, look) == "Trễ ít (1–3 ngày)"
    assert status_words("missing", None, Look("en")) == "Missing"


def test_330_units_and_36_months_are_a_few_dozen_kilobytes():
    periods = [month(at) for at in range(36)]
    units = [record(f"Xã số {at}", ["on_time", "very_late", "missing"] * 12, [None, 9, None] * 12) for at in range(330)]
    data = punctuality.grid(units, periods, Look())
    assert len(data["rows"]) == 330
    assert all(len(row[2]) == 36 for row in data["rows"])
    assert len(json.dumps(data)) < 90_000


def test_the_grid_names_its_columns_and_marks_the_first_of_two_tier_government():
    periods = [month(at) for at in range(36)]
    columns = punctuality.grid([record("Sở A", ["on_time"] * 36)], periods, Look())["columns"]
    assert (columns[0]["label"], columns[0]["year"], columns[0]["name"]) == ("11", "2023", "Tháng 11/2023")
    assert [column["name"] for column in columns if column["is_break"]] == ["Tháng 07/2025"]


def test_a_cell_holds_its_letter_and_its_days():
    data = punctuality.grid([record("Sở A", ["very_late", "not_due"], [12, None])], [month(0), month(1)], Look())
    unit_id, name, letters, days, missing, late, notes = data["rows"][0]
    assert (unit_id, name, days, missing, late, notes) == ("Sở A", "Sở A", {"0": 12}, "0", "1", {})
    words = [data["states"][letter]["words"] for letter in letters]
    assert words == ["Trễ nhiều (trên 3 ngày)", "Chưa đến hạn"]


def test_notes_stand_by_number_at_the_cell_of_their_unit_and_period():
    periods = [month(0), month(1)]
    bound = [
        Note(periods[1].period_id, "", "Sở A: dời trụ sở", unit_id="Sở A", number=1),
        Note("cchc/2020-01", "", "trước đó", unit_id="Sở A", number=2),
    ]
    records = [record(name, ["missing", "missing"]) for name in ("Sở A", "Sở B")]
    data = punctuality.grid(records, periods, Look(), notes=bound)
    assert [row[6] for row in data["rows"]] == [{"1": [1]}, {}]
    assert data["notes"]["1"] == "Ghi chú 1: Sở A: dời trụ sở"


def test_of_two_units_of_one_name_the_ended_one_says_until_when():
    old = record("Xã Bãi Phong", ["on_time"], valid_to=date(2025, 6, 30))
    rows = punctuality.grid([old, record("Xã Bãi Phong", ["on_time"])], [month(0)], Look())["rows"]
    assert [row[1] for row in rows] == ["Xã Bãi Phong (đến 30/06/2025)", "Xã Bãi Phong"]
    assert punctuality.grid([old], [month(0)], Look())["rows"][0][1] == "Xã Bãi Phong"


def test_the_title_names_the_unit_that_is_missing_or_late_most_often():
    units = [record("Sở A", ["missing", "missing", "on_time"]), record("Sở B", ["on_time", "very_late", "on_time"])]
    periods = [month(at) for at in range(3)]
    title = punctuality.title(units, periods, Look())
    assert title == "2/2 đơn vị từng chưa nộp hoặc nộp trễ; nhiều nhất: Sở A (2/3 kỳ)"
    best = punctuality.title([record("Sở A", ["on_time"] * 3)], periods, Look())
    assert best.startswith("Không có đơn vị nào trong 1 đơn vị chưa nộp hoặc nộp trễ")


def test_the_title_of_a_single_period_names_who_is_missing():
    units = [record("Sở A", ["missing"]), record("Sở B", ["undated"])]
    assert punctuality.title(units, [month(0)], Look()) == "1/2 đơn vị chưa nộp báo cáo tháng 11/2023: Sở A"
    assert punctuality.title(units[1:], [month(0)], Look()) == "Tất cả 1 đơn vị đã nộp báo cáo tháng 11/2023"


def period_row(at: int, due: int, missing: int, very_late: int = 0, slightly_late: int = 0):
    period = month(at)
    on_time = due - missing - very_late - slightly_late
    return {
        "kind": "month", "period_id": period.period_id, "start_date": period.start, "end_date": period.end, "due": due,
        "on_time": on_time, "missing": missing, "very_late": very_late, "late": 0, "slightly_late": slightly_late,
        "undated": 0, "bad": missing + very_late + slightly_late,
        "most_days_late": 9 if very_late else None,
    }  # fmt: skip


def test_columns_start_at_zero_and_their_parts_add_up_to_what_is_missing_or_late():
    picture = late_columns([period_row(0, 50, 5, 10, 1), period_row(1, 50, 1)])
    spec = picture.spec()
    assert spec["layer"][0]["encoding"]["y"]["scale"]["domain"][0] == 0
    parts = [part for part in values(spec["layer"][0]) if part["period_id"] == "cchc/2023-11"]
    assert [round(part["high"] - part["low"], 4) for part in parts] == [0.1, 0.2, 0.02]
    assert [part["low"] for part in parts] == [0, parts[0]["high"], parts[1]["high"]]
    assert [parameter["name"] for parameter in spec["params"]] == [PICK]
    assert picture.title == "Tháng 11/2023 kém nhất trong 2 kỳ: 32,0% đơn vị chưa nộp hoặc nộp trễ (16/50)"


def test_periods_that_are_equally_bad_share_the_title():
    rows = [period_row(0, 50, 5), period_row(1, 50, 5), period_row(2, 50, 1)]
    assert late_columns(rows).title.startswith("2/3 kỳ cùng kém nhất: 10,0% đơn vị chưa nộp hoặc nộp trễ (5/50)")


def test_a_period_of_few_units_is_grey_and_never_called_worst():
    picture = late_columns([period_row(0, 4, 4), period_row(1, 50, 5)])
    assert picture.title.startswith("Tháng 12/2023 kém nhất")
    parts = [part for part in values(picture.spec()["layer"][0]) if part["period_id"] == "cchc/2023-11"]
    assert {part["state"] for part in parts} == {"small"}
    assert any("dưới 10 đơn vị" in note for note in picture.notes)


def test_one_period_or_no_fault_at_all_draws_nothing():
    assert late_columns([period_row(0, 50, 5)]).is_empty
    assert late_columns([period_row(0, 50, 0), period_row(1, 50, 0)]).is_empty


@pytest.mark.parametrize("theme", THEMES)
def test_the_file_of_the_grid_draws_every_cell_with_its_sign_or_days_and_the_reform_as_a_rule(theme):
    look, months = Look(theme=theme), [month(number) for number in range(19, 22)]
    statuses = [["missing", "very_late", "on_time"], ["not_due", "undated", "late"]]
    rows = [record("Xã A", statuses[0], [None, 12, None]), record("Xã B", statuses[1])]
    picture = status_cells(punctuality.grid(rows, months, look), "Tiêu đề", look)
    drawn = picture.spec()["data"]["values"]
    shown = [(cell["full"], cell["column"], cell["glyph"]) for cell in drawn]
    assert shown == [("Xã A", 0, "✕"), ("Xã A", 1, "12"), ("Xã A", 2, "✓"), ("Xã B", 0, ""), ("Xã B", 1, "?"), ("Xã B", 2, "!")]  # fmt: skip
    assert [cell["fill"] for cell in drawn[:3]] == [styles(theme)[status].fill for status in statuses[0]]
    assert drawn[1]["words"] == "Trễ 12 ngày" and "✕ Chưa nộp" in picture.subtitle
    assert any(words.startswith("Vạch đứt: 01/07/2025") for words in picture.notes)
    said = written(picture)
    assert {"12", "✕", "Xã A", "Xã B"} <= set(said)


def test_of_a_long_grid_the_file_draws_the_first_units_and_counts_all():
    rows = [record(f"Xã {at}", ["on_time"]) for at in range(MOST_ROWS + 5)]
    picture = status_cells(punctuality.grid(rows, [month(30)], Look()), "Tiêu đề", Look())
    assert len(picture.spec()["data"]["values"]) == MOST_ROWS and len(picture.rows) == MOST_ROWS + 5
    assert picture.notes == ("Hình vẽ có 40/45 đơn vị đầu danh sách; bảng có đủ.",)


def test_the_title_claims_nothing_of_reports_that_are_not_yet_due_or_whose_day_is_unknown():
    def said(*statuses: list[str]) -> str:
        records = [
            record(f"Đơn vị {n}", of, due=sum(s not in ("not_due", "unknown", "not_applicable") for s in of))
            for n, of in enumerate(statuses)
        ]
        return punctuality.title(records, [month(n) for n in range(len(statuses[0]))], Look())

    assert said(["on_time"], ["undated"]) == "Tất cả 2 đơn vị đã nộp báo cáo tháng 11/2023"
    assert said(["on_time"], ["not_due"]) == "1/2 đơn vị đã nộp báo cáo tháng 11/2023; các đơn vị khác chưa đến hạn"
    assert said(["unknown"], ["not_applicable"]) == "Chưa biết đơn vị nào đã nộp báo cáo tháng 11/2023"
    assert said(["on_time", "on_time"]).startswith("Không có đơn vị nào trong 1 đơn vị chưa nộp hoặc nộp trễ")
    assert "2 báo cáo không rõ ngày nộp" in said(["on_time", "undated"], ["undated", "on_time"])
    # Two units late as often among different numbers of periods.
    assert said(["late", "on_time"], ["not_applicable", "late"]).endswith("Đơn vị 0, Đơn vị 1 (1 kỳ)")
