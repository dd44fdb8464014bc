"""The checks of one moment, run once for each generation and kept beside its views, for every reader of them.

A check sees every unit; what a viewer may see of its findings is decided by the views on them.
"""

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import duckdb

from dashboard.report import LOCAL_VIEWER
from dashboard.store import connection as db
from dashboard.store.sql import Query, load_query, query_names

MOST_MOMENTS = 20
"""Moments of the past whose findings are kept; beyond that all but the present are thrown away."""

_LAID_OUT = (
    "report", "report_place", "check_place", "stated_dossier", "stated_procedure", "stated_iso", "stated_document",
    "stated_certificate", "stated_submission", "expected_unit",
)  # fmt: skip
_READS_FINDINGS = re.compile(r"\b(?:from|join)\s+(?:finding|touched_count|marked_figure)\b")
_READS_CURED = re.compile(r"\bfrom\s+cured_check\b")

_lock = threading.Lock()


def moments(query: Query, as_of_seq: int, params: Mapping[str, object]) -> tuple[int, ...]:
    """The moments whose findings a query reads: the one asked for, or those just before and at a revision; none."""
    if _READS_CURED.search(query.text):
        number = str(params.get("revision_id") or "").removeprefix("r")
        return (int(number) - 1, int(number)) if number.isdecimal() and 0 < int(number) < db.LATEST else ()
    return (as_of_seq,) if needs_findings(query) else ()


def needs_findings(query: Query) -> bool:
    """Whether a query reads the views on findings, so that the checks must have been run."""
    return bool(_READS_FINDINGS.search(query.text))


def lay_down(connection: duckdb.DuckDBPyConnection, as_of_seq: int) -> None:
    """Run every check as of a moment, unless this connection has its findings already."""
    with _lock:
        cursor = db.cursor_of(connection)
        try:
            if _is_laid_down(cursor, as_of_seq):
                return
            _run_all(cursor, as_of_seq)
        finally:
            cursor.close()


def _run_all(cursor: duckdb.DuckDBPyConnection, as_of_seq: int) -> None:
    db.set_session(cursor, LOCAL_VIEWER, as_of_seq)
    # Begun after the laying out: each statement of a transaction that has made such tables itself takes twice as long.
    with laid_out(cursor), _in_one(cursor):
        _forget_some(cursor)
        for name in query_names("checks"):
            text = load_query("checks", name).text.rstrip().removesuffix(";")
            cursor.execute(
                f"insert into memory.found_check by name select $seq::bigint as as_of_seq, * from ({text})",  # noqa: S608 - our own file
                {"seq": as_of_seq, "period_ids": []},
            )
        cursor.execute("insert into memory.checked_moment values ($seq)", {"seq": as_of_seq})


@contextmanager
def _in_one(cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """A transaction: all of it, or nothing where anything goes wrong."""
    cursor.execute("begin")
    try:
        yield
    except BaseException:
        cursor.execute("rollback")
        raise
    cursor.execute("commit")


@contextmanager
def laid_out(cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All checks of one answer look at the same rows: these are laid out in temporary tables named like the views."""
    try:
        for name in _LAID_OUT:
            cursor.execute(f"create temp table {name} as from {name}")
        yield
    finally:
        for name in _LAID_OUT:
            cursor.execute(f"drop table if exists temp.{name}")


def _is_laid_down(cursor: duckdb.DuckDBPyConnection, as_of_seq: int) -> bool:
    found = cursor.execute("select 1 from memory.checked_moment where as_of_seq = $seq", {"seq": as_of_seq}).fetchone()
    return found is not None


def _forget_some(cursor: duckdb.DuckDBPyConnection) -> None:
    count = cursor.execute("select count(*) from memory.checked_moment").fetchone()
    if count and count[0] >= MOST_MOMENTS:
        past = {"latest": db.LATEST}
        cursor.execute("delete from memory.found_check where as_of_seq < $latest", past)
        cursor.execute("delete from memory.checked_moment where as_of_seq < $latest", past)
