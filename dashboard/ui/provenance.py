"""Where the figures of a page come from: formula in words, regulation, n, coverage, basis, period, documents."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.charts.picture import TableColumn, metric_name
from dashboard.exports.document import Notes
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.store.connection import VIETNAM
from dashboard.ui import options, page_parts, reads, tables
from dashboard.ui.html import element, join
from dashboard.ui.kpi import Figure, coverage, found_chip
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen

Row = Mapping[str, Any]
MOST_FILES = 12
_SAID_ONCE = ("subject", "period_label", "file_name", "revision_id")


def section(screen: Screen, figures: Sequence[Figure]) -> None:
    """One entry for each figure, folded away until it is asked for."""
    with st.expander(screen.say("provenance.heading"), icon=":material/info:"):
        if figures:
            st.html(join(*(entry(screen, figure) for figure in figures)))
    told = tuple(_told(screen, figure) for figure in figures)
    page_parts.keep(lambda: Notes(screen.say("provenance.heading"), told))


def _told(screen: Screen, figure: Figure) -> str:
    """The same in one line."""
    said = (f"{screen.say(key)}: {words}" for key, words in _lines(screen, figure))
    return f"{metric_name(figure.metric, screen.language)}. {'; '.join(said)}."


def entry(screen: Screen, figure: Figure) -> str:
    """The lines of one figure."""
    row = figure.row
    found = ""
    if row.get("mark"):
        found = join(element("dt", screen.say("mark.column")), "<dd>", found_chip(screen, row), "</dd>")
    return join(
        '<div class="provenance">',
        element("h3", metric_name(figure.metric, screen.language)),
        "<dl>",
        *(join(element("dt", screen.say(key)), element("dd", text)) for key, text in _lines(screen, figure)),
        found,
        "</dl></div>",
    )


def _lines(screen: Screen, figure: Figure) -> list[tuple[str, str]]:
    """What there is to say of a figure, each under its name."""
    metric, row = figure.metric, figure.row
    formula = load_catalogue().formula(metric, screen.language)
    lines = [("provenance.formula", formula), ("provenance.regulation", metric.regulation)]
    if row.get("numerator") is not None:
        words = fmt.counts(row["numerator"], row.get("denominator"), screen.language)
        lines.append(("provenance.n", f"{words} {screen.look.noun(metric)}"))
        basis = screen.say(f"basis.{row['basis']}") if row.get("basis") else fmt.NONE
        if row.get("is_derived"):
            basis += f"; {screen.say('basis.derived').lower()}"
        lines.append(("provenance.source", basis))
    lines.append(("provenance.coverage", coverage(screen, row)))
    if screen.period is not None:
        period = screen.period.period
        dates = fmt.date_range(period.start, period.end, screen.language)
        lines.append(("table.period", f"{fmt.capitalised(screen.period_name)} ({dates})"))
    if screen.scope.as_of is not None:
        lines.append(("filter.as_of", options.name_of(screen, screen.scope.as_of)))
    if screen.scope.includes_vertical:
        lines.append(("provenance.source", screen.say("options.with_vertical")))
    if row.get("target_document"):
        lines.append(("provenance.target_document", row["target_document"]))
    return lines


def cells_table(screen: Screen, rows: Rows, key: str) -> None:
    """Every count with the place where it stands."""
    labels = {
        id_: column.label if screen.language == "vi" else column.label_en
        for id_, column in load_catalogue().columns.items()
    }
    lines = [
        {
            **row,
            "column": labels[row["column_id"]],
            "subject": row["unit_name"] or screen.say(f"level.{row['level'] or 'all'}"),
            "field": row["field_name"] or screen.say("provenance.every_field"),
            "period_label": fmt.capitalised(fmt.label_name(row["period_label"], screen.language)),
            "place": _place(screen, row),
        }
        for row in rows
    ]
    columns = [
        TableColumn("column", screen.say("provenance.count")),
        TableColumn("value", screen.say("table.value"), "count"),
        TableColumn("subject", screen.say("table.unit")),
        TableColumn("field", screen.say("table.field")),
        TableColumn("period_label", screen.say("table.period")),
        TableColumn("place", screen.say("provenance.place")),
        TableColumn("file_name", screen.say("provenance.file")),
        TableColumn("revision_id", screen.say("provenance.revision")),
    ]
    constant = [c for c in columns if c.key in _SAID_ONCE and len({line[c.key] for line in lines}) == 1]
    said = " · ".join(f"{column.label}: {lines[0][column.key]}" for column in constant)
    page_parts.prose(said)
    shown = [column for column in columns if column not in constant]
    tables.prose(screen, shown, lines, key, "o-nguon", saved=columns)


def originals(screen: Screen, rows: Rows) -> None:
    """The files that the figures came in, as they came, unless they speak of units that the reader may not see."""
    files = {row["sha256"]: row for row in rows if row["sha256"]}
    for sha256, row in list(files.items())[:MOST_FILES]:
        path = reads.original(screen.scope, sha256, row["file_name"])
        if path is None:
            continue
        when = fmt.moment(row["entered_at"].astimezone(VIETNAM), screen.language) if row["entered_at"] else fmt.NONE
        source = f" · {row['source']}" if row["source"] else ""
        with st.container(horizontal=True, vertical_alignment="center", key=f"original_{sha256[:12]}"):
            st.download_button(
                screen.say("provenance.original", file=row["file_name"]),
                data=path.read_bytes,
                file_name=row["file_name"],
                icon=":material/download:",
                key=f"file_{sha256}",
                on_click="ignore",
            )
            words = screen.say("provenance.accepted", revision=row["revision_id"], when=when) + source
            page_parts.prose(words, "picture-notes")


def _place(screen: Screen, row: Row) -> str:
    if row["derived_from"]:
        return screen.say("provenance.derived_from", identity=row["derived_from"])
    if row["file_name"] is None:  # what the register says stands in no file
        return row["source"] or fmt.NONE
    sheet = row["sheet"] or ""
    place = f"{sheet}!{row['cell']}" if sheet and row["cell"] else row["cell"] or sheet or fmt.NONE
    if row.get("corrected_by"):
        stated = fmt.NONE if row["corrected_from"] is None else fmt.count(row["corrected_from"], screen.language)
        why = {"revision": row["corrected_by"], "reason": row["correction_reason"]}
        return screen.say("provenance.corrected", place=place, stated=stated, **why)
    return place
