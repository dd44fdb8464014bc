"""Where the reader stands: province › level › unit › field › period, each step a way back. For all pages that drill."""

from collections.abc import Mapping

import streamlit as st

from dashboard.metrics import format as fmt
from dashboard.report import Field, Unit
from dashboard.ui import url
from dashboard.ui.html import as_label, element
from dashboard.ui.screen import Screen
from dashboard.ui.search_box import UNIT_PAGE

Address = Mapping[str, str | None]
DRILLED = ("unit", "field", "at")
"""What a step down sets in the address, from the wider to the narrower."""


def show(
    screen: Screen,
    unit: Unit | None = None,
    field: Field | None = None,
    period_name: str = "",
    *,
    has_link: bool = True,
) -> None:
    """The steps to what is shown; beside a unit stands the way to its profile, unless this is it.

    `period_name` is that of a report further down than the period of the page.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall", key="path"):
        for number, (name, address) in enumerate(_steps(screen, unit, field, period_name)):
            if number:
                st.html('<span class="path-mark" aria-hidden="true">›</span>', width="content")
            if any(url.read(parameter) != value for parameter, value in address.items()):
                st.button(
                    as_label(name),
                    key=f"path_{number}",
                    type="tertiary",
                    on_click=_go,
                    args=(dict(address),),
                    width="content",
                )
            else:
                st.html(element("span", name, class_="path-here"), width="content")
        if unit is not None and has_link:
            profile_link(screen, unit.unit_id)


def profile_link(screen: Screen, unit_id: str) -> None:
    """The way to everything on one unit."""
    st.page_link(
        UNIT_PAGE,
        label=screen.say("profile.open"),
        icon=":material/account_balance:",
        query_params={**screen.address(), "unit": unit_id},
    )


def _steps(screen: Screen, unit: Unit | None, field: Field | None, period_name: str) -> list[tuple[str, Address]]:
    nothing: dict[str, str | None] = dict.fromkeys(DRILLED)
    steps: list[tuple[str, Address]] = [(screen.say("level.all"), {"level": None, **nothing})]
    level = unit.level if unit else screen.level
    if level is not None:
        steps.append((screen.say(f"level.{level}"), {"level": level, **nothing}))
    if unit is not None:
        steps.append((unit.name, {"field": None, "at": None}))
    if field is not None:
        steps.append((field.name, {"at": None}))
    steps.append((fmt.capitalised(period_name or screen.period_name), {}))
    return steps


def _go(address: dict[str, str | None]) -> None:
    for parameter, value in address.items():
        url.write(parameter, value)
