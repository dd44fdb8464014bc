"""The document itself, shown beside the tables into which its figures are typed."""

import io
from collections.abc import Callable
from html import escape

import streamlit as st
from PIL import Image

from dashboard import own_forms, tray_copy
from dashboard.ingest import pdf_page, word_binary, word_text
from dashboard.ingest.biff import OLE_MAGIC
from dashboard.ingest.pdf_page import PdfPage
from dashboard.ingest.word_text import Block
from dashboard.ingest.workbook import Sheet
from dashboard.metrics import format as fmt
from dashboard.store.tray import Entry
from dashboard.tray import TrayError
from dashboard.ui import kept, sheet_piece, tables
from dashboard.ui.html import element, join
from dashboard.ui.screen import Screen
from dashboard.ui.sheet_piece import Piece

PICTURES = (".png", ".jpg", ".jpeg")
PAGED = (".pdf", ".tif", ".tiff")
WORD = (".docx", ".doc")
SHEETS = (".xlsx", ".xls", ".ods", ".csv", ".tsv", ".txt")
MOST_ROWS, MOST_COLUMNS = 300, 30
"""Of a sheet; what lies beyond is seen in the file itself."""
MOST_PIXELS = 80_000_000
"""A larger picture is not unpacked on the server."""


def show(screen: Screen, entry: Entry) -> None:
    """Scans, pages of a PDF, paragraphs and tables of a Word file, cells of sheets; else a word that it cannot be."""
    ending = "." + entry.name.lower().rpartition(".")[2]
    try:
        if ending in PAGED:
            is_shown = _paged(screen, entry)
        elif ending in WORD:
            is_shown = _word(screen, entry)
        elif ending in SHEETS and not entry.is_case_export:
            is_shown = _sheets(screen, entry)
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


def _paged(screen: Screen, entry: Entry) -> bool:
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
    content = tray_copy.content_of(screen.context, entry)
    # By its first bytes: many a .doc is a .docx under the old name.
    blocks = (word_binary if content.startswith(OLE_MAGIC) else word_text).blocks_of(content)
    if not blocks:
        return False
    _paper(screen, blocks, entry.name)
    return True


def _sheets(screen: Screen, entry: Entry) -> bool:
    sheets = _cells(entry.sha256, _load=lambda: own_forms.sheets_of(screen.context, entry))
    if not sheets:
        return False
    names = [name or entry.name for name, _, _ in sheets]
    at = st.selectbox(
        screen.say("provenance.sheet"), range(len(sheets)), format_func=names.__getitem__, key=f"seen_{entry.entry_id}"
    )
    name, piece, is_cut = sheets[at or 0]
    st.html(sheet_piece.drawn(screen, piece, name or entry.name))
    if is_cut:
        most = {"rows": fmt.count(MOST_ROWS, screen.language), "columns": fmt.count(MOST_COLUMNS, screen.language)}
        st.html(element("p", screen.say("upload.original_cut", **most), class_="hint"))
    return True


@kept.copied(12)
def _cells(sha256: str, *, _load: Callable[[], tuple[Sheet, ...]]) -> list[tuple[str, Piece, bool]]:  # noqa: ARG001
    """The name of each sheet, its first rows and columns, and whether there are more."""
    found = []
    for sheet in _load():
        width = max(map(len, sheet.rows))
        is_cut = len(sheet.rows) > MOST_ROWS or width > MOST_COLUMNS
        piece = sheet_piece.piece_of(sheet.rows[:MOST_ROWS], 0, 0, min(width, MOST_COLUMNS))
        found.append((sheet.name, piece, is_cut))
    return found


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
