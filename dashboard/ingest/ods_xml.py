"""What must be known of an .ods file's content before a library reads it.

A repeated row or cell is stated once and written out by the library, so a few bytes can stand for millions of cells.
This walk counts what would be written out, and notes merged cells and formulas without a value on the way.
"""

import io
from dataclasses import dataclass, field
from xml.sax import SAXException, handler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from dashboard.ingest.safety import (
    MAX_CELLS,
    MAX_TEXT,
    check_extent,
    damaged,
    too_many_cells,
    too_much_text,
)

_MAX_REPEAT = 1 << 20
"""The rows of a LibreOffice sheet."""
_SAYS_NOTHING = frozenset(
    {
        "table:style-name",
        "table:number-columns-repeated",
        "table:number-columns-spanned",
        "table:number-rows-spanned",
        "table:content-validation-name",
    }
)


@dataclass(slots=True)
class OdsSheet:
    """One sheet's merged ranges and never calculated formulas, 0-based."""

    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    uncached: set[tuple[int, int]] = field(default_factory=set)


def inspect_content(data: bytes) -> tuple[OdsSheet, ...]:
    """The sheets of `content.xml` in order; raises Refused where they would be written out beyond the limits."""
    walker = _ContentWalker()
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(walker)
    try:
        parser.parse(io.BytesIO(data))
    except (SAXException, DefusedXmlException, ValueError, LookupError):
        raise damaged() from None
    return tuple(walker.sheets)


class _ContentWalker(handler.ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[OdsSheet] = []
        self._cells = self._text = 0
        self._row = self._row_repeat = self._last_row = self._last_column = 0
        self._column = self._cell_repeat = 0
        self._has_content = self._lacks_value = self._is_in_cell = False
        self._length = 0
        self._span = (1, 1)

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        if name == "table:table":
            self.sheets.append(OdsSheet())
            self._row = self._last_row = self._last_column = 0
        elif name == "table:table-row":
            self._row_repeat = _repeat(attrs.get("table:number-rows-repeated"))
            self._column = 0
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._cell_repeat = _repeat(attrs.get("table:number-columns-repeated"))
            self._has_content = any(key not in _SAYS_NOTHING for key in attrs.getNames())
            self._lacks_value = "table:formula" in attrs.getNames() and "office:value-type" not in attrs.getNames()
            spans = attrs.get("table:number-rows-spanned"), attrs.get("table:number-columns-spanned")
            self._span = _repeat(spans[0]), _repeat(spans[1])
            self._is_in_cell, self._length = True, 0

    def characters(self, content: str) -> None:
        if self._is_in_cell:
            self._length += len(content)

    def endElement(self, name: str) -> None:  # noqa: N802
        if name in ("table:table-cell", "table:covered-table-cell") and self._is_in_cell:
            self._end_cell()
        elif name == "table:table-row":
            self._row += self._row_repeat
        elif name == "table:table" and self.sheets:
            check_extent(self._last_row, self._last_column)
            self._cells += self._last_row * self._last_column
            if self._cells > MAX_CELLS:
                raise too_many_cells()

    def _end_cell(self) -> None:
        self._is_in_cell = False
        if not self.sheets:
            return
        if self._has_content or self._length:
            self._last_row = max(self._last_row, self._row + self._row_repeat)
            self._last_column = max(self._last_column, self._column + self._cell_repeat)
            self._text += self._length * self._cell_repeat * self._row_repeat
            if self._text > MAX_TEXT:
                raise too_much_text()
        if self._lacks_value and not self._length:
            self.sheets[-1].uncached.add((self._row, self._column))
        if self._span != (1, 1):
            rows, columns = self._span
            last = (self._row + rows - 1, self._column + columns - 1)
            self.sheets[-1].merged.append((self._row, self._column, *last))
        self._column += self._cell_repeat


def _repeat(stated: str | None) -> int:
    number = int(stated) if stated else 1
    if not 1 <= number <= _MAX_REPEAT:
        raise damaged()
    return number
