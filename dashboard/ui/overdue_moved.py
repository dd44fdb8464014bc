"""The view of what moved the rate since the period compared with: fields and units, each adding up to its change."""

from dashboard.charts import sentences
from dashboard.charts.moved import moved_bars
from dashboard.charts.series import Point
from dashboard.metrics.periods import KnownPeriod
from dashboard.ui import focus as focusing
from dashboard.ui import kpi, marks, page_parts, steps
from dashboard.ui.focus import Focus
from dashboard.ui.kpi import Figure
from dashboard.ui.overdue import subject
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen
from dashboard.ui.series import Span


def moved(screen: Screen, at: Focus, periods: Span, figure: Figure) -> None:
    """Which fields and which units moved the rate since the period compared with; both add up to its change."""
    page_parts.header(screen.say("overdue.moved"))
    other = periods.compared(screen)
    if other is None or not figure.compared(screen.compare):
        known = other is not None and not kpi.is_comparable(screen, other, at.metric)
        page_parts.prose(screen.say("overdue.units_changed" if known else "overdue.no_other"))
        return
    page_parts.prose(screen.say("overdue.moved_help"))
    said = _movement(screen, at, other, figure)
    asked = {"metric_id": at.metric.id, "period_id": screen.period_id, "other_id": other.period.period_id}
    asked["level"] = (screen.level or "") if at.unit is None else ""
    if at.field is None:
        rows = screen.rows("rate_change_by_field", **asked, unit_ids=at.unit_ids)
        marked = {row["field_id"]: row.get("caution") for row in focusing.by_field(screen, at, [screen.period_id])}
        rows = [{**row, "caution": marked.get(row["field_id"])} for row in rows]
        _moved_by(screen, at, "field", rows, said)
    if at.unit is None:
        rows = screen.rows("rate_change_by_unit", **asked, field_ids=at.field_ids)
        rows = marks.of_figures(screen.scope, screen.language, at.metric.id, screen.period_id, rows, at.field_ids)
        _moved_by(screen, at, "unit", rows, said)


def _moved_by(screen: Screen, at: Focus, parameter: str, rows: Rows, said: str) -> None:
    parts = [{**row, "id": row[f"{parameter}_id"], "name": row[f"{parameter}_name"]} for row in rows]
    noun = screen.say(f"noun.{parameter}")
    recipe = ("moved", parameter, screen.period_id, screen.compare, screen.level, *at.recipe)
    page_parts.subheader(screen.say(f"overdue.moved_{parameter}"))
    steps.boxed(
        screen,
        f"moved_{parameter}",
        recipe,
        lambda: moved_bars(parts, at.metric, screen.look, said, noun),
        steps.to_field if parameter == "field" else steps.to_unit,
        lambda line: (parameter, line["id"]),
    )


def _movement(screen: Screen, at: Focus, other: KnownPeriod, figure: Figure) -> str:
    """How the whole moved, as the headline tells it: nothing is claimed inside the interval."""
    assert screen.period is not None
    now, then = (
        Point(known.period.kind, known.period.start, known.period.end, row.get("numerator"), row.get("denominator"))
        for known, row in ((screen.period, figure.row), (other, figure.compared(screen.compare)))
    )
    return sentences.headline(at.metric, now, then, screen.look, subject(screen, at))
