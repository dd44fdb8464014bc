"""Figures typed from a document that no program reads (PDF, Word, a scanned page): each with its page and paragraph.

They wait in the tray beside the document, are checked and previewed like a file, and accepting them makes a revision
whose original is the document; where a figure stands in it is what `trace` tells in place of sheet and cell.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from dashboard import tray
from dashboard.figures import Context
from dashboard.ingest.derive import IDENTITIES, derive_row
from dashboard.ingest.numbers import LARGEST_COUNT
from dashboard.intake import stated_period
from dashboard.metrics.catalogue import load_catalogue
from dashboard.report import FAMILIES, FactRow, Family, Finding, Reading, Reference, Report, Subject
from dashboard.store import read as store
from dashboard.store import tray as shelf
from dashboard.store.tray import KEYED_FORM, Entry
from dashboard.tray import TrayError

LONGEST_PLACE = 20
FIELD_FAMILY: Family = "dossier"
"""The family whose form has a line for each field."""
_ROW = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """One count as it was typed, and where it stands in the document; of the whole unit where it names no field."""

    column: str
    value: int
    page: str
    paragraph: str = ""
    field_id: str | None = None


@dataclass(frozen=True, slots=True)
class Keyed:
    """What was typed from one document: of which unit and period, and the figures."""

    unit_id: str
    period: str
    figures: tuple[Figure, ...]
    regime: str | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """A sum that the figures typed so far do not keep: of counts that are parts of another one, or (without `parts`) of
    the fields of the unit."""

    family: Family
    total: str
    parts: tuple[str, ...]
    stated: int
    recomputed: int
    field_id: str | None = None


def broken(figures: Iterable[Figure]) -> list[Broken]:
    """The sums all of whose terms were typed and that do not hold: told while somebody types."""
    lines: dict[str | None, dict[str, int]] = {}
    for figure in figures:
        lines.setdefault(figure.field_id, {})[figure.column] = figure.value
    return [wrong for id_, values in lines.items() for wrong in _broken_in(id_, values)] + _broken_fields(lines)


def _broken_in(field_id: str | None, values: Mapping[str, int]) -> list[Broken]:
    """The identities that the counts of a unit, or of one of its fields, do not keep."""
    return [
        Broken(family, one.total, one.parts, values[one.total], sum(values[part] for part in one.parts), field_id)
        for family, identities in IDENTITIES.items()
        for one in identities
        if all(column in values for column in one.columns)
        and values[one.total] != sum(values[part] for part in one.parts)
    ]


def _broken_fields(lines: Mapping[str | None, Mapping[str, int]]) -> list[Broken]:
    """The counts of the unit that are not the sum of its fields, where every field that was typed has the count."""
    of_fields = [values for field_id, values in lines.items() if field_id is not None]
    return [
        Broken(FIELD_FAMILY, column, (), stated, sum(values[column] for values in of_fields))
        for column, stated in lines.get(None, {}).items()
        if of_fields
        and all(column in values for values in of_fields)
        and stated != sum(values[column] for values in of_fields)
    ]


def save(context: Context, entry: Entry, keyed: Keyed) -> None:
    """Keep what was typed beside its document, and have it read and checked. Raises `TrayError`, ValueError."""
    if not tray.may_write(context):
        raise TrayError("role")
    reference = store.reference(context.workspace)
    scope = context.viewer.unit_ids
    if keyed.unit_id not in {unit.unit_id for unit in reference.units} or (scope and keyed.unit_id not in scope):
        raise TrayError("keyed_unit")
    stated_period(reference, keyed.period, keyed.regime)
    columns = load_catalogue().columns
    figures = tuple(replace(f, page=f.page.strip(), paragraph=f.paragraph.strip()) for f in keyed.figures)
    if not figures or len({(figure.column, figure.field_id) for figure in figures}) < len(figures):
        raise TrayError("keyed_none")
    fields = {field.field_id for field in reference.fields}
    for figure in figures:
        name = columns[figure.column].label if figure.column in columns else figure.column
        if figure.column not in columns or not 0 <= figure.value <= LARGEST_COUNT:
            raise TrayError("keyed_value", name=name)
        if not 0 < len(figure.page) <= LONGEST_PLACE or len(figure.paragraph) > LONGEST_PLACE:
            raise TrayError("keyed_place", name=name)
        if figure.field_id is not None and (
            figure.field_id not in fields or columns[figure.column].family != FIELD_FAMILY
        ):
            raise TrayError("keyed_field", name=name)
    shelf.save_keyed(context.workspace, entry.entry_id, asdict(replace(keyed, figures=figures)))
    tray.read_again(context, [entry.entry_id])


def of_entry(document: Mapping[str, Any]) -> Keyed:
    """What was typed, from how the tray keeps it."""
    figures = tuple(Figure(**figure) for figure in document["figures"])
    return Keyed(document["unit_id"], document["period"], figures, document["regime"])


def reading_of(document: Mapping[str, Any], reference: Reference) -> Reading:
    """What was typed, as if it had been read in a file: a report for each family, a row for the unit and each field."""
    keyed = of_entry(document)
    try:
        period = stated_period(reference, keyed.period, keyed.regime)
    except ValueError as error:
        return Reading(KEYED_FORM, findings=(Finding("reject", "no_period", str(error)),))
    assert period is not None
    reports = []
    for family in FAMILIES:
        rows = tuple(
            derive_row(family, FactRow(number, field_id, counts={f.column: f.value for f in figures}))
            for (number, field_id), figures in _rows_of(keyed, family).items()
        )
        if rows:
            reports.append(Report(family, Subject("unit", keyed.unit_id), period, rows=rows))
    return Reading(KEYED_FORM, reports=tuple(reports))


def _rows_of(keyed: Keyed, family: Family) -> dict[tuple[int, str | None], list[Figure]]:
    """The figures of a family by the number of their row and its field: the unit's own row is the first."""
    columns = load_catalogue().columns
    of_family = [figure for figure in keyed.figures if columns[figure.column].family == family]
    fields = list(dict.fromkeys(figure.field_id for figure in of_family if figure.field_id is not None))
    numbers: dict[str | None, int] = {None: _ROW} | {id_: n for n, id_ in enumerate(fields, start=_ROW + 1)}
    rows: dict[tuple[int, str | None], list[Figure]] = {}
    for figure in of_family:
        rows.setdefault((numbers[figure.field_id], figure.field_id), []).append(figure)
    return rows


def places_of(document: Mapping[str, Any], report_ids: Mapping[str, int]) -> list[list[object]]:
    """The rows of `keyed_place` for the reports of a revision, which are given by family."""
    keyed = of_entry(document)
    return [
        [report_ids[family], number, f.column, f.page, f.paragraph]
        for family in FAMILIES
        for (number, _), figures in _rows_of(keyed, family).items()
        for f in figures
    ]


def stated_columns(families: Sequence[Family]) -> list[str]:
    """The counts that reports of these families state, in the catalogue's order."""
    return [column for family in families for column in load_catalogue().stated_columns(family)]
