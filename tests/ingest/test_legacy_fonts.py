"""Text in TCVN3 and VNI fonts is told from Unicode, from French and from signs."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.ingest.legacy_fonts import detect_legacy, to_unicode
from dashboard.ingest.syllables import is_syllable, place_tone

REFERENCE = Path(__file__).parents[2] / "data" / "reference"


@pytest.mark.parametrize(
    ("text", "encoding", "meant"),
    [
        ("Së Néi vô", "TCVN3", "Sở Nội vụ"),
        ("Sôû Noäi vuï", "VNI", "Sở Nội vụ"),
        ("SÔÛ NOÄI VUÏ", "VNI", "SỞ NỘI VỤ"),
        ("§Êt ®ai", "TCVN3", "Đất đai"),
        ("Ñaát ñai", "VNI", "Đất đai"),
        ("Hé tÞch", "TCVN3", "Hộ tịch"),
        ("Hoä tòch", "VNI", "Hộ tịch"),
        ("Chøng thùc", "TCVN3", "Chứng thực"),
        ("Chöùng thöïc", "VNI", "Chứng thực"),
        ("UBND huyÖn HiÖp Hßa", "TCVN3", "UBND huyện Hiệp Hòa"),
        ("Sè hå s¬ ®· gi¶i quyÕt", "TCVN3", "Số hồ sơ đã giải quyết"),
        ("Soá hoà sô ñaõ giaûi quyeát", "VNI", "Số hồ sơ đã giải quyết"),
        ("Kho b¹c", "TCVN3", "Kho bạc"),
        ("d­íi", "TCVN3", "dưới"),
    ],
)
def test_legacy_text_is_recognised_and_turned_into_unicode(text, encoding, meant):
    assert detect_legacy(text) == encoding
    assert to_unicode(text, encoding) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Sở Nội vụ",
        "xã Hòa Hà",
        "Xã Hoà Hà có quá",
        "Hà Nội",
        "Krông Búk",
        "UBND",
        "café",
        "Père Noël",
        "été",
        "à la carte",
        "Genève",
        "garçon",
        "São Paulo",
        "Zürich",
        "m²",
        "m¹",
        "25°C",
        "½",
        "5 × 3",
        "«Sở»",
        "© 2020",
        "Windows®",
        "§ 5",
        "",
        "1.234",
        "#DIV/0!",
        "Ñ",
    ],
)
def test_unicode_french_and_signs_are_left_alone(text):
    assert detect_legacy(text) is None


def test_text_that_fits_both_encodings_is_not_guessed():
    assert detect_legacy("thuû") is None


def _names() -> list[str]:
    with (REFERENCE / "fields.csv").open(encoding="utf-8", newline="") as file:
        return [row["name"] for row in csv.DictReader(file)]


def test_no_name_of_the_field_list_is_taken_for_a_legacy_text():
    assert [name for name in _names() if detect_legacy(name)] == []


@given(st.text(max_size=30))
def test_no_text_makes_detection_raise(text):
    encoding = detect_legacy(text)
    if encoding:
        assert detect_legacy(to_unicode(text, encoding)) is None


@pytest.mark.parametrize(
    "word", ["nghiêng", "khuỷu", "quý", "Giếng", "hoà", "hòa", "thuỷ", "ngoằn", "ĐẤT", "quyết", "gì", "yêu"]
)
def test_a_vietnamese_syllable_is_one(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["hôà", "néi", "vuï", "xaõ", "bóac", "hoăn g", "màc", "zì", "trường1", "ngq", ""])
def test_what_breaks_the_spelling_is_no_syllable(word):
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("typed", "placed"),
    [
        ("hoà", "hòa"),
        ("thuỷ", "thủy"),
        ("khoẻ", "khỏe"),
        ("qúy", "quý"),
        ("hòan", "hoàn"),
        ("gìa", "già"),
        ("của", "của"),
    ],
)
def test_a_tone_is_put_where_the_older_orthography_has_it(typed, placed):
    assert place_tone(typed) == placed
