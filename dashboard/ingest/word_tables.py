"""The tables of a Word document as sheets: each with the paragraphs since the table before it in the rows above.

Rows are counted from the first of those paragraphs, as the preview of a source shows them. A cell that spans several
is merged as in a workbook, so that a form's heading is recognised alike in both.
"""

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from defusedxml import ElementTree

from dashboard.ingest.numbers import CellValue
from dashboard.ingest.safety import (
    MAX_CELLS,
    MAX_READ_BYTES,
    Package,
    Refused,
    check_extent,
    damaged,
    too_many_cells,
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT = "word/document.xml"
Rows = list[list[CellValue]]
Merged = tuple[tuple[int, int, int, int], ...]


def body_of(package: Package) -> Iterable[Element]:
    """The paragraphs and tables of a document, in order; raises `Refused` where it is damaged."""
    part = package.parts.get(DOCUMENT)
    if part is None or part.file_size > MAX_READ_BYTES:
        raise damaged()
    try:
        root = ElementTree.fromstring(package.read_xml(DOCUMENT), forbid_dtd=True)
    except (ElementTree.ParseError, ValueError):
        raise damaged() from None
    body = root.find(f"{W}body")
    return body if body is not None else ()


def tables_of(package: Package) -> list[tuple[str, Rows, Merged]]:
    """Name, cells and merged ranges of each table; raises `Refused` where the document has none or is damaged."""
    found: list[tuple[str, Rows, Merged]] = []
    above: Rows = []
    cells = 0
    for block in body_of(package):
        if block.tag == f"{W}p":
            above += [[line] for line in text_of(block).split("\n") if line.strip()]
        elif block.tag == f"{W}tbl":
            rows, merged = table_of(block, len(above))
            check_extent(len(above) + len(rows), max(map(len, rows), default=0))
            cells += sum(map(len, rows))
            if cells > MAX_CELLS:
                raise too_many_cells()
            found.append((f"Bảng {len(found) + 1}", [*above, *rows], merged))
            above = []
    if not found:
        raise Refused(
            "no_tables",
            "Tài liệu Word không có bảng số liệu nào: hãy gửi số liệu bằng biểu Excel, hoặc thêm bảng vào đó.",
        )
    return found


def table_of(table: Element, top: int) -> tuple[Rows, Merged]:
    """The cells of a table and its merged ranges, with rows counted from `top`."""
    rows: Rows = []
    merged: list[tuple[int, int, int, int]] = []
    open_merges: dict[int, tuple[int, int]] = {}  # by first column: first row and last column of a merge downwards
    for r, row in enumerate(table.findall(f"{W}tr"), start=top):
        cells: list[CellValue] = []
        for cell in row.findall(f"{W}tc"):
            column, width = len(cells), _span(cell)
            text = "\n".join(text_of(p) for p in cell.findall(f"{W}p")).strip()
            down = cell.find(f"{W}tcPr/{W}vMerge")
            goes_on = down is not None and down.get(f"{W}val") != "restart"
            if not goes_on and column in open_merges:
                merged += _closed(open_merges, column, r - 1)
            if down is not None and not goes_on:
                open_merges[column] = (r, column + width - 1)
            elif down is None and width > 1:
                merged.append((r, column, r, column + width - 1))
            cells += [None if goes_on else text or None, *([None] * (width - 1))]
        rows.append(cells)
    for column in list(open_merges):
        merged += _closed(open_merges, column, top + len(rows) - 1)
    return rows, tuple(merged)


def _closed(open_merges: dict[int, tuple[int, int]], column: int, last: int) -> list[tuple[int, int, int, int]]:
    first, right = open_merges.pop(column)
    return [(first, column, last, right)] if last > first or right > column else []


def _span(cell: Element) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    value = span.get(f"{W}val", "1") if span is not None else "1"
    return min(int(value), 100) if value.isascii() and value.isdigit() and value != "0" else 1


def text_of(paragraph: Element) -> str:
    """The words of a paragraph; what was deleted in a tracked change is no longer said."""
    parts: list[str] = []
    for node in paragraph.iter():
        if node.tag == f"{W}t":
            parts.append(node.text or "")
        elif node.tag in (f"{W}tab", f"{W}noBreakHyphen"):
            parts.append("\t" if node.tag.endswith("tab") else "-")
        elif node.tag in (f"{W}br", f"{W}cr"):
            parts.append("\n")
    return "".join(parts).strip()
