"""Takes pictures of every page of every file of a period: by LibreOffice what Office opens, by Chromium the HTML."""

import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser

from dashboard import publishing
from dashboard.figures import Context
from dashboard.publishing import PRODUCTS
from dashboard.store.connection import VIETNAM
from dashboard.store.workspace import Workspace

CASES = (("demo", "2026-Q3"), ("bacgiang", "2020-02"))
NEEDED = ("soffice", "pdftoppm")
_SECONDS = 180
_DOTS = "80"


def missing() -> list[str]:
    """The programs that this machine lacks (Debian: libreoffice-writer, -impress, -calc and poppler-utils)."""
    return [name for name in NEEDED if shutil.which(name) is None]


def take(data: Path, folder: Path, browser: Browser) -> Iterator[str]:
    """Make every file of each case, and a picture of each of its pages; gives the names of the files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, period in CASES:
        context = Context(Workspace(name, data / name))
        for product in PRODUCTS:
            job = publishing.prepare(context, product, period, made=datetime.now(VIETNAM))
            place = folder / job.name
            place.write_bytes(publishing.make(job))
            if place.suffix == ".html":
                _page(place, browser)
            else:
                _pages(place if place.suffix == ".pdf" else _printed(place))
            yield place.name


def _printed(place: Path) -> Path:
    """What LibreOffice prints of a file of Office."""
    home = f"-env:UserInstallation={(place.parent / 'libreoffice').as_uri()}"
    printed = place.parent / "printed"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(printed), str(place)]
    subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
    return printed / f"{place.stem}.pdf"


def _pages(pdf: Path) -> None:
    kind = "-printed" if pdf.parent.name == "printed" else ""
    folder = pdf.parent.parent if kind else pdf.parent
    command = ["pdftoppm", "-r", _DOTS, "-png", str(pdf), str(folder / f"{pdf.stem}{kind}")]
    subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)


def _page(place: Path, browser: Browser) -> None:
    for theme in ("light", "dark"):
        opened = browser.new_context(offline=True, viewport={"width": 1366, "height": 768}, color_scheme=theme)
        page = opened.new_page()
        page.goto(place.as_uri())
        for chart in page.locator("[data-chart]").all():
            chart.locator("svg.marks").wait_for()
        page.screenshot(path=place.with_name(f"{place.stem}-{theme}.png"), full_page=True)
        opened.close()
