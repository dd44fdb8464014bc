"""axe finds nothing serious on any page or view; the dark theme, of which only colours differ, is asked about those.

The pages are opened in English, the views in Vietnamese, so that the demo is walked in both languages without a complaint.
"""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.chromium import watched_page
from tests.browser.site import PAGES
from tests.browser.test_crawl import assert_whole

STREAMLITS_OWN = {"list", "listitem"}  # its navigation puts headings into a list
AT = "ws=demo&lang=vi&period=2026-10"
UNIT = "unit=so_nong_nghiep_moi_truong"
VIEWS = (
    *(f"qua-han?{AT}&view={view}" for view in ("time", "unit", "cross&level=commune", "moved", "tree")),
    f"qua-han?{AT}&view=field&{UNIT}&field=dat_dai",
    f"don-vi?{AT}&{UNIT}",
    f"che-do-bao-cao?{AT}&{UNIT}",
    f"doi-chieu?{AT}&column=resolved_late",
)
DRAWN_IN = "() => document.documentElement.dataset.theme"


def serious_faults(page: Page, rules: list[str] | None = None) -> list[Any]:
    assert_whole(page)
    found = Axe().run(page, options={"runOnly": rules} if rules else None).response["violations"]
    serious = [fault for fault in found if fault["impact"] in ("serious", "critical")]
    return [
        (fault["id"], [node["html"][:200] for node in fault["nodes"]][:4])
        for fault in serious
        if fault["id"] not in STREAMLITS_OWN
    ]


@pytest.mark.parametrize(("dark", "rules"), [(False, None), (True, ["color-contrast"])], ids=["light", "dark"])
def test_nothing_has_a_serious_fault_for_those_who_read_otherwise(
    browser: Browser, server: str, dark: bool, rules: list[str] | None
) -> None:
    faults = {}
    with watched_page(browser, server, dark=dark) as site:
        site.open("?ws=demo&lang=en")
        for path in (*(f"{path}?ws=demo&lang=en" for path in PAGES), *VIEWS):
            site.go(path)
            assert site.page.evaluate(DRAWN_IN) == ("dark" if dark else "light")
            if found := serious_faults(site.page, rules):
                faults[path] = found
        assert site.watch.outside == []
        assert site.watch.errors == []
    assert faults == {}
