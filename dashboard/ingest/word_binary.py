"""A Word 97–2003 document (.doc) in the order in which it is read, as `word_text` gives a .docx.

Only its text is read, and which paragraphs stand in a table; nothing inside is opened or run. Layout: [MS-DOC] 2.5.1
(the heading of the file), 2.8.35 (pieces of text), 2.8.5 and 2.9.175 (properties of paragraphs).
"""

import io
import re
import struct
from collections.abc import Iterator
from typing import Literal

import olefile

from dashboard.ingest.legacy_fonts import detect_legacy, to_unicode
from dashboard.ingest.safety import Refused, check_size
from dashboard.ingest.word_text import MOST_BLOCKS, Block

MOST_LETTERS, MOST_PIECES, MOST_PAGES = 500_000, 20_000, 5_000
"""What a file says of itself is not believed beyond this: it may name the same piece of text any number of times."""
_MAGIC, _ENCRYPTED, _SECOND_TABLE = 0xA5EC, 0x0100, 0x0200
_LETTERS_AT, _PARAGRAPHS_AT, _PIECES_AT = 0x004C, 0x0102, 0x01A2
_PIECES, _NARROW = 0x02, 0x40000000
_PAGE = 512
_IN_TABLE, _ENDS_ROW = b"\x16\x24\x01", b"\x17\x24\x01"
_CELL, _PARAGRAPH, _NEW_PAGE = "\x07", "\r", "\x0c"
_CODE_OF_FIELD = re.compile("\x13[^\x13-\x15]*[\x14\x15]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1d\x1f\ufffd]")

Place = Literal["cell", "row"]
Mark = tuple[str, str, Place | None]
"""The text before a mark, the mark, and whether its paragraph stands in a cell or ends a row."""


def blocks_of(content: bytes) -> list[Block] | None:
    """Paragraphs that say something, counted from 1, and tables; null where the file must not or cannot be read."""
    try:
        check_size(content)
        return _blocks(_marks(*_streams(content)))
    except (Refused, OSError, ValueError, LookupError, struct.error):
        return None


def _streams(content: bytes) -> tuple[bytes, bytes]:
    """The stream of text and that of its properties; raises `ValueError` for what is encrypted or no document."""
    with olefile.OleFileIO(io.BytesIO(content)) as ole:
        document = ole.openstream("WordDocument").read()
        magic, flags = struct.unpack_from("<H8xH", document)
        if magic != _MAGIC or flags & _ENCRYPTED:
            raise ValueError("no document that can be read")
        return document, ole.openstream("1Table" if flags & _SECOND_TABLE else "0Table").read()


def _marks(document: bytes, table: bytes) -> Iterator[Mark]:
    places = _places(document, table)
    text: list[str] = []
    for letter, end in _letters(document, table):
        if letter in (_CELL, _PARAGRAPH, _NEW_PAGE):
            yield "".join(text), letter, places.get(end)
            text = []
        else:
            text.append(letter)
    yield "".join(text), _PARAGRAPH, None


def _letters(document: bytes, table: bytes) -> Iterator[tuple[str, int]]:
    """Each letter of the body and where it ends in the stream; notes and headers, which come after it, are left out."""
    left = min(MOST_LETTERS, *struct.unpack_from("<I", document, _LETTERS_AT))
    for start, n_letters, width in _pieces(document, table):
        piece = document[start : start + width * min(n_letters, left)]
        if width == 1:
            letters = piece.decode("cp1252", "replace")
        else:  # letter by letter, so that one outside the plane of 16 bits moves no other
            units = struct.unpack(f"<{len(piece) // 2}H", piece[: len(piece) // 2 * 2])
            letters = "".join("\ufffd" if 0xD800 <= unit < 0xE000 else chr(unit) for unit in units)
        for n, letter in enumerate(letters, start=1):
            yield letter, start + width * n
        left -= len(letters)
        if left <= 0:
            return


def _pieces(document: bytes, table: bytes) -> Iterator[tuple[int, int, int]]:
    """Start in the stream, number of letters, and bytes of a letter, of each piece: Word keeps text in pieces."""
    at, length = struct.unpack_from("<II", document, _PIECES_AT)
    end = at + length
    while at < end and table[at] != _PIECES:  # properties that pieces share stand before them
        at += 3 + struct.unpack_from("<H", table, at + 1)[0]
    count = (struct.unpack_from("<I", table, at + 1)[0] - 4) // 12
    if at >= end or not 0 < count <= MOST_PIECES:
        raise ValueError("no pieces")
    limits = struct.unpack_from(f"<{count + 1}I", table, at + 5)
    for n in range(count):
        (where,) = struct.unpack_from("<I", table, at + 5 + 4 * (count + 1) + 8 * n + 2)
        start, width = ((where & ~_NARROW) // 2, 1) if where & _NARROW else (where, 2)
        yield start, max(0, limits[n + 1] - limits[n]), width


def _places(document: bytes, table: bytes) -> dict[int, Place]:
    """What stands in a table, by where its paragraph ends in the stream."""
    at, length = struct.unpack_from("<II", document, _PARAGRAPHS_AT)
    count = (length - 4) // 8
    if not 0 <= count <= MOST_PAGES:
        raise ValueError("no properties of paragraphs")
    found: dict[int, Place] = {}
    for number in struct.unpack_from(f"<{count}I", table, at + 4 * (count + 1)):
        page = document[_PAGE * (number & 0x3FFFFF) :][:_PAGE]
        n_paragraphs = page[_PAGE - 1]
        for n in range(n_paragraphs):
            properties = _properties(page, 2 * page[4 * (n_paragraphs + 1) + 13 * n])
            if _ENDS_ROW in properties or _IN_TABLE in properties:
                end = struct.unpack_from("<I", page, 4 * (n + 1))[0]
                found[end] = "row" if _ENDS_ROW in properties else "cell"
    return found


def _properties(page: bytes, where: int) -> bytes:
    if not where:
        return b""
    length = page[where]
    return page[where + 1 : where + 2 * length] if length else page[where + 2 :][: 2 * page[where + 1]]


def _blocks(marks: Iterator[Mark]) -> list[Block]:
    found: list[Block] = []
    rows: list[tuple[str, ...]] = []
    row: list[str] = []
    cell: list[str] = []
    page, number = 1, 0
    for raw, mark, place in marks:
        text = _seen(raw)
        if place == "row":
            rows.append(tuple(row))
            row, cell = [], []
        elif mark == _CELL:
            row.append("\n".join(part for part in (*cell, text) if part))
            cell = []
        elif place == "cell":
            cell.append(text)
        else:
            if rows:
                found.append(Block(page, rows=tuple(rows)))
                rows = []
            if text:
                number += 1
                found.append(Block(page, number, text))
            page += mark == _NEW_PAGE
        if len(found) >= MOST_BLOCKS:
            break
    return [*found, Block(page, rows=tuple(rows))] if rows else found


def _seen(raw: str) -> str:
    """The text as it is seen: of a field its result; what was typed in the fonts of before Unicode, as it was meant."""
    text = _UNSEEN.sub("", _CODE_OF_FIELD.sub("", raw)).replace("\x1e", "-")
    text = " ".join(text.split())
    encoding = detect_legacy(text)
    return to_unicode(text, encoding) if encoding else text
