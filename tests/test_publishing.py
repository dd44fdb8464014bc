"""Files of a period are opened again, and every number in them is one that the command line prints."""

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import Any

import pytest
from docx import Document as open_word  # noqa: N813 - a function that opens a file
from docx.oxml.ns import qn
from lxml import etree
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

from dashboard import publishing
from dashboard.charts import still
from dashboard.conference.model import Conference
from dashboard.exports.document import Paragraph
from dashboard.figures import Context
from dashboard.metrics import format as fmt
from dashboard.publishing import Job, Product
from tests import sentences
from tests.sweep import Printed, numbers, printed

CASES = (("demo", "2026-Q3"), ("bacgiang", "2020-02"))
NO_PICTURE = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>"
LISTS_OF_UNITS = ("owing", "commend", "remind", "promises")
"""Slides whose tables name units, each with its own figures."""
UNITS_BY_LINE = ("owing", "commend", "remind")
"""Those of them whose lines begin with the unit."""


@dataclass(frozen=True)
class Case:
    """A period gathered once, and all that the command line says of it."""

    context: Context
    told: Conference
    printed: Printed

    def made(self, product: Product) -> Job:
        return publishing.told_as(product, self.told)

    def unexplained(self, texts: Iterable[str], *, of_units: bool = False, besides: Iterable[str] = ()) -> list[str]:
        """Numbers of texts that are no figures, each with where it stands; and that there are texts at all."""
        texts = list(texts)
        known = self.printed.texts(of_units=of_units) | set(besides)
        found = [(number, text) for text in texts for number in numbers(text)]
        assert found
        wrong = [f"{number} in: {text[:200]}" for number, text in found if number not in known]
        return wrong + [words for text in texts for words in sentences.misread(text, self.printed)]

    def misplaced(self, lines: Iterable[list[str]]) -> list[str]:
        """Lines of a table that begin with a unit or field and hold a number that is not its own."""
        found = []
        for name, *cells in lines:
            own = self.printed.beside(name)
            found += [name] if own and {number for cell in cells for number in numbers(cell)} - own else []
        return found


@pytest.fixture(scope="module", params=CASES, ids=[case[0] for case in CASES])
def case(request: pytest.FixtureRequest, conference: Callable[..., tuple[Context, Conference]]) -> Case:
    context, told = conference(*request.param)
    return Case(context, told, printed(context, told.period, told.on_day.isoformat()))


def _texts_of_slide(page: Any, number: int) -> Iterator[str]:
    """What stands on a slide outside its table, in its notes and in what is read aloud of its charts."""
    for shape in page.shapes:
        if shape.has_text_frame and shape.text_frame.text != str(number):
            yield from (paragraph.text for paragraph in shape.text_frame.paragraphs)
        yield shape._element.xpath(".//p:cNvPr")[0].get("descr") or ""
        if shape.has_chart:
            yield from (text.text or "" for text in shape.chart._chartSpace.iter(qn("a:t")))
    yield from (paragraph.text for paragraph in page.notes_slide.notes_text_frame.paragraphs)


def test_every_number_of_the_deck_its_notes_and_its_data_sheets_is_the_command_lines(case: Case):
    job = case.made("deck")
    values = case.printed.values()
    texts, lists, cells = [], [], []
    file = Presentation(io.BytesIO(publishing.make(job)))
    for number, (slide, page) in enumerate(zip(job.model.slides, file.slides, strict=True), start=1):
        rows = [
            [cell.text for cell in row.cells] for shape in page.shapes if shape.has_table for row in shape.table.rows
        ]
        if slide.id in UNITS_BY_LINE:
            assert case.misplaced(rows[1:]) == []
        (lists if slide.id in LISTS_OF_UNITS else texts).extend(cell for row in rows for cell in row)
        said = list(_texts_of_slide(page, number))
        if slide.id == "moved":  # what it counts are the lines of its own table
            said.remove(slide.title)
            judged = [row[-1] for row in rows[1:]]
            words = {"better": "Cải thiện", "worse": "Kém đi"}
            counted = [sum(word in cell for cell in judged) for word in words.values()]
            assert numbers(slide.title) == [str(n) for n in (*counted, len(judged) - sum(counted))]
        texts += said
        for shape in (shape for shape in page.shapes if shape.has_chart):
            sheet = load_workbook(io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob)).active
            cells += [cell.value for row in sheet.iter_rows(2) for cell in row[1:] if cell.value is not None]
    assert case.unexplained(texts) == []
    assert not lists or case.unexplained(lists, of_units=True) == []
    rest = {float(words.replace(".", "")) for words in case.printed.counted.values() if "/" not in words}
    assert cells and {round(float(cell), 9) for cell in cells} <= values | rest


def test_the_sieve_is_fine_enough_to_stop_a_figure_that_is_wrong(case: Case):
    told = [line for slide in case.made("deck").model.slides for line in (slide.title, *slide.notes)]
    shares = [number for line in told for number in numbers(line) if "%" in number or "/" in number or "." in number]
    known = case.printed.texts(of_units=False)
    wrong = [re.sub(r"\d(?=%|/|$)", lambda digit: str((int(digit[0]) + 3) % 10), number) for number in shares]
    assert sum(number not in known for number in wrong) > 0.85 * len(wrong) > 10


def test_small_numbers_of_sentences_are_held_to_what_their_sentence_speaks_of(case: Case):
    told = [line for slide in case.made("deck").model.slides for line in (slide.title, *slide.points, *slide.notes)]
    told += [block.text for block in case.made("report").model.text.blocks if isinstance(block, Paragraph)]
    assert [words for line in told for words in sentences.loose(line, case.printed)] == []
    wrong = [words for line in told for words in sentences.swapped(line, case.printed)]
    assert len(wrong) > 10
    assert [words for words in wrong if not sentences.misread(words, case.printed)] == []


def test_every_number_of_the_word_report_is_the_command_lines_and_it_has_its_parts(case: Case):
    steps: list[tuple[int, int]] = []
    content = publishing.make(case.made("report"), lambda done, total: steps.append((done, total)))
    document = open_word(io.BytesIO(content))
    assert case.unexplained(paragraph.text for paragraph in document.paragraphs) == []
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    of_figures = [row[row[0].isdigit() :] for rows in tables if rows[0][0] == "TT" for row in rows[1:]]
    assert case.unexplained((cell for row in of_figures for cell in row), of_units=True) == []
    of_units = [line for line in of_figures if case.printed.beside(line[0])]
    assert len(of_units) >= 30 and case.misplaced(of_units) == []
    first, second = _of_different_figures(of_units)
    assert case.misplaced([[first[0], *second[1:]], [second[0], *first[1:]]])  # figures of another unit
    assert case.unexplained(cell for rows in tables if rows[0][0] != "TT" for row in rows for cell in row) == []
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert [head.split(".")[0] for head in heads if not head.startswith("Phụ lục")] == ["I", "II", "III", "IV"]
    pictures = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert pictures and all(pictures) and steps[-1] == (len(pictures), len(pictures))
    _check_units(document, case)


def _of_different_figures(lines: list[list[str]]) -> tuple[list[str], list[str]]:
    """Two lines of one annex that share no number."""
    sets = [(line, {number for cell in line[1:] for number in numbers(cell)}) for line in lines]
    return next(
        (one, other)
        for one, own in sets
        for other, others in sets
        if len(one) == len(other) and own and others and not own & others
    )


def _check_units(document: Any, case: Case) -> None:
    """The first annex names every unit, with its own counts."""
    metric = case.told.headlines["overdue"].metric
    rows = [row for row in case.printed.units if row.get("metric_id") == metric.id]
    of_units = next(table for table in document.tables if table.rows[0].cells[-1].text == metric.name)
    lines = [[cell.text for cell in row.cells] for row in of_units.rows]
    shown = {line[1]: tuple(line[2:4]) for line in lines}
    for row in rows:
        assert shown[row["unit_name"]] == (fmt.count(row["numerator"]), fmt.count(row["denominator"]))
    assert len(rows) >= 30


@pytest.mark.parametrize("product", ["brief", "handout", "report_pdf"])
def test_every_number_of_the_pages_of_pdf_is_the_command_lines(
    case: Case, product: Product, monkeypatch: pytest.MonkeyPatch
):
    # Axes and past targets inside the pictures have tests of their own.
    monkeypatch.setattr(publishing.still, "svg", lambda *_: NO_PICTURE)
    pages = PdfReader(io.BytesIO(publishing.make(case.made(product)))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    lines = [fmt.count(number) for number in range(1, 200)] if product == "report_pdf" else ()
    title = [f"{n}" for n in range(9)] if product != "report_pdf" else ()  # of the table of changes, whose title counts
    assert case.unexplained([text], of_units=True, besides=[*lines, *title]) == []
    assert len(pages) == 1 if product == "brief" else len(pages) > 1
    assert "Tạm tính" in text and f"Trang {len(pages)}/{len(pages)}" in text


def _drawn_words(svg: str) -> Iterator[str]:
    """The words at the marks of a picture, without those of its axes."""
    for group in etree.fromstring(svg.encode()).iter("{http://www.w3.org/2000/svg}g"):
        if {"mark-text", "role-mark"} <= set((group.get("class") or "").split()):
            yield from (" ".join(text.itertext()) for text in group.iter("{http://www.w3.org/2000/svg}text"))


def test_every_number_at_the_marks_of_the_pictures_is_the_command_lines_and_another_is_not(case: Case):
    pictures = publishing._drawings(case.made("report").model.text.blocks)
    words = [said for one in pictures for said in _drawn_words(still.svg(one.spec, 760))]
    assert case.unexplained(words) == []
    rates = [number for said in words for number in numbers(said) if number.endswith("%")]
    moved = [re.sub(r"\d(?=%)", lambda digit: str((int(digit[0]) + 3) % 10), number) for number in rates]
    assert case.unexplained(moved)


class _Text(HTMLParser):
    """The text of a page, and the specifications of its charts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.specs: list[Any] = []
        self._kind = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._kind = "spec" if ("type", "application/json") in attrs else tag
        self.texts += [value or "" for name, value in attrs if name == "aria-label"]

    def handle_data(self, data: str) -> None:
        if self._kind == "spec":
            self.specs.append(json.loads(data))
        elif self._kind not in ("script", "style"):
            self.texts.append(data)


def test_every_number_of_the_html_file_and_of_the_charts_in_it_is_the_command_lines(case: Case):
    page = _Text(publishing.make(case.made("html")).decode())
    assert case.unexplained((text for text in page.texts if "chưa khác rõ" not in text), of_units=True) == []
    drawn = [value for spec in page.specs for value in _data(spec)]
    shares = {round(row[key], 9) for row in drawn for key in ("value", "last_year", "target", "ratio") if row.get(key) is not None}  # fmt: skip
    assert shares and shares <= case.printed.values()


def _data(spec: Any) -> Iterator[dict[str, Any]]:
    """Every row of data in a specification."""
    if isinstance(spec, dict):
        yield from (row for row in spec.get("values", ()) if isinstance(row, dict))
        spec = list(spec.values())
    if isinstance(spec, list):
        for part in spec:
            yield from _data(part)


def test_every_number_in_the_cells_of_the_workbook_is_the_command_lines(case: Case):
    job = publishing.prepare(case.context, "workbook", case.told.period.period.label, made=case.told.made)
    cells = [
        (sheet.title, cell.coordinate, cell.value)
        for sheet in load_workbook(io.BytesIO(publishing.make(job)))
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, (int, float))
    ]
    values = case.printed.values()
    assert len(cells) > 200
    assert [cell for cell in cells if round(float(cell[2]), 9) not in values] == []


def test_what_nobody_reported_leaves_no_figure_and_no_picture(case: Case):
    job = publishing.told_as("report", _without_figures(case.told))
    document = open_word(io.BytesIO(publishing.make(job)))
    text = " ".join(paragraph.text for paragraph in document.paragraphs)
    assert not document.inline_shapes and "chưa có số liệu" in text
    assert set(numbers(text)) <= {"0", "10"}
    for product in ("brief", "handout", "html"):
        assert publishing.make(publishing.told_as(product, _without_figures(case.told)))


def _without_figures(told: Conference) -> Conference:
    nothing: dict[str, Any] = {"figures": {}, "headlines": {}, "levels": {}, "ranked": {}}
    rows = dict.fromkeys(("fields", "units", "submitted", "promises", "explanations", "findings"), ())
    return replace(told, files=0, updated_at=None, **nothing, **rows)
