"""Opening a period: who owes its report by when is written down, and brought up to the rules while it is open.

A rule that changes later changes the open periods only: of a period that was closed nothing moves any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard.duties import duties, period_of
from dashboard.figures import Context
from dashboard.follow_up import may_write
from dashboard.ingest.periods import get_regime, load_regimes
from dashboard.ledger import Duty, RegimeRule
from dashboard.report import Period
from dashboard.store import read as store
from dashboard.store import regimes as stored
from dashboard.store.connection import cursor_of, now, reader
from dashboard.store.write import Change, changing
from dashboard.words import text

ALWAYS = date(1900, 1, 1)


class RegimeError(ValueError):
    """Something that cannot be entered; `key` is its sentence in the words, `regimes.problem_<key>`."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(text(f"regimes.problem_{key}", "vi", **values))
        self.key = key
        self.values = values


@dataclass(frozen=True, slots=True)
class Plan:
    """A period with what each unit owes in it."""

    period: Period
    duties: tuple[Duty, ...]

    @property
    def due(self) -> int:
        """How many units owe a report."""
        return sum(duty.standing == "due" for duty in self.duties)

    @property
    def exempt(self) -> int:
        return len(self.duties) - self.due

    @property
    def days(self) -> list[date]:
        """The due days of these units, each once, in order."""
        return sorted({duty.due_on for duty in self.duties if duty.standing == "due" and duty.due_on is not None})


def plan(
    context: Context,
    label: str,
    regime: str | None = None,
    *,
    start: date | None = None,
    end: date | None = None,
    due_on: date | None = None,
) -> Plan:
    """Who would owe a report of a period by when, if it were opened now; raises `RegimeError` like `open_period`."""
    cursor = cursor_of(reader(context.workspace)[0])
    try:
        period = planned_period(context, label, regime, start=start, end=end)
        return _planned(Change(context.workspace, cursor), context, period, due_on)
    finally:
        cursor.close()


def open_period(
    context: Context,
    label: str,
    regime: str | None = None,
    *,
    start: date | None = None,
    end: date | None = None,
    due_on: date | None = None,
) -> Plan:
    """Open a period: write down who owes its report and by when. `start` and `end` are the days of a window of its own,
    `due_on` a due day for this period alone. Raises `RegimeError`."""
    check_writer(context)
    with changing(context.workspace) as change:
        return open_in(change, context, planned_period(context, label, regime, start=start, end=end), due_on)


def open_in(change: Change, context: Context, period: Period, due_on: date | None = None) -> Plan:
    """The same for a workspace that is being changed, and a period that was planned."""
    planned = _planned(change, context, period, due_on)
    who = context.viewer.viewer_id
    if due_on is not None:
        stored.add_rule(change, _day_of(period, due_on), reason=None, entered_by=who)
    days = sorted(duty.due_on for duty in planned.duties if duty.standing == "due" and duty.due_on is not None)
    stored.add_period(change, replace(period, due=days[len(days) // 2]))
    stored.put_duties(change, period.period_id, planned.duties, entered_by=who, at=now())
    return planned


def _planned(change: Change, context: Context, period: Period, due_on: date | None) -> Plan:
    if stored.duties_of(change, period.period_id):
        raise RegimeError("opened")
    extra = [] if due_on is None else [_day_of(period, due_on)]
    planned = Plan(period, tuple(_duties(change, context, period, extra)))
    if not planned.due:
        raise RegimeError("nobody")
    if any(duty.standing == "due" and duty.due_on is None for duty in planned.duties):
        raise RegimeError("no_due")
    return planned


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
    # The one that came last goes before those before it, and a rule of some units says nothing of the period.
    general = [r for r in reversed(rules_in_force(context)) if r.regime == wanted and not (r.level or r.unit_type)]
    named = [(period, rule) for rule in general if (period := period_of(label, rule)) and _is_of(rule, period)]
    if not named:
        raise RegimeError("period")
    period, rule = named[0]
    if start is None and end is None and rule.window != "custom":
        return period
    if start is None or end is None or start > end:
        raise RegimeError("window")
    return replace(period, start=start, end=end)


def recompute(change: Change, context: Context) -> None:
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


def closed_periods(change: Change) -> set[str]:
    """The periods whose figures were frozen, those that make them up included."""
    return {row[0] for row in change.connection.execute("select period_id from closed_period").fetchall()}


def check_writer(context: Context) -> None:
    """Raises `RegimeError` unless the viewer may say what everybody owes: nobody may who sees some units only."""
    if not may_write(context) or context.viewer.unit_ids is not None:
        raise RegimeError("role")


def rules_in_force(context: Context) -> list[RegimeRule]:
    """The presets, then the province's own rules, which go before them."""
    return [*presets(), *(row["rule"] for row in stored.read_rules(context.workspace))]


def presets() -> list[RegimeRule]:
    """The rules that every province starts from: those of `data/reference/regimes.csv`, one for each kind of period."""
    return [
        RegimeRule(regime.regime_id, kind, regime.window, regime.due_rule, regime.document, ALWAYS)  # type: ignore[arg-type]
        for regime in load_regimes().values()
        for kind in regime.period_kinds
        if kind != "custom"
    ]


def _is_of(rule: RegimeRule, period: Period) -> bool:
    is_begun = rule.valid_from <= period.end
    return rule.period_kind == period.kind and is_begun and (rule.valid_to is None or rule.valid_to >= period.end)


def _duties(change: Change, context: Context, period: Period, extra: Sequence[RegimeRule] = ()) -> list[Duty]:
    return duties(
        period,
        store.reference(context.workspace).units,
        [*presets(), *stored.rules_of(change), *extra],
        stored.exceptions_of(change, period.period_id),
        stored.days_off(change),
        stored.listed_units(change, period.period_id),
    )


def _day_of(period: Period, due_on: date) -> RegimeRule:
    """A due day of one period is a rule that holds for that period alone, so that it stays when other rules change."""
    return RegimeRule(
        period.regime, period.kind, get_regime(period.regime).window, f"on:{due_on.isoformat()}",
        text("regimes.day_of_period", "vi", period=period.label), period.end, period.end,
    )  # fmt: skip
