"""The register of a small province: each status, days of its own, corrections, as-of, and metrics that follow it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from dashboard.ledger import Duty, Receipt
from dashboard.report import LOCAL_VIEWER, Viewer
from dashboard.store import connection as db
from dashboard.store import session, withdrawal
from dashboard.store.follow_up import Conflict
from dashboard.store.regimes import add_period, put_duties
from dashboard.store.register import correct_receipt, record_receipt
from dashboard.store.sql import load_query
from dashboard.store.withdrawal import Entry
from tests.queries.conftest import Data, month, report, row
from tests.queries.test_report_status import listed

NOV = replace(month("2026-11"), due=date(2026, 11, 19))
DUE = date(2026, 11, 19)
OPENED = datetime(2026, 11, 1, 8, tzinfo=UTC)
AFTER = "2026-11-25"
LATE_RATES = ("report_submitted_rate", "report_on_time_rate")


def duty(unit: str, standing: Any = "due", due_on: date | None = DUE, *forms: str) -> Duty:
    return Duty(unit, standing, due_on, forms, "Quy định thử")


def open_november(data: Data, *duties: Duty, at: datetime = OPENED) -> None:
    add_period(data.change, NOV)
    put_duties(data.change, NOV.period_id, duties or [duty("so_a"), duty("so_b"), duty("xa_e")], entered_by="a", at=at)


def receive(data: Data, unit: str, on: int | None, at: datetime = OPENED, **rest: Any) -> int:
    day = None if on is None else date(2026, 11, on)
    return record_receipt(data.change, Receipt(NOV.period_id, unit, day, **rest), entered_by="b", entered_at=at)


def ask(
    data: Data, name: str, viewer: Viewer = LOCAL_VIEWER, as_of: datetime | None = None, **params: Any
) -> list[dict[str, Any]]:
    session.put_periods(data.connection)
    db.set_session(
        data.connection, viewer, db.LATEST, as_of_at=as_of, on_day=date.fromisoformat(params.get("on_day", AFTER))
    )
    return data.connection.execute(load_query("read", name).text, params).to_arrow_table().to_pylist()


def register(data: Data, on_day: str = AFTER, **rest: Any) -> dict[str, dict[str, Any]]:
    rows = ask(data, "register", **rest, period_ids=[NOV.period_id], unit_ids=[], on_day=on_day)
    return {line["unit_id"]: line for line in rows}


def total(data: Data, metric: str, on_day: str = AFTER) -> tuple[int | None, int | None]:
    session.put_periods(data.connection)
    db.set_session(data.connection, LOCAL_VIEWER, db.LATEST, on_day=date.fromisoformat(on_day))
    text = load_query("read", "metric_total").text
    params = {"metric_ids": [metric], "period_ids": [NOV.period_id], "field_ids": []}
    (found,) = data.connection.execute(text, params).to_arrow_table().to_pylist()
    return found["numerator"], found["denominator"]


@pytest.mark.parametrize(
    ("on", "status", "days"), [(18, "on_time", None), (19, "on_time", None), (20, "late", 1), (25, "late", 6)]
)
def test_a_report_of_the_twentieth_is_late_where_it_is_due_before_the_twentieth(data: Data, on, status, days) -> None:
    open_november(data)
    receive(data, "so_a", on)
    line = register(data)["so_a"]
    assert (line["status"], line["days_late"], line["received_on"]) == (status, days, date(2026, 11, on))


def test_nothing_is_missing_before_the_due_day_and_exempt_is_never_missing(data: Data) -> None:
    open_november(data, duty("so_a"), duty("so_b", "exempt"), duty("xa_e", "due", date(2026, 11, 26)))
    assert {unit: line["status"] for unit, line in register(data, "2026-11-19").items()} == {
        "so_a": "not_due", "so_b": "exempt", "xa_e": "not_due",
    }  # fmt: skip
    assert {unit: line["status"] for unit, line in register(data).items()} == {
        "so_a": "missing", "so_b": "exempt", "xa_e": "not_due",
    }  # fmt: skip
    assert register(data)["xa_e"]["days_left"] == 1


def test_an_unknown_day_is_neither_on_time_nor_late(data: Data) -> None:
    open_november(data)
    receive(data, "so_a", None)
    assert register(data)["so_a"]["status"] == "undated"
    assert total(data, "report_submitted_rate") == (1, 3)
    assert total(data, "report_on_time_rate") == (None, None)


def test_a_report_that_lacks_a_form_and_one_sent_again_say_so_beside_their_timing(data: Data) -> None:
    open_november(data, duty("so_a", "due", DUE, "bieu_06", "Phụ lục 2"), duty("so_b"), duty("xa_e"))
    receive(data, "so_a", 18, forms=("bieu_06",))
    receive(data, "so_b", 10)
    receive(data, "so_b", 21)
    receive(data, "xa_e", 22, lacking=("Phụ lục 1",))
    found = register(data)
    assert (found["so_a"]["status"], found["so_a"]["timing"], found["so_a"]["lacking"]) == (
        "incomplete", "on_time", ["Phụ lục 2"],
    )  # fmt: skip
    assert (found["so_b"]["status"], found["so_b"]["timing"], found["so_b"]["receipts"]) == (
        "resubmitted",
        "on_time",
        2,
    )
    assert (found["so_b"]["received_on"], found["so_b"]["first_received_on"]) == (
        date(2026, 11, 21), date(2026, 11, 10),
    )  # fmt: skip
    assert (found["xa_e"]["status"], found["xa_e"]["timing"], found["xa_e"]["days_late"]) == ("incomplete", "late", 3)


def test_the_register_and_the_board_of_reporting_say_the_same(data: Data) -> None:
    open_november(data, duty("so_a"), duty("so_b", "due", date(2026, 11, 23)), duty("xa_e"))
    receive(data, "so_a", 21)
    receive(data, "so_b", 23)
    board = ask(data, "report_status", period_ids=[NOV.period_id], unit_ids=[], on_day=AFTER, few_days="3")
    assert {line["unit_id"]: (line["status"], line["days_late"]) for line in board} == {
        "so_a": ("slightly_late", 2), "so_b": ("on_time", None), "xa_e": ("missing", None),
    }  # fmt: skip
    lines = register(data)
    assert {unit: (line["timing"], line["days_late"]) for unit, line in lines.items()} == {
        "so_a": ("late", 2), "so_b": ("on_time", None), "xa_e": ("missing", None),
    }  # fmt: skip
    counts = ask(data, "register_counts", period_ids=[NOV.period_id], on_day=AFTER)
    assert {line["status"]: line["units"] for line in counts if line["level"] == "total"} == {
        "late": 1, "on_time": 1, "missing": 1,
    }  # fmt: skip


def test_metrics_and_coverage_follow_the_register_of_an_opened_period(data: Data) -> None:
    open_november(data, duty("so_a"), duty("so_b"), duty("xa_e"), duty("huyen_d", "exempt"))
    receive(data, "so_a", 18)
    assert total(data, "report_submitted_rate") == (1, 3)
    assert total(data, "report_on_time_rate") == (1, 3)
    assert total(data, "report_on_time_rate", "2026-11-19") == (None, None)  # two of them still have time
    receive(data, "so_b", 20)
    receive(data, "xa_e", 19)
    assert total(data, "report_on_time_rate", "2026-11-19") == (2, 3)


def test_a_list_that_came_in_stands_until_the_register_says_otherwise(data: Data) -> None:
    data.accept(listed("so_a", NOV, 1, 18), listed("so_b", NOV, 0), listed("xa_e", NOV, 1))
    assert total(data, "report_submitted_rate") == (2, 3)
    open_november(data, duty("so_a", "due", date(2026, 11, 17)), duty("so_b"), duty("xa_e", "exempt"))
    assert {unit: line["status"] for unit, line in register(data).items()} == {
        "so_a": "late", "so_b": "missing", "xa_e": "exempt",
    }  # fmt: skip
    assert total(data, "report_submitted_rate") == (1, 2)
    receive(data, "so_b", 19)
    assert total(data, "report_on_time_rate") == (1, 2)
    cells = ask(
        data, "source_cells", metric_id="report_on_time_rate", period_id=NOV.period_id, unit_ids=["so_b"], field_ids=[]
    )
    assert {cell["column_id"]: (cell["value"], cell["derived_from"], cell["cell"]) for cell in cells} == {
        "report_on_time": (1, "Sổ theo dõi báo cáo", None), "report_due": (1, None, "C10"),
    }  # fmt: skip


def test_figures_of_its_own_show_that_a_report_arrived_but_not_on_which_day(data: Data) -> None:
    open_november(data)
    revision = data.accept(report("dossier", "so_a", NOV, row("dat_dai", resolved_total=5, resolved_late=0)))
    line = register(data)["so_a"]
    assert (line["status"], line["received_on"], line["revision_id"], line["receipts"]) == (
        "undated",
        None,
        revision,
        1,
    )
    assert register(data)["so_b"]["status"] == "missing"


def test_an_arrival_before_its_figures_keeps_its_day_and_names_the_revision(data: Data) -> None:
    open_november(data)
    receive(data, "so_a", 18, document_no="12/BC-SA")
    revision = data.accept(report("dossier", "so_a", NOV, row("dat_dai", resolved_total=5, resolved_late=0)))
    line = register(data)["so_a"]
    assert (line["status"], line["document_no"], line["revision_id"], line["receipts"], line["version"]) == (
        "on_time", "12/BC-SA", revision, 1, 2,
    )  # fmt: skip
    data.accept(report("dossier", "so_a", NOV, row("dat_dai", resolved_total=6, resolved_late=0)))
    assert (register(data)["so_a"]["status"], register(data)["so_a"]["receipts"]) == ("resubmitted", 2)


def test_the_day_of_a_file_that_was_taken_in_belongs_to_its_own_arrival(data: Data) -> None:
    open_november(data)
    revision = data.accept(report("dossier", "so_a", NOV, row("dat_dai", resolved_total=5, resolved_late=0)))
    receive(data, "so_a", 18, revision_id=revision, document_no="12/BC-SA")
    line = register(data)["so_a"]
    assert (line["receipts"], line["status"], line["document_no"]) == (1, "on_time", "12/BC-SA")


def test_figures_that_were_taken_back_leave_only_what_an_officer_entered(data: Data) -> None:
    open_november(data)
    receive(data, "so_a", 18)
    revision = data.accept(
        report("dossier", "so_a", NOV, row("dat_dai", resolved_total=5, resolved_late=0)),
        report("dossier", "so_b", NOV, row("dat_dai", resolved_total=5, resolved_late=0)),
    )
    assert {register(data)[unit]["receipts"] for unit in ("so_a", "so_b")} == {1}
    withdrawal.withdraw(data.change, [revision], Entry("c", OPENED, "nạp nhầm kỳ"))
    assert (register(data)["so_a"]["status"], register(data)["so_b"]["status"]) == ("on_time", "missing")
    history = ask(data, "register_history", period_id=NOV.period_id, unit_id="so_b")
    assert [(line["event"], line["reason"]) for line in history if line["receipt_id"]] == [
        ("received", None), ("withdrawn", "nạp nhầm kỳ"),
    ]  # fmt: skip


def test_periods_that_nobody_opened_have_no_arrivals(data: Data) -> None:
    data.accept(report("dossier", "so_a", NOV, row("dat_dai", resolved_total=5, resolved_late=0)))
    assert data.connection.execute("select count(*) from ws.receipt").fetchone() == (0,)


def test_corrections_stay_in_the_history_and_an_older_moment_sees_the_older_word(data: Data) -> None:
    open_november(data)
    number = receive(data, "so_a", 20, at=datetime(2026, 11, 20, 8, tzinfo=UTC))
    said = Receipt(NOV.period_id, "so_a", date(2026, 11, 19), note="dấu đến ghi ngày 19")
    later = datetime(2026, 11, 22, 8, tzinfo=UTC)
    correct_receipt(data.change, number, 1, said, entered_by="c", entered_at=later, reason="xem lại dấu đến")
    with pytest.raises(Conflict):
        correct_receipt(data.change, number, 1, said, entered_by="d", reason="đọc bản cũ")
    assert register(data)["so_a"]["status"] == "on_time"
    assert register(data, as_of=datetime(2026, 11, 21, tzinfo=UTC))["so_a"]["status"] == "late"
    assert register(data, as_of=datetime(2026, 11, 10, tzinfo=UTC))["so_a"]["status"] == "missing"
    assert register(data, as_of=datetime(2026, 10, 1, tzinfo=UTC)) == {}
    history = ask(data, "register_history", period_id=NOV.period_id, unit_id="so_a")
    assert [(line["event"], line["entered_by"], line["received_on"], line["reason"]) for line in history] == [
        ("due", "a", None, "Quy định thử"),
        ("received", "b", date(2026, 11, 20), None),
        ("corrected", "c", date(2026, 11, 19), "xem lại dấu đến"),
    ]


def test_who_may_see_one_unit_finds_the_line_of_that_one(data: Data) -> None:
    open_november(data)
    receive(data, "so_a", 18)
    viewer = Viewer("b", "viewer", frozenset({"so_b"}))
    assert register(data, viewer=viewer).keys() == {"so_b"}
    assert ask(data, "register_history", viewer, period_id=NOV.period_id, unit_id="so_a") == []
    assert ask(data, "register_counts", viewer, period_ids=[NOV.period_id], on_day=AFTER)[0]["units"] == 1
