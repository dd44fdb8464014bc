"""Causes of lateness."""

from dashboard.charts.causes import cause_bars
from dashboard.charts.picture import Look
from tests.charts.samples import values


def row(name, files, given, without=0):
    return {"cause_id": name, "name": name, "late_files": files, "explanations": given, "units": given, "without_files": without}  # fmt: skip


def test_the_title_names_the_cause_of_most_files_and_both_panels_start_at_zero():
    picture = cause_bars([row("Đồng bộ", 12, 3), row("Thuế", 3, 4, 1)], period="tháng 10/2026")
    assert picture.title == "Đồng bộ là nguyên nhân được nêu nhiều nhất tháng 10/2026: 12/15 hồ sơ"
    assert [(v["files"], v["files_words"], v["given_words"]) for v in values(picture.spec())] == [(1, "12", "3"), (0.25, "3", "4")]  # fmt: skip
    assert picture.notes and picture.chart.to_dict(validate=True)


def test_no_cause_leads_where_two_have_the_same_number_and_without_files_explanations_count():
    picture = cause_bars([row("A", 5, 3), row("B", 5, 1)], Look(language="en"), "10/2026")
    assert picture.title.startswith("2 causes")
    assert "2/3" in cause_bars([row("A", None, 2, 2), row("B", None, 1, 1)], period="tháng 10/2026").title
    assert cause_bars([], period="tháng 10/2026").is_empty
