"""How many files each unit handles in each field and month: a small simulation in which every identity holds.

A *cell* is one unit's one field. Every month its new files join those pending, some are resolved, the rest is carried
over. When a unit ends, its pending files go to a successor.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from dashboard.demo.months import busyness
from dashboard.demo.units import TWO_TIERS, Territory, read_rows
from dashboard.report import Period, Unit

Counts = NDArray[np.int64]
UNKNOWN = -1  # a count that the report does not state

COLUMNS = (
    "received_total", "received_online", "received_offline", "carried_over",
    "resolved_total", "resolved_early", "resolved_on_time", "resolved_ok", "resolved_late",
    "pending_total", "pending_in_time", "pending_overdue", "overdue_unsplit",
)  # fmt: skip
_BEHAVIOUR = read_rows("behaviour.csv")
_LATE_OVER_THE_YEARS = 0.22  # yearly fall of lateness
_AFTER_THE_BREAK = {0: 1.7, 1: 1.9, 2: 1.6, 3: 1.3, 4: 1.15}  # months since July 2025


@dataclass(frozen=True, slots=True)
class Cells:
    """Which unit and field each cell is, in which months it lives, and who takes over its pending files."""

    unit: Counts
    field: Counts
    first: Counts
    last: Counts
    files: NDArray[np.float64]
    successor: Counts
    field_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dossiers:
    """Counts by column: arrays of months × cells, `UNKNOWN` where a cell does not live or a count is not stated."""

    cells: Cells
    counts: dict[str, Counts]


def simulate_dossiers(territory: Territory, periods: Sequence[Period], rng: np.random.Generator) -> Dossiers:
    """Every cell's thirteen counts in every month; I1–I5 hold in each, except carry-over across a change of units."""
    cells = build_cells(territory, periods)
    traits = _draw_traits(territory, cells, rng)
    shape = (len(periods), len(cells.unit))
    counts = {column: np.full(shape, UNKNOWN, dtype=np.int64) for column in COLUMNS}
    pending = np.zeros(shape[1], dtype=np.int64)
    for month, period in enumerate(periods):
        live = (cells.first <= month) & (month <= cells.last)
        ended = (cells.last == month - 1) & (cells.successor >= 0)
        np.add.at(pending, cells.successor[ended], pending[ended])
        stated = _simulate_month(period, pending[live], traits.of(live), rng)
        for column, values in stated.items():
            counts[column][month, live] = values
        pending[live] = stated["pending_total"]
    return Dossiers(cells, counts)


def build_cells(territory: Territory, periods: Sequence[Period]) -> Cells:
    """Every unit's fields, from `mix.csv`; units without procedures have none."""
    mix = defaultdict(list)
    for row in read_rows("mix.csv"):
        mix[row["holder"]].append(row)
    field_ids = tuple(row["field_id"] for row in _BEHAVIOUR)
    number = {field_id: at for at, field_id in enumerate(field_ids)}
    found = []
    for at, holder in enumerate(territory.units):
        for row in mix[_holder(holder)]:
            start, end = _span(holder, row, periods)
            if start <= end:
                found.append((at, number[row["field_id"]], start, end, int(row["files"])))
    unit, field, first, last, files = np.array(found, dtype=np.int64).T
    successor = _successors(territory, unit, field, first, last)
    return Cells(unit, field, first, last, files.astype(float), successor, field_ids)


def _holder(unit: Unit) -> str:
    if unit.unit_type == "district":
        return "district"
    if unit.unit_type == "commune":
        return "commune_new" if unit.valid_from else "commune_old"
    return re.sub(r"_\d\d$", "", unit.unit_id)


def _span(unit: Unit, row: dict[str, str], periods: Sequence[Period]) -> tuple[int, int]:
    starts = [d for d in (unit.valid_from, row["from"] and date.fromisoformat(row["from"])) if d]
    ends = [d for d in (unit.valid_to, row["to"] and date.fromisoformat(row["to"])) if d]
    live = [
        at for at, period in enumerate(periods)
        if all(period.end >= d for d in starts) and all(period.start <= d for d in ends)
    ]  # fmt: skip
    return (live[0], live[-1]) if live else (0, -1)


def _successors(territory: Territory, unit: Counts, field: Counts, first: Counts, last: Counts) -> Counts:
    """The cell that takes over: the same field of a successor; a district's fields are dealt out to its communes."""
    heirs = _heirs(territory)
    successor = np.full(len(unit), UNKNOWN)
    for end in sorted(set(last.tolist()))[:-1]:
        living = np.flatnonzero((first <= end + 1) & (end + 1 <= last))
        cell_of = {(unit[cell], field[cell]): cell for cell in living}
        for cell in np.flatnonzero(last == end):
            found = [cell_of[key] for heir in heirs[unit[cell]] if (key := (heir, field[cell])) in cell_of]
            if found:
                successor[cell] = found[field[cell] % len(found)]
    return successor


def _heirs(territory: Territory) -> dict[int, list[int]]:
    number = {unit.unit_id: at for at, unit in enumerate(territory.units)}
    heirs: dict[int, list[int]] = defaultdict(list)
    for link in territory.lineage:
        if link.to_unit_id:
            heirs[number[link.from_unit_id]].append(number[link.to_unit_id])
    for at, commune in enumerate(territory.units):
        if commune.parent_id:
            of_district = heirs[number[commune.parent_id]]
            of_district += [heir for heir in heirs[at] if heir not in of_district]
    return heirs


@dataclass(frozen=True, slots=True)
class _Traits:
    """What each cell is like: its usual month and its probabilities."""

    files: NDArray[np.float64]
    completion: NDArray[np.float64]
    late: NDArray[np.float64]
    overdue: NDArray[np.float64]
    early: NDArray[np.float64]
    online: NDArray[np.float64]

    def of(self, chosen: NDArray[np.bool_]) -> "_Traits":
        return _Traits(*(getattr(self, name)[chosen] for name in self.__slots__))


def _draw_traits(territory: Territory, cells: Cells, rng: np.random.Generator) -> _Traits:
    """Fields give the usual values; each unit is larger or smaller, better or worse, and a few are much worse."""
    units, n = len(territory.units), len(cells.unit)
    behaviour = {
        name: np.array([float(row[name]) for row in _BEHAVIOUR])[cells.field]
        for name in _BEHAVIOUR[0]
        if name != "field_id"
    }
    is_commune = np.array([unit.level == "commune" for unit in territory.units])
    size = np.where(is_commune, rng.lognormal(-0.06, 0.35, units), rng.lognormal(-0.005, 0.1, units))
    habit = rng.lognormal(-0.18, 0.6, units) * np.where(rng.random(units) < 0.06, 3.5, 1.0)
    online = rng.normal(0.0, 0.45, units)
    return _Traits(
        files=cells.files * size[cells.unit] * rng.lognormal(-0.02, 0.2, n),
        completion=np.clip(behaviour["completion"] + rng.normal(0, 0.01, n), 0.3, 0.999),
        late=np.clip(behaviour["late"] * habit[cells.unit], 0, 0.45),
        overdue=np.clip(behaviour["overdue"] * habit[cells.unit], 0, 0.6),
        early=np.clip(behaviour["early"] + rng.normal(0, 0.06, n), 0.1, 0.95),
        online=_logit(behaviour["online_2023"]) + online[cells.unit] + rng.normal(0, 0.25, n),
    )


def _logit(share: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.log(share / (1 - share))


def _simulate_month(period: Period, carried: Counts, traits: _Traits, rng: np.random.Generator) -> dict[str, Counts]:
    years = (period.start - date(2023, 11, 1)).days / 365
    since_break = (period.start.year - TWO_TIERS.year) * 12 + period.start.month - TWO_TIERS.month
    lateness = (1 - _LATE_OVER_THE_YEARS) ** years * _AFTER_THE_BREAK.get(since_break, 1.0)
    share_online = 1 / (1 + np.exp(-(traits.online + 1.05 * years)))
    new = rng.poisson(traits.files * busyness(period.start) * rng.lognormal(-0.003, 0.08, len(carried)))
    online = rng.binomial(new, share_online)
    resolved = rng.binomial(carried + new, traits.completion)
    late = rng.binomial(resolved, np.clip(traits.late * lateness, 0, 0.9))
    early = rng.binomial(resolved - late, traits.early)
    pending = carried + new - resolved
    overdue = rng.binomial(pending, np.clip(traits.overdue * lateness, 0, 0.9))
    return {
        "received_total": carried + new,
        "received_online": online,
        "received_offline": new - online,
        "carried_over": carried,
        "resolved_total": resolved,
        "resolved_early": early,
        "resolved_on_time": resolved - late - early,
        "resolved_late": late,
        "pending_total": pending,
        "pending_in_time": pending - overdue,
        "pending_overdue": overdue,
    }
