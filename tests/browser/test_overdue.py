"""Clicks on the pictures of the overdue page go one step down, and each view is a link."""

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.chromium import WatchedPage, wait_until_ready

PAGE = "qua-han?ws=demo&period=2026-10"


def _click(page: Page, mark: Locator) -> str:
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box is not None
    before = page.url
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url(lambda url: url != before)
    wait_until_ready(page)
    return page.url


@pytest.mark.parametrize(
    ("view", "mark", "expected"),
    [
        ("field", ".st-key-pareto svg .mark-rect path", ["field=dat_dai"]),
        ("unit", ".st-key-funnel svg .mark-symbol path", ["unit="]),
        ("cross&level=commune", ".st-key-cross svg .mark-rect path >> nth=1", ["unit=", "field=dat_dai"]),
        ("tree", ".st-key-tree .slice path.surface >> nth=1", ["level=commune"]),
        ("moved", ".st-key-moved_unit svg .mark-rect path", ["unit="]),
    ],
)
def test_a_click_on_a_mark_goes_to_what_it_is_about(
    watched: WatchedPage, view: str, mark: str, expected: list[str]
) -> None:
    page = watched.page
    page.set_viewport_size({"width": 1366, "height": 3600})
    watched.open(f"{PAGE}&view={view}")
    url = _click(page, page.locator(mark).first)
    assert [part for part in expected if part not in url] == []


def test_a_view_that_is_picked_stands_in_the_address_and_opens_from_there(watched: WatchedPage) -> None:
    page = watched.page
    watched.open(PAGE)
    page.get_by_role("radio", name="Vì sao thay đổi").click()
    page.wait_for_url("**view=moved**")
    wait_until_ready(page)
    title = page.locator(".st-key-moved_unit .picture-title").inner_text()
    watched.open(page.url.split("/", 3)[3])
    assert page.locator(".st-key-moved_unit .picture-title").inner_text() == title
