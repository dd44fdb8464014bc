"""Forms prepared for one unit and period: names filled in, totals as formulas, only the cells to fill left open.

The layout is that of `form_workbook`; on top come formulas, checks, limits of what may be typed, protection, and a mark
by which the filled form is known again (`forms/mark`).
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from dashboard.exports.form_lines import FormHead, FormLines
from dashboard.exports.form_workbook import Writer, print_across
from dashboard.forms import ATTRIBUTES, DATE_ATTRIBUTES, FormColumn, FormError, FormSheet, FormVersion
from dashboard.forms.mark import MARK_SHEET, Mark
from dashboard.forms.template_sums import CHECKS, TOTALS, Held
from dashboard.metrics.catalogue import load_catalogue
from dashboard.report import FactRow, Period, Reference, Report, Subject, Unit

SPARE_LINES = 8
FAMILIES = ("procedure", "iso", "document", "certificate")
"""The sheets of a book that one unit fills in; its files stand in a biểu 06, and who reported is the register's."""

_MOST = 999_999_999
_INCOMPLETE = "Chưa đủ số"
_FITS = "Khớp"
_HOW = (
    "Chỉ điền các ô nền vàng nhạt; các tổng tự tính. Không có hồ sơ thì ghi 0, không để trống.",
    "Lĩnh vực chưa có trong bảng: chọn tên trong danh sách ở các dòng trống cuối bảng.",
    "Cột “Kiểm tra” báo dòng chưa đủ số hoặc chưa khớp. Không đổi tên, không thêm cột, không thêm dòng.",
)


@dataclass(frozen=True, slots=True)
class Line:
    """A field that the unit is expected to report, and what it had pending at the end of the period before."""

    field_id: str
    pending: int | None = None


def write_template(form: FormVersion, unit: Unit, period: Period, lines: Sequence[Line], reference: Reference) -> bytes:
    """The .xlsx of one form for one unit and period; the same arguments give the same bytes. `FormError` where the
    form is none that a unit fills in, or has sections."""
    is_book = form.layout == "book"
    if not is_book and (form.layout != "unit" or form.sections):
        raise FormError(f"{form.form}: no template for this layout")
    rows = tuple(FactRow(0, line.field_id, counts=_carried(line)) for line in lines)
    report = Report("dossier", Subject("unit", unit.unit_id), period, rows=rows)
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": datetime.combine(period.end, time())})
    filled = FormLines(form, [report], reference, FormHead(unit.name))
    template = _Template(form, unit, Writer(form, [report], filled, False, book))
    if is_book:
        template.write_book()
    else:
        template.write_table(lines, reference)
    names = {field.name: field.field_id for field in reference.fields if not field.is_sector}
    of_rows = {field.name: field.field_id for field in reference.fields if field.field_id in {x.field_id for x in rows}}
    fields = {} if is_book else names | of_rows
    mark = Mark(form.form, form.version, reference.province, unit.unit_id, unit.name, period.period_id, fields)
    _write_mark(book, mark)
    book.close()
    return buffer.getvalue()


def _carried(line: Line) -> dict[str, int]:
    """What a field starts with; where nothing was pending the line stays empty, as nothing may have happened in it."""
    return {"carried_over": line.pending} if line.pending else {}


def _write_mark(book: Any, mark: Mark) -> None:
    page = book.add_worksheet(MARK_SHEET)
    for row, texts in enumerate(mark.rows):
        for column, text in enumerate(texts):
            page.write_string(row, column, text)
    page.very_hidden()
    page.protect()


class _Template:
    """One template in the making, on a `Writer` of the same form."""

    def __init__(self, form: FormVersion, unit: Unit, writer: Writer) -> None:
        self.form, self.unit, self.writer = form, unit, writer
        frame = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter", "border": 1}
        open_cell = {**frame, "locked": False, "bg_color": "#FFFBE6"}
        add = writer.book.add_format
        self.input: Format = add({**open_cell, "num_format": "#,##0"})
        self.input_text: Format = add({**open_cell, "text_wrap": True})
        self.input_day: Format = add({**open_cell, "num_format": "dd/mm/yyyy"})
        self.total: Format = add({**frame, "num_format": "#,##0", "bg_color": "#EEF2F6"})
        self.sum: Format = add({**frame, "num_format": "#,##0", "bg_color": "#EEF2F6", "bold": True})
        self.check: Format = add({**frame, "text_wrap": True, "font_color": "#7A3E00"})
        self.hint: Format = add({"font_name": "Times New Roman", "font_size": 11, "italic": True})
        self.wrong: Format = add({"bg_color": "#F4B183", "bold": True})
        self.blank: Format = add({"bg_color": "#FFD966"})

    # --- biểu 06: a line for each field ---

    def write_table(self, lines: Sequence[Line], reference: Reference) -> None:
        sheet, writer = self.form.sheets[0], self.writer
        page = writer.book.add_worksheet(sheet.name)
        first = writer.write_columns(page, sheet, writer.write_heading(page))
        page.freeze_panes(first, 2)
        last = first + len(lines) + SPARE_LINES - 1
        places = _places(sheet)
        check_at = max(places.values()) + 1
        before = self._heading_beside(page, first, check_at)
        fields = {field.field_id: field.name for field in reference.fields}
        for number, row in enumerate(range(first, last + 1), start=1):
            line = lines[number - 1] if number <= len(lines) else None
            page.write_number(row, places["row_no"], number, writer.text)
            if line is None:
                page.write_blank(row, places["field"], None, self.input_text)
            else:
                page.write_string(row, places["field"], fields[line.field_id], writer.text)
            self._line(page, sheet, row, check_at, None if line is None else line.pending)
            _number(page, row, before, None if line is None else line.pending, self.total)
        self._field_list(page, first + len(lines), last, places["field"], reference)
        self._limits(page, sheet, first, last)
        self._sums(page, sheet, first, last, check_at)
        for number, text in enumerate(_HOW):
            page.write_string(last + 3 + number, 1, text, self.hint)
        print_across(page, max(places.values()), last + 1)
        _protect(page)

    def _heading_beside(self, page: Worksheet, first: int, check_at: int) -> int:
        for beside, heading in enumerate(("Kiểm tra", "Còn đang giải quyết cuối kỳ trước")):
            page.merge_range(first - 3, check_at + beside, first - 2, check_at + beside, heading, self.writer.header)
            page.write_blank(first - 1, check_at + beside, None, self.writer.header)
        page.set_column(check_at, check_at, 30)
        page.set_column(check_at + 1, check_at + 1, 16)
        return check_at + 1

    def _field_list(self, page: Worksheet, first: int, last: int, column: int, reference: Reference) -> None:
        """The spare lines take a name of the workspace's fields: they stand in the mark, which lists them in order."""
        n_fields = len({field.name for field in reference.fields if not field.is_sector})
        if not n_fields:
            return
        head = len(Mark("", "", "", "", "", "").rows) - 1
        source = f"='{MARK_SHEET}'!$B${head + 1}:$B${head + n_fields}"
        page.data_validation(
            first, column, last, column,
            {"validate": "list", "source": source, "error_title": "Lĩnh vực",
             "error_message": "Hãy chọn một lĩnh vực trong danh sách."},
        )  # fmt: skip

    def _sums(self, page: Worksheet, sheet: FormSheet, first: int, last: int, check_at: int) -> None:
        row, places, checks = last + 1, _places(sheet), xl_col_to_name(check_at)
        page.write_blank(row, places["row_no"], None, self.sum)
        page.write_string(row, places["field"], self.form.totals[0], self.writer.bold_text)
        for column in _counted(sheet):
            name = xl_col_to_name(column.index)
            cells = f"{name}{first + 1}:{name}{last + 1}"
            open_lines = f'COUNTIF({checks}{first + 1}:{checks}{last + 1},"{_INCOMPLETE}")'
            formula = f'=IF(OR(COUNT({cells})=0,{open_lines}>0),"",SUM({cells}))'
            page.write_formula(row, column.index, formula, self.sum, "")

    # --- the book of the other families: one line on each sheet ---

    def write_book(self) -> None:
        writer = self.writer
        for sheet in self.form.sheets:
            if sheet.kind == "info":
                page = writer.book.add_worksheet(sheet.name)
                writer.write_info(page)
                for number, text in enumerate(_HOW[::2]):
                    page.write_string(len(self.form.lines) + 3 + number, 0, text, self.hint)
                print_across(page, 1, len(self.form.lines) + 3 + len(_HOW))
                _protect(page)
            elif sheet.kind in FAMILIES and (sheet.kind != "procedure" or self.unit.has_procedures):
                page = writer.book.add_worksheet(sheet.name)
                row = writer.write_columns(page, sheet, 0)
                self._line(page, sheet, row, max(_places(sheet).values()) + 1, None)
                self._attributes(page, sheet, row)
                self._limits(page, sheet, row, row)
                page.freeze_panes(row, 1)
                print_across(page, max(_places(sheet).values()), row)
                _protect(page)

    def _attributes(self, page: Worksheet, sheet: FormSheet, row: int) -> None:
        """The unit's name and the words of its state; what only totals of a level have is out of sight."""
        page.write_string(row, _places(sheet)["subject"], self.unit.name, self.writer.text)
        for column in sheet.columns:
            at = column.index
            if column.id in ("field", "part", "vertical", "source_system") or (column.id.startswith("iso_") and (
                column.id not in ATTRIBUTES
            )):  # fmt: skip
                page.set_column(at, at, None, None, {"hidden": True})
            elif column.id in DATE_ATTRIBUTES:
                page.write_blank(row, at, None, self.input_day)
                page.data_validation(
                    row, at, row, at,
                    {"validate": "date", "criteria": ">=", "value": date(1990, 1, 1), "error_title": "Ngày",
                     "error_message": "Hãy ghi ngày, ví dụ 20/02/2026."},
                )  # fmt: skip
            elif column.id in ATTRIBUTES:
                page.write_blank(row, at, None, self.input_text)
                words = [word.texts[0] for word in self.form.values if word.id.startswith(f"{column.id}:")]
                page.data_validation(row, at, row, at, {"validate": "list", "source": words})
            elif column.id == "note":
                page.write_blank(row, at, None, self.input_text)

    # --- one line of counts ---

    def _line(self, page: Worksheet, sheet: FormSheet, row: int, check_at: int, pending: int | None) -> None:
        for column in _counted(sheet):
            if column.id in _totals(sheet):
                cells = _cells(sheet, TOTALS[column.id], row)
                formula = f'=IF(COUNT({cells})={len(TOTALS[column.id])},SUM({cells}),"")'
                page.write_formula(row, column.index, formula, self.total, "")
            else:
                value = pending if column.id == "carried_over" and pending else None
                _number(page, row, column.index, value, self.input)
        if any(_has(sheet, held) for held in CHECKS):
            words = _INCOMPLETE if pending else ""
            page.write_formula(row, check_at, f"={self._verdict(sheet, row, check_at)}", self.check, words)

    def _verdict(self, sheet: FormSheet, row: int, check_at: int) -> str:
        """What the column "Kiểm tra" says of a line: not begun, not all filled, what contradicts, or that it fits.

        A book asks for no completeness: a unit may have no figure for a column of another family's report.
        """
        words = {column.id: column.number or column.heading for column in sheet.columns}
        verdict = f'"{_FITS}"'
        for held in reversed([held for held in CHECKS if _has(sheet, held)]):
            verdict = f'IF({_contradicts(sheet, held, row)},"{held.sentence(words)}",{verdict})'
        inputs = _cells(sheet, _inputs(sheet), row)
        if self.form.layout == "book":
            return f'IF(COUNT({inputs})=0,"",{verdict})'
        carried, before = _cells(sheet, ["carried_over"], row), f"{xl_col_to_name(check_at + 1)}{row + 1}"
        differs = f'AND({before}<>"",{carried}<>{before})'
        note = f"{words['carried_over']} khác số còn cuối kỳ trước"
        return (
            f'IF(COUNT({inputs})=0,"",IF(COUNT({inputs})<{len(_inputs(sheet))},"{_INCOMPLETE}",'
            f'IF({differs},"{note}",{verdict})))'
        )

    def _limits(self, page: Worksheet, sheet: FormSheet, first: int, last: int) -> None:
        """Whole numbers only; what contradicts, and what was left blank in a line that was begun, in colour."""
        inputs = _inputs(sheet)
        for column in _counted(sheet):
            area = (first, column.index, last, column.index)
            if column.id in inputs:
                limits = {
                    "validate": "integer", "criteria": "between", "minimum": 0, "maximum": _MOST,
                    "error_title": "Số đếm",
                    "error_message": "Ô này chỉ nhận số nguyên từ 0 trở lên, không có chữ và dấu chấm.",
                }  # fmt: skip
                page.data_validation(*area, limits)
                if self.form.layout != "book":
                    own = f"{xl_col_to_name(column.index)}{first + 1}"
                    blank = f'=AND(COUNT({_cells(sheet, inputs, first, fixed=True)})>0,{own}="")'
                    page.conditional_format(*area, {"type": "formula", "criteria": blank, "format": self.blank})
            for held in CHECKS:
                if _has(sheet, held) and column.id in (held.column, *held.parts):
                    wrong = f"={_contradicts(sheet, held, first, fixed=True)}"
                    page.conditional_format(*area, {"type": "formula", "criteria": wrong, "format": self.wrong})


def _contradicts(sheet: FormSheet, held: Held, row: int, *, fixed: bool = False) -> str:
    """A formula that is true where all counts are there and do not agree."""
    column, parts = _cells(sheet, [held.column], row, fixed=fixed), _cells(sheet, held.parts, row, fixed=fixed)
    sign = ">" if held.is_part else "<>"
    return f"AND(COUNT({column},{parts})={1 + len(held.parts)},{column}{sign}SUM({parts}))"


def _counted(sheet: FormSheet) -> Iterator[FormColumn]:
    known = load_catalogue().columns
    return (column for column in sheet.columns if column.id in known and not column.id.startswith("iso_"))


def _inputs(sheet: FormSheet) -> list[str]:
    return [column.id for column in _counted(sheet) if column.id not in _totals(sheet)]


def _totals(sheet: FormSheet) -> dict[str, tuple[str, ...]]:
    places = _places(sheet)
    return {id_: parts for id_, parts in TOTALS.items() if id_ in places and all(part in places for part in parts)}


def _has(sheet: FormSheet, held: Held) -> bool:
    return all(id_ in _places(sheet) for id_ in (held.column, *held.parts))


def _places(sheet: FormSheet) -> dict[str, int]:
    return {column.id: column.index for column in sheet.columns}


def _cells(sheet: FormSheet, ids: Sequence[str] | Mapping[str, object], row: int, *, fixed: bool = False) -> str:
    """Cells of one row for a formula: "D12,E12,F12"; `fixed` holds the columns for a rule that many cells share."""
    places = _places(sheet)
    return ",".join(f"{'$' if fixed else ''}{xl_col_to_name(places[id_])}{row + 1}" for id_ in ids)


def _number(page: Worksheet, row: int, column: int, value: int | None, style: Format) -> None:
    if value is None:
        page.write_blank(row, column, None, style)
    else:
        page.write_number(row, column, value, style)


def _protect(page: Worksheet) -> None:
    page.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
