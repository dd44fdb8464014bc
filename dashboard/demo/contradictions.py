"""Contradictions sown on purpose, as real reports hold them, and the ledger that says where each one is.

Everything else in the invented province is consistent, so a check must find exactly what the ledger lists. Reports that
merely say less (the reduced form, a column left blank) contradict nothing and stand in no ledger.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dashboard.demo.dossiers import UNKNOWN, Counts, Dossiers
from dashboard.demo.offices import Offices
from dashboard.report import Family, Level, Period, Unit

REDUCED_MONTHS = 4  # the first months, in which some communes still sent the reduced form
MERGED_MONTHS = 6
BLANK_MONTHS = range(2, 10)
_TWO_TIERS_MONTH = 20  # July 2025
_REDUCED = ("received_total", "resolved_ok", "pending_in_time", "overdue_unsplit")


@dataclass(frozen=True, slots=True)
class Expected:
    """One contradiction: `stated` is what the report says, `recomputed` what its other figures give."""

    rule: str
    family: Family
    period: str
    column: str
    unit_id: str | None = None
    level: Level | None = None
    field_id: str | None = None
    stated: float | None = None
    recomputed: float | None = None


@dataclass(slots=True)
class Sowing:
    """The arrays to sow into, who is still untouched, and the ledger as it grows."""

    units: Sequence[Unit]
    periods: Sequence[Period]
    dossiers: Dossiers
    offices: Offices
    rng: np.random.Generator
    ledger: list[Expected] = field(default_factory=list)
    odd_units: set[int] = field(default_factory=set)

    def dossier_cell(self, month: int, most: int = 2_000, level: Level | None = None) -> int:
        """A cell with some business whose unit reported this month and last, untouched so far."""
        cells, counts = self.dossiers.cells, self.dossiers.counts
        reported = self.offices.reported[month] & self.offices.reported[month - 1] & self._at(level)
        fits = (
            (cells.first < month) & (cells.last >= month) & reported[cells.unit]
            & (counts["received_online"][month] >= 40) & (counts["received_online"][month] <= most)
            & (counts["received_offline"][month] >= 8)
            & (counts["pending_in_time"][month] >= 4) & (counts["carried_over"][month] >= 4)
        )  # fmt: skip
        return self._take(np.flatnonzero(fits & self._is_plain()[cells.unit]), lambda cell: int(cells.unit[cell]))

    def office(self, month: int, level: Level | None = None) -> int:
        """A unit with procedures that reported, untouched so far."""
        has_procedures = np.array([unit.has_procedures for unit in self.units])
        fits = self.offices.reported[month] & has_procedures & self._at(level)
        return self._take(np.flatnonzero(fits & self._is_plain()), lambda unit: int(unit))

    def _at(self, level: Level | None) -> NDArray[np.bool_]:
        return np.array([level in (None, unit.level) for unit in self.units])

    def _is_plain(self) -> NDArray[np.bool_]:
        odd = [unit.unit_type == "vertical_agency" or at in self.odd_units for at, unit in enumerate(self.units)]
        return ~np.array(odd)

    def _take(self, found: Counts, unit_of: Callable[[int], int]) -> int:
        chosen = int(self.rng.choice(found))
        self.odd_units.add(unit_of(chosen))
        return chosen

    def add_to_dossier(self, month: int, cell: int, **changes: int) -> None:
        for column, change in changes.items():
            self.dossiers.counts[column][month, cell] += change

    def note_dossier(self, rule: str, month: int, cell: int, column: str, recomputed: float | None) -> None:
        cells = self.dossiers.cells
        self.ledger.append(
            Expected(
                rule,
                "dossier",
                self.periods[month].label,
                column,
                unit_id=self.units[cells.unit[cell]].unit_id,
                field_id=cells.field_ids[cells.field[cell]],
                stated=int(self.dossiers.counts[column][month, cell]),
                recomputed=recomputed,
            )
        )

    def note_office(
        self, rule: str, family: Family, month: int, unit: int, column: str, recomputed: int | None
    ) -> None:
        stated = int(self.offices.counts[family][column][month, unit])
        period, unit_id = self.periods[month].label, self.units[unit].unit_id
        self.ledger.append(Expected(rule, family, period, column, unit_id, stated=stated, recomputed=recomputed))


def thin_out(sowing: Sowing) -> None:
    """Let some communes say less in the early months: the reduced form, merged columns, columns left blank."""
    counts = sowing.dossiers.counts
    for month, cells in _commune_months(sowing, 5, range(REDUCED_MONTHS)):
        counts["resolved_ok"][month, cells] = (counts["resolved_total"] - counts["resolved_late"])[month, cells]
        counts["overdue_unsplit"][month, cells] = (counts["resolved_late"] + counts["pending_overdue"])[month, cells]
        for column in counts:
            if column not in _REDUCED:
                counts[column][month, cells] = UNKNOWN
    for month, cells in _commune_months(sowing, 2, range(MERGED_MONTHS)):
        counts["resolved_ok"][month, cells] = (counts["resolved_early"] + counts["resolved_on_time"])[month, cells]
        counts["resolved_early"][month, cells] = counts["resolved_on_time"][month, cells] = UNKNOWN
    for month, cells in _commune_months(sowing, 3, BLANK_MONTHS):
        counts["carried_over"][month, cells] = UNKNOWN
    for month, cells in _commune_months(sowing, 2, range(2)):
        counts["received_online"][month, cells] = counts["received_offline"][month, cells] = UNKNOWN


def _commune_months(sowing: Sowing, how_many: int, months: range) -> list[tuple[int, NDArray[np.bool_]]]:
    chosen = [sowing.office(0, "commune") for _ in range(how_many)]
    cells = np.isin(sowing.dossiers.cells.unit, chosen)
    return [(month, cells) for month in months]


def sow_contradictions(sowing: Sowing) -> None:
    """A handful for each rule, some in the last three months, each written down in the ledger."""
    for month in (4, 11, 17, 26, 34):
        _break_sums(sowing, month)
    for month in (6, 15, 24, 33, 35):
        _break_chains(sowing, month)
    _break_reduced_form(sowing)
    for month in (9, 28, 34):
        _jump(sowing, month)
        _break_offices(sowing, month)


def _break_sums(sowing: Sowing, month: int) -> None:
    counts = sowing.dossiers.counts
    cell, change = sowing.dossier_cell(month), int(sowing.rng.integers(2, 8))
    sowing.add_to_dossier(month, cell, received_online=change)
    sowing.note_dossier("V01", month, cell, "received_total", int(counts["received_total"][month, cell]) + change)
    cell, change = sowing.dossier_cell(month), int(sowing.rng.integers(1, 6))
    sowing.add_to_dossier(month, cell, resolved_early=-change)
    sowing.note_dossier("V02", month, cell, "resolved_total", int(counts["resolved_total"][month, cell]) - change)
    cell, change = sowing.dossier_cell(month), int(sowing.rng.integers(1, 4))
    sowing.add_to_dossier(month, cell, pending_in_time=-change)
    sowing.note_dossier("V03", month, cell, "pending_total", int(counts["pending_total"][month, cell]) - change)


def _break_chains(sowing: Sowing, month: int) -> None:
    counts = sowing.dossiers.counts
    cell, change = sowing.dossier_cell(month), int(sowing.rng.integers(3, 30))
    sowing.add_to_dossier(month, cell, received_total=change, received_offline=change)
    sowing.note_dossier("V04", month, cell, "received_total", int(counts["received_total"][month, cell]) - change)
    cell, change = sowing.dossier_cell(month), int(sowing.rng.integers(1, 4))
    sowing.add_to_dossier(month, cell, carried_over=-change, received_offline=change)
    sowing.note_dossier("V05", month, cell, "carried_over", int(counts["pending_total"][month - 1, cell]))


def _break_reduced_form(sowing: Sowing) -> None:
    counts, cells, month = sowing.dossiers.counts, sowing.dossiers.cells, 2
    is_reduced = (counts["overdue_unsplit"][month] > 0) & sowing.offices.reported[month][cells.unit]
    cell = int(np.flatnonzero(is_reduced)[0])
    sowing.add_to_dossier(month, cell, received_total=12)
    sowing.note_dossier("V04", month, cell, "received_total", int(counts["received_total"][month, cell]) - 12)


def _jump(sowing: Sowing, month: int) -> None:
    """Far more files than ever, all resolved: nothing contradicts itself, but somebody should look."""
    counts = sowing.dossiers.counts
    cell = sowing.dossier_cell(month, most=110, level="commune")
    online = 11 * int(counts["received_online"][month, cell])
    usual = _usual(sowing, month, cell)
    sowing.add_to_dossier(
        month, cell, received_total=online, received_online=online, resolved_total=online, resolved_early=online
    )
    sowing.note_dossier("V17", month, cell, "received_total", usual)


def _usual(sowing: Sowing, month: int, cell: int) -> float:
    """The median of what the cell's unit stated in up to twelve earlier reports of the same tier of government."""
    since = _TWO_TIERS_MONTH if month >= _TWO_TIERS_MONTH else 0
    sent = sowing.offices.reported[since:month, sowing.dossiers.cells.unit[cell]]
    values = sowing.dossiers.counts["received_total"][since:month, cell][sent]
    return float(np.median(values[values != UNKNOWN][-12:]))


def _break_offices(sowing: Sowing, month: int) -> None:
    documents, certificates = sowing.offices.counts["document"], sowing.offices.counts["certificate"]
    procedures = sowing.offices.counts["procedure"]
    unit = sowing.office(month)
    documents["paper_docs"][month, unit] += 30
    total = int(documents["e_docs"][month, unit] + documents["paper_docs"][month, unit])
    sowing.note_office("V09", "document", month, unit, "docs_out", total)
    unit = sowing.office(month)
    documents["signed_docs"][month, unit] = documents["e_docs"][month, unit] + 6
    sowing.note_office("V09", "document", month, unit, "signed_docs", int(documents["e_docs"][month, unit]))
    unit = sowing.office(month)
    certificates["certificates_active"][month, unit] -= 2
    total = int(certificates["certificates_active"][month, unit] + certificates["certificates_revoked"][month, unit])
    sowing.note_office("V10", "certificate", month, unit, "certificates_total", total)
    unit = sowing.office(month, "province")
    certificates["certificates_new_person"][month, unit] = certificates["certificate_person"][month, unit] + 17
    people = int(certificates["certificate_person"][month, unit])
    sowing.note_office("V21", "certificate", month, unit, "certificates_new_person", people)
    unit = sowing.office(month, "commune")
    procedures["procedures_end_to_end"][month, unit] = procedures["procedures_total"][month, unit] + 9
    total = int(procedures["procedures_total"][month, unit])
    sowing.note_office("V21", "procedure", month, unit, "procedures_end_to_end", total)
    unit = sowing.office(month, "commune")
    procedures["procedures_end_to_end"][month, unit] = procedures["procedures_partial"][month, unit] = 0
    sowing.note_office("V18", "procedure", month, unit, "procedures_end_to_end", None)
