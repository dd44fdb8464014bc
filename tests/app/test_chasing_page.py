"""Missing reports on the screen: who, since when, letters and reminders, and the same figures as the command line's."""

from datetime import datetime

from dashboard import chasing
from dashboard.figures import Context
from dashboard.store.connection import VIETNAM
from dashboard.words import text
from tests.app.province import words


def owing_table(app):
    return next(frame.value for frame in app.dataframe if text("letter.days_overdue") in frame.value.columns)


def test_who_is_missing_is_listed_as_the_query_has_it(open_page, gaps):
    app = open_page("chasing", period="2026-04")
    assert not app.exception
    context = Context(gaps)
    asked = chasing.chase(context, "2026-04")
    rows = chasing.owing(context, asked)
    assert [row["unit_name"] for row in rows] == ["Sở Xây dựng"]
    shown = owing_table(app)
    assert list(shown["Đơn vị"]) == ["Sở Xây dựng"]
    assert list(shown[text("letter.days_overdue")]) == [rows[0]["days_overdue"]]
    assert rows[0]["days_overdue"] == (datetime.now(VIETNAM).date() - asked.period.due).days
    assert "hạn gửi báo cáo là ngày 20/04/2026" in words(app)
    assert "3 có báo cáo, 1 không có báo cáo, trên 4 đơn vị" in words(app)


def test_a_reminder_is_recorded_shown_on_the_unit_and_taken_back(open_page, gaps):
    app = open_page("chasing", period="2026-04")
    app.session_state["remind_fold"] = True
    app.run()
    app.number_input(key="remind_number").set_value(7)
    next(b for b in app.button if b.label == text("chasing_page.remind_save")).click().run()
    assert text("chasing_page.remind_saved", count="1") in words(app)
    (row,) = chasing.reminders(Context(gaps))
    assert (row["unit_id"], row["document_no"], row["channel"]) == ("so_xay_dung", "07/SNV-CCHC", "document")
    assert list(owing_table(app)[text("letter.times")]) == [1]

    unit = open_page("reporting", period="2026-04", unit="so_xay_dung")
    assert not unit.exception
    assert text("chasing_page.of_unit", count="1") in [fold.label for fold in unit.expander]

    app = open_page("chasing", period="2026-04")
    app.session_state["withdraw_fold"] = True
    app.run()
    next(b for b in app.button if b.label == text("chasing_page.withdraw_save")).click().run()
    assert text("chasing.problem_reason") in words(app)
    app.text_input(key="withdraw_reason").set_value("ghi nhầm đơn vị")
    next(b for b in app.button if b.label == text("chasing_page.withdraw_save")).click().run()
    assert text("chasing_page.withdrawn") in words(app) and chasing.reminders(Context(gaps)) == []


def test_when_everybody_has_reported_the_page_says_so(open_page, full):
    app = open_page("chasing", period="2026-10", lang="en", unit="<script>")
    assert not app.exception
    assert text("chasing_page.nobody", "en") in words(app)
    assert text("chasing_page.title", "en") == app.title[0].value


def test_the_office_is_set_on_the_screen(open_page, gaps):
    app = open_page("chasing", period="2026-04")
    app.session_state["office_fold"] = True
    app.run()
    app.text_input(key="office_name").set_value("Văn phòng UBND tỉnh")
    next(b for b in app.button if b.label == text("office.save")).click().run()
    assert text("office.saved") in words(app)
    app.text_input(key="office_name").set_value("")
    next(b for b in app.button if b.label == text("office.save")).click().run()
    assert text("office.problem_name") in words(app)


def test_an_empty_workspace_says_how_to_bring_the_first_report_in(open_page, create):
    create()
    for page in ("chasing", "closing"):
        app = open_page(page)
        assert not app.exception and app.header[0].value == text("shell.empty", "vi")
