"""Explanations of late files wherever a unit and field is shown: what was said, by whom, how the promise stands."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

import streamlit as st

from dashboard import follow_up
from dashboard.charts.picture import TableColumn
from dashboard.exports.document import Heading, Paragraph
from dashboard.metrics import format as fmt
from dashboard.metrics.causes import load_causes
from dashboard.report import Field, Unit
from dashboard.store.connection import VIETNAM
from dashboard.ui import explanation_forms, page_parts, reads, tables, url
from dashboard.ui.html import element, join
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen

Row = Mapping[str, Any]
PAGE = "app_pages/explanations.py"
GLYPHS = {"none": "–", "open": "◷", "overdue": "▲", "kept": "●", "not_kept": "○"}
_CHIPS = {"open": "improving", "overdue": "not_improving", "kept": "met", "not_kept": "not_improving"}


def section(screen: Screen, unit: Unit | None, field: Field | None) -> None:
    """What a unit said about its late files in the period shown, all or in one field, and the way to say it."""
    if unit is None or screen.period is None:
        return
    rows = _of(screen, unit, period_ids=[screen.period_id], field=field)
    page_parts.header(screen.say("explanations.section"))
    if not rows:
        page_parts.prose(screen.say("explanations.none_yet", period=screen.period_name))
    for row in rows:
        card(screen, row)
    explanation_forms.entry(screen, unit, field, rows)


def of_unit(screen: Screen, unit_id: str, most: int = 12) -> None:
    """Everything a unit explained and promised, in all periods: open promises first, then the rest, newest first."""
    rows = screen.rows("explanations", period_ids=[], unit_ids=[unit_id], field_ids=[], on_day=day(screen).isoformat())
    page_parts.header(screen.say("explanations.of_unit"))
    if not rows:
        page_parts.prose(screen.say("explanations.unit_none"))
        return
    order = {"overdue": 0, "open": 1}
    rows = sorted(rows, key=lambda row: order.get(row["promise"], 2))
    for row in rows[:3] if rows[0]["promise"] in order else ():
        if row["promise"] in order:
            card(screen, row)
    tables.folded(
        screen,
        f"explanations_{unit_id}",
        lambda: table(screen, rows, f"explanations_of_{unit_id}"),
        label=screen.say("explanations.all_of_unit", count=fmt.count(len(rows), screen.language)),
        is_open=len(rows) <= most,
    )


def table(screen: Screen, rows: Rows, key: str) -> None:
    """Explanations one by one, as a table that wraps."""
    columns = (
        TableColumn("period", screen.say("table.period")),
        TableColumn("unit", screen.say("table.unit")),
        TableColumn("field", screen.say("table.field")),
        TableColumn("files", screen.say("explanations.files"), "count"),
        TableColumn("cause", screen.say("explanations.cause")),
        TableColumn("body", screen.say("explanations.body")),
        TableColumn("who", screen.say("explanations.responsible")),
        TableColumn("promise", screen.say("explanations.promise")),
    )
    saved = (
        *columns[:-1],
        TableColumn("due", screen.say("explanations.due"), "date"),
        TableColumn("state", screen.say("explanations.promise")),
    )
    lines = [
        {
            "period": period_name(screen, row),
            "unit": row["unit_name"],
            "field": row["field_name"] or screen.say("explanations.whole_unit"),
            "files": row["late_files"],
            "cause": cause_name(screen, row["cause_id"]),
            "body": row["body"],
            "who": f"{row['person']}, {row['person_position']}",
            "due": row["due_on"],
            "state": promise_words(screen, row),
            "promise": _due_words(screen, row),
        }
        for row in rows
    ]
    tables.prose(screen, columns, lines, key, "giai-trinh", saved)


def _due_words(screen: Screen, row: Row) -> str:
    day_text = [fmt.day(row["due_on"], screen.language)] if row["due_on"] else []
    return " · ".join([*day_text, promise_words(screen, row)])


def card(screen: Screen, row: Row) -> None:
    """One explanation: cause, text, who answers for it, how its promise stands; and its history and forms, folded."""
    number = row["explanation_id"]
    with st.container(border=True, key=f"explanation_{number}"):
        state = row["promise"]
        chip = "" if state == "none" else element(
            "span", f"{GLYPHS[state]} {promise_words(screen, row)}", class_=f"chip {_CHIPS[state]}"
        )  # fmt: skip
        place = row["field_name"] or screen.say("explanations.whole_unit")
        files = screen.say("explanations.of_files", files=fmt.count(row["late_files"], screen.language))
        facts = [
            screen.say("explanations.who", person=row["person"], position=row["person_position"]),
            *([files] if row["late_files"] is not None else []),
            *promise_facts(screen, row),
            screen.say("explanations.entered", by=row["entered_by"], at=moment(screen, row["entered_at"])),
        ]
        cause = cause_name(screen, row["cause_id"])
        where = f" · {row['unit_name']} · {place} · {period_name(screen, row)} "
        page_parts.keep(partial(Heading, f"{cause}{where}", 2))
        page_parts.keep(partial(Paragraph, row["body"]))
        page_parts.keep(
            partial(Paragraph, " · ".join([promise_words(screen, row), *facts] if chip else facts), is_muted=True)
        )
        st.html(
            join(
                '<div class="said"><p class="said-head">',
                element("b", cause),
                element("span", where),
                chip,
                "</p>",
                element("p", row["body"], class_="said-body"),
                element("p", " · ".join(facts), class_="hint"),
                "</div>",
            )
        )
        tables.folded(
            screen,
            f"explanation_{number}",
            lambda: explanation_forms.detail(screen, row),
            label=screen.say("explanations.history"),
            icon=":material/history:",
        )


def promise_facts(screen: Screen, row: Row) -> list[str]:
    """What is promised until when, and how it ended."""
    if row["promised_on"] is None:
        return []
    facts = [screen.say("explanations.promised", day=fmt.day(row["due_on"], screen.language))]
    if row["promised_late"] is not None:
        facts.append(screen.say("explanations.promised_late", files=fmt.count(row["promised_late"], screen.language)))
    if row["extensions"]:
        first = fmt.day(row["promised_on"], screen.language)
        facts.append(
            screen.say("explanations.extended", times=fmt.count(row["extensions"], screen.language), first=first)
        )
    if row.get("outcome_reason"):
        facts.append(screen.say("explanations.reason_given", reason=row["outcome_reason"]))
    return facts


def promise_words(screen: Screen, row: Row) -> str:
    """How a promise stands: "quá hạn 12 ngày"."""
    if row["promise"] == "overdue":
        return screen.say("explanations.state_overdue", days=fmt.count(row["days_overdue"], screen.language))
    return screen.say(f"explanations.state_{row['promise']}")


def cause_name(screen: Screen, cause_id: str) -> str:
    """A cause in the reader's language; one that is no longer listed keeps its id."""
    cause = load_causes().get(cause_id)
    return cause.name[screen.language] if cause else cause_id


def period_name(screen: Screen, row: Row) -> str:
    """The period that an explanation or note speaks of, in words."""
    known = next((k.period for k in reads.known_periods(screen.scope) if k.period.period_id == row["period_id"]), None)
    return fmt.capitalised(fmt.period_name(known, screen.language)) if known else str(row["label"])


def moment(screen: Screen, at: datetime) -> str:
    """When something was entered, in local time."""
    return fmt.moment(at.astimezone(VIETNAM), screen.language)


def day(screen: Screen) -> date:
    """The day on which promises are judged: today, or the day that the figures are asked as of."""
    return follow_up.day_of(screen.context, datetime.now(VIETNAM).date())


def link(screen: Screen, unit_id: str, field_id: str | None) -> None:
    """The way to a unit's place on the page of explanations."""
    address = {**screen.address(), "unit": unit_id}
    st.page_link(
        PAGE,
        label=screen.say("explanations.open_page"),
        icon=":material/forum:",
        query_params={**address, "field": field_id} if field_id else address,
    )


def go(unit_id: str, field_id: str | None) -> None:
    """Choose a unit and field in the address."""
    url.write("unit", unit_id)
    url.write("field", field_id)


def _of(screen: Screen, unit: Unit, period_ids: list[str], field: Field | None) -> Rows:
    rows = screen.rows(
        "explanations", period_ids=period_ids, unit_ids=[unit.unit_id], field_ids=[], on_day=day(screen).isoformat()
    )
    # What was said of the whole unit speaks of each of its fields.
    return [row for row in rows if field is None or row["field_id"] in (None, field.field_id)]
