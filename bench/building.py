"""Building the demo workspace, as the first start does."""

from collections.abc import Iterator

from bench.measure import Figure, seconds
from bench.workspaces import data_folder, scratch
from dashboard.build import build_demo

AIM_SECONDS = 20.0


def measure(runs: int) -> Iterator[Figure]:
    """Seconds from nothing to a published workspace."""
    samples = []
    for _ in range(runs):
        with scratch() as folder, data_folder(folder):
            samples.append(seconds(lambda: build_demo("demo")))
    yield Figure("Building the demo workspace", tuple(samples), "s", AIM_SECONDS)
