"""The words of the register of reports: rules of a regime, what a unit owes by them, exceptions, and arrivals."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dashboard.report import PeriodKind

Standing = Literal["due", "exempt", "none"]
DayOff = Literal["keep", "next", "previous"]


@dataclass(frozen=True, slots=True)
class RegimeRule:
    """Which units owe the reports of a regime, of which days, and by when.

    Without level and kind it speaks of every unit. `window` and `due` are written as in `data/reference/regimes.csv`;
    `day_off` says what becomes of a due day on which nobody works. `forms` are those that a complete report has.
    """

    regime: str
    period_kind: PeriodKind
    window: str
    due: str
    document: str
    valid_from: date
    valid_to: date | None = None
    day_off: DayOff = "keep"
    level: str | None = None
    unit_type: str | None = None
    standing: Standing = "due"
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """What one unit owes in one period: a report by a day, none because it is exempt, or nothing any more."""

    unit_id: str
    standing: Standing
    due_on: date | None
    forms: tuple[str, ...]
    document: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class DutyException:
    """One unit that is exempt from the report of a period, or has until another day, and why."""

    period_id: str
    unit_id: str
    standing: Standing
    reason: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """One arrival of a unit's report. A null day is unknown; null `forms` or `lacking` mean that nobody has said.

    `revision_id` is null until figures are loaded.
    """

    period_id: str
    unit_id: str
    received_on: date | None = None
    document_no: str | None = None
    document_on: date | None = None
    channel: str | None = None
    forms: tuple[str, ...] | None = None
    lacking: tuple[str, ...] | None = None
    revision_id: str | None = None
    note: str | None = None
