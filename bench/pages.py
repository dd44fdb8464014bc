"""Every page as a visitor without a browser meets it: how long a warm rerun takes and how much a page change sends."""

from collections.abc import Iterator
from statistics import median

from bench import serving
from bench.measure import Figure
from bench.visitor import Visitor
from tests.browser.site import PAGES

AIM_RATIO = 1.3
AIM_KB = 1000.0
_RUNS_IN_A_ROW = 8


def measure(runs: int) -> Iterator[Figure]:
    """A warm rerun of each page over one of an empty page, in short rows by turns; and the bytes of coming to the page.

    Most of an empty page's rerun is the wait of small answers for the visitor's acknowledgement (about 40 ms on Linux);
    the milliseconds stand beside the ratio for that reason.
    """
    empty_ones: list[float] = []
    with serving.ours() as address, serving.bare() as bare, Visitor(bare) as empty:
        _row(empty, "")
        for path in PAGES:
            with Visitor(address) as visitor:
                visitor.open("dinh-nghia" if path != "dinh-nghia" else "")
                arrived = visitor.open(path)
                pairs = [(_row(visitor, path), _row(empty, "")) for _ in range(runs)]
            name = path or "tong-quan"
            empty_ones += [nothing for _, nothing in pairs]
            yield Figure(f"Page {name}, warm rerun", tuple(mine for mine, _ in pairs), "ms")
            ratios = tuple(mine / nothing for mine, nothing in pairs)
            yield Figure(f"Page {name}, the same over an empty page's", ratios, "×", AIM_RATIO)
            yield Figure(f"Page {name}, bytes of coming to it", (arrived.size / 1e3,), "kB", AIM_KB)
        yield Figure("Empty page, warm rerun", tuple(empty_ones), "ms")


def _row(visitor: Visitor, path: str) -> float:
    """The median of reruns one after the other, after one that is not counted."""
    visitor.open(path)
    return median(visitor.open(path).milliseconds for _ in range(_RUNS_IN_A_ROW))
