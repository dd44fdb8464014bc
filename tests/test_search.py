"""What people type finds the unit or field they mean, however they write it."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.report import Field, Unit
from dashboard.search import build_index, suggest


def commune(unit_id: str, name: str, order: int, **dates: date) -> Unit:
    return Unit(unit_id, name, "commune", "commune", display_order=order, **dates)


UNITS = (
    Unit("stnmt", "Sở Tài nguyên và Môi trường", "department", "province", display_order=1),
    Unit("sxd", "Sở Xây dựng", "department", "province", display_order=2, aliases=("Sở GTVT cũ",)),
    commune("xa_an_binh_cu", "Xã An Bình", 3, valid_to=date(2025, 6, 30)),
    commune("xa_an_binh", "Xã An Bình", 4, valid_from=date(2025, 7, 1)),
    commune("xa_binh_an", "Xã Bình An", 5),
    commune("xa_an_binh_sac", "Xã An Bính", 6),
    commune("phuong_hoa_thuy", "Phường Hòa Thủy", 7),
)
FIELDS = (
    Field("dat_dai", "Đất đai", display_order=1, aliases=("Quản lý đất đai",)),
    Field("ho_tich", "Hộ tịch", display_order=2),
    Field("moi_truong", "Môi trường", display_order=3),
)
INDEX = build_index(UNITS, FIELDS)


def ids(text: str) -> list[str]:
    found = suggest(INDEX, text)
    return [unit.unit_id for unit in found.units] + [field.field_id for field in found.fields]


@pytest.mark.parametrize("typed", ["dat dai", "ĐẤT ĐAI", "Đất đ", "  đất   đai ", "đai đất", "quan ly dat", "dat_dai"])
def test_a_field_is_found_however_it_is_typed(typed: str) -> None:
    assert ids(typed) == ["dat_dai"]


@pytest.mark.parametrize(
    "typed", ["hòa thủy", "hoà thuỷ", "hoa thuy", unicodedata.normalize("NFD", "Hòa Thủy"), "thuy hoa"]
)
def test_old_and_new_tone_placement_and_both_unicode_forms_find_the_same(typed: str) -> None:
    assert ids(typed) == ["phuong_hoa_thuy"]


@pytest.mark.parametrize("typed", ["so tn&mt", "Sở TNMT", "so tnmt", "tai nguyen moi truong", "tài nguyên và môi"])
def test_abbreviations_of_a_name_find_it(typed: str) -> None:
    assert ids(typed)[0] == "stnmt"


def test_an_alias_finds_its_unit() -> None:
    assert ids("gtvt") == ["sxd"]


def test_the_living_unit_comes_before_the_ended_one_and_whole_names_before_other_orders() -> None:
    assert ids("xa an binh") == ["xa_an_binh", "xa_an_binh_sac", "xa_an_binh_cu", "xa_binh_an"]


def test_diacritics_that_were_typed_count() -> None:
    assert ids("an bính")[0] == "xa_an_binh_sac"
    assert ids("an bình")[:2] == ["xa_an_binh", "xa_an_binh_cu"]


@pytest.mark.parametrize("typed", ["", "   ", "–", "???"])
def test_nothing_typed_suggests_nothing(typed: str) -> None:
    assert ids(typed) == []


def test_so_many_finds_are_cut_and_the_rest_is_counted_and_fields_keep_room() -> None:
    many = [commune(f"xa_{n}", f"Xã Môi {n}", n) for n in range(4000)]
    found = suggest(build_index(many, FIELDS), "moi", most=8)
    assert len(found.units) == 7
    assert [field.field_id for field in found.fields] == ["moi_truong"]
    assert found.more == 4000 - 7


@given(st.sampled_from(UNITS + FIELDS), st.integers(1, 30))
def test_every_beginning_of_a_name_finds_it(thing: Unit | Field, size: int) -> None:
    found = suggest(INDEX, thing.name[:size].strip(), most=50)
    assert thing in found.units or thing in found.fields


@given(st.text(max_size=40))
def test_any_text_is_answered(text: str) -> None:
    found = suggest(INDEX, text)
    assert len(found.units) + len(found.fields) <= 8
