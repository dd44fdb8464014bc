"""HTML files of a period and of a page are opened by the browser from the disk, with every way to the network shut."""

import re
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser, Page

from dashboard import publishing
from dashboard.charts.palette import palette
from dashboard.figures import Context
from dashboard.store.connection import VIETNAM
from dashboard.store.workspace import Workspace
from tests.browser.chromium import WatchedPage
from tests.browser.hands import kept

MOST_BYTES = 8_000_000


def test_the_file_draws_its_charts_without_a_network(browser: Browser, sample_workspaces: Path, tmp_path: Path):
    context = Context(Workspace("bacgiang", sample_workspaces / "bacgiang"))
    job = publishing.prepare(context, "html", "2020-02", made=datetime(2026, 11, 22, 9, tzinfo=VIETNAM))
    content = publishing.make(job)
    assert len(content) < MOST_BYTES
    place = tmp_path / job.name
    place.write_bytes(content)
    page = _opened(browser, place)
    assert page.locator("[data-chart]").count() >= 2
    assert "1,65%" in page.inner_text("main") and "1.028/62.195" in page.inner_text("main")
    page.emulate_media(color_scheme="dark")
    page.locator("[data-drawn=dark] svg.marks").first.wait_for()
    dark = palette("dark")
    assert (
        page.locator(f"svg.marks [fill='{dark.series}']").count()
        and page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 25, 32)"
    )
    page.context.close()


def test_a_page_is_taken_away_with_its_cards_charts_and_tables(browser: Browser, watched: WatchedPage, tmp_path: Path):
    watched.open("qua-han?ws=demo&period=2026-10")
    page = watched.page
    titles = page.locator(".picture-title").all_inner_texts()
    shown = [*titles, *page.locator(".kpi-value b").all_inner_texts()]
    charts = page.locator("[data-testid=stVegaLiteChart]").count()
    file = kept(page, page.get_by_role("button", name="Trang này (HTML)"), tmp_path)
    assert file.name == "demo-2026-10-qua-han.html" and file.stat().st_size < MOST_BYTES
    saved = _opened(browser, file)
    said = " ".join(saved.inner_text("main").split())
    assert len(titles) >= 3 and [words for words in shown if " ".join(words.split()) not in said] == []
    assert saved.locator("[data-chart]").count() == charts
    assert "Tháng 10/2026 (01/10/2026 – 31/10/2026) · Toàn tỉnh" in said and "Công thức: " in said
    assert "Tạm tính" in saved.inner_text("footer") and "tệp báo cáo tháng 10/2026" in saved.inner_text("footer")
    saved.context.close()


def _opened(browser: Browser, place: Path) -> Page:
    """The file with every chart drawn, without a network: it asked for nothing, complains of nothing, and fits."""
    page = browser.new_context(offline=True, viewport={"width": 1366, "height": 768}).new_page()
    asked, told = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(place.as_uri())
    charts = page.locator("[data-chart]")
    for at in range(charts.count()):
        charts.nth(at).locator("svg.marks").wait_for()
    assert told == []
    assert not [url for url in asked if not re.match(r"(file|data|blob):", url)]
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    return page
