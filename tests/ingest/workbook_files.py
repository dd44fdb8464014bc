"""Small workbooks made part by part, so that a test can make one that no program would write."""

import io
import struct
import zipfile
from pathlib import Path

import xlsxwriter

XLS_FILE = Path(__file__).parent / "files" / "bieu06.xls"
"""Written once by an Excel 97 writer: sheets "Biểu 06" (merged title, date, error cell) and a hidden "Ẩn"."""

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
    f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
    f' Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="Biểu 06" sheetId="1" r:id="rId1"/></sheets></workbook>',
}
ONE_CELL = '<sheetData><row r="1"><c r="A1"><v>47</v></c></row></sheetData>'


def sheet_xml(inside: str) -> str:
    return f"<worksheet {_MAIN}>{inside}</worksheet>"


def xlsx(inside: str = ONE_CELL, extra: dict[str, str | bytes] | None = None) -> bytes:
    """A workbook of one sheet with this XML inside `<worksheet>`, and further or other parts."""
    return zipped({**PARTS, "xl/worksheets/sheet1.xml": sheet_xml(inside), **(extra or {})})


def zipped(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def usual_xlsx(rows: int = 30, columns: int = 13) -> bytes:
    """What a common writer makes of a small table: a name and whole numbers."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("Biểu 06")
    for row in range(rows):
        sheet.write(row, 0, f"Lĩnh vực {row}")
        for column in range(1, columns):
            sheet.write(row, column, row * column)
    book.close()
    return buffer.getvalue()


_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"))
)


def ods(tables: str, manifest: str = "", extra: dict[str, str | bytes] | None = None) -> bytes:
    """An OpenDocument workbook with these tables; style "hidden" hides one."""
    styles = (
        '<style:style style:name="hidden" style:family="table"><style:table-properties table:display="false"/>'
        "</style:style>"
    )
    return zipped(
        {
            "mimetype": _ODS_TYPE,
            "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:'
            f'manifest:1.0"><manifest:file-entry manifest:full-path="/">{manifest}</manifest:file-entry>'
            "</manifest:manifest>",
            "content.xml": f"<office:document-content {_ODS_NAMES}><office:automatic-styles>{styles}"
            "</office:automatic-styles><office:body><office:spreadsheet>"
            f"{tables}</office:spreadsheet></office:body></office:document-content>",
            **(extra or {}),
        }
    )


def xls_with(record: int, data_at: int, value: int) -> bytes:
    """The .xls sample with one byte of the first record of this kind changed; found in its stream of records."""
    content = bytearray(XLS_FILE.read_bytes())
    position = content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")  # BOF of the workbook's globals
    while True:
        kind, length = struct.unpack_from("<HH", content, position)
        if kind == record:
            content[position + 4 + data_at] = value
            return bytes(content)
        position += 4 + length


def xls_with_stream_named(name: str) -> bytes:
    """The .xls sample with its only stream under another name, as programs look it up."""
    content = XLS_FILE.read_bytes()
    old = "Workbook".encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 18)
    assert content.count(old) == 1
    new = name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(name) + 2)
    return content.replace(old, new)
