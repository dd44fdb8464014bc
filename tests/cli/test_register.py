"""Regimes and the register by command, on a province of four units: open, receive, correct, exempt, change the rules."""

import shutil
from pathlib import Path

import pytest

from dashboard.store import write
from tests.app.province import FIELDS, UNITS
from tests.cli.conftest import Run

W = ("--workspace", "tinh")
NOV = ("--period", "2026-11")
AFTER = ("--on", "2026-11-21")


@pytest.fixture(autouse=True)
def province(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path))
    write.create_workspace("tinh", title="Tỉnh", units=UNITS, fields=FIELDS, root=tmp_path)


def statuses(run: Run, *rest: str, on: tuple[str, ...] = AFTER) -> dict[str, tuple[str, str]]:
    rows = run("register", "list", *W, *NOV, *on, *rest)
    return {row["unit_id"]: (row["status"], row["due_on"]) for row in rows}


def test_a_period_is_opened_and_its_register_kept(run: Run) -> None:
    opened = run("regime", "open", "2026-11", *W)
    assert (opened["period"], opened["due"], opened["due_on"]) == ("cchc/2026-11", 4, ["2026-11-19"])
    assert "đã mở" in run("regime", "open", "2026-11", *W, status=2)["error"]
    assert set(statuses(run, on=("--on", "2026-11-19")).values()) == {("not_due", "2026-11-19")}
    so = ("--unit", "Sở Tư pháp", *NOV)
    number = run("register", "receive", *W, *so, "--on", "2026-11-20", "--number", "12/BC-STP")["receipt"]
    run("register", "receive", *W, "--unit", "xa_an_binh", *NOV, "--on", "2026-11-18", "--lacking", "Phụ lục 2")
    run("register", "exempt", *W, "--unit", "xa_dong_hai", *NOV, "--reason", "mới thành lập")
    assert {unit: status for unit, (status, _) in statuses(run).items()} == {
        "so_tu_phap": "late", "so_xay_dung": "missing", "xa_an_binh": "incomplete", "xa_dong_hai": "exempt",
    }  # fmt: skip
    metric = run("metric", "report_submitted_rate", *W, *NOV)["rows"][0]
    assert (metric["numerator"], metric["denominator"], metric["due"]) == (2, 3, 3)
    correct = ("register", "correct", str(number), *W, *so, "--on", "2026-11-19")
    run(*correct, "--version", "1", "--reason", "dấu đến ngày 19")
    assert "vừa sửa" in run(*correct, "--version", "1", "--reason", "dấu đến ngày 19", status=2)["error"]
    assert statuses(run)["so_tu_phap"][0] == "on_time"
    assert statuses(run, "--as-of", "2000-01-01") == {}
    events = [line["event"] for line in run("register", "history", *W, *so)]
    assert events == ["due", "received", "corrected"]
    run("register", "withdraw", str(number), *W, "--reason", "ghi nhầm đơn vị")
    assert statuses(run, "--status", "missing").keys() == {"so_tu_phap", "so_xay_dung"}


def test_what_cannot_hold_is_refused_with_what_to_do(run: Run) -> None:
    so = ("--unit", "so_tu_phap", *NOV)
    assert "2026-11" in run("register", "receive", *W, *so, status=2)["error"]
    assert "2026-Q3" in run("regime", "open", "tháng 11", *W, status=2)["error"]
    assert "hạn nộp" in run("regime", "open", "2026-Q4", *W, "--regime", "kstt", status=2)["error"]
    run("regime", "open", "2026-11", *W)
    assert "để trống" in run("register", "receive", *W, *so, "--on", "2999-01-01", status=2)["error"]
    assert "sau ngày nhận" in run(
        "register", "receive", *W, *so, "--on", "2026-11-18", "--dated", "2026-11-19", status=2
    )["error"]  # fmt: skip
    assert "2026-09-31" in run("register", "receive", *W, *so, "--on", "2026-09-31", status=2)["error"]
    assert "lý do" in run("register", "exempt", *W, *so, "--reason", "x", status=2)["error"]
    document = ("--document", "Quyết định 1/QĐ-UBND")
    assert "ngày 28" in run("regime", "set", *W, *document, "--due", "before_day:31:of_last_month", status=2)["error"]
    assert "loại này" in run(
        "regime", "set", *W, *document, "--due", "by_day:5:of_next_month", "--unit-type", "school", status=2
    )["error"]  # fmt: skip


def test_a_changed_rule_moves_open_periods_and_no_closed_one(run: Run) -> None:
    for label in ("2026-09", "2026-11"):
        run("regime", "open", label, *W)
    run("register", "receive", *W, "--unit", "so_tu_phap", "--period", "2026-09", "--on", "2026-09-16")
    run("close", "Chốt tháng 9", *W, "--period", "2026-09")
    document = ("--document", "Quyết định 12/QĐ-UBND")
    rule = run("regime", "set", *W, *document, "--due", "by_day:15:of_last_month", "--day-off", "next")["rule"]
    assert {due for _, due in statuses(run).values()} == {"2026-11-16"}  # the 15th is a Sunday
    closed = run("register", "list", *W, "--period", "2026-09", *AFTER)
    assert {row["due_on"] for row in closed} == {"2026-09-19"}
    assert next(row["status"] for row in closed if row["unit_id"] == "so_tu_phap") == "on_time"
    exempt = ("register", "exempt", *W, "--unit", "xa_an_binh", "--period", "2026-09", "--reason", "mới thành lập")
    assert "chốt" in run(*exempt, status=2)["error"]
    run("regime", "holiday", "2026-11-16", *W, "--off", "--reason", "lễ của tỉnh")
    assert {due for _, due in statuses(run).values()} == {"2026-11-17"}
    run("regime", "exception", *W, "--unit", "xa_an_binh", *NOV, "--reason", "bão lụt", "--due", "2026-11-30")
    assert statuses(run)["xa_an_binh"] == ("not_due", "2026-11-30")
    run("regime", "withdraw", str(rule), *W, "--version", "1", "--reason", "ban hành nhầm")
    assert statuses(run)["so_tu_phap"][1] == "2026-11-19"
    assert statuses(run)["xa_an_binh"] == ("not_due", "2026-11-30")
    events = [(e["event"], e["due_on"]) for e in run("register", "history", *W, "--unit", "so_tu_phap", *NOV)]
    assert events == [("due", f"2026-11-{day}") for day in (19, 16, 17, 19)]


def test_rules_and_days_off_are_listed(run: Run) -> None:
    regimes = {(rule["regime"], rule["kind"]) for rule in run("regime", "list", *W)["rules"]}
    assert {("cchc", "month"), ("cv581", "quarter"), ("kstt", "quarter")} <= regimes
    run("regime", "holiday", "2026-09-19", *W, "--working", "--reason", "làm bù")
    days = {day["day"]: day for day in run("regime", "holidays", *W, "--year", "2026")["days"]}
    assert days["2026-02-17"]["is_off"]
    assert (days["2026-09-19"]["is_off"], days["2026-09-19"]["decided"]) == (False, True)


def test_a_window_or_a_due_day_of_its_own_is_given_when_the_period_is_opened(run: Run) -> None:
    opened = run(
        "regime", "open", "2026-Q3", *W, "--regime", "kstt", "--start", "2026-05-28", "--end", "2026-08-28",
        "--due", "2026-09-25",
    )  # fmt: skip
    assert (opened["start"], opened["end"], opened["due_on"]) == ("2026-05-28", "2026-08-28", ["2026-09-25"])


def test_opening_a_published_period_changes_no_figure_of_its_list(
    run: Run, sample_workspaces: Path, tmp_path: Path
) -> None:
    shutil.copytree(sample_workspaces / "bacgiang", tmp_path / "bacgiang")
    asked = ("--workspace", "bacgiang", "--period", "2020-02")

    def figures() -> list[dict]:
        metrics = ("report_submitted_rate", "report_on_time_rate")
        return [row for metric in metrics for row in run("metric", metric, *asked, "--by", "level")["rows"]]

    before = figures()
    assert run("regime", "open", "2020-02", "--workspace", "bacgiang")["due"] == 30
    assert figures() == before
    lines = run("register", "list", *asked)
    assert sorted(line["unit_name"] for line in lines if line["status"] == "missing") == [
        "Sở Xây dựng",
        "Thanh tra tỉnh",
    ]
    assert {line["status"] for line in lines} == {"missing", "undated"}
