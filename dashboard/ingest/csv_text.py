"""CSV as Excel and other programs write it: three delimiters and three encodings, found without being told."""

import csv
import io
from collections import Counter

from dashboard.ingest.numbers import CellValue
from dashboard.ingest.safety import Refused

MAX_CSV_ROWS = 1_000_000
_DELIMITERS = ",;\t"
_LINES_LOOKED_AT = 200


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
    """The delimiter that parts most lines into equally many cells, quotes respected; a comma if none does.

    Titles above a table have none of it, or a comma as people write.
    """
    lines = [line for line in text[:65_536].splitlines() if line.strip()][:_LINES_LOOKED_AT]
    outside_quotes = ["".join(line.split('"')[::2]) for line in lines]

    def weight(delimiter: str) -> int:
        counted = Counter(line.count(delimiter) for line in outside_quotes)
        return max((count * n_lines**2 for count, n_lines in counted.items()), default=0)

    return max(_DELIMITERS, key=weight)
