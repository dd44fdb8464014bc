"""Reporting regimes of a province: its rules, days off and exceptions, and opening a period by them.

Who owes a report and by which day is written down when a period is opened. A rule that changes later changes the open
periods only: of a period that was closed nothing moves any more.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from dashboard.duties import due_day, duties, period_of
from dashboard.figures import Context, resolve_unit
from dashboard.follow_up import clean, known_period, may_write
from dashboard.ingest.periods import get_regime, is_due, is_window, load_regimes
from dashboard.ledger import Duty, DutyException, RegimeRule, Standing
from dashboard.report import Period
from dashboard.store import read as store
from dashboard.store import regimes as stored
from dashboard.store.connection import now
from dashboard.store.follow_up import Conflict
from dashboard.store.write import Change, changing
from dashboard.words import text

ALWAYS = date(1900, 1, 1)
SHORTEST_DOCUMENT = 8
SHORTEST_REASON = 5
LONGEST_TEXT = 300


class RegimeError(ValueError):
    """Something that cannot be entered; `key` is its sentence in the words, `regimes.problem_<key>`."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(text(f"regimes.problem_{key}", "vi", **values))
        self.key = key
        self.values = values


def presets() -> list[RegimeRule]:
    """The rules that every province starts from: those of `data/reference/regimes.csv`, one for each kind of period."""
    return [
        RegimeRule(regime.regime_id, kind, regime.window, regime.due_rule, regime.document, ALWAYS)  # type: ignore[arg-type]
        for regime in load_regimes().values()
        for kind in regime.period_kinds
        if kind != "custom"
    ]


def own_rules(context: Context) -> list[dict[str, Any]]:
    """The province's own rules in force, which go before the presets: number, version, `rule`, who entered it, when."""
    return stored.read_rules(context.workspace)


def add_rule(context: Context, rule: RegimeRule, reason: str | None = None) -> int:
    """Enter a rule; its number. Open periods follow it at once. Raises `RegimeError`."""
    _check_writer(context)
    rule = _checked(context, rule)
    with changing(context.workspace) as change:
        if rule in stored.rules_of(change):
            raise RegimeError("twice")
        number = stored.add_rule(change, rule, reason=reason, entered_by=context.viewer.viewer_id)
        _recompute(change, context)
    return number


def change_rule(context: Context, rule_id: int, version: int, rule: RegimeRule, reason: str) -> None:
    """Enter the next version of a rule, with a reason; raises `RegimeError`."""
    _check_writer(context)
    _put_rule(context, rule_id, version, _checked(context, rule), reason, withdraws=False)


def withdraw_rule(context: Context, rule_id: int, version: int, reason: str) -> None:
    """Take a rule back, with a reason: those before it, or the presets, hold again."""
    _check_writer(context)
    rule = next((row["rule"] for row in own_rules(context) if row["rule_id"] == rule_id), None)
    if rule is None:
        raise RegimeError("unknown")
    _put_rule(context, rule_id, version, rule, reason, withdraws=True)


def set_day_off(context: Context, day: date, is_off: bool | None, reason: str) -> None:
    """Say that a day is off, or a working day, or (null) what the calendar says again."""
    _check_writer(context)
    with changing(context.workspace) as change:
        stored.add_day_off(change, day, is_off, _reason(reason), entered_by=context.viewer.viewer_id)
        _recompute(change, context)


def except_unit(
    context: Context, unit: str, period: str, reason: str, *, due_on: date | None = None, ends: bool = False
) -> None:
    """Exempt a unit from the report of an opened period, or with a day give it until then; `ends` takes that back.

    Raises `RegimeError` where the period is not open or was closed, or the unit owes nothing in it.
    """
    _check_writer(context)
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
        _recompute(change, context)


def open_period(
    context: Context,
    label: str,
    regime: str | None = None,
    *,
    start: date | None = None,
    end: date | None = None,
    due_on: date | None = None,
) -> tuple[Period, list[Duty]]:
    """Open a period: write down who owes its report and by when. `start` and `end` are the days of a window of its own,
    `due_on` a due day for this period alone. Raises `RegimeError`, and `NotFound` for what is no label."""
    _check_writer(context)
    with changing(context.workspace) as change:
        period = planned_period(context, label, regime, start=start, end=end)
        if stored.duties_of(change, period.period_id):
            raise RegimeError("opened")
        if due_on is not None:
            _add_day_of(change, context, period, due_on)
        owed = _duties(change, context, period)
        if not any(duty.standing == "due" for duty in owed):
            raise RegimeError("nobody")
        if any(duty.standing == "due" and duty.due_on is None for duty in owed):
            raise RegimeError("no_due")
        days = sorted(duty.due_on for duty in owed if duty.standing == "due" and duty.due_on is not None)
        stored.add_period(change, replace(period, due=days[len(days) // 2]))
        stored.put_duties(change, period.period_id, owed, entered_by=context.viewer.viewer_id, at=now())
    return period, owed


def planned_period(
    context: Context, label: str, regime: str | None = None, *, start: date | None = None, end: date | None = None
) -> Period:
    """The period of a label as it would be opened; a known one keeps its days. Raises `RegimeError`."""
    reference = store.reference(context.workspace)
    wanted = regime or reference.default_regime
    if wanted not in load_regimes():
        raise RegimeError("regime", known=", ".join(load_regimes()))
    known = next((p for p in reference.periods if (p.regime, p.label) == (wanted, label)), None)
    if known is not None:
        return known
    rules = [rule for rule in rules_in_force(context) if rule.regime == wanted]
    named = [
        period for rule in reversed(rules) if (period := period_of(label, rule)) and period.kind == rule.period_kind
    ]
    if not named:
        raise RegimeError("period")
    if start is None and end is None:
        if _windows(rules, named[0]) == "custom":
            raise RegimeError("window")
        return named[0]
    if start is None or end is None or start > end:
        raise RegimeError("window")
    return replace(named[0], start=start, end=end)


def rules_in_force(context: Context) -> list[RegimeRule]:
    """The presets, then the province's own rules, which go before them."""
    return [*presets(), *(row["rule"] for row in own_rules(context))]


def due_day_of(context: Context, period: Period) -> date | None:
    """The due day of a period for units of which no rule of their own speaks, days off as the calendar has them."""
    general = [r for r in rules_in_force(context) if (r.regime, r.period_kind) == (period.regime, period.kind)]
    return due_day(period, general[-1], {}) if general else None


def closed_periods(change: Change) -> set[str]:
    """The periods whose figures were frozen, those that make them up included."""
    return {row[0] for row in change.connection.execute("select period_id from closed_period").fetchall()}


def _windows(rules: list[RegimeRule], period: Period) -> str:
    return next(rule.window for rule in reversed(rules) if rule.period_kind == period.kind)


def _put_rule(context: Context, rule_id: int, version: int, rule: RegimeRule, reason: str, *, withdraws: bool) -> None:
    with changing(context.workspace) as change:
        try:
            stored.change_rule(
                change, rule_id, version, rule, reason=_reason(reason), withdraws=withdraws,
                entered_by=context.viewer.viewer_id,
            )  # fmt: skip
        except Conflict:
            raise RegimeError("changed_meanwhile") from None
        _recompute(change, context)


def _recompute(change: Change, context: Context) -> None:
    """Bring the duties of all open periods to the rules, exceptions and days off as they are now."""
    closed = closed_periods(change)
    for period in stored.opened_periods(change):
        if period.period_id in closed:
            continue
        before = stored.duties_of(change, period.period_id)
        after = {duty.unit_id: duty for duty in _duties(change, context, period)}
        gone = [replace(duty, standing="none") for unit_id, duty in before.items() if unit_id not in after]
        if any(duty.standing == "due" and duty.due_on is None for duty in after.values()):
            raise RegimeError("no_due")
        stored.put_duties(
            change, period.period_id, [*after.values(), *gone], entered_by=context.viewer.viewer_id, at=now()
        )


def _duties(change: Change, context: Context, period: Period) -> list[Duty]:
    return duties(
        period,
        store.reference(context.workspace).units,
        [*presets(), *stored.rules_of(change)],
        stored.exceptions_of(change, period.period_id),
        stored.days_off(change),
        stored.listed_units(change, period.period_id),
    )


def _add_day_of(change: Change, context: Context, period: Period, due_on: date) -> None:
    """A due day of one period is a rule that holds for that period alone, so that it stays when other rules change."""
    rule = RegimeRule(
        period.regime, period.kind, get_regime(period.regime).window, f"on:{due_on.isoformat()}",
        text("regimes.day_of_period", "vi", period=period.label), period.end, period.end,
    )  # fmt: skip
    stored.add_rule(change, rule, reason=None, entered_by=context.viewer.viewer_id)


def _checked(context: Context, rule: RegimeRule) -> RegimeRule:
    if rule.regime not in load_regimes():
        raise RegimeError("regime", known=", ".join(load_regimes()))
    if not is_window(rule.window):
        raise RegimeError("window_rule")
    if not is_due(rule.due) and rule.standing == "due":
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


def _check_writer(context: Context) -> None:
    if not may_write(context) or context.viewer.unit_ids is not None:
        raise RegimeError("role")  # what everybody owes is for nobody to say who sees some units only


def _reason(reason: str) -> str:
    kept = clean(reason)
    if not SHORTEST_REASON <= len(kept) <= LONGEST_TEXT:
        raise RegimeError("reason")
    return kept
