"""Connections: an in-memory DuckDB with one generation of a workspace attached as `ws`, and the views as `core`."""

import threading
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import duckdb

from dashboard.store.case_line import allow
from dashboard.store.core import attach_core
from dashboard.store.session import LATEST as LATEST
from dashboard.store.session import create_live, start
from dashboard.store.session import read_only_parts_of as read_only_parts_of
from dashboard.store.session import read_periods as read_periods
from dashboard.store.session import set_session as set_session
from dashboard.store.sql import schema_files
from dashboard.store.workspace import Workspace, WorkspaceError

PACKED = 20
"""A line of a case file is 8 bytes in Parquet and 160 to whom counts it."""
VIETNAM = timezone(timedelta(hours=7))

_readers: dict[Path, tuple[int, duckdb.DuckDBPyConnection]] = {}
_readers_lock = threading.Lock()


def reader(workspace: Workspace) -> tuple[duckdb.DuckDBPyConnection, int]:
    """The shared read-only connection to the current generation, and its number: take a cursor of it for each query.

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


def cursor_of(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A cursor that finds the views as the connection does."""
    cursor = connection.cursor()
    cursor.execute("use core")
    return cursor


def connect(database: Path | str, *, read_only: bool, cases: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A locked-down in-memory connection with `database` attached as `ws` and every core view in place.

    `cases` is the folder of case files, the only one that it may read. Raises
    `WorkspaceError` for a workspace that lacks tables of this version.
    """
    connection = start(_size(Path(database), cases))
    path = str(database).replace("'", "''")
    connection.execute(f"attach '{path}' as ws{' (read_only)' if read_only else ''}")
    _check_schema(connection, Path(database).parents[1].name)
    if cases is not None:
        allow(connection, cases)
    install_views(connection, cases)
    lock_down(connection)
    return connection


def install_views(connection: duckdb.DuckDBPyConnection, cases: Path | None = None) -> None:
    """Everything that a query reads beside `ws`: what is of this workspace, and the views."""
    connection.execute("set global timezone = 'Asia/Ho_Chi_Minh'")  # for cursors too, whatever zone the machine keeps
    create_live(connection, cases)
    attach_core(connection)


def _size(database: Path, cases: Path | None) -> int:
    """The bytes that questions may have to read; what has just been removed counts nothing."""
    size = 0
    for file in (database, *(cases.rglob("*") if cases else ())):
        with suppress(OSError):
            size += file.stat().st_size * (1 if file == database else PACKED)
    return size


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
