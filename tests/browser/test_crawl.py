"""Every page of workspaces of each kind opens on a closed network, in both languages, without a complaint.

Those of the demo are opened in English by test_accessibility.py, which asks the same of them.
"""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.barriers import serious_faults
from tests.browser.chromium import WatchedPage, watched_page
from tests.browser.site import PAGES, crawl

HOSTILE = [
    ("", "ws=khong-co"),
    ("che-do-bao-cao", "ws=../../etc/passwd"),
    ("qua-han", "period=2031-01"),
    ("truc-tuyen", "period=%27%3B%20drop%20table%20unit%3B--"),
    ("qua-han", "level=%3Cscript%3Ealert(1)%3C/script%3E&view=%3Cimg%20src=x%20onerror=alert(1)%3E"),
    ("don-vi", "lang=xx&unit=%3Cimg%20src=x%20onerror=alert(1)%3E&field=nothing"),
]


def assert_whole(page: Page) -> None:
    """A heading, and no traceback."""
    assert "Traceback" not in page.inner_text("body")
    assert page.locator('[data-testid="stException"]').count() == 0
    assert page.locator("h1").count() >= 1


def test_the_links_lead_to_every_page_and_none_asks_for_anything_outside(watched: WatchedPage) -> None:
    faults = {}
    for path in crawl(watched):
        assert_whole(watched.page)
        faults[path] = serious_faults(watched.page)
    assert faults == {path: [] for path in PAGES}


@pytest.mark.parametrize(("workspace", "language"), [("bacgiang", "en"), ("tiengiang", "vi")])
def test_pages_of_few_reports_ask_for_nothing_outside_either(
    watched: WatchedPage, workspace: str, language: str
) -> None:
    watched.open(f"?ws={workspace}&lang={language}")
    for path in PAGES:
        watched.go(f"{path}?ws={workspace}&lang={language}")
        assert_whole(watched.page)


@pytest.mark.parametrize(("path", "query"), HOSTILE)
def test_what_is_typed_into_the_address_does_no_harm(watched: WatchedPage, path: str, query: str) -> None:
    dialogs: list[str] = []
    watched.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    watched.open(f"{path}?{query}")
    assert_whole(watched.page)
    assert dialogs == []


def test_a_request_to_the_outside_is_noticed_and_refused(browser: Browser, server: str) -> None:
    with watched_page(browser, server) as site:
        site.page.goto(f"{server}/_stcore/health")
        for url in ("http://example.org/picture.png", "http://192.0.2.1/picture.png"):
            answer = "fetch(url, {mode: 'no-cors'}).then(() => 'answered', () => 'refused')"
            assert site.page.evaluate(f"url => {answer}", url) == "refused"
            assert url in site.watch.outside
