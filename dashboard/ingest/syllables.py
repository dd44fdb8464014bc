"""The build of a Vietnamese syllable: where its tone mark stands, and whether a word is one at all."""

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_HAS_TONE = re.compile(f"[{_TONES}]")
_VOWELS = "aăâeêioôơuưy"
_PARTS = re.compile(rf"(qu(?=[{_VOWELS}])|gi(?=[{_VOWELS}])|[b-df-hj-np-tv-xzđ]*)([{_VOWELS}]+)([a-zđ]*)")
_INITIAL_TABLE = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RHYME_TABLE = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây"
    " e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu"
    " o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet"
    " ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uơ"
    " uy uya uych uyn uynh uyp uyt uyu uyên uyêt uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưm ưn ưng ưt ưu"
    " ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu"
)
_INITIALS = frozenset(_INITIAL_TABLE.split()) | {""}
_RHYMES = frozenset(_RHYME_TABLE.split())
_CLOSED_BY_STOP = ("c", "ch", "p", "t")
_SHARP_OR_HEAVY = ("\u0301", "\u0323")


@lru_cache(maxsize=1 << 14)
def place_tone(word: str) -> str:
    """The word, in lower case, with its tone where the older orthography puts it ("hòa", "thủy", "quý")."""
    if word.isascii():
        return word
    tone, bare = _split_tone(word)
    match = _PARTS.fullmatch(bare) if tone else None
    if tone is None or match is None:
        return word
    vowels, final = match[2], match[3]
    marked = [position for position, vowel in enumerate(vowels) if vowel in "ăâêôơư"]
    position = marked[-1] if marked else 1 if len(vowels) > 2 or (final and len(vowels) > 1) else 0
    end = match.start(2) + position + 1
    return unicodedata.normalize("NFC", bare[:end] + tone + bare[end:])


@lru_cache(maxsize=1 << 14)
def is_syllable(word: str) -> bool:
    """Whether a word, in any case, is spelled as a Vietnamese syllable; its tone may stand the newer way ("hoà")."""
    word = unicodedata.normalize("NFC", word.lower())
    tone, bare = _split_tone(word)
    match = _PARTS.fullmatch(bare)
    if match is None or match[1] not in _INITIALS or match[2] + match[3] not in _RHYMES:
        return False
    if match[3] in _CLOSED_BY_STOP and tone not in _SHARP_OR_HEAVY:
        return False
    if tone is None or place_tone(word) == word:
        return True
    newer = unicodedata.normalize("NFC", bare + tone)
    return not match[3] and match[2] in ("oa", "oe", "uy") and word == newer


def _split_tone(word: str) -> tuple[str | None, str]:
    """The one tone mark and the word without it; None where there is none or more than one."""
    decomposed = unicodedata.normalize("NFD", word)
    tones = _HAS_TONE.findall(decomposed)
    if len(tones) != 1:
        return None, word
    return tones[0], unicodedata.normalize("NFC", decomposed.replace(tones[0], ""))
