"""axe finds nothing serious on any page or view, dark or light, and none complains.

Here the pages are opened in English and dark, and the views, in Vietnamese, in both themes. The pages in Vietnamese and
light are asked the same where their links are followed (test_crawl.py), so that both languages are walked.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from dashboard.report import LOCAL_VIEWER
from dashboard.store.findings import current_findings
from dashboard.store.workspace import open_workspace
from tests.browser.barriers import serious_faults
from tests.browser.chromium import watched_page
from tests.browser.site import PAGES
from tests.browser.test_crawl import assert_whole

AT = "ws=demo&lang=vi&period=2026-10"
UNIT = "unit=so_nong_nghiep_moi_truong"
VIEWS = (
    *(f"qua-han?{AT}&view={view}" for view in ("time", "unit", "cross&level=commune", "moved", "tree")),
    f"qua-han?{AT}&view=field&{UNIT}&field=dat_dai",
    f"don-vi?{AT}&{UNIT}",
    f"che-do-bao-cao?{AT}&{UNIT}",
    f"doi-chieu?{AT}&column=resolved_late",
    f"giai-trinh?{AT}&unit=so_xay_dung&field=xay_dung",  # the form stands open where nothing was explained yet
)
IN_ENGLISH = tuple(f"{path}?ws=demo&lang=en" for path in PAGES)
DRAWN_IN = "() => document.documentElement.dataset.theme"


@pytest.mark.parametrize(("theme", "paths"), [("light", VIEWS), ("dark", IN_ENGLISH + VIEWS)], ids=["light", "dark"])
def test_nothing_has_a_serious_fault_for_those_who_read_otherwise(
    browser: Browser, server: str, sample_workspaces: Path, theme: str, paths: tuple[str, ...]
) -> None:
    faults = {}
    paths += (open_cell(sample_workspaces),)
    with watched_page(browser, server, dark=theme == "dark") as site:
        site.open(paths[0])
        for path in paths:
            if path is not paths[0]:
                site.go(path)
            assert site.page.evaluate(DRAWN_IN) == theme
            assert_whole(site.page)
            if found := serious_faults(site.page):
                faults[path] = found
        assert site.watch.outside == []
        assert site.watch.errors == []
    assert faults == {}


def open_cell(data: Path) -> str:
    """The page on quality with the sheet around the cell of a finding."""
    found = current_findings(open_workspace("demo", data), viewer=LOCAL_VIEWER)
    return f"chat-luong?ws=demo&lang=vi&span=all&finding={next(row['id'] for row in found if row['cell'])}"
