"""The register page: opening a period, what stands in it, entering and correcting, and what an address asks in vain."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from dashboard import opening, register
from dashboard.figures import Context
from dashboard.ledger import Receipt
from dashboard.register import Edit, RegisterError
from dashboard.report import Viewer
from dashboard.store.workspace import Workspace
from dashboard.ui.register import edits_of
from tests.app.province import words

NOV = "2026-11"
PERIOD = "cchc/2026-11"


@pytest.fixture(scope="module")
def made_opened(made, tmp_path_factory) -> Path:
    folder = Path(shutil.copytree(made["full"], tmp_path_factory.mktemp("opened") / "tinh"))
    context = Context(Workspace("tinh", folder))
    opening.open_period(context, NOV, due_on=date(2026, 11, 19))
    register.receive(context, "so_tu_phap", NOV, Receipt("", "", date(2026, 11, 18), "12/BC-STP"))
    register.receive(context, "xa_an_binh", NOV, Receipt("", "", date(2026, 11, 21)))
    return folder


@pytest.fixture
def opened(made_opened: Path, folder: Path) -> Workspace:
    """November is open; one unit sent its report in time, one late, two have sent nothing."""
    return Workspace("tinh", Path(shutil.copytree(made_opened, folder / "tinh")))


def label_of(app):
    """The field for the period that is opened; what it suggests depends on the day."""
    return next(one for one in app.text_input if one.label.startswith("Kỳ ("))


def status(workspace, unit: str, day: str = "2026-11-22") -> str:
    lines = register.lines(Context(workspace), [PERIOD], date.fromisoformat(day))
    return next(line["status"] for line in lines if line["unit_id"] == unit)


def test_the_page_of_an_empty_workspace_opens_its_first_period(open_page, create):
    create()
    app = open_page("register")
    assert "4 đơn vị phải báo cáo" in words(app)
    label_of(app).set_value("tháng 11").run()
    assert "2026-Q3" in words(app)
    label_of(app).set_value(NOV).run()
    app.button(key="open_save").click().run()
    assert not app.exception
    assert "Đã mở sổ: Tháng 11/2026" in words(app)
    assert app.query_params["period"] in ([NOV], [PERIOD], NOV, PERIOD)


def test_a_period_that_nobody_opened_says_so_and_offers_those_that_are(open_page, opened):
    app = open_page("register", period="2026-10")
    assert "chưa mở sổ" in words(app)
    app.button(key=f"opened_{NOV}").click().run()
    assert "4 đơn vị phải báo cáo" in words(app)


def test_the_counts_by_status_are_those_of_the_query_and_filter_the_lines(open_page, opened):
    context = Context(opened)
    counts = context.rows("register_counts", period_ids=[PERIOD], on_day=date(2026, 11, 22))
    total = {row["status"]: row["units"] for row in counts if row["level"] == "total"}
    assert total == {"on_time": 1, "late": 1, "missing": 2}
    app = open_page("register", period=NOV)
    (choice,) = [one for one in app.button_group if one.label == "Trạng thái"]
    assert [option.split(" · ")[-1] for option in choice.options[1:]] == ["2", "1", "1"]
    app = open_page("register", period=NOV, status="khong-co")
    assert "không phải là lựa chọn" in words(app)
    assert not app.exception


def test_a_unit_shows_its_history_and_takes_another_arrival_and_an_exception(open_page, opened):
    app = open_page("register", period=NOV, unit="so_tu_phap")
    assert "12/BC-STP" in words(app)
    app = open_page("register", period=NOV, unit="so_xay_dung")
    app.text_input(key=f"why_{PERIOD}_so_xay_dung").set_value("mới sáp nhập")
    next(b for b in app.button if b.label == "Ghi").click().run()
    assert not app.exception
    assert status(opened, "so_xay_dung") == "exempt"
    app = open_page("register", period=NOV, unit="<b>x</b>")
    assert "không có trong sổ" in words(app)


def test_an_earlier_state_and_a_reader_have_nothing_to_write_in(open_page, opened):
    app = open_page("register", period=NOV, unit="so_tu_phap", asof="2030-01-01")
    assert not app.exception
    assert [b for b in app.button if b.label in ("Lưu sổ", "Ghi", "Ghi nhận")] == []
    with pytest.raises(RegisterError):
        register.save(Context(opened, Viewer("a", "viewer")), PERIOD, [Edit("so_tu_phap", {"note": "x"})], "lý do")


def test_cells_that_were_written_in_become_entries_of_their_lines(opened):
    context = Context(opened)
    lines = register.lines(context, [PERIOD], date(2026, 11, 22))
    at = {line["unit_id"]: number for number, line in enumerate(lines)}
    typed = {
        at["so_tu_phap"]: {"received_on": "2026-11-20T00:00:00.000", "unit_name": "không sửa được"},
        at["xa_dong_hai"]: {"received_on": "2026-11-19", "lacking": "Phụ lục 1, Phụ lục 2", "note": None},
        at["so_xay_dung"]: {"state": "x"},
    }
    edits = edits_of(lines, typed)
    assert [(edit.unit_id, edit.version) for edit in edits] == [("so_tu_phap", 1), ("xa_dong_hai", None)]
    with pytest.raises(RegisterError, match="lý do"):
        register.save(context, PERIOD, edits, "")
    assert status(opened, "xa_dong_hai") == "missing"  # all or nothing
    assert register.save(context, PERIOD, edits, "đối chiếu dấu đến") == 2
    assert (status(opened, "so_tu_phap"), status(opened, "xa_dong_hai")) == ("late", "incomplete")
    note = Edit("so_xay_dung", {"note": "đã gọi điện nhắc"})
    with pytest.raises(RegisterError, match="chưa ghi nhận"):
        register.save(context, PERIOD, [note], "ghi chú")
    assert status(opened, "so_xay_dung") == "missing"
    with pytest.raises(RegisterError, match="vừa sửa"):
        register.save(context, PERIOD, edits[:1], "đọc bản cũ")


def test_who_may_enter_some_units_enters_no_other(opened):
    context = Context(opened, Viewer("b", "editor", frozenset({"so_tu_phap"})))
    edit = Edit("xa_dong_hai", {"received_on": date(2026, 11, 19)})
    with pytest.raises(RegisterError):
        register.save(context, PERIOD, [edit], "không phải đơn vị mình")
