"""From the overview down to the cell of a report by mouse and by keyboard alone, and the link of what stands there."""

from collections.abc import Callable
from contextlib import suppress
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.browser.chromium import WatchedPage, wait_until_ready, watched_page

START = "?ws=demo&period=2026-10"
TO_OVERDUE = ".st-key-attention_0 a >> nth=0"
LEVELS, UNITS = "levels", "units"
MOST_TABS = 150
LINE_HEIGHT = 35
LEVEL_OF = {"Cấp tỉnh": "province", "Cấp xã": "commune"}


def parameters(page: Page) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(urlsplit(page.url).query).items()}


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


def seen(page: Page) -> dict[str, list[str]]:
    """What a reader takes for the view: where it stands, the sentences above the pictures, and every table."""
    return {
        "path": page.locator(".st-key-path button, .st-key-path .path-here").all_inner_texts(),
        "titles": page.locator("h1, h2, h3, .kpi-value").all_inner_texts(),
        "drawn tables": page.locator('[data-testid="stDataFrame"] table').all_text_contents(),
        "tables of sentences": page.locator(".prose-table").all_inner_texts(),
    }


def test_the_mouse_leads_from_the_overview_to_a_cell_and_the_link_shows_the_same_elsewhere(
    browser: Browser, server: str, watched: WatchedPage
) -> None:
    page = watched.page
    page.set_viewport_size({"width": 1366, "height": 3200})
    watched.open(START)
    page.locator(TO_OVERDUE).click()
    page.wait_for_url("**/qua-han?**field=**")
    wait_until_ready(page)

    _click_line(page, LEVELS, "Cấp xã", "level")
    page.go_back()
    wait_until_ready(page)
    assert "level" not in parameters(page)
    page.go_forward()
    wait_until_ready(page)
    _click_line(page, UNITS, "Xã Nhật Hiên", "unit")
    assert parameters(page)["level"] == "commune"
    assert parameters(page)["unit"] == "xa_nhat_hien_2025"
    _assert_cells(page)

    view = seen(page)
    assert [name for name, found in view.items() if not found] == []
    with watched_page(browser, server, height=3200) as elsewhere:
        elsewhere.open(page.url.split("/", 3)[3])
        assert seen(elsewhere.page) == view
        assert parameters(elsewhere.page) == parameters(page)


def test_the_keyboard_alone_leads_from_the_overview_to_a_cell(watched: WatchedPage) -> None:
    page = watched.page
    watched.open(START)
    tab_to(page, page.locator(TO_OVERDUE))
    page.keyboard.press("Enter")
    page.wait_for_url("**/qua-han?**")
    wait_until_ready(page)

    _type_name(page, line_list(page, LEVELS), "Cấp xã")
    after(page, "level", "commune", lambda: page.keyboard.press("Enter"))

    _type_name(page, line_list(page, UNITS), "Nhật Hiên")
    after(page, "unit", "xa_nhat_hien_2025", lambda: page.keyboard.press("Enter"))
    _assert_cells(page)


def test_a_table_is_passed_by_tab_and_a_line_is_picked_in_it_by_arrow_keys(watched: WatchedPage) -> None:
    page = watched.page
    watched.open("qua-han?ws=demo&period=2026-10")
    drawn = page.locator('[class*="st-key-levels_"] canvas[tabindex="0"]').first
    tab_to(page, drawn)
    wait_until_ready(page)  # longer than a table waits before it tells that a line was picked
    assert "level" not in parameters(page)
    first = drawn.locator("tbody tr td:first-child").first.text_content()
    after(page, "level", LEVEL_OF[str(first)], lambda: page.keyboard.press("ArrowDown"))


def _type_name(page: Page, lines: Locator, name: str) -> None:
    """Goes to a list by Tab, types a name and waits until it is the only one left.

    A page that draws itself again closes the list that was just opened; then the name is typed once more.
    """
    options = page.get_by_role("option")
    for _ in range(4):
        tab_to(page, lines)
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.insert_text(name)
        with suppress(PlaywrightTimeout):
            options.first.wait_for(timeout=4_000)
            break
    expect(options).to_have_count(1)
    expect(options).to_contain_text(name)


def _click_line(page: Page, table: str, name: str, parameter: str) -> None:
    """Clicks into the line of that name; the table is drawn, and all its lines are as high as its heading."""
    drawn = page.locator(f'[class*="st-key-{table}_"] canvas[tabindex="0"]').first
    names = drawn.locator("tbody tr td:first-child").all_text_contents()
    box = drawn.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 40, box["y"] + LINE_HEIGHT * (names.index(name) + 1.5))
    page.wait_for_url(lambda url: parameter in parse_qs(urlsplit(url).query))
    wait_until_ready(page)


def _assert_cells(page: Page) -> None:
    """Sheet and cell in the table, the file itself beneath it."""
    assert "!" in source_cells(page)
    assert page.locator('[class*="st-key-original_"] button').count() >= 1
