"""The invented province's units: invented names, dates that fit, and a successor for all that ended."""

from collections import Counter
from datetime import date

from dashboard.demo.units import TWO_TIERS, build_territory, read_rows, slug

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
REAL_NAMES = """
Bắc Giang, Tiền Giang, Trà Vinh, Cao Bằng, Bắc Ninh, Đồng Tháp, Vĩnh Long, Duyên Hải, Hiệp Hòa, Lạng Giang, Lục Nam,
Lục Ngạn, Yên Dũng, Sơn Động, Tân Yên, Yên Thế, Việt Yên, Mỹ Tho, Gò Công, Cai Lậy, Cái Bè, Châu Thành, Chợ Gạo,
Càng Long, Cầu Kè, Tiểu Cần, Trà Cú, Cầu Ngang, Hòa An, Trùng Khánh, Quảng Hòa, Thạch An, Nguyên Bình, Bảo Lạc,
Hòa Bình, Thanh Bình, Long Thành, Phong Điền, Minh Hóa, Hương Khê, Thạch Hà, Lộc Hà, Cẩm Khê, Cẩm Giàng, Kim Động,
Thanh Liêm, Bình Lục, Vân Đồn, Tiên Lãng, Hải Hà, Đồng Hỷ, Phú Lương, Long Hồ, Bình Tân, Tam Bình, Trà Ôn, Mang Thít,
Vũng Liêm, Ngọc Hiển, Hồng Dân, Giang Thành, Hòn Đất, Thuận Châu, Mai Châu, Mai Sơn, Thượng Đình, Hoàng Mai,
Long Biên, Thanh Trì, Thanh Xuân, Bạch Đằng, Minh Khai, Trúc Bạch, Lê Lợi, Tân Lập, Tân Tiến, Quang Trung, Đồng Tâm
"""


def test_no_place_has_the_name_of_a_real_one_and_no_two_read_alike_without_marks():
    names = [row["name"] for row in read_rows("names.csv")]
    real = {slug(name) for name in REAL_NAMES.replace("\n", " ").split(",")}
    keys = [slug(name) for name in names]
    assert len(keys) == len(set(keys)) == 157
    assert not real & set(keys)


def test_there_are_about_fifteen_departments_ten_districts_and_a_hundred_and_twenty_communes_then_fifty():
    units = build_territory().units

    def count(day: date) -> Counter:
        return Counter(unit.level for unit in units if unit.is_valid(day, day) and unit.must_report)

    assert count(date(2024, 1, 1)) == {"province": 18, "district": 10, "commune": 120}
    assert count(BEFORE) == {"province": 14, "district": 10, "commune": 120}
    assert count(AFTER) == {"province": 14, "commune": 50}
    without = [unit.name for unit in units if not unit.has_procedures]
    assert "Thanh tra tỉnh" in without
    assert len(without) >= 2


def test_a_name_or_code_alone_is_no_key():
    units = [unit for unit in build_territory().units if unit.level == "commune"]
    names, codes = Counter(unit.name for unit in units), Counter(unit.gso_code for unit in units)
    assert max(names.values()) == max(codes.values()) == 2
    for name, times in names.items():
        if times == 2:
            old, new = sorted((unit for unit in units if unit.name == name), key=lambda unit: unit.valid_to is None)
            assert (old.valid_to, new.valid_from) == (BEFORE, AFTER)


def test_every_ended_unit_has_a_lineage_on_the_day_after_its_end_to_units_of_that_day():
    territory = build_territory()
    units = {unit.unit_id: unit for unit in territory.units}
    kinds = Counter()
    for unit in territory.units:
        links = [link for link in territory.lineage if link.from_unit_id == unit.unit_id]
        assert bool(links) == (unit.valid_to is not None)
        for link in links:
            kinds[link.kind] += 1
            assert (link.effective_on - unit.valid_to).days == 1
            assert link.is_partial == (len(links) > 1)
            if link.kind == "abolished":
                assert (unit.level, link.to_unit_id) == ("district", "")
            else:
                assert units[link.to_unit_id].is_valid(link.effective_on, link.effective_on)
    assert kinds.keys() == {"merged", "renamed", "unchanged", "split", "abolished"}


def test_every_new_commune_comes_from_old_ones_and_unchanged_ones_keep_their_name():
    territory = build_territory()
    units = {unit.unit_id: unit for unit in territory.units}
    for unit in territory.units:
        links = [link for link in territory.lineage if link.to_unit_id == unit.unit_id]
        if unit.valid_from == TWO_TIERS:
            assert links
            assert all(units[link.from_unit_id].valid_to == BEFORE for link in links)
        for link in links:
            if link.kind == "unchanged":
                assert units[link.from_unit_id].short_name == unit.short_name
            if link.kind == "renamed" and unit.level == "commune":
                assert units[link.from_unit_id].short_name != unit.short_name


def test_parents_exist_and_districts_have_twelve_communes_each():
    units = build_territory().units
    districts = {unit.unit_id for unit in units if unit.level == "district"}
    children = Counter(unit.parent_id for unit in units if unit.parent_id)
    assert children == dict.fromkeys(districts, 12)
