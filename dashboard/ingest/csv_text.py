"""CSV as Excel and other programs write it: three delimiters and three encodings, found without being told."""

import csv
import io

from dashboard.ingest.numbers import CellValue
from dashboard.ingest.safety import Refused

MAX_CSV_ROWS = 1_000_000
_DELIMITERS = ",;\t"


def read_rows(content: bytes) -> list[list[CellValue]]:
    """All rows, with None for an empty cell; raises Refused with what to do where the text cannot be read."""
    text = _decode(content)
    lines = text.split("\n", 1)
    stated = lines[0].strip().lower()
    if stated.startswith("sep=") and len(stated) == 5:  # Excel's own hint
        delimiter, text = stated[4], lines[1] if len(lines) > 1 else ""
    else:
        delimiter = _delimiter_of(text)
    rows: list[list[CellValue]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append([cell or None for cell in row])
            if len(rows) > MAX_CSV_ROWS:
                raise Refused("oversize", f"Tệp CSV có quá {MAX_CSV_ROWS} dòng: hãy tách thành nhiều tệp rồi nạp lại.")
    except csv.Error:
        raise Refused(
            "unreadable", f"Dòng {len(rows) + 1} của tệp CSV bị hỏng (thiếu dấu nháy kép?): hãy sửa rồi nạp lại."
        ) from None
    return rows


def _decode(content: bytes) -> str:
    is_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise Refused(
            "unreadable",
            "Tệp CSV không ở bảng mã UTF-8: hãy mở bằng Excel, chọn “Lưu thành” dạng “CSV UTF-8 (*.csv)” rồi nạp lại.",
        )
    return text


def _delimiter_of(text: str) -> str:
    """The delimiter that parts the first line with text into most cells, quotes respected; a comma if none does."""
    first = next((line for line in text[:65_536].splitlines() if line.strip()), "")
    outside_quotes = "".join(first.split('"')[::2])
    return max(_DELIMITERS, key=outside_quotes.count)
