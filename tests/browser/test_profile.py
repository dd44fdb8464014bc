"""Search by keyboard from a page to a unit's profile, and its printed sheet."""

import io

from pypdf import PdfReader

from tests.browser.chromium import WatchedPage, wait_until_ready


def test_a_unit_is_found_and_enter_opens_the_first_find(watched: WatchedPage) -> None:
    watched.open("?ws=demo&period=2026-10")
    page = watched.page
    page.get_by_placeholder("Tìm đơn vị, lĩnh vực").focus()
    page.keyboard.type("so tu phap")
    page.keyboard.press("Enter")  # before the finds are there: the first of them opens when they come
    page.wait_for_url("**/don-vi?*unit=so_tu_phap*")
    page.get_by_role("heading", name="Sở Tư pháp").wait_for()
    wait_until_ready(page)
    assert page.get_by_placeholder("Tìm đơn vị, lĩnh vực").input_value() == ""


def test_the_sheet_of_a_unit_is_one_page_of_it(watched: WatchedPage) -> None:
    page = watched.page
    watched.open("don-vi?ws=demo&period=2026-10&unit=so_tu_phap")
    name = page.locator("h2.unit-name").inner_text()
    with page.expect_download() as download:
        page.get_by_role("button", name="Bản in A4 (PDF)").click()
    content = download.value.path().read_bytes()
    pages = PdfReader(io.BytesIO(content)).pages
    assert len(pages) == 1
    assert name in " ".join(pages[0].extract_text().split())
