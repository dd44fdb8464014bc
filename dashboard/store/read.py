"""Reading: one query file, for one viewer, as of one moment. A cursor per query; nothing is shared between threads."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import duckdb
import pyarrow as pa

from dashboard.metrics.periods import KnownPeriod, known_periods
from dashboard.report import Field, Period, Reference, Unit, Viewer
from dashboard.store import checked
from dashboard.store import connection as db
from dashboard.store.closing import frozen_moment
from dashboard.store.families import look_in_family
from dashboard.store.sql import load_query
from dashboard.store.workspace import Workspace, WorkspaceError

OF_ASKED_PERIODS = frozenset({
    "figure_marks", "figure_marks_by_field", "levels_told", "metric_by_field", "metric_by_level",
    "metric_by_level_field", "metric_by_type_field", "metric_by_unit", "metric_by_unit_field", "metric_total",
    "unit_ranking",
})  # fmt: skip
"""The questions that are answered from reports of the periods in their parameters, and of those they are made up of.

Of a province with half a million reports, which DuckDB would join whole each time, they are spared the others.
"""


class QueryError(ValueError):
    """A query that cannot be run as asked: a parameter is missing, unknown or of the wrong type."""


def read(
    workspace: Workspace,
    name: str,
    params: Mapping[str, Any],
    *,
    viewer: Viewer,
    as_of: str | None = None,
    includes_vertical: bool = False,
    asked: Sequence[KnownPeriod] = (),
    folder: str = "read",
) -> pa.Table:
    """The rows of `queries/<folder>/<name>.sql` as Arrow.

    `params` are the query's own `$names`, no more and no fewer. `as_of` is an ISO time, a revision id or a frozen set
    (`closing.as_of_frozen`). `asked` are the ranges in the parameters, which the workspace does not know by itself.
    Raises `QueryError`, `UnknownQuery`, `WorkspaceError`.
    """
    query = load_query(folder, name)
    shared, _ = db.reader(workspace)
    cursor = db.cursor_of(shared)
    try:
        seq = as_of_seq(cursor, as_of)
        for moment in checked.moments(query, seq, params):
            checked.lay_down(shared, moment)
        at = as_of_moment(cursor, as_of)
        day = (at or db.now()).astimezone(db.VIETNAM).date()
        db.set_session(cursor, viewer, seq, as_of_at=at, on_day=day, includes_vertical=includes_vertical, asked=asked)
        if folder == "read" and name in OF_ASKED_PERIODS:
            db.read_only_parts_of(cursor, _period_ids(params))
        look_in_family(cursor, query, params)
        return cursor.execute(query.text, dict(params)).to_arrow_table()
    except (duckdb.InvalidInputException, duckdb.ConversionException, duckdb.BinderException) as error:
        raise QueryError(f"{name}: {error}") from error
    finally:
        cursor.close()


def _period_ids(params: Mapping[str, Any]) -> list[str]:
    """Every period that the parameters name."""
    single = [value for name, value in params.items() if name.endswith("period_id")]
    return [*single, *params.get("period_ids", ())]


def run_checks(workspace: Workspace, as_of: str | None = None) -> None:
    """Run the checks of a moment now, so that the first question after findings or marks need not wait for them."""
    shared, _ = db.reader(workspace)
    cursor = db.cursor_of(shared)
    try:
        seq = as_of_seq(cursor, as_of)
    finally:
        cursor.close()
    checked.lay_down(shared, seq)


def as_of_seq(cursor: duckdb.DuckDBPyConnection, as_of: str | None) -> int:
    """The number of the last revision in force at a moment, at a revision or in a frozen set; else `WorkspaceError`."""
    if as_of is None:
        return db.LATEST
    if frozen := frozen_moment(cursor, as_of):
        return frozen.as_of_seq
    row = cursor.execute("select accepted_seq from ws.revision where revision_id = $id", {"id": as_of}).fetchone()
    if row is not None:
        return int(row[0])
    try:
        moment = db.as_of_moment(as_of)
    except ValueError:
        raise WorkspaceError(
            f"“{as_of}” không phải là thời điểm (ví dụ 2020-03-01 hoặc 2020-03-01T10:00) hay mã lần nhập (ví dụ r12)."
        ) from None
    row = cursor.execute(
        "select coalesce(max(accepted_seq), 0) from ws.revision where entered_at <= $moment", {"moment": moment}
    ).fetchone()
    return int(row[0]) if row else 0


def as_of_moment(cursor: duckdb.DuckDBPyConnection, as_of: str | None) -> datetime | None:
    """The moment that an `as_of` accepted by `as_of_seq` means: that of a revision is when it was accepted."""
    if as_of is None:
        return None
    if frozen := frozen_moment(cursor, as_of):
        return frozen.closed_at
    # By way of Arrow: a moment with its zone comes out as it is, without a package of zones.
    found = cursor.execute("select entered_at from ws.revision where revision_id = $id", {"id": as_of}).to_arrow_table()
    return found.to_pylist()[0]["entered_at"] if found.num_rows else db.as_of_moment(as_of)


def moment_of(workspace: Workspace, as_of: str) -> datetime | None:
    """The moment that an `as_of` means; raises `WorkspaceError` where it means none."""
    cursor = db.cursor_of(db.reader(workspace)[0])
    try:
        as_of_seq(cursor, as_of)
        return as_of_moment(cursor, as_of)
    finally:
        cursor.close()


def check_moment(workspace: Workspace, as_of: str) -> None:
    """Raises `WorkspaceError` where `as_of` is neither a moment, nor a revision, nor a frozen set."""
    cursor = db.cursor_of(db.reader(workspace)[0])
    try:
        as_of_seq(cursor, as_of)
    finally:
        cursor.close()


def entry_days(workspace: Workspace) -> tuple[date, ...]:
    """The days, in Vietnam, on which reports were accepted: after each of them the figures may be others."""
    cursor = db.cursor_of(db.reader(workspace)[0])
    try:
        rows = cursor.execute(
            "select distinct entered_at::date as entered_on from ws.revision where status = 'accepted' order by 1"
        ).fetchall()
        return tuple(row[0] for row in rows)
    finally:
        cursor.close()


def periods(workspace: Workspace) -> tuple[KnownPeriod, ...]:
    """Every period that can be asked for, reported or implied."""
    return known_periods(reported_periods(workspace))


def reported_periods(workspace: Workspace) -> tuple[Period, ...]:
    """The periods that reports of the workspace are about."""
    cursor = db.cursor_of(db.reader(workspace)[0])
    try:
        return db.read_periods(cursor)
    finally:
        cursor.close()


def setting(workspace: Workspace, key: str, default: str = "") -> str:
    """A setting of the workspace, such as its title."""
    cursor = db.cursor_of(db.reader(workspace)[0])
    try:
        row = cursor.execute("select setting_value from ws.setting where setting_key = $key", {"key": key}).fetchone()
        return str(row[0]) if row else default
    finally:
        cursor.close()


def reference(workspace: Workspace) -> Reference:
    """All that names and dates of incoming files are matched against."""
    cursor = db.cursor_of(db.reader(workspace)[0])
    try:
        return read_reference(cursor)
    finally:
        cursor.close()


def read_reference(cursor: duckdb.DuckDBPyConnection) -> Reference:
    """The same from an open connection, so that a writer sees what it has just added."""
    units = cursor.execute(
        """
        select unit_id, name, unit_type, level, short_name, parent_id, gso_code, agency_code, valid_from, valid_to,
            display_order, has_procedures, must_report,
            (select coalesce(list(alias order by alias), []) from ws.unit_alias where unit_alias.unit_id = unit.unit_id)
        from ws.unit as unit order by display_order, unit_id
        """
    ).fetchall()
    fields = cursor.execute(
        """
        select field_id, name, sector_id, code, is_sector, display_order,
            (select coalesce(list(alias order by alias), []) from ws.field_alias as a where a.field_id = field.field_id)
        from ws.field as field order by display_order, field_id
        """
    ).fetchall()
    settings = dict(cursor.execute("select setting_key, setting_value from ws.setting").fetchall())
    return Reference(
        units=tuple(Unit(*row) for row in units),
        fields=tuple(Field(*row) for row in fields),
        periods=db.read_periods(cursor),
        default_regime=settings.get("default_regime", "cchc"),
        province=settings.get("title", ""),
    )
