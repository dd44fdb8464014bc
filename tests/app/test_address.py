"""The address of a page comes from anyone: what it asks for in vain is said and left out, and nothing else happens."""

import pytest

from tests.app.province import words

HOSTILE = [
    "../../etc/passwd",
    "'; drop table ws.unit; --",
    "<script>alert(1)</script>",
    "2026-13",
    "９９",
    "a" * 5000,
    "%00\x00",
    "{period}",
]


@pytest.mark.parametrize("page", ["overview", "overdue", "quality", "targets", "definitions"])
def test_hostile_values_open_the_page_all_the_same(open_page, read_only, page):
    names = ("ws", "lang", "period", "compare", "level", "metric", "unit", "field", "order", "severity", "span", "q")
    for start, _ in enumerate(HOSTILE[:2]):
        values = {name: HOSTILE[(start + step) % len(HOSTILE)] for step, name in enumerate(names)}
        app = open_page(page, **values)
        assert not app.exception
        assert not app.error
        assert app.query_params["ws"] == "tinh"
        assert app.query_params["period"] == "2026-10"


@pytest.mark.parametrize("value", HOSTILE)
def test_no_period_is_made_up_from_what_is_no_period(open_page, read_only, value):
    assert open_page(period=value).query_params["period"] == "2026-10"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ws", "khong-co", "Không có không gian dữ liệu “khong-co”. Đang hiển thị “tinh”."),
        ("period", "1999-01", "Không có kỳ “1999-01” trong không gian này. Đang hiển thị tháng 10/2026."),
        ("compare", "tomorrow", "“tomorrow” không phải là lựa chọn của bộ lọc “So sánh với”; đã bỏ qua."),
        ("level", "planet", "“planet” không phải là lựa chọn của bộ lọc “Cấp”; đã bỏ qua."),
        ("lang", "fr", "“fr” không phải là lựa chọn của bộ lọc “Ngôn ngữ”; đã bỏ qua."),
    ],
)
def test_an_unknown_value_is_said_in_a_sentence_with_what_is_shown_instead(open_page, read_only, name, value, said):
    app = open_page(**{name: value})
    assert [warning.value for warning in app.warning] == [said]


@pytest.mark.parametrize(("name", "label"), [("metric", "Cách tính"), ("unit", "Đơn vị"), ("field", "Lĩnh vực")])
def test_an_unknown_choice_of_one_page_is_said_too(open_page, read_only, name, label):
    app = open_page("overdue", **{name: "khong_co"})
    assert f"“khong_co” không phải là lựa chọn của bộ lọc “{label}”; đã bỏ qua." in [w.value for w in app.warning]
    assert name not in app.query_params


def test_markup_in_an_address_or_a_name_is_shown_as_text(open_page, read_only):
    app = open_page("definitions", q="<img src=x onerror=alert(1)>")
    assert "<img" not in words(app)
    assert "&lt;img" in words(app)


def test_a_unit_that_did_not_exist_in_the_period_is_no_choice(open_page, create):
    from dataclasses import replace
    from datetime import date

    from dashboard.store import write
    from tests.app.province import UNITS, dossiers, month, take_in

    workspace = create()
    ended = replace(UNITS[0], unit_id="huyen_cu", name="Huyện Cũ", level="district", valid_to=date(2025, 6, 30))
    with write.changing(workspace) as change:
        write.add_units(change, [ended])
    take_in(workspace, [dossiers("xa_an_binh", month(2026, 1), 2)])
    app = open_page("overdue", unit="huyen_cu")
    assert "huyen_cu" in app.warning[0].value


def test_a_step_back_in_the_browser_takes_the_level_back_and_the_menu_keeps_it(open_page, read_only):
    app = open_page("overdue", ws="tinh", period="2026-10", level="commune")
    for name in list(app.query_params):  # the menu drops all that stands in the address
        del app.query_params[name]
    app.run()
    assert app.query_params["level"] == "commune"

    del app.query_params["level"]  # the address before the step down had a workspace and a period, and no level
    app.run()
    assert "level" not in app.query_params
    assert "Toàn tỉnh" in words(app)
