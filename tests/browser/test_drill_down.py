"""From the overview down to the cell of a report by keyboard alone."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import WatchedPage, wait_until_ready

START = "?ws=demo&period=2026-10"
TO_OVERDUE = ".st-key-attention_0 a >> nth=0"
LEVELS, UNITS = "levels", "units"
MOST_TABS = 150


def line_list(page: Page, table: str) -> Locator:
    """The list of lines beneath a table, in which each line is opened by its name."""
    return page.locator(f'[class*="st-key-{table}_"][class*="_line"] input').first


def tab_to(page: Page, wanted: Locator) -> None:
    """Moves the focus with the Tab key alone until it stands on an element."""
    wanted.wait_for()
    for _ in range(MOST_TABS):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{MOST_TABS} times Tab did not lead to {wanted}")


def after(page: Page, name: str, value: str, act: Callable[[], object]) -> None:
    """Does something and waits until the address says what it led to, and the page shows that."""
    act()
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get(name) == [value])
    wait_until_ready(page)


def source_cells(page: Page) -> str:
    return page.locator(".prose-table").last.inner_text()


def test_the_keyboard_alone_leads_from_the_overview_to_a_cell(watched: WatchedPage) -> None:
    page = watched.page
    watched.open(START)
    tab_to(page, page.locator(TO_OVERDUE))
    page.keyboard.press("Enter")
    page.wait_for_url("**/qua-han?**")
    wait_until_ready(page)

    tab_to(page, line_list(page, LEVELS))
    _choose(page, 2)
    after(page, "level", "commune", lambda: page.keyboard.press("Enter"))

    tab_to(page, line_list(page, UNITS))
    page.keyboard.insert_text("Nhật Hiên")
    expect(page.get_by_role("option")).to_have_count(1)
    after(page, "unit", "xa_nhat_hien_2025", lambda: page.keyboard.press("Enter"))
    _assert_cells(page)


def test_a_line_is_picked_in_the_table_itself_by_arrow_keys(watched: WatchedPage) -> None:
    page = watched.page
    watched.open("qua-han?ws=demo&period=2026-10")
    tab_to(page, page.locator('[class*="st-key-levels_"] canvas[tabindex="0"]').first)
    after(page, "level", "commune", lambda: page.keyboard.press("ArrowDown"))


def _choose(page: Page, number: int) -> None:
    """Opens the list that has the focus and moves to an option, the first being 1."""
    page.keyboard.press("ArrowDown")
    page.get_by_role("option").first.wait_for()
    for _ in range(number):
        if page.get_by_role("option").nth(number - 1).get_attribute("aria-selected") == "true":
            break
        page.keyboard.press("ArrowDown")


def _assert_cells(page: Page) -> None:
    """Sheet and cell in the table, the file itself beneath it."""
    assert "!" in source_cells(page)
    assert page.locator('[class*="st-key-original_"] button').count() >= 1
