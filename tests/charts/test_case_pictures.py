"""How old open overdue files are, and where reports and the one-stop software differ."""

from dashboard.charts.ageing import MOST_LINES, age_columns, age_grid
from dashboard.charts.differences import MOST_BARS, difference_bars
from dashboard.charts.picture import Look
from tests.charts.samples import values

BANDS = [(1, 1, 5), (2, 6, 10), (3, 11, 30), (4, 31, 90), (5, 91, None)]


def ages(*cases):
    total = sum(cases)
    return [
        {"band": band, "first_day": first, "last_day": last, "cases": n, "share": n / total if total else None, "cases_in_all": total, "units": 3}
        for (band, first, last), n in zip(BANDS, cases, strict=True)
    ]  # fmt: skip


def test_each_band_has_its_bar_from_zero_and_the_title_tells_of_the_longest():
    picture = age_columns(ages(18, 16, 51, 43, 7), period="tháng 10/2026")
    spec = picture.spec()
    assert [(v["label"], v["words"]) for v in values(spec)][-2:] == [
        ("31–90 ngày", "43 (31,9%)"),
        ("trên 90 ngày", "7 (5,2%)"),
    ]
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domainMin"] == 0
    assert picture.title == "7/135 hồ sơ đang quá hạn cuối tháng 10/2026 đã quá hạn trên 90 ngày"
    assert picture.chart.to_dict(validate=True)


def test_few_files_have_no_share_and_none_a_sentence():
    assert [v["words"] for v in values(age_columns(ages(2, 0, 1, 0, 0)).spec())] == ["2", "0", "1", "0", "0"]
    assert age_columns(ages(0, 0, 0, 0, 0), period="tháng 10/2026").is_empty
    assert age_columns([], Look(language="en")).is_empty


def grid(n):
    return [
        {"field_id": f"f{at}", "field_name": f"Lĩnh vực {at}", "band": band, "first_day": first, "last_day": last,
         "cases": 2 if band == 5 and at == 1 else 1, "cases_in_all": 20 - at}
        for at in range(n) for band, first, last in BANDS
    ]  # fmt: skip


def test_the_grid_draws_the_first_and_its_table_has_all():
    picture = age_grid(grid(MOST_LINES + 3), period="tháng 10/2026")
    assert len(values(picture.spec())) == MOST_LINES * len(BANDS)
    assert len(picture.rows) == MOST_LINES + 3 and picture.notes
    assert picture.title == (
        "Lĩnh vực 0 có nhiều hồ sơ đang quá hạn nhất (20); Lĩnh vực 1 có nhiều hồ sơ quá hạn trên 90 ngày nhất (2)"
    )
    assert picture.chart.to_dict(validate=True)


def difference(at, reported, counted):
    difference = None if None in (reported, counted) else counted - reported
    return {
        "unit_id": f"u{at}",
        "unit_name": f"Xã {at}",
        "reported": reported,
        "counted": counted,
        "difference": difference,
        "share": None,
    }


def test_differences_stand_on_both_sides_of_zero_and_equal_units_are_counted():
    rows = [difference(1, 30, 12), difference(2, 4, 9), difference(3, 5, 5), difference(4, None, 7)]
    picture = difference_bars(rows, what="Đã giải quyết quá hạn", period="tháng 10/2026")
    assert [(v["name"], v["words"]) for v in values(picture.spec())] == [("Xã 1", "−18"), ("Xã 2", "+5")]
    assert picture.title == (
        "Đã giải quyết quá hạn tháng 10/2026: 2/3 đơn vị lệch giữa báo cáo và hệ thống; nhiều nhất là Xã 1 (−18 hồ sơ)"
    )
    scale = picture.spec()["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert scale[0] == -scale[1]
    assert picture.chart.to_dict(validate=True)


def test_where_all_agree_or_nothing_can_be_compared_the_title_says_so():
    agree = difference_bars([difference(1, 5, 5)], what="Tổng", period="tháng 10/2026")
    assert (agree.is_empty, agree.title) == (True, "Tổng tháng 10/2026: cả 1 đơn vị đều khớp giữa báo cáo và hệ thống")
    assert len(agree.rows) == 1
    assert "Chưa có đơn vị nào" in difference_bars([difference(1, None, 5)], period="tháng 10/2026").title
    many = difference_bars([difference(at, at, 2 * at) for at in range(1, 20)])
    assert len(values(many.spec())) == MOST_BARS and len(many.notes) == 2
