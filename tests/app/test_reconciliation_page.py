"""The reconciliation page and the list of overdue files say what the queries and the command line answer."""

import re

import pytest

from dashboard.figures import Context
from dashboard.metrics import format as fmt
from dashboard.store.workspace import Workspace
from dashboard.words import text
from tests.app.province import dossiers, month, words
from tests.queries.case_exports import PERSON, add_reports, ask, case, take

LINES = [
    case("H1", "01/10/2026 08:15", "05/10/2026 17:00", "06/10/2026 09:00"),
    case("H2", "30/09/2026", "15/10/2026", "14/10/2026", field="Hộ tịch", channel="Trực tiếp"),
    case("H3", "20/06/2026", "25/06/2026"),
    case("H4", "20/10/2026", "25/10/2026", resolving="Xã Đông Hải"),
    case("H5", "01/10/2026", "05/10/2026", "", status="10", resolving="Xã Đông Hải"),
    case("", "01/10/2026"),
]


@pytest.fixture
def province(create):
    workspace = create()
    add_reports(workspace, [dossiers(unit, month(2026, 10), 3) for unit in ("xa_an_binh", "xa_dong_hai")])
    take(workspace, LINES)
    return workspace


def said(app) -> str:
    return re.sub("<[^>]*>", " ", words(app))


def test_every_column_stands_as_the_query_counts_it(open_page, province):
    app = open_page("reconciliation", period="2026-10")
    rows = ask(province, "case_reconciliation")
    frame = next(table.value for table in app.dataframe if text("cases.column") in table.value.columns)
    for label, key in (
        ("cases.reported", "reported"),
        ("cases.counted", "counted"),
        ("cases.difference", "difference"),
    ):
        assert frame[text(label)].tolist() == [row[key] for row in rows]
    assert "2/2 đơn vị lệch giữa báo cáo và hệ thống" in said(app)
    assert "1 hồ sơ quá hạn trên 90 ngày" in said(app)
    assert "1 lỗi trên hồ sơ" in said(app)
    assert PERSON not in str([table.value.to_dict() for table in app.dataframe]) + said(app)


def test_choices_that_do_not_exist_are_said_and_left_out(open_page, province):
    app = open_page("reconciliation", unit="nobody", field="x", column="drop table", ghost="-1", period="2026-10")
    assert len(app.warning) == 4
    assert not {"unit", "field", "column", "ghost"} & set(app.query_params)


def test_the_drill_ends_in_the_overdue_files_worst_first(open_page, province):
    app = open_page("overdue", period="2026-10", level="commune")
    frame = next(table.value for table in app.dataframe if text("cases.code") in table.value.columns)
    assert frame[text("cases.code")].tolist() == ["H3", "H5", "H4", "H1"]
    assert frame[text("cases.days_late")].tolist() == [128, 26, 6, 1]
    assert text("cases.standing_late") in set(frame[text("cases.standing")])
    assert "1 hồ sơ đã giải quyết quá hạn tháng 10/2026, 3 hồ sơ đang giải quyết quá hạn cuối kỳ" in said(app)
    assert "1/3 hồ sơ đang quá hạn cuối tháng 10/2026 đã quá hạn trên 90 ngày" in said(app)
    unit = open_page("overdue", period="2026-10", level="commune", unit="xa_dong_hai", field="dat_dai")
    frame = next(table.value for table in unit.dataframe if text("cases.code") in table.value.columns)
    assert frame[text("cases.code")].tolist() == ["H5", "H4"]


@pytest.mark.parametrize("asked", ["x", "-1", "999999", "1e9", "٣"])
def test_a_page_of_files_that_does_not_exist_shows_the_first(open_page, province, asked):
    app = open_page("overdue", period="2026-10", level="commune", files=asked)
    assert not app.exception
    frame = next(table.value for table in app.dataframe if text("cases.code") in table.value.columns)
    assert len(frame) == 4
    assert "files" not in app.query_params


def test_where_no_export_tells_one_quiet_sentence_says_so(open_page, full):
    app = open_page("overdue", period="2026-10")
    assert text("cases.none", period="tháng 10/2026") in said(app)


def test_the_demo_differs_from_its_reports_only_where_something_was_sown(open_page, sample_workspaces, monkeypatch):
    monkeypatch.setenv("DASHBOARD_DATA", str(sample_workspaces))
    context = Context(Workspace("demo", sample_workspaces / "demo"))
    rows = context.rows("case_reconciliation", None, period_id="cchc/2026-10", unit_ids=[], field_ids=[], levels=[])
    page = said(open_page("reconciliation", ws="demo", period="2026-10", column="resolved_late"))
    late = next(row for row in rows if row["column_id"] == "resolved_late")
    assert late["difference"] == 0
    assert f"cả {fmt.count(late['units'])} đơn vị đều khớp giữa báo cáo và hệ thống" in page
