"""Files of a period for a conference: the workspace is read once for a finished model, from which the file is made.

`prepare` asks; `make` asks nothing, so that it can run in a process of its own (`making`), beside readers.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Literal, get_args

import vl_convert

from dashboard import figures, office, presentations
from dashboard.charts import still
from dashboard.conference import papers
from dashboard.conference.arrangement import Arrangement, arranged
from dashboard.conference.gather import gather
from dashboard.conference.model import Conference
from dashboard.conference.review import Review, review
from dashboard.conference.slides import deck
from dashboard.exports import administrative
from dashboard.exports.administrative import Annex, Paper
from dashboard.exports.deck import Deck
from dashboard.exports.deck_pptx import to_pptx
from dashboard.exports.document import Beside, Block, Document, Drawing, Drawings
from dashboard.exports.page import to_html
from dashboard.exports.pdf import to_pdf
from dashboard.exports.word_body import Block as WordBlock
from dashboard.exports.word_body import Picture
from dashboard.exports.workbook import Book, write_workbook
from dashboard.figures import Context
from dashboard.metrics.format import Language
from dashboard.period_book.book import period_book
from dashboard.report import Period, Unit
from dashboard.words import text

Product = Literal["deck", "report", "workbook", "brief", "handout", "html", "report_pdf"]
PRODUCTS: tuple[Product, ...] = get_args(Product)
ENDINGS: dict[Product, str] = {
    "deck": "pptx", "report": "docx", "workbook": "xlsx", "brief": "pdf", "handout": "pdf", "html": "html",
    "report_pdf": "pdf",
}  # fmt: skip
OnStep = Callable[[int, int], None]
_WIDE, _HALF = 760, 560
"""How many pixels of a drawing make the width of a page's text, and of half of it."""
_AS_IT_COMES = Arrangement()
_PIXELS = 2.5
"""Pixels of a picture in Word for each of the drawing's: sharp on paper."""


@dataclass(frozen=True, slots=True)
class Report:
    """The Word report before its pictures are drawn."""

    paper: Paper
    text: Review


@dataclass(frozen=True, slots=True)
class Job:
    """All that it takes to make one file; `template` is the office's own, of a deck or of a report."""

    product: Product
    model: Deck | Document | Book | Report
    name: str
    language: Language = "vi"
    template: bytes | None = None


def prepare(
    context: Context,
    product: Product,
    period: str,
    *,
    made: datetime,
    unit: str | None = None,
    regime: str | None = None,
    language: Language = "vi",
    template: bytes | None = None,
    saved_deck: str | None = None,
    told: Conference | None = None,
) -> Job:
    """Read what a product is made of; raises `NotFound` for an unknown period, unit or saved deck.

    `made` is the moment of making, in Vietnam's time. Who has asked for the conference already gives it as `told`.
    """
    if product != "workbook":
        if told is None:
            told = gather(context, period, unit, made=made, regime=regime, language=language)
        if product == "report":
            template = template or office.template_of(context, "van_ban")
        wanted = presentations.find(context, saved_deck).arrangement if saved_deck else Arrangement()
        return told_as(product, told, template, office.sender_of(context), wanted)
    known = figures.resolve_period(context, period, regime)
    named = figures.resolve_unit(context, unit, known.period) if unit else None
    book = period_book(context, known, made, language, named)
    return Job(product, book, _name(product, context.workspace.name, known.period, named), language)


def told_as(
    product: Product,
    told: Conference,
    template: bytes | None = None,
    sender: office.Sender | None = None,
    wanted: Arrangement = _AS_IT_COMES,
) -> Job:
    """A conference as one of its products, the workbook apart; `sender` issues the report of a province.

    `wanted` arranges the slides of a deck, and of what is made of one.
    """
    model: Deck | Document | Report
    match product:
        case "deck":
            model = arranged(deck(told), wanted)
        case "brief":
            model = papers.brief(told, deck(told))
        case "report":
            issued = papers.paper(told, sender.office, sender.archive) if sender else papers.paper(told)
            model = Report(issued, review(told))
        case "report_pdf":
            model = papers.report(told, review(told))
        case _:
            model = papers.handout(told, arranged(deck(told), wanted), is_screen=product == "html")
    name = _name(product, told.workspace, told.period.period, told.unit)
    return Job(product, model, name, told.look.language, template)


def _name(product: Product, workspace: str, period: Period, unit: Unit | None) -> str:
    """The file's name: `demo-2026-Q3-xa_a-bao-cao.docx`."""
    parts = (workspace, period.label.replace("..", "_"), unit.unit_id if unit else "", text(f"publish.file_{product}"))
    return f"{'-'.join(part for part in parts if part)}.{ENDINGS[product]}"


def make(job: Job, on_step: OnStep | None = None) -> bytes:
    """The file of a job; `on_step` hears how many charts are drawn, of how many."""
    match job.model:
        case Book():
            return write_workbook(job.model)
        case Deck():
            return to_pptx(job.model, job.template)
        case Report():
            return administrative.to_docx(_with_pictures(job.model, on_step), job.template)
        case Document():
            if job.product == "html":
                return to_html(job.model, drawing_library(), text("publish.not_drawn", job.language))
            return to_pdf(drawn(job.model, on_step))


def drawn(document: Document, on_step: OnStep | None = None) -> Document:
    """The document with its charts drawn as SVG."""
    total, done = len(_drawings(document.blocks)), 0

    def draw(one: Drawing, columns: int) -> Drawing:
        nonlocal done
        done += 1
        if on_step:
            on_step(done, total)
        return one if one.spec is None else replace(one, svg=still.svg(one.spec, _WIDE if columns == 1 else _HALF))

    def walked(block: Block) -> Block:
        if isinstance(block, Drawings):
            return replace(block, items=tuple(draw(one, block.columns) for one in block.items))
        if isinstance(block, Beside):
            return Beside(tuple(walked(one) for one in block.left), tuple(walked(one) for one in block.right))
        return block

    return replace(document, blocks=tuple(walked(block) for block in document.blocks))


@cache
def drawing_library() -> str:
    """Vega, Vega-Lite and Vega-Embed as the drawing of files has them: one script that needs no network."""
    return str(vl_convert.javascript_bundle())  # type: ignore[call-arg]  # without a snippet it is all of them


def _with_pictures(report: Report, on_step: OnStep | None) -> Paper:
    total, done = len(_drawings(report.text.blocks)), 0

    def words(blocks: tuple[Block, ...]) -> tuple[WordBlock, ...]:
        nonlocal done
        found: list[WordBlock] = []
        for block in blocks:
            if not isinstance(block, Drawings):
                found.append(block)  # type: ignore[arg-type]  # a report has headings, text, tables and pictures
                continue
            for one in block.items:
                found.append(_picture(one))
                done += 1
                if on_step:
                    on_step(done, total)
        return tuple(found)

    annexes = tuple(Annex(annex.title, words(annex.blocks)) for annex in report.text.annexes)
    return replace(report.paper, blocks=words(report.text.blocks), annexes=annexes)


def _picture(one: Drawing) -> Picture:
    assert one.spec is not None
    return Picture(still.png(one.spec, _WIDE, _PIXELS), one.title, one.alt, one.note)


def _drawings(blocks: tuple[Block, ...]) -> list[Drawing]:
    found: list[Drawing] = []
    for block in blocks:
        if isinstance(block, Drawings):
            found += block.items
        elif isinstance(block, Beside):
            found += [*_drawings(block.left), *_drawings(block.right)]
    return found
