"""Who is to be reminded and who to be commended: the ranked units on either side of the threshold."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.charts.picture import TableColumn
from dashboard.metrics import format as fmt
from dashboard.ui import page_parts, pictures, ranking, tables
from dashboard.ui.ranking import Ranking
from dashboard.ui.ranking_list import line, open_unit
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen

Row = Mapping[str, Any]


def lists(screen: Screen, at: Ranking, found: Rows) -> None:
    """Both lists, the furthest from the threshold first; units of few cases stand in neither."""
    judged = [row for row in found if row["is_beyond"] is not None]
    if not judged:
        return
    page_parts.header(screen.say("ranking.lists"))
    beyond = [row for row in judged if row["is_beyond"]]
    best = sorted((row for row in judged if row["is_commended"]), key=lambda row: row["place"])
    with st.grid(2, min_column_width=520, gap="small", key="threshold_lists"):
        _list(screen, at, "remind", beyond, judged)
        _list(screen, at, "commend", best, judged)
    note = screen.say("ranking.lists_note", limit=screen.look.small_n, noun=screen.look.noun(at.metric))
    page_parts.prose(note, "picture-notes")


def _list(screen: Screen, at: Ranking, name: str, rows: Rows, judged: Rows) -> None:
    counts = {"count": fmt.count(len(rows), screen.language), "ranked": fmt.count(len(judged), screen.language)}
    with st.container(border=True, height="stretch", key=f"list_{name}"):
        title = screen.say(f"ranking.{name}_title", period=screen.period_name, **counts)
        page_parts.sentence(title)
        if not rows:
            page_parts.prose(screen.say(f"ranking.{name}_none"))
            return
        lines = [line(screen, row) | {"gap": row["value"] - row["threshold"]} for row in rows]

        def pick(index: int) -> None:
            open_unit({"id": lines[index]["unit_id"]})

        key = pictures.key_of((name, screen.period_id, screen.level, at.recipe))
        tables.show(
            screen,
            _columns(screen, at),
            lines,
            f"{name}_{key}",
            height=330 if len(lines) > 8 else None,
            on_pick=pick,
            name=f"{at.metric.id}-{_FILES[name]}",
        )


_FILES = {"remind": "nhac-nho", "commend": "bieu-duong"}


def _columns(screen: Screen, at: Ranking) -> list[TableColumn]:
    kind = "percent" if at.metric.denominator else "count"
    shown = [
        TableColumn("unit_name", screen.say("table.unit")),
        TableColumn("value", screen.say("table.ratio" if at.metric.denominator else "table.value"), kind),  # type: ignore[arg-type]
        TableColumn("threshold", screen.say("ranking.threshold"), kind),  # type: ignore[arg-type]
        TableColumn("gap", screen.say("ranking.gap"), "points" if at.metric.denominator else "count"),
        TableColumn("place", screen.say("rank.place"), "count"),
    ]
    if at.metric.denominator:
        shown += [
            TableColumn("numerator", screen.say("table.numerator"), "count"),
            TableColumn("denominator", screen.say("table.denominator"), "count"),
        ]
    if ranking.ytd_id(screen, at.metric):
        shown.append(TableColumn("ytd_value", screen.say("ranking.ytd"), kind))  # type: ignore[arg-type]
    if at.other is not None:
        shown.append(
            TableColumn("value_change", screen.say("overdue.change"), "points" if at.metric.denominator else "count")
        )
    return shown
