"""Revisions after they came in: listed, taken back, released when held, and counts that are declared to be wrong.

Nothing is deleted: each decision is an event with its reason, and every earlier moment answers as it did.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard import figures
from dashboard.figures import Context, NotFound
from dashboard.follow_up import WRITERS, clean, known_period
from dashboard.ingest.derive import derive
from dashboard.intake import Batch, File, import_files
from dashboard.metrics.catalogue import load_catalogue
from dashboard.report import LEVELS, Period
from dashboard.store import withdrawal as stored
from dashboard.store.accept import original_path
from dashboard.store.connection import now
from dashboard.store.withdrawal import Entry
from dashboard.store.write import changing
from dashboard.words import text

SHORTEST_REASON, LONGEST_REASON = 5, 500
DECLARED = Path(__file__).parents[1] / "data" / "corrections.toml"
WITHDRAWABLE = ("in_force", "superseded", "accepted", "held")
_NOT_COUNTED = ("iso", "submission")  # a unit's counts of these follow from states and days


class RevisionError(ValueError):
    """Something that cannot be done to a revision or a count; `key` is its sentence, `revisions.problem_<key>`."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(text(f"revisions.problem_{key}", "vi", **values))
        self.key, self.values = key, values


@dataclass(frozen=True, slots=True)
class Wrong:
    """A published count that is wrong: where it stands, what it says (`expected`) and what it is to be.

    `subject` is a unit (id or name), a level (`commune`) or `total` for the province.
    """

    subject: str
    period: str
    column: str
    expected: int | None
    corrected: int | None
    field: str | None = None


def may_decide(context: Context) -> bool:
    """Whether the reader may take back, release and correct: who writes, and sees every unit that it touches."""
    return context.viewer.role in WRITERS and context.viewer.unit_ids is None and context.as_of is None


def listed(context: Context, **narrowed: Sequence[str]) -> list[dict[str, Any]]:
    """Rows of `revisions`: `period_ids`, `unit_ids`, `states`, `revision_ids` and `batch_ids` narrow them."""
    names = ("period_ids", "unit_ids", "states", "revision_ids", "batch_ids")
    asked: dict[str, Any] = {name: list(narrowed.get(name, ())) for name in names}
    return context.rows("revisions", **asked)


def withdraw(context: Context, revision_ids: Sequence[str], reason: str) -> str:
    """Take one revision back, or a batch as a whole; the event's id. What they had replaced is in force again.

    Raises `RevisionError`, `NotFound` for an unknown revision, `WorkspaceError` while someone else writes.
    """
    entry = decision(context, reason)
    ids = list(dict.fromkeys(revision_ids))
    for row in _known(context, ids):
        if row["state"] not in WITHDRAWABLE:
            raise RevisionError("state", revision=row["revision_id"], state=text(f"revisions.state_{row['state']}"))
    with changing(context.workspace) as change:
        return stored.withdraw(change, ids, entry)


def batch_of(context: Context, batch_id: str) -> list[str]:
    """The revisions of a batch that can still be taken back."""
    rows = listed(context, batch_ids=[batch_id], states=WITHDRAWABLE)
    return [row["revision_id"] for row in reversed(rows)]


def release(context: Context, revision_id: str, reason: str) -> str:
    """Let a held file in; the revision by which it is accepted. Raises like `withdraw`."""
    entry = decision(context, reason)
    (row,) = _known(context, [revision_id])
    if row["state"] != "held":
        raise RevisionError("not_held", revision=revision_id)
    content = original_path(context.workspace, row["sha256"], row["file_name"]).read_bytes()
    regime, _, label = (row["period_ids"][0] if row["period_ids"] else "").rpartition("/")
    batch = Batch(context.viewer, label or None, regime or None)
    (outcome,) = import_files(context.workspace, [File.of(row["file_name"], content)], batch)
    if outcome.status not in ("accepted", "unchanged") or outcome.revision is None:
        raise RevisionError("rejected", why=outcome.findings[0].message if outcome.findings else "")
    with changing(context.workspace) as change:
        stored.note_release(change, revision_id, outcome.revision, entry)
    return outcome.revision


def found_count(context: Context, wrong: Wrong) -> dict[str, Any]:
    """The row of `count_in_force` that a correction would change; `RevisionError` where there is none or several."""
    column = load_catalogue().columns.get(wrong.column)
    if column is None or not column.is_stated:
        raise RevisionError("column", column=wrong.column)
    period = known_period(context, wrong.period)
    subject = _subject(context, wrong.subject, period.period)
    if column.family in _NOT_COUNTED and ":" not in subject:
        raise RevisionError("family", column=column.label)
    field = "" if wrong.field is None else figures.resolve_field(context, wrong.field)
    rows = context.rows(
        "count_in_force", subject_id=subject, period_id=period.period.period_id, column_id=wrong.column, field_id=field
    )
    if len(rows) != 1:
        raise RevisionError("no_row" if not rows else "several", column=column.label)
    return rows[0] | {"subject_id": subject, "period_id": period.period.period_id, "field_id": field or None}


def correct(context: Context, wrong: Wrong, reason: str) -> str:
    """Declare a published count to be wrong; the event's id.

    The guard: where the report says something else than `expected`, nothing is changed and `RevisionError` says so.
    """
    entry = decision(context, reason)
    row = found_count(context, wrong)
    value = None if row["is_derived"] else row["value"]
    if value != wrong.expected:
        raise RevisionError("guard", expected=_shown(wrong.expected), found=_shown(value))
    if wrong.corrected == wrong.expected or (wrong.corrected is not None and wrong.corrected < 0):
        raise RevisionError("value")
    derived = dict(row["derived"])
    counts = {id_: n for id_, n in row["counts"] if n is not None and id_ not in derived and id_ != wrong.column}
    if wrong.corrected is not None:
        counts[wrong.column] = wrong.corrected
    following = derive(row["family"], counts)
    everything: dict[str, int | None] = {id_: counts.get(id_) for id_, _ in row["counts"]}
    everything |= {id_: count for id_, (count, _) in following.items()}
    correction = stored.Correction(
        row["report_id"], row["source_row"], row["period_id"], row["subject_id"], row["family"], row["field_id"],
        wrong.column, wrong.expected, wrong.corrected, everything, {id_: why for id_, (_, why) in following.items()},
    )  # fmt: skip
    with changing(context.workspace) as change:
        return stored.correct(change, correction, entry)


def declared(path: Path = DECLARED) -> dict[str, list[tuple[Wrong, str]]]:
    """The corrections of published samples by workspace, each with its reason; `ValueError` for a wrong entry."""
    with path.open("rb") as file:
        entries = tomllib.load(file).get("correction", [])
    found: dict[str, list[tuple[Wrong, str]]] = {}
    for entry in entries:
        given = dict(entry)
        try:
            workspace, reason = given.pop("workspace"), given.pop("reason")
            blank: dict[str, Any] = {"expected": None, "corrected": None}
            wrong = Wrong(**(blank | given))
        except (KeyError, TypeError) as error:
            raise ValueError(f"{path.name}: {entry}: {error}") from None
        found.setdefault(workspace, []).append((wrong, reason))
    return found


def _known(context: Context, revision_ids: Sequence[str]) -> list[dict[str, Any]]:
    if not revision_ids:
        raise RevisionError("none")
    rows = {row["revision_id"]: row for row in listed(context, revision_ids=revision_ids)}
    if missing := [id_ for id_ in revision_ids if id_ not in rows]:
        raise NotFound(text("revisions.problem_unknown", revision=", ".join(missing)))
    return [rows[id_] for id_ in revision_ids]


def _subject(context: Context, asked: str, period: Period) -> str:
    if asked in LEVELS:
        return f"level:{asked}"
    return "province:" if asked == "total" else figures.resolve_unit(context, asked, period).unit_id


def decision(context: Context, reason: str) -> Entry:
    """Who decides now, and why; raises `RevisionError` for who may not, and for a reason that says nothing."""
    if not may_decide(context):
        raise RevisionError("role")
    kept = clean(reason)
    if not SHORTEST_REASON <= len(kept) <= LONGEST_REASON:
        raise RevisionError("reason")
    return Entry(context.viewer.viewer_id, now(), kept)


def _shown(value: int | None) -> str:
    return "–" if value is None else str(value)
