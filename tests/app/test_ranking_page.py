"""The ranking page shows what `unit_ranking` and the one question in `figures` answer."""

import re
from datetime import date

import pytest

from dashboard.figures import Context, Question, answer
from dashboard.metrics import format as fmt
from dashboard.report import Lineage, Unit
from dashboard.store import write
from dashboard.store.workspace import Workspace
from dashboard.words import text
from tests.app.province import dossiers, month, take_in, words


def said(app) -> str:
    return re.sub("<[^>]*>", " ", words(app))


def table(app, prefix: str):
    return next(frame.value for frame in app.dataframe if str(frame.proto.id).split("-")[-1].startswith(prefix))


def ranking(workspace, **given):
    params = {
        "metric_id": "late_rate", "period_id": "cchc/2026-10", "other_period_id": "cchc/2026-09",
        "ytd_period_id": "cchc/2026-10:ytd", "unit_types": ["commune"], "splits_communes": "false", "small_n": "10",
        "same_territory": "false", "threshold": "",
    } | given  # fmt: skip
    return Context(workspace).rows("unit_ranking", None, **params)


def test_the_names_of_very_many_units_are_sent_when_their_list_is_opened(open_page, full, monkeypatch):
    monkeypatch.setattr("dashboard.ui.ranking_time.MOST_LISTED", 1)
    app = open_page("ranking", type="commune", units="xa_an_binh")
    assert not app.exception and not app.multiselect
    app.session_state["chosen_units_fold"] = True
    app.run()
    assert app.multiselect[0].value == ["xa_an_binh"] and len(app.multiselect[0].options) == 2


def test_every_line_is_the_answer_of_the_same_question(open_page, sample_workspaces, monkeypatch):
    monkeypatch.setenv("DASHBOARD_DATA", str(sample_workspaces))
    workspace = Workspace("demo", sample_workspaces / "demo")
    app = open_page("ranking", ws="demo", period="2026-10", type="department")
    shown = table(app, "ranking_")
    rows = {row["name"]: row for row in answer(Context(workspace), Question("late_rate", "2026-10", by="unit")).rows}
    ytd = answer(Context(workspace), Question("late_rate", "2026-10", by="unit", is_ytd=True)).rows
    sums = {row["name"]: row for row in ytd}
    places = ranking(workspace, unit_types=["department"])
    assert len(shown) == len(places)
    for row, (_, line) in zip(places, shown.iterrows(), strict=True):
        one = rows[row["unit_name"]]
        assert (line["Tỷ lệ"] if row["place"] else None) == (one["ratio"] if row["place"] else None)
        assert (row["numerator"], row["denominator"]) == (one["numerator"], one["denominator"])
        if row["ytd_place"]:
            assert line[text("ranking.ytd")] == sums[row["unit_name"]]["ratio"]
        if row["place"]:
            assert line["Hạng"] == row["place"]
    ranked = [row for row in places if row["place"]]
    assert fmt.counts(len(ranked), len(places)) in said(app)


def test_the_lists_are_those_of_the_query_and_follow_the_threshold_of_the_address(open_page, read_only):
    app = open_page("ranking", period="2026-10", type="commune", threshold="2,1")
    rows = ranking(read_only, threshold="0.021")
    beyond = [row["unit_name"] for row in rows if row["is_beyond"]]
    assert beyond and list(table(app, "remind_")["Đơn vị"]) == beyond
    assert f"{len(beyond)}/2 đơn vị chưa giữ được ngưỡng tháng 10/2026: cần nhắc nhở" in said(app)
    assert "Mọi đơn vị được xếp hạng đều giữ được ngưỡng." in said(
        open_page("ranking", period="2026-10", type="commune", threshold="99")
    )


def test_another_second_period_is_compared_with(open_page, read_only):
    app = open_page("ranking", period="2026-10", type="commune", other="2026-02")
    rows = ranking(read_only, other_period_id="cchc/2026-02")
    assert list(table(app, "ranking_")["Tháng 02/2026"]) == [row["other_value"] for row in rows]


@pytest.mark.parametrize("order", ["worst", "best", "official"])
def test_the_order_and_the_search_are_the_readers(open_page, read_only, order):
    names = list(table(open_page("ranking", period="2026-10", type="commune", order=order), "ranking_")["Đơn vị"])
    assert names == (["Xã Đông Hải", "Xã An Bình"] if order == "worst" else ["Xã An Bình", "Xã Đông Hải"])
    app = open_page("ranking", period="2026-10", type="commune", q="dong hai")
    assert len(table(app, "ranking_")) == 1
    assert "Không có đơn vị nào có tên chứa “zzz”." in said(open_page("ranking", period="2026-10", q="zzz"))


def test_choices_that_do_not_exist_are_said_and_left_out(open_page, read_only):
    asked = {"metric": "nope", "type": "q", "other": "1999", "order": "z", "threshold": "-3", "units": "a,b"}
    app = open_page("ranking", part="999999999", unit="nobody", **asked)
    assert not app.exception and not app.error
    assert len(app.warning) == len(asked)
    assert not set(asked) & set(app.query_params)


@pytest.fixture
def merged(create):
    """Two communes of May 2025 are one from July; a third, of which nobody knows what it was before, is new."""
    workspace = create()
    old = [Unit(id_, f"Xã {id_}", "commune", "commune", valid_to=date(2025, 6, 30)) for id_ in ("cu_a", "cu_b")]
    new = Unit("moi", "Xã Mới", "commune", "commune", valid_from=date(2025, 7, 1))
    with write.changing(workspace) as change:
        write.add_units(change, [*old, new])
        write.add_lineage(change, [Lineage(unit.unit_id, "moi", "merged", date(2025, 7, 1)) for unit in old])
    for number in range(5, 9):
        ids = ("cu_a", "cu_b") if number < 7 else ("moi",)
        reports = [dossiers(id_, month(2025, number), number) for id_ in (*ids, "xa_an_binh")]
        take_in(workspace, reports, f"{number}.xlsx")
    return workspace


def test_across_a_reorganisation_nothing_is_compared_until_the_reader_asks_for_one_territory(open_page, merged):
    asked = {"period": "2025-08", "other": "2025-05"}
    app = open_page("ranking", **asked)
    assert "Không so sánh được 1 đơn vị giữa tháng 05/2025 và tháng 08/2025" in app.info[0].value
    plain = table(app, "ranking_").set_index("Hạng")
    assert plain[text("overdue.change")].isna().sum() == 2  # the new one, and one without any report
    app = open_page("ranking", territory="1", **asked)
    assert not app.info
    rows = {row["unit_id"]: row for row in ranking(
        merged, period_id="cchc/2025-08", other_period_id="cchc/2025-05", ytd_period_id="", same_territory="true")}  # fmt: skip
    assert rows["moi"]["other_numerator"] == 10
    shown = table(app, "ranking_")
    change = shown[text("overdue.change")].dropna()
    assert sorted(change) == pytest.approx(sorted([8 / 200 - 10 / 400, 8 / 200 - 5 / 200]))
    assert "Quy đổi" in said(app)


def test_districts_that_ended_are_named_as_what_cannot_be_told(open_page, sample_workspaces, monkeypatch):
    monkeypatch.setenv("DASHBOARD_DATA", str(sample_workspaces))
    shown = said(open_page("ranking", ws="demo", period="2025-08", other="2025-05"))
    assert "UBND huyện, thị xã, thành phố, quận (10)" in shown
    app = open_page("ranking", ws="demo", period="2025-08", other="2025-05")
    app.session_state["ended_units_fold"] = True
    app.run()
    lines = next(frame.value for frame in app.dataframe if text("online.kind") in frame.value)
    assert len(lines) == 10 and all(why.startswith("Kết thúc ngày 01/07/2025") for why in lines["Ghi chú"])
    workspace = Workspace("demo", sample_workspaces / "demo")
    rates = {
        row["name"]: row["ratio"]
        for row in answer(Context(workspace), Question("late_rate", "2025-05", by="unit")).rows
    }
    told = lines.dropna(subset=["Tháng 05/2025"])
    assert len(told) == 9 and dict(zip(told["Đơn vị"], told["Tháng 05/2025"], strict=True)).items() <= rates.items()
    assert "không có đơn vị kế tiếp" not in said(open_page("ranking", ws="demo", period="2026-08", other="2026-05"))


def test_the_switch_is_there_only_where_a_reorganisation_is_crossed(open_page, merged):
    labels = [toggle.label for toggle in open_page("ranking", period="2025-08", other="2025-07").toggle]
    assert text("territory.switch") not in labels
    labels = [toggle.label for toggle in open_page("ranking", period="2025-08", other="2025-05").toggle]
    assert text("territory.switch") in labels


def test_a_metric_that_cannot_be_converted_says_why(open_page, merged):
    app = open_page("ranking", period="2025-08", other="2025-05", metric="iso_adoption", territory="1")
    assert text("territory.why_fact") in app.info[0].value


@pytest.mark.parametrize(
    ("workspace", "period"), [("travinh", "2023-Q3"), ("caobang", None), ("tiengiang", "2017"), ("bacgiang", "2020-02")]
)
def test_the_published_reports_open(open_page, sample_workspaces, monkeypatch, workspace, period):
    monkeypatch.setenv("DASHBOARD_DATA", str(sample_workspaces))
    app = open_page("ranking", ws=workspace, **({"period": period} if period else {}))
    assert not app.exception and not app.error
