"""The benchmarks by name, and one table of what they measured."""

from collections.abc import Callable, Iterable, Iterator
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bench import (
    batch,
    browser,
    building,
    cases,
    checks,
    deck,
    exporting,
    flat,
    overview,
    pages,
    publishing,
    queries,
    refusal,
    visitors,
)
from bench.measure import Figure

BENCHMARKS: dict[str, Callable[[int], Iterator[Figure]]] = {
    "batch": batch.measure,
    "flat": flat.measure,
    "refusal": refusal.measure,
    "cases": cases.measure,
    "building": building.measure,
    "overview": overview.measure,
    "pages": pages.measure,
    "visitors": visitors.measure,
    "browser": browser.measure,
    "queries": queries.measure,
    "checks": checks.measure,
    "deck": deck.measure,
    "publishing": publishing.measure,
    "exporting": exporting.measure,
}
_TABLE_WIDTH = 140


def main(
    names: Annotated[list[str] | None, typer.Argument(help=f"Which: {', '.join(BENCHMARKS)}. None means all.")] = None,
    runs: Annotated[int, typer.Option(min=1, help="How often each is repeated; the figure is the median.")] = 3,
) -> None:
    """Measure what the product promises to be quick at, and print it beside the aims."""
    if unknown := set(names or ()) - set(BENCHMARKS):
        raise typer.BadParameter(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}")
    progress = Console(stderr=True)
    figures: list[Figure] = []
    for name in names or BENCHMARKS:
        progress.print(f"{name} …", style="dim")
        for figure in BENCHMARKS[name](runs):
            progress.print(f"  {figure.what}: {_number(figure.median)} {figure.unit}", style="dim", highlight=False)
            figures.append(figure)
    console = Console()
    console.width = max(console.width, _TABLE_WIDTH)
    console.print(table(figures))


def table(figures: Iterable[Figure]) -> Table:
    """The figures with their aims; what misses its aim is marked."""
    shown = Table("What", title="Benchmarks: median of the runs")
    for heading in ("Figure", "Min–max", "Aim", "Of aim", "Rows", "Peak", "Runs"):
        shown.add_column(heading, justify="right", no_wrap=True)
    for figure in figures:
        is_missed = figure.ratio is not None and figure.ratio > 1
        shown.add_row(
            figure.what,
            f"{_number(figure.median)} {figure.unit}",
            f"{_number(min(figure.samples))}–{_number(max(figure.samples))}",
            f"{'≥' if figure.is_least else '≤'} {_number(figure.aim)} {figure.unit}" if figure.aim else "",
            "" if figure.ratio is None else f"{figure.ratio:.2f}{' missed' if is_missed else ''}",
            "" if figure.rows is None else str(figure.rows),
            "" if figure.peak_mb is None else f"+{_number(figure.peak_mb)} MB",
            str(len(figure.samples)),
            style="red" if is_missed else None,
        )
    return shown


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


if __name__ == "__main__":
    typer.run(main)
