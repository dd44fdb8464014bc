"""The score table of Decision 766 as the national portal exports it: a row for each unit, points as text with a dot.

Units are known by their agency code first, and by their name where the list has no code. A row whose code and name do
not agree is listed for review and not taken. A row without any points is of a unit that is not scored.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from dashboard.forms import SCORES
from dashboard.ingest.mapping import Duplicates, Job, Lines, candidates, cell_at, is_blank, letters_of, text_at
from dashboard.ingest.names import normalise
from dashboard.ingest.numbers import parse_date
from dashboard.ingest.recognise import Placed, Recognised
from dashboard.ingest.rules import duplicate, finding, unmatched
from dashboard.ingest.workbook import CellValue, Sheet, address
from dashboard.metrics import format as fmt
from dashboard.metrics import score766
from dashboard.report import SCORE, FactRow, Finding, Report, Subject, Unit
from dashboard.words import text as say

ROUNDING = Decimal("0.03")
"""Six groups of two decimals each may differ from their total by so much and no more."""

_DECIMALS = Decimal("0.0001")
_PROVINCE = "1"  # LOAI_COQUAN: 1 a province, 2 a department, 3 a commune
_LONG_CODE = re.compile(r"\d{3}\.\d{2}\.(\d{2,3})\.(H\d{2})")  # QĐ 20/2020: the province's part stands last
_OTHER_PERIODS = ("năm", "quý", "xu hướng", "6 tháng", "9 tháng")

_Row = list[CellValue]


@dataclass(slots=True)
class _Reader:
    mapping: Job
    snapshot_on: date | None
    by_code: Mapping[str, Unit]
    prefixes: frozenset[str]
    reports: list[Report] = field(default_factory=list)
    seen: Duplicates = field(default_factory=Duplicates)


def map_scores(mapping: Job, found: Recognised, lines: Lines) -> list[Report]:
    """A report for each unit, and for the province by its own row; rows of other provinces are left out."""
    units = [u for u in mapping.names.reference.units if u.is_valid(mapping.period.start, mapping.period.end)]
    by_code = {unit.agency_code: unit for unit in units if unit.agency_code}
    prefixes = frozenset(code.partition(".")[0] for code in by_code)
    reader = _Reader(mapping, parse_date(lines.values.get("snapshot_on")), by_code, prefixes)
    for placed in found.placed:
        if _is_of_another_period(placed.sheet, mapping):
            message = say(
                "reading.score_of_other_period", sheet=placed.sheet.name, period=fmt.period_name(mapping.period)
            )
            mapping.findings.append(finding("warning", "unknown_value", message, placed.sheet))
            continue
        for row in range(placed.first_row, len(placed.sheet.rows)):
            _read_row(reader, placed, row)
    return reader.reports


def _is_of_another_period(sheet: Sheet, mapping: Job) -> bool:
    """ "Điểm năm" beside "Điểm tháng" in the portal's workbook holds the same units for the year."""
    words = normalise(sheet.name or "")
    return mapping.period.kind == "month" and any(word in words for word in _OTHER_PERIODS)


def _read_row(reader: _Reader, placed: Placed, r: int) -> None:
    row = placed.sheet.rows[r]
    name = text_at(row, placed.places.get("unit"))
    code = text_at(row, placed.places.get("agency_code"))
    if not name:
        return
    subject = _subject(reader, placed, r, name, code)
    if subject is None:
        return
    points = {id_: value for id_ in SCORES if (value := _points(reader, placed, r, id_, name)) is not None}
    _check(reader, placed, r, name, points)
    attributes: dict[str, str | date | Decimal | None] = {
        **points,
        "agency_code": code or None,
        "snapshot_on": reader.snapshot_on,
    }
    fact = FactRow(r + 1, attributes=attributes)
    if first := reader.seen.first_row(subject, fact):
        at = placed.places["unit"]
        reader.mapping.findings.append(duplicate(placed.sheet, r, at, str(first), name))
    letters = letters_of({id_: at for id_, at in placed.places.items() if id_ in SCORES})
    sheet = placed.sheet.name or None
    reader.reports.append(Report(SCORE, subject, reader.mapping.period, "consolidated", sheet, letters, (fact,)))


def _subject(reader: _Reader, placed: Placed, r: int, name: str, code: str) -> Subject | None:
    """Whom a row speaks of; None for other provinces and, with a finding, for what does not fit."""
    if text_at(placed.sheet.rows[r], placed.places.get("agency_kind")) == _PROVINCE:
        return Subject("province") if _is_this_province(reader, name, code) else None
    if code and "." not in _short(code):
        _review(reader, placed, r, "code_of_a_province", code=code)
        return None
    by_name = reader.mapping.unit(name)
    by_code = reader.by_code.get(_short(code))
    if by_code is not None:
        if not isinstance(by_name, Unit) or by_name.unit_id == by_code.unit_id:
            return Subject("unit", by_code.unit_id)
        _review(reader, placed, r, "code_of_another", code=code, other=by_code.name)
        return None
    if not isinstance(by_name, Unit):
        at = placed.places["unit"]
        reader.mapping.findings.append(unmatched("unit", placed.sheet, r, at, name, candidates(by_name)))
        return None
    if code and by_name.agency_code:
        _review(reader, placed, r, "other_code", code=code, known=by_name.agency_code)
        return None
    return Subject("unit", by_name.unit_id)


def _is_this_province(reader: _Reader, name: str, code: str) -> bool:
    own = _bare(reader.mapping.names.reference.province)
    return _bare(name) == own or _short(code) in reader.prefixes


def _short(code: str) -> str:
    """ "000.00.04.H01" as lists of units have it: "H01.04"; the code of a province is "H01" alone."""
    match = _LONG_CODE.fullmatch(code)
    if match is None:
        return code
    return match[2] if int(match[1]) == 0 else f"{match[2]}.{match[1]}"


def _bare(name: str) -> str:
    words = normalise(name)
    for start in ("ubnd ", "tỉnh ", "thành phố "):
        words = words.removeprefix(start)
    return words


def _review(reader: _Reader, placed: Placed, r: int, why: str, **values: str) -> None:
    """V14: a row that somebody must look at; it is not taken."""
    at = placed.places.get("agency_code", placed.places["unit"])
    name = text_at(placed.sheet.rows[r], placed.places["unit"])
    message = say(f"reading.{why}", cell=address(r, at), name=name, **values)
    value = cell_at(placed.sheet.rows[r], at)
    reader.mapping.findings.append(finding("warning", "V14", message, placed.sheet, r, at, unit=name, value=value))


def _points(reader: _Reader, placed: Placed, r: int, id_: str, name: str) -> Decimal | None:
    at = placed.places.get(id_)
    cell = cell_at(placed.sheet.rows[r], at)
    if at is None or is_blank(cell) or str(cell).strip() in ("-", "–"):
        return None
    value = parse_points(cell)
    if value is None:
        message = say("reading.not_points", cell=address(r, at), value=str(cell))
        reader.mapping.findings.append(
            finding("warning", "unknown_value", message, placed.sheet, r, at, unit=name, column_id=id_, value=cell)
        )
    return value


def parse_points(cell: CellValue) -> Decimal | None:
    """Points of a cell: the text "17.25" of the portal, the number 17.25, or "17,25" typed by hand."""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return None
    try:
        value = Decimal(str(cell).strip().replace(",", "."))
    except InvalidOperation:
        return None
    return value.quantize(_DECIMALS) if value.is_finite() and abs(value) < 1000 else None


def _check(reader: _Reader, placed: Placed, r: int, name: str, points: Mapping[str, Decimal]) -> None:
    """Points below nothing or above the most there is, and groups that do not make their total."""
    most = score766.maxima()
    for id_, value in points.items():
        if not 0 <= value <= most[id_]:
            reader.mapping.findings.append(_out_of_range(placed, r, name, id_, value, most[id_]))
    total = points.get(score766.TOTAL)
    parts = [points[group.column] for group in score766.groups() if group.column in points]
    if total is None or len(parts) < len(score766.groups()):
        return
    recomputed = sum(parts, Decimal(0))
    if abs(recomputed - total) > ROUNDING:
        at = placed.places[score766.TOTAL]
        message = say(
            "reading.score_sum",
            name=name,
            period=fmt.period_name(reader.mapping.period),
            total=_said(total),
            sum=_said(recomputed),
            difference=_said(recomputed - total),
        )
        reader.mapping.findings.append(
            _finding(placed, r, at, "score_sum", message, name, score766.TOTAL, total, recomputed)
        )


def _out_of_range(placed: Placed, r: int, name: str, id_: str, value: Decimal, most: int) -> Finding:
    told = {"name": name, "points": _said(value), "most": str(most)}
    if id_ == score766.TOTAL:
        message = say("reading.score_total_range", **told)
    else:
        group = next(group.name for group in score766.groups() if group.column == id_)
        message = say("reading.score_range", group=group, **told)
    return _finding(placed, r, placed.places[id_], "score_range", message, name, id_, value, Decimal(most))


def _finding(
    placed: Placed, r: int, at: int, rule: str, message: str, name: str, id_: str, stated: Decimal, recomputed: Decimal
) -> Finding:
    return Finding(
        "warning", rule, message, sheet=placed.sheet.name or None, cell=address(r, at), unit=name, column=id_,
        value=str(stated), stated=float(stated), recomputed=float(recomputed),
    )  # fmt: skip


def _said(value: Decimal) -> str:
    return fmt.number(value, 2)
