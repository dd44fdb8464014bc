"""What readers feel of an export: warm reruns of the overview while files are made, over those without."""

from collections.abc import Callable, Iterator
from datetime import datetime
from statistics import median
from threading import Event, Thread

from bench import serving
from bench.measure import Figure
from bench.visitor import Visitor
from bench.workspaces import demo
from dashboard import making, publishing
from dashboard.figures import Context
from dashboard.store.connection import VIETNAM

AIM_TIMES = 1.33
PERIOD = "2026-Q3"
MADE = datetime(2026, 11, 22, 9, tzinfo=VIETNAM)
_RUNS_IN_A_ROW = 10
_READ_PERIODS = tuple(f"2025-{month:02d}" for month in range(1, 13))


def measure(runs: int) -> Iterator[Figure]:
    """The report with its charts is made again and again beside the server, as its page has it made.

    The second figure is that of the reading before it, which the server itself does: another visitor opens the slides
    of one period after another.
    """
    job = publishing.prepare(Context(demo(1)), "report", PERIOD, made=MADE)
    with serving.ours() as address, Visitor(address) as reader, Visitor(address) as other:
        reader.open()
        alone, beside = _by_turns(reader, runs, lambda: making.start(job).wait(making.LONGEST))
        yield Figure("Overview, warm rerun with nothing else running", alone, "ms")
        yield Figure("Overview, the same while a report is made, over that", _over(beside, alone), "×", AIM_TIMES)
        periods = iter(_READ_PERIODS * (runs + 1))
        alone, beside = _by_turns(reader, runs, lambda: other.open("trinh-chieu", f"period={next(periods)}"))
        yield Figure("Overview, the same while figures are read for one, over that", _over(beside, alone), "×")


def _over(beside: tuple[float, ...], alone: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(one / other for one, other in zip(beside, alone, strict=True))


def _by_turns(reader: Visitor, runs: int, work: Callable[[], object]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Medians of rows of reruns, without the work beside them and with it."""
    alone, beside = [], []
    for _ in range(runs):
        alone.append(_row(reader))
        enough = Event()
        worker = Thread(target=_repeated, args=(work, enough))
        worker.start()
        beside.append(_row(reader))
        enough.set()
        worker.join()
    return tuple(alone), tuple(beside)


def _repeated(work: Callable[[], object], enough: Event) -> None:
    while not enough.is_set():
        work()


def _row(reader: Visitor) -> float:
    return median(reader.open().milliseconds for _ in range(_RUNS_IN_A_ROW))
