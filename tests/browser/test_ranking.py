"""The ranking in a browser: a dot, or its line of the table by keyboard, opens a profile; the switch stands in the address."""

from playwright.sync_api import Page

from tests.browser.chromium import WatchedPage, wait_until_ready

PAGE = "xep-hang?ws=demo&period=2026-10&type=commune"


def _names(page: Page) -> list[str]:
    """The first two units of the picture."""
    labels = page.locator(".st-key-ranking_card svg .role-axis-label text").all_text_contents()
    return [label for label in labels if not label.endswith("%")][:2]


def _arrive(page: Page) -> None:
    page.wait_for_url("**/don-vi?**unit=**")
    wait_until_ready(page)


def test_a_click_on_a_dot_opens_the_profile_of_that_unit(watched: WatchedPage) -> None:
    page = watched.page
    page.set_viewport_size({"width": 1366, "height": 2400})
    watched.open(PAGE)
    first, _ = _names(page)
    mark = page.locator(".st-key-ranking_card svg .mark-symbol").last.locator("path").first
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    _arrive(page)
    assert first in page.locator(".unit-name").inner_text()


def test_the_second_line_of_the_table_opens_its_profile_by_keyboard(watched: WatchedPage) -> None:
    page = watched.page
    page.set_viewport_size({"width": 1366, "height": 2400})
    watched.open(PAGE)
    _, second = _names(page)
    page.locator('.st-key-ranking_card [data-testid="stDataFrame"] canvas').first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    _arrive(page)
    assert second in page.locator(".unit-name").inner_text()


def test_the_switch_of_one_territory_stands_in_the_address(watched: WatchedPage) -> None:
    page = watched.page
    watched.open("xep-hang?ws=demo&period=2025-08&other=2025-05&type=commune")
    page.get_by_text("Cùng địa bàn (quy đổi)").first.click()
    page.wait_for_url("**territory=1**")
    wait_until_ready(page)
    assert page.locator(".st-key-ranking_card .picture-notes").first.inner_text().count("quy đổi") == 1
