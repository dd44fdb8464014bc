"""The register of reports: arrivals added one after the other; a correction is the next version of the same arrival."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from dashboard.ledger import Receipt
from dashboard.store.connection import now
from dashboard.store.follow_up import Conflict
from dashboard.store.write import Change, one_number

_FIELDS = tuple(Receipt.__slots__)
_COLUMNS = (
    f"receipt_id, version, {', '.join(_FIELDS)}, reason, withdrawn_reason, entered_by, entered_at"  # as `_put` has them
)
_INSERT = f"insert into ws.receipt ({_COLUMNS}) values ({', '.join('?' * 16)})"  # noqa: S608 - our own words
_IN_FORCE = "superseded_at is null and withdrawn_reason is null"


def record_receipt(
    change: Change, receipt: Receipt, *, entered_by: str, entered_at: datetime | None = None, reason: str | None = None
) -> int:
    """Enter an arrival; its number. Where this very revision is in the register already, that arrival is corrected."""
    known = _last(change, receipt, receipt.revision_id) if receipt.revision_id else None
    if known is not None:
        number, version, before = known
        correct_receipt(change, number, version, _completed(before, receipt), entered_by=entered_by,
                        entered_at=entered_at, reason=reason)  # fmt: skip
        return number
    number = one_number(change, "select coalesce(max(receipt_id), 0) + 1 from ws.receipt")
    _put(change, number, 1, receipt, entered_by, entered_at or now(), reason, None)
    return number


def record_receipts(
    change: Change, receipts: Sequence[Receipt], *, entered_by: str, entered_at: datetime | None = None
) -> None:
    """Enter many arrivals at once, each the first of its unit and period."""
    first = one_number(change, "select coalesce(max(receipt_id), 0) + 1 from ws.receipt")
    rows = [
        [first + number, 1, *_values(receipt), None, None, entered_by, entered_at or now()]
        for number, receipt in enumerate(receipts)
    ]
    if rows:
        change.connection.executemany(_INSERT, rows)


def correct_receipt(
    change: Change,
    receipt_id: int,
    version: int,
    receipt: Receipt,
    *,
    entered_by: str,
    entered_at: datetime | None = None,
    reason: str | None = None,
    withdrawn_reason: str | None = None,
) -> None:
    """The next version of an arrival; raises `Conflict` if `version`, which was read, is not the last."""
    last = one_number(change, "select coalesce(max(version), 0) from ws.receipt where receipt_id = $id", id=receipt_id)
    if last != version:
        raise Conflict
    at = entered_at or now()
    change.connection.execute(
        "update ws.receipt set superseded_at = $at where receipt_id = $id and superseded_at is null",
        {"at": at, "id": receipt_id},
    )
    _put(change, receipt_id, version + 1, receipt, entered_by, at, reason, withdrawn_reason)


def receipt_in_force(change: Change, receipt_id: int) -> tuple[int, Receipt] | None:
    """The last version of an arrival that was not withdrawn, and its number; null where there is none."""
    rows = _rows(change, f"receipt_id = $id and {_IN_FORCE}", {"id": receipt_id})
    return (rows[0][1], rows[0][2]) if rows else None


def note_arrivals(change: Change, revision_ids: Sequence[str], *, entered_by: str, entered_at: datetime) -> None:
    """Enter in the register what accepted revisions show to have arrived, for units that owe a report of that period.

    The day stays unknown: that of the import is not that on which the report arrived. An arrival that was registered
    before its figures now names its revision; a revision that replaces figures of the same unit is a new arrival.
    """
    arrived = change.connection.execute(_ARRIVED, {"revisions": list(revision_ids)}).fetchall()
    for period_id, unit_id, revision_id, replaces, n_receipts in arrived:
        receipt = Receipt(period_id, unit_id, revision_id=revision_id)
        known = _last(change, receipt)
        # Figures that are replaced came with the only arrival, even where it was entered without them.
        is_loaded = known is not None and (known[2].revision_id is not None or n_receipts == 1)
        if known is None or (replaces and is_loaded):
            record_receipt(change, receipt, entered_by=entered_by, entered_at=entered_at)
        elif known[2].revision_id is None:
            number, version, before = known
            after = replace(before, revision_id=revision_id)
            correct_receipt(change, number, version, after, entered_by=entered_by, entered_at=entered_at)


def forget_figures(
    change: Change, revision_ids: Sequence[str], *, entered_by: str, entered_at: datetime, reason: str
) -> None:
    """Revisions were taken back: an arrival that only they told of goes with them, any other stays without figures."""
    rows = _rows(
        change,
        f"revision_id in (select unnest($revisions::varchar[])) and {_IN_FORCE}",
        {"revisions": list(revision_ids)},
    )
    for number, version, before in rows:
        after = replace(before, revision_id=None)
        is_only_told = after == Receipt(before.period_id, before.unit_id)
        why = {"withdrawn_reason": reason} if is_only_told else {"reason": reason}
        kept = before if is_only_told else after
        correct_receipt(change, number, version, kept, entered_by=entered_by, entered_at=entered_at, **why)


_ARRIVED = """
select
    new.period_id,
    new.unit_id,
    arg_max(new.revision_id, new.accepted_seq),
    bool_or(exists(
        select 1 from ws.report as old
        where old.superseded_seq = new.accepted_seq and old.unit_id = new.unit_id and old.period_id = new.period_id
            and old.family = new.family and old.accepted_seq < new.accepted_seq
    )),
    (
        select count(*) from ws.receipt as receipt
        where receipt.period_id = new.period_id and receipt.unit_id = new.unit_id
            and receipt.superseded_at is null and receipt.withdrawn_reason is null
    )
from ws.report as new
inner join ws.duty as duty on
    duty.period_id = new.period_id and duty.unit_id = new.unit_id
    and duty.superseded_at is null and duty.standing <> 'none'
where new.revision_id in (select unnest($revisions::varchar[]))
    and new.origin = 'own' and new.family not in ('submission', 'score')
group by new.period_id, new.unit_id
order by new.period_id, new.unit_id
"""


def _last(change: Change, asked: Receipt, revision_id: str | None = None) -> tuple[int, int, Receipt] | None:
    """The last arrival in force of a unit in a period, or that of a revision: its number, version and words."""
    wanted = "period_id = $period and unit_id = $unit and ($revision is null or revision_id = $revision)"
    given = {"period": asked.period_id, "unit": asked.unit_id, "revision": revision_id}
    rows = _rows(change, f"{wanted} and {_IN_FORCE}", given)
    return rows[-1] if rows else None


def _completed(before: Receipt, said: Receipt) -> Receipt:
    """What was known, with all that is now said of it."""
    known: dict[str, Any] = {name: getattr(said, name) for name in _FIELDS if getattr(said, name) is not None}
    return replace(before, **known)


def _rows(change: Change, condition: str, given: dict[str, Any]) -> list[tuple[int, int, Receipt]]:
    found = change.connection.execute(
        f"select receipt_id, version, {', '.join(_FIELDS)} from ws.receipt where {condition} order by receipt_id",  # noqa: S608 - our own words
        given,
    ).fetchall()
    return [(row[0], row[1], _receipt(row[2:])) for row in found]


def _receipt(values: Sequence[Any]) -> Receipt:
    said = dict(zip(_FIELDS, values, strict=True))
    for name in ("forms", "lacking"):
        said[name] = None if said[name] is None else tuple(said[name])
    return Receipt(**said)


def _put(
    change: Change,
    receipt_id: int,
    version: int,
    receipt: Receipt,
    entered_by: str,
    entered_at: datetime,
    reason: str | None,
    withdrawn_reason: str | None,
) -> None:
    values = [receipt_id, version, *_values(receipt), reason, withdrawn_reason, entered_by, entered_at]
    change.connection.execute(_INSERT, values)


def _values(receipt: Receipt) -> list[Any]:
    said = [getattr(receipt, name) for name in _FIELDS]
    return [list(value) if isinstance(value, tuple) else value for value in said]
