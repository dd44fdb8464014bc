"""What was kept in Vietnamese is told in English: every sentence of the catalogue, with any value."""

import pytest

from dashboard.words import load_words, placeholders, text
from dashboard.words.retelling import retold

KEYS = [key for key in load_words() if key.startswith("reading.")]
VALUES = {"phrase": "reading.reason_day", "phrases": "reading.reason_code"}
ODD = "Xã “Đá: Bạc”; 1, 2"


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("value", ["G14", ODD])
def test_every_sentence_is_found_again_with_its_values(key: str, value: str) -> None:
    names = placeholders(load_words()[key]["vi"])
    if names & set(VALUES):
        value = "1"  # sentences made of sentences hold numbers, days and codes besides
    kept, told = (
        text(key, language, **{name: text(VALUES[name], language) if name in VALUES else value for name in names})
        for language in ("vi", "en")
    )
    assert retold(kept, "en") == told
    assert retold(kept, "vi") == kept


def test_numbers_and_the_parts_of_a_sentence_are_told_in_english_too() -> None:
    parts = "1.200 dòng không có mã hồ sơ, 34 dòng ngày không đọc được"
    kept = f"Bỏ qua 1.234 dòng: {parts}. Danh sách đầy đủ ở trang Đối chiếu."
    assert retold(kept, "en") == (
        "1,234 lines were left out: 1,200 × no code of the file, 34 × a day that cannot be read. "
        "The page on the one-stop software lists all of them."
    )


@pytest.mark.parametrize("period", ["tháng 10/2026", "2026-10"])
def test_differences_months_and_names_are_told_as_english_writes_them(period: str) -> None:
    values = {"total": "91,95", "sum": "90,45", "difference": "−1,50"}
    kept = text("reading.score_sum", "vi", name="Xã A", period=period, **values)
    assert "Xã A, 10/2026: " in retold(kept, "en") and "(difference −1.50)" in retold(kept, "en")
    kept = text("reading.score_range", "vi", name="Xã A", group="Thanh toán trực tuyến", points="10,40", most="10")
    told = retold(kept, "en", {"Thanh toán trực tuyến": "Online payment"})
    assert told.startswith("Xã A: Online payment says 10.40 points")


def test_what_the_catalogue_does_not_know_stays_as_it_was_kept() -> None:
    assert retold("Một câu của người khác.", "en") == "Một câu của người khác."
