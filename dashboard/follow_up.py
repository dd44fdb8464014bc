"""Explanations of late files and what became of promises: what may be entered, by whom, and the list of who owes one.

Nothing is overwritten: a correction, a withdrawal and the end of a promise are entries of their own.
"""

import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal, get_args

from dashboard import figures
from dashboard.figures import Context
from dashboard.limits import read_limits
from dashboard.metrics.catalogue import load_catalogue
from dashboard.metrics.causes import load_causes
from dashboard.metrics.periods import KnownPeriod
from dashboard.report import Explanation as Explanation
from dashboard.report import Outcome as Outcome
from dashboard.report import Unit
from dashboard.store import follow_up as stored
from dashboard.store import read as store
from dashboard.store.closing import frozen_name
from dashboard.store.connection import VIETNAM, as_of_moment
from dashboard.store.write import changing
from dashboard.words import text

Rule = Literal["limits", "target", "either", "both"]

METRICS = ("late_rate", "overdue_rate", "late_rate_overall", "pending_overdue_rate")
"""The definitions of lateness that are explained."""

WRITERS = ("admin", "editor")
SHORTEST_BODY = 10
LONGEST_BODY = 2000
LONGEST_NAME = 120
LONGEST_PROMISE = timedelta(days=731)
_NO_DAY = "2000-01-01"


class FollowUpError(ValueError):
    """Something that cannot be entered; `key` is its sentence in the words, `follow_up.problem_<key>`."""

    def __init__(self, key: str) -> None:
        super().__init__(text(f"follow_up.problem_{key}", "vi"))
        self.key = key


@dataclass(frozen=True, slots=True)
class Asked:
    """What people typed of an explanation: names or ids, labels, free text."""

    unit: str
    period: str
    metric: str
    cause: str
    body: str
    person: str
    position: str
    field: str | None = None
    promised_on: date | None = None
    promised_late: int | None = None
    late_files: int | None = None


def may_write(context: Context) -> bool:
    """Whether the reader may enter explanations and notes at all; a scope cuts that to its units."""
    return context.viewer.role in WRITERS


def owed(
    context: Context,
    metric: str,
    period_id: str,
    *,
    rule: Rule = "limits",
    levels: list[str] | None = None,
    least_files: int = 1,
) -> list[dict[str, Any]]:
    """Who owes an explanation for a period, those that gave none first: rows of `explanations_owed`."""
    return context.rows(
        "explanations_owed", metric_id=metric, period_id=period_id, levels=levels or [], unit_ids=[], rule=rule,
        least_files=least_files, small_n=read_limits(context.workspace).small_n,
    )  # fmt: skip


def explain(context: Context, asked: Asked) -> int:
    """Enter an explanation; its number. Raises `FollowUpError`, `NotFound`, `WorkspaceError` while someone writes."""
    said = preview(context, asked)
    with changing(context.workspace) as change:
        try:
            return stored.add_explanation(change, said, entered_by=context.viewer.viewer_id)
        except stored.Conflict:
            raise FollowUpError("twice") from None


def change_explanation(context: Context, explanation_id: int, version: int, **changed: Any) -> None:
    """Enter the next version of an explanation: other cause, text, person, position or number of files."""
    said, row = _given(context, explanation_id)
    period = known_period(context, said.period_id)
    cleaned: dict[str, Any] = {name: clean(v) if isinstance(v, str) else v for name, v in changed.items()}
    said = replace(said, **cleaned)
    if said.promised_on != row["promised_on"] and row["promised_on"] is not None:
        raise FollowUpError("promise_fixed")
    check(said, period)
    _check_files(context, said)
    _put(context, explanation_id, version, said, None)


def withdraw_explanation(context: Context, explanation_id: int, version: int, reason: str) -> None:
    """Take an explanation back, with a reason; its versions stay readable."""
    said, _ = _given(context, explanation_id)
    _put(context, explanation_id, version, said, _reason(reason))


def decide(
    context: Context,
    explanation_id: int,
    outcome: Outcome,
    decided_on: date,
    reason: str,
    extended_to: date | None = None,
) -> None:
    """Say what became of a promise: kept, not kept, or extended to a later day. Somebody says so, never a figure."""
    _, row = _given(context, explanation_id)
    if row["promised_on"] is None:
        raise FollowUpError("no_promise")
    if outcome not in get_args(Outcome):
        raise FollowUpError("outcome")
    if (outcome == "extended") != (extended_to is not None):
        raise FollowUpError("extended_to")
    if extended_to is not None and not row["due_on"] < extended_to <= row["due_on"] + LONGEST_PROMISE:
        raise FollowUpError("extended_to")
    if row["end_date"] is not None and decided_on < row["start_date"]:
        raise FollowUpError("decided_on")
    with changing(context.workspace) as change:
        stored.add_outcome(
            change, explanation_id, outcome, decided_on, _reason(reason),
            extended_to=extended_to, entered_by=context.viewer.viewer_id,
        )  # fmt: skip


def preview(context: Context, asked: Asked) -> Explanation:
    """The explanation that would be entered as typed so far; raises like `explain`, and writes nothing."""
    check_writer(context)
    said, unit, period = _resolved(context, asked)
    check(said, period)
    check_scope(context, unit)
    _check_files(context, said)
    return said


def read_day(typed: str) -> date | None:
    """A day as people type it, "5/12/2026"; null where nothing is typed. Raises `FollowUpError` for anything else."""
    if not typed.strip():
        return None
    try:
        return datetime.strptime(typed.strip(), "%d/%m/%Y").replace(tzinfo=VIETNAM).date()
    except ValueError:
        raise FollowUpError("day") from None


def read_count(typed: str) -> int | None:
    """A number of files, "1.234" too; null where nothing is typed. Raises `FollowUpError` for anything else."""
    digits = typed.strip().replace(".", "")
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit()):
        raise FollowUpError("files")
    return int(digits)


def day_of(context: Context, today: date) -> date:
    """The day on which promises and reports are judged: that of the moment asked as of or of closing, else today."""
    if context.as_of is None:
        return today
    if frozen_name(context.as_of) is not None:
        moment = store.moment_of(context.workspace, context.as_of)
        return moment.astimezone(VIETNAM).date() if moment else today
    try:
        return as_of_moment(context.as_of).astimezone(VIETNAM).date()
    except ValueError:
        return today  # a revision: its figures, looked at today


def late_count(context: Context, metric: str, period_id: str, unit_id: str, field_id: str | None) -> int | None:
    """How many late files a unit (in a field) has in a period; null where it has not reported them."""
    asked: dict[str, Any] = {"metric_ids": [metric], "period_ids": [period_id], "unit_ids": [unit_id]}
    query = "metric_by_field" if field_id else "metric_by_unit"
    rows = context.rows(query, **asked, field_ids=[field_id] if field_id else [])
    return rows[0]["numerator"] if rows else None


def known_period(context: Context, label: str) -> KnownPeriod:
    """The period of a label or id; a range made up for one question is none that an entry can be bound to."""
    found = figures.resolve_period(context, label)
    if all(k.period.period_id != found.period.period_id for k in store.periods(context.workspace)):
        raise FollowUpError("period")
    return found


def check_writer(context: Context) -> None:
    if not may_write(context):
        raise FollowUpError("role")


def check_scope(context: Context, unit: Unit) -> None:
    scope = context.viewer.unit_ids
    if scope is not None and unit.unit_id not in scope:
        raise FollowUpError("role")


def check(said: Explanation, period: KnownPeriod) -> None:
    """Whether an explanation can hold, as it stands; raises `FollowUpError`."""
    metric = load_catalogue().metrics.get(said.metric_id)
    if metric is None or metric.id not in METRICS:
        raise FollowUpError("metric")
    if said.cause_id not in load_causes():
        raise FollowUpError("cause")
    if not SHORTEST_BODY <= len(said.body) <= LONGEST_BODY:
        raise FollowUpError("body")
    if not 3 <= len(said.person) <= LONGEST_NAME:
        raise FollowUpError("person")
    if not 2 <= len(said.person_position) <= LONGEST_NAME:
        raise FollowUpError("position")
    if said.promised_on is not None:
        if not period.period.end < said.promised_on <= period.period.end + LONGEST_PROMISE:
            raise FollowUpError("promised_on")
    elif said.promised_late is not None:
        raise FollowUpError("promised_late")
    if any(number is not None and number < 0 for number in (said.promised_late, said.late_files)):
        raise FollowUpError("files")


def clean(body: str) -> str:
    """Text as it is kept: composed, without control characters, blank ends cut."""
    kept = "".join(c for c in unicodedata.normalize("NFC", body) if c == "\n" or c.isprintable())
    return kept.strip()


def _resolved(context: Context, asked: Asked) -> tuple[Explanation, Unit, KnownPeriod]:
    metric = figures.resolve_metric(asked.metric)
    period = known_period(context, asked.period)
    unit = figures.resolve_unit(context, asked.unit, period.period)
    said = Explanation(
        unit_id=unit.unit_id,
        field_id=None if asked.field is None else figures.resolve_field(context, asked.field),
        period_id=period.period.period_id,
        metric_id=metric.id,
        cause_id=asked.cause,
        body=clean(asked.body),
        person=clean(asked.person).replace("\n", " "),
        person_position=clean(asked.position).replace("\n", " "),
        promised_on=asked.promised_on,
        promised_late=asked.promised_late,
        late_files=asked.late_files,
    )
    return said, unit, period


def _check_files(context: Context, said: Explanation) -> None:
    """No more late files can be explained than there are."""
    if said.late_files is None:
        return
    known = late_count(context, said.metric_id, said.period_id, said.unit_id, said.field_id)
    if known is not None and said.late_files > known:
        raise FollowUpError("too_many_files")


def _given(context: Context, explanation_id: int) -> tuple[Explanation, dict[str, Any]]:
    """An explanation in force that the writer may change; raises `FollowUpError`."""
    check_writer(context)
    asked: dict[str, Any] = {"period_ids": [], "unit_ids": [], "field_ids": [], "on_day": _NO_DAY}
    row = next((r for r in context.rows("explanations", **asked) if r["explanation_id"] == explanation_id), None)
    if row is None:
        raise FollowUpError("unknown")
    return Explanation(**{name: row[name] for name in Explanation.__slots__}), row


def _put(context: Context, explanation_id: int, version: int, said: Explanation, reason: str | None) -> None:
    with changing(context.workspace) as change:
        try:
            stored.change_explanation(
                change, explanation_id, version, said, reason=reason, entered_by=context.viewer.viewer_id
            )
        except stored.Conflict:
            raise FollowUpError("changed_meanwhile") from None


def _reason(reason: str) -> str:
    kept = clean(reason)
    if not 5 <= len(kept) <= LONGEST_BODY:
        raise FollowUpError("reason")
    return kept
