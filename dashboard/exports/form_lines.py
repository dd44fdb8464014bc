"""What stands in each line of a form, by column id: reports as the people who fill the form in would write them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.forms import FormError, FormSheet, FormVersion, period_text
from dashboard.report import FactRow, Reference, Report, Statement, Subject

Value = str | int | float | date | None

_ROMAN = ("I", "II", "III", "IV", "V")


@dataclass(frozen=True, slots=True)
class FormHead:
    """What stands above a form's table: who reports, and the document that the figures were taken from."""

    unit: str = ""
    document_no: str = ""
    document_date: date | None = None


NO_HEAD = FormHead()


class FormLines:
    """The lines of one form for reports of one period; `FormError` for a figure that the form has no place for."""

    def __init__(self, form: FormVersion, reports: Sequence[Report], reference: Reference, head: FormHead) -> None:
        self.form, self.reports, self.head = form, reports, head
        self.names = _Names(reference)

    def heading(self) -> Iterator[str]:
        values = self.line_values()
        for line in self.form.lines:
            value = values.get(line.id)
            if value or line.is_always_written:
                yield f"{line.texts[0]} {value or ''}".strip()

    def line_values(self) -> dict[str, str]:
        report = self.reports[0]
        period = report.period
        when = period_text(period)
        if report.data_from and report.data_to and "Từ ngày" not in when:
            when += f" (Từ ngày {report.data_from:%d/%m/%Y} đến ngày {report.data_to:%d/%m/%Y})"
        return {
            "unit": self.head.unit or (self.names.unit(report.subject.unit_id) if report.subject.unit_id else ""),
            "period": when,
            "regime": "" if period.regime == "cchc" else period.regime,
            "cumulative": self.form.word("cumulative:yes") if period.kind == "ytd" else "",
            "source": report.source or "",
        }

    def unit_lines(self) -> Iterator[tuple[dict[str, Value], bool]]:
        if len(self.reports) != 1:
            raise FormError(f"{self.form.form}: a form of one unit takes one report")
        rows = self.reports[0].rows
        for row in rows:
            if row.is_vertical or (row.part and not self.form.sections):
                raise FormError(f"{self.form.form}: no place for a part or for vertical agencies")
        number = 0
        placed = []
        for index, section in enumerate(self.form.sections):
            own = [r for r in rows if r.source_system == section.id]
            if not own:
                continue
            heading = next((r for r in own if r.field_id is None), None)
            counts = stated(heading) if heading else {}
            yield {"row_no": _ROMAN[index], "field": section.texts[0], **counts}, True
            for row in (r for r in own if r.field_id is not None):
                number += 1
                yield self._field_line(number, row), False
            placed += own
        total = None
        for row in (r for r in rows if r not in placed):
            if row.source_system:
                raise FormError(f"{self.form.form}: no place for source system {row.source_system!r}")
            if row.field_id is None:
                total = row
                continue
            number += 1
            yield self._field_line(number, row), False
        if total is not None:
            yield {"row_no": None, "field": self.form.totals[0], **stated(total)}, True

    def _field_line(self, number: int, row: FactRow) -> dict[str, Value]:
        return {"row_no": number, "field": self.names.field(row.field_id or ""), **stated(row)}

    def rollup_lines(self) -> Iterator[tuple[dict[str, Value], bool]]:
        by_level = {r.subject.level: r for r in self.reports if r.subject.scope == "level"}
        number = 0
        for index, section in enumerate(self.form.sections):
            own = [r for r in self.reports if r.subject.scope == "unit" and self._level(r) == section.id]
            total = by_level.get(section.id)  # type: ignore[call-overload]
            if total is None and not own:
                continue
            counts = _only_row(total) if total else {}
            yield {"row_no": _ROMAN[index], "unit": section.texts[0], **counts}, True
            for report in own:
                number += 1
                name = self.names.unit(report.subject.unit_id)
                yield {"row_no": number, "unit": name, **_only_row(report)}, False
        for report in self.reports:
            if report.subject.scope == "province":
                yield {"row_no": None, "unit": self.form.totals[0], **_only_row(report)}, True

    def _level(self, report: Report) -> str:
        return self.names.units[report.subject.unit_id or ""].level

    def book_lines(self, sheet: FormSheet) -> Iterator[dict[str, Value]]:
        for report in self.reports:
            for row in report.rows if report.family == sheet.kind else ():
                values: dict[str, Value] = {
                    "subject": self._subject(report.subject),
                    "field": self.names.field(row.field_id) if row.field_id else None,
                    "part": row.part,
                    "vertical": "x" if row.is_vertical else None,
                    "source_system": row.source_system,
                    "note": row.note,
                    **stated(row),
                    **self._attributes(row),
                }
                if report.family == "submission" and report.subject.scope == "unit":
                    values |= self._marks(row)
                yield {id_: value for id_, value in values.items() if value is not None}

    def _marks(self, row: FactRow) -> Mapping[str, Value]:
        """A unit's own row says with a cross whether it reported."""
        has_reported = row.counts.get("report_submitted")
        return {
            "report_due": None if has_reported is not None else row.counts.get("report_due"),
            "report_submitted": "X" if has_reported else None,
            "report_missing": "X" if has_reported == 0 else None,
        }

    def _attributes(self, row: FactRow) -> dict[str, Value]:
        return {
            id_: value if value is None or isinstance(value, date) else self.form.word(f"{id_}:{value}")
            for id_, value in row.attributes.items()
        }

    def statement_lines(self) -> Iterator[dict[str, Value]]:
        for report in self.reports:
            for statement in report.statements:
                yield {
                    "subject": self._subject(report.subject),
                    "label": statement.label,
                    "stated": _printed(statement),
                    "numerator": statement.numerator,
                    "numerator_part": statement.numerator_part,
                    "denominator": statement.denominator,
                    "denominator_part": statement.denominator_part,
                }

    def _subject(self, subject: Subject) -> str:
        if subject.scope == "unit":
            return self.names.unit(subject.unit_id)
        return self.form.word(subject_id(subject))


class _Names:
    """The names that stand in a form for the ids of a workspace."""

    def __init__(self, reference: Reference) -> None:
        self.units = {unit.unit_id: unit for unit in reference.units}
        self._fields = {field.field_id: field.name for field in reference.fields}

    def unit(self, unit_id: str | None) -> str:
        if unit_id not in self.units:
            raise FormError(f"unknown unit {unit_id!r}")
        return self.units[unit_id].name

    def field(self, field_id: str) -> str:
        return self._fields[field_id]


def subject_id(subject: Subject) -> str:
    return f"level:{subject.level}" if subject.scope == "level" else "province"


def stated(row: FactRow) -> dict[str, Value]:
    """What the report itself gives: derived counts leave their cells empty, to be derived again."""
    return {id_: count for id_, count in row.counts.items() if id_ not in row.derived}


def _only_row(report: Report) -> dict[str, Value]:
    if len(report.rows) != 1 or report.rows[0].field_id or report.rows[0].part:
        raise FormError("a roll-up takes one row for each subject, without fields and parts")
    return stated(report.rows[0])


def _printed(statement: Statement) -> str:
    """A percentage as the report printed it: as many digits as its half step tells ("97%", "78,24%")."""
    decimals = 0
    while statement.half_step < 0.0049 / 10**decimals and decimals < 6:
        decimals += 1
    return f"{statement.stated * 100:.{decimals}f}%".replace(".", ",")
