"""The parts of the page on missing reports: the countdown, how many are missing, and who they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.charts.picture import TableColumn
from dashboard.chasing import RECENT, Chase
from dashboard.metrics import format as fmt
from dashboard.ui import reporting, tables, url
from dashboard.ui.html import element, join
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen
from dashboard.ui.search_box import UNIT_PAGE

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Focus:
    """The period whose reports are asked after, who owes one, and the totals of its annex by level."""

    asked: Chase
    owing: Rows
    annex: Rows

    @property
    def missing(self) -> Rows:
        return [row for row in self.owing if row["status"] == "missing"]

    def total(self, level: str | None) -> Row:
        """The totals of a level, or of all."""
        found = (row for row in self.annex if row["unit_id"] is None and row["level"] == level)
        return next(found, {})


def focus(screen: Screen) -> Focus | None:
    """The last period up to the one shown on which somebody must report; null where there is none."""
    held = reporting.board(screen)
    if not held.periods:
        return None
    asked = Chase(
        held.last, held.on_day, tuple(p.period_id for p in held.periods[-RECENT - 1 : -1]), str(held.few_days)
    )
    given = {"period_id": held.last.period_id, "on_day": held.on_day.isoformat(), "few_days": asked.few_days}
    owing = screen.rows("chasing", **given, past_ids=asked.past_ids)
    shown = [row for row in owing if screen.level in (None, row["level"])]
    return Focus(asked, shown, screen.rows("report_annex", **given))


def countdown(screen: Screen, at: Focus) -> None:
    """Until when reports are due, and how many days are left or over."""
    period, due = at.asked.period, at.total(None).get("due_on")
    name = fmt.capitalised(fmt.period_name(period, screen.language))
    if due is None:
        words = screen.say("chasing_page.no_due", period=name)
    else:
        days = (due - at.asked.on_day).days
        key = "left" if days > 0 else "today" if days == 0 else "over"
        said = {} if key == "today" else {"days": fmt.count(abs(days), screen.language)}
        words = screen.say(f"chasing_page.due_{key}", period=name, due=fmt.day(due, screen.language), **said)
    st.html(element("p", words, class_="coverage some" if at.missing else "coverage whole"))


def cards(screen: Screen, at: Focus) -> None:
    """How many reports are missing, how many of these were reminded, and who of them is usually late."""
    total, missing, language = at.total(screen.level), at.missing, screen.language
    reminded = [row for row in missing if row["reminders"]]
    usual = [row for row in missing if row["is_usual"]]
    due = fmt.count(total.get("due"), language)
    of_missing = screen.say("chasing_page.of_missing", count=fmt.count(len(missing), language))
    shown = (
        ("missing", fmt.count(total.get("missing"), language), screen.say("chasing_page.of_due", due=due)),
        ("reported", fmt.count(total.get("reported"), language), screen.say("chasing_page.of_due", due=due)),
        ("reminded", fmt.count(len(reminded), language), of_missing),
        ("usual", fmt.count(len(usual), language), of_missing),
    )
    with st.grid(len(shown), min_column_width=215, gap="small", key="kpis"):
        for name, value, words in shown:
            with st.container(border=True, gap=None, key=f"kpi_{name}", height="stretch"):
                st.html(
                    join(
                        element("h2", screen.say(f"chasing_page.card_{name}"), class_="kpi-name"),
                        '<p class="kpi-value">', element("b", value), element("span", words), "</p>",
                        element("p", screen.say(f"chasing_page.card_{name}_help"), class_="kpi-foot"),
                    )
                )  # fmt: skip


def owing_list(screen: Screen, at: Focus) -> None:
    """Who owes a report, those most overdue and most often late first; a line chosen opens the unit's profile."""
    st.header(screen.say("chasing_page.owing", period=fmt.period_name(at.asked.period, screen.language)), anchor=False)
    if not at.owing:
        st.html(element("p", screen.say("chasing_page.nobody"), class_="hint"))
        return
    periods = fmt.count(len(at.asked.past_ids), screen.language)
    columns = (
        TableColumn("unit_name", screen.say("table.unit")),
        *([] if screen.level else [TableColumn("level", screen.say("table.level"))]),
        TableColumn("state", screen.say("chasing_page.state")),
        TableColumn("days_overdue", screen.say("letter.days_overdue"), "count"),
        TableColumn("past_missing", screen.say("chasing_page.past_missing", count=periods), "count"),
        TableColumn("past_late", screen.say("chasing_page.past_late", count=periods), "count"),
        TableColumn("reminders", screen.say("letter.times"), "count"),
        TableColumn("last_reminded_on", screen.say("chasing_page.last_reminded"), "date"),
        TableColumn("last_document_no", screen.say("chasing_page.document")),
    )
    rows = sorted(at.owing, key=lambda row: (-(row["days_overdue"] or 0), -row["past_missing"] - row["past_late"]))
    lines = [{**row, "level": screen.say(f"level.{row['level']}"), "state": _state(screen, row)} for row in rows]

    def pick(index: int) -> None:
        url.write("unit", str(rows[index]["unit_id"]))

    tables.show(screen, columns, lines, f"owing_{at.asked.period.period_id}", name="chua-bao-cao", on_pick=pick)
    chosen = next((row for row in rows if row["unit_id"] == url.read("unit")), None)
    if chosen is not None:
        st.page_link(
            UNIT_PAGE,
            label=screen.say("chasing_page.open_unit", unit=chosen["unit_name"]),
            icon=":material/account_balance:",
            query_params={**screen.address(), "unit": chosen["unit_id"]},
        )


def _state(screen: Screen, row: Row) -> str:
    if row["status"] == "missing":
        usual = f" · {screen.say('chasing_page.usual')}" if row["is_usual"] else ""
        return f"✕ {screen.say('chasing_page.missing')}{usual}"
    return f"○ {screen.say('chasing_page.not_due', days=fmt.count(row['days_left'], screen.language))}"
