"""Many at once: how many reruns a second one process serves to fifty visitors, against the same page without care."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from bench import serving
from bench.measure import Figure
from bench.visitor import Visitor

N_VISITORS = 50
ROUNDS = 4
AIM_TIMES = 4.5


def measure(runs: int) -> Iterator[Figure]:
    """Reruns of the overview a second, ours and the naive one's, and how many times more."""
    with serving.ours() as address:
        cared = tuple(reruns_a_second(address) for _ in range(runs))
    with serving.naive() as address:
        careless = tuple(reruns_a_second(address) for _ in range(runs))
    yield Figure(f"Overview, reruns a second with {N_VISITORS} visitors", cared, "/s")
    yield Figure("Overview without care, the same", careless, "/s")
    times = tuple(ours / naive for ours, naive in zip(cared, careless, strict=True))
    yield Figure("Overview, reruns over those without care", times, "×", AIM_TIMES, is_least=True)


def reruns_a_second(address: str, n_visitors: int = N_VISITORS, rounds: int = ROUNDS) -> float:
    """Reruns over the time that all visitors need when each asks again as soon as it has its answer."""
    with ThreadPoolExecutor(n_visitors) as pool:
        visitors = list(pool.map(_arrived, [address] * n_visitors))
        start = time.perf_counter()
        list(pool.map(_rerun, visitors, [rounds] * n_visitors))
        return n_visitors * rounds / (time.perf_counter() - start)


def _arrived(address: str) -> Visitor:
    visitor = Visitor(address)
    visitor.open()
    return visitor


def _rerun(visitor: Visitor, rounds: int) -> None:
    with visitor:
        for _ in range(rounds):
            visitor.open()
