"""Who owes a report in a period and by which day: from rules, exceptions and days off, without asking the store."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from dashboard.ingest.periods import Regime, period_from_label
from dashboard.ledger import Duty, DutyException, RegimeRule
from dashboard.metrics.workdays import moved
from dashboard.report import Period, Unit


def period_of(label: str, rule: RegimeRule) -> Period | None:
    """The period of a label with the window and the due day of a rule; null for what is no label."""
    return period_from_label(label, Regime(rule.regime, rule.regime, rule.window, rule.due))


def due_day(period: Period, rule: RegimeRule, decided: Mapping[date, bool]) -> date | None:
    """The last day on which a report is on time by a rule; null where the rule names none."""
    named = period_of(period.label, rule)
    due = named.due if named else None
    return None if due is None else moved(due, rule.day_off, decided)


def rule_for(unit: Unit, period: Period, rules: Iterable[RegimeRule]) -> RegimeRule | None:
    """The rule in force at the period's end that speaks most closely of a unit: of its kind, its level, or of all.

    Of two that speak alike the one that began later counts.
    """
    fitting = [
        rule
        for rule in rules
        if (rule.regime, rule.period_kind) == (period.regime, period.kind)
        and rule.valid_from <= period.end
        and (rule.valid_to is None or rule.valid_to >= period.end)
        and rule.unit_type in (None, unit.unit_type)
        and rule.level in (None, unit.level)
    ]
    return max(fitting, key=lambda r: (r.unit_type is not None, r.level is not None, r.valid_from), default=None)


def duties(
    period: Period,
    units: Iterable[Unit],
    rules: Sequence[RegimeRule],
    exceptions: Iterable[DutyException],
    decided: Mapping[date, bool],
    listed: Iterable[str] = (),
) -> list[Duty]:
    """What each unit owes in a period, in the order of the units; units that owe nothing have no entry.

    A unit owes a report where its own record or a list that came in (`listed`) says so, or a rule names its kind.
    """
    excepted = {exception.unit_id: exception for exception in exceptions}
    named = frozenset(listed)
    found = []
    for unit in units:
        rule = rule_for(unit, period, rules)
        if rule is None or not unit.is_valid(period.start, period.end):
            continue
        if unit.must_report or unit.unit_id in named or rule.unit_type is not None:
            found.append(_duty(unit, period, rule, excepted.get(unit.unit_id), decided))
    return found


def _duty(
    unit: Unit,
    period: Period,
    rule: RegimeRule,
    exception: DutyException | None,
    decided: Mapping[date, bool],
) -> Duty:
    due = due_day(period, rule, decided)
    if exception is None:
        return Duty(unit.unit_id, rule.standing, due, rule.forms, rule.document)
    due = exception.due_on or due
    return Duty(unit.unit_id, exception.standing, due, rule.forms, rule.document, exception.reason)
