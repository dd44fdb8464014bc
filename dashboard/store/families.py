"""Questions about metrics of one family are planned without the counts of the five others, in a quarter less time.

DuckDB plans anew each time, and longer than it then counts. Beside `main`, where `metric_row` reads every family,
`core` has a schema for each family in which it reads that one; a cursor that looks there first finds it in its place.
So is asked what reads figures through the macros of metrics only, of metrics in the parameters only.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import duckdb

from dashboard.metrics.catalogue import Catalogue, load_catalogue
from dashboard.report import FAMILIES, Family
from dashboard.store.metric_view import metric_row_macro
from dashboard.store.sql import Query

_OF_THE_METRICS_ASKED = {
    "metric_field_row", "metric_subject", "metric_rollup", "metric_field_scope", "marked_figure", "peer_figure",
}  # fmt: skip
_OF_NO_METRIC_ROW = {"coverage", "target_at", "unit_target", "unnest", "rate_change"}
_CALL = re.compile(r"\b(?:from|join)\s+(\w+)\(\s*(?:\$unit_id,\s*)?(\$metric_ids\b|\[\$metric_id\])?")


def create_schemas(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Create the schema of each family where the connection looks first."""
    for family in FAMILIES:
        connection.execute(f"create schema of_{family}")
        connection.execute(metric_row_macro(catalogue, (family,), f"of_{family}."))


def look_in_family(cursor: duckdb.DuckDBPyConnection, query: Query, params: Mapping[str, Any]) -> None:
    """Let a cursor look first in the schema of the one family that a query is about, where it is about one."""
    family = family_of(query, params)
    if family is not None:
        cursor.execute(f"set search_path = 'core.of_{family},core.main'")


def family_of(query: Query, params: Mapping[str, Any]) -> Family | None:
    """The one family of all metrics that a query can read; null where they may be of several."""
    if not _asks_for_parameters_only(query.text):
        return None
    metrics = load_catalogue().metrics
    ids = params.get("metric_ids") or [params.get("metric_id")]
    families = {metrics[id_].family for id_ in ids if id_ in metrics} if isinstance(ids, list | tuple) else set()
    return families.pop() if len(families) == 1 else None


@cache
def _asks_for_parameters_only(text: str) -> bool:
    calls = _CALL.findall(text)
    of_metrics = [asked for name, asked in calls if name in _OF_THE_METRICS_ASKED]
    others = {name for name, _ in calls} - _OF_THE_METRICS_ASKED - _OF_NO_METRIC_ROW
    return bool(of_metrics) and all(of_metrics) and not others
