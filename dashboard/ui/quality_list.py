"""The list of findings: what is wrong, stated and recomputed, in which cell, and which figures it puts in doubt."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.charts.picture import TableColumn
from dashboard.exports.document import Heading, Paragraph
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.metrics.rules import rule_words
from dashboard.ui import page_parts, quality, quality_source, tables, url
from dashboard.ui.html import element, join
from dashboard.ui.kpi import figure_name
from dashboard.ui.quality import Asked
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen

PER_PAGE = 10
PAGES = {"overdue": "overdue", "online": "online", "iso": "iso", "signature": "signature", "reporting": "reporting"}
"""The page of each topic of the catalogue."""
Row = Mapping[str, Any]


def section(screen: Screen, at: Asked) -> None:
    """How many there are, each with its cell, and all of them as a table to take along."""
    page_parts.header(screen.say("quality.findings"))
    _asked_for(screen, at)
    if not at.found:
        st.success(screen.say("quality.none"), icon=":material/check_circle:")
        return
    if at.chosen:
        counts = {
            "shown": fmt.count(len(at.shown), screen.language),
            "total": fmt.count(len(at.found), screen.language),
        }
        page_parts.prose(screen.say("quality.filtered", **counts))
    if not at.shown:
        page_parts.notice(screen.say("quality.nothing_matches"))
        return
    for row in at.shown:
        _tell(screen, row)
    _list(screen, at)
    _table(screen, at.shown)


def _asked_for(screen: Screen, at: Asked) -> None:
    """The finding that the address names, with its cell; it may be of another period than the one shown."""
    wanted = url.read("finding")
    if wanted is None:
        return
    row = next((row for row in at.found if row["id"] == wanted), None)
    if row is None:
        st.warning(screen.say("quality.not_found", asked=wanted))
        url.write("finding", None)


def _list(screen: Screen, at: Asked) -> None:
    pages = -(-len(at.shown) // PER_PAGE)
    place = st.container(key="findings", gap="small")
    page = 1
    if pages > 1:
        page = st.pagination(pages, key=f"findings_page_{at.span}_{hash(tuple(at.chosen.items())) & 0xFFFF}")
    with place:
        for row in at.shown[(page - 1) * PER_PAGE : page * PER_PAGE]:
            _show(screen, row)


def _show(screen: Screen, row: Row) -> None:
    with st.container(border=True, gap="xsmall", key=f"finding_{row['id']}"):
        st.html(_finding(screen, row))
        _links(screen, row)
        is_open = url.read("finding") == row["id"]
        st.button(
            screen.say("quality.close" if is_open else "quality.open"),
            key=f"open_{row['id']}",
            type="tertiary",
            icon=":material/close:" if is_open else ":material/grid_on:",
            on_click=url.write,
            args=("finding", None if is_open else row["id"]),
        )
        if is_open:
            quality_source.show(screen, row)


def _tell(screen: Screen, row: Row) -> None:
    """A finding in the page's file, which has all of them: it has no pages to turn."""
    head = f"{quality.severity_words(screen, row['severity'])} · {rule_words(row['rule'], screen.language)}"
    touched = "; ".join(figure_name(load_catalogue().metrics[id_], screen) for id_ in row["metrics"])
    lines = [f"{screen.say('quality.touches')} {touched}" if touched else screen.say("quality.touches_none")]
    if numbers := _numbered(screen, row):
        lines.insert(0, "; ".join(f"{name}: {value}" for name, value in numbers))
    lines.append(" · ".join(part for part in (row["unit"], row["file"], place(row)) if part))
    page_parts.keep(lambda: Heading(head, 2))
    page_parts.keep(lambda: Paragraph(row["message"]))
    page_parts.keep(lambda: Paragraph(" – ".join(lines), is_muted=True))


def _finding(screen: Screen, row: Row) -> str:
    title = rule_words(row["rule"], screen.language)
    where = [row["unit"], row["file"], place(row)]
    words = quality.severity_words(screen, row["severity"])
    chip = element("span", words, class_=f"chip severity-{row['severity']}")
    return join(
        '<div class="finding">',
        join('<h3 class="finding-title">', chip, element("span", title), "</h3>"),
        element("p", row["message"]),
        _numbers(screen, row),
        element("p", " · ".join(part for part in where if part), class_="finding-where"),
        "</div>",
    )


def _numbers(screen: Screen, row: Row) -> str:
    pairs = _numbered(screen, row)
    if not pairs:
        return ""
    return join(
        '<dl class="finding-numbers">',
        *(join("<div>", element("dt", name), element("dd", value), "</div>") for name, value in pairs),
        "</dl>",
    )


def _numbered(screen: Screen, row: Row) -> list[tuple[str, str]]:
    """What the report states, what it is held against, and the difference; what was restated is held against the
    revision before."""
    if row["stated"] is None and row["recomputed"] is None:
        return []
    names = {"recomputed": "earlier"} if row["rule"] == RESTATED else {}
    return [
        (screen.say(f"quality.{names.get(one, one)}"), number(screen, row, one))
        for one in ("stated", "recomputed", "difference")
    ]


RESTATED = "V20"
SCORE_RULES = ("score_sum", "score_range")
"""Findings about points of the 766 score, which are no whole numbers."""


def number(screen: Screen, row: Row, name: str) -> str:
    """A figure of a finding as text: a share where the rule is about one, a score with its decimals."""
    value = row[name]
    if row["rule"] == "V07":
        if name == "difference":
            return fmt.points(value, fmt.TABLE_DECIMALS, screen.language)
        return fmt.percent(value, fmt.TABLE_DECIMALS, screen.language)
    decimals = fmt.TABLE_DECIMALS if row["rule"] in SCORE_RULES else 0
    if name == "difference":
        return fmt.count_change(value, screen.language, decimals)
    return fmt.number(value, decimals, screen.language)


def _links(screen: Screen, row: Row) -> None:
    """The metrics in doubt, each a way to its page for this unit and period."""
    metrics = load_catalogue().metrics
    if not row["metrics"]:
        st.html(element("p", screen.say("quality.touches_none"), class_="finding-where"))
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"touches_{row['id']}"):
        st.html(element("span", screen.say("quality.touches"), class_="finding-where"), width="content")
        for metric_id in row["metrics"]:
            metric = metrics[metric_id]
            st.page_link(
                f"app_pages/{PAGES[metric.topic]}.py",
                label=figure_name(metric, screen),
                query_params=_address(screen, row, metric_id),
            )


def _address(screen: Screen, row: Row, metric_id: str) -> dict[str, str]:
    address = {**screen.address(), "metric": metric_id}
    if row["period"] is not None:
        address["period"] = row["period"]
    if row["level"] is not None:
        address["level"] = row["level"]
    if row["unit_id"] is not None:
        address["unit"] = row["unit_id"]
    return address


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
        TableColumn("metric_names", screen.say("quality.metric")),
        TableColumn("file", screen.say("provenance.file")),
        TableColumn("sheet", screen.say("provenance.sheet")),
        TableColumn("cell", screen.say("provenance.cell")),
    )
    metrics = load_catalogue().metrics
    lines = [
        {
            **row,
            "severity_name": screen.say(f"severity.{row['severity']}"),
            "metric_names": "; ".join(figure_name(metrics[id_], screen) for id_ in row["metrics"]),
        }
        for row in shown
    ]
    tables.downloads(screen, columns, lines, "findings_table", "chat-luong")


def place(row: Row) -> str:
    """Sheet and cell."""
    return "!".join(part for part in (row["sheet"], row["cell"]) if part)
