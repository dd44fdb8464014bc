"""axe finds nothing serious on any page, in either theme."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.chromium import watched_page
from tests.browser.site import PAGES

STREAMLITS_OWN = {"list", "listitem"}  # its navigation puts headings into a list


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_page_has_a_serious_fault_for_those_who_read_otherwise(browser: Browser, server: str, dark: bool) -> None:
    faults = {}
    with watched_page(browser, server, dark=dark) as site:
        for path in PAGES:
            site.open(path)
            found = Axe().run(site.page).response["violations"]
            serious = [f for f in found if f["impact"] in ("serious", "critical") and f["id"] not in STREAMLITS_OWN]
            if serious:
                faults[path] = [(f["id"], [node["html"][:150] for node in f["nodes"]][:4]) for f in serious]
    assert faults == {}
