"""The benchmarks run: the cheapest of them, once and small. Their figures are no matter of a test."""

import io
from collections.abc import Iterator

import pytest
from rich.console import Console

from bench import batch, cases, flat, queries, refusal, serving, workspaces
from bench.__main__ import table
from bench.measure import Figure, in_turn
from bench.visitor import Visitor
from dashboard.report import Unit
from dashboard.store.sql import load_query, query_names
from dashboard.store.write import create_workspace
from tests.browser.server import running_server


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch) -> Iterator[None]:
    monkeypatch.setattr(workspaces, "FOLDER", tmp_path)
    yield
    assert list(tmp_path.iterdir()) == [], "a benchmark leaves nothing behind"


def test_a_batch_is_measured_for_each_file_from_reading_to_publishing():
    (figure,) = batch.measure(runs=1, n_files=2)
    assert (figure.rows, figure.unit, len(figure.samples)) == (2, "ms", 1)
    assert figure.median > 0


def test_a_flat_workbook_is_measured_by_turns_against_its_bare_cells():
    bare, whole, times = flat.measure(runs=2, n_rows=50)
    assert [len(figure.samples) for figure in (bare, whole, times)] == [2, 2, 2]
    assert times.samples[0] == pytest.approx(whole.samples[0] / bare.samples[0])
    calls: list[str] = []
    list(in_turn(lambda: calls.append("a"), lambda: calls.append("b"), 2))
    assert calls == ["a", "b"] * 3  # the first pair only warms up


def test_files_of_the_one_stop_software_are_measured_against_bare_scans():
    *_, taken, _, _, counted = cases.measure(runs=1, n_rows=5_000)
    assert [figure.aim for figure in (taken, counted)] == [cases.AIM_TIMES] * 2
    assert taken.median > 0 and counted.median > 0


def test_a_refusal_is_measured_in_a_process_of_its_own():
    taken, *memory = refusal.measure(runs=1, unpacked_mb=30)
    assert taken.median > 0
    assert all(figure.unit == "MB" for figure in memory)


def test_every_question_has_something_to_ask_for(tmp_path_factory):
    unit = Unit("so_tu_phap", "Sở Tư pháp", "department", "province")
    workspace = create_workspace("any", title="Tỉnh", units=[unit], fields=[], root=tmp_path_factory.mktemp("any"))
    workspace.originals.mkdir(exist_ok=True)
    (workspace.originals / "abc.xlsx").touch()
    for name in query_names("read"):
        for param in load_query("read", name).params:
            queries._value(workspace, name, param, ["a period"])


def test_a_visitor_without_a_browser_runs_a_page_to_its_end(tmp_path):
    with (
        running_server(tmp_path, tmp_path / "log.txt", serving.run_bare("app")) as address,
        Visitor(address) as visitor,
    ):
        first, again = visitor.open(), visitor.open()
    assert 0 < again.size < first.size * 2
    assert again.n_messages > 3
    (tmp_path / "log.txt").unlink()


def test_an_aim_may_be_the_least():
    assert Figure("Times", (9.0,), "×", aim=4.5, is_least=True).ratio == 0.5


def test_the_table_says_which_aim_is_missed():
    out = io.StringIO()
    missed = Figure("Slow thing", (250.0, 300.0, 260.0), "ms", aim=200.0, rows=7)
    kept = Figure("Quick thing", (1.5,), "s", aim=2.0)
    Console(file=out, width=140).print(table([missed, kept, Figure("Thing without an aim", (3.0,), "ms")]))
    slow, quick, without = (line for line in out.getvalue().splitlines() if "hing" in line)
    assert [cell.strip() for cell in slow.split("│")[1:-1]] == [
        "Slow thing", "260 ms", "250–300", "≤ 200 ms", "1.30 missed", "7", "", "3",
    ]  # fmt: skip
    assert "missed" not in quick + without
