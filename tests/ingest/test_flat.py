"""Flat files: many periods, subjects and families in one."""

from datetime import date

import pytest

from dashboard.forms import load_forms
from dashboard.ingest.read import read_file
from dashboard.ingest.rules import shown
from dashboard.report import Field, Reading, Reference, Subject, Unit

FORMS = load_forms()
REFERENCE = Reference(
    units=(
        Unit("nv", "Sở Nội vụ", "department", "province"),
        Unit("ha", "UBND huyện An Bình", "district", "district"),
    ),
    fields=(Field("dat_dai", "Đất đai"),),
)


def read(text: str) -> Reading:
    return read_file("phang.csv", text.encode("utf-8"), REFERENCE, FORMS)


def found(reading: Reading) -> list[tuple[str, str, str | None]]:
    return [(f.severity, f.rule, f.cell) for f in reading.findings]


def test_one_file_holds_periods_units_levels_and_families():
    reading = read(
        "period,unit,level,field,received_total,docs_out\n"
        "2020-01,nv,,dat_dai,5,\n"
        "2020-01,Sở Nội vụ,,,5,7\n"
        "2020-Q1,UBND huyện An Bình,,Đất đai,9,\n"
        "2020-01,,Cấp huyện,,40,\n"
        "2020-01,,Toàn tỉnh,,90,\n"
    )
    assert found(reading) == []
    assert [(r.family, r.subject, r.period.label, r.origin, len(r.rows)) for r in reading.reports] == [
        ("dossier", Subject("unit", "nv"), "2020-01", "own", 2),
        ("dossier", Subject("unit", "ha"), "2020-Q1", "own", 1),
        ("dossier", Subject("level", level="district"), "2020-01", "consolidated", 1),
        ("dossier", Subject("province"), "2020-01", "consolidated", 1),
        ("document", Subject("unit", "nv"), "2020-01", "own", 1),
    ]
    assert reading.reports[0].rows[0].row == 2
    assert reading.reports[0].letters["received_total"] == "E"


def test_vietnamese_headings_and_numbers_are_read():
    reading = read("Kỳ báo cáo;Đơn vị;Tổng số hồ sơ nhận giải quyết\nTháng 02/2020;Sở Nội vụ;1.234\n")
    assert found(reading) == []
    assert reading.reports[0].rows[0].counts == {"received_total": 1234}


def test_a_blank_count_is_derived_in_a_flat_file_too():
    reading = read("period,unit,docs_total,docs_out\n2020-01,nv,10,4\n")
    row = reading.reports[0].rows[0]
    assert (row.counts["docs_in"], row.derived) == (6, {"docs_in": "docs_total = docs_in + docs_out"})


def test_every_problem_is_told_with_its_cell():
    reading = read(
        "period,unit,field,received_total\n"
        "2020-01,Sở Lạ,,1\n"
        "2020-01,nv,Hộ khẩu,1\n"
        "2020-01,nv,,-1\n"
        "2020-01,nv,,12 hs\n"
        "hôm qua,nv,,1\n"
    )
    assert sorted(found(reading)) == [
        ("reject", "V06", "D4"),
        ("reject", "V06", "D5"),
        ("reject", "no_period", "A6"),
        ("warning", "V14", "B2"),
        ("warning", "V14", "C3"),
    ]


@pytest.mark.parametrize("second", ["2020-01,nv,5", "2020-01,Sở Nội vụ,6"])
def test_the_same_line_twice_is_rejected(second):
    reading = read(f"period,unit,received_total\n2020-01,nv,5\n{second}\n")
    assert found(reading) == [("reject", "V13", "B3")]


def test_cumulative_figures_beside_those_of_the_month_are_rejected():
    reading = read("period,unit,cumulative,received_total\n2020-02,nv,không,5\n2020-02,nv,có,9\n")
    assert found(reading) == [("reject", "V16", "A3")]


def test_a_regime_that_is_not_in_the_list_is_told_and_the_usual_one_taken():
    reading = read("period,regime,unit,received_total\n2020-01,khac,nv,5\n2020-02,kstt,nv,5\n")
    assert found(reading) == [("warning", "unknown_regime", "B2")]
    assert [report.period.regime for report in reading.reports] == ["cchc", "kstt"]


def test_attributes_and_dates_are_read():
    reading = read("period,unit,rating,announced_on\n2020-01,nv,Rất tốt,01/05/2019\n2020-01,ha,,\n")
    assert found(reading) == []
    assert reading.reports[0].rows[0].attributes == {"rating": "very_good", "announced_on": date(2019, 5, 1)}
    assert len(reading.reports) == 1


def test_a_flat_sheet_of_a_workbook_is_read_like_a_csv():
    import io

    import openpyxl

    book = openpyxl.Workbook()
    for row in (["period", "unit", "received_total"], ["2020-01", "nv", 5], ["2020-02", "nv", 0.5]):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    reading = read_file("phang.xlsx", buffer.getvalue(), REFERENCE, FORMS)
    assert found(reading) == [("reject", "V06", "C3")]
    assert reading.reports[0].rows[0].counts == {"received_total": 5}


def test_an_unknown_level_is_told_as_what_it_says_and_a_whole_number_without_decimals():
    reading = read("period,unit,level,received_total\n2020-01,,Khối huyện,40\n2020-01,nv,,-1\n2020-01,ha,,7\n")
    messages = [f.message for f in reading.findings]
    assert messages[0].startswith("Dòng 2 không ghi đơn vị và ghi cấp “Khối huyện”, không nhận ra")
    assert shown(-1.0) == "-1" and shown(12.5) == "12,5"


def test_a_column_of_counts_whose_heading_is_no_columns_is_told_and_a_percentage_is_none():
    reading = read('STT,period,unit,received_total,resolved_lat,Tỷ lệ\n1,2020-01,nv,9,5,"55,5%"\n')
    assert found(reading) == [("warning", "unread_column", "E1")]
    assert "“resolved_lat” (ô E1)" in reading.findings[0].message


def test_units_of_one_name_are_told_apart_by_their_ids():
    twice = Reference(tuple(Unit(id_, "UBND xã An Hòa", "commune", "commune") for id_ in ("ah1", "ah2")), ())
    text = "period,unit,received_total\n2020-01,UBND xã An Hòa,4\n"
    reading = read_file("phang.csv", text.encode("utf-8"), twice, FORMS)
    assert "UBND xã An Hòa (ah1), UBND xã An Hòa (ah2)" in reading.findings[0].message


def test_a_unit_to_which_iso_does_not_apply_may_say_so():
    reading = read("period,unit,obligation,iso_status\n2020-01,nv,Không áp dụng,\n")
    assert found(reading) == []
    assert reading.reports[0].rows[0].attributes["obligation"] == "none"
