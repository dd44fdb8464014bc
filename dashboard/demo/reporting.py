"""The arrays of the simulation as the reports that units send: one `Report` per unit, family and month."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from dashboard.demo.contradictions import Expected
from dashboard.demo.dossiers import COLUMNS, UNKNOWN, Counts, Dossiers
from dashboard.demo.months import LENGTH, WORKBOOK_MONTHS
from dashboard.demo.offices import Offices, rated_year, submitted_on
from dashboard.report import FactRow, Family, Level, Period, Report, Statement, Subject, Unit

SOURCE = "Dữ liệu minh họa"
_BROKEN_FIELDS = ("V01", "V02", "V03", "V04", "V05")  # a totalling row would break with them
COLLECTOR_ID = "so_noi_vu"
_STATED_LABEL = "Tỷ lệ văn bản điện tử được ký số"


def dossier_reports(
    units: Sequence[Unit], period: Period, month: int, dossiers: Dossiers, offices: Offices, ledger: Sequence[Expected]
) -> Iterator[Report]:
    """Every reporting unit's files by field; the last months have a totalling row, unless a field is wrong."""
    cells = dossiers.cells
    live = np.flatnonzero((cells.first <= month) & (month <= cells.last))
    live = live[offices.reported[month][cells.unit[live]]]
    stated = {column: dossiers.counts[column][month, live].tolist() for column in COLUMNS}
    rows: dict[int, list[FactRow]] = {}
    for at, (unit, field) in enumerate(zip(cells.unit[live].tolist(), cells.field[live].tolist(), strict=True)):
        counts = {column: values[at] for column, values in stated.items() if values[at] != UNKNOWN}
        own = rows.setdefault(unit, [])
        own.append(FactRow(row=len(own) + 1, field_id=cells.field_ids[field], counts=counts))
    contradicted = {entry.unit_id for entry in ledger if entry.rule in _BROKEN_FIELDS}
    for unit, own in rows.items():
        unit_id = units[unit].unit_id
        if month >= LENGTH - WORKBOOK_MONTHS and unit_id not in contradicted:
            own.append(_total_row(own, [entry for entry in ledger if entry.unit_id == unit_id and entry.rule == "V08"]))
        yield _of_unit("dossier", unit_id, period, tuple(own))


def _total_row(rows: Sequence[FactRow], wrong: Sequence[Expected]) -> FactRow:
    sums = {column: sum(row.counts[column] for row in rows) for column in rows[0].counts}
    sums |= {entry.column: int(entry.stated or 0) for entry in wrong}
    return FactRow(row=len(rows) + 1, counts=sums)


def office_reports(
    units: Sequence[Unit], period: Period, month: int, offices: Offices, ledger: Sequence[Expected]
) -> Iterator[Report]:
    """Procedures, ISO, documents and certificates of every reporting unit, then the list of who reported.

    In the months of workbooks these come in one book of Sở Nội vụ: consolidated, but for its own figures.
    """
    is_book = month >= LENGTH - WORKBOOK_MONTHS
    for report in _office_reports(units, period, month, offices, ledger):
        is_own = report.subject.unit_id == COLLECTOR_ID if is_book else report.family != "submission"
        yield report if is_own else replace(report, origin="consolidated")


def _office_reports(
    units: Sequence[Unit], period: Period, month: int, offices: Offices, ledger: Sequence[Expected]
) -> Iterator[Report]:
    statements = {entry.unit_id: entry for entry in ledger if entry.rule == "V07"}
    listed = [at for at in np.flatnonzero(offices.is_live[month]).tolist() if units[at].must_report]
    reporting = [at for at in listed if offices.reported[month, at]]
    for family, columns in offices.counts.items():
        for at in reporting:
            counts = _known(columns, month, at)
            if counts:
                report = _of_unit(family, units[at].unit_id, period, (FactRow(row=1, counts=counts),))
                if family == "document" and month >= LENGTH - WORKBOOK_MONTHS:
                    report = replace(report, statements=_statements(report, statements, at))
                yield report
    for at in reporting:
        attributes = offices.iso[at].attributes(month, rated_year(period))
        yield _of_unit("iso", units[at].unit_id, period, (FactRow(row=1, attributes=attributes),))
    for at in listed:
        row = _submission_row(bool(offices.reported[month, at]), int(offices.days_late[month, at]), period)
        yield _of_unit("submission", units[at].unit_id, period, (row,))


def _known(columns: Mapping[str, Counts], month: int, unit: int) -> dict[str, int]:
    return {column: int(values[month, unit]) for column, values in columns.items() if values[month, unit] != UNKNOWN}


def _statements(report: Report, wrong: Mapping[str | None, Expected], at: int) -> tuple[Statement, ...]:
    """Some units print a percentage beside their counts: right ones, and those that the ledger lists."""
    counts = report.rows[0].counts
    entry = wrong.get(report.subject.unit_id)
    if entry is None and at % 11:
        return ()
    share = entry.stated if entry and entry.stated is not None else round(counts["signed_docs"] / counts["e_docs"], 4)
    return (Statement(_STATED_LABEL, share, 0.00005, 1, "C", "document", "signed_docs", None, "e_docs", None),)


def _submission_row(has_reported: bool, days_late: int, period: Period) -> FactRow:
    on_time = int(has_reported and days_late <= 0)
    return FactRow(
        row=1,
        counts={"report_due": 1, "report_submitted": int(has_reported), "report_on_time": on_time},
        attributes={"submitted_on": submitted_on(period, days_late)} if has_reported else {},
    )


def level_report(family: Family, level: Level, period: Period, counts: Mapping[str, int]) -> Report:
    """A total that Sở Nội vụ states for a whole level."""
    row = FactRow(row=1, counts=dict(counts))
    return Report(family, Subject("level", level=level), period, "consolidated", rows=(row,), source=SOURCE)


def dossier_report(unit_id: str, period: Period, counts: Mapping[str, Mapping[str, int]]) -> Report:
    """One unit's files by field."""
    rows = (
        FactRow(row=at, field_id=field_id, counts=dict(own)) for at, (field_id, own) in enumerate(counts.items(), 1)
    )
    return _of_unit("dossier", unit_id, period, tuple(rows))


def _of_unit(family: Family, unit_id: str, period: Period, rows: tuple[FactRow, ...]) -> Report:
    return Report(family, Subject("unit", unit_id), period, rows=rows, source=SOURCE)
