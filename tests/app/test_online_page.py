"""The page on online filing says what the one question in `figures` and the queries answer, and what is not known."""

import re
from dataclasses import replace
from datetime import date

import pytest

from dashboard.figures import Context, Question, answer
from dashboard.metrics import format as fmt
from dashboard.report import FactRow, Period, Report, Subject
from dashboard.store import write
from dashboard.store.workspace import Workspace
from dashboard.ui import online_units
from dashboard.ui.reads import scope_of
from dashboard.ui.screen import Screen
from dashboard.words import text
from tests.app.province import UNITS, month, take_in, words


def received(unit_id: str, period: Period, online: int, offline: int = 20, carried: int | None = 10) -> Report:
    counts = {
        "received_online": online,
        "received_offline": offline,
        "received_total": online + offline + (carried or 0),
    }
    if carried is not None:
        counts["carried_over"] = carried
    rows = (FactRow(10, "dat_dai", counts=counts), FactRow(11, "ho_tich", counts=counts))
    return Report(
        "dossier", Subject("unit", unit_id), period, rows=rows, sheet="Biểu 06", letters={"received_online": "D"}
    )


def procedures(subject: Subject, period: Period, **counts: int) -> Report:
    letters = {"procedures_end_to_end": "F", "online_services_3_4": "P"}
    return Report("procedure", subject, period, rows=(FactRow(3, None, counts=counts),), sheet="TTHC", letters=letters)


@pytest.fixture
def province(create):
    """Four units in the same month of two years, and procedures; one unit of the later month is missing."""
    workspace = create()
    for year in (2025, 2026):
        period = month(year, 10)
        reports = [received(unit.unit_id, period, 60 + 5 * at + 20 * (year - 2025)) for at, unit in enumerate(UNITS)]
        reports = reports if year == 2025 else reports[1:]
        reports += [
            procedures(
                Subject("unit", unit.unit_id),
                period,
                procedures_total=50,
                procedures_end_to_end=30,
                procedures_partial=9,
            )
            for unit in (UNITS if year == 2025 else UNITS[1:])
        ]
        take_in(workspace, reports, f"{period.label}.xlsx")
    return workspace


def said(app) -> str:
    return re.sub("<[^>]*>", "", words(app))


def card(app, name: str) -> str:
    return re.sub("<[^>]*>", " ", "\n".join(str(html.value) for html in app.container(key=f"kpi_{name}").html))


def test_a_period_whose_reports_do_not_speak_of_online_files_says_so(open_page, create):
    report = Report("certificate", Subject("unit", "xa_an_binh"), month(2026, 1), rows=(FactRow(1, None, counts={}),))
    take_in(create(), [report])
    app = open_page("online")
    assert text("online.no_online", "vi", period=fmt.month(month(2026, 1).end, "vi")) in app.info[0].value


def test_where_several_units_report_their_gain_stands_on_the_page(open_page, province):
    assert text("online.gain", "vi") in [header.value for header in open_page("online").header]


@pytest.mark.parametrize("asked", [{}, {"level": "commune"}, {"unit": "xa_an_binh"}, {"field": "dat_dai"}])
def test_every_card_shows_the_answer_of_the_same_question(open_page, province, asked):
    app = open_page("online", period="2026-10", **asked)
    metrics = ["online_share_new", "online_share_total"]
    if "field" not in asked:
        metrics += ["procedures_end_to_end_share", "procedures_partial_share"]
    for metric in metrics:
        by = {"by": "level"} if "level" in asked else {"by": "unit", "unit": asked["unit"]} if "unit" in asked else {}
        question = Question(metric, "2026-10", field=asked.get("field"), **by)
        row = next(r for r in answer(Context(province), question).rows if r["id"] in ("total", *asked.values()))
        shown = card(app, metric)
        assert fmt.ratio(row["numerator"], row["denominator"]) in shown
        assert fmt.counts(row["numerator"], row["denominator"]) in shown


def test_the_other_definition_comes_first_when_it_is_chosen_and_its_formula_stands(open_page, province):
    app = open_page("online", metric="online_share_total")
    assert text("online.in_use", "vi") in card(app, "online_share_total")
    assert "Tổng số hồ sơ nhận giải quyết" in said(app)


def test_what_a_unit_still_needs_is_what_the_query_counts(open_page, province):
    app = open_page("online", level="commune", unit="xa_an_binh", period="2026-10")
    asked = {"metric_id": "online_share_new", "period_id": "cchc/2026-10", "levels": [], "field_ids": []}
    rows = Context(province).rows("online_gain_by_unit", None, **asked)
    row = next(row for row in rows if row["unit_id"] == "xa_an_binh")
    total = fmt.ratio(row["province_numerator"], row["province_denominator"], 1)
    key = "gain.unit_needs_province" if row["files_to_province"] else "gain.unit_reached_province"
    files = {"files": fmt.count(row["files_to_province"])} if row["files_to_province"] else {}
    assert text(key, "vi", goal=total, **files) in said(app)
    assert "Biểu 06!D10" in said(app)


def unit_table(app):
    """The table under the pictures of the units: the one that compares with another period."""
    return next(f.value for f in app.dataframe if text("overdue.change", "vi") in f.value and "Đơn vị" in f.value)


def test_missing_units_are_counted_and_stand_in_the_table_without_figures(open_page, province):
    app = open_page("online", period="2026-10", type="department")
    assert "3/4 đơn vị đã báo cáo" in said(app)
    table = unit_table(app).set_index("Đơn vị")
    assert list(table.index) == ["Sở Xây dựng", "Sở Tư pháp"]
    assert table["Đã báo cáo"].tolist() == [text("overdue.has_reported", "vi"), text("overdue.has_not_reported", "vi")]
    assert table["Tỷ lệ"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("kind", "names"), [("department", {"Sở Tư pháp", "Sở Xây dựng"}), ("commune", {"Xã An Bình", "Xã Đông Hải"})]
)
def test_a_kind_of_unit_is_never_set_beside_another(open_page, province, kind, names):
    assert set(unit_table(open_page("online", period="2025-10", type=kind))["Đơn vị"]) == names


def test_levels_3_and_4_are_never_compared_with_what_followed_them(open_page, create):
    workspace = create()
    for year, number in ((2021, 12), (2022, 1)):
        counts = {"procedures_total": 50, "procedures_end_to_end": 30, "procedures_partial": 9}
        take_in(workspace, [procedures(Subject("unit", "xa_an_binh"), month(year, number), **counts)], f"{year}.xlsx")
    old, new = open_page("online", period="2021-12"), open_page("online", period="2022-01")
    assert "TTHC mức độ 4" in card(old, "procedures_end_to_end_share")
    assert "TTHC toàn trình" in card(new, "procedures_end_to_end_share")
    assert "60,00%" in card(new, "procedures_end_to_end_share")
    assert "Không có số liệu 12/2021 để so sánh" in card(new, "procedures_end_to_end_share")
    assert text("kpi.no_history", "vi") in card(new, "procedures_end_to_end_share")
    assert "không nêu số hồ sơ nộp trực tuyến" in new.info[0].value


def test_a_report_that_states_services_only_is_said_plainly(open_page, create):
    workspace, period = create(), month(2020, 2)
    stated = {"province": 103, "district": 29, "commune": 18}
    reports = [procedures(Subject("level", level=level), period, online_services_3_4=n) for level, n in stated.items()]
    take_in(workspace, reports)
    shown = said(open_page("online"))
    assert "Báo cáo tháng 02/2020 chỉ nêu số dịch vụ công trực tuyến mức độ 3, 4: 150." in shown
    assert "cấp tỉnh 103; cấp huyện 29; cấp xã 18" in shown
    assert "kpi_" not in shown and "0,00%" not in shown


def test_an_old_and_a_new_commune_of_one_name_are_told_apart(open_page, create):
    old = replace(UNITS[2], valid_to=date(2025, 6, 30))
    new = replace(UNITS[2], unit_id="xa_an_binh_2025", valid_from=date(2025, 7, 1), display_order=9)
    workspace = create()
    with write.changing(workspace) as change:
        write.update_units(change, [old])
        write.add_units(change, [new])
    for number, unit_id in ((6, old.unit_id), (7, new.unit_id)):
        take_in(workspace, [received(unit_id, month(2025, number), 60)], f"{number}.xlsx")
    app = open_page("online", period="2025-06")
    assert not app.exception and not app.error
    screen = Screen(scope_of(Context(workspace)), "Tỉnh Thử", False, "vi", "light")
    names = online_units.names(screen, [old.unit_id, new.unit_id, "so_tu_phap"])
    assert names == {
        "xa_an_binh": "Xã An Bình (đến 30/06/2025)",
        "xa_an_binh_2025": "Xã An Bình (từ 01/07/2025)",
        "so_tu_phap": "Sở Tư pháp",
    }


def test_choices_that_do_not_exist_are_said_and_left_out(open_page, province):
    app = open_page("online", metric="late_rate", unit="nobody", field="nothing", type="martian")
    assert [warning.value for warning in app.warning] == [
        text("problem.choice", "vi", asked=asked, filter=text(f"filter.{name}", "vi"))
        for asked, name in (("nobody", "unit"), ("nothing", "field"), ("late_rate", "definition"))
    ]
    assert not {"metric", "unit", "field", "type"} & set(app.query_params)
    assert not app.exception and not app.error


@pytest.mark.parametrize(
    ("workspace", "shown"),
    [
        ("tiengiang", ["83,72%", "36/43", "76,60%", "36/47", "TTHC mức độ 4", "38/44", "TTHC mức độ 3", "6/44"]),
        ("travinh", ["78,24%", "3.800/4.857", "không nêu số TTHC theo mức độ trực tuyến"]),
        (
            "bacgiang",
            ["không nêu số hồ sơ nộp trực tuyến", "mức độ 3, 4: 150.", "cấp tỉnh 103; cấp huyện 29; cấp xã 18"],
        ),
        ("caobang", ["không nêu số hồ sơ nộp trực tuyến", "30/46", "6/46"]),
    ],
)
def test_the_published_reports_show_what_they_state(open_page, sample_workspaces, monkeypatch, workspace, shown):
    monkeypatch.setenv("DASHBOARD_DATA", str(sample_workspaces))
    app = open_page("online", ws=workspace)
    page = said(app) + " ".join(str(info.value) for info in app.info)
    assert not app.error
    assert [words for words in shown if words not in page] == []


def test_the_demo_says_what_the_queries_count(open_page, sample_workspaces, monkeypatch):
    monkeypatch.setenv("DASHBOARD_DATA", str(sample_workspaces))
    context = Context(Workspace("demo", sample_workspaces / "demo"))
    page = said(open_page("online", ws="demo", period="2026-10"))
    total = answer(context, Question("online_share_new", "2026-10")).rows[0]
    assert fmt.counts(total["numerator"], total["denominator"]) in page
    asked = {"metric_id": "online_share_new", "period_id": "cchc/2026-10", "levels": [], "field_ids": []}
    rows = [row for row in context.rows("online_gain_by_unit", None, **asked) if row["files_to_target"]]
    files = fmt.count(sum(row["files_to_target"] for row in rows))
    assert f"{len(rows)} đơn vị dưới chỉ tiêu cần thêm {files} hồ sơ trực tuyến" in page
    levels = {row["id"]: row for row in answer(context, Question("online_share_new", "2026-10", by="level")).rows}
    for level, name in (("province", "cấp tỉnh"), ("commune", "cấp xã")):
        assert f"{name} {fmt.ratio(levels[level]['numerator'], levels[level]['denominator'], 1)}" in page
