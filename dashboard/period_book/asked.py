"""What a workbook of a period is asked for, and the questions that its sheets put to the workspace."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.figures import Context
from dashboard.marks import Asking
from dashboard.metrics.catalogue import Metric
from dashboard.metrics.format import Language
from dashboard.metrics.periods import KnownPeriod
from dashboard.report import Unit
from dashboard.words import text

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a workbook is about; with `unit` it holds that unit's figures only."""

    asking: Asking
    period: KnownPeriod
    on_day: date
    unit: Unit | None = None

    @property
    def context(self) -> Context:
        return self.asking.context

    @property
    def language(self) -> Language:
        return self.asking.language

    @property
    def period_id(self) -> str:
        return self.period.period.period_id

    @property
    def unit_ids(self) -> list[str]:
        return [self.unit.unit_id] if self.unit else []

    @property
    def part_ids(self) -> list[str]:
        """The period, and the periods that it is made of where no report is about it itself."""
        parts = (part.part_id for part in self.period.parts) if self.period.is_implied else ()
        return list(dict.fromkeys([self.period_id, *parts]))

    def say(self, key: str, **values: object) -> str:
        return text(key, self.language, **values)

    def rows(self, query: str, **params: Any) -> list[dict[str, Any]]:
        """The rows of a query; figures bring their marks as `caution`."""
        return self.asking.rows(query, **params)


def name_of(metric: Metric, language: Language) -> str:
    return metric.name if language == "vi" else metric.name_en
