"""The portal's score table: points as text with a dot, units by code and name, and what is wrong at which cell."""

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from dashboard.forms import load_forms
from dashboard.ingest.mapping_scores import parse_points
from dashboard.ingest.read import read_file
from dashboard.report import Reading, Reference, Subject, Unit

UNITS = (
    Unit("so_a", "Sở Tư pháp", "department", "province", agency_code="H01.04"),
    Unit("so_b", "Thanh tra tỉnh", "inspectorate", "province", agency_code="H01.05", has_procedures=False),
    Unit("xa_c", "Xã An Bình", "commune", "commune", agency_code="H01.187"),
    Unit("xa_d", "Xã Đông Hải", "commune", "commune"),
)
REFERENCE = Reference(UNITS, (), default_regime="cchc", province="An Giang")
HEADER = ["ID", "TEN", "MA_COQUAN", "LOAI_COQUAN", "CKMB", "TDGQ", "MDSH", "CLGQ", "TTTT", "MDHL", "TONG_SCORE"]
POINTS = ["17.50", "19.00", "20.00", "11.00", "7.25", "17.75", "92.50"]


def row(number: int, name: str, code: str, kind: str = "2", points: list[str] | None = None) -> list[str]:
    return [str(number), name, code, kind, *(POINTS if points is None else points)]


def table(*rows: list[str], header: list[str] = HEADER, head: bool = True) -> bytes:
    output = io.StringIO()
    lines = [["Kỳ báo cáo: Tháng 10/2025"], ["Ngày lấy số liệu: 05/11/2025"]] if head else []
    csv.writer(output).writerows([*lines, header, *rows])
    return output.getvalue().encode("utf-8-sig")


def read(content: bytes, name: str = "diem.csv", **given) -> Reading:
    return read_file(name, content, REFERENCE, load_forms(), **given)


def rules(reading: Reading) -> list[tuple[str, str | None]]:
    return [(finding.rule, finding.cell) for finding in reading.findings]


def test_a_row_becomes_points_of_its_unit_with_the_day_of_the_snapshot():
    reading = read(table(row(1, "Sở Tư pháp", "H01.04"), row(2, "Xã An Bình", "H01.187", "3")))
    assert reading.form == "diem_766"
    assert not reading.findings
    first = reading.reports[0]
    assert (first.family, first.subject, first.period.label) == ("score", Subject("unit", "so_a"), "2025-10")
    assert first.rows[0].attributes["score_tttt"] == Decimal("7.25")
    assert first.rows[0].attributes["snapshot_on"] == date(2025, 11, 5)
    assert f"{first.letters['score_total']}{first.rows[0].row}" == "K4"


def test_every_sheet_alike_is_read_and_columns_may_stand_elsewhere():
    book = openpyxl.Workbook()
    for name, line in (("Sở Ban", row(1, "Sở Tư pháp", "H01.04")), ("Xã Phường", row(1, "Xã An Bình", "H01.187", "3"))):
        sheet = book.create_sheet(name)
        sheet.append(["Kỳ báo cáo: Tháng 10/2025"])
        sheet.append(["TEN_COQUAN", *HEADER])
        sheet.append(["", *line])
    del book["Sheet"]
    output = io.BytesIO()
    book.save(output)
    reading = read(output.getvalue(), "bao_cao_T10_2025.xlsx")
    assert [report.subject.unit_id for report in reading.reports] == ["so_a", "xa_c"]
    assert {report.sheet for report in reading.reports} == {"Sở Ban", "Xã Phường"}
    assert reading.reports[0].letters["score_ckmb"] == "F"


def test_points_of_the_year_beside_those_of_the_month_are_not_taken_for_it():
    book = openpyxl.Workbook()
    for name in ("Điểm tháng", "Điểm năm"):
        sheet = book.create_sheet(name)
        for line in (["Kỳ báo cáo: Tháng 10/2025"], HEADER, row(1, "Sở Tư pháp", "H01.04")):
            sheet.append(line)
    del book["Sheet"]
    output = io.BytesIO()
    book.save(output)
    reading = read(output.getvalue(), "diem.xlsx")
    assert [report.sheet for report in reading.reports] == ["Điểm tháng"]
    assert [finding.rule for finding in reading.findings] == ["unknown_value"]


def test_only_this_province_of_a_table_of_provinces_is_kept():
    reading = read(
        table(row(1, "Cao Bằng", "H14", "1"), row(2, "Tỉnh An Giang", "H01", "1"), row(3, "Huế", "000.00.00.H57", "1"))
    )
    assert [report.subject for report in reading.reports] == [Subject("province")]
    assert not reading.findings


@pytest.mark.parametrize(
    ("points", "found"),
    [
        (["17.50", "19.00", "20.00", "11.00", "7.25", "17.75", "92.55"], [("score_sum", "K4")]),
        (["17.50", "19.00", "20.00", "11.00", "7.25", "17.75", "92.53"], []),  # six roundings
        (["18.50", "19.00", "20.00", "11.00", "7.25", "17.75", "93.50"], [("score_range", "E4")]),
        (["-1.00", "19.00", "20.00", "11.00", "7.25", "17.75", "74.00"], [("score_range", "E4")]),
        (["17.50", "19.00", "20.00", "11.00", "bảy", "17.75", "92.50"], [("unknown_value", "I4")]),
        (["17.50", "", "", "", "", "", "60.00"], []),  # with a group missing nothing can be added up
    ],
)
def test_contradictions_are_found_at_their_cell_and_the_row_is_kept(points, found):
    reading = read(table(row(1, "Sở Tư pháp", "H01.04", points=points)))
    assert rules(reading) == found
    assert len(reading.reports) == 1
    assert not reading.is_rejected


@pytest.mark.parametrize(
    ("name", "code", "is_taken"),
    [
        ("Sở Tư pháp", "H01.04", True),
        ("Sở Tư pháp", "000.00.04.H01", True),  # the long form of the same code
        ("Sở Tư pháp tỉnh An Giang", "H01.04", True),
        ("Sở Tư pháp", "", True),
        ("Xã Đông Hải", "H01.188", True),  # the list has no code for it
        ("Sở Tư pháp", "000.00.00.H37", False),
        ("Sở Tư pháp", "H01.05", False),
        ("Sở Tư pháp", "H01.99", False),
        ("Sở Không Có", "H01.98", False),
    ],
)
def test_a_row_whose_code_and_name_do_not_fit_is_listed_for_review_and_not_taken(name, code, is_taken):
    reading = read(table(row(1, name, code), row(2, "Xã An Bình", "H01.187", "3")))
    assert len(reading.reports) == (2 if is_taken else 1)
    assert [rule for rule, _ in rules(reading)] == ([] if is_taken else ["V14"])


def test_a_unit_without_points_keeps_its_row_without_any():
    reading = read(table(row(1, "Thanh tra tỉnh", "H01.05", points=[""] * 7)))
    assert reading.reports[0].rows[0].attributes == {"agency_code": "H01.05", "snapshot_on": date(2025, 11, 5)}


def test_a_unit_that_stands_twice_blocks_the_file():
    assert read(table(row(1, "Sở Tư pháp", "H01.04"), row(2, "Sở Tư pháp", "H01.04"))).is_rejected


def test_a_table_without_a_period_needs_one_on_import():
    content = table(row(1, "Sở Tư pháp", "H01.04"), head=False)
    assert [rule for rule, _ in rules(read(content))] == ["no_period"]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("17.25", "17.25"),
        ("17,25", "17.25"),
        (17.25, "17.25"),
        (18, "18"),
        ("1.234,5", None),
        ("NaN", None),
        (True, None),
    ],
)
def test_points_are_text_with_a_dot_a_comma_or_a_number(cell, value):
    assert parse_points(cell) == (None if value is None else Decimal(value))
