"""Many readers at once get their own rows; with one connection for all of them they would not."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest

from dashboard.report import LOCAL_VIEWER, Field, Note, Unit, Viewer
from dashboard.store import connection as db
from dashboard.store import read, write
from dashboard.store.follow_up import add_note
from dashboard.store.sql import load_query
from dashboard.store.workspace import Workspace

THREADS, QUERIES = 16, 4000
UNITS = [Unit(f"don_vi_{n}", f"Đơn vị {n}", "department", "province", display_order=n) for n in range(THREADS)]
ASKED = "notes"
"""One of the quickest questions whose answer depends on who asks: what is at stake is whose rows come, not how many."""
EVERYTHING: dict[str, list[str]] = {"period_ids": [], "metric_ids": [], "unit_ids": []}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Every unit has one note, with a number of its own."""
    made = write.create_workspace(
        "thu", title="Thử", units=UNITS, fields=[Field("dat_dai", "Đất đai")], root=tmp_path_factory.mktemp("luong")
    )
    with write.changing(made) as change:
        for n, unit in enumerate(UNITS):
            note = Note("unit", "cchc/2024-02", f"Ghi chú {n}", unit.unit_id)
            add_note(change, note, entered_by="thu")
    return made


def wrong_answers(ask: Callable[[int], list[tuple[str, str]]], queries: int, stop_at_first: bool = False) -> int:
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
            if found != [(UNITS[n].unit_id, f"Ghi chú {n}")]:
                wrong[n] += 1
                if stop_at_first:
                    stop.set()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, range(THREADS)))
    return sum(wrong)


VIEWERS = [Viewer(unit.unit_id, "viewer", frozenset([unit.unit_id])) for unit in UNITS]


@pytest.mark.slow
def test_sixteen_threads_and_their_four_thousand_queries_get_no_wrong_answer(workspace: Workspace) -> None:
    def ask(n: int) -> list[tuple[str, str]]:
        found = read.read(workspace, ASKED, EVERYTHING, viewer=VIEWERS[n]).to_pylist()
        return [(row["unit_id"], row["body"]) for row in found]

    assert wrong_answers(ask, QUERIES) == 0


def test_one_connection_for_all_threads_does_give_wrong_answers(workspace: Workspace) -> None:
    shared = db.connect(workspace.database(workspace.generation()), read_only=True)
    query = load_query("read", ASKED)
    at_unit, at_body = query.returns.index("unit_id"), query.returns.index("body")

    def ask(n: int) -> list[tuple[str, str]]:
        db.set_session(shared, VIEWERS[n], db.LATEST)
        shared.execute(query.text, EVERYTHING)
        return [(row[at_unit], row[at_body]) for row in shared.fetchall()]

    assert wrong_answers(ask, QUERIES, stop_at_first=True) > 0


def test_all_of_them_together_are_what_one_reader_gets(workspace: Workspace) -> None:
    found = read.read(workspace, ASKED, EVERYTHING, viewer=LOCAL_VIEWER).to_pylist()
    said = [(row["unit_id"], row["body"]) for row in found]
    assert said == [(unit.unit_id, f"Ghi chú {n}") for n, unit in enumerate(UNITS)]
