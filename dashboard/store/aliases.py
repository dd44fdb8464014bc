"""Other names of units and fields: added and removed with a reason; who did it and when stays readable."""

from typing import Literal

from dashboard.store.withdrawal import Entry
from dashboard.store.write import Change

Kind = Literal["unit", "field"]


def add_alias(change: Change, kind: Kind, alias: str, target_id: str, entry: Entry) -> None:
    """Let another name stand for a unit or field from now on."""
    change.connection.execute(f"insert into ws.{kind}_alias values (?, ?)", [alias, target_id])  # noqa: S608
    _remember(change, kind, alias, target_id, True, entry)


def remove_alias(change: Change, kind: Kind, alias: str, target_id: str, entry: Entry) -> None:
    """Let a name no longer stand for a unit or field; what was read by it stays as it was read."""
    change.connection.execute(
        f"delete from ws.{kind}_alias where alias = ? and {kind}_id = ?", [alias, target_id]  # noqa: S608
    )  # fmt: skip
    _remember(change, kind, alias, target_id, False, entry)


def _remember(change: Change, kind: Kind, alias: str, target_id: str, is_added: bool, entry: Entry) -> None:
    change.connection.execute(
        "insert into ws.alias_history values (?, ?, ?, ?, ?, ?, ?)",
        [kind, alias, target_id, is_added, entry.reason, entry.by, entry.at],
    )
