"""The invented province as files: the same bytes each time, history flat, and real workbooks in the last months."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest

from dashboard.demo.files import FlatWriter, FormWriter, batch_150, files
from dashboard.demo.province import Province, generate
from dashboard.exports.form_workbook import FormHead, write_flat, write_form
from dashboard.forms import load_forms
from dashboard.ingest.read import read_file
from dashboard.report import Field, Reference, Report

FIELDS = Path(__file__).parents[2] / "data" / "reference" / "fields.csv"


def _reference(province: Province) -> Reference:
    with FIELDS.open(encoding="utf-8", newline="") as file:
        fields = tuple(Field(row["field_id"], row["name"]) for row in csv.DictReader(file))
    return Reference(province.units, fields, province.periods)


def _writers(province: Province) -> tuple[FlatWriter, FormWriter]:
    forms, reference = load_forms(), _reference(province)

    def flat(reports: Iterable[Report]) -> bytes:
        return write_flat(forms.latest("du_lieu_phang"), reports)

    def workbook(form: str, reports: Sequence[Report], head_unit: str = "") -> bytes:
        return write_form(forms.latest(form), reports, reference, head=FormHead(head_unit))

    return flat, workbook


@pytest.fixture(scope="module")
def province() -> Province:
    return generate()


@pytest.fixture(scope="module")
def written(province: Province) -> dict[str, bytes]:
    return dict(files(province, *_writers(province)))


def test_history_is_one_flat_file_a_month_and_the_last_three_months_are_workbooks(province, written):
    flat = [name for name in written if name.endswith(".csv")]
    assert flat == [f"{period.label}_du_lieu_phang.csv" for period in province.periods[:33]]
    for period in province.periods[33:]:
        names = [name for name in written if name.startswith(period.label)]
        assert f"{period.label}_so_lieu_cchc.xlsx" in names
        assert 55 <= sum("_bieu_06_" in name for name in names) <= 66
    assert len(written) < 240


def test_the_same_seed_writes_the_same_bytes(province, written):
    assert dict(files(generate(seed=province.seed), *_writers(province))) == written


def test_a_flat_file_holds_every_row_of_its_month(province, written):
    lines = list(csv.DictReader(io.StringIO(written["2025-07_du_lieu_phang.csv"].decode("utf-8-sig"))))
    assert len(lines) == sum(len(report.rows) for report in province.reports(20))
    assert {line["source"] for line in lines} == {"Dữ liệu minh họa"}


def test_a_workbook_shows_a_units_counts_in_cells(province, written):
    report = next(r for r in province.reports(35) if r.family == "dossier" and r.subject.unit_id == "so_tu_phap")
    rows = openpyxl.load_workbook(io.BytesIO(written["2026-10_bieu_06_so_tu_phap.xlsx"]))["Biểu 06"].values
    found = {row[1]: row[2] for row in rows if isinstance(row[2], int)}
    assert [*found.values()] == [row.counts["received_total"] for row in report.rows]
    assert "Lý lịch tư pháp" in found


def _said(report: Report) -> tuple:
    rows = [
        (row.field_id, {c: n for c, n in row.counts.items() if c not in row.derived}, _filled(row.attributes))
        for row in report.rows
    ]
    return report.origin, report.source, rows, [round(s.stated, 4) for s in report.statements]


def _filled(attributes: Mapping) -> dict:
    return {name: value for name, value in attributes.items() if value is not None}


def test_what_is_read_back_is_what_was_reported_without_a_finding(province, written):
    reference, found = _reference(province), {}
    for name, content in written.items():
        if name.startswith(("2024-01", "2025-07", "2026-10")):
            reading = read_file(name, content, reference, load_forms())
            assert reading.findings == ()
            found |= {(r.family, r.subject, r.period): _said(r) for r in reading.reports}
    expected = {(r.family, r.subject, r.period): _said(r) for month in (2, 20, 35) for r in province.reports(month)}
    assert found == expected


def test_a_correction_is_sent_after_the_report_that_it_corrects(province, written):
    order = list(written)
    corrections = [name for name in order if name.endswith("_dieu_chinh.xlsx")]
    assert len(corrections) == 2
    for name in corrections:
        first = name.replace("_dieu_chinh", "")
        assert order.index(first) < order.index(name)
        assert written[first] != written[name]


def test_a_batch_for_measuring_has_150_different_workbooks():
    province, batch = batch_150(lambda province: _writers(province)[1])
    assert len(batch) == len(set(batch.values())) == 150
    communes = {unit.unit_id for unit in province.units if unit.level == "commune"}
    assert {name.removesuffix(".xlsx").partition("_bieu_06_")[2] for name in batch} <= communes


def test_exports_of_the_one_stop_software_are_the_same_twice_and_name_what_was_sown() -> None:
    from dashboard.build import demo_case_exports
    from dashboard.demo.case_files import GHOSTS, LEFT_OUT

    province = generate()
    first, second = list(demo_case_exports(province)), list(demo_case_exports(province))
    assert first == second and len(first) == 2
    for export in first:
        kinds = [sown.kind for sown in export.ledger]
        assert (kinds.count("ghost"), kinds.count("left_out"), len(kinds)) == (GHOSTS, 1, GHOSTS + 7)
        assert 1 <= export.ledger[0].files <= LEFT_OUT
        text = export.content.decode("utf-8-sig")
        assert all(text.count(sown.code) == 1 for sown in export.ledger if sown.code)
