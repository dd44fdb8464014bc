"""The targets page: what the rest of a year needs, and targets that are added and ended but never lost."""

from datetime import date

import pytest

from dashboard.figures import Context
from dashboard.metrics.catalogue import Target
from dashboard.report import Viewer
from dashboard.targets import TargetError, add_target, end_target, list_targets, months_done, need, read_percent
from tests.app.province import words

PLAN = "Kế hoạch 05/KH-UBND ngày 06/01/2026"
LATE = Target("late_rate", date(2026, 1, 1), date(2026, 12, 31), "<=", 0.05, PLAN)


def _own(workspace):
    return [one for one in list_targets(Context(workspace)) if one.target_id is not None]


def test_the_months_left_need_what_makes_the_whole_year_just_meet_the_target():
    # 900 of 1.000 in ten months, 100 a month: the year's 1.200 need 1.140 for 95%, so 240 of the last 200.
    assert need(900, 1000, 10, 0.95, ">=").outlook == "out_of_reach"
    # 940 of 1.000: 200 of 200.
    exact = need(940, 1000, 10, 0.95, ">=")
    assert (exact.outlook, exact.months_left, exact.rate, exact.volume) == ("needed", 2, pytest.approx(1.0), 100)
    # At most 5% late: 40 of 1.000 so far leaves 20 of 200.
    assert need(40, 1000, 10, 0.05, "<=").rate == pytest.approx(0.1)
    assert need(70, 1000, 10, 0.05, "<=").outlook == "out_of_reach"


def test_nothing_is_needed_of_a_year_that_is_over_and_nothing_is_known_of_one_with_gaps():
    assert need(95, 100, 12, 0.95, ">=").outlook == "complete"
    assert need(None, None, 5, 0.95, ">=").outlook == "unknown"
    assert need(0, 0, 5, 0.95, ">=").outlook == "unknown"


def test_a_target_that_every_month_keeps_asks_for_no_less_than_nothing():
    assert need(999, 1000, 10, 0.5, ">=").rate == 0.0
    assert need(0, 1000, 10, 0.9, "<=").rate == 1.0


@pytest.mark.parametrize(
    ("label", "months"),
    [("2026-10", 10), ("2026-Q3", 9), ("2026-H1", 6), ("2026-9M", 9), ("2026", 12), ("2026-01-01..2026-02-03", None)],
)
def test_a_label_says_how_far_into_the_year_it_reaches(label, months):
    assert months_done(label) == months


@pytest.mark.parametrize(
    ("typed", "fraction"),
    [
        ("95", 0.95),
        ("0,5", 0.005),
        ("98.5 %", 0.985),
        ("100%", 1.0),
        ("101", None),
        ("-3", None),
        ("", None),
        ("abc", None),
    ],
)
def test_percentages_are_read_as_people_type_them(typed, fraction):
    assert read_percent(typed) == fraction


def test_a_target_is_held_against_the_figure_and_says_what_the_year_still_needs(open_page, full):
    add_target(Context(full), LATE)
    said = words(open_page("targets"))
    assert "≤ 5,0%" in said
    assert PLAN in said
    assert "2 tháng còn lại" in said


def test_the_form_adds_a_target_with_its_document(open_page, full):
    app = open_page("targets")
    app.get_by_key("add_target").text_input[0].set_value("97,5")
    app.get_by_key("add_target").text_input[1].set_value(PLAN)
    app.get_by_key("add_target").selectbox[0].set_value("online_share_new")
    app.form_submit_button[0].click().run()
    assert not app.exception
    assert "Đã lưu chỉ tiêu" in app.success[0].value
    (one,) = _own(full)
    assert (one.target.metric_id, one.target.value, one.target.document) == ("online_share_new", 0.975, PLAN)
    assert one.entered_by == "local"


@pytest.mark.parametrize(("value", "document", "key"), [("abc", PLAN, "value"), ("95", "KH", "document")])
def test_a_form_filled_in_wrong_says_what_to_do_and_saves_nothing(open_page, full, value, document, key):
    from dashboard.words import text

    app = open_page("targets")
    app.get_by_key("add_target").text_input[0].set_value(value)
    app.get_by_key("add_target").text_input[1].set_value(document)
    app.form_submit_button[0].click().run()
    assert [error.value for error in app.error] == [text(f"targets.problem_{key}", "vi")]
    assert _own(full) == []


def test_a_target_is_ended_and_stays_readable(full):
    context = Context(full)
    add_target(context, LATE)
    (one,) = _own(full)
    end_target(context, one.target_id, date(2026, 6, 30))
    (ended,) = _own(full)
    assert ended.target.valid_to == date(2026, 6, 30)
    assert ended.is_in_force(date(2026, 6, 30))
    assert not ended.is_in_force(date(2026, 7, 1))


def test_what_cannot_hold_is_refused(full):
    from dataclasses import replace

    context = Context(full)
    add_target(context, LATE)
    for key, wrong in {
        "twice": LATE,
        "metric": replace(LATE, metric_id="khong_co"),
        "value": replace(LATE, value=1.2),
        "dates": replace(LATE, valid_to=date(2025, 12, 31)),
        "document": replace(LATE, document="  "),
        "unit_type": replace(LATE, unit_type="hanh_tinh"),
        "level": replace(LATE, level="planet"),
    }.items():
        with pytest.raises(TargetError) as refused:
            add_target(context, wrong)
        assert refused.value.key == key
    with pytest.raises(TargetError, match="role"):
        add_target(Context(full, Viewer("xa", "viewer")), replace(LATE, metric_id="overdue_rate"))
    with pytest.raises(TargetError, match="unknown"):
        end_target(context, 99, date(2026, 6, 30))
    assert len(_own(full)) == 1
