"""Changing a workspace: one writer at a time, on a private copy, published whole or not at all."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from dashboard.report import Field, Lineage, Unit
from dashboard.store import connection as db
from dashboard.store.schema import apply_schema
from dashboard.store.session import start
from dashboard.store.workspace import Workspace, WorkspaceError, copy_current, new_folder, publish

LOCK_SECONDS = 120


@dataclass(slots=True)
class Change:
    """A workspace while it is being changed: the connection to the private copy, inside one transaction.

    Set `is_empty` when nothing was changed after all: then no new generation is published.
    """

    workspace: Workspace
    connection: duckdb.DuckDBPyConnection
    is_empty: bool = False


@contextmanager
def changing(workspace: Workspace) -> Iterator[Change]:
    """A private copy to change; published when the block ends, thrown away when it raises.

    Raises `WorkspaceError` when another writer holds the workspace for too long, or the disk is full.
    """
    try:
        with FileLock(workspace.lock_file, timeout=LOCK_SECONDS):
            draft, generation = copy_current(workspace)
            connection = db.connect(draft, read_only=False, cases=workspace.cases)
            try:
                connection.execute("begin")
                change = Change(workspace, connection)
                yield change
                connection.execute("commit")
                connection.execute("checkpoint ws")
            except BaseException:
                connection.close()
                draft.unlink(missing_ok=True)
                raise
            connection.close()
            if change.is_empty:
                draft.unlink()
            else:
                publish(workspace, draft, generation)
    except Timeout:
        raise WorkspaceError("Có người khác đang nhập số liệu vào không gian này; hãy thử lại sau ít phút.") from None
    except (OSError, duckdb.IOException, duckdb.FatalException) as error:
        raise WorkspaceError(
            "Không ghi được số liệu: đĩa đầy hoặc thư mục không cho ghi. Số liệu giữ nguyên như trước; hãy dọn đĩa rồi "
            "làm lại."
        ) from error


def one_number(change: Change, question: str, **given: object) -> int:
    """The one number that a question to the workspace being changed gives."""
    row = change.connection.execute(question, given).fetchone()
    assert row is not None
    return int(row[0])


def create_workspace(
    name: str,
    *,
    title: str,
    units: Iterable[Unit],
    fields: Iterable[Field],
    sectors: Iterable[tuple[str, str]] = (),
    lineage: Iterable[Lineage] = (),
    settings: dict[str, str] | None = None,
    root: Path | None = None,
) -> Workspace:
    """A new empty workspace with its units and fields; raises `WorkspaceError` for a bad or taken name."""
    workspace = new_folder(name, root)
    draft = workspace.folder / "generations" / "draft.duckdb"
    draft.unlink(missing_ok=True)
    connection = start()
    try:
        connection.execute(f"attach '{str(draft).replace(chr(39), chr(39) * 2)}' as ws")
        apply_schema(connection)
        change = Change(workspace, connection)
        put_settings(change, {"title": title, **(settings or {})})
        add_units(change, units)
        add_lineage(change, lineage)
        add_fields(change, fields, sectors)
        connection.execute("checkpoint ws")
    finally:
        connection.close()
    publish(workspace, draft, 1)
    return workspace


def upgrade(workspace: Workspace) -> int:
    """Bring an older workspace to today's schema; how many schema files it lacked."""
    with FileLock(workspace.lock_file, timeout=LOCK_SECONDS):
        draft, generation = copy_current(workspace)
        connection = start()
        try:
            connection.execute(f"attach '{str(draft).replace(chr(39), chr(39) * 2)}' as ws")
            applied = apply_schema(connection)
            connection.execute("checkpoint ws")
        finally:
            connection.close()
        if applied:
            publish(workspace, draft, generation)
        else:
            draft.unlink()
    return applied


def put_settings(change: Change, settings: dict[str, str]) -> None:
    """Set settings of the workspace, replacing those of the same name."""
    for key, value in settings.items():
        change.connection.execute("insert or replace into ws.setting values (?, ?)", [key, value])


def add_units(change: Change, units: Iterable[Unit]) -> None:
    """Add units with their aliases."""
    units = list(units)
    _insert(
        change.connection,
        "insert into ws.unit select unnest($rows::struct(unit_id varchar, name varchar, short_name varchar, "
        "unit_type varchar, level varchar, parent_id varchar, gso_code varchar, agency_code varchar, valid_from date, "
        "valid_to date, display_order integer, has_procedures boolean, must_report boolean)[], recursive := true)",
        [{f: getattr(u, f) for f in _UNIT_FIELDS} | {"short_name": u.short_name or u.name} for u in units],
    )
    aliases = [(alias, u.unit_id) for u in units for alias in u.aliases]
    _insert(
        change.connection,
        "insert into ws.unit_alias select unnest($rows::struct(alias varchar, unit_id varchar)[], recursive := true)",
        [{"alias": alias, "unit_id": unit_id} for alias, unit_id in aliases],
    )


def update_units(change: Change, units: Iterable[Unit]) -> int:
    """Add units that are new and replace those whose id is known, with their aliases; how many were new.

    Units that the list does not name stay as they are: reports speak of them.
    """
    units = list(units)
    ids = {"ids": [unit.unit_id for unit in units]}
    connection = change.connection
    known = connection.execute(
        "select count(*) from ws.unit where unit_id in (select unnest($ids::varchar[]))", ids
    ).fetchone()
    connection.execute("delete from ws.unit where unit_id in (select unnest($ids::varchar[]))", ids)
    connection.execute("delete from ws.unit_alias where unit_id in (select unnest($ids::varchar[]))", ids)
    add_units(change, units)
    return len(units) - (known[0] if known else 0)


def add_lineage(change: Change, lineage: Iterable[Lineage]) -> None:
    """Add what became of units."""
    _insert(
        change.connection,
        "insert into ws.unit_lineage select unnest($rows::struct(from_unit_id varchar, to_unit_id varchar, "
        "kind varchar, effective_on date, is_partial boolean, note varchar)[], recursive := true)",
        [{f: getattr(line, f) for f in Lineage.__slots__} for line in lineage],
    )


def add_fields(change: Change, fields: Iterable[Field], sectors: Iterable[tuple[str, str]]) -> None:
    """Add fields with their aliases, and the sectors that they belong to."""
    fields = list(fields)
    _insert(
        change.connection,
        "insert into ws.sector select unnest($rows::struct(sector_id varchar, name varchar)[], recursive := true)",
        [{"sector_id": sector_id, "name": name} for sector_id, name in sectors],
    )
    _insert(
        change.connection,
        "insert into ws.field select unnest($rows::struct(field_id varchar, name varchar, sector_id varchar, "
        "code varchar, is_sector boolean, display_order integer)[], recursive := true)",
        [{f: getattr(x, f) for f in _FIELD_FIELDS} for x in fields],
    )
    _insert(
        change.connection,
        "insert into ws.field_alias select unnest($rows::struct(alias varchar, field_id varchar)[], recursive := true)",
        [{"alias": alias, "field_id": x.field_id} for x in fields for alias in x.aliases],
    )


_UNIT_FIELDS = (
    "unit_id", "name", "short_name", "unit_type", "level", "parent_id", "gso_code", "agency_code", "valid_from",
    "valid_to", "display_order", "has_procedures", "must_report",
)  # fmt: skip
_FIELD_FIELDS = ("field_id", "name", "sector_id", "code", "is_sector", "display_order")


def _insert(connection: duckdb.DuckDBPyConnection, statement: str, rows: list[dict[str, object]]) -> None:
    if rows:
        connection.execute(statement, {"rows": rows})
