"""What belongs to one connection: who asks and as of when, and the tables of the workspace at hand in `memory`."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import duckdb

from dashboard.metrics.periods import KnownPeriod, known_periods
from dashboard.report import Period, Viewer
from dashboard.store.case_line import create_case_views

LATEST = 2**62
SMALL = 100 * 2**20
"""Bytes of data up to which one processor answers as soon as all of them, which use half as much again to share it."""


def start(data: int = 0) -> duckdb.DuckDBPyConnection:
    """An in-memory DuckDB for so many bytes of data: with one processor where they are few, else with all."""
    return duckdb.connect(config={"threads": 1} if data <= SMALL else {})


def set_session(
    cursor: duckdb.DuckDBPyConnection,
    viewer: Viewer | None,
    as_of_seq: int,
    *,
    as_of_at: datetime | None = None,
    on_day: date | None = None,
    includes_vertical: bool = False,
    asked: Sequence[KnownPeriod] = (),
) -> None:
    """Say who asks, as of when, and for which ranges: the variables that the core views read.

    Reports are cut off by the number of the last revision, `as_of_seq`; what people say about them, which is in no
    revision, by the moment, `as_of_at`. `on_day` tells which due days have passed; without it all have.
    """
    units = sorted(viewer.unit_ids) if viewer and viewer.unit_ids is not None else []
    sees_all = viewer is not None and viewer.unit_ids is None
    cursor.execute("set variable viewer_units = $units::varchar[]", {"units": units})
    cursor.execute("set variable viewer_sees_all = $all::boolean", {"all": sees_all})
    cursor.execute("set variable as_of_seq = $seq::bigint", {"seq": as_of_seq})
    cursor.execute("set variable as_of_at = $at::timestamptz", {"at": as_of_at})
    cursor.execute("set variable on_day = $day::date", {"day": on_day})
    cursor.execute("set variable includes_vertical = $on::boolean", {"on": includes_vertical})
    periods = [_period_row(known) for known in asked]
    parts = [_part_row(part) for known in asked for part in known.parts]
    cursor.execute(f"set variable asked_periods = $rows::{_PERIOD_TYPE}[]", {"rows": periods})
    cursor.execute("set variable read_parts = null::varchar[]")
    cursor.execute(f"set variable asked_parts = $rows::{_PART_TYPE}[]", {"rows": parts})


def read_only_parts_of(cursor: duckdb.DuckDBPyConnection, period_ids: Sequence[str]) -> None:
    """Have the core views read no reports but those of some periods and their parts, until the next `set_session`."""
    cursor.execute(
        "set variable read_parts = (select coalesce(list(distinct part_id), []) from period_part "
        "where list_contains($ids::varchar[], period_id))",
        {"ids": list(period_ids)},
    )


def create_live(connection: duckdb.DuckDBPyConnection, cases: Path | None) -> None:
    """Create in `memory` what the views read of this workspace: its periods and case files, and room for findings."""
    put_periods(connection)
    _create_finding_tables(connection)
    create_case_views(connection, cases)


def read_periods(connection: duckdb.DuckDBPyConnection) -> tuple[Period, ...]:
    """The periods that reports of the workspace are about."""
    rows = connection.execute(
        "select regime, kind, label, start_date, end_date, due_date, is_cumulative from ws.period"
    ).fetchall()
    return tuple(Period(*row) for row in rows)


_PERIOD_TYPE = (
    "struct(period_id varchar, regime varchar, kind varchar, label varchar, start_date date, end_date date, "
    "due_date date, is_cumulative boolean, is_implied boolean)"
)
_PART_TYPE = (
    "struct(period_id varchar, tiling integer, part_id varchar, start_date date, end_date date, "
    "is_first boolean, is_last boolean)"
)


def _period_row(known: KnownPeriod) -> dict[str, object]:
    period = known.period
    return {
        "period_id": period.period_id,
        "regime": period.regime,
        "kind": period.kind,
        "label": period.label,
        "start_date": period.start,
        "end_date": period.end,
        "due_date": period.due,
        "is_cumulative": period.is_cumulative,
        "is_implied": known.is_implied,
    }


def _part_row(part: object) -> dict[str, object]:
    return {name: getattr(part, name) for name in part.__slots__}  # type: ignore[attr-defined]


def put_periods(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the periods that `ws` has, and those made up of them, the ones that can be asked for."""
    known = known_periods(read_periods(connection))
    connection.execute(
        f"create or replace table memory.known_period as select unnest($rows::{_PERIOD_TYPE}[], recursive := true)",
        {"rows": [_period_row(k) for k in known]},
    )
    connection.execute(
        f"create or replace table memory.known_period_part as select unnest($rows::{_PART_TYPE}[], recursive := true)",
        {"rows": [_part_row(part) for k in known for part in k.parts]},
    )


def _create_finding_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """The empty tables for what the checks find (see `checked`)."""
    connection.execute("create table memory.checked_moment (as_of_seq bigint)")
    connection.execute(
        "create table memory.found_check (as_of_seq bigint, rule varchar, variant varchar, report_id bigint, "
        "revision_id varchar, file_name varchar, sheet varchar, cell varchar, unit_id varchar, unit_name varchar, "
        "scope varchar, level varchar, period_id varchar, period_label varchar, field_id varchar, field_name varchar, "
        "part varchar, columns varchar[], stated double, recomputed double, detail varchar)"
    )
