"""Other names of units and fields: which there are, who added them and why; adding and removing one."""

from typing import Any

from dashboard import figures
from dashboard.figures import Context
from dashboard.follow_up import clean
from dashboard.ingest.names import Ambiguous, build_field_index, build_unit_index, match_field, match_unit, normalise
from dashboard.report import Field, Unit
from dashboard.revisions import RevisionError, decision
from dashboard.store import aliases as stored
from dashboard.store import read as store
from dashboard.store.aliases import Kind
from dashboard.store.write import changing

SHORTEST, LONGEST = 2, 200


def listed(context: Context, target: str | None = None, kind: Kind = "unit") -> list[dict[str, Any]]:
    """Rows of `aliases`, of one unit or field (an id or a name) or of all; removed ones are told too."""
    return context.rows("aliases", target_ids=[] if target is None else [_target(context, kind, target)])


def add(context: Context, kind: Kind, alias: str, target: str, reason: str) -> None:
    """Let another name stand for a unit or field; names in files are matched with it from the next reading on.

    Raises `RevisionError` where the name is taken or empty, `NotFound` for an unknown unit or field.
    """
    entry = decision(context, reason)
    target_id, name = _target(context, kind, target), " ".join(clean(alias).split())
    if not SHORTEST <= len(name) <= LONGEST or not normalise(name):
        raise RevisionError("alias")
    if (taken := _meaning(context, kind, name)) is not None:
        raise RevisionError("alias_taken", alias=name, other=taken)
    with changing(context.workspace) as change:
        stored.add_alias(change, kind, name, target_id, entry)


def remove(context: Context, kind: Kind, alias: str, target: str, reason: str) -> None:
    """Let a name no longer stand for a unit or field; reports that were read by it stay as they are."""
    entry = decision(context, reason)
    target_id = _target(context, kind, target)
    known = [
        row for row in listed(context) if row["is_in_use"] and (row["kind"], row["target_id"]) == (kind, target_id)
    ]
    found = [row["alias"] for row in known if normalise(row["alias"]) == normalise(alias)]
    if not found:
        raise RevisionError("alias_unknown", alias=alias)
    with changing(context.workspace) as change:
        for name in found:
            stored.remove_alias(change, kind, name, target_id, entry)


def _target(context: Context, kind: Kind, target: str) -> str:
    return figures.resolve_unit(context, target).unit_id if kind == "unit" else figures.resolve_field(context, target)


def _meaning(context: Context, kind: Kind, name: str) -> str | None:
    """What a name already stands for, by its exact words; null where it is free."""
    reference = store.reference(context.workspace)
    known = reference.units if kind == "unit" else reference.fields
    wanted = normalise(name)
    exact = [x.name for x in known if wanted in {normalise(text) for text in (x.name, *x.aliases)}]
    if exact:
        return exact[0]
    found: Unit | Field | Ambiguous | None = match_field(build_field_index(reference), name)
    if kind == "unit":
        found = match_unit(build_unit_index(reference, [reference.province]), name)
    return None if found is None or isinstance(found, Ambiguous) else found.name
