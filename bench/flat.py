"""One long flat workbook: what the product adds to the bare reading of its cells."""

import csv
import io
from collections.abc import Iterator
from itertools import islice

import xlsxwriter
from python_calamine import CalamineWorkbook

from bench.measure import Figure, in_turn, peak_extra_mb
from dashboard.build import FLAT, reference_fields
from dashboard.demo.province import Province, generate
from dashboard.exports.form_workbook import write_flat
from dashboard.forms import load_forms
from dashboard.ingest.read import read_file
from dashboard.report import Reference

AIM_TIMES = 2.0


def measure(runs: int, n_rows: int = 20_000) -> Iterator[Figure]:
    """How many times as long as bare python-calamine it takes to read a workbook into checked reports."""
    province = generate()
    content = _workbook(province, n_rows)
    forms = load_forms()
    reference = Reference(province.units, tuple(reference_fields()), province.periods)

    def read() -> None:
        reading = read_file("flat.xlsx", content, reference, forms)
        if sum(len(report.rows) for report in reading.reports) != n_rows:
            raise RuntimeError(f"not every row was read: {reading.findings[:3]}")

    with peak_extra_mb() as peak:
        pairs = list(in_turn(lambda: _read_bare(content), read, runs))
    what = f"Reading a flat workbook of {n_rows} rows"
    yield Figure(f"{what}, bare calamine", tuple(1000 * bare for bare, _ in pairs), "ms", rows=n_rows)
    yield Figure(f"{what}, into reports", tuple(1000 * whole for _, whole in pairs), "ms", rows=n_rows)
    times = tuple(whole / bare for bare, whole in pairs)
    yield Figure(f"{what}, against bare calamine", times, "×", AIM_TIMES, n_rows, max(peak, default=None))


def _read_bare(content: bytes) -> None:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in workbook.sheet_names:
        workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)


def _workbook(province: Province, n_rows: int) -> bytes:
    text = write_flat(load_forms().latest(FLAT), province.all_reports()).decode("utf-8-sig")
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    page = book.add_worksheet("Dữ liệu")
    for number, line in enumerate(islice(csv.reader(io.StringIO(text)), n_rows + 1)):
        for column, value in enumerate(line):
            if value.isdecimal():
                page.write_number(number, column, int(value))
            elif value:
                page.write_string(number, column, value)
    book.close()
    return buffer.getvalue()
