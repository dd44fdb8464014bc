"""What an officer's hands do on a page: choose from a list, write into a table, keep a file that is offered."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page

from tests.browser.chromium import wait_until_ready


def choose(page: Page, place: Locator, option: str) -> None:
    """Type an option into a chooser and take it; of units that share a name, the one of today."""
    place.scroll_into_view_if_needed()
    wait_until_ready(page)  # a list that is open closes when the page moves beneath it
    place.locator("input").fill("")
    place.locator("input").press_sequentially(option)
    page.get_by_role("option", name=re.compile(rf"^{re.escape(option)}( \(từ .*\))?$")).click()


def write(field: Locator, value: str) -> None:
    """Fill a field and leave it, so that the page takes it over."""
    field.fill(value)
    field.press("Tab")


def write_in_table(
    page: Page, column: int, value: str, table: Locator | None = None, start: tuple[int, int] = (0, 60)
) -> None:
    """Write into a cell of the first line of a table, by keyboard from a cell to its left: its number, and where it is."""
    first, x = start
    (table or page).locator(".stDataFrameGlideDataEditor").first.click(position={"x": x, "y": 52})
    for at in range(first, column + 1):
        if at > first:
            page.keyboard.press("ArrowRight")
        page.locator(f"#glide-cell-{at}-0[aria-selected=true]").wait_for(state="attached")
    page.keyboard.press("Enter")
    page.locator("#portal input, #portal textarea").first.fill(value)
    page.keyboard.press("Enter")
    wait_until_ready(page)


def begin_line(page: Page, table: Locator, option: str) -> None:
    """Begin the first line of a table that takes new ones, its first cell by typing an option."""
    table.scroll_into_view_if_needed()
    wait_until_ready(page)
    table.locator(".stDataFrameGlideDataEditor").first.click(position={"x": 60, "y": 52})
    page.locator("#portal input").fill(option)
    page.get_by_role("option", name=option, exact=True).click()
    wait_until_ready(page)


def kept(page: Page, button: Locator, folder: Path) -> Path:
    """The file that a button gives."""
    with page.expect_download() as waiting:
        button.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path
