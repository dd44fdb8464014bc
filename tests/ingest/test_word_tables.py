"""Tables of Word documents: recognised as the form that they are, and refused like workbooks."""

import io
from datetime import date

import docx
import pytest

from dashboard.forms import load_forms
from dashboard.ingest.read import read_file
from dashboard.ingest.workbook import open_workbook
from dashboard.report import Field, Reference, Unit
from tests.ingest.workbook_files import zipped

UNIT = Unit("xa_a", "Xã A", "commune", "commune", valid_from=date(2025, 7, 1))
REFERENCE = Reference((UNIT,), (Field("dat_dai", "Đất đai"), Field("ho_tich", "Hộ tịch")))
FIGURES = [
    ("1", "Đất đai", *["47", "36", "7", "4", "43", "3", "40", "0", "4", "4", "0"]),
    ("2", "Hộ tịch", *["1.234", "1.000", "234", "0", "1.234", "1.234", "0", "0", "0", "0", "0"]),
]


def word(period: str = "Kỳ báo cáo: Tháng 10/2026") -> bytes:
    """Biểu 06 as a Word table, its heading of two rows with merged cells."""
    document = docx.Document()
    for line in ("BÁO CÁO", "Đơn vị báo cáo: Xã A", period):
        document.add_paragraph(line)
    form = load_forms().latest("bieu_06")
    columns = form.sheets[0].columns
    table = document.add_table(rows=2 + len(FIGURES), cols=len(columns))
    for c, column in enumerate(columns):
        table.cell(1 if column.group else 0, c).text = column.heading
        if not column.group:
            table.cell(0, c).merge(table.cell(1, c))
    for group in dict.fromkeys(column.group for column in columns if column.group):
        places = [c for c, column in enumerate(columns) if column.group == group]
        table.cell(0, places[0]).merge(table.cell(0, places[-1])).text = group
    for r, line in enumerate(FIGURES, start=2):
        for c, value in enumerate(line):
            table.cell(r, c).text = value
    document.add_paragraph("Nơi nhận: …")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_a_form_in_a_word_document_is_read_with_the_place_of_each_figure():
    reading = read_file("bao-cao.docx", word(), REFERENCE, load_forms())
    assert reading.findings == () and reading.form == "bieu_06"
    (report,) = reading.reports
    assert (report.subject.unit_id, report.period.label, report.sheet) == ("xa_a", "2026-10", "Bảng 1")
    land, status = report.rows
    assert (land.counts["received_total"], land.counts["pending_in_time"]) == (47, 4)
    assert status.counts["received_total"] == 1234
    sheets, _ = open_workbook("bao-cao.docx", word())
    letter = report.letters["received_total"]
    assert sheets[0].rows[land.row - 1][ord(letter) - ord("A")] == "47"


def test_a_document_without_tables_and_one_that_is_none_get_a_sentence():
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    (found,) = open_workbook("x.docx", buffer.getvalue())[1]
    assert found.severity == "reject" and "không có bảng" in found.message
    for content in (b"khong phai", zipped({"word/document.xml": "<w:document"}), zipped({"a.xml": "<a/>"})):
        (found,) = open_workbook("x.docx", content)[1]
        assert found.severity == "reject"


def test_a_document_with_macros_or_entities_is_refused():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document xmlns:w="x">&a;</w:document>'
    for parts in ({"word/document.xml": bomb}, {"word/document.xml": "<x/>", "word/vbaProject.bin": b"x"}):
        sheets, (found,) = open_workbook("x.docx", zipped(parts))
        assert sheets == () and found.severity == "reject"


@pytest.mark.parametrize("name", ["x.docm", "x.doc", "x.pdf"])
def test_other_documents_are_told_apart(name):
    sheets, (found,) = open_workbook(name, word())
    assert sheets == () and found.rule in ("wrong_type", "macros")
