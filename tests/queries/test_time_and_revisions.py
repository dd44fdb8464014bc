"""Revisions, moments, and periods made of parts, asked of a workspace on disk through the store."""

import itertools
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.report import LOCAL_VIEWER, Period, Reading, Report
from dashboard.store import accept, read, write
from dashboard.store.workspace import Workspace
from tests.queries.conftest import FIELDS, UNITS, month, report, row, year

T0 = datetime(2024, 5, 1, 8, tzinfo=UTC)


class Province:
    """A workspace into which files come one after the other, a day apart."""

    def __init__(self, folder: Path) -> None:
        self.workspace: Workspace = write.create_workspace("thu", title="Thử", units=UNITS, fields=FIELDS, root=folder)
        self.n = 0

    def accept(self, *reports: Report) -> str:
        self.n += 1
        content = f"tệp {self.n}".encode()
        file = accept.Incoming(f"tep{self.n}.xlsx", content, accept.sha256_of(content), Reading("f", "1", reports))
        with write.changing(self.workspace) as change:
            (outcome,) = accept.add_batch(change, [file], entered_by="thu", entered_at=T0 + timedelta(days=self.n))
        assert outcome.revision
        return outcome.revision

    def total(self, metric: str, label: str, as_of: str | None = None, field_ids: Sequence[str] = ()) -> Any:
        params = {"metric_ids": [metric], "period_ids": [f"cchc/{label}"], "field_ids": list(field_ids)}
        found = read.read(self.workspace, "metric_total", params, viewer=LOCAL_VIEWER, as_of=as_of).to_pylist()
        return [(r["numerator"], r["denominator"], r["basis"]) for r in found]

    def unit(self, metric: str, label: str, unit: str = "so_a") -> Any:
        params = {"metric_ids": [metric], "period_ids": [f"cchc/{label}"], "field_ids": [], "unit_ids": [unit]}
        found = read.read(self.workspace, "metric_by_unit", params, viewer=LOCAL_VIEWER).to_pylist()
        return [(r["numerator"], r["denominator"]) for r in found]


@pytest.fixture
def province(tmp_path: Path) -> Province:
    return Province(tmp_path)


def late(count: int, total: int = 100, unit: str = "so_a", label: str = "2024-02", **rest: Any) -> Report:
    return report("dossier", unit, month(label), row(resolved_late=count, resolved_total=total), **rest)


def test_the_next_revision_shows_and_the_one_before_stays_readable(province: Province) -> None:
    first = province.accept(late(5))
    second = province.accept(late(7))
    assert province.total("late_rate", "2024-02") == [(7, 100, "parts")]
    assert province.total("late_rate", "2024-02", as_of=first) == [(5, 100, "parts")]
    assert province.total("late_rate", "2024-02", as_of=second) == [(7, 100, "parts")]


def test_months_that_tell_fields_and_months_that_tell_a_total_only_add_up(province: Province) -> None:
    """A unit's own files beside a roll-up of other months: no month may be lost for the shape of its report."""
    fields = (row("x", resolved_late=2, resolved_total=10), row("y", resolved_late=3, resolved_total=20))
    province.accept(late(5, label="2024-01"))
    province.accept(report("dossier", "so_a", month("2024-02"), *fields))
    province.accept(report("dossier", "so_a", month("2024-03"), *fields, row(resolved_late=6, resolved_total=31)))
    assert province.unit("late_rate", "2024-Q1") == [(5 + 5 + 5, 100 + 30 + 30)]
    assert province.total("late_rate", "2024-Q1") == [(15, 160, "parts")]
    # What January held of a field is not known, so neither is the quarter's.
    assert province.total("late_rate", "2024-Q1", field_ids=["x"])[0][:2] == (None, None)
    province.accept(report("dossier", "so_a", month("2024-01"), row("y", resolved_late=1, resolved_total=4)))
    assert province.total("late_rate", "2024-Q1", field_ids=["x"]) == [(4, 20, "parts")]


def test_the_source_cells_are_the_counts_that_the_metric_takes(province: Province) -> None:
    """One field does not say how many were late: the metric takes the total for both its ends, and so does the trace."""
    fields = (row("x", resolved_late=2, resolved_total=10), row("y", resolved_total=20))
    province.accept(report("dossier", "so_a", month("2024-02"), *fields, row(resolved_late=6, resolved_total=31)))
    assert province.unit("late_rate", "2024-02") == [(6, 31)]
    params = {"metric_id": "late_rate", "period_id": "cchc/2024-02", "unit_ids": ["so_a"], "field_ids": []}
    cells = read.read(province.workspace, "source_cells", params, viewer=LOCAL_VIEWER).to_pylist()
    assert [(cell["column_id"], cell["value"]) for cell in cells] == [("resolved_late", 6), ("resolved_total", 31)]


def test_a_bare_date_is_the_end_of_that_day_in_vietnam(province: Province) -> None:
    province.accept(late(5))
    province.accept(late(7))
    assert province.total("late_rate", "2024-02", as_of="2024-05-02") == [(5, 100, "parts")]
    assert province.total("late_rate", "2024-02", as_of="2024-05-03") == [(7, 100, "parts")]
    assert province.total("late_rate", "2024-02", as_of="2024-05-01")[0][:2] == (None, None)


def test_the_order_of_import_does_not_matter_for_different_keys(tmp_path: Path) -> None:
    reports = [late(1), late(2, unit="so_b"), late(3, label="2024-01"), late(4, unit="huyen_c")]
    answers = set()
    for n, order in enumerate(itertools.islice(itertools.permutations(reports), 0, None, 5)):
        province = Province(tmp_path / str(n))
        for one in order:
            province.accept(one)
        answers.add(str((province.total("late_rate", "2024-02"), province.total("late_rate", "2024-01"))))
    assert answers == {"([(7, 300, 'parts')], [(3, 100, 'parts')])"}


@pytest.mark.parametrize("own_first", [True, False])
def test_the_units_own_report_goes_before_a_consolidated_one_whichever_comes_first(
    province: Province, own_first: bool
) -> None:
    both = [late(5), late(9, origin="consolidated")]
    for one in both if own_first else both[::-1]:
        province.accept(one)
    assert province.total("late_rate", "2024-02") == [(5, 100, "parts")]


def test_before_the_own_report_came_the_consolidated_one_answers(province: Province) -> None:
    consolidated = province.accept(late(9, origin="consolidated"))
    province.accept(late(5))
    assert province.total("late_rate", "2024-02", as_of=consolidated) == [(9, 100, "parts")]


def test_a_stated_total_stands_in_until_every_unit_has_reported_and_is_never_added(province: Province) -> None:
    province.accept(late(50, 1000, "level:district"), late(5, 100, "huyen_c"))
    assert province.total("late_rate", "2024-02") == [(50, 1000, "stated")]
    province.accept(late(6, 100, "huyen_d"))
    assert province.total("late_rate", "2024-02") == [(11, 200, "parts")]


def test_a_provinces_stated_total_stands_in_while_a_level_is_silent(province: Province) -> None:
    province.accept(late(5, unit="so_a"), late(5, unit="so_b"), late(90, 2000, "province"))
    assert province.total("late_rate", "2024-02") == [(90, 2000, "stated")]
    province.accept(late(1, unit="huyen_c"), late(1, unit="huyen_d"))
    assert province.total("late_rate", "2024-02") == [(12, 400, "parts")]


def test_a_stated_total_of_all_fields_does_not_answer_for_some(province: Province) -> None:
    province.accept(
        report(
            "dossier",
            "so_a",
            month("2024-02"),
            row("dat_dai", resolved_late=3, resolved_total=10),
            row(resolved_late=9, resolved_total=90),
        )
    )
    assert province.total("late_rate", "2024-02", field_ids=["dat_dai"]) == [(3, 10, "parts")]


def balanced(label: str, carried: int, new: int, resolved: int) -> Report:
    counts = {"received_total": carried + new, "carried_over": carried, "received_online": new, "received_offline": 0}
    pending = {"resolved_total": resolved, "pending_total": carried + new - resolved, "pending_overdue": 2}
    return report("dossier", "so_a", month(label), row(**counts, **pending))


QUARTER = [balanced("2024-01", 10, 50, 45), balanced("2024-02", 15, 60, 55), balanced("2024-03", 20, 70, 65)]


def test_over_a_quarter_flows_add_up_stocks_are_the_last_and_what_was_carried_over_enters_once(
    province: Province,
) -> None:
    province.accept(*QUARTER)
    assert province.unit("completion_rate", "2024-Q1") == [(45 + 55 + 65, 10 + 50 + 60 + 70)]
    assert province.unit("pending_overdue_rate", "2024-Q1") == [(2, 25)]
    assert province.unit("online_share_new", "2024-Q1") == [(180, 180)]


def test_a_quarter_with_a_missing_month_is_unknown_and_not_a_smaller_sum(province: Province) -> None:
    province.accept(QUARTER[0], QUARTER[2])
    assert province.unit("completion_rate", "2024-Q1") in ([], [(None, None)])
    assert province.unit("pending_overdue_rate", "2024-Q1") == [(2, 25)]


def test_a_year_is_made_of_its_months_and_a_cumulative_report_goes_before_them(province: Province) -> None:
    province.accept(*[late(n, label=f"2024-{n:02d}") for n in range(1, 13)])
    assert province.total("late_rate", "2024") == [(78, 1200, "parts")]
    province.accept(report("dossier", "so_a", year("2024"), row(resolved_late=80, resolved_total=1210)))
    assert province.total("late_rate", "2024") == [(80, 1210, "stated")]


def test_quarters_of_reports_and_quarters_of_months_make_up_a_longer_period(province: Province) -> None:
    quarter = Period("cchc", "quarter", "2024-Q1", date(2024, 1, 1), date(2024, 3, 31))
    province.accept(report("dossier", "so_a", quarter, row(resolved_late=7, resolved_total=300)))
    province.accept(*[late(n, label=f"2024-{n:02d}") for n in (4, 5)])
    assert province.unit("late_rate", "2024-05:ytd") == [(7 + 4 + 5, 500)]
    assert province.unit("late_rate", "2024-H1") == []
    province.accept(late(6, label="2024-06"))
    assert province.unit("late_rate", "2024-H1") == [(7 + 4 + 5 + 6, 600)]


def test_the_year_to_date_grows_month_by_month(province: Province) -> None:
    province.accept(*[late(n, label=f"2024-{n:02d}") for n in range(1, 4)])
    assert province.total("late_rate", "2024-02:ytd")[0][:2] == (3, 200)
    assert province.total("late_rate", "2024-03:ytd")[0][:2] == (6, 300)


def test_a_unit_that_ended_is_asked_only_for_the_months_in_which_it_was(province: Province) -> None:
    province.accept(*[late(1, unit="huyen_c", label=f"2025-{n:02d}") for n in range(4, 7)])
    assert province.unit("late_rate", "2025-Q2", "huyen_c") == [(3, 300)]
    assert UNITS[2].valid_to == date(2025, 6, 30)
