"""The document itself, shown beside the tables into which its figures are typed."""

import io
from collections.abc import Callable
from html import escape

import streamlit as st
from PIL import Image

from dashboard import tray_copy
from dashboard.ingest import pdf_page, word_text
from dashboard.ingest.pdf_page import PdfPage
from dashboard.ingest.word_text import Block
from dashboard.metrics import format as fmt
from dashboard.store.tray import Entry
from dashboard.tray import TrayError
from dashboard.ui import tables
from dashboard.ui.html import element, join
from dashboard.ui.screen import Screen

PICTURES = (".png", ".jpg", ".jpeg")
MOST_PIXELS = 80_000_000
"""A larger picture is not unpacked on the server."""


def show(screen: Screen, entry: Entry) -> None:
    """A scan, the pages of a PDF, the paragraphs and tables of a Word file; or a word that it cannot be shown here."""
    ending = "." + entry.name.lower().rpartition(".")[2]
    try:
        if ending == ".pdf":
            is_shown = _pdf(screen, entry)
        elif ending == ".docx":
            is_shown = _word(screen, entry)
        else:
            is_shown = ending in PICTURES and _picture(screen, entry)
    except TrayError as problem:
        st.error(problem.say(screen.language), icon=":material/error:")
        return
    if not is_shown:
        st.info(screen.say("upload.original_unseen"), icon=":material/draft:")


def _picture(screen: Screen, entry: Entry) -> bool:
    content = tray_copy.content_of(screen.context, entry)
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS:
                return False
            picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    st.image(content, caption=entry.name, alt=screen.say("upload.original_alt", name=entry.name), width="stretch")
    return True


def _pdf(screen: Screen, entry: Entry) -> bool:
    key = f"page_{entry.entry_id}"
    number = int(st.session_state.get(key, 1))
    page = _page(entry.sha256, number, lambda: tray_copy.content_of(screen.context, entry))
    if page is None:
        return False
    pages = fmt.count(page.n_pages, screen.language)
    st.number_input(screen.say("upload.original_page", pages=pages), 1, page.n_pages, key=key)
    name = f"{entry.name}, {screen.say('upload.keyed_page').lower()} {fmt.count(number, screen.language)}"
    # As PNG: the smaller picture that a page would become otherwise blurs small type.
    alt = screen.say("upload.original_alt", name=name)
    st.image(page.picture, caption=name, alt=alt, width="stretch", output_format="PNG")
    if page.paragraphs:
        blocks = [Block(number, at, words) for at, words in enumerate(page.paragraphs, start=1)]
        label = screen.say("upload.original_words")
        tables.folded(screen, f"words_{entry.entry_id}", lambda: _paper(screen, blocks, label), label=label)
    return True


@st.cache_data(max_entries=24, show_spinner=False)
def _page(sha256: str, number: int, _load: Callable[[], bytes]) -> PdfPage | None:  # noqa: ARG001 - it is the key
    return pdf_page.page_of(_load(), number)


def _word(screen: Screen, entry: Entry) -> bool:
    blocks = word_text.blocks_of(tray_copy.content_of(screen.context, entry))
    if not blocks:
        return False
    _paper(screen, blocks, entry.name)
    return True


def _paper(screen: Screen, blocks: list[Block], name: str) -> None:
    """Paragraphs with their numbers, and tables, in a frame of their own that scrolls."""
    pages = len({block.page for block in blocks}) > 1
    pieces, page = [], 0
    for block in blocks:
        if pages and block.page != page:
            page = block.page
            words = f"{screen.say('upload.keyed_page')} {fmt.count(page, screen.language)}"
            pieces.append(element("p", words, class_="page"))
        pieces.append(_table(block) if block.rows else _paragraph(screen, block))
    frame = f'<div class="paper" tabindex="0" role="region" aria-label="{escape(name)}">'
    st.html(join(frame, *pieces, "</div>"))


def _paragraph(screen: Screen, block: Block) -> str:
    number = screen.say("upload.original_paragraph", number=fmt.count(block.number, screen.language))
    return join("<p>", element("b", number), element("span", block.text), "</p>")


def _table(block: Block) -> str:
    rows = (join("<tr>", *(element("td", cell) for cell in row), "</tr>") for row in block.rows)
    return join("<table>", *rows, "</table>")
