"""Ask a workspace once for all that a conference is told of a period."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from dashboard import closing, figures, follow_up
from dashboard.charts.picture import Look
from dashboard.charts.series import on_one_side
from dashboard.conference.model import Conference, Row, Standing
from dashboard.figures import Context
from dashboard.limits import Limits, read_limits
from dashboard.marks import Asking as _Asking
from dashboard.metrics import spans
from dashboard.metrics.catalogue import Metric, load_catalogue
from dashboard.metrics.figure import Figure, chosen
from dashboard.metrics.format import Language
from dashboard.metrics.headlines import HEADLINES
from dashboard.metrics.periods import KnownPeriod
from dashboard.report import Unit
from dashboard.store import read as store
from dashboard.store.connection import VIETNAM
from dashboard.store.findings import current_findings

COMPARED = ("online_share_new", "signed_share_outgoing")
"""Beside lateness, the metrics by which units are commended and reminded."""
_AT_ONCE = 2
"""So many questions are asked at a time, beside the one that others wait for."""
_ALL_TIME = date(1900, 1, 1)


def gather(
    context: Context,
    period: str,
    unit: str | None = None,
    *,
    made: datetime,
    regime: str | None = None,
    language: Language = "vi",
) -> Conference:
    """Everything on a period (a label, such as `2026-Q3`), of the province or of one unit (an id or a name).

    `made` is the moment at which the document is made; promises are judged on its day, or on that of `as_of`. Of a
    frozen set ask with `closing.frozen(context, name)`. Raises `NotFound` for an unknown period or unit.
    """
    known = figures.resolve_period(context, period, regime)
    named = figures.resolve_unit(context, unit, known.period) if unit else None
    if named is not None and named.unit_type == "vertical_agency":
        context = replace(context, includes_vertical=True)
    every, reported = store.periods(context.workspace), store.reported_periods(context.workspace)
    named_periods = [k for k in every if k.period.kind != "ytd"]
    span = spans.around(known, named_periods, reported, spans.year_to_date(known, every))
    asking, limits = _Asking(context, language), read_limits(context.workspace)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return _gathered(context, asking, pool, known, span, named, limits, made)


def _gathered(
    context: Context,
    asking: _Asking,
    pool: ThreadPoolExecutor,
    known: KnownPeriod,
    span: spans.Span,
    named: Unit | None,
    limits: Limits,
    made: datetime,
) -> Conference:
    """The questions, some at a time: most of what one costs is that the database thinks how to answer it."""
    whole, language = named is None, asking.language
    on_day = follow_up.day_of(context, made.astimezone(VIETNAM).date())
    findings = pool.submit(_findings, context, known, named, language)
    promises = pool.submit(_promises, context, known, named, on_day)
    explanations = pool.submit(_explanations, context, known, named, on_day)
    standing = pool.submit(_standing, context, known, named)
    days = _territory_days(context, named, known)
    found = _figures(asking, known, span, named, limits.small_n, days)
    headlines = {name: figure for name, ids in HEADLINES if (figure := chosen(found, ids)) and figure.is_known}
    late = (
        chosen(found, ("late_rate", "overdue_rate")) or Figure(load_catalogue().metrics["late_rate"], {}, {}, {})
    ).metric
    metric_ids = [figure.metric.id for figure in headlines.values()]
    compared = (late.id, *COMPARED) if whole else ()
    ranked = {id_: pool.submit(_ranked, asking, known, span, id_, limits.small_n) for id_ in compared}
    fields = pool.submit(_fields, asking, known, late.id, named)
    levels = pool.submit(_levels, asking, known, metric_ids) if whole else None
    by_unit = _by_unit(asking, known, metric_ids) if whole else []
    return Conference(
        workspace=context.workspace.name,
        province=store.setting(context.workspace, "title", context.workspace.name),
        is_demo=store.setting(context.workspace, "is_demo") == "1",
        unit=named,
        period=known,
        span=span,
        look=Look(language, "light", limits.small_n, limits.interval_n),
        limits=limits,
        standing=standing.result(),
        made=made,
        on_day=on_day,
        **_freshness(context, known, named),
        figures=found,
        headlines=headlines,
        late=late,
        levels=levels.result() if levels else {},
        fields=tuple(fields.result()),
        units=tuple(by_unit),
        submitted=tuple(_owing(by_unit)),
        ranked={id_: rows for id_, asked in ranked.items() if (rows := asked.result())},
        promises=tuple(promises.result()),
        explanations=tuple(explanations.result()),
        findings=tuple(findings.result()),
        territory_days=tuple(days),
    )


def _figures(
    asking: _Asking, known: KnownPeriod, span: spans.Span, unit: Unit | None, small_n: int, days: Sequence[date]
) -> dict[str, Figure]:
    """A figure for each metric: near periods of all of them, the whole span of the headlines."""
    metrics = load_catalogue().metrics
    headline_ids = [id_ for _, ids in HEADLINES for id_ in ids]
    asked: dict[str, Any] = {"field_ids": []} | ({"unit_ids": [unit.unit_id]} if unit else {})
    query = "metric_by_unit" if unit else "metric_total"
    # The span first: what is known of all its periods then serves the second question too.
    whole = asking.rows(query, metric_ids=headline_ids, period_ids=span.asked_ids(known.period), **asked)
    near = asking.rows(query, metric_ids=list(metrics), period_ids=span.near_ids(known.period), **asked)
    found = {
        (row["metric_id"], row["period_id"]): _sided(row, metrics[row["metric_id"]], known, unit, days)
        for row in [*near, *whole]
    }

    def at(metric_id: str, other: KnownPeriod | None) -> Row:
        row = found.get((metric_id, other.period.period_id), {}) if other else {}
        return {"is_other_territory": True} if row.get("is_other_territory") else row

    return {
        id_: Figure(
            metrics[id_],
            at(id_, known),
            at(id_, span.previous),
            at(id_, span.last_year),
            tuple(spans.over_time(span, [row for (metric_id, _), row in found.items() if metric_id == id_])),
            small_n,
            found.get((id_, span.ytd.period.period_id), {}) if span.ytd else {},
        )
        for id_ in metrics
        if any(metric_id == id_ for metric_id, _ in found)
    }


def _sided(row: Row, metric: Metric, known: KnownPeriod, unit: Unit | None, days: Sequence[date]) -> Row:
    """A row with whether it counted other territory, or other units, than there were at the end of the period shown."""
    is_other = any(row["start_date"] < day <= known.period.end for day in days)
    if unit is None and metric.counts_units:
        shown, then = (known.period.start, known.period.end), (row["start_date"], row["end_date"])
        is_other = not on_one_side(then, shown, is_stock=load_catalogue().is_stock(metric))
    return {**row, "is_other_territory": True} if is_other else row


def _territory_days(context: Context, unit: Unit | None, known: KnownPeriod) -> list[date]:
    """The days on which a unit took over or gave away territory."""
    if unit is None:
        return []
    days = {"first_day": _ALL_TIME.isoformat(), "last_day": known.period.end.isoformat()}
    rows = context.rows("reorganisations", None, **days, unit_ids=[unit.unit_id])
    return sorted({row["effective_on"] for row in rows})


def _levels(asking: _Asking, known: KnownPeriod, metric_ids: Sequence[str]) -> dict[str, tuple[Row, ...]]:
    rows = asking.rows("metric_by_level", metric_ids=metric_ids, period_ids=[known.period.period_id], field_ids=[])
    return {id_: tuple(group) for id_, group in groupby(sorted(rows, key=_ID), key=_ID)}


_ID = itemgetter("metric_id")


def _by_unit(asking: _Asking, known: KnownPeriod, metric_ids: Sequence[str]) -> list[dict[str, Any]]:
    asked: dict[str, Any] = {"period_ids": [known.period.period_id], "field_ids": [], "unit_ids": []}
    return asking.rows("metric_by_unit", metric_ids=list(metric_ids), **asked)


def _owing(by_unit: Sequence[Row]) -> list[Row]:
    """The units that have not sent all their reports of the period, those that sent fewest first."""
    rows = [row for row in by_unit if row["metric_id"] == "report_submitted_rate" and row["denominator"]]
    owing = [row for row in rows if row["numerator"] is not None and row["numerator"] < row["denominator"]]
    return sorted(owing, key=lambda row: row["numerator"] - row["denominator"])


def _fields(asking: _Asking, known: KnownPeriod, metric_id: str, unit: Unit | None) -> list[dict[str, Any]]:
    units = [unit.unit_id] if unit else []
    return asking.rows(
        "bad_cases_by_field", metric_id=metric_id, period_id=known.period.period_id, level="", unit_ids=units
    )


def _ranked(asking: _Asking, known: KnownPeriod, span: spans.Span, metric_id: str, small_n: int) -> tuple[Row, ...]:
    """Nothing where no unit is ranked."""
    rows = asking.rows(
        "unit_ranking", metric_id=metric_id, period_id=known.period.period_id, ytd_period_id="", unit_types=[],
        other_period_id=span.previous.period.period_id if span.previous else "", splits_communes=False,
        small_n=small_n, same_territory=False, threshold="",
    )  # fmt: skip
    return tuple(rows) if any(row["band"] == "ranked" for row in rows) else ()


def _promises(context: Context, known: KnownPeriod, unit: Unit | None, on_day: date) -> list[dict[str, Any]]:
    units = [unit.unit_id] if unit else []
    asked = {"period_id": known.period.period_id, "on_day": on_day.isoformat()}
    return context.rows("open_promises", None, **asked, levels=[], unit_ids=units)


def _explanations(context: Context, known: KnownPeriod, unit: Unit | None, on_day: date) -> list[dict[str, Any]]:
    units = [unit.unit_id] if unit else []
    rows = context.rows("explanations", period_ids=[], unit_ids=units, field_ids=[], on_day=on_day.isoformat())
    return [row for row in rows if row["end_date"] <= known.period.end]


def _findings(context: Context, known: KnownPeriod, unit: Unit | None, language: Language) -> list[dict[str, Any]]:
    ids = [known.period.period_id, *(part.part_id for part in known.parts if known.is_implied)]
    found = current_findings(
        context.workspace, viewer=context.viewer, period_ids=ids, as_of=context.as_of, language=language
    )
    return [row for row in found if unit is None or row["unit_id"] == unit.unit_id]


def _standing(context: Context, known: KnownPeriod, unit: Unit | None) -> Standing:
    """Whether the figures are final, and what became other since the period was last closed."""
    sets = closing.closings(replace(context, as_of=None), known.period.period_id)
    name = closing.frozen_name(context.as_of)
    last = name or (sets[0]["name"] if sets else None)
    changes = closing.differences(replace(context, as_of=None), last) if last else []
    told = tuple(row for row in changes if unit is None or row["unit_id"] == unit.unit_id)
    return Standing(context.as_of, name, closing.frozen_at(context), last, told)


def _freshness(context: Context, known: KnownPeriod, unit: Unit | None) -> dict[str, Any]:
    """When the figures last changed, and from how many files they come; of a unit those that have its own."""
    if unit is None:
        (fresh,) = context.rows("period_freshness", period_id=known.period.period_id)
        updated, files = fresh["updated_at"], fresh["files"]
    else:
        ids = [known.period.period_id, *(part.part_id for part in known.parts if known.is_implied)]
        found = context.rows("source_files", period_ids=ids, unit_ids=[unit.unit_id])
        updated = max((row["entered_at"] for row in found if row["entered_at"]), default=None)
        files = len({row["file_name"] for row in found if row["file_name"]})
    return {"updated_at": updated.astimezone(VIETNAM) if updated else None, "files": files}
