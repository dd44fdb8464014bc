"""What every layout of form shares: the lines above a table, the names in it, and its counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from dashboard.forms import ATTRIBUTES, DATE_ATTRIBUTES, FormVersion
from dashboard.ingest.names import (
    Ambiguous,
    FieldIndex,
    UnitIndex,
    build_field_index,
    build_unit_index,
    match_field,
    match_unit,
    normalise,
)
from dashboard.ingest.numbers import parse_count, parse_date
from dashboard.ingest.periods import StatedPeriod, parse_period
from dashboard.ingest.recognise import Placed
from dashboard.ingest.rules import count_problem, finding, shown, unmatched, without_value
from dashboard.ingest.workbook import CellValue, Sheet, address, letter
from dashboard.metrics.catalogue import load_catalogue
from dashboard.report import UNMATCHED, FactRow, Field, Finding, Level, Period, Reference, Unit
from dashboard.words import text as say

Place = tuple[int, int]

_NOT_COUNTS = frozenset({"report_missing"})


@dataclass(slots=True)
class Lines:
    """The labelled values of a file, each with the cell where it stands."""

    values: dict[str, CellValue] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)

    def text(self, id_: str) -> str:
        value = self.values.get(id_)
        return "" if value is None else shown(value).strip()


@dataclass(slots=True)
class Names:
    """Matching of names against one workspace, remembered for the next file that asks with the same reference."""

    reference: Reference
    units: UnitIndex
    fields: FieldIndex
    known_fields: dict[str, Field | Ambiguous | None] = field(default_factory=dict)
    known_units: dict[str, Unit] = field(default_factory=dict)

    def field_of(self, text: str) -> Field | Ambiguous | None:
        if text not in self.known_fields:
            self.known_fields[text] = match_field(self.fields, text)
        return self.known_fields[text]


_recent: list[Names] = []


def names_of(reference: Reference) -> Names:
    """The indexes of a reference; those of the last few are kept, since a batch asks with the same one."""
    for names in _recent:
        if names.reference is reference:
            return names
    names = Names(reference, build_unit_index(reference, [reference.province]), build_field_index(reference))
    _recent.append(names)
    del _recent[:-4]
    return names


@dataclass(slots=True)
class Job:
    """One file being read: what it is, for which period, and all that is found on the way."""

    form: FormVersion
    names: Names
    period: Period
    findings: list[Finding]

    def unit(self, text: str, level: Level | None = None) -> Unit | Ambiguous | None:
        """The unit of a name in the file's period; a heading of its level tells units of one name apart."""
        if text in self.names.known_units:
            return self.names.known_units[text]
        found = match_unit(self.names.units, text, self.period.start, self.period.end)
        if isinstance(found, Ambiguous) and level is not None:
            of_level = tuple(u for u in found.candidates if isinstance(u, Unit) and u.level == level)
            return of_level[0] if len(of_level) == 1 else found
        return found

    def field_id(self, sheet: Sheet, row: int, column: int, text: str) -> str:
        """The field of a name. One that fits none is listed (V14) and stands for itself, so that totals stay whole."""
        found = self.names.field_of(text)
        if isinstance(found, Field):
            return found.field_id
        self.findings.append(unmatched("field", sheet, row, column, text, candidates(found)))
        return UNMATCHED + text.strip()


def candidates(found: object) -> list[str]:
    """The names of those meant; of two with one name the id tells which."""
    if not isinstance(found, Ambiguous):
        return []
    names = [candidate.name for candidate in found.candidates]
    ids = [c.unit_id if isinstance(c, Unit) else c.field_id for c in found.candidates]
    return [f"{name} ({id_})" if names.count(name) > 1 else name for name, id_ in zip(names, ids, strict=True)]


def read_lines(form: FormVersion, sheet: Sheet, bottom: int) -> Lines:
    """The labelled values in the rows above `bottom`: behind the label's colon, or in the next cell that is filled."""
    labels = {normalise(text): line.id for line in form.lines for text in line.texts}
    lines = Lines()
    for r, row in enumerate(sheet.rows[:bottom]):
        for c, cell in enumerate(row):
            if not isinstance(cell, str):
                continue
            for part in cell.split("\n"):
                _read_line(labels, lines, row, (r, c), part)
    return lines


def _read_line(labels: Mapping[str, str], lines: Lines, row: Sequence[CellValue], at: Place, text: str) -> None:
    label, colon, value = text.partition(":")
    id_ = labels.get(normalise(label))
    if id_ is None or id_ in lines.values:
        return
    if value.strip():
        lines.values[id_], lines.places[id_] = value.strip(), at
        return
    after = ((c, cell) for c, cell in enumerate(row[at[1] + 1 :], start=at[1] + 1) if cell not in (None, ""))
    column, found = next(after, (at[1], None))
    if found is not None and not (isinstance(found, str) and normalise(found.partition(":")[0]) in labels):
        lines.values[id_], lines.places[id_] = found, (at[0], column)
    elif colon:
        lines.places.setdefault(id_, at)


def stated_period(form: FormVersion, lines: Lines, sheet: Sheet, bottom: int) -> StatedPeriod:
    """The period that the labelled lines give, else a title that is nothing but a period."""
    value = lines.values.get("period")
    stated = parse_period(shown(value)) if value is not None and not isinstance(value, date) else StatedPeriod()
    start = parse_date(lines.values.get("from")) or stated.start
    end = parse_date(lines.values.get("to")) or stated.end
    label = stated.label
    for text in _bare_texts(sheet, bottom) if label is None else ():
        found = parse_period(text)
        label = label or found.label
        start, end = start or found.start, end or found.end
    is_cumulative = word_id(form, "cumulative", lines.values.get("cumulative"))
    said = {"yes": True, "no": False}.get(is_cumulative or "", stated.is_cumulative)
    return StatedPeriod(label, start, end, said)


def _bare_texts(sheet: Sheet, bottom: int) -> Iterable[str]:
    """Cells above the table that begin with a period: "THÁNG 02 NĂM 2020", "(Từ ngày … đến ngày …)"."""
    for row in sheet.rows[:bottom]:
        for cell in row:
            if isinstance(cell, str) and len(cell) < 120:
                words = normalise(cell)
                if words.startswith(("tháng ", "quý ", "năm ", "6 tháng ", "9 tháng ", "từ ngày ", "kỳ ", "số liệu ")):
                    yield cell


def word_id(form: FormVersion, attribute: str, cell: CellValue) -> str | None:
    """The value that a word stands for, by the form's own list: "Bắt buộc" → mandatory; None for other words."""
    if cell is None:
        return None
    wanted = normalise(shown(cell)) or shown(cell).strip()
    for word in form.values:
        name, _, value = word.id.partition(":")
        if name == attribute and wanted in {normalise(text) or text for text in word.texts}:
            return value
    return None


def is_blank(cell: CellValue) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def cell_at(row: Sequence[CellValue], column: int | None) -> CellValue:
    return row[column] if column is not None and 0 <= column < len(row) else None


def text_at(row: Sequence[CellValue], column: int | None) -> str:
    cell = cell_at(row, column)
    return "" if cell is None else shown(cell).strip()


def count_places(placed: Placed) -> dict[str, int]:
    """The counted columns of a sheet, by place."""
    columns = load_catalogue().columns
    return {id_: at for id_, at in placed.places.items() if id_ in columns and id_ not in _NOT_COUNTS}


def letters_of(places: Mapping[str, int]) -> dict[str, str]:
    return {id_: letter(at) for id_, at in places.items()}


def read_counts(
    mapping: Job, sheet: Sheet, row: int, places: Mapping[str, int], unit: str | None = None
) -> dict[str, int]:
    """The counts of one row; what is no count is a V06 at its cell, a blank is left out. `unit` is the row's name."""
    cells = sheet.rows[row]
    counts: dict[str, int] = {}
    for id_, at in places.items():
        if at >= len(cells):
            cell: CellValue = None
        else:
            cell = cells[at]
        if cell is None:
            if sheet.uncached and (row, at) in sheet.uncached:
                mapping.findings.append(replace(without_value(sheet, row, at, id_), unit=unit))
            continue
        parsed = parse_count(cell)
        if parsed.problem:
            mapping.findings.append(replace(count_problem(parsed.problem, sheet, row, at, id_, cell), unit=unit))
        elif parsed.value is not None:
            counts[id_] = parsed.value
    return counts


def has_counts(row: Sequence[CellValue], places: Iterable[int]) -> bool:
    """Whether any of the places holds something that reads as a count, zero included."""
    return any(at < len(row) and row[at] is not None and parse_count(row[at]).value is not None for at in places)


def read_attributes(mapping: Job, placed: Placed, row: int) -> dict[str, str | date | None]:
    """The attributes of one row: dates, and words of the form's own lists."""
    found: dict[str, str | date | None] = {}
    for id_ in ATTRIBUTES:
        at = placed.places.get(id_)
        cell = cell_at(placed.sheet.rows[row], at)
        if at is None or is_blank(cell):
            continue
        value = attribute_value(mapping.form, id_, cell)
        if value is None:
            mapping.findings.append(wrong_attribute(placed.sheet, row, at, id_, cell))
        else:
            found[id_] = value
    return found


def attribute_value(form: FormVersion, id_: str, cell: CellValue) -> str | date | None:
    if id_ in DATE_ATTRIBUTES:
        return parse_date(cell)
    return shown(cell).strip() if id_ == "document_no" and cell is not None else word_id(form, id_, cell)


def wrong_attribute(sheet: Sheet, row: int, column: int, id_: str, cell: CellValue) -> Finding:
    key = "reading.not_a_date" if id_ in DATE_ATTRIBUTES else "reading.not_a_value"
    message = say(key, cell=address(row, column), value=shown(cell))
    return finding("warning", "unknown_value", message, sheet, row, column, column_id=id_, value=cell)


def is_marked(form: FormVersion, cell: CellValue) -> bool:
    """Whether a cell is crossed: x, ✓, có, 1."""
    return cell is True or cell == 1 or word_id(form, "mark", cell) == "yes" or shown(cell or "").strip() in ("✓", "✔")


class Duplicates:
    """V13: two rows of a report that say the same thing."""

    def __init__(self) -> None:
        self._first: dict[tuple[object, ...], int] = {}

    def first_row(self, subject: object, row: FactRow) -> int | None:
        """The row that already says this of the subject, if there is one."""
        key = (subject, row.field_id, row.source_system, row.part, row.is_vertical)
        first = self._first.setdefault(key, row.row)
        return None if first == row.row else first
