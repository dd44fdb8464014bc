"""Which version of which form a file is, and where its columns stand.

The texts of the headings decide, with the row of column numbers beside them; the letters of the description are asked
where a heading is missing. Nothing depends on the file's name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from dashboard.forms import ROLES, FormColumn, Forms, FormSheet, FormVersion
from dashboard.ingest.names import normalise
from dashboard.ingest.workbook import CellValue, Sheet

HEADER_ROWS = 45
"""The header of a form stands within these rows."""

UNIT_HEADINGS = frozenset(
    map(normalise, ("Đơn vị", "Tên đơn vị", "Mã đơn vị", "Cơ quan", "Cơ quan, đơn vị", "Đơn vị báo cáo", "Xã, phường"))
)
"""A column under one of these says that the lines of a table are of several units."""

_LEAST_MATCH = 0.6
_HEADER_DEPTH = 4


@dataclass(frozen=True, slots=True)
class Placed:
    """A form's sheet found in a file: the row where data begins, and the place from 0 of each column."""

    form_sheet: FormSheet
    sheet: Sheet
    header_top: int
    first_row: int
    places: Mapping[str, int]
    matched: int = 0


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file's form: its sheets in the order of the description, and the info sheet if the form has one."""

    form: FormVersion
    placed: tuple[Placed, ...]
    info: Sheet | None = None


def recognise(
    sheets: Sequence[Sheet], forms: Forms, on: date | None = None, *, is_of_known_unit: bool = False
) -> Recognised | None:
    """The version that fits best; of two that fit equally the one in force on the day (else the newest).

    A form of a workspace's own is only taken where no other fits, so that none can take a known form's files. A flat
    table without a column of units fits where the file is of a known unit, or its form is of one unit a file.
    """
    headers = [_Header(sheet, is_of_known_unit) for sheet in sheets if not sheet.is_hidden]
    return _best(forms.versions, headers, on) or _best(forms.own, headers, on)


def headings(sheet: Sheet, bottom: int) -> dict[int, tuple[str, tuple[str, ...]]]:
    """For each column the lowest heading at or above a row, normalised, and the headings above that."""
    return _Header(sheet).path(bottom)


def _best(versions: Sequence[FormVersion], headers: list["_Header"], on: date | None) -> Recognised | None:
    best: tuple[tuple[float, ...], Recognised] | None = None
    for form in versions:
        found = _fit(form, headers)
        if found is None:
            continue
        recognised, fit, sections = found
        is_in_force = on is None or form.valid_from <= on
        rank = (sections, round(fit, 3), _titles(form, headers), is_in_force, form.valid_from.toordinal())
        if best is None or rank > best[0]:
            best = rank, recognised
    return best[1] if best else None


def as_number(cell: CellValue) -> int | None:
    """The number of a column or row as forms write it: 3, "3", "(3)", "03"; None for anything else."""
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, str):
        text = cell.strip().strip("()[].").strip()
        return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None
    return cell if isinstance(cell, int) and not isinstance(cell, bool) else None


class _Header:
    """The first rows of a sheet, normalised once for all forms that are tried on it."""

    def __init__(self, sheet: Sheet, is_of_known_unit: bool = False) -> None:
        self.sheet, self.is_of_known_unit = sheet, is_of_known_unit
        self.rows = [[normalise(c) if isinstance(c, str) else "" for c in row] for row in sheet.rows[:HEADER_ROWS]]
        self.text = "\n".join(text for row in self.rows[:20] for text in row if text)
        self.merged = {
            (r, c): (top, left) for top, left, low, right in sheet.merged if top < HEADER_ROWS
            for r in range(top, min(low, HEADER_ROWS) + 1) for c in range(left, right + 1)
        }  # fmt: skip
        self.number_rows = [r for r in range(len(self.rows)) if self._is_number_row(r)]
        self._paths: dict[int, dict[int, tuple[str, tuple[str, ...]]]] = {}

    def _is_number_row(self, row: int) -> bool:
        numbers = [n for cell in self.sheet.rows[row] if (n := as_number(cell)) is not None]
        return len(numbers) >= 5 and numbers[0] in (1, 2, 3) and all(
            b == a + 1 for a, b in pairwise(numbers)
        )  # fmt: skip

    def candidates(self) -> list[tuple[int, int | None]]:
        """Rows that may be the lowest of the header, each with its row of numbers."""
        if self.number_rows:
            return [(self._above(n), n) for n in self.number_rows]
        return [(r, None) for r in range(min(30, len(self.rows))) if self._may_be_header(r)]

    def _may_be_header(self, row: int) -> bool:
        """Whether a row has at least two words, and not more figures than words."""
        words = sum(1 for text in self.rows[row] if text and not text[0].isdigit())
        figures = sum(1 for cell in self.sheet.rows[row] if isinstance(cell, float) or (cell and as_number(cell)))
        return words >= 2 and words >= figures

    def _above(self, row: int) -> int:
        while row > 0:
            row -= 1
            if any(self.rows[row]):
                return row
        return 0

    def path(self, bottom: int) -> dict[int, tuple[str, tuple[str, ...]]]:
        """For each column its lowest heading at or above `bottom`, and the headings above that (merged ones too)."""
        if bottom not in self._paths:
            top = max(0, bottom - _HEADER_DEPTH + 1)
            width = max((len(row) for row in self.rows[top : bottom + 1]), default=0)
            self._paths[bottom] = {
                c: path for c in range(width) if (path := self._column_path(c, top, bottom)) is not None
            }
        return self._paths[bottom]

    def _column_path(self, column: int, top: int, bottom: int) -> tuple[str, tuple[str, ...]] | None:
        leaf, above = "", []
        for row in range(bottom, top - 1, -1):
            own = self._cell(row, column)
            if not leaf:
                leaf = own
            else:
                text = own or self._left(row, column)
                if text and text != leaf:
                    above.append(text)
        return (leaf, tuple(above)) if leaf else None

    def _cell(self, row: int, column: int) -> str:
        row, column = self.merged.get((row, column), (row, column))
        return self.rows[row][column] if column < len(self.rows[row]) else ""

    def _left(self, row: int, column: int) -> str:
        """The nearest heading to the left: what a group that was not merged, or whose merge was lost, stands over."""
        return next((text for text in reversed(self.rows[row][:column]) if text), "")


def _fit(form: FormVersion, headers: list[_Header]) -> tuple[Recognised, float, float] | None:
    placed: list[Placed] = []
    score = 0.0
    info = None
    for form_sheet in form.sheets:
        if form_sheet.kind == "info":
            info = next((h.sheet for h in headers if normalise(h.sheet.name) == normalise(form_sheet.name)), None)
            continue
        tables = [found for header in headers if (found := _place(form, form_sheet, header))]
        if not tables:
            continue
        if form.layout == "scores":  # sheets of departments and of communes look alike, and all are read
            return Recognised(form, tuple(tables)), max(t.matched for t in tables) / len(form_sheet.columns), 0.0
        table = max(tables, key=lambda t: (normalise(t.sheet.name) == normalise(form_sheet.name), t.matched))
        placed.append(table)
        score += table.matched / len(form_sheet.columns)
    if not placed:
        return None
    if form.layout == "book":
        # Families may have alike headings: a book is known by its info sheet or by the name of a sheet.
        is_named = any(normalise(t.sheet.name) == normalise(t.form_sheet.name) for t in placed)
        return (Recognised(form, tuple(placed), info), 2.0, 0.0) if is_named or info is not None else None
    fit = score
    if form.layout == "flat":  # of the workspace's own ones that which explains most columns
        fit = float(placed[0].matched) if form.is_own else 1.0
    return Recognised(form, tuple(placed), info), fit, _section_hits(form, placed[0])


def _place(form: FormVersion, form_sheet: FormSheet, header: _Header) -> Placed | None:
    best: Placed | None = None
    for bottom, number_row in header.candidates():
        found = _place_at(form, form_sheet, header, bottom, number_row)
        if found and (best is None or found.matched > best.matched):
            best = found
    return best


def _place_at(
    form: FormVersion, form_sheet: FormSheet, header: _Header, bottom: int, number_row: int | None
) -> Placed | None:
    path = header.path(bottom)
    places: dict[str, int] = {}
    unsure: list[FormColumn] = []
    for column in form_sheet.columns:
        at = _find(column, path)
        if len(at) == 1:
            places[column.id] = at[0]
        elif len(at) != 0 or form.layout != "flat":
            unsure.append(column)
    if len(set(places.values())) != len(places):
        return None
    matched = len(places)
    if form.layout == "flat":
        is_flat = "period" in places or "from" in places or matched >= 3
        n_missing, leaves = len(form_sheet.columns) - matched, {leaf for leaf, _ in path.values()}
        has_subject = "unit" in places or "level" in places or _is_of_one_unit(form, n_missing, leaves, header)
        has_figures = bool(places.keys() - ROLES)
        if not (is_flat and has_subject and has_figures and matched >= 3):
            return None
        return Placed(form_sheet, header.sheet, bottom, bottom + 1, places, matched)
    if matched < _LEAST_MATCH * len(form_sheet.columns):
        return None
    _fill_by_place(form_sheet, header, number_row, places, unsure)
    first = (number_row if number_row is not None else bottom) + 1
    if len(places) < 2:
        return None
    top = max(0, bottom - _HEADER_DEPTH + 1)
    return Placed(form_sheet, header.sheet, top, first, places, matched)


def _is_of_one_unit(form: FormVersion, n_missing: int, leaves: set[str], header: _Header) -> bool:
    """Whether a table is of one unit: its form says so, all of whose columns are there and no other of units."""
    if form.is_of_one_unit:
        return not n_missing and not leaves & UNIT_HEADINGS
    return header.is_of_known_unit and not form.is_own


def _find(column: FormColumn, path: Mapping[int, tuple[str, tuple[str, ...]]]) -> list[int]:
    """The places whose heading, below the column's group if it has one, is one of the column's texts."""
    texts = {normalise(text) for text in column.texts}
    group = normalise(column.group)
    at = [c for c, (leaf, _) in path.items() if leaf in texts]
    if group:
        at = [c for c in at if any(group == text or group in text for text in path[c][1])]
    elif len(at) > 1:
        at = [c for c in at if not path[c][1]] or at
    return at


def _fill_by_place(
    form_sheet: FormSheet,
    header: _Header,
    number_row: int | None,
    places: dict[str, int],
    unsure: list[FormColumn],
) -> None:
    """Columns whose heading was not found: by their number, else by their letter when all others moved alike."""
    numbers = {}
    if number_row is not None:
        row = header.sheet.rows[number_row]
        numbers = {n: c for c, cell in enumerate(row) if (n := as_number(cell)) is not None}
    moves = {places[c.id] - c.index for c in form_sheet.columns if c.id in places and c.index >= 0}
    for column in unsure:
        number = as_number(column.number)
        at = numbers.get(number) if number is not None else None
        if at is None and len(moves) == 1:
            at = column.index + next(iter(moves))
        if at is not None and at >= 0 and at not in places.values():
            places[column.id] = at


def _titles(form: FormVersion, headers: list[_Header]) -> int:
    texts = "\n".join(header.text for header in headers)
    return sum(any(normalise(text) in texts for text in title) for title in form.titles)


def _section_hits(form: FormVersion, placed: Placed) -> float:
    """Whether the headings between the rows are there, for forms that are told apart by them alone."""
    if form.layout != "unit" or not form.sections:
        return 0.0
    names = {normalise(text) for section in form.sections for text in section.texts}
    at = placed.places.get("field", 1)
    for row in placed.sheet.rows[placed.first_row :]:
        for cell in row[max(0, at - 1) : at + 1]:
            if isinstance(cell, str) and strip_numeral(normalise(cell)) in names:
                return 1.0
    return -1.0


_NUMERALS = frozenset({"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "a", "b", "c", "d"})


def strip_numeral(words: str) -> str:
    """Normalised words without a leading Roman numeral or letter: "ii trên hệ thống tỉnh" → "trên hệ thống tỉnh"."""
    first, _, rest = words.partition(" ")
    return rest if rest and first in _NUMERALS else words


def is_numeral(cell: CellValue) -> bool:
    """Whether a cell numbers a heading: I, II, … or A, B."""
    return isinstance(cell, str) and normalise(cell) in _NUMERALS
