"""A picture leaves a page as a file at the size of a slide, with its title and its source inside, drawn without a browser."""

import html
import re
import struct
from datetime import date

from dashboard.charts.trend import trend
from dashboard.metrics.catalogue import load_catalogue
from dashboard.report import Viewer
from dashboard.ui import pictures
from dashboard.ui.pictures import Drawn
from dashboard.ui.reads import Scope
from dashboard.ui.screen import Screen
from tests.charts.samples import months

SCOPE = Scope("tinh", "/nowhere", 1, Viewer("x", "admin").viewer_id, "admin", None, None, False)
SCREEN = Screen(SCOPE, "Tỉnh Thử", True, "vi", "light")


def _drawn() -> Drawn:
    made = trend(
        months(date(2026, 8, 1), [(20, 1000), (30, 1000), (25, 1000)]),
        load_catalogue().metrics["late_rate"],
        SCREEN.look,
    )
    spec = pictures._packed(made.spec())
    return Drawn(spec, made.title, made.subtitle, made.alt_text, made.notes, made.columns, made.rows, False)


def test_the_png_is_as_wide_as_a_slide():
    content = pictures.still_file(SCREEN, _drawn(), "png")
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert 1900 <= struct.unpack(">I", content[16:20])[0] <= 2300


def test_the_svg_says_title_figures_and_source_and_asks_for_nothing():
    drawn = _drawn()
    text = html.unescape(pictures.still_file(SCREEN, drawn, "svg").decode())
    said = " ".join(re.sub(r"<[^>]+>", " ", text).replace("\u00a0", " ").split())
    assert drawn.title.split(",")[0] in said and "2,5%" in said
    assert "Nguồn: Tỉnh Thử · Dữ liệu minh họa" in said
    assert not re.search(r"(href|src)=\"http", text)
