"""What was explained in a period: causes as a picture, and every explanation as a table."""

from typing import Any

import streamlit as st

from dashboard.charts.causes import cause_bars
from dashboard.ui import explanations, page_parts, pictures, reads, url
from dashboard.ui.explanation_page import levels_of
from dashboard.ui.screen import Screen


def causes(screen: Screen) -> None:
    """The causes given for the period, by late files and by explanations."""
    asked = {
        "period_ids": within(screen),
        "levels": levels_of(screen),
        "unit_ids": [],
    }
    rows = screen.rows("late_causes", **asked)
    page_parts.header(screen.say("explanations.causes"))
    if not rows:
        page_parts.prose(screen.say("explanations.causes_none", period=screen.period_name))
        return
    named = [{**row, "name": explanations.cause_name(screen, row["cause_id"])} for row in rows]
    recipe = ("late-causes", screen.period_id, screen.level)
    picture = pictures.drawn(screen, recipe, lambda: cause_bars(named, screen.look, screen.period_name))
    with st.container(border=True, key="causes"):
        pictures.show(screen, picture, f"causes_{pictures.key_of(recipe)}", _pick_cause)


def _pick_cause(mark: dict[str, Any]) -> None:
    if mark.get("cause_id"):
        url.write("cause", str(mark["cause_id"]))


def given(screen: Screen) -> None:
    """All explanations of the period, or those of one cause."""
    rows = screen.rows(
        "explanations", period_ids=within(screen), unit_ids=[],
        field_ids=[], on_day=explanations.day(screen).isoformat(),
    )  # fmt: skip
    rows = [row for row in rows if screen.level in (None, row["level"])]
    known = {row["cause_id"]: explanations.cause_name(screen, row["cause_id"]) for row in rows}
    asked = url.read("cause")
    page_parts.header(screen.say("explanations.given"))
    if not rows:
        page_parts.prose(screen.say("explanations.none_yet", period=screen.period_name))
        return
    st.selectbox(
        screen.say("explanations.cause"),
        ["", *known],
        format_func=lambda id_: known.get(id_) or screen.say("explanations.every_cause"),
        key=url.widget("cause", asked if asked in known else ""),
        on_change=_pick_cause_box,
        width=330,
    )
    rows = [row for row in rows if asked not in known or row["cause_id"] == asked]
    explanations.table(screen, rows, "given")


def _pick_cause_box() -> None:
    url.write("cause", st.session_state["w_cause"] or None)


def within(screen: Screen) -> list[str]:
    """The period shown and those inside it: a quarter has the explanations of its months."""
    assert screen.period is not None
    whole = screen.period.period
    inside = [
        k.period.period_id
        for k in reads.known_periods(screen.scope)
        if k.period.regime == whole.regime and whole.start <= k.period.start and k.period.end <= whole.end
    ]
    return list(dict.fromkeys([whole.period_id, *inside]))
