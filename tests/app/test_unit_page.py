"""The page on one unit says what the one question in `figures` and the queries answer."""

import re
from datetime import date

import pytest

from dashboard.figures import Context, Question, answer
from dashboard.metrics import format as fmt
from dashboard.report import FactRow, Lineage, Report, Subject, Unit
from dashboard.store import write
from dashboard.store.workspace import Workspace
from dashboard.words import text
from tests.app.province import FIELDS, UNITS, dossiers, fill, month, take_in, words


def said(app) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", words(app)))


def card(app, name) -> str:
    return re.sub(
        r"\s+", " ", re.sub("<[^>]*>", " ", "\n".join(str(h.value) for h in app.container(key=f"kpi_{name}").html))
    )


@pytest.mark.parametrize("unit", ["xa_an_binh", "so_xay_dung"])
def test_a_unit_with_few_reports_or_none_has_a_page_in_both_languages(open_page, gaps, unit):
    for language in ("vi", "en"):
        app = open_page("unit", lang=language, unit=unit)
        assert not app.exception and not app.error
        assert app.title[0].value == text("profile.title", language)


DEPARTMENTS = tuple(
    Unit(f"so_{n}", f"Sở {n}", "department", "province", display_order=n, must_report=True) for n in range(6)
)


@pytest.fixture
def province(folder):
    workspace = write.create_workspace("tinh", title="Tỉnh", units=DEPARTMENTS, fields=FIELDS, root=folder)
    for label in ((2026, 1), (2026, 2)):
        period = month(*label)
        found = [dossiers(unit.unit_id, period, 3 * n) for n, unit in enumerate(DEPARTMENTS)]
        for n, unit in enumerate(DEPARTMENTS):
            row = FactRow(4, None, counts={"report_due": 1, "report_submitted": 1, "report_on_time": int(n > 2)})
            found.append(Report("submission", Subject("unit", unit.unit_id), period, rows=(row,)))
        take_in(workspace, found, f"{period.label}.xlsx")
    return workspace


@pytest.mark.parametrize("unit", ["so_0", "so_3"])
def test_a_card_shows_the_answer_of_the_same_question_and_the_place_that_the_query_gives(open_page, province, unit):
    app = open_page("unit", unit=unit, period="2026-02")
    for name, metric in (
        ("overdue", "late_rate"),
        ("pending_overdue", "pending_overdue_rate"),
        ("online", "online_share_new"),
    ):
        [row] = answer(Context(province), Question(metric, "2026-02", unit=unit)).rows
        asked = {"unit_id": unit, "metric_ids": [metric], "period_ids": ["cchc/2026-02"], "small_n": 10}
        [standing] = Context(province).rows("unit_standing", None, **asked)
        shown = card(app, name)
        assert fmt.ratio(row["numerator"], row["denominator"]) in shown
        assert fmt.counts(row["numerator"], row["denominator"]) in shown
        assert f"{standing['place']}/{standing['ranked']}" in shown
        assert (standing["numerator"], standing["denominator"]) == (row["numerator"], row["denominator"])


def test_the_table_of_its_kind_has_the_figures_of_every_unit(open_page, province):
    app = open_page("unit", unit="so_3", period="2026-02")
    app.expander(key="peers_fold")  # closed, it holds no table
    assert not [frame for frame in app.dataframe if len(frame.value) == 6]
    app.session_state["peers_fold"] = True
    frame = next(frame.value for frame in app.run().dataframe if len(frame.value) == 6)
    assert {"standing_late_rate_png", "standing_late_rate_svg"} <= {one.key for one in app.get("download_button")}
    rows = answer(Context(province), Question("late_rate", "2026-02", by="unit")).rows
    expected = {row["name"]: row["ratio"] for row in rows}
    assert dict(zip(frame["Đơn vị"], frame["Tỷ lệ hồ sơ giải quyết quá hạn"], strict=True)) == expected
    assert frame["Đơn vị"].iloc[0] == "Sở 5"  # the worst first


def test_a_unit_of_its_own_kind_has_no_place_and_one_without_procedures_is_not_the_last(open_page, folder):
    alone = Unit("thanh_tra", "Thanh tra tỉnh", "inspectorate", "province", has_procedures=False, must_report=True)
    workspace = write.create_workspace("tinh", title="Tỉnh", units=(*UNITS, alone), fields=FIELDS, root=folder)
    document = FactRow(4, None, counts={"docs_out": 100, "e_docs": 96, "signed_docs": 90})
    signed = Report("document", Subject("unit", "thanh_tra"), month(2026, 1), rows=(document,))
    fill(workspace, {"a.xlsx": [dossiers("so_tu_phap", month(2026, 1), 3), signed]})
    app = open_page("unit", unit="thanh_tra", period="2026-01")
    assert text("profile.not_applicable", "vi") in card(app, "overdue")
    assert "90,00%" in card(app, "signature")
    assert text("standing.alone", "vi") in card(app, "signature")


def test_a_unit_that_ended_says_so_and_leads_to_its_last_period_and_its_successor(open_page, folder):
    old = Unit("xa_cu", "Xã Cũ", "commune", "commune", valid_to=date(2025, 6, 30), must_report=True)
    new = Unit("xa_moi", "Xã Mới", "commune", "commune", valid_from=date(2025, 7, 1), must_report=True)
    workspace = write.create_workspace(
        "tinh", title="Tỉnh", units=(old, new), fields=FIELDS, root=folder,
        lineage=[Lineage("xa_cu", "xa_moi", "merged", date(2025, 7, 1), is_partial=True)],
    )  # fmt: skip
    for number in (5, 6, 7, 8):
        unit = "xa_cu" if number < 7 else "xa_moi"
        take_in(workspace, [dossiers(unit, month(2025, number), number)], f"{number}.xlsx")
    app = open_page("unit", unit="xa_cu", period="2025-08")
    assert "Xã Cũ kết thúc hoạt động ngày 30/06/2025, nên không có số liệu tháng 08/2025." in [
        i.value for i in app.info
    ]
    [link] = [link.proto for link in app.get("page_link") if "Xã Mới" in link.proto.label]
    assert "unit=xa_moi" in link.query_string and "chỉ một phần" in link.label
    app.button(key="go_to_period").click().run()
    assert app.query_params["period"] == "2025-06"
    assert "12/200 hồ sơ" in card(app, "overdue") or "6/200 hồ sơ" in card(app, "overdue")
    app = open_page("unit", unit="xa_moi", period="2025-08")
    assert "07/2025" in card(app, "overdue") and "06/2025" not in card(app, "overdue").replace("01/06/2025", "")


@pytest.mark.parametrize("value", ["'; drop table ws.unit; --", "<script>alert(1)</script>", "a" * 5000, "{period}"])
def test_hostile_choices_get_a_sentence(open_page, read_only, value):
    app = open_page("unit", unit="xa_an_binh", field=value, metric=value, at=value)
    assert not app.exception and not app.error
    assert "field" not in app.query_params
    app = open_page("unit", unit=value)
    assert not app.exception and not app.error
    assert len(app.warning) == 1


def test_a_field_narrows_the_source_cells(open_page, read_only):
    shown = said(open_page("unit", unit="xa_an_binh", field="dat_dai", period="2026-10"))
    assert "Biểu 06!J10" in shown and "Biểu 06!J11" not in shown


def test_the_reports_of_the_demo_and_what_was_found_in_them(open_page, sample_workspaces, monkeypatch):
    monkeypatch.setenv("DASHBOARD_DATA", str(sample_workspaces))
    context = Context(Workspace("demo", sample_workspaces / "demo"))
    found = [row for row in context.rows("findings", None, period_ids=[]) if row["unit_id"] and row["kind"] == "month"]
    one = next(row for row in found if row["stated"] is not None and str(row["period_id"]) >= "cchc/2025-01")
    label = one["period_id"].split("/")[1]
    app = open_page("unit", ws="demo", unit=one["unit_id"], period=label, at=one["period_id"])
    assert not app.exception and not app.error
    assert one["file_name"] in said(app)
    record = context.rows(
        "report_record", None, period_ids=[one["period_id"]], on_day="2026-11-22", few_days=5, recent_periods=12
    )
    assert any(row["unit_id"] == one["unit_id"] for row in record)
    frame = next(frame.value for frame in app.dataframe if "Phát hiện" in frame.value)
    assert frame["Phát hiện"].iloc[0] == sum(
        (row["unit_id"], row["period_id"]) == (one["unit_id"], one["period_id"]) for row in found
    )
