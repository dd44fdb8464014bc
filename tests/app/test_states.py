"""Every page in each of its four states and in both languages: nothing reported, some units missing, normal, failed."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.ui import shell
from dashboard.words import LANGUAGES, text
from tests.app.province import words
from tests.browser.site import PAGES

ROOT = Path(__file__).parents[2]
_ENTRY = (ROOT / "dashboard" / "app.py").read_text("utf-8")
NAVIGATION = {
    "" if first else path: (name, said)
    for name, said, path, first in re.findall(
        r'_page\("(\w+)", "(\w+)", "\w+", (?:"([\w-]+)"|FIRST)(, is_first=True)?\)', _ENTRY
    )
}
"""The script of each page and where its words stand, by its path."""

WITHOUT_REPORTS = {"definitions", "upload", "revisions", "regimes"}
"""Pages that speak of no period: they are the same in an empty workspace."""

NOT_REPORTED = {"iso": "iso.no_figure", "score766": "score766.none", "signature": "signature.no_figure"}
NOTHING_TO_SHOW = {*NOT_REPORTED, "reconciliation"}
"""Pages for which the reports of the province with gaps hold nothing, and what those say that name the period alone."""
PERIOD = {"vi": "tháng 04/2026", "en": "04/2026"}

Walk = Callable[..., Iterator[tuple[str, str, str, AppTest]]]


@pytest.fixture
def walk(open_page: Callable[..., AppTest]) -> Walk:
    """Opens every page after the other in one session, in one language and then in the other."""

    def pages(**address: str) -> Iterator[tuple[str, str, str, AppTest]]:
        app = open_page(**address)
        for language in LANGUAGES:
            for name, said in NAVIGATION.values():
                app.query_params.clear()
                app.query_params.update({**address, "lang": language})
                app = app.switch_page(f"app_pages/{name}.py").run()
                assert not app.exception, name
                assert app.title[0].value == text(f"{said}.title", language)
                yield name, said, language, app

    return pages


def test_the_pages_that_are_walked_are_those_that_a_visitor_finds() -> None:
    assert set(NAVIGATION) == set(PAGES)


def test_an_empty_workspace_asks_its_question_and_says_how_to_bring_the_first_report_in(walk: Walk, create) -> None:
    create()
    for name, said, language, app in walk():
        assert not app.error, name
        assert text(f"{said}.question", language) in unescape(words(app)), name
        if name not in WITHOUT_REPORTS:
            assert text("shell.empty", language) in [header.value for header in app.header], name
            assert "import bao-cao.xlsx --workspace tinh" in app.code[0].value, name


def test_where_units_are_missing_every_page_answers_and_says_what_there_is_not(walk: Walk, gaps) -> None:
    for name, _, language, app in walk(period="2026-04"):
        assert not app.error and not app.warning, name
        assert len(app.info) == (name in NOTHING_TO_SHOW), name
        if name in NOT_REPORTED:
            assert app.info[0].value.startswith(text(NOT_REPORTED[name], language, period=PERIOD[language])), name
            assert 'class="kpi-value' not in words(app), name
        if name == "reconciliation":
            assert not app.dataframe


def test_in_a_normal_period_every_page_answers(walk: Walk, sample_workspaces, monkeypatch) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(sample_workspaces))
    for name, _, _, app in walk(ws="demo", period="2026-10"):
        assert not app.error and not app.warning and not app.info, name


def test_a_page_that_fails_says_a_sentence_and_never_a_traceback(walk: Walk, full, monkeypatch) -> None:
    title = shell.title

    def fail(*asked) -> None:
        title(*asked)
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(shell, "title", fail)
    for name, _, language, app in walk():
        assert text("state.error_heading", language) in app.error[0].value, name
        assert "division" not in words(app), name
