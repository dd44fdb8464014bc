"""The page of rules: what holds is told in words, a new rule moves the open period, days off are added and taken back."""

from datetime import date, datetime

import pytest

from dashboard import opening, regimes, register
from dashboard.figures import Context
from dashboard.ledger import RegimeRule
from dashboard.regimes import RegimeError
from dashboard.report import Viewer
from dashboard.store.connection import VIETNAM
from tests.app.province import words

DOCUMENT = "Quyết định 12/QĐ-UBND"


def due_days(workspace) -> set[date]:
    lines = register.lines(Context(workspace), ["cchc/2026-11"], date(2026, 11, 22))
    return {line["due_on"] for line in lines}


def test_a_rule_is_added_changed_and_taken_back_and_the_open_period_follows(open_page, full):
    opening.open_period(Context(full), "2026-11")
    assert due_days(full) == {date(2026, 11, 19)}
    app = open_page("regimes")
    app.session_state["rule_form_fold"] = True
    app.run()
    texts = {one.label: one for one in app.text_input}
    texts["Văn bản quy định"].set_value("ngắn")
    next(b for b in app.button if b.label == "Ghi").click().run()
    assert "từ 8 đến 300" in words(app)
    {one.label: one for one in app.text_input}["Văn bản quy định"].set_value(DOCUMENT)
    app.number_input[0].set_value(12)
    {one.label: one for one in app.date_input}["Hiệu lực từ"].set_value(date(2026, 1, 1))
    next(b for b in app.button if b.label == "Ghi").click().run()
    assert "theo quy định mới" in words(app)
    assert due_days(full) == {date(2026, 11, 11)}
    (own,) = regimes.own_rules(Context(full))
    assert (own["rule"].due, own["rule"].document) == ("before_day:12:of_last_month", DOCUMENT)
    app.session_state["change_rule_fold"] = True
    app.run()
    app.number_input[-1].set_value(15)
    next(b for b in app.button if b.label == "Ghi phiên bản mới").click().run()
    assert "Hãy nêu lý do" in words(app) and due_days(full) == {date(2026, 11, 11)}
    app.text_input(key="change_rule_reason").set_value("Sở đề nghị lùi hạn")
    next(b for b in app.button if b.label == "Ghi phiên bản mới").click().run()
    assert due_days(full) == {date(2026, 11, 14)}
    (own,) = regimes.own_rules(Context(full))
    assert (own["version"], own["reason"], own["rule"].document) == (2, "Sở đề nghị lùi hạn", DOCUMENT)
    assert (own["rule"].due, own["rule"].valid_from) == ("before_day:15:of_last_month", date(2026, 1, 1))
    app.session_state["withdraw_rule_fold"] = True
    app.run()
    app.text_input(key="withdraw_rule_reason").set_value("ban hành nhầm")
    next(b for b in app.button if b.label == "Rút quy định").click().run()
    assert due_days(full) == {date(2026, 11, 19)}
    assert not app.exception


def test_a_day_off_is_added_and_an_address_with_a_strange_year_shows_this_one(open_page, full):
    app = open_page("regimes", year="<script>")
    assert not app.exception
    app.session_state["day_form_fold"] = True
    app.run()
    app.text_input(key="day_off_reason").set_value("lễ của tỉnh")
    next(b for b in app.button if b.label == "Ghi").click().run()
    decided = [day for day in regimes.days_off(Context(full), datetime.now(VIETNAM).year) if day["decided"]]
    assert [(day["is_off"], day["name"]) for day in decided] == [(True, "lễ của tỉnh")]


def test_who_sees_some_units_only_changes_nothing_for_all(full):
    context = Context(full, Viewer("a", "editor", frozenset({"so_tu_phap"})))
    rule = RegimeRule("cchc", "month", "calendar", "by_day:5:of_next_month", DOCUMENT, date(2026, 1, 1))
    for refused in (
        lambda: regimes.add_rule(context, rule),
        lambda: regimes.set_day_off(context, date(2026, 11, 20), True, "lễ của tỉnh"),
        lambda: opening.open_period(context, "2026-11"),
    ):
        with pytest.raises(RegimeError, match="toàn tỉnh"):
            refused()
