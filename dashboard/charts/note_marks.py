"""Notes on the points of a picture: a small numbered ring at each point, or the number after a bar's name.

Works on any specification whose clickable marks say what they are: `period_id`, `unit_id` or `id`, `level`.
"""

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboard.charts.palette import Palette

PICK = "pick"
RING = 300
LIFT = 20
_HIGH = 0.84
"""From which part of the plot's height on a ring stands below its point."""
Spec = dict[str, Any]
Datum = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Note:
    """A note on the figure of a unit, a level or (neither) the province in one period.

    `period` and `who` are words for a reader, `words` the whole line beneath the picture.
    """

    period_id: str
    period: str
    words: str
    unit_id: str | None = None
    level: str | None = None
    who: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """What a picture is about where its marks do not say so themselves: one unit, a level or the province; a period.

    `parts` are the ids of marks that are parts of a figure (fields): a note on the whole speaks of them together.
    """

    period_id: str
    unit_id: str | None = None
    level: str | None = None
    parts: frozenset[str] = frozenset()

    def is_part(self, datum: Datum) -> bool:
        """Whether a mark is one field of a figure, or all that is left of it, which no note is bound to."""
        return bool(datum.get("field_id")) or datum.get("id") == "" or datum.get("id") in self.parts

    def subject(self, datum: Datum) -> tuple[str | None, str | None]:
        """The unit or the level that a mark is about, or is a part of; neither is the province."""
        named = datum.get("unit_id") or datum.get("id")
        if named in self.parts:
            named = None
        if named and named == datum.get("level"):
            return None, named
        unit_id = named or self.unit_id
        return unit_id, None if unit_id else datum.get("level") or self.level

    def holds(self, datum: Datum, note: Note) -> bool:
        """Whether a mark is the point that a note is bound to, or a part of it."""
        period_id = datum.get("period_id") or self.period_id
        return period_id == note.period_id and self.subject(datum) == (note.unit_id, note.level)


def points(spec: Spec) -> list[Spec]:
    """The data of the marks that a click picks."""
    return [datum for _, _, values in _picked(spec) for datum in values]


def numbered(marks: Sequence[Datum], notes: Iterable[Note], place: Place) -> tuple[Note, ...]:
    """The notes on what some marks show, numbered in order of time."""
    held = [note for note in notes if any(place.holds(datum, note) for datum in marks)]
    return tuple(replace(note, number=number) for number, note in enumerate(held, start=1))


def marked(spec: Spec, notes: Sequence[Note], place: Place, colours: Palette) -> Spec:
    """The specification with its notes at their points; the one given stays as it is."""
    spec = copy.deepcopy(spec)
    for layers, view, values in list(_picked(spec)):
        noted = _noted(values, notes, place)
        if noted and view["encoding"].get("y", {}).get("field") == "label":
            _rename(spec, noted)
        elif noted:
            for lift, some in _lifted(view, noted).items():
                layers += _rings(view, some, lift, colours)
    return spec


def _noted(values: Sequence[Datum], notes: Sequence[Note], place: Place) -> list[Spec]:
    """The points with notes, each with its numbers: once, however many marks it has."""
    found: dict[tuple[Any, ...], Spec] = {}
    for datum in values:
        if place.is_part(datum):
            continue
        numbers = ", ".join(str(note.number) for note in notes if place.holds(datum, note))
        if numbers:
            point = tuple(datum.get(key) for key in ("period_id", "unit_id", "id", "level"))
            found.setdefault(point, {**datum, "note": numbers})
    return list(found.values())


def _rename(spec: Spec, noted: Sequence[Datum]) -> None:
    """Adds the number to a bar's name in every data set that is drawn along the same names."""
    names = {datum["label"]: f"{datum['label']} [{datum['note']}]" for datum in noted}
    for values in list(_data_sets(spec)):
        for datum in values:
            if datum.get("label") in names:
                datum["label"] = names[datum["label"]]


def _lifted(view: Spec, noted: list[Spec]) -> dict[int, list[Spec]]:
    """The noted points by how far their rings stand off: above them, but below where words stand over the plot."""
    y = view["encoding"].get("y", {})
    if _is_column(view):  # at the head of its column
        return {0: noted}
    low, high = (y.get("scale") or {}).get("domain") or (0, float("inf"))
    found: dict[int, list[Spec]] = {}
    for datum in noted:
        value = datum.get(y.get("field"))
        is_high = isinstance(value, int | float) and value - low > _HIGH * (high - low)
        found.setdefault(LIFT if is_high else -LIFT, []).append(datum)
    return found


def _rings(view: Spec, noted: list[Spec], lift: int, colours: Palette) -> list[Spec]:
    is_column = _is_column(view)
    x = {key: value for key, value in view["encoding"]["x"].items() if key != "axis"}
    y = {"value": 10} if is_column else {k: v for k, v in view["encoding"]["y"].items() if k != "axis"}
    # Not read aloud: the words of each note stand beneath the picture.
    place = {"xOffset": 10 if is_column else 0, "yOffset": 0 if is_column else lift, "aria": False}
    shared: Spec = {"data": {"values": noted}, **{key: view[key] for key in ("transform",) if key in view}}
    ring = {"type": "point", "shape": "circle", "filled": True, "fill": colours.ground,
            "stroke": colours.ink, "strokeWidth": 1.2, "opacity": 1, **place}  # fmt: skip
    words = {"type": "text", "fontSize": 11, "fontWeight": 700, "color": colours.ink, "baseline": "middle", **place}
    size = {"condition": {"test": "length(datum.note) > 2", "value": 3 * RING}, "value": RING}
    return [
        {**shared, "mark": ring, "encoding": {"x": x, "y": y, "size": size}},
        {**shared, "mark": words, "encoding": {"x": x, "y": y, "text": {"field": "note", "type": "nominal"}}},
    ]


def _is_column(view: Spec) -> bool:
    return (view["mark"]["type"] if isinstance(view["mark"], dict) else view["mark"]) == "bar"


def _picked(spec: Spec) -> Iterator[tuple[list[Spec], Spec, list[Spec]]]:
    """The layer that a click picks in, with the layers around it and its data."""
    views = {view for param in spec.get("params", []) if param.get("name") == PICK for view in param.get("views", [])}
    yield from _named(spec, views, _values(spec) or [])


def _named(node: Spec, views: set[str], values: list[Spec]) -> Iterator[tuple[list[Spec], Spec, list[Spec]]]:
    layers = node.get("layer", [])
    for layer in layers:
        own = _values(layer)
        if layer.get("name") in views and "x" in layer.get("encoding", {}):
            yield layers, layer, values if own is None else own
        elif "layer" in layer:
            yield from _named(layer, views, values if own is None else own)
    if "spec" in node:
        yield from _named(node["spec"], views, values)


def _values(node: Spec) -> list[Spec] | None:
    values = node.get("data", {}).get("values")
    return values if isinstance(values, list) else None


def _data_sets(node: Spec) -> Iterator[list[Spec]]:
    values = _values(node)
    if values is not None:
        yield values
    for inner in (*node.get("layer", []), *([node["spec"]] if "spec" in node else [])):
        yield from _data_sets(inner)
