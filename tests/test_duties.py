"""Who owes a report by which day: rules by kind of unit, windows, and due days that fall on days off."""

from datetime import date

import pytest

from dashboard.duties import due_day, duties, period_of
from dashboard.ledger import DutyException, RegimeRule
from dashboard.metrics.workdays import holidays_of, is_off
from dashboard.report import Unit

UNITS = (
    Unit("so_a", "Sở A", "department", "province", must_report=True),
    Unit("xa_b", "Xã B", "commune", "commune", must_report=True),
    Unit("truong_c", "Trường C", "school", "province"),
    Unit("huyen_d", "Huyện D", "district", "district", must_report=True, valid_to=date(2025, 6, 30)),
)


def rule(due: str = "before_day:20:of_last_month", window: str = "calendar", **rest) -> RegimeRule:
    return RegimeRule("cchc", "month", window, due, "Quyết định thử", rest.pop("valid_from", date(2020, 1, 1)), **rest)


@pytest.mark.parametrize(
    ("label", "due", "day_off", "expected"),
    [
        ("2026-11", "before_day:20:of_last_month", "keep", date(2026, 11, 19)),
        ("2026-11", "by_day:20:of_last_month", "keep", date(2026, 11, 20)),
        ("2026-09", "by_day:20:of_last_month", "keep", date(2026, 9, 20)),  # a Sunday
        ("2026-09", "by_day:20:of_last_month", "next", date(2026, 9, 21)),
        ("2026-09", "by_day:20:of_last_month", "previous", date(2026, 9, 18)),
        ("2026-02", "by_day:18:of_last_month", "next", date(2026, 2, 23)),  # Tết, then a weekend
        ("2026-02", "by_day:18:of_last_month", "previous", date(2026, 2, 13)),
        ("2026-12", "by_day:5:of_next_month", "keep", date(2027, 1, 5)),
        ("2026-11", "on:2026-11-25", "next", date(2026, 11, 25)),
    ],
)
def test_the_due_day_is_what_the_rule_and_the_calendar_make_it(label, due, day_off, expected) -> None:
    given = rule(due, day_off=day_off)
    period = period_of(label, given)
    assert period is not None
    assert due_day(period, given, {}) == expected


def test_a_province_decides_its_own_days_off_and_working_days() -> None:
    friday, saturday = date(2026, 9, 18), date(2026, 9, 19)
    assert (is_off(friday, {}), is_off(saturday, {})) == (False, True)
    assert (is_off(friday, {friday: True}), is_off(saturday, {saturday: False})) == (True, False)
    given = rule("by_day:19:of_last_month", day_off="next")
    period = period_of("2026-09", given)
    assert period is not None
    assert due_day(period, given, {saturday: False}) == saturday
    assert due_day(period, given, {date(2026, 9, 21): True}) == date(2026, 9, 22)


def test_the_calendar_has_tet_by_the_moon_and_swapped_days() -> None:
    days = dict(holidays_of(2025))
    assert {date(2025, 1, 29), date(2025, 4, 7), date(2025, 5, 2), date(2025, 9, 2)} <= days.keys()
    assert "Tết" in days[date(2025, 1, 29)]
    assert "22/08/2026" in dict(holidays_of(2026, "en"))[date(2026, 8, 31)]
    assert not is_off(date(2025, 4, 26), {})  # a Saturday that was worked for Friday 2 May


@pytest.mark.parametrize(
    ("window", "start", "end"),
    [
        ("calendar", date(2026, 3, 1), date(2026, 3, 31)),
        ("15_to_14", date(2026, 2, 15), date(2026, 3, 14)),
        ("1_to_25", date(2026, 3, 1), date(2026, 3, 25)),
        ("31_to_30", date(2026, 2, 28), date(2026, 3, 30)),
    ],
)
def test_the_window_of_the_data_is_what_the_rule_says(window, start, end) -> None:
    period = period_of("2026-03", rule(window=window))
    assert period is not None
    assert (period.start, period.end) == (start, end)


def test_the_closest_rule_speaks_for_a_unit_and_who_ended_owes_nothing() -> None:
    rules = [
        rule(),
        rule("by_day:12:of_last_month", level="commune"),
        rule("by_day:25:of_last_month", unit_type="school"),
        rule("by_day:1:of_last_month", valid_from=date(2027, 1, 1)),
    ]
    period = period_of("2026-11", rules[0])
    assert period is not None
    found = {duty.unit_id: duty for duty in duties(period, UNITS, rules, [], {})}
    assert {unit: duty.due_on for unit, duty in found.items()} == {
        "so_a": date(2026, 11, 19), "xa_b": date(2026, 11, 12), "truong_c": date(2026, 11, 25),
    }  # fmt: skip


def test_exceptions_and_lists_say_who_owes_beside_the_rules() -> None:
    period = period_of("2026-11", rule())
    assert period is not None
    exceptions = [
        DutyException(period.period_id, "so_a", "exempt", "mới thành lập"),
        DutyException(period.period_id, "xa_b", "due", "bão lụt", date(2026, 11, 27)),
    ]
    found = {duty.unit_id: duty for duty in duties(period, UNITS, [rule()], exceptions, {}, listed=["truong_c"])}
    assert (found["so_a"].standing, found["so_a"].reason) == ("exempt", "mới thành lập")
    assert (found["xa_b"].standing, found["xa_b"].due_on) == ("due", date(2026, 11, 27))
    assert found["truong_c"].due_on == date(2026, 11, 19)
