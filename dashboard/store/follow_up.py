"""Explanations, outcomes of promises and notes: added version by version, never changed or removed."""

from datetime import date
from typing import Any

from dashboard.report import Explanation, Note, Outcome
from dashboard.store.connection import now
from dashboard.store.write import Change


class Conflict(ValueError):  # noqa: N818 - it reads as what it says
    """Somebody else has added the same, or changed it since it was read."""


def add_explanation(change: Change, explanation: Explanation, *, entered_by: str) -> int:
    """The first version; its number. Raises `Conflict` where the same was explained already."""
    same = _rows(
        change,
        "select explanation_id from ws.explanation as given where unit_id = $unit_id and period_id = $period_id "
        "and metric_id = $metric_id and field_id is not distinct from $field_id and withdrawn_reason is null "
        "and version = (select max(version) from ws.explanation as newer "
        "where newer.explanation_id = given.explanation_id)",
        {name: getattr(explanation, name) for name in ("unit_id", "period_id", "metric_id", "field_id")},
    )
    if same:
        raise Conflict
    explanation_id = _next(change, "select coalesce(max(explanation_id), 0) + 1 from ws.explanation")
    _put_explanation(change, explanation_id, 1, explanation, None, entered_by)
    return explanation_id


def change_explanation(
    change: Change, explanation_id: int, version: int, explanation: Explanation, *, reason: str | None, entered_by: str
) -> None:
    """The next version; with a reason it withdraws. Raises `Conflict` if `version`, which was read, is not the last."""
    last = _next(change, "select max(version) from ws.explanation where explanation_id = $id", {"id": explanation_id})
    if last != version:
        raise Conflict
    _put_explanation(change, explanation_id, version + 1, explanation, reason, entered_by)


def add_outcome(
    change: Change,
    explanation_id: int,
    outcome: Outcome,
    decided_on: date,
    reason: str,
    *,
    extended_to: date | None = None,
    entered_by: str,
) -> None:
    """What became of a promise, as of a day."""
    number = _next(
        change,
        "select coalesce(max(outcome_no), 0) + 1 from ws.promise_outcome where explanation_id = $id",
        {"id": explanation_id},
    )
    change.connection.execute(
        "insert into ws.promise_outcome values (?, ?, ?, ?, ?, ?, ?, ?)",
        [explanation_id, number, outcome, decided_on, extended_to, reason, entered_by, now()],
    )


def add_note(change: Change, note: Note, *, entered_by: str) -> int:
    """The first version of a note; its number."""
    note_id = _next(change, "select coalesce(max(note_id), 0) + 1 from ws.note")
    _put_note(change, note_id, 1, note, None, entered_by)
    return note_id


def change_note(change: Change, note_id: int, version: int, note: Note, *, reason: str | None, entered_by: str) -> None:
    """The next version of a note; with a reason it withdraws. Raises `Conflict` like `change_explanation`."""
    if _next(change, "select max(version) from ws.note where note_id = $id", {"id": note_id}) != version:
        raise Conflict
    _put_note(change, note_id, version + 1, note, reason, entered_by)


def _put_explanation(
    change: Change, explanation_id: int, version: int, said: Explanation, reason: str | None, entered_by: str
) -> None:
    change.connection.execute(
        "insert into ws.explanation values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            explanation_id, version, said.unit_id, said.field_id, said.period_id, said.metric_id, said.cause_id,
            said.body, said.person, said.person_position, said.promised_on, said.promised_late, said.late_files,
            reason, entered_by, now(),
        ],
    )  # fmt: skip


def _put_note(change: Change, note_id: int, version: int, note: Note, reason: str | None, entered_by: str) -> None:
    change.connection.execute(
        "insert into ws.note values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            note_id, version, note.scope, note.unit_id, note.level, note.metric_id, note.period_id, note.body, reason,
            entered_by, now(),
        ],
    )  # fmt: skip


def _next(change: Change, sql: str, params: dict[str, Any] | None = None) -> int:
    ((number,),) = _rows(change, sql, params or {})
    return int(number or 0)


def _rows(change: Change, sql: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
    return change.connection.execute(sql, params).fetchall()
