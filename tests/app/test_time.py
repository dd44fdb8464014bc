"""Time on pages: the year to date beside the period, ranges, and what a page says of both."""

import re
from datetime import UTC, date, datetime

import pytest

from dashboard.figures import Context, Question, answer
from dashboard.metrics import format as fmt
from tests.app.province import dossiers, fill, month, take_in, words

PAGES = ("overview", "overdue", "online", "signature", "reporting", "quality", "targets")


def said(app) -> str:
    return re.sub("<[^>]*>", "", words(app))


def asked(workspace, metric: str, period: str, **more) -> dict:
    (row,) = answer(Context(workspace), Question(metric, period, **more)).rows
    return row


def card(app, name: str = "overdue") -> str:
    return re.sub("<[^>]*>", "", "\n".join(str(html.value) for html in app.container(key=f"kpi_{name}").html))


def opened(app):
    """The page with every table behind a heading opened."""
    for heading in app.expander:
        if heading.key:
            app.session_state[heading.key] = True
    return app.run()


def value(row: dict) -> str:
    return (
        f"{fmt.ratio(row['numerator'], row['denominator'])} ({fmt.counts(row['numerator'], row['denominator'])} hồ sơ)"
    )


@pytest.mark.parametrize("period", ["2026-03", "2026-Q2", "2026-02..2026-04"])
def test_a_card_shows_the_year_to_date_that_the_command_line_gives(open_page, read_only, period):
    row = asked(read_only, "late_rate", period, is_ytd=True)
    assert row["numerator"] > asked(read_only, "late_rate", period)["numerator"]
    found = card(open_page(period=period))
    assert f"Lũy kế từ đầu năm: {value(row)} · cộng các kỳ" in found
    assert "Số cuối kỳ, không có lũy kế" in card(open_page(period=period), "pending_overdue")


@pytest.mark.parametrize("period", ["2026-01", "2026-Q1", "2026-H1", "2026-01..2026-05"])
def test_a_period_that_begins_the_year_is_not_repeated_as_its_year_to_date(open_page, read_only, period):
    assert "Lũy kế" not in card(open_page(period=period))


def test_a_missing_month_leaves_no_year_to_date_and_says_so(open_page, gaps):
    found = card(open_page(period="2026-04"))
    assert "Lũy kế từ đầu năm: – (thiếu báo cáo của ít nhất một kỳ trong năm)" in found


def test_a_year_to_date_of_some_units_says_of_how_many(open_page, create):
    workspace = create()
    for number, units in ((1, ("xa_an_binh", "xa_dong_hai")), (2, ("xa_an_binh", "xa_dong_hai")), (3, ("xa_an_binh",))):
        take_in(workspace, [dossiers(unit, month(2026, number), 3) for unit in units], f"{number}.xlsx")
    found = card(open_page(period="2026-03"))
    assert "cộng các kỳ của 1/4 đơn vị đủ báo cáo" in found


def test_tables_of_fields_and_units_hold_the_year_to_date_with_its_counts(open_page, read_only):
    app = opened(open_page("overdue", period="2026-03", level="commune"))
    frames = [frame.value for frame in app.dataframe]
    fields = next(frame for frame in frames if "Lĩnh vực" in frame.columns and "Lũy kế từ đầu năm" in frame.columns)
    units = next(frame for frame in frames if "Đơn vị" in frame.columns and "Lũy kế từ đầu năm" in frame.columns)
    for row in answer(Context(read_only), Question("late_rate", "2026-03", by="unit", is_ytd=True)).rows:
        shown = units[units["Đơn vị"] == row["name"]]
        if row["id"].startswith("xa_"):
            ends = (shown["Lũy kế: tử số"].item(), shown["Lũy kế: mẫu số"].item())
            assert ends == (row["numerator"], row["denominator"])
            assert shown["Lũy kế từ đầu năm"].item() == pytest.approx(row["ratio"])
            assert shown["Lũy kế lấy từ"].item() == "cộng các kỳ"
    assert fields["Lũy kế: tử số"].sum() == units["Lũy kế: tử số"].sum()


@pytest.mark.parametrize("page", PAGES)
def test_every_page_answers_for_a_range(open_page, read_only, page):
    app = open_page(page, period="2026-02..2026-04")
    assert not app.exception
    assert not app.error
    assert app.query_params["period"] == "2026-02..2026-04"
    assert [warning.value for warning in app.warning] == []


@pytest.mark.parametrize("period", ["2026-02..2026-04", "2026-02-01..2026-04-30", "cchc/2026-02..2026-04"])
def test_a_range_shows_what_the_command_line_gives_for_its_ends(open_page, read_only, period):
    row = asked(read_only, "late_rate", "2026-02", to="2026-04")
    found = card(open_page(period=period))
    assert fmt.ratio(row["numerator"], row["denominator"]) in found
    assert fmt.counts(row["numerator"], row["denominator"]) in found
    before = asked(read_only, "late_rate", "2025-11", to="2026-01")
    assert fmt.points(row["ratio"] - before["ratio"]) in found


@pytest.mark.parametrize("period", ["2026-04..2026-02", "2026-02..2026-Q2", "1999-01..1999-05", "2026-02..", "a..b"])
def test_a_range_that_is_none_is_said_and_the_last_month_shown(open_page, read_only, period):
    app = open_page(period=period)
    assert app.query_params["period"] == "2026-10"
    (warning,) = app.warning
    assert f"Khoảng “{period}” không có trong không gian này" in warning.value


def test_a_range_is_chosen_by_its_two_ends(open_page, read_only):
    app = open_page(period="2026-05")
    app.selectbox(key="w_kind").select("range").run()
    assert app.query_params["period"] == "2026-01..2026-05"
    app.selectbox(key="w_period_to").select("2026-03").run()
    assert app.query_params["period"] == "2026-01..2026-03"
    app.selectbox(key="w_period_from").select("2026-09").run()
    assert app.query_params["period"] == "2026-03..2026-09"
    app.selectbox(key="w_kind").select("month").run()
    assert app.query_params["period"] == "2026-09"


def test_figures_as_of_an_earlier_day_are_those_of_that_day_and_a_banner_says_so(open_page, full):
    from dashboard.store import read

    (today,) = read.entry_days(full)
    take_in(full, [dossiers("so_tu_phap", month(2026, 10), 90)], "sua-lai.xlsx")
    (row,) = answer(Context(full, as_of="r14"), Question("late_rate", "2026-10")).rows
    now = asked(full, "late_rate", "2026-10")
    assert row["numerator"] != now["numerator"]
    app = open_page(asof="r14")
    assert value(row).split(" (")[0] in card(app)
    assert "Số liệu tại thời điểm: Sau lần nhập r14." in said(app)
    app.button(key="banner_asof_back").click().run()
    assert "asof" not in app.query_params
    assert value(now).split(" (")[0] in card(app)
    assert "Số liệu tại thời điểm" not in said(app)
    app.selectbox(key="w_asof").select(today.isoformat()).run()
    assert app.query_params["asof"] == today.isoformat()
    assert value(now).split(" (")[0] in card(app)


@pytest.mark.parametrize("page", PAGES)
def test_before_the_first_report_every_page_says_that_there_is_nothing(open_page, read_only, page):
    app = open_page(page, asof="2001-01-01")
    assert not app.exception
    assert not app.error
    assert "Số liệu tại thời điểm: Hết ngày 01/01/2001." in said(app)


@pytest.mark.parametrize("asof", ["r999", "2026-13-01", "hôm qua", "' or 1=1"])
def test_a_moment_that_is_none_is_said_and_the_latest_figures_shown(open_page, read_only, asof):
    app = open_page(asof=asof)
    assert "asof" not in app.query_params
    assert f"“{asof}” không phải thời điểm" in app.warning[0].value


def test_vertical_agencies_are_counted_in_when_they_are_asked_for(open_page, create):
    from dashboard.report import FactRow, Report, Subject

    workspace = create()
    rows = tuple(
        FactRow(line, field, counts={"resolved_total": total, "resolved_late": late}, is_vertical=is_vertical)
        for line, field, total, late, is_vertical in ((5, "dat_dai", 100, 10, False), (6, "ho_tich", 50, 20, True))
    )
    take_in(workspace, [Report("dossier", Subject("unit", "xa_an_binh"), month(2026, 1), rows=rows)])
    app = open_page()
    assert "10/100 hồ sơ" in card(app)
    app.toggle(key="w_vertical").set_value(True).run()
    assert app.query_params["vertical"] == "1"
    (row,) = answer(Context(workspace, includes_vertical=True), Question("late_rate", "2026-01")).rows
    assert value(row).split(" (")[0] in card(app)
    assert row["numerator"] == 30
    assert "Số liệu có tính cả cơ quan ngành dọc." in said(app)


def test_the_days_of_entries_are_those_in_vietnam_wherever_the_machine_stands(create):
    from dashboard.store import read

    workspace = create()
    evening = datetime(2026, 10, 31, 18, tzinfo=UTC)  # one in the morning of 1 November in Vietnam
    fill(workspace, {"som.xlsx": [dossiers("so_tu_phap", month(2026, 9), 1)]}, evening)
    assert read.entry_days(workspace) == (date(2026, 11, 1),)
