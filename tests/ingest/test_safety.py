"""Files that must not be opened: each is refused by one sentence, and a bomb without inflating anything."""

import io
import struct
import zipfile

import pytest

from dashboard.ingest import safety
from dashboard.ingest.workbook import open_csv, open_workbook
from tests.ingest.workbook_files import (
    ONE_CELL,
    PARTS,
    XLS_FILE,
    ods,
    sheet_xml,
    usual_xlsx,
    xls_with,
    xls_with_stream_named,
    xlsx,
    zipped,
)


def refusal(name: str, content: bytes) -> str:
    """The rule of the one reject finding; its sentence must say what to do."""
    sheets, findings = open_workbook(name, content)
    assert sheets == ()
    (finding,) = findings
    assert finding.severity == "reject"
    assert "hãy" in finding.message
    assert finding.message.endswith(".")
    return finding.rule


def _million_zeros(parts: int) -> bytes:
    return zipped({f"xl/media/image{number}.bin": bytes(1_000_000) for number in range(parts)})


def test_a_small_file_that_unpacks_to_600_megabytes_is_refused_and_nothing_is_inflated(monkeypatch):
    bomb = zipped({**PARTS, "xl/worksheets/sheet1.xml": bytes(600_000_000)})
    assert len(bomb) < 700_000
    monkeypatch.setattr(safety.Package, "read", lambda *_: pytest.fail("a member was inflated"))
    assert refusal("a.xlsx", bomb) == "zip_bomb"


def test_many_parts_that_together_unpack_too_far_are_refused():
    assert refusal("a.xlsx", _million_zeros(30)) == "zip_bomb"


def test_a_directory_that_understates_a_part_is_found_out_while_inflating():
    content = xlsx('<sheetData><row r="1"><c r="A1"><v>' + "1" * 100_000 + "</v></c></row></sheetData>")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        true_size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lying = content.replace(struct.pack("<I", true_size), struct.pack("<I", 1000))
    assert lying != content
    assert refusal("a.xlsx", lying) == "zip_bomb"


def test_a_file_with_too_many_parts_is_refused():
    assert refusal("a.xlsx", zipped({f"x{number}.xml": "" for number in range(2_100)})) == "zip_bomb"
    crowded = zipped({f"{'long' * 20}{number}.xml": "" for number in range(9_000)})
    assert refusal("a.xlsx", crowded) == "zip_bomb"


def test_a_file_above_50_megabytes_is_refused_unread():
    assert refusal("a.xlsx", b"PK\x03\x04" + bytes(safety.MAX_FILE_BYTES)) == "oversize"


@pytest.mark.parametrize("name", ["../xl/evil.xml", "/etc/passwd.xml", "xl\\sheet.xml", "C:evil.xml"])
def test_path_names_that_leave_the_archive_are_refused(name):
    content = xlsx(extra={"xl/AA.xml": "<a/>"})
    assert (
        refusal(
            "a.xlsx", xlsx(extra={name: "<a/>"}) if "\\" not in name else content.replace(b"xl/AA.xml", b"xl\\AA.xml")
        )
        == "unreadable"
    )


def test_macros_are_refused_by_name_by_part_and_by_content_type():
    assert refusal("a.xlsm", xlsx()) == "macros"
    assert refusal("a.xlsx", xlsx(extra={"xl/vbaProject.bin": b"\0"})) == "macros"
    assert refusal("a.xlsx", xlsx(extra={"xl/macrosheets/sheet1.xml": "<a/>"})) == "macros"
    content_types = '<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
    assert refusal("a.xlsx", xlsx(extra={"[Content_Types].xml": content_types})) == "macros"
    assert refusal("a.ods", ods("", extra={"Basic/Standard/script-lb.xml": "<a/>"})) == "macros"


def test_macros_of_an_xls_are_refused():
    boundsheet, sheet_type, macro_sheet = 0x85, 5, 1
    assert refusal("a.xls", xls_with(boundsheet, sheet_type, macro_sheet)) == "macros"
    assert refusal("a.xls", xls_with_stream_named("_VBA_PROJECT_CUR")) == "macros"


def test_a_password_is_told_apart_from_damage():
    assert refusal("a.xlsx", xls_with_stream_named("EncryptedPackage")) == "password"
    assert refusal("a.xls", xls_with_stream_named("EncryptedPackage")) == "password"
    assert refusal("a.ods", ods("", manifest="<manifest:encryption-data/>")) == "password"
    encrypted = bytearray(xlsx())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = encrypted.find(signature)
        while position >= 0:
            encrypted[position + flags] |= 1
            position = encrypted.find(signature, position + 4)
    assert refusal("a.xlsx", bytes(encrypted)) == "password"


def test_a_password_of_an_xls_is_a_record_of_its_own():
    content = bytearray(XLS_FILE.read_bytes())
    codepage = content.index(b"\x42\x00\x02\x00")
    content[codepage] = 0x2F
    assert refusal("a.xls", bytes(content)) == "password"


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"]
)
def test_document_types_and_entities_are_refused_in_every_part_that_is_read(part):
    content = xlsx(extra={part: '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'})
    assert refusal("a.xlsx", content) == "external_entities"


def test_document_types_are_refused_in_an_ods():
    content = ods("", extra={"content.xml": '<!DOCTYPE a [<!ENTITY x "y">]><a/>'})
    assert refusal("a.ods", content) == "external_entities"


def test_xml_in_another_encoding_that_could_hide_a_document_type_is_refused():
    content = xlsx(extra={"xl/worksheets/sheet1.xml": sheet_xml(ONE_CELL).encode("utf-16")})
    assert refusal("a.xlsx", content) == "unreadable"


@pytest.mark.parametrize(
    "cells",
    [
        '<c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c>',
        '<c r="A1"><v>1</v></c></row><row r="99999"><c r="A99999"><v>1</v></c></row><row r="3"><c r="ZZ3"><v>1</v></c>',
        "<c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>1</v></c>",
        '<x:c r="A1"><x:v>1</x:v></x:c></row><row><x:c r="XFD1048576"><x:v>1</x:v></x:c>',
        "<c><v>1</v></c>" * 1_001,
    ],
)
def test_two_far_cells_that_span_a_huge_rectangle_are_refused(cells):
    main = 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    assert refusal("a.xlsx", xlsx(f'<sheetData {main}><row r="1">{cells}</row></sheetData>')) == "oversize"


@pytest.mark.parametrize("place", ["A99999999999", "A4294967297", "AAAA1", "A", "1", ""])
def test_a_cell_whose_place_the_library_would_wrap_around_is_refused(place):
    cells = f'<row r="1"><c r="A1"><v>1</v></c><c r="{place}"><v>1</v></c></row>'
    assert refusal("a.xlsx", xlsx(f"<sheetData>{cells}</sheetData>")) in ("unreadable", "oversize")
    rows = '<row r="99999999999"><c><v>1</v></c></row>'
    assert refusal("a.xlsx", xlsx(f"<sheetData>{rows}</sheetData>")) == "unreadable"


@pytest.mark.parametrize("count", ["4294967295", "99999999999999999999", "-1", "&#57;9999999999"])
def test_a_stated_number_of_shared_texts_is_not_believed(count):
    texts = f'<sst uniqueCount="{count}"><si><t>x</t></si></sst>'
    assert refusal("a.xlsx", xlsx(extra={"xl/sharedStrings.xml": texts})) == "unreadable"


def test_a_long_shared_text_in_many_cells_is_refused():
    text = "<sst><si><t>" + "x" * 30_000 + "</t></si></sst>"
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 5_000))
    assert refusal("a.xlsx", xlsx(f"<sheetData>{rows}</sheetData>", {"xl/sharedStrings.xml": text})) == "oversize"


def test_repeated_cells_of_an_ods_are_counted_before_they_are_written_out():
    cell = '<table:table-cell table:number-columns-repeated="16000" office:value-type="float" office:value="1"/>'
    row = f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'
    assert refusal("a.ods", ods(f'<table:table table:name="S">{row}</table:table>')) == "oversize"
    text = '<table:table-cell table:number-columns-repeated="900" office:value-type="string"><text:p>'
    rows = f'<table:table-row table:number-rows-repeated="900">{text}{"x" * 9_000}</text:p></table:table-cell></table:table-row>'
    assert refusal("a.ods", ods(f'<table:table table:name="S">{rows}</table:table>')) == "oversize"


def test_an_xls_that_claims_more_texts_or_rows_than_it_can_hold_is_refused():
    shared_texts, dimensions = 0x00FC, 0x0200
    assert refusal("a.xls", xls_with(shared_texts, 7, 0x7F)) == "unreadable"
    content = bytearray(XLS_FILE.read_bytes())
    position = content.index(struct.pack("<HH", dimensions, 14))
    struct.pack_into("<II", content, position + 4, 0, 0x7FFFFFFF)
    assert refusal("a.xls", bytes(content)) == "unreadable"


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("a.xlsx", b"", "unreadable"),
        ("a.xlsx", b"PK\x03\x04", "unreadable"),
        ("a.xlsx", b"not a workbook at all", "unreadable"),
        ("a.xlsx", XLS_FILE.read_bytes(), "wrong_type"),
        ("a.xls", usual_xlsx(), "wrong_type"),
        ("a.xls", b"<html><body><table><tr><td>47</td></tr></table>", "wrong_type"),
        ("a.xls", b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "wrong_type"),
        ("a.docx", b"PK\x03\x04", "unreadable"),
        ("a.xlsb", b"PK\x03\x04", "wrong_type"),
        ("a", b"PK\x03\x04", "wrong_type"),
        ("a.ods", usual_xlsx(), "unreadable"),
        ("a.xlsx", ods(""), "unreadable"),
        ("a.xlsx", zipped({"readme.txt": "x"}), "unreadable"),
        ("a.xlsx", usual_xlsx()[:-200], "unreadable"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(name, content, rule):
    assert refusal(name, content) == rule


def test_a_workbook_renamed_to_csv_is_refused():
    sheets, (finding,) = open_csv("a.csv", usual_xlsx())
    assert sheets == ()
    assert (finding.severity, finding.rule) == ("reject", "unreadable")


def test_an_ordinary_workbook_passes_every_check():
    sheets, findings = open_workbook("Báo cáo tháng 2.XLSX", usual_xlsx())
    assert findings == ()
    assert len(sheets[0].rows) == 30
