"""Reading what waits in the tray: each file recognised, read, and tried on a copy of the workspace.

What a file would change, and what the checks say of it, is asked of that copy by the queries that tell the same of an
accepted revision. Whoever reads claims nothing that outlives it: a reader that was killed is followed by the next.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from dashboard import case_intake, keyed
from dashboard.case_intake import CaseUpload
from dashboard.forms import Forms, with_own
from dashboard.intake import File, is_case_book, read_incoming, stated_period
from dashboard.report import Finding, Period, Reading, Reference
from dashboard.store import tray as shelf
from dashboard.store import trial
from dashboard.store.accept import Incoming, add_batch, known_revision
from dashboard.store.connection import now
from dashboard.store.findings import findings_of
from dashboard.store.forms import read_own_forms
from dashboard.store.read import read_reference
from dashboard.store.tray import Entry
from dashboard.store.workspace import Workspace
from dashboard.store.write import Change
from dashboard.tray import TrayError

OnRead = Callable[[int, int, str], None]
CHUNK = 50
"""So many files are tried together: as many are read again after a kill, no more."""
MOST_ATTEMPTS = 3
MOST_CHANGES = 2_000
"""Rows of changes that are kept for the preview of one file; how many there are is always told."""
Document = dict[str, Any]


def read_waiting(workspace: Workspace, on_read: OnRead | None = None) -> int:
    """Read every file that waits, those that a killed reader had begun too; how many. None while another one reads."""
    with shelf.reading_alone(workspace) as is_alone:
        if not is_alone:
            return 0
        trial.remove_left_over(workspace)
        count = 0
        while todo := _todo(workspace):
            _read_all(workspace, todo, on_read)
            count += len(todo)
        return count


def _todo(workspace: Workspace) -> list[Entry]:
    return [entry for entry in shelf.entries(workspace) if entry.state in ("waiting", "reading")]


def _read_all(workspace: Workspace, todo: Sequence[Entry], on_read: OnRead | None) -> None:
    done = 0
    with trial.trying(workspace) as (change, generation):
        reference = read_reference(change.connection)
        forms = with_own(read_own_forms(change.connection))
        for first in range(0, len(todo), CHUNK):
            chunk = todo[first : first + CHUNK]
            incoming: dict[str, Incoming] = {}
            for entry in chunk:
                begun = replace(entry, state="reading", attempts=entry.attempts + 1)
                shelf.save(workspace, begun, ("waiting", "reading"))
                incoming[entry.entry_id] = incoming_of(workspace, begun, reference, forms)
                done += 1
                if on_read:
                    on_read(done, len(todo), entry.name)
            _try(workspace, change, chunk, incoming, reference, generation)


def incoming_of(workspace: Workspace, entry: Entry, reference: Reference, forms: Forms) -> Incoming:
    """A file of the tray read as of now; one whose bytes are gone, or that stops the program, has a finding instead."""
    content = shelf.content(workspace, entry)
    if content is None or entry.attempts > MOST_ATTEMPTS:
        problem = TrayError("lost" if content is None else "attempts", name=entry.name)
        return Incoming(
            entry.name, b"", entry.sha256, Reading(findings=(Finding("reject", problem.key, str(problem)),))
        )
    if (typed := shelf.keyed(workspace, entry.entry_id)) is not None:
        return Incoming(entry.name, content, entry.sha256, keyed.reading_of(typed, reference))
    try:
        period = period_of(entry, reference)
    except ValueError as error:
        reading = Reading(findings=(Finding("reject", "no_period", str(error)),))
        return Incoming(entry.name, content, entry.sha256, reading)
    if entry.is_case_export:
        return Incoming(entry.name, content, entry.sha256, Reading())
    if entry.regime:
        reference = replace(reference, default_regime=entry.regime)
    unit = next((unit for unit in reference.units if unit.unit_id == entry.unit), None)
    return read_incoming(File.of(entry.name, content), reference, forms, period, unit)


def period_of(entry: Entry, reference: Reference) -> Period | None:
    """The period that somebody chose for a file, if one was chosen; raises ValueError for what is none."""
    return stated_period(reference, entry.period, entry.regime)


def period_id_of(entry: Entry, reference: Reference) -> str | None:
    period = period_of(entry, reference)
    return period.period_id if period else None


def is_case(entry: Entry, incoming: Incoming) -> bool:
    """Whether a file is an export of the one-stop software: known by its head, or a workbook that fits no form."""
    return entry.is_case_export or is_case_book(incoming)


def _try(
    workspace: Workspace,
    change: Change,
    chunk: Iterable[Entry],
    incoming: Mapping[str, Incoming],
    reference: Reference,
    generation: int,
) -> None:
    """Accept a chunk in the trial and keep what that showed of each of its files."""
    reports: list[Entry] = []
    for entry in chunk:
        file = incoming[entry.entry_id]
        period_id = None if file.reading.is_rejected else period_id_of(entry, reference)
        if known := known_revision(change, file, period_id, unit_id=entry.unit):
            _settle_unchanged(workspace, entry, known)
        elif is_case(entry, file):
            _try_case_export(workspace, change, entry, file, reference, generation)
        else:
            reports.append(entry)
    outcomes = add_batch(
        change, [replace(incoming[entry.entry_id], content=b"") for entry in reports], entered_by="", entered_at=now()
    )
    tried = [(incoming[entry.entry_id], tried.revision) for entry, tried in zip(reports, outcomes, strict=True)]
    documents = documents_of(change, tried)
    for entry, document in zip(reports, documents, strict=True):
        keep(workspace, entry, document, generation)


def documents_of(change: Change, files: Sequence[tuple[Incoming, str | None]]) -> list[Document]:
    """What there is to see of files, with the revisions that accepted them in this change."""
    ids = [revision for _, revision in files if revision]
    checked = findings_of(change, ids)
    reports = _by_revision(trial.ask(change, "revision_reports", revision_ids=ids) if ids else [])
    changes = _by_revision(trial.ask(change, "revision_changes", revision_ids=ids) if ids else [])
    return [
        document(
            file.reading,
            (*file.reading.findings, *checked.get(revision or "", ())),
            reports.get(revision, []),
            changes.get(revision, []),
        )
        for file, revision in files
    ]


def _by_revision(rows: Iterable[dict[str, Any]]) -> dict[str | None, list[dict[str, Any]]]:
    found: dict[str | None, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["revision_id"], []).append(row)
    return found


def document(
    reading: Reading,
    findings: Collection[Finding],
    reports: Sequence[dict[str, Any]],
    changes: Sequence[dict[str, Any]],
) -> Document:
    """What the preview of one file shows. `seen` is what must still hold when the file is accepted."""
    return {
        "form": reading.form,
        "form_version": reading.form_version,
        "findings": [asdict(finding) for finding in findings],
        "reports": list(reports),
        "changes": list(changes[:MOST_CHANGES]),
        "n_counts": len(changes),
        "n_changed": sum(row["is_replacing"] for row in changes),
        "seen": seen(findings, changes),
    }


def seen(findings: Collection[Finding], changes: Sequence[dict[str, Any]]) -> Document:
    """The findings that ask for a tick, and a mark of the changes: whether somebody looked at exactly these."""
    names = ("unit_id", "level", "period_id", "family", "column_id", "field_id", "part", "old_value", "new_value")
    told = sorted(repr([row[name] for name in names]) for row in changes)
    asking = (finding for finding in findings if finding.severity in ("error", "warning"))
    return {
        "findings": sorted(f"{f.rule}|{f.sheet}|{f.cell}|{f.message}" for f in asking),
        "changes": hashlib.sha256("\n".join(told).encode()).hexdigest(),
    }


def keep(workspace: Workspace, entry: Entry, read: Document, generation: int, *, is_second_look: bool = False) -> None:
    """Write down what was read in a file, and that it waits for somebody to look at it."""
    shelf.save_reading(workspace, entry.entry_id, read)
    severities = [finding["severity"] for finding in read["findings"]]
    row = replace(
        entry,
        state="read",
        form=read["form"],
        form_version=read["form_version"],
        unit_ids=tuple(dict.fromkeys(r["unit_id"] or f"{r['scope']}:{r['level'] or ''}" for r in read["reports"])),
        periods=tuple(dict.fromkeys(r["period_label"] for r in read["reports"])),
        n_rejects=severities.count("reject"),
        n_errors=severities.count("error"),
        n_warnings=severities.count("warning"),
        n_counts=read["n_counts"],
        n_changed=read["n_changed"],
        n_replaced=sum(r["old_revision_id"] is not None for r in read["reports"]),
        generation=generation,
        is_second_look=is_second_look,
    )
    shelf.save(workspace, row, ("waiting", "reading", "read"))


def _settle_unchanged(workspace: Workspace, entry: Entry, revision: str) -> None:
    """These very bytes were accepted before: there is nothing to decide."""
    done = replace(
        entry, state="accepted", is_unchanged=True, revision=revision, decided_at=now().isoformat(),
        decided_by=entry.came_by,
    )  # fmt: skip
    if shelf.save(workspace, done, ("waiting", "reading")):
        shelf.forget_content(workspace, entry)


def _try_case_export(
    workspace: Workspace, change: Change, entry: Entry, file: Incoming, reference: Reference, generation: int
) -> None:
    """An export of the one-stop software: what it covers and what is wrong in it. Its lines stay in the trial."""
    outcome = case_intake.take_in(change, upload_of(entry, file.content), reference, case_entry(entry, reference, ""))
    if outcome.status == "unchanged" and outcome.revision:
        _settle_unchanged(workspace, entry, outcome.revision)
        return
    read = document(Reading("ho_so"), outcome.findings, [], [])
    keep(workspace, replace(entry, is_case_export=True), read, generation)


def upload_of(entry: Entry, content: bytes) -> CaseUpload:
    return CaseUpload(entry.name, None, lambda: content)


def case_entry(entry: Entry, reference: Reference, by: str) -> case_intake.Entry:
    return case_intake.Entry(by, now(), period_of(entry, reference))
