"""Documents as they are shown beside the figures that are typed from them: Word in reading order, PDF page by page."""

import io

import docx
from docx.enum.text import WD_BREAK
from PIL import Image

from dashboard.ingest import pdf_page
from dashboard.ingest.word_text import Block, blocks_of


def test_paragraphs_are_numbered_and_tables_stand_between_them() -> None:
    made = docx.Document()
    made.add_paragraph("Kết quả giải quyết hồ sơ")
    made.add_paragraph("")
    table = made.add_table(rows=2, cols=2)
    for cell, words in zip(table._cells, ("Lĩnh vực", "Quá hạn", "Đất đai", "12"), strict=True):
        cell.text = words
    made.add_paragraph("Nguyên nhân").add_run().add_break(WD_BREAK.PAGE)
    made.add_paragraph("Kiến nghị")
    buffer = io.BytesIO()
    made.save(buffer)
    assert blocks_of(buffer.getvalue()) == [
        Block(1, 1, "Kết quả giải quyết hồ sơ"),
        Block(1, rows=(("Lĩnh vực", "Quá hạn"), ("Đất đai", "12"))),
        Block(1, 2, "Nguyên nhân"),
        Block(2, 3, "Kiến nghị"),
    ]


def test_what_is_no_document_is_told_apart_and_stops_nothing() -> None:
    assert blocks_of(b"PK\x03\x04 hong") is None
    assert pdf_page.page_of(b"%PDF-1.7 hong", 1) is None


def pdf(*pages: str) -> bytes:
    """A PDF of one line of ASCII on each page."""
    kids = " ".join(f"{10 + 2 * n} 0 R" for n in range(len(pages)))
    parts = [
        "%PDF-1.4",
        "1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj",
        f"2 0 obj <</Type/Pages/Count {len(pages)}/Kids[{kids}]>> endobj",
        "3 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj",
    ]
    for n, words in enumerate(pages):
        drawn = f"BT /F1 24 Tf 40 90 Td ({words}) Tj ET"
        parts += [
            f"{10 + 2 * n} 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents {11 + 2 * n} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>> endobj",
            f"{11 + 2 * n} 0 obj <</Length {len(drawn)}>> stream\n{drawn}\nendstream endobj",
        ]
    return "\n".join([*parts, "trailer <</Root 1 0 R>>", "%%EOF"]).encode("ascii")


def test_a_page_of_a_pdf_is_a_picture_with_its_words() -> None:
    page = pdf_page.page_of(pdf("Tong so 47 ho so.", "Qua han 3."), 2)
    assert page is not None and (page.n_pages, page.paragraphs) == (2, ("Qua han 3.",))
    with Image.open(io.BytesIO(page.picture)) as picture:
        assert picture.size == (pdf_page.WIDTH, pdf_page.WIDTH // 2)
        assert len(set(picture.convert("L").tobytes())) > 1


def test_lines_of_a_page_become_paragraphs_by_their_ends() -> None:
    words = "Trong tháng có\n47 hồ sơ.\nQuá hạn\r\n\r\n3 hồ sơ"
    assert pdf_page.paragraphs_of(words) == ["Trong tháng có 47 hồ sơ.", "Quá hạn", "3 hồ sơ"]
