"""Single units on the page on ISO 9001:2015: who is late to convert, where each stands, and one unit through time."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.charts.iso_columns import STATES
from dashboard.charts.picture import TableColumn
from dashboard.ingest.names import search_key
from dashboard.metrics import format as fmt
from dashboard.ui import iso, page_parts, pictures, states, tables, url
from dashboard.ui.focus import Focus
from dashboard.ui.html import element
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen
from dashboard.ui.series import Span
from dashboard.ui.targets import type_name

Row = Mapping[str, Any]
GLYPHS = {"adopted": "●", "former": "◐", "expired": "✕", "building": "◔", "not_started": "○", "unstated": "–"}
"""A sign for each state that reads without colour."""

_HELD = ("obligation", "standard_version", "iso_status", "rating", "announced_on", "conversion_due_on")


def conversion(screen: Screen) -> None:
    """Units on an older version with a date that they registered themselves: those past it first, then by date."""
    assert screen.period is not None
    rows = [row for row in _rows(screen) if row["conversion"] in ("late", "upcoming")]
    page_parts.header(screen.say("iso.conversion"))
    if not rows:
        page_parts.prose(screen.say("iso.conversion_none"))
        return
    rows.sort(key=lambda row: (row["conversion_due_on"], row["unit_id"]))
    late = [row for row in rows if row["conversion"] == "late"]
    words: dict[str, str] = {"day": fmt.day(screen.period.period.end, screen.language)}
    if late:
        words |= {"count": fmt.count(len(late), screen.language), "name": late[0]["unit_name"]}
        title = screen.say("iso.conversion_late", days=fmt.count(late[0]["days_late"], screen.language), **words)
    else:
        words |= {"count": fmt.count(len(rows), screen.language)}
        due = fmt.day(rows[0]["conversion_due_on"], screen.language)
        title = screen.say("iso.conversion_waiting", due=due, **words)
    columns = [
        TableColumn("unit_name", screen.say("table.unit")),
        TableColumn("step", screen.say("iso.column_step")),
        TableColumn("conversion_due_on", screen.say("iso.column_due"), "date"),
        TableColumn("against", screen.say("iso.column_late")),
        TableColumn("days_late", screen.say("iso.column_days"), "count"),
        TableColumn("obligation", screen.say("iso.column_obligation")),
    ]
    lines = [_line(screen, row) for row in rows]
    with st.container(border=True, key="conversion"):
        page_parts.sentence(title)
        key = pictures.key_of(("iso-conversion", screen.period_id, screen.level))
        tables.show(
            screen, columns, lines, f"conversion_{key}", name="chuyen-doi-iso", on_pick=lambda i: _go(rows[i])
        )  # fmt: skip


def units(screen: Screen) -> None:
    """Every unit that says how it stands, under filters of state, obligation, kind and name; a click goes to it."""
    rows = _rows(screen)
    if not rows:
        return
    page_parts.header(screen.say("iso.units"))
    with st.container(border=True, key="iso_units"):
        shown = _filtered(screen, rows)
        if not shown:
            page_parts.prose(screen.say("iso.units_none"))
            return
        counts = {"shown": fmt.count(len(shown), screen.language), "all": fmt.count(len(rows), screen.language)}
        title = screen.say("iso.units_title", period=screen.period_name, **counts)
        page_parts.sentence(title)
        lines = [_line(screen, row) for row in shown]
        chosen = tuple(url.read(name) for name in ("state", "obligation", "type", "q"))
        key = pictures.key_of(("iso-units", screen.period_id, screen.level, chosen))
        tables.show(
            screen, _columns(screen), lines, f"units_{key}", name="don-vi-iso", on_pick=lambda i: _go(shown[i])
        )  # fmt: skip
        st.html(element("p", screen.say("iso.pick_unit"), class_="picture-notes"))


def unit(screen: Screen, at: Focus, periods: Span) -> None:
    """How one unit stands, and the periods in which that changed."""
    assert at.unit is not None
    rows = _rows(screen, iso.shown_ids(screen, periods), at.unit_ids)
    now = next((row for row in rows if row["period_id"] == screen.period_id), None)
    held = {part.part_id for part in periods.parts}
    history = [row for row in rows if row["period_id"] in held]
    with st.container(border=True, key="iso_unit"):
        if now is None:
            words = screen.say("iso.unit_silent", name=at.unit.name, period=screen.period_name)
            page_parts.prose(words, "lead")
        else:
            page_parts.prose(_sentence(screen, now), "lead")
        changed = [
            row
            for at_place, row in enumerate(history)
            if not at_place or any(row[key] != history[at_place - 1][key] for key in _HELD)
        ]
        if not changed:
            return
        page_parts.subheader(screen.say("iso.unit_history"))
        columns = [TableColumn("period", screen.say("table.period")), *_columns(screen)[1:7]]
        lines = [{**_line(screen, row), "period": iso.short_name(screen, row)} for row in reversed(changed)]
        key = pictures.key_of(("iso-unit", screen.period_id, at.unit_ids))
        tables.show(screen, columns, lines, f"unit_{key}", name=f"iso-{at.unit.unit_id}")


def _rows(screen: Screen, period_ids: list[str] | None = None, unit_ids: list[str] | None = None) -> Rows:
    rows = screen.rows("iso_units", period_ids=period_ids or [screen.period_id], unit_ids=unit_ids or [])
    return [row for row in rows if screen.level in (None, row["level"])]


def _filtered(screen: Screen, rows: Rows) -> Rows:
    """The rows that the filters leave; a filter that the address misnames is said and left out."""
    counted = Counter(row["state"] for row in rows)
    held: dict[str, dict[str, str]] = {
        "state": {s: _counted(screen, f"iso_state.{s}", counted[s]) for s in STATES if counted[s]},
        "obligation": {
            o: screen.say(f"iso.obligation_{o}") for o in iso.OBLIGATIONS if any(_obligation(r) == o for r in rows)
        },
        "type": {row["unit_type"]: type_name(screen, row["unit_type"]) for row in rows},
    }
    troubles: list[str] = []
    asked = {name: url.read(name) for name in held if _is_choice(screen, name, held[name], troubles)}
    states.troubles(troubles)
    with st.container(horizontal=True, vertical_alignment="bottom", key="iso_filters"):
        for name, width in (("state", 260), ("obligation", 190), ("type", 250)):
            if len(held[name]) > 1 or asked.get(name):
                _select(screen, name, held[name], asked.get(name) or "", width)
        wanted = st.text_input(
            screen.say("iso.search"),
            placeholder=screen.say("iso.search_hint"),
            key=url.widget("q", url.read("q") or ""),
            on_change=url.picked_text,
            args=("q",),
            width=190,
        )
    return [
        row
        for row in rows
        if asked.get("state") in (None, row["state"])
        and asked.get("obligation") in (None, _obligation(row))
        and asked.get("type") in (None, row["unit_type"])
        and search_key(wanted or "") in search_key(row["unit_name"])
    ]


def _select(screen: Screen, name: str, known: Mapping[str, str], chosen: str, width: int) -> None:
    st.selectbox(
        screen.say(f"iso.{name}_filter"),
        ["", *known],
        format_func=lambda id_: known.get(id_) or screen.say("iso.every"),
        key=url.widget(name, chosen),
        on_change=url.picked_text,
        args=(name,),
        width=width,
    )


def _is_choice(screen: Screen, name: str, known: Mapping[str, str], troubles: list[str]) -> bool:
    asked = url.read(name)
    if asked is not None and asked not in known:
        label = screen.say(f"iso.{name}_filter")
        troubles.append(screen.say("problem.choice", asked=asked, filter=label))
        url.write(name, None)
        return False
    return asked is not None


def _counted(screen: Screen, key: str, count: int) -> str:
    return screen.say("iso.with_count", name=screen.say(key), count=fmt.count(count, screen.language))


def _obligation(row: Row) -> str:
    return row["obligation"] or "unstated"


def _columns(screen: Screen) -> list[TableColumn]:
    return [
        TableColumn("unit_name", screen.say("table.unit")),
        TableColumn("version", screen.say("iso.column_version")),
        TableColumn("status", screen.say("iso.column_status")),
        TableColumn("rating", screen.say("iso.column_rating")),
        TableColumn("announced_on", screen.say("iso.column_announced"), "date"),
        TableColumn("conversion_due_on", screen.say("iso.column_due"), "date"),
        TableColumn("obligation", screen.say("iso.column_obligation")),
        TableColumn("type", screen.say("iso.column_kind")),
    ]


def _line(screen: Screen, row: Row) -> dict[str, Any]:
    against = None
    if row["conversion"] == "late":
        against = screen.say("iso.days_late", days=fmt.count(row["days_late"], screen.language))
    elif row["conversion"] == "upcoming":
        against = screen.say("iso.not_due")
    return {
        **row,
        "type": type_name(screen, row["unit_type"]),
        "obligation": screen.say(f"iso.obligation_{_obligation(row)}"),
        "version": row["standard_version"],
        "status": f"{GLYPHS[row['state']]} {_status(screen, row)}",
        "rating": screen.say(f"iso_rating.{row['rating']}") if row["rating"] else None,
        "step": screen.say("iso.step", version=row["standard_version"] or fmt.NONE),
        "against": against,
    }


def _status(screen: Screen, row: Row) -> str:
    return screen.say(f"iso_status.{row['iso_status']}") if row["iso_status"] else screen.say("iso_state.unstated")


def _sentence(screen: Screen, row: Row) -> str:
    state = f"{GLYPHS[row['state']]} {screen.say('iso_state.' + row['state'])}"
    said = screen.say("iso.unit_now", name=row["unit_name"], period=screen.period_name, state=state)
    if row["conversion"] is None or row["conversion"] == "done":
        return said
    due = fmt.day(row["conversion_due_on"], screen.language)
    if row["conversion"] == "late":
        return f"{said} {screen.say('iso.unit_late', due=due, days=fmt.count(row['days_late'], screen.language))}"
    return f"{said} {screen.say('iso.unit_upcoming', due=due)}"


def _go(row: Row) -> None:
    url.write("unit", str(row["unit_id"]))
