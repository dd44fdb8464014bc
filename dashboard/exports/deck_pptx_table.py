"""A table of a deck as PowerPoint's own table: type as large as its lines allow."""

import math
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from dashboard.exports.deck_pptx_style import Box, colour, font
from dashboard.exports.document import Table

_SIZES = (18, 16, 14, 13, 12, 11, 10)
_PADDING = Pt(10)
_WIDEST = 0.56
"""How wide a letter is on average, in its size."""


def add_table(page: Any, table: Table, place: Box, title: str) -> None:
    """The table at the top of its place; `title` is its alt text."""
    rows = table.rows or ((table.empty, *[""] * (len(table.columns) - 1)),)
    frame = page.shapes.add_table(len(rows) + 1, len(table.columns), *place)
    frame.name = title
    frame._element.nvGraphicFramePr.cNvPr.set("descr", title)
    widths = _widths(table, place.width)
    size = _size(table, rows, widths, place.height)
    grid = frame.table
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Emu(width)
    lines = (tuple(column.label for column in table.columns), *rows)
    for number, line in enumerate(lines):
        grid.rows[number].height = Emu(min(place.height // len(lines), int(Pt(size) * 2.8)))
        for at, words in enumerate(line):
            _cell(grid.cell(number, at), words, size, table.columns[at].align == "right", number)
    frame.height = Emu(sum(row.height for row in grid.rows))


def _cell(cell: Any, words: str, size: int, is_right: bool, number: int) -> None:
    cell.text = words
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_top = cell.margin_bottom = Inches(0.03)
    cell.fill.solid()
    cell.fill.fore_color.rgb = colour("series" if number == 0 else "panel" if number % 2 == 0 else "ground")
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if is_right else PP_ALIGN.LEFT
    font(paragraph, size=size, ink="ground" if number == 0 else "ink", is_bold=number == 0)
    if not words:  # an empty cell has no run whose size could be set
        cell._tc.txBody.p_lst[0].get_or_add_endParaRPr().set("sz", str(size * 100))


def _widths(table: Table, width: int) -> list[int]:
    shares = [column.share or 1 for column in table.columns]
    return [width * share // sum(shares) for share in shares]


def _size(table: Table, rows: Any, widths: list[int], height: int) -> int:
    """The largest type in which all lines have room."""
    lines = (tuple(column.label for column in table.columns), *rows)
    for size in _SIZES:
        letter = Pt(size) * _WIDEST
        needed = 0.0
        for line in lines:
            cells = zip(line, widths, strict=True)
            most = max(math.ceil(len(words) * letter / (width - Inches(0.2))) for words, width in cells)
            needed += max(1, most) * Pt(size) * 1.2 + _PADDING
        if needed <= height:
            return size
    return _SIZES[-1]
