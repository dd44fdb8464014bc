"""The overview's rows, trends and table."""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter

import streamlit as st

from dashboard.charts.picture import TableColumn
from dashboard.charts.trend import trend
from dashboard.ui import arrival, kpi, page_parts, pictures, tables, ytd
from dashboard.ui.kpi import Figure
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen
from dashboard.ui.series import Span, year_to_date

PLACE_HEIGHT = 480
"""As high as a trend with its title and notes is at most widths."""


def rows(screen: Screen, periods: Span, metric_ids: Sequence[str]) -> Rows:
    """Every metric in the period and those beside it, and those on the cards in every period of the span.

    Of the province, or of the level chosen. The past of a metric that no card shows would be counted for nothing.
    """
    on_cards = [id_ for _, ids in kpi.CARDS for id_ in ids if id_ in metric_ids]
    # The span first: what is known of all its periods then serves the second question too.
    whole = _rows(screen, on_cards, periods.asked_ids(screen))
    near = _rows(screen, metric_ids, periods.near_ids(screen))
    by_metric = {
        id_: list(group) for rows in (near, whole) for id_, group in groupby(rows, key=itemgetter("metric_id"))
    }
    return [row for id_ in metric_ids for row in by_metric.get(id_, ())]


def _rows(screen: Screen, metric_ids: Sequence[str], period_ids: Sequence[str]) -> Rows:
    asked = {"metric_ids": metric_ids, "period_ids": period_ids, "field_ids": []}
    if screen.level is None:
        return screen.rows("metric_total", **asked)
    return [row for row in screen.rows("metric_by_level", **asked) if row["level"] == screen.level]


def trends(screen: Screen, found: Mapping[str, Figure]) -> None:
    """One trend for each card, on cards of one size."""
    shown = [(name, figure) for name, ids in kpi.CARDS if (figure := kpi.chosen(found, ids)) and _has_past(figure)]
    if not shown:
        return
    page_parts.header(screen.say("overview.trends"))
    is_awaited = arrival.is_awaited()
    with st.grid(3, min_column_width=400, gap="small", key="trends"):
        for name, figure in shown:
            with st.container(border=True, height="stretch", key=f"trend_card_{name}"):
                if is_awaited:
                    st.skeleton(height=PLACE_HEIGHT)
                    continue
                recipe = ("trend", figure.metric.id, screen.period_id, screen.level)
                picture = pictures.drawn(screen, recipe, lambda figure=figure: _trend(screen, figure))  # type: ignore[misc]
                pictures.show(screen, picture, f"trend_{name}")
    if is_awaited:
        arrival.watch()


def table(screen: Screen, found: Mapping[str, Figure]) -> None:
    """Every metric of the period, with what it is compared with."""
    columns = (
        TableColumn("name", screen.say("overview.metric")),
        TableColumn("ratio", screen.say("table.ratio"), "percent"),
        TableColumn("numerator", screen.say("table.numerator"), "count"),
        TableColumn("denominator", screen.say("table.denominator"), "count"),
        TableColumn("previous", screen.say("table.previous"), "percent"),
        TableColumn("last_year", screen.say("table.last_year"), "percent"),
        TableColumn("target", screen.say("table.target"), "percent"),
        TableColumn("status", screen.say("table.status")),
        *(ytd.every_column(screen) if year_to_date(screen) else ()),
    )
    lines = [_line(screen, figure) for figure in found.values() if figure.is_known]
    table = partial(tables.show, screen, columns, lines, "all_metrics", name="chi-so")
    tables.folded(screen, "all_metrics", table, label=screen.say("overview.all_metrics"), icon=":material/table:")


def _line(screen: Screen, figure: Figure) -> dict[str, object]:
    return {
        "name": figure.metric.name if screen.language == "vi" else figure.metric.name_en,
        "ratio": figure.row.get("ratio"),
        "numerator": figure.row.get("numerator"),
        "denominator": figure.row.get("denominator"),
        "previous": figure.previous.get("ratio"),
        "last_year": figure.last_year.get("ratio"),
        "target": figure.target,
        "caution": figure.row.get("caution"),
        "status": screen.say(f"status.{figure.status(screen.compare)}") if figure.target is not None else None,
        **ytd.cells(screen, figure.metric, figure.ytd),
    }


def _has_past(figure: Figure) -> bool:
    return sum(row["numerator"] is not None for row in figure.over_time) > 1


def _trend(screen: Screen, figure: Figure) -> pictures.Picture:
    return trend(
        figure.over_time,
        figure.metric,
        screen.look,
        subject=screen.say(f"level.{screen.level}") if screen.level else "",
        height=250,
    )
