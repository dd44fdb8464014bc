"""How files are counted (domain §2.3): by day, at each edge of a period, with the clock stopped, as a plain program does."""

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.figures import Context
from dashboard.metrics.catalogue import load_catalogue
from dashboard.report import Viewer
from tests.app.province import dossiers, month
from tests.queries.case_exports import PERIOD, add_reports, ask, case, counts, csv_of, province, take

KEYS = (
    "carried_over",
    "received_total",
    "resolved_early",
    "resolved_on_time",
    "resolved_late",
    "pending_in_time",
    "pending_overdue",
)


NOTHING = (0,) * 7
BY_DAY = [  # received, promised, finished; carried, received in all, early, on time, late, pending in time, pending overdue
    (("30/09/2026 23:59", "15/10/2026", "14/10/2026 16:00"), (1, 1, 1, 0, 0, 0, 0)),
    (("01/10/2026 00:00", "15/10/2026", "15/10/2026 23:59"), (0, 1, 0, 1, 0, 0, 0)),
    (("01/10/2026", "15/10/2026 17:00", "16/10/2026 00:00"), (0, 1, 0, 0, 1, 0, 0)),
    (("31/10/2026 23:59", "", "31/10/2026 23:59"), (0, 1, 0, 1, 0, 0, 0)),
    (("01/09/2026", "15/09/2026", "30/09/2026 23:59"), NOTHING),
    (("01/09/2026", "15/09/2026", "01/10/2026 00:00"), (1, 1, 0, 0, 1, 0, 0)),
    (("01/11/2026 00:00", "15/11/2026", ""), NOTHING),
    (("20/10/2026", "30/10/2026", ""), (0, 1, 0, 0, 0, 0, 1)),
    (("20/10/2026", "31/10/2026", ""), (0, 1, 0, 0, 0, 1, 0)),
    (("20/10/2026", "", ""), (0, 1, 0, 0, 0, 1, 0)),
    (("20/10/2026", "25/10/2026", "01/11/2026 00:00"), (0, 1, 0, 0, 0, 0, 1)),
    (("2026-09-30T17:00:00Z", "", ""), (0, 1, 0, 0, 0, 1, 0)),  # midnight of 1 October in Vietnam
    (("2026-09-30T16:59:59Z", "", ""), (1, 1, 0, 0, 0, 1, 0)),
    (("2026-10-01T00:30:00+07:00", "", ""), (0, 1, 0, 0, 0, 1, 0)),
    (("2026-10-01 00:00:00", "2026-10-05", "2026-10-05T16:59:59Z"), (0, 1, 0, 1, 0, 0, 0)),
    (("2026-10-01 00:00:00", "2026-10-05", "2026-10-05T17:00:00Z"), (0, 1, 0, 0, 1, 0, 0)),
    ((" 1/10/2026 08:00 ", "5-10-2026", "10:00 05/10/2026"), (0, 1, 0, 1, 0, 0, 0)),
    (("31/12/1999", "01/01/2070", ""), (1, 1, 0, 0, 0, 1, 0)),
    (("02/10/2026", "05/10/2026", "04/09/2026"), NOTHING),
    (("02/11/2026", "05/11/2026", "30/10/2026"), NOTHING),
]


def test_a_file_is_counted_by_its_days_in_vietnam(tmp_path: Path) -> None:
    workspace = province(tmp_path)
    take(workspace, [case(f"H{n}", *line, field=f"Việc {n}") for n, (line, _) in enumerate(BY_DAY)])
    found = {row["field_name"]: row for row in ask(workspace, "case_counts")}
    for n, (line, expected) in enumerate(BY_DAY):
        row = found.get(f"Việc {n}", dict.fromkeys((*KEYS, "resolved_total", "pending_total"), 0))
        assert tuple(row[key] for key in KEYS) == expected, line
        assert row["received_total"] == row["resolved_total"] + row["pending_total"]


CLOCK: list[tuple[dict[str, str], int]] = [
    ({}, 1),
    ({"paused_days": "25"}, 1),
    ({"paused_days": "26"}, 0),
    ({"status": "5"}, 0),
    ({"status": "6", "paused_from": "05/10/2026"}, 0),
    ({"status": "Chờ bổ sung", "paused_from": "06/10/2026 08:00"}, 1),
    ({"status": "8", "paused_from": "05/11/2026"}, 1),
]


def test_the_clock_stands_still_while_a_file_waits(tmp_path: Path) -> None:
    workspace = province(tmp_path)
    take(
        workspace,
        [case(f"H{n}", "01/10/2026", "05/10/2026", field=f"Việc {n}", **more) for n, (more, _) in enumerate(CLOCK)],
    )
    found = {row["field_name"]: row["pending_overdue"] for row in ask(workspace, "case_counts")}
    assert found == {f"Việc {n}": overdue for n, (_, overdue) in enumerate(CLOCK)}
    listed = {row["field_name"] for row in ask(workspace, "overdue_cases", first_row=0, most_rows=9)}
    assert listed == {name for name, overdue in found.items() if overdue}


def test_days_that_a_file_waited_move_its_promise(tmp_path: Path) -> None:
    workspace = province(tmp_path)
    take(workspace, [case("H1", "01/10/2026", "05/10/2026", "08/10/2026", paused_days="3")])
    assert counts(workspace)["resolved_on_time"] == 1


def test_refused_files_count_nowhere_and_returned_ones_are_told_apart(tmp_path: Path) -> None:
    workspace = province(tmp_path)
    lines = [
        case("H1", "01/10/2026", status="1"),
        case("H2", "01/10/2026", "05/10/2026", "06/10/2026", status="7"),
        case("H3", "01/10/2026", status="5"),
    ]
    take(workspace, lines)
    found = counts(workspace)
    assert (found["received_total"], found["resolved_late"], found["returned_withdrawn"]) == (2, 1, 1)
    assert found["awaiting_supplement"] == 1


def test_a_channel_that_is_not_known_makes_the_channels_unknown_and_nothing_else(tmp_path: Path) -> None:
    workspace = province(tmp_path)
    lines = [case("H1", "01/10/2026"), case("H2", "01/10/2026", channel="Bưu chính công ích")]
    take(workspace, lines)
    assert [counts(workspace)[key] for key in ("received_online", "received_offline")] == [1, 1]
    take(workspace, [*lines, case("H3", "02/10/2026", channel="")])
    found = counts(workspace)
    assert (found["received_online"], found["received_offline"], found["received_total"]) == (None, None, 3)


def test_the_resolving_unit_answers_for_a_file_that_another_received(tmp_path: Path) -> None:
    workspace = province(tmp_path)
    take(workspace, [case("H1", "01/10/2026", "02/10/2026", resolving="Sở Tư pháp")])
    assert counts(workspace, "so_tu_phap")["pending_overdue"] == 1
    assert ask(workspace, "case_counts", unit_ids=["xa_an_binh"]) == []
    (row,) = ask(workspace, "overdue_cases", first_row=0, most_rows=9)
    assert (row["unit_name"], row["receiving_name"], row["days_late"]) == ("Sở Tư pháp", "Xã An Bình", 29)


def _plain(lines: list[dict[str, Any]], start: date, end: date) -> dict[str, int]:
    """The rules once more, in a loop."""
    found = dict.fromkeys(KEYS, 0)
    for line in lines:
        received, promised, finished = line["days"]
        if received > end or (finished and finished < start):
            continue
        found["received_total"] += 1
        found["carried_over"] += received < start
        if finished and finished <= end:
            early, late = bool(promised) and finished < promised, bool(promised) and finished > promised
            found["resolved_early"] += early
            found["resolved_late"] += late
            found["resolved_on_time"] += not (early or late)
        else:
            overdue = bool(promised) and promised < end
            found["pending_overdue"] += overdue
            found["pending_in_time"] += not overdue
    return found


@pytest.mark.parametrize("seed", range(3))
def test_many_files_are_counted_as_a_plain_program_counts_them(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    lines = []
    for number in range(400):
        received = date(2026, 8, 20) + timedelta(rng.randrange(80))
        promised = received + timedelta(rng.randrange(30)) if rng.random() < 0.9 else None
        finished = received + timedelta(rng.randrange(40)) if rng.random() < 0.7 else None
        days = (received, promised, finished)
        lines.append(case(f"H{number}", *("" if day is None else f"{day:%d/%m/%Y}" for day in days)) | {"days": days})
    workspace = province(tmp_path, [dossiers("xa_an_binh", month(2026, n), 3) for n in (9, 10)])
    take(workspace, csv_of(lines, stated="Từ ngày 01/08/2026 đến ngày 20/11/2026"))
    for number, end in ((9, date(2026, 9, 30)), (10, date(2026, 10, 31))):
        found = counts(workspace, period_id=f"cchc/2026-{number:02d}")
        assert {key: found[key] for key in KEYS} == _plain(lines, date(2026, number, 1), end)


def test_months_from_several_exports_make_a_quarter_and_a_missing_one_leaves_none(tmp_path: Path) -> None:
    workspace = province(tmp_path, [dossiers("xa_an_binh", month(2026, n), 3) for n in (7, 8, 9)])
    take(workspace, csv_of([case("H1", "01/07/2026", "05/07/2026")], stated="Từ ngày 01/07/2026 đến ngày 31/07/2026"))
    take(workspace, csv_of([case("H1", "01/07/2026", "05/07/2026")], stated="Từ ngày 01/08/2026 đến ngày 31/08/2026"))
    assert ask(workspace, "case_counts", period_id="cchc/2026-Q3") == []
    last = [case("H1", "01/07/2026", "05/07/2026", "10/09/2026"), case("H2", "30/09/2026")]
    take(workspace, csv_of(last, stated="Từ ngày 01/09/2026 đến ngày 30/09/2026"))
    found = counts(workspace, period_id="cchc/2026-Q3")
    expected = {"carried_over": 0, "received_total": 2, "resolved_late": 1, "pending_in_time": 1, "pending_overdue": 0}
    assert {key: found[key] for key in expected} == expected


def test_a_later_export_answers_and_the_earlier_one_as_of_its_time(tmp_path: Path) -> None:
    workspace = province(tmp_path)
    first = take(workspace, [case("H1", "01/10/2026"), case("H2", "01/10/2026", resolving="Xã Đông Hải")])
    take(workspace, [case("H1", "01/10/2026"), case("H9", "02/10/2026")])
    assert counts(workspace)["received_total"] == 2
    assert counts(workspace, "xa_dong_hai")["received_total"] == 1  # the second export does not speak of it
    (before,) = ask(workspace, "case_counts", as_of=first.revision, unit_ids=["xa_an_binh"])
    assert before["received_total"] == 1


def test_who_may_see_one_unit_sees_no_file_of_another(tmp_path: Path) -> None:
    workspace = province(tmp_path)
    take(
        workspace,
        [
            case("H1", "01/10/2026", "02/10/2026"),
            case("H2", "01/10/2026", "02/10/2026", resolving="Xã Đông Hải"),
            case("", "x"),
        ],
    )
    viewer = Viewer("v", "viewer", frozenset({"xa_dong_hai"}))
    for query, more in (
        ("overdue_cases", {"first_row": 0, "most_rows": 9}),
        ("case_counts", {}),
        ("case_ghosts", {"ghost_days": 1}),
    ):
        rows = ask(workspace, query, viewer, **more)
        assert {row["unit_id"] for row in rows} == {"xa_dong_hai"}
        assert "An Bình" not in str(rows)
    revision = ask(workspace, "case_batches")[0]["revision_id"]
    assert Context(workspace, viewer).rows("case_rejects", None, revision_id=revision) == []
    assert len(Context(workspace).rows("case_rejects", None, revision_id=revision)) == 1


def test_reported_figures_do_not_move_when_an_export_comes_in(tmp_path: Path) -> None:
    workspace = province(tmp_path)

    def figures() -> list[Any]:
        asked: dict[str, Any] = {"metric_ids": list(load_catalogue().metrics), "period_ids": [PERIOD], "field_ids": []}
        queries = ("metric_total", "metric_by_level", "metric_by_unit", "metric_by_field")
        return [
            Context(workspace).rows(
                query, None, **asked, **({"unit_ids": []} if "by_level" not in query and "total" not in query else {})
            )
            for query in queries
        ]

    before = figures()
    assert (
        take(workspace, [case("H1", "01/10/2026", "02/10/2026", "09/10/2026"), case("H2", "01/10/2026")]).status
        == "accepted"
    )
    assert figures() == before
    add_reports(workspace, [dossiers("so_tu_phap", month(2026, 10), 1)])
    assert figures() != before
