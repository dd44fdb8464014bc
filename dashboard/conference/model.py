"""What a review conference is told of one period: the figures, and the rows behind every list as the queries gave them.

The deck, the report and the brief are made of one `Conference`, so that a slide, a page and the screen cannot differ.
It is finished: whoever writes a file from it asks the workspace nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dashboard.charts.picture import Look
from dashboard.limits import Limits
from dashboard.metrics.catalogue import Metric
from dashboard.metrics.figure import Figure
from dashboard.metrics.periods import KnownPeriod
from dashboard.metrics.spans import Span
from dashboard.report import Unit

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """As of when the figures are: those of a frozen set (`name`, `closed_at`), of a moment, or provisional.

    `changes` are rows of `closing_difference`: what became other since the period's last frozen set, `changed_since`.
    """

    as_of: str | None = None
    name: str | None = None
    closed_at: datetime | None = None
    changed_since: str | None = None
    changes: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Conference:
    """Rows are those of the query in the name of the comment beside them; empty where there is nothing to tell.

    `figures` has every metric that has rows, `headlines` the one that stands for each family (`metrics/headlines`), or
    nothing where the family has no figure. `late` is the definition of lateness that the period has figures of.
    """

    workspace: str
    province: str
    is_demo: bool
    unit: Unit | None
    period: KnownPeriod
    span: Span
    look: Look
    limits: Limits
    standing: Standing
    made: datetime
    on_day: date
    updated_at: datetime | None
    files: int
    figures: Mapping[str, Figure]
    headlines: Mapping[str, Figure]
    late: Metric
    levels: Mapping[str, tuple[Row, ...]]  # metric_by_level, of each headline metric
    fields: tuple[Row, ...]  # bad_cases_by_field of `late`
    units: tuple[Row, ...]  # metric_by_unit of the headline metrics
    submitted: tuple[Row, ...]  # metric_by_unit of report_submitted_rate, those who owe a report
    ranked: Mapping[str, tuple[Row, ...]]  # unit_ranking of each metric that is compared
    promises: tuple[Row, ...]  # open_promises
    explanations: tuple[Row, ...]  # explanations of earlier periods whose promise is over, and of this one
    findings: tuple[Row, ...]  # store.findings.current_findings
    territory_days: tuple[date, ...] = ()

    @property
    def period_id(self) -> str:
        return self.period.period.period_id

    @property
    def subject(self) -> str:
        """Whom the conference is about: the unit, or the province."""
        return self.unit.name if self.unit else self.province

    def say(self, key: str, **values: object) -> str:
        """Words of the catalogue in the conference's language."""
        return self.look.say(key, **values)
