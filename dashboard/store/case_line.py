"""The view `case_line`: every line of every export that came in, read from the Parquet files beside the originals."""

import csv
import logging
from pathlib import Path

import duckdb

from dashboard.case_file import DAY_ROLES, TEXT_ROLES
from dashboard.store.case_source import quoted

AGES = Path(__file__).parents[2] / "data" / "reference" / "overdue_ages.csv"
"""By how many days a pending file is overdue, in bands: the limits that the page shows."""

LONGEST = 1_000_000
_log = logging.getLogger(__name__)


def create_case_views(connection: duckdb.DuckDBPyConnection, folder: Path | None) -> None:
    """Create `case_line` and `case_rejected_line` over the files that `ws.case_batch` names; empty where it names none.

    `folder` is where they stand; the connection may read it and nothing else once it is locked down.
    """
    texts, days = (dict.fromkeys(names, kind) for names, kind in ((TEXT_ROLES, "varchar"), (DAY_ROLES, "date")))
    lines = {"rows_file": "varchar", **texts, **days, "paused_days": "integer"}
    rejects = {"rejects_file": "varchar", "line": "bigint", "reason": "varchar", "code": "varchar", "value": "varchar"}
    for name, key, columns in (("case_line", "rows_file", lines), ("case_rejected_line", "rejects_file", rejects)):
        connection.execute(f"create view memory.{name} as {_select(key, columns, _files(connection, key, folder))}")


def create_age_bands(connection: duckdb.DuckDBPyConnection) -> None:
    """Create `age_band`, the bands of days by which a pending file is overdue."""
    connection.execute("create table age_band (band integer, first_day integer, last_day integer)")
    with AGES.open(encoding="utf-8", newline="") as file:
        ages = [
            (int(row["band"]), int(row["first_day"]), int(row["last_day"] or LONGEST)) for row in csv.DictReader(file)
        ]
    connection.executemany("insert into age_band values (?, ?, ?)", ages)


def allow(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Let a connection that is about to be locked down read the case files."""
    connection.execute(f"set allowed_directories = [{quoted(folder)}]")


def _files(connection: duckdb.DuckDBPyConnection, key: str, folder: Path | None) -> list[Path]:
    if folder is None:
        return []
    names = connection.execute(
        f"select distinct {key} from ws.case_batch where {key} is not null order by 1"
    ).fetchall()
    found = [folder / name for (name,) in names]
    for path in found:
        if not path.is_file():
            _log.error("%s is gone: its files are in no figure until the workspace is restored", path)
    return [path for path in found if path.is_file()]


def _select(key: str, columns: dict[str, str], files: list[Path]) -> str:
    if not files:
        typed = ", ".join(f"null::{kind} as {name}" for name, kind in columns.items())
        return f"select {typed} limit 0"
    named = ", ".join(f"{name}::{kind} as {name}" for name, kind in columns.items() if name != key)
    listed = ", ".join(map(quoted, files))
    return f"select parse_filename(filename) as {key}, {named} from read_parquet([{listed}], filename = true)"
