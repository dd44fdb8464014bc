"""Reading a province's own list of units, as CSV or Excel, with Vietnamese or English headings.

Only a name and either a kind or a level are needed; ids, order and the rest follow from them.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from dashboard.ingest.names import normalise, search_key
from dashboard.ingest.numbers import parse_date
from dashboard.ingest.workbook import CellValue, Sheet, address, open_csv, open_workbook
from dashboard.report import Finding, Level, Unit

_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "unit_id": ("unit_id", "id", "mã", "mã đơn vị"),
    "name": (
        "name",
        "tên",
        "tên đơn vị",
        "đơn vị",
        "tên cơ quan",
        "cơ quan, đơn vị",
        "tên cơ quan, đơn vị",
        "cơ quan",
        "tên đơn vị hành chính",
    ),
    "short_name": ("short_name", "tên ngắn", "tên viết tắt", "tên gọi tắt"),
    "unit_type": ("unit_type", "type", "kind", "loại", "loại đơn vị", "loại hình"),
    "level": ("level", "cấp"),
    "parent_id": ("parent_id", "parent", "trực thuộc", "đơn vị cấp trên", "mã đơn vị cấp trên", "huyện"),
    "gso_code": ("gso_code", "mã đvhc", "mã đơn vị hành chính"),
    "agency_code": ("agency_code", "mã định danh"),
    "valid_from": ("valid_from", "hiệu lực từ", "từ ngày"),
    "valid_to": ("valid_to", "hiệu lực đến", "đến ngày"),
    "display_order": ("display_order", "order", "stt", "tt", "số tt", "thứ tự"),
    "has_procedures": ("has_procedures", "có tthc", "có thủ tục hành chính"),
    "must_report": ("must_report", "phải báo cáo"),
    "aliases": ("aliases", "tên khác", "bí danh"),
}
_LEVELS: Mapping[str, Level] = {
    "province": "province", "tinh": "province", "cap tinh": "province", "so": "province",
    "district": "district", "huyen": "district", "cap huyen": "district",
    "commune": "commune", "xa": "commune", "cap xa": "commune", "phuong": "commune",
}  # fmt: skip
_TYPE_OF_NAME: tuple[tuple[str, str, Level], ...] = (
    (r"(ubnd |uy ban nhan dan )?(xa|phuong|thi tran|dac khu) ", "commune", "commune"),
    (r"(ubnd |uy ban nhan dan )?(huyen|thi xa|thanh pho|quan|tx|tp) ", "district", "district"),
    (r"thanh tra ", "inspectorate", "province"),
    (r"(van phong|vp) (ubnd|uy ban|doan|hdnd)", "province_office", "province"),
    (r"(ban quan ly|bql) ", "management_board", "province"),
    (r"(cong an|bao hiem xa hoi|cuc thue|chi cuc thue|bo chi huy|bhxh)", "vertical_agency", "province"),
    (r"", "department", "province"),
)


def read_units(file_name: str, content: bytes) -> tuple[tuple[Unit, ...], tuple[Finding, ...]]:
    """The units of a list and what was found wrong in it; a `reject` finding means that the list cannot be used."""
    is_csv = file_name.lower().endswith((".csv", ".txt"))
    sheets, findings = open_csv(file_name, content) if is_csv else open_workbook(file_name, content)
    if not sheets:
        return (), findings
    sheet = next((s for s in sheets if not s.is_hidden), sheets[0])
    header, columns = _header(sheet)
    if "name" not in columns:
        message = (
            "Danh sách đơn vị phải có cột “Tên đơn vị” (name) và cột “Cấp” (level) hoặc “Loại đơn vị” (unit_type)."
        )
        return (), (*findings, Finding("reject", "unit_list", message, sheet=sheet.name or None))
    units: list[Unit] = []
    found = list(findings)
    for row_no, row in enumerate(sheet.rows[header + 1 :], start=header + 1):
        cells = {key: row[col] if col < len(row) else None for key, col in columns.items()}
        if not _text(cells.get("name")):
            continue
        unit = _unit(cells, len(units) + 1, lambda key, n=row_no: address(n, columns[key]), found)  # type: ignore[misc]
        if "unit_id" not in columns:
            unit = _told_apart(unit, units)
        if any(other.unit_id == unit.unit_id for other in units):
            message = f"Mã đơn vị “{unit.unit_id}” ({unit.name}) bị trùng; mỗi đơn vị cần một mã riêng."
            found.append(Finding("reject", "unit_list", message, cell=address(row_no, columns.get("unit_id", 0))))
        units.append(unit)
        if unit.valid_from and unit.valid_to and unit.valid_from > unit.valid_to:
            message = f"{unit.name} có ngày hiệu lực đến trước ngày hiệu lực từ; hãy sửa một trong hai ngày."
            found.append(Finding("reject", "unit_list", message, cell=address(row_no, columns["valid_to"])))
    if not units:
        found.append(Finding("reject", "unit_list", "Danh sách không có đơn vị nào dưới dòng tiêu đề."))
    return _with_parents(units, found), tuple(found)


def _header(sheet: Sheet) -> tuple[int, dict[str, int]]:
    best: tuple[int, dict[str, int]] = (0, {})
    for row_no, row in enumerate(sheet.rows[:15]):
        columns: dict[str, int] = {}
        for col, value in enumerate(row):
            text = _plain(value)
            for key, names in _HEADINGS.items():
                if text in [_plain(name) for name in names]:
                    columns.setdefault(key, col)
        if len(columns) > len(best[1]):
            best = (row_no, columns)
    return best


def _unit(cells: Mapping[str, CellValue], number: int, where: Callable[[str], str], found: list[Finding]) -> Unit:
    name = _text(cells.get("name"))
    guess_type, guess_level = next((t, lv) for pattern, t, lv in _TYPE_OF_NAME if re.match(pattern, _plain(name)))
    level = guess_level
    if given := _text(cells.get("level")):
        known = _LEVELS.get(_plain(given))
        if known is None:
            message = f"Cấp “{given}” của {name} không rõ; hãy ghi tỉnh, huyện hoặc xã."
            found.append(Finding("reject", "unit_list", message, cell=where("level"), value=given))
        level = known or guess_level
    order = _text(cells.get("display_order"))
    return Unit(
        unit_id=_text(cells.get("unit_id")) or _slug(name),
        name=name,
        unit_type=_text(cells.get("unit_type")) or (guess_type if level == guess_level else _type_of_level(level)),
        level=level,
        short_name=_text(cells.get("short_name")),
        parent_id=_text(cells.get("parent_id")) or None,
        gso_code=_text(cells.get("gso_code")) or None,
        agency_code=_text(cells.get("agency_code")) or None,
        valid_from=_day(cells, "valid_from", where, found),
        valid_to=_day(cells, "valid_to", where, found),
        display_order=int(order) if order.isdigit() else number,
        has_procedures=_yes(cells.get("has_procedures"), default=True),
        must_report=_yes(cells.get("must_report"), default="must_report" not in cells),
        aliases=tuple(alias.strip() for alias in _text(cells.get("aliases")).split("|") if alias.strip()),
    )


def _told_apart(unit: Unit, others: Sequence[Unit]) -> Unit:
    """Units of one name get ids of their own when they stand under two parents or in two times."""
    same = [other for other in others if other.name == unit.name]
    if not same or any(_where_and_when(other) == _where_and_when(unit) for other in same):
        return unit
    day = unit.valid_from or unit.valid_to
    year = str(day.year) if day and all(other.parent_id == unit.parent_id for other in same) else ""
    parent = unit.parent_id if any(other.parent_id != unit.parent_id for other in same) else ""
    return replace(unit, unit_id="_".join(part for part in (unit.unit_id, _slug(parent or ""), year) if part))


def _where_and_when(unit: Unit) -> tuple[str | None, date | None, date | None]:
    return unit.parent_id, unit.valid_from, unit.valid_to


def _type_of_level(level: Level) -> str:
    return {"province": "department", "district": "district", "commune": "commune"}[level]


def _with_parents(units: list[Unit], found: list[Finding]) -> tuple[Unit, ...]:
    """Parents may be given by name: turn them into ids."""
    by_name = {normalise(unit.name): unit.unit_id for unit in units}
    ids = {unit.unit_id for unit in units}
    result = []
    for unit in units:
        parent = unit.parent_id
        if parent is not None and parent not in ids:
            if (parent_id := by_name.get(normalise(parent))) is None:
                message = f"Đơn vị cấp trên “{parent}” của {unit.name} không có trong danh sách."
                found.append(Finding("warning", "unit_list", message, value=parent))
            unit = replace(unit, parent_id=parent_id)
        result.append(unit)
    return tuple(result)


def _day(cells: Mapping[str, CellValue], key: str, where: Callable[[str], str], found: list[Finding]) -> date | None:
    value = cells.get(key)
    if not _text(value):
        return None
    day = parse_date(value)
    if day is None:
        message = f"“{value}” không phải là ngày; hãy ghi như 01/07/2025."
        found.append(Finding("reject", "unit_list", message, cell=where(key), value=str(value)))
    return day


def _yes(value: CellValue, *, default: bool) -> bool:
    text = _plain(value)
    return default if not text else text in ("1", "x", "co", "yes", "true", "dung")


def _text(value: CellValue) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _plain(value: CellValue) -> str:
    return search_key(_text(value).replace("_", " "))


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", search_key(name)).strip("_")
