"""Which periods a page shows, and the rows of its questions laid out for the charts."""

from dashboard.metrics import spans
from dashboard.metrics.periods import KnownPeriod
from dashboard.metrics.spans import Span as Span
from dashboard.metrics.spans import over_time as over_time
from dashboard.ui import reads
from dashboard.ui.screen import Screen


def span(screen: Screen) -> Span:
    """The periods around the one shown. Around a range stand the months or quarters that it is made up of."""
    assert screen.period is not None
    known, reported = reads.known_periods(screen.scope), reads.reported_periods(screen.scope)
    return spans.around(screen.period, known, reported, year_to_date(screen))


def year_to_date(screen: Screen) -> KnownPeriod | None:
    """The year to date at the end of the period shown; null where the period is that itself, or is about no months."""
    assert screen.period is not None
    return spans.year_to_date(screen.period, reads.every_period(screen.scope))


def beside(screen: Screen, other_id: str | None) -> list[str]:
    """The periods of a table: the one shown, the one compared with, and the year to date."""
    ytd = year_to_date(screen)
    ids = [screen.period_id, other_id, ytd.period.period_id if ytd else None]
    return list(dict.fromkeys(id_ for id_ in ids if id_))
