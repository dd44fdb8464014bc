"""Accepting what files say: originals kept by SHA-256, one revision per file, reports superseding those before them."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa

from dashboard.metrics.catalogue import load_catalogue
from dashboard.report import FAMILIES, SCORE, FactRow, Family, Finding, Period, Reading, Report
from dashboard.store.files import write_whole
from dashboard.store.register import note_arrivals
from dashboard.store.rows import ATTRIBUTES, FILE, FINDING, REPORT, REVISION, STATEMENT, finding_row, report_row
from dashboard.store.workspace import Workspace
from dashboard.store.write import Change

Status = Literal["accepted", "unchanged", "rejected", "held"]


@dataclass(frozen=True, slots=True)
class Incoming:
    """One file and what was read in it."""

    file_name: str
    content: bytes
    sha256: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file; `revision` is null for a file that was rejected or is already in."""

    file_name: str
    status: Status
    revision: str | None
    findings: tuple[Finding, ...]


def sha256_of(content: bytes) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def known_revision(
    change: Change,
    file: Incoming,
    period_id: str | None,
    *,
    unit_id: str | None = None,
    status: Literal["accepted", "held"] = "accepted",
) -> str | None:
    """The revision by which this very file was accepted (or is held) before, if it was.

    A file that states its own period is the same with and without the period named beside it; one that states none is
    another for another period. Where a unit is named beside it, it is another for another unit.
    """
    same = {"sha": file.sha256, "status": status}
    is_there = "select exists (from ws.revision where sha256 = $sha and status = $status)"
    if change.connection.execute(is_there, same).fetchone() == (False,):  # most files are new, and this is soon asked
        return None
    row = change.connection.execute(
        """
        select revision.revision_id
        from ws.revision as revision
        where revision.sha256 = $sha and revision.status = $status
            and revision.revision_id not in (
                select revision_id from ws.withdrawal union all select held_id from ws.release
            )
            and (
                revision.stated_period_id is not distinct from $period
                or (
                    select list_sort(list(distinct report.period_id))
                    from ws.report as report where report.revision_id = revision.revision_id
                ) = $periods::varchar[]
            )
            and (
                $unit::varchar is null
                or exists (
                    from ws.report as report
                    where report.revision_id = revision.revision_id and report.unit_id = $unit
                )
            )
        order by revision.accepted_seq desc limit 1
        """,
        same
        | {"period": period_id, "unit": unit_id}
        | {"periods": sorted({report.period.period_id for report in file.reading.reports})},
    ).fetchone()
    return str(row[0]) if row else None


def add_batch(
    change: Change,
    incoming: Sequence[Incoming],
    *,
    entered_by: str,
    entered_at: datetime,
    period_id: str | None = None,
    is_held: bool = False,
) -> tuple[Outcome, ...]:
    """Take in a batch: keep the originals, add a revision for each file and the facts of those that are accepted.

    A rejected file adds no fact; a held one neither, until it is accepted. Each keeps its findings.
    """
    next_seq = _next(change, "select coalesce(max(accepted_seq), 0) from ws.revision")
    next_report = _next(change, "select coalesce(max(report_id), 0) from ws.report")
    outcomes: list[Outcome] = []
    accepted: list[tuple[int, str, Report]] = []
    revisions: list[dict[str, Any]] = []
    findings: list[dict[str, Any]] = []
    for file in incoming:
        status: Status = "rejected" if file.reading.is_rejected else "held" if is_held else "accepted"
        _keep_original(change.workspace, file)
        seq, next_seq = next_seq, next_seq + 1
        revision_id = f"r{seq}"
        revisions.append(_revision_row(file, revision_id, seq, status, period_id, entered_at, entered_by))
        findings += [finding_row(revision_id, finding) for finding in file.reading.findings]
        if status == "accepted":
            accepted += [(seq, revision_id, report) for report in file.reading.reports]
        shown = None if status == "rejected" else revision_id
        outcomes.append(Outcome(file.file_name, status, shown, file.reading.findings))
    _add_files(change, incoming, entered_at)
    insert_rows(change, "revision", revisions, REVISION)
    insert_rows(change, "finding", findings, FINDING)
    _add_reports(change, accepted, next_report)
    note_arrivals(change, [id_ for _, id_, _ in accepted], entered_by=entered_by, entered_at=entered_at)
    return tuple(outcomes)


def _add_reports(change: Change, accepted: Sequence[tuple[int, str, Report]], first_id: int) -> None:
    if not accepted:
        return
    _add_periods(change, (report.period for _, _, report in accepted))
    reports: list[dict[str, Any]] = []
    statements: list[dict[str, Any]] = []
    facts: dict[Family, list[tuple[int, FactRow]]] = {family: [] for family in (*FAMILIES, SCORE)}
    for report_id, (seq, revision_id, report) in enumerate(accepted, start=first_id):
        reports.append(report_row(report_id, seq, revision_id, report))
        facts[report.family] += [(report_id, row) for row in report.rows]
        statements += [
            {name: getattr(s, name) for name in ("label", "stated", "half_step", "family", "numerator", "denominator")}
            | {"numerator_part": s.numerator_part, "denominator_part": s.denominator_part}
            | {"report_id": report_id, "source_sheet": s.sheet, "source_row": s.row, "source_letter": s.letter}
            for s in report.statements
        ]
    insert_rows(change, "report", reports, REPORT)
    insert_rows(change, "statement", statements, STATEMENT)
    for family, rows in facts.items():
        _insert_facts(change, family, rows)
    supersede(change, first_id)


def supersede(change: Change, first_new_id: int) -> None:
    """Of the reports with one key only the last stays in force; the others end where their successor begins.

    Looks at the keys of the reports from `first_new_id` on.
    """
    change.connection.execute(
        """
        with touched as (
            select distinct family, period_id, scope, unit_id, level, origin
            from ws.report where report_id >= $first_new_id
        ),
        ordered as (
            select report.report_id, lead(report.accepted_seq) over (
                partition by report.family, report.period_id, report.scope, report.unit_id, report.level, report.origin
                order by report.accepted_seq, report.report_id
            ) as next_seq
            from ws.report as report
            semi join touched on report.family = touched.family and report.period_id = touched.period_id
                and report.scope = touched.scope and report.unit_id is not distinct from touched.unit_id
                and report.level is not distinct from touched.level and report.origin = touched.origin
            where report.superseded_seq is null
        )
        update ws.report set superseded_seq = ordered.next_seq
        from ordered where ordered.report_id = report.report_id and ordered.next_seq is not null
        """,
        {"first_new_id": first_new_id},
    )


def _add_periods(change: Change, periods: Iterable[Period]) -> None:
    # The first report of a period says when it begins and ends; a later one that differs keeps its own dates (V15).
    for period in dict.fromkeys(periods):
        change.connection.execute(
            "insert or ignore into ws.period values (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                period.period_id, period.regime, period.kind, period.label, period.start, period.end, period.due,
                period.is_cumulative,
            ],
        )  # fmt: skip


def _insert_facts(change: Change, family: Family, rows: Sequence[tuple[int, FactRow]]) -> None:
    if not rows:
        return
    text_map = pa.map_(pa.string(), pa.string())
    columns: dict[str, pa.Array] = {
        "report_id": pa.array([report_id for report_id, _ in rows], pa.int64()),
        "source_row": pa.array([row.row for _, row in rows], pa.int32()),
        "field_id": pa.array([row.field_id for _, row in rows], pa.string()),
        "part": pa.array([row.part for _, row in rows], pa.string()),
        "source_system": pa.array([row.source_system for _, row in rows], pa.string()),
        "is_vertical": pa.array([row.is_vertical for _, row in rows], pa.bool_()),
        "note": pa.array([row.note for _, row in rows], pa.string()),
        "derived": pa.array([list(row.derived.items()) for _, row in rows], text_map),
    }
    for column in load_catalogue().stated_columns(family):
        columns[column] = pa.array([row.counts.get(column) for _, row in rows], pa.int64())
    for name, kind in ATTRIBUTES.get(family, {}).items():
        columns[name] = pa.array([row.attributes.get(name) for _, row in rows], kind)
    _insert_arrow(change, f"fact_{family}", pa.table(columns))


def insert_rows(change: Change, table: str, rows: list[dict[str, Any]], schema: pa.Schema) -> None:
    """Add rows to a table; values stand in columns of the same name."""
    if rows:
        _insert_arrow(change, table, pa.Table.from_pylist(rows, schema))


def _insert_arrow(change: Change, table: str, content: pa.Table) -> None:
    change.connection.register("incoming", content)
    try:
        change.connection.execute(f"insert into ws.{table} by name select * from incoming")  # noqa: S608 - own names
    finally:
        change.connection.unregister("incoming")


def _keep_original(workspace: Workspace, file: Incoming) -> None:
    path = original_path(workspace, file.sha256, file.file_name)
    if not path.exists():
        write_whole(path, file.content)


def original_path(workspace: Workspace, sha256: str, file_name: str) -> Path:
    """Where the original of a file is kept: named by its SHA-256, with the ending of its name."""
    ending = Path(file_name).suffix.lower()
    safe = ending if ending[1:].isalnum() and len(ending) <= 6 else ""
    return workspace.originals / f"{sha256}{safe}"


def _add_files(change: Change, files: Iterable[Incoming], seen_at: datetime) -> None:
    """Note the originals that are not known yet; all in one statement, for one each took a sixth of a batch's time."""
    known = {row[0] for row in change.connection.execute("select sha256 from ws.original_file").fetchall()}
    new = {
        file.sha256: {
            "sha256": file.sha256,
            "file_name": file.file_name,
            "size_bytes": len(file.content),
            "first_seen_at": seen_at,
        }
        for file in reversed(list(files))  # of the same file twice the first name stays
        if file.sha256 not in known
    }
    insert_rows(change, "original_file", list(reversed(new.values())), FILE)


def _next(change: Change, question: str) -> int:
    row = change.connection.execute(question).fetchone()
    assert row is not None
    return int(row[0]) + 1


def _revision_row(
    file: Incoming, revision_id: str, seq: int, status: Status, period_id: str | None, at: datetime, by: str
) -> dict[str, Any]:
    return {
        "revision_id": revision_id,
        "accepted_seq": seq,
        "sha256": file.sha256,
        "file_name": file.file_name,
        "form_id": file.reading.form,
        "form_version": file.reading.form_version,
        "stated_period_id": period_id,
        "status": status,
        "entered_at": at,
        "entered_by": by,
    }
