"""Hostile or broken files are refused here, before any library opens them.

A 0,6 MB workbook can unpack to 600 MB, and the libraries that read workbooks unpack first and ask later. So the zip's
directory is added up without inflating anything, each part is then inflated under its own stated size, and the readers
get a new archive of exactly the parts that were looked at: what has been checked is what is read.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.report import Finding

MEGABYTE = 1_000_000
MAX_FILE_BYTES = 50 * MEGABYTE
"""A month of the largest form is below 2 MB; above 50 MB a file holds pictures or is not a report."""
MAX_UNPACKED_BYTES = 400 * MEGABYTE
"""All parts together, read or not: a server of 2 GB stays alive whatever a library does with them."""
MAX_READ_BYTES = 120 * MEGABYTE
"""The parts that are read: 200.000 rows of biểu 06 are about 80 MB of XML."""
MAX_RATIO = 250
"""Real sheets pack 6 to 60 times, a million formatted empty rows about 200 times, a bomb 1.000 times."""
RATIO_MATTERS_ABOVE = 20 * MEGABYTE
MAX_PARTS = 2_000
MAX_DIRECTORY_BYTES = 1 * MEGABYTE
MAX_ROWS = 200_000
MAX_COLUMNS = 1_000
MAX_CELLS = 4_000_000
"""Of the rectangle from A1 to the last value, which a reader allocates: two cells are enough to make it huge."""
MAX_TEXT = 100_000_000
"""Characters after every repeated text is written out: a shared text of 30 kB used 100.000 times is 3 GB."""

_SAVE_AGAIN = "hãy mở bằng Excel, chọn “Lưu thành” dạng .xlsx rồi nạp lại"


class Refused(Exception):  # noqa: N818 - an outcome that becomes a finding, not an error of the program
    """The file will not be read; `rule` and `message` become its one `reject` finding."""

    def __init__(self, rule: str, message: str, sheet: str | None = None) -> None:
        super().__init__(message)
        self.rule, self.message, self.sheet = rule, message, sheet

    @property
    def finding(self) -> Finding:
        return Finding("reject", self.rule, self.message, sheet=self.sheet)


def unreadable(reason: str) -> Refused:
    return Refused("unreadable", f"Không đọc được tệp: {reason}; {_SAVE_AGAIN}.")


def damaged() -> Refused:
    return unreadable("nội dung bị hỏng hoặc không đúng định dạng")


def unreadable_document() -> Refused:
    why = "nội dung bị hỏng hoặc không phải văn bản Word"
    return Refused("unreadable", f"Không đọc được tệp: {why}; hãy mở bằng Word, lưu lại dạng .docx rồi nạp lại.")


def has_password() -> Refused:
    return Refused("password", "Tệp được đặt mật khẩu nên không đọc được: hãy bỏ mật khẩu rồi nạp lại.")


def has_macros() -> Refused:
    return Refused("macros", f"Tệp có chứa macro nên không được mở, để bảo đảm an toàn: {_SAVE_AGAIN}.")


def too_many_cells(sheet: str | None = None) -> Refused:
    return Refused(
        "oversize",
        f"Vùng dữ liệu quá lớn (giới hạn {MAX_ROWS} dòng, {MAX_COLUMNS} cột, {MAX_CELLS} ô): hãy xóa các dòng, cột và"
        " ô lẻ nằm xa ngoài bảng, hoặc tách thành nhiều tệp, rồi nạp lại.",
        sheet,
    )


def too_much_text() -> Refused:
    return Refused(
        "oversize", "Các ô chứa quá nhiều chữ, không giống một báo cáo số liệu: hãy bỏ các đoạn văn dài rồi nạp lại."
    )


def check_size(content: bytes) -> None:
    """Refuse a file that is empty or larger than any report."""
    if not content:
        raise Refused("unreadable", "Tệp rỗng (0 byte): hãy xuất lại báo cáo rồi nạp lại.")
    if len(content) > MAX_FILE_BYTES:
        size = -(-len(content) // MEGABYTE)
        limit = MAX_FILE_BYTES // MEGABYTE
        raise Refused(
            "oversize",
            f"Tệp nặng {size} MB, vượt giới hạn {limit} MB: hãy bỏ hình ảnh và trang tính thừa, hoặc tách thành nhiều"
            " tệp, rồi nạp lại.",
        )


def check_extent(rows: int, columns: int, sheet: str | None = None) -> None:
    """Refuse a rectangle of cells that no report has; limits in this module."""
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        raise too_many_cells(sheet)


@dataclass(frozen=True, slots=True)
class Package:
    """A zip archive whose directory has been checked and nothing of which has been inflated."""

    content: bytes
    parts: dict[str, zipfile.ZipInfo]

    def read(self, name: str) -> bytes:
        """One part, inflated up to the size that the directory states and not a byte further."""
        part = self.parts[name]
        try:
            name_length, extra_length = struct.unpack_from("<HH", self.content, part.header_offset + 26)
        except struct.error:
            raise damaged() from None
        start = part.header_offset + 30 + name_length + extra_length
        packed = self.content[start : start + part.compress_size]
        if part.compress_type == zipfile.ZIP_STORED:
            data = packed
        else:
            try:
                data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, part.file_size + 1)
            except zlib.error:
                raise damaged() from None
        if len(data) > part.file_size:
            raise _bomb("phần nén bung ra lớn hơn kích thước đã khai")
        if len(data) < part.file_size or zlib.crc32(data) != part.CRC:
            raise damaged()
        return data

    def read_xml(self, name: str) -> bytes:
        """One part of XML: UTF-8, without document type and entities."""
        data = self.read(name)
        if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:64]:
            raise damaged()
        if b"!" in data and (b"!DOCTYPE" in data or b"!ENTITY" in data):  # one rare byte is found ten times faster
            raise Refused(
                "external_entities", f"Tệp khai báo thực thể XML, điều không có trong tệp Excel thật: {_SAVE_AGAIN}."
            )
        return data


def open_package(content: bytes) -> Package:
    """The directory of a workbook or document, checked: as `open_archive`, and names and macros. Inflates nothing."""
    package = open_archive(content)
    for info in package.parts.values():
        _check_part(info)
    return package


def open_archive(content: bytes) -> Package:
    """The directory of a zip, checked: sizes, ratio, number of parts, encryption. Inflates nothing."""
    if _directory_bytes(content) > MAX_DIRECTORY_BYTES:
        raise _too_many_parts()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, struct.error, OverflowError):
        raise damaged() from None
    if len(infos) > MAX_PARTS:
        raise _too_many_parts()
    unpacked = sum(info.file_size for info in infos)
    if unpacked > MAX_UNPACKED_BYTES:
        raise _bomb(f"bung ra {unpacked // MEGABYTE} MB, giới hạn {MAX_UNPACKED_BYTES // MEGABYTE} MB")
    if unpacked > RATIO_MATTERS_ABOVE and unpacked > MAX_RATIO * len(content):
        raise _bomb(f"bung ra gấp {unpacked // len(content)} lần, giới hạn {MAX_RATIO} lần")
    parts = {info.filename: info for info in infos}
    if len(parts) < len(infos):
        raise damaged()
    for info in infos:
        if info.flag_bits & 0x1:
            raise has_password()
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged()
    return Package(content, parts)


def repack(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """An archive of checked parts, not compressed, for libraries that want to open a file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts:
            archive.writestr(name, data)
    return buffer.getvalue()


def _bomb(reason: str) -> Refused:
    return Refused(
        "zip_bomb",
        f"Tệp nén bất thường ({reason}): hãy chép riêng bảng số liệu sang một sổ Excel mới rồi nạp lại.",
    )


def _too_many_parts() -> Refused:
    return _bomb(f"có quá {MAX_PARTS} phần bên trong")


def _directory_bytes(content: bytes) -> int:
    """The size of the zip's directory as its end states it, so that a million names are not even listed."""
    end = content.rfind(b"PK\x05\x06")
    if end < 0 or end + 22 > len(content):
        raise damaged()
    if content[max(0, end - 20) : end].startswith(b"PK\x06\x07"):  # a zip64 end, which some writers always add
        end64 = struct.unpack_from("<Q", content, end - 12)[0]
        if content[end64 : end64 + 4] != b"PK\x06\x06" or end64 + 56 > len(content):
            raise damaged()
        return int(struct.unpack_from("<Q", content, end64 + 40)[0])
    return int(struct.unpack_from("<I", content, end + 12)[0])


def _check_part(info: zipfile.ZipInfo) -> None:
    name = info.filename
    if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
        raise damaged()
    lower = name.lower()
    if lower.endswith(("vbaproject.bin", "script-lb.xml")) or lower.startswith(("xl/macrosheets/", "scripts/")):
        raise has_macros()
