"""Layouts of forms that people of a workspace described on screen; the last version of a form and day counts."""

from datetime import date, datetime

import duckdb

from dashboard.store.connection import cursor_of, reader
from dashboard.store.workspace import Workspace
from dashboard.store.write import Change

OwnForm = tuple[str, date, str]
"""The form's id, from when it is valid, and its CSV."""


def own_forms(workspace: Workspace) -> tuple[OwnForm, ...]:
    """The forms of a workspace's own."""
    cursor = cursor_of(reader(workspace)[0])
    try:
        return read_own_forms(cursor)
    finally:
        cursor.close()


def read_own_forms(cursor: duckdb.DuckDBPyConnection) -> tuple[OwnForm, ...]:
    """The same from an open connection."""
    rows = cursor.execute(
        "select form_id, valid_from, arg_max(content, version) from ws.form_version "
        "group by form_id, valid_from order by form_id, valid_from"
    ).fetchall()
    return tuple((str(form_id), valid_from, str(content)) for form_id, valid_from, content in rows)


def add_form(
    change: Change, form_id: str, valid_from: date, content: str, *, entered_by: str, entered_at: datetime
) -> None:
    """Keep a layout as the next version of its form and day; older ones stay."""
    change.connection.execute(
        "insert into ws.form_version select $form, $valid, count(*) + 1, $content, $by, $at "
        "from ws.form_version where form_id = $form and valid_from = $valid",
        {"form": form_id, "valid": valid_from, "content": content, "by": entered_by, "at": entered_at},
    )
