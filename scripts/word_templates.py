"""Makes the Word templates that ship, which an office may replace by its own: python -m scripts.word_templates

Their layout is that of annex I to Decree 30/2020/NĐ-CP: margins, type, the header in two columns, recipients,
signature.
"""

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor

FOLDER = Path(__file__).resolve().parent.parent / "data" / "word_templates"
FONT = "Times New Roman"
WIDTH = Cm(16)  # of the text
LEFT, CENTRE, JUSTIFIED = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
# name: size, bold, italic, alignment, points before and after
STYLES: dict[str, tuple[float, bool, bool, Any, float, float]] = {
    "Quốc hiệu": (12, True, False, CENTRE, 0, 0),
    "Tiêu ngữ": (13, True, False, CENTRE, 0, 0),
    "Cơ quan chủ quản": (12, False, False, CENTRE, 0, 0),
    "Cơ quan ban hành": (12, True, False, CENTRE, 0, 0),
    "Số ký hiệu": (13, False, False, CENTRE, 6, 0),
    "Địa danh thời gian": (13, False, True, CENTRE, 6, 0),
    "Trích yếu công văn": (12, False, False, CENTRE, 6, 0),
    "Tên loại": (14, True, False, CENTRE, 18, 0),
    "Trích yếu": (14, True, False, CENTRE, 0, 0),
    "Kính gửi": (14, False, False, CENTRE, 18, 12),
    "Kính gửi từng nơi": (14, False, False, LEFT, 0, 0),
    "Đầu nơi nhận": (12, True, True, LEFT, 0, 0),
    "Nơi nhận": (11, False, False, LEFT, 0, 0),
    "Chữ ký": (14, True, False, CENTRE, 0, 0),
    "Phụ lục": (14, True, False, CENTRE, 0, 0),
    "Kèm theo": (13, False, True, CENTRE, 0, 12),
    "Bảng": (12, False, False, LEFT, 2, 2),
    "Chú thích bảng": (12, False, True, LEFT, 4, 8),
}
HEADINGS = {1: (14, True, False), 2: (14, True, False), 3: (14, True, True)}


def build(kind: str) -> Any:
    """The template of an official letter (cong_van) or of a named document such as a report (van_ban)."""
    document = Document()
    _page(document)
    _styles(document)
    _head(document, has_subject=kind == "cong_van")
    if kind == "cong_van":
        _addressees(document)
    else:
        document.add_paragraph("{{ ten_loai }}", "Tên loại")
        document.add_paragraph("{{ trich_yeu }}", "Trích yếu")
        _line(document.add_paragraph(style="Trích yếu"), Cm(6))
        document.add_paragraph("{%p if kinh_gui %}")
        _addressees(document)
        document.add_paragraph("{%p endif %}")
    document.add_paragraph("{{ noi_dung }}", "Body Text")
    _foot(document)
    document.core_properties.title = "{{ trich_yeu }}"
    document.core_properties.author = "{{ co_quan }}"
    document.core_properties.comments = ""
    return document


def _page(document: Any) -> None:
    (section,) = document.sections
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = Cm(2)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.header_distance = section.footer_distance = Cm(1)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = CENTRE
    _field(number, "PAGE")


def _styles(document: Any) -> None:
    normal = document.styles["Normal"]
    _type(normal, 14)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    text = document.styles["Body Text"]
    _paragraph(text, JUSTIFIED, 6, 0)
    text.paragraph_format.first_line_indent = Cm(1.27)
    _type(document.styles["Header"], 13)
    for level, (size, bold, italic) in HEADINGS.items():
        heading = document.styles[f"Heading {level}"]
        _type(heading, size, bold, italic)
        _paragraph(heading, LEFT, 12 if level == 1 else 6, 3)
        heading.paragraph_format.first_line_indent = Cm(0 if level == 1 else 1.27)
        heading.paragraph_format.keep_with_next = True
    for name, (size, bold, italic, alignment, before, after) in STYLES.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Heading 1" if name == "Phụ lục" else "Normal"]
        _type(style, size, bold, italic)
        _paragraph(style, alignment, before, after)
    document.styles["Phụ lục"].paragraph_format.first_line_indent = Cm(0)
    document.styles["Kính gửi từng nơi"].paragraph_format.left_indent = Cm(5)
    document.styles["Kính gửi từng nơi"].paragraph_format.first_line_indent = Cm(-0.4)


def _type(style: Any, size: float, bold: bool = False, italic: bool = False) -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    style.font.bold, style.font.italic = bold, italic
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    for old in style.element.rPr.findall(qn("w:lang")):
        style.element.rPr.remove(old)
    style.element.rPr.append(language)


def _paragraph(style: Any, alignment: Any, before: float, after: float) -> None:
    layout = style.paragraph_format
    layout.alignment, layout.space_before, layout.space_after = alignment, Pt(before), Pt(after)
    layout.line_spacing_rule = WD_LINE_SPACING.SINGLE


def _head(document: Any, *, has_subject: bool) -> None:
    table = _columns(document, Cm(6.4), Cm(9.6))
    left, right = table.rows[0].cells
    left.paragraphs[0].text = "{%p if co_quan_chu_quan %}"
    left.add_paragraph("{{ co_quan_chu_quan }}", "Cơ quan chủ quản")
    left.add_paragraph("{%p endif %}")
    left.add_paragraph("{{ co_quan }}", "Cơ quan ban hành")
    _line(left.add_paragraph(style="Cơ quan ban hành"), Cm(2.2), Cm(6.4))
    right.paragraphs[0].text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    right.paragraphs[0].style = document.styles["Quốc hiệu"]
    right.add_paragraph("Độc lập - Tự do - Hạnh phúc", "Tiêu ngữ")
    _line(right.add_paragraph(style="Tiêu ngữ"), Cm(5.6), Cm(9.6))
    left, right = table.add_row().cells
    left.paragraphs[0].text, left.paragraphs[0].style = "{{ so_ky_hieu }}", document.styles["Số ký hiệu"]
    if has_subject:
        left.add_paragraph("V/v {{ trich_yeu }}", "Trích yếu công văn")
    right.paragraphs[0].text = "{{ dia_danh_thoi_gian }}"
    right.paragraphs[0].style = document.styles["Địa danh thời gian"]


def _addressees(document: Any) -> None:
    document.add_paragraph("{%p if kinh_gui|length == 1 %}")
    document.add_paragraph("Kính gửi: {{ kinh_gui[0] }}", "Kính gửi")
    document.add_paragraph("{%p else %}")
    several = document.add_paragraph("Kính gửi:", "Kính gửi")
    several.paragraph_format.space_after = Pt(0)
    several.paragraph_format.right_indent = Cm(6)
    document.add_paragraph("{%p for noi in kinh_gui %}")
    document.add_paragraph("- {{ noi }}", "Kính gửi từng nơi")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endif %}")


def _foot(document: Any) -> None:
    document.add_paragraph()
    table = _columns(document, Cm(8), Cm(8))
    left, right = table.rows[0].cells
    left.paragraphs[0].text, left.paragraphs[0].style = "Nơi nhận:", document.styles["Đầu nơi nhận"]
    left.add_paragraph("{%p for noi in noi_nhan %}")
    left.add_paragraph("- {{ noi }}", "Nơi nhận")
    left.add_paragraph("{%p endfor %}")
    right.paragraphs[0].text = "{%p if quyen_han %}"
    right.add_paragraph("{{ quyen_han }}", "Chữ ký")
    right.add_paragraph("{%p endif %}")
    right.add_paragraph("{{ chuc_vu }}", "Chữ ký")
    for _ in range(4):
        right.add_paragraph(style="Chữ ký")
    right.add_paragraph("{{ ho_ten }}", "Chữ ký")
    row = OxmlElement("w:cantSplit")
    table.rows[0]._tr.get_or_add_trPr().append(row)


def _columns(document: Any, *widths: Emu) -> Any:
    table = document.add_table(1, len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
    return table


def _line(paragraph: Any, length: Emu, within: Emu = WIDTH) -> None:
    """An empty paragraph of 3 points that draws a line of this length in the middle."""
    layout = paragraph.paragraph_format
    padding = 0 if within == WIDTH else Cm(0.19)  # that of a cell
    layout.left_indent = layout.right_indent = Emu((within - length) // 2 - padding)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(3)
    border = OxmlElement("w:pBdr")
    top = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    border.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(border, "w:shd", "w:spacing", "w:ind", "w:jc")


def _field(paragraph: Any, code: str) -> None:
    for kind, text in (("begin", None), (None, code), ("end", None)):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for kind in ("cong_van", "van_ban"):
        build(kind).save(str(FOLDER / f"{kind}.docx"))


if __name__ == "__main__":
    main()
