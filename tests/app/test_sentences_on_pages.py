"""What pages claim of a change: nothing inside the interval, nothing of other units, and a clear change by its direction."""

import re
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from dashboard.words import text
from tests.app.conftest import ROOT, create_workspace
from tests.app.province import dossiers, month, take_in, words

PAGES = sorted(path.stem for path in (ROOT / "dashboard" / "app_pages").glob("[!_]*.py"))
JUDGED = ("cải thiện", "kém đi", "tiến triển rõ", "tốt lên", "xấu đi")
HEADLINES = ("overview", "overdue", "unit")


def said(open_page, page: str, **address: str) -> str:
    app = open_page(page, unit="xa_an_binh" if page == "unit" else "", **address)
    assert not app.exception
    legend = text("slope.note", "vi", noun="đơn vị", limit="").split(" (")[0]  # what colours would mean is no claim
    return re.sub("<[^>]*>", " ", words(app)).replace(legend, "")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """A workspace of these months, made once and never changed."""

    @cache
    def made(**late: int) -> Path:
        workspace = create_workspace(tmp_path_factory.mktemp("filled"))
        fill(workspace, **late)
        return workspace.folder

    return made


@pytest.fixture
def of_months(filled: Callable[..., Path], folder: Path) -> Callable[..., None]:
    """Puts a copy of such a workspace where the application looks."""
    return lambda **late: shutil.copytree(filled(**late), folder / "tinh")


def fill(workspace, **late: int) -> None:
    """Late files of 200 of each commune, by month written as an identifier: `_2026_01`."""
    for name, count in late.items():
        period = month(int(name[1:5]), int(name[6:]))
        reports = [dossiers(unit, period, count, total=200) for unit in ("xa_an_binh", "xa_dong_hai")]
        take_in(workspace, reports, f"{period.label}.xlsx")


@pytest.mark.parametrize("compare", ["previous", "last_year"])
def test_no_page_claims_a_change_that_lies_inside_the_interval(open_page, of_months, compare):
    of_months(_2025_03=12, _2026_02=11, _2026_03=10)
    for page in PAGES:
        page_says = said(open_page, page, period="2026-03", compare=compare)
        assert [claim for claim in JUDGED if claim in page_says] == [], page


@pytest.mark.parametrize(("before", "now", "claim"), [(2, 60, "kém đi"), (60, 2, "cải thiện")])
def test_a_clear_change_is_judged_by_the_direction_of_the_metric(open_page, of_months, before, now, claim):
    of_months(_2026_02=before, _2026_03=now)
    other = {"kém đi": "cải thiện", "cải thiện": "kém đi"}[claim]
    for page in HEADLINES:
        page_says = said(open_page, page, period="2026-03")
        assert claim in page_says, page
        assert other not in page_says, page


def test_without_a_previous_period_nothing_is_compared(open_page, of_months):
    of_months(_2026_03=60)
    for page in PAGES:
        page_says = said(open_page, page, period="2026-03")
        assert [claim for claim in JUDGED if claim in page_says] == [], page
    assert "Chưa có kỳ trước để so sánh" in said(open_page, "overview", period="2026-03")


def test_a_level_whose_units_changed_is_not_compared_and_the_page_says_so(open_page, of_months):
    of_months(_2025_06=2, _2025_07=60)
    for page in ("overview", "overdue"):
        page_says = said(open_page, page, period="2025-07", level="commune")
        assert [claim for claim in JUDGED if claim in page_says] == [], page
        assert "danh sách đơn vị đã thay đổi" in page_says, page


def test_a_range_is_held_against_the_equally_long_one_before_it(open_page, of_months):
    of_months(_2026_01=60, _2026_02=60, _2026_03=2, _2026_04=2)
    page_says = said(open_page, "overview", period="2026-03..2026-04")
    assert "so với 01–02/2026" in page_says
    assert "cải thiện" in page_says


def test_what_counts_the_units_themselves_is_not_compared_over_the_reform(open_page, sample_workspaces, monkeypatch):
    """46 agencies of districts that ended and 61 of today are no fall of anything; files of the province go on."""
    monkeypatch.setenv("DASHBOARD_DATA", str(sample_workspaces))
    for period, compared in (("2025-07", 2), ("2026-03", 1), ("2025", 1)):
        app = open_page(ws="demo", period=period)
        for card in ("iso", "reporting", "overdue"):
            shown = "\n".join(str(html.value) for html in app.container(key=f"kpi_{card}").html)
            is_other = card != "overdue"
            assert shown.count("danh sách đơn vị đã thay đổi") == (compared if is_other else 0), (period, card)
            assert not is_other or "không tiến triển" not in shown or period == "2026-03", (period, card)
    titles = words(open_page(ws="demo", period="2025-07"))
    assert "không so sánh với tháng 06/2025 vì danh sách đơn vị đã thay đổi" in titles
