"""Documents as they are shown beside the figures that are typed from them: Word in reading order, PDF page by page."""

import io
import random
from pathlib import Path

import docx
from docx.enum.text import WD_BREAK
from PIL import Image

from dashboard.ingest import pdf_page, word_binary
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


OLD_WORD = Path(__file__).parent / "files" / "bao-cao.doc"


def test_a_document_of_word_97_is_read_with_its_tables_and_their_empty_cells() -> None:
    assert word_binary.blocks_of(OLD_WORD.read_bytes()) == [
        Block(1, 1, "BÁO CÁO Kết quả giải quyết hồ sơ quý III/2023"),
        Block(1, 2, "Trong kỳ, Ủy ban nhân dân huyện tiếp nhận 4.857 hồ sơ, trong đó trực tuyến 3.800."),
        Block(1, rows=(("Lĩnh vực", "Tiếp nhận", "Quá hạn"), ("Đất đai", "1.234", "10"), ("Hộ tịch", "", "0"))),
        Block(1, 3, "Nơi nhận: Sở Nội vụ."),
        Block(1, 4, "Trang hai."),
    ]


def test_a_document_of_word_97_that_was_tampered_with_is_read_or_refused_and_stops_nothing() -> None:
    whole, rng = OLD_WORD.read_bytes(), random.Random(97)
    found = set()
    for n in range(150):
        content = bytearray(whole[: rng.randrange(len(whole))] if n % 10 == 0 else whole)
        for at in rng.sample(range(len(content)), min(len(content), rng.choice((1, 10, 60)))):
            content[at] = rng.choice((0, 255, rng.randrange(256)))
        found.add(type(word_binary.blocks_of(bytes(content))))
    assert found == {list, type(None)}
    assert word_binary.blocks_of(b"") is word_binary.blocks_of(b"PK\x03\x04 hong") is None


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


def test_a_page_of_a_scan_that_browsers_do_not_show_becomes_a_picture() -> None:
    made = io.BytesIO()
    pages = [Image.new("1", (400, 600), colour) for colour in (0, 1)]
    pages[0].save(made, "TIFF", save_all=True, append_images=pages[1:], compression="group4")
    page = pdf_page.page_of(made.getvalue(), 9)
    assert page is not None and (page.n_pages, page.paragraphs) == (2, ())
    with Image.open(io.BytesIO(page.picture)) as picture:
        assert (picture.format, picture.size, picture.getpixel((5, 5))) == ("PNG", (400, 600), (255, 255, 255))


def test_lines_of_a_page_become_paragraphs_by_their_ends() -> None:
    words = "Trong tháng có\n47 hồ sơ.\nQuá hạn\r\n\r\n3 hồ sơ"
    assert pdf_page.paragraphs_of(words) == ["Trong tháng có 47 hồ sơ.", "Quá hạn", "3 hồ sơ"]
