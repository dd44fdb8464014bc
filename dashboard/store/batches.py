"""Which files were accepted in one go, and why those with findings were."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

import pyarrow as pa

from dashboard.store.accept import insert_rows
from dashboard.store.connection import cursor_of, reader
from dashboard.store.workspace import Workspace
from dashboard.store.write import Change

_REVISIONS = pa.schema([(name, pa.string()) for name in ("revision_id", "batch_id", "reason")])
BatchKind = Literal["import", "tray", "keyed"]


def add_batch_of(
    change: Change, kind: BatchKind, reasons: Mapping[str, str | None], *, entered_by: str, entered_at: datetime
) -> str:
    """Note revisions as one batch, each with the reason why it was accepted in spite of findings; the batch's id."""
    row = change.connection.execute("select count(*) + 1 from ws.batch").fetchone()
    assert row is not None
    batch_id = f"b{row[0]}"
    change.connection.execute("insert into ws.batch values (?, ?, ?, ?)", [batch_id, kind, entered_by, entered_at])
    rows = [{"revision_id": id_, "batch_id": batch_id, "reason": reason} for id_, reason in reasons.items()]
    insert_rows(change, "batch_revision", rows, _REVISIONS)
    return batch_id


def reports_of(change: Change, revision_id: str) -> dict[str, int]:
    """The report of each family in a revision of one unit."""
    rows = change.connection.execute(
        "select family, report_id from ws.report where revision_id = $id", {"id": revision_id}
    ).fetchall()
    return {str(family): int(report_id) for family, report_id in rows}


def add_places(change: Change, places: Sequence[Sequence[object]]) -> None:
    """Note where figures that were typed stand in their document: rows of `keyed_place`."""
    change.connection.executemany("insert into ws.keyed_place values (?, ?, ?, ?, ?)", [list(row) for row in places])


def is_withdrawn(workspace: Workspace, revision_id: str) -> bool:
    """Whether a revision was taken back since it was accepted."""
    cursor = cursor_of(reader(workspace)[0])
    try:
        asked = {"id": revision_id}
        return bool(cursor.execute("select 1 from ws.withdrawal where revision_id = $id", asked).fetchone())
    finally:
        cursor.close()
