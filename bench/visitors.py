"""Many at once: how many reruns a second one process serves to fifty visitors, against the same page without care."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

from bench import serving
from bench.measure import Figure
from bench.visitor import Visitor

N_VISITORS = 50
ROUNDS = 4
"""So often each asks our page in one run; the page without care once, which takes it most of a minute."""
AIM_TIMES = 4.5


def measure(runs: int) -> Iterator[Figure]:
    """Reruns of the overview a second, ours and the naive one's by turns, and how many times more."""
    with serving.ours() as ours, serving.naive() as naive, _visiting(ours) as mine, _visiting(naive) as theirs:
        pairs = [(reruns_a_second(mine, ROUNDS), reruns_a_second(theirs, 1)) for _ in range(runs)]
    yield Figure(f"Overview, reruns a second with {N_VISITORS} visitors", tuple(cared for cared, _ in pairs), "/s")
    yield Figure("Overview without care, the same", tuple(careless for _, careless in pairs), "/s")
    times = tuple(cared / careless for cared, careless in pairs)
    yield Figure("Overview, reruns over those without care", times, "×", AIM_TIMES, is_least=True)


def reruns_a_second(visitors: Sequence[Visitor], rounds: int) -> float:
    """Reruns over the time that all visitors need when each asks again as soon as it has its answer."""
    start = time.perf_counter()
    with ThreadPoolExecutor(len(visitors)) as pool:
        list(pool.map(_rerun, visitors, [rounds] * len(visitors)))
    return len(visitors) * rounds / (time.perf_counter() - start)


@contextmanager
def _visiting(address: str) -> Iterator[list[Visitor]]:
    """Visitors who have come to the page, all to a server on which one has been before."""
    with ExitStack() as leaving:
        visitors = [leaving.enter_context(Visitor(address)) for _ in range(N_VISITORS)]
        visitors[0].open()
        reruns_a_second(visitors[1:], 1)
        yield visitors


def _rerun(visitor: Visitor, rounds: int) -> None:
    for _ in range(rounds):
        visitor.open()
