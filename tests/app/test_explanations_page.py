"""The page on explanations: who owes one, entering and changing one, promises that come back, and hostile input."""

import re
from datetime import date, timedelta

import pytest

from dashboard import follow_up
from dashboard.figures import Context
from dashboard.follow_up import Asked, FollowUpError
from dashboard.report import Viewer
from dashboard.words import text
from tests.app.province import words

HOSTILE = "<script>alert(1)</script> =cmd|' /C calc'!A0 **đậm** {x}"
TODAY = date.today()  # noqa: DTZ011 - the page judges promises by the day on which it is looked at


def said(app) -> str:
    return re.sub("<[^>]*>", " ", words(app))


def explain(workspace, period="2026-09", unit="xa_dong_hai", **rest):
    asked = {
        "unit": unit, "period": period, "metric": "late_rate", "cause": "dong_bo", "field": "dat_dai",
        "body": "Đồng bộ chậm giữa hai hệ thống", "person": "Trần Văn A", "position": "Chủ tịch UBND", **rest,
    }  # fmt: skip
    return follow_up.explain(Context(workspace), Asked(**asked))


def rows(workspace, query="explanations", **params):
    asked = params or {"period_ids": [], "unit_ids": [], "field_ids": [], "on_day": TODAY.isoformat()}
    return Context(workspace).rows(query, **asked)


def test_who_owes_and_how_many_is_what_the_command_line_says(open_page, read_only):
    app = open_page("explanations", rule="either", level="commune")
    asked = {
        "metric_id": "late_rate", "period_id": "cchc/2026-10", "levels": ["commune"], "unit_ids": [], "rule": "either",
        "least_files": 1, "small_n": 10,
    }  # fmt: skip
    owed = rows(read_only, "explanations_owed", **asked)
    assert [row["unit_id"] for row in owed] == ["xa_dong_hai"]
    (total,) = rows(read_only, "explanations_owed_total", **asked)
    assert (total["owed"], total["given"], total["late_files"]) == (1, 0, owed[0]["numerator"])
    assert "0/1" in said(app)
    assert app.selectbox(key="w_pair").options[0].startswith("○ Xã Đông Hải · Đất đai · 16/100")


@pytest.mark.parametrize(
    "address", [{"rule": "<b>"}, {"least": "-1"}, {"unit": "../x"}, {"metric": "iso_adoption"}, {"cause": "'; drop"}]
)
def test_an_address_that_asks_in_vain_gets_a_sentence_and_the_page(open_page, read_only, address):
    app = open_page("explanations", **address)
    assert not app.exception and not app.error
    assert "cause" in address or len(app.warning) == 1


def test_an_explanation_is_entered_on_the_page_and_hostile_text_stays_text(open_page, full):
    app = open_page("explanations", unit="xa_dong_hai", field="dat_dai")
    place = "xa_dong_hai_dat_dai_cchc/2026-10"
    assert app.text_input(key=f"files_{place}").value == "16"
    app.text_area(key=f"body_{place}").set_value("ngắn").run()
    assert text("follow_up.problem_body", "vi") in said(app)
    app.button(key=f"save_{place}").click().run()
    assert [error.value for error in app.error] == [text("follow_up.problem_body", "vi")]
    app.text_area(key=f"body_{place}").set_value(HOSTILE)
    app.text_input(key=f"person_{place}").set_value("<b>Nguyễn</b> Văn B")
    app.text_input(key=f"position_{place}").set_value("Chủ tịch")
    app.text_input(key=f"promised_{place}").set_value("31/13/2026")
    app.button(key=f"save_{place}").click().run()
    assert [error.value for error in app.error] == [text("follow_up.problem_day", "vi")]
    app.text_input(key=f"promised_{place}").set_value("15/12/2026")
    app.button(key=f"save_{place}").click().run()
    assert not app.exception and not app.error
    (row,) = rows(full)
    assert (row["body"], row["late_files"], row["promised_on"]) == (HOSTILE, 16, date(2026, 12, 15))
    assert row["entered_by"] == "local"
    assert "<script>" not in words(app) and "&lt;script&gt;" in words(app)
    assert [button for button in app.button if button.key == f"save_{place}"] == []


def test_a_reader_without_the_right_sees_no_form_and_is_refused(open_page, full, monkeypatch):
    explain(full, "2026-10")
    monkeypatch.setattr("dashboard.ui.screen.LOCAL_VIEWER", Viewer("doc", "viewer"))
    app = open_page("explanations", unit="xa_dong_hai", field="dat_dai")
    assert "Đồng bộ chậm giữa hai hệ thống" in said(app)
    assert not [button for button in app.button if button.key.startswith(("save_", "change_", "outcome_"))]
    app = open_page("explanations", unit="xa_an_binh", field="dat_dai")
    assert not [button for button in app.button if button.key.startswith("save_")]
    for viewer in (Viewer("doc", "viewer"), Viewer("xa", "editor", frozenset(["xa_an_binh"]))):
        with pytest.raises((FollowUpError, LookupError)):
            follow_up.explain(
                Context(full, viewer),
                Asked("xa_dong_hai", "2026-09", "late_rate", "khac", "Nội dung đủ dài", "Trần A", "CT"),
            )


def test_promises_come_back_overdue_first_and_a_later_figure_is_no_verdict(open_page, full):
    explain(full, promised_on=date(2026, 10, 5), promised_late=20)
    explain(full, unit="so_tu_phap", promised_on=TODAY + timedelta(60) if date(2028, 7, 1) > TODAY else None)
    app = open_page("explanations")
    promises = rows(
        full, "open_promises", period_id="cchc/2026-10", on_day=TODAY.isoformat(), levels=[], unit_ids=[]
    )  # fmt: skip
    assert promises[0]["unit_id"] == "xa_dong_hai"
    first = [str(cell) for cell in app.dataframe[0].value.iloc[0]]
    assert first[0].startswith("▲ Quá hạn cam kết")
    assert {"Xã Đông Hải", "16/100", text("explanations.met", "vi")} <= set(first)
    assert {row["promise"] for row in rows(full)} <= {"overdue", "open"}


def test_an_outcome_a_change_and_a_withdrawal_are_entered_on_the_page(open_page, full):
    number = explain(full, "2026-10", promised_on=date(2026, 12, 1))

    app = open_page("explanations", unit="xa_dong_hai", field="dat_dai")
    app.session_state[f"explanation_{number}_fold"] = True
    app.run()
    app.selectbox(key=f"outcome_{number}").set_value("extended")
    app.text_input(key=f"outcome_reason_{number}").set_value("chờ cơ quan thuế")
    app.button(key=f"outcome_save_{number}").click().run()
    assert [error.value for error in app.error] == [text("follow_up.problem_extended_to", "vi")]
    app.text_input(key=f"until_{number}").set_value("1/1/2027")
    app.button(key=f"outcome_save_{number}").click().run()
    assert rows(full)[0]["due_on"] == date(2027, 1, 1)
    app.text_area(key=f"change_body_{number}").set_value("Đã xác minh: do trùng mã hồ sơ")
    app.button(key=f"change_save_{number}").click().run()
    assert rows(full)[0]["body"] == "Đã xác minh: do trùng mã hồ sơ"
    app.text_input(key=f"withdraw_reason_{number}").set_value("nhập nhầm")
    app.button(key=f"withdraw_save_{number}").click().run()
    assert rows(full) == []
    assert not app.exception


def test_the_overdue_page_shows_what_a_unit_explained_and_the_way_to_explain(open_page, full):
    explain(full, "2026-10")
    assert "Đồng bộ chậm giữa hai hệ thống" in said(open_page("overdue", unit="xa_dong_hai"))
    app = open_page("overdue", unit="xa_an_binh", field="dat_dai")
    assert any(button.key.startswith("save_xa_an_binh_dat_dai") for button in app.button)
