"""The page of revisions: what came in, one opened, taken back and corrected from the page; hostile addresses."""

import pytest

from dashboard import revisions
from dashboard.figures import Context
from dashboard.words import text
from tests.app.province import dossiers, month, take_in, words

OCTOBER = month(2026, 10)


@pytest.fixture
def sent_again(full):
    """The department's report of October sent twice: fewer late files, then more; revision r15 is in force."""
    take_in(full, [dossiers("so_tu_phap", OCTOBER, 30)], "gui-lai.xlsx")
    return full


def test_the_list_says_how_each_file_stands(open_page, sent_again):
    app = open_page("revisions", period="2026-10")
    rows = revisions.listed(Context(sent_again), period_ids=["cchc/2026-10"])
    assert f"{len(rows)} lần nhập của tháng 10/2026" in words(app)
    assert {row["state"] for row in rows} == {"in_force"}
    counted = Context(sent_again).rows("revision_counts", period_ids=["cchc/2026-10"], unit_ids=[])
    assert {row["state"]: row["revisions"] for row in counted} == {"in_force": len(rows), None: len(rows)}
    table = next(frame.value for frame in app.dataframe)
    assert list(table["Lần nhập"]) == [row["revision_id"] for row in rows]
    assert set(table["Kỳ báo cáo"]) == {"Tháng 10/2026"}


def test_a_revision_is_opened_with_its_cells_and_taken_back_with_a_reason(open_page, sent_again):
    app = open_page("revisions", period="2026-10", revision="r15")
    said = words(app)
    assert "Lần nhập r15: gui-lai.xlsx" in said
    changed = Context(sent_again).rows("corrected_counts", revision_id="r15")
    assert f"Lần nhập r15 đã thay {len(changed)} số của Sở Tư pháp, tháng 10/2026" in said
    app.get_by_key("withdraw_form").button[0].click().run()
    assert [error.value for error in app.error] == [text("revisions.problem_reason", "vi")]
    app.text_input(key="withdraw_reason").set_value("gửi nhầm bản nháp")
    app.get_by_key("withdraw_form").button[0].click().run()
    assert not app.exception
    assert "Đã rút lần nhập r15" in app.success[0].value
    (row,) = revisions.listed(Context(sent_again), revision_ids=["r15"])
    assert (row["state"], row["reason"], row["decided_by"]) == ("withdrawn", "gửi nhầm bản nháp", "local")
    assert "↩ đã rút" in words(app)
    quality = words(open_page("quality", period="2026-10"))
    assert text("revisions.taken_back", "vi") in quality
    assert "gửi nhầm bản nháp" in quality


def test_a_count_is_corrected_from_the_page_only_where_the_guard_holds(open_page, full):
    app = open_page("revisions", period="2026-10")

    def send(expected: str) -> None:
        app.selectbox(key="correct_unit").set_value("so_tu_phap")
        app.selectbox(key="correct_field").set_value("ho_tich")
        app.selectbox(key="correct_column").set_value("resolved_late")
        app.text_input(key="correct_expected").set_value(expected)
        app.text_input(key="correct_corrected").set_value("4")
        app.text_input(key="correct_reason").set_value("Công văn 12/CV")
        app.get_by_key("correct_form").button[0].click().run()

    send("7")
    assert app.error[0].value == text("revisions.problem_guard", "vi", expected="7", found="0")
    send("nhiều")
    assert app.error[0].value == text("revisions.problem_value", "vi")
    send("0")
    assert "Đã đính chính" in app.success[0].value
    (listed,) = Context(full).rows("declared_corrections", period_ids=[])
    assert (listed["expected"], listed["corrected"], listed["unit_name"]) == (0, 4, "Sở Tư pháp")
    assert "Công văn 12/CV" in words(app)
    drilled = words(open_page("overdue", period="2026-10", unit="so_tu_phap", field="ho_tich"))
    event = listed["event_id"]
    assert f"Biểu 06!J11: báo cáo ghi 0, đã đính chính theo {event} (Công văn 12/CV)" in drilled


def test_an_address_that_asks_in_vain_is_told_so(open_page, read_only):
    app = open_page("revisions", revision="r9999", state="<b>", unit="không có")
    assert len(app.warning) == 3
    assert not app.exception


def test_earlier_moments_are_looked_at_and_not_changed(open_page, sent_again):
    app = open_page("revisions", period="2026-10", revision="r14", asof="r14", lang="en")
    assert "Revision r14" in words(app)
    assert {box.key for box in app.text_input} == {"search"}  # nothing to write a reason into


def test_a_workspace_without_reports_says_what_to_do(open_page, create):
    create()
    assert text("shell.empty", "vi") in words(open_page("revisions"))
