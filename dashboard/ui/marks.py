"""The marks of figures: every row of a metric says whether a finding is in it, was derived, or is a stated total."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard.charts.cautions import FOUND, OTHER
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.metrics.format import Language
from dashboard.metrics.rules import load_rules
from dashboard.ui import reads
from dashboard.ui.reads import Rows, Scope
from dashboard.words import text

Row = Mapping[str, Any]
Key = tuple[str, str, str, str, str | None]
"""Metric, period, kind of figure (unit, level, total), its id, and the field or null for all of them."""

QUERIES = {
    "metric_total": "total",
    "metric_by_level": "level",
    "metric_by_unit": "unit",
    "metric_same_territory": "unit",
    "metric_by_field": "total",
    "metric_by_level_field": "level",
}
"""The queries whose rows are figures of metrics, and what each row speaks of."""

QUALITY_PAGE = "chat-luong"


def put_on(scope: Scope, language: Language, query: str, params: Mapping[str, Any], rows: Rows) -> Rows:
    """The rows of a query with `caution` (words for a reader) and `mark` (what was found) where there is any."""
    if query not in QUERIES or not rows:
        return rows
    found = _marks(scope, tuple(sorted({row["period_id"] for row in rows})))
    units, fields = list(params.get("unit_ids") or ()), list(params.get("field_ids") or ())
    for row in rows:
        mark = _of(found, query, row, units, fields) if found else None
        if mark:
            row["mark"] = mark
        caution = words(mark, row, language)
        if caution:
            row["caution"] = caution
    return rows


def of_figures(scope: Scope, language: Language, metric_id: str, period_id: str, rows: Rows, fields: Sequence[str] = ()
) -> Rows:  # fmt: skip
    """The same for rows of other queries that give one metric of units (`unit_id`) in one period."""
    found = _marks(scope, (period_id,))
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


@st.cache_resource(max_entries=60, show_spinner=False, hash_funcs=reads.AS_TEXT)
def _marks(scope: Scope, period_ids: tuple[str, ...]) -> dict[Key, Row]:
    """The marks of every metric in some periods; read only, so that one copy serves every session."""
    asked = {"metric_ids": tuple(load_catalogue().metrics), "period_ids": period_ids}
    whole = reads.rows(scope, "figure_marks", **asked, field_ids=())
    if not whole:
        return {}
    by_field = reads.rows(scope, "figure_marks_by_field", **asked)
    return {_key(mark, mark.get("field_id")): mark for mark in (*whole, *by_field)}


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
