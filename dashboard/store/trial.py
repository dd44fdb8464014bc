"""A trial: the workspace as it would be with some files accepted, on a private copy that is never published."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dashboard.report import LOCAL_VIEWER
from dashboard.store import connection as db
from dashboard.store.sql import load_query
from dashboard.store.workspace import Workspace
from dashboard.store.write import Change

_LONGEST_SECONDS = 3600


@contextmanager
def trying(workspace: Workspace) -> Iterator[tuple[Change, int]]:
    """A change that leaves nothing behind, and the number of the generation that it began with.

    It has folders of its own for originals and case files, so that what is tried is not kept. No lock is taken: a
    published generation never changes, and nobody waits for a trial.
    """
    with tempfile.TemporaryDirectory(prefix=".trial-", dir=workspace.folder, ignore_cleanup_errors=True) as folder:
        scratch = Workspace(workspace.name, Path(folder))
        for name in ("generations", "originals", "cases"):
            (scratch.folder / name).mkdir()
        generation = workspace.generation()
        database = scratch.database(generation)
        shutil.copyfile(workspace.database(generation), database)
        connection = db.connect(database, read_only=False, cases=workspace.cases)
        try:
            connection.execute("begin")
            yield Change(scratch, connection), generation
        finally:
            connection.close()


def ask(change: Change, name: str, **params: Any) -> list[dict[str, Any]]:
    """The rows of `queries/read/<name>.sql` as they would be once the change is published."""
    db.set_session(change.connection, LOCAL_VIEWER, db.LATEST)
    try:
        return change.connection.execute(load_query("read", name).text, params).to_arrow_table().to_pylist()
    finally:
        db.set_session(change.connection, None, db.LATEST)


def remove_left_over(workspace: Workspace) -> None:
    """Remove what trials that were killed left behind; none takes an hour."""
    for folder in workspace.folder.glob(".trial-*"):
        if time.time() - folder.stat().st_mtime > _LONGEST_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
