"""The marks of figures: every row of a metric says whether a finding is in it, was derived, or is a stated total."""

import logging
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard.charts.cautions import FOUND, OTHER
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.metrics.format import Language
from dashboard.metrics.rules import load_rules
from dashboard.store import read as store
from dashboard.ui.reads import AS_TEXT, Rows, Scope
from dashboard.words import text

Row = Mapping[str, Any]
Key = tuple[str, str, str, str, str | None]
"""Metric, period, kind of figure (unit, level, total), its id, and the field or null for all of them."""

QUERIES = {
    "metric_total": "total",
    "metric_by_level": "level",
    "metric_by_unit": "unit",
    "metric_by_field": "total",
    "metric_by_level_field": "level",
    "metric_same_territory": "unit",
    "unit_ranking": "unit",
    "unit_ranks_over_time": "unit",
}
"""The queries whose rows are figures of metrics, and what each row speaks of."""

_QUERIES_OF_MARKS = ("figure_marks", "figure_marks_by_field")
_log = logging.getLogger(__name__)

QUALITY_PAGE = "chat-luong"


def put_on(scope: Scope, language: Language, query: str, params: Mapping[str, Any], rows: Rows) -> Rows:
    """The rows of a query with `caution` (words for a reader) and `mark` (what was found) where there is any."""
    if query not in QUERIES or not rows:
        return rows
    is_of_fields = bool(params.get("field_ids")) or "field" in query
    units, fields = list(params.get("unit_ids") or ()), list(params.get("field_ids") or ())
    about = {name: params[name] for name in ("metric_id", "period_id") if name in params}
    placed = [{**about, **row} for row in rows] if about else rows
    found = _shelf(scope).of(scope, {where["period_id"] for where in placed}, is_by_field=is_of_fields)
    for row, where in zip(rows, placed, strict=True):
        # What is converted from predecessors is a figure of others, whose findings stand at their own names.
        mark = _of(found, query, where, units, fields) if found and not row.get("is_converted") else None
        if mark:
            row["mark"] = mark
        caution = words(mark, row, language)
        if caution:
            row["caution"] = caution
    return rows


def of_figures(scope: Scope, language: Language, metric_id: str, period_id: str, rows: Rows, fields: Sequence[str] = ()
) -> Rows:  # fmt: skip
    """The same for rows of other queries that give one metric of units (`unit_id`) in one period."""
    found = _shelf(scope).of(scope, {period_id}, is_by_field=bool(fields))
    for row in rows if found else ():
        where = {**row, "metric_id": metric_id, "period_id": period_id}
        mark = _of(found, "metric_by_unit", where, [], list(fields))
        if mark:
            row["mark"] = mark
            row["caution"] = words(mark, row, language)
    return rows


def words(mark: Row | None, row: Row, language: Language) -> str:
    """ "⚠ 2 điểm cần kiểm tra (V01, V04) ở 2 đơn vị; * có số suy ra", or nothing."""
    said = []
    if mark:
        counted = {"count": fmt.count(mark["findings"], language), "rules": ", ".join(mark["rules"])}
        is_sum = mark["figure_kind"] != "unit" and mark["units"]
        found = (
            text("mark.found_in", language, units=fmt.count(mark["units"], language), **counted)
            if is_sum
            else text("mark.found", language, **counted)
        )
        said.append(f"{FOUND} {found}")
    if row.get("numerator") is not None and row.get("is_derived"):
        said.append(f"{OTHER} {text('mark.derived', language)}")
    if row.get("numerator") is not None and row.get("basis") == "stated":
        said.append(f"{OTHER} {text('mark.stated', language)}")
    return "; ".join(said)


def titles(mark: Row, language: Language) -> str:
    """What the rules of a mark are about, for the title of its sign."""
    rules = load_rules()
    return "; ".join(rules[id_].title[language] if id_ in rules else id_ for id_ in mark["rules"])


def link(address: Mapping[str, str], mark: Row) -> str:
    """The data-quality page with the findings that are in a figure."""
    asked = {**address, "metric": mark["metric_id"]}
    asked |= {"unit": mark["figure_id"]} if mark["figure_kind"] == "unit" else {}
    asked |= {"level": mark["figure_id"]} if mark["figure_kind"] == "level" else {}
    asked |= {"field": mark["field_id"]} if mark.get("field_id") else {}
    return f"{QUALITY_PAGE}?{urlencode(asked)}"


@dataclass
class _Shelf:
    """The marks of every metric, period by period as pages ask for them; one shelf serves every session."""

    marks: dict[Key, Row] = field(default_factory=dict)
    periods: dict[str, set[str]] = field(default_factory=lambda: {name: set() for name in _QUERIES_OF_MARKS})
    lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, scope: Scope, period_ids: set[str], *, is_by_field: bool) -> dict[Key, Row]:
        for name in _QUERIES_OF_MARKS if is_by_field else _QUERIES_OF_MARKS[:1]:
            with self.lock:
                new = sorted(period_ids - self.periods[name])
                if new:
                    params: dict[str, Any] = {"metric_ids": list(load_catalogue().metrics), "period_ids": new}
                    params |= {"field_ids": []} if name == "figure_marks" else {}
                    rows = scope.context().rows(name, **params)
                    self.marks |= {_key(mark, mark.get("field_id")): mark for mark in rows}
                    self.periods[name] |= set(new)
        return self.marks


@st.cache_resource(max_entries=40, show_spinner=False, hash_funcs=AS_TEXT)
def _shelf(scope: Scope) -> _Shelf:  # noqa: ARG001 - a new one for each generation, viewer and moment
    return _Shelf()


@st.cache_resource(max_entries=40, show_spinner=False, hash_funcs=AS_TEXT)
def begin(scope: Scope) -> threading.Thread:
    """Run the checks of a new generation while the page asks its first questions."""
    # No daemon: a process that ends in the middle of a query is ended by force, and not well.
    thread = threading.Thread(target=_run_checks, args=(scope,), name="checks")
    thread.start()
    return thread


def _run_checks(scope: Scope) -> None:
    context = scope.context()
    try:
        store.run_checks(context.workspace, context.as_of)
    except Exception:  # noqa: BLE001 - whoever asks for the marks meets the same trouble, and says so
        _log.info("the checks of %s could not be run ahead", scope.workspace, exc_info=True)


def _key(mark: Row, field_id: str | None) -> Key:
    return (mark["metric_id"], mark["period_id"], mark["figure_kind"], mark["figure_id"], field_id)


def _of(found: Mapping[Key, Row], query: str, row: Row, units: list[str], fields: list[str]) -> Row | None:
    kind = QUERIES[query]
    ids = [row["unit_id"]] if kind == "unit" else [row["level"]] if kind == "level" else ["total"]
    if query == "metric_by_field" and units:
        kind, ids = "unit", units
    wanted: list[str | None] = [row["field_id"]] if "field_id" in row else [*fields] or [None]
    at = row["metric_id"], row["period_id"]
    return _together([found[key] for id_ in ids for field in wanted if (key := (*at, kind, id_, field)) in found])


def _together(marks: Iterable[Row]) -> Row | None:
    """Several marks as one: of a figure over some fields or some units."""
    marks = list(marks)
    if len(marks) < 2:
        return marks[0] if marks else None
    return {
        **marks[0],
        "severity": "error" if any(mark["severity"] == "error" for mark in marks) else "warning",
        "findings": sum(mark["findings"] for mark in marks),
        "units": max(mark["units"] for mark in marks),
        "rules": sorted({rule for mark in marks for rule in mark["rules"]}),
    }
