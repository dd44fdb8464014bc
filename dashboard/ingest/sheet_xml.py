"""What the reading library does not tell about a sheet of an .xlsx: its true extent, formulas without a value, errors.

A plain sheet, as Excel and every common program write it, is checked by searching its bytes, which costs a fraction of
reading it (single rare bytes are searched first: that is ten times faster than two). Whatever is not plain, and every
row with something to report, goes through a hardened XML parser.
"""

import io
import re
from dataclasses import dataclass, field
from xml.sax import SAXException, handler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from dashboard.ingest.safety import MAX_TEXT, check_extent, damaged, too_much_text

_UNUSUAL_CELL = re.compile(rb'<c(?=[\s/>])(?! r="(?:(?:A[A-N]|[A-Z])[0-9]{1,5}"|[A-Z]{1,3}[0-9]{1,7}"[^<>]*/>))')
_UNPLAIN_CELL = re.compile(rb'<c(?=[\s/>])(?! r="[A-Z]{1,3}[0-9]{1,7}")')
_PREFIXED_CELL = re.compile(rb"c[\s/>]")
_COLUMN_IN_USE = re.compile(rb'<c r="([A-Z]+)[0-9]+"(?:[^<>]*[^<>/])?>')
_ROW_IN_USE = re.compile(rb'<c r="[A-Z]+([0-9]+)"(?:[^<>]*[^<>/])?>')
_SHARED_TEXT = re.compile(rb't="s"[^<>]*><v>([0-9]+)</v>')
_OTHER_VALUE = re.compile(rb'<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?(?: t="(?:n|b|e|str)")?><v>')
_SHORTEST_CELL = len('<c t="s"><v>0</v></c>')
_NO_VALUE = rb"\s*<(?:/|(?:\w+:)?v[^<>]*(?:/>|></))"
_WITHOUT_VALUE = (re.compile(b"f>" + _NO_VALUE), re.compile(b"f [^<>]*/>" + _NO_VALUE))
_ERROR_CELL = re.compile(rb't="e"')
_STATED_COUNT = re.compile(rb"""ount\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_MOST_STATED = 5_000_000
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ROW_NUMBER = re.compile(r"[0-9]{1,7}")


@dataclass(slots=True)
class SheetNotes:
    """Cells that the library drops, 0-based: formulas never calculated, and errors such as #DIV/0!."""

    uncached: set[tuple[int, int]] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def inspect_sheet(data: bytes, shared: "SharedTexts") -> SheetNotes:
    """Check a sheet's extent and its text when written out (raises Refused), and note what the library drops."""
    _check_extent(data)
    _check_text(data, shared)
    marks: list[int] = []
    end = data.rfind(b"</sheetData>") if b"<sheetData" in data else len(data)
    if any(part.endswith((b"<", b":")) for part in data.split(b"f")):
        for pattern in _WITHOUT_VALUE:
            marks += [match.start() for match in pattern.finditer(data, 0, end)]
    if b't="e"' in data:
        marks += [match.start() for match in _ERROR_CELL.finditer(data, 0, end)]
    if not marks:
        return SheetNotes()
    walker = _walk(data if b"<!" in data else _only_cells_at(data, sorted(marks)))
    return SheetNotes(walker.uncached, walker.errors)


class SharedTexts:
    """The lengths of a workbook's shared texts, in bytes; every cell that uses one gets its own copy."""

    def __init__(self, data: bytes) -> None:
        between = [len(text) for text in data.split(b"si>")]
        self.longest = max(between)
        self.lengths = [] if b"si/>" in data or b"si />" in data else between[1::2]

    def length(self, index: int) -> int:
        return self.lengths[index] if index < len(self.lengths) else self.longest


def check_stated_counts(data: bytes) -> None:
    """Refuse counts ("uniqueCount") that the part cannot hold: the library reserves memory by them."""
    start = data.find(b"<sheetData")
    around = data if start < 0 else data[:start] + data[max(start, data.rfind(b"</sheetData>")) :]
    for match in _STATED_COUNT.finditer(around):
        stated = match[1] or match[2] or b"0"
        if not stated.isdigit() or len(stated) > 9 or int(stated) > _MOST_STATED:
            raise damaged()


def letters_to_column(letters: str) -> int:
    """ "G" → 6."""
    number = 0
    for character in letters:
        number = number * 26 + ord(character) - 64
    return number - 1


def _check_extent(data: bytes) -> None:
    """A sheet of at most 40 columns (AN) and 99.999 rows needs no measuring; others are measured exactly."""
    is_plain = not any(map(_PREFIXED_CELL.match, data.split(b":")))
    if is_plain and not _UNUSUAL_CELL.search(data):
        return
    if is_plain and not _UNPLAIN_CELL.search(data):
        columns = set(_COLUMN_IN_USE.findall(data))
        last_row = max(map(int, set(_ROW_IN_USE.findall(data))), default=0)
        last_column = max((letters_to_column(letters.decode()) + 1 for letters in columns), default=0)
        check_extent(last_row, last_column)
        return
    walker = _walk(data)
    check_extent(walker.last_row + 1, walker.last_column + 1)


def _check_text(data: bytes, shared: SharedTexts) -> None:
    if len(data) // _SHORTEST_CELL * shared.longest <= MAX_TEXT:
        return
    values = data.count(b"<v") + data.count(b":v")
    used = _SHARED_TEXT.findall(data)
    not_understood = values - len(used) - len(_OTHER_VALUE.findall(data))
    total = sum(shared.length(int(index)) for index in used if len(index) < 10)
    if total + max(0, not_understood) * shared.longest > MAX_TEXT:
        raise too_much_text()


def _only_cells_at(data: bytes, marks: list[int]) -> bytes:
    """A small document of only those cells that hold a mark; all of it where a cell does not tell its place."""
    cells, end = [b"<sheetData>"], 0
    for mark in marks:
        if mark < end:
            continue
        start, stop = data.rfind(b"<c r=", end, mark), data.find(b"</c>", mark)
        if start < 0 or stop < 0 or b"</c>" in data[start:mark]:
            return data
        end = stop + len(b"</c>")
        cells.append(data[start:end])
    return b"".join((*cells, b"</sheetData>"))


def _walk(data: bytes) -> "_CellWalker":
    walker = _CellWalker()
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(walker)
    try:
        parser.parse(io.BytesIO(data))
    except (SAXException, DefusedXmlException, ValueError, LookupError):
        raise damaged() from None
    return walker


class _CellWalker(handler.ContentHandler):
    """Positions as the reading library counts them: by reference where a cell has one, else one after the other."""

    def __init__(self) -> None:
        super().__init__()
        self.uncached: set[tuple[int, int]] = set()
        self.errors: dict[tuple[int, int], str] = {}
        self.last_row = self.last_column = -1
        self._line = self._row = self._column = -1
        self._type = ""
        self._has_formula = self._in_value = False
        self._value: list[str] = []

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        local = name.rpartition(":")[2]
        if local == "row":
            self._start_row(attrs.get("r"))
        elif local == "c":
            self._start_cell(attrs.get("r"))
            self._type = attrs.get("t") or ""
            self._has_formula, self._value = False, []
        elif local == "f":
            self._has_formula = True
        elif local in ("v", "is"):
            self._in_value = True

    def _start_row(self, number: str | None) -> None:
        if number is not None and not _ROW_NUMBER.fullmatch(number):
            raise damaged()  # the library would wrap a larger number around
        self._line = int(number) - 1 if number else self._line + 1
        self._column = -1

    def _start_cell(self, reference: str | None) -> None:
        self._row, self._column = self._line, self._column + 1
        if reference is not None:
            match = _REFERENCE.fullmatch(reference.upper())
            if match is None:
                raise damaged()
            self._row, self._column = int(match[2]) - 1, letters_to_column(match[1])

    def characters(self, content: str) -> None:
        if self._in_value:
            self._value.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802
        local = name.rpartition(":")[2]
        if local in ("v", "is"):
            self._in_value = False
        elif local == "c":
            value = "".join(self._value)
            if value:
                self.last_row, self.last_column = max(self.last_row, self._row), max(self.last_column, self._column)
            if self._type == "e":
                self.errors[self._row, self._column] = value or "#ERROR!"
            elif self._has_formula and not value and self._type != "str":
                self.uncached.add((self._row, self._column))
