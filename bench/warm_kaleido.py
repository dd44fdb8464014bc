"""The charts of a deck as Plotly figures, drawn by a kaleido whose browser runs already: what ours is held against."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import kaleido
import plotly.graph_objects as go

from dashboard.exports.deck import Deck, NativeChart
from tests.browser.chromium import find_chromium

_SIZE = {"format": "svg", "width": 735, "height": 380}


@contextmanager
def drawing(deck: Deck) -> Iterator[Callable[[], object] | None]:
    """A function that draws every chart of the deck while the block runs; null on a machine without a browser."""
    browser = find_chromium()
    if browser is None:
        yield None
        return
    figures = [_figure(slide.chart) for slide in deck.slides if slide.chart is not None]
    kaleido.start_sync_server(n=1, path=browser)
    try:
        yield lambda: [kaleido.calc_fig_sync(figure, opts=_SIZE) for figure in figures]
    finally:
        kaleido.stop_sync_server()


def _figure(chart: NativeChart) -> go.Figure:
    figure = go.Figure()
    for series in chart.series:
        words = list(series.labels)
        if chart.kind == "bars":
            figure.add_bar(y=chart.categories, x=series.values, text=words, orientation="h", name=series.name)
        else:
            figure.add_scatter(
                x=chart.categories, y=series.values, text=words, mode="lines+markers+text", name=series.name
            )
    figure.update_layout(separators=",.", showlegend=False, title=chart.title)
    return figure
