"""A zip of report files as the files in it. Names in a zip are texts to show, never places to write to."""

import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress

from dashboard.ingest.safety import MAX_FILE_BYTES, MEGABYTE, Refused, check_size, open_archive

_SYSTEM_FILES = re.compile(r"(^|/)(\.[^./]|~\$|__MACOSX/|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_UTF8_NAME = 0x800


def is_system_file(name: str) -> bool:
    """Whether a file is one that programs leave beside reports, such as `~$…` while Excel has a workbook open."""
    return bool(_SYSTEM_FILES.search(name))


def is_archive(file_name: str, content: bytes) -> bool:
    """Whether a file is a zip of files; workbooks and documents are zips too, so the name decides."""
    return file_name.lower().endswith(".zip") and content.startswith(b"PK")


def files_in(archive_name: str, content: bytes) -> Iterator[tuple[str, bytes | Refused]]:
    """Each file of a zip by the last part of its name, its bytes or why they are refused; files of systems left out.

    Raises `Refused` where the zip itself must not be opened: a bomb, a password, damage.
    """
    try:
        check_size(content)
        package = open_archive(content)
    except Refused as refusal:
        raise Refused(refusal.rule, _unopened(archive_name, refusal)) from None
    for name, info in package.parts.items():
        shown = _shown(info)
        if info.is_dir() or is_system_file(shown):
            continue
        base = shown.rstrip("/").rpartition("/")[2] or "khong-ten"
        if info.file_size > MAX_FILE_BYTES:
            limit = MAX_FILE_BYTES // MEGABYTE
            yield base, Refused("oversize", f"“{base}” trong tệp nén nặng quá {limit} MB nên không được bung ra.")
            continue
        try:
            yield base, package.read(name)
        except Refused as refusal:
            yield base, refusal


def _unopened(archive_name: str, refusal: Refused) -> str:
    if refusal.rule in ("unreadable", "password"):
        return (
            f"Tệp nén “{archive_name}” bị hỏng hoặc có mật khẩu nên không mở được: hãy nén lại không đặt mật khẩu, "
            "hoặc nạp từng tệp bên trong."
        )
    return f"Tệp nén “{archive_name}” không mở được. {refusal.message}"


def _shown(info: zipfile.ZipInfo) -> str:
    """The name as its writer meant it: programs that write UTF-8 without saying so are many."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAME:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return "".join(character for character in name.replace("\\", "/") if character.isprintable())
