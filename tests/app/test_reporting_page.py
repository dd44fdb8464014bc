"""The page on reporting: its figures are those of the questions behind it, in each of its states, in both languages."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.figures import Context, Question, answer
from dashboard.metrics import format as fmt
from dashboard.report import FactRow, Report, Subject
from dashboard.store.workspace import Workspace
from dashboard.words import text
from tests.app.province import UNITS, month, take_in, words

Open = Callable[..., AppTest]
LAST = date(2026, 11, 22)


def plain(app: AppTest) -> str:
    return re.sub(r"<[^>]*>", " ", words(app))


def card(app: AppTest, name: str) -> str:
    return "\n".join(str(html.value) for html in app.container(key=f"kpi_{name}").html)


def status_grid(app: AppTest) -> dict[str, list[str]]:
    """The states that the grid of units and periods was given, in words, by the names of units."""
    (found,) = [one.proto for one in app.get("bidi_component") if one.proto.component_name == "status_grid"]
    data = json.loads(found.json)
    said = {letter: state["words"] for letter, state in data["states"].items()}
    return {row[1]: [said[letter] for letter in row[2]] for row in data["rows"]}


@pytest.fixture
def samples(sample_workspaces: Path, monkeypatch: pytest.MonkeyPatch, open_page: Open) -> Open:
    """Opens the page over the sample workspaces."""
    monkeypatch.setenv("DASHBOARD_DATA", str(sample_workspaces))
    return lambda **address: open_page("reporting", **address)


def context(folder: Path, name: str) -> Context:
    return Context(Workspace(name, folder / name))


def asked(folder: Path, name: str, query: str, labels: list[str], **params: Any) -> list[dict[str, Any]]:
    ids = [f"cchc/{label}" for label in labels]
    return context(folder, name).rows(query, None, period_ids=ids, on_day=LAST, few_days=3, **params)


MONTHS = [f"{year}-{at:02d}" for year in (2023, 2024, 2025, 2026) for at in range(1, 13)][10:46]


def test_bac_giang_misses_two_of_thirty_and_no_other_has_a_day(samples, sample_workspaces) -> None:
    app = samples(ws="bacgiang", period="2020-02")
    said = plain(app)
    assert not app.exception
    assert "28/30 đơn vị đã báo cáo" in said
    assert "2/30 đơn vị chưa nộp báo cáo tháng 02/2020: Sở Xây dựng, Thanh tra tỉnh" in said
    found = status_grid(app)
    assert len(found) == 30
    assert {name for name, (state,) in found.items() if state == "Chưa nộp"} == {"Sở Xây dựng", "Thanh tra tỉnh"}
    assert sum(states == ["Đã nộp, không rõ ngày"] for states in found.values()) == 28
    assert "không xác định được đúng hạn hay trễ" in said
    assert ">0<" not in card(app, "late")


@pytest.mark.parametrize("level", [None, "commune"])
def test_the_cards_of_the_demo_are_the_answers_of_the_same_questions(samples, sample_workspaces, level) -> None:
    app = samples(ws="demo", period="2026-03", **({"level": level} if level else {}))
    for metric in ("report_submitted_rate", "report_on_time_rate"):
        rows = answer(
            context(sample_workspaces, "demo"), Question(metric, "2026-03", by="level" if level else "total")
        ).rows
        row = next(row for row in rows if level in (None, row["id"]))
        assert fmt.ratio(row["numerator"], row["denominator"]) in card(app, metric)
    (total,) = [
        row
        for row in asked(sample_workspaces, "demo", "report_status_by_period", ["2026-03"])
        if row["level"] == (level or "total")
    ]
    assert f"<b>{total['missing']}</b>" in card(app, "missing")
    assert f"<b>{total['slightly_late'] + total['very_late']}</b>" in card(app, "late")


def test_counts_of_states_add_up_to_the_metrics_of_every_month_of_the_demo(sample_workspaces) -> None:
    demo = context(sample_workspaces, "demo")
    ids = [f"cchc/{label}" for label in MONTHS]
    metrics = ["report_submitted_rate", "report_on_time_rate"]
    rates = {
        (row["metric_id"], row["period_id"]): (row["numerator"], row["denominator"])
        for row in demo.rows("metric_total", None, metric_ids=metrics, period_ids=ids, field_ids=[])
    }
    counted = [
        row for row in asked(sample_workspaces, "demo", "report_status_by_period", MONTHS) if row["level"] == "total"
    ]
    assert len(counted) == 36
    for row in counted:
        late = row["slightly_late"] + row["very_late"] + row["late"]
        submitted = row["on_time"] + late + row["undated"]
        assert rates["report_submitted_rate", row["period_id"]] == (submitted, row["due"])
        assert rates["report_on_time_rate", row["period_id"]] == (row["on_time"], row["due"])


def test_the_grid_of_the_demo_is_the_answer_of_the_status_query(samples, sample_workspaces) -> None:
    app = samples(ws="demo", period="2026-10", which="all", level="commune", q="lan")
    found = status_grid(app)
    rows = asked(sample_workspaces, "demo", "report_status", MONTHS, unit_ids=[])
    expected: dict[str, list[str]] = {}
    named = {"slightly_late": "Trễ ít (1–3 ngày)", "very_late": "Trễ nhiều (trên 3 ngày)"}
    for row in rows:
        if row["level"] == "commune" and "lan" in row["unit_name"].lower():
            state = row["status"]
            expected.setdefault(row["unit_id"], []).append(named.get(state) or text(f"reporting.status_{state}", "vi"))
    assert len(expected) == sum(1 for _ in found) > 1
    assert sorted(expected.values()) == sorted(found.values())
    assert any("Không áp dụng" in states for states in found.values())


def test_a_unit_leads_to_its_periods_and_source_cells_in_english_too(samples) -> None:
    app = samples(ws="bacgiang", period="2020-02", unit="so_xay_dung", at="cchc/2020-02", lang="en")
    assert not app.exception
    said = plain(app)
    assert "1 periods due: 0 on time, 0 late, 1 missing." in said
    assert "Source cells, 02/2020" in said
    assert any(button.label.startswith("Original file") for button in app.get("download_button"))
    app.button(key="close_unit").click().run()
    assert "unit" not in app.query_params
    assert "Source cells" not in plain(app)


def test_without_a_list_nobody_is_called_missing(samples) -> None:
    for language in ("vi", "en"):
        app = samples(ws="caobang", lang=language)
        assert not app.exception
        assert text("reporting.no_list_heading", language) in plain(app)
        assert "status_grid" not in [one.proto.component_name for one in app.get("bidi_component")]


def submissions(label: tuple[int, int], said: dict[str, date | None]) -> list[Report]:
    period = replace(month(*label), due=date(*label, 20))
    reports = []
    for unit in UNITS:
        day = said.get(unit.unit_id)
        counts = {"report_due": 1, "report_submitted": int(unit.unit_id in said)}
        row = FactRow(3, None, counts=counts, attributes={"submitted_on": day} if day else {})
        reports.append(Report("submission", Subject("unit", unit.unit_id), period, rows=(row,), sheet="Nộp báo cáo"))
    return reports


def test_late_missing_and_unknown_days_are_told_apart_and_counted_over_months(open_page, create) -> None:
    workspace = create()
    for at, day in ((1, 18), (2, 22), (4, 27)):
        said = {"so_tu_phap": date(2026, at, day), "so_xay_dung": None, "xa_an_binh": date(2026, at, 20)}
        take_in(workspace, submissions((2026, at), said), f"nop-{at}.xlsx")
    app = open_page("reporting")
    assert not app.exception
    found = status_grid(app)
    assert found["Sở Tư pháp"] == ["Đúng hạn", "Trễ ít (1–3 ngày)", "Trễ nhiều (trên 3 ngày)"]
    assert found["Xã Đông Hải"] == ["Chưa nộp"] * 3
    assert list(found)[:2] == ["Xã Đông Hải", "Sở Tư pháp"]
    assert next(iter(status_grid(open_page("reporting", order="official")))) == "Sở Tư pháp"
    said = plain(app)
    assert "2026-03; các kỳ này không được tính" in said
    assert "2/4 đơn vị chưa nộp hoặc nộp trễ tháng 04/2026" in said
    assert "nhiều nhất: Xã Đông Hải (3/3 kỳ)" in said


def test_the_counts_stand_beside_those_of_the_period_that_is_compared(samples, sample_workspaces) -> None:
    for compare, label, name in (("previous", "2026-09", "Tháng 09/2026"), ("last_year", "2025-10", "Tháng 10/2025")):
        app = samples(ws="demo", period="2026-10", compare=compare)
        rows = asked(sample_workspaces, "demo", "report_status_by_period", [label])
        (before,) = [row["missing"] for row in rows if row["level"] == "total"]
        assert f"{name}: {before} đơn vị" in card(app, "missing")
    assert "Tháng 06/2025" not in card(samples(ws="demo", period="2025-07"), "missing")


def test_an_address_that_asks_for_nobody_is_corrected_and_search_needs_no_accents(open_page, create) -> None:
    workspace = create()
    take_in(workspace, submissions((2026, 1), {"so_tu_phap": None}), "nop.xlsx")
    app = open_page("reporting", unit="khong-co", order="x", which="y", type="z", list="w")
    assert not app.exception
    assert "khong-co" in plain(app)
    assert "unit" not in app.query_params
    assert list(status_grid(open_page("reporting", q="dong hai"))) == ["Xã Đông Hải"]
    assert text("reporting.no_match", "vi") in plain(open_page("reporting", q="zzz"))
