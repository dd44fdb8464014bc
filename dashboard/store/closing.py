"""Frozen sets: the counts of a period under a name, added once and never changed, and the moment that a name means."""

from dataclasses import dataclass
from datetime import datetime

import duckdb

from dashboard.metrics.catalogue import load_catalogue
from dashboard.report import LOCAL_VIEWER
from dashboard.store import connection as db
from dashboard.store.workspace import WorkspaceError
from dashboard.store.write import Change, one_number

_MARK = "frozen:"


class Conflict(ValueError):  # noqa: N818 - it reads as what it says
    """Another frozen set has that name."""


@dataclass(frozen=True, slots=True)
class FrozenMoment:
    """Up to which revision, and up to when, a frozen set reaches."""

    name: str
    as_of_seq: int
    closed_at: datetime


def as_of_frozen(name: str) -> str:
    """The `as_of` that means a frozen set."""
    return f"{_MARK}{name}"


def frozen_name(as_of: str | None) -> str | None:
    """The name of the frozen set that an `as_of` means; null for any other moment."""
    return as_of.removeprefix(_MARK) if as_of and as_of.startswith(_MARK) else None


def frozen_moment(cursor: duckdb.DuckDBPyConnection, as_of: str | None) -> FrozenMoment | None:
    """The moment of the frozen set that an `as_of` means, null for any other; `WorkspaceError` for an unknown name."""
    name = frozen_name(as_of)
    if name is None:
        return None
    # By way of Arrow: a moment with its zone comes out as it is, without a package of zones.
    found = cursor.execute(
        "select name, as_of_seq, closed_at from ws.frozen_set where lower(name) = lower($name)", {"name": name}
    ).to_arrow_table()
    if not found.num_rows:
        raise WorkspaceError(f"Không có bộ số liệu chốt “{name}”. Xem lệnh “closings”.")
    return FrozenMoment(**found.to_pylist()[0])


def add_frozen_set(
    change: Change,
    name: str,
    period_id: str,
    *,
    closed_by: str,
    note: str | None = None,
    as_of_seq: int | None = None,
) -> int:
    """Freeze every figure of a period as it stands now, or as of an earlier revision; the number of the set.

    Raises `Conflict` for a name in use.
    """
    connection = change.connection
    if connection.execute("select 1 from ws.frozen_set where lower(name) = lower(?)", [name]).fetchone():
        raise Conflict
    at = db.now()
    set_id = one_number(change, "select coalesce(max(set_id), 0) + 1 from ws.frozen_set")
    last = one_number(change, "select coalesce(max(accepted_seq), 0) from ws.revision")
    seq = last if as_of_seq is None else min(as_of_seq, last)
    connection.execute(
        "insert into ws.frozen_set values (?, ?, ?, ?, ?, ?, ?)",
        [set_id, name, period_id, seq, at, closed_by, note],
    )
    db.set_session(connection, LOCAL_VIEWER, seq, on_day=at.astimezone(db.VIETNAM).date())
    connection.execute(
        "insert into ws.frozen_figure select $id, * from figure_to_freeze($metrics, [$period])",
        {"id": set_id, "metrics": list(load_catalogue().metrics), "period": period_id},
    )
    db.set_session(connection, None, db.LATEST)
    return set_id
