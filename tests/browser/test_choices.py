"""What is picked in a chooser stands in the address, and the address opens with it; the theme is taken from the window."""

from dashboard.charts.palette import palette
from tests.browser.chromium import WatchedPage, wait_until_ready


def test_a_view_that_is_picked_stands_in_the_address_and_opens_from_there(watched: WatchedPage) -> None:
    page = watched.page
    watched.open("qua-han?ws=demo&period=2026-10")
    page.get_by_role("radio", name="Vì sao thay đổi").click()
    page.wait_for_url("**view=moved**")
    wait_until_ready(page)
    title = page.locator(".st-key-moved_unit .picture-title").inner_text()
    watched.open(page.url.split("/", 3)[3])
    assert page.locator(".st-key-moved_unit .picture-title").inner_text() == title


def test_the_switch_of_one_territory_stands_in_the_address(watched: WatchedPage) -> None:
    page = watched.page
    watched.open("xep-hang?ws=demo&period=2025-08&other=2025-05&type=commune")
    page.get_by_text("Cùng địa bàn (quy đổi)").first.click()
    page.wait_for_url("**territory=1**")
    wait_until_ready(page)
    assert page.locator(".st-key-ranking_card .picture-notes").first.inner_text().count("quy đổi") == 1


def test_pictures_follow_the_theme_of_the_window_when_it_changes(watched: WatchedPage) -> None:
    page = watched.page
    watched.open("qua-han?ws=demo&period=2026-10")
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.wait_for_function("theme => document.documentElement.dataset.theme === theme", arg=theme)
        wait_until_ready(page)
        label = page.locator(".st-key-headline_trend svg .role-axis-label text").first
        assert label.get_attribute("fill") == palette(theme).muted
