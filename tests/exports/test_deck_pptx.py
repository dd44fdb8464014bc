"""The PowerPoint deck, opened again: every figure is the deck's own, charts and tables are native, nothing is a picture."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import openpyxl
import pytest
from pptx import Presentation
from pptx.enum.chart import XL_LABEL_POSITION
from pptx.oxml.ns import qn
from pptx.util import Inches

from dashboard.charts.palette import palette
from dashboard.conference.slides import deck
from dashboard.exports.deck import Deck, NativeChart, Series, Slide
from dashboard.exports.deck_pptx import TemplateError, to_pptx
from dashboard.exports.deck_pptx_style import COLOURS
from dashboard.exports.document import Column, Figure, Table
from scripts.deck_template import FILE, made

MADE = datetime(2026, 11, 22, 2, tzinfo=UTC)
CASES = [("demo", "2026-Q3"), ("bacgiang", "2020-02")]


@pytest.fixture(scope="module")
def written(conference):
    """A deck and its file, opened; made once for each workspace."""

    @cache
    def write(workspace, period):
        told = deck(conference(workspace, period)[1])
        return told, Presentation(io.BytesIO(to_pptx(told)))

    return write


def texts(page) -> list[str]:
    return [shape.text_frame.text for shape in page.shapes if shape.has_text_frame]


@pytest.mark.parametrize(("workspace", "period"), CASES)
def test_every_slide_has_its_title_tiles_notes_foot_and_number(written, workspace, period):
    told, file = written(workspace, period)
    assert len(file.slides) == len(told.slides)
    assert (file.slide_width, file.slide_height) == (Inches(13.333), Inches(7.5))
    for number, (slide, page) in enumerate(zip(told.slides, file.slides, strict=True), start=1):
        assert page.shapes.title.text_frame.text == slide.title
        said = "\n".join(texts(page))
        for tile in slide.figures:
            assert f"{tile.name}\n{tile.value}" in said
        assert all(point in said for point in slide.points)
        notes = page.notes_slide.notes_text_frame.text
        assert all(line in notes for line in slide.notes) and told.source in notes and told.standing in notes
        if slide.kind != "title":
            assert told.standing in said and told.source in said and str(number) in texts(page)
        assert (told.badge in said) or not told.badge


@pytest.mark.parametrize(("workspace", "period"), CASES)
def test_charts_and_tables_are_native_with_the_numbers_inside_and_nothing_is_a_picture(written, workspace, period):
    told, file = written(workspace, period)
    drawn = 0
    for slide, page in zip(told.slides, file.slides, strict=True):
        assert not page._element.findall(f".//{qn('p:pic')}") and not page._element.findall(f".//{qn('a:blip')}")
        charts = [shape for shape in page.shapes if shape.has_chart]
        assert len(charts) == (slide.chart is not None)
        for shape in charts:
            assert shape._element.nvGraphicFramePr.cNvPr.get("descr") == slide.chart.alt
            sheet = openpyxl.load_workbook(io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob)).active
            rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
            assert rows[0][1:] == [series.name for series in slide.chart.series]
            assert [row[0] for row in rows[1:]] == list(slide.chart.categories)
            for at, series in enumerate(slide.chart.series):
                assert [row[at + 1] for row in rows[1:]] == pytest.approx(list(series.values))
                shown = shape.chart.plots[0].series[at]
                labels = (
                    [shown.points[place].data_label for place in range(len(series.values))] if series.labels else []
                )
                assert [label.text_frame.text if label.has_text_frame else "" for label in labels] == list(
                    series.labels
                )
            drawn += 1
        tables = [shape for shape in page.shapes if shape.has_table]
        assert len(tables) == (slide.table is not None)
        for shape in tables:
            cells = [tuple(cell.text for cell in row.cells) for row in shape.table.rows]
            assert cells == [tuple(column.label for column in slide.table.columns), *slide.table.rows]
            assert shape._element.nvGraphicFramePr.cNvPr.get("descr") == slide.title
    assert drawn >= 2


@pytest.mark.parametrize(("workspace", "period"), CASES)
def test_no_shape_leaves_its_slide_and_the_language_is_told(written, workspace, period):
    _, file = written(workspace, period)
    for page in file.slides:
        for shape in page.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= file.slide_width, shape.name
            assert shape.top >= 0 and shape.top + shape.height <= file.slide_height, shape.name
        assert {run.rPr.get("lang") for run in page._element.iter(qn("a:r")) if run.rPr is not None} <= {"vi-VN"}


def test_the_tiles_of_a_slide_have_type_of_one_size(written):
    told, file = written("demo", "2026-Q3")
    for slide, page in zip(told.slides, file.slides, strict=True):
        names = [tile.name for tile in slide.figures]
        shown = [shape for shape in page.shapes if shape.name in names]
        assert len({shape.text_frame.paragraphs[1].runs[0].font.size for shape in shown}) <= 1, slide.id
        assert len(shown) == len(names)
        below = [shape.top for shape in shown] == sorted({shape.top for shape in shown})
        ends = [shape.top + shape.height for shape in shown]
        assert not below or all(end <= shape.top for end, shape in zip(ends, shown[1:], strict=False)), slide.id


def test_the_target_is_named_right_of_its_line_where_no_value_stands(written):
    told, file = written("demo", "2026-Q3")
    at = next(place for place, slide in enumerate(told.slides) if slide.id == "online")
    [frame] = [shape for shape in file.slides[at].shapes if shape.has_chart]
    [_, target] = frame.chart.plots[0].series
    last = len(told.slides[at].chart.categories) - 1
    label = target.points[last].data_label
    assert (label.text_frame.text, label.position) == ("Chỉ tiêu 95,0%", XL_LABEL_POSITION.RIGHT)


def test_the_first_of_july_is_drawn_between_its_two_quarters(written):
    told, file = written("demo", "2026-Q3")
    at = next(place for place, slide in enumerate(told.slides) if slide.id == "online")
    page, chart = file.slides[at], told.slides[at].chart
    rule = next(shape for shape in page.shapes if shape.name == chart.break_words)
    frame = next(shape for shape in page.shapes if shape.has_chart)
    step = frame.width * 0.83 / len(chart.categories)
    before = (rule.left - frame.left - frame.width * 0.03) / step
    assert before == pytest.approx(chart.break_after, abs=0.02)
    assert chart.categories[chart.break_after - 1 : chart.break_after + 1] == ("Q2/2025", "Q3/2025")


def small(**chart) -> Deck:
    drawn = NativeChart("line", ("a", "b", "c"), (Series("s", (0.5, None, 0.7), labels=("50,0%", "", "70,0%")),), "alt",
                        "t", True, **chart)  # fmt: skip
    table = Table((Column("Tên"), Column("Số", "right")), (("#strong[x]", "1.234"),))
    slides = (
        Slide("title", "title", "Hội nghị", ("Tỉnh", "Quý")),
        Slide("a", "finding", "Một", figures=(Figure("Tên", "50,00%"),), chart=drawn),
        Slide("b", "table", "Hai", table=table),
        Slide("c", "text", "Ba", ("Một ý", "Hai ý")),
    )
    return Deck("Hội nghị", "Tỉnh", "Quý", "Tạm tính", "Nguồn", slides, MADE)


def test_names_of_periods_are_never_slanted_and_a_single_bar_is_no_wall():
    line, bar = small(), small()
    one = NativeChart("bars", ("a",), (Series("s", (3,), labels=("3",)),), "alt", "t", False)
    bar = replace(bar, slides=(replace(bar.slides[1], chart=one),))
    [drawn] = [shape for shape in Presentation(io.BytesIO(to_pptx(line))).slides[1].shapes if shape.has_chart]
    assert drawn.chart.category_axis._element.txPr.bodyPr.get("rot") == "0"
    [drawn] = [shape for shape in Presentation(io.BytesIO(to_pptx(bar))).slides[0].shapes if shape.has_chart]
    assert drawn.chart.plots[0].gap_width == 400


def test_what_is_unknown_is_a_gap_and_no_zero():
    page = Presentation(io.BytesIO(to_pptx(small()))).slides[1]
    [shape] = [shape for shape in page.shapes if shape.has_chart]
    assert list(shape.chart.plots[0].series[0].values) == [0.5, None, 0.7]
    assert shape.chart._chartSpace.chart.find(qn("c:dispBlanksAs")).get("val") == "gap"


def test_the_offices_own_template_is_used_whatever_its_layouts_are_called():
    own = Presentation()  # 4:3, other names and places
    own.slide_layouts[5].name = "Chỉ tiêu đề"
    own.slides.add_slide(own.slide_layouts[0]).shapes.title.text = "Trang cũ"
    kept = io.BytesIO()
    own.save(kept)
    file = Presentation(io.BytesIO(to_pptx(small(), kept.getvalue())))
    assert (file.slide_width, file.slide_height) == (own.slide_width, own.slide_height)
    assert [page.slide_layout.name for page in file.slides][:3] == ["Title Slide", "Chỉ tiêu đề", "Chỉ tiêu đề"]
    assert [page.shapes.title.text_frame.text for page in file.slides] == ["Hội nghị", "Một", "Hai", "Ba"]
    assert all(shape.left + shape.width <= file.slide_width for page in file.slides for shape in page.shapes)
    with pytest.raises(TemplateError, match="PowerPoint"):
        to_pptx(small(), b"not a deck")


def test_the_template_that_ships_is_the_one_that_its_script_makes():
    assert FILE.read_bytes() == made()


def test_the_colours_of_slides_are_those_of_the_light_palette():
    light = palette("light")
    known = {colour.removeprefix("#") for colour in vars(light).values() if isinstance(colour, str)}
    assert set(COLOURS.values()) <= known
