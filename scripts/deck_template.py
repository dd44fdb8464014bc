"""Make the neutral PowerPoint template that ships: python scripts/deck_template.py. An office may give its own instead.

16:9, three layouts (title, title and text, title alone), one font that every office computer has, the colours of the
dashboard's light theme. A test holds the file that is checked in to what this script makes.
"""

import re
import zipfile
from io import BytesIO
from pathlib import Path

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

ROOT = Path(__file__).parents[1]
FILE = ROOT / "dashboard" / "exports" / "deck_template.pptx"
WIDTH, HEIGHT, MARGIN = Inches(13.333), Inches(7.5), Inches(0.55)
FONT = "Arial"
INK, MUTED, SERIES = "1B2733", "52606D", "0072B2"
COLOURS = {
    "dk1": INK, "lt1": "FFFFFF", "dk2": "005A8F", "lt2": "F3F6F9", "accent1": SERIES, "accent2": "D55E00",
    "accent3": "009E73", "accent4": "AD5A8C", "accent5": "857000", "accent6": "7F8C9A",
}  # fmt: skip
KEPT = ("Title Slide", "Title and Content", "Title Only")
PLACES = {
    PP_PLACEHOLDER.TITLE: (MARGIN, Inches(0.35), WIDTH - 2 * MARGIN, Inches(1.05)),
    PP_PLACEHOLDER.BODY: (MARGIN, Inches(1.55), WIDTH - 2 * MARGIN, Inches(5.2)),
    PP_PLACEHOLDER.OBJECT: (MARGIN, Inches(1.55), WIDTH - 2 * MARGIN, Inches(5.2)),
    PP_PLACEHOLDER.FOOTER: (MARGIN, Inches(6.98), Inches(11), Inches(0.36)),
    PP_PLACEHOLDER.SLIDE_NUMBER: (WIDTH - MARGIN - Inches(1), Inches(6.98), Inches(1), Inches(0.36)),
    PP_PLACEHOLDER.CENTER_TITLE: (MARGIN, Inches(2.1), WIDTH - 2 * MARGIN, Inches(1.7)),
    PP_PLACEHOLDER.SUBTITLE: (MARGIN, Inches(3.95), WIDTH - 2 * MARGIN, Inches(1.6)),
}
_TIME = (2026, 1, 1, 0, 0, 0)


def main() -> None:
    FILE.write_bytes(made())
    print(f"{FILE.relative_to(ROOT)}: {FILE.stat().st_size:,} bytes")


def made() -> bytes:
    """The template, the same bytes each time."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    for layout in list(deck.slide_layouts):
        if layout.name not in KEPT:
            deck.slide_layouts.remove(layout)
    for holder in (deck.slide_master, *deck.slide_layouts):
        for shape in list(holder.placeholders):
            kind = shape.placeholder_format.type
            if kind == PP_PLACEHOLDER.DATE:
                shape._element.getparent().remove(shape._element)
            elif kind in PLACES:
                shape.left, shape.top, shape.width, shape.height = (Emu(part) for part in PLACES[kind])
                _style(shape, kind)
    written = BytesIO()
    deck.save(written)
    return _themed(written.getvalue())


def _style(shape, kind) -> None:
    frame = shape.text_frame
    if kind in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE):
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE if kind == PP_PLACEHOLDER.TITLE else MSO_ANCHOR.BOTTOM
        size, colour, align, bold = (28 if kind == PP_PLACEHOLDER.TITLE else 40), INK, PP_ALIGN.LEFT, True
    elif kind in (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER):
        size, colour, bold = 11, MUTED, False
        align = PP_ALIGN.LEFT if kind == PP_PLACEHOLDER.FOOTER else PP_ALIGN.RIGHT
    elif kind == PP_PLACEHOLDER.SUBTITLE:
        size, colour, align, bold = 24, MUTED, PP_ALIGN.LEFT, False
    else:
        return
    for paragraph in frame.paragraphs:
        paragraph.alignment = align
        for run in paragraph.runs:
            run.font.size, run.font.bold = Pt(size), bold
            run.font.color.rgb = RGBColor.from_string(colour)
    _default(frame, size, colour, align, bold=bold)


def _default(frame, size: int, colour: str, align, *, bold: bool) -> None:
    """What text typed into the placeholder looks like: its list style, which slides inherit."""
    style = frame._txBody.find("{http://schemas.openxmlformats.org/drawingml/2006/main}lstStyle")
    for old in list(style):
        style.remove(old)
    letter = {PP_ALIGN.LEFT: "l", PP_ALIGN.RIGHT: "r"}[align]

    style.append(
        etree.fromstring(
            '<a:lvl1pPr xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
            f'marL="0" indent="0" algn="{letter}"><a:buNone/><a:defRPr sz="{size * 100}" b="{int(bold)}">'
            f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:defRPr></a:lvl1pPr>'
        )
    )


def _themed(deck: bytes) -> bytes:
    """The deck with our font and colours, every part stamped with one time."""
    read, written = zipfile.ZipFile(BytesIO(deck)), BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        for name in read.namelist():
            content = read.read(name)
            if name == "ppt/theme/theme1.xml":
                text = content.decode("utf-8")
                for key, colour in COLOURS.items():
                    text = re.sub(rf"(<a:{key}>).*?(</a:{key}>)", rf'\1<a:srgbClr val="{colour}"/>\2', text, flags=re.S)
                text = re.sub(r'<a:latin typeface="Calibri"', f'<a:latin typeface="{FONT}"', text)
                content = text.encode("utf-8")
            file.writestr(zipfile.ZipInfo(name, _TIME), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


if __name__ == "__main__":
    main()
