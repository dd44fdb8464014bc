"""How each unit stands with its report: one right answer for each state, and streaks counted by hand."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dashboard.report import Period, Viewer
from dashboard.store import session
from tests.queries.conftest import Data, month, report, row

LAST_DAY = "2026-12-31"


def due(label: str) -> Period:
    """A month whose reports must be in by its 19th day."""
    period = month(label)
    return replace(period, due=period.start.replace(day=19))


def listed(unit: str, period: Period, submitted: int | None = 1, on: int | None = None, **rest: Any) -> Any:
    """What the list of submissions says of a unit: submitted or not, and on which day of the month."""
    attributes = {"submitted_on": period.start.replace(day=on)} if on else {}
    counts = {"report_due": 1} | ({} if submitted is None else {"report_submitted": submitted}) | rest
    return report("submission", unit, period, row(attributes=attributes, **counts))


def ask(data: Data, name: str, *labels: str, on_day: str = LAST_DAY, **params: Any) -> list[dict[str, Any]]:
    session.put_periods(data.connection)
    ids = [f"cchc/{label}" for label in labels]
    return data.ask("read", name, period_ids=ids, on_day=on_day, few_days="3", **params)


def statuses(data: Data, *labels: str, **params: Any) -> dict[tuple[str, str], str]:
    rows = ask(data, "report_status", *labels, unit_ids=[], **params)
    return {(found["unit_id"], found["label"]): found["status"] for found in rows}


@pytest.mark.parametrize(
    ("submitted", "on", "status", "days"),
    [
        (1, 19, "on_time", None),
        (1, 20, "slightly_late", 1),
        (1, 22, "slightly_late", 3),
        (1, 23, "very_late", 4),
        (1, None, "undated", None),
        (0, None, "missing", None),
        (None, None, "unknown", None),
    ],
)
def test_a_report_stands_as_its_day_says(data: Data, submitted, on, status, days) -> None:
    data.accept(listed("so_a", due("2026-01"), submitted, on))
    (found,) = ask(data, "report_status", "2026-01", unit_ids=[])
    assert (found["status"], found["days_late"], found["due_on"]) == (status, days, date(2026, 1, 19))


def test_late_without_a_day_is_late_by_an_unknown_number_of_days(data: Data) -> None:
    data.accept(listed("so_a", due("2026-01"), report_on_time=0))
    (found,) = ask(data, "report_status", "2026-01", unit_ids=[])
    assert (found["status"], found["days_late"]) == ("late", None)


def test_nothing_is_missing_before_the_due_day_has_passed(data: Data) -> None:
    data.accept(listed("so_a", due("2026-01"), 0), listed("so_b", due("2026-01"), 1, 12))
    for day, status in (("2026-01-19", "not_due"), ("2026-01-20", "missing")):
        assert statuses(data, "2026-01", on_day=day) == {
            ("so_a", "2026-01"): status,
            ("so_b", "2026-01"): "on_time",
        }


def test_units_that_ended_or_began_are_not_applicable_outside_their_time(data: Data) -> None:
    june, july = due("2025-06"), due("2025-07")
    data.accept(listed("huyen_c", june, 1, 5), listed("so_a", june, 1, 5))
    data.accept(listed("xa_e", july, 0), listed("so_a", july, 1, 5))
    assert statuses(data, "2025-06", "2025-07") == {
        ("so_a", "2025-06"): "on_time",
        ("so_a", "2025-07"): "on_time",
        ("huyen_c", "2025-06"): "on_time",
        ("huyen_c", "2025-07"): "not_applicable",
        ("xa_e", "2025-06"): "not_applicable",
        ("xa_e", "2025-07"): "missing",
    }


def test_a_unit_off_the_list_of_a_period_is_not_applicable_there(data: Data) -> None:
    data.accept(listed("so_a", due("2026-01"), 1, 5), listed("so_b", due("2026-01"), 1, 5))
    data.accept(listed("so_a", due("2026-02"), 1, 5))
    assert statuses(data, "2026-01", "2026-02")["so_b", "2026-02"] == "not_applicable"


def test_a_period_without_any_list_accuses_nobody(data: Data) -> None:
    data.accept(listed("so_a", due("2026-01"), 1, 5))
    data.accept(report("dossier", "so_b", due("2026-02"), row("dat_dai", resolved_total=5, resolved_late=0)))
    assert statuses(data, "2026-01", "2026-02") == {("so_a", "2026-01"): "on_time", ("so_a", "2026-02"): "unknown"}


def test_vertical_agencies_are_left_out_as_in_every_coverage(data: Data) -> None:
    data.accept(listed("cong_an", due("2026-01"), 0), listed("so_a", due("2026-01"), 1, 5))
    assert ("cong_an", "2026-01") not in statuses(data, "2026-01")


def months_of(data: Data, unit: str, signs: str) -> list[str]:
    """One month for each sign: `.` on time, digits days late, `x` missing, `?` without a day."""
    labels = [f"2026-{at:02d}" for at in range(1, len(signs) + 1)]
    for label, sign in zip(labels, signs, strict=True):
        day = None if sign in "x?" else 19 + (0 if sign == "." else int(sign))
        data.accept(listed(unit, due(label), 0 if sign == "x" else 1, day))
    return labels


@pytest.mark.parametrize(
    ("signs", "bad", "longest_bad", "good", "longest_good"),
    [
        ("..x.9x", 2, 2, 0, 2),
        ("xx2...", 0, 3, 3, 3),
        ("x?x", 1, 1, 0, 0),
        ("..?..", 0, 0, 2, 2),
        ("......", 0, 0, 6, 6),
        ("x", 1, 1, 0, 0),
    ],
)
def test_streaks_are_those_counted_by_hand(data: Data, signs, bad, longest_bad, good, longest_good) -> None:
    labels = months_of(data, "so_a", signs)
    (found,) = ask(data, "report_record", *labels, recent_periods="3")
    assert (found["bad_streak"], found["longest_bad_streak"]) == (bad, longest_bad)
    assert (found["on_time_streak"], found["longest_on_time_streak"]) == (good, longest_good)


def test_a_record_counts_all_periods_and_the_recent_ones(data: Data) -> None:
    labels = months_of(data, "so_a", "x.92x?")
    (found,) = ask(data, "report_record", *labels, recent_periods="3")
    counts = ("due", "on_time", "late", "missing", "undated", "recent_due", "recent_late", "recent_missing")
    assert [found[count] for count in counts] == [6, 1, 2, 2, 1, 3, 1, 1]
    assert found["statuses"] == ["missing", "on_time", "very_late", "slightly_late", "missing", "undated"]
    assert (found["days"], found["most_days_late"]) == ([None, None, 9, 2, None, None], 9)


def test_the_most_missing_and_late_unit_comes_first(data: Data) -> None:
    labels = months_of(data, "so_a", "..9")
    months_of(data, "so_b", "x.9")
    months_of(data, "xa_e", "..x")
    found = ask(data, "report_record", *labels, recent_periods="3")
    assert [unit["unit_id"] for unit in found] == ["so_b", "xa_e", "so_a"]


def test_the_counts_of_a_period_are_the_states_of_its_units(data: Data) -> None:
    january = due("2026-01")
    data.accept(listed("so_a", january, 1, 5), listed("so_b", january, 0), listed("xa_e", january, 1, 28))
    found = {row["level"]: row for row in ask(data, "report_status_by_period", "2026-01")}
    assert found.keys() == {"total", "province", "commune"}
    assert [found["total"][key] for key in ("due", "on_time", "missing", "very_late", "most_days_late")] == [
        3,
        1,
        1,
        1,
        9,
    ]
    assert [found["province"][key] for key in ("due", "on_time", "missing", "very_late")] == [2, 1, 1, 0]


def test_who_may_see_one_unit_gets_the_record_of_that_one(data: Data) -> None:
    months_of(data, "so_a", "x")
    months_of(data, "so_b", "x")
    ask(data, "report_record", "2026-01", recent_periods="3")
    seen = data.ask(
        "read", "report_record", Viewer("b", "viewer", frozenset({"so_b"})),
        period_ids=["cchc/2026-01"], on_day=LAST_DAY, few_days="3", recent_periods="3",
    )  # fmt: skip
    assert [unit["unit_id"] for unit in seen] == ["so_b"]
