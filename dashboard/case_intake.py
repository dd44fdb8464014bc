"""Exports of the one-stop software taken in: recognised, stored without what tells of persons, names matched, told.

The export itself is not kept, for it holds applicants' names; its SHA-256, name and size are, and the columns that have
a role (docs/decisions/006-case-files.md).
"""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path, PurePath
from typing import get_args

from dashboard.case_file import CaseFileError, CaseLayout, CaseRows, WordKind
from dashboard.case_findings import findings_of
from dashboard.ingest.case_export import HEAD_BYTES, is_utf16, layout_of_csv, layout_of_names, layout_of_rows
from dashboard.ingest.mapping import names_of
from dashboard.ingest.names import match_field, match_unit, search_key
from dashboard.ingest.workbook import open_workbook
from dashboard.metrics import format as text
from dashboard.report import Field, Finding, Period, Reference, Unit
from dashboard.store import cases as store
from dashboard.store.accept import Outcome
from dashboard.store.case_rows import write_rows
from dashboard.store.case_source import CaseSource, parquet_names, text_chunks
from dashboard.store.connection import VIETNAM
from dashboard.store.write import Change

_TEXT = frozenset({".csv", ".tsv", ".txt"})
_BOOKS = frozenset({".xlsx", ".xls", ".ods"})
_BLOCK = 1 << 20
_NEAR_END = timedelta(days=3)
"""An export of a month may have no event on its last days: a weekend, and a day off beside it."""


@dataclass(frozen=True, slots=True)
class CaseUpload:
    """A file that may be an export: its name, where it lies on disk, or how to get its bytes."""

    name: str
    path: Path | None
    load: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Entry:
    """Who takes an export in, when, for which period if they say so, and whether it waits for review."""

    by: str
    at: datetime
    period: Period | None = None
    is_held: bool = False


def is_case_export(upload: CaseUpload) -> bool:
    """Whether a CSV or Parquet file is an export, by its first bytes. Workbooks are looked at where no form fits."""
    suffix = PurePath(upload.name).suffix.lower()
    if suffix == ".parquet":
        return True
    if suffix not in _TEXT:
        return False
    try:
        return layout_of_csv(_head(upload)) is not None
    except OSError:
        return False


def is_case_book(name: str, content: bytes) -> bool:
    """Whether a workbook that is no form is an export."""
    if PurePath(name).suffix.lower() not in _BOOKS:
        return False
    sheets, _ = open_workbook(name, content)
    return any(layout_of_rows(sheet.rows) for sheet in sheets)


def take_in(change: Change, upload: CaseUpload, reference: Reference, entry: Entry) -> Outcome:
    """Take one export in; statuses and findings as for reports. `change.is_empty` ends once something is written."""
    name = PurePath(upload.name.replace("\\", "/")).name
    with _on_disk(upload, change.workspace.cases) as path, ThreadPoolExecutor(1) as pool:
        size = path.stat().st_size
        hashing = pool.submit(_sha256, path)
        try:
            before = path.stat()
            layout, rows = _read(name, path, change.workspace.cases, entry.at.astimezone(VIETNAM).date())
            sha256, after = hashing.result(), path.stat()
            if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
                raise CaseFileError(
                    "changing", f"Tệp “{name}” bị thay đổi trong lúc đọc: hãy chờ xuất xong rồi nạp lại."
                )
            covers = _covers(layout, rows, entry.period)
            matched = _matched(layout, rows, reference, covers)
        except CaseFileError as error:
            finding = Finding("reject", error.rule, error.message)
            sha256 = hashing.result()
            store.add_rejected(change, name, sha256, size, finding, entered_by=entry.by, entered_at=entry.at)
            change.is_empty = False
            return Outcome(upload.name, "rejected", None, (finding,))
    for status, told in (("accepted", "unchanged"), *((("held", "held"),) if entry.is_held else ())):
        known = store.known_batch(change, sha256, status)
        if known and (known.covers_from, known.covers_to) == covers[:2] and not _helps(known, matched):
            return Outcome(upload.name, told, known.revision_id, ())  # type: ignore[arg-type]
    batch = store.CaseBatch(name, sha256, size, layout, rows, matched, *covers, ())
    batch = replace(batch, findings=tuple(findings_of(batch)))
    revision = store.add_case_batch(change, batch, entered_by=entry.by, entered_at=entry.at, is_held=entry.is_held)
    change.is_empty = False
    return Outcome(upload.name, "held" if entry.is_held else "accepted", revision, tuple(batch.findings))


def _helps(known: store.KnownBatch, matched: store.Matched) -> bool:
    """Whether names that were in no list when the same export came in are in one now."""
    return any(matched[kind].get(written) is not None for kind, written in known.unmatched)


def _read(name: str, path: Path, folder: Path, today: date) -> tuple[CaseLayout, CaseRows]:
    """Store the rows; raises `CaseFileError`."""
    suffix = PurePath(name).suffix.lower()
    if suffix == ".parquet":
        names = parquet_names(path)
        layout = layout_of_names(names)
        if layout is None:
            raise _no_layout()
        return layout, write_rows(CaseSource(layout, path, is_parquet=True), folder, today)
    if suffix in _BOOKS:
        sheets, findings = open_workbook(name, path.read_bytes())
        if findings:
            raise CaseFileError(findings[0].rule, findings[0].message)
        for sheet in sheets:
            if layout := layout_of_rows(sheet.rows):
                chunks = text_chunks(sheet.rows[layout.first_line :], len(layout.headings))
                return layout, write_rows(CaseSource(layout, chunks=chunks), folder, today)
        raise _no_layout()
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    layout = layout_of_csv(head)
    if layout is None:
        raise _no_layout()
    with _as_utf8(path, head, folder) as plain:
        return layout, write_rows(CaseSource(layout, plain), folder, today)


def _no_layout() -> CaseFileError:
    return CaseFileError(
        "unknown_form",
        "Tệp không có đủ cột của danh sách hồ sơ: cần mã hồ sơ, đơn vị giải quyết, ngày tiếp nhận, và ngày kết thúc "
        "hoặc trạng thái. Xem data/case_exports.",
    )


def _covers(layout: CaseLayout, rows: CaseRows, given: Period | None) -> tuple[date, date, store.Basis]:
    """The days of which the export tells everything: as it states, as the user says, else whole months to its end."""
    if layout.start and layout.end:
        if given and not (layout.start <= given.start and given.end <= layout.end):
            raise CaseFileError(
                "period_mismatch",
                f"Danh sách hồ sơ ghi từ {text.day(layout.start)} đến {text.day(layout.end)}, không trùm kỳ "
                f"{given.label} được chọn khi nạp: hãy chọn đúng một kỳ.",
            )
        return layout.start, layout.end, "stated"
    if given:
        return given.start, given.end, "given"
    first, last = rows.first_finished or rows.first_received, rows.as_of
    if first is None or last is None:
        raise CaseFileError("no_period", "Không rõ danh sách hồ sơ của kỳ nào: hãy chọn kỳ khi nạp tệp (--period).")
    month_end = (last.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=1), month_end if month_end - last <= _NEAR_END else last, "derived"


def _matched(
    layout: CaseLayout, rows: CaseRows, reference: Reference, covers: tuple[date, date, store.Basis]
) -> dict[str, dict[str, str | None]]:
    """What each text means, by kind; raises `CaseFileError` where no resolving unit is in the list of units."""
    names = names_of(reference)
    units = {written: _id(match_unit(names.units, written, *covers[:2])) for written in rows.names["unit"]}
    if not any(units[written] for _, written, _ in rows.shares):
        first = rows.shares[0][1]
        raise CaseFileError(
            "V14",
            f"Không đơn vị nào của tệp có trong danh sách đơn vị (ví dụ “{first}”): hãy kiểm tra cột "
            "đơn vị giải quyết.",
        )
    matched = {"unit": units, "field": {w: _id(match_field(names.fields, w)) for w in rows.names["field"]}}
    for kind in get_args(WordKind):
        matched[kind] = {written: layout.map.words[kind].get(search_key(written)) for written in rows.names[kind]}
    return matched


def _id(found: object) -> str | None:
    if isinstance(found, Unit):
        return found.unit_id
    return found.field_id if isinstance(found, Field) else None


@contextmanager
def _on_disk(upload: CaseUpload, folder: Path) -> Iterator[Path]:
    """The file itself, or a draft of its bytes where it is not on disk."""
    if upload.path is not None:
        yield upload.path
        return
    with _draft(folder) as path:
        path.write_bytes(upload.load())
        yield path


@contextmanager
def _as_utf8(path: Path, head: bytes, folder: Path) -> Iterator[Path]:
    """The file, or a UTF-8 draft of one in UTF-16."""
    if not is_utf16(head):
        yield path
        return
    with _draft(folder) as plain:
        try:
            with (
                path.open(encoding="utf-16", newline="") as source,
                plain.open("w", encoding="utf-8", newline="") as out,
            ):
                shutil.copyfileobj(source, out, _BLOCK)
        except UnicodeError:
            raise CaseFileError(
                "unreadable", "Tệp ghi bảng mã UTF-16 nhưng nội dung bị hỏng: hãy xuất lại rồi nạp lại."
            ) from None
        yield plain


@contextmanager
def _draft(folder: Path) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".", dir=folder) as scratch:
        yield Path(scratch) / "export"


def _head(upload: CaseUpload) -> bytes:
    if upload.path is None:
        return upload.load()[:HEAD_BYTES]
    with upload.path.open("rb") as file:
        return file.read(HEAD_BYTES)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
