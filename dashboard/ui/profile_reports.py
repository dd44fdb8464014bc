"""A unit over time: its trends, its fields, its reports with what was found in them, down to the source cells."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.charts.bars import rate_and_count_bars
from dashboard.charts.picture import Picture, TableColumn
from dashboard.charts.trend import trend
from dashboard.exports.document import Paragraph
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.metrics.rules import rule_title
from dashboard.report import Field, Period, Unit
from dashboard.ui import (
    breakdown,
    chasing_reminders,
    kpi,
    page_parts,
    pictures,
    profile,
    reads,
    reporting_grid,
    tables,
    url,
)
from dashboard.ui.focus import Focus
from dashboard.ui.html import element, join
from dashboard.ui.kpi import Figure
from dashboard.ui.reporting import Board
from dashboard.ui.reporting_lists import strip
from dashboard.ui.reporting_unit import record_words
from dashboard.ui.screen import Screen

Row = Mapping[str, Any]
SHOWN = 24
"""So many periods stand in the strip and in the table."""


def field(screen: Screen) -> Field | None:
    """The field that the address narrows the page's source cells to."""
    wanted = url.read("field")
    found = next((one for one in reads.reference(screen.scope).fields if one.field_id == wanted), None)
    if wanted is not None and found is None:
        st.warning(screen.say("problem.choice", asked=wanted, filter=screen.say("filter.field")))
        url.write("field", None)
    return found


def trends(screen: Screen, unit: Unit, found: Mapping[str, Figure]) -> None:
    """How each share has been, with its target and the day on which units were reorganised."""
    shown = [
        figure
        for figure in profile.shares(found).values()
        if sum(row["numerator"] is not None for row in figure.over_time) > 1
    ]
    if not shown:
        return
    page_parts.header(screen.say("overview.trends"))
    with st.grid(2, min_column_width=400, gap="small", key="trends"):
        for figure in shown:
            with st.container(border=True, height="stretch", key=f"trend_card_{figure.metric.id}"):
                recipe = ("unit-trend", unit.unit_id, figure.metric.id, screen.period_id)
                picture = pictures.drawn(screen, recipe, lambda figure=figure: _trend(screen, figure))  # type: ignore[misc]
                pictures.show(screen, picture, f"trend_{pictures.key_of(recipe)}", _go_to_period)


def _trend(screen: Screen, figure: Figure) -> Picture:
    return trend(figure.over_time, figure.metric, screen.look, height=250)


def _go_to_period(mark: dict[str, Any]) -> None:
    breakdown.go("period", mark.get("period_id"))


def fields(screen: Screen, unit: Unit, found: Mapping[str, Figure]) -> None:
    """Where the unit's late files are; a click narrows the source cells to the field."""
    figure = profile.shares(found).get("overdue")
    if figure is None or not figure.is_known:
        return
    rows = field_rows(screen, unit, figure)
    bars = [
        {"id": row["field_id"], "name": row["field_name"], **{k: row[k] for k in ("numerator", "denominator")}}
        for row in rows
        if row["numerator"] is not None
    ]
    page_parts.header(screen.say("overdue.by_field"))
    if not bars:
        page_parts.prose(screen.say("overdue.no_fields"))
        return
    recipe = ("unit-fields", unit.unit_id, screen.period_id, figure.metric.id)
    look, noun = screen.look, screen.say("noun.field")
    picture = pictures.drawn(
        screen, recipe, lambda: rate_and_count_bars(bars, figure.metric, look, noun=noun, period=screen.period_name)
    )
    with st.container(border=True, key="unit_fields"):
        key = f"bars_{pictures.key_of(recipe)}"
        pictures.show(screen, picture, key, lambda mark: breakdown.go("field", mark.get("id")))


def field_rows(screen: Screen, unit: Unit, figure: Figure) -> list[dict[str, Any]]:
    """The unit's figure by field in the period shown."""
    asked = {"metric_ids": [figure.metric.id], "period_ids": [screen.period_id], "field_ids": []}
    return screen.rows("metric_by_field", **asked, unit_ids=[unit.unit_id])


def reports(screen: Screen, unit: Unit, held: Board) -> Period | None:
    """The unit's reports by period with how they stood; what was found in the one chosen. Gives that one's period."""
    page_parts.header(screen.say("profile.reports"))
    record = next((row for row in held.records if row["unit_id"] == unit.unit_id), None)
    if record is None:
        page_parts.prose(screen.say("profile.no_list_help"))
        return None
    periods = held.periods[-SHOWN:]
    wanted = url.read("at")
    at = next((period for period in periods if period.period_id == wanted), held.last)
    found = unit_findings(screen, unit, [period.period_id for period in periods])
    with st.container(border=True, key="unit_reports"):
        words = record_words(screen, record)
        st.html(join(strip(screen, held, record, SHOWN), element("p", words, class_="hint")))
        page_parts.keep(lambda: Paragraph(words, is_muted=True))
        _table(screen, unit, held, periods, found)
        chasing_reminders.of_unit(screen, unit.unit_id)
        _findings(screen, unit, at, [row for row in found if row["period_id"] == at.period_id])
    return at


def unit_findings(screen: Screen, unit: Unit, period_ids: list[str]) -> list[dict[str, Any]]:
    """What was found in the unit's figures of some periods, the gravest first."""
    return [row for row in screen.rows("findings", period_ids=period_ids) if row["unit_id"] == unit.unit_id]


def _table(screen: Screen, unit: Unit, held: Board, periods: tuple[Period, ...], found: list[dict[str, Any]]) -> None:
    names = {period.period_id: fmt.capitalised(fmt.period_name(period, screen.language)) for period in periods}
    counted = Counter(row["period_id"] for row in found)
    lines = [
        {**line, "period": names[line["period_id"]], "findings": counted[line["period_id"]]}
        for line in reversed(reporting_grid.lines(screen, held, [unit.unit_id], periods))
    ]
    columns = [
        TableColumn("period", screen.say("table.period")),
        *reporting_grid.report_columns(screen),
        TableColumn("findings", screen.say("profile.findings"), "count"),
    ]
    st.html(element("p", screen.say("profile.pick_report"), class_="hint"))
    key = pictures.key_of(("unit-reports", unit.unit_id, held.last.period_id))
    tables.show(
        screen, columns, lines, f"reports_{key}", height=330 if len(lines) > 8 else None, name=unit.unit_id,
        on_pick=lambda at: url.write("at", lines[at]["period_id"]),
    )  # fmt: skip


def _findings(screen: Screen, unit: Unit, at: Period, found: list[dict[str, Any]]) -> None:
    period = fmt.period_name(at, screen.language)
    page_parts.subheader(screen.say("profile.findings_of", period=period))
    if not found:
        page_parts.prose(screen.say("profile.no_findings", period=period))
        return
    lines = [
        {
            **row,
            "severity_name": screen.say(f"severity.{row['severity']}"),
            "title": rule_title(row["rule"], screen.language),
            "place": "!".join(part for part in (row["sheet"], row["cell"]) if part) or None,
        }
        for row in found
    ]
    columns = [
        TableColumn("severity_name", screen.say("quality.severity")),
        TableColumn("title", screen.say("quality.rule")),
        TableColumn("field_name", screen.say("table.field")),
        TableColumn("stated", screen.say("quality.stated")),
        TableColumn("recomputed", screen.say("quality.recomputed")),
        TableColumn("place", screen.say("provenance.place")),
        TableColumn("file_name", screen.say("provenance.file")),
    ]
    key = pictures.key_of(("unit-findings", unit.unit_id, at.period_id))
    tables.prose(screen, columns, lines, f"findings_{key}", "phat-hien")


def cells(screen: Screen, unit: Unit, found: Mapping[str, Figure], at: Field | None) -> None:
    """The cells behind one of the unit's figures in the period shown."""
    known = [figure.metric for figure in found.values() if figure.is_known]
    if not known:
        return
    wanted = url.read("metric")
    metric = next((metric for metric in known if metric.id == wanted), known[0])
    metrics = load_catalogue().metrics
    page_parts.header(screen.say("profile.cells"))
    st.selectbox(
        screen.say("profile.cells_of"),
        [metric.id for metric in known],
        format_func=lambda id_: kpi.figure_name(metrics[id_], screen),
        key=url.widget("metric", metric.id),
        on_change=url.picked,
        args=("metric",),
        width=420,
    )
    breakdown.cells(screen, Focus(metric, unit, at))
