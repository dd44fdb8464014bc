"""The figures of a slide as tiles: one size of type for all of them, as large as their lines allow."""

import math
from typing import Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.util import Inches, Pt

from dashboard.exports.deck_pptx_style import Box, colour, font, write
from dashboard.exports.document import Figure as Tile

_GAP = Inches(0.15)
_SIDE, _TOP = Inches(0.15), Inches(0.05)
_TALLEST = Inches(2.6)
_SMALLEST, _LARGEST = 0.75, 1.5
"""How far the type of a tile may go from the size that its lines name."""
_LETTER = 0.53
"""How wide a letter is on average, in its size."""
_LEADING = 1.25
Line = tuple[str, int, str, bool]


def add_tiles(page: Any, tiles: tuple[Tile, ...], area: Box, columns: int) -> None:
    """The tiles in rows of so many; one beneath another, each takes the height that its lines need."""
    if not tiles:
        return
    columns = min(columns, len(tiles))
    rows = -(-len(tiles) // columns)
    width = (area.width - _GAP * (columns - 1)) // columns
    told = [_lines(one) for one in tiles]
    room = area.height - _GAP * (rows - 1)
    scale = _scale(told, columns, width, room)
    wanted = [
        max(_needed(lines, width, scale) for lines in told[at : at + columns]) for at in range(0, len(told), columns)
    ]
    spare = min(room, _TALLEST * rows) - sum(wanted)
    top = area.top
    for row, height in enumerate(wanted):
        tall = height + max(0, spare) // rows
        for column, (one, lines) in enumerate(list(zip(tiles, told, strict=True))[row * columns : (row + 1) * columns]):
            _tile(page, one.name, lines, Box(area.left + column * (width + _GAP), top, width, tall), scale)
        top += tall + _GAP


def _lines(one: Tile) -> list[Line]:
    """What stands in a tile: words, size, ink, and whether they are bold."""
    lines: list[Line] = [(one.name, 13, "muted", False), (one.value, 26, "ink", True)]
    if one.counts:
        lines.append((one.counts, 13, "muted", False))
    if one.status:
        lines.append((one.status, 13, one.tone, True))
    return [*lines, *((line, 12, "muted", False) for line in one.lines)]


def _scale(told: list[list[Line]], columns: int, width: int, room: int) -> float:
    """By how much the type of all tiles is larger or smaller than usual, so that the rows fit their room."""
    steps = [_LARGEST - 0.05 * step for step in range(round((_LARGEST - _SMALLEST) / 0.05) + 1)]
    for scale in steps:
        rows = [
            max(_needed(lines, width, scale) for lines in told[at : at + columns])
            for at in range(0, len(told), columns)
        ]
        if sum(rows) <= room and max(rows) <= _TALLEST:
            return scale
    return _SMALLEST


def _needed(lines: list[Line], width: int, scale: float) -> int:
    """The height of a tile's lines at a scale of type."""
    within = width - 2 * _SIDE
    return 2 * _TOP + sum(
        int(Pt(size) * scale * _LEADING) * math.ceil(len(words) * Pt(size) * scale * _LETTER / within)
        for words, size, *_ in lines
    )


def _tile(page: Any, name: str, lines: list[Line], place: Box, scale: float) -> None:
    shape = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, *place)
    shape.name = name
    shape.shadow.inherit = False
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour("panel")
    shape.line.fill.background()
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.MIDDLE
    frame.margin_left = frame.margin_right = _SIDE
    frame.margin_top = frame.margin_bottom = _TOP
    write(frame, [words for words, *_ in lines])
    for paragraph, (_, size, ink, is_bold) in zip(frame.paragraphs, lines, strict=True):
        font(paragraph, size=int(size * scale), ink=ink, is_bold=is_bold)
