"""Names are made equal by rules that hold, found at once, and never guessed."""

import csv
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.ingest.names import (
    Ambiguous,
    build_field_index,
    build_unit_index,
    match_field,
    match_unit,
    normalise,
    search_key,
)
from dashboard.report import Field, Reference, Unit

VIETNAMESE = st.text(alphabet="aăâeêioôơuưyđcghkmnprtvxqòóỏõọàáảãạừứửữựỳýỷỹỵễệộớ -–&.,HSĐÒ", max_size=30)


def department(unit_id: str, name: str, *aliases: str) -> Unit:
    return Unit(unit_id, name, "department", "province", aliases=aliases)


def district(unit_id: str, name: str) -> Unit:
    return Unit(unit_id, name, "district", "district")


def commune(unit_id: str, name: str, parent: str | None = None, **dates: date) -> Unit:
    return Unit(unit_id, name, "commune", "commune", parent_id=parent, **dates)


UNITS = (
    department("nv", "Sở Nội vụ"),
    department("tttt", "Sở Thông tin và Truyền thông"),
    department("ld", "Sở Lao động - Thương binh và Xã hội"),
    department("tp", "Sở Tư pháp"),
    department("khcn", "Sở Khoa học và Công nghệ"),
    department("tn", "Sở Tài nguyên và Môi trường"),
    department("kh", "Sở Kế hoạch và Đầu tư"),
    department("vh", "Sở Văn hóa, Thể thao và Du lịch"),
    department("gd", "Sở Giáo dục và Đào tạo"),
    department("nn", "Sở Nông nghiệp và Phát triển nông thôn"),
    department("kcn", "Ban Quản lý các khu công nghiệp", "BQL Khu CN"),
    department("vp", "Văn phòng UBND tỉnh"),
    department("tt", "Thanh tra tỉnh Bắc Giang"),
    district("tx_duyen_hai", "UBND thị xã Duyên Hải"),
    district("h_duyen_hai", "UBND huyện Duyên Hải"),
    district("hiep_hoa", "Huyện Hiệp Hòa"),
    district("tp_bac_giang", "Thành phố Bắc Giang"),
    commune("dong_hai_1", "Xã Đông Hải", "h_duyen_hai"),
    commune("dong_hai_2", "Xã Đông Hải", "tx_duyen_hai"),
    commune("phuong_1", "Phường 1", "tx_duyen_hai"),
    commune("thang", "Thị trấn Thắng", "hiep_hoa"),
    commune("hop_thinh_old", "Xã Hợp Thịnh", valid_to=date(2025, 6, 30)),
    commune("hop_thinh_new", "Xã Hợp Thịnh", valid_from=date(2025, 7, 1)),
)
INDEX = build_unit_index(Reference(UNITS, ()))


def found(text: str, start: date | None = None, end: date | None = None) -> str | tuple[str, ...] | None:
    """The id of the unit found, the ids of the candidates, or None."""
    unit = match_unit(INDEX, text, start, end)
    if isinstance(unit, Ambiguous):
        return tuple(candidate.unit_id for candidate in unit.candidates)
    return unit.unit_id if unit else None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Thi đua – khen thưởng", "Thi đua-khen thưởng"),
        ("Hoà  Bình", "hòa bình"),
        ("THUỶ SẢN", "Thủy sản"),
        ("Khoa học&Công nghệ", "Khoa học và Công nghệ"),
        ("Ðất đai", "Đất đai"),
        ("Phí – lệ phí", "Phí, lệ phí"),
        ("Đất\u00a0đai\u200b", "Đất đai"),
        (unicodedata.normalize("NFD", "Hộ tịch"), "Hộ tịch"),
    ],
)
def test_two_spellings_of_the_same_words_are_equal(one, other):
    assert normalise(one) == normalise(other)


@given(st.one_of(st.text(max_size=40), VIETNAMESE))
@example("İ")
@example("qụ")
def test_normalising_twice_changes_nothing_more(text):
    assert normalise(normalise(text)) == normalise(text)


@given(st.one_of(st.text(max_size=40), VIETNAMESE))
def test_both_unicode_forms_give_the_same(text):
    assert normalise(unicodedata.normalize("NFD", text)) == normalise(unicodedata.normalize("NFC", text))


def test_a_search_without_diacritics_finds_the_name():
    assert search_key("Đất đai") == "dat dai"
    assert search_key("Sở Khoa học&CN") == "so khoa hoc va cn"


@pytest.mark.parametrize(
    ("text", "unit_id"),
    [
        ("Sở Lao động, TB&XH", "ld"),
        ("SỞ LĐ-TB&XH", "ld"),
        ("Sở LĐTBXH", "ld"),
        ("Sở TNMT", "tn"),
        ("Sở TN&MT", "tn"),
        ("Sở Khoa học&CN", "khcn"),
        ("Sở KH và CN", "khcn"),
        ("Sở KH&ĐT", "kh"),
        ("Sở NN và PTNT", "nn"),
        ("Sở Nông nghiệp & PTNT", "nn"),
        ("Sở Văn hóa, TT&DL", "vh"),
        ("Sở VH,TT&DL", "vh"),
        ("Sở VHTTDL", "vh"),
        ("Sở GD-ĐT", "gd"),
        ("Sở TT&TT", "tttt"),
        ("Sở TP", "tp"),
        ("Tư pháp", "tp"),
        ("1. Sở Tư pháp", "tp"),
        ("2) sở  tư pháp", "tp"),
        ("- Sở Tư pháp", "tp"),
        ("Ban Quản lý các KCN", "kcn"),
        ("BQL KCN tỉnh Bắc Giang", "kcn"),
        ("BQL Khu CN", "kcn"),
        ("VP UBND tỉnh", "vp"),
        ("Văn phòng Ủy ban nhân dân tỉnh Bắc Giang", "vp"),
        ("Văn phòng Uỷ ban Nhân dân tỉnh", "vp"),
        ("Thanh tra tỉnh", "tt"),
        ("Thanh tra", "tt"),
        ("Sở Nội vụ tỉnh Bắc Giang", "nv"),
        ("Sở Nội vụ Bắc Giang", "nv"),
        ("UBND thị xã Duyên Hải", "tx_duyen_hai"),
        ("Thị xã Duyên Hải", "tx_duyen_hai"),
        ("TX. Duyên Hải", "tx_duyen_hai"),
        ("UBND huyện Duyên Hải", "h_duyen_hai"),
        ("H.Duyên Hải", "h_duyen_hai"),
        ("Huyện Hiệp Hoà", "hiep_hoa"),
        ("UBND huyện Hiệp Hòa, tỉnh Bắc Giang", "hiep_hoa"),
        ("Hiệp Hòa", "hiep_hoa"),
        ("TP. Bắc Giang", "tp_bac_giang"),
        ("UBND thành phố Bắc Giang", "tp_bac_giang"),
        ("Xã Đông Hải, huyện Duyên Hải", "dong_hai_1"),
        ("UBND xã Đông Hải - TX Duyên Hải", "dong_hai_2"),
        ("P.1", "phuong_1"),
        ("P01", "phuong_1"),
        ("TT. Thắng", "thang"),
        ("tttt", "tttt"),
    ],
)
def test_a_unit_is_found_by_its_usual_spellings(text, unit_id):
    assert found(text) == unit_id


@pytest.mark.parametrize(
    "text",
    [
        "Sở Nội vụ tỉnh Bắc Ninh",
        "Sở Ngoại vụ",
        "Sở Nội",
        "Xã Hiệp Hòa",
        "Huyện Bắc Giang",
        "Sở Tư pháp và Nội vụ",
        "1",
        "Huyện",
        "UBND",
        "TỔNG CỘNG",
        "",
        "   ",
    ],
)
def test_what_is_no_unit_is_not_guessed(text):
    assert found(text) is None


def test_a_name_of_two_units_gives_both():
    assert found("Duyên Hải") == ("tx_duyen_hai", "h_duyen_hai")
    assert found("Xã Đông Hải") == ("dong_hai_1", "dong_hai_2")


def test_the_name_of_the_province_alone_is_not_taken_for_its_city():
    assert found("Bắc Giang") == ("tp_bac_giang",)


def test_of_two_units_with_a_name_the_one_of_that_time_is_meant():
    assert found("Xã Hợp Thịnh", date(2025, 6, 1), date(2025, 6, 30)) == "hop_thinh_old"
    assert found("Xã Hợp Thịnh", date(2025, 7, 1), date(2025, 7, 31)) == "hop_thinh_new"
    assert found("Xã Hợp Thịnh", date(2025, 6, 15), date(2025, 7, 14)) == ("hop_thinh_old", "hop_thinh_new")
    assert found("Xã Hợp Thịnh") == ("hop_thinh_old", "hop_thinh_new")


def test_a_unit_that_had_ended_is_still_found_when_no_other_has_its_name():
    index = build_unit_index(Reference((commune("old", "Xã Cũ", valid_to=date(2020, 1, 1)),), ()))
    unit = match_unit(index, "xã cũ", date(2024, 1, 1), date(2024, 1, 31))
    assert isinstance(unit, Unit)
    assert unit.unit_id == "old"


def test_a_province_told_by_the_caller_may_stand_at_the_end():
    reference = Reference((department("nv", "Sở Nội vụ"),), ())
    assert match_unit(build_unit_index(reference), "Sở Nội vụ tỉnh Trà Vinh") is None
    assert match_unit(build_unit_index(reference, ["Tỉnh Trà Vinh"]), "Sở Nội vụ tỉnh Trà Vinh") == reference.units[0]


def test_the_city_of_a_province_tells_its_name_and_a_commune_of_another_province_s_name_does_not():
    units = (
        department("nv", "Sở Nội vụ"),
        district("tp", "Thành phố Bắc Giang"),
        commune("hn", "Xã Hà Nam"),
    )
    index = build_unit_index(Reference(units, ()))
    assert match_unit(index, "Sở Nội vụ tỉnh Bắc Giang") == units[0]
    assert match_unit(index, "Sở Nội vụ tỉnh Hà Nam") is None


@given(st.text(max_size=40))
def test_no_text_makes_matching_raise(text):
    match_unit(INDEX, text, date(2025, 1, 1), date(2025, 12, 31))


FIELDS = (
    Field("dat_dai", "Đất đai", aliases=("Quản lý đất đai",)),
    Field("attp", "An toàn thực phẩm"),
    Field("ptth", "Phát thanh, truyền hình và thông tin điện tử"),
    Field("thi_dua", "Thi đua – khen thưởng"),
    Field("quoc_tich_1", "Quốc tịch"),
    Field("quoc_tich_2", "Quốc tịch"),
)
FIELD_INDEX = build_field_index(Reference((), FIELDS))


@pytest.mark.parametrize(
    ("text", "field_id"),
    [
        ("ĐẤT ĐAI", "dat_dai"),
        ("Lĩnh vực đất đai", "dat_dai"),
        ("1. Đất đai", "dat_dai"),
        ("quản lý  Đất đai", "dat_dai"),
        ("ATTP", "attp"),
        ("PTTH&TTĐT", "ptth"),
        ("Thi đua, khen thưởng", "thi_dua"),
        ("dat_dai", "dat_dai"),
    ],
)
def test_a_field_is_found_by_its_usual_spellings(text, field_id):
    field = match_field(FIELD_INDEX, text)
    assert isinstance(field, Field)
    assert field.field_id == field_id


def test_a_field_is_not_guessed_and_two_of_a_name_are_both_told():
    assert match_field(FIELD_INDEX, "Đất") is None
    assert match_field(FIELD_INDEX, "") is None
    assert match_field(FIELD_INDEX, "Quốc tịch") == Ambiguous("Quốc tịch", FIELDS[4:])


def test_every_abbreviation_is_written_once_and_has_a_place():
    path = Path(__file__).parents[2] / "data" / "reference" / "abbreviations.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    written = [normalise(row["abbreviation"]).replace(" và ", "").replace(" ", "") for row in rows]
    assert len(set(written)) == len(written)
    assert {row["place"] for row in rows} == {"any", "start"}
    assert all(row["expansion"] == normalise(row["expansion"]) for row in rows)
