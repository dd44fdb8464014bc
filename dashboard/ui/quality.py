"""The parts of the data-quality page: who has not reported, and what was found in the figures, each at its cell."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard.charts.picture import TableColumn
from dashboard.metrics import format as fmt
from dashboard.metrics.rules import load_rules
from dashboard.report import SEVERITIES
from dashboard.ui import reads, tables, url
from dashboard.ui.html import element, join
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen

PER_PAGE = 15
THIS_PERIOD, EVERY_PERIOD = "period", "all"


def missing(screen: Screen) -> None:
    """The units that must report for the period and have not, by level."""
    asked = {"metric_ids": ["report_submitted_rate"], "period_ids": [screen.period_id], "field_ids": [], "unit_ids": []}
    due = [row for row in screen.rows("metric_by_unit", **asked) if row["due"] and screen.level in (None, row["level"])]
    st.header(screen.say("quality.missing"), anchor=False)
    if not due:
        st.html(element("p", screen.say("quality.no_list"), class_="hint"))
        return
    late = [row for row in due if not row["reported"]]
    with st.container(border=True, key="missing"):
        words = screen.say(
            "state.coverage",
            reported=fmt.count(len(due) - len(late), screen.language),
            due=fmt.count(len(due), screen.language),
        )
        st.html(element("p", words if late else f"{words}. {screen.say('quality.none_missing')}", class_="lead"))
        for level in dict.fromkeys(row["level"] for row in late):
            names = [row["unit_name"] for row in late if row["level"] == level]
            head = f"{screen.say(f'level.{level}')} ({fmt.count(len(names), screen.language)})"
            st.html(join('<p class="names">', element("b", f"{head}: "), element("span", ", ".join(names)), ".</p>"))


def findings(screen: Screen) -> None:
    """The findings of the period, or of every period, by severity and rule, gravest first."""
    st.header(screen.say("quality.findings"), anchor=False)
    span = url.read("span")
    is_all = span == EVERY_PERIOD
    found = reads.findings(screen.scope, () if is_all else (screen.period_id,), screen.language)
    found = _of_level(screen, found)
    severities = [severity for severity in SEVERITIES if any(row["severity"] == severity for row in found)]
    asked = url.read("severity")
    shown = [row for row in found if asked not in severities or row["severity"] == asked]
    with st.container(horizontal=True, vertical_alignment="bottom", key="finding_filters"):
        st.segmented_control(
            screen.say("quality.span"),
            [THIS_PERIOD, EVERY_PERIOD],
            format_func=lambda choice: screen.say(f"quality.span_{choice}"),
            required=True,
            key=url.widget("span", EVERY_PERIOD if is_all else THIS_PERIOD),
            on_change=url.picked,
            args=("span",),
        )
        if len(severities) > 1:
            st.pills(
                screen.say("quality.severity"),
                severities,
                format_func=lambda severity: _severity(screen, severity, found),
                key=url.widget("severity", asked if asked in severities else None),
                on_change=url.picked,
                args=("severity",),
            )
    if not found:
        st.success(screen.say("quality.none"), icon=":material/check_circle:")
        return
    _list(screen, shown)
    _table(screen, shown)


def _of_level(screen: Screen, found: Rows) -> Rows:
    if screen.level is None:
        return found
    levels = {unit.unit_id: unit.level for unit in reads.reference(screen.scope).units}
    return [row for row in found if levels.get(row["unit_id"]) == screen.level]


def _severity(screen: Screen, severity: str, found: Rows) -> str:
    count = sum(row["severity"] == severity for row in found)
    return f"{screen.say(f'severity.{severity}')} ({fmt.count(count, screen.language)})"


def _list(screen: Screen, shown: Rows) -> None:
    pages = -(-len(shown) // PER_PAGE)
    place = st.container(key="findings", gap="small")
    page = 1
    if pages > 1:
        page = st.pagination(pages, key=f"findings_page_{url.read('severity')}_{url.read('span')}")
    with place:
        for row in shown[(page - 1) * PER_PAGE : page * PER_PAGE]:
            st.html(_finding(screen, row))


def _finding(screen: Screen, row: dict[str, Any]) -> str:
    title = _title(screen, row["rule"])
    where = [row["unit"], row["file"], _place(row)]
    chip = element("span", screen.say(f"severity.{row['severity']}"), class_=f"chip severity-{row['severity']}")
    return join(
        '<article class="finding">',
        join('<h3 class="finding-title">', chip, element("span", title), "</h3>"),
        element("p", row["message"]),
        element("p", " · ".join(part for part in where if part), class_="finding-where"),
        "</article>",
    )


def _table(screen: Screen, shown: Rows) -> None:
    columns: Sequence[TableColumn] = (
        TableColumn("severity_name", screen.say("quality.severity")),
        TableColumn("rule", screen.say("quality.rule")),
        TableColumn("unit", screen.say("table.unit")),
        TableColumn("period", screen.say("table.period")),
        TableColumn("field", screen.say("table.field")),
        TableColumn("message", screen.say("quality.message")),
        TableColumn("stated", screen.say("quality.stated"), "text"),
        TableColumn("recomputed", screen.say("quality.recomputed"), "text"),
        TableColumn("difference", screen.say("quality.difference"), "text"),
        TableColumn("file", screen.say("provenance.file")),
        TableColumn("sheet", screen.say("provenance.sheet")),
        TableColumn("cell", screen.say("provenance.cell")),
    )
    lines = [{**row, "severity_name": screen.say(f"severity.{row['severity']}")} for row in shown]
    tables.downloads(screen, columns, lines, "findings_table", "chat-luong")


def _title(screen: Screen, rule_id: str) -> str:
    rule = load_rules().get(rule_id)
    return rule.title[screen.language] if rule else rule_id


def _place(row: dict[str, Any]) -> str:
    return "!".join(part for part in (row["sheet"], row["cell"]) if part)
