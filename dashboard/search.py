"""Finding a unit or a field by what people type: its id, its name or alias, with or without diacritics."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from dashboard.ingest.names import normalise, search_key, spelled_out
from dashboard.report import Field, Unit

_Named = TypeVar("_Named", Unit, Field)


@dataclass(frozen=True, slots=True)
class _Entry(Generic[_Named]):
    """A thing with every name it answers to: as written, and without diacritics (abbreviations written out too)."""

    thing: _Named
    written: tuple[str, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """Units and fields by their names; built once for each change of the reference data."""

    units: tuple[_Entry[Unit], ...]
    fields: tuple[_Entry[Field], ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The best finds first; `more` is how many others there are."""

    units: tuple[Unit, ...] = ()
    fields: tuple[Field, ...] = ()
    more: int = 0


def build_index(units: Iterable[Unit], fields: Iterable[Field]) -> SearchIndex:
    """The index that `suggest` looks through."""
    return SearchIndex(
        tuple(_entry(unit, unit.unit_id, (unit.name, unit.short_name, *unit.aliases)) for unit in units),
        tuple(_entry(field, field.field_id, (field.name, *field.aliases)) for field in fields),
    )


def suggest(index: SearchIndex, text: str, most: int = 8) -> Suggestions:
    """What `text` may be the beginning of: whole names first, then beginnings, then words in any order, then parts.

    Diacritics that were typed count: "bính" puts "An Bính" before "An Bình". Of two units with one name the living one
    comes first.
    """
    if not search_key(text):
        return Suggestions()
    units = _ranked(index.units, text, lambda unit: (unit.valid_to is not None, unit.display_order, unit.unit_id))
    fields = _ranked(index.fields, text, lambda field: (field.is_sector, field.display_order, field.field_id))
    shown_fields = fields[: max(3, most - len(units))]
    shown_units = units[: most - len(shown_fields)]
    more = len(units) + len(fields) - len(shown_units) - len(shown_fields)
    return Suggestions(tuple(shown_units), tuple(shown_fields), more)


def find_units(units: Sequence[Unit], text: str, within: tuple[date, date] | None = None) -> list[Unit]:
    """The units that `text` may mean: one when it is an id or a full name, several when it is ambiguous.

    Of units with one name in different years, the one that existed `within` two dates is meant; without dates the one
    that still exists.
    """
    found = _find(units, text, lambda unit: unit.unit_id, lambda unit: (unit.name, unit.short_name, *unit.aliases))
    living = [unit for unit in found if (unit.is_valid(*within) if within else unit.valid_to is None)]
    return living if len(living) == 1 else found


def find_fields(fields: Sequence[Field], text: str) -> list[Field]:
    """The fields that `text` may mean, likewise."""
    return _find(fields, text, lambda field: field.field_id, lambda field: (field.name, *field.aliases))


def _entry(thing: _Named, id_: str, names: Iterable[str]) -> _Entry[_Named]:
    named: list[str] = [name for name in names if name]
    keys = [search_key(id_)]
    for name in named:
        keys += [search_key(name), search_key(spelled_out(name))]
    return _Entry(thing, tuple(map(normalise, named)), tuple(dict.fromkeys(keys)))


def _ranked(entries: Iterable[_Entry[_Named]], text: str, order: Callable[[_Named], tuple]) -> list[_Named]:  # type: ignore[type-arg]
    written, plain = normalise(text), search_key(text)
    asked = dict.fromkeys((plain, search_key(spelled_out(text))))
    has_marks = written != plain
    found = []
    for entry in entries:
        merit = min((_merit(key, wanted) for wanted in asked if wanted for key in entry.keys), default=_NOT)
        if merit < _NOT:
            differs = has_marks and not any(written in name for name in entry.written)
            found.append((differs, merit, order(entry.thing), entry.thing))
    return [thing for *_, thing in sorted(found, key=lambda one: one[:3])]


_NOT = 5


def _merit(key: str, wanted: str) -> int:
    """How well a name fits, 0 best."""
    if wanted not in key:
        words = f" {key}"
        return 3 if " " in wanted and all(f" {word}" in words for word in wanted.split()) else _NOT
    if key == wanted:
        return 0
    if key.startswith(wanted):
        return 1
    return 2 if f" {wanted}" in key else 4


def _find(things: Sequence[_Named], text: str, id_of, names_of) -> list[_Named]:  # type: ignore[no-untyped-def]
    for same in (
        lambda thing: id_of(thing) == text.strip(),
        lambda thing: any(normalise(name) == normalise(text) for name in names_of(thing) if name),
        lambda thing: any(search_key(name) == search_key(text) for name in names_of(thing) if name),
        lambda thing: any(search_key(text) in search_key(name) for name in names_of(thing) if name),
    ):
        if search_key(text) and (found := [thing for thing in things if same(thing)]):
            return found
    return []
