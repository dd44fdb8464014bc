"""Notes on pictures: written from the picture, shown on every picture that holds the point, and taken off again."""

import re

import pytest

from dashboard import notes as use
from dashboard.figures import Context
from dashboard.report import Viewer
from dashboard.ui import pictures
from dashboard.words import text
from tests.app.province import words

HOSTILE = "=1+1 <img src=x onerror=alert(1)> [x](http://a.b)"


def said(app) -> str:
    return re.sub("<[^>]*>", " ", words(app))


def write(workspace, body="Dời trụ sở một cửa", scope="unit", unit="xa_dong_hai", period="2026-09", **rest):
    return use.add_note(Context(workspace), use.Note(scope, period, body, unit, **rest))


def in_force(workspace):
    return Context(workspace).rows("notes", period_ids=[], metric_ids=[], unit_ids=[])


def test_a_note_shows_on_every_picture_that_holds_its_point_and_on_no_other(open_page, full):
    write(full)
    line = "Xã Đông Hải, Tháng 09/2026: Dời trụ sở một cửa"
    assert line in said(open_page("overdue", unit="xa_dong_hai"))
    units = open_page("overdue", level="commune", period="2026-09")
    noted = [str(row) for frame in units.dataframe if "Ghi chú" in frame.value for row in frame.value["Ghi chú"]]
    assert [row.startswith(line) for row in noted].count(True) == 1
    grid = open_page("reporting", period="2026-09")
    assert line in said(grid) and grid.get("bidi_component")
    assert line not in said(open_page("overdue", unit="xa_dong_hai", field="dat_dai"))
    assert line not in said(open_page("overdue", unit="xa_dong_hai", period="2026-08"))


def test_a_note_on_one_metric_leaves_the_others_alone(open_page, full):
    write(full, "Tỉnh thay phần mềm", "province", None, "2026-08", metric_id="late_rate")
    assert "Tỉnh thay phần mềm" in said(open_page("overdue", metric="late_rate"))
    assert "Tỉnh thay phần mềm" not in said(open_page("overdue", metric="overdue_rate"))
    assert "Tỉnh thay phần mềm" not in said(open_page("overdue", metric="late_rate", level="commune"))


def opened(open_page, **address):
    app = open_page("overdue", **address)
    recipe = ("overdue-trend", "cchc/2026-10", None, "late_rate", "xa_dong_hai", "")
    key = f"trend_{pictures.key_of(recipe)}_note"
    assert text("notes.note", "vi") in [one.proto.popover.label for one in app.get("popover")]
    app.session_state[key] = True
    return app.run(), key


def test_a_note_is_written_changed_and_withdrawn_from_the_picture_and_hostile_text_stays_text(open_page, full):
    app, key = opened(open_page, unit="xa_dong_hai", metric="late_rate")
    app.text_area(key=f"{key}_body").set_value("x")
    app.button(key=f"{key}_save").click().run()
    assert [error.value for error in app.error] == [text("follow_up.problem_note_body", "vi")]
    app.text_area(key=f"{key}_body").set_value(HOSTILE)
    app.selectbox(key=f"{key}_period").select("cchc/2026-09")
    app.button(key=f"{key}_save").click().run()
    assert not app.exception and not app.error
    (note,) = in_force(full)
    assert (note["body"], note["unit_id"], note["period_id"], note["metric_id"]) == (
        HOSTILE, "xa_dong_hai", "cchc/2026-09", "late_rate",
    )  # fmt: skip
    assert "<img src=x" not in words(app) and "&lt;img src=x" in words(app)
    app.selectbox(key=f"{key}_which").select(note["note_id"]).run()
    app.text_area(key=f"{key}_body_{note['note_id']}_1").set_value("Dời trụ sở sang phường bên")
    app.button(key=f"{key}_change").click().run()
    (note,) = in_force(full)
    assert (note["version"], note["body"]) == (2, "Dời trụ sở sang phường bên")
    assert note["body"] in words(app)
    app.text_input(key=f"{key}_reason").set_value("không còn đúng")
    app.button(key=f"{key}_withdraw").click().run()
    assert in_force(full) == []


def test_a_reader_without_the_right_reads_notes_and_cannot_write_them(open_page, full, monkeypatch):
    write(full)
    monkeypatch.setattr("dashboard.ui.screen.LOCAL_VIEWER", Viewer("doc", "viewer"))
    app = open_page("overdue", unit="xa_dong_hai")
    assert "Dời trụ sở một cửa" in said(app)
    assert text("notes.note", "vi") not in [one.proto.popover.label for one in app.get("popover")]
    with pytest.raises(use.FollowUpError):
        use.add_note(Context(full, Viewer("doc", "viewer")), use.Note("unit", "2026-09", "Nội dung", "xa_dong_hai"))
    with pytest.raises(use.FollowUpError):
        use.add_note(
            Context(full, Viewer("xa", "editor", frozenset(["xa_dong_hai"]))),
            use.Note("province", "2026-09", "Nội dung"),
        )
