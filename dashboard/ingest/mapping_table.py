"""Biểu 06: one table, whose rows are fields of one unit, or units under headings of their level."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboard.ingest.derive import derive_row
from dashboard.ingest.mapping import (
    Duplicates,
    Job,
    Lines,
    candidates,
    cell_at,
    count_places,
    has_counts,
    is_blank,
    letters_of,
    read_counts,
)
from dashboard.ingest.names import normalise
from dashboard.ingest.numbers import parse_count
from dashboard.ingest.recognise import Placed, as_number, is_numeral, strip_numeral
from dashboard.ingest.rules import duplicate, finding, merged_header, shifted_row, shown, unmatched
from dashboard.ingest.workbook import CellValue, Sheet, letter
from dashboard.report import FAMILIES, UNMATCHED, FactRow, Family, Finding, Level, Report, Subject, Unit
from dashboard.words import text as say


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of figures: its row and name, whether it totals, and the section above it."""

    row: int
    name: str
    column: int
    is_total: bool = False
    is_section: bool = False
    section: str | None = None


@dataclass(slots=True)
class _Table:
    placed: Placed
    counts: dict[str, int]
    lines: list[_Line] = field(default_factory=list)


def map_unit_form(mapping: Job, placed: Placed, unit: Unit, family: Family) -> list[Report]:
    """The one report of a form whose rows are fields; its total is the row without a field."""
    table = _read_table(mapping, placed, "field")
    rows: list[FactRow] = []
    seen = Duplicates()
    for line in table.lines:
        field_id, part = None, None
        if line.is_section:
            part = line.name
        elif not line.is_total:
            field_id = mapping.field_id(placed.sheet, line.row, line.column, line.name)
        counts = read_counts(mapping, placed.sheet, line.row, table.counts, unit.name or None)
        if not counts and field_id and field_id.startswith(UNMATCHED):
            continue
        row = FactRow(line.row + 1, field_id, part, None if line.is_total else line.section, counts=counts)
        if first := seen.first_row(None, row):
            mapping.findings.append(duplicate(placed.sheet, line.row, line.column, str(first), line.name))
        rows.append(derive_row(family, row))
    report = Report(
        family,
        Subject("unit", unit.unit_id),
        mapping.period,
        "own",
        placed.sheet.name or None,
        letters_of(table.counts),
        tuple(rows),
    )
    return [report] if rows else []


def map_rollup(mapping: Job, placed: Placed, lines: Lines, family: Family) -> list[Report]:
    """One report for each unit, level and the province; a roll-up of one district or commune states no such total."""
    table = _read_table(mapping, placed, "unit")
    reporter = mapping.unit(lines.text("unit")) if lines.text("unit") else None
    is_of_province = not (isinstance(reporter, Unit) and reporter.level != "province")
    letters = letters_of(table.counts)
    reports: list[Report] = []
    seen = Duplicates()
    for line in table.lines:
        counts = read_counts(mapping, placed.sheet, line.row, table.counts, line.name)
        subject = _subject(mapping, placed.sheet, line, is_of_province)
        if subject is None:
            continue
        row = FactRow(line.row + 1, counts=counts)
        if first := seen.first_row(subject, row):
            mapping.findings.append(duplicate(placed.sheet, line.row, line.column, str(first), line.name))
        row = derive_row(family, row)
        reports.append(
            Report(family, subject, mapping.period, "consolidated", placed.sheet.name or None, letters, (row,))
        )
    return reports


def _subject(mapping: Job, sheet: Sheet, line: _Line, is_of_province: bool) -> Subject | None:
    if line.is_total or line.is_section:
        if not is_of_province:
            message = say("reading.partial_total", name=line.name)
            mapping.findings.append(finding("info", "partial_total", message, sheet, line.row, line.column))
            return None
        return Subject("province") if line.is_total else Subject("level", level=_level(line.section))
    unit = mapping.unit(line.name, _level(line.section))
    if isinstance(unit, Unit):
        return Subject("unit", unit.unit_id)
    mapping.findings.append(unmatched("unit", sheet, line.row, line.column, line.name, candidates(unit)))
    return None


def _level(section: str | None) -> Level | None:
    return section if section in ("province", "district", "commune") else None  # type: ignore[return-value]


def _read_table(mapping: Job, placed: Placed, role: str) -> _Table:
    """The lines of figures below the header, with their sections; what stands below the table is left alone."""
    table = _Table(placed, count_places(placed))
    mapping.findings += merged_headers(placed)
    name_at, number_at = placed.places.get(role, 1), placed.places.get("row_no")
    totals = {normalise(text) for text in mapping.form.totals}
    sections = {normalise(text): word.id for word in mapping.form.sections for text in word.texts}
    section: str | None = None
    has_ended = False
    for r in range(placed.first_row, len(placed.sheet.rows)):
        row = placed.sheet.rows[r]
        name, column = _name(row, name_at, number_at)
        words = strip_numeral(normalise(name))
        figures = has_counts(row, table.counts.values())
        number = cell_at(row, number_at)
        if not name:
            if figures and (at := _strayed_name(row, name_at, number_at, table)):
                mapping.findings.append(shifted_row(placed.sheet, r, at, row[at]))
            continue
        heading_of = _section(words, sections)
        if heading_of is not None:
            section = heading_of
            if figures:
                heading = _section_name(name)
                table.lines.append(_Line(r, heading, column, is_section=True, section=section))
        elif _without_numerals(words) in totals:
            has_ended = True
            if figures or _is_uncached(placed.sheet, r, table):
                table.lines.append(_Line(r, name, column, is_total=True))
        elif has_ended and as_number(number) is None:
            continue
        elif figures or _is_uncached(placed.sheet, r, table) or (_has_text(row, table) and as_number(number)):
            table.lines.append(_Line(r, name, column, section=section))
    return table


def _name(row: list[CellValue], name_at: int, number_at: int | None) -> tuple[str, int]:
    """The name of a row: in its column, or where "TỔNG CỘNG" was merged over the column of numbers."""
    name = cell_at(row, name_at)
    if isinstance(name, str) and name.strip() and parse_count(name).value is None:
        return name.strip(), name_at
    number = cell_at(row, number_at)
    if number_at is not None and isinstance(number, str) and is_blank(name) and as_number(number) is None:
        return ("", name_at) if is_numeral(number) else (number.strip(), number_at)
    return "", name_at


def _section(words: str, sections: Mapping[str, str]) -> str | None:
    """The section that a heading opens, also with a name behind it: "Trên Hệ thống tỉnh Bắc Giang"."""
    if words in sections:
        return sections[words]
    return next((id_ for text, id_ in sections.items() if text.count(" ") > 1 and words.startswith(text + " ")), None)


def _without_numerals(words: str) -> str:
    """ "tổng cộng i ii iii" → "tổng cộng"."""
    kept = words.split()
    while len(kept) > 1 and is_numeral(kept[-1]):
        kept.pop()
    return " ".join(kept)


def _section_name(name: str) -> str:
    head, _, rest = name.partition(".")
    return rest.strip() if rest.strip() and is_numeral(head) else name


def _strayed_name(row: list[CellValue], name_at: int, number_at: int | None, table: _Table) -> int | None:
    """Where the name of a row stands whose cells have moved; None for a row of bare figures."""
    places = set(table.counts.values())
    for at in (name_at + 1, name_at - 1, name_at + 2, name_at - 2):
        cell = cell_at(row, at)
        if isinstance(cell, str) and parse_count(cell).problem == "not_a_number" and (at in places or at != number_at):
            return at
    return None


def _has_text(row: list[CellValue], table: _Table) -> bool:
    return any(not is_blank(cell_at(row, at)) for at in table.counts.values())


def _is_uncached(sheet: Sheet, row: int, table: _Table) -> bool:
    return bool(sheet.uncached) and any((row, at) in sheet.uncached for at in table.counts.values())


def merged_headers(placed: Placed) -> list[Finding]:
    """A merge in the lowest row of the header that hides which column is which."""
    found = []
    by_place = {at: id_ for id_, at in placed.places.items()}
    groups = {column.id: column.group for column in placed.form_sheet.columns}
    for top, left, low, right in placed.sheet.merged:
        covered = [by_place[c] for c in range(left, right + 1) if c in by_place]
        if not placed.header_top <= top < placed.first_row or len(covered) < 2:
            continue
        text = shown(cell_at(placed.sheet.rows[top], left) or "")
        is_group = all(groups[id_] and normalise(groups[id_]) in normalise(text) for id_ in covered)
        is_lowest = low >= placed.first_row - 2
        if not is_group and is_lowest and top >= placed.first_row - 3:
            found.append(merged_header(placed.sheet, top, left, f"{letter(left)}–{letter(right)}"))
    return found


def family_of(placed: Placed) -> Family:
    """The family that a sheet's counts are of."""
    return next(family for family in FAMILIES if family == placed.form_sheet.kind)
