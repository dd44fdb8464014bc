"""The limits of small numbers are a province's own setting, and every page keeps to them."""

import ast
import re
from pathlib import Path

import pytest

from dashboard.charts.picture import TableColumn
from dashboard.limits import LimitError, Limits, limits_of, read_limits, set_limits
from dashboard.ui import tables
from tests.app.province import dossiers, month, take_in, words

UI = Path(__file__).parents[2] / "dashboard"


def test_a_limit_that_is_set_holds_and_what_is_no_limit_is_refused(full):
    assert read_limits(full) == Limits(10, 30)
    assert set_limits(full, small_n=25) == read_limits(full) == Limits(25, 30)
    for small_n, interval_n in ((0, None), (40, None), (None, 5), (None, 99_999), (-1, 3)):
        with pytest.raises(LimitError, match="small_n"):
            set_limits(full, small_n, interval_n)
    assert read_limits(full) == Limits(25, 30)


def test_asking_for_the_limits_makes_no_new_generation(full):
    before = full.generation()
    set_limits(full)
    assert full.generation() == before


@pytest.mark.parametrize("stored", ["", "abc", "-3", "0", "1e3", "１２", "999999999999"])
def test_a_stored_value_that_is_no_limit_counts_as_none(stored):
    assert limits_of(lambda _: stored) == Limits(10, 30)


def test_every_page_writes_counts_below_the_limit_and_ranks_nothing(open_page, create):
    workspace = create()
    take_in(workspace, [dossiers("xa_an_binh", month(2026, 1), 3, total=20)])
    assert "7,50%" in words(open_page("overdue", unit="xa_an_binh"))
    set_limits(workspace, small_n=41, interval_n=50)
    for page in ("overview", "overdue"):
        said = words(open_page(page, unit="xa_an_binh"))
        assert "3/40 hồ sơ" in said, page
        assert not re.search(r"7,50?%", said), page
    assert "dưới 41 trường hợp" in words(open_page("definitions"))


def test_a_table_leaves_out_the_shares_of_few_cases_and_keeps_their_counts(open_page, full):
    from dashboard.report import Viewer
    from dashboard.ui.reads import Scope
    from dashboard.ui.screen import Screen

    scope = Scope("tinh", "/nowhere", 1, Viewer("x", "admin").viewer_id, "admin", None, None, False)
    screen = Screen(scope, "Tỉnh Thử", False, "vi", "light", limits=Limits(10, 30))
    columns = (TableColumn("value", "Tỷ lệ", "percent"), TableColumn("denominator", "Mẫu số", "count"))
    rows = [{"value": 1 / 3, "denominator": 3}, {"value": 0.2, "denominator": 10}, {"value": None, "denominator": None}]
    shown = tables.without_small_shares(screen, columns, rows)
    assert [row["value"] for row in shown] == [None, 0.2, None]
    assert [row["denominator"] for row in shown] == [3, 10, None]


def test_no_page_has_a_limit_of_its_own():
    """The two numbers stand in `metrics` as defaults; a page takes them from the screen, a picture from its look."""
    allowed = {"charts/picture.py", "ui/kpi.py"}
    found = {
        path.relative_to(UI).as_posix()
        for folder in ("ui", "app_pages", "charts")
        for path in (UI / folder).glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if getattr(node, "attr", getattr(node, "id", "")) in ("SMALL_N", "INTERVAL_N")
    }
    assert found <= allowed
