"""Who owes an explanation, how promises stand on a day, and what as-of and a viewer's scope leave of them."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.metrics.intervals import binomial_at_most
from dashboard.report import LOCAL_VIEWER, Explanation, Note, Viewer
from dashboard.store import connection as db
from dashboard.store import follow_up
from dashboard.store.sql import load_query
from tests.queries.conftest import Data, month, report, row

JAN, FEB = month("2024-01"), month("2024-02")
SAID = Explanation("huyen_c", "cchc/2024-01", "late_rate", "dong_bo", "Đồng bộ chậm", "Trần Văn A", "Trưởng phòng")
OWED: dict[str, Any] = {
    "metric_id": "late_rate", "period_id": "cchc/2024-01", "levels": [], "unit_ids": [], "least_files": 1, "small_n": 10,
}  # fmt: skip
ALL: dict[str, Any] = {"period_ids": [], "unit_ids": [], "field_ids": []}


def late(data: Data, unit: str, field: str | None, late_files: int, total: int, period: Any = JAN) -> None:
    data.accept(report("dossier", unit, period, row(field, resolved_total=total, resolved_late=late_files)))
    data.know_periods()


def owed(data: Data, rule: str = "limits", **params: Any) -> list[tuple[str, str | None]]:
    rows = data.ask("read", "explanations_owed", **{**OWED, "rule": rule, **params})
    return [(found["unit_id"], found["field_id"]) for found in rows]


def promised(data: Data, day: date, **rest: Any) -> int:
    from dataclasses import replace

    said = replace(SAID, promised_on=day, **rest)
    return follow_up.add_explanation(data.change, said, entered_by="a")


def state(data: Data, on_day: str) -> tuple[str, int | None]:
    (found,) = data.ask("read", "explanations", **ALL, on_day=on_day)
    return found["promise"], found["days_overdue"]


def test_owed_is_what_chance_at_the_provinces_rate_does_not_explain(data: Data) -> None:
    late(data, "huyen_c", "dat_dai", 30, 200)
    late(data, "huyen_d", "dat_dai", 2, 3)
    late(data, "so_a", None, 10, 5000)
    assert owed(data) == [("huyen_c", "dat_dai")]


def test_a_unit_that_reports_no_fields_owes_as_a_whole(data: Data) -> None:
    late(data, "huyen_c", None, 30, 200)
    late(data, "so_a", None, 0, 5000)
    assert owed(data) == [("huyen_c", None)]


def test_the_rule_of_the_target_leaves_small_numbers_alone_and_needs_a_target(data: Data) -> None:
    late(data, "huyen_c", "dat_dai", 3, 100)
    late(data, "huyen_d", "dat_dai", 1, 9)
    assert owed(data, "target") == []
    data.connection.execute(
        "insert into ws.target values (1, 'late_rate', null, null, '2024-01-01', null, '<=', 0.02, 'KH', 'a', now())"
    )
    assert owed(data, "target") == [("huyen_c", "dat_dai")]
    assert owed(data, "target", least_files=4) == []
    assert owed(data, "target", levels=["commune"]) == []
    assert owed(data, "both") == []
    assert owed(data, "either") == [("huyen_c", "dat_dai")]


def test_a_target_is_held_against_the_unit_and_only_then_against_its_fields(data: Data) -> None:
    many, few = row("dat_dai", resolved_total=100, resolved_late=3), row("ho_tich", resolved_total=900, resolved_late=1)
    data.accept(report("dossier", "huyen_c", JAN, many, few))
    data.know_periods()
    data.connection.execute(
        "insert into ws.target values (1, 'late_rate', null, null, '2024-01-01', null, '<=', 0.01, 'KH', 'a', now())"
    )
    assert owed(data, "target") == [], "4 of 1.000 keep the 1% that all fields together were given"
    data.connection.execute("update ws.target set target_value = 0.003")
    rows = data.ask("read", "explanations_owed", **{**OWED, "rule": "target"})
    assert [(found["field_id"], found["unit_ratio"]) for found in rows] == [("dat_dai", 0.004)]


@settings(max_examples=6, deadline=None)
@given(total=st.integers(20, 400), share=st.floats(0.02, 0.5), others=st.integers(0, 300))
def test_the_chance_is_the_exact_binomial_tail(shared: Data, total: int, share: float, others: int) -> None:
    shared.connection.execute("delete from ws.report; delete from ws.fact_dossier")
    files = max(1, int(total * share))
    late(shared, "huyen_c", "dat_dai", files, total)
    late(shared, "huyen_d", "dat_dai", others, 1000)
    rows = shared.ask("read", "explanations_owed", **{**OWED, "rule": "limits"})
    chance = 1 - binomial_at_most(files - 1, total, (files + others) / (total + 1000))
    found = [one["chance"] for one in rows if one["unit_id"] == "huyen_c"]
    assert bool(found) == (chance < 0.001)
    assert not found or found[0] == pytest.approx(chance, abs=1e-9)


@pytest.fixture(scope="module")
def shared(shared_connection: Any, tmp_path_factory: pytest.TempPathFactory) -> Data:
    from tests.queries.conftest import FIELDS, UNITS, empty, put_reference

    empty(shared_connection)
    return Data(shared_connection, put_reference(shared_connection, tmp_path_factory.mktemp("x"), UNITS, FIELDS))


def test_an_explanation_of_the_unit_or_under_another_definition_is_enough(data: Data) -> None:
    from dataclasses import replace

    late(data, "huyen_c", "dat_dai", 30, 200)
    late(data, "so_a", None, 10, 5000)
    follow_up.add_explanation(data.change, replace(SAID, metric_id="overdue_rate"), entered_by="a")
    (found,) = data.ask("read", "explanations_owed", **{**OWED, "rule": "limits"})
    assert (found["explanation_id"], found["cause_id"]) == (1, "dong_bo")
    follow_up.add_explanation(data.change, replace(SAID, field_id="ho_tich"), entered_by="a")
    (found,) = data.ask("read", "explanations_owed", **{**OWED, "rule": "limits"})
    assert found["explanation_id"] == 1  # that of another field says nothing of this one


def test_a_promise_is_open_until_its_day_and_overdue_after_it_until_somebody_says_how_it_ended(data: Data) -> None:
    data.know_periods()
    number = promised(data, date(2024, 3, 10))
    assert state(data, "2024-03-10") == ("open", None)
    assert state(data, "2024-03-12") == ("overdue", 2)
    follow_up.add_outcome(
        data.change, number, "extended", date(2024, 3, 12), "chờ thuế", extended_to=date(2024, 4, 1), entered_by="a"
    )
    assert state(data, "2024-03-12") == ("open", None)
    assert state(data, "2024-04-02") == ("overdue", 1)
    follow_up.add_outcome(data.change, number, "kept", date(2024, 4, 3), "đã trả kết quả", entered_by="a")
    assert state(data, "2025-01-01") == ("kept", None)
    history = data.ask("read", "explanation_history", explanation_id=number)
    assert [event["event"] for event in history] == ["given", "extended", "kept"]


def test_open_promises_come_back_overdue_first_with_the_later_figure_and_no_verdict(data: Data) -> None:
    late(data, "huyen_c", "dat_dai", 30, 200)
    late(data, "huyen_d", "dat_dai", 30, 200)
    late(data, "huyen_c", "dat_dai", 3, 180, FEB)
    promised(data, date(2024, 3, 20), unit_id="huyen_d", field_id="dat_dai")
    promised(data, date(2024, 2, 20), field_id="dat_dai", promised_late=5)
    asked = {"period_id": "cchc/2024-02", "on_day": "2024-03-01", "levels": [], "unit_ids": []}
    first, second = data.ask("read", "open_promises", **asked)
    assert (first["unit_id"], first["promise"], first["days_overdue"]) == ("huyen_c", "overdue", 10)
    assert (first["later_numerator"], first["later_denominator"], first["is_number_met"]) == (3, 180, True)
    assert (second["unit_id"], second["promise"], second["later_numerator"]) == ("huyen_d", "open", None)
    assert second["is_number_met"] is None
    assert data.ask("read", "open_promises", **{**asked, "period_id": "cchc/2024-01"}) == []


def test_causes_are_counted_with_the_files_that_are_known(data: Data) -> None:
    data.know_periods()
    promised(data, date(2024, 3, 1), late_files=7)
    promised(data, date(2024, 3, 1), unit_id="huyen_d")
    promised(data, date(2024, 3, 1), unit_id="so_a", cause_id="khac")
    asked = {"period_ids": ["cchc/2024-01"], "levels": [], "unit_ids": []}
    first, second = data.ask("read", "late_causes", **asked)
    assert (first["cause"], first["explanations"], first["late_files"], first["without_files"]) == (
        "Đồng bộ dữ liệu", 2, 7, 1,
    )  # fmt: skip
    assert (second["cause_id"], second["late_files"]) == ("khac", None)


def test_a_new_version_replaces_the_old_one_and_both_stay_readable_as_of_their_time(data: Data) -> None:
    from dataclasses import replace

    data.know_periods()
    number = follow_up.add_explanation(data.change, SAID, entered_by="a")
    changed = replace(SAID, cause_id="khac", body="Đã xác minh lại")
    follow_up.change_explanation(data.change, number, 1, changed, reason=None, entered_by="b")
    data.connection.execute("update ws.explanation set entered_at = make_timestamptz(2024, version + 1, 1, 0, 0, 0.0)")
    with pytest.raises(follow_up.Conflict):
        follow_up.change_explanation(data.change, number, 1, changed, reason=None, entered_by="c")
    (now,) = data.ask("read", "explanations", **ALL, on_day="2024-05-01")
    assert (now["version"], now["cause_id"], now["entered_by"]) == (2, "khac", "b")
    assert _as_of(data, datetime(2024, 2, 20, tzinfo=db.VIETNAM)) == [1]
    assert _as_of(data, datetime(2024, 1, 20, tzinfo=db.VIETNAM)) == []
    follow_up.change_explanation(data.change, number, 2, changed, reason="nhập nhầm đơn vị", entered_by="b")
    assert data.ask("read", "explanations", **ALL, on_day="2024-05-01") == []
    events = [one["event"] for one in data.ask("read", "explanation_history", explanation_id=number)]
    assert events == ["given", "changed", "withdrawn"]


def _as_of(data: Data, moment: datetime) -> list[int]:
    db.set_session(data.connection, LOCAL_VIEWER, db.LATEST, as_of_at=moment)
    rows = data.connection.execute(load_query("read", "explanations").text, {**ALL, "on_day": "2024-05-01"})
    return [one["version"] for one in rows.to_arrow_table().to_pylist()]


def test_notes_are_for_who_may_see_what_they_speak_of(data: Data) -> None:
    data.know_periods()
    for note in (
        Note("province", "cchc/2024-01", "Toàn tỉnh sắp xếp lại"),
        Note("level", "cchc/2024-01", "Huyện bàn giao việc", level="district", metric_id="late_rate"),
        Note("unit", "cchc/2024-01", "Huyện C đổi phần mềm", unit_id="huyen_c"),
        Note("unit", "cchc/2024-01", "Huyện D đổi phần mềm", unit_id="huyen_d", metric_id="overdue_rate"),
    ):
        follow_up.add_note(data.change, note, entered_by="a")
    asked: dict[str, Any] = {"period_ids": [], "metric_ids": [], "unit_ids": []}
    assert [one["note_id"] for one in data.ask("read", "notes", **asked)] == [1, 2, 3, 4]
    assert [one["note_id"] for one in data.ask("read", "notes", **{**asked, "metric_ids": ["late_rate"]})] == [1, 2, 3]
    one_district = Viewer("c", "viewer", frozenset(["huyen_c"]))
    assert [one["note_id"] for one in data.ask("read", "notes", one_district, **asked)] == [3]
    assert data.ask("read", "notes", None, **asked) == []
    assert data.ask("read", "note_history", one_district, note_id=4) == []
