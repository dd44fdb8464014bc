"""Contradictions that are reports of their own: totals of a level, a unit that had ended, a corrected report."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from dashboard.demo.contradictions import Expected, Sowing
from dashboard.demo.dossiers import UNKNOWN
from dashboard.demo.months import LENGTH, WORKBOOK_MONTHS
from dashboard.demo.offices import rated_year
from dashboard.demo.reporting import dossier_report, dossier_reports, level_report
from dashboard.report import Report

_ENDED_REPORT_MONTHS = (20, 21)  # July and August 2025
_ISO_MONTHS = (13, 25, 35)
_DOCUMENT_MONTHS = (8, 23, 33)
_GRADES = ("fair", "good", "very_good")


@dataclass(frozen=True, slots=True)
class ExtraReports:
    """Reports beside the usual ones, and the first versions of those that were corrected later."""

    reports: tuple[Report, ...]
    corrected: tuple[Report, ...]


def sow_extra_reports(sowing: Sowing) -> ExtraReports:
    """Adds to the ledger V07, V08, V11, V12 and V20."""
    for month in (LENGTH - 2, LENGTH - 1):  # flat files have no place for a percentage or a totalling row
        _print_wrong_share(sowing, month)
        _total_wrongly(sowing, month)
    reports = [*_after_the_end(sowing), *_iso_totals(sowing), *_document_totals(sowing)]
    return ExtraReports(tuple(reports), tuple(_corrections(sowing)))


def _print_wrong_share(sowing: Sowing, month: int) -> None:
    """V07: a percentage of signed documents that the unit's own counts do not give."""
    unit = sowing.office(month)
    columns = sowing.offices.counts["document"]
    right = float(columns["signed_docs"][month, unit] / columns["e_docs"][month, unit])
    wrong = round(right - 0.0063, 4)
    label, unit_id = sowing.periods[month].label, sowing.units[unit].unit_id
    sowing.ledger.append(Expected("V07", "document", label, "signed_docs", unit_id, stated=wrong, recomputed=right))


def _total_wrongly(sowing: Sowing, month: int) -> None:
    """V08: early and on time are exchanged in part in the totalling row; the row itself still adds up."""
    unit = sowing.office(month)
    mine = sowing.dossiers.cells.unit == unit
    for column, change in (("resolved_early", 10), ("resolved_on_time", -10)):
        counts = sowing.dossiers.counts[column][month, mine]
        right = int(counts[counts != UNKNOWN].sum())
        label, unit_id = sowing.periods[month].label, sowing.units[unit].unit_id
        sowing.ledger.append(
            Expected("V08", "dossier", label, column, unit_id, stated=right + change, recomputed=right)
        )


def _after_the_end(sowing: Sowing) -> Iterable[Report]:
    """V12: communes that ended on 30 June 2025 and report once more under their old name."""
    ended = [at for at, unit in enumerate(sowing.units) if unit.level == "commune" and unit.valid_to]
    for month, at in zip(_ENDED_REPORT_MONTHS, sowing.rng.choice(ended, 2, replace=False).tolist(), strict=True):
        unit, period = sowing.units[at], sowing.periods[month]
        counts = {
            "received_total": 14, "received_online": 11, "received_offline": 1, "carried_over": 2,
            "resolved_total": 14, "resolved_early": 9, "resolved_on_time": 5, "resolved_late": 0,
            "pending_total": 0, "pending_in_time": 0, "pending_overdue": 0,
        }  # fmt: skip
        sowing.ledger.append(Expected("V12", "dossier", period.label, "unit_id", unit.unit_id))
        yield dossier_report(unit.unit_id, period, {"chung_thuc": counts})


def _iso_totals(sowing: Sowing) -> Iterable[Report]:
    """V11: the level's ratings, or its kinds of obligation, do not add up to its total."""
    for month in _ISO_MONTHS:
        period = sowing.periods[month]
        rows = [
            sowing.offices.iso[at].attributes(month, rated_year(period))
            for at in np.flatnonzero(sowing.offices.reported[month]).tolist()
            if sowing.units[at].level == "commune"
        ]
        grades = {f"iso_rated_{grade}": sum(row["rating"] == grade for row in rows) for grade in _GRADES}
        adopted = sum(row["announced_on"] is not None and row["iso_status"] != "expired" for row in rows)
        rated = sum(grades.values())
        counts = {
            "iso_adopted": adopted, "iso_due": len(rows),
            "iso_adopted_mandatory": 0, "iso_adopted_encouraged": adopted, "iso_rated": rated + 1, **grades,
        }  # fmt: skip
        sowing.ledger.append(
            Expected("V11", "iso", period.label, "iso_rated", level="commune", stated=rated + 1, recomputed=rated)
        )
        yield level_report("iso", "commune", period, counts)


def _document_totals(sowing: Sowing) -> Iterable[Report]:
    """V08: the total stated for the departments is not the sum of what they reported, in a month when all did."""
    departments = [at for at, unit in enumerate(sowing.units) if unit.level == "province" and unit.must_report]
    for earliest in _DOCUMENT_MONTHS:
        found = (month for month in range(earliest, LENGTH) if _all_reported(sowing, month, departments))
        month = next(found, None)
        if month is None:
            continue
        live = [at for at in departments if sowing.offices.is_live[month, at]]
        sums = {
            column: int(sowing.offices.counts["document"][column][month, live].sum())
            for column in ("docs_out", "e_docs", "paper_docs", "signed_docs")
        }
        stated = {**sums, "docs_out": sums["docs_out"] + 81, "e_docs": sums["e_docs"] + 81}
        period = sowing.periods[month]
        for column in ("docs_out", "e_docs"):
            sowing.ledger.append(
                Expected(
                    "V08", "document", period.label, column, level="province",
                    stated=stated[column], recomputed=sums[column],
                )
            )  # fmt: skip
        yield level_report("document", "province", period, stated)


def _all_reported(sowing: Sowing, month: int, units: list[int]) -> bool:
    offices, label = sowing.offices, sowing.periods[month].label
    touched = {entry.unit_id for entry in sowing.ledger if entry.family == "document" and entry.period == label}
    return all(
        offices.reported[month, at] and sowing.units[at].unit_id not in touched
        for at in units
        if offices.is_live[month, at]
    )


def _corrections(sowing: Sowing) -> Iterable[Report]:
    """V20: first versions of two biểu 06 that hid late files; the usual reports hold the corrected counts."""
    for month in (LENGTH - WORKBOOK_MONTHS, LENGTH - 1):
        cell = _late_cell(sowing, month)
        unit = sowing.units[sowing.dossiers.cells.unit[cell]]
        right = _report_of(sowing, unit.unit_id, month)
        counts, field_id = sowing.dossiers.counts, sowing.dossiers.cells.field_ids[sowing.dossiers.cells.field[cell]]
        late = int(counts["resolved_late"][month, cell])
        hidden = (late + 1) // 2
        sowing.ledger.append(
            Expected(
                "V20", "dossier", sowing.periods[month].label, "resolved_late", unit.unit_id,
                field_id=field_id, stated=late, recomputed=late - hidden,
            )
        )  # fmt: skip
        rows = [
            replace(row, counts={
                **row.counts,
                "resolved_late": row.counts["resolved_late"] - hidden,
                "resolved_on_time": row.counts["resolved_on_time"] + hidden,
            })
            if row.field_id in (field_id, None) else row
            for row in right.rows
        ]  # fmt: skip
        yield replace(right, rows=tuple(rows))


def _late_cell(sowing: Sowing, month: int) -> int:
    counts, cells = sowing.dossiers.counts, sowing.dossiers.cells
    plain = np.array([at not in sowing.odd_units and unit.must_report for at, unit in enumerate(sowing.units)])
    fits = (counts["resolved_late"][month] >= 4) & (sowing.offices.reported[month] & plain)[cells.unit]
    cell = int(np.flatnonzero(fits)[0])
    sowing.odd_units.add(int(cells.unit[cell]))
    return cell


def _report_of(sowing: Sowing, unit_id: str, month: int) -> Report:
    ledger = [entry for entry in sowing.ledger if entry.period == sowing.periods[month].label]
    reports = dossier_reports(sowing.units, sowing.periods[month], month, sowing.dossiers, sowing.offices, ledger)
    return next(report for report in reports if report.subject.unit_id == unit_id)
