"""Clicks on the pictures of the page on online filing go where the same line of the table goes."""

from playwright.sync_api import Locator, Page

from tests.browser.chromium import WatchedPage, wait_until_ready

PAGE = "truc-tuyen?ws=demo&period=2026-10"


def _click(page: Page, mark: Locator) -> str:
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_timeout(300)
    wait_until_ready(page)
    return page.url


def test_a_click_on_a_unit_goes_to_that_unit_and_its_link_shows_the_same(watched: WatchedPage) -> None:
    page = watched.page
    page.set_viewport_size({"width": 1366, "height": 4800})
    watched.open(PAGE)
    url = _click(page, page.locator(".st-key-gain svg .mark-symbol path").first)
    assert "unit=" in url
    need = page.locator(".st-key-unit_need").inner_text()
    assert "Cần thêm" in need
    watched.open(url.split("/", 3)[3])
    assert page.locator(".st-key-unit_need").inner_text() == need
