"""Reports written as the forms that people fill in: what `ingest` reads back to the same reports.

The layout comes from the form's description alone. What a form has no place for is an error, never left out in silence.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.exports.form_lines import NO_HEAD, FormHead, FormLines, Value, subject_id
from dashboard.forms import FormColumn, FormError, FormSheet, FormVersion, period_text
from dashboard.report import FactRow, Reference, Report

_WIDE = {"subject": 34, "unit": 34, "field": 30, "part": 18, "note": 40, "label": 46}
_WIDTH = 12
_A4 = 9
_LINE_HEIGHT = 15


def heading_height(heading: str, width: int) -> int:
    """How high a row must be for a heading in bold: Excel leaves rows of merged cells as they are."""
    lines, filled = 1, 0
    for word in heading.split():
        if filled and filled + 1 + len(word) > width - 2:
            lines, filled = lines + 1, 0
        filled += len(word) + bool(filled)
    return _LINE_HEIGHT * lines + 2


def print_across(page: Worksheet, right: int, last: int) -> None:
    """Printed is the form alone, across one page: what stands beside it is for who fills it in on screen."""
    page.set_landscape()
    page.set_paper(_A4)
    page.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.print_area(0, 0, last, right)


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
    writer = Writer(form, reports, FormLines(form, reports, reference, head), has_formulas, book)
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
        "level": None if subject.scope == "unit" else form.word(subject_id(subject)),
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


class Writer:
    """One workbook in the making."""

    def __init__(
        self,
        form: FormVersion,
        reports: Sequence[Report],
        lines: FormLines,
        has_formulas: bool,
        book: xlsxwriter.Workbook,
    ) -> None:
        self.form, self.reports, self.lines = form, reports, lines
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
        row = self.write_heading(page)
        row = self.write_columns(page, sheet, row)
        page.freeze_panes(row, 2)
        lines = self.lines.unit_lines() if self.form.layout == "unit" else self.lines.rollup_lines()
        first = row
        for values, is_bold in lines:
            self._write_line(page, sheet, row, values, is_bold)
            row += 1
        if self.has_formulas:
            self._write_sums(page, sheet, first, row - 1)

    def write_heading(self, page: Worksheet) -> int:
        row = 0
        for number, texts in enumerate(self.form.titles):
            page.write_string(row, 0, texts[0], self.title if number == len(self.form.titles) - 1 else self.plain)
            row += 1
        for text in self.lines.heading():
            page.write_string(row, 0, text, self.plain)
            row += 1
        return row + 1

    def write_columns(self, page: Worksheet, sheet: FormSheet, row: int) -> int:
        """Group headings over column headings over the row of numbers; returns the first row of data."""
        has_groups = any(column.group for column in sheet.columns)
        below = row + 1 if has_groups else row
        for column in sheet.columns:
            page.set_column(column.index, column.index, _WIDE.get(column.id, _WIDTH))
            if has_groups and not column.group:
                page.merge_range(row, column.index, below, column.index, column.heading, self.header)
            else:
                page.write_string(below, column.index, column.heading, self.header)
            page.write_string(below + 1, column.index, column.number, self.header)
        page.set_row(below, max(heading_height(c.heading, _WIDE.get(c.id, _WIDTH)) for c in sheet.columns))
        for group, first, last in _groups(sheet.columns):
            if first == last:
                page.write_string(row, first, group, self.header)
            else:
                page.merge_range(row, first, row, last, group, self.header)
        return below + 2

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
                self.write_info(page)
                continue
            row = self.write_columns(page, sheet, 0)
            page.freeze_panes(row, 1)
            lines = self.lines.statement_lines() if sheet.kind == "statement" else self.lines.book_lines(sheet)
            for number, values in enumerate(lines, start=row):
                self._write_line(page, sheet, number, values, False)

    def write_info(self, page: Worksheet) -> None:
        page.set_column(0, 0, 24)
        page.set_column(1, 1, 60)
        page.write_string(0, 0, self.form.titles[0][0], self.title)
        report = self.reports[0]
        values: dict[str, Value] = {
            **self.lines.line_values(),
            "period": period_text(report.period),
            "from": report.data_from,
            "to": report.data_to,
            "regime": report.period.regime,
            "cumulative": self.form.word(f"cumulative:{'yes' if report.period.is_cumulative else 'no'}"),
            "document_no": self.lines.head.document_no,
            "document_date": self.lines.head.document_date,
        }
        for row, line in enumerate(self.form.lines, start=2):
            page.write_string(row, 0, line.texts[0], self.bold_text)
            self._write_value(page, row, 1, values.get(line.id) or None, self.text)

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
