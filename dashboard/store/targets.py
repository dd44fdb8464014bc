"""The province's own dated targets: added and ended, never changed or removed."""

from collections.abc import Iterable
from datetime import date

from dashboard.metrics.catalogue import Target
from dashboard.store.connection import now
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
