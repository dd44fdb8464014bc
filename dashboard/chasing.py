"""Đôn đốc: who still owes a report, letters to them, the annex of who reported, and the reminders that were sent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, get_args

from dashboard.figures import Context, resolve_unit
from dashboard.follow_up import WRITERS, clean, day_of, known_period
from dashboard.report import Channel, Period, Reminder
from dashboard.store import chasing as stored
from dashboard.store import read as store
from dashboard.store.connection import VIETNAM
from dashboard.store.write import changing
from dashboard.words import text

RECENT = 12
"""How many of the last periods tell who is usually late."""
FEW_DAYS = "5"
LONGEST_TEXT = 300
CHANNELS: tuple[Channel, ...] = get_args(Channel)
Row = dict[str, Any]


class ChasingError(ValueError):
    """A letter or a reminder that cannot be; `key` is its sentence in the words, `chasing.problem_<key>`."""

    def __init__(self, key: str) -> None:
        super().__init__(text(f"chasing.problem_{key}"))
        self.key = key


@dataclass(frozen=True, slots=True)
class Chase:
    """A period whose reports are asked after, on a day."""

    period: Period
    on_day: date
    past_ids: tuple[str, ...]
    few_days: str = FEW_DAYS


def chase(context: Context, period: str, on_day: date | None = None) -> Chase:
    """The period of a label as its reports are asked after on a day, today where none is given.

    Raises `NotFound`, and `ChasingError` for a period made up of others: no one reports on it.
    """
    known = known_period(context, period)
    if known.is_implied:
        raise ChasingError("period")
    shown, today = known.period, day_of(context, datetime.now(VIETNAM).date())
    of_kind = [p for p in store.reported_periods(context.workspace) if (p.regime, p.kind) == (shown.regime, shown.kind)]
    before = sorted((p for p in of_kind if p.end < shown.end), key=lambda p: (p.start, p.end))[-RECENT:]
    few_days = store.setting(context.workspace, "few_days_late", FEW_DAYS)
    return Chase(shown, on_day or today, tuple(p.period_id for p in before), few_days)


def owing(context: Context, asked: Chase) -> list[Row]:
    """Whose report is missing or not due yet, in the administrative order: rows of `chasing`."""
    return context.rows(
        "chasing", None, period_id=asked.period.period_id, past_ids=list(asked.past_ids),
        on_day=asked.on_day.isoformat(), few_days=asked.few_days,
    )  # fmt: skip


def annex_rows(context: Context, asked: Chase) -> list[Row]:
    """Every unit that must report with the totals of its level and of all: rows of `report_annex`."""
    return context.rows(
        "report_annex", None, period_id=asked.period.period_id, on_day=asked.on_day.isoformat(),
        few_days=asked.few_days,
    )  # fmt: skip


def chosen(context: Context, asked: Chase, units: Sequence[str]) -> list[Row]:
    """Of those who owe a report the units named (ids or names), or without names all whose report is missing.

    Raises `ChasingError` where nobody is left, `NotFound` for an unknown unit.
    """
    rows = owing(context, asked)
    if not units:
        found = [row for row in rows if row["status"] == "missing"]
    else:
        ids = {resolve_unit(context, unit, asked.period).unit_id for unit in units}
        found = [row for row in rows if row["unit_id"] in ids]
        if len(found) < len(ids):
            raise ChasingError("reported")
    if not found:
        raise ChasingError("nobody")
    return found


def reminders(context: Context, period_id: str | None = None, unit_id: str | None = None) -> list[Row]:
    """Reminders that were sent, the last one first: rows of `reminders`."""
    return context.rows(
        "reminders", None, period_ids=[period_id] if period_id else [], unit_ids=[unit_id] if unit_id else []
    )


def remind(
    context: Context,
    asked: Chase,
    units: Iterable[str],
    *,
    sent_on: date,
    channel: str = "document",
    document_no: str = "",
    first_number: int | None = None,
    symbol: str = "",
    person: str = "",
    note: str = "",
) -> list[int]:
    """Record that units were reminded; the numbers of the records.

    With `first_number` each has a letter of its own, numbered on from it: "05/SNV-CCHC", "06/SNV-CCHC"; else all have
    `document_no`. Raises `ChasingError`, `NotFound`.
    """
    _check_writer(context)
    if channel not in CHANNELS:
        raise ChasingError("channel")
    if not asked.period.start <= sent_on <= datetime.now(VIETNAM).date():
        raise ChasingError("day")
    said = {"document_no": document_no, "person": person, "note": note}
    kept = {name: clean(value).replace("\n", " ") or None for name, value in said.items()}
    if any(value and len(value) > LONGEST_TEXT for value in kept.values()):
        raise ChasingError("text")
    given = [resolve_unit(context, unit, asked.period) for unit in units]
    if not given:
        raise ChasingError("nobody")
    if first_number is not None and first_number < 1:
        raise ChasingError("number")
    made = [
        Reminder(unit.unit_id, asked.period.period_id, sent_on, channel, **kept | _numbered(first_number, at, symbol))  # type: ignore[arg-type]
        for at, unit in enumerate(given)
    ]
    with changing(context.workspace) as change:
        return stored.add_reminders(change, made, entered_by=context.viewer.viewer_id)


def withdraw_reminder(context: Context, reminder_id: int, reason: str) -> None:
    """Take a reminder back that was entered by mistake, with a reason; it stays in the history."""
    _check_writer(context)
    kept = clean(reason)
    if not 5 <= len(kept) <= LONGEST_TEXT:
        raise ChasingError("reason")
    if all(row["reminder_id"] != reminder_id for row in reminders(context)):
        raise ChasingError("unknown")
    with changing(context.workspace) as change:
        try:
            stored.withdraw_reminder(change, reminder_id, kept, entered_by=context.viewer.viewer_id)
        except stored.Conflict:
            raise ChasingError("unknown") from None


def may_write(context: Context) -> bool:
    """Whether the reader may send reminders: who may write at all, and not while an earlier state is looked at."""
    return context.viewer.role in WRITERS and context.as_of is None


def _numbered(first: int | None, at: int, symbol: str) -> dict[str, str]:
    return {} if first is None else {"document_no": f"{first + at:02d}/{symbol}".rstrip("/")}


def _check_writer(context: Context) -> None:
    if context.viewer.role not in WRITERS:
        raise ChasingError("role")
