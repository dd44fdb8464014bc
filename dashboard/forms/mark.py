"""The mark of a template: what a prepared form says of itself on a sheet that nobody sees.

It names form, version, unit, period and fields by their ids, so that a filled template is read without matching a
name. Its seal tells a mark that was changed by hand or damaged; it is no proof of who filled the form in.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

MARK_SHEET = "_mau_bao_cao"

_HEAD = ("mau_bao_cao", "v2")
_SEAL = "seal"
_FIELD = "field:"


class MarkError(ValueError):
    """A mark that was changed, cut or made by another version."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a template was made for. `fields` gives the id of each name that the template offers."""

    form: str
    version: str
    province: str
    unit_id: str
    unit: str
    period_id: str
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The mark as lines of two texts, the seal at the end."""
        said = [(name, getattr(self, name)) for name in _NAMES]
        lines = [_HEAD, *said, *((f"{_FIELD}{id_}", name) for name, id_ in self.fields.items())]
        return [(_written(name), _written(value)) for name, value in [*lines, (_SEAL, _seal(lines))]]


_NAMES = ("form", "version", "province", "unit_id", "unit", "period_id")


def read_mark(rows: Iterable[Sequence[object]]) -> Mark:
    """The mark in the lines of its sheet; raises `MarkError` where it is not as it was written."""
    cells = ((row[0], row[1]) for row in rows if len(row) > 1 and row[0] is not None and row[1] is not None)
    lines = [(_read(name), _read(value)) for name, value in cells]
    said = dict(lines)
    if not lines or lines[0] != _HEAD or lines[-1] != (_SEAL, _seal(lines[:-1])) or not said.keys() >= set(_NAMES):
        raise MarkError
    fields = {name: id_.removeprefix(_FIELD) for id_, name in lines if id_.startswith(_FIELD)}
    return Mark(**{name: said[name] for name in _NAMES}, fields=fields)


def _written(text: str) -> str:
    """A text without underscores: LibreOffice takes `_xa_` in a cell for the character of that number."""
    return text.replace("~", "~t").replace("_", "~u")


def _read(cell: object) -> str:
    return str(cell).replace("~u", "_").replace("~t", "~")


def _seal(lines: Iterable[tuple[str, str]]) -> str:
    text = "\n".join(f"{name}\t{value}" for name, value in lines)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()
