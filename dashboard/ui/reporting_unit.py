"""Everything on how one unit reports, down to the source cells."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from dashboard.charts.picture import TableColumn
from dashboard.exports.document import Heading, Paragraph
from dashboard.metrics import format as fmt
from dashboard.report import Unit
from dashboard.ui import (
    breadcrumbs,
    chasing_reminders,
    page_parts,
    pictures,
    provenance,
    reads,
    reporting,
    reporting_grid,
    tables,
    url,
)
from dashboard.ui.html import element, join
from dashboard.ui.reporting import METRICS, Board
from dashboard.ui.reporting_lists import strip
from dashboard.ui.screen import Screen

Row = Mapping[str, Any]


def chosen(screen: Screen, held: Board) -> tuple[Unit | None, None, str]:
    """The unit that the address names, no field, and the period of the report it names: what the steps back show."""
    asked, at = url.read("unit"), url.read("at")
    units = {unit.unit_id: unit for unit in reads.reference(screen.scope).units}
    period = next((period for period in held.periods if asked and period.period_id == at), None)
    return units.get(asked or ""), None, fmt.period_name(period, screen.language) if period else ""


def unit(screen: Screen, held: Board) -> None:
    """The unit that the address names: its record, its periods, and the source cells of one report."""
    asked = url.read("unit")
    if asked is None:
        return
    record = next((row for row in held.records if row["unit_id"] == asked), None)
    if record is None:
        st.warning(screen.say("problem.choice", asked=asked, filter=screen.say("filter.unit")))
        url.write("unit", None)
        return
    with st.container(border=True, key="unit_report"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.header(record["unit_name"], anchor=False, width="content")
            page_parts.keep(lambda: Heading(record["unit_name"]))
            breadcrumbs.profile_link(screen, asked)
            st.button(
                screen.say("reporting.close"),
                icon=":material/close:",
                key="close_unit",
                on_click=_close,
                width="content",
            )
        words = record_words(screen, record)
        st.html(join(strip(screen, held, record, len(held.periods)), element("p", words, class_="hint")))
        page_parts.keep(lambda: Paragraph(words, is_muted=True))
        lines = list(reversed(reporting_grid.lines(screen, held, [asked])))
        _periods_table(screen, held, lines)
        chasing_reminders.of_unit(screen, asked)
        _cells(screen, held, asked, record)


def _close() -> None:
    url.write("unit", None)
    url.write("at", None)


def _periods_table(screen: Screen, held: Board, lines: list[Row]) -> None:
    names = {period.period_id: fmt.capitalised(fmt.period_name(period, screen.language)) for period in held.periods}
    columns = [TableColumn("period", screen.say("table.period")), *reporting_grid.report_columns(screen)]
    rows = [{**row, "period": names[row["period_id"]]} for row in lines]
    page_parts.subheader(screen.say("reporting.periods_of"))
    st.html(element("p", screen.say("reporting.pick_period"), class_="hint"))
    key = pictures.key_of(("unit-periods", lines[0]["unit_id"], held.last.period_id))
    tables.show(
        screen, columns, rows, f"unit_{key}", height=330 if len(rows) > 8 else None, name=str(lines[0]["unit_id"]),
        on_pick=lambda at: reporting.pick(rows[at]["unit_id"], rows[at]["period_id"]),
    )  # fmt: skip


def record_words(screen: Screen, record: Row) -> str:
    """How often the unit was on time, late or missing, and for how long now."""
    said = {key: fmt.count(record[key], screen.language) for key in ("due", "on_time", "late", "missing", "undated")}
    undated = said.pop("undated")
    words = [screen.say("reporting.record", **said)]
    if record["undated"]:
        words.append(screen.say("reporting.record_undated", undated=undated))
    if record["valid_to"] and record["status"] == "not_applicable":
        words.append(screen.say("reporting.record_until", day=fmt.day(record["valid_to"], screen.language)))
    elif record["bad_streak"]:
        words.append(screen.say("reporting.record_bad", streak=fmt.count(record["bad_streak"], screen.language)))
    elif record["on_time_streak"]:
        words.append(screen.say("reporting.record_good", streak=fmt.count(record["on_time_streak"], screen.language)))
    if isinstance(record["valid_from"], date) and record["statuses"][0] == "not_applicable":
        words.append(screen.say("reporting.record_from", day=fmt.day(record["valid_from"], screen.language)))
    if record["due"] > 1:
        runs = {"good": record["longest_on_time_streak"], "bad": record["longest_bad_streak"]}
        words.append(
            screen.say("reporting.record_longest", **{k: fmt.count(v, screen.language) for k, v in runs.items()})
        )
    return " ".join(words)


def _cells(screen: Screen, held: Board, unit_id: str, record: Row) -> None:
    """The counts that the list of submissions has of the unit for one period, with file, sheet and cell."""
    applying = [p for p, s in zip(held.periods, record["statuses"], strict=True) if s != "not_applicable"]
    asked = url.read("at")
    period = next((p for p in held.periods if p.period_id == asked), (applying or held.periods)[-1])
    cells: dict[tuple[str, str | None], Row] = {}
    for metric_id in METRICS:
        asked_cells = {"metric_id": metric_id, "period_id": period.period_id, "unit_ids": [unit_id], "field_ids": []}
        for row in screen.rows("source_cells", **asked_cells):
            cells.setdefault((row["column_id"], row["cell"]), row)
    name = fmt.period_name(period, screen.language)
    page_parts.subheader(screen.say("reporting.cells", period=name))
    if not cells:
        page_parts.prose(screen.say("reporting.no_cells"))
        return
    rows = [dict(row) for row in cells.values()]
    provenance.cells_table(screen, rows, f"cells_{pictures.key_of((unit_id, period.period_id))}")
    provenance.originals(screen, rows)
