"""Reading cells: absolute addresses, hidden sheets, merged ranges, formulas without a value, errors, and CSV."""

import datetime
import io
import re
import struct
import zipfile

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.ingest.workbook import Sheet, address, letter, open_csv, open_workbook
from tests.ingest.workbook_files import XLS_FILE, ods, usual_xlsx, xlsx, zipped


def sheets_of(content: bytes, name: str = "a.xlsx") -> tuple[Sheet, ...]:
    sheets, findings = open_workbook(name, content)
    assert findings == ()
    return sheets


def written(fill) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    fill(book)
    book.close()
    return buffer.getvalue()


def test_letters_and_addresses_are_those_that_a_person_sees():
    assert [letter(column) for column in (0, 6, 25, 26, 701, 702)] == ["A", "G", "Z", "AA", "ZZ", "AAA"]
    assert address(13, 6) == "G14"


def test_leading_empty_rows_and_columns_are_kept():
    (sheet,) = sheets_of(written(lambda book: book.add_worksheet("S").write(13, 6, 47)))
    assert sheet.rows[13][6] == 47
    assert sheet.rows[0] == [None] * 7


def test_cells_keep_their_kind():
    def fill(book):
        sheet = book.add_worksheet("S")
        sheet.write_row(0, 0, ["Đất đai", 47, 0.7824, "1.234", "07"])
        sheet.write_datetime(0, 5, datetime.datetime(2020, 2, 20), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_boolean(0, 6, True)

    (sheet,) = sheets_of(written(fill))
    assert sheet.rows == [["Đất đai", 47, 0.7824, "1.234", "07", datetime.date(2020, 2, 20), True]]


def test_hidden_and_very_hidden_sheets_are_marked():
    def fill(book):
        for name in ("Biểu 06", "Ẩn", "Ẩn hẳn"):
            book.add_worksheet(name).write(0, 0, 1)
        book.worksheets()[1].hide()
        book.worksheets()[2].very_hidden()

    assert [(sheet.name, sheet.is_hidden) for sheet in sheets_of(written(fill))] == [
        ("Biểu 06", False),
        ("Ẩn", True),
        ("Ẩn hẳn", True),
    ]


def test_merged_ranges_are_given_by_both_corners():
    (sheet,) = sheets_of(written(lambda book: book.add_worksheet("S").merge_range(3, 2, 4, 5, "Số hồ sơ tiếp nhận")))
    assert sheet.merged == ((3, 2, 4, 5),)
    assert sheet.rows[3][2] == "Số hồ sơ tiếp nhận"


def test_an_archive_with_the_end_of_large_archives_is_read():
    content = xlsx()
    end = content.rindex(b"PK\x05\x06")
    entries, size, offset = struct.unpack_from("<HII", content, end + 10)
    large = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, entries, entries, size, offset)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    (sheet,) = sheets_of(content[:end] + large + locator + content[end:])
    assert sheet.rows == [[47]]


def test_a_range_merged_over_the_whole_sheet_ends_near_the_cells():
    merge = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    (sheet,) = sheets_of(xlsx(f'<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>{merge}'))
    ((row, column, last_row, last_column),) = sheet.merged
    assert (row, column) == (0, 0)
    assert last_row < 100
    assert last_column < 100


def test_formulas_that_were_never_calculated_are_found_on_their_own_sheet():
    book = openpyxl.Workbook()
    book.active["A1"] = 5
    other = book.create_sheet("Biểu 06")
    other["C3"] = "=SUM(A1:A2)"
    other["D4"] = 7
    buffer = io.BytesIO()
    book.save(buffer)
    first, second = sheets_of(buffer.getvalue())
    assert first.uncached == frozenset()
    assert second.uncached == {(2, 2)}
    assert second.rows[3][3] == 7


def test_a_formula_with_a_value_or_with_an_empty_text_as_value_is_not_missing():
    cells = (
        '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c>'
        '<c r="C1"><f t="shared" si="0"/><v>3</v></c><c r="D1"><f t="shared" si="0"/></c><c r="E1"><f>1</f><v/></c>'
    )
    (sheet,) = sheets_of(xlsx(f'<sheetData><row r="1">{cells}</row></sheetData>'))
    assert sheet.uncached == {(0, 3), (0, 4)}
    assert sheet.rows[0][:3] == [2, None, 3]


@pytest.mark.parametrize("around", ["{}", "<!-- a comment -->{}"])
def test_formulas_are_found_in_xml_with_prefixes_comments_and_without_references(around):
    main = 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    cells = around.format("<x:c><x:v>1</x:v></x:c><x:c><x:f>1+1</x:f></x:c>")
    (sheet,) = sheets_of(xlsx(f"<x:sheetData {main}><x:row>{cells}</x:row></x:sheetData>"))
    assert sheet.rows == [[1]]
    assert sheet.uncached == {(0, 1)}


def test_formulas_after_the_cells_such_as_those_of_a_format_are_none_of_the_cells():
    after = "<extLst><ext><xm:f>$A$1</xm:f><xm:sqref>A1</xm:sqref></ext><x14:f></x14:f></extLst>"
    names = 'xmlns:xm="urn:xm" xmlns:x14="urn:x14"'
    cells = '<row r="1"><c r="A1"><f>1</f></c><c r="B1"><v>2</v></c></row>'
    (sheet,) = sheets_of(
        xlsx(f"<sheetData {names}>{cells}</sheetData>{after.replace('<extLst>', f'<extLst {names}>')}")
    )
    assert (sheet.rows, sheet.uncached) == ([[None, 2]], {(0, 0)})


def test_cells_in_error_hold_the_text_of_the_error():
    def fill(book):
        sheet = book.add_worksheet("S")
        sheet.write(0, 0, 5)
        sheet.write_formula(2, 3, "=1/0", None, "#DIV/0!")

    (sheet,) = sheets_of(written(fill))
    assert sheet.rows[2][3] == "#DIV/0!"
    assert sheet.rows[0][0] == 5


def test_a_million_formatted_empty_rows_are_no_rows():
    rows = "".join(f'<row r="{row}" s="1"/>' for row in range(2, 200_000))
    far = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    (sheet,) = sheets_of(xlsx(f'<sheetData><row r="1"><c r="A1"><v>1</v></c></row>{rows}{far}</sheetData>'))
    assert sheet.rows == [[1]]


def test_a_stated_dimension_is_not_believed():
    inside = '<dimension ref="A1:XFD1048576"/><sheetData><row r="2"><c r="B2"><v>1</v></c></row></sheetData>'
    (sheet,) = sheets_of(xlsx(inside))
    assert sheet.rows == [[None, None], [None, 1]]


def test_a_sheet_of_two_letter_columns_and_thousands_of_rows_is_read():
    (sheet,) = sheets_of(usual_xlsx(rows=1_200, columns=40))
    assert sheet.rows[1_199][39] == 1_199 * 39


def test_long_shared_texts_that_are_used_rarely_are_read():
    def fill(book):
        sheet = book.add_worksheet("S")
        sheet.write(0, 0, "x" * 30_000)
        for row in range(1, 2_000):
            sheet.write(row, 0, f"Lĩnh vực {row}")
            sheet.write(row, 1, row)

    (sheet,) = sheets_of(written(fill))
    assert len(sheet.rows[0][0]) == 30_000
    assert sheet.rows[1_999] == ["Lĩnh vực 1999", 1999]


def test_an_xls_gives_dates_merged_ranges_hidden_sheets_and_errors():
    shown, hidden = sheets_of(XLS_FILE.read_bytes(), "bieu06.xls")
    assert shown.name == "Biểu 06"
    assert shown.rows[3][:4] == [1, "Đất đai", 47, "1.234"]
    assert shown.rows[4][1] == datetime.date(2020, 2, 20)
    assert shown.rows[5][2] == "#DIV/0!"
    assert shown.merged == ((0, 0, 0, 3),)
    assert (hidden.name, hidden.is_hidden, hidden.rows[1][1]) == ("Ẩn", True, 12)


def test_an_ods_gives_repeated_cells_merged_ranges_hidden_sheets_and_missing_values():
    filler = '<table:table-row table:number-rows-repeated="{}"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    cells = (
        '<table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="7"/>'
        '<table:table-cell office:value-type="date" office:date-value="2020-02-20"/>'
        '<table:table-cell table:formula="of:=SUM([.A1:.A2])"/>'
        '<table:table-cell office:value-type="string" table:number-columns-spanned="2"><text:p>Đất đai</text:p></table:table-cell>'
    )
    table = f'<table:table table:name="S">{filler.format(2)}<table:table-row>{cells}</table:table-row>{filler.format(1048000)}</table:table>'
    hidden = '<table:table table:name="Ẩn" table:style-name="hidden"></table:table>'
    first, second = sheets_of(ods(table + hidden), "a.ods")
    assert first.rows[2] == [7, 7, datetime.date(2020, 2, 20), None, "Đất đai"]
    assert len(first.rows) == 3
    assert first.uncached == {(2, 3)}
    assert first.merged == ((2, 4, 2, 5),)
    assert (second.name, second.is_hidden) == ("Ẩn", True)


ODS_TABLE = (
    '<table:table table:name="S" table:style-name="hidden"><table:table-row table:number-rows-repeated="2">'
    '<table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="7"/>'
    '<table:table-cell table:number-columns-spanned="2" table:formula="of:=1"/></table:table-row></table:table>'
)
SAMPLES = {"a.xlsx": usual_xlsx(), "a.xls": XLS_FILE.read_bytes(), "a.ods": ods(ODS_TABLE)}


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_change_of_bytes_makes_reading_raise(data):
    name = data.draw(st.sampled_from(sorted(SAMPLES)))
    content = bytearray(SAMPLES[name])
    for _ in range(data.draw(st.integers(1, 6))):
        position = data.draw(st.integers(0, len(content) - 1))
        new = data.draw(st.binary(max_size=4))
        content[position : position + data.draw(st.integers(0, 4))] = new
    sheets, findings = open_workbook(name, bytes(content[: data.draw(st.integers(1, len(content)))]))
    assert bool(sheets) != bool(findings)


STATED = re.compile(rb'"[^"<>]*"')
FALSE = (
    b"0",
    b"-1",
    b"1048576",
    b"4294967295",
    b"18446744073709551616",
    b"XFD1048576",
    b"A99999999999",
    b"s",
    b"e",
    b"NaN",
)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_false_statement_inside_a_workbook_makes_reading_raise(data):
    name = data.draw(st.sampled_from(["a.xlsx", "a.ods"]))
    with zipfile.ZipFile(io.BytesIO(SAMPLES[name])) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    for _ in range(data.draw(st.integers(1, 3))):
        part = data.draw(st.sampled_from([part for part in sorted(parts) if STATED.search(parts[part])]))
        stated = data.draw(st.sampled_from(list(STATED.finditer(parts[part]))))
        false = b'"' + data.draw(st.sampled_from(FALSE)) + b'"'
        parts[part] = parts[part][: stated.start()] + false + parts[part][stated.end() :]
    sheets, findings = open_workbook(name, zipped(parts))
    assert bool(sheets) != bool(findings)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="<>/=\"'rcvft:AZ019 \n!-[]?", max_size=60))
def test_no_sheet_xml_makes_reading_raise(text):
    row = f'<sheetData><row r="1"><c r="A1"><v>1</v></c>{text}</row></sheetData>'
    sheets, findings = open_workbook("a.xlsx", xlsx(row))
    assert bool(sheets) != bool(findings)


CSV_ROWS = [["Đơn vị", "Kỳ", "Số"], ["Sở Nội vụ", "2020-02", "1.234"], ["Ban QL, KCN", None, "47"]]
QUOTED = 'Đơn vị{0}Kỳ{0}Số\r\nSở Nội vụ{0}2020-02{0}1.234\r\n"Ban QL, KCN"{0}{0}47\r\n'


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_whatever_its_delimiter_and_encoding(delimiter, encoding):
    (sheet,), findings = open_csv("a.csv", QUOTED.format(delimiter).encode(encoding))
    assert findings == ()
    assert (sheet.name, sheet.rows) == ("", CSV_ROWS)


def test_the_delimiter_that_excel_states_is_not_a_row_of_data():
    (sheet,), _ = open_csv("a.csv", b"sep=;\r\na,b;c\r\n")
    assert sheet.rows == [["a,b", "c"]]


def test_commas_inside_quotes_do_not_make_the_delimiter():
    (sheet,), _ = open_csv("a.csv", b'"a,b,c,d";e\n1;2\n')
    titled = open_csv("b.csv", "Báo cáo, tháng 10, của xã\na;b\n1;2,5\n".encode())[0][0]
    assert titled.rows[1:] == [["a", "b"], ["1", "2,5"]]
    assert sheet.rows == [["a,b,c,d", "e"], ["1", "2"]]


@pytest.mark.parametrize("content", ["Đông".encode("cp1258"), "a,b".encode("utf-16-le"), b"\xff\xfea"])
def test_csv_in_another_encoding_is_refused_with_what_to_do(content):
    sheets, (finding,) = open_csv("a.csv", content)
    assert sheets == ()
    assert finding.severity == "reject"
    assert "CSV UTF-8" in finding.message


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_make_reading_csv_raise(content):
    sheets, findings = open_csv("a.csv", content)
    assert bool(sheets) != bool(findings)
