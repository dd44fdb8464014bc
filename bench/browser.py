"""What a reader waits for, in a real browser: the first view, and the chart after another filter."""

from collections.abc import Iterator

from playwright.sync_api import Browser, Page, sync_playwright

from bench import serving
from bench.measure import Figure, seconds
from tests.browser.chromium import find_chromium, launch, wait_until_ready

AIM_FIRST_VIEW = 1.3
AIM_FILTER = 2.5
_MILLISECONDS = 60_000
_FILLS_THE_WINDOW = "img.small-picture"  # the cards with their small lines; the charts proper stand below the window
_FILTER = """async ([button, sign]) => {
    const before = document.querySelector(sign).textContent
    const start = performance.now()
    button.click()
    while (document.querySelector(sign).textContent === before) await new Promise(requestAnimationFrame)
    await new Promise(requestAnimationFrame)
    return performance.now() - start
}"""


def measure(runs: int) -> Iterator[Figure]:
    """The overview against an empty page, each in a fresh browser for the first view; by turns."""
    executable = find_chromium()
    if executable is None:
        return
    with serving.ours() as ours, serving.bare() as bare, sync_playwright() as playwright:
        browser = launch(playwright, executable)
        _first_view(browser, ours, _FILLS_THE_WINDOW)  # the server's own first run is another benchmark's
        first = [
            (_first_view(browser, ours, _FILLS_THE_WINDOW), _first_view(browser, bare, "h1")) for _ in range(2 * runs)
        ]
        changes = list(_filter_changes(browser, ours, bare, 4 * runs))
        browser.close()
    yield Figure("Overview, cold first view", tuple(1000 * mine for mine, _ in first), "ms")
    yield Figure("Overview, the same over an empty page's", tuple(a / b for a, b in first), "×", AIM_FIRST_VIEW)
    yield Figure("Overview, another level to its chart", tuple(mine for mine, _ in changes), "ms")
    yield Figure("Overview, the same over an empty page's", tuple(a / b for a, b in changes), "×", AIM_FILTER)


def _first_view(browser: Browser, address: str, sign: str) -> float:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, service_workers="block")
    page = context.new_page()
    try:
        return seconds(lambda: _come(page, address, sign))
    finally:
        context.close()


def _come(page: Page, address: str, sign: str) -> None:
    page.goto(address, wait_until="commit")
    page.wait_for_selector(sign, timeout=_MILLISECONDS)


def _filter_changes(browser: Browser, ours: str, bare: str, runs: int) -> Iterator[tuple[float, float]]:
    """Milliseconds from a click to the changed title of the first chart, and to that of the empty page."""
    overview, empty = browser.new_page(), browser.new_page()
    for page, address in ((overview, ours), (empty, bare)):
        page.goto(address)
        wait_until_ready(page)
    levels = ["Cấp tỉnh", "Cấp xã"]
    choices = ["two", "one"]
    for run in range(runs + 2):
        mine = _change(overview, levels[run % 2], ".picture-title")
        nothing = _change(empty, choices[run % 2], "h1")
        if run >= 2:  # the first change to each level draws its charts for the first time
            yield mine, nothing
    overview.close()
    empty.close()


def _change(page: Page, label: str, sign: str) -> float:
    page.bring_to_front()
    button = page.get_by_role("radio", name=label, exact=True).first.element_handle()
    milliseconds = page.evaluate(_FILTER, [button, sign])
    wait_until_ready(page)
    return float(milliseconds)
