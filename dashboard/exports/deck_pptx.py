"""A deck as a PowerPoint file on the office's own template: real titles, native charts and tables, notes, alt texts.

Nothing in it is a picture of a figure. What is typed over in PowerPoint stays typed over: no figure is linked outside.
"""

import copy
import math
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches

from dashboard.exports.deck import Deck, Slide
from dashboard.exports.deck_pptx_chart import add_chart
from dashboard.exports.deck_pptx_style import Box, font, write
from dashboard.exports.deck_pptx_table import add_table
from dashboard.exports.deck_pptx_tiles import add_tiles

TEMPLATE = Path(__file__).with_name("deck_template.pptx")
_GAP = Inches(0.15)
_FOOT = Inches(0.62)
_LINE = Inches(0.24)
_LETTERS = 150
"""How many letters of small type stand on a line that is as wide as the slide."""
_LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}
_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_FRAME = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)


class TemplateError(ValueError):
    """A file given as template that PowerPoint would not open, or without a place for a title."""


@dataclass(frozen=True, slots=True)
class _Layouts:
    """The template's layout for the first slide, for running text, and for all that is drawn."""

    title: Any
    text: Any
    plain: Any


def to_pptx(deck: Deck, template: Path | bytes | None = None) -> bytes:
    """The file. `template` is a .pptx whose masters and layouts are used; raises `TemplateError` where it cannot be."""
    file = _opened(template)
    layouts = _layouts(file)
    for number, slide in enumerate(deck.slides, start=1):
        _add(file, layouts, deck, slide, number)
    _in_language(file, _LANGUAGES[deck.language])
    about = file.core_properties
    about.title, about.subject = f"{deck.title} – {deck.subtitle}", deck.standing
    about.language = _LANGUAGES[deck.language]
    about.created = about.modified = deck.made.replace(tzinfo=None, microsecond=0)
    about.author = about.last_modified_by = deck.kicker
    written = BytesIO()
    file.save(written)
    return written.getvalue()


def _opened(template: Path | bytes | None) -> Any:
    """The template without slides of its own."""
    source = BytesIO(template) if isinstance(template, bytes) else str(template or TEMPLATE)
    try:
        file = Presentation(source)
    except Exception as error:
        raise TemplateError("Tệp mẫu không phải tệp PowerPoint (.pptx) đọc được.") from error
    ids = file.slides._sldIdLst
    for slide_id in list(ids):
        file.part.drop_rel(slide_id.rId)
        ids.remove(slide_id)
    return file


def _layouts(file: Any) -> _Layouts:
    """The layouts by what they hold, whatever the template calls them."""
    known = [(layout, _kinds(layout)) for layout in file.slide_layouts]
    titled = [(layout, kinds) for layout, kinds in known if any(kind in _TITLES for kind in kinds)]
    if not titled:
        raise TemplateError("Tệp mẫu không có bố cục nào có chỗ cho tiêu đề.")

    def others(kinds: list[Any]) -> list[Any]:
        return [kind for kind in kinds if kind not in (*_TITLES, *_FRAME)]

    first = next((layout for layout, kinds in titled if PP_PLACEHOLDER.CENTER_TITLE in kinds), titled[0][0])
    drawn = [(layout, kinds) for layout, kinds in titled if PP_PLACEHOLDER.TITLE in kinds] or titled
    plain = min(drawn, key=lambda one: len(others(one[1])))[0]
    texts = (PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.BODY)
    running = next((layout for layout, kinds in drawn if len(o := others(kinds)) == 1 and o[0] in texts), plain)
    return _Layouts(first, running, plain)


def _kinds(layout: Any) -> list[Any]:
    return [shape.placeholder_format.type for shape in layout.placeholders]


def _add(file: Any, layouts: _Layouts, deck: Deck, slide: Slide, number: int) -> None:
    layout = {"title": layouts.title, "text": layouts.text}.get(slide.kind, layouts.plain)
    page = file.slides.add_slide(layout)
    title = page.shapes.title
    write(title.text_frame, [slide.title])
    rest = [shape for shape in page.placeholders if shape.placeholder_format.type not in _TITLES]
    if slide.kind == "title":
        lines = [*slide.points, deck.standing, *([deck.badge] if deck.badge else [])]
        _fill(page, rest, lines, _area(file, title))
    elif slide.kind == "text":
        _fill(page, rest, list(slide.points), _area(file, title))
    else:
        for shape in rest:
            shape._element.getparent().remove(shape._element)
        _draw(page, slide, _area(file, title))
    if slide.kind != "title":
        if len(slide.title) > 80:
            font(title.text_frame, size=24)
        _foot(file, page, layout, deck, slide, number)
    page.notes_slide.notes_text_frame.text = "\n".join([*slide.notes, *_told(deck, slide)])


def _told(deck: Deck, slide: Slide) -> list[str]:
    """What stands at the foot of a slide, and last in its notes."""
    coverage = [slide.coverage] if slide.coverage else []
    return [deck.source, *coverage, deck.standing, *([deck.badge] if deck.badge else [])]


def _area(file: Any, title: Any) -> Box:
    """The room between title and foot."""
    left = max(title.left, Inches(0.3))
    top = title.top + title.height + _GAP
    return Box(left, top, file.slide_width - 2 * left, file.slide_height - _FOOT - top)


def _fill(page: Any, places: list[Any], lines: list[str], area: Box) -> None:
    """The lines in the template's own place for text, or in a box where it has none."""
    shape = places[0] if places else page.shapes.add_textbox(*area)
    shape.text_frame.word_wrap = True
    write(shape.text_frame, lines)
    if not places or not shape.is_placeholder:
        font(shape.text_frame, size=20)
    for spare in places[1:]:
        spare._element.getparent().remove(spare._element)


def _draw(page: Any, slide: Slide, area: Box) -> None:
    if slide.points:
        lines = sum(math.ceil(len(point) / _LETTERS) for point in slide.points)
        foot = Box(area.left, area.bottom - _LINE * lines, area.width, _LINE * lines)
        shape = page.shapes.add_textbox(*foot)
        shape.text_frame.word_wrap = True
        write(shape.text_frame, list(slide.points))
        font(shape.text_frame, size=12, ink="muted")
        area = area.shortened(foot.height + _GAP)
    if slide.table is not None:
        add_table(page, slide.table, area, slide.title)
        return
    tiles = area
    if slide.chart is not None:
        width = Emu(int(area.width * 0.64))
        add_chart(page, slide.chart, Box(area.left, area.top, width, area.height))
        tiles = Box(area.left + width + _GAP, area.top, area.width - width - _GAP, area.height)
    add_tiles(page, slide.figures, tiles, columns=1 if slide.chart is not None else 3)


def _foot(file: Any, page: Any, layout: Any, deck: Deck, slide: Slide, number: int) -> None:
    """Source, standing and number of the slide, in the template's places for them."""
    words = " · ".join(reversed(_told(deck, slide)))
    held = {shape.placeholder_format.type: shape for shape in layout.placeholders}
    top, left = file.slide_height - Inches(0.5), Inches(0.4)
    foot = _cloned(page, held.get(PP_PLACEHOLDER.FOOTER))
    if foot is None or foot.width < file.slide_width // 2:
        # Wide enough for the whole line, which an office's narrow footer is not.
        if foot is not None:
            foot._element.getparent().remove(foot._element)
        foot = page.shapes.add_textbox(left, top, file.slide_width - Inches(1.6), Inches(0.36))
    foot.text_frame.word_wrap = True
    write(foot.text_frame, [words])
    font(foot.text_frame, size=11, ink="muted")
    if _cloned(page, held.get(PP_PLACEHOLDER.SLIDE_NUMBER)) is None:
        shape = page.shapes.add_textbox(file.slide_width - Inches(1.1), top, Inches(0.8), Inches(0.36))
        write(shape.text_frame, [str(number)])
        font(shape.text_frame, size=11, ink="muted")
    elif (element := page.shapes[-1]._element.find(f".//{qn('a:fld')}/{qn('a:t')}")) is not None:
        element.text = str(number)


def _cloned(page: Any, holder: Any) -> Any:
    """A copy of a layout's placeholder on the slide, which the library leaves out by itself."""
    if holder is None:
        return None
    page.shapes._spTree.append(copy.deepcopy(holder._element))
    return page.shapes[-1]


def _in_language(file: Any, tag: str) -> None:
    """Every run says its language, so that the spelling checker asks the right dictionary."""
    for slide in file.slides:
        for run in slide._element.iter(qn("a:r")):
            run.get_or_add_rPr().set("lang", tag)
        for paragraph in slide.notes_slide._element.iter(qn("a:r")):
            paragraph.get_or_add_rPr().set("lang", tag)
