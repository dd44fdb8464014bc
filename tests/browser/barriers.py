"""What axe finds serious on a page, for those who read otherwise."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

STREAMLITS_OWN = {"list", "listitem"}  # its navigation puts headings into a list
VIOLATIONS = "() => axe.run({ resultTypes: ['violations'] }).then(found => found.violations)"
"""What axe found, without the thousands of elements that passed: telling of those takes six times as long."""


def serious_faults(page: Page) -> list[Any]:
    """Each serious rule that is broken, with the first elements that break it."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    serious = [fault for fault in page.evaluate(VIOLATIONS) if fault["impact"] in ("serious", "critical")]
    return [
        (fault["id"], [node["html"][:200] for node in fault["nodes"]][:4])
        for fault in serious
        if fault["id"] not in STREAMLITS_OWN
    ]
