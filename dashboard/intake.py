"""From files to revisions: read each file, take the good ones in, and say of every one what became of it.

A batch is read file by file, so that a broken one stops neither the others nor the server, and published at once, so
that a batch that is cut off leaves nothing half done.
"""

import getpass
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from dashboard import case_intake
from dashboard.case_intake import CaseUpload
from dashboard.forms import Forms, with_own
from dashboard.ingest.archive import is_system_file
from dashboard.ingest.periods import get_regime, load_regimes, period_from_label
from dashboard.ingest.read import read_file
from dashboard.ingest.safety import MAX_FILE_BYTES
from dashboard.metrics import format as text
from dashboard.report import LOCAL_VIEWER, Finding, Period, Reading, Reference, Unit, Viewer
from dashboard.store import read as store
from dashboard.store.accept import Incoming, Outcome, add_batch, known_revision, sha256_of
from dashboard.store.batches import add_batch_of
from dashboard.store.connection import now
from dashboard.store.files import read_steady
from dashboard.store.findings import findings_of
from dashboard.store.forms import read_own_forms
from dashboard.store.workspace import Workspace
from dashboard.store.write import Change, changing
from dashboard.words import text as words

_CHUNK_FACTS = 100_000  # so that a bulk import of any length holds only so many rows in memory
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class File:
    """One file to take in: its name, and how to get its bytes when its turn comes."""

    name: str
    load: Callable[[], bytes]
    size: int | None = None
    path: Path | None = None

    @classmethod
    def at(cls, path: Path) -> "File":
        load = partial(read_steady, path)
        return cls(str(path), load, path.stat().st_size, path) if path.is_file() else cls(str(path), load)

    @classmethod
    def of(cls, name: str, content: bytes) -> "File":
        return cls(name, lambda: content, len(content))


@dataclass(frozen=True, slots=True)
class Batch:
    """How a batch is to be taken in: by whom, for which period and unit, and whether to hold it for review."""

    viewer: Viewer = LOCAL_VIEWER
    period: str | None = None
    regime: str | None = None
    unit_id: str | None = None
    is_held: bool = False
    entered_at: datetime | None = None


def import_files(
    workspace: Workspace, files: Sequence[File], batch: Batch = Batch(), on_progress: Progress | None = None
) -> tuple[Outcome, ...]:
    """Take files into a workspace; one outcome per file, in the order given.

    Statuses: `accepted`, `unchanged` (this very file is in already), `rejected` (a finding says why), `held`.
    Raises `WorkspaceError` when the workspace is being written by someone else, `ValueError` for a bad period.
    """
    reference = store.reference(workspace)
    if batch.regime:
        reference = replace(reference, default_regime=batch.regime)  # that of files which name none themselves
    period = stated_period(reference, batch.period, batch.regime)
    with changing(workspace) as change:
        outcomes = _take_in(change, files, batch, reference, period, on_progress)
    return tuple(outcomes)


def stated_period(reference: Reference, label: str | None, regime: str | None = None) -> Period | None:
    """The period that the user names for a batch: the known one of that label, else a new one of the regime."""
    if regime and regime not in (known_regimes := load_regimes()):
        raise ValueError(f"Không có chế độ báo cáo “{regime}”. Hiện có: {', '.join(known_regimes)}.")
    if label is None:
        return None
    wanted = regime or reference.default_regime
    known = [p for p in reference.periods if p.label == label and p.regime == wanted]
    if known:
        return known[0]
    if (period := period_from_label(label, get_regime(wanted))) is None:
        raise ValueError(
            f"“{label}” không phải là kỳ báo cáo; hãy ghi như 2020-02, 2020-Q3, 2020-H1, 2020-9M hoặc 2020."
        )
    return period


def _take_in(
    change: Change,
    files: Sequence[File],
    batch: Batch,
    reference: Reference,
    period: Period | None,
    on_progress: Progress | None,
) -> list[Outcome]:
    outcomes: list[Outcome | None] = [None] * len(files)
    seen: dict[str, list[int]] = {}
    change.is_empty = True
    for chunk in _chunks(change, files, batch, reference, period, on_progress, outcomes, seen):
        change.is_empty = False
        results = add_batch(
            change,
            [incoming for _, incoming in chunk],
            entered_by=name_of(batch.viewer),
            entered_at=batch.entered_at or now(),
            period_id=period.period_id if period else None,
            is_held=batch.is_held,
        )
        checked = findings_of(change, [o.revision for o in results if o.revision and o.status == "accepted"])
        for (index, _), outcome in zip(chunk, results, strict=True):
            found = outcome.findings + tuple(checked.get(outcome.revision or "", ()))
            outcomes[index] = Outcome(outcome.file_name, outcome.status, outcome.revision, found)
    for first, *later in seen.values():
        for index in later:
            outcomes[index] = outcomes[index] or _again(files[index], outcomes[first])
    # Exports of the one-stop software after the reports: they are streamed from the disk, one by one.
    entry = case_intake.Entry(name_of(batch.viewer), batch.entered_at or now(), period, batch.is_held)
    for index, file in enumerate(files):
        if outcomes[index] is None:
            upload = CaseUpload(file.name, file.path, file.load)
            outcomes[index] = case_intake.take_in(change, upload, reference, entry)
            if on_progress:
                on_progress(index + 1, len(files), file.name)
    told = [outcome for outcome in outcomes if outcome is not None]
    accepted = {one.revision: None for one in told if one.revision and one.status == "accepted"}
    if accepted:
        add_batch_of(change, "import", accepted, entered_by=entry.by, entered_at=entry.at)
    return told


def _again(file: File, before: Outcome | None) -> Outcome | None:
    """What became of a file whose bytes stood earlier in the same batch."""
    if before is None:
        return None
    if before.status == "accepted":
        return Outcome(file.name, "unchanged", before.revision, ())
    return Outcome(file.name, before.status, before.revision, before.findings)


def _chunks(
    change: Change,
    files: Sequence[File],
    batch: Batch,
    reference: Reference,
    period: Period | None,
    on_progress: Progress | None,
    outcomes: list[Outcome | None],
    seen: dict[str, list[int]],
) -> Iterator[list[tuple[int, Incoming]]]:
    """The reports that are new, read, in chunks of bounded size; those known get their outcome at once.

    `seen` gathers where each of the new ones stands; of those with the same bytes only the first is yielded.
    """
    forms = with_own(read_own_forms(change.connection))
    unit = next((unit for unit in reference.units if unit.unit_id == batch.unit_id), None)
    chunk: list[tuple[int, Incoming]] = []
    n_facts = 0
    for index, file in enumerate(files):
        if case_intake.is_case_export(CaseUpload(file.name, file.path, file.load)):
            continue
        incoming = read_incoming(file, reference, forms, period, unit)
        if is_case_book(incoming):
            continue
        period_id = period.period_id if period else None
        if known := known_revision(change, incoming, period_id, unit_id=batch.unit_id):
            outcomes[index] = Outcome(file.name, "unchanged", known, ())
        elif batch.is_held and (
            waiting := known_revision(change, incoming, period_id, unit_id=batch.unit_id, status="held")
        ):
            outcomes[index] = Outcome(file.name, "held", waiting, incoming.reading.findings)
        elif incoming.sha256 in seen:
            seen[incoming.sha256].append(index)
        else:
            seen[incoming.sha256] = [index]
            chunk.append((index, incoming))
            n_facts += sum(len(report.rows) for report in incoming.reading.reports)
        if n_facts >= _CHUNK_FACTS:
            yield chunk
            chunk, n_facts = [], 0
        if on_progress:
            on_progress(index + 1, len(files), file.name)
    if chunk:
        yield chunk


def read_incoming(
    file: File, reference: Reference, forms: Forms, period: Period | None, unit: Unit | None = None
) -> Incoming:
    """One file read, whatever it is: one that cannot be read has a `reject` finding that says why."""
    name = Path(file.name.replace("\\", "/")).name
    if file.size is not None and file.size > MAX_FILE_BYTES:
        return Incoming(name, b"", sha256_of(file.name.encode()), _too_large(name, file.size))
    if is_system_file(name):
        reading = _refused("wrong_type", words("tray.problem_system_file", name=name))
        return Incoming(name, b"", sha256_of(file.name.encode()), reading)
    try:
        content = file.load()
    except OSError as error:
        reading = _refused("unreadable", f"Không mở được tệp “{file.name}”: {error.strerror or 'không đọc được'}.")
        return Incoming(name, b"", sha256_of(file.name.encode()), reading)
    if len(content) > MAX_FILE_BYTES:
        return Incoming(name, b"", sha256_of(content), _too_large(name, len(content)))
    try:
        reading = read_file(name, content, reference, forms, period=period, unit=unit)
    except Exception as error:  # noqa: BLE001 - whatever a file does to us, the others go on
        reading = _refused(
            "unreadable", f"Không đọc được tệp “{name}” ({type(error).__name__}). Hãy lưu lại tệp từ Excel."
        )
    return Incoming(name, content, sha256_of(content), reading)


def is_case_book(incoming: Incoming) -> bool:
    """Whether a workbook that fits no form is an export of the one-stop software."""
    rules = {finding.rule for finding in incoming.reading.findings}
    return "unknown_form" in rules and case_intake.is_case_book(incoming.file_name, incoming.content)


def _too_large(name: str, size: int) -> Reading:
    limit = text.size(MAX_FILE_BYTES)
    return _refused(
        "too_large", f"Tệp “{name}” nặng {text.size(size)}, quá giới hạn {limit}. Hãy tách thành nhiều tệp."
    )


def _refused(rule: str, message: str) -> Reading:
    return Reading(findings=(Finding("reject", rule, message),))


def name_of(viewer: Viewer) -> str:
    """Who is entered as the one who did something: the viewer, or on a machine of one's own its user."""
    if viewer.viewer_id != LOCAL_VIEWER.viewer_id:
        return viewer.viewer_id
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return viewer.viewer_id


def files_at(paths: Iterable[Path]) -> list[File]:
    """The files of a list of paths, those in folders included, by name; what programs leave in folders is left out."""
    found: list[File] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and not is_system_file(p.name))
        else:
            inside = [path]
        found += [File.at(p) for p in inside]
    return found
