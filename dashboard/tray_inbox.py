"""A watched folder: files that somebody, or a mail program, puts there come into the tray by themselves.

Which folder is a matter of this machine and not of the province's data, so it stands beside the tray and not in the
database; a backup that is restored elsewhere watches nothing.
"""

import os
import time
from pathlib import Path

from dashboard import tray
from dashboard.figures import Context
from dashboard.intake import File
from dashboard.store import tray as shelf
from dashboard.store.files import write_whole
from dashboard.store.workspace import Workspace
from dashboard.tray import Put, TrayError

SETTLED_SECONDS = 2.0
"""A file is taken once nobody has written to it for so long; one that is still written is taken next time."""
TAKEN, NOT_TAKEN = "da-nhan", "khong-nhan"


def inbox_of(workspace: Workspace) -> Path | None:
    """The folder that is watched for a workspace, if one is."""
    try:
        named = (workspace.folder / "tray" / "inbox").read_text("utf-8").strip()
    except OSError:
        return None
    return Path(named) if named else None


def watch(context: Context, folder: Path | None) -> None:
    """Watch a folder from now on, or none; raises `TrayError` where it cannot be read and written."""
    if not tray.may_write(context):
        raise TrayError("role")
    place = shelf.folder_of(context.workspace) / "inbox"
    if folder is None:
        place.unlink(missing_ok=True)
        return
    found = folder.resolve()
    if not found.is_dir() or not os.access(found, os.R_OK | os.W_OK) or found.is_relative_to(context.workspace.folder):
        raise TrayError("inbox", folder=str(folder))
    place.parent.mkdir(exist_ok=True)
    write_whole(place, str(found).encode())


def scan(context: Context) -> list[Put]:
    """Bring in what lies in the watched folder, and move it into one of the folders inside: taken, or not and why not.

    Stopped in between, a file is brought in again, which changes nothing: the same bytes are one file.
    """
    inbox = inbox_of(context.workspace)
    if inbox is None or not inbox.is_dir():
        return []
    found: list[Put] = []
    for path in sorted(inbox.iterdir()):
        if not _is_settled(path):
            continue
        put = tray.put_files(context, [File.at(path)], "inbox")
        if any(isinstance(one.problem, TrayError) and one.problem.key in ("changing", "full") for one in put):
            continue  # it stays where it is until it can be taken
        _move(path, inbox / (NOT_TAKEN if any(one.problem for one in put) else TAKEN))
        found += put
    return found


def _is_settled(path: Path) -> bool:
    try:
        if path.name.startswith((".", "~$")) or path.is_symlink() or not path.is_file():
            return False
        return time.time() - path.stat().st_mtime >= SETTLED_SECONDS
    except OSError:
        return False


def _move(path: Path, folder: Path) -> None:
    """Move a file under a name that is free there."""
    folder.mkdir(exist_ok=True)
    target, number = folder / path.name, 1
    while target.exists():
        number += 1
        target = folder / f"{path.stem} ({number}){path.suffix}"
    os.replace(path, target)
