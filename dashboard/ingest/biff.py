"""What must be known of an .xls file before a library reads it: password, macros, extent, text, error cells.

The library reserves memory by what the file says of itself, so those statements are held against the file's own size.
Record numbers and layouts: [MS-XLS] 2.3 and 2.4.
"""

import io
import struct
from collections.abc import Iterator

import olefile

from dashboard.ingest.safety import (
    MAX_CELLS,
    MAX_TEXT,
    Refused,
    check_extent,
    damaged,
    has_macros,
    has_password,
    too_many_cells,
    too_much_text,
    unreadable,
)

OLE_MAGIC = olefile.MAGIC
_EOF, _BOUNDSHEET, _FILEPASS, _SST, _CONTINUE, _DIMENSIONS = 0x000A, 0x0085, 0x002F, 0x00FC, 0x003C, 0x0200
_FORMULA, _BOOLERR, _MULRK, _LABEL_SST = 0x0006, 0x0205, 0x00BD, 0x00FD
_CELLS = frozenset({_FORMULA, _BOOLERR, _MULRK, _LABEL_SST, 0x0203, 0x0204, 0x027E, 0x00D6})
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_WORKSHEET, _MACRO_SHEET, _VBA_SHEET = 0, 1, 6
_MAX_SHEETS = 500
_XLS_ROWS, _XLS_COLUMNS = 65_536, 256

Errors = dict[tuple[int, int], str]


def inspect_xls(content: bytes) -> tuple[Errors, ...]:
    """The error cells of each sheet, in the order of the file; raises Refused for what must not be read."""
    stream = _workbook_stream(content)
    starts, text_lengths = _globals(stream)
    sheets, cells, text = [], 0, 0
    for start in starts:
        errors, extent, characters = _sheet(stream, start, text_lengths)
        cells, text = cells + extent, text + characters
        if cells > MAX_CELLS:
            raise too_many_cells()
        if text > MAX_TEXT:
            raise too_much_text()
        sheets.append(errors)
    return tuple(sheets)


def _workbook_stream(content: bytes) -> bytes:
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as ole:
            if ole.exists("EncryptedPackage") or ole.exists("EncryptionInfo"):
                raise has_password()
            if any(part.upper().startswith(("_VBA_PROJECT", "VBA")) for path in ole.listdir() for part in path):
                raise has_macros()
            for name in ("Workbook", "Book"):
                if ole.exists(name):
                    return bytes(ole.openstream(name).read())
    except Refused:
        raise
    except Exception:  # noqa: BLE001 - a damaged container fails in many ways, and all mean the same
        raise damaged() from None
    raise unreadable("đây không phải là tệp Excel 97–2003 (.xls)")


def _records(stream: bytes, position: int) -> Iterator[tuple[int, int, int]]:
    """Kind, start and end of each record's data from `position` on."""
    size = len(stream)
    while position + 4 <= size:
        kind, length = struct.unpack_from("<HH", stream, position)
        start, position = position + 4, position + 4 + length
        if position > size:
            raise damaged()
        yield kind, start, position


def _globals(stream: bytes) -> tuple[list[int], list[int]]:
    """Where each sheet starts, and the length of each shared text."""
    starts: list[int] = []
    blocks: list[bytes] = []
    is_in_texts = False
    for kind, start, end in _records(stream, 0):
        if kind == _FILEPASS:
            raise has_password()
        if kind == _BOUNDSHEET:
            if end - start < 6 or len(starts) >= _MAX_SHEETS:
                raise damaged()
            if stream[start + 5] in (_MACRO_SHEET, _VBA_SHEET):
                raise has_macros()
            starts.append(struct.unpack_from("<I", stream, start)[0])
        if kind == _SST or (kind == _CONTINUE and is_in_texts):
            blocks.append(stream[start:end])
        is_in_texts = kind == _SST or (kind == _CONTINUE and is_in_texts)
        if kind == _EOF:
            break
    return starts, _text_lengths(blocks)


def _text_lengths(blocks: list[bytes]) -> list[int]:
    """Characters of each shared text; a text may run over into the next block, which restates its width."""
    if not blocks:
        return []
    if len(blocks[0]) < 8:
        raise damaged()
    count = struct.unpack_from("<i", blocks[0], 4)[0]
    if not 0 <= count <= sum(map(len, blocks)) // 3:
        raise damaged()
    lengths: list[int] = []
    block, position = 0, 8
    try:
        for _ in range(count):
            if position >= len(blocks[block]):
                block, position = block + 1, 0
            characters, flags = struct.unpack_from("<HB", blocks[block], position)
            lengths.append(characters)
            position += 3
            extra = 0
            if flags & 8:
                extra += 4 * struct.unpack_from("<H", blocks[block], position)[0]
                position += 2
            if flags & 4:
                extra += struct.unpack_from("<I", blocks[block], position)[0]
                position += 4
            width = 1 + (flags & 1)
            while characters:
                here = min(characters, (len(blocks[block]) - position) // width)
                characters, position = characters - here, position + here * width
                if characters:
                    block, position = block + 1, 1
                    width = 1 + (blocks[block][0] & 1)
            while extra > len(blocks[block]) - position:
                extra -= len(blocks[block]) - position
                block, position = block + 1, 0
            position += extra
    except (IndexError, struct.error):
        raise damaged() from None
    return lengths


def _sheet(stream: bytes, start: int, text_lengths: list[int]) -> tuple[Errors, int, int]:
    """A sheet's error cells, the size of its rectangle, and the characters of its shared texts written out."""
    errors: Errors = {}
    last_row = last_column = -1
    characters = 0
    for kind, at, end in _records(stream, start):
        if kind == _EOF:
            break
        if kind == _DIMENSIONS:
            _check_dimensions(stream[at:end])
        if kind not in _CELLS:
            continue
        if end - at < 6:
            raise damaged()
        row, column = struct.unpack_from("<HH", stream, at)
        last = column if kind != _MULRK else struct.unpack_from("<H", stream, end - 2)[0]
        last_row, last_column = max(last_row, row), max(last_column, last)
        if kind == _LABEL_SST and end - at >= 10:
            index = struct.unpack_from("<I", stream, at + 6)[0]
            characters += text_lengths[index] if index < len(text_lengths) else 0
        elif kind == _BOOLERR and end - at >= 8 and stream[at + 7] == 1:
            errors[row, column] = _ERRORS.get(stream[at + 6], "#ERROR!")
        elif kind == _FORMULA and end - at >= 14 and stream[at + 12 : at + 14] == b"\xff\xff" and stream[at + 6] == 2:
            errors[row, column] = _ERRORS.get(stream[at + 8], "#ERROR!")
    check_extent(last_row + 1, last_column + 1)
    return errors, (last_row + 1) * (last_column + 1), characters


def _check_dimensions(data: bytes) -> None:
    layouts = {10: "<HHHH", 14: "<IIHH"}
    if len(data) not in layouts:
        raise damaged()
    first_row, last_row, first_column, last_column = struct.unpack_from(layouts[len(data)], data)
    is_empty = last_row == 0 or last_column == 0
    if not is_empty and (first_row >= last_row or first_column >= last_column):
        raise damaged()
    if last_row > _XLS_ROWS or last_column > _XLS_COLUMNS:
        raise damaged()
