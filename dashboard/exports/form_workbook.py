"""Reports written as the forms that people fill in: what `ingest` reads back to the same reports.

The layout comes from the form's description alone. What a form has no place for is an error, never left out in silence.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.forms import DATE_ATTRIBUTES, FormColumn, FormError, FormSheet, FormVersion, period_text
from dashboard.report import FactRow, Reference, Report, Statement, Subject

Value = str | int | float | date | None
_ROMAN = ("I", "II", "III", "IV", "V")
_WIDE = {"subject": 34, "unit": 34, "field": 30, "part": 18, "note": 40, "label": 46}


@dataclass(frozen=True, slots=True)
class FormHead:
    """What stands above a form's table: who reports, and the document that the figures were taken from."""

    unit: str = ""
    document_no: str = ""
    document_date: date | None = None


NO_HEAD = FormHead()


def write_form(
    form: FormVersion,
    reports: Sequence[Report],
    reference: Reference,
    *,
    head: FormHead = NO_HEAD,
    has_formulas: bool = False,
) -> bytes:
    """The .xlsx of reports of one period in one form; `FormError` where the form has no place for a figure.

    `head.unit` is needed for roll-ups and books; a form of one unit takes it from its report. With `has_formulas` the
    totalling row of a biểu 06 holds SUM formulas with their values wherever the sum is the figure that is stated.
    """
    if not reports or len({(r.period.period_id, r.source, r.data_from, r.data_to) for r in reports}) != 1:
        raise FormError("a form takes the reports of one period, with one source and the same dates")
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": datetime.combine(reports[0].period.end, time())})  # same reports, same bytes
    writer = _Writer(form, reports, _Names(reference), head, has_formulas, book)
    if form.layout == "book":
        writer.write_book()
    elif form.layout in ("unit", "rollup"):
        writer.write_table()
    else:
        raise FormError(f"{form.form}: a flat form is written by write_flat")
    book.close()
    return buffer.getvalue()


def write_flat(form: FormVersion, reports: Iterable[Report]) -> bytes:
    """The UTF-8 CSV of any reports: one line for each row, only the columns that some row has, ids for names.

    Lines of one subject and period are not merged across families. Statements have no place in a flat file.
    """
    columns = form.sheets[0].columns
    lines = [_flat_line(form, report, row) for report in reports for row in report.rows]
    used = {id_ for line in lines for id_ in line}
    if unknown := used - {column.id for column in columns}:
        raise FormError(f"{form.form}: no column for {sorted(unknown)}")
    kept = [column for column in columns if column.id in used]
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow([column.heading for column in kept])
    out.writerows([[line.get(column.id, "") for column in kept] for line in lines])
    return text.getvalue().encode("utf-8-sig")


def _flat_line(form: FormVersion, report: Report, row: FactRow) -> dict[str, object]:
    subject, period = report.subject, report.period
    line: dict[str, object] = {
        "period": period.label,
        "regime": period.regime,
        "cumulative": form.word("cumulative:yes") if period.kind == "ytd" else None,
        "from": _iso(report.data_from),
        "to": _iso(report.data_to),
        "unit": subject.unit_id,
        "level": None if subject.scope == "unit" else form.word(_subject_id(subject)),
        "origin": report.origin,
        "source": report.source,
        "field": row.field_id,
        "part": row.part,
        "source_system": row.source_system,
        "vertical": "x" if row.is_vertical else None,
        "note": row.note,
    }
    line |= {id_: count for id_, count in row.counts.items() if id_ not in row.derived}
    for id_, value in row.attributes.items():
        line[id_] = _iso(value) if isinstance(value, date) else form.word(f"{id_}:{value}") if value else None
    return {id_: value for id_, value in line.items() if value is not None}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _subject_id(subject: Subject) -> str:
    return f"level:{subject.level}" if subject.scope == "level" else "province"


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


class _Writer:
    """One workbook in the making."""

    def __init__(
        self,
        form: FormVersion,
        reports: Sequence[Report],
        names: _Names,
        head: FormHead,
        has_formulas: bool,
        book: xlsxwriter.Workbook,
    ) -> None:
        self.form, self.reports, self.names, self.head = form, reports, names, head
        self.has_formulas = has_formulas
        self.book = book
        font = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
        frame = {**font, "border": 1}
        self.plain: Format = book.add_format(font)
        self.bold: Format = book.add_format({**font, "bold": True})
        self.title: Format = book.add_format({**font, "bold": True, "font_size": 13})
        self.header: Format = book.add_format({**frame, "bold": True, "align": "center", "text_wrap": True})
        self.text: Format = book.add_format({**frame, "text_wrap": True})
        self.count: Format = book.add_format({**frame, "num_format": "#,##0"})
        self.bold_text: Format = book.add_format({**frame, "bold": True, "text_wrap": True})
        self.bold_count: Format = book.add_format({**frame, "bold": True, "num_format": "#,##0"})
        self.day: Format = book.add_format({**frame, "num_format": "dd/mm/yyyy"})
        self._percents: dict[int, Format] = {}

    # --- biểu 06 ---

    def write_table(self) -> None:
        sheet = self.form.sheets[0]
        page = self.book.add_worksheet(sheet.name)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        row = self._write_heading(page)
        row = self._write_columns(page, sheet, row)
        page.freeze_panes(row, 2)
        lines = self._unit_lines() if self.form.layout == "unit" else self._rollup_lines()
        first = row
        for values, is_bold in lines:
            self._write_line(page, sheet, row, values, is_bold)
            row += 1
        if self.has_formulas:
            self._write_sums(page, sheet, first, row - 1)

    def _write_heading(self, page: Worksheet) -> int:
        row = 0
        for number, texts in enumerate(self.form.titles):
            page.write_string(row, 0, texts[0], self.title if number == len(self.form.titles) - 1 else self.plain)
            row += 1
        for text in self._lines():
            page.write_string(row, 0, text, self.plain)
            row += 1
        return row + 1

    def _lines(self) -> Iterator[str]:
        values = self._line_values()
        for line in self.form.lines:
            value = values.get(line.id)
            if value or line.is_always_written:
                yield f"{line.texts[0]} {value or ''}".strip()

    def _line_values(self) -> dict[str, str]:
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

    def _write_columns(self, page: Worksheet, sheet: FormSheet, row: int) -> int:
        """Group headings over column headings over the row of numbers; returns the first row of data."""
        has_groups = any(column.group for column in sheet.columns)
        below = row + 1 if has_groups else row
        for column in sheet.columns:
            page.set_column(column.index, column.index, _WIDE.get(column.id, 12))
            if has_groups and not column.group:
                page.merge_range(row, column.index, below, column.index, column.heading, self.header)
            else:
                page.write_string(below, column.index, column.heading, self.header)
            page.write_string(below + 1, column.index, column.number, self.header)
        for group, first, last in _groups(sheet.columns):
            if first == last:
                page.write_string(row, first, group, self.header)
            else:
                page.merge_range(row, first, row, last, group, self.header)
        return below + 2

    def _unit_lines(self) -> Iterator[tuple[dict[str, Value], bool]]:
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
            counts = _stated(heading) if heading else {}
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
            yield {"row_no": None, "field": self.form.totals[0], **_stated(total)}, True

    def _field_line(self, number: int, row: FactRow) -> dict[str, Value]:
        return {"row_no": number, "field": self.names.field(row.field_id or ""), **_stated(row)}

    def _rollup_lines(self) -> Iterator[tuple[dict[str, Value], bool]]:
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

    def _write_sums(self, page: Worksheet, sheet: FormSheet, first: int, last: int) -> None:
        rows = [row for row in self.reports[0].rows if row.part is None]
        total = next((row for row in rows if row.field_id is None), None)
        fields = [row for row in rows if row.field_id is not None]
        if self.form.layout != "unit" or self.form.sections or total is None or not fields:
            return
        for column in sheet.columns:
            value = total.counts.get(column.id)
            if value is not None and value == sum(row.counts.get(column.id, 0) for row in fields):
                letter = xlsxwriter.utility.xl_col_to_name(column.index)
                formula = f"=SUM({letter}{first + 1}:{letter}{last})"
                page.write_formula(last, column.index, formula, self.bold_count, value)

    # --- the book of the other families ---

    def write_book(self) -> None:
        for sheet in self.form.sheets:
            page = self.book.add_worksheet(sheet.name)
            if sheet.kind == "info":
                self._write_info(page)
                continue
            row = self._write_columns(page, sheet, 0)
            page.freeze_panes(row, 1)
            lines = self._statement_lines() if sheet.kind == "statement" else self._book_lines(sheet)
            for number, values in enumerate(lines, start=row):
                self._write_line(page, sheet, number, values, False)

    def _write_info(self, page: Worksheet) -> None:
        page.set_column(0, 0, 24)
        page.set_column(1, 1, 60)
        page.write_string(0, 0, self.form.titles[0][0], self.title)
        report = self.reports[0]
        values: dict[str, Value] = {
            **self._line_values(),
            "period": period_text(report.period),
            "from": report.data_from,
            "to": report.data_to,
            "regime": report.period.regime,
            "cumulative": self.form.word(f"cumulative:{'yes' if report.period.is_cumulative else 'no'}"),
            "document_no": self.head.document_no,
            "document_date": self.head.document_date,
        }
        for row, line in enumerate(self.form.lines, start=2):
            page.write_string(row, 0, line.texts[0], self.bold_text)
            self._write_value(page, row, 1, values.get(line.id) or None, self.text)

    def _book_lines(self, sheet: FormSheet) -> Iterator[dict[str, Value]]:
        for report in self.reports:
            for row in report.rows if report.family == sheet.kind else ():
                values: dict[str, Value] = {
                    "subject": self._subject(report.subject),
                    "field": self.names.field(row.field_id) if row.field_id else None,
                    "part": row.part,
                    "vertical": "x" if row.is_vertical else None,
                    "source_system": row.source_system,
                    "note": row.note,
                    **_stated(row),
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
            id_: value if id_ in DATE_ATTRIBUTES or value is None else self.form.word(f"{id_}:{value}")
            for id_, value in row.attributes.items()
        }

    def _statement_lines(self) -> Iterator[dict[str, Value]]:
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
        return self.form.word(_subject_id(subject))

    # --- cells ---

    def _write_line(
        self, page: Worksheet, sheet: FormSheet, row: int, values: Mapping[str, Value], is_bold: bool
    ) -> None:
        places = {column.id: column.index for column in sheet.columns}
        if missing := [id_ for id_, value in values.items() if value is not None and id_ not in places]:
            raise FormError(f"{self.form.form}, sheet {sheet.name!r}: no column for {missing}")
        for id_, index in places.items():
            self._write_value(page, row, index, values.get(id_), self.bold_text if is_bold else self.text, is_bold)

    def _write_value(
        self, page: Worksheet, row: int, index: int, value: Value, style: Format, is_bold: bool = False
    ) -> None:
        if value is None:
            page.write_blank(row, index, None, style)
        elif isinstance(value, str):
            page.write_string(row, index, value, style)
        elif isinstance(value, date):
            page.write_datetime(row, index, value, self.day)
        else:
            page.write_number(row, index, value, self.bold_count if is_bold else self.count)


def _groups(columns: Sequence[FormColumn]) -> list[tuple[str, int, int]]:
    """Each group heading with its first and last column, in order; a group that is interrupted stands twice."""
    found: list[tuple[str, int, int]] = []
    for column in sorted(columns, key=lambda column: column.index):
        if column.group and found and found[-1][0] == column.group and found[-1][2] == column.index - 1:
            found[-1] = (column.group, found[-1][1], column.index)
        elif column.group:
            found.append((column.group, column.index, column.index))
    return found


def _stated(row: FactRow) -> dict[str, Value]:
    """What the report itself gives: derived counts leave their cells empty, to be derived again."""
    return {id_: count for id_, count in row.counts.items() if id_ not in row.derived}


def _only_row(report: Report) -> dict[str, Value]:
    if len(report.rows) != 1 or report.rows[0].field_id or report.rows[0].part:
        raise FormError("a roll-up takes one row for each subject, without fields and parts")
    return _stated(report.rows[0])


def _printed(statement: Statement) -> str:
    """A percentage as the report printed it: as many digits as its half step tells ("97%", "78,24%")."""
    decimals = 0
    while statement.half_step < 0.0049 / 10**decimals and decimals < 6:
        decimals += 1
    return f"{statement.stated * 100:.{decimals}f}%".replace(".", ",")
