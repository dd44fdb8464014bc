"""The real server and a real browser. Where REQUIRE_BROWSER is set, a browser test that is skipped has failed."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.chromium import WatchedPage, find_chromium, launch, new_context, watched_in
from tests.browser.server import running_server

REQUIRED = os.environ.get("REQUIRE_BROWSER", "") not in {"", "0"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    report = yield
    if REQUIRED and report.skipped and item.get_closest_marker("browser") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and REQUIRE_BROWSER is set: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = find_chromium()
    if executable is None:
        pytest.skip("no Chromium on this machine: 'apt-get install chromium', or name one in CHROMIUM")
    with sync_playwright() as playwright:
        opened = launch(playwright, executable)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def server(browser: Browser, sample_workspaces: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the real server over the sample workspaces; not started where there is no browser to use it."""
    with running_server(sample_workspaces, tmp_path_factory.mktemp("server") / "log.txt") as address:
        yield address


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One context for all pages that need none of their own: what the dashboard is made of is fetched and compiled once."""
    opened = new_context(browser)
    yield opened
    opened.close()


@pytest.fixture
def watched(context: BrowserContext, server: str) -> Iterator[WatchedPage]:
    """A page that must neither ask for anything outside this machine nor complain; checked when the test is over."""
    with watched_in(context, server) as page:
        yield page
        assert page.watch.outside == []
        assert page.watch.errors == []
