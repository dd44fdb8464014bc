"""A document model becomes pages: all of its text, none of it as a command, on one page where it must."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from dashboard.charts.still import svg as to_svg
from dashboard.exports.document import (
    Beside,
    Column,
    Document,
    Drawing,
    Drawings,
    Figure,
    Figures,
    Heading,
    Notes,
    Paragraph,
    Table,
)
from dashboard.exports.pdf import to_pdf

EMPTY = Document(
    title="Sở Tư pháp", kicker="Tỉnh Thử", subtitle="Tháng 10/2026", source="Nguồn: 3 tệp", made_words="Cập nhật 01/11/2026",
    page_words="Trang {page}/{pages}", made=datetime(2026, 11, 22, 3, tzinfo=UTC), blocks=(), is_one_page=True,
)  # fmt: skip
HOSTILE = '#strong[x] *đậm* _nghiêng_ $x^2$ `mã` @nhãn <nhãn> \\ // -- #import "a": * [ngoặc] \'nháy\' "nháy"'


def read(document: Document) -> PdfReader:
    return PdfReader(io.BytesIO(to_pdf(document)))


def text(document: Document) -> str:
    """The text of all pages, lines joined: a line may break anywhere between words."""
    return " ".join(" ".join(page.extract_text() for page in read(document).pages).split())


def everything(words: str) -> Document:
    """A document with the words in every place that takes a text."""
    blocks = (
        Heading(words),
        Paragraph(words),
        Figures((Figure(words, words, words, words, "bad", (words, words)),)),
        Beside((Table((Column(words, share=1), Column(words, "right", 1)), ((words, words),)),), (Table((Column("a"),), (), words),)),
        Notes(words, (words,)),
        Drawings((Drawing("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>", words, words, words),)),
    )  # fmt: skip
    return replace(
        EMPTY, title=words, kicker=words, subtitle=words, source=words, made_words=words, badge=words, blocks=blocks
    )


def test_text_that_would_be_a_command_is_printed_as_it_is():
    document = everything(HOSTILE)
    assert text(document).count("#strong[x] *đậm* _nghiêng_ $x^2$ `mã` @nhãn <nhãn> \\ // -- #import") >= 12
    assert len(read(document).pages) == 1


@settings(max_examples=15)
@given(st.text(max_size=60))
def test_any_text_makes_a_page(words):
    assert len(read(everything(words)).pages) == 1


def test_vietnamese_comes_out_letter_by_letter_in_our_own_type():
    words = "Ủy ban nhân dân phường Nguyễn Huệ: ẳ ẵ ặ ề ể ễ ộ ỗ ợ ữ ự ỳ ỷ ỹ đ Đ Ỹ, 1.234 hồ sơ – 78,24% ≤ 0,5 điểm %"
    document = replace(EMPTY, blocks=(Paragraph(words),))
    assert words in text(document)
    fonts = {str(font) for page in read(document).pages for font in _fonts(page)}
    assert fonts and all("BeVietnamPro" in font for font in fonts)


def _fonts(page):
    return [font.get_object()["/BaseFont"] for font in page["/Resources"]["/Font"].values()]


@pytest.mark.parametrize("times", [1, 12, 30])
def test_however_much_there_is_it_is_set_smaller_until_it_fits_one_page(times):
    rows = tuple((f"Lĩnh vực có tên rất dài số {n}", "1.234", "78,24%") for n in range(times))
    columns = (Column("Lĩnh vực", share=2), Column("Số hồ sơ", "right", 1), Column("Tỷ lệ", "right", 1))
    tiles = Figures(tuple(Figure("Tên " * 9, "98,77%", "321/325 văn bản", lines=("dòng " * 12,)) for _ in range(6)))
    document = replace(EMPTY, blocks=(tiles, Table(columns, rows)))
    assert len(read(document).pages) == 1
    assert f"số {times - 1}" in text(document)


def test_a_longer_document_runs_over_pages_that_know_their_number():
    lines = tuple(Paragraph(f"Đoạn {n}. " + "chữ " * 80) for n in range(40))
    reader = read(replace(EMPTY, blocks=lines, is_one_page=False, badge="Dữ liệu minh họa"))
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert f"Trang {number}/{len(pages)}" in page
        assert "Nguồn: 3 tệp" in page and "Dữ liệu minh họa" in page


def test_the_same_document_gives_the_same_bytes_and_no_page_asks_for_anything():
    document = everything("Sở Tư pháp")
    first = to_pdf(document)
    assert first == to_pdf(document)
    assert not re.search(rb"/URI|/JavaScript|/Launch", first)


def test_a_chart_is_drawn_at_the_width_asked_for_with_its_words_kept():
    spec = {
        "data": {"values": [{"x": 1, "words": "Đất đai 4,2%"}]}, "mark": "text", "width": "container", "height": 40,
        "encoding": {"text": {"field": "words"}, "x": {"field": "x", "type": "quantitative"}},
    }  # fmt: skip
    svg = to_svg(spec, 320)
    assert 'width="320"' in svg
    assert "Đất đai 4,2%" in svg
    assert spec["width"] == "container"
    assert "Đất đai 4,2%" in text(replace(EMPTY, blocks=(Drawings((Drawing(svg, "Tên", "Lời"),)),)))
