"""A month of the demo province that nobody has seen: what its units send, and the list of what is true.

150 files for November 2026 in three kinds, drawn beside the demo's own October; twenty of them are wrong, each in one
way. The truth is kept as it was drawn, never read back from a file.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import openpyxl

from dashboard.build import form_writer
from dashboard.demo import province as demo
from dashboard.demo.files import BIEU_06, BOOK
from dashboard.report import FactRow, Family, Period, Report, Subject, Unit

LABEL = "2026-11"
NOVEMBER = Period("cchc", "month", LABEL, date(2026, 11, 1), date(2026, 11, 30), date(2026, 11, 19))
N_FILES = 150
SILENT = slice(5, 30, 12)
"""These of the units that owe a report send nothing at all; nothing of theirs has arrived in the demo's register either."""

FAULTS = {
    "sum": 6,  # a total that is not the sum of its parts: kept, and marked (V02)
    "negative": 4,  # refused (V06)
    "words": 2,  # a word in the place of a number: refused (V06)
    "unit": 3,  # a name that is in no list: refused until it is resolved (V14)
    "field": 2,  # a field that is in no list: warned of (V14)
    "hidden": 1,  # figures on a hidden sheet: warned of
    "other": 1,  # a workbook that is no form
    "damaged": 1,  # no workbook at all
}
REFUSED = frozenset({"negative", "words", "unit", "other", "damaged"})
RULES = {
    "sum": "V02", "negative": "V06", "words": "V06", "unit": "V14", "field": "V14", "hidden": "hidden_sheet",
    "other": "unknown_form", "damaged": "unreadable",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sent:
    """One file: who sent it, what of it is true, and what is wrong with it. `counts` are the unit's totals."""

    name: str
    content: bytes
    unit: Unit
    family: Family
    counts: Mapping[str, int]
    fault: str | None = None

    @property
    def is_refused(self) -> bool:
        return self.fault in REFUSED


@dataclass(frozen=True, slots=True)
class Month:
    """All that was sent, and the units that owed a report; `written_as` are the names of units that are in no list."""

    sent: tuple[Sent, ...]
    due: tuple[Unit, ...]
    written_as: Mapping[str, str]

    def of(self, family: Family, *, also: frozenset[str] = frozenset()) -> list[Sent]:
        """The files whose figures are in force once all that can be accepted is; `also` are faults since resolved."""
        return [s for s in self.sent if s.family == family and (not s.is_refused or s.fault in also)]

    def total(self, family: Family, column: str, *, also: frozenset[str] = frozenset()) -> int:
        """The province's count as it was drawn."""
        return sum(s.counts[column] for s in self.of(family, also=also))


def generate(seed: int = 20261122) -> Month:
    """The month of a seed; the same seed gives the same figures and faults."""
    province = demo.generate()
    rng = np.random.default_rng(seed)
    units = {unit.unit_id: unit for unit in province.units}
    october = {r.subject.unit_id: r for r in province.reports(35) if r.family == "dossier" and r.subject.unit_id}
    due = tuple(u for u in province.units if u.must_report and u.is_valid(NOVEMBER.start, NOVEMBER.end))
    senders = [u for u in due if u.unit_id in october and u not in due[SILENT]]
    plan: list[tuple[Unit, Family]] = [(u, "dossier") for u in senders]
    plan += [(u, "document") for u in senders]
    plan += [(u, "certificate") for u in senders][: N_FILES - len(plan)]
    faults = iter([fault for fault, n in FAULTS.items() for _ in range(n)])
    wrong = dict(zip(rng.permutation(len(senders))[: sum(FAULTS.values())].tolist(), faults, strict=True))
    write = form_writer(province)
    sent, written_as = [], {}
    for at, (unit, family) in enumerate(plan):
        fault = wrong.get(at)  # only of the first kind, of which every sender has one
        report, counts = _drawn(rng, unit, family, october[unit.unit_id])
        form = BIEU_06 if family == "dossier" else BOOK
        content = write(form, [report], units[unit.unit_id].name)
        if fault == "unit":
            written_as[unit.unit_id] = f"Ủy ban nhân dân {unit.name} (sau sắp xếp)"
        content, counts = _spoiled(content, fault, counts, written_as.get(unit.unit_id, ""))
        sent.append(Sent(f"{LABEL}_{form}_{family}_{unit.unit_id}.xlsx", content, unit, family, counts, fault))
    return Month(tuple(sent), due, written_as)


def _drawn(rng: np.random.Generator, unit: Unit, family: Family, before: Report) -> tuple[Report, dict[str, int]]:
    if family == "dossier":
        rows = tuple(_dossier(rng, row) for row in before.rows if row.field_id and not row.field_id.startswith("?"))
        total = {id_: sum(row.counts[id_] for row in rows) for id_ in rows[0].counts}
        rows = (*rows, FactRow(len(rows) + 1, counts=total))
    elif family == "document":
        out = int(rng.integers(40, 900))
        paper = int(rng.integers(0, 9))
        total = {"docs_out": out, "e_docs": out - paper, "paper_docs": paper, "signed_docs": out - paper - 3}
        rows = (FactRow(1, counts=total),)
    else:
        org, person = int(rng.integers(1, 4)), int(rng.integers(5, 60))
        total = {"certificates_total": org + person, "certificate_org": org, "certificate_person": person}
        rows = (FactRow(1, counts=total),)
    return Report(family, Subject("unit", unit.unit_id), NOVEMBER, rows=rows), total


def _dossier(rng: np.random.Generator, before: FactRow) -> FactRow:
    """A field's counts that add up in every way; what is carried over is what October left pending."""
    carried = before.counts.get("pending_total", 0)
    online, offline = int(rng.integers(5, 200)), int(rng.integers(0, 40))
    received = carried + online + offline
    late, early = int(rng.integers(0, 4)), int(rng.integers(0, received // 2 + 1))
    late = min(late, received - early)
    pending = int(rng.integers(0, min(20, received - early - late) + 1))
    overdue = int(rng.integers(0, min(2, pending) + 1))
    resolved = received - pending
    return replace(
        before,
        derived={},
        counts={
            "received_total": received, "received_online": online, "received_offline": offline,
            "carried_over": carried, "resolved_total": resolved, "resolved_early": early,
            "resolved_on_time": resolved - early - late, "resolved_late": late, "pending_total": pending,
            "pending_in_time": pending - overdue, "pending_overdue": overdue,
        },
    )  # fmt: skip


def _spoiled(content: bytes, fault: str | None, counts: dict[str, int], name: str) -> tuple[bytes, dict[str, int]]:
    """The file as it is sent, and the counts that its acceptance puts in force."""
    if fault is None:
        return content, counts
    if fault == "damaged":
        return b"PK\x03\x04" + content[200:900], counts
    if fault == "other":
        book = openpyxl.Workbook()
        book.active.append(["Kính gửi", "Văn phòng Ủy ban nhân dân tỉnh"])
        return _saved(book), counts
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book["Biểu 06"]
    first, total = _lines(page)
    match fault:
        case "sum":
            page[f"G{total}"] = counts["resolved_total"] + 3
        case "negative":
            page[f"J{first}"] = -2
        case "words":
            page[f"D{first}"] = "mười hai"
        case "field":
            page[f"B{first}"] = "Lĩnh vực chưa ai đặt tên"
        case "hidden":
            hidden = book.create_sheet("Nháp")
            hidden["B2"] = 12
            hidden.sheet_state = "hidden"
        case "unit":
            row = next(r for r in range(1, 15) if str(page.cell(r, 1).value).startswith("Đơn vị báo cáo"))
            page.cell(row, 1, f"Đơn vị báo cáo: {name}")
    return _saved(book), counts


def _lines(page: openpyxl.worksheet.worksheet.Worksheet) -> tuple[int, int]:
    """The first row of figures and that of the totals."""
    names = {page.cell(row, 2).value: row for row in range(1, page.max_row + 1)}
    numbered = next(row for row in range(1, page.max_row + 1) if page.cell(row, 1).value == 1)
    return numbered, names["TỔNG CỘNG"]


def _saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
