"""Is a file an export of the one-stop software, and where does each column stand? Told from its first lines alone."""

import codecs
import csv
import io
from collections.abc import Sequence
from datetime import date

from dashboard.case_file import CaseLayout, CaseMap
from dashboard.ingest.case_map import load_case_maps, names_a_person
from dashboard.ingest.names import search_key
from dashboard.ingest.numbers import CellValue
from dashboard.ingest.periods import parse_period

HEAD_BYTES = 65_536
_HEAD_LINES = 30
_DELIMITERS = ",;\t|"
_NEEDED = ("code", "resolving", "received_on")


def layout_of_csv(head: bytes) -> CaseLayout | None:
    """The layout of a CSV by its first bytes (UTF-8 or UTF-16); None where it is no such export."""
    text = decode_head(head)
    if text is None:
        return None
    best: CaseLayout | None = None
    for delimiter in _DELIMITERS:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        lines: list[tuple[int, list[str]]] = []
        try:
            for cells in reader:
                lines.append((reader.line_num, cells))
                if len(lines) == _HEAD_LINES:
                    break
        except csv.Error:
            continue
        found = _layout([cells for _, cells in lines], delimiter)
        if found and (best is None or len(found[1].places) > len(best.places)):
            at, layout = found
            best = _with_first_line(layout, lines[at][0])
    return best


def layout_of_rows(rows: Sequence[Sequence[CellValue]]) -> CaseLayout | None:
    """The layout of a sheet."""
    head = [["" if cell is None else str(cell) for cell in row] for row in rows[:_HEAD_LINES]]
    found = _layout(head, ",")
    return _with_first_line(found[1], found[0] + 1) if found else None


def layout_of_names(names: Sequence[str]) -> CaseLayout | None:
    """The layout of a Parquet file, by the names of its columns."""
    found = _layout([list(names)], ",")
    return found[1] if found else None


def is_utf16(head: bytes) -> bool:
    return head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def decode_head(head: bytes) -> str | None:
    """The text of the first bytes, a character that they cut in two left out; None where it is neither encoding."""
    name = "utf-16" if is_utf16(head) else "utf-8-sig"
    try:
        return codecs.getincrementaldecoder(name)().decode(head[:HEAD_BYTES])
    except UnicodeDecodeError:
        return None


def _layout(head: Sequence[Sequence[str]], delimiter: str) -> tuple[int, CaseLayout] | None:
    """The line of the headings and what they say, by the map that knows most of them."""
    best: tuple[int, CaseLayout] | None = None
    for at, cells in enumerate(head):
        for known in load_case_maps():
            places = _places(known, cells)
            if not _is_enough(places) or (best and len(places) <= len(best[1].places)):
                continue
            start, end = _stated(head[:at])
            headings = tuple(cell.strip() for cell in cells)
            best = at, CaseLayout(known, places, headings, 0, delimiter, start, end)
    return best


def _places(known: CaseMap, cells: Sequence[str]) -> dict[str, int]:
    """The first column of each role. A heading that tells of a person has none, whatever the map says."""
    places: dict[str, int] = {}
    for at, cell in enumerate(cells):
        role = known.columns.get(search_key(cell))
        if role is not None and not names_a_person(cell):
            places.setdefault(role, at)
    return places


def _is_enough(places: dict[str, int]) -> bool:
    return all(role in places for role in _NEEDED) and ("finished_on" in places or "status" in places)


def _stated(lines: Sequence[Sequence[str]]) -> tuple[date | None, date | None]:
    """The days that the lines above the headings name: "Từ ngày 01/10/2026 đến ngày 31/10/2026"."""
    for cells in lines:
        found = parse_period(" ".join(cell for cell in cells if cell))
        if found.start and found.end:
            return found.start, found.end
    return None, None


def _with_first_line(layout: CaseLayout, first_line: int) -> CaseLayout:
    return CaseLayout(
        layout.map, layout.places, layout.headings, first_line, layout.delimiter, layout.start, layout.end
    )
