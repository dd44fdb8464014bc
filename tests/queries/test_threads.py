"""Many readers at once get their own rows; with one connection for all of them they would not."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest

from dashboard.report import LOCAL_VIEWER, Field, Reading, Unit, Viewer
from dashboard.store import accept, read, write
from dashboard.store import connection as db
from dashboard.store.sql import load_query
from dashboard.store.workspace import Workspace
from tests.queries.conftest import ENTERED, month, report, row

THREADS, QUERIES = 16, 4000
UNITS = [Unit(f"don_vi_{n}", f"Đơn vị {n}", "department", "province", display_order=n) for n in range(THREADS)]
CHECK = "pending_is_not_the_sum_of_its_parts"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Every unit contradicts itself once, each by another number."""
    made = write.create_workspace(
        "thu", title="Thử", units=UNITS, fields=[Field("dat_dai", "Đất đai")], root=tmp_path_factory.mktemp("luong")
    )
    reports = tuple(
        report(
            "dossier", unit.unit_id, month("2024-02"), row(pending_total=n, pending_in_time=n, pending_overdue=n + 1)
        )
        for n, unit in enumerate(UNITS)
    )
    file = accept.Incoming("a.xlsx", b"a", accept.sha256_of(b"a"), Reading("f", "1", reports))
    with write.changing(made) as change:
        accept.add_batch(change, [file], entered_by="thu", entered_at=ENTERED)
    return made


def wrong_answers(ask: Callable[[int], list[tuple[str, float]]], queries: int, stop_at_first: bool = False) -> int:
    """How many of the answers that 16 threads get are not the one row of the unit that each asks for."""
    start, stop, wrong = threading.Barrier(THREADS), threading.Event(), [0] * THREADS

    def work(n: int) -> None:
        start.wait()
        for _ in range(queries // THREADS):
            if stop.is_set():
                return
            try:
                found = ask(n)
            except duckdb.Error:
                found = []
            if found != [(UNITS[n].unit_id, n)]:
                wrong[n] += 1
                if stop_at_first:
                    stop.set()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, range(THREADS)))
    return sum(wrong)


VIEWERS = [Viewer(unit.unit_id, "viewer", frozenset([unit.unit_id])) for unit in UNITS]


@pytest.mark.slow
def test_sixteen_threads_and_their_four_thousand_queries_get_no_wrong_answer(workspace: Workspace) -> None:
    def ask(n: int) -> list[tuple[str, float]]:
        found = read.read(workspace, CHECK, {"period_ids": []}, viewer=VIEWERS[n], folder="checks").to_pylist()
        return [(r["unit_id"], r["stated"]) for r in found]

    assert wrong_answers(ask, QUERIES) == 0


def test_one_connection_for_all_threads_does_give_wrong_answers(workspace: Workspace) -> None:
    shared = db.connect(workspace.database(workspace.generation()), read_only=True)
    text = load_query("checks", CHECK).text

    def ask(n: int) -> list[tuple[str, float]]:
        db.set_session(shared, VIEWERS[n], db.LATEST)
        shared.execute(text, {"period_ids": []})
        found = shared.fetchall()
        return [(r[7], r[17]) for r in found]

    names = load_query("checks", CHECK).returns
    assert (names[7], names[17]) == ("unit_id", "stated")
    assert wrong_answers(ask, QUERIES, stop_at_first=True) > 0


def test_all_of_them_together_are_what_one_reader_gets(workspace: Workspace) -> None:
    found = read.read(workspace, CHECK, {"period_ids": []}, viewer=LOCAL_VIEWER, folder="checks").to_pylist()
    assert [(r["unit_id"], r["stated"]) for r in found] == [(unit.unit_id, n) for n, unit in enumerate(UNITS)]
