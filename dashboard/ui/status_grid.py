"""The grid of units and periods in the browser: a real table with headings that stay, walked by keys.

A drawing library would send each cell as a mark; the table gets one letter for each (330 units × 36 months are 12 kB).
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__)
_grid = st.components.v2.component(
    "status_grid",
    html='<div class="frame"></div>',
    css=_HERE.with_suffix(".css").read_text("utf-8"),
    js=_HERE.with_suffix(".js").read_text("utf-8"),
)


def show(data: Mapping[str, Any], key: str, on_pick: Callable[[str, str | None], None]) -> None:
    """The grid that `punctuality.grid` laid out. `on_pick` gets the unit, and the period where a cell was picked."""

    def picked() -> None:
        mark = (st.session_state.get(key) or {}).get("picked")
        if isinstance(mark, Mapping) and mark.get("unit"):
            on_pick(str(mark["unit"]), str(mark["period"]) if mark.get("period") else None)

    _grid(key=key, data=dict(data), on_picked_change=picked)
