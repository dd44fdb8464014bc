"""Files of a period are opened again, and every figure in them is one that the command line prints."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document as open_word  # noqa: N813 - a function that opens a file
from docx.oxml.ns import qn
from pypdf import PdfReader

from dashboard import publishing
from dashboard.conference.gather import gather
from dashboard.conference.model import Conference
from dashboard.figures import Context
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.publishing import Job, Product
from dashboard.store.connection import VIETNAM
from dashboard.store.workspace import Workspace

MADE = datetime(2026, 11, 22, 9, tzinfo=VIETNAM)
CASES = (("demo", "2026-Q3", ("2026-Q2", "2025-Q3", "2026-Q3:ytd")), ("bacgiang", "2020-02", ("2020-02:ytd",)))
NO_PICTURE = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>"
PERCENT = re.compile(r"[−+]?\d[\d.]*,\d+%")
POINTS = re.compile(r"[−+]?\d[\d.]*,\d+(?= điểm %)")
PAIR = re.compile(r"(?<![\d/])(?:\d{1,3}(?:\.\d{3})+|\d{1,3})/(?:\d{1,3}(?:\.\d{3})+|\d{1,3})(?=[ );.]|$)")
LARGE = re.compile(r"(?<![\d,])\d{1,3}(?:\.\d{3})+(?![\d,])")


@dataclass(frozen=True)
class Case:
    """A period gathered once, and all that the command line says of it."""

    told: Conference
    printed: list[dict[str, Any]]

    def made(self, product: Product) -> Job:
        return publishing.told_as(product, self.told)


@pytest.fixture(scope="module", params=CASES, ids=[case[0] for case in CASES])
def case(request: pytest.FixtureRequest, sample_workspaces: Path) -> Case:
    name, period, others = request.param
    context = Context(Workspace(name, sample_workspaces / name))
    ids = {"metric_ids": list(load_catalogue().metrics), "field_ids": []}
    periods = [f"cchc/{label}" for label in (period, *others)]
    rows = context.rows("metric_total", period_ids=periods, **ids)
    rows += context.rows("metric_by_level", period_ids=periods[:1], **ids)
    rows += context.rows("metric_by_unit", period_ids=periods[:1], unit_ids=[], **ids)
    for metric_id in ("late_rate", "overdue_rate"):
        asked = {"metric_id": metric_id, "period_id": periods[0], "level": "", "unit_ids": []}
        rows += context.rows("bad_cases_by_field", **asked)
    return Case(gather(context, period, made=MADE), rows)


def _known(printed: list[dict[str, Any]]) -> tuple[set[str], set[str], set[str], set[str]]:
    """Percentages, points, pairs and counts as the figures of the command line are written."""
    shares = [row[key] for row in printed for key in ("ratio", "target_value", "share", "cumulative_share") if row.get(key) is not None]  # fmt: skip
    percents = {fmt.percent(share, decimals) for share in shares for decimals in (1, 2)}
    counts = [
        row[key] for row in printed for key in ("numerator", "denominator", "bad_cases") if row.get(key) is not None
    ]
    pairs = {fmt.counts(row["numerator"], row["denominator"]) for row in printed}
    pairs |= {fmt.counts(row["reported"], row["due"]) for row in printed if row.get("due") is not None}
    pairs |= {fmt.counts(row["cumulative_cases"], row["total_cases"]) for row in printed if "cumulative_cases" in row}
    totals: dict[str, list[float]] = {}
    for row in printed:
        if "level" not in row and "field_id" not in row and row.get("ratio") is not None:
            totals.setdefault(row["metric_id"], []).append(row["ratio"])
    changes = [a - b for values in totals.values() for a in values for b in values]
    points = {sign + fmt.points_size(change, decimals).removesuffix(" điểm %") for change in changes for decimals in (1, 2) for sign in ("", "+", "−")}  # fmt: skip
    return percents, points, pairs, {fmt.count(count) for count in counts}


def _check(text: str, case: Case, least: int) -> None:
    percents, points, pairs, counts = _known(case.printed)
    # The statistical wording of the notes names a level of confidence and the share of a broken line.
    text = re.sub(r"khoảng tin cậy 95%|Vạch đứt: 80%|Trang \d+/\d+|Hiện \d+/\d+ (?:đơn vị|lĩnh vực)", "", text)
    found = PERCENT.findall(text)
    assert set(found) <= percents
    assert set(POINTS.findall(text)) <= points
    units = len({row["unit_id"] for row in case.printed if row.get("unit_id")})
    sizes = {f"{part}/{units}" for part in range(units + 1)}
    judged = {f"{met}/{of}" for of in range(9) for met in range(of + 1)}
    dates = {f"{day:02d}/{month:02d}" for day in range(1, 32) for month in range(1, 13)}
    ranks = set(re.findall(r"hạng (\d+/\d+)", text))
    assert set(PAIR.findall(text)) - dates - ranks - sizes - judged <= pairs
    assert set(LARGE.findall(text)) <= counts
    assert len(found) >= least


def _pdf_text(content: bytes) -> tuple[str, int]:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split()), len(pages)


def _paragraphs(document: Any) -> Iterator[str]:
    for paragraph in document.element.body.iter(qn("w:p")):
        yield "".join(node.text or "" for node in paragraph.iter(qn("w:t")))


def test_the_word_report_has_its_parts_and_only_figures_of_the_command_line(case: Case):
    steps: list[tuple[int, int]] = []
    content = publishing.make(case.made("report"), lambda done, total: steps.append((done, total)))
    document = open_word(io.BytesIO(content))
    _check(" ".join(_paragraphs(document)), case, least=3)
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert [head.split(".")[0] for head in heads if not head.startswith("Phụ lục")] == ["I", "II", "III", "IV"]
    pictures = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert pictures and all(pictures) and steps[-1] == (len(pictures), len(pictures))
    _check_units(document, case)


def _check_units(document: Any, case: Case) -> None:
    """The first annex names every unit, with its own counts."""
    metric = case.told.headlines["overdue"].metric
    rows = [row for row in case.printed if row.get("metric_id") == metric.id and row.get("unit_id")]
    of_units = next(table for table in document.tables if table.rows[0].cells[-1].text == metric.name)
    lines = [[cell.text for cell in row.cells] for row in of_units.rows]
    shown = {line[1]: tuple(line[2:4]) for line in lines}
    for row in rows:
        assert shown[row["unit_name"]] == (fmt.count(row["numerator"]), fmt.count(row["denominator"]))
    assert len(rows) >= 30


@pytest.mark.parametrize(("product", "least"), [("brief", 3), ("handout", 3), ("report_pdf", 3)])
def test_pages_of_pdf_hold_only_figures_of_the_command_line(
    case: Case, product: Product, least: int, monkeypatch: pytest.MonkeyPatch
):
    # Axes and past targets inside the pictures have tests of their own.
    monkeypatch.setattr(publishing.still, "svg", lambda *_: NO_PICTURE)
    text, pages = _pdf_text(publishing.make(case.made(product)))
    _check(text, case, least)
    assert pages == 1 if product == "brief" else pages > 1
    assert "Tạm tính" in text and f"Trang {pages}/{pages}" in text


def test_what_nobody_reported_leaves_no_figure_and_no_picture(case: Case, tmp_path: Path):
    job = publishing.told_as("report", _without_figures(case.told))
    document = open_word(io.BytesIO(publishing.make(job)))
    text = " ".join(_paragraphs(document))
    assert not PERCENT.findall(text) and not document.inline_shapes and "chưa có số liệu" in text
    for product in ("brief", "handout", "html"):
        assert publishing.make(publishing.told_as(product, _without_figures(case.told)))


def _without_figures(told: Conference) -> Conference:
    nothing: dict[str, Any] = {"figures": {}, "headlines": {}, "levels": {}, "ranked": {}}
    rows = dict.fromkeys(("fields", "units", "submitted", "promises", "explanations", "findings"), ())
    return replace(told, files=0, updated_at=None, **nothing, **rows)
