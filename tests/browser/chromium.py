"""Finds the machine's own Chromium and watches what a page asks for and complains about."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
WINDOWS_PLACES = (
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--lang=vi-VN",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # refuses the outside and, unlike a route, keeps the cache
]
HERE = "127.0.0.1"
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
READY_MILLISECONDS = 30_000


def find_chromium() -> str | None:
    """The path of CHROMIUM, or of the first browser found that Playwright can drive."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    found = (shutil.which(name) for name in NAMES)
    return next((path for path in found if path), next((path for path in WINDOWS_PLACES if Path(path).exists()), None))


def launch(playwright: Playwright, executable: str) -> Browser:
    return playwright.chromium.launch(executable_path=executable, args=FLAGS, headless=True)


@dataclass
class Watch:
    """What one page did that a closed network would not let it do, or that a user should not see."""

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class WatchedPage:
    page: Page
    watch: Watch
    address: str

    def open(self, path: str = "") -> None:
        self.page.goto(f"{self.address}/{path.lstrip('/')}", wait_until="domcontentloaded")
        wait_until_ready(self.page)

    def go(self, path: str) -> None:
        """Another address without loading the dashboard again, as the browser's own buttons back and forward do it.

        Not while the script runs: what it still writes into the address would undo it.
        """
        self.page.wait_for_selector(IDLE, timeout=READY_MILLISECONDS)
        self.page.evaluate(
            "to => { history.pushState(null, '', to); dispatchEvent(new PopStateEvent('popstate')) }",
            f"/{path.lstrip('/')}",
        )
        wait_until_ready(self.page)


def new_context(browser: Browser, *, width: int = 1366, height: int = 768, dark: bool = False) -> BrowserContext:
    """A window of a visitor who has never been here."""
    return browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        reduced_motion="reduce",
        service_workers="block",
    )


@contextmanager
def watched_page(
    browser: Browser, address: str, *, width: int = 1366, height: int = 768, dark: bool = False
) -> Iterator[WatchedPage]:
    """A page of its own context in which every request that is not to this machine is recorded; the browser refuses it."""
    context = new_context(browser, width=width, height=height, dark=dark)
    try:
        with watched_in(context, address) as site:
            yield site
    finally:
        context.close()


@contextmanager
def watched_in(context: BrowserContext, address: str) -> Iterator[WatchedPage]:
    """A new page of a context, watched; what it leaves with the browser, other than what is cached, goes with it."""
    watch = Watch()

    def note_request(request: Request) -> None:
        if not _is_here(request.url):
            watch.outside.append(request.url)

    context.on("request", note_request)
    page = context.new_page()
    page.on("console", lambda message: _note_console(message, watch))
    page.on("pageerror", lambda error: watch.errors.append(f"page error: {error}"))
    page.on("websocket", lambda socket: None if _is_here(socket.url) else watch.outside.append(socket.url))
    page.on(
        "response",
        lambda answer: watch.errors.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None,
    )
    try:
        yield WatchedPage(page, watch, address)
    finally:
        context.remove_listener("request", note_request)
        if page.url.startswith(address):
            page.evaluate("localStorage.clear()")
        page.close()
        context.clear_cookies()


def wait_until_ready(page: Page) -> None:
    """Returns when the script has run, nothing is being loaded, and what was drawn has stood still for a moment."""
    page.evaluate("window.__quiet = 0")  # what an earlier wait has seen does not count
    page.wait_for_selector(IDLE, timeout=READY_MILLISECONDS)
    page.wait_for_function(
        """() => {
            const busy = document.querySelector('[data-testid^="stSkeleton"], [data-testid="stSpinner"], [data-stale="true"]');
            const app = document.querySelector('[data-testid="stApp"]');
            const idle = app && app.dataset.testScriptState === 'notRunning' && !busy;
            const size = document.body.innerHTML.length;
            const same = idle && window.__lastSize === size;
            window.__quiet = same ? (window.__quiet || 0) + 1 : 0;
            window.__lastSize = size;
            return window.__quiet >= 4;
        }""",
        polling=100,
        timeout=READY_MILLISECONDS,
    )


def _is_here(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob", "about"} or parts.hostname == HERE


def _note_console(message: ConsoleMessage, watch: Watch) -> None:
    url = str(message.location.get("url", ""))
    # On a page of its own address Streamlit first looks for its server below that address, then at the root.
    looks_for_server = "404" in message.text and url.endswith(("/_stcore/health", "/_stcore/host-config"))
    if message.type == "error" and not looks_for_server:
        watch.errors.append(f"{message.text} ({url})")
