"""A Word document in the order in which it is read: numbered paragraphs and tables, to type figures beside it."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from dashboard.ingest.safety import Refused, check_size, open_package
from dashboard.ingest.word_tables import W, body_of, table_of, text_of

MOST_BLOCKS = 2_000


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph with its number in the document, or the rows of a table; `page` as far as Word has noted pages."""

    page: int
    number: int | None = None
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def blocks_of(content: bytes) -> list[Block] | None:
    """Paragraphs that say something, counted from 1, and tables; null where the file must not or cannot be read."""
    try:
        check_size(content)
        body = body_of(open_package(content))
    except Refused:
        return None
    found: list[Block] = []
    page, number = 1, 0
    for element in body:
        if element.tag == f"{W}tbl":
            rows, _ = table_of(element, 0)
            found.append(Block(page, rows=tuple(tuple(str(cell or "") for cell in row) for row in rows)))
        elif element.tag == f"{W}p" and (text := text_of(element)):
            number += 1
            found.append(Block(page + _begins_a_page(element), number, text))
        page += _pages_in(element)
        if len(found) == MOST_BLOCKS:
            break
    return found


def _pages_in(element: Element) -> int:
    """How many pages end inside: Word notes where pages broke when it last laid the document out."""
    noted = sum(1 for _ in element.iter(f"{W}lastRenderedPageBreak"))
    return noted or sum(1 for node in element.iter(f"{W}br") if node.get(f"{W}type") == "page")


def _begins_a_page(paragraph: Element) -> int:
    """Whether a page ends before the first word of a paragraph."""
    for node in paragraph.iter():
        if node.tag == f"{W}lastRenderedPageBreak":
            return 1
        if node.tag == f"{W}t" and (node.text or "").strip():
            break
    return 0
