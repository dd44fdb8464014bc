"""Forms that are written are read back to the same reports."""

import csv
import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from dashboard.exports.form_workbook import FormHead, write_flat, write_form
from dashboard.forms import FormError, load_forms
from dashboard.ingest.read import read_file
from dashboard.report import FactRow, Field, Period, Reference, Report, Statement, Subject, Unit

FORMS = load_forms()
REFERENCE = Reference(
    units=(
        Unit("nv", "Sở Nội vụ", "department", "province"),
        Unit("xd", "Sở Xây dựng", "department", "province"),
        Unit("ha", "Huyện An Bình", "district", "district"),
        Unit("xa", "Xã Bình Minh", "commune", "commune"),
    ),
    fields=(Field("dat_dai", "Đất đai"), Field("ho_tich", "Hộ tịch"), Field("dau_tu", "Đầu tư tại Việt Nam")),
)
FEBRUARY = Period("cchc", "month", "2020-02", date(2020, 2, 1), date(2020, 2, 29), date(2020, 2, 19))
DATES = {"data_from": date(2020, 2, 1), "data_to": date(2020, 2, 29)}
FULL = (
    "received_total", "received_online", "received_offline", "carried_over", "resolved_total", "resolved_early",
    "resolved_on_time", "resolved_late", "pending_total", "pending_in_time", "pending_overdue",
)  # fmt: skip


def full(*values: int) -> dict[str, int]:
    return dict(zip(FULL, values, strict=True))


def unplaced(reports):
    """Reports without the places of their figures, which only a file has."""
    return [
        replace(
            r,
            sheet=None,
            letters={},
            rows=tuple(replace(row, row=0) for row in r.rows),
            statements=tuple(replace(s, row=0, letter="", sheet=None) for s in r.statements),
        )
        for r in reports
    ]


def there_and_back(form_id: str, reports, **options):
    form = FORMS.latest(form_id)
    content = write_form(form, reports, REFERENCE, **options)
    reading = read_file("bieu.xlsx", content, REFERENCE, FORMS)
    assert reading.findings == ()
    assert reading.form == form_id
    again = read_file("bieu.xlsx", write_form(form, reading.reports, REFERENCE, **options), REFERENCE, FORMS)
    assert again == reading
    return content, reading


LAND = FactRow(0, "dat_dai", counts=full(100, 60, 30, 10, 80, 50, 20, 10, 20, 15, 5))
CIVIL = FactRow(0, "ho_tich", counts=full(50, 50, 0, 0, 50, 50, 0, 0, 0, 0, 0))
TOTAL = FactRow(0, counts=full(150, 110, 30, 10, 130, 100, 20, 10, 20, 15, 5))


def test_bieu_06_of_one_unit_comes_back_the_same():
    report = Report(
        "dossier", Subject("unit", "nv"), FEBRUARY, rows=(LAND, CIVIL, TOTAL), source="Báo cáo thử", **DATES
    )
    _, reading = there_and_back("bieu_06", [report])
    assert unplaced(reading.reports) == unplaced([report])
    assert reading.reports[0].letters["received_total"] == "C"


def test_every_figure_stands_in_the_cell_that_its_report_names():
    report = Report("dossier", Subject("unit", "nv"), FEBRUARY, rows=(LAND, CIVIL, TOTAL))
    content, reading = there_and_back("bieu_06", [report])
    page = openpyxl.load_workbook(io.BytesIO(content))[reading.reports[0].sheet]
    for row in reading.reports[0].rows:
        for column, count in row.counts.items():
            assert page[f"{reading.reports[0].letters[column]}{row.row}"].value == count


def test_the_two_sections_keep_the_same_field_apart():
    ministry = replace(LAND, source_system="ministry")
    province = replace(LAND, source_system="province", counts=full(50, 50, 0, 0, 50, 50, 0, 0, 0, 0, 0))
    report = Report("dossier", Subject("unit", "xa"), FEBRUARY, rows=(ministry, province, TOTAL))
    _, reading = there_and_back("bieu_06_hai_he_thong", [report])
    assert unplaced(reading.reports) == unplaced([report])


def test_a_section_s_own_figures_are_a_part_and_never_added():
    part = FactRow(0, None, "Trên Hệ thống các Bộ", "ministry", counts=LAND.counts)
    report = Report(
        "dossier", Subject("unit", "xa"), FEBRUARY, rows=(part, replace(LAND, source_system="ministry"), TOTAL)
    )
    _, reading = there_and_back("bieu_06_hai_he_thong", [report])
    assert unplaced(reading.reports) == unplaced([report])


def test_a_roll_up_gives_each_unit_each_level_and_the_province_its_report():
    subjects = [
        Subject("level", level="province"), Subject("unit", "nv"), Subject("unit", "xd"),
        Subject("level", level="district"), Subject("unit", "ha"),
        Subject("level", level="commune"), Subject("unit", "xa"), Subject("province"),
    ]  # fmt: skip
    reports = [Report("dossier", s, FEBRUARY, "consolidated", rows=(TOTAL,), **DATES) for s in subjects]
    _, reading = there_and_back("bieu_06_tong_hop", reports, head=FormHead("UBND tỉnh"))
    assert unplaced(reading.reports) == unplaced(reports)


def test_the_book_holds_all_families_and_statements():
    unit, province = Subject("unit", "ha"), Subject("province")
    dossiers = Report(
        "dossier", unit, FEBRUARY,
        rows=(
            FactRow(0, counts={"received_total": 4857, "received_online": 3800}),
            FactRow(0, part="iGate", counts={"received_total": 4337}),
            FactRow(0, is_vertical=True, source_system="ministry", counts={"received_total": 3621}, note="công an, BHXH"),
        ),
        statements=(
            Statement("Hồ sơ trên iGate", 0.8992, 0.00005, 0, "", "dossier", "received_total", "iGate", "received_total"),
        ),
    )  # fmt: skip
    reports = [
        dossiers,
        Report(
            "dossier", Subject("level", level="district"), FEBRUARY, "consolidated",
            rows=(FactRow(0, counts={"received_total": 10847, "resolved_ok": 8412, "pending_in_time": 2116,
                                     "overdue_unsplit": 319}),),
        ),
        Report("procedure", unit, FEBRUARY, rows=(FactRow(0, "dau_tu", counts={"procedures_abolished": 22}),)),
        Report(
            "iso", Subject("unit", "xa"), FEBRUARY, "consolidated",
            rows=(FactRow(0, attributes={"obligation": "mandatory", "standard_version": "9001:2015",
                                         "iso_status": "maintained", "rating": "very_good",
                                         "announced_on": date(2019, 5, 1), "conversion_due_on": date(2020, 12, 31)}),),
        ),
        Report("iso", province, FEBRUARY, "consolidated", rows=(FactRow(0, counts={"iso_adopted": 254}),)),
        Report("document", unit, FEBRUARY, rows=(FactRow(0, counts={"docs_out": 1847, "paper_docs": 32}),)),
        Report("certificate", unit, FEBRUARY, rows=(FactRow(0, counts={"certificate_person": 5}),)),
        Report(
            "submission", unit, FEBRUARY,
            rows=(FactRow(0, counts={"report_due": 1, "report_submitted": 1},
                          attributes={"submitted_on": date(2020, 2, 18), "document_no": "12/BC-UBND"}),),
        ),
        Report(
            "submission", Subject("unit", "xd"), FEBRUARY, "consolidated",
            rows=(FactRow(0, counts={"report_due": 1, "report_submitted": 0}),),
        ),
    ]  # fmt: skip
    head = FormHead("Huyện An Bình")
    content, reading = there_and_back("so_lieu_cchc", reports, head=head)
    assert unplaced(reading.reports) == unplaced(reports)
    book = openpyxl.load_workbook(io.BytesIO(content))
    statement = reading.reports[0].statements[0]
    assert book[statement.sheet][f"{statement.letter}{statement.row}"].value == "89,92%"


def test_totals_may_be_formulas_with_their_values():
    report = Report("dossier", Subject("unit", "nv"), FEBRUARY, rows=(LAND, CIVIL, TOTAL))
    content, reading = there_and_back("bieu_06", [report], has_formulas=True)
    letters, row = reading.reports[0].letters, reading.reports[0].rows[-1].row
    page = openpyxl.load_workbook(io.BytesIO(content)).active
    assert str(page[f"{letters['received_total']}{row}"].value).startswith("=SUM(C")


def test_a_total_that_is_no_sum_stays_the_number_that_was_stated():
    wrong = replace(TOTAL, counts={**TOTAL.counts, "received_total": 151})
    report = Report("dossier", Subject("unit", "nv"), FEBRUARY, rows=(LAND, CIVIL, wrong))
    content = write_form(FORMS.latest("bieu_06"), [report], REFERENCE, has_formulas=True)
    reading = read_file("bieu.xlsx", content, REFERENCE, FORMS)
    assert reading.reports[0].rows[-1].counts["received_total"] == 151


def test_a_derived_count_is_not_written_and_is_derived_again():
    stated = {"received_total": 47, "resolved_on_time": 43, "pending_in_time": 4}
    report = Report("dossier", Subject("unit", "nv"), FEBRUARY, rows=(FactRow(0, counts=stated),))
    _, reading = there_and_back("bieu_06", [report])
    row = reading.reports[0].rows[0]
    assert row.counts["resolved_late"] == 0
    assert "resolved_late" in row.derived


def test_flat_lines_come_back_the_same():
    reports = [
        Report("dossier", Subject("unit", "nv"), FEBRUARY, rows=(LAND, CIVIL, TOTAL)),
        Report("dossier", Subject("level", level="commune"), FEBRUARY, "consolidated", rows=(replace(TOTAL, part="iGate"),)),
        Report("iso", Subject("unit", "xa"), FEBRUARY, rows=(FactRow(0, attributes={"rating": "good"}),)),
        Report("document", Subject("province"), FEBRUARY, "consolidated", rows=(FactRow(0, counts={"docs_out": 7}),)),
    ]  # fmt: skip
    content = write_flat(FORMS.latest("du_lieu_phang"), reports)
    reading = read_file("phang.csv", content, REFERENCE, FORMS)
    assert reading.findings == ()
    assert unplaced(reading.reports) == unplaced(reports)
    first = next(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert first["received_total"] == "100"


@pytest.mark.parametrize("row", [FactRow(0, part="iGate", counts={}), FactRow(0, is_vertical=True, counts={})])
def test_what_a_form_has_no_place_for_is_an_error(row):
    report = Report("dossier", Subject("unit", "nv"), FEBRUARY, rows=(row,))
    with pytest.raises(FormError, match="no place"):
        write_form(FORMS.latest("bieu_06"), [report], REFERENCE)


def test_a_count_without_a_column_is_an_error():
    report = Report("dossier", Subject("unit", "nv"), FEBRUARY, rows=(FactRow(0, counts={"received_postal": 1}),))
    with pytest.raises(FormError, match="received_postal"):
        write_form(FORMS.latest("bieu_06"), [report], REFERENCE)
