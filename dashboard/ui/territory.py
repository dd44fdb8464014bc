"""Units on their own territory across reorganisations ("cùng địa bàn"): the switch, the rows, and what cannot be told.

Predecessors' counts stand for their successor in periods before it began: `queries/read/metric_same_territory.sql`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import Metric, load_catalogue
from dashboard.ui import url
from dashboard.ui.html import element
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen

Row = Mapping[str, Any]
PARAMETER = "territory"
MOST_NAMES = 3


def is_on() -> bool:
    """Whether the address asks for converted figures."""
    return url.read(PARAMETER) == "1"


def reorganisations(screen: Screen, first_period_id: str, last_period_id: str, unit_ids: Sequence[str] = ()) -> Rows:
    """The days between two periods on which units were reorganised, by kind of unit; empty where there were none."""
    return screen.rows(
        "reorganisations", first_period_id=first_period_id, last_period_id=last_period_id, unit_ids=list(unit_ids)
    )


def switch(screen: Screen, metric: Metric, crosses: bool) -> bool:
    """The switch, only where the periods shown cross a reorganisation; whether converted figures are to be shown."""
    if not crosses:
        return False
    reason = load_catalogue().not_convertible(metric)
    st.toggle(
        screen.say("territory.switch"),
        help=screen.say(f"territory.why_{reason}") if reason else screen.say("territory.help"),
        key=url.widget(PARAMETER, is_on() and reason is None),
        disabled=reason is not None,
        on_change=_pick,
    )
    return is_on() and reason is None


def _pick() -> None:
    url.write(PARAMETER, "1" if st.session_state[f"w_{PARAMETER}"] else None)


def unit_rows(
    screen: Screen, metric_ids: Sequence[str], period_ids: Sequence[str], field_ids: Sequence[str], unit_id: str
) -> Rows:
    """Rows like those of `metric_by_unit` for a unit of the period shown, with `is_converted` and `reason` besides."""
    return screen.rows(
        "metric_same_territory",
        metric_ids=metric_ids,
        period_ids=period_ids,
        base_period_id=screen.period_id,
        field_ids=field_ids,
        unit_ids=[unit_id],
    )


def reason(screen: Screen, code: str | None, unit_names: Iterable[str] | None = None) -> str:
    """Why a figure cannot be converted, in words, with the units that stand in the way."""
    if code is None:
        return ""
    names = list(unit_names or ())
    said = "; ".join(names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        said += f"; {screen.say('state.and_more', count=fmt.count(len(names) - MOST_NAMES, screen.language))}"
    words = screen.say(f"territory.reason_{code}")
    return f"{words}: {said}" if said else words


def note(screen: Screen, rows: Iterable[Row]) -> None:
    """What a reader must know of the converted figures among some rows, and why others are not there."""
    found = list(rows)
    sentences = [screen.say("territory.note")] if any(row.get("is_converted") for row in found) else []
    names: dict[str, dict[str, None]] = {}
    for row in found:
        if row.get("reason"):
            names.setdefault(row["reason"], {}).update(dict.fromkeys(row["reason_units"] or ()))
    sentences += [f"{reason(screen, code, units)}." for code, units in names.items()]
    if sentences:
        st.html(element("p", " ".join(sentences), class_="picture-notes"))
