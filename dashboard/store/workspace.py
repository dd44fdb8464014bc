"""A workspace on disk: immutable generations of one DuckDB file, a pointer to the current one, and the originals.

Readers open the generation that `CURRENT` names, read-only, in as many processes as they like. A writer copies it,
changes the copy and moves the pointer, so a reader never waits and a killed writer leaves everything as it was
(docs/decisions/001-generations.md).
"""

import os
import re
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

DEFAULT_ROOT = Path(__file__).parents[2] / "data" / "workspaces"
KEPT_GENERATIONS = 3
_ATTEMPTS = 50
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_T = TypeVar("_T")


class WorkspaceError(Exception):
    """A workspace that cannot be used; the message is a Vietnamese sentence for the user."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """One province's installation: a name and its folder."""

    name: str
    folder: Path

    @property
    def originals(self) -> Path:
        return self.folder / "originals"

    @property
    def cases(self) -> Path:
        """The folder of case files: Parquet named by its SHA-256, never changed (docs/decisions/006-case-files.md)."""
        return self.folder / "cases"

    @property
    def lock_file(self) -> Path:
        return self.folder / ".lock"

    def generation(self) -> int:
        """The number of the current generation; it grows by one with every change of the data.

        Raises `WorkspaceError` where the pointer is gone or holds no number.
        """
        try:
            return int(_with_patience(lambda: (self.folder / "CURRENT").read_text("ascii")))
        except (OSError, ValueError):
            raise WorkspaceError(
                f"Không gian dữ liệu “{self.name}” bị hỏng (tệp CURRENT). Hãy khôi phục từ bản sao lưu gần nhất."
            ) from None

    def database(self, generation: int) -> Path:
        return self.folder / "generations" / f"{generation:06d}.duckdb"


def root_folder() -> Path:
    """The folder of all workspaces: `DASHBOARD_DATA`, or `data/workspaces` beside the code."""
    return Path(os.environ.get("DASHBOARD_DATA") or DEFAULT_ROOT)


def list_workspaces(root: Path | None = None) -> tuple[Workspace, ...]:
    """The workspaces that exist, by name."""
    folder = root or root_folder()
    found = [path.parent for path in folder.glob("*/CURRENT") if _NAME.fullmatch(path.parent.name)]
    return tuple(Workspace(path.name, path) for path in sorted(found))


def open_workspace(name: str, root: Path | None = None) -> Workspace:
    """The workspace of that name; raises `WorkspaceError` when there is none."""
    workspace = Workspace(name, (root or root_folder()) / name)
    if not _NAME.fullmatch(name) or not (workspace.folder / "CURRENT").is_file():
        known = ", ".join(w.name for w in list_workspaces(root)) or "chưa có không gian dữ liệu nào"
        raise WorkspaceError(f"Không có không gian dữ liệu “{name}”. Hiện có: {known}.")
    return workspace


def new_folder(name: str, root: Path | None = None) -> Workspace:
    """Make the empty folders of a new workspace; raises `WorkspaceError` for a bad or taken name."""
    if not _NAME.fullmatch(name):
        raise WorkspaceError(
            f"Tên không gian dữ liệu “{name}” không hợp lệ: chỉ dùng chữ thường không dấu, chữ số, “-” và “_”."
        )
    workspace = Workspace(name, (root or root_folder()) / name)
    if (workspace.folder / "CURRENT").exists():
        raise WorkspaceError(f"Không gian dữ liệu “{name}” đã có.")
    (workspace.folder / "generations").mkdir(parents=True, exist_ok=True)
    workspace.originals.mkdir(exist_ok=True)
    return workspace


def publish(workspace: Workspace, database: Path, generation: int) -> None:
    """Make a finished database file the current generation; the pointer moves in one step or not at all."""
    _flush(database)
    os.replace(database, workspace.database(generation))
    pointer = workspace.folder / "CURRENT.new"
    pointer.write_text(str(generation), "ascii")
    _flush(pointer)
    _with_patience(lambda: os.replace(pointer, workspace.folder / "CURRENT"))
    _remove_old(workspace, generation)


def copy_current(workspace: Workspace) -> tuple[Path, int]:
    """A private copy of the current generation for a writer, and the number it will be published under."""
    generation = workspace.generation()
    draft = workspace.folder / "generations" / "draft.duckdb"
    draft.with_suffix(".duckdb.wal").unlink(missing_ok=True)
    shutil.copyfile(workspace.database(generation), draft)
    return draft, generation + 1


def _with_patience(touch: Callable[[], _T]) -> _T:
    """On Windows neither a reader nor a writer of the pointer gets at it in the instant in which the other has it."""
    for _ in range(_ATTEMPTS):
        try:
            return touch()
        except PermissionError:
            time.sleep(0.02)
    return touch()


def _remove_old(workspace: Workspace, generation: int) -> None:
    for path in (workspace.folder / "generations").glob("[0-9]*.duckdb"):
        if int(path.stem) <= generation - KEPT_GENERATIONS:
            try:
                path.unlink()
            except OSError:
                continue  # Windows keeps a file that a reader still has open; a later change removes it.


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
