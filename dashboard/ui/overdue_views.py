"""What the overdue page shows between headline and drill, one view at a time, each of which is a link."""

import streamlit as st

from dashboard.ui import overdue_fields, overdue_moved, overdue_tree, overdue_units, url
from dashboard.ui.focus import Focus
from dashboard.ui.kpi import Figure
from dashboard.ui.screen import Screen
from dashboard.ui.series import Span

VIEWS = ("field", "time", "unit", "cross", "moved", "tree")
"""What `view` in the address can be."""


def choose(screen: Screen, at: Focus) -> str | None:
    """The view that the address asks for, or the first that the focus allows; null where it allows none."""
    allowed = [view for view in VIEWS if _allows(view, at)]
    asked = url.read("view")
    if asked is not None and asked not in VIEWS:
        st.warning(screen.say("problem.choice", asked=asked, filter=screen.say("overdue.view")))
    if asked is not None and asked not in allowed:
        url.write("view", None)
    if not allowed:
        return None
    chosen = asked if asked in allowed else allowed[0]
    if len(allowed) > 1:
        st.segmented_control(
            screen.say("overdue.view"),
            allowed,
            format_func=lambda view: screen.say(f"overdue.view_{view}"),
            required=True,
            key=url.widget("view", chosen),
            on_change=url.picked,
            args=("view",),
        )
    return chosen


def _allows(view: str, at: Focus) -> bool:
    """A field that is chosen has no other fields beside it, a unit no other units."""
    has_fields, has_units = at.field is None, at.unit is None
    wanted = {
        "field": has_fields,
        "time": has_fields,
        "unit": has_units,
        "cross": has_fields and has_units,
        "tree": has_fields and has_units,
    }
    return wanted.get(view, has_fields or has_units)


def show(screen: Screen, at: Focus, periods: Span, figure: Figure, view: str | None) -> None:
    """The pictures of a view."""
    if view == "field":
        overdue_fields.fields(screen, at, periods)
        overdue_fields.most_cases(screen, at)
    elif view == "time":
        overdue_fields.matrix(screen, at, periods)
    elif view == "unit":
        overdue_units.units(screen, at, figure)
    elif view == "cross":
        overdue_units.cross(screen, at)
    elif view == "moved":
        overdue_moved.moved(screen, at, periods, figure)
    elif view == "tree":
        overdue_tree.tree(screen, at)
