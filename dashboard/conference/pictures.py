"""The pictures of a conference's slides, by the chart functions of the pages, from the rows of the native charts."""

from collections.abc import Sequence
from dataclasses import replace

from dashboard.charts import still
from dashboard.charts.bars import rate_and_count_bars
from dashboard.charts.bullets import bullet_bars
from dashboard.charts.palette import Theme
from dashboard.charts.pareto import counted
from dashboard.charts.picture import Look, Picture, titled
from dashboard.charts.tree import file_tree
from dashboard.charts.trend import trend
from dashboard.conference import native
from dashboard.conference.model import Conference, Row
from dashboard.conference.slides import FAMILIES, source_of, standing
from dashboard.conference.telling import finding, period_name
from dashboard.metrics.figure import Figure

MOST_BARS = 6
DRAWN = (*(id_ for id_, *_ in FAMILIES), "fields")
"""The slides that have a picture where there are figures for it."""
AREAS = "areas"
"""The picture of a page that no slide has: where the late files are, from the province down to a field of a unit."""


def picture(c: Conference, slide_id: str, look: Look, height: int = 380) -> Picture | None:
    """What a slide draws, in a look (a theme, large for a projector); null where the slide has no chart."""
    look = replace(look, language=c.look.language, small_n=c.limits.small_n, interval_n=c.limits.interval_n)
    if slide_id == "fields":
        return _fields(c, look)
    headline = next((headline for id_, headline, *_ in FAMILIES if id_ == slide_id), "")
    figure = c.headlines.get(headline)
    if figure is None:
        return None
    if native.over_time(c, figure) is not None:
        return trend(figure.over_time, figure.metric, look, c.unit.name if c.unit else "", height=height)
    return _levels(c, figure, look) if native.by_level(c, figure) is not None else None


def areas(c: Conference, rows: Sequence[Row], look: Look) -> Picture:
    """The late files as areas, of rows of `metric_by_unit_field`."""
    what = counted(c.late, look)
    return file_tree(rows, c.late, look, period_name(c), what, c.unit.name if c.unit else c.say("level.all"))


def as_file(c: Conference, chart: str, theme: Theme, ending: str, rows: Sequence[Row] = ()) -> bytes | None:
    """A picture as a file (`png`, `svg`) with title, formula and source inside; null where there is none.

    `chart` is the slide's, or `AREAS` with its rows.
    """
    look = replace(c.look, theme=theme)
    drawn = areas(c, rows, look) if chart == AREAS else picture(c, chart, look)
    if drawn is None or drawn.is_empty:
        return None
    source = " · ".join(
        part for part in (source_of(c), standing(c), c.say("app.demo_badge") if c.is_demo else "") if part
    )
    said = (drawn.subtitle, " ".join(drawn.notes), source)
    return still.file(titled(drawn.spec(), drawn.title, said, drawn.alt_text, look, still.SLIDE_WIDTH), ending)


def _fields(c: Conference, look: Look) -> Picture | None:
    rows = [{"id": row["field_id"], "name": row["field_name"], **row} for row in c.fields if row["bad_cases"]]
    if not rows:
        return None
    return rate_and_count_bars(rows, c.late, look, "count", MOST_BARS, period=period_name(c))


def _levels(c: Conference, figure: Figure, look: Look) -> Picture:
    rows = [
        {"id": row["level"], "name": c.say(f"level.{row['level']}"), "target": row["target_value"], **row}
        for row in c.levels[figure.metric.id]
    ]
    return bullet_bars(rows, figure.metric, look, finding(c, figure))
