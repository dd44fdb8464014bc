"""Backup and restore: one zip with the current generation, originals, case files, and a list of what it must hold."""

import hashlib
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
from filelock import FileLock

from dashboard.store.connection import now
from dashboard.store.workspace import Workspace, WorkspaceError, new_folder, open_workspace, publish
from dashboard.store.write import LOCK_SECONDS, upgrade

_MANIFEST = "manifest.json"
_DATABASE = "workspace.duckdb"
_FOLDERS = ("originals/", "cases/", "tray/", "tray_decided/")
_CHANGING = ("tray/", "tray_decided/")
_OF_THIS_MACHINE = ("inbox",)
_BLOCK = 1 << 20
Progress = Callable[[int, int, str], None]


def backup(workspace: Workspace, target: Path, on_progress: Progress | None = None) -> int:
    """Write everything of a workspace into the zip `target`; the number of originals. The file appears whole or not.

    Nothing waits for a backup: it reads one published generation, and originals are never changed.
    """
    database = workspace.database(workspace.generation())
    kept = [(path, folder + path.name) for folder in _FOLDERS for path in _kept(workspace.folder / folder)]
    draft = target.with_name(f"{target.name}.part")
    manifest = {"workspace": workspace.name, "made_at": now().isoformat(), "files": {}}
    try:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            members = [(database, _DATABASE), *kept]
            for done, (path, name) in enumerate(members, start=1):
                if (sha256 := _add(archive, path, name)) is not None:
                    manifest["files"][name] = sha256  # type: ignore[index]
                if on_progress:
                    on_progress(done, len(members), path.name)
            archive.writestr(_MANIFEST, json.dumps(manifest, indent=1))
        os.replace(draft, target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise WorkspaceError(f"Không ghi được bản sao lưu “{target}”: {error.strerror}.") from None
    return sum(name.startswith(_FOLDERS[0]) for _, name in kept)


def _add(archive: zipfile.ZipFile, path: Path, name: str) -> str | None:
    """Add a file to a backup; its SHA-256. What waits in the tray may be decided on meanwhile: then there is none."""
    if not name.startswith(_CHANGING):
        archive.write(path, name)
        return _sha256(path)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    archive.writestr(name, content)
    return hashlib.sha256(content).hexdigest()


def _kept(folder: Path) -> list[Path]:
    """The files of a folder that belong to the data; drafts and locks begin with a dot."""
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(p for p in found if p.is_file() and not p.name.startswith(".") and p.name not in _OF_THIS_MACHINE)


def restore(source: Path, name: str, root: Path | None = None) -> Workspace:
    """Bring a backup back as workspace `name`, new or over an existing one, whose last generations are kept.

    Raises `WorkspaceError` when the file is no backup, is damaged or holds anything else; nothing is changed then.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = _checked_manifest(archive)
            workspace = _existing_or_new(name, root)
            with FileLock(workspace.lock_file, timeout=LOCK_SECONDS):
                _restore_members(archive, manifest, workspace)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise WorkspaceError(f"“{source}” không phải bản sao lưu dùng được ({error}).") from None
    upgrade(workspace)
    return workspace


def _checked_manifest(archive: zipfile.ZipFile) -> dict[str, str]:
    files: dict[str, str] = json.loads(archive.read(_MANIFEST))["files"]
    allowed = all(
        name == _DATABASE or (name.startswith(_FOLDERS) and name.count("/") == 1 and "\\" not in name) for name in files
    )
    if not allowed or _DATABASE not in files or set(archive.namelist()) != {*files, _MANIFEST}:
        raise ValueError("nội dung không đúng danh mục")
    return files


def _restore_members(archive: zipfile.ZipFile, files: dict[str, str], workspace: Workspace) -> None:
    drafts: list[tuple[Path, Path]] = []
    try:
        for name, sha256 in files.items():
            is_database = name == _DATABASE
            final = workspace.folder / name
            draft = (
                workspace.folder / "generations" / "draft.duckdb" if is_database else final.with_name(f".{final.name}")
            )
            if not is_database and final.exists():
                continue
            draft.parent.mkdir(exist_ok=True)
            _extract(archive, name, draft, sha256)
            if not is_database:
                drafts.append((draft, final))
        database = workspace.folder / "generations" / "draft.duckdb"
        duckdb.connect(str(database), read_only=True).close()
    except (duckdb.Error, ValueError):
        for draft, _ in drafts:
            draft.unlink(missing_ok=True)
        raise ValueError("tệp trong bản sao lưu bị hỏng") from None
    for draft, final in drafts:
        os.replace(draft, final)
    # Counted from the files, for the pointer may be what was damaged.
    numbers = [int(path.stem) for path in database.parent.glob("[0-9]*.duckdb")]
    publish(workspace, database, max(numbers, default=0) + 1)


def _extract(archive: zipfile.ZipFile, name: str, target: Path, sha256: str) -> None:
    digest = hashlib.sha256()
    with archive.open(name) as source, target.open("wb") as out:
        while block := source.read(_BLOCK):
            digest.update(block)
            out.write(block)
    if digest.hexdigest() != sha256:
        target.unlink()
        raise ValueError(name)


def _existing_or_new(name: str, root: Path | None) -> Workspace:
    try:
        return open_workspace(name, root)
    except WorkspaceError:
        return new_folder(name, root)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
