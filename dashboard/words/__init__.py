"""Every word that a reader sees, in Vietnamese and English: `text("overview.title", "vi")`.

The words stand in the TOML files beside this module, a key in both languages on one line. A key is the path to it:
`[overview]` with `title = { vi = "…", en = "…" }` is `overview.title`. A key stands in one file only.
"""

import string
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("vi", "en")
WORDS_FOLDER = Path(__file__).parent


class WordsError(KeyError):
    """A key, a language or a placeholder that the catalogue does not have; the message names it."""

    def __str__(self) -> str:
        return str(self.args[0])


def text(key: str, language: str = "vi", /, **values: object) -> str:
    """The words of `key`, its `{placeholders}` filled. Values are text already: numbers come through `metrics.format`.

    Raises `WordsError` for an unknown key or language and for placeholders that are missing or left over.
    """
    entry = load_words().get(key)
    if entry is None:
        raise WordsError(f"no words for {key!r}")
    if language not in entry:
        raise WordsError(f"no {language!r} words for {key!r}")
    sentence = entry[language]
    expected = placeholders(sentence)
    if expected != values.keys():
        raise WordsError(f"{key!r} takes {sorted(expected)}, was given {sorted(values)}")
    return sentence.format(**values) if expected else sentence


def has(key: str) -> bool:
    """Whether there are words for a key that was put together, such as a metric's optional note."""
    return key in load_words()


def placeholders(sentence: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


@cache
def load_words(folder: Path = WORDS_FOLDER) -> Mapping[str, Mapping[str, str]]:
    """Every key with its words by language; raises `WordsError` where a key stands twice or a language is missing."""
    found: dict[str, Mapping[str, str]] = {}
    for path in sorted(folder.glob("*.toml")):
        with path.open("rb") as file:
            for key, entry in _leaves("", tomllib.load(file)):
                if key in found:
                    raise WordsError(f"{path.name}: {key!r} stands in two files")
                if entry.keys() != set(LANGUAGES):
                    raise WordsError(f"{path.name}: {key!r} needs exactly {LANGUAGES}, has {sorted(entry)}")
                found[key] = entry
    return found


def _leaves(prefix: str, table: Mapping[str, Any]) -> list[tuple[str, Mapping[str, str]]]:
    leaves: list[tuple[str, Mapping[str, str]]] = []
    for name, value in table.items():
        key = f"{prefix}.{name}" if prefix else name
        if not isinstance(value, dict):
            raise WordsError(f"{key!r} is neither a table nor words in {LANGUAGES}")
        if value.keys() & set(LANGUAGES) and not any(isinstance(inner, dict) for inner in value.values()):
            leaves.append((key, value))
        else:
            leaves += _leaves(key, value)
    return leaves
