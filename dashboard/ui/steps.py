"""A picture whose marks and table lines lead one step down: shared by the pages that drill."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from dashboard.charts.picture import Picture
from dashboard.ui import breakdown, pictures, tables
from dashboard.ui.pictures import Drawn
from dashboard.ui.screen import Screen

Row = Mapping[str, Any]


def boxed(
    screen: Screen,
    name: str,
    recipe: tuple[Any, ...],
    draw: Callable[[], Picture],
    pick: Callable[[dict[str, Any]], None],
    leads_to: Callable[[Row], tuple[str, Any]],
) -> None:
    """A picture in its frame, with a table whose lines lead where its marks do."""
    picture = pictures.drawn(screen, recipe, draw)
    key = f"{name}_{pictures.key_of(recipe)}"
    with st.container(border=True, key=name):
        behind = partial(table, screen, picture, f"{key}_table", lambda line: breakdown.go(*leads_to(line)))
        pictures.show(screen, picture, key, pick, behind=behind if picture.rows else None)


def table(screen: Screen, picture: Drawn, key: str, pick: Callable[[Row], None]) -> None:
    """The table behind a picture; `pick` gets the line that was clicked."""
    rows = picture.rows
    tables.show(screen, picture.columns, rows, key, on_pick=lambda index: pick(rows[index]), is_part=False)


def to_field(mark: dict[str, Any]) -> None:
    """What was picked leads to its field."""
    breakdown.go("field", mark.get("id"))


def to_unit(mark: dict[str, Any]) -> None:
    """What was picked leads to its unit."""
    breakdown.go("unit", mark.get("id"))


def bar(id_: str, name: str, row: Row) -> dict[str, Any]:
    """A row of a question as the bar charts and the funnel take it."""
    return {
        "id": id_,
        "name": name,
        "numerator": row["numerator"],
        "denominator": row["denominator"],
        "target": row.get("target_value"),
        "caution": row.get("caution"),
    }
