"""Official documents are laid out as the decree asks, opened again as Word would, and an office's own template serves."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm

from dashboard.exports.administrative import (
    PLACEHOLDERS,
    TEMPLATES,
    Annex,
    Office,
    Paper,
    TemplateProblem,
    check_template,
    default_template,
    to_docx,
)
from dashboard.exports.document import Column, Heading, Paragraph, Table
from dashboard.exports.word_body import Picture
from scripts import word_templates

OFFICE = Office("Sở Nội vụ", "UBND tỉnh Thử", "SNV", "Tỉnh Thử", "KT. Giám đốc", "Phó Giám đốc", "Nguyễn Thị Mẫu")
TABLE = Table(
    (Column("STT", "center", 1), Column("Tên cơ quan", "left", 6), Column("Có", "center", 2)),
    (("Cấp tỉnh", "", ""), ("1", "=1+1 <b>&", "X"), ("", "Tổng số", "01")),
    strong=(0, 2),
)
LETTER = Paper(
    OFFICE, "đôn đốc gửi báo cáo", "SNV-CCHC", (Paragraph("Đề nghị {{ gửi }} trước ngày 20."), TABLE),
    number=5, day=date(2020, 2, 3), to=("Sở Xây dựng", "Thanh tra tỉnh"), recipients=("Như trên", "Lưu: VT"),
    annexes=(Annex("Danh sách", (TABLE,)),),
)  # fmt: skip
# The smallest PNG there is.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6360000000020001"
    "48afa4710000000049454e44ae426082"
)


def opened(content: bytes) -> Any:
    return Document(io.BytesIO(content))


def lines(document: Any) -> list[str]:
    """Every paragraph in the order of the page, those in tables too."""
    found = ("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in document.element.body.iter(qn("w:p")))
    return [line for line in found if line]


def test_a_letter_has_the_parts_of_the_decree_in_their_order():
    document = opened(to_docx(LETTER))
    assert lines(document)[:10] == [
        "UBND TỈNH THỬ", "SỞ NỘI VỤ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "Số: 05/SNV-CCHC", "V/v đôn đốc gửi báo cáo", "Tỉnh Thử, ngày 03 tháng 02 năm 2020",
        "Kính gửi:", "- Sở Xây dựng;", "- Thanh tra tỉnh.",
    ]  # fmt: skip
    rest = lines(document)[10:]
    assert rest[0] == "Đề nghị {{ gửi }} trước ngày 20."  # braces of ours are text
    foot = ["Nơi nhận:", "- Như trên;", "- Lưu: VT.", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Nguyễn Thị Mẫu"]
    assert rest[rest.index("Nơi nhận:") :][:6] == foot
    annex = rest[rest.index("Phụ lục") :]
    assert annex[1:3] == ["DANH SÁCH", "(Kèm theo Công văn số 05/SNV-CCHC ngày 03 tháng 02 năm 2020 của Sở Nội vụ)"]


def test_page_and_type_are_those_of_the_decree():
    document = opened(to_docx(LETTER))
    section = document.sections[0]
    measured = [round(length / Cm(1), 1) for length in (
        section.page_width, section.page_height, section.top_margin, section.bottom_margin, section.left_margin,
        section.right_margin,
    )]  # fmt: skip
    assert measured == [21.0, 29.7, 2.0, 2.0, 3.0, 2.0]
    assert section.different_first_page_header_footer
    for name, size in (("Normal", 14), ("Quốc hiệu", 12), ("Tiêu ngữ", 13), ("Nơi nhận", 11), ("Heading 1", 14)):
        font = document.styles[name].font
        assert (font.name, font.size.pt) == ("Times New Roman", size), name
    text = next(p for p in document.paragraphs if p.text.startswith("Đề nghị"))
    assert text.style.name == "Body Text"


def test_a_report_names_its_kind_and_leaves_number_and_day_to_the_registry():
    report = replace(LETTER, kind="Báo cáo", symbol="BC-SNV", number=None, day=None, year=2020, to=("UBND tỉnh Thử",))
    found = lines(opened(to_docx(report)))
    assert "BÁO CÁO" in found and "Kính gửi: UBND tỉnh Thử" in found
    assert next(line for line in found if "/BC-SNV" in line).split() == ["Số:", "/BC-SNV"]
    assert next(line for line in found if line.startswith("Tỉnh Thử,")).split()[-2:] == ["năm", "2020"]


def test_headings_tables_and_pictures_are_real_ones():
    blocks = (
        Heading("I. Tình hình"),
        Heading("1. Tiếp nhận", 2),
        TABLE,
        Picture(PNG, "Hình 1", "Một điểm", width_cm=2),
    )
    document = opened(to_docx(replace(LETTER, blocks=blocks, annexes=())))
    assert [p.style.name for p in document.paragraphs if p.text[:2] in ("I.", "1.")] == ["Heading 1", "Heading 2"]
    table = document.tables[1]
    assert [[cell.text for cell in row.cells] for row in table.rows][2:] == [
        ["1", "=1+1 <b>&", "X"],
        ["", "Tổng số", "01"],
    ]
    assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows] == [True, False, False, False]
    assert table.rows[3].cells[1].paragraphs[0].runs[0].bold
    (drawn,) = document.element.body.iter(qn("wp:docPr"))
    assert drawn.get("descr") == "Một điểm"


def test_letters_in_one_file_begin_on_pages_of_their_own():
    letters = tuple(replace(LETTER, number=n, annexes=()) for n in (5, 6, 107))
    document = opened(to_docx(letters))
    assert [line for line in lines(document) if line.startswith("Số:")] == [
        "Số: 05/SNV-CCHC", "Số: 06/SNV-CCHC", "Số: 107/SNV-CCHC",
    ]  # fmt: skip
    assert len(document.sections) == 3


def test_signs_that_no_file_may_hold_are_left_out():
    hostile = replace(OFFICE, name="Sở\x00 <w:p>\ud800 & {% raise %}\f")
    found = lines(opened(to_docx(replace(LETTER, office=hostile, blocks=(Paragraph("a\x07b"),), annexes=()))))
    assert "SỞ  <W:P>  & {% RAISE %}" in found and "a b" in found


def own_template(*paragraphs: tuple[str, ...]) -> bytes:
    """A template of an office, each paragraph in the pieces into which Word happened to cut it."""
    document = Document()
    for pieces in paragraphs:
        paragraph = document.add_paragraph()
        for piece in pieces:
            paragraph.add_run(piece)
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def test_the_template_of_an_office_is_used_even_where_word_cut_its_placeholders():
    template = own_template(("SỞ MẪU – {", "{ so_ky", "_hieu }}",), ("{{ noi", "_dung }}",), ("{{ ho_ten }}",))  # fmt: skip
    assert set(check_template(template)) == set(PLACEHOLDERS) - {"so_ky_hieu", "noi_dung", "ho_ten"}
    assert lines(opened(to_docx(replace(LETTER, annexes=()), template)))[:2] == [
        "SỞ MẪU – Số: 05/SNV-CCHC", "Đề nghị {{ gửi }} trước ngày 20.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("template", "says"),
    [
        (b"no zip", "không phải văn bản Word"),
        (own_template(("{{ so_ky_hieu }}",)), "thiếu chỗ điền {{ noi_dung }}"),
        (own_template(("{{ noi_dung }} {{ ngay_sinh }}",)), "ngay_sinh"),
        (own_template(("{{ noi_dung }} {% if %}",)), "không đọc được"),
        (own_template(("{{ noi_dung }} {{ ho_ten.__class__.__mro__[1].__subclasses__() }}",)), "Không điền được"),
    ],
)
def test_a_template_that_cannot_serve_is_refused_with_a_sentence(template: bytes, says: str):
    with pytest.raises(TemplateProblem) as refused:
        check_template(template)
    assert says in str(refused.value)


@pytest.mark.parametrize("kind", ["cong_van", "van_ban"])
def test_the_templates_that_ship_are_those_that_the_script_makes(kind: str):
    output = io.BytesIO()
    word_templates.build(kind).save(output)
    shipped, made = zipfile.ZipFile(TEMPLATES / f"{kind}.docx"), zipfile.ZipFile(output)
    for part in ("word/document.xml", "word/styles.xml"):
        assert shipped.read(part) == made.read(part)
    assert check_template(default_template(kind)) == (("ten_loai",) if kind == "cong_van" else ())  # type: ignore[arg-type]


def test_nobody_signs_on_a_page_without_text():
    body = replace(LETTER, blocks=(Paragraph("Đoạn đầu."), Paragraph("Đoạn cuối.")))
    kept = {p.text: p.paragraph_format.keep_with_next for p in opened(to_docx(body)).paragraphs if "Đoạn" in p.text}
    assert kept == {"Đoạn đầu.": None, "Đoạn cuối.": True}


def test_a_document_in_english_has_its_annexes_and_what_they_are_attached_to_in_english():
    english = replace(LETTER, kind="Report", annexes=LETTER.annexes * 2, language="en")
    said = [paragraph.text for paragraph in opened(to_docx(english)).paragraphs]
    assert {"Annex I", "Annex II"} <= set(said)
    assert any(words.startswith("(Attached to Report No 05/SNV-CCHC of day 03") for words in said)
