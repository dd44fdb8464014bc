"""Notes on the figures of a unit, a level or the province in one period: who may write them, and what they must say."""

from dataclasses import replace

from dashboard import figures, follow_up
from dashboard.figures import Context
from dashboard.follow_up import FollowUpError
from dashboard.metrics.catalogue import load_catalogue
from dashboard.report import LEVELS
from dashboard.report import Note as Note
from dashboard.store import follow_up as stored
from dashboard.store.write import changing

SHORTEST = 5
LONGEST = 500


def add_note(context: Context, note: Note) -> int:
    """Put a note on a figure; its number. Raises `FollowUpError`, `NotFound`, `WorkspaceError` while someone writes.

    `unit_id` and `period_id` may be what people type: a name, a label.
    """
    follow_up.check_writer(context)
    note = _resolved(context, note)
    with changing(context.workspace) as change:
        return stored.add_note(change, note, entered_by=context.viewer.viewer_id)


def change_note(context: Context, note_id: int, version: int, body: str) -> None:
    """Other words for a note: its next version."""
    note = replace(_given(context, note_id), body=_body(body))
    _put(context, note_id, version, note, None)


def withdraw_note(context: Context, note_id: int, version: int, reason: str) -> None:
    """Take a note off the figures, with a reason; its versions stay readable."""
    kept = follow_up.clean(reason)
    if not SHORTEST <= len(kept) <= LONGEST:
        raise FollowUpError("reason")
    _put(context, note_id, version, _given(context, note_id), kept)


def _resolved(context: Context, note: Note) -> Note:
    if note.metric_id is not None and note.metric_id not in load_catalogue().metrics:
        raise FollowUpError("metric")
    period = follow_up.known_period(context, note.period_id)
    note = replace(note, period_id=period.period.period_id, body=_body(note.body))
    if note.scope == "unit":
        if not note.unit_id or note.level is not None:
            raise FollowUpError("note_scope")
        return replace(note, unit_id=figures.resolve_unit(context, note.unit_id, period.period).unit_id)
    if context.viewer.unit_ids is not None:
        raise FollowUpError("role")  # a level and the province tell of every unit
    is_level = note.scope == "level" and note.level in LEVELS
    is_province = note.scope == "province" and note.level is None
    if note.unit_id is not None or not (is_level or is_province):
        raise FollowUpError("note_scope")
    return note


def _body(body: str) -> str:
    kept = follow_up.clean(body).replace("\n", " ")
    if not SHORTEST <= len(kept) <= LONGEST:
        raise FollowUpError("note_body")
    return kept


def _given(context: Context, note_id: int) -> Note:
    follow_up.check_writer(context)
    rows = context.rows("notes", period_ids=[], metric_ids=[], unit_ids=[])
    row = next((row for row in rows if row["note_id"] == note_id), None)
    if row is None:
        raise FollowUpError("unknown")
    return Note(**{name: row[name] for name in Note.__slots__})


def _put(context: Context, note_id: int, version: int, note: Note, reason: str | None) -> None:
    with changing(context.workspace) as change:
        try:
            stored.change_note(change, note_id, version, note, reason=reason, entered_by=context.viewer.viewer_id)
        except stored.Conflict:
            raise FollowUpError("changed_meanwhile") from None
