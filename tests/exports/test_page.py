"""A document as one HTML file: every text as it is, nothing that leads outside."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

from dashboard.charts.palette import palette
from dashboard.exports.document import Column, Drawing, Drawings, Table
from dashboard.exports.page import to_html
from tests.exports.test_pdf import EMPTY, everything

HOSTILE = "</script><script>alert(1)</script> \"'&<b>"


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - named by the base class
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def made(document) -> str:
    return to_html(document, "window.vegaEmbed = 1; '</script>'", "Không vẽ được").decode()


def test_text_that_would_be_markup_is_shown_as_it_is():
    reader = _Reader(made(everything(HOSTILE)))
    assert reader.tags.count("script") == 0 and "b" in reader.tags
    assert sum(HOSTILE in text for text in reader.texts) >= 10


def test_a_chart_is_inside_with_what_it_says_and_the_table_behind_it():
    spec = {"mark": "bar", "data": {"values": [{"name": HOSTILE}]}}
    table = Table((Column("Đơn vị"), Column("Quá hạn", "right")), ((HOSTILE, "1.234"),))
    one = Drawing("", "Tiêu đề", "Mô tả", "Ghi chú", spec, table=table, table_words="Xem bảng")
    page = made(replace(EMPTY, blocks=(Drawings((one,)),)))
    inside = re.search(r'<script type="application/json" id="chart-0">(.*?)</script>', page, re.DOTALL)
    assert inside and json.loads(inside[1]) == spec
    reader = _Reader(page)
    assert reader.tags.count("script") == 3 and "details" in reader.tags
    assert 'aria-label="Mô tả"' in page and "1.234" in reader.texts


def test_a_chart_has_a_second_drawing_for_dark_screens_and_the_page_has_the_colours_of_both():
    light, dark = ({"mark": {"type": "bar", "color": palette(theme).series}} for theme in ("light", "dark"))
    one = Drawing("", "Tiêu đề", "Mô tả", spec=light, dark=dark)
    page = made(replace(EMPTY, blocks=(Drawings((one, replace(one, dark=None))),)))
    found = dict(re.findall(r'<script type="application/json" id="([^"]+)">(.*?)</script>', page))
    assert {name: json.loads(spec) for name, spec in found.items()} == {
        "chart-0": light, "chart-0-dark": dark, "chart-1": light,
    }  # fmt: skip
    grounds = {theme: re.findall(r"--(ground|ink|soft|panel): (#\w+)", part) for theme, part in
               zip(("light", "dark"), page.split("prefers-color-scheme: dark) {")[:2], strict=True)}  # fmt: skip
    for theme, colours in grounds.items():
        known = palette(theme)
        assert [colour.upper() for _, colour in colours] == [known.ground, known.ink, known.muted, known.panel], theme


def test_nothing_in_the_file_leads_outside():
    page = made(EMPTY)
    assert not re.findall(r"(?:src|href)\s*=\s*[\"']?https?:|url\(\s*https?:|@import", page)
    assert "default-src 'none'" in page
