"""What a province asks of its units: rules of its reporting regimes, days off, and exceptions of single units.

Rules of `data/reference/regimes.csv` hold where the province has none of its own. Open periods follow every change.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from dashboard.figures import Context, resolve_unit
from dashboard.follow_up import clean, known_period
from dashboard.ingest.periods import is_window, load_regimes, read_due
from dashboard.ledger import DutyException, RegimeRule, Standing
from dashboard.metrics.workdays import holidays_of
from dashboard.opening import RegimeError as RegimeError
from dashboard.opening import check_writer, closed_periods, recompute
from dashboard.store import read as store
from dashboard.store import regimes as stored
from dashboard.store.follow_up import Conflict
from dashboard.store.write import changing

SHORTEST_DOCUMENT = 8
SHORTEST_REASON = 5
LONGEST_TEXT = 300


def own_rules(context: Context) -> list[dict[str, Any]]:
    """The province's own rules in force, which go before the presets: number, version, `rule`, who entered it, when."""
    return stored.read_rules(context.workspace)


def add_rule(context: Context, rule: RegimeRule, reason: str | None = None) -> int:
    """Enter a rule; its number. Open periods follow it at once. Raises `RegimeError`."""
    check_writer(context)
    rule = _checked(context, rule)
    with changing(context.workspace) as change:
        if rule in stored.rules_of(change):
            raise RegimeError("twice")
        number = stored.add_rule(change, rule, reason=reason, entered_by=context.viewer.viewer_id)
        recompute(change, context)
    return number


def change_rule(context: Context, rule_id: int, version: int, rule: RegimeRule, reason: str) -> None:
    """Enter the next version of a rule, with a reason; raises `RegimeError`."""
    check_writer(context)
    _put_rule(context, rule_id, version, _checked(context, rule), reason, withdraws=False)


def withdraw_rule(context: Context, rule_id: int, version: int, reason: str) -> None:
    """Take a rule back, with a reason: those before it, or the presets, hold again."""
    check_writer(context)
    rule = next((row["rule"] for row in own_rules(context) if row["rule_id"] == rule_id), None)
    if rule is None:
        raise RegimeError("unknown")
    _put_rule(context, rule_id, version, rule, reason, withdraws=True)


def set_day_off(context: Context, day: date, is_off: bool | None, reason: str) -> None:
    """Say that a day is off, or a working day, or (null) what the calendar says again."""
    check_writer(context)
    with changing(context.workspace) as change:
        stored.add_day_off(change, day, is_off, _reason(reason), entered_by=context.viewer.viewer_id)
        recompute(change, context)


def days_off(context: Context, year: int, language: str = "vi") -> list[dict[str, Any]]:
    """The holidays of a year with what the province decided: day, is_off, name, decided."""
    named = {
        day: {"day": day, "is_off": True, "name": name, "decided": False} for day, name in holidays_of(year, language)
    }
    for row in stored.read_days_off(context.workspace):
        if row["day"].year == year and row["is_off"] is not None:
            named[row["day"]] = {"day": row["day"], "is_off": row["is_off"], "name": row["reason"], "decided": True}
    return [named[day] for day in sorted(named)]


def except_unit(
    context: Context, unit: str, period: str, reason: str, *, due_on: date | None = None, ends: bool = False
) -> None:
    """Exempt a unit from the report of an opened period, or with a day give it until then; `ends` takes that back.

    Raises `RegimeError` where the period is not open or was closed, or the unit owes nothing in it.
    """
    check_writer(context)
    known = known_period(context, period).period
    found = resolve_unit(context, unit, known)
    why, who = _reason(reason), context.viewer.viewer_id
    with changing(context.workspace) as change:
        if known.period_id in closed_periods(change):
            raise RegimeError("closed")
        duty = stored.duties_of(change, known.period_id).get(found.unit_id)
        if duty is None or duty.standing == "none":
            raise RegimeError("no_duty")
        if ends:
            if not stored.end_exception(change, known.period_id, found.unit_id, why, entered_by=who):
                raise RegimeError("no_exception")
        else:
            if due_on is not None and due_on < known.start:
                raise RegimeError("due_on")
            standing: Standing = "exempt" if due_on is None else "due"
            exception = DutyException(known.period_id, found.unit_id, standing, why, due_on)
            stored.add_exception(change, exception, entered_by=who)
        recompute(change, context)


def _put_rule(context: Context, rule_id: int, version: int, rule: RegimeRule, reason: str, *, withdraws: bool) -> None:
    with changing(context.workspace) as change:
        try:
            stored.change_rule(
                change, rule_id, version, rule, reason=_reason(reason), withdraws=withdraws,
                entered_by=context.viewer.viewer_id,
            )  # fmt: skip
        except Conflict:
            raise RegimeError("changed_meanwhile") from None
        recompute(change, context)


def _checked(context: Context, rule: RegimeRule) -> RegimeRule:
    if rule.regime not in load_regimes():
        raise RegimeError("regime", known=", ".join(load_regimes()))
    if not is_window(rule.window):
        raise RegimeError("window_rule")
    if read_due(rule.due) is None and rule.standing == "due":
        raise RegimeError("due_rule")
    if rule.valid_to is not None and rule.valid_to < rule.valid_from:
        raise RegimeError("dates")
    units = store.reference(context.workspace).units
    if rule.unit_type is not None and all(unit.unit_type != rule.unit_type for unit in units):
        raise RegimeError("unit_type")
    if rule.level is not None and all(unit.level != rule.level for unit in units):
        raise RegimeError("level")
    document = clean(rule.document)
    if not SHORTEST_DOCUMENT <= len(document) <= LONGEST_TEXT:
        raise RegimeError("document")
    return replace(rule, document=document, forms=tuple(form for each in rule.forms if (form := clean(each))))


def _reason(reason: str) -> str:
    kept = clean(reason)
    if not SHORTEST_REASON <= len(kept) <= LONGEST_TEXT:
        raise RegimeError("reason")
    return kept
