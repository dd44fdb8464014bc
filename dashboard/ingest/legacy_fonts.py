"""Vietnamese typed in the fonts of before Unicode, TCVN3 (".VnTime") and VNI ("VNI-Times").

Such text reads well only in its font; to a program "Sở Nội vụ" is "Së Néi vô" or "Sôû Noäi vuï". It is told apart by
spelling: as it stands some word is no Vietnamese syllable, and converted every word is one. French, units such as m²
and correct Vietnamese do not pass that test. Tables: TCVN 5712:1993 (VN3) and the VNI-Windows set.
"""

import re
from functools import lru_cache
from typing import Literal

from dashboard.ingest.syllables import is_syllable

LegacyEncoding = Literal["TCVN3", "VNI"]

_TCVN3 = str.maketrans(
    "µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ¨©ª«¬\u00ad®¡¢£¤¥¦§",
    "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵăâêôơưđĂÂÊÔƠƯĐ",
)
_VNI_MARKS = {
    "a": ("øùûõïâàáåãäêèéúüë", "àáảãạâầấẩẫậăằắẳẵặ"),
    "e": ("øùûõïâàáåãä", "èéẻẽẹêềếểễệ"),
    "o": ("øùûõïâàáåãä", "òóỏõọôồốổỗộ"),
    "u": ("øùûõï", "ùúủũụ"),
    "y": ("øùûõ", "ỳýỷỹ"),
    "ô": ("øùûõï", "ờớởỡợ"),
    "ö": ("øùûõï", "ừứửữự"),
}
_VNI_SINGLE = dict(zip("ôöñæóòîíì", "ơưđỉĩịỵíì", strict=True))


def _vni_table() -> dict[str, str]:
    table = dict(_VNI_SINGLE) | {typed.upper(): meant.upper() for typed, meant in _VNI_SINGLE.items()}
    for base, (marks, letters) in _VNI_MARKS.items():
        for mark, letter in zip(marks, letters, strict=True):
            table[base + mark] = letter
            table[base.upper() + mark] = table[base.upper() + mark.upper()] = letter.upper()
    return table


_VNI = _vni_table()
_VNI_TYPED = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))
_TYPED_IN_LEGACY = re.compile("[\u00a1-\u00ff]")
_BEYOND_LEGACY = re.compile("[^\u0000-\u00ff\u2010-\u2026\u20ab]")
_BETWEEN_WORDS = re.compile(r"[\s0-9!-/:-@\[-`{-~\u2010-\u2026\u00a0]+")


@lru_cache(maxsize=1 << 14)
def detect_legacy(text: str) -> LegacyEncoding | None:
    """The encoding that `text` was typed in, or None: Unicode, not Vietnamese, too short to tell, or ambiguous."""
    if text.isascii() or not _TYPED_IN_LEGACY.search(text) or _BEYOND_LEGACY.search(text):
        return None
    words = [word for word in _BETWEEN_WORDS.split(text) if word and not word.isascii()]
    if all(_is_cased(word) and is_syllable(word) for word in words) or not _is_telling(words):
        return None
    encodings: tuple[LegacyEncoding, ...] = ("TCVN3", "VNI")
    fitting = [encoding for encoding in encodings if all(_fits(word, encoding) for word in words)]
    return fitting[0] if len(fitting) == 1 else None


def to_unicode(text: str, encoding: LegacyEncoding) -> str:
    """`text` as it was meant: ("Së Néi vô", "TCVN3") → "Sở Nội vụ". For text that `detect_legacy` has recognised."""
    if encoding == "TCVN3":
        return text.translate(_TCVN3)
    return _VNI_TYPED.sub(lambda match: _VNI[match[0]], text)


def _fits(word: str, encoding: LegacyEncoding) -> bool:
    """Whether every sign of the word belongs to the encoding, and what it means is a syllable."""
    meant = to_unicode(word, encoding)
    if encoding == "TCVN3":
        return all(letter.isascii() or ord(letter) in _TCVN3 for letter in word) and is_syllable(meant)
    return _VNI_TYPED.sub("", word).isascii() and _is_cased(meant) and is_syllable(meant)


def _is_cased(word: str) -> bool:
    """Whether a word is in small letters, in capitals, or has one capital first."""
    return word.islower() or word.isupper() or word[1:].islower()


def _is_telling(words: list[str]) -> bool:
    """A lone sign at the end of a word ("m¹", "5·") is not yet a text in another encoding; a letter is."""
    signs = [letter for letter in words[0] if not letter.isascii()]
    return len(words) > 1 or (
        len(words[0]) > 1
        and (len(signs) > 1 or words[0][-1].isascii() or (signs[0].isalpha() and signs[0] not in "ªº"))
    )
