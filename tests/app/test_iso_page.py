"""The page on ISO 9001:2015 says what the metrics and the queries answer."""

import re
from datetime import date

import pytest

from dashboard.figures import Context, Question, answer
from dashboard.metrics import format as fmt
from dashboard.report import FactRow, Report, Subject
from dashboard.store.workspace import Workspace
from dashboard.words import text
from tests.app.province import month, take_in, words

ADOPTION = ("iso_adoption_mandatory", "iso_adoption_encouraged", "iso_adoption")
OLD = {"standard_version": "9001:2008", "iso_status": "maintained"}
NEW = {"standard_version": "9001:2015", "iso_status": "announced", "announced_on": date(2026, 9, 9)}


def iso(unit_id, period, obligation, **attributes):
    rows = (FactRow(4, None, attributes={"obligation": obligation, **attributes}),)
    letters = {"iso_status": "O", "rating": "P"}
    return Report("iso", Subject("unit", unit_id), period, rows=rows, sheet="ISO", letters=letters)


@pytest.fixture
def province(create):
    workspace = create()
    for number, of_b in ((9, OLD), (10, OLD | {"conversion_due_on": date(2026, 9, 1)})):
        period = month(2026, number)
        reports = [
            iso("so_tu_phap", period, "mandatory", **NEW),
            iso("so_xay_dung", period, "mandatory", **of_b),
            iso("xa_an_binh", period, "encouraged", rating="good", **NEW),
            iso("xa_dong_hai", period, "encouraged", iso_status="building"),
        ]
        take_in(workspace, reports, f"{period.label}.xlsx")
    return workspace


def said(app) -> str:
    alerts = " ".join(str(info.value) for info in app.info)
    return re.sub("<[^>]*>", " ", words(app)) + alerts


@pytest.mark.parametrize("asked", [{}, {"level": "commune"}])
def test_every_card_shows_the_answer_of_the_same_question(open_page, province, asked):
    app = open_page("iso", period="2026-10", **asked)
    shown = 0
    for metric in ADOPTION:
        by = {"by": "level"} if "level" in asked else {}
        rows = answer(Context(province), Question(metric, "2026-10", **by)).rows
        row = next((row for row in rows if row["id"] in ("total", *asked.values())), None)
        if row is None or row["numerator"] is None:
            continue
        card = "\n".join(str(html.value) for html in app.container(key=f"kpi_{metric}").html)
        assert fmt.counts(row["numerator"], row["denominator"]) in card
        shown += 1
    assert shown == (2 if asked else 3)


def test_who_is_late_by_its_own_date_is_named_with_the_days(open_page, province):
    shown = said(open_page("iso", period="2026-10"))
    assert "1 đơn vị quá hạn chuyển đổi tính đến 31/10/2026; lâu nhất: Sở Xây dựng, 60 ngày" in shown
    assert "Diện bắt buộc tháng 10/2026: 1/2 đang áp dụng bản 2015, 1 đang áp dụng bản 2008" in shown
    assert text("iso.conversion_none", "vi") in said(open_page("iso", period="2026-09"))


def test_a_unit_shows_how_it_stands_and_where_that_is_written(open_page, province):
    shown = said(open_page("iso", period="2026-10", unit="so_xay_dung"))
    assert "Sở Xây dựng, tháng 10/2026: ◐ Đang áp dụng bản 2008." in shown
    assert "Quá hạn chuyển đổi đã đăng ký (01/09/2026) 60 ngày." in shown
    assert "ISO!O4" in shown


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"state": "building"}, 1),
        ({"obligation": "mandatory"}, 2),
        ({"type": "commune", "state": "adopted"}, 1),
        ({"q": "dong hai"}, 1),
    ],
)
def test_units_are_filtered_by_state_obligation_kind_and_name(open_page, province, asked, shown):
    assert f"{shown} đơn vị trong bảng, trên 4 đơn vị" in said(open_page("iso", period="2026-10", **asked))


def test_filters_that_match_nothing_and_choices_that_do_not_exist_are_said(open_page, province):
    assert text("iso.units_none", "vi") in said(open_page("iso", period="2026-10", q="không có"))
    app = open_page("iso", unit="nobody", state="<b>", obligation="x", type="y")
    assert len(app.warning) == 4
    assert not {"unit", "state", "obligation", "type"} & set(app.query_params)


@pytest.mark.parametrize(
    ("workspace", "period", "shown"),
    [
        (
            "bacgiang",
            "2020-02",
            [
                "254", "46", "208", "không nêu bao nhiêu cơ quan thuộc diện áp dụng", "28,0%", "(49/175)",
                "không nêu bao nhiêu đơn vị chưa được đánh giá", "ISO!E3", "ISO!L4",
            ],
        ),
        ("tiengiang", "2020-Q3", ["không nêu đơn vị thuộc diện bắt buộc", "1 đơn vị chưa đến hạn, sớm nhất 31/12/2020"]),
        ("caobang", "2021-01-01..2021-09-20", ["không nêu đơn vị thuộc diện bắt buộc"]),
    ],
)  # fmt: skip
def test_the_published_reports_show_what_they_state(
    open_page, sample_workspaces, monkeypatch, workspace, period, shown
):
    monkeypatch.setenv("DASHBOARD_DATA", str(sample_workspaces))
    page = said(open_page("iso", ws=workspace, period=period))
    assert [words for words in shown if words not in page] == []


def test_the_demo_says_what_the_queries_count(open_page, sample_workspaces, monkeypatch):
    monkeypatch.setenv("DASHBOARD_DATA", str(sample_workspaces))
    context = Context(Workspace("demo", sample_workspaces / "demo"))
    page = said(open_page("iso", ws="demo", period="2026-10"))
    late = [
        row
        for row in context.rows("iso_units", None, period_ids=["cchc/2026-10"], unit_ids=[])
        if row["conversion"] == "late"
    ]
    assert late
    assert f"{len(late)} đơn vị quá hạn chuyển đổi tính đến 31/10/2026" in page
    for row in context.rows("iso_states", None, period_ids=["cchc/2026-10"]):
        if row["level"] == "total":
            assert f"{row['adopted']}/{row['units']} đang áp dụng bản 2015" in page


def test_a_range_of_months_shows_how_its_last_month_ends(open_page, province):
    app = open_page("iso", period="2026-09..2026-10")
    assert not app.exception and not app.error and not app.warning
    shown = said(app)
    assert "1/2 đang áp dụng bản 2015" in shown
    assert "1 đơn vị quá hạn chuyển đổi tính đến 31/10/2026" in shown
    of_one = open_page("iso", period="2026-09..2026-10", unit="so_xay_dung")
    assert not of_one.error
    assert "Quá hạn chuyển đổi" in said(of_one)


def test_a_count_of_an_unknown_whole_is_held_against_no_target():
    from dashboard.metrics.catalogue import load_catalogue
    from dashboard.ui.kpi import Figure

    metric = load_catalogue().metrics["iso_adoption_mandatory"]
    row = {"numerator": 46, "denominator": None, "ratio": None, "target_value": 1.0, "comparator": ">="}
    assert Figure(metric, row, {}, {}).status("previous") == "unknown"
    assert Figure(metric, {**row, "denominator": 46}, {}, {}).status("previous") == "met"
