"""Notes bound to a unit, metric and period on every picture that draws the point, and the way to write one there."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from dashboard import follow_up
from dashboard import notes as use
from dashboard.charts.note_marks import Note, Place
from dashboard.charts.noted import held, with_notes
from dashboard.charts.picture import Picture, PlotlyPicture, metric_name
from dashboard.follow_up import FollowUpError
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.report import LEVELS
from dashboard.store.connection import VIETNAM
from dashboard.store.workspace import WorkspaceError
from dashboard.ui import reads
from dashboard.ui.html import element, join
from dashboard.ui.screen import Screen

_SAVED = "note_saved"
Subject = tuple[str, str | None, str | None]
"""Scope, unit, level."""


@dataclass(frozen=True, slots=True)
class Holds:
    """Which points a picture draws: of some metrics, of these units, levels or the province, in these periods."""

    metric_ids: tuple[str, ...]
    subjects: tuple[Subject, ...]
    period_ids: tuple[str, ...]


def put_on(screen: Screen, recipe: Hashable, picture: Picture) -> tuple[Picture, Holds | None]:
    """The picture with its notes, and which points it draws. The recipe names metric, unit and level of the picture."""
    named = list(_strings(recipe))
    metric_ids = tuple(dict.fromkeys(name for name in named if name in load_catalogue().metrics))
    known = reads.reference(screen.scope)
    if isinstance(picture, PlotlyPicture) or screen.period is None or not metric_ids:
        return picture, None
    if any(field.field_id in named for field in known.fields):
        return picture, None  # notes speak of whole figures, not of one field
    in_recipe = [unit.unit_id for unit in known.units if unit.unit_id in named]
    level = next((name for name in named if name in LEVELS), None)
    fields = frozenset(field.field_id for field in known.fields)
    place = Place(screen.period_id, in_recipe[0] if len(in_recipe) == 1 else None, level, fields)
    picture = with_notes(picture, in_force(screen, metric_ids), place)
    return picture, _holds(picture, metric_ids, place, {unit.unit_id for unit in known.units})


def in_force(screen: Screen, metric_ids: Sequence[str], period_ids: Sequence[str] = ()) -> list[Note]:
    """The notes on figures of some metrics, in some periods or in every one, in order of time."""
    rows = screen.rows("notes", period_ids=period_ids, metric_ids=metric_ids, unit_ids=[])
    return [_note(screen, row) for row in rows]


def on_units(
    screen: Screen, metric_ids: Sequence[str], unit_ids: Sequence[str], period_ids: Sequence[str]
) -> tuple[tuple[Note, ...], Holds]:
    """The notes on what a grid of units and periods shows, numbered, and what can be noted on it."""
    units = set(unit_ids)
    found = [note for note in in_force(screen, metric_ids, period_ids) if note.unit_id in units]
    subjects = tuple(("unit", unit_id, None) for unit_id in unit_ids)
    remarks = tuple(replace(note, number=number) for number, note in enumerate(found, start=1))
    return remarks, Holds(tuple(metric_ids), subjects, tuple(period_ids))


def of_lines(screen: Screen, metric_id: str, lines: Iterable[dict[str, Any]]) -> bool:
    """Put the notes on units and levels (`id`) into the `remark` of their lines; whether there are any."""
    notes = in_force(screen, [metric_id], [screen.period_id])
    found = False
    for line in lines:
        remark = " ".join(note.words for note in notes if line["id"] in (note.unit_id, note.level))
        if remark:
            line["remark"] = remark
            found = True
    return found


def told(note: Note) -> str:
    """A note as files have it, with the number that it has in the picture."""
    return f"[{note.number}] {note.words}"


def beneath(screen: Screen, remarks: tuple[Note, ...], holds: Holds | None, key: str, said: str = "") -> None:
    """What is `said` under a picture and its notes, numbered as at its points; for who may, the way to write one."""
    if remarks:
        lines = (
            join("<li>", element("b", str(note.number), class_="note-number"), element("span", note.words), "</li>")
            for note in remarks
        )
        said += join('<ol class="remarks">', *lines, "</ol>")
    if said:
        st.html(said)
    if holds is None or not follow_up.may_write(screen.context) or screen.scope.as_of is not None:
        return
    place = st.popover(
        screen.say("notes.note"), icon=":material/sticky_note_2:", type="tertiary", key=f"{key}_note", on_change="rerun"
    )
    if place.open:
        with place:
            _write(screen, holds, key)
            _mend(screen, holds, key)


def _write(screen: Screen, holds: Holds, key: str) -> None:
    saved = st.session_state.pop(_SAVED, None)
    if saved:
        st.success(screen.say(saved), icon=":material/check_circle:")
    subject = st.selectbox(
        screen.say("notes.about"), holds.subjects, format_func=lambda one: _name(screen, one), key=f"{key}_note_about"
    )
    periods = {k.period.period_id: k.period for k in reads.known_periods(screen.scope)}
    ids = [period_id for period_id in reversed(holds.period_ids) if period_id in periods]
    if not ids:
        return
    period_id = st.selectbox(
        screen.say("table.period"),
        ids,
        index=ids.index(screen.period_id) if screen.period_id in ids else 0,
        format_func=lambda id_: fmt.capitalised(fmt.period_name(periods[id_], screen.language)),
        key=f"{key}_note_period",
    )
    metrics = load_catalogue().metrics
    metric_id = holds.metric_ids[0]
    if len(holds.metric_ids) > 1:
        metric_id = st.selectbox(
            screen.say("overview.metric"),
            holds.metric_ids,
            format_func=lambda id_: metric_name(metrics[id_], screen.language),
            key=f"{key}_note_metric",
        )
    is_all = st.toggle(screen.say("notes.every_metric"), key=f"{key}_note_all")
    body = st.text_area(screen.say("notes.body"), max_chars=use.LONGEST, key=f"{key}_note_body")
    if st.button(screen.say("notes.save"), type="primary", key=f"{key}_note_save"):
        scope, unit_id, level = subject
        note = use.Note(scope, period_id, body, unit_id, level, None if is_all else metric_id)  # type: ignore[arg-type]
        _do(screen, lambda: use.add_note(screen.context, note), "notes.saved")


def _mend(screen: Screen, holds: Holds, key: str) -> None:
    """Other words for a note, or its end with a reason."""
    rows = screen.rows("notes", period_ids=holds.period_ids, metric_ids=holds.metric_ids, unit_ids=[])
    own = {row["note_id"]: row for row in rows if (row["scope"], row["unit_id"], row["level"]) in holds.subjects}
    if not own:
        return
    st.divider()
    note_id = st.selectbox(
        screen.say("notes.mend"),
        list(own),
        index=None,
        format_func=lambda id_: own[id_]["body"],
        placeholder=screen.say("notes.choose"),
        key=f"{key}_note_which",
    )
    if note_id is None:
        return
    version = own[note_id]["version"]
    body = st.text_area(
        screen.say("notes.body"),
        own[note_id]["body"],
        max_chars=use.LONGEST,
        key=f"{key}_note_body_{note_id}_{version}",
    )
    if st.button(screen.say("notes.change_save"), key=f"{key}_note_change"):
        _do(screen, lambda: use.change_note(screen.context, note_id, version, body), "notes.changed")
    reason = st.text_input(screen.say("explanations.reason"), max_chars=use.LONGEST, key=f"{key}_note_reason")
    if st.button(screen.say("explanations.withdraw_save"), key=f"{key}_note_withdraw"):
        _do(screen, lambda: use.withdraw_note(screen.context, note_id, version, reason), "notes.withdrawn")


def _do(screen: Screen, change: Any, done: str) -> None:
    try:
        change()
    except FollowUpError as error:
        st.error(screen.say(f"follow_up.problem_{error.key}"), icon=":material/error:")
    except WorkspaceError:
        st.error(screen.say("targets.busy"), icon=":material/error:")
    else:
        st.session_state[_SAVED] = done
        st.rerun()


def _name(screen: Screen, subject: Subject) -> str:
    scope, unit_id, level = subject
    if scope == "province":
        return screen.say("level.all")
    if scope == "level":
        return screen.say(f"level.{level}")
    units = reads.reference(screen.scope).units
    return next((unit.name for unit in units if unit.unit_id == unit_id), str(unit_id))


def _note(screen: Screen, row: dict[str, Any]) -> Note:
    known = next((k.period for k in reads.known_periods(screen.scope) if k.period.period_id == row["period_id"]), None)
    period = fmt.period(known.kind, known.start, known.end, screen.language) if known else row["label"]
    who = _name(screen, (row["scope"], row["unit_id"], row["level"]))
    entered = fmt.day(row["entered_at"].astimezone(VIETNAM).date(), screen.language)
    words = screen.say(
        "notes.line", who=who, period=fmt.capitalised(period), body=row["body"], by=row["entered_by"], day=entered
    )
    return Note(row["period_id"], period, words, row["unit_id"], row["level"], who)


def _holds(picture: Picture, metric_ids: tuple[str, ...], place: Place, units: set[str]) -> Holds | None:
    """What can be noted on a picture: nothing where its marks are neither units, fields nor points in time."""
    subjects: dict[Subject, None] = {}
    periods: dict[str, None] = {}
    for datum in held(picture):
        unit_id, level = place.subject(datum)
        if unit_id and unit_id not in units:
            continue
        subjects[("unit" if unit_id else "level" if level else "province", unit_id, level)] = None
        periods[datum.get("period_id") or place.period_id] = None
    return Holds(metric_ids, tuple(subjects), tuple(periods)) if subjects else None


def _strings(recipe: Hashable) -> Iterator[str]:
    if isinstance(recipe, str):
        yield from recipe.split("/") if "/" in recipe else (recipe,)
        yield recipe
    elif isinstance(recipe, tuple):
        for part in recipe:
            yield from _strings(part)
