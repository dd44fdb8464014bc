"""Reminders and the office's Word templates: added version by version, never changed or removed."""

from collections.abc import Iterable

from dashboard.report import Reminder
from dashboard.store.connection import cursor_of, now, reader
from dashboard.store.workspace import Workspace
from dashboard.store.write import Change, one_number


class Conflict(ValueError):  # noqa: N818 - it reads as what it says
    """Somebody else has changed it since it was read, or it does not exist."""


def add_reminders(change: Change, reminders: Iterable[Reminder], *, entered_by: str) -> list[int]:
    """Add reminders, each in its first version; their numbers."""
    first = one_number(change, "select coalesce(max(reminder_id), 0) + 1 from ws.reminder")
    entered_at = now()
    given = list(reminders)
    for number, one in enumerate(given, start=first):
        change.connection.execute(
            "insert into ws.reminder values (?, 1, ?, ?, ?, ?, ?, ?, ?, null, ?, ?)",
            [
                number, one.unit_id, one.period_id, one.sent_on, one.channel, one.document_no, one.person, one.note,
                entered_by, entered_at,
            ],
        )  # fmt: skip
    return [*range(first, first + len(given))]


def withdraw_reminder(change: Change, reminder_id: int, reason: str, *, entered_by: str) -> None:
    """The version that takes a reminder back; raises `Conflict` where it is not in force."""
    added = change.connection.execute(
        """
        insert into ws.reminder
        select * replace (version + 1 as version, $reason as withdrawn_reason, $by as entered_by, $at as entered_at)
        from ws.reminder where reminder_id = $id
        qualify row_number() over (order by version desc) = 1 and withdrawn_reason is null
        returning 1
        """,
        {"id": reminder_id, "reason": reason, "by": entered_by, "at": now()},
    ).fetchone()
    if added is None:
        raise Conflict


def add_template(change: Change, layout: str, file_name: str, content: bytes | None, *, entered_by: str) -> None:
    """The next version of the office's template of a layout; without content the one that ships is in force again."""
    change.connection.execute(
        "insert into ws.word_template select $layout, coalesce(max(version), 0) + 1, $name, $content, $by, $at "
        "from ws.word_template where layout = $layout",
        {"layout": layout, "name": file_name, "content": content, "by": entered_by, "at": now()},
    )


def read_template(workspace: Workspace, layout: str) -> tuple[str, bytes] | None:
    """Name and content of the office's own template in force; null where it has none."""
    cursor = cursor_of(reader(workspace)[0])
    try:
        row = cursor.execute(
            "select file_name, content from ws.word_template where layout = ? order by version desc limit 1", [layout]
        ).fetchone()
    finally:
        cursor.close()
    return (str(row[0]), bytes(row[1])) if row and row[1] is not None else None
