"""What each version of a form looks like, read from `data/forms/<form>/<valid_from>.csv`.

A version is one CSV with the columns `record, sheet, letter, id, text, group, number`; `text` holds alternatives apart
by `|`, of which the first is the one that is written. Records:

- `form`     `id` is the layout: `unit` (rows are fields of one unit), `rollup` (rows are units under headings of their
             level), `book` (a workbook with one sheet for each family), `flat` (a line for each period and subject) or
             `scores` (rows are units with their points, on any number of sheets);
             `text` is the name that people see.
- `title`    a text by which the form is known; written above the table in this order.
- `sheet`    a sheet with its name; `id` is a family, `info` (labels beside values), `statement`, or empty for flat.
- `line`     a labelled value above the table or on the info sheet: unit, period, from, to, regime, cumulative, source,
             document_no, document_date, snapshot_on. A `number` of 1 means that it is written even when it is empty.
             A flat form with the line `unit` has no column of units: each file is of one, named above its table or
             chosen by who brings it.
- `column`   where a column stands: `id` is a counted column of metrics.toml, an attribute, or a role.
- `section`  a heading between rows: a source system (unit) or a level (rollup).
- `subject`  a word in place of a unit's name: `level:district` or `province`.
- `total`    the word of the row that totals the table.
- `value`    a word that stands for a value of an attribute: `obligation:mandatory`.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import get_args

from dashboard.forms.description import (
    ATTRIBUTES,
    LINES,
    ROLES,
    SCORES,
    FormColumn,
    FormError,
    FormLine,
    Forms,
    FormSheet,
    FormVersion,
    Layout,
    Word,
    column_index,
)  # fmt: skip
from dashboard.metrics.catalogue import load_catalogue
from dashboard.report import FAMILIES, SCORE

FORMS_FOLDER = Path(__file__).parents[2] / "data" / "forms"

_HEADER = ["record", "sheet", "letter", "id", "text", "group", "number"]
_RECORDS = frozenset({"form", "title", "sheet", "line", "column", "section", "subject", "total", "value"})
_SECTIONS: Mapping[Layout, frozenset[str]] = {
    "unit": frozenset({"ministry", "province"}),
    "rollup": frozenset({"province", "district", "commune"}),
    "book": frozenset(),
    "flat": frozenset(),
    "scores": frozenset(),
}
_WORDS = frozenset({"cumulative", "origin", "mark", "source_system"})
_SUBJECTS = frozenset({"level:province", "level:district", "level:commune", "province"})


@cache
def load_forms(folder: Path = FORMS_FOLDER) -> Forms:
    """Read and check every description below a folder; raises `FormError` at the first that is wrong."""
    versions = [_load_version(path) for path in sorted(folder.glob("*/*.csv"))]
    return Forms(tuple(sorted(versions, key=lambda version: (version.form, version.valid_from))))


@lru_cache(maxsize=8)
def with_own(own: tuple[tuple[str, date, str], ...]) -> Forms:
    """The forms of the product, and those of a workspace's own: id, from when it is valid, and CSV of each."""
    return replace(load_forms(), own=tuple(read_version(form, day, content, form) for form, day, content in own))


@dataclass(frozen=True, slots=True)
class _Record:
    where: str
    record: str
    sheet: str
    letter: str
    id: str
    texts: tuple[str, ...]
    group: str
    number: str

    def error(self, what: str) -> FormError:
        return FormError(f"{self.where}: {what}")


def _load_version(path: Path) -> FormVersion:
    try:
        valid_from = date.fromisoformat(path.stem)
    except ValueError as error:
        raise FormError(f"{path}: the file's name must be a date such as 2020-10-21.csv") from error
    return read_version(path.parent.name, valid_from, path.read_text("utf-8"), str(path))


def read_version(form: str, valid_from: date, content: str, path: str) -> FormVersion:
    """A version from its CSV; `path` is how errors name it. Raises `FormError`."""
    records = _read_records(path, content)
    heads = [r for r in records if r.record == "form"]
    if len(heads) != 1 or heads[0].id not in get_args(Layout) or not heads[0].texts:
        raise FormError(f"{path}: give exactly one `form` record with a layout {get_args(Layout)} and a name")
    layout: Layout = heads[0].id  # type: ignore[assignment]
    for record in records:
        _check(record, layout)
    _check_unique(r for r in records if r.record == "line")
    return FormVersion(
        form=form,
        valid_from=valid_from,
        layout=layout,
        name=heads[0].texts[0],
        titles=tuple(r.texts for r in records if r.record == "title"),
        sheets=_sheets(path, layout, records),
        lines=tuple(FormLine(r.id, r.texts, r.number == "1") for r in records if r.record == "line"),
        sections=_words(records, "section"),
        subjects=_words(records, "subject"),
        totals=tuple(text for r in records if r.record == "total" for text in r.texts),
        values=_words(records, "value"),
    )


def _read_records(path: str, content: str) -> list[_Record]:
    with io.StringIO(content, newline="") as file:
        reader = csv.reader(file)
        if next(reader, None) != _HEADER:
            raise FormError(f"{path}:1: the header must be {','.join(_HEADER)}")
        records = []
        for cells in reader:
            if not any(cells):
                continue
            where = f"{path}:{reader.line_num}"
            if len(cells) != len(_HEADER):
                raise FormError(f"{where}: {len(cells)} cells instead of {len(_HEADER)}")
            record, sheet, letter, id_, text, group, number = (cell.strip() for cell in cells)
            texts = tuple(part.strip() for part in text.split("|") if part.strip())
            records.append(_Record(where, record, sheet, letter, id_, texts, group, number))
    return records


def _check(record: _Record, layout: Layout) -> None:
    if record.record not in _RECORDS:
        raise record.error(f"unknown record {record.record!r}")
    if record.record != "sheet" and not record.texts:
        raise record.error("the text is empty")
    if record.record == "line" and record.id not in LINES:
        raise record.error(f"unknown line {record.id!r}")
    if record.record == "section" and record.id not in _SECTIONS[layout]:
        raise record.error(f"unknown section {record.id!r} for layout {layout}")
    if record.record == "subject" and record.id not in _SUBJECTS:
        raise record.error(f"unknown subject {record.id!r}")
    if record.record == "value" and record.id.partition(":")[0] not in {*ATTRIBUTES, *_WORDS}:
        raise record.error(f"unknown attribute {record.id!r}")
    if record.record == "sheet" and record.id not in {"", "info", "statement", *FAMILIES, SCORE}:
        raise record.error(f"unknown kind of sheet {record.id!r}")
    if record.record == "column":
        _check_column(record, layout)


def _check_column(record: _Record, layout: Layout) -> None:
    columns = load_catalogue().columns
    is_stated = record.id in columns and columns[record.id].is_stated
    if not is_stated and record.id not in ATTRIBUTES and record.id not in ROLES and record.id not in SCORES:
        raise record.error(f"unknown column id {record.id!r}")
    if layout == "flat" and record.letter:
        raise record.error("a flat file's columns stand anywhere: leave the letter empty")
    if layout != "flat" and not re.fullmatch("[A-Z]{1,2}", record.letter):
        raise record.error(f"{record.letter!r} is no column letter")


def _check_unique(records: Iterable[_Record]) -> None:
    seen: set[tuple[str, str]] = set()
    for record in records:
        if (record.sheet, record.id) in seen:
            raise record.error(f"{record.id!r} stands twice")
        seen.add((record.sheet, record.id))


def _sheets(path: str, layout: Layout, records: list[_Record]) -> tuple[FormSheet, ...]:
    found = []
    names = [r.sheet for r in records if r.record == "sheet"]
    for record in records:
        if record.record == "column" and record.sheet not in names:
            raise record.error(f"sheet {record.sheet!r} is not declared")
    for sheet in (r for r in records if r.record == "sheet"):
        own = [r for r in records if r.record == "column" and r.sheet == sheet.sheet]
        _check_unique(own)
        _check_letters(own)
        _check_family(sheet, own)
        columns = (
            FormColumn(r.id, r.texts, column_index(r.letter) if r.letter else -1, r.group, r.number) for r in own
        )
        found.append(FormSheet(sheet.sheet, sheet.id, tuple(columns)))
    if not found or (layout in ("unit", "rollup") and len(found) > 1):
        raise FormError(f"{path}: layout {layout} takes {'one sheet' if found else 'a sheet'}")
    return tuple(found)


def _check_letters(records: list[_Record]) -> None:
    seen: set[str] = set()
    for record in records:
        if record.letter and record.letter in seen:
            raise record.error(f"letter {record.letter} is taken by another column")
        seen.add(record.letter)


def _check_family(sheet: _Record, columns: list[_Record]) -> None:
    if sheet.id not in FAMILIES:
        return
    catalogue = load_catalogue().columns
    for record in columns:
        family = catalogue[record.id].family if record.id in catalogue else ATTRIBUTES.get(record.id, sheet.id)
        if family != sheet.id:
            raise record.error(f"column {record.id!r} is of family {family}, the sheet of {sheet.id}")


def _words(records: list[_Record], kind: str) -> tuple[Word, ...]:
    return tuple(Word(r.id, r.texts) for r in records if r.record == kind)
