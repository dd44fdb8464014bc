"""What a page shows is what the one question in `figures` answers, whatever filters are on."""

import re

import pytest

from dashboard.figures import Context, Question, answer
from dashboard.metrics import format as fmt
from dashboard.ui import arrival
from tests.app.province import words

CARDS = {
    "overdue": "late_rate",
    "pending_overdue": "pending_overdue_rate",
    "online": "online_share_new",
}


def _card(app, name: str) -> str:
    return "\n".join(str(html.value) for html in app.container(key=f"kpi_{name}").html)


def _asked(workspace, metric: str, period: str, level: str | None) -> dict:
    found = answer(Context(workspace), Question(metric, period, by="level" if level else "total")).rows
    return next(row for row in found if level in (None, row["id"]))


@pytest.mark.parametrize("level", [None, "province", "commune"])
@pytest.mark.parametrize("period", ["2026-10", "2026-03", "2026-Q2", "2026-H1"])
def test_a_card_shows_the_answer_of_the_same_question(open_page, read_only, period, level):
    app = open_page(period=period, **({"level": level} if level else {}))
    for name, metric in CARDS.items():
        row = _asked(read_only, metric, period, level)
        card = _card(app, name)
        assert fmt.ratio(row["numerator"], row["denominator"]) in card, name
        assert f"{fmt.counts(row['numerator'], row['denominator'])} hồ sơ" in card, name
        assert f"{row['reported']}/{row['due']} đơn vị đã báo cáo" in card, name


def test_changes_are_in_points_against_the_period_before_and_the_year_before(open_page, read_only):
    now, before, year = (
        _asked(read_only, "late_rate", label, None)["ratio"] for label in ("2026-10", "2026-09", "2025-10")
    )
    card = re.sub("<[^>]*>", "", _card(open_page(), "overdue"))
    assert f"{fmt.points(now - before)} so với 09/2026" in card
    assert f"{fmt.points(now - year)} so với 10/2025" in card


def test_a_period_with_gaps_says_who_is_missing_and_what_a_reduced_form_allows(open_page, gaps):
    app = open_page()
    assert "3/4 đơn vị đã báo cáo" in words(app)
    assert "1/4 đơn vị chưa báo cáo tháng 04/2026: Sở Xây dựng." in words(app)


def test_few_cases_are_shown_as_counts_and_nothing_is_claimed_of_them(open_page, create):
    from tests.app.province import dossiers, month, take_in

    workspace = create()
    for number, late in ((1, 0), (2, 2)):
        take_in(workspace, [dossiers("xa_an_binh", month(2026, number), late, total=4)], f"{number}.xlsx")
    card = _card(open_page(), "overdue")
    assert "2/8 hồ sơ" in card
    assert "25,00%" not in card
    assert "kém đi" not in card


def test_a_level_is_not_compared_across_the_day_on_which_its_units_changed(open_page, create):
    from tests.app.province import dossiers, month, take_in

    workspace = create()
    for year, number, late in ((2025, 6, 1), (2025, 7, 40)):
        take_in(workspace, [dossiers("xa_an_binh", month(year, number), late)], f"{year}-{number}.xlsx")
    assert "kém đi" in _card(open_page(period="2025-07"), "overdue")
    card = _card(open_page(period="2025-07", level="commune"), "overdue")
    assert "kém đi" not in card
    assert "danh sách đơn vị đã thay đổi" in card


def test_what_needs_attention_names_the_field_and_the_unit_behind_the_lateness(open_page, read_only):
    said = re.sub("<[^>]*>", "", words(open_page()))
    total = _asked(read_only, "late_rate", "2026-10", None)
    fields = answer(Context(read_only), Question("late_rate", "2026-10", by="field")).rows
    worst = max(fields, key=lambda row: row["numerator"])
    assert f"{worst['name']} chiếm {fmt.ratio(worst['numerator'], total['numerator'], 1)} số hồ sơ" in said
    assert "Xã Đông Hải (8,0%)" in said


def test_the_overdue_page_leads_from_a_level_to_the_cell(open_page, read_only):
    app = open_page("overdue", level="commune", unit="xa_dong_hai", field="dat_dai", period="2026-10")
    said = words(app)
    assert "Biểu 06!J10" in said
    assert "Biểu 06!G10" in said
    assert "bao-cao-2026-10.xlsx" in said
    assert any("bao-cao-2026-10.xlsx" in button.label for button in app.get("download_button"))


@pytest.mark.parametrize(
    "metric", ["late_rate", "late_rate_overall", "overdue_rate", "pending_overdue_rate", "on_time_766"]
)
def test_each_definition_shows_its_own_answer_and_formula(open_page, read_only, metric):
    from dashboard.metrics.catalogue import load_catalogue

    app = open_page("overdue", metric=metric)
    row = _asked(read_only, metric, "2026-10", None)
    said = words(app)
    assert fmt.ratio(row["numerator"], row["denominator"]) in said
    assert load_catalogue().formula(load_catalogue().metrics[metric]) in said


def test_one_unit_and_field_show_the_answer_for_just_them(open_page, read_only):
    app = open_page("overdue", unit="xa_dong_hai", field="dat_dai")
    row = answer(Context(read_only), Question("late_rate", "2026-10", unit="xa_dong_hai", field="dat_dai")).rows[0]
    assert (row["numerator"], row["denominator"]) == (16, 100)
    assert "16,00%" in words(app)


def test_a_definition_without_figures_says_which_ones_have_them(open_page, create):
    from dashboard.report import FactRow, Report, Subject
    from tests.app.province import month, take_in

    workspace = create()
    counts = {"resolved_ok": 90, "overdue_unsplit": 10}
    report = Report("dossier", Subject("unit", "xa_an_binh"), month(2026, 1), rows=(FactRow(5, None, counts=counts),))
    take_in(workspace, [report])
    assert "10,00%" in words(open_page("overdue"))
    assert "Cách tính có số liệu: Tỷ lệ hồ sơ quá hạn" in words(open_page("overdue", metric="late_rate"))


def test_an_import_shows_on_the_next_run(open_page, full):
    from tests.app.province import dossiers, month, take_in

    app = open_page(period="2026-10")
    before = _card(app, "overdue")
    take_in(full, [dossiers("so_tu_phap", month(2026, 10), 90)], "sua-lai.xlsx")
    app.run()
    row = _asked(full, "late_rate", "2026-10", None)
    assert fmt.ratio(row["numerator"], row["denominator"]) in _card(app, "overdue")
    assert _card(app, "overdue") != before


def test_a_viewer_of_one_unit_sees_no_other_on_any_page(open_page, full):
    from dashboard.report import Viewer

    for page in ("overview", "overdue", "quality"):
        open_page(page)  # what another viewer has seen must not come out of a cache
        app = open_page(page)
        app.session_state["viewer"] = Viewer("xa", "viewer", frozenset({"xa_an_binh"}))
        app.run()
        assert not app.exception
        assert "Đông Hải" not in words(app)
        assert "Sở Tư pháp" not in words(app)


def test_trends_wait_for_a_browser_that_has_just_come_and_are_there_when_it_asks_for_them(open_page, full, monkeypatch):
    monkeypatch.setattr(arrival, "_is_browser", lambda: True)
    app = open_page(period="2026-10")
    assert not app.exception and not app.get("vega_lite_chart")
    assert "Xu hướng" in [heading.value for heading in app.header]
    app.session_state[arrival._HAS_ARRIVED] = True
    app.run()
    assert app.get("vega_lite_chart")
