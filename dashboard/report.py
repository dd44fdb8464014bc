"""The words that ingest, store and exports share: what a report is, and what was found wrong in it.

A *file* is read into a `Reading`: some `Report`s and all `Finding`s. A `Report` is what one subject (a unit, a level or
the province) says about one family of figures for one period; accepting it makes a new revision of exactly that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Severity = Literal["reject", "error", "warning", "info"]
Family = Literal["dossier", "procedure", "iso", "document", "certificate", "submission", "score"]
Scope = Literal["unit", "level", "province"]
Level = Literal["province", "district", "commune"]
PeriodKind = Literal["month", "quarter", "half", "nine_month", "year", "custom", "ytd"]
Origin = Literal["own", "consolidated"]
Outcome = Literal["kept", "not_kept", "extended"]
Channel = Literal["document", "email", "phone", "message", "meeting"]
"""How a unit can be reminded."""

FAMILIES: tuple[Family, ...] = (
    "dossier",
    "procedure",
    "iso",
    "document",
    "certificate",
    "submission",
)
"""The families that are counted; the seventh is points, which no metric is made of."""

SCORE: Family = "score"
LEVELS: tuple[Level, ...] = ("province", "district", "commune")
SEVERITIES: tuple[Severity, ...] = ("reject", "error", "warning", "info")
UNMATCHED = "?"  # begins the field_id of a name that is in no list, followed by the name as it was written


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period as an explicit range of dates (both ends included), of one regime.

    `label` is the form that the command line takes: `2020-02`, `2020-Q3`, `2020-H1`, `2020-9M`, `2020`, or
    `2021-01-01..2021-09-20`. `due` is the last day on which a report is still on time.
    """

    regime: str
    kind: PeriodKind
    label: str
    start: date
    end: date
    due: date | None = None
    is_cumulative: bool = False

    @property
    def period_id(self) -> str:
        return f"{self.regime}/{self.label}"


@dataclass(frozen=True, slots=True)
class Unit:
    """An agency as it stood between two dates; a code alone is no key, `unit_id` is."""

    unit_id: str
    name: str
    unit_type: str
    level: Level
    short_name: str = ""
    parent_id: str | None = None
    gso_code: str | None = None
    agency_code: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    display_order: int = 0
    has_procedures: bool = True
    must_report: bool = False
    aliases: Sequence[str] = ()

    def is_valid(self, start: date, end: date) -> bool:
        """Whether the unit existed on at least one day from `start` to `end`."""
        return (self.valid_from is None or self.valid_from <= end) and (self.valid_to is None or self.valid_to >= start)


@dataclass(frozen=True, slots=True)
class Lineage:
    """One unit became another: `kind` is unchanged, renamed, merged, split or abolished."""

    from_unit_id: str
    to_unit_id: str
    kind: str
    effective_on: date
    is_partial: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of procedures (lĩnh vực), or a whole sector (ngành) where a report is no finer."""

    field_id: str
    name: str
    sector_id: str | None = None
    code: str | None = None
    is_sector: bool = False
    display_order: int = 0
    aliases: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """What a file's names and dates are matched against: one workspace's units, fields, periods.

    `province` is the province's name as on screen; it may follow a unit's name ("Sở Nội vụ tỉnh Bắc Giang").
    """

    units: tuple[Unit, ...]
    fields: tuple[Field, ...]
    periods: tuple[Period, ...] = ()
    default_regime: str = "cchc"
    province: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a reader of the figures should know, at the cell where it stands.

    `stated` is what the file says and `recomputed` what its own counts give: counts, or fractions for percentages.
    `message` is one Vietnamese sentence that says what is wrong and what to do.
    """

    severity: Severity
    rule: str
    message: str
    sheet: str | None = None
    cell: str | None = None
    unit_id: str | None = None
    unit: str | None = None
    period: str | None = None
    column: str | None = None
    value: str | None = None
    stated: float | None = None
    recomputed: float | None = None

    @property
    def difference(self) -> float | None:
        """`recomputed − stated`, null where either is unknown."""
        if self.stated is None or self.recomputed is None:
            return None
        return self.recomputed - self.stated


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a report speaks of: one unit, a whole level (a stated total), or the province (a stated total)."""

    scope: Scope
    unit_id: str | None = None
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class FactRow:
    """One row of counts. A count that is not in `counts` is unknown, which is not zero.

    `part` names a part that stands inside or beside the subject's own row ("qua bưu chính", a software's subset) and is
    never added to anything. `derived` maps each count that was not stated to the identity that gave it. `row` is the
    line of the sheet; together with the report's `letters` it gives each count's cell.
    """

    row: int
    field_id: str | None = None
    part: str | None = None
    source_system: str | None = None
    is_vertical: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)
    attributes: Mapping[str, str | date | Decimal | None] = field(default_factory=dict)
    derived: Mapping[str, str] = field(default_factory=dict)
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A percentage that a report prints: kept, compared with the counts (V07), never used as a value.

    `stated` is a fraction (78,24 % is 0.7824) and `half_step` half of its last printed digit, as a fraction. Numerator
    and denominator are columns of `family`, of the subject's row or of its `part`; null where the report gives none.
    `sheet` is where it stands when that is not the report's own sheet.
    """

    label: str
    stated: float
    half_step: float
    row: int
    letter: str
    family: Family | None = None
    numerator: str | None = None
    numerator_part: str | None = None
    denominator: str | None = None
    denominator_part: str | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What one subject reports of one family for one period, with the place of every figure.

    `letters` maps a column to its letter in `sheet`. `data_from` and `data_to` are the dates that the report itself
    states for its figures. `source` names the published document that the figures were taken from, if any.
    """

    family: Family
    subject: Subject
    period: Period
    origin: Origin = "own"
    sheet: str | None = None
    letters: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[FactRow, ...] = ()
    statements: tuple[Statement, ...] = ()
    source: str | None = None
    data_from: date | None = None
    data_to: date | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one file gave: which form it is, its reports, and everything found on the way."""

    form: str | None = None
    form_version: str | None = None
    reports: tuple[Report, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def is_rejected(self) -> bool:
        return any(finding.severity == "reject" for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is asking. `unit_ids` is the scope that every read is cut to; null means every unit.

    A viewer with a scope sees no stated total of a level or the province: it would tell of units outside.
    """

    viewer_id: str
    role: str
    unit_ids: frozenset[str] | None = None


LOCAL_VIEWER = Viewer("local", "admin")


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why files of a unit were late in a period, who answers for it, and what is promised until when.

    Without a field it speaks of the whole unit. `late_files` is how many late files it explains, `promised_late` to
    how many they are to come down.
    """

    unit_id: str
    period_id: str
    metric_id: str
    cause_id: str
    body: str
    person: str
    person_position: str
    field_id: str | None = None
    promised_on: date | None = None
    promised_late: int | None = None
    late_files: int | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """That a unit was reminded of a report: when, how, by which document, and whom it reached."""

    unit_id: str
    period_id: str
    sent_on: date
    channel: Channel
    document_no: str | None = None
    person: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What stands on the figure of a unit, a level or the province in a period; without a metric on every figure."""

    scope: Scope
    period_id: str
    body: str
    unit_id: str | None = None
    level: str | None = None
    metric_id: str | None = None
