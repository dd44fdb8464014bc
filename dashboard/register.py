"""The register of reports: what arrived from whom, on which day, under which number, and what is lacking.

An arrival can be entered before its figures are loaded. Nothing is overwritten: a correction is the next version of an
arrival and says why; a report that is sent again is another arrival.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dashboard.figures import Context, resolve_unit
from dashboard.follow_up import check_scope, clean, known_period, may_write
from dashboard.ledger import Receipt as Receipt
from dashboard.store import register as stored
from dashboard.store.connection import VIETNAM, now
from dashboard.store.regimes import duties_of
from dashboard.store.register import record_receipt as record_receipt
from dashboard.store.write import Change, changing
from dashboard.words import text

LONGEST_NUMBER = 60
LONGEST_NOTE = 500
SHORTEST_REASON = 5
_ARRIVED = ("received_on", "document_no", "document_on")
"""What tells in a line that a report arrived; a note alone does not."""


class RegisterError(ValueError):
    """Something that cannot be entered; `key` is its sentence in the words, `register.problem_<key>`."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(text(f"register.problem_{key}", "vi", **values))
        self.key = key
        self.values = values


@dataclass(frozen=True, slots=True)
class Edit:
    """What an officer changed in one line of the register: new values by the name that they have in a `Receipt`.

    `version` is that which was read; a line without one had no arrival.
    """

    unit_id: str
    changed: dict[str, Any]
    receipt_id: int | None = None
    version: int | None = None


def receive(context: Context, unit: str, period: str, receipt: Receipt, *, reason: str | None = None) -> int:
    """Enter an arrival of a unit's report (ids or names); its number. Raises `RegisterError`, `NotFound`."""
    known = known_period(context, period).period
    found = resolve_unit(context, unit, known)
    check_scope(context, found)
    receipt = _checked(context, replace(receipt, period_id=known.period_id, unit_id=found.unit_id))
    with changing(context.workspace) as change:
        _check_duties(change, known.period_id, [found.unit_id])
        return record_receipt(change, receipt, entered_by=context.viewer.viewer_id, reason=reason)


def save(context: Context, period_id: str, edits: Sequence[Edit], reason: str) -> int:
    """Enter what was changed in lines of one period, all or nothing; how many. A correction must say why.

    Raises `RegisterError`; its key is `changed_meanwhile` where somebody else has changed a line since it was read.
    """
    why = _reason(reason) if any(edit.receipt_id is not None for edit in edits) else clean(reason) or None
    scope = context.viewer.unit_ids
    if scope is not None and any(edit.unit_id not in scope for edit in edits):
        raise RegisterError("role")
    who = context.viewer.viewer_id
    with changing(context.workspace) as change:
        _check_duties(change, period_id, [edit.unit_id for edit in edits])
        for edit in edits:
            if edit.receipt_id is None:
                if not any(edit.changed.get(name) for name in _ARRIVED):
                    raise RegisterError("no_arrival")
                receipt = _checked(context, Receipt(period_id, edit.unit_id, **edit.changed))
                record_receipt(change, receipt, entered_by=who, reason=why)
                continue
            known = stored.receipt_in_force(change, edit.receipt_id)
            if known is None or known[0] != edit.version:
                raise RegisterError("changed_meanwhile")
            receipt = _checked(context, replace(known[1], **edit.changed))
            stored.correct_receipt(change, edit.receipt_id, known[0], receipt, entered_by=who, reason=why)
    return len(edits)


def withdraw(context: Context, receipt_id: int, reason: str) -> None:
    """Take an arrival back that was entered by mistake; it stays in the history. Raises `RegisterError`."""
    _check_writer(context)
    with changing(context.workspace) as change:
        known = stored.receipt_in_force(change, receipt_id)
        scope = context.viewer.unit_ids
        if known is None or (scope is not None and known[1].unit_id not in scope):
            raise RegisterError("unknown")
        stored.correct_receipt(
            change, receipt_id, known[0], known[1], entered_by=context.viewer.viewer_id,
            withdrawn_reason=_reason(reason),
        )  # fmt: skip


def lines(context: Context, period_ids: Sequence[str], on_day: date, units: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The register of periods as it stands on a day: rows of `register`."""
    return context.rows("register", period_ids=list(period_ids), unit_ids=list(units), on_day=on_day)


def _checked(context: Context, receipt: Receipt) -> Receipt:
    """The arrival with its texts cleaned; raises `RegisterError` where it cannot hold."""
    _check_writer(context)
    today = now().astimezone(VIETNAM).date()
    if receipt.received_on is not None and not date(2000, 1, 1) <= receipt.received_on <= today:
        raise RegisterError("received_on")
    if receipt.document_on is not None and receipt.document_on > (receipt.received_on or today):
        raise RegisterError("document_on")
    number, note, channel = (_text(value) for value in (receipt.document_no, receipt.note, receipt.channel))
    if len(number or "") > LONGEST_NUMBER or len(channel or "") > LONGEST_NUMBER:
        raise RegisterError("document_no", most=LONGEST_NUMBER)
    if len(note or "") > LONGEST_NOTE:
        raise RegisterError("note", most=LONGEST_NOTE)
    forms, lacking = (_names(given) for given in (receipt.forms, receipt.lacking))
    return replace(receipt, document_no=number, note=note, channel=channel, forms=forms, lacking=lacking)


def _check_duties(change: Change, period_id: str, unit_ids: Sequence[str]) -> None:
    """Only who owes a report of an opened period, or is exempt from it, has a line in its register."""
    duties = duties_of(change, period_id)
    if not duties:
        raise RegisterError("not_opened")
    if any(unit_id not in duties or duties[unit_id].standing == "none" for unit_id in unit_ids):
        raise RegisterError("no_duty")


def _check_writer(context: Context) -> None:
    if not may_write(context):
        raise RegisterError("role")


def _reason(reason: str) -> str:
    kept = clean(reason)
    if not SHORTEST_REASON <= len(kept) <= LONGEST_NOTE:
        raise RegisterError("reason")
    return kept


def _text(value: str | None) -> str | None:
    return clean(value) or None if value is not None else None


def _names(given: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return None if given is None else tuple(name for each in given if (name := clean(each)))
