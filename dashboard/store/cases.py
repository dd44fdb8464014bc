"""Accepting an export of the one-stop software: a revision, its rows as a file, and what the names in it mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import pyarrow as pa

from dashboard.case_file import CaseLayout, CaseRows
from dashboard.report import Finding
from dashboard.store.accept import insert_rows
from dashboard.store.rows import FINDING, finding_row
from dashboard.store.write import Change

FORM = "ho_so"
_SHARE = pa.schema(
    {"revision_id": pa.string(), "source_system": pa.string(), "resolving": pa.string(), "n_rows": pa.int64()}
)
_NAME = pa.schema(
    {
        "revision_id": pa.string(), "kind": pa.string(), "written": pa.string(), "matched_id": pa.string(),
        "n_rows": pa.int64(),
    }
)  # fmt: skip
Basis = Literal["stated", "given", "derived"]
Matched = Mapping[str, Mapping[str, str | None]]


@dataclass(frozen=True, slots=True)
class CaseBatch:
    """One export: the file that came, what of it was stored, and the days that it covers.

    `matched` has by kind what each text means, null where it is in no list.
    """

    file_name: str
    sha256: str
    size: int
    layout: CaseLayout
    rows: CaseRows
    matched: Matched
    covers_from: date
    covers_to: date
    basis: Basis
    findings: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class KnownBatch:
    """An export that came in before with the same bytes, and the names in it that were in no list."""

    revision_id: str
    covers_from: date
    covers_to: date
    unmatched: tuple[tuple[str, str], ...]


def known_batch(change: Change, sha256: str, status: str = "accepted") -> KnownBatch | None:
    """The last export of these bytes with that status, if there is one."""
    row = change.connection.execute(
        """
        select batch.revision_id, batch.covers_from, batch.covers_to
        from ws.case_batch as batch
        inner join ws.revision as revision on batch.revision_id = revision.revision_id
        where revision.sha256 = $sha and revision.status = $status
        order by batch.accepted_seq desc limit 1
        """,
        {"sha": sha256, "status": status},
    ).fetchone()
    if row is None:
        return None
    names = change.connection.execute(
        "select kind, written from ws.case_name where revision_id = $id and matched_id is null order by all",
        {"id": row[0]},
    ).fetchall()
    return KnownBatch(row[0], row[1], row[2], tuple((str(kind), str(written)) for kind, written in names))


def add_case_batch(change: Change, batch: CaseBatch, *, entered_by: str, entered_at: datetime, is_held: bool) -> str:
    """Take one export in, or keep it for review; its revision. Nothing of what reports say is touched."""
    revision_id, seq = _add_revision(
        change, batch.file_name, batch.sha256, batch.size, "held" if is_held else "accepted", entered_by, entered_at
    )
    rows = batch.rows
    change.connection.execute(
        "insert into ws.case_batch values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, map(?, ?))",
        [
            revision_id, seq, rows.rows_file, rows.rejects_file, rows.n_rows, rows.n_rejected, batch.covers_from,
            batch.covers_to, batch.basis, rows.as_of, batch.layout.map.map_id,
            list(batch.layout.places), [batch.layout.headings[at] for at in batch.layout.places.values()],
        ],
    )  # fmt: skip
    shares = [dict(zip(_SHARE.names, (revision_id, *share), strict=True)) for share in rows.shares]
    named = [
        dict(zip(_NAME.names, (revision_id, kind, written, batch.matched[kind].get(written), n), strict=True))
        for kind, names in rows.names.items()
        for written, n in names.items()
    ]
    insert_rows(change, "case_share", shares, _SHARE)
    insert_rows(change, "case_name", named, _NAME)
    _add_findings(change, revision_id, batch.findings)
    return revision_id


def add_rejected(
    change: Change, file_name: str, sha256: str, size: int, finding: Finding, *, entered_by: str, entered_at: datetime
) -> None:
    """Note an export that could not be read, and why."""
    revision_id, _ = _add_revision(change, file_name, sha256, size, "rejected", entered_by, entered_at)
    _add_findings(change, revision_id, [finding])


def _add_revision(
    change: Change, file_name: str, sha256: str, size: int, status: str, entered_by: str, entered_at: datetime
) -> tuple[str, int]:
    row = change.connection.execute("select coalesce(max(accepted_seq), 0) + 1 from ws.revision").fetchone()
    assert row is not None
    seq = int(row[0])
    change.connection.execute(
        "insert or ignore into ws.original_file values (?, ?, ?, ?)", [sha256, file_name, size, entered_at]
    )
    change.connection.execute(
        "insert into ws.revision "
        "(revision_id, accepted_seq, sha256, file_name, form_id, status, entered_at, entered_by) "
        "values (?, ?, ?, ?, ?, ?, ?, ?)",
        [f"r{seq}", seq, sha256, file_name, FORM, status, entered_at, entered_by],
    )
    return f"r{seq}", seq


def _add_findings(change: Change, revision_id: str, findings: Sequence[Finding]) -> None:
    insert_rows(change, "finding", [finding_row(revision_id, finding) for finding in findings], FINDING)
