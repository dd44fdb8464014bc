"""Accepting files of the tray: all that were chosen in one change, published at once or not at all.

What is accepted is what somebody looked at: each file is read and checked once more inside the change, and one of which
something else is found by now goes back to be looked at again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboard import case_intake, keyed
from dashboard.figures import Context
from dashboard.forms import with_own
from dashboard.intake import name_of
from dashboard.report import Reading, Reference
from dashboard.store import tray as shelf
from dashboard.store.accept import Incoming, Outcome, add_batch, known_revision
from dashboard.store.batches import add_batch_of, add_places, reports_of
from dashboard.store.connection import now
from dashboard.store.forms import read_own_forms
from dashboard.store.read import read_reference
from dashboard.store.tray import Entry
from dashboard.store.write import Change, changing
from dashboard.tray import LEAST_REASON, TrayError, entry_of, may_write, preview, reason_of, taken
from dashboard.tray_reading import (
    OnRead,
    case_entry,
    document,
    documents_of,
    incoming_of,
    is_case,
    keep,
    period_id_of,
    upload_of,
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of one file that was to be accepted: its revision, or why not."""

    entry: Entry | None
    revision: str | None = None
    problem: TrayError | None = None
    is_unchanged: bool = False


class _Moved(Exception):  # noqa: N818 - it ends a change that must not be published
    """Of these files something else was found than somebody looked at."""

    def __init__(self, documents: Mapping[str, dict[str, Any]]) -> None:
        super().__init__()
        self.documents = documents


def clean(context: Context, entries: Sequence[Entry]) -> list[str]:
    """The ids of the files that can be accepted without a tick."""
    return [entry.entry_id for entry in entries if entry.is_clean and _problem(context, entry, None) is None]


def accept(context: Context, chosen: Mapping[str, str | None], on_read: OnRead | None = None) -> list[Decision]:
    """Accept files, each with the reason where it has errors or warnings; what became of each, in their order.

    `on_read` is told how many of them were read once more, of how many, and the last one; what it raises ends it all.

    Raises `TrayError` for a viewer who may not, `WorkspaceError` while somebody else writes or the disk is full: then
    nothing was accepted.
    """
    if not may_write(context):
        raise TrayError("role")
    decisions: dict[str, Decision] = {}
    todo: dict[str, tuple[Entry, str | None]] = {}
    for entry_id, typed in chosen.items():
        try:
            entry = entry_of(context, entry_id)
        except TrayError as error:
            decisions[entry_id] = Decision(None, problem=error)
            continue
        reason = reason_of(typed)
        if problem := _problem(context, entry, reason):
            decisions[entry_id] = Decision(entry, problem=problem)
        else:
            todo[entry_id] = entry, reason
    while todo:
        try:
            decisions |= _accept(context, todo, on_read)
            break
        except _Moved as moved:
            for entry_id, read in moved.documents.items():
                entry, _ = todo.pop(entry_id)
                keep(context.workspace, entry, read, context.workspace.generation(), is_second_look=True)
                decisions[entry_id] = Decision(entry, problem=TrayError("second_look", name=entry.name))
    return [decisions[entry_id] for entry_id in chosen]


def _problem(context: Context, entry: Entry, reason: str | None) -> TrayError | None:
    """Why a file cannot be accepted as things stand; null where it can."""
    scope = context.viewer.unit_ids
    if entry.state in ("accepted", "refused", "set_aside"):
        return taken(context, entry)
    if entry.state != "read":
        return TrayError("not_read", name=entry.name)
    if entry.n_rejects:
        return TrayError("blocked", name=entry.name, count=str(entry.n_rejects))
    if scope is not None and not (entry.unit_ids and scope.issuperset(entry.unit_ids)):
        return TrayError("scope", name=entry.name)
    if not entry.is_clean and reason is None:
        return TrayError("reason", name=entry.name, least=str(LEAST_REASON))
    return None


def _accept(
    context: Context, todo: Mapping[str, tuple[Entry, str | None]], on_read: OnRead | None
) -> dict[str, Decision]:
    """Accept in one change, then say so in the tray. Killed in between, the next reading finds them accepted."""
    by, workspace = name_of(context.viewer), context.workspace
    decisions: dict[str, Decision] = {}
    with changing(workspace) as change:
        reference = read_reference(change.connection)
        forms = with_own(read_own_forms(change.connection))
        fresh: list[tuple[str, Entry, Incoming]] = []
        for done, (entry_id, (entry, _)) in enumerate(todo.items(), start=1):
            if on_read:
                on_read(done, len(todo), entry.name)
            if (current := shelf.find(workspace, entry_id)) is None or current.state != "read":
                decisions[entry_id] = Decision(entry, problem=taken(context, entry))
                continue
            incoming = incoming_of(workspace, entry, reference, forms)
            if known := known_revision(change, incoming, period_id_of(entry, reference), unit_id=entry.unit):
                decisions[entry_id] = Decision(entry, known, is_unchanged=True)
            else:
                fresh.append((entry_id, entry, incoming))
        change.is_empty = not fresh
        outcomes = _add(context, change, fresh, reference, by)
        for entry_id, entry, _ in fresh:
            outcome = outcomes[entry_id]
            decisions[entry_id] = Decision(entry, outcome.revision, is_unchanged=outcome.status == "unchanged")
        added = {id_: outcome.revision for id_, outcome in outcomes.items() if outcome.status == "accepted"}
        reasons = {revision: todo[id_][1] for id_, revision in added.items() if revision}
        batch = add_batch_of(change, "tray", reasons, entered_by=by, entered_at=now()) if reasons else None
    for entry_id, decision in decisions.items():
        if decision.revision:
            _settle(context, todo[entry_id], decision, batch, by)
    return decisions


def _add(
    context: Context, change: Change, fresh: Sequence[tuple[str, Entry, Incoming]], reference: Reference, by: str
) -> dict[str, Outcome]:
    """Add revisions; raises `_Moved` where a file is no longer what somebody looked at."""
    reports = [(id_, entry, file) for id_, entry, file in fresh if not is_case(entry, file)]
    added = add_batch(change, [file for _, _, file in reports], entered_by=by, entered_at=now())
    files = [(file, outcome.revision) for (_, _, file), outcome in zip(reports, added, strict=True)]
    ids = [id_ for id_, _, _ in reports]
    outcomes = dict(zip(ids, added, strict=True))
    found = dict(zip(ids, documents_of(change, files), strict=True))
    for id_, entry, file in fresh:
        if id_ not in outcomes:
            upload = upload_of(entry, file.content)
            outcomes[id_] = case_intake.take_in(change, upload, reference, case_entry(entry, reference, by))
            found[id_] = document(Reading("ho_so"), outcomes[id_].findings, [], [])
    for id_, entry, _ in reports:
        typed, revision = shelf.keyed(context.workspace, entry.entry_id), outcomes[id_].revision
        if typed is not None and revision and outcomes[id_].status == "accepted":
            add_places(change, keyed.places_of(typed, reports_of(change, revision)))
    moved = {id_: read for id_, entry, _ in fresh if (read := found[id_]) and _has_moved(context, entry, read)}
    if moved:
        raise _Moved(moved)
    return outcomes


def _has_moved(context: Context, entry: Entry, read: Mapping[str, Any]) -> bool:
    """Whether something new was found, or other counts change, than when somebody looked; less is no matter."""
    before = preview(context, entry).get("seen") or {}
    is_rejected = any(finding["severity"] == "reject" for finding in read["findings"])
    new = set(read["seen"]["findings"]) - set(before.get("findings", ()))
    return is_rejected or bool(new) or read["seen"]["changes"] != before.get("changes")


def _settle(context: Context, todo: tuple[Entry, str | None], decision: Decision, batch: str | None, by: str) -> None:
    entry, reason = todo
    done = replace(
        entry, state="accepted", revision=decision.revision, batch=None if decision.is_unchanged else batch,
        reason=reason, decided_by=by, decided_at=now().isoformat(), is_unchanged=decision.is_unchanged,
    )  # fmt: skip
    shelf.save(context.workspace, done, ("read",))
    shelf.forget_content(context.workspace, entry)
