"""Who is missing or late now and how often of late, and who has been so, or on time, for many periods in a row."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from dashboard.charts import punctuality
from dashboard.charts.picture import TableColumn
from dashboard.charts.punctuality import BAD, status_words
from dashboard.exports.document import Heading, Paragraph
from dashboard.metrics import format as fmt
from dashboard.ui import page_parts, pictures, reporting, tables, url
from dashboard.ui.html import element, join
from dashboard.ui.reporting import Board
from dashboard.ui.screen import Screen

Row = Mapping[str, Any]


def now(screen: Screen, held: Board) -> None:
    """Who is missing or late in the last period, how often of late, and for how many periods in a row."""
    page_parts.header(screen.say("reporting.now"))
    every = reporting.current_units(screen, held)
    bad = [row for row in every if row["status"] in BAD]
    period = fmt.period_name(held.last, screen.language)
    counted = {"count": fmt.count(len(bad), screen.language), "due": fmt.count(len(every), screen.language)}
    title = screen.say("reporting.now_title", **counted, period=period)
    asked = url.read("list")
    with st.container(border=True, key="late_now"):
        page_parts.sentence(title)
        which = st.segmented_control(
            screen.say("reporting.which"),
            ["bad", "every"],
            format_func=lambda choice: screen.say(f"reporting.now_{choice}"),
            required=True,
            label_visibility="collapsed",
            key=url.widget("list", asked if asked == "every" else "bad"),
            on_change=url.picked,
            args=("list",),
        )
        shown = every if which == "every" else bad
        if not shown:
            page_parts.prose(screen.say("reporting.now_none", period=period))
            return
        key = pictures.key_of(("late-now", held.last.period_id, screen.level, which))
        lines = [_now_line(screen, held, row) for row in sorted(shown, key=_now_order)]
        tables.show(
            screen,
            _now_columns(screen),
            lines,
            f"now_{key}",
            on_pick=lambda at: reporting.pick(lines[at]["id"]),
            name="bao-cao",
        )
        note = screen.say("reporting.pick_unit", count=fmt.count(reporting.RECENT, screen.language))
        page_parts.prose(note, "picture-notes", to_press=screen.say("reporting.press_unit"))


def _now_order(row: Row) -> tuple[int, int, int, int]:
    """Missing first, then by days late; of these the units first that are at fault more often of late."""
    rank = 0 if row["status"] == "missing" else 1 if row["status"] in BAD else 2
    return (rank, -(row["days_late"] or 0), -row["recent_missing"] - row["recent_late"], -row["bad_streak"])


def _now_line(screen: Screen, held: Board, row: Row) -> dict[str, Any]:
    return {
        **row,
        "id": row["unit_id"],
        "level": screen.say(f"level.{row['level']}"),
        "now": status_words(row["status"], row["days_late"], screen.look, held.few_days),
    }


def _now_columns(screen: Screen) -> list[TableColumn]:
    recent = fmt.count(reporting.RECENT, screen.language)
    level = [] if screen.level else [TableColumn("level", screen.say("table.level"))]
    return [
        TableColumn("unit_name", screen.say("table.unit")),
        *level,
        TableColumn("now", screen.say("reporting.table_now")),
        TableColumn("recent_missing", screen.say("reporting.table_recent_missing", count=recent), "count"),
        TableColumn("recent_late", screen.say("reporting.table_recent_late", count=recent), "count"),
        TableColumn("recent_due", screen.say("reporting.table_recent_due"), "count"),
        TableColumn("bad_streak", screen.say("reporting.table_streak"), "count"),
        TableColumn("longest_on_time_streak", screen.say("reporting.table_longest_on_time"), "count"),
    ]


def streaks(screen: Screen, held: Board) -> None:
    """Who has been missing or late for several periods in a row, and who on time the longest."""
    rows = reporting.current_units(screen, held)
    if len(held.periods) < 2 or not rows:
        return
    page_parts.header(screen.say("reporting.streaks"))
    with st.grid(2, min_column_width=400, gap="small", key="streaks"):
        for name, key in (("bad", "bad_streak"), ("good", "on_time_streak")):
            with st.container(border=True, height="stretch", key=f"streaks_{name}"):
                _streak_list(screen, held, name, key, rows)


def _streak_list(screen: Screen, held: Board, name: str, key: str, rows: list[Row]) -> None:
    title = screen.say(f"reporting.streaks_{name}")
    page_parts.keep(lambda: Heading(title, 2))
    head = element("h3", title, class_="picture-title")
    long = sorted((row for row in rows if row[key] > 1), key=lambda row: -row[key])
    if not long:
        none = screen.say(f"reporting.streaks_{name}_none")
        st.html(join(head, element("p", none, class_="hint")))
        page_parts.keep(lambda: Paragraph(none, is_muted=True))
        return
    shown = [
        (row, screen.say("reporting.streak_periods", count=fmt.count(row[key], screen.language))) for row in long[:8]
    ]
    lines = [
        join(
            '<li><span class="streak-name">', element("b", row["unit_name"]), element("span", words),
            "</span>", strip(screen, held, row, reporting.RECENT), "</li>",
        )
        for row, words in shown
    ]  # fmt: skip
    more = screen.say("reporting.streak_more", count=fmt.count(len(long) - 8, screen.language)) if len(long) > 8 else ""
    st.html(join(head, '<ul class="streaks">', *lines, "</ul>", element("p", more, class_="hint") if more else ""))
    told = [f"• {row['unit_name']}: {words}" for row, words in shown]
    for line in [*told, more] if more else told:
        page_parts.keep(partial(Paragraph, line))


def strip(screen: Screen, held: Board, record: Row, count: int) -> str:
    """The last periods of a unit as a row of signs, told in words to who cannot see them."""
    styles = punctuality.styles(screen.theme)
    shown = list(zip(held.periods, record["statuses"], record["days"], strict=True))[-count:]
    cells, said = [], []
    for period, status, days in shown:
        style = styles[status]
        words = f"{fmt.capitalised(fmt.period_name(period, screen.language))}: " + status_words(
            status, days, screen.look, held.few_days
        )
        said.append(words)
        sign = fmt.count(days, screen.language) if days is not None else style.glyph
        cells.append(
            element("span", sign, class_="strip-cell" + (" striped" if style.is_striped else ""), title=words,
                    style=f"background-color:{style.fill};color:{style.ink}")
        )  # fmt: skip
    label = screen.say("reporting.strip", count=fmt.count(len(shown), screen.language), statuses="; ".join(said))
    return join(f'<div class="strip" role="img" aria-label="{element("i", label)[3:-4]}">', *cells, "</div>")
