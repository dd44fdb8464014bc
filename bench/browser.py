"""What a reader waits for, in a real browser: the first view, and the chart after another filter."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from bench import serving
from bench.measure import Figure, seconds
from tests.browser.chromium import find_chromium, launch, wait_until_ready

AIM_FIRST_VIEW = 1.3
AIM_FILTER = 2.5
_MILLISECONDS = 60_000
_WINDOW: ViewportSize = {"width": 1366, "height": 768}
_PAGES = {"Overview": "", "Overdue": "qua-han"}
_CONTROL = "plain"
_FILLS_THE_WINDOW = "img.small-picture"  # the cards with their small lines; the charts proper stand below the window
_UNTIL_OTHER = """async ([button, heading]) => {
    const title = () => document.querySelector(heading)?.textContent
    const chart = () => document.querySelector(".stVegaLiteChart svg.marks")?.innerHTML
    const [oldTitle, oldChart] = [title(), chart()]
    const start = performance.now()
    const since = {}
    button.click()
    while (!since.chart) {
        await new Promise(requestAnimationFrame)
        const now = performance.now() - start
        if (!since.title && title() !== oldTitle) since.title = now
        if (chart() && chart() !== oldChart) since.chart = now
    }
    return since
}"""
"""Until the frame after which the title is another, and that after which the first chart is drawn anew: the page's own
title and chart, wherever they stand."""


def measure(runs: int) -> Iterator[Figure]:
    """The overview against empty pages, each in a fresh browser for the first view; by turns."""
    executable = find_chromium()
    if executable is None:
        return
    with ExitStack() as leaving:
        ours, bare, plain = [leaving.enter_context(one()) for one in (serving.ours, serving.bare, serving.bare_chart)]
        browser = launch(leaving.enter_context(sync_playwright()), executable)
        leaving.callback(browser.close)
        _first_view(browser, ours, _FILLS_THE_WINDOW)  # the server's own first run is another benchmark's
        first = [
            (_first_view(browser, ours, _FILLS_THE_WINDOW), _first_view(browser, bare, "h1")) for _ in range(2 * runs)
        ]
        pages = {name: f"{ours}/{path}" for name, path in _PAGES.items()}
        changes = list(_filter_changes(browser, pages, plain, 4 * runs))
    yield Figure("Overview, cold first view", tuple(1000 * mine for mine, _ in first), "ms")
    yield Figure("Overview, the same over an empty page's", tuple(a / b for a, b in first), "×", AIM_FIRST_VIEW)
    for name in pages:
        mine, control = [one[name] for one in changes], [one[_CONTROL] for one in changes]
        yield Figure(f"{name}, another level to its chart", tuple(since["chart"] for since in mine), "ms")
        over_chart = tuple(a["chart"] / b["chart"] for a, b in zip(mine, control, strict=True))
        yield Figure(f"{name}, the same over a plain page's chart", over_chart, "×", AIM_FILTER)
        over_title = tuple(a["chart"] / b["title"] for a, b in zip(mine, control, strict=True))
        yield Figure(f"{name}, the same over a plain page's title", over_title, "×")
    yield Figure("Plain page, another choice to its chart", tuple(one[_CONTROL]["chart"] for one in changes), "ms")


def _first_view(browser: Browser, address: str, sign: str) -> float:
    context = browser.new_context(viewport=_WINDOW, service_workers="block")
    page = context.new_page()
    try:
        return seconds(lambda: _come(page, address, sign))
    finally:
        context.close()


def _come(page: Page, address: str, sign: str) -> None:
    page.goto(address, wait_until="commit")
    page.wait_for_selector(sign, timeout=_MILLISECONDS)


def _filter_changes(
    browser: Browser, addresses: Mapping[str, str], plain: str, runs: int
) -> Iterator[dict[str, dict[str, float]]]:
    """Milliseconds from a click to the changed title and to the first chart drawn anew, page by page, by turns."""
    choices = {name: (address, ".picture-title", ("Cấp tỉnh", "Cấp xã")) for name, address in addresses.items()}
    choices[_CONTROL] = (plain, "h1", ("two", "one"))
    tabs = {name: browser.new_page(viewport=_WINDOW) for name in choices}
    for name, (address, _, _) in choices.items():
        tabs[name].goto(address)
        wait_until_ready(tabs[name])
    for run in range(runs + 2):
        found = {name: _change(tabs[name], levels[run % 2], sign) for name, (_, sign, levels) in choices.items()}
        if run >= 2:  # the first change to each level draws its charts for the first time
            yield found


def _change(page: Page, label: str, heading: str) -> dict[str, float]:
    page.bring_to_front()
    button = page.get_by_role("radio", name=label, exact=True).first.element_handle()
    since: dict[str, float] = page.evaluate(_UNTIL_OTHER, [button, heading])
    wait_until_ready(page)
    return since
