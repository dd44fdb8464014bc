"""The invented province as the files that a province would send: flat CSV at first, workbooks in the last months.

The writers come from the caller, for exports are no business of this package.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from dashboard.demo.months import WORKBOOK_MONTHS
from dashboard.demo.province import Province, generate
from dashboard.report import Report

COLLECTOR = "Sở Nội vụ"
BIEU_06 = "bieu_06"
BOOK = "so_lieu_cchc"
BATCH = 150
_BATCH_MONTH = 18


class FlatWriter(Protocol):
    """Reports of any kind as the bytes of a flat CSV."""

    def __call__(self, reports: Iterable[Report]) -> bytes: ...


class FormWriter(Protocol):
    """Reports of one period as the bytes of one workbook in a form; `head_unit` is who signs it, if not the subject."""

    def __call__(self, form: str, reports: Sequence[Report], head_unit: str = "") -> bytes: ...


def files(province: Province, write_flat: FlatWriter, write_form: FormWriter) -> Iterator[tuple[str, bytes]]:
    """(file name, content) in the order of sending; first versions of corrected reports come before the corrections."""
    first_workbook = len(province.periods) - WORKBOOK_MONTHS
    for month, period in enumerate(province.periods):
        if month < first_workbook:
            yield f"{period.label}_du_lieu_phang.csv", write_flat(province.reports(month))
        else:
            yield from _workbooks(province, month, write_form)


def _workbooks(province: Province, month: int, write_form: FormWriter) -> Iterator[tuple[str, bytes]]:
    """One biểu 06 for each unit and one book of all other families; then the corrections of what was sent before."""
    period, others, corrections = province.periods[month], [], []
    for report in province.reports(month):
        if report.family != "dossier":
            others.append(report)
            continue
        first = province.first_version(report)
        name = _stem(report)
        yield f"{name}.xlsx", write_form(BIEU_06, [first or report])
        if first:
            corrections.append((f"{name}_dieu_chinh.xlsx", report))
    yield f"{period.label}_so_lieu_cchc.xlsx", write_form(BOOK, others, COLLECTOR)
    for file_name, report in corrections:
        yield file_name, write_form(BIEU_06, [report])


def batch_150(make_writer: Callable[[Province], FormWriter], seed: int = 1) -> tuple[Province, dict[str, bytes]]:
    """150 biểu 06 of communes for one month, for measuring an import, and the province whose units they are of."""
    province = generate(scale=2, seed=seed)  # before July 2025 it has more communes than are needed
    communes = {unit.unit_id for unit in province.units if unit.level == "commune"}
    reports = [
        report
        for report in province.reports(_BATCH_MONTH)
        if report.family == "dossier" and report.subject.unit_id in communes
    ]
    write_form = make_writer(province)
    return province, {f"{_stem(report)}.xlsx": write_form(BIEU_06, [report]) for report in reports[:BATCH]}


def _stem(report: Report) -> str:
    return f"{report.period.label}_bieu_06_{report.subject.unit_id}"
