"""Targets: those of public documents and the province's own, which are added and ended here, and what they still ask.

A target is never changed or removed: what was held against it stays readable.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from dashboard.figures import Context
from dashboard.metrics.catalogue import Catalogue, Metric, Target, load_catalogue
from dashboard.metrics.periods import months_of
from dashboard.metrics.status import is_met
from dashboard.report import LEVELS
from dashboard.store import read as store
from dashboard.store import targets as stored
from dashboard.store.write import changing

SHORTEST_DOCUMENT = 8
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,4})?)\s*%?")

Outlook = Literal["needed", "out_of_reach", "complete", "unknown"]


class TargetError(ValueError):
    """A target that cannot be entered or ended; `key` is its sentence in the words, `targets.problem_<key>`."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class KnownTarget:
    """A target with where it comes from; `target_id` is null for those of public documents."""

    target: Target
    target_id: int | None = None
    entered_by: str | None = None
    entered_at: datetime | None = None

    def is_in_force(self, day: date) -> bool:
        until = self.target.valid_to
        return self.target.valid_from <= day and (until is None or until >= day)


@dataclass(frozen=True, slots=True)
class Need:
    """What the remaining months of a year have to bring. `rate` is a fraction, `volume` the files expected a month."""

    outlook: Outlook
    months_left: int = 0
    rate: float | None = None
    volume: float | None = None
    is_met_so_far: bool | None = None


def read_percent(text: str) -> float | None:
    """A percentage as people type it ("95", "0,5", "98.5 %") as a fraction; null where it is none from 0 to 100."""
    match = _PERCENT.fullmatch(text.strip())
    if match is None:
        return None
    value = Decimal(match[1].replace(",", ".")) / 100
    return float(value) if value <= 1 else None


def list_targets(context: Context) -> tuple[KnownTarget, ...]:
    """Every target that the workspace knows: its own, newest first, then those of public documents."""
    own = [
        KnownTarget(target, target_id, entered_by, entered_at)
        for target_id, target, entered_by, entered_at in stored.read_targets(context.workspace)
    ]
    public = [KnownTarget(target) for metric in load_catalogue().metrics.values() for target in metric.targets]
    return (*own, *public)


def add_target(context: Context, target: Target) -> None:
    """Add a target of the province; `TargetError` where it cannot hold, `WorkspaceError` while someone writes."""
    _check_writer(context)
    _check(context, target)
    with changing(context.workspace) as change:
        stored.add_targets(change, [target], entered_by=context.viewer.viewer_id)


def end_target(context: Context, target_id: int, last_day: date) -> None:
    """Let one of the province's targets end with a day; raises `TargetError` for an unknown one or too early a day."""
    _check_writer(context)
    own = {target_id: target for target_id, target, *_ in stored.read_targets(context.workspace)}
    if target_id not in own:
        raise TargetError("unknown")
    if last_day < own[target_id].valid_from:
        raise TargetError("dates")
    with changing(context.workspace) as change:
        stored.end_target(change, target_id, last_day)


def is_flow_ratio(catalogue: Catalogue, metric: Metric) -> bool:
    """Whether the counts of a metric add up over months, so that the rest of a year can make up for its beginning."""
    if metric.denominator is None:
        return False
    return all(catalogue.columns[column].over_time == "sum" for column in catalogue.stated_terms(metric))


def months_done(label: str) -> int | None:
    """How many months of its year a period's label reaches: 10 for `2026-10`, 9 for `2026-Q3`; null for ranges."""
    months = months_of(label)
    return months[2] if months else None


def need(numerator: int | None, denominator: int | None, done: int | None, target: float, comparator: str) -> Need:
    """The rate that each remaining month needs for the whole year to keep a target.

    The year's counts so far are known; each remaining month is expected to bring as many cases as the mean of those so
    far. With N of D so far, v = D/done expected a month and r months left, the year keeps the target when
    (N + x·r·v) / (D + r·v) does, which gives x. Outside 0…1 no month can bring it, or every month does.
    """
    if numerator is None or not denominator or not done:
        return Need("unknown")
    met = is_met(numerator / denominator, target, comparator)
    left = 12 - done
    if left <= 0:
        return Need("complete", is_met_so_far=met)
    volume = denominator / done
    rate = (target * (denominator + left * volume) - numerator) / (left * volume)
    if (rate > 1) if comparator == ">=" else (rate < 0):
        return Need("out_of_reach", left, None, volume, met)
    return Need("needed", left, min(1.0, max(0.0, rate)), volume, met)


def _check_writer(context: Context) -> None:
    if context.viewer.role != "admin":
        raise TargetError("role")


def _check(context: Context, target: Target) -> None:
    metric = load_catalogue().metrics.get(target.metric_id)
    if metric is None:
        raise TargetError("metric")
    if target.comparator not in (">=", "<="):
        raise TargetError("comparator")
    if (metric.unit == "percent" and target.value > 1) or target.value < 0:
        raise TargetError("value")
    if target.valid_to is not None and target.valid_to < target.valid_from:
        raise TargetError("dates")
    if len(target.document.strip()) < SHORTEST_DOCUMENT:
        raise TargetError("document")
    units = store.reference(context.workspace).units
    if target.level is not None and target.level not in LEVELS:
        raise TargetError("level")
    if target.unit_type is not None and all(unit.unit_type != target.unit_type for unit in units):
        raise TargetError("unit_type")
    for known in stored.read_targets(context.workspace):
        same = known[1]
        if (same.metric_id, same.level, same.unit_type, same.valid_from) == (
            target.metric_id, target.level, target.unit_type, target.valid_from,
        ):  # fmt: skip
            raise TargetError("twice")
