"""Making the files of a quarter of the demo: the workspace is read and the file written, in one process."""

from collections.abc import Iterator
from datetime import datetime

from bench.measure import Figure, milliseconds
from bench.workspaces import demo
from dashboard import publishing
from dashboard.figures import Context
from dashboard.publishing import PRODUCTS, Product
from dashboard.store.connection import VIETNAM

PERIOD = "2026-Q3"
MADE = datetime(2026, 11, 22, 9, tzinfo=VIETNAM)
AIMS: dict[Product, float] = {"report": 2000}
"""Milliseconds."""


def measure(runs: int) -> Iterator[Figure]:
    """Milliseconds from the question to the bytes of each file; the deck has a benchmark of its own."""
    context = Context(demo(1))
    for product in PRODUCTS:
        if product == "deck":
            continue

        def make(product: Product = product) -> bytes:
            return publishing.make(publishing.prepare(context, product, PERIOD, made=MADE))

        yield Figure(f"File of a quarter: {product}", milliseconds(make, runs), "ms", AIMS.get(product))
