"""What was corrected: reports sent again, each cell old and new, and the findings that a revision cured."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.charts.picture import TableColumn
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.metrics.rules import subject_name, told
from dashboard.store.connection import VIETNAM
from dashboard.ui import page_parts, quality, tables, url
from dashboard.ui.html import element, join
from dashboard.ui.quality import Asked
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen

Row = Mapping[str, Any]


def section(screen: Screen, at: Asked) -> None:
    """The reports in the place of earlier ones; the revision that the address names stands open."""
    page_parts.header(screen.say("quality.corrections"))
    rows = [row for row in screen.rows("corrections", period_ids=at.period_ids) if screen.level in (None, row["level"])]
    wanted = url.read("revision")
    if wanted is not None and wanted not in {row["revision_id"] for row in rows}:
        st.warning(screen.say("problem.choice", asked=wanted, filter=screen.say("quality.revision")))
        url.write("revision", None)
        wanted = None
    if not rows:
        page_parts.prose(screen.say("quality.no_corrections"))
        return
    st.html(element("p", screen.say("quality.corrections_hint"), class_="hint"))
    _table(screen, rows)
    if wanted is not None:
        with st.container(border=True, key="corrected"):
            cells(screen, wanted, next(row for row in rows if row["revision_id"] == wanted))
            _cured(screen, wanted)


def _table(screen: Screen, rows: Rows) -> None:
    lines = [
        {
            **row,
            "unit": subject_name(row["unit_name"], row["level"], screen.language),
            "period": _period(screen, row),
            "family": screen.say(f"definitions.family_{row['family']}"),
            "entered": fmt.moment(row["entered_at"].astimezone(VIETNAM), screen.language),
        }
        for row in rows
    ]
    columns = (
        TableColumn("revision_id", screen.say("quality.revision")),
        TableColumn("unit", screen.say("table.unit")),
        TableColumn("period", screen.say("table.period")),
        TableColumn("family", screen.say("quality.family")),
        TableColumn("changed_counts", screen.say("quality.changed"), "count"),
        TableColumn("before_revision_id", screen.say("quality.before_revision")),
        TableColumn("entered", screen.say("quality.entered")),
        TableColumn("file_name", screen.say("provenance.file")),
    )

    def pick(index: int) -> None:
        url.write("revision", str(lines[index]["revision_id"]))

    tables.show(screen, columns, lines, "corrections_table", on_pick=pick, name="da-sua")


def cells(screen: Screen, revision: str, correction: Row) -> None:
    """Each count that a revision changed, old and new, with the cell of both."""
    rows = screen.rows("corrected_counts", revision_id=revision)
    labels = load_catalogue().columns
    is_vietnamese = screen.language == "vi"
    lines = [
        {
            **row,
            "column": labels[row["column_id"]].label if is_vietnamese else labels[row["column_id"]].label_en,
            "field": row["field_name"] or screen.say("provenance.every_field"),
            "old_place": _place(row, "old"),
            "new_place": _place(row, "new"),
        }
        for row in rows
    ]
    if not lines:
        return
    subject = subject_name(correction["unit_name"], correction["level"], screen.language)
    head = {"revision": revision, "count": fmt.count(len(lines), screen.language), "unit": subject}
    head["period"] = fmt.period(correction["kind"], correction["start_date"], correction["end_date"], screen.language)
    st.html(element("h3", screen.say("quality.cells_of", **head), class_="picture-title"))
    columns = (
        TableColumn("column", screen.say("provenance.count")),
        TableColumn("field", screen.say("table.field")),
        TableColumn("old_value", screen.say("quality.old"), "count"),
        TableColumn("new_value", screen.say("quality.new"), "count"),
        TableColumn("difference", screen.say("quality.difference"), "count"),
        TableColumn("old_place", screen.say("quality.old_cell")),
        TableColumn("new_place", screen.say("quality.new_cell")),
    )
    tables.prose(screen, columns, lines, f"cells_{revision}", "o-da-sua")


def _cured(screen: Screen, revision: str) -> None:
    rows = screen.rows("cured_findings", revision_id=revision)
    if not rows:
        page_parts.prose(screen.say("quality.cured_none"))
        return
    count = fmt.count(len(rows), screen.language)
    page_parts.prose(screen.say("quality.cured", count=count), "lead")
    for row in rows:
        chip = element(
            "span", quality.severity_words(screen, row["severity"]), class_=f"chip severity-{row['severity']}"
        )
        st.html(join("<p>", chip, element("span", f"{row['rule']} · {told(row, screen.language)}"), "</p>"))


def _place(row: Row, side: str) -> str:
    return "!".join(part for part in (row[f"{side}_sheet"], row[f"{side}_cell"]) if part)


def _period(screen: Screen, row: Row) -> str:
    return fmt.capitalised(fmt.period(row["kind"], row["start_date"], row["end_date"], screen.language))
