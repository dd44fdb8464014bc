"""The views of the overdue page: each is a link, and says what the queries behind it answer."""

import re

import pytest

from dashboard.figures import Context, Question, answer
from dashboard.metrics import format as fmt
from dashboard.metrics import intervals
from dashboard.words import text
from tests.app.province import dossiers, month, take_in, words

VIEWS = ("field", "time", "unit", "cross", "moved", "tree")
NOW, BEFORE = "cchc/2026-10", "cchc/2026-09"


def said(app) -> str:
    return re.sub("<[^>]*>", " ", words(app))


def titles(app) -> list[str]:
    return re.findall(r'class="picture-title">([^<]*)<', words(app))


@pytest.mark.parametrize("state", ["gaps", "full"])
def test_every_view_opens_in_both_languages(open_page, request, state):
    request.getfixturevalue(state)
    app = open_page("overdue")
    for view in VIEWS:
        for language in ("vi", "en"):
            app.query_params.update({"view": view, "lang": language})
            app.run()
            assert not app.exception and not app.error and not app.warning, view


def test_the_first_view_is_by_field_and_another_is_a_link(open_page, read_only):
    app = open_page("overdue")
    control = next(one for one in app.get("button_group") if one.key == "w_view")
    assert control.value == "field"
    assert text("overdue.most_cases", "vi") in said(app)
    assert text("overdue.matrix", "vi") not in said(app)
    assert text("overdue.matrix", "vi") in said(open_page("overdue", view="time"))


def test_a_view_that_does_not_exist_is_said_and_one_that_no_longer_fits_gives_way(open_page, read_only):
    app = open_page("overdue", view="<script>")
    assert "Góc nhìn" in app.warning[0].value
    assert "view" not in app.query_params
    app = open_page("overdue", view="unit", unit="xa_dong_hai")
    assert not app.warning and "view" not in app.query_params
    assert text("overdue.by_field", "vi") in said(app)
    app = open_page("overdue", view="cross", unit="xa_dong_hai", field="dat_dai")
    assert not app.warning and not [one for one in app.get("button_group") if one.key == "w_view"]


@pytest.mark.parametrize("asked", [{}, {"level": "commune"}, {"unit": "xa_dong_hai"}])
def test_the_fields_that_hold_most_files_are_those_of_the_question(open_page, read_only, asked):
    rows = Context(read_only).rows(
        "bad_cases_by_field",
        metric_id="late_rate",
        period_id=NOW,
        level=asked.get("level", ""),
        unit_ids=[asked["unit"]] if "unit" in asked else [],
    )
    top = rows[0]
    counts = fmt.counts(top["cumulative_cases"], top["total_cases"])
    said_of = f"{top['field_name']} chiếm {fmt.percent(top['cumulative_share'], 1)} số hồ sơ"
    assert any(said_of in title and counts in title for title in titles(open_page("overdue", **asked)))


@pytest.mark.parametrize("level", [None, "commune"])
def test_the_units_told_as_clearly_worse_are_those_outside_the_exact_limits(open_page, read_only, level):
    asked = {"level": level} if level else {}
    by = answer(Context(read_only), Question("late_rate", "2026-10", by="unit")).rows
    shown = [row for row in by if level is None or row["id"].startswith("xa_")]
    whole = answer(Context(read_only), Question("late_rate", "2026-10", by="level" if level else "total")).rows
    whole = next(row for row in whole if row["id"] in (level, "total"))
    worse = [
        row for row in shown
        if row["numerator"] > intervals.chance_counts(row["denominator"], whole["ratio"], 0.998)[1]
    ]  # fmt: skip
    title = next(t for t in titles(open_page("overdue", view="unit", **asked)) if "mức chung" in t)
    assert fmt.percent(whole["ratio"], 1) in title
    if worse:
        assert title.startswith(f"{len(worse)}/{len(shown)} đơn vị")
    else:
        assert title.startswith("Không đơn vị nào")


def test_a_unit_far_outside_is_named_with_its_rate(open_page, create):
    workspace = create()
    found = [dossiers(u, month(2026, 1), 2, 1000) for u in ("so_tu_phap", "so_xay_dung", "xa_an_binh")]
    take_in(workspace, [*found, dossiers("xa_dong_hai", month(2026, 1), 300, 1000)])
    assert any("Xã Đông Hải (15,0%)" in title for title in titles(open_page("overdue", view="unit")))


@pytest.fixture
def moving(create):
    """Land of one commune gets clearly worse in the second month; a department reports in the second only."""
    workspace = create()
    first = [dossiers("so_tu_phap", month(2026, 9), 5, 1000), dossiers("xa_dong_hai", month(2026, 9), 20, 1000),
             dossiers("xa_an_binh", month(2026, 9), 12, 1000)]  # fmt: skip
    second = [dossiers("so_tu_phap", month(2026, 10), 5, 1000), dossiers("xa_dong_hai", month(2026, 10), 120, 1000),
              dossiers("xa_an_binh", month(2026, 10), 11, 1000), dossiers("so_xay_dung", month(2026, 10), 40, 1000)]  # fmt: skip
    take_in(workspace, first, "1.xlsx")
    take_in(workspace, second, "2.xlsx")
    return workspace


def test_what_moved_the_rate_is_what_the_questions_answer(open_page, moving):
    asked = {"metric_id": "late_rate", "period_id": NOW, "other_id": BEFORE, "level": ""}
    context = Context(moving)
    units = {row["unit_id"]: row for row in context.rows("rate_change_by_unit", **asked, field_ids=[])}
    now, before = (answer(context, Question("late_rate", label)).rows[0]["ratio"] for label in ("2026-10", "2026-09"))
    assert sum(row["contribution"] for row in units.values()) == pytest.approx(now - before, abs=1e-12)
    by_field, by_unit = titles(open_page("overdue", view="moved", period="2026-10"))[-2:]
    assert "tăng" in by_unit and "(kém đi)" in by_unit
    assert f"Xã Đông Hải ({fmt.points(units['xa_dong_hai']['contribution'])})" in by_unit
    assert "Đất đai" in by_field
    assert "An Bình" not in by_unit and "Sở Xây dựng" not in by_unit


def test_a_unit_shows_its_fields_and_a_field_its_units(open_page, moving):
    app = open_page("overdue", view="moved", period="2026-10", unit="xa_dong_hai")
    assert text("overdue.moved_field", "vi") in [h.value for h in app.subheader]
    assert text("overdue.moved_unit", "vi") not in [h.value for h in app.subheader]
    app = open_page("overdue", view="moved", period="2026-10", field="dat_dai")
    assert text("overdue.moved_field", "vi") not in [h.value for h in app.subheader]
    assert any("Xã Đông Hải" in title for title in titles(app))


def test_nothing_is_told_apart_without_a_period_to_compare_with_or_with_other_units(open_page, create):
    workspace = create()
    for year, number, late in ((2025, 6, 1), (2025, 7, 40)):
        take_in(workspace, [dossiers("xa_an_binh", month(year, number), late)], f"{year}-{number}.xlsx")
    assert text("overdue.no_other", "vi") in said(open_page("overdue", view="moved", period="2025-06"))
    assert text("overdue.units_changed", "vi") in said(
        open_page("overdue", view="moved", period="2025-07", level="commune")
    )


def test_the_cross_stands_by_kind_of_unit_until_a_level_is_chosen(open_page, read_only):
    assert text("overdue.pick_level_cross", "vi") in said(open_page("overdue", view="cross"))
    rows = Context(read_only).rows(
        "metric_by_unit_field",
        metric_ids=["late_rate"],
        period_ids=[NOW],
        levels=["commune"],
        field_ids=[],
        unit_ids=[],
    )
    worst = max(rows, key=lambda row: row["ratio"])
    title = titles(open_page("overdue", view="cross", level="commune"))[-1]
    assert title.startswith(f"{worst['field_name']} ở {worst['unit_name']}")
    assert fmt.counts(worst["numerator"], worst["denominator"]) in title


def test_the_hierarchy_holds_every_late_file_of_the_question_once(open_page, read_only):
    app = open_page("overdue", view="tree", period="2026-10")
    total = answer(Context(read_only), Question("late_rate", "2026-10")).rows[0]["numerator"]
    assert titles(app)[-1].endswith(f"/{fmt.count(total)}")
    assert app.get("plotly_chart")
    for other in ("field", "unit", "moved"):
        assert not open_page("overdue", view=other).get("plotly_chart")


def test_a_viewer_of_one_unit_finds_no_other_in_any_view(open_page, full):
    from dashboard.report import Viewer

    for view in VIEWS:
        app = open_page("overdue", view=view)
        app.session_state["viewer"] = Viewer("xa", "viewer", frozenset({"xa_an_binh"}))
        app.run()
        assert not app.exception
        assert "Đông Hải" not in words(app)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(("workspace", "period"), [("bacgiang", "2020-02"), ("travinh", "2023-Q3")])
def test_the_published_reports_open_in_every_view(open_page, sample_workspaces, monkeypatch, workspace, period, view):
    monkeypatch.setenv("DASHBOARD_DATA", str(sample_workspaces))
    app = open_page("overdue", ws=workspace, period=period, view=view)
    assert not app.exception and not app.error
