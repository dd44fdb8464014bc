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
_ROW = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """One count as it was typed, and where it stands in the document."""

    column: str
    value: int
    page: str
    paragraph: str = ""


@dataclass(frozen=True, slots=True)
class Keyed:
    """What was typed from one document: of which unit and period, and the figures."""

    unit_id: str
    period: str
    figures: tuple[Figure, ...]
    regime: str | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """An identity of a form that the figures typed so far do not keep."""

    family: Family
    total: str
    parts: tuple[str, ...]
    stated: int
    recomputed: int


def broken(figures: Iterable[Figure]) -> list[Broken]:
    """The identities all of whose terms were typed and that do not hold: told while somebody types."""
    values = {figure.column: figure.value for figure in figures}
    return [
        Broken(family, one.total, one.parts, values[one.total], sum(values[part] for part in one.parts))
        for family, identities in IDENTITIES.items()
        for one in identities
        if all(column in values for column in one.columns)
        and values[one.total] != sum(values[part] for part in one.parts)
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
    if not figures or len({figure.column for figure in figures}) < len(figures):
        raise TrayError("keyed_none")
    for figure in figures:
        name = columns[figure.column].label if figure.column in columns else figure.column
        if figure.column not in columns or not 0 <= figure.value <= LARGEST_COUNT:
            raise TrayError("keyed_value", name=name)
        if not 0 < len(figure.page) <= LONGEST_PLACE or len(figure.paragraph) > LONGEST_PLACE:
            raise TrayError("keyed_place", name=name)
    shelf.save_keyed(context.workspace, entry.entry_id, asdict(replace(keyed, figures=figures)))
    tray.read_again(context, [entry.entry_id])


def of_entry(document: Mapping[str, Any]) -> Keyed:
    """What was typed, from how the tray keeps it."""
    figures = tuple(Figure(**figure) for figure in document["figures"])
    return Keyed(document["unit_id"], document["period"], figures, document["regime"])


def reading_of(document: Mapping[str, Any], reference: Reference) -> Reading:
    """What was typed, as if it had been read in a file: a report for each family, its total row alone."""
    keyed = of_entry(document)
    try:
        period = stated_period(reference, keyed.period, keyed.regime)
    except ValueError as error:
        return Reading(KEYED_FORM, findings=(Finding("reject", "no_period", str(error)),))
    assert period is not None
    columns = load_catalogue().columns
    reports = []
    for family in FAMILIES:
        counts = {f.column: f.value for f in keyed.figures if columns[f.column].family == family}
        if counts:
            row = derive_row(family, FactRow(_ROW, counts=counts))
            reports.append(Report(family, Subject("unit", keyed.unit_id), period, rows=(row,)))
    return Reading(KEYED_FORM, reports=tuple(reports))


def places_of(document: Mapping[str, Any], report_ids: Mapping[str, int]) -> list[list[object]]:
    """The rows of `keyed_place` for the reports of a revision, which are given by family."""
    columns = load_catalogue().columns
    return [
        [report_ids[columns[f.column].family], _ROW, f.column, f.page, f.paragraph] for f in of_entry(document).figures
    ]


def stated_columns(families: Sequence[Family]) -> list[str]:
    """The counts that reports of these families state, in the catalogue's order."""
    return [column for family in families for column in load_catalogue().stated_columns(family)]
