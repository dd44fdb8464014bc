"""The province's own dated targets: added and ended, never changed or removed."""

from collections.abc import Iterable
from datetime import date, datetime

from dashboard.metrics.catalogue import Target
from dashboard.store.connection import cursor_of, now, reader
from dashboard.store.workspace import Workspace
from dashboard.store.write import Change


def add_targets(change: Change, targets: Iterable[Target], *, entered_by: str) -> None:
    """Add targets; each keeps who entered it and when."""
    row = change.connection.execute("select coalesce(max(target_id), 0) from ws.target").fetchone()
    first_id = (row[0] if row else 0) + 1
    for target_id, target in enumerate(targets, start=first_id):
        change.connection.execute(
            "insert into ws.target values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                target_id, target.metric_id, target.unit_type, target.level, target.valid_from, target.valid_to,
                target.comparator, target.value, target.document, entered_by, now(),
            ],
        )  # fmt: skip


def end_target(change: Change, target_id: int, last_day: date) -> None:
    """Let a target end with a day; figures up to then are still held against it."""
    change.connection.execute(
        "update ws.target set valid_to = $day where target_id = $id", {"day": last_day, "id": target_id}
    )


def read_targets(workspace: Workspace) -> tuple[tuple[int, Target, str, datetime], ...]:
    """Every target of the province with its number, who entered it and when; those that ended too."""
    cursor = cursor_of(reader(workspace)[0])
    try:
        rows = cursor.execute(
            "select target_id, metric_id, valid_from, valid_to, comparator, target_value, document, level, unit_type, "
            "entered_by, entered_at from ws.target order by valid_from desc, target_id"
        ).to_arrow_table()
    finally:
        cursor.close()
    # By way of Arrow: a moment with its zone comes out as it is, without a package of zones.
    values = [tuple(row.values()) for row in rows.to_pylist()]
    return tuple((row[0], Target(*row[1:9]), row[9], row[10]) for row in values)
