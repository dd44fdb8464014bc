"""The tray on disk: every file that came in and was not decided on yet, its state beside it, and what became of it.

`tray/<id>.json` is the row of a file, `<id>.reading.json` what was read in it, `<sha256>.bin` its bytes. The id comes
from the bytes, so the same file twice is one. Each file is written whole (`files.write_whole`), the bytes before the
row: a kill or a full disk leaves a row with its bytes, or no row. A row that was decided on moves to `tray_decided`
(docs/decisions/012-tray.md).
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal, get_args

from filelock import FileLock, Timeout

from dashboard.store.files import write_whole
from dashboard.store.workspace import Workspace

State = Literal["waiting", "reading", "read", "accepted", "refused", "set_aside"]
OPEN: tuple[State, ...] = ("waiting", "reading", "read")
_ID_LENGTH = 16
KEYED_FORM = "nhap_tay"
"""The form of figures that were typed from a document."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The row of one file. What was read in it is summed up here, so that a list needs no more than the rows.

    `names` are all names under which the same bytes came; `came_by` who brought them, `via` the way ("page", "cli",
    "inbox", "zip:<name>"). `period`, `regime` and `unit` are what somebody chose where the file names none. `unit_ids`
    and `periods` are ids and labels; `generation` is the one against which it was checked. `is_second_look` says that
    the findings changed after somebody had looked, `is_unchanged` that these bytes were accepted already.
    """

    entry_id: str
    sha256: str
    names: tuple[str, ...]
    size: int
    came_at: str
    came_by: str
    via: str
    state: State = "waiting"
    period: str | None = None
    regime: str | None = None
    unit: str | None = None
    form: str | None = None
    form_version: str | None = None
    is_case_export: bool = False
    unit_ids: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    n_rejects: int = 0
    n_errors: int = 0
    n_warnings: int = 0
    n_counts: int = 0
    n_changed: int = 0
    n_replaced: int = 0
    generation: int = 0
    is_second_look: bool = False
    is_unchanged: bool = False
    attempts: int = 0
    decided_at: str | None = None
    decided_by: str | None = None
    reason: str | None = None
    revision: str | None = None
    batch: str | None = None

    @property
    def name(self) -> str:
        return self.names[0]

    @property
    def is_clean(self) -> bool:
        """Whether it was read and nothing in it asks for a tick."""
        return self.state == "read" and not (self.n_rejects or self.n_errors or self.n_warnings)

    @property
    def is_acceptable(self) -> bool:
        """Whether it was read and nothing in it blocks."""
        return self.state == "read" and not self.n_rejects


def folder_of(workspace: Workspace) -> Path:
    """The folder of a workspace's tray; it is made when the first file comes."""
    return workspace.folder / "tray"


def _decided_folder(workspace: Workspace) -> Path:
    return workspace.folder / "tray_decided"


def id_of(sha256: str) -> str:
    return sha256[:_ID_LENGTH]


def put(workspace: Workspace, entry: Entry, content: bytes, *, is_withdrawn: bool = False) -> Entry:
    """Keep a file. The same bytes again are the row that there is, under one more name; a row that was set aside or
    refused waits again, and one that was accepted if that was taken back since. Raises OSError where the disk is full:
    then nothing was kept."""
    folder = folder_of(workspace)
    with locked(workspace):
        known = find(workspace, entry.entry_id)
        if known is not None and (known.state in OPEN or (known.state == "accepted" and not is_withdrawn)):
            kept = replace(known, names=tuple(dict.fromkeys((*known.names, *entry.names))))
            if kept != known:
                _write(workspace, kept)
            return kept
        content_path = folder / f"{entry.sha256}.bin"
        if not content_path.exists():
            write_whole(content_path, content)
        _write(workspace, entry)
        return entry


def entries(workspace: Workspace) -> list[Entry]:
    """The rows that are not decided on, those that came first first."""
    folder = folder_of(workspace)
    decided = {path.name for path in _decided_folder(workspace).glob("*.json")}
    rows = []
    for path in folder.glob("*.json"):
        if path.name.endswith((".reading.json", ".keyed.json")):
            continue
        if path.name in decided:
            path.unlink(missing_ok=True)  # the move was cut off after the row stood in its new place
        elif (row := _read(path)) is not None:
            rows.append(row)
    return sorted(rows, key=lambda row: (row.came_at, row.names))


def decided(workspace: Workspace) -> list[Entry]:
    """The rows that were decided on, the last one first."""
    rows = (_read(path) for path in _decided_folder(workspace).glob("*.json"))
    return sorted((row for row in rows if row), key=lambda row: (row.decided_at or "", row.names), reverse=True)


def find(workspace: Workspace, entry_id: str) -> Entry | None:
    """One row, decided on or not; null where there is none."""
    if not entry_id.isalnum():
        return None
    folder = folder_of(workspace)
    return _read(_decided_folder(workspace) / f"{entry_id}.json") or _read(folder / f"{entry_id}.json")


def save(workspace: Workspace, entry: Entry, expected: tuple[State, ...]) -> bool:
    """Write a row if it still is in one of the expected states; whether it was."""
    with locked(workspace):
        now = find(workspace, entry.entry_id)
        if now is None or now.state not in expected:
            return False
        _write(workspace, entry)
        return True


def save_reading(workspace: Workspace, entry_id: str, document: dict[str, Any]) -> None:
    """Keep what was read in a file."""
    content = json.dumps(document, ensure_ascii=False, default=str).encode()
    write_whole(folder_of(workspace) / f"{entry_id}.reading.json", content)


def reading(workspace: Workspace, entry_id: str) -> dict[str, Any]:
    """What was read in a file; nothing where it was not read yet."""
    try:
        found: dict[str, Any] = json.loads((folder_of(workspace) / f"{entry_id}.reading.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return found


def save_keyed(workspace: Workspace, entry_id: str, document: dict[str, Any]) -> None:
    """Keep what was typed from a document."""
    content = json.dumps(document, ensure_ascii=False).encode()
    write_whole(folder_of(workspace) / f"{entry_id}.keyed.json", content)


def keyed(workspace: Workspace, entry_id: str) -> dict[str, Any] | None:
    """What was typed from a document; null where nothing was."""
    try:
        found: dict[str, Any] = json.loads((folder_of(workspace) / f"{entry_id}.keyed.json").read_bytes())
    except (OSError, ValueError):
        return None
    return found


def content(workspace: Workspace, entry: Entry) -> bytes | None:
    """The bytes of a file; null where they are gone or no longer those that came."""
    try:
        found = (folder_of(workspace) / f"{entry.sha256}.bin").read_bytes()
    except OSError:
        return None
    return found if hashlib.sha256(found).hexdigest() == entry.sha256 else None


def content_path(workspace: Workspace, entry: Entry) -> Path:
    return folder_of(workspace) / f"{entry.sha256}.bin"


def forget_content(workspace: Workspace, entry: Entry) -> None:
    """Remove the bytes of a file that stands among the originals by now, or must not be kept."""
    content_path(workspace, entry).unlink(missing_ok=True)


@contextmanager
def locked(workspace: Workspace) -> Iterator[None]:
    """Rows change one at a time, in whatever process."""
    for folder in (folder_of(workspace), _decided_folder(workspace)):
        folder.mkdir(exist_ok=True)
    with FileLock(folder_of(workspace) / ".lock", timeout=60):
        yield


@contextmanager
def reading_alone(workspace: Workspace) -> Iterator[bool]:
    """Whether this process is the one that reads the tray now. A reader that was killed leaves no claim behind."""
    folder_of(workspace).mkdir(exist_ok=True)
    lock = FileLock(folder_of(workspace) / ".reading.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def _write(workspace: Workspace, entry: Entry) -> None:
    name = f"{entry.entry_id}.json"
    here, there = folder_of(workspace) / name, _decided_folder(workspace) / name
    is_open = entry.state in OPEN
    body = json.dumps(asdict(entry), ensure_ascii=False).encode()
    write_whole(here if is_open else there, body)
    (there if is_open else here).unlink(missing_ok=True)


def _read(path: Path) -> Entry | None:
    try:
        row: dict[str, Any] = json.loads(path.read_bytes())
        values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
        found = Entry(**values)
    except (OSError, ValueError, TypeError):
        return None
    return found if found.state in get_args(State) else None
