"""Connections: an in-memory DuckDB that holds the views, with one generation of a workspace attached as `ws`.

The views come from the code, never from the data file, so an older workspace is read by today's definitions.
"""

import threading
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import duckdb

from dashboard.metrics import score766
from dashboard.metrics.catalogue import Catalogue, load_catalogue
from dashboard.metrics.causes import load_causes
from dashboard.metrics.periods import KnownPeriod, known_periods
from dashboard.metrics.rules import load_rules
from dashboard.report import FAMILIES, Period, Viewer
from dashboard.store.case_line import allow, create_case_views
from dashboard.store.metric_view import metric_row_macro, source_fact_macro, stated_view
from dashboard.store.sql import core_files, schema_files
from dashboard.store.workspace import Workspace, WorkspaceError

VIETNAM = timezone(timedelta(hours=7))
LATEST = 2**62
_METRIC_VIEW_AT = 40  # where the macros written from the catalogue stand among the files of queries/core

_readers: dict[Path, tuple[int, duckdb.DuckDBPyConnection]] = {}
_readers_lock = threading.Lock()


def reader(workspace: Workspace) -> tuple[duckdb.DuckDBPyConnection, int]:
    """The shared read-only connection to the current generation, and its number. Take a cursor per query from it.

    Raises `WorkspaceError` where there is no generation that can be read.
    """
    with _readers_lock:
        for _ in range(5):
            generation = workspace.generation()
            held = _readers.get(workspace.folder)
            if held is not None and held[0] == generation:
                return held[1], generation
            try:
                connection = connect(workspace.database(generation), read_only=True, cases=workspace.cases)
            except duckdb.IOException:
                continue  # the generation was replaced and removed between the two looks
            # The older connection is left to its running cursors; it closes with the last of them.
            _readers[workspace.folder] = (generation, connection)
            return connection, generation
    raise WorkspaceError(
        f"Không đọc được tệp dữ liệu của “{workspace.name}”: tệp hỏng hoặc đã mất. "
        "Hãy khôi phục từ bản sao lưu gần nhất."
    )


def connect(database: Path | str, *, read_only: bool, cases: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A locked-down in-memory connection with `database` attached as `ws` and every core view in place.

    `cases` is the folder of case files, the only one that it may read. Raises
    `WorkspaceError` for a workspace that lacks tables of this version.
    """
    connection = duckdb.connect()
    path = str(database).replace("'", "''")
    connection.execute(f"attach '{path}' as ws{' (read_only)' if read_only else ''}")
    _check_schema(connection, Path(database).parents[1].name)
    if cases is not None:
        allow(connection, cases)
    install_views(connection, cases)
    lock_down(connection)
    return connection


def _check_schema(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    done = {row[0] for row in connection.execute("select file_name from ws.schema_file").fetchall()}
    if any(path.name not in done for path in schema_files()):
        raise WorkspaceError(
            f"Không gian dữ liệu “{name}” được lập bằng phiên bản cũ. Hãy nâng cấp bằng lệnh “upgrade -w {name}”."
        )


def lock_down(connection: duckdb.DuckDBPyConnection) -> None:
    """No file, no network, no extension and no change of these settings from here on."""
    connection.execute("set autoinstall_known_extensions = false")
    connection.execute("set autoload_known_extensions = false")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")


def install_views(connection: duckdb.DuckDBPyConnection, cases: Path | None = None) -> None:
    """Create the catalogue's tables, the periods that can be asked for, and the views of `queries/core`."""
    connection.execute("set timezone = 'Asia/Ho_Chi_Minh'")
    catalogue = load_catalogue()
    set_session(connection, None, LATEST)
    _create_metric_tables(connection, catalogue)
    _create_finding_tables(connection, catalogue)
    _create_cause_table(connection)
    _create_score_tables(connection)
    _create_period_tables(connection)
    files = core_files()
    for _, text in (file for file in files if file[0] < _METRIC_VIEW_AT):
        connection.execute(text)
    connection.execute(metric_row_macro(catalogue))
    connection.execute(source_fact_macro(catalogue))
    for family in FAMILIES:
        connection.execute(stated_view(catalogue, family))
    create_case_views(connection, cases)
    for _, text in (file for file in files if file[0] > _METRIC_VIEW_AT):
        connection.execute(text)


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
    cursor.execute(f"set variable asked_parts = $rows::{_PART_TYPE}[]", {"rows": parts})


def as_of_moment(text: str) -> datetime:
    """An ISO time, in Vietnam where it names no zone; a bare date is the end of that day. Raises ValueError."""
    if len(text) == 10:
        day = date.fromisoformat(text)
        return datetime(day.year, day.month, day.day, 23, 59, 59, 999999, VIETNAM)
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


def now() -> datetime:
    """The present moment, with its zone."""
    return datetime.now(UTC)


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


def _create_metric_tables(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    connection.execute(
        "create table metric (metric_id varchar, family varchar, topic varchar, position integer, "
        "has_denominator boolean, is_stock boolean, needs_all boolean, direction varchar, terms varchar[], "
        "is_additive boolean)"
    )
    connection.execute(
        "create table public_target (metric_id varchar, unit_type varchar, level varchar, valid_from date, "
        "valid_to date, comparator varchar, target_value double, document varchar)"
    )
    for position, metric in enumerate(catalogue.metrics.values()):
        connection.execute(
            "insert into metric values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                metric.id, metric.family, metric.topic, position, metric.denominator is not None,
                catalogue.is_stock(metric), metric.needs_all, metric.direction, list(catalogue.stated_terms(metric)),
                catalogue.not_convertible(metric) is None,
            ],
        )  # fmt: skip
        for t in metric.targets:
            connection.execute(
                "insert into public_target values (?, ?, ?, ?, ?, ?, ?, ?)",
                [metric.id, t.unit_type, t.level, t.valid_from, t.valid_to, t.comparator, t.value, t.document],
            )


def _create_score_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Groups and grades of the score of Decision 766."""
    connection.execute(
        "create table score_group (group_code varchar, column_id varchar, maximum integer, position integer)"
    )
    for position, group in enumerate(score766.groups()):
        connection.execute(
            "insert into score_group values (?, ?, ?, ?)", [group.code, group.column, group.maximum, position]
        )
    connection.execute("create table score_grade (grade varchar, floor integer)")
    for grade in score766.grades():
        connection.execute("insert into score_grade values (?, ?)", [grade.id, grade.floor])


def _create_finding_tables(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """The rules, which columns enter which metric, and the empty tables for what the checks find (see `checked`)."""
    connection.execute("create table rule (rule varchar, position integer, severity varchar, touches varchar)")
    for position, rule in enumerate(load_rules().values()):
        connection.execute("insert into rule values (?, ?, ?, ?)", [rule.id, position, rule.severity, rule.touches])
    connection.execute("create table counted_column (column_id varchar, family varchar)")
    connection.execute(
        "create table metric_column (metric_id varchar, column_id varchar, over_time varchar, is_of_sums_only boolean)"
    )
    for column in catalogue.columns.values():
        if column.is_stated:
            connection.execute("insert into counted_column values (?, ?)", [column.id, column.family])
    for metric in catalogue.metrics.values():
        terms = catalogue.stated_terms(metric)
        # Over several periods what was carried over is taken from the files received, so it is then in the figure.
        hidden = ("carried_over",) if "received_total" in terms and "carried_over" not in terms else ()
        for column_id in (*terms, *hidden):
            over_time = "received" if column_id in hidden else catalogue.columns[column_id].over_time
            row = [metric.id, column_id, over_time, column_id in hidden]
            connection.execute("insert into metric_column values (?, ?, ?, ?)", row)
    connection.execute("create table checked_moment (as_of_seq bigint)")
    connection.execute(
        "create table found_check (as_of_seq bigint, rule varchar, variant varchar, report_id bigint, "
        "revision_id varchar, file_name varchar, sheet varchar, cell varchar, unit_id varchar, unit_name varchar, "
        "scope varchar, level varchar, period_id varchar, period_label varchar, field_id varchar, field_name varchar, "
        "part varchar, columns varchar[], stated double, recomputed double, detail varchar)"
    )


def _create_cause_table(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("create table known_cause (cause_id varchar, name varchar, position integer)")
    for position, cause in enumerate(load_causes().values()):
        connection.execute("insert into known_cause values (?, ?, ?)", [cause.id, cause.name["vi"], position])


def _create_period_tables(connection: duckdb.DuckDBPyConnection) -> None:
    known = known_periods(read_periods(connection))
    connection.execute(
        f"create table known_period as select unnest($rows::{_PERIOD_TYPE}[], recursive := true)",
        {"rows": [_period_row(k) for k in known]},
    )
    connection.execute(
        f"create table known_period_part as select unnest($rows::{_PART_TYPE}[], recursive := true)",
        {"rows": [_part_row(part) for k in known for part in k.parts]},
    )
