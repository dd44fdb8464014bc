"""Templates: the forms of a period prepared for each unit, one workbook or all of them as a zip."""

import io
import zipfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.exports.template_workbook import Line, write_template
from dashboard.figures import Context, NotFound, resolve_unit, visible_units
from dashboard.forms import FormVersion, load_forms
from dashboard.intake import stated_period
from dashboard.report import Period, Unit
from dashboard.store import read as store
from dashboard.words import text

BIEU_06, BOOK = "bieu_06", "so_lieu_cchc"
FORMS = (BIEU_06, BOOK)
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of every member, so that the same templates are the same bytes


@dataclass(frozen=True, slots=True)
class Template:
    """One prepared form, and whom it is for."""

    file_name: str
    content: bytes
    unit: Unit
    form: str


def forms_of(unit: Unit) -> tuple[str, ...]:
    """The forms that a unit fills in: one without procedures has no biểu 06."""
    return FORMS if unit.has_procedures else (BOOK,)


def templates(
    context: Context, period: str, *, unit: str | None = None, form: str | None = None, regime: str | None = None
) -> tuple[Template, ...]:
    """The templates of a period: of one unit (an id or a name), else of each that must report and exists then.

    Raises `NotFound` for a unit or form that there is not, `ValueError` for what is no period.
    """
    if form not in (None, *FORMS):
        raise NotFound(text("templates.no_form", forms=", ".join(FORMS)))
    reference = store.reference(context.workspace)
    of_period = stated_period(reference, period, regime)
    assert of_period is not None
    units = _units(context, of_period, unit)
    lines = _lines(context, of_period, units)
    chosen = {id_: _version(id_, of_period) for id_ in FORMS}
    found = tuple(
        Template(
            f"{of_period.label}_{id_}_{one.unit_id}.xlsx",
            write_template(chosen[id_], one, of_period, lines[one.unit_id] if id_ == BIEU_06 else (), reference),
            one,
            id_,
        )
        for one in units
        for id_ in (forms_of(one) if form is None else (form,))
        if id_ in forms_of(one)
    )
    if not found:
        raise NotFound(text("templates.none"))
    return found


def stem(context: Context, period: str, unit: str | None, form: str | None, regime: str | None = None) -> str:
    """What a download of these templates is called; raises like `templates`, and makes none."""
    of_period = stated_period(store.reference(context.workspace), period, regime)
    assert of_period is not None
    chosen = _units(context, of_period, unit)
    if form is not None and all(form not in forms_of(one) for one in chosen):
        raise NotFound(text("templates.none"))
    return "_".join(part for part in (of_period.label, form or "bieu_mau", chosen[0].unit_id if unit else None) if part)


def zipped(found: Sequence[Template]) -> bytes:
    """Templates as one zip; the same ones give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for template in found:
            archive.writestr(zipfile.ZipInfo(template.file_name, _FIRST_DAY), template.content)
    return buffer.getvalue()


def _version(form: str, period: Period) -> FormVersion:
    return load_forms().latest(form, period.end)


def _units(context: Context, period: Period, asked: str | None) -> tuple[Unit, ...]:
    if asked is not None:
        unit = resolve_unit(context, asked, period)
        if not unit.is_valid(period.start, period.end):
            raise NotFound(text("templates.not_then", unit=unit.name, period=period.label))
        return (unit,)
    there = [unit for unit in visible_units(context) if unit.is_valid(period.start, period.end)]
    return tuple([unit for unit in there if unit.must_report] or there)


def _lines(context: Context, period: Period, units: Sequence[Unit]) -> defaultdict[str, list[Line]]:
    rows = context.rows(
        "template_lines",
        unit_ids=[unit.unit_id for unit in units],
        regime=period.regime,
        kind=period.kind,
        start_on=period.start.isoformat(),
    )
    lines: defaultdict[str, list[Line]] = defaultdict(list)
    for row in rows:
        lines[row["unit_id"]].append(Line(row["field_id"], row["pending_total"]))
    return lines
