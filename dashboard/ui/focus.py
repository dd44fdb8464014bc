"""Which figures the overdue page is about: a metric, and one level, unit or field where the reader went that deep."""

from dataclasses import dataclass

from dashboard.metrics.catalogue import Metric, load_catalogue
from dashboard.report import Field, Unit
from dashboard.ui import reads, territory, url
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen
from dashboard.ui.series import Span

METRICS = ("late_rate", "late_rate_overall", "overdue_rate", "pending_overdue_rate", "on_time_766")


BY_DEFAULT = ("late_rate", "overdue_rate", *METRICS)
"""Published reports print the first; the second is what a reduced report allows."""


@dataclass(frozen=True, slots=True)
class Focus:
    """A metric of the province, a level or a unit, over all fields or in one."""

    metric: Metric
    unit: Unit | None
    field: Field | None
    troubles: tuple[str, ...] = ()

    @property
    def unit_ids(self) -> list[str]:
        return [self.unit.unit_id] if self.unit else []

    @property
    def field_ids(self) -> list[str]:
        return [self.field.field_id] if self.field else []

    @property
    def recipe(self) -> tuple[str, ...]:
        """What a picture of it depends on, besides the screen's scope, language and theme."""
        return (self.metric.id, "/".join(self.unit_ids), "/".join(self.field_ids))


def focus(screen: Screen) -> Focus:
    """What the address asks for; what it asks for in vain is left out and said."""
    troubles: list[str] = []
    catalogue = load_catalogue()
    asked = url.read("metric")
    if asked is not None and asked not in METRICS:
        troubles.append(_trouble(screen, "metric", asked, "filter.definition"))
    metric = catalogue.metrics[asked if asked in METRICS else _first_known(screen)]
    unit = _found(screen, "unit", {unit.unit_id: unit for unit in units_of(screen)}, troubles)
    field = _found(screen, "field", {field.field_id: field for field in reads.reference(screen.scope).fields}, troubles)
    return Focus(metric, unit, field, tuple(troubles))


def known_metrics(screen: Screen) -> tuple[str, ...]:
    """The definitions that the period's reports have the counts for."""
    rows = screen.rows("metric_total", metric_ids=METRICS, period_ids=[screen.period_id], field_ids=[])
    known = {row["metric_id"] for row in rows if row["ratio"] is not None}
    return tuple(metric_id for metric_id in METRICS if metric_id in known)


def _first_known(screen: Screen) -> str:
    known = known_metrics(screen)
    return next((metric_id for metric_id in BY_DEFAULT if metric_id in known), METRICS[0])


def units_of(screen: Screen) -> tuple[Unit, ...]:
    """The units of the level shown that existed in the period, in the administrative order."""
    assert screen.period is not None
    period = screen.period.period
    return tuple(
        unit
        for unit in reads.reference(screen.scope).units
        if screen.level in (None, unit.level) and unit.is_valid(period.start, period.end)
    )


def whole(screen: Screen, at: Focus, periods: Span) -> Rows:
    """The focus itself in every period of the span: the rows behind headline and trend."""
    asked = {"metric_ids": [at.metric.id], "period_ids": periods.asked_ids(screen), "field_ids": at.field_ids}
    if at.unit is not None:
        return territory.unit_rows(screen, at.unit.unit_id, **asked)
    if screen.level is not None:
        return [row for row in screen.rows("metric_by_level", **asked) if row["level"] == screen.level]
    return screen.rows("metric_total", **asked)


def by_field(screen: Screen, at: Focus, period_ids: list[str]) -> Rows:
    """The focus by field, whatever field it is in itself."""
    asked = {"metric_ids": [at.metric.id], "period_ids": period_ids, "field_ids": []}
    if at.unit is None and screen.level is not None:
        return screen.rows("metric_by_level_field", **asked, levels=[screen.level])
    return screen.rows("metric_by_field", **asked, unit_ids=at.unit_ids)


def by_level(screen: Screen, at: Focus, period_ids: list[str]) -> Rows:
    """The focus by level."""
    return screen.rows("metric_by_level", metric_ids=[at.metric.id], period_ids=period_ids, field_ids=at.field_ids)


def by_unit(screen: Screen, at: Focus, period_ids: list[str]) -> Rows:
    """The focus by unit of the level shown; units that must report and have not are among them.

    Of earlier periods only what counts the same territory, or is converted to it.
    """
    asked = {"metric_ids": [at.metric.id], "period_ids": period_ids, "field_ids": at.field_ids, "unit_ids": []}
    rows = [row for row in screen.rows("metric_by_unit", **asked) if screen.level in (None, row["level"])]
    return territory.compared(screen, at.metric, at.field_ids, rows)


def _found(screen: Screen, name: str, known: dict, troubles: list[str]):  # type: ignore[no-untyped-def, type-arg]
    asked = url.read(name)
    if asked is None or asked in known:
        return known.get(asked or "")
    troubles.append(_trouble(screen, name, asked, f"filter.{name}"))
    return None


def _trouble(screen: Screen, name: str, asked: str, label: str) -> str:
    url.write(name, None)
    return screen.say("problem.choice", asked=asked, filter=screen.say(label))
