"""Closing a period: its figures frozen under a name for a conference, and what became other afterwards.

A frozen set is never changed or removed. Reports may still come in; whoever asks for the set reads what was frozen.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from dashboard.figures import Context
from dashboard.follow_up import WRITERS, clean, known_period
from dashboard.metrics import format as fmt
from dashboard.report import LOCAL_VIEWER
from dashboard.store import closing as stored
from dashboard.store import read as store
from dashboard.store.closing import as_of_frozen, frozen_name
from dashboard.store.connection import VIETNAM, as_of_moment
from dashboard.store.workspace import Workspace
from dashboard.store.write import changing
from dashboard.words import text

SHORTEST_NAME, LONGEST_NAME = 3, 80
LONGEST_NOTE = 500


class ClosingError(ValueError):
    """A period that cannot be closed as asked; `key` is its sentence in the words, `closing.problem_<key>`."""

    def __init__(self, key: str) -> None:
        super().__init__(text(f"closing.problem_{key}", "vi"))
        self.key = key


def close(context: Context, name: str, period: str, note: str = "") -> int:
    """Freeze the figures of a period as they stand now under a name; the number of the set.

    Raises `ClosingError`, `NotFound`, and `WorkspaceError` while someone else writes.
    """
    if context.viewer.role not in WRITERS or context.viewer.unit_ids is not None:
        raise ClosingError("role")
    kept = clean(name).replace("\n", " ")
    if not SHORTEST_NAME <= len(kept) <= LONGEST_NAME:
        raise ClosingError("name")
    if len(note) > LONGEST_NOTE:
        raise ClosingError("note")
    period_id = known_period(context, period).period.period_id
    with changing(context.workspace) as change:
        try:
            return stored.add_frozen_set(
                change, kept, period_id, closed_by=context.viewer.viewer_id, note=clean(note) or None
            )
        except stored.Conflict:
            raise ClosingError("twice") from None


def may_close(context: Context) -> bool:
    """Whether the reader may close a period: who may write for every unit, and not while an earlier state is shown."""
    return context.viewer.role in WRITERS and context.viewer.unit_ids is None and context.as_of is None


def frozen(context: Context, name: str) -> Context:
    """The context in which questions are answered from a frozen set; raises `WorkspaceError` for an unknown name."""
    as_of = as_of_frozen(name)
    store.check_moment(context.workspace, as_of)
    return replace(context, as_of=as_of)


def closings(context: Context, period_id: str | None = None) -> list[dict[str, Any]]:
    """The frozen sets, the last one first: rows of `frozen_sets`."""
    return context.rows("frozen_sets", None, period_ids=[period_id] if period_id else [])


def differences(context: Context, name: str) -> list[dict[str, Any]]:
    """Which figures of a frozen set's period are others now: rows of `closing_difference`."""
    set_id = next((row["set_id"] for row in closings(context) if row["name"].lower() == name.lower()), None)
    if set_id is None:
        raise ClosingError("unknown")
    return replace(context, as_of=None, includes_vertical=False).rows("closing_difference", None, set_id=set_id)


def is_closed(workspace: Workspace, period_id: str) -> bool:
    """Whether a period, or a longer one that it is part of, was closed (the view `closed_period`)."""
    return bool(Context(workspace, LOCAL_VIEWER).rows("closed_periods", None, period_ids=[period_id]))


def frozen_at(context: Context) -> datetime | None:
    """When the figures of a context were frozen, in Vietnam; null where they are not."""
    if frozen_name(context.as_of) is None:
        return None
    moment = store.moment_of(context.workspace, context.as_of or "")
    return moment.astimezone(VIETNAM) if moment else None


def standing(context: Context, language: fmt.Language = "vi") -> str:
    """Whether the figures of a context are final: "số liệu chốt ngày 20/10/2026 (Quý III)", or "số liệu tạm tính"."""
    name, moment = frozen_name(context.as_of), frozen_at(context)
    if name is None or moment is None:
        return text("closing.provisional", language)
    return text("closing.frozen", language, day=fmt.day(moment.date(), language), name=name)


def moment_name(as_of: str, language: fmt.Language = "vi") -> str:
    """A moment other than a frozen set's: "hết ngày 20/10/2026", "20/10/2026 10:30", "sau lần nhập r12"."""
    try:
        if len(as_of) == 10:
            return text("options.end_of_day", language, day=fmt.day(date.fromisoformat(as_of), language))
        return fmt.moment(as_of_moment(as_of).astimezone(VIETNAM), language)
    except ValueError:
        return text("options.revision", language, revision=as_of)
