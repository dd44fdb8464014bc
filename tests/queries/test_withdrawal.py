"""Revisions taken back and counts corrected: what is in force now, and at every moment before."""

import random
from datetime import timedelta

from dashboard.report import Viewer
from dashboard.store import withdrawal
from dashboard.store.withdrawal import Correction, Entry
from tests.queries.conftest import ENTERED, Data, month, report, row

FEB = month("2024-02")
SCOPED = Viewer("v", "reader", frozenset({"so_a"}))
FULL = {
    "received_total": 20, "received_online": 12, "received_offline": 5, "carried_over": 3, "resolved_total": 15,
    "resolved_early": 9, "resolved_on_time": 4, "resolved_late": 2, "pending_total": 5, "pending_in_time": 4,
    "pending_overdue": 1,
}  # fmt: skip


def entry(day: int = 1) -> Entry:
    return Entry("lan", ENTERED + timedelta(days=day), "nhầm kỳ")


def late(data: Data, as_of: int = 2**62, unit: str = "so_a") -> list[int | None]:
    rows = data.ask(
        "read", "count_in_force", as_of=as_of, subject_id=unit, period_id=FEB.period_id,
        column_id="resolved_late", field_id="",
    )  # fmt: skip
    return [r["value"] for r in rows]


def send(data: Data, number: int, unit: str = "so_a") -> str:
    return data.accept(report("dossier", unit, FEB, row(resolved_late=number, resolved_total=100)))


def test_at_every_moment_the_last_report_not_taken_back_is_in_force(data: Data) -> None:
    chance = random.Random(20261122)
    told: list[tuple[int, dict[str, list[int]]]] = []
    standing: list[tuple[str, str, int]] = []  # unit, revision, value; what the store should have in force is the last
    for number in range(60):
        unit = chance.choice(("so_a", "so_b"))
        if standing and chance.random() < 0.45:
            chosen = chance.sample(standing, k=min(len(standing), chance.choice((1, 1, 1, 2))))
            event = withdrawal.withdraw(data.change, [revision for _, revision, _ in chosen], entry(number))
            standing = [one for one in standing if one not in chosen]
        else:
            event = send(data, number, unit)
            standing.append((unit, event, number))
        now = {u: [value for own, _, value in standing if own == u][-1:] for u in ("so_a", "so_b")}
        told.append((int(event[1:]), now))
    for seq, expected in [*chance.sample(told, k=11), told[-1]]:
        assert {unit: late(data, seq, unit) for unit in expected} == expected, seq


def test_a_return_to_force_is_told_as_a_correction_with_its_cells(data: Data) -> None:
    first, second = send(data, 5), send(data, 9)
    event = withdrawal.withdraw(data.change, [second], entry())
    told = {r["revision_id"]: r for r in data.ask("read", "corrections", period_ids=[])}
    assert (told[event]["before_revision_id"], told[event]["changed_counts"]) == (second, 1)
    (changed,) = data.ask("read", "corrected_counts", revision_id=event)
    assert (changed["old_value"], changed["new_value"], changed["new_file"]) == (9, 5, "tep1.xlsx")
    states = {r["revision_id"]: r["state"] for r in listed(data)}
    assert states == {first: "in_force", second: "withdrawn", event: "withdrawal"}
    (row,) = listed(data, revision_ids=[second])
    assert (row["reason"], row["decided_by"], row["event_id"]) == ("nhầm kỳ", "lan", event)
    before = {r["revision_id"]: r["state"] for r in listed(data, as_of=2)}
    assert before == {first: "superseded", second: "in_force"}
    assert [r["revision_id"] for r in listed(data, viewer=SCOPED)] == [second, first]
    assert listed(data, viewer=Viewer("v", "reader", frozenset({"so_b"}))) == []


def listed(data: Data, **rest) -> list[dict]:
    asked = {"period_ids": [], "unit_ids": [], "states": [], "revision_ids": [], "batch_ids": []} | rest
    return data.ask("read", "revisions", **asked)


def test_every_family_comes_back_whole_with_its_statements_and_attributes(data: Data) -> None:
    old = report("iso", "so_a", FEB, row(attributes={"iso_status": "announced", "rating": "good"}))
    data.accept(old, report("document", "so_a", FEB, row(docs_out=10, e_docs=9), row(at=11, part="mật", docs_out=3)))
    second = data.accept(
        report("iso", "so_a", FEB, row(attributes={"iso_status": "expired"})),
        report("document", "so_a", FEB, row(docs_out=11)),
    )
    withdrawal.withdraw(data.change, [second], entry())
    kept = data.connection.execute(
        "select iso_status, rating from ws.fact_iso semi join (from ws.report where superseded_seq is null) using (report_id)"
    ).fetchall()
    assert kept == [("announced", "good")]
    parts = data.connection.execute(
        "select part, docs_out from ws.fact_document semi join (from ws.report where superseded_seq is null) "
        "using (report_id) order by source_row"
    ).fetchall()
    assert parts == [(None, 10), ("mật", 3)]


def corrected(data: Data, value: int = 3) -> str:
    (found,) = data.ask(
        "read", "count_in_force", subject_id="so_a", period_id=FEB.period_id, column_id="resolved_late",
        field_id="dat_dai",
    )  # fmt: skip
    counts = dict(found["counts"]) | {"resolved_late": value, "resolved_total": 13 + value}
    correction = Correction(
        found["report_id"], found["source_row"], FEB.period_id, "so_a", "dossier", "dat_dai", "resolved_late",
        found["value"], value, counts, {"resolved_total": "resolved_total = …"},
    )  # fmt: skip
    return withdrawal.correct(data.change, correction, entry())


def cells(data: Data, **rest) -> list[tuple]:
    data.know_periods()
    asked = {"metric_id": "late_rate", "period_id": FEB.period_id, "unit_ids": ["so_a"], "field_ids": []}
    rows = data.ask("read", "source_cells", **asked, **rest)
    return [(r["column_id"], r["value"], r["corrected_from"], r["corrected_by"], r["revision_id"]) for r in rows]


def test_a_corrected_count_stands_in_its_own_cell_and_says_what_the_report_gave(data: Data) -> None:
    first = data.accept(report("dossier", "so_a", FEB, row("dat_dai", **FULL), row("ho_tich", at=11, **FULL)))
    event = corrected(data)
    assert cells(data) == [
        ("resolved_late", 3, 2, event, first),
        ("resolved_late", 2, None, None, first),
        ("resolved_total", 16, None, None, first),
        ("resolved_total", 15, None, None, first),
    ]
    assert cells(data, as_of=1)[0] == ("resolved_late", 2, None, None, first)
    (told,) = data.ask("read", "declared_corrections", period_ids=[])
    assert (told["expected"], told["corrected"], told["reason"], told["field_name"]) == (2, 3, "nhầm kỳ", "Đất đai")
    assert data.ask("read", "declared_corrections", period_ids=[], viewer=Viewer("v", "r", frozenset({"so_b"}))) == []
    changed = data.ask("read", "corrected_counts", revision_id=event)
    assert [(c["column_id"], c["old_value"], c["new_value"]) for c in changed] == [
        ("resolved_late", 2, 3), ("resolved_total", 15, None)
    ]  # fmt: skip


def test_a_correction_outlives_a_later_report_that_is_taken_back(data: Data) -> None:
    data.accept(report("dossier", "so_a", FEB, row("dat_dai", **FULL)))
    event = corrected(data)
    second = data.accept(report("dossier", "so_a", FEB, row("dat_dai", **FULL)))
    assert cells(data)[0][2:4] == (None, None)  # a report that is sent again stands for itself
    withdrawal.withdraw(data.change, [second], entry())
    assert cells(data)[0][1:4] == (3, 2, event)


def test_a_score_that_was_taken_back_is_no_snapshot(data: Data) -> None:
    data.accept(report("score", "so_a", FEB, row(attributes={"score_total": 80})))
    second = data.accept(report("score", "so_a", FEB, row(attributes={"score_total": 60})))
    withdrawal.withdraw(data.change, [second], entry())
    (shown,) = [r for r in data.ask("read", "score_units", period_id=FEB.period_id, other_id="") if r["unit_id"]]
    assert (shown["score_total"], shown["previous_total"]) == (80, None)
