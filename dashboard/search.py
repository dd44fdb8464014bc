"""Finding a unit or a field by what people type: its id, its name or alias, with or without diacritics."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from dashboard.ingest.names import normalise, search_key
from dashboard.report import Field, Unit

_Named = TypeVar("_Named", Unit, Field)


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
