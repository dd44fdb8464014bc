"""What all pages share: workspaces, filters that stay, the badge of invented figures."""

from dashboard.words import text
from tests.app.province import words

PAGES = ("overview", "overdue", "targets", "quality", "definitions")


def test_where_there_is_no_workspace_the_page_says_how_to_make_one(open_page):
    app = open_page()
    assert not app.exception
    assert app.title[0].value == text("shell.no_workspace", "vi")
    assert "workspace create" in app.code[0].value


def test_the_selector_of_workspaces_is_hidden_while_there_is_one(open_page, full, create):
    assert [box for box in open_page().selectbox if box.key == "w_ws"] == []
    create("tinh-khac", "Tỉnh Khác")
    selector = open_page().selectbox(key="w_ws")
    assert selector.options == ["Tỉnh Thử", "Tỉnh Khác"]


def test_choosing_another_workspace_leaves_the_first_ones_filters_behind(open_page, full, create):
    create("tinh-khac", "Tỉnh Khác")
    app = open_page(ws="tinh", period="2026-03", level="commune")
    app.selectbox(key="w_ws").select("tinh-khac").run()
    assert app.query_params["ws"] == "tinh-khac"
    assert "period" not in app.query_params
    assert "level" not in app.query_params
    assert "Tỉnh Khác" in words(app)


def test_invented_figures_carry_their_badge_on_every_page_and_real_ones_do_not(open_page, create, full):
    create("minh-hoa", "Tỉnh Minh Họa", is_demo="1")
    badge = f">{text('app.demo_badge', 'vi')}<"
    for page in PAGES:
        assert badge in words(open_page(page, ws="minh-hoa")), page
        assert badge not in words(open_page(page, ws="tinh")), page


def test_demo_is_the_workspace_that_opens_first(open_page, full, create):
    create("demo", "Tỉnh Minh Họa")
    assert open_page().query_params["ws"] == "demo"


def test_the_last_month_is_shown_until_another_is_chosen(open_page, read_only):
    app = open_page()
    assert app.query_params["period"] == "2026-10"
    app.selectbox(key="w_period").select("2026-03").run()
    assert app.query_params["period"] == "2026-03"
    assert "Tháng 03/2026" in words(app)


def test_another_kind_of_period_goes_to_the_one_around_the_month(open_page, read_only):
    app = open_page(period="2026-05")
    app.selectbox(key="w_kind").select("quarter").run()
    assert app.query_params["period"] == "2026-Q2"
    assert not app.error


def test_a_page_keeps_period_and_level_when_the_reader_moves_on(open_page, read_only):
    app = open_page(period="2026-03", level="commune")
    app.switch_page("app_pages/overdue.py").run()
    assert app.query_params["period"] == "2026-03"
    assert app.query_params["level"] == "commune"
