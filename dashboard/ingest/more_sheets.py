"""A workbook of several reports laid out alike: a sheet for each month, or for each unit of a district."""

from collections.abc import Iterable, Iterator, Sequence

from dashboard.forms import Forms
from dashboard.ingest.mapping import count_places, has_counts
from dashboard.ingest.recognise import Placed, Recognised, recognise
from dashboard.ingest.rules import finding
from dashboard.ingest.workbook import Sheet
from dashboard.report import Finding, Report
from dashboard.words import text as say

_OF_ONE_SHEET = ("unit", "rollup", "flat")


def further_tables(
    found: Recognised, sheets: Sequence[Sheet], forms: Forms, findings: list[Finding], *, is_of_known_unit: bool
) -> Iterator[Recognised]:
    """The other sheets of a file that hold figures in the same form; of forms that have one sheet.

    A sheet in another form is told, for it is read only from a file of its own.
    """
    if found.form.layout not in _OF_ONE_SHEET:
        return
    for sheet in sheets:
        if sheet is found.placed[0].sheet:
            continue
        again = recognise([sheet], forms, is_of_known_unit=is_of_known_unit)
        if again is None or not _has_figures(again.placed[0]):
            continue
        if again.form == found.form:
            yield again
        else:
            message = say("reading.sheet_of_another_form", sheet=sheet.name, form=again.form.name)
            findings.append(finding("warning", "unread_sheet", message, sheet))


def _has_figures(placed: Placed) -> bool:
    places = tuple(count_places(placed).values())
    return any(has_counts(row, places) for row in placed.sheet.rows[placed.first_row :])


def without_copies(before: Iterable[Report], reports: Iterable[Report], findings: list[Finding]) -> list[Report]:
    """The reports of a further sheet; a sheet that says the same again is left out, one that says otherwise is V13."""
    known = {(report.family, report.subject, report.period.period_id): report for report in before}
    kept = []
    for report in reports:
        other = known.get((report.family, report.subject, report.period.period_id))
        if other is None:
            kept.append(report)
        elif _said(other) != _said(report):
            message = say("reading.repeated_sheet", sheet=report.sheet or "", other=other.sheet or "")
            findings.append(finding("reject", "V13", message, Sheet(report.sheet or "", [])))
    return kept


def _said(report: Report) -> list[tuple[object, ...]]:
    return [(row.field_id, row.part, row.source_system, dict(row.counts)) for row in report.rows]
