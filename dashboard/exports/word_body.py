"""The body of a Word document: headings, text, tables and pictures, set in the styles that the document has."""

import io
import re
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu
from docx.text.paragraph import Paragraph as WordParagraph

from dashboard.exports.document import Column, Heading, Paragraph, Table

PARAGRAPH = qn("w:p")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "right": WD_ALIGN_PARAGRAPH.RIGHT, "center": WD_ALIGN_PARAGRAPH.CENTER}
_TEXT_WIDTH = Cm(16)
_NARROWEST = Cm(1.15)
_ANY = "–"
"""Stands in a pattern for the words of a cell."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture (PNG) with the sentence above it, what it shows in words, and what must be known to read it."""

    png: bytes
    title: str
    alt: str
    note: str = ""
    width_cm: float = 16.0


Block = Heading | Paragraph | Table | Picture


def put(document: WordDocument, blocks: tuple[Block, ...], before: Any | None = None) -> None:
    """Set blocks at the end of a document, or before one of its paragraphs."""
    for block in blocks:
        for element in _made(document, block):
            if before is not None:
                before.addprevious(element)


def hold_together(place: Any) -> None:
    """Keep the last paragraph before a place with what comes after it: nobody signs on a page without text."""
    beside = [place.getprevious()]
    after = place.getnext()
    while after is not None and after.tag == PARAGRAPH:
        beside.append(after)
        after = after.getnext()
    for element in beside:
        if element is not None and element.tag == PARAGRAPH:
            WordParagraph(element, None).paragraph_format.keep_with_next = True  # type: ignore[arg-type]  # no part is asked for


def put_annex(document: WordDocument, heading: str, title: str, attached: str, blocks: tuple[Block, ...]) -> None:
    """An annex at the end, beginning on a new page: its heading, its title, what it is attached to."""
    first = document.add_paragraph(_clean(heading), _style(document, "Phụ lục", "Heading 1"))
    first.paragraph_format.page_break_before = True
    name = document.add_paragraph(style=_style(document, "Phụ lục", "Normal"))
    name.add_run(_clean(title))
    _outline_none(name)
    document.add_paragraph(_clean(attached), _style(document, "Kèm theo", "Normal"))
    put(document, blocks)


def append(document: WordDocument, other: WordDocument) -> None:
    """Add the pages of another document made from the same template, beginning on a new page.

    Its pictures would stay behind: letters have none.
    """
    section = document.add_section(WD_SECTION.NEW_PAGE)
    numbered = OxmlElement("w:pgNumType")
    numbered.set(qn("w:start"), "1")
    for old in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(old)
    section._sectPr.insert_element_before(numbered, "w:cols", "w:titlePg", "w:docGrid")
    end = document.element.body.sectPr
    for element in list(other.element.body):
        if element.tag != qn("w:sectPr"):
            end.addprevious(deepcopy(element))


def text_of(paragraph: Any) -> str:
    """All text of a paragraph element."""
    return "".join(node.text or "" for node in paragraph.iter(qn("w:t")))


def _made(document: WordDocument, block: Block) -> list[Any]:
    match block:
        case Heading():
            return [document.add_heading(_clean(block.text), min(block.level, 3))._p]
        case Paragraph():
            name = "Chú thích bảng" if block.is_muted else "Body Text"
            paragraph = document.add_paragraph(style=_style(document, name, "Normal"))
            run = paragraph.add_run(_clean(block.text))
            if block.is_open:
                run.italic, run.font.highlight_color = True, WD_COLOR_INDEX.YELLOW
            return [paragraph._p]
        case Picture():
            return _picture(document, block)
        case Table():
            return _table(document, block)


def _picture(document: WordDocument, block: Picture) -> list[Any]:
    title = document.add_paragraph(style=_style(document, "Bảng", "Normal"))
    title.add_run(_clean(block.title)).bold = True
    title.paragraph_format.keep_with_next = True
    place = document.add_paragraph()
    place.alignment = WD_ALIGN_PARAGRAPH.CENTER
    place.add_run().add_picture(io.BytesIO(block.png), width=Cm(block.width_cm))
    properties = next(place._p.iter(qn("wp:docPr")))
    properties.set("descr", _clean(block.alt))
    made = [title._p, place._p]
    if block.note:
        made.append(document.add_paragraph(_clean(block.note), _style(document, "Chú thích bảng", "Normal"))._p)
    return made


def _table(document: WordDocument, block: Table) -> list[Any]:
    if not block.rows:
        return [document.add_paragraph(_clean(block.empty), _style(document, "Body Text", "Normal"))._p]
    table = document.add_table(1, len(block.columns), _style(document, "Table Grid", None))
    table.autofit = False
    widths = _widths(block.columns)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    style = _style(document, "Bảng", "Normal")
    header = table.rows[0]
    _row_property(header, "w:tblHeader")
    for cell, column, width in zip(header.cells, block.columns, widths, strict=True):
        _cell(cell, column.label, style, WD_ALIGN_PARAGRAPH.CENTER, width, is_strong=True)
    patterns = {
        is_strong: _pattern(table, block.columns, widths, style, is_strong) for is_strong in {False, bool(block.strong)}
    }
    for number, texts in enumerate(block.rows):
        is_strong = number in block.strong
        line = deepcopy(patterns[is_strong])
        for place, words in zip(line.iter(qn("w:t")), texts, strict=True):
            place.text = _clean(words)
        table._tbl.append(line)
        if is_strong and texts[0] and not any(texts[1:]):
            cells = table.rows[-1].cells
            merged = cells[0].merge(cells[-1])
            for empty in merged.paragraphs[1:]:
                empty._p.getparent().remove(empty._p)
            merged.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.LEFT
    return [table._tbl]


def _pattern(table: Any, columns: tuple[Column, ...], widths: list[Emu], style: Any, is_strong: bool) -> Any:
    """A line to copy for each of its kind: python-docx takes a millisecond for every cell that it makes."""
    row = table.add_row()
    for old in row._tr.trPr if row._tr.trPr is not None else ():
        if old.tag == qn("w:tblHeader"):
            row._tr.trPr.remove(old)
    _row_property(row, "w:cantSplit")
    for cell, column, width in zip(row.cells, columns, widths, strict=True):
        _cell(cell, _ANY, style, _ALIGN[column.align], width, is_strong)
    table._tbl.remove(row._tr)
    return row._tr


def _cell(cell: Any, words: str, style: Any, alignment: Any, width: Emu, is_strong: bool) -> None:
    cell.width = width
    paragraph = cell.paragraphs[0]
    # By its id: python-docx looks through every style of the template for each paragraph that is given one.
    paragraph._p.style = style.style_id if style is not None else None
    paragraph.alignment = alignment
    paragraph.add_run(_clean(words)).bold = is_strong or None


def _widths(columns: tuple[Column, ...]) -> list[Emu]:
    """The width of each column by its share, and none narrower than a number of two digits needs.

    One without a share takes that of its heading's letters.
    """
    shares = [column.share or max(len(column.label), 4) for column in columns]
    widths = [max(_TEXT_WIDTH * share // sum(shares), _NARROWEST) for share in shares]
    widths[widths.index(max(widths))] -= sum(widths) - _TEXT_WIDTH
    return [Emu(width) for width in widths]


def _row_property(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _outline_none(paragraph: Any) -> None:
    """The title beneath "Phụ lục" belongs to that heading: it is no heading of its own."""
    level = OxmlElement("w:outlineLvl")
    level.set(qn("w:val"), "9")
    paragraph._p.get_or_add_pPr().append(level)


def _style(document: WordDocument, name: str, otherwise: str | None) -> Any:
    """A style of the template by name; an office's own template may lack it."""
    for wanted in (name, otherwise):
        try:
            return document.styles[wanted] if wanted is not None else None
        except KeyError:
            continue
    return None


def _clean(words: str) -> str:
    return _CONTROL.sub(" ", words)
