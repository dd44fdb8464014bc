"""A deck for a conference: asking, writing the PowerPoint file, and drawing its pictures without a browser."""

from collections.abc import Iterator
from datetime import UTC, datetime

from bench import warm_kaleido, workspaces
from bench.measure import Figure, milliseconds
from dashboard.charts.picture import Look
from dashboard.charts.still import svg
from dashboard.conference.gather import gather
from dashboard.conference.pictures import picture
from dashboard.conference.slides import deck
from dashboard.exports.deck_pptx import to_pptx
from dashboard.figures import Context

AIM_MILLISECONDS = 2500.0
AIM_TIMES = 2.0
PERIOD = "2026-Q3"
_MADE = datetime(2026, 11, 22, tzinfo=UTC)


def measure(runs: int) -> Iterator[Figure]:
    """The whole deck as `export deck` makes it, then its parts."""
    context = Context(workspaces.demo(1))

    def whole() -> bytes:
        return to_pptx(deck(gather(context, PERIOD, made=_MADE)))

    told = gather(context, PERIOD, made=_MADE)
    made = deck(told)
    drawn = [one for slide in made.slides if (one := picture(told, slide.id, Look(is_large=True))) is not None]
    slides = len(made.slides)
    yield Figure("Deck as a PowerPoint file", milliseconds(whole, runs), "ms", AIM_MILLISECONDS, rows=slides)
    yield Figure("The same, once it was asked", milliseconds(lambda: to_pptx(made), runs), "ms", rows=slides)
    pictures = milliseconds(lambda: [svg(one.spec(), 735) for one in drawn], runs)
    yield Figure("The deck's pictures as SVG", pictures, "ms", rows=len(drawn))
    with warm_kaleido.drawing(made) as draw:
        if draw is None:
            return
        others = milliseconds(draw, runs)
    yield Figure("The same as Plotly's, by a warm kaleido", others, "ms", rows=len(drawn))
    times = tuple(other / ours for other, ours in zip(others, pictures, strict=True))
    yield Figure("The deck's pictures, times as quick as kaleido", times, "×", AIM_TIMES, is_least=True)
