"""The catalogue `core`: every view of `queries/core` and the tables of what is the same in every workspace.

The views come from the code, never from the data file, so an older workspace is read by today's definitions. Binding
them takes longer than most questions; so they are kept in a file of their own, made once for each version of the code,
and only attached. They read a workspace as `ws`, and what belongs to one connection as `memory`.
"""

import hashlib
import logging
import os
import tempfile
from functools import cache
from pathlib import Path

import duckdb

from dashboard.metrics import score766
from dashboard.metrics.catalogue import Catalogue, load_catalogue
from dashboard.metrics.causes import load_causes
from dashboard.metrics.rules import load_rules
from dashboard.report import FAMILIES
from dashboard.store.case_line import create_age_bands
from dashboard.store.families import create_schemas
from dashboard.store.metric_view import metric_row_macro, source_fact_macro, stated_view
from dashboard.store.schema import apply_schema
from dashboard.store.session import LATEST, create_live, set_session, start
from dashboard.store.sql import QUERIES, core_files
from dashboard.store.workspace import root_folder

_METRIC_VIEW_AT = 40  # where the macros written from the catalogue stand among the files of queries/core
_PRODUCT = QUERIES.parent / "dashboard"
_log = logging.getLogger(__name__)


def attach_core(connection: duckdb.DuckDBPyConnection) -> None:
    """Attach the kept views as `core` and look there first; they are made here where they cannot be kept."""
    kept = _kept()
    if kept is not None:
        try:
            connection.execute(f"attach '{_quoted(kept)}' as core (read_only)")
            connection.execute("use core")
            return
        except duckdb.Error as error:
            _log.warning("%s is not what was kept there, and not used: %s", kept, error)
    connection.execute("attach ':memory:' as core")
    connection.execute("use core")
    create_core(connection)


def create_core(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the catalogue's tables and the views of `queries/core` where the connection looks first."""
    catalogue = load_catalogue()
    set_session(connection, None, LATEST)  # the views are bound to variables that have their types
    _create_metric_tables(connection, catalogue)
    _create_finding_tables(connection, catalogue)
    _create_cause_table(connection)
    _create_score_tables(connection)
    create_age_bands(connection)
    files = core_files()
    for _, text in (file for file in files if file[0] < _METRIC_VIEW_AT):
        connection.execute(text)
    connection.execute(metric_row_macro(catalogue))
    connection.execute(source_fact_macro(catalogue))
    for family in FAMILIES:
        connection.execute(stated_view(catalogue, family))
    for _, text in (file for file in files if file[0] > _METRIC_VIEW_AT):
        connection.execute(text)
    create_schemas(connection, catalogue)


def _kept() -> Path | None:
    """The file of this version's views, made now where there is none; null where none can be made."""
    folder = Path(os.environ.get("DASHBOARD_CACHE") or root_folder() / ".core")
    path = folder / f"{_version()}.duckdb"
    if path.is_file():
        return path
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _keep(path)
        _remove_others(path)
    except (OSError, duckdb.Error) as error:
        _log.info("views are not kept: %s", error)
    return path if path.is_file() else None


def _keep(path: Path) -> None:
    """Make the file beside its place and move it there whole, for others may be doing the same."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        draft = Path(folder) / path.name
        connection = start()
        try:
            connection.execute("attach ':memory:' as ws")
            apply_schema(connection)
            create_live(connection, None)
            connection.execute(f"attach '{_quoted(draft)}' as core")
            connection.execute("use core")
            create_core(connection)
            connection.execute("checkpoint core")
        finally:
            connection.close()
        draft.replace(path)


def _remove_others(path: Path) -> None:
    for other in path.parent.glob("*.duckdb"):
        if other != path:
            other.unlink(missing_ok=True)


@cache
def _version() -> str:
    """A name that changes with everything that the views are written from."""
    read = [
        *QUERIES.rglob("*.sql"), *QUERIES.rglob("*.toml"), *(QUERIES.parent / "data" / "reference").glob("*.*"),
        *(_PRODUCT / "store").glob("*.py"), *(_PRODUCT / "metrics").glob("*.py"), _PRODUCT / "report.py",
    ]  # fmt: skip
    digest = hashlib.sha256(duckdb.__version__.encode())
    for path in sorted(read):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


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
    """The rules, and which columns enter which metric."""
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


def _create_cause_table(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("create table known_cause (cause_id varchar, name varchar, position integer)")
    for position, cause in enumerate(load_causes().values()):
        connection.execute("insert into known_cause values (?, ?, ?)", [cause.id, cause.name["vi"], position])
