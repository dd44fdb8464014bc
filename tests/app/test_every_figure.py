"""Every page at several filters: each card is what `metric … --json` says, all else what `query … --json` says.

A page has one door to the workspace (`Context.rows`); what came through it is asked again on the command line. What its
cards and tables then show is held against that.
"""

import json
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.charts.picture import Picture
from dashboard.charts.still import svg
from dashboard.cli.main import main
from dashboard.cli.output import _plain
from dashboard.exports.document import Document
from dashboard.figures import Context
from dashboard.metrics import format as fmt
from dashboard.ui import kpi, page_file, page_parts, pictures, tables, url
from tests.app import told
from tests.app.opening import opened

ROOT = Path(__file__).parents[2]
PAGES = sorted(path.stem for path in (ROOT / "dashboard" / "app_pages").glob("[!_]*.py"))
FILTERS: tuple[dict[str, str], ...] = (
    {},
    {"level": "commune", "compare": "last_year"},
    {"period": "2026-Q3", "level": "province"},
    {"period": "2026-07..2026-09"},
    {"period": "2025-07"},
)
KINDS_OF_COUNTS = ("count", "percent")
NAMES = ("unit_name", "field_name")
PUBLISHED = {"ws": "bacgiang"}
QUESTIONS = [
    *((page, FILTERS[0]) for page in PAGES),
    *((page, FILTERS[1 + number % (len(FILTERS) - 1)]) for number, page in enumerate(PAGES)),
    *((page, PUBLISHED) for page in PAGES[::3]),
    ("overdue", {"view": "tree"}),
    ("unit", {"unit": "so_nong_nghiep_moi_truong"}),
]
"""Every page as it opens, each with one of the other filters, and some over a published report."""


@dataclass
class Seen:
    """What one run of a page asked and showed."""

    asked: list[tuple[str, dict[str, Any], list[dict[str, Any]]]] = field(default_factory=list)
    cards: list[kpi.Figure] = field(default_factory=list)
    tables: list[tuple[str, Any, Any]] = field(default_factory=list)
    pictures: list[dict[str, Any]] = field(default_factory=list)
    charts: list[str] = field(default_factory=list)
    file: Document | None = None


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Seen:
    found = Seen()
    rows_of, body_of, show, spec_of = Context.rows, kpi.body, tables.show, Picture.spec
    chart_of, taken, offer = pictures.chart, page_parts.taken, page_file.offer

    def rows(self: Context, query: str, asked: Any = None, **params: Any) -> list[dict[str, Any]]:
        answer = rows_of(self, query, asked, **params)
        found.asked.append((query, params, deepcopy(answer)))  # pages put marks on the rows that they get
        return answer

    def body(screen: Any, periods: Any, title: str, figure: kpi.Figure, *others: Any) -> None:
        found.cards.append(figure)
        body_of(screen, periods, title, figure, *others)

    def table(screen: Any, columns: Any, lines: Any, key: str, **options: Any) -> None:
        found.tables.append((key, columns, lines))
        show(screen, columns, lines, key, **options)

    def spec(self: Picture) -> dict[str, Any]:
        found.pictures.append(spec_of(self))
        return spec_of(self)

    def chart(picture: Any, key: str, *others: Any) -> None:
        found.charts += [] if picture.is_empty else [key]
        chart_of(picture, key, *others)

    def offer_(screen: Any, path: str) -> None:
        kept: list[page_parts.Shown] = []
        monkeypatch.setattr(page_parts, "taken", lambda: kept.append(taken()) or kept[0])
        offer(screen, path)
        if kept[0].has_picture:
            asked = {name: url.read(name) for name in ("unit", "field")}
            found.file = page_file.told(screen, kept[0], asked)

    monkeypatch.setattr(page_file, "offer", offer_)
    monkeypatch.setattr(Context, "rows", rows)
    monkeypatch.setattr(pictures, "chart", chart)
    monkeypatch.setattr(Picture, "spec", spec)
    monkeypatch.setattr(kpi, "body", body)
    monkeypatch.setattr(tables, "show", table)
    monkeypatch.setattr(tables, "folded", lambda *given, **_: given[2]())  # every table behind a picture stands open
    return found


@pytest.fixture
def app(sample_workspaces: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., AppTest]]:
    monkeypatch.setenv("DASHBOARD_DATA", str(sample_workspaces))

    def open_(page: str, **address: str) -> AppTest:
        st.cache_data.clear()
        st.cache_resource.clear()
        return opened(page, **{"ws": "demo", **address})

    yield open_
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture(scope="module")
def known() -> dict[tuple[str, ...], Any]:
    """What the command line has answered already: pages ask many of the same questions."""
    return {}


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str], known: dict[tuple[str, ...], Any]) -> Callable[..., Any]:
    def ask_(*arguments: str) -> Any:
        if arguments not in known:
            capsys.readouterr()
            assert main([*arguments, "--json"]) == 0, arguments
            known[arguments] = json.loads(capsys.readouterr().out)
        return known[arguments]

    return ask_


@pytest.mark.parametrize(("page", "address"), QUESTIONS, ids=[f"{p}-{'&'.join(a.values())}" for p, a in QUESTIONS])
def test_what_a_page_shows_is_what_the_command_line_answers(app, ask, seen: Seen, page: str, address: dict[str, str]):
    page_shown = app(page, **address)
    assert not page_shown.exception
    workspace = address.get("ws", "demo")
    asked, cards, shown = list(seen.asked), list(seen.cards), list(seen.tables)
    said = unescape(re.sub("<[^>]*>", " ", "\n".join(str(html.value) for html in page_shown.get("html"))))
    for figure in cards:
        _check_card(ask, workspace, figure, said)
    answers = [_numbers(row) for _, _, rows in asked for row in rows]
    values = set().union(*answers)
    for key, columns, lines in shown:
        for column in columns:
            if column.kind in KINDS_OF_COUNTS:
                unknown = [line for line in lines if not _is_known(line.get(column.key), line, answers, values)]
                assert not unknown, (key, column.key, unknown[0])
    _check_queries(ask, workspace, asked)
    for drawn in seen.pictures:
        assert "<svg" in svg(drawn, 800)  # a specification that cannot be drawn raises
    keys = [button.key or "" for button in page_shown.get("download_button")]
    for ending in ("_png", "_svg"):
        saved = [key for key in keys if key.endswith(ending)]
        charts = [*seen.charts, *page_shown.get("plotly_chart"), *(key for key in keys if key == f"matrix{ending}")]
        assert len(saved) == len(charts), "every chart is saved as a file"
    assert "page_file" in keys or not saved, "a page with charts is saved as HTML"
    if "page_file" in keys:
        names = {str(row[name]) for _, _, rows in asked for row in rows for name in NAMES if row.get(name)}
        assert not told.missing(page_shown, seen.file, names), "the page's file tells all that the page tells"


def _check_card(ask: Callable[..., Any], workspace: str, figure: kpi.Figure, said: str) -> None:
    """The period's row of a card, and the rows that it is compared with, are the command line's."""
    for row in (figure.row, figure.previous, figure.last_year, figure.ytd):
        if not row:
            continue
        answer = _answered(ask, workspace, figure.metric.id, row)
        for name in ("numerator", "denominator", "ratio", "basis", "reported", "due"):
            assert answer[name] == row.get(name), (figure.metric.id, row["period_id"], name)
    row = figure.row
    if row.get("ratio") is not None and row["denominator"] >= figure.small_n:
        assert fmt.ratio(row["numerator"], row["denominator"]) in said, figure.metric.id
    elif row.get("numerator") is not None:
        assert fmt.count(row["numerator"]) in said, figure.metric.id


def _answered(ask: Callable[..., Any], workspace: str, metric: str, row: dict[str, Any]) -> dict[str, Any]:
    regime, _, label = row["period_id"].partition("/")
    question = ["metric", metric, "--workspace", workspace, "--regime", regime, "--period", label.removesuffix(":ytd")]
    question += ["--ytd"] if label.endswith(":ytd") else []
    question += ["--field", row["field_id"]] if row.get("field_id") else []
    if row.get("unit_id"):
        return ask(*question, "--unit", row["unit_id"])["rows"][0]
    if row.get("level"):
        return next(one for one in ask(*question, "--by", "level")["rows"] if one["id"] == row["level"])
    return ask(*question)["rows"][0]


def _check_queries(ask: Callable[..., Any], workspace: str, asked: list[Any]) -> None:
    done = set()
    for query, params, rows in asked:
        arguments = []
        for name, value in params.items():
            text = str(value) if isinstance(value, str | date) else json.dumps(value, default=str)
            arguments += ["--param", f"{name}={text}"]
        if (query, *arguments) in done or any(":" in str(value) and ".." in str(value) for value in params.values()):
            continue
        done.add((query, *arguments))
        assert ask("query", query, "--workspace", workspace, *arguments) == json.loads(json.dumps(rows, default=_plain))


def _numbers(row: dict[str, Any]) -> set[Any]:
    """Every number in a row, those inside its lists and structures too."""
    found: set[Any] = set()

    def gather(value: Any) -> None:
        if isinstance(value, dict):
            for one in value.values():
                gather(one)
        elif isinstance(value, (list, tuple)):
            for one in value:
                gather(one)
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            found.add(value)

    gather(row)
    return found


def _is_known(value: float | None, line: dict[str, Any], answers: list[set[Any]], values: set[Any]) -> bool:
    """Whether an answer has the number, or it follows from counts of its line that answers have.

    It may be the share of one in another of the same answer, or what two of them leave of a third.
    """
    if value is None or value in values:
        return True
    parts = {count for count in line.values() if type(count) is int}
    if any(value == whole - one - two for whole, one, two in permutations(parts & values, 3)):
        return True
    pairs = ((part, whole) for row in answers for part in parts & row for whole in row if type(whole) is int and whole)
    return any(abs(value - part / whole) < 1e-12 for part, whole in pairs)
