"""Names of units and fields as people type them, matched exactly after normalisation and never by likeness.

`normalise` makes two spellings of the same words equal. Matching goes further with rules that hold for Vietnamese
agencies only: well-known abbreviations (`data/reference/abbreviations.csv`), "UBND" before a district or commune, "và",
"các", and the province's own name at the end.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from dashboard.ingest.syllables import place_tone
from dashboard.report import Field, Reference, Unit

_REFERENCE = Path(__file__).parents[2] / "data" / "reference"

_LOOKALIKES = str.maketrans("ÐðƉɖ", "Đđđđ") | dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff'’‘ʼ"))
_NOT_WORD = re.compile(r"[\W_]+")


@lru_cache(maxsize=1 << 16)
def normalise(text: str) -> str:
    """The words of `text` in lower case: one Unicode form, one tone placement, "&" as "và", no punctuation.

    "Khoa học&CN" → "khoa học và cn"; "Hoà" → "hòa"; "Thi đua – khen thưởng" → "thi đua khen thưởng".
    """
    folded = unicodedata.normalize("NFKC", text).translate(_LOOKALIKES).replace("&", " và ").casefold()
    words = _NOT_WORD.sub(" ", unicodedata.normalize("NFKC", folded)).split()
    return " ".join(map(place_tone, words))


@lru_cache(maxsize=1 << 16)
def search_key(text: str) -> str:
    """`normalise` without diacritics, for search boxes: "Đất đai" → "dat dai"."""
    decomposed = unicodedata.normalize("NFD", normalise(text)).replace("đ", "d")
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def spelled_out(text: str) -> str:
    """A name as matching sees it, its abbreviations written out: "Sở TN&MT" → "sở tài nguyên môi trường"."""
    return _key(text)


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A name that fits several units or fields: for the review list, with what it may mean."""

    text: str
    candidates: tuple[Unit, ...] | tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class UnitIndex:
    """Units by every name that they answer to.

    `named` holds whole names; `unprefixed` names without "Sở", "Huyện", … , asked only when no whole name fits.
    """

    named: Mapping[str, tuple[Unit, ...]]
    unprefixed: Mapping[str, tuple[Unit, ...]]
    by_id: Mapping[str, Unit]
    provinces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldIndex:
    """Fields (lĩnh vực) and sectors (ngành) by name and alias."""

    named: Mapping[str, tuple[Field, ...]]
    by_id: Mapping[str, Field]


def build_unit_index(reference: Reference, provinces: Iterable[str] = ()) -> UnitIndex:
    """An index over all units, to be built once for each change of the reference data.

    `provinces` are names that may be dropped at the end of a name ("Sở Nội vụ tỉnh Bắc Giang"), besides the one that
    the units themselves tell ("Thanh tra tỉnh Bắc Giang", "Thành phố Bắc Giang").
    """
    keys = {unit.unit_id: _names_of(unit) for unit in reference.units}
    parents = {unit.unit_id: _key(unit.name) for unit in reference.units}
    known = {_without_type(_key(name)) for name in provinces}
    known.update(name for unit in reference.units for key in keys[unit.unit_id] if (name := _province_in(unit, key)))
    ordered = tuple(sorted(known, key=len, reverse=True))
    named: dict[str, dict[str, Unit]] = {}
    unprefixed: dict[str, dict[str, Unit]] = {}
    for unit in reference.units:
        whole = [variant for key in keys[unit.unit_id] for variant in _without_province(key, ordered)]
        parent = parents.get(unit.parent_id or "")
        qualified = [f"{key} {tail}" for key in whole for tail in (parent, _without_type(parent))] if parent else []
        for key in (*whole, *qualified):
            named.setdefault(key, {})[unit.unit_id] = unit
        for key in whole:
            short = _without_type(key.removesuffix(" tỉnh") if unit.level == "province" else key)
            if short != key and not short.isdigit():
                unprefixed.setdefault(short, {})[unit.unit_id] = unit
    return UnitIndex(
        {key: tuple(units.values()) for key, units in named.items()},
        {key: tuple(units.values()) for key, units in unprefixed.items()},
        {unit.unit_id: unit for unit in reference.units},
        ordered,
    )


def match_unit(
    index: UnitIndex, text: str, start: date | None = None, end: date | None = None
) -> Unit | Ambiguous | None:
    """The unit that `text` names, all units that it may name, or None where no name or alias is equal.

    Of several units with the name, the one that existed between `start` and `end` is meant; a unit that did not exist
    then is still returned when it is the only one (rule V12 tells).
    """
    if unit := index.by_id.get(text.strip()):
        return unit
    variants = _without_province(_key(text), index.provinces)
    numbered = _ENUMERATOR.sub("", text, count=1)
    if numbered != text:
        variants = (*variants, *_without_province(_key(numbered), index.provinces))
    for variant in variants:
        if candidates := index.named.get(variant):
            return _choose(text, candidates, start, end)
    for variant in variants:
        if candidates := index.unprefixed.get(variant):
            if variant in index.provinces:
                return Ambiguous(text, candidates)
            return _choose(text, candidates, start, end)
    return None


def build_field_index(reference: Reference) -> FieldIndex:
    """An index over all fields and sectors, to be built once for each change of the reference data."""
    named: dict[str, dict[str, Field]] = {}
    for field in reference.fields:
        for name in (field.name, *field.aliases):
            if key := _field_key(name):
                named.setdefault(key, {})[field.field_id] = field
    return FieldIndex(
        {key: tuple(fields.values()) for key, fields in named.items()},
        {field.field_id: field for field in reference.fields},
    )


def match_field(index: FieldIndex, text: str) -> Field | Ambiguous | None:
    """The field or sector that `text` names, all that it may name, or None where no name or alias is equal."""
    if field := index.by_id.get(text.strip()):
        return field
    candidates = index.named.get(_field_key(text)) or index.named.get(_field_key(_ENUMERATOR.sub("", text, count=1)))
    if not candidates:
        return None
    return candidates[0] if len(candidates) == 1 else Ambiguous(text, candidates)


_ENUMERATOR = re.compile(r"^\s*(?:\d{1,3}|[IVXLC]{1,6}|[a-zđ])\s*[.)/]\s*(?=\D)")
_LEVEL_WORDS = ("thành phố", "thị xã", "thị trấn", "đặc khu", "huyện", "quận", "phường", "xã", "tỉnh")
_TYPE_WORDS = ("sở", "ban", *_LEVEL_WORDS)
_COMMITTEE = "ủy ban nhân dân "
_GLUED_NUMBER = re.compile(r"^(p|q|x|tt)(\d+)$")
_FIELD_WORDS = re.compile(r"^(?:lĩnh vực|ngành) (?=.)")


def _choose(text: str, candidates: tuple[Unit, ...], start: date | None, end: date | None) -> Unit | Ambiguous:
    first, last = start or end, end or start
    if len(candidates) > 1 and first and last:
        valid = tuple(unit for unit in candidates if unit.is_valid(first, last))
        candidates = valid or candidates
    return candidates[0] if len(candidates) == 1 else Ambiguous(text, candidates)


def _names_of(unit: Unit) -> tuple[str, ...]:
    names = (unit.name, unit.short_name, *unit.aliases)
    return tuple(dict.fromkeys(key for name in names if name and (key := _key(name))))


def _province_in(unit: Unit, key: str) -> str | None:
    """The province that a unit's own name tells: "thanh tra tỉnh bắc giang", "thành phố bắc giang" → "bắc giang"."""
    _, found, name = f" {key}".rpartition(" tỉnh ")
    if found and (name in _provinces() or 1 <= name.count(" ") <= 3):
        return name
    if unit.level != "province" and not key.startswith("thành phố "):
        return None
    words = key.split()
    tails = (" ".join(words[-size:]) for size in (2, 3, 1) if size < len(words))
    return next((tail for tail in tails if tail in _provinces()), None)


def _without_province(key: str, provinces: tuple[str, ...]) -> tuple[str, ...]:
    """The key, and what is left of it when a known province's name at its end is dropped."""
    for province in provinces:
        head = key.removesuffix(f" {province}")
        if head != key:
            shorter = head.removesuffix(" tỉnh")
            return tuple(part for part in (key, head, shorter) if part not in _TYPE_WORDS)
    return (key,)


def _without_type(key: str) -> str:
    for word in _TYPE_WORDS:
        if key.startswith(word + " "):
            return key[len(word) + 1 :]
    return key


def _field_key(text: str) -> str:
    return _FIELD_WORDS.sub("", " ".join(_expand(_words(text))))


@lru_cache(maxsize=1 << 15)
def _key(text: str) -> str:
    """The one spelling that all spellings of a unit's name are turned into."""
    key = " ".join(_expand(_words(text)))
    if key.startswith(_COMMITTEE) and not key.startswith(_COMMITTEE + "tỉnh"):
        key = key[len(_COMMITTEE) :]
    words = key.split()
    if not words:
        return ""
    if match := _GLUED_NUMBER.match(words[0]):
        words[:1] = match[1], match[2]
    words = [word.lstrip("0") or "0" if word.isdecimal() else word for word in words]
    if expansion := _abbreviations()["start"].get(words[0]):
        words[:1] = [expansion]
    key = " ".join(words)
    return key.removeprefix(_COMMITTEE) if expansion else key


def _words(text: str) -> list[str]:
    return [word for word in normalise(text).split() if word not in ("và", "các")]


def _expand(words: list[str]) -> list[str]:
    """Abbreviations written out, the longest first; "LĐ-TB&XH", "LĐTBXH" and "LĐ TBXH" are one."""
    known, longest = _abbreviations()["any"], _LONGEST_ABBREVIATION
    result: list[str] = []
    position = 0
    while position < len(words):
        for size in range(min(longest, len(words) - position), 0, -1):
            if expansion := known.get("".join(words[position : position + size])):
                result.append(expansion)
                position += size
                break
        else:
            result.append(words[position])
            position += 1
    return result


_LONGEST_ABBREVIATION = 6


@lru_cache(maxsize=1)
def _abbreviations() -> dict[str, dict[str, str]]:
    """By place: "any", or "start" for those that are clear only as a name's first word ("H." for huyện)."""
    table: dict[str, dict[str, str]] = {"any": {}, "start": {}}
    with (_REFERENCE / "abbreviations.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            table[row["place"]]["".join(_words(row["abbreviation"]))] = normalise(row["expansion"])
    return table


@lru_cache(maxsize=1)
def _provinces() -> frozenset[str]:
    """Every province that there is or was, without "tỉnh"; a commune may have the name of another province."""
    with (_REFERENCE / "provinces.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(_without_type(normalise(row["name"])) for row in csv.DictReader(file))
