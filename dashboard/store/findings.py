"""What is wrong in the figures: every check over the counts in force, and what was found while the files were read."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import duckdb

from dashboard.metrics import format as text
from dashboard.metrics import rules, score766
from dashboard.report import LOCAL_VIEWER, SEVERITIES, Finding, Period, Viewer
from dashboard.store import checked
from dashboard.store import connection as db
from dashboard.store.read import read, reported_periods
from dashboard.store.sql import load_query, query_names
from dashboard.store.workspace import Workspace
from dashboard.store.write import Change
from dashboard.words.retelling import retold


def current_findings(
    workspace: Workspace,
    *,
    viewer: Viewer,
    period_ids: Sequence[str] = (),
    as_of: str | None = None,
    includes_refused: bool = False,
    language: text.Language = "vi",
) -> list[dict[str, Any]]:
    """Every finding on the figures in force, the gravest first, then by period and unit; no period means all of them.

    Keys: rule, severity, unit_id, unit, period_id, period, field, columns, stated, recomputed, difference, revision,
    file, sheet, cell, message; and for pages: id, family, level, field_id, sha256, metrics (those in doubt).
    `includes_refused` adds what was found in files that were refused or are held.
    """
    asked = {"period_ids": list(period_ids)}
    periods = {period.period_id: period for period in reported_periods(workspace)}
    found = [
        _of_check(row, periods[row["period_id"]], row["display_order"], language)
        if row["variant"]
        else _of_reading(row, period_ids, language)
        for row in read(workspace, "findings", asked, viewer=viewer, as_of=as_of).to_pylist()
    ]
    if includes_refused:
        every = read(workspace, "reading_findings", {**asked, "includes_refused": True}, viewer=viewer, as_of=as_of)
        found += [_of_reading(row, period_ids, language) for row in every.to_pylist() if row["status"] != "accepted"]
    return [row for _, row in sorted(found, key=lambda pair: pair[0])]


def findings_of(change: Change, revision_ids: Collection[str]) -> dict[str, list[Finding]]:
    """What the checks find in these revisions, before they are published: one run of each check for all of them."""
    if not revision_ids:
        return {}
    connection = change.connection
    periods = connection.execute(
        "select distinct period_id from ws.report where revision_id in (select unnest($ids::varchar[]))",
        {"ids": list(revision_ids)},
    ).fetchall()
    db.set_session(connection, LOCAL_VIEWER, db.LATEST)
    try:
        rows = _checked(connection, [row[0] for row in periods], set(revision_ids)) if periods else []
    finally:
        db.set_session(connection, None, db.LATEST)
    found: dict[str, list[Finding]] = {}
    for _, row in sorted(rows, key=lambda pair: pair[0]):
        found.setdefault(row["revision"], []).append(_as_finding(row))
    return found


_Row = tuple[tuple[Any, ...], dict[str, Any]]  # what it is sorted by, and the finding


def _checked(cursor: duckdb.DuckDBPyConnection, period_ids: Sequence[str], revision_ids: Collection[str]) -> list[_Row]:
    periods = {period.period_id: period for period in db.read_periods(cursor)}
    order = dict(cursor.execute("select unit_id, display_order from unit").fetchall())
    found: list[_Row] = []
    with checked.laid_out(cursor):
        for name in query_names("checks"):
            for row in _rows(cursor, load_query("checks", name).text, {"period_ids": list(period_ids)}):
                if row["revision_id"] in revision_ids:
                    found.append(_of_check(row, periods[row["period_id"]], order.get(row["unit_id"]), "vi"))
    return found


def _rows(cursor: duckdb.DuckDBPyConnection, query: str, params: Mapping[str, object]) -> list[dict[str, Any]]:
    result = cursor.execute(query, params)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _of_check(row: Mapping[str, Any], period: Period, order: int | None, language: text.Language) -> _Row:
    subject = rules.subject_name(row["unit_name"], row["level"], language)
    severity = rules.severity(row["rule"])
    case = rules.Case(
        rule=row["rule"],
        variant=row["variant"],
        subject=subject,
        period=text.period_name(period, language),
        field=row["field_name"] or row["field_id"],
        part=row["part"],
        columns=row["columns"],
        stated=row["stated"],
        recomputed=row["recomputed"],
        detail=row["detail"],
    )
    finding = {
        "rule": row["rule"],
        "severity": severity,
        "unit_id": row["unit_id"],
        "unit": subject,
        "period_id": row["period_id"],
        "period": row["period_label"],
        "field": case.field,
        "columns": list(case.columns),
        "stated": case.stated,
        "recomputed": case.recomputed,
        "difference": _difference(case.stated, case.recomputed),
        "revision": row["revision_id"],
        "file": row["file_name"],
        "sheet": row["sheet"],
        "cell": row["cell"],
        "message": rules.message(case, language),
        **_for_pages(row),
    }
    return _sort_key(finding, period.start.toordinal(), order), finding


def _of_reading(row: Mapping[str, Any], period_ids: Sequence[str], language: text.Language) -> _Row:
    finding = {
        "rule": row["rule"],
        "severity": row["severity"],
        "unit_id": row["unit_id"],
        "unit": row["unit_name"],
        "period_id": period_ids[0] if len(period_ids) == 1 else None,
        "period": row["period_label"],
        "field": None,
        "columns": row["columns"] if "columns" in row else [row["column_id"]] if row["column_id"] else [],
        "stated": row["stated"],
        "recomputed": row["recomputed"],
        "difference": _difference(row["stated"], row["recomputed"]),
        "revision": row["revision_id"],
        "file": row["file_name"],
        "sheet": row["sheet"],
        "cell": row["cell"],
        "message": retold(row["message"], language, {group.name: group.named(language) for group in score766.groups()}),
        **_for_pages(row),
    }
    start = row["start_date"]
    return _sort_key(finding, start.toordinal() if start else 0, None), finding


def _for_pages(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": row.get("finding_id"),
        "family": row.get("family"),
        "level": row.get("level"),
        "field_id": row.get("field_id"),
        "sha256": row.get("sha256"),
        "metrics": row.get("metric_ids") or [],
    }


def _sort_key(finding: Mapping[str, Any], start: int, display_order: int | None) -> tuple[Any, ...]:
    last = [str(finding[name] or "") for name in ("unit_id", "rule", "file", "sheet", "cell", "message")]
    return (SEVERITIES.index(finding["severity"]), start, -1 if display_order is None else display_order, *last)


def _difference(stated: float | None, recomputed: float | None) -> float | None:
    return None if stated is None or recomputed is None else recomputed - stated


def _as_finding(row: Mapping[str, Any]) -> Finding:
    return Finding(
        severity=row["severity"],
        rule=row["rule"],
        message=row["message"],
        sheet=row["sheet"],
        cell=row["cell"],
        unit_id=row["unit_id"],
        unit=row["unit"],
        period=row["period"],
        column=row["columns"][0] if row["columns"] else None,
        stated=row["stated"],
        recomputed=row["recomputed"],
    )
