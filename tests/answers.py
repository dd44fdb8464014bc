"""Answers of workspaces that are copies of each other, asked once: the same bytes answer the same question alike.

DuckDB plans a question of the metrics for a tenth of a second, whatever the data; tests of pages ask the same ones of
copies of the same workspace thousands of times. An answer is found again by the SHA-256 of the data file and all that
was asked; any change of the data makes another file.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from dashboard.store import connection as db
from dashboard.store import findings, read
from dashboard.store.workspace import Workspace

Read = Callable[..., pa.Table]


def remember(patch: pytest.MonkeyPatch) -> None:
    """Until the patch is undone each question is asked once of the same data, and its checks are run when asked for."""
    asked, checked = read.read, read.run_checks
    known: dict[str, pa.Table] = {}

    def answer(workspace: Workspace, name: str, params: Mapping[str, Any], **context: Any) -> pa.Table:
        key = _content(workspace) + json.dumps([name, params, context, _today()], default=_plain, sort_keys=True)
        if key not in known:
            known[key] = _by_itself(asked(workspace, name, params, **context))
        return known[key]

    def run_checks(workspace: Workspace, as_of: str | None = None) -> None:
        key = f"{_content(workspace)} {as_of}"
        if key not in known:
            known[key] = pa.table({})
            checked(workspace, as_of)

    patch.setattr(read, "read", answer)
    patch.setattr(findings, "read", answer)
    patch.setattr(read, "run_checks", run_checks)


def _by_itself(table: pa.Table) -> pa.Table:
    """A copy of it: what DuckDB gives holds on to its database."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return pa.ipc.open_stream(sink.getvalue()).read_all()


def _content(workspace: Workspace) -> str:
    """What the answers of a workspace come from: its data file, and its case files, whose names are their digests."""
    path = workspace.database(workspace.generation())
    about = path.stat()
    cases = sorted(file.name for file in workspace.cases.glob("*")) if workspace.cases.is_dir() else []
    return " ".join([_digest(path, about.st_ino, about.st_mtime_ns, about.st_size), *cases])


@cache
def _digest(path: Path, *_: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _today() -> str:
    return str(db.now().astimezone(db.VIETNAM).date())


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset | set) else repr(value)
