"""Every page of every workspace opens on a closed network, in both languages, without a complaint."""

import pytest

from tests.browser.chromium import WatchedPage
from tests.browser.site import PAGES, crawl

CRAWLED = [
    ("demo", "vi"),
    ("demo", "en"),
    ("bacgiang", "en"),
    ("tiengiang", "vi"),
]


def test_the_links_lead_to_every_page(watched: WatchedPage) -> None:
    assert set(PAGES) == set(crawl(watched))


@pytest.mark.parametrize(("workspace", "language"), CRAWLED)
def test_no_page_asks_for_anything_outside_or_shows_a_traceback(
    watched: WatchedPage, workspace: str, language: str
) -> None:
    for path in PAGES:
        watched.open(f"{path}?ws={workspace}&lang={language}")
        shown = watched.page.inner_text("body")
        assert "Traceback" not in shown
        assert watched.page.locator('[data-testid="stException"]').count() == 0
        assert watched.page.locator("h1").count() >= 1


@pytest.mark.parametrize(
    "query",
    [
        "ws=khong-co",
        "ws=../../etc/passwd",
        "period=2031-01",
        "period=%27%3B%20drop%20table%20unit%3B--",
        "level=%3Cscript%3Ealert(1)%3C/script%3E",
        "lang=xx&unit=nobody&field=nothing",
    ],
)
def test_what_is_typed_into_the_address_does_no_harm(watched: WatchedPage, query: str) -> None:
    dialogs: list[str] = []
    watched.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    for path in ("", "qua-han", "che-do-bao-cao"):
        watched.open(f"{path}?{query}")
        assert "Traceback" not in watched.page.inner_text("body")
        assert watched.page.locator("h1").count() >= 1
    assert dialogs == []
