"""All checks over all figures of the demo, and over its last month."""

from collections.abc import Iterator, Sequence

from bench.measure import Figure, milliseconds, peak_extra_mb
from bench.workspaces import demo
from dashboard.report import LOCAL_VIEWER
from dashboard.store import read as store
from dashboard.store.findings import current_findings


def measure(runs: int, scales: Sequence[int] = (1, 20)) -> Iterator[Figure]:
    """Milliseconds and number of findings."""
    for scale in scales:
        workspace = demo(scale)
        last = max(store.reported_periods(workspace), key=lambda period: (period.kind == "month", period.end))
        for what, period_ids in (("36 months", []), ("1 month", [last.period_id])):

            def check(asked: list[str] = period_ids) -> int:
                return len(current_findings(workspace, viewer=LOCAL_VIEWER, period_ids=asked))  # noqa: B023 - used at once

            with peak_extra_mb() as peak:
                samples = milliseconds(check, runs)
            yield Figure(
                f"All checks, {what}, scale {scale}", samples, "ms", rows=check(), peak_mb=max(peak, default=None)
            )
