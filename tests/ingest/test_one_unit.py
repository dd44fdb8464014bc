"""Files of one unit that have no column of units: whose they are, and which of their lines are figures."""

import pytest

from dashboard.forms import OWN, Forms, load_forms, read_version
from dashboard.ingest.mapping import names_of
from dashboard.ingest.names import normalise
from dashboard.ingest.read import read_file
from dashboard.ingest.reporter import named_above, proposed_units, units_in_name
from dashboard.ingest.workbook import open_csv
from dashboard.report import Field, Reading, Reference, Unit
from tests.app.province import month

HUYEN = Unit("hh", "UBND huyện Hiệp Hòa", "district", "district")
XA = Unit("da", "Xã Đông An", "commune", "commune", parent_id="hh")
SO_TP = Unit("tp", "Sở Tư pháp", "department", "province", short_name="Tư pháp")
SO_NV = Unit("nv", "Sở Nội vụ", "department", "province")
REFERENCE = Reference(
    (HUYEN, XA, Unit("dah", "Xã Đông An Hạ", "commune", "commune"), SO_TP, SO_NV),
    (Field("dat_dai", "Đất đai"), Field("ho_tich", "Hộ tịch")),
)
DESCRIBED = """record,sheet,letter,id,text,group,number
form,,,flat,Bảng một đơn vị,,
sheet,Dữ liệu,,,,,
column,Dữ liệu,,row_no,stt,,
column,Dữ liệu,,field,nội dung,,
column,Dữ liệu,,resolved_total,xong,,
column,Dữ liệu,,resolved_late,trễ,,
line,,,unit,Đơn vị báo cáo:,,
line,,,period,Kỳ báo cáo:,,
total,,,unit,Tổng cộng|Cộng,,
"""
OCTOBER = month(2026, 10)
FORMS = Forms(load_forms().versions, (read_version(f"{OWN}bang", OCTOBER.start, DESCRIBED, "bang"),))
TABLE = "STT;Nội dung;Xong;Trễ\n1;Đất đai;100;3\n2;Hộ tịch;50;1\n"


def by_id(*ids: str) -> list[Unit]:
    return [unit for unit in REFERENCE.units if unit.unit_id in ids]


def asked(text: str, unit: str | None = None, name: str = "bao-cao.csv") -> Reading:
    chosen = next(iter(by_id(unit)), None) if unit else None
    return read_file(name, text.encode(), REFERENCE, FORMS, period=OCTOBER, unit=chosen)


def found(reading: Reading) -> list[tuple[str, str, str | None]]:
    return [(f.severity, f.rule, f.cell) for f in reading.findings]


def lines(reading: Reading) -> list[tuple[str | None, str | None, dict[str, int], int]]:
    return [
        (report.subject.unit_id, row.field_id, dict(row.counts), row.row)
        for report in reading.reports
        for row in report.rows
    ]


BOTH = [
    ("tp", "dat_dai", {"resolved_total": 100, "resolved_late": 3}),
    ("tp", "ho_tich", {"resolved_total": 50, "resolved_late": 1}),
]


def test_the_unit_is_the_labelled_one_the_one_named_above_or_the_chosen_one():
    labelled = asked("Đơn vị báo cáo: Sở Tư pháp\n" + TABLE)
    above = asked("UBND TỈNH THỬ;;\nSỞ TƯ PHÁP;;Số: 12/BC\nKính gửi: Sở Nội vụ;;\n" + TABLE)
    chosen = asked(TABLE, "tp")
    for reading in (labelled, above, chosen):
        assert [line[:3] for line in lines(reading)] == BOTH
        assert {report.origin for report in reading.reports} == {"own"}
    assert (found(labelled), found(chosen)) == ([], [])
    assert found(above) == [("info", "unit_above", "A2")] and above.findings[0].unit == "Sở Tư pháp"
    assert lines(above)[0][3] == 5 and above.reports[0].letters["resolved_late"] == "D"


@pytest.mark.parametrize(
    ("top", "unit", "expected"),
    [
        ("", None, ("reject", "V14", "A1")),
        ("Sở Tư pháp và Sở Nội vụ\n", None, ("reject", "V14", "A1")),
        ("Đơn vị báo cáo: Sở Lạ\n", None, ("reject", "V14", "A1")),
        ("Đơn vị báo cáo: Sở Tư pháp\n", "nv", ("reject", "unit_mismatch", "A1")),
    ],
)
def test_a_file_that_leaves_its_unit_open_or_contradicts_the_choice_is_asked_about(top, unit, expected):
    reading = asked(top + TABLE, unit)
    assert found(reading) == [expected] and reading.reports == ()


def test_a_choice_other_than_the_name_above_the_table_is_asked_about_again():
    reading = asked("SỞ NỘI VỤ;;;\n" + TABLE, "tp")
    assert found(reading) == [("warning", "unit_mismatch", "A1")]
    assert [line[:3] for line in lines(reading)] == BOTH


def test_a_choice_goes_before_a_label_that_fits_no_unit():
    assert [line[:3] for line in lines(asked("Đơn vị báo cáo: hồ sơ\n" + TABLE, "tp"))] == BOTH


def test_sums_numbers_of_columns_and_signatures_are_no_lines_of_fields():
    text = (
        "Đơn vị báo cáo: Sở Tư pháp\nSTT;Nội dung;Xong;Trễ\n(1);(2);(3)=(4)+(5);(4)\nI;Nhóm đất;100;3\n1;Đất đai;100;3\n"
        "2;Hộ tịch;50;1\n3;;7;7\n;Tổng cộng;157;11\n;Người lập;;\nVũ Thị Lan;;Giám đốc;\n"
    )
    reading = asked(text)
    assert found(reading) == [("info", "partial_total", "B4"), ("warning", "V14", "B7")]
    assert [(field, late) for _, field, counts, _ in lines(reading) if (late := counts["resolved_late"]) is not None] == [
        ("dat_dai", 3), ("ho_tich", 1), (None, 11),
    ]  # fmt: skip


def test_procedures_below_their_field_are_not_added_to_it_and_fields_below_a_group_stand_for_themselves():
    head = "STT;Nội dung;Xong;Trễ\n"
    procedures = asked(head + "I;Đất đai;100;3\n1;Cấp giấy;60;1\n2;Tách thửa;40;2\nII;Hộ tịch;50;1\n", "tp")
    assert [line[:3] for line in lines(procedures)] == BOTH
    assert found(procedures) == [("info", "partial_total", "B3"), ("info", "partial_total", "B4")]
    assert [line[3] for line in lines(procedures)] == [2, 5]
    groups = asked(head + "I;Đất đai;150;4\n1;Đất đai;100;3\n2;Hộ tịch;50;1\n;Tổng cộng;150;4\n", "tp")
    assert [line[:3] for line in lines(groups)][:2] == BOTH and lines(groups)[2][1] is None
    assert found(groups) == [("info", "partial_total", "B2")]


def test_what_is_typed_wrong_in_the_last_line_is_told_and_not_taken_for_a_signature():
    assert found(asked("STT;Nội dung;Xong;Trễ\n1;Đất đai;100;3\n2;Hộ tịch;50 hs;1 hs\n", "tp")) == [
        ("reject", "V06", "C3"),
        ("reject", "V06", "D3"),
    ]


def test_a_table_with_a_column_of_units_is_never_taken_for_one_of_one_unit():
    reading = asked("STT;Tên đơn vị;Nội dung;Xong;Trễ\n1;Sở Nội vụ;Đất đai;100;3\n", "tp")
    assert found(reading) == [("reject", "unknown_form", None)]


def test_a_flat_file_with_the_headings_of_the_product_needs_no_mapping_where_its_unit_is_named():
    text = "Lĩnh vực;Tổng số hồ sơ đã giải quyết;Đã giải quyết quá hạn\nĐất đai;100;3\nHộ tịch;50;1\nTổng cộng;150;4\n"
    assert found(asked(text)) == [("reject", "unknown_form", None)]
    reading = asked(text, "tp")
    assert [line[:3] for line in lines(reading)][:2] == BOTH and lines(reading)[2][1] is None


def test_units_are_named_in_full_the_longest_name_and_the_lowest_unit_first():
    def above(text: str) -> list[str]:
        (sheet,), _ = open_csv("a.csv", text.encode())
        return [one.unit.unit_id for one in named_above(names_of(REFERENCE), sheet, len(sheet.rows))]

    assert above("UBND HUYỆN HIỆP HÒA\nUBND XÃ ĐÔNG AN\n;") == ["da"]
    assert above("Báo cáo của xã Đông An Hạ tháng 10\n;") == ["dah"]
    assert above("Lĩnh vực tư pháp, hộ tịch\n;") == []
    assert above("Tư pháp\n;") == ["tp"]


def test_a_name_in_the_file_name_is_proposed_with_or_without_diacritics_and_never_taken():
    for name in ("SoTuPhap_T10.xlsx", "BC so tu phap.xlsx", "sotuphap-10.csv", "Sở Tư pháp tháng 10.xls"):
        assert units_in_name(REFERENCE, name) == by_id("tp"), normalise(name)
    assert units_in_name(REFERENCE, "Xa Dong An Ha 10.xlsx") == by_id("dah")
    assert units_in_name(REFERENCE, "bao-cao-10.xlsx") == []
    assert found(asked(TABLE, name="SoTuPhap_T10.csv")) == [("reject", "V14", "A1")]
    (sheet,), _ = open_csv("a.csv", ("SỞ NỘI VỤ\n" + TABLE).encode())
    assert [unit.unit_id for unit in proposed_units(REFERENCE, sheet, 1, "SoTuPhap.csv")] == ["nv", "tp"]
