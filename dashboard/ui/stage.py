"""The deck in the browser: a component that holds all slides, so that the next one comes without the server."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__)
_stage = st.components.v2.component(
    "stage",
    html='<div class="frame"><div class="bar"></div><div class="place"></div><div class="notes" hidden></div></div>',
    css=_HERE.with_suffix(".css").read_text("utf-8"),
    js=_HERE.with_suffix(".js").read_text("utf-8"),
)


@dataclass(frozen=True, slots=True)
class Drilled:
    """Where a presenter went from which slide: a page of the dashboard with parameters of its address."""

    page: str
    params: dict[str, str]
    at: int
    is_showing: bool


def show(data: Mapping[str, Any], key: str) -> tuple[Drilled | None, int | None]:
    """Show the slides; where the presenter drilled to, and at which slide the full screen was left, if just now."""
    told = _stage(key=key, data=dict(data), on_drilled_change=_nothing, on_closed_change=_nothing)
    drilled, closed = told.get("drilled"), told.get("closed")
    return (_drilled(drilled) if isinstance(drilled, Mapping) else None), (
        int(closed["at"]) if isinstance(closed, Mapping) else None
    )


def _drilled(told: Mapping[str, Any]) -> Drilled:
    params = {str(name): str(value) for name, value in told.get("params") or []}
    return Drilled(str(told["page"]), params, int(told["at"]), bool(told.get("is_showing")))


def _nothing() -> None:
    """A change of the component only runs the page again."""
