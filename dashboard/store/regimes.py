"""Rules of reporting regimes, days off, exceptions and duties: added, superseded, never changed or removed."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from dashboard.ledger import Duty, DutyException, RegimeRule
from dashboard.report import Period
from dashboard.store.connection import cursor_of, now, reader
from dashboard.store.follow_up import Conflict
from dashboard.store.workspace import Workspace
from dashboard.store.write import Change, one_number

_RULE = (
    "regime, period_kind, window_rule, due_rule, document, valid_from, valid_to, day_off, level, unit_type, standing, "
    "required_forms"
)
_LAST_RULES = f"""
select rule_id, version, {_RULE}, reason, entered_by, entered_at, withdrawn_reason from ws.regime_rule as rule
where version = (select max(version) from ws.regime_rule as newer where newer.rule_id = rule.rule_id)
order by regime, period_kind, valid_from, rule_id
"""  # noqa: S608 - our own words
_DUTY = pa.schema(
    {
        "duty_id": pa.int64(), "period_id": pa.string(), "unit_id": pa.string(), "standing": pa.string(),
        "due_on": pa.date32(), "required_forms": pa.list_(pa.string()), "document": pa.string(), "reason": pa.string(),
        "entered_by": pa.string(), "entered_at": pa.timestamp("us", "UTC"),
    }
)  # fmt: skip


def add_rule(change: Change, rule: RegimeRule, *, reason: str | None, entered_by: str) -> int:
    """The first version of a rule; its number."""
    rule_id = one_number(change, "select coalesce(max(rule_id), 0) + 1 from ws.regime_rule")
    _put_rule(change, rule_id, 1, rule, reason, None, entered_by)
    return rule_id


def change_rule(
    change: Change,
    rule_id: int,
    version: int,
    rule: RegimeRule,
    *,
    reason: str,
    withdraws: bool = False,
    entered_by: str,
) -> None:
    """The next version of a rule, or its withdrawal; raises `Conflict` if `version` was not the last."""
    last = one_number(change, "select coalesce(max(version), 0) from ws.regime_rule where rule_id = $id", id=rule_id)
    if last != version:
        raise Conflict
    why, taken_back = (None, reason) if withdraws else (reason, None)
    _put_rule(change, rule_id, version + 1, rule, why, taken_back, entered_by)


def read_rules(workspace: Workspace) -> list[dict[str, Any]]:
    """The rules of the province in force: number, version, `rule`, reason, who entered it and when."""
    cursor = cursor_of(reader(workspace)[0])
    try:
        return _rules(cursor)
    finally:
        cursor.close()


def rules_of(change: Change) -> list[RegimeRule]:
    """The same from a workspace that is being changed."""
    return [row["rule"] for row in _rules(change.connection)]


def add_day_off(change: Change, day: date, is_off: bool | None, reason: str, *, entered_by: str) -> None:
    """A day off, a working day, or again what the calendar says; the last word on a day counts."""
    number = one_number(change, "select coalesce(max(change_no), 0) + 1 from ws.day_off_change")
    change.connection.execute(
        "insert into ws.day_off_change values (?, ?, ?, ?, ?, ?)", [number, day, is_off, reason, entered_by, now()]
    )


def days_off(change: Change) -> dict[date, bool]:
    """What the province says of days, where it says something else than the calendar."""
    return {row["day"]: row["is_off"] for row in _days_off(change.connection) if row["is_off"] is not None}


def read_days_off(workspace: Workspace) -> list[dict[str, Any]]:
    """The last word on each day on which the province has said something: day, is_off, reason, who and when."""
    cursor = cursor_of(reader(workspace)[0])
    try:
        return _days_off(cursor)
    finally:
        cursor.close()


def add_exception(change: Change, exception: DutyException, *, entered_by: str) -> int:
    """A unit's exception in a period; one that was there before is withdrawn by it. Its number."""
    end_exception(change, exception.period_id, exception.unit_id, exception.reason, entered_by=entered_by)
    number = one_number(change, "select coalesce(max(exception_id), 0) + 1 from ws.duty_exception")
    _put_exception(change, number, 1, exception, None, entered_by)
    return number


def end_exception(change: Change, period_id: str, unit_id: str, reason: str, *, entered_by: str) -> bool:
    """Withdraw a unit's exception in a period; false where there was none."""
    found = [row for row in _exceptions(change, period_id) if row[2].unit_id == unit_id]
    for number, version, exception in found:
        _put_exception(change, number, version + 1, exception, reason, entered_by)
    return bool(found)


def exceptions_of(change: Change, period_id: str) -> list[DutyException]:
    """The exceptions of a period in force."""
    return [exception for _, _, exception in _exceptions(change, period_id)]


def put_duties(change: Change, period_id: str, duties: Iterable[Duty], *, entered_by: str, at: datetime) -> int:
    """Write down the duties that differ from those in force, which they supersede; how many did."""
    known = duties_of(change, period_id)
    new = [duty for duty in duties if known.get(duty.unit_id) != duty]
    if not new:
        return 0
    change.connection.execute(
        "update ws.duty set superseded_at = $at where superseded_at is null and period_id = $period "
        "and unit_id in (select unnest($units::varchar[]))",
        {"at": at, "period": period_id, "units": [duty.unit_id for duty in new]},
    )
    first = one_number(change, "select coalesce(max(duty_id), 0) + 1 from ws.duty")
    rows = [
        {
            "duty_id": first + at_row, "period_id": period_id, "unit_id": duty.unit_id, "standing": duty.standing,
            "due_on": duty.due_on, "required_forms": list(duty.forms), "document": duty.document,
            "reason": duty.reason, "entered_by": entered_by, "entered_at": at,
        }
        for at_row, duty in enumerate(new)
    ]  # fmt: skip
    change.connection.register("incoming", pa.Table.from_pylist(rows, _DUTY))
    try:
        change.connection.execute("insert into ws.duty by name select * from incoming")
    finally:
        change.connection.unregister("incoming")
    return len(new)


def duties_of(change: Change, period_id: str) -> dict[str, Duty]:
    """The duties of a period in force, by unit."""
    rows = change.connection.execute(
        "select unit_id, standing, due_on, required_forms, document, reason from ws.duty "
        "where superseded_at is null and period_id = $period",
        {"period": period_id},
    ).fetchall()
    return {row[0]: Duty(row[0], row[1], row[2], tuple(row[3]), row[4], row[5]) for row in rows}


def listed_units(change: Change, period_id: str) -> set[str]:
    """The units that a list which came in names as due in a period."""
    rows = change.connection.execute(
        "select distinct report.unit_id from ws.fact_submission as fact "
        "inner join ws.report as report on fact.report_id = report.report_id "
        "where report.period_id = $period and report.superseded_seq is null and report.scope = 'unit' "
        "and fact.report_due = 1 and fact.part is null",
        {"period": period_id},
    ).fetchall()
    return {row[0] for row in rows}


def opened_periods(change: Change) -> tuple[Period, ...]:
    """The periods that have duties."""
    rows = change.connection.execute(
        "select regime, kind, label, start_date, end_date, due_date, is_cumulative from ws.period as period "
        "where exists (select 1 from ws.duty where duty.period_id = period.period_id) order by start_date, period_id"
    ).fetchall()
    return tuple(Period(*row) for row in rows)


def add_period(change: Change, period: Period) -> None:
    """Make a period known before any report of it came in; a known one keeps its days."""
    change.connection.execute(
        "insert or ignore into ws.period values (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            period.period_id, period.regime, period.kind, period.label, period.start, period.end, period.due,
            period.is_cumulative,
        ],
    )  # fmt: skip


def _days_off(connection: Any) -> list[dict[str, Any]]:
    return (
        connection.execute(
            "select * from ws.day_off_change qualify row_number() over (partition by day order by change_no desc) = 1 "
            "order by day"
        )
        .to_arrow_table()
        .to_pylist()
    )


def _rules(connection: Any) -> list[dict[str, Any]]:
    # By way of Arrow: a moment with its zone comes out as it is, without a package of zones.
    found = []
    for row in connection.execute(_LAST_RULES).to_arrow_table().to_pylist():
        if row["withdrawn_reason"] is None:
            row["required_forms"] = tuple(row["required_forms"])
            rule = RegimeRule(*(row[name] for name in _RULE.split(", ")))
            kept = ("rule_id", "version", "reason", "entered_by", "entered_at")
            found.append({"rule": rule, **{name: row[name] for name in kept}})
    return found


def _put_rule(
    change: Change,
    rule_id: int,
    version: int,
    rule: RegimeRule,
    reason: str | None,
    withdrawn_reason: str | None,
    entered_by: str,
) -> None:
    change.connection.execute(
        f"insert into ws.regime_rule (rule_id, version, {_RULE}, reason, withdrawn_reason, entered_by, entered_at) "  # noqa: S608 - our own words
        f"values ({', '.join('?' * 18)})",
        [
            rule_id, version, rule.regime, rule.period_kind, rule.window, rule.due, rule.document, rule.valid_from,
            rule.valid_to, rule.day_off, rule.level, rule.unit_type, rule.standing, list(rule.forms), reason,
            withdrawn_reason, entered_by, now(),
        ],
    )  # fmt: skip


def _exceptions(change: Change, period_id: str) -> Sequence[tuple[int, int, DutyException]]:
    rows = change.connection.execute(
        "select exception_id, version, period_id, unit_id, standing, reason, due_on from ws.duty_exception as given "
        "where period_id = $period and withdrawn_reason is null and version = "
        "(select max(version) from ws.duty_exception as newer where newer.exception_id = given.exception_id) "
        "order by exception_id",
        {"period": period_id},
    ).fetchall()
    return [(row[0], row[1], DutyException(*row[2:])) for row in rows]


def _put_exception(
    change: Change, number: int, version: int, said: DutyException, withdrawn_reason: str | None, entered_by: str
) -> None:
    change.connection.execute(
        "insert into ws.duty_exception values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            number, version, said.period_id, said.unit_id, said.standing, said.due_on, said.reason, withdrawn_reason,
            entered_by, now(),
        ],
    )  # fmt: skip
