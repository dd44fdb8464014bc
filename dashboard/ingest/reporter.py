"""Whose report a file is: the labelled line above its table, a unit's name that stands there, or who was chosen.

A name in the file's own name is only proposed, for it may as well be whom the file was sent to.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from dashboard.forms import FormVersion
from dashboard.ingest.mapping import Lines, Names, candidates, names_of
from dashboard.ingest.names import Ambiguous, match_unit, normalise, search_key, spelled_out
from dashboard.ingest.rules import finding
from dashboard.ingest.workbook import Sheet, address
from dashboard.report import Finding, Period, Reference, Unit
from dashboard.words import text as say

_LONGEST_NAME = 14
"""So many words the longest name of a unit has."""
_ADDRESSED = ("kính gửi", "gửi", "nơi nhận")
_HUMP = re.compile(r"(?<=[^\W\d_A-ZĐ])(?=[A-ZĐ])")


@dataclass(frozen=True, slots=True)
class Asked:
    """What whoever brings a file says of it: period and unit, null where the file is to tell.

    Of a further sheet of the file the unit is only taken where no name stands above its table.
    """

    period: Period | None = None
    unit: Unit | None = None
    is_of_further_sheet: bool = False


@dataclass(frozen=True, slots=True)
class NamedAbove:
    """A unit whose name stands above a table, and in which cell."""

    unit: Unit
    row: int
    column: int


def reporting_unit(
    form: FormVersion,
    names: Names,
    sheet: Sheet,
    bottom: int,
    lines: Lines,
    period: Period | None,
    asked: Asked,
    findings: list[Finding],
) -> Unit | None:
    """The unit that reports; null with a `reject` finding where file and choice leave it open or contradict."""
    text = lines.text("unit")
    at = lines.places.get("unit", (0, 0))
    found: Unit | Ambiguous | None = names.known_units.get(text)
    if found is None and text:
        found = match_unit(names.units, text, *((period.start, period.end) if period else (None, None)))
    chosen = None if asked.is_of_further_sheet else asked.unit
    if isinstance(found, Unit) and chosen is not None and found.unit_id != chosen.unit_id:
        message = say("reading.other_unit", name=text, chosen=chosen.name)
        findings.append(finding("reject", "unit_mismatch", message, sheet, *at, unit=text, value=text))
        return None
    if isinstance(found, Unit):
        return found
    above = named_above(names, sheet, bottom, period) if form.is_of_one_unit else []
    if asked.unit is not None and not (asked.is_of_further_sheet and len(above) == 1):
        if len(above) == 1 and above[0].unit.unit_id != asked.unit.unit_id:
            (one,) = above
            message = say("reading.other_unit_above", name=one.unit.name, chosen=asked.unit.name)
            findings.append(finding("warning", "unit_mismatch", message, sheet, one.row, one.column))
        return asked.unit
    if len(above) == 1:
        (one,) = above
        message = say("reading.unit_above", name=one.unit.name, cell=address(one.row, one.column))
        findings.append(finding("info", "unit_above", message, sheet, one.row, one.column, unit=one.unit.name))
        return one.unit
    why = _why_unknown(form, text, found, [one.unit.name for one in above])
    findings.append(finding("reject", "V14", why, sheet, *at, unit=text or None, value=text or None))
    return None


def _why_unknown(form: FormVersion, text: str, found: object, above: list[str]) -> str:
    if isinstance(found, Ambiguous):
        meant = ", ".join(candidates(found)[:4])
        return f"Đơn vị báo cáo “{text}” có thể là {meant}: hãy ghi đầy đủ tên hoặc mã đơn vị."
    if text:
        return f"Đơn vị báo cáo “{text}” không có trong danh mục: hãy sửa tên hoặc thêm tên gọi khác vào danh mục."
    if above:
        return say("reading.units_above", names=", ".join(above[:4]))
    line = next(line.texts[0] for line in form.lines if line.id == "unit")
    return say("reading.no_unit", line=line)


def named_above(names: Names, sheet: Sheet, bottom: int, period: Period | None = None) -> list[NamedAbove]:
    """The units whose full names stand in the rows above a table, in their order.

    Whom a letter is sent to is left out, and so is a unit above one of its own ("UBND huyện …" over "UBND xã …").
    """
    found: dict[str, NamedAbove] = {}
    for r, row in enumerate(sheet.rows[:bottom]):
        for c, cell in enumerate(row):
            for line in cell.split("\n") if isinstance(cell, str) else ():
                for unit in _units_in(names, line, period):
                    found.setdefault(unit.unit_id, NamedAbove(unit, r, c))
    parents = {one.unit.parent_id for one in found.values()}
    return [one for id_, one in found.items() if id_ not in parents]


def _units_in(names: Names, text: str, period: Period | None) -> Iterator[Unit]:
    """The units named in full in a text, the longest name first where one stands within another."""
    if normalise(text).startswith(_ADDRESSED):
        return
    words = spelled_out(text).split()
    at = 0
    while at < len(words):
        for size in range(min(_LONGEST_NAME, len(words) - at), 1, -1):
            key = " ".join(words[at : at + size])
            units = [u for u in names.units.named.get(key, ()) if _is_full_name(u, key, len(words) == size)]
            if len(units) > 1 and period:
                units = [u for u in units if u.is_valid(period.start, period.end)] or units
            if units:
                yield from units
                at += size - 1
                break
        at += 1


def _is_full_name(unit: Unit, key: str, is_whole: bool) -> bool:
    """Whether a key is more than the short name of a unit, which may be a field as well ("Tư pháp")."""
    return is_whole or key.startswith(spelled_out(unit.name)) or spelled_out(unit.name).startswith(f"{key} ")


def proposed_units(reference: Reference, sheet: Sheet, bottom: int, file_name: str) -> list[Unit]:
    """The units that a file may be of: those named above its table, then those in its file name."""
    names = names_of(reference)
    above = [one.unit for one in named_above(names, sheet, bottom)]
    return list({unit.unit_id: unit for unit in (*above, *units_in_name(reference, file_name))}.values())


def units_in_name(reference: Reference, file_name: str) -> list[Unit]:
    """The units whose names stand in a file's name, with or without diacritics and spaces: "SoTuPhap_T10.xlsx"."""
    stem = _HUMP.sub(" ", PurePath(file_name).stem)
    words = f" {search_key(stem)} "
    glued = set(words.split())
    found = [
        (len(key), unit)
        for unit in reference.units
        for key in {search_key(unit.name), search_key(spelled_out(unit.name))}
        if f" {key} " in words or key.replace(" ", "") in glued
    ]
    longest = max((size for size, _ in found), default=0)
    return list({unit.unit_id: unit for size, unit in found if size == longest}.values())
