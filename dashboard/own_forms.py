"""Layouts that no form describes: their columns are mapped once, on screen, and kept as a form of the workspace's own.

Such a form is flat: a line for each unit (and field), or for each field of the one unit that the file is of; its
columns are known by their headings. Lines of a level or of the province are their stated totals, that of all fields is
the unit's own; headings of groups, their sums and what stands below the table are left alone. It is data like every
other form, in the table `form_version`, tried on files that fit no other (docs/decisions/012-tray.md).
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from dashboard import tray, tray_copy
from dashboard.figures import Context
from dashboard.forms import OWN, Forms, FormVersion, load_forms, read_version
from dashboard.ingest import reporter
from dashboard.ingest.names import search_key
from dashboard.ingest.numbers import CellValue
from dashboard.ingest.own_table import numbers_columns
from dashboard.ingest.recognise import UNIT_HEADINGS, headings, recognise
from dashboard.ingest.rules import shown
from dashboard.ingest.workbook import Sheet, open_csv, open_workbook
from dashboard.intake import name_of
from dashboard.metrics.catalogue import load_catalogue
from dashboard.store import read as store
from dashboard.store.connection import now
from dashboard.store.forms import add_form
from dashboard.store.tray import Entry
from dashboard.store.write import changing
from dashboard.tray import TrayError

ROLES = ("unit", "field", "period", "note")
"""What a column can be besides a count; a table without a column of units is of one unit."""
HEADING_ROWS = 30
LEAST_COLUMNS = 3
_HEADER = ("record", "sheet", "letter", "id", "text", "group", "number")
_SHEET = "Dữ liệu"
_ROLL_UP = "bieu_06_tong_hop"
"""Its words for levels and for the province are those of any table of units."""
_TOTALS = ("Cộng", "Tổng cộng các lĩnh vực", "Toàn đơn vị", "Tổng toàn đơn vị")
_ROW_NUMBERS = ("stt", "tt", "số tt", "số thứ tự")


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a sheet that has a heading: its place from 0, the heading with those above it, and a value below."""

    place: int
    name: str
    above: str
    sample: str


def sheets_of(context: Context, entry: Entry) -> tuple[Sheet, ...]:
    """The sheets of a file of the tray; none where it cannot be opened. Raises `TrayError` where it is gone."""
    is_text = PurePath(entry.name).suffix.lower() in (".csv", ".tsv", ".txt")
    sheets, _ = (open_csv if is_text else open_workbook)(entry.name, tray_copy.content_of(context, entry))
    return tuple(sheet for sheet in sheets if not sheet.is_hidden and any(sheet.rows))


def likely_heading(sheet: Sheet) -> int:
    """The row, from 0, that is most likely the lowest of the headings: the one with most words among the first.

    Those beneath belong to it while they only part what it heads: words further right, nothing under its first two.
    """

    def words(row: Sequence[object]) -> list[int]:
        return [at for at, cell in enumerate(row) if isinstance(cell, str) and any(c.isalpha() for c in cell)]

    rows = sheet.rows[:HEADING_ROWS]
    found = max(range(len(rows)), key=lambda r: (len(words(rows[r])), -r), default=0)
    first = words(rows[found])[:2] if rows else []
    while found + 1 < len(rows) and (below := words(rows[found + 1])) and below[0] > first[-1]:
        found += 1
    return found


def headings_of(sheet: Sheet, row: int) -> list[Heading]:
    """The columns that have a heading at this row, each with the first value beneath."""
    found = []
    paths = headings(sheet, row)
    lines = [line for line in sheet.rows[row + 1 :] if not numbers_columns(line)]
    titles = set.intersection(*(set(above) for _, above in paths.values())) if paths else set()
    for place, (leaf, over) in sorted(paths.items()):
        above = next((text for text in over if text not in titles), "")
        below = (line[place] for line in lines if place < len(line) and line[place] is not None)
        found.append(Heading(place, leaf, above, _sample(next(below, ""))))
    return found


def _sample(cell: CellValue) -> str:
    return shown(int(cell) if isinstance(cell, float) and cell.is_integer() else cell)[:40]


def proposed_units(context: Context, entry: Entry, sheet: Sheet, row: int) -> list[str]:
    """The ids of the units that a sheet without a column of units may be of, the likeliest first."""
    reference = store.reference(context.workspace)
    return [unit.unit_id for unit in reporter.proposed_units(reference, sheet, row, entry.name)]


def save(
    context: Context,
    entry: Entry,
    sheet: Sheet,
    row: int,
    roles: Mapping[int, str],
    name: str,
    valid_from: date,
    unit: str | None = None,
) -> str:
    """Keep what the columns of a sheet mean as a form, and have every file that fitted none read again; the form's id.

    `roles` has by place a role or the id of a count; `unit` is whose the whole file is where no column says so. Raises
    `TrayError` where a form of it would not be known again.
    """
    if not tray.may_write(context):
        raise TrayError("role")
    named = " ".join(name.split())
    form_id = f"{OWN}{search_key(named).replace(' ', '_')}"[:60]
    if len(named) < LEAST_COLUMNS or form_id == OWN:
        raise TrayError("form_name")
    columns = headings_of(sheet, row)
    _check_roles(columns, roles, unit)
    if is_of_one_unit := "unit" not in roles.values():
        tray.check_unit(context, unit or "")
    roles = {column.place: "row_no" for column in columns if column.name in _ROW_NUMBERS} | dict(roles)
    content = _as_csv(named, columns, roles, is_of_one_unit)
    version = read_version(form_id, valid_from, content, form_id)
    if not _is_known_again(version, sheet, roles):
        raise TrayError("form_unclear")
    with changing(context.workspace) as change:
        add_form(change, form_id, valid_from, content, entered_by=name_of(context.viewer), entered_at=now())
    tray.read_again(context, [entry.entry_id], unit=unit if is_of_one_unit else None)
    unknown = (one.entry_id for one in tray.waiting(context) if one.state == "read" and one.form is None)
    tray.read_again(context, [id_ for id_ in unknown if id_ != entry.entry_id])
    return form_id


def _check_roles(columns: Sequence[Heading], roles: Mapping[int, str], unit: str | None) -> None:
    """Raises `TrayError` where a form of these columns could not be read."""
    if not set(roles.values()) - set(ROLES) or len(roles) < LEAST_COLUMNS:
        raise TrayError("form_columns", least=str(LEAST_COLUMNS))
    if len(set(roles.values())) != len(roles):
        raise TrayError("form_twice")
    if "unit" in roles.values():
        return
    if of_units := next((column.name for column in columns if column.name in UNIT_HEADINGS), None):
        raise TrayError("form_unit_column", name=of_units)
    if unit is None:
        raise TrayError("form_unit")


def _as_csv(name: str, columns: Sequence[Heading], roles: Mapping[int, str], is_of_one_unit: bool) -> str:
    output = io.StringIO(newline="")
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(_HEADER)
    writer.writerow(("form", "", "", "flat", name, "", ""))
    writer.writerow(("sheet", _SHEET, "", "", "", "", ""))
    leaves = [column.name for column in columns]
    for column in columns:
        if column.place in roles:
            group = column.above if leaves.count(column.name) > 1 else ""
            texts = column.name.replace("|", " ")
            writer.writerow(("column", _SHEET, "", roles[column.place], texts, group.replace("|", " "), ""))
    known = load_forms().latest(_ROLL_UP)
    if is_of_one_unit:
        for line in known.lines:
            writer.writerow(("line", "", "", line.id, "|".join(line.texts), "", ""))
        writer.writerow(("total", "", "", "unit", "|".join((*known.totals, *_TOTALS)), "", ""))
        for word in known.values:
            writer.writerow(("value", "", "", word.id, "|".join(word.texts), "", ""))
    for level in known.sections:
        writer.writerow(("subject", "", "", f"level:{level.id}", "|".join(level.texts), "", ""))
    writer.writerow(("subject", "", "", "province", "|".join(known.totals), "", ""))
    return output.getvalue()


def _is_known_again(version: FormVersion, sheet: Sheet, roles: Mapping[int, str]) -> bool:
    found = recognise([sheet], Forms((), (version,)))
    return found is not None and dict(found.placed[0].places) == {role: place for place, role in roles.items()}


def choices() -> list[str]:
    """All that a column can mean: roles, then the counts that reports state."""
    return [*ROLES, *(column.id for column in load_catalogue().columns.values() if column.is_stated)]
