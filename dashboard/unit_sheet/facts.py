"""What the sheet on one unit is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dashboard.charts.picture import Look
from dashboard.charts.punctuality import FEW_DAYS
from dashboard.metrics.catalogue import Metric
from dashboard.metrics.status import Status
from dashboard.report import Period, Unit

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Headline:
    """One family's share: rows of `metric_by_unit` now, before, over time and to date, and one of `unit_standing`."""

    metric: Metric
    row: Row
    previous: Row
    over_time: tuple[Row, ...]
    standing: Row
    status: Status
    ytd: Row


@dataclass(frozen=True, slots=True)
class Facts:
    """What the sheet is made of: rows of `queries/read` as they came.

    `iso` is of `iso_units`, `record` of `report_record` over `periods`, `fields` of `metric_by_field` of the overdue
    headline, and so on by name; each may be empty. `facts` are the words on the unit beneath its name,
    `as_of` those on an earlier moment whose figures are shown, `scoped` those for who sees some units only.
    """

    province: str
    is_demo: bool
    look: Look
    unit: Unit
    kind: str
    facts: tuple[str, ...]
    period_name: str
    dates: str
    made: datetime
    updated_at: datetime | None
    files: int
    headlines: Mapping[str, Headline]
    iso: Row
    iso_standing: Row
    record: Row
    punctual: Row
    periods: tuple[Period, ...]
    fields: Sequence[Row]
    findings: Sequence[Row]
    explanations: Sequence[Row]
    lineage: Sequence[Row]
    few_days: int = FEW_DAYS
    as_of: str = ""
    scoped: str = ""
