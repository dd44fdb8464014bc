"""The search in the header finds units and fields on every page; the steps back lead where they say."""

from urllib.parse import parse_qsl

import pytest

from dashboard.report import Unit
from dashboard.store import write
from dashboard.words import text
from tests.app.province import FIELDS, dossiers, fill, month, words


def typed(app, what):
    return app.text_input(key="search").set_value(what).run()


def links(app) -> list[tuple[str, str, dict[str, str]]]:
    """Label, page and address of every link on the page."""
    found = [element.proto for element in app.get("page_link")]
    return [(link.label, link.page, dict(parse_qsl(link.query_string))) for link in found]


@pytest.mark.parametrize("page", ["overview", "overdue", "quality", "definitions", "unit"])
def test_a_unit_is_found_on_every_page_and_leads_to_its_profile(open_page, read_only, page):
    app = typed(open_page(page, period="2026-03"), "xa an binh")
    [(label, target, address)] = [link for link in links(app) if "An Bình" in link[0]][:1]
    assert target == "don-vi"
    assert address["unit"] == "xa_an_binh"
    assert address["period"] == "2026-03"
    assert "cấp xã" in label


def test_a_field_leads_to_the_overdue_files_in_it(open_page, read_only):
    app = typed(open_page(), "dat dai")
    [(_, target, address)] = [link for link in links(app) if "Đất đai" in link[0]]
    assert target == "qua-han"
    assert address["field"] == "dat_dai"


def test_what_is_not_there_is_said(open_page, read_only):
    app = typed(open_page(), "<b>hỏa tinh</b>")
    assert "Không có đơn vị hay lĩnh vực nào khớp với “&lt;b&gt;hỏa tinh&lt;/b&gt;”." in words(app)


def test_names_are_no_markup_in_a_link(open_page, folder):
    evil = Unit("xa_ac", "Xã [bấm](http://x.example) :red[đỏ] **đậm**", "commune", "commune", must_report=True)
    workspace = write.create_workspace("tinh", title="Tỉnh", units=(evil,), fields=FIELDS, root=folder)
    fill(workspace, {"a.xlsx": [dossiers("xa_ac", month(2026, 1), 1)]})
    [(label, *_)] = [link for link in links(typed(open_page(), "bấm")) if "bấm" in link[0]]
    assert label.startswith("Xã \\[bấm\\]\\(http\\://x\\.example\\) \\:red\\[đỏ\\] \\*\\*đậm\\*\\*")


def test_of_four_thousand_units_the_best_few_are_sent(open_page, folder):
    units = tuple(Unit(f"xa_{n}", f"Xã Hòa {n}", "commune", "commune", display_order=n) for n in range(4000))
    workspace = write.create_workspace("tinh", title="Tỉnh", units=units, fields=FIELDS, root=folder)
    fill(workspace, {"a.xlsx": [dossiers("xa_7", month(2026, 1), 1)]})
    app = typed(open_page(), "hoà")
    assert len([link for link in links(app) if "Hòa" in link[0]]) == 8
    assert "còn 3.992 kết quả khác" in words(app)


def test_the_box_is_empty_where_a_find_has_led_to(open_page, read_only):
    app = typed(open_page(), "an binh")
    app.query_params["unit"] = "xa_an_binh"
    app.switch_page("app_pages/unit.py").run()
    assert app.text_input(key="search").value == ""
    assert "Xã An Bình" in words(app)


def path(app) -> list[str]:
    return [button.label for button in app.button if (button.key or "").startswith("path_")]


@pytest.mark.parametrize("page", ["overdue", "online", "signature", "reporting", "unit"])
def test_each_step_to_a_unit_is_a_way_back(open_page, read_only, page):
    app = open_page(page, unit="xa_an_binh", period="2026-10")
    assert path(app)[:2] == ["Toàn tỉnh", "Cấp xã"]
    app.button(key="path_1").click().run()
    assert app.query_params["level"] == "commune"
    assert "unit" not in app.query_params


@pytest.mark.parametrize("page", ["overdue", "online", "signature", "reporting"])
def test_a_unit_that_was_drilled_to_leads_to_its_profile(open_page, read_only, page):
    app = open_page(page, unit="xa_an_binh", period="2026-10")
    assert ("don-vi", "xa_an_binh") in [(to, address.get("unit")) for _, to, address in links(app)]


def test_the_step_of_a_unit_leaves_its_field(open_page, read_only):
    app = open_page("overdue", unit="xa_an_binh", field="dat_dai", period="2026-10")
    assert path(app) == ["Toàn tỉnh", "Cấp xã", "Xã An Bình"]
    app.button(key="path_2").click().run()
    assert app.query_params["unit"] == "xa_an_binh"
    assert "field" not in app.query_params


def test_a_unit_that_does_not_exist_gets_a_sentence_and_a_search(open_page, read_only):
    app = open_page("unit", unit="xã an binh")
    assert text("profile.not_found", "vi", asked="xã an binh") in [warning.value for warning in app.warning]
    assert app.text_input(key="page_search").value == "xã an binh"
    assert "xa_an_binh" in [address.get("unit") for _, _, address in links(app)]
