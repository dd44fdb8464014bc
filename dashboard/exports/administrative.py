"""Official letters and documents as Word files, laid out by annex I to Decree 30/2020/NĐ-CP.

The layout is a template (`data/word_templates`, or the office's own): its placeholders are filled, and the text is set
where it says `{{ noi_dung }}`, in the template's styles.
"""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from docx.document import Document as WordDocument
from docxtpl import DocxTemplate
from jinja2 import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from dashboard.exports import word_body
from dashboard.exports.word_body import Block
from dashboard.metrics.format import Language
from dashboard.words import text

Layout = Literal["cong_van", "van_ban"]
TEMPLATES = Path(__file__).parents[2] / "data" / "word_templates"
PLACEHOLDERS = (
    "co_quan_chu_quan", "co_quan", "so_ky_hieu", "dia_danh_thoi_gian", "ten_loai", "trich_yeu", "kinh_gui", "noi_dung",
    "noi_nhan", "quyen_han", "chuc_vu", "ho_ten",
)  # fmt: skip
_BLANK = 6 * "\N{NO-BREAK SPACE}"
_BODY = "\N{LEFT DOUBLE PARENTHESIS}noi_dung\N{RIGHT DOUBLE PARENTHESIS}"
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


class TemplateProblem(ValueError):  # noqa: N818 - it reads as what it says
    """A file that cannot be used as a template; the message says why, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Office:
    """Who issues a document: name, the body above it, place, and who signs by which authority ("KT. GIÁM ĐỐC")."""

    name: str
    parent: str = ""
    symbol: str = ""
    place: str = ""
    authority: str = ""
    position: str = ""
    signer: str = ""


@dataclass(frozen=True, slots=True)
class Annex:
    """What is attached, beginning on a page of its own."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """An official document ready to set: every text as it is to stand, numbers formatted.

    `kind` is the name of the document ("BÁO CÁO"), empty for a letter (công văn). `symbol` follows the number:
    "BC-SNV". Number and day may be unknown; then the registry writes them in. `recipients` are the lines of "Nơi nhận".
    What the decree prescribes word by word (national name and motto) stays Vietnamese in any language.
    """

    office: Office
    subject: str
    symbol: str
    blocks: tuple[Block, ...]
    kind: str = ""
    number: int | None = None
    day: date | None = None
    year: int | None = None
    to: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    language: Language = "vi"

    @property
    def layout(self) -> Layout:
        return "van_ban" if self.kind else "cong_van"


def to_docx(papers: Paper | tuple[Paper, ...], template: bytes | None = None) -> bytes:
    """The Word file of a document, or of several, each from a new page; `template` is the office's own.

    Raises `TemplateProblem` where the template cannot be filled.
    """
    every = papers if isinstance(papers, tuple) else (papers,)
    first, *others = [_filled(paper, template) for paper in every]
    for other in others:
        word_body.append(first, other)
    output = io.BytesIO()
    first.save(output)
    return output.getvalue()


def annex_docx(paper: Paper, annex: Annex, template: bytes | None = None) -> bytes:
    """An annex by itself, in the styles of the template; `paper` is the document that it is attached to."""
    document = _filled(paper, template)
    for element in list(document.element.body):
        if not element.tag.endswith("}sectPr"):
            document.element.body.remove(element)
    word_body.put_annex(
        document, text("administrative.annex", paper.language), annex.title.upper(), _attached(paper), annex.blocks
    )
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def check_template(content: bytes) -> tuple[str, ...]:
    """The placeholders that a template lacks; raises `TemplateProblem` for a file that is none."""
    template = _opened(content)
    try:
        used = template.get_undeclared_template_variables(SandboxedEnvironment())
    except (TemplateError, ValueError, KeyError) as error:
        raise TemplateProblem(f"Mẫu có chỗ điền không đọc được: {error}.") from None
    if "noi_dung" not in used:
        raise TemplateProblem("Mẫu thiếu chỗ điền {{ noi_dung }}, nơi đặt phần nội dung.")
    unknown = sorted(used - set(PLACEHOLDERS))
    if unknown:
        raise TemplateProblem(f"Mẫu có chỗ điền không biết: {', '.join(unknown)}.")
    to_docx(_TRIAL, content)
    return tuple(name for name in PLACEHOLDERS if name not in used)


def default_template(layout: Layout) -> bytes:
    """The template that is used where an office has none of its own."""
    return (TEMPLATES / f"{layout}.docx").read_bytes()


def number_words(number: int | None) -> str:
    """The number of a document as it is written: 05, 12; blanks where the registry is to write it in."""
    return _BLANK if number is None else f"{number:02d}"


def _filled(paper: Paper, template: bytes | None) -> WordDocument:
    filled = _opened(template or default_template(paper.layout))
    # The template is the office's, but still a file: it may compute nothing but its own text.
    environment = SandboxedEnvironment(autoescape=True)
    try:
        filled.render(_values(paper), environment, autoescape=True)
    except (TemplateError, ValueError, KeyError, TypeError) as error:
        raise TemplateProblem(f"Không điền được mẫu: {error}.") from None
    document: WordDocument = filled.docx
    place = next((p for p in document.element.body.iter(word_body.PARAGRAPH) if _BODY in word_body.text_of(p)), None)
    if place is None:
        raise TemplateProblem("Mẫu thiếu chỗ điền {{ noi_dung }}, nơi đặt phần nội dung.")
    word_body.put(document, paper.blocks, before=place)
    word_body.hold_together(place)
    place.getparent().remove(place)
    for at, annex in enumerate(paper.annexes):
        number = "" if len(paper.annexes) == 1 else _ROMAN[at]
        key = "administrative.annex_number" if number else "administrative.annex"
        heading = text(key, paper.language, **({"number": number} if number else {}))
        word_body.put_annex(document, heading, annex.title.upper(), _attached(paper), annex.blocks)
    return document


def _opened(content: bytes) -> DocxTemplate:
    try:
        template = DocxTemplate(io.BytesIO(content))
        template.init_docx()
    except Exception as error:
        raise TemplateProblem("Tệp không phải văn bản Word (.docx) đọc được.") from error
    return template


def _values(paper: Paper) -> dict[str, Any]:
    office = paper.office
    line: Callable[[str], str] = _plain
    return {
        "co_quan_chu_quan": line(office.parent).upper(),
        "co_quan": line(office.name).upper(),
        "so_ky_hieu": text(
            "administrative.number", paper.language, number=number_words(paper.number), symbol=line(paper.symbol)
        ),
        "dia_danh_thoi_gian": text("administrative.day", paper.language, place=line(office.place), **_day_parts(paper)),
        "ten_loai": line(paper.kind).upper(),
        "trich_yeu": line(paper.subject),
        "kinh_gui": [_ended(line(to), at, len(paper.to)) for at, to in enumerate(paper.to)],
        "noi_dung": _BODY,
        "noi_nhan": [_ended(line(to), at, len(paper.recipients)) for at, to in enumerate(paper.recipients)],
        "quyen_han": line(office.authority).upper(),
        "chuc_vu": line(office.position).upper(),
        "ho_ten": line(office.signer),
    }


def _attached(paper: Paper) -> str:
    language = paper.language
    return text(
        "administrative.attached", language, kind=paper.kind.capitalize() or text("administrative.letter", language),
        number=number_words(paper.number), symbol=paper.symbol, office=paper.office.name, **_day_parts(paper),
    )  # fmt: skip


def _day_parts(paper: Paper) -> dict[str, str]:
    """Day and month with two digits where they need them: 05, 12; months 01 and 02 only, as the decree has it."""
    if paper.day is None:
        return {"day": _BLANK, "month": _BLANK, "year": str(paper.year or _BLANK)}
    month = paper.day.month
    return {"day": f"{paper.day.day:02d}", "month": f"{month:02d}" if month < 3 else str(month),
            "year": str(paper.day.year)}  # fmt: skip


def _ended(line: str, at: int, count: int) -> str:
    """The lines of a list end in a semicolon, the last one in a full stop; one alone stands as it is."""
    if count == 1:
        return line
    return line.rstrip(" ;.") + ("." if at == count - 1 else ";")


def _plain(line: str) -> str:
    return _CONTROL.sub(" ", line).replace("\n", " ").strip()


_TRIAL = Paper(Office("Sở", "Tỉnh", place="Tỉnh", authority="KT.", position="Giám đốc", signer="A"), "việc", "S", (),
               to=("Sở A", "Sở B"), recipients=("Như trên", "Lưu: VT"))  # fmt: skip
