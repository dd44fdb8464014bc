"""Who is chased is who the register says has sent nothing; and the annex counts each unit once."""

from datetime import date

from dashboard.report import Reminder
from dashboard.store.chasing import add_reminders
from tests.queries.conftest import Data
from tests.queries.test_register import NOV, ask, duty, open_november, receive, register


def chased(data: Data, on_day: str) -> dict[str, dict]:
    asked = {"period_id": NOV.period_id, "past_ids": [], "on_day": on_day, "few_days": 5}
    return {row["unit_id"]: row for row in ask(data, "chasing", **asked)}


def test_who_is_chased_is_missing_or_not_due_by_the_register_too(data: Data):
    later = date(2026, 11, 27)
    open_november(data, duty("so_a"), duty("so_b"), duty("xa_e", "due", later), duty("cong_an", "exempt", None))
    receive(data, "so_a", 18)
    for day in ("2026-11-15", "2026-11-25", "2026-11-30"):
        lines, found = register(data, day), chased(data, day)
        open_ones = {unit: line for unit, line in lines.items() if line["status"] in ("missing", "not_due")}
        assert found.keys() == open_ones.keys() == {"so_b", "xa_e"}
        for unit, row in found.items():
            assert (row["status"], row["due_on"]) == (open_ones[unit]["status"], open_ones[unit]["due_on"]), (day, unit)
    assert (found["so_b"]["days_overdue"], found["xa_e"]["days_overdue"]) == (11, 3)
    assert chased(data, "2026-11-25")["xa_e"]["days_left"] == 2


def test_the_annex_counts_each_unit_once_and_adds_up(data: Data):
    open_november(data)
    receive(data, "so_a", 18)
    receive(data, "xa_e", 24)
    rows = ask(data, "report_annex", period_id=NOV.period_id, on_day="2026-11-25", few_days=5)
    told = [(row["level"], row["unit_id"], row["reported"], row["missing"], row["late"], row["due"]) for row in rows]
    assert told == [
        ("province", None, 1, 1, 0, 2),
        ("province", "so_a", 1, 0, 0, 1),
        ("province", "so_b", 0, 1, 0, 1),
        ("commune", None, 1, 0, 1, 1),
        ("commune", "xa_e", 1, 0, 1, 1),
        (None, None, 2, 1, 1, 3),
    ]
    assert next(row for row in rows if row["unit_id"] == "xa_e")["days_late"] == 5


def test_the_last_reminder_of_a_unit_is_told_with_how_many_there_were(data: Data):
    open_november(data)
    add_reminders(
        data.change,
        [
            Reminder("so_b", NOV.period_id, date(2026, 11, 20), "phone"),
            Reminder("so_b", NOV.period_id, date(2026, 11, 22), "document", "07/SNV"),
            Reminder("so_b", "cchc/2026-10", date(2026, 10, 22), "document", "05/SNV"),
        ],
        entered_by="a",
    )
    row = chased(data, "2026-11-25")["so_b"]
    assert (row["reminders"], row["last_reminded_on"], row["last_document_no"]) == (2, date(2026, 11, 22), "07/SNV")
    assert chased(data, "2026-11-25")["so_a"]["reminders"] == 0
