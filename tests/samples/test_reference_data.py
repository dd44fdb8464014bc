"""The reference lists that every workspace starts from: nothing in them may be ambiguous."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from dashboard.ingest.names import build_field_index, build_unit_index, match_field, match_unit
from dashboard.report import Field, Reference, Unit

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
SAMPLES = REFERENCE.parent / "samples"
WORKSPACES = ("bacgiang", "caobang", "tiengiang", "travinh")
UNIT_HEADER = (
    "unit_id,name,short_name,unit_type,level,parent_id,gso_code,agency_code,valid_from,valid_to,"
    "display_order,has_procedures,must_report,aliases"
)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _repeated(values: list[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]


def _fields() -> Reference:
    rows = _rows(REFERENCE / "fields.csv")
    aliases = {row["field_id"]: tuple(filter(None, row["aliases"].split("|"))) for row in rows}
    return Reference((), tuple(Field(row["field_id"], row["name"], aliases=aliases[row["field_id"]]) for row in rows))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _units(workspace: str) -> Reference:
    units = [
        Unit(
            row["unit_id"],
            row["name"],
            row["unit_type"],
            row["level"],
            row["short_name"],
            row["parent_id"] or None,
            valid_from=_day(row["valid_from"]),
            valid_to=_day(row["valid_to"]),
            aliases=tuple(filter(None, row["aliases"].split("|"))),
        )
        for row in _rows(SAMPLES / workspace / "units.csv")
    ]
    return Reference(tuple(units), ())


def _valid_on(rows: list[dict[str, str]], day: date) -> list[dict[str, str]]:
    text = day.isoformat()
    return [row for row in rows if row["valid_from"] <= text and (not row["valid_to"] or text <= row["valid_to"])]


def test_no_name_or_alias_belongs_to_two_fields():
    reference = _fields()
    assert _repeated([field.field_id for field in reference.fields]) == []
    named = build_field_index(reference).named
    assert {name: fields for name, fields in named.items() if len(fields) > 1} == {}


def test_the_catalogue_of_fields_has_the_codes_and_takes_the_spellings_of_real_lists():
    codes = [row["code"] for row in _rows(REFERENCE / "fields.csv") if row["code"]]
    assert len(codes) >= 60
    assert _repeated(codes) == []
    index = build_field_index(_fields())
    spellings = {
        "thi_dua_khen_thuong": ("Thi đua - khen thưởng", "Thi đua, khen thưởng", "THI ĐUA – KHEN THƯỞNG"),
        "lao_dong_tien_luong": ("Lao động và tiền lương", "Lao động, tiền lương"),
        "xay_dung": ("Hoạt động xây dựng", "Quản lý hoạt động xây dựng"),
        "giao_duc_trung_hoc": ("Giáo dục trung học", "Giáo dục Trung học"),
        "nganh_tai_nguyen_moi_truong": ("Tài nguyên và Môi trường", "tài nguyên - môi trường", "TN&MT"),
        "nganh_lao_dong_thuong_binh_xa_hoi": ("lao động, thương binh và xã hội", "LĐ-TB&XH"),
    }
    for field_id, texts in spellings.items():
        assert [match_field(index, text).field_id for text in texts] == [field_id] * len(texts)


def test_every_sector_can_be_named_as_a_whole_and_every_field_has_a_sector():
    sectors = {row["sector_id"] for row in _rows(REFERENCE / "sectors.csv")}
    fields = _rows(REFERENCE / "fields.csv")
    assert {row["sector_id"] for row in fields} == sectors
    whole = {row["name"] for row in fields if row["is_sector"] == "1"}
    assert {"Tài nguyên và Môi trường", "Tư pháp", "Kế hoạch và Đầu tư"} <= whole


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        ("82", date(2025, 6, 30), "Tỉnh Tiền Giang"),
        ("82", date(2025, 7, 1), "Tỉnh Đồng Tháp"),
        ("24", date(2020, 2, 1), "Tỉnh Bắc Giang"),
        ("24", date(2025, 7, 1), "Tỉnh Bắc Ninh"),
        ("04", date(2026, 1, 1), "Tỉnh Cao Bằng"),
    ],
)
def test_a_province_code_means_what_it_meant_on_that_day(code, day, name):
    valid = [row for row in _valid_on(_rows(REFERENCE / "provinces.csv"), day) if row["gso_code"] == code]
    assert [row["name"] for row in valid] == [name]


def test_there_are_63_provinces_until_june_2025_and_34_after_with_a_successor_for_each_that_ended():
    provinces = _rows(REFERENCE / "provinces.csv")
    before, after = (_valid_on(provinces, day) for day in (date(2025, 6, 30), date(2025, 7, 1)))
    assert (len(before), len(after)) == (63, 34)
    lineage = _rows(REFERENCE / "province_lineage.csv")
    known = {row["province_id"] for row in provinces}
    assert {row[end] for row in lineage for end in ("from_province_id", "to_province_id")} <= known
    ended = {row["province_id"] for row in provinces if row["valid_to"]}
    assert ended == {row["from_province_id"] for row in lineage}
    assert {row["to_province_id"] for row in lineage if row["from_province_id"] == "tra_vinh"} == {"vinh_long_2025"}


@pytest.mark.parametrize("workspace", WORKSPACES)
def test_the_unit_lists_are_whole_and_no_two_units_of_one_day_share_a_name(workspace):
    path = SAMPLES / workspace / "units.csv"
    assert path.read_text("utf-8").splitlines()[0] == UNIT_HEADER
    units = _rows(path)
    ids = [row["unit_id"] for row in units]
    assert _repeated(ids) == []
    assert {row["unit_type"] for row in units} <= {row["unit_type"] for row in _rows(REFERENCE / "unit_types.csv")}
    assert {row["parent_id"] for row in units if row["parent_id"]} <= set(ids)
    index = build_unit_index(_units(workspace))
    for day in (date(2020, 2, 29), date(2023, 8, 30), date(2025, 6, 30)):
        for row in _valid_on(units, day):
            for name in (row["name"], row["short_name"], *filter(None, row["aliases"].split("|"))):
                assert match_unit(index, name, day, day).unit_id == row["unit_id"], name


def test_the_lineage_of_the_units_joins_units_that_exist_and_follow_each_other():
    units = {row["unit_id"]: row for row in _rows(SAMPLES / "bacgiang" / "units.csv")}
    for row in _rows(SAMPLES / "bacgiang" / "lineage.csv"):
        assert units[row["from_unit_id"]]["valid_to"] < row["effective_on"] <= units[row["to_unit_id"]]["valid_to"]
