"""Taking a time and a peak of memory, and the figure that a benchmark reports."""

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

_STATUS = Path("/proc/self/status")
_CLEAR = Path("/proc/self/clear_refs")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report: samples in `unit`, the aim they are held against, and what was handled in one run.

    The aim is the most that the median may be, or with `is_least` the least.
    """

    what: str
    samples: tuple[float, ...]
    unit: str
    aim: float | None = None
    rows: int | None = None
    peak_mb: float | None = None
    is_least: bool = False

    @property
    def median(self) -> float:
        return statistics.median(self.samples)

    @property
    def ratio(self) -> float | None:
        """How much of the aim is used up; above 1 it is missed."""
        if not self.aim:
            return None
        return self.aim / self.median if self.is_least else self.median / self.aim


def seconds(action: Callable[[], object]) -> float:
    """How long one call takes, with no garbage of others to collect in it."""
    gc.collect()
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def milliseconds(action: Callable[[], object], runs: int, *, warm_up: bool = True) -> tuple[float, ...]:
    """The times of `runs` calls, after one that is not counted."""
    if warm_up:
        action()
    return tuple(1000 * seconds(action) for _ in range(runs))


def in_turn(first: Callable[[], object], second: Callable[[], object], runs: int) -> Iterator[tuple[float, float]]:
    """Seconds of two actions run by turns, so that whatever else the machine does meets both alike."""
    first(), second()
    for _ in range(runs):
        yield seconds(first), seconds(second)


@contextmanager
def peak_extra_mb() -> Iterator[list[float]]:
    """The list gets one number when the block ends: by how many MB the process grew at its largest.

    It stays empty where the system does not say (anything but Linux).
    """
    found: list[float] = []
    before = None
    if _CLEAR.exists():
        gc.collect()
        _CLEAR.write_text("5", "ascii")  # sets the peak back to what is held now
        before = _status_mb("VmRSS")
    yield found
    if before is not None:
        found.append(max(0.0, _status_mb("VmHWM") - before))


def in_fresh_process(function: Callable[..., _Result], *arguments: object) -> _Result:
    """The result of a module's function called in a new Python that has run nothing before."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def _status_mb(name: str) -> float:
    line = next(line for line in _STATUS.read_text("ascii").splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1]) * 1024 / 1e6
