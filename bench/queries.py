"""Every question of `queries/read`, asked of the demo as the pages ask it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from bench.measure import Figure, milliseconds
from bench.workspaces import demo
from dashboard.report import LOCAL_VIEWER
from dashboard.store import read as store
from dashboard.store.sql import load_query, query_names
from dashboard.store.workspace import Workspace

SPANS = (1, 13, 36)
"""The last month; it with the twelve before, as trends show; the whole demo."""
METRICS = (
    "late_rate", "overdue_rate", "online_share_total", "iso_adoption", "signed_share_outgoing", "report_submitted_rate",
)  # fmt: skip
THE_DAY = date(2026, 11, 10)
"""In the month after the demo's last, when its reports come in."""
FIXED: dict[str, Any] = {
    "column_id": "resolved_late",
    "revision_id": "r1", "revision_ids": ["r2"],
    "ghost_days": 90,
    "first_row": 0,
    "set_id": 1,
    "most_rows": 100,
    "metric_id": METRICS[0], "level": "", "few_days": 5, "recent_periods": 6, "rule": "either", "least_files": 1,
    "small_n": 10, "explanation_id": 1, "note_id": 1, "ytd_period_id": "", "threshold": "",
    "regime": "cchc", "kind": "month", "subject_id": "total", "field_id": "",
}  # fmt: skip
"""What is asked for whatever the workspace holds; no level is the whole province."""
ONE_METRIC = ("metric_by_field", "metric_by_level_field", "metric_by_unit_field", "metric_by_type_field")
"""Queries that pages ask for one metric at a time."""


def measure(runs: int, scales: Sequence[int] = (1, 20)) -> Iterator[Figure]:
    """Milliseconds and rows of each query for one, 13 and 36 months."""
    for scale in scales:
        workspace = demo(scale)
        months = sorted(
            (p for p in store.reported_periods(workspace) if p.kind == "month"), key=lambda period: period.start
        )
        period_ids = [period.period_id for period in months]
        for name in query_names("read"):
            has_span = "period_ids" in load_query("read", name).params
            for n_periods in SPANS if has_span else (1,):
                yield _figure(workspace, scale, name, period_ids[-n_periods:], runs)


def _figure(workspace: Workspace, scale: int, name: str, period_ids: list[str], runs: int) -> Figure:
    params = {param: _value(workspace, name, param, period_ids) for param in load_query("read", name).params}

    def ask() -> int:
        return store.read(workspace, name, params, viewer=LOCAL_VIEWER).num_rows

    months = f"{len(period_ids)} month{'s' if len(period_ids) > 1 else ''}"
    return Figure(f"{name}, {months}, scale {scale}", milliseconds(ask, runs), "ms", rows=ask())


def _value(workspace: Workspace, name: str, param: str, period_ids: list[str]) -> Any:
    if param in FIXED:
        return FIXED[param]
    match param, load_query("read", name).params[param]:
        case "metric_ids", _:
            return list(METRICS[:1] if name in ONE_METRIC else METRICS)
        case "period_ids", _:
            return period_ids
        case "period_id", _:
            return period_ids[-1]
        case "other_id" | "other_period_id" | "base_period_id", _:
            return period_ids[0]
        case "unit_id", _:
            return store.reference(workspace).units[-1].unit_id
        case "revision_id", _:
            return "r2"
        case "sha256", _:
            return min(path.stem for path in workspace.originals.iterdir())
        case _, "varchar[]":
            return []  # every list of what to narrow an answer to means all when it is empty
        case _, "boolean":
            return True
        case _, "date":
            return THE_DAY
    raise LookupError(f"queries/read/{name}.sql: say here what to ask for ${param}")
