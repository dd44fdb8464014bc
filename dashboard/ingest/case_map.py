"""Maps of case exports: data that says which heading is which role. One that names a person is refused."""

import csv
import re
from functools import cache
from pathlib import Path
from typing import get_args

from dashboard.case_file import ROLES, WORDS, CaseMap, WordKind
from dashboard.ingest.names import search_key

CASE_MAPS = Path(__file__).parents[2] / "data" / "case_exports"

# On headings without diacritics. What tells of a person is never stored, so no map may ask for it.
_PERSON = re.compile(
    r"\b(nguoi (nop|yeu cau|dung don|de nghi|lam|khai|dai dien|uy quyen|nhan)|ho (va )?ten|chu ho so|to chuc nop"
    r"|cccd|cmnd|cmt|can cuoc"
    r"|(so )?(dinh danh|ho chieu)|dien thoai|sdt|so dt|di dong|e ?mail|dia chi|ngay sinh|nam sinh|gioi tinh"
    r"|ma so thue|tai khoan"
    r"|applicant|person|phone|address|birth|owner|citizen|passport|ten nguoi|cong dan|doanh nghiep nop)\b"
)


class CaseMapError(ValueError):
    """A map that cannot be used; the message names the file and what is wrong in it."""


@cache
def load_case_maps(folder: Path = CASE_MAPS) -> tuple[CaseMap, ...]:
    """Every map of the folder, by name; raises `CaseMapError` for one that names a person or an unknown role."""
    return tuple(read_case_map(path) for path in sorted(folder.glob("*.csv")))


def read_case_map(path: Path) -> CaseMap:
    """One map; raises `CaseMapError`."""
    columns: dict[str, str] = {}
    words: dict[WordKind, dict[str, str]] = {kind: {} for kind in get_args(WordKind)}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            record, id_ = row["record"], row["id"]
            keys = [search_key(text) for text in row["text"].split("|") if text.strip()]
            if record == "column":
                _check_column(path, id_, row["text"], keys)
                _add(path, columns, keys, id_)
            elif record in words:
                if id_ not in WORDS[record]:
                    raise CaseMapError(f"{path.name}: không có {record} “{id_}”; hiện có: {', '.join(WORDS[record])}.")
                _add(path, words[record], keys, id_)
            elif record != "name":
                raise CaseMapError(f"{path.name}: loại dòng “{record}” không rõ.")
    return CaseMap(path.stem, columns, words)


def names_a_person(heading: str) -> bool:
    """Whether a heading tells of an applicant: name, number of an identity card, telephone, address, …"""
    return _PERSON.search(search_key(heading)) is not None


def _check_column(path: Path, role: str, text: str, keys: list[str]) -> None:
    if named := [part for part in text.split("|") if names_a_person(part)]:
        raise CaseMapError(
            f"{path.name}: cột “{named[0]}” là thông tin về người nộp hồ sơ nên không được đọc; hãy bỏ khỏi bản mô tả."
        )
    if role not in ROLES:
        raise CaseMapError(f"{path.name}: không có loại cột “{role}”; hiện có: {', '.join(ROLES)}.")
    if not keys:
        raise CaseMapError(f"{path.name}: cột “{role}” không có tên nào.")


def _add(path: Path, known: dict[str, str], keys: list[str], id_: str) -> None:
    for key in keys:
        if known.setdefault(key, id_) != id_:
            raise CaseMapError(f"{path.name}: “{key}” vừa là “{known[key]}” vừa là “{id_}”.")
