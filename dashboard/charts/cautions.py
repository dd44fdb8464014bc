"""The mark of a figure that should be read with care: a sign beside it and words in its tooltip and its table.

Rows bring the words as `caution`; they begin with the sign. A row without one is plain.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import altair as alt

from dashboard.charts.picture import Look, TableColumn

FOUND = "⚠"
"""A finding is in the figure."""
OTHER = "*"
"""Derived from other counts, or a total that a report states."""
_HIGH = 0.9
"""From which part of the plot's height on a sign stands below its point."""

Row = Mapping[str, Any]


def sign(caution: str | None) -> str:
    return caution[:1] if caution else ""


def signed(words: str, caution: str | None) -> str:
    """The words of a figure with its sign."""
    return f"{words} {sign(caution)}" if caution else words


def cell(caution: str | None) -> dict[str, str]:
    """What a row of the table behind a picture says of it: nothing where there is nothing to say."""
    return {"caution": caution} if caution else {}


def tips(values: Iterable[Row], look: Look) -> list[alt.Tooltip]:
    """One more line of a tooltip, where any mark of the picture needs it."""
    is_needed = any(value.get("caution") for value in values)
    return [alt.Tooltip("caution:N", title=look.say("mark.column"))] if is_needed else []


def notes(values: Iterable[Row], look: Look) -> tuple[str, ...]:
    """What the signs mean."""
    signs = {sign(value.get("caution")) for value in values}
    words = ((FOUND, "mark.note_found"), (OTHER, "mark.note_other"))
    return tuple(look.say(key) for mark, key in words if mark in signs)


def layer(values: Sequence[Row], x: Any, y: Any, look: Look, domain: Sequence[float]) -> list[alt.Chart]:
    """The signs above the points of a line chart; below those near the top of its `domain`, where words stand."""
    if not any(value.get("caution") for value in values):
        return []
    bottom, top = domain
    below, above = (22, -20) if look.is_large else (15, -12)
    dy = alt.ExprRef(f"datum.value > {bottom + _HIGH * (top - bottom)} ? {below} : {above}")
    mark = alt.Chart().mark_text(dy=dy, fontSize=look.small_size, color=look.palette.ink)
    return [
        mark.encode(x=x, y=y, text="sign:N")
        .transform_filter("isValid(datum.caution) && isValid(datum.value)")
        .transform_calculate(sign="substring(datum.caution, 0, 1)")
    ]


def with_column(columns: Sequence[TableColumn], rows: Sequence[Row], label: str) -> tuple[TableColumn, ...]:
    """The columns of a table, and that of the marks where one of its rows has any: early, so that it stands in view."""
    if any(column.key == "caution" for column in columns) or not any(row.get("caution") for row in rows):
        return tuple(columns)
    return (*columns[:2], TableColumn("caution", label), *columns[2:])
