"""Sentences on a file that were kept in Vietnamese, told in English: found again in the catalogue with their values.

A workspace keeps what was said when the file was read, and not which sentence it was: so older ones are told too.
"""

import re
import string
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from dashboard.words import load_words, text

_SECTION = "reading."
_NUMBER = re.compile(r"[+−-]?(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+)")
_MONTH = re.compile(r"tháng (\d\d/\d{4})|(\d{4})-(\d\d)")
_SWAPPED = str.maketrans(".,", ",.")


def retold(sentence: str, language: str, names: Mapping[str, str] = MappingProxyType({})) -> str:
    """The sentence in a language; as it was kept where the catalogue does not have it, or it is Vietnamese already.

    `names` says what is called otherwise in that language, by its Vietnamese name.
    """
    if language == "vi":
        return sentence
    for key, pattern in _patterns():
        if match := pattern.fullmatch(sentence):
            values = {
                name: names.get(value) or _value(name, value, language) for name, value in match.groupdict().items()
            }
            return text(key, language, **values)
    return sentence


def _value(name: str, value: str, language: str) -> str:
    if name == "phrases":
        return ", ".join(retold(part, language) for part in value.split(", "))
    if name == "phrase":
        return retold(value, language)
    if name == "period" and (month := _MONTH.fullmatch(value)):
        return month[1] or f"{month[3]}/{month[2]}"
    return value.translate(_SWAPPED) if _NUMBER.fullmatch(value) else value


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each sentence of the section as a pattern, those that say most themselves first."""
    found = []
    for key, words in load_words().items():
        if key.startswith(_SECTION):
            pieces = list(string.Formatter().parse(words["vi"]))
            pattern = "".join(re.escape(plain) + (f"(?P<{name}>.+?)" if name else "") for plain, name, *_ in pieces)
            found.append((sum(len(plain) for plain, *_ in pieces), key, re.compile(pattern, re.DOTALL)))
    return tuple((key, pattern) for _, key, pattern in sorted(found, key=lambda one: -one[0]))
