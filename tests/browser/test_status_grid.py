"""The grid of units and periods in a real browser: a click and a key lead to the unit, and the link leads back there."""

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page

from tests.browser.chromium import WatchedPage, wait_until_ready


def parameter(page: Page, name: str) -> str | None:
    return parse_qs(urlsplit(page.url).query).get(name, [None])[0]


def test_a_cell_leads_to_the_units_report_by_mouse_and_by_keyboard(watched: WatchedPage) -> None:
    watched.open("che-do-bao-cao?ws=demo&period=2026-10&which=all")
    page = watched.page
    grid = page.locator(".st-key-status_matrix table")
    assert grid.locator("tbody tr").count() == 200
    assert grid.locator("td.cell").count() == 200 * 36

    row = grid.locator("tbody tr").nth(3)
    name = row.locator("th").inner_text()
    row.locator("td.cell").nth(30).click()
    page.locator(".st-key-unit_report h2", has_text=name).wait_for()
    wait_until_ready(page)
    assert parameter(page, "at") == "cchc/2026-05"
    unit = parameter(page, "unit")
    assert "Ô nguồn, tháng 05/2026" in page.locator(".st-key-unit_report").inner_text()

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    below = grid.locator("tbody tr").nth(4).locator("th").inner_text()
    page.locator(".st-key-unit_report h2", has_text=below).wait_for()
    wait_until_ready(page)
    assert parameter(page, "at") == "cchc/2026-04"
    assert parameter(page, "unit") != unit

    address = page.url
    page.goto(address)
    wait_until_ready(page)
    assert page.locator(".st-key-unit_report h2").inner_text() == below
    assert page.locator(".st-key-status_matrix tr.picked th").inner_text() == below
