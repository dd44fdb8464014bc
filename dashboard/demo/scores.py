"""The invented province's score tables of Decision 766: one a month from July 2025, as the portal's workbook has them.

The last months come twice, some days apart, as the portal restates its figures. Some rows are wrong on purpose; what a
reader must find in each is listed beside it.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from dashboard.demo.units import TWO_TIERS
from dashboard.metrics import score766
from dashboard.report import Period, Unit

RESTATED_MONTHS = 2
_SHARES = {"CKMB": 0.97, "TDGQ": 0.95, "MDSH": 0.86, "CLGQ": 0.93, "TTTT": 0.74, "MDHL": 0.985}
"""The share of a group's points that units usually get."""

_KINDS = {"province": "2", "commune": "3"}


@dataclass(frozen=True, slots=True)
class SownScore:
    """A row that is wrong on purpose: the rule that must find it and the unit."""

    rule: str
    period: str
    unit_id: str


def score_files(
    name: str, units: Sequence[Unit], periods: Sequence[Period], rng: np.random.Generator
) -> Iterator[tuple[str, bytes, tuple[SownScore, ...]]]:
    """(file name, content, what is wrong in it) of each table, oldest first; a restated one follows its first form."""
    scored = [unit for unit in units if unit.level in _KINDS and unit.unit_type != "vertical_agency"]
    shape = (len(scored), 1)
    lag = rng.exponential(0.012, shape) + 0.11 * (rng.random(shape) < 0.1)  # a few units lag far behind the others
    habits = np.clip(rng.normal(-0.005, 0.05, (len(scored), len(_SHARES))) - lag, -0.4, 0.03)
    months = [period for period in periods if period.start >= TWO_TIERS]
    for number, period in enumerate(months):
        alive = [at for at, unit in enumerate(scored) if unit.is_valid(period.start, period.end)]
        points = _points(habits, number, rng)
        first, second = period.end + timedelta(days=4), period.end + timedelta(days=9)
        is_last = number == len(months) - 1
        sown = _sow(points, scored, alive, period) if is_last else ()
        stem = f"{period.label}_diem_766"
        if number >= len(months) - RESTATED_MONTHS:
            earlier = np.round(points + rng.choice([0.0, 0.0, 0.15, -0.2], points.shape), 2)
            earlier = np.clip(earlier, 0, _most())
            yield f"{stem}_{first}.csv", _table(name, scored, alive, period, first, earlier), ()
        yield f"{stem}_{second}.csv", _table(name, scored, alive, period, second, points, sown), sown


def _most() -> np.ndarray:
    return np.array([group.maximum for group in score766.groups()], dtype=float)


def _points(habits: np.ndarray, month: int, rng: np.random.Generator) -> np.ndarray:
    """Points of every unit in a month; they rise a little with the months."""
    usual = np.array([_SHARES[group.code] for group in score766.groups()])
    shares = usual + habits + 0.004 * (month - 12) + rng.normal(0, 0.008, habits.shape)
    return np.round(np.clip(shares, 0.05, 1.0) * _most(), 2)


def _sow(points: np.ndarray, scored: Sequence[Unit], alive: Sequence[int], period: Period) -> tuple[SownScore, ...]:
    """One commune has more than its maximum, one a total that is not its sum, one a code that is not its own."""
    high, unequal, foreign = [at for at in alive if scored[at].level == "commune"][:3]
    points[high, 4] = 10.4
    return (
        SownScore("score_range", period.label, scored[high].unit_id),
        SownScore("score_sum", period.label, scored[unequal].unit_id),
        SownScore("V14", period.label, scored[foreign].unit_id),
    )


def _table(
    name: str,
    scored: Sequence[Unit],
    alive: Sequence[int],
    period: Period,
    snapshot_on: date,
    points: np.ndarray,
    sown: Sequence[SownScore] = (),
) -> bytes:
    wrong = {one.unit_id: one.rule for one in sown}
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerow(["BẢNG ĐIỂM BỘ CHỈ SỐ 766"])
    writer.writerow([f"Kỳ báo cáo: Tháng {period.start:%m/%Y}"])
    writer.writerow([f"Ngày lấy số liệu: {snapshot_on:%d/%m/%Y}"])
    writer.writerow(["Nguồn số liệu: Dữ liệu minh họa"])
    codes = [group.code for group in score766.groups()]
    writer.writerow(["ID", "TEN", "MA_COQUAN", "LOAI_COQUAN", *codes, "TONG_SCORE"])
    whole = points[alive].mean(axis=0).round(2)
    writer.writerow(["1", name, "000.00.00.H99", "1", *_texts(whole)])
    for number, at in enumerate(alive, start=2):
        unit = scored[at]
        code = "000.00.00.H37" if wrong.get(unit.unit_id) == "V14" else unit.agency_code
        texts = _texts(points[at], 1.5 if wrong.get(unit.unit_id) == "score_sum" else 0.0)
        texts = texts if unit.has_procedures else [""] * len(texts)
        writer.writerow([str(number), unit.name, code, _KINDS[unit.level], *texts])
    return output.getvalue().encode("utf-8-sig")


def _texts(points: np.ndarray, too_much: float = 0.0) -> list[str]:
    """Six groups and their total as the portal writes them: text with a dot."""
    return [f"{value:.2f}" for value in (*points, points.sum() + too_much)]
