"""The parts of a form's description: its versions, sheets, columns and words, and how they are spoken of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dashboard.metrics import score766
from dashboard.report import Family, Level, Period

Layout = Literal["unit", "rollup", "book", "flat", "scores"]

LINES = frozenset(
    {"unit", "period", "from", "to", "regime", "cumulative", "source", "document_no", "document_date", "snapshot_on"},
)
ROLES = frozenset(
    {
        "row_no", "subject", "unit", "level", "field", "part", "vertical", "source_system", "note",
        "agency_code", "agency_kind",
        "report_missing", "period", "regime", "cumulative", "origin", "source", "from", "to",
        "label", "stated", "numerator", "numerator_part", "denominator", "denominator_part",
    },
)  # fmt: skip
SCORES = tuple(score766.maxima())
"""The columns of points of a form of scores, the total last."""

ATTRIBUTES: Mapping[str, Family] = {
    "obligation": "iso",
    "standard_version": "iso",
    "iso_status": "iso",
    "rating": "iso",
    "announced_on": "iso",
    "conversion_due_on": "iso",
    "submitted_on": "submission",
    "document_no": "submission",
}
DATE_ATTRIBUTES = frozenset({"announced_on", "conversion_due_on", "submitted_on"})


OWN = "rieng_"
"""The ids of forms that people of a workspace described begin so."""


class FormError(ValueError):
    """A form description contradicts itself; the message names the file, the line and what is wrong."""


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column of a form's table; `index` is its place from 0, −1 where the place is free (flat)."""

    id: str
    texts: tuple[str, ...]
    index: int = -1
    group: str = ""
    number: str = ""

    @property
    def heading(self) -> str:
        return self.texts[0] if self.texts else ""


@dataclass(frozen=True, slots=True)
class FormLine:
    """A labelled value, such as "Kỳ báo cáo: …"."""

    id: str
    texts: tuple[str, ...]
    is_always_written: bool = False


@dataclass(frozen=True, slots=True)
class FormSheet:
    """One sheet of a form; `kind` is a family, `info`, `statement`, or empty for a flat file."""

    name: str
    kind: str
    columns: tuple[FormColumn, ...] = ()

    def column(self, id_: str) -> FormColumn | None:
        return next((column for column in self.columns if column.id == id_), None)


@dataclass(frozen=True, slots=True)
class Word:
    """Texts that stand for a value: a section's heading, a subject, an attribute's value."""

    id: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormVersion:
    """One version of a form, in force from `valid_from` until a newer one."""

    form: str
    valid_from: date
    layout: Layout
    name: str
    titles: tuple[tuple[str, ...], ...] = ()
    sheets: tuple[FormSheet, ...] = ()
    lines: tuple[FormLine, ...] = ()
    sections: tuple[Word, ...] = ()
    subjects: tuple[Word, ...] = ()
    totals: tuple[str, ...] = ()
    values: tuple[Word, ...] = ()

    @property
    def version(self) -> str:
        return self.valid_from.isoformat()

    @property
    def is_own(self) -> bool:
        """Whether people of a workspace described it."""
        return self.form.startswith(OWN)

    @property
    def is_of_one_unit(self) -> bool:
        """Whether a flat form has one unit in each file, named above its table or by who brings it, and no column."""
        return self.layout == "flat" and any(line.id == "unit" for line in self.lines)

    def sheet(self, kind: str) -> FormSheet | None:
        return next((sheet for sheet in self.sheets if sheet.kind == kind), None)

    def word(self, id_: str) -> str:
        """The text that is written for an attribute's value, a section or a subject; the id itself if none is."""
        found = (w for w in self.values + self.sections + self.subjects if w.id == id_)
        return next((word.texts[0] for word in found), id_.rpartition(":")[2])


@dataclass(frozen=True, slots=True)
class Forms:
    """Every version of every form, older versions first; `own` are those that people of a workspace described, which
    are tried on what fits no other."""

    versions: tuple[FormVersion, ...]
    own: tuple[FormVersion, ...] = ()

    def latest(self, form: str, on: date | None = None) -> FormVersion:
        """The version in force on a day (the newest without one); raises KeyError for an unknown form."""
        found = [v for v in self.versions if v.form == form]
        if not found:
            raise KeyError(form)
        in_force = [v for v in found if on is None or v.valid_from <= on]
        return (in_force or found[:1])[-1]


def column_index(letters: str) -> int:
    """The place from 0 of a column's letters: A is 0, AB is 27."""
    index = 0
    for character in letters:
        index = index * 26 + ord(character) - ord("A") + 1
    return index - 1


def period_text(period: Period) -> str:
    """A period in words as reports write it: "Tháng 02/2020", "Quý III/2023", "6 tháng đầu năm 2023"."""
    year, _, part = period.label.partition("-")
    if period.kind in ("custom", "ytd") or ".." in period.label:
        return f"Từ ngày {period.start:%d/%m/%Y} đến ngày {period.end:%d/%m/%Y}"
    if not part:
        return f"Năm {year}"
    if part == "9M":
        return f"9 tháng năm {year}"
    if part.startswith("H"):
        return f"6 tháng {'đầu' if part == 'H1' else 'cuối'} năm {year}"
    if part.startswith("Q"):
        return f"Quý {('I', 'II', 'III', 'IV')[int(part[1]) - 1]}/{year}"
    return f"Tháng {part}/{year}"


def level_of(subject: str) -> Level | None:
    """The level in a subject's id: `level:district` gives `district`, `province` (the whole) gives None."""
    scope, _, level = subject.partition(":")
    return level if scope == "level" else None  # type: ignore[return-value]
