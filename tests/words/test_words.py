"""The catalogue of words: whole in both languages, filled strictly, and in step with the code."""

import ast
import re
import unicodedata
from pathlib import Path

import pytest

from dashboard.words import LANGUAGES, WordsError, load_words, placeholders, text

DASHBOARD = Path(__file__).parents[2] / "dashboard"
KEY = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")


def test_every_key_has_both_languages_with_the_same_placeholders():
    for key, entry in load_words().items():
        assert set(entry) == set(LANGUAGES), key
        assert all(sentence.strip() == sentence for sentence in entry.values()), key
        assert bool(entry["vi"]) == bool(entry["en"]), key
        assert placeholders(entry["vi"]) == placeholders(entry["en"]), key


def test_the_words_are_composed_so_that_search_and_sorting_find_them():
    for key, entry in load_words().items():
        for sentence in entry.values():
            assert unicodedata.is_normalized("NFC", sentence), key


def test_no_number_in_the_words_is_written_in_the_wrong_way():
    for key, entry in load_words().items():
        assert not re.search(r"\d\s+%|\d,\d{3}(?!\d)", entry["vi"]), key


def test_words_are_filled_and_refuse_missing_left_over_and_unknown_names():
    assert text("state.coverage", "vi", reported="28", due="30") == "28/30 đơn vị đã báo cáo"
    assert text("state.coverage", "en", reported="28", due="30") == "28/30 units have reported"
    for key, values in [
        ("state.coverage", {"reported": "28"}),
        ("state.coverage", {"reported": "28", "due": "30", "left": "2"}),
        ("app.name", {"value": "1"}),
        ("no.such_key", {}),
    ]:
        with pytest.raises(WordsError, match=key):
            text(key, "vi", **values)
    with pytest.raises(WordsError, match="fr"):
        text("app.name", "fr")


def test_a_key_in_two_files_or_in_one_language_is_refused(tmp_path):
    (tmp_path / "a.toml").write_text('[x]\ny = { vi = "một", en = "one" }\n', encoding="utf-8")
    assert load_words(tmp_path) == {"x.y": {"vi": "một", "en": "one"}}
    (tmp_path / "b.toml").write_text('[x]\ny = { vi = "hai", en = "two" }\n', encoding="utf-8")
    load_words.cache_clear()
    with pytest.raises(WordsError, match=r"x\.y"):
        load_words(tmp_path)
    (tmp_path / "b.toml").write_text('[x]\nz = { vi = "ba" }\n', encoding="utf-8")
    with pytest.raises(WordsError, match=r"x\.z"):
        load_words(tmp_path)
    load_words.cache_clear()


def _asked_and_mentioned() -> tuple[dict[str, str], set[str], tuple[str, ...], tuple[str, ...]]:
    """Keys given to `text(…)` with their file, every string of the code, and where its f-strings that are keys begin
    (`f"status.{id}"`) or end (`f"{page}.title"`)."""
    asked: dict[str, str] = {}
    strings: set[str] = set()
    starts: set[str] = set()
    ends: set[str] = set()
    for path in DASHBOARD.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                strings.add(node.value)
            if isinstance(node, ast.JoinedStr) and node.values:
                first, last = node.values[0], node.values[-1]
                if isinstance(first, ast.Constant) and re.fullmatch(r"[a-z_]+\.[a-z0-9_.]*", str(first.value)):
                    starts.add(str(first.value))
                if isinstance(last, ast.Constant) and re.fullmatch(r"\.[a-z0-9_]+", str(last.value)):
                    ends.add(str(last.value))
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in ("text", "say") and isinstance(key := node.args[0].value, str) and KEY.fullmatch(key):
                    asked[key] = path.name
    return asked, strings, tuple(starts), tuple(ends)


def test_every_key_that_the_code_asks_for_exists():
    asked, *_ = _asked_and_mentioned()
    assert asked
    assert {key: file for key, file in asked.items() if key not in load_words()} == {}


def test_no_key_is_left_unused():
    _, strings, starts, ends = _asked_and_mentioned()
    unused = [
        key for key in load_words() if key not in strings and not key.startswith(starts) and not key.endswith(ends)
    ]
    assert unused == []
