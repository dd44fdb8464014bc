"""A workbook or CSV file as plain cells with their absolute addresses, or one sentence that says why not."""

import io
import logging
import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePath

import python_calamine
from defusedxml import ElementTree

from dashboard.ingest import csv_text
from dashboard.ingest.biff import OLE_MAGIC, inspect_xls
from dashboard.ingest.numbers import CellValue
from dashboard.ingest.ods_xml import inspect_content
from dashboard.ingest.safety import (
    MAX_CELLS,
    MAX_READ_BYTES,
    Package,
    Refused,
    check_extent,
    check_size,
    damaged,
    has_macros,
    has_password,
    open_package,
    repack,
    too_many_cells,
    unreadable,
    unreadable_document,
)
from dashboard.ingest.sheet_xml import SharedTexts, SheetNotes, check_stated_counts, inspect_sheet
from dashboard.ingest.word_tables import tables_of
from dashboard.report import Finding

_ZIP_MAGIC = b"PK\x03\x04"
_ARCHIVES = frozenset({".zip", ".rar", ".7z", ".gz", ".tar"})
_MACRO_SUFFIXES = frozenset({".xlsm", ".xltm", ".xlam", ".xla", ".xlt"})
_NOT_CELLS = re.compile(
    r"docprops/|customxml/|xl/(?:theme|drawings|charts|media|embeddings|printersettings|comments|threadedcomments|persons"
    r"|externallinks|pivot|tables|diagrams|activex|ctrlprops|calcchain|metadata|queries|slicer|timeline)"
)
_NOT_SHEETS = ("[content_types].xml", "xl/workbook.xml", "xl/styles.xml", "xl/sharedstrings.xml")
_ODS_PARTS = ("mimetype", "META-INF/manifest.xml", "content.xml")
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_SHARED_TEXTS = re.compile(rb"<(?:\w+:)?sst[\s>]")
_BEYOND_CELLS = 50

Range = tuple[int, int, int, int]
"""First row and column, last row and column, 0-based and inclusive."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `rows[r][c]` counts from A1, so `address(r, c)` names the cell that a person sees.

    Rows may be ragged; None is an empty cell, and a cell in error holds its text ("#DIV/0!"). `uncached` are formulas
    that were never calculated: their value is unknown.
    """

    name: str
    rows: list[list[CellValue]]
    is_hidden: bool = False
    merged: tuple[Range, ...] = ()
    uncached: frozenset[tuple[int, int]] = frozenset()


def letter(col: int) -> str:
    """6 → "G", 26 → "AA"."""
    text = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        text = chr(65 + rest) + text
    return text


def address(row: int, col: int) -> str:
    """(13, 6) → "G14"."""
    return f"{letter(col)}{row + 1}"


def open_workbook(file_name: str, content: bytes) -> tuple[tuple[Sheet, ...], tuple[Finding, ...]]:
    """Every sheet of an .xlsx, .xls or .ods file, every table of a .docx.

    No sheets and one `reject` finding where the file must not be read.
    """
    suffix = PurePath(file_name).suffix.lower()
    try:
        check_size(content)
        _check_suffix(suffix, content)
        if suffix == ".xls":
            return _read_xls(content), ()
        package = open_package(content)
        if suffix == ".docx":
            return tuple(Sheet(name, rows, merged=merged) for name, rows, merged in tables_of(package)), ()
        return (_read_ods(package) if suffix == ".ods" else _read_xlsx(package)), ()
    except Refused as refusal:
        if suffix == ".docx" and refusal.rule == "unreadable":
            refusal = unreadable_document()
        return (), (refusal.finding,)


def open_csv(file_name: str, content: bytes) -> tuple[tuple[Sheet, ...], tuple[Finding, ...]]:
    """The one sheet, named "", of a CSV file: UTF-8 or UTF-16, parted by comma, semicolon or tab."""
    try:
        check_size(content)
        if content.startswith((_ZIP_MAGIC, OLE_MAGIC)):
            suffix = PurePath(file_name).suffix or "này"
            raise unreadable(f"tệp {suffix} thực chất là một sổ Excel, hãy đổi lại đúng đuôi tệp")
        return (Sheet("", csv_text.read_rows(content)),), ()
    except Refused as refusal:
        return (), (refusal.finding,)


def _check_suffix(suffix: str, content: bytes) -> None:
    """Refuse by kind of file before anything is opened; the name and the first bytes must agree."""
    if suffix in _MACRO_SUFFIXES:
        raise has_macros()
    if suffix in _ARCHIVES:
        raise Refused("wrong_type", f"Tệp nén {suffix} ở đây không bung được: hãy giải nén rồi nạp từng tệp bên trong.")
    if suffix not in (".xlsx", ".xls", ".ods", ".docx"):
        raise Refused(
            "wrong_type",
            f"Không nhận loại tệp “{suffix or 'không có đuôi'}”: hãy lưu báo cáo dạng .xlsx (hoặc .xls, .ods, .csv,"
            " bảng trong .docx) rồi nạp lại.",
        )
    is_ole, is_zip = content.startswith(OLE_MAGIC), content.startswith(_ZIP_MAGIC)
    if is_ole and suffix != ".xls" and "EncryptedPackage".encode("utf-16-le") in content:
        raise has_password()
    if is_zip == (suffix != ".xls") and is_ole == (suffix == ".xls"):
        return
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if is_ole or is_zip:
        inside = "một sổ Excel 97–2003 (.xls)" if is_ole else "một tệp nén (.xlsx hoặc .ods)"
    elif start.startswith((b"<html", b"<!doctype", b"<table", b"<meta", b"<?xml", b"<div", b"<style")):
        inside = "một trang web hoặc tệp XML"
    else:
        raise damaged()
    raise Refused(
        "wrong_type",
        f"Đuôi tệp là {suffix} nhưng nội dung là {inside}: hãy mở bằng Excel, chọn “Lưu thành” dạng .xlsx rồi nạp lại.",
    )


def _read_xlsx(package: Package) -> tuple[Sheet, ...]:
    names = [name for name in package.parts if _is_read(name)]
    if sum(package.parts[name].file_size for name in names) > MAX_READ_BYTES:
        raise Refused(
            "oversize",
            f"Các trang tính bung ra quá {MAX_READ_BYTES // 1_000_000} MB: hãy xóa các dòng, cột định dạng thừa, hoặc"
            " tách thành nhiều tệp, rồi nạp lại.",
        )
    if "xl/workbook.bin" in package.parts:
        raise unreadable("dạng .xlsb chưa được hỗ trợ")
    parts = [(name, package.read_xml(name)) for name in names]
    notes = _inspect_parts(parts)
    sheets = _read_sheets(repack(parts))
    if not notes:
        return sheets
    return tuple(
        _with_notes(sheet, notes[name]) if name in notes else sheet
        for sheet, name in zip(sheets, _sheet_parts(dict(parts)), strict=False)
    )


def _inspect_parts(parts: list[tuple[str, bytes]]) -> dict[str, SheetNotes]:
    """Check every sheet, and give what there is to note by its part's name."""
    texts = [data for name, data in parts if "worksheets/" not in name.lower() and _SHARED_TEXTS.search(data)]
    shared = SharedTexts(max(texts, key=len, default=b""))
    notes: dict[str, SheetNotes] = {}
    for name, data in parts:
        lower = name.lower()
        if lower == "[content_types].xml" and b"macroEnabled" in data:
            raise has_macros()
        check_stated_counts(data)
        if lower.endswith(".rels") or lower in _NOT_SHEETS:
            continue
        found = inspect_sheet(data, shared)
        if found.uncached or found.errors:
            notes[name] = found
    return notes


def _near(rows: list[list[CellValue]], merged: Iterable[Range]) -> tuple[Range, ...]:
    """Merged ranges cut to the neighbourhood of the cells, since one may span the whole sheet."""
    last_row = len(rows) + _BEYOND_CELLS
    last_column = max(map(len, rows), default=0) + _BEYOND_CELLS
    return tuple(
        (row, column, min(end_row, last_row), min(end_column, last_column))
        for row, column, end_row, end_column in merged
        if row <= last_row and column <= last_column
    )


def _is_read(name: str) -> bool:
    lower = name.lower()
    return lower.endswith((".xml", ".rels")) and not _NOT_CELLS.match(lower)


def _sheet_parts(parts: dict[str, bytes]) -> list[str]:
    """The part that holds each sheet, in the workbook's order."""
    try:
        book = ElementTree.fromstring(parts["xl/workbook.xml"], forbid_dtd=True)
        relations = ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"], forbid_dtd=True)
    except (ElementTree.ParseError, LookupError, ValueError):
        raise damaged() from None
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    sheets = [item.attrib for item in book.iter() if item.tag.rpartition("}")[2] == "sheet"]
    ids = [next((value for key, value in sheet.items() if key.endswith("}id")), "") for sheet in sheets]
    return [posixpath.normpath(posixpath.join("/xl", targets.get(item, "")))[1:] for item in ids]


def _with_notes(sheet: Sheet, notes: SheetNotes) -> Sheet:
    _write_errors(sheet.rows, notes.errors)
    return replace(sheet, uncached=frozenset(notes.uncached))


def _write_errors(rows: list[list[CellValue]], errors: dict[tuple[int, int], str]) -> None:
    """Put the text of an error where the library left an empty cell."""
    for (row, column), text in errors.items():
        while len(rows) <= row:
            rows.append([])
        cells = rows[row]
        cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = text


def _read_xls(content: bytes) -> tuple[Sheet, ...]:
    errors_of_sheets = inspect_xls(content)
    sheets = _read_sheets(content)
    for sheet, errors in zip(sheets, errors_of_sheets, strict=False):
        _write_errors(sheet.rows, errors)
    return sheets


def _read_ods(package: Package) -> tuple[Sheet, ...]:
    if not all(name in package.parts for name in _ODS_PARTS):
        raise damaged()
    if package.parts["content.xml"].file_size > MAX_READ_BYTES or package.parts["mimetype"].file_size > 200:
        raise damaged()
    if package.read("mimetype").strip() != _ODS_TYPE:
        raise unreadable("đây không phải là bảng tính .ods")
    manifest = package.read_xml("META-INF/manifest.xml")
    if b"encryption-data" in manifest:
        raise has_password()
    content = package.read_xml("content.xml")
    notes = inspect_content(content)
    parts = [("mimetype", _ODS_TYPE), ("META-INF/manifest.xml", manifest), ("content.xml", content)]
    return tuple(
        replace(sheet, merged=_near(sheet.rows, note.merged), uncached=frozenset(note.uncached))
        for sheet, note in zip(_read_sheets(repack(parts)), notes, strict=False)
    )


def _read_sheets(content: bytes) -> tuple[Sheet, ...]:
    """The library's reading of a checked file; whatever it fails with, also a panic, is a damaged file."""
    try:
        return _sheets_of(content)
    except Refused:
        raise
    except python_calamine.PasswordError:
        raise has_password() from None
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # noqa: BLE001 - a panic of the Rust library derives from BaseException
        logging.getLogger(__name__).info("workbook not readable: %r", error)
        raise damaged() from None


def _sheets_of(content: bytes) -> tuple[Sheet, ...]:
    book = python_calamine.load_workbook(io.BytesIO(content))
    if not book.sheets_metadata:
        raise damaged()
    sheets: list[Sheet] = []
    cells = 0
    for index, metadata in enumerate(book.sheets_metadata):
        is_hidden = metadata.visible != python_calamine.SheetVisibleEnum.Visible
        if metadata.typ != python_calamine.SheetTypeEnum.WorkSheet:
            sheets.append(Sheet(metadata.name, [], is_hidden))
            continue
        source = book.get_sheet_by_index(index)
        check_extent(source.total_height, source.total_width, metadata.name)
        cells += source.total_height * source.total_width
        if cells > MAX_CELLS:
            raise too_many_cells()
        rows: list[list[CellValue]] = [
            [None if cell == "" else cell for cell in row] if "" in row else row  # type: ignore[misc]
            for row in source.to_python(skip_empty_area=False)
        ]
        merged = _near(rows, ((*first, *last) for first, last in source.merged_cell_ranges or ()))
        sheets.append(Sheet(metadata.name, rows, is_hidden, merged))
    return tuple(sheets)
