"""Takes pictures of every page, in two themes and three sizes: python -m tests.browser.look [folder of workspaces].

Each goes to build/look twice: what the window shows, and (`…-whole.png`) the page down to its end. Those of the files
that a period gives go to build/look/files (`--files` takes them alone).
"""

import os
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import look_files
from tests.browser.chromium import find_chromium, launch, wait_until_ready, watched_page
from tests.browser.server import ROOT, running_server
from tests.browser.site import crawl

FOLDER = ROOT / "build" / "look"
SIZES = [(1366, 768), (1920, 1080), (390, 844)]
TALLEST = 9000
_FILES = "--files"


def main() -> None:
    executable = find_chromium()
    if executable is None:
        sys.exit("There is no Chromium on this machine: 'apt-get install chromium', or name one in CHROMIUM.")
    named = [word for word in sys.argv[1:] if word != _FILES]
    data = Path(named[0] if named else os.environ.get("DASHBOARD_DATA", ROOT / "data" / "workspaces"))
    FOLDER.mkdir(parents=True, exist_ok=True)
    _take_files(data, executable)
    if _FILES in sys.argv:
        return
    with running_server(data, FOLDER / "server.log") as address, sync_playwright() as playwright:
        browser = launch(playwright, executable)
        with watched_page(browser, address) as site:
            paths = list(crawl(site))
        for dark in (False, True):
            for width, height in SIZES:
                _take(browser, address, paths, width, height, dark)
        browser.close()


def _take_files(data: Path, executable: str) -> None:
    if lacking := look_files.missing():
        print(f"No pictures of files: this machine has no {', '.join(lacking)}.", file=sys.stderr)
        return
    with sync_playwright() as playwright:
        browser = launch(playwright, executable)
        for name in look_files.take(data, FOLDER / "files", browser):
            print(name, flush=True)
        browser.close()


def _take(browser: Browser, address: str, paths: list[str], width: int, height: int, dark: bool) -> None:
    theme = "dark" if dark else "light"
    with watched_page(browser, address, width=width, height=height, dark=dark) as site:
        for path in paths:
            name = f"{path.replace('/', '_') or 'start'}-{width}x{height}-{theme}"
            site.open(path)
            site.page.screenshot(path=FOLDER / f"{name}.png")
            _show_whole(site.page, width)
            site.page.screenshot(path=FOLDER / f"{name}-whole.png")
            site.page.set_viewport_size({"width": width, "height": height})
            print(f"{name}{'  COMPLAINED' if site.watch.errors else ''}", flush=True)
        for trouble in sorted({*site.watch.errors, *(f"asked for {url}" for url in site.watch.outside)}):
            print(f"  {trouble}", file=sys.stderr)


def _show_whole(page: Page, width: int) -> None:
    """Makes the window as tall as the page: Streamlit scrolls inside its main part, which no full-page picture sees."""
    needed = page.evaluate(
        "() => document.querySelector('[data-testid=\"stMain\"]').scrollHeight"
        " + window.innerHeight - document.querySelector('[data-testid=\"stMain\"]').clientHeight"
    )
    page.set_viewport_size({"width": width, "height": min(int(needed), TALLEST)})
    wait_until_ready(page)


if __name__ == "__main__":
    main()
