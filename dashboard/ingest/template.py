"""Filled templates: known by their mark, read by ids, refused where mark and heading tell of different reports."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dashboard.forms import Forms, FormVersion
from dashboard.forms.mark import MARK_SHEET, Mark, MarkError, read_mark
from dashboard.forms.template_sums import TOTALS
from dashboard.ingest.mapping import Lines, Names, cell_at
from dashboard.ingest.names import normalise
from dashboard.ingest.recognise import Placed, Recognised
from dashboard.ingest.rules import finding
from dashboard.ingest.workbook import Sheet
from dashboard.report import Finding, Period, Reference, Report, Unit

_AGAIN = "hãy tải lại mẫu của kỳ này rồi điền vào đó"


@dataclass(frozen=True, slots=True)
class Marked:
    """A mark that holds in this workspace: its form and unit are known."""

    mark: Mark
    form: FormVersion
    unit: Unit
    reference: Reference

    def names(self, names: Names) -> Names:
        """The workspace's names with those of the template in front, so that none of them is matched."""
        fields = {field.field_id: field for field in self.reference.fields}
        known = {name: fields[id_] for name, id_ in self.mark.fields.items() if id_ in fields}
        return replace(names, known_fields=dict(known), known_units={self.mark.unit: self.unit})

    def contradiction(self, sheet: Sheet, lines: Lines, period: Period | None) -> Finding | None:
        """What the visible heading says otherwise than the mark: a copy that was made into another report."""
        said = lines.text("unit")
        if normalise(said) != normalise(self.mark.unit):
            return _stale(f"Mẫu được lập cho “{self.mark.unit}” nhưng trên biểu ghi “{said}”", sheet)
        if period is not None and period.period_id != self.mark.period_id:
            label = self.mark.period_id.rpartition("/")[2]
            return _stale(f"Mẫu được lập cho kỳ {label} nhưng báo cáo là của kỳ {period.label}", sheet)
        if period is not None and not self.unit.is_valid(period.start, period.end):
            return _stale(f"Đơn vị “{self.unit.name}” không còn hoặc chưa có trong kỳ {period.label}", sheet)
        return None


def take_mark(
    sheets: Sequence[Sheet], reference: Reference, forms: Forms
) -> tuple[tuple[Sheet, ...], Marked | None, list[Finding]]:
    """The sheets without the mark, the mark if there is one, and one `reject` finding where it cannot be trusted."""
    page = next((sheet for sheet in sheets if sheet.name == MARK_SHEET), None)
    if page is None:
        return tuple(sheets), None, []
    rest = tuple(sheet for sheet in sheets if sheet is not page)
    try:
        mark = read_mark(page.rows)
    except MarkError:
        return rest, None, [_stale("Phần nhận dạng của mẫu đã bị sửa hoặc hỏng", page)]
    form = next((v for v in forms.versions if (v.form, v.version) == (mark.form, mark.version)), None)
    unit = next((unit for unit in reference.units if unit.unit_id == mark.unit_id), None)
    if mark.province != reference.province:
        return rest, None, [_stale(f"Mẫu được lập cho “{mark.province}”, không phải tỉnh này", page)]
    if form is None:
        return rest, None, [_stale(f"Mẫu theo biểu {mark.form} phiên bản {mark.version}, nay không còn", page)]
    if unit is None:
        return rest, None, [_stale(f"Đơn vị “{mark.unit}” của mẫu không còn trong danh mục", page)]
    return rest, Marked(mark, form, unit, reference), []


def changed_layout() -> Finding:
    """The table of a template is no longer where it was."""
    return _stale("Các cột của mẫu đã bị đổi hoặc xóa", None)


def is_untouched(reports: Iterable[Report]) -> bool:
    """Whether nothing was filled in: only what the template itself carried over stands there."""
    return all(
        not row.attributes and not row.note and not (row.counts.keys() - row.derived.keys() - {"carried_over"})
        for report in reports
        for row in report.rows
    )


def without_formulas(found: Recognised) -> Recognised:
    """The file without the formulas of the template that have no result: their sums follow from the cells beside them.

    A program other than a spreadsheet saves formulas so. Formulas that people typed into other cells stay unknown.
    """
    totals = {normalise(text) for text in found.form.totals}
    return replace(found, placed=tuple(_without(placed, totals) for placed in found.placed))


def _without(placed: Placed, totals: set[str]) -> Placed:
    sheet = placed.sheet
    sums = {placed.places[id_] for id_ in TOTALS if id_ in placed.places}
    named = placed.places.get("field")
    kept = {
        (row, column)
        for row, column in sheet.uncached
        if column not in sums and normalise(str(cell_at(sheet.rows[row], named) or "")) not in totals
    }
    return replace(placed, sheet=replace(sheet, uncached=frozenset(kept)))


def _stale(what: str, sheet: Sheet | None) -> Finding:
    is_shown = sheet is not None and sheet.name != MARK_SHEET
    return finding("reject", "template_mark", f"{what}: {_AGAIN}.", sheet if is_shown else None)
