"""Exports of the invented one-stop software for the last months: files that give the reported counts, or nearly.

A cell's files are drawn so that counting them by the rules gives exactly what the simulation reports of it. Then some
files that units counted by hand are left out, and some that nobody moved for long, or with impossible days, put in.
"""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyarrow import csv

from dashboard.demo.months import LENGTH
from dashboard.demo.province import Province
from dashboard.report import Period

MONTHS = (LENGTH - 2, LENGTH - 1)
LEFT_OUT = 9
GHOSTS = 5
GHOST_DAYS = (210, 640)
_OUTCOMES = ("pending_overdue", "resolved_late", "pending_in_time", "resolved_early", "resolved_on_time")
_OVERDUE, _LATE, _IN_TIME, _EARLY = range(4)
_NON_TERRITORIAL = 0.03  # files that another commune received, which is allowed since July 2025
UNKNOWN_DAY = -100_000
_Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SownCase:
    """What an export holds otherwise than its unit reports: `left_out`, `ghost`, or the name of an error."""

    kind: str
    period: str
    unit_id: str
    field_id: str
    code: str = ""
    files: int = 1


@dataclass(frozen=True, slots=True)
class CaseExport:
    """One month's export as a CSV, and what was sown into it."""

    file_name: str
    content: bytes
    ledger: tuple[SownCase, ...]


def case_exports(province: Province, field_names: Mapping[str, str]) -> Iterator[CaseExport]:
    """The exports of the last two months, oldest first; the same province gives the same ones."""
    for month, stream in zip(MONTHS, np.random.default_rng(province.seed + 1).spawn(len(MONTHS)), strict=True):
        yield _export(province, month, field_names, stream)


def _export(province: Province, month: int, field_names: Mapping[str, str], rng: np.random.Generator) -> CaseExport:
    period = province.periods[month]
    files = _draw(province, month, rng)
    ledger: list[SownCase] = []
    files = _leave_out(files, province, period, rng, ledger)
    extra = _sow(files, province, period, rng, ledger)
    columns = {name: np.concatenate([values, extra[name]]) for name, values in files.items()}
    head = f"DANH SÁCH HỒ SƠ (dữ liệu minh họa)\nTừ ngày {period.start:%d/%m/%Y} đến ngày {period.end:%d/%m/%Y}\n"
    out = io.BytesIO(head.encode("utf-8-sig"))
    out.seek(0, io.SEEK_END)
    csv.write_csv(_table(columns, province, period, field_names, rng), out)
    return CaseExport(f"{period.label}_ho_so_mot_cua.csv", out.getvalue(), tuple(ledger))


def _draw(province: Province, month: int, rng: np.random.Generator) -> dict[str, _Ints]:
    """The files of every living cell; days count from the first of the month, `UNKNOWN_DAY` is none."""
    period, cells, counts = province.periods[month], province.dossiers.cells, province.dossiers.counts
    live = np.flatnonzero((cells.first <= month) & (month <= cells.last))
    amounts = {
        name: np.maximum(counts[name][month, live], 0) for name in (*_OUTCOMES, "carried_over", "received_online")
    }
    sizes = sum(amounts[name] for name in _OUTCOMES)
    cell = np.repeat(np.arange(len(live)), sizes)
    place = np.arange(len(cell)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    bounds = np.cumsum([amounts[name] for name in _OUTCOMES], axis=0)[:, cell]
    outcome = (place >= bounds).sum(axis=0)
    is_carried = place < amounts["carried_over"][cell]
    is_online = (place - amounts["carried_over"][cell]) < amounts["received_online"][cell]
    is_online = np.where(is_carried, rng.random(len(cell)) < 0.8, is_online)
    last = (period.end - period.start).days
    received, promised, finished = _days(outcome, is_carried, last, rng)
    return {
        "unit": cells.unit[live][cell], "field": cells.field[live][cell], "received": received, "promised": promised,
        "finished": finished, "online": is_online.astype(np.int64), "level": np.full(len(cell), 4),
        "done": (finished != UNKNOWN_DAY).astype(np.int64), "number": np.arange(len(cell)),
    }  # fmt: skip


def _days(
    outcome: _Ints, is_carried: NDArray[np.bool_], last: int, rng: np.random.Generator
) -> tuple[_Ints, _Ints, _Ints]:
    """Received, promised and finished that give each file its outcome; all ends lie within the month."""
    n = len(outcome)
    received = np.where(is_carried, -rng.integers(1, 25, n), rng.integers(0, last - 8, n))
    finished = np.maximum(received, 0) + rng.integers(1, 8, n)
    promised = finished + np.where(outcome == _EARLY, rng.integers(1, 9, n), 0)
    # Done late: the promise lies between the day of receipt and the end.
    promised = np.where(outcome == _LATE, np.maximum(received, finished - rng.integers(1, 16, n)), promised)
    promised = np.where((outcome == _LATE) & (promised >= finished), finished - 1, promised)
    waits = rng.integers(0, 20, n)
    promised = np.where(outcome == _IN_TIME, np.where(rng.random(n) < 0.05, UNKNOWN_DAY, last + waits), promised)
    # Open and overdue: most by days, some carried over for months.
    long = np.minimum(rng.exponential(26, n).astype(np.int64) + 1, 170)
    days = np.where(is_carried, long, rng.integers(1, 8, n))
    promised = np.where(outcome == _OVERDUE, last - days, promised)
    received = np.where((outcome == _OVERDUE) & (received > promised), promised - rng.integers(3, 9, n), received)
    received = np.where(is_carried, np.minimum(received, -1), np.clip(received, 0, last))
    finished = np.where((outcome == _OVERDUE) | (outcome == _IN_TIME), UNKNOWN_DAY, finished)
    return received, promised, finished


def _leave_out(
    files: dict[str, _Ints], province: Province, period: Period, rng: np.random.Generator, ledger: list[SownCase]
) -> dict[str, _Ints]:
    """Files that a commune received beside the software: reported, and not in the export."""
    is_late = (files["finished"] > files["promised"]) & (files["promised"] != UNKNOWN_DAY)
    plain = np.flatnonzero(~is_late & (files["finished"] != UNKNOWN_DAY) & _of_communes(files, province, period))
    unit, field = files["unit"][chosen := int(rng.choice(plain))], files["field"][chosen]
    gone = plain[(files["unit"][plain] == unit) & (files["field"][plain] == field)][:LEFT_OUT]
    ledger.append(_sown("left_out", period, province, int(unit), int(field), files=len(gone)))
    return {name: np.delete(values, gone) for name, values in files.items()}


_ERRORS: dict[str, dict[str, int]] = {
    "online_below_level": {"online": 1, "level": 2},
    "no_received": {"received": UNKNOWN_DAY},
    "no_finished": {"finished": UNKNOWN_DAY, "done": 1},
    "received_in_future": {"received": 400, "finished": UNKNOWN_DAY, "done": 0},
    "finished_in_future": {"finished": 400},
    "finished_before_received": {"received": 9, "finished": 5},
}


def _sow(
    files: dict[str, _Ints], province: Province, period: Period, rng: np.random.Generator, ledger: list[SownCase]
) -> dict[str, _Ints]:
    """Files that stand in the software and in no report: lost ones, and one of each error."""
    last = (period.end - period.start).days
    of_communes = np.flatnonzero(_of_communes(files, province, period))
    chosen = rng.choice(of_communes, GHOSTS + len(_ERRORS), replace=False)
    added = {name: values[chosen].copy() for name, values in files.items()}
    added["number"] = len(files["unit"]) + LEFT_OUT + np.arange(len(chosen))
    added["online"][:], added["done"][:], added["level"][:] = 0, 1, 4
    added["received"][:], added["promised"][:], added["finished"][:] = 3, 12, 8
    for at in range(len(chosen)):
        kind = "ghost" if at < GHOSTS else list(_ERRORS)[at - GHOSTS]
        if kind == "ghost":
            days = int(rng.integers(*GHOST_DAYS))
            added["promised"][at], added["received"][at] = last - days, last - days - 14
            added["finished"][at], added["done"][at] = UNKNOWN_DAY, 0
        else:
            for name, value in _ERRORS[kind].items():
                added[name][at] = value
        unit, field = int(added["unit"][at]), int(added["field"][at])
        ledger.append(_sown(kind, period, province, unit, field, _code(period, int(added["number"][at]))))
    return added


def _of_communes(files: dict[str, _Ints], province: Province, period: Period) -> NDArray[np.bool_]:
    """Files of communes that reported, so that each difference shows."""
    has_reported = province.offices.reported[province.periods.index(period)]
    is_commune = np.array([unit.level == "commune" for unit in province.units])
    return (is_commune & has_reported)[files["unit"]]


def _sown(
    kind: str, period: Period, province: Province, unit: int, field: int, code: str = "", files: int = 1
) -> SownCase:
    field_id = province.dossiers.cells.field_ids[field]
    return SownCase(kind, period.label, province.units[unit].unit_id, field_id, code, files)


def _code(period: Period, number: int) -> str:
    return f"H99-{period.start:%y%m}-{number:06d}"


def _table(
    files: dict[str, _Ints],
    province: Province,
    period: Period,
    field_names: Mapping[str, str],
    rng: np.random.Generator,
) -> pa.Table:
    n = len(files["unit"])
    units = pa.array([unit.name for unit in province.units])
    fields = pa.array([field_names[id_] for id_ in province.dossiers.cells.field_ids])
    communes = np.array([at for at, unit in enumerate(province.units) if _is_new_commune(unit.level, unit.valid_from)])
    elsewhere = (rng.random(n) < _NON_TERRITORIAL) & np.isin(files["unit"], communes)
    receiving = np.where(elsewhere, rng.choice(communes, n), files["unit"])
    procedure = files["field"] * 10 + rng.integers(1, 7, n)
    named = [
        f"Thủ tục {number % 10} · {field_names[province.dossiers.cells.field_ids[number // 10]]}"
        for number in range(10 * len(fields))
    ]
    prefix = f"H99-{period.start:%y%m}-"
    return pa.table({
        "Mã hồ sơ": pa.array([f"{prefix}{number:06d}" for number in files["number"].tolist()]),
        "Mã TTHC": pa.array([f"9.{number:06d}" for number in procedure.tolist()]),
        "Tên thủ tục": pc.take(pa.array(named), pa.array(procedure)),
        "Lĩnh vực": pc.take(fields, pa.array(files["field"])),
        "Người nộp": pa.array(np.full(n, "(không xuất)")),
        "Đơn vị tiếp nhận": pc.take(units, pa.array(receiving)),
        "Đơn vị giải quyết": pc.take(units, pa.array(files["unit"])),
        "Ngày tiếp nhận": _written(files["received"], period.start, rng.integers(450, 980, n)),
        "Ngày hẹn trả": _written(files["promised"], period.start, np.full(n, 1020)),
        "Ngày kết thúc": _written(files["finished"], period.start, rng.integers(980, 1040, n)),
        "Hình thức nộp": pc.take(pa.array(["Trực tiếp", "Trực tuyến"]), pa.array(files["online"])),
        "Mức độ": pa.array(files["level"]),
        "Trạng thái": pc.take(pa.array(["4", "10"]), pa.array(files["done"])),
    })  # fmt: skip


def _is_new_commune(level: str, valid_from: date | None) -> bool:
    return level == "commune" and valid_from is not None


def _written(days: _Ints, start: date, minutes: _Ints) -> pa.Array:
    """Days as the software writes them, 31/10/2026 08:15; none is empty."""
    known = days != UNKNOWN_DAY
    first = np.datetime64(start, "m")
    moments = first + np.where(known, days * 1440 + minutes, 0).astype("timedelta64[m]")
    texts = pc.strftime(pa.array(moments.astype("datetime64[s]")), format="%d/%m/%Y %H:%M")
    return pc.if_else(pa.array(known), texts, pa.scalar(None, pa.string()))
