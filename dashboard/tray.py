"""The tray of incoming files: what comes in waits here, is read, looked at, and then accepted, refused or set aside.

Nothing is lost and nothing doubled, whatever stops the program (docs/decisions/012-tray.md). `tray_reading` reads what
waits, `tray_accept` accepts.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from dashboard.case_intake import CaseUpload, is_case_export
from dashboard.figures import Context
from dashboard.follow_up import WRITERS
from dashboard.ingest.archive import files_in, is_archive, is_system_file
from dashboard.ingest.safety import MAX_FILE_BYTES, Refused
from dashboard.intake import File, name_of, stated_period
from dashboard.metrics import format as fmt
from dashboard.store import read as store
from dashboard.store import tray as shelf
from dashboard.store.batches import is_withdrawn
from dashboard.store.connection import VIETNAM, now
from dashboard.store.files import StillChanging
from dashboard.store.tray import OPEN, Entry
from dashboard.words import text

GROUPS = ("waiting", "clean", "look", "blocked")
"""Where a file stands for who looks: still to be read, nothing found, something found, may not go in."""
LEAST_REASON = 5
LONGEST_REASON = 500
_LONGEST_NAME = 200
_LONGEST_END = 20
OnPut = Callable[[int, str], None]


class TrayError(ValueError):
    """Something that cannot be done with a file of the tray; `key` is its sentence, `tray.problem_<key>`."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(text(f"tray.problem_{key}", "vi", **values))
        self.key, self.values = key, values

    def say(self, language: str) -> str:
        return text(f"tray.problem_{self.key}", language, **self.values)


@dataclass(frozen=True, slots=True)
class Put:
    """What became of one file that was brought: its row, or why it is not in the tray."""

    name: str
    entry: Entry | None = None
    problem: "TrayError | Refused | None" = None


def may_write(context: Context) -> bool:
    """Whether the viewer may bring files in and decide on them."""
    return context.viewer.role in WRITERS


def put_files(context: Context, files: Sequence[File], via: str, on_put: OnPut | None = None) -> list[Put]:
    """Bring files in, those inside zips one by one; each is safe as soon as it is told. Raises `TrayError` (role)."""
    if not may_write(context):
        raise TrayError("role")
    found: list[Put] = []
    for file in files:
        for put in _put_one(context, file, via):
            found.append(put)
            if on_put:
                on_put(len(found), put.name)
    return found


def _put_one(context: Context, file: File, via: str) -> Iterable[Put]:
    name = _base(file.name)
    if is_system_file(name):
        return [Put(name, problem=TrayError("system_file", name=name))]
    if file.size is not None and file.size > MAX_FILE_BYTES:
        return [Put(name, problem=_too_large(name, file.size))]
    try:
        content = file.load()
    except StillChanging:
        return [Put(name, problem=TrayError("changing", name=name))]
    except OSError:
        return [Put(name, problem=TrayError("unreadable", name=name))]
    if len(content) > MAX_FILE_BYTES:
        return [Put(name, problem=_too_large(name, len(content)))]
    if is_archive(name, content):
        return _unzipped(context, name, content)
    return [_keep(context, name, content, via)]


def _unzipped(context: Context, archive: str, content: bytes) -> Iterable[Put]:
    try:
        for name, inside in files_in(archive, content):
            shown = _base(name)
            if isinstance(inside, Refused):
                yield Put(shown, problem=inside)
            else:
                yield _keep(context, shown, inside, f"zip:{archive}")
    except Refused as refusal:
        yield Put(archive, problem=refusal)


def _keep(context: Context, name: str, content: bytes, via: str) -> Put:
    sha256 = hashlib.sha256(content).hexdigest()
    entry = Entry(
        entry_id=shelf.id_of(sha256),
        sha256=sha256,
        names=(name,),
        size=len(content),
        came_at=now().isoformat(),
        came_by=name_of(context.viewer),
        via=via,
        is_case_export=is_case_export(CaseUpload(name, None, lambda: content)),
    )
    known = shelf.find(context.workspace, entry.entry_id)
    withdrawn = known is not None and known.revision is not None and is_withdrawn(context.workspace, known.revision)
    try:
        return Put(name, shelf.put(context.workspace, entry, content, is_withdrawn=withdrawn))
    except OSError:
        return Put(name, problem=TrayError("full", name=name))


def _too_large(name: str, size: int) -> TrayError:
    return TrayError("too_large", name=name, size=fmt.size(size), limit=fmt.size(MAX_FILE_BYTES))


def _base(name: str) -> str:
    """The last part of a name; of one that is too long the middle is left out, for its end tells the kind of file."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    base = "".join(character for character in last if character.isprintable())
    if len(base) > _LONGEST_NAME:
        base = f"{base[: _LONGEST_NAME - _LONGEST_END - 1]}…{base[-_LONGEST_END:]}"
    return base or "khong-ten"


def waiting(context: Context) -> list[Entry]:
    """The files that nobody has decided on yet, those that came first first."""
    return [entry for entry in shelf.entries(context.workspace) if _is_visible(context, entry)]


def decided(context: Context) -> list[Entry]:
    """The files that were accepted, refused or set aside, the last one first."""
    return [entry for entry in shelf.decided(context.workspace) if _is_visible(context, entry)]


def entry_of(context: Context, entry_id: str) -> Entry:
    """One file by its id, or by the beginning of it; raises `TrayError`."""
    found = shelf.find(context.workspace, entry_id)
    if found is None:
        begun = [e for e in (*waiting(context), *decided(context)) if entry_id and e.entry_id.startswith(entry_id)]
        found = begun[0] if len(begun) == 1 else None
    if found is None or not _is_visible(context, found):
        raise TrayError("unknown")
    return found


def group_of(entry: Entry) -> str:
    """The group of a file, one of `GROUPS`."""
    if entry.state in ("waiting", "reading"):
        return "waiting"
    return "blocked" if entry.n_rejects else "clean" if not (entry.n_errors or entry.n_warnings) else "look"


def preview(context: Context, entry: Entry) -> dict[str, Any]:
    """What was read in a file: `findings`, `reports`, `changes` (rows of `revision_changes`), `form_name`; empty before
    it was read."""
    return shelf.reading(context.workspace, entry.entry_id)


def read_again(
    context: Context,
    entry_ids: Iterable[str],
    period: str | None = None,
    regime: str | None = None,
    unit: str | None = None,
) -> int:
    """Have files read once more, as of a period or unit where one is given; how many wait now. Raises `TrayError`."""
    _check_writer(context)
    if period:
        stated_period(store.reference(context.workspace), period, regime)  # raises for what is no period
    if unit:
        check_unit(context, unit)
    count = 0
    for entry_id in entry_ids:
        entry = entry_of(context, entry_id)
        given = {"period": period, "regime": regime} if period else {}
        given |= {"unit": unit} if unit else {}
        again = replace(entry, state="waiting", attempts=0, is_second_look=False, **given)  # type: ignore[arg-type]
        count += shelf.save(context.workspace, again, ("read", "waiting"))
    return count


def check_unit(context: Context, unit_id: str) -> None:
    """Raises `TrayError` where files of a unit cannot be brought in by the viewer."""
    scope = context.viewer.unit_ids
    known = {unit.unit_id for unit in store.reference(context.workspace).units}
    if unit_id not in known or (scope is not None and unit_id not in scope):
        raise TrayError("unit")


def refuse(context: Context, entry_id: str, reason: str) -> None:
    """Send a file back: it is not accepted, and the reason is kept with it. Raises `TrayError`."""
    _decide(context, entry_id, "refused", reason)


def set_aside(context: Context, entry_id: str, reason: str) -> None:
    """Put a file aside that is no report or not needed; bringing it in again, or `take_back`, brings it back."""
    _decide(context, entry_id, "set_aside", reason)


def take_back(context: Context, entry_id: str) -> None:
    """Let a file that was refused or set aside wait again. Raises `TrayError`."""
    _check_writer(context)
    entry = entry_of(context, entry_id)
    if shelf.content(context.workspace, entry) is None:
        raise TrayError("lost", name=entry.name)
    back = replace(entry, state="waiting", attempts=0, decided_at=None, decided_by=None, reason=None)
    if not shelf.save(context.workspace, back, ("refused", "set_aside")):
        raise taken(context, entry)


def taken(context: Context, entry: Entry) -> TrayError:
    """That somebody else was quicker: who, and when."""
    known = shelf.find(context.workspace, entry.entry_id) or entry
    at = datetime.fromisoformat(known.decided_at).astimezone(VIETNAM) if known.decided_at else None
    return TrayError("taken", name=entry.name, who=known.decided_by or fmt.NONE, when=fmt.moment(at))


def _decide(context: Context, entry_id: str, state: shelf.State, reason: str) -> None:
    _check_writer(context)
    entry = entry_of(context, entry_id)
    kept = reason_of(reason)
    if kept is None:
        raise TrayError("reason", name=entry.name, least=str(LEAST_REASON))
    done = replace(entry, state=state, reason=kept, decided_at=now().isoformat(), decided_by=name_of(context.viewer))
    if not shelf.save(context.workspace, done, OPEN):
        raise taken(context, entry)
    if entry.is_case_export:
        shelf.forget_content(context.workspace, entry)  # it names applicants


def reason_of(typed: str | None) -> str | None:
    """A reason as it is kept, on one line; null where it is too short to be one."""
    kept = " ".join((typed or "").split())[:LONGEST_REASON]
    return kept if len(kept) >= LEAST_REASON else None


def _check_writer(context: Context) -> None:
    if not may_write(context):
        raise TrayError("role")


def _is_visible(context: Context, entry: Entry) -> bool:
    """Who does not see every unit sees what speaks of their units only, and what they brought themselves."""
    scope = context.viewer.unit_ids
    if scope is None or entry.came_by == name_of(context.viewer):
        return True
    return bool(entry.unit_ids) and scope.issuperset(entry.unit_ids)
