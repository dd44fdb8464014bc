"""Clicks on the pictures of the pages on ISO 9001 and on the 766 score go where the same line of the table goes."""

from playwright.sync_api import Locator

from tests.browser.chromium import WatchedPage, wait_until_ready


def _click(watched: WatchedPage, mark: Locator) -> str:
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box is not None
    watched.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    watched.page.wait_for_timeout(300)
    wait_until_ready(watched.page)
    return watched.page.url


def test_a_column_of_states_goes_to_its_period_and_a_grade_to_its_units(watched: WatchedPage) -> None:
    page = watched.page
    page.set_viewport_size({"width": 1366, "height": 4200})
    watched.open("iso?ws=demo&period=2026-10")
    url = _click(watched, page.locator(".st-key-states_mandatory svg .mark-rect path").first)
    assert "period=2024-10" in url
    assert "tháng 10/2024" in page.locator(".st-key-states_mandatory").inner_text()

    watched.open("diem-766?ws=demo&period=2026-10")
    assert "grade=excellent" in _click(watched, page.locator(".st-key-score_grades svg .mark-rect path").first)
    point = page.locator(".st-key-score_trend svg .mark-symbol path").first
    assert "period=2025-07" in _click(watched, point)
    assert "tháng 07/2025" in page.locator(".st-key-score_groups").inner_text()
