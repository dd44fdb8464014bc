"""The HTML file of a period is opened by the browser from the disk, with every way to the network shut."""

import re
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser

from dashboard import publishing
from dashboard.charts.palette import palette
from dashboard.figures import Context
from dashboard.store.connection import VIETNAM
from dashboard.store.workspace import Workspace

MOST_BYTES = 8_000_000


def test_the_file_draws_its_charts_without_a_network(browser: Browser, sample_workspaces: Path, tmp_path: Path):
    context = Context(Workspace("bacgiang", sample_workspaces / "bacgiang"))
    job = publishing.prepare(context, "html", "2020-02", made=datetime(2026, 11, 22, 9, tzinfo=VIETNAM))
    content = publishing.make(job)
    assert len(content) < MOST_BYTES
    place = tmp_path / job.name
    place.write_bytes(content)
    opened = browser.new_context(offline=True, viewport={"width": 1366, "height": 768})
    page = opened.new_page()
    asked, told = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(place.as_uri())
    charts = page.locator("[data-chart]")
    for at in range(charts.count()):
        charts.nth(at).locator("svg.marks").wait_for()
    assert charts.count() >= 2
    assert not told
    assert not [url for url in asked if not re.match(r"(file|data|blob):", url)]
    assert "1,65%" in page.inner_text("main") and "1.028/62.195" in page.inner_text("main")
    page.emulate_media(color_scheme="dark")
    page.locator("[data-drawn=dark] svg.marks").first.wait_for()
    dark = palette("dark")
    assert (
        page.locator(f"svg.marks [fill='{dark.series}']").count()
        and page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 25, 32)"
    )
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width == 0
    opened.close()
