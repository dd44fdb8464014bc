"""What is done to revisions after they came in: taken back, released, a count corrected. Nothing is deleted.

Each is an event, a revision of its own whose file is the decision. A report that is in force again, or in which a count
is corrected, is a copy of the same revision from the event on; so every earlier moment answers as it did.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dashboard.report import FAMILIES, SCORE, Reading
from dashboard.store.accept import Incoming, add_batch, sha256_of, supersede
from dashboard.store.register import forget_figures
from dashboard.store.write import Change

_FACTS = (*FAMILIES, SCORE)


@dataclass(frozen=True, slots=True)
class Entry:
    """Who decides, when and why."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Correction:
    """One count of a report in force: what it is expected to say, what it is to be, and the row as it then is."""

    report_id: int
    source_row: int
    period_id: str
    subject_id: str
    family: str
    field_id: str | None
    column_id: str
    expected: int | None
    corrected: int | None
    counts: Mapping[str, int | None]
    derived: Mapping[str, str]


def withdraw(change: Change, revision_ids: Sequence[str], entry: Entry) -> str:
    """Take revisions back: their reports leave force, what each had replaced comes back; the event's id."""
    event, seq = _event(change, "withdrawal", f"Rút {', '.join(revision_ids)}", entry)
    for revision_id in revision_ids:
        change.connection.execute(
            "insert into ws.withdrawal values (?, ?, ?, ?, ?)", [revision_id, event, entry.reason, entry.by, entry.at]
        )
    gone = change.connection.execute(
        """
        select gone.report_id, old.report_id
        from ws.report as gone
        left join ws.report as old on
            gone.family = old.family and gone.period_id = old.period_id and gone.scope = old.scope
            and gone.unit_id is not distinct from old.unit_id and gone.level is not distinct from old.level
            and gone.origin = old.origin
            and (old.accepted_seq, old.report_id) < (gone.accepted_seq, gone.report_id)
            and old.revision_id not in (select revision_id from ws.withdrawal)
        where gone.revision_id in (select unnest($ids::varchar[])) and gone.superseded_seq is null
        qualify row_number() over (
            partition by gone.report_id order by old.accepted_seq desc nulls last, old.report_id desc
        ) = 1
        """,
        {"ids": list(revision_ids)},
    ).fetchall()
    change.connection.execute(
        "update ws.report set superseded_seq = $seq where report_id in (select unnest($ids::bigint[]))",
        {"seq": seq, "ids": [report_id for report_id, _ in gone]},
    )
    _copy(change, [old for _, old in gone if old is not None], seq)
    forget_figures(change, revision_ids, entered_by=entry.by, entered_at=entry.at, reason=entry.reason)
    return event


def note_release(change: Change, held_id: str, event_id: str, entry: Entry) -> None:
    """Remember that a held file was let in, as which revision, by whom and why."""
    change.connection.execute(
        "insert into ws.release values (?, ?, ?, ?, ?)", [held_id, event_id, entry.reason, entry.by, entry.at]
    )


def correct(change: Change, correction: Correction, entry: Entry) -> str:
    """Put a corrected count in the place of what a report in force says; the event's id."""
    event, seq = _event(change, "correction", _told(correction), entry)
    connection = change.connection
    ((number,),) = connection.execute(
        "select coalesce(max(correction_id), 0) + 1 from ws.declared_correction"
    ).fetchall()
    connection.execute(
        "insert into ws.declared_correction values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            number, event, correction.period_id, correction.subject_id, correction.family, correction.field_id,
            correction.column_id, correction.expected, correction.corrected, entry.reason, entry.by, entry.at,
        ],
    )  # fmt: skip
    new_id = _copy(change, [correction.report_id], seq)[correction.report_id]
    known = connection.execute(f"select * from ws.fact_{correction.family} limit 0").description or []  # noqa: S608
    columns = [name for name, *_ in known if name in correction.counts]
    values: dict[str, Any] = {name: correction.counts[name] for name in columns}
    changes = ", ".join(f"{name} = ${name}" for name in columns)
    connection.execute(
        f"update ws.fact_{correction.family} set {changes}, derived = map_from_entries($derived_counts) "  # noqa: S608
        "where report_id = $report and source_row = $at",
        values | {
            "derived_counts": [{"k": k, "v": v} for k, v in correction.derived.items()],
            "report": new_id, "at": correction.source_row,
        },
    )  # fmt: skip
    connection.execute(
        "insert or replace into ws.corrected_cell values (?, ?, ?, ?)",
        [new_id, correction.source_row, correction.column_id, number],
    )
    return event


def _told(correction: Correction) -> str:
    place = f"{correction.period_id} {correction.subject_id} {correction.field_id or ''} {correction.column_id}"
    return f"Đính chính {place}: {correction.expected} → {correction.corrected}"


def _event(change: Change, kind: str, what: str, entry: Entry) -> tuple[str, int]:
    """Keep the decision as a file of its own, accepted as a revision; its id and number."""
    content = f"{what}\nLý do: {entry.reason}\nNgười thực hiện: {entry.by}\nLúc: {entry.at.isoformat()}\n".encode()
    name = {"withdrawal": "quyet_dinh_rut.txt", "correction": "dinh_chinh.txt"}[kind]
    file = Incoming(name, content, sha256_of(content), Reading(form=kind))
    (outcome,) = add_batch(change, [file], entered_by=entry.by, entered_at=entry.at)
    assert outcome.revision is not None
    change.connection.execute(
        "update ws.revision set note = ? where revision_id = ?",
        [f"{what}. {entry.reason}" if kind == "withdrawal" else entry.reason, outcome.revision],
    )
    ((seq,),) = change.connection.execute(
        "select accepted_seq from ws.revision where revision_id = ?", [outcome.revision]
    ).fetchall()
    return outcome.revision, int(seq)


def _copy(change: Change, report_ids: Sequence[int], seq: int) -> dict[int, int]:
    """The same reports once more, in force from `seq` on; old number to new."""
    if not report_ids:
        return {}
    connection = change.connection
    ((last,),) = connection.execute("select max(report_id) from ws.report").fetchall()
    new_ids = {old: last + n for n, old in enumerate(report_ids, start=1)}
    connection.execute(
        "create or replace temp table copied as "
        "select unnest($old::bigint[]) as report_id, unnest($new::bigint[]) as new_id",
        {"old": list(new_ids), "new": list(new_ids.values())},
    )
    connection.execute(
        "insert into ws.report by name select report.* replace (copied.new_id as report_id, $seq as accepted_seq, "
        "null::bigint as superseded_seq) from ws.report as report inner join copied using (report_id)",
        {"seq": seq},
    )
    for table in (*(f"fact_{family}" for family in _FACTS), "statement", "corrected_cell", "keyed_place"):
        connection.execute(
            f"insert into ws.{table} by name select held.* replace (copied.new_id as report_id) "  # noqa: S608
            f"from ws.{table} as held inner join copied using (report_id)"
        )
    connection.execute("drop table copied")
    supersede(change, last + 1)
    return new_ids
