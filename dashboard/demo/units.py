"""The units of the invented province, and what became of them on 1 March and 1 July 2025.

Names stand in `names.csv` and `departments.csv`: none is the name of a real district, commune or province. `scale`
repeats the whole province that many times; the copies carry a number in name and id.
"""

import csv
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from dashboard.report import Lineage, Unit

FOLDER = Path(__file__).parent
DEPARTMENTS_MERGE = date(2025, 3, 1)
TWO_TIERS = date(2025, 7, 1)
LAST_DISTRICT_DAY = date(2025, 6, 30)
GROUP_SIZES = (1, 3, 3, 3, 2)  # how the twelve communes of a district become five

_PREFIX = {
    "city": "Thành phố", "town": "Thị xã", "district": "Huyện",
    "ward": "Phường", "township": "Thị trấn", "commune": "Xã",
}  # fmt: skip
_DISTRICT_KINDS = ("city", "town", "district")
_DEPARTMENTS_PER_COPY = 21
_DISTRICT_ORDER = 1_000
_COMMUNE_ORDER = 100_000


@dataclass(frozen=True, slots=True)
class Territory:
    """The province's name, its units and their lineage, in the order of lists and forms."""

    name: str
    units: tuple[Unit, ...]
    lineage: tuple[Lineage, ...]


@dataclass(frozen=True, slots=True)
class _Named:
    kind: str
    name: str

    @property
    def full(self) -> str:
        return f"{_PREFIX[self.kind]} {self.name}"


def build_territory(scale: int = 1) -> Territory:
    """All units of `scale` copies of the province: 149 up to February 2025 and 65 from July 2025 for each."""
    names = [_Named(row["kind"], row["name"]) for row in read_rows("names.csv")]
    units: list[Unit] = []
    lineage: list[Lineage] = []
    for copy in range(scale):
        for more_units, more_lineage in (_departments(copy), _divisions(names, copy)):
            units += more_units
            lineage += more_lineage
    units.sort(key=lambda unit: (unit.display_order, unit.unit_id))
    return Territory(f"Tỉnh {names[0].name}", tuple(units), tuple(lineage))


def read_rows(file_name: str) -> list[dict[str, str]]:
    """The rows of one of the generator's own CSV files."""
    with (FOLDER / file_name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def slug(text: str) -> str:
    """An identifier in ASCII: "Phường Lộc Lạc" is `phuong_loc_lac`."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return "_".join(letters.split())


def _mark(copy: int) -> tuple[str, str]:
    return ("", "") if copy == 0 else (f"_{copy + 1:02}", f" {copy + 1:02}")


def _departments(copy: int) -> tuple[list[Unit], list[Lineage]]:
    id_mark, name_mark = _mark(copy)
    units, lineage = [], []
    for number, row in enumerate(read_rows("departments.csv"), start=1):
        units.append(
            Unit(
                unit_id=row["unit_id"] + id_mark,
                name=row["name"] + name_mark,
                unit_type=row["unit_type"],
                level="province",
                short_name=row["name"].removeprefix("Sở ") + name_mark,
                agency_code=f"H99.{copy * _DEPARTMENTS_PER_COPY + number:02}",
                valid_from=_date(row["valid_from"]),
                valid_to=_date(row["valid_to"]),
                display_order=copy * _DEPARTMENTS_PER_COPY + number,
                has_procedures=row["has_procedures"] == "1",
                must_report=row["unit_type"] != "vertical_agency",
                aliases=tuple(alias + name_mark for alias in row["aliases"].split(";") if alias),
            )
        )
        for successor in filter(None, row["successors"].split(";")):
            lineage.append(
                Lineage(
                    row["unit_id"] + id_mark,
                    successor.rstrip("*") + id_mark,
                    row["kind"],
                    DEPARTMENTS_MERGE,
                    is_partial=successor.endswith("*"),
                    note="Sắp xếp cơ quan chuyên môn (minh họa)",
                )
            )
    return units, lineage


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _divisions(names: list[_Named], copy: int) -> tuple[list[Unit], list[Lineage]]:
    """The districts and communes of one copy: three tiers up to 30/06/2025, two after."""
    new_names = iter([named.name for named in names if named.kind == "new"])
    units, lineage = [], []
    places = [named for named in names if named.kind in (*_DISTRICT_KINDS, "ward", "township", "commune")]
    starts = [at for at, named in enumerate(places) if named.kind in _DISTRICT_KINDS]
    for number, start in enumerate(starts):
        district = _district(places[start], copy * len(starts) + number, copy)
        communes = [
            _old_commune(named, district, at) for at, named in enumerate(places[start + 1 : start + 13], start=1)
        ]
        merged, links = _merge(communes, number, new_names, copy)
        units += [district, *communes, *merged]
        lineage.append(Lineage(district.unit_id, "", "abolished", TWO_TIERS, note="Kết thúc cấp huyện (minh họa)"))
        lineage += links
    return units, lineage


def _district(named: _Named, number: int, copy: int) -> Unit:
    id_mark, name_mark = _mark(copy)
    return Unit(
        unit_id=slug(named.full) + id_mark,
        name=named.full + name_mark,
        unit_type="district",
        level="district",
        short_name=named.name + name_mark,
        gso_code=f"{900 + number}" if copy < 10 else f"D{number:03}",
        agency_code=f"H99.{100 + number}",
        valid_to=LAST_DISTRICT_DAY,
        display_order=_DISTRICT_ORDER + number,
        must_report=True,
    )


def _old_commune(named: _Named, district: Unit, at: int) -> Unit:
    mark = district.name.removeprefix(district.name.rstrip(" 0123456789"))
    return Unit(
        unit_id=slug(named.full + mark),
        name=named.full + mark,
        unit_type="commune",
        level="commune",
        short_name=named.name + mark,
        parent_id=district.unit_id,
        gso_code=f"{district.gso_code}{at:02}",
        agency_code=f"{district.agency_code}.{at:02}",
        valid_to=LAST_DISTRICT_DAY,
        display_order=_COMMUNE_ORDER + (district.display_order - _DISTRICT_ORDER) * 20 + at,
        must_report=True,
    )


def _merge(communes: list[Unit], number: int, new_names: Iterator[str], copy: int) -> tuple[list[Unit], list[Lineage]]:
    """Five communes out of twelve: one unchanged or renamed, four merged, some of them under an old name and code."""
    id_mark, name_mark = _mark(copy)
    merged, links, at = [], [], 0
    for group, size in enumerate(GROUP_SIZES):
        members = communes[at : at + size]
        at += size
        is_renamed = group == 0 and number in (2, 5, 7, 9)
        kind = "merged" if size > 1 else ("renamed" if is_renamed else "unchanged")
        keeps_name = kind == "unchanged" or (kind == "merged" and (group == 1 or (group == 2 and number >= 2)))
        short = members[0].short_name.removesuffix(name_mark) if keeps_name else next(new_names)
        prefix = "Phường" if number == 0 or (number == 1 and group < 2) else "Xã"
        unit = replace(
            members[0],
            unit_id=slug(f"{prefix} {short}") + "_2025" + id_mark,
            name=f"{prefix} {short}{name_mark}",
            short_name=short + name_mark,
            parent_id=None,
            agency_code=f"H99.{200 + copy * 50 + number * 5 + group}",
            valid_from=TWO_TIERS,
            valid_to=None,
            display_order=_COMMUNE_ORDER + (copy * 10 + number) * 20 + 14 + group,
        )
        merged.append(unit)
        links += [Lineage(member.unit_id, unit.unit_id, kind, TWO_TIERS) for member in members]
    if number in (3, 6, 8):  # a part of one old commune went to the neighbour of its successor
        partial = replace(links[3], is_partial=True)
        links[3] = partial
        links.append(replace(partial, to_unit_id=merged[2].unit_id, note="Một phần địa bàn (minh họa)"))
    return merged, links
