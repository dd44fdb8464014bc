"""Lists of units as provinces have them: their own headings, names that occur twice, dates that cannot be."""

from datetime import date

from dashboard.ingest.unit_list import read_units


def read(*lines: str):
    return read_units("don-vi.csv", "\n".join(lines).encode())


def test_the_headings_of_an_official_list_are_known():
    units, findings = read("DANH SÁCH ĐƠN VỊ;;", "TT;Tên cơ quan, đơn vị;Cấp", "2;Sở Nội vụ;Cấp tỉnh", "1;Sở Y tế;Tỉnh")
    assert findings == ()
    assert [(unit.name, unit.level, unit.display_order) for unit in units] == [
        ("Sở Nội vụ", "province", 2),
        ("Sở Y tế", "province", 1),
    ]


def test_two_communes_of_one_name_in_two_districts_are_two_units():
    units, findings = read(
        "Tên đơn vị,Cấp,Trực thuộc",
        "UBND huyện Lạng Giang,Huyện,",
        "UBND huyện Hiệp Hòa,Huyện,",
        "UBND xã Tân Hưng,Xã,UBND huyện Lạng Giang",
        "UBND xã Tân Hưng,Xã,UBND huyện Hiệp Hòa",
    )
    assert findings == ()
    assert {unit.parent_id for unit in units[2:]} == {"ubnd_huyen_lang_giang", "ubnd_huyen_hiep_hoa"}
    assert len({unit.unit_id for unit in units}) == 4


def test_a_name_taken_over_by_a_new_unit_is_two_units():
    units, findings = read(
        "Tên đơn vị,Cấp,Từ ngày,Đến ngày", "UBND xã Bảo Đài,Xã,,30/06/2025", "UBND xã Bảo Đài,Xã,01/07/2025,"
    )
    assert findings == ()
    assert [(unit.unit_id, unit.valid_from) for unit in units] == [
        ("ubnd_xa_bao_dai", None),
        ("ubnd_xa_bao_dai_2025", date(2025, 7, 1)),
    ]


def test_one_unit_listed_twice_is_refused():
    _, findings = read("Tên đơn vị,Cấp", "Sở Nội vụ,Tỉnh", "Sở Nội vụ,Tỉnh")
    assert [finding.severity for finding in findings] == ["reject"]


def test_a_unit_that_ends_before_it_begins_is_refused_at_its_cell():
    _, findings = read("Tên đơn vị,Cấp,Từ ngày,Đến ngày", "Sở Nội vụ,Tỉnh,01/01/2020,30/06/2019")
    assert [(finding.severity, finding.cell) for finding in findings] == [("reject", "D2")]
