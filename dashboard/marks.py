"""The marks of figures: every row of a metric says whether a finding is in it, was derived, or is a stated total."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from dashboard.charts.cautions import FOUND, OTHER
from dashboard.figures import Context
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.metrics.format import Language
from dashboard.words import text

Row = Mapping[str, Any]
Rows = list[dict[str, Any]]
Key = tuple[str, str, str, str, str | None]
"""Metric, period, kind of figure (unit, level, total), its id, and the field or null for all of them."""
Marks = Callable[[set[str], bool], Mapping[Key, Row]]
"""The marks of some periods: of figures over all fields, or of those of single fields too."""

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

QUERIES_OF_MARKS = ("figure_marks", "figure_marks_by_field")


def of_periods(context: Context, query: str, period_ids: Sequence[str]) -> dict[Key, Row]:
    """The marks of every metric in some periods, by one of `QUERIES_OF_MARKS`."""
    params: dict[str, Any] = {"metric_ids": list(load_catalogue().metrics), "period_ids": list(period_ids)}
    params |= {"field_ids": []} if query == "figure_marks" else {}
    return {_key(mark, mark.get("field_id")): mark for mark in context.rows(query, **params)}


def put_on(marks: Marks, language: Language, query: str, params: Mapping[str, Any], rows: Rows) -> Rows:
    """The rows of a query with `caution` (words for a reader) and `mark` (what was found) where there is any."""
    if query not in QUERIES or not rows:
        return rows
    is_of_fields = bool(params.get("field_ids")) or "field" in query
    units, fields = list(params.get("unit_ids") or ()), list(params.get("field_ids") or ())
    about = {name: params[name] for name in ("metric_id", "period_id") if name in params}
    placed = [{**about, **row} for row in rows] if about else rows
    found = marks({where["period_id"] for where in placed}, is_of_fields)
    for row, where in zip(rows, placed, strict=True):
        # What is converted from predecessors is a figure of others, whose findings stand at their own names.
        mark = _of(found, query, where, units, fields) if found and not row.get("is_converted") else None
        if mark:
            row["mark"] = mark
        caution = words(mark, row, language)
        if caution:
            row["caution"] = caution
    return rows


def of_figures(
    marks: Marks, language: Language, metric_id: str, period_id: str, rows: Rows, fields: Sequence[str] = ()
) -> Rows:
    """The same for rows of other queries that give one metric of units (`unit_id`) in one period."""
    found = marks({period_id}, bool(fields))
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
        units = mark["units"] if mark["figure_kind"] != "unit" else 0
        said.append(_found(mark["findings"], tuple(mark["rules"]), units, language))
    if row.get("numerator") is not None and row.get("is_derived"):
        said.append(f"{OTHER} {text('mark.derived', language)}")
    if row.get("numerator") is not None and row.get("basis") == "stated":
        said.append(f"{OTHER} {text('mark.stated', language)}")
    return "; ".join(said)


@lru_cache(5_000)  # a thousand figures on a page have the same few marks
def _found(findings: int, rules: tuple[str, ...], units: int, language: Language) -> str:
    counted = {"count": fmt.count(findings, language), "rules": ", ".join(rules)}
    if not units:
        return f"{FOUND} {text('mark.found', language, **counted)}"
    return f"{FOUND} {text('mark.found_in', language, units=fmt.count(units, language), **counted)}"


class Asking:
    """A context that puts their marks on the figures that it gives, and keeps those of each period."""

    def __init__(self, context: Context, language: Language) -> None:
        self.context = context
        self.language = language
        self.kept: dict[tuple[str, str], Mapping[Key, Row]] = {}

    def rows(self, query: str, **params: Any) -> Rows:
        return put_on(self._marks, self.language, query, params, self.context.rows(query, **params))

    def _marks(self, period_ids: set[str], is_of_fields: bool) -> Mapping[Key, Row]:
        found: dict[Key, Row] = {}
        for name in QUERIES_OF_MARKS if is_of_fields else QUERIES_OF_MARKS[:1]:
            new = sorted(id_ for id_ in period_ids if (name, id_) not in self.kept)
            of_new = of_periods(self.context, name, new) if new else {}
            self.kept |= {(name, id_): {key: mark for key, mark in of_new.items() if key[1] == id_} for id_ in new}
            for id_ in period_ids:
                found |= self.kept[name, id_]
        return found


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
