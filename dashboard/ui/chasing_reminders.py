"""Reminders that were sent: the form that records them, their list, and those of one unit wherever it is shown."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

import streamlit as st

from dashboard import chasing as use
from dashboard import office
from dashboard.charts.picture import TableColumn
from dashboard.figures import NotFound
from dashboard.metrics import format as fmt
from dashboard.store.connection import VIETNAM
from dashboard.store.workspace import WorkspaceError
from dashboard.ui import reads, tables
from dashboard.ui.chasing import Focus
from dashboard.ui.chasing_letters import choose_units
from dashboard.ui.html import element
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen

Row = Mapping[str, Any]
_SAVED = "chasing_saved"


def entry(screen: Screen, at: Focus) -> None:
    """The form that records that units were reminded; nothing for readers, or while an earlier state is looked at."""
    saved = st.session_state.pop(_SAVED, None)
    if saved:
        st.success(saved, icon=":material/check_circle:")
    if at.owing and use.may_write(screen.context):
        tables.folded(
            screen, "remind", lambda: _entry(screen, at), label=screen.say("chasing_page.remind"),
            icon=":material/outgoing_mail:",
        )  # fmt: skip


def _entry(screen: Screen, at: Focus) -> None:
    with st.form("remind_form", border=False):
        units = choose_units(screen, at, "remind_units")
        first, second, third = st.columns(3)
        sent_on = first.date_input(
            screen.say("chasing_page.sent_on"), datetime.now(VIETNAM).date(), format="DD/MM/YYYY", key="remind_on"
        )
        channel = second.selectbox(
            screen.say("chasing_page.channel"), use.CHANNELS, key="remind_channel",
            format_func=lambda one: screen.say(f"chasing_page.channel_{one}"),
        )  # fmt: skip
        number = third.number_input(
            screen.say("chasing_page.first_number"), 1, 99_999, value=None, step=1, key="remind_number",
            placeholder=screen.say("chasing_page.number_none"),
        )  # fmt: skip
        first, second, third = st.columns(3)
        document = first.text_input(screen.say("chasing_page.one_document"), max_chars=60, key="remind_document")
        person = second.text_input(screen.say("chasing_page.person"), max_chars=120, key="remind_person")
        note = third.text_input(screen.say("chasing_page.note"), max_chars=use.LONGEST_TEXT, key="remind_note")
        if st.form_submit_button(screen.say("chasing_page.remind_save"), type="primary"):
            day = sent_on if isinstance(sent_on, date) else at.asked.on_day
            symbol = office.letter_symbol(office.sender_of(screen.context))

            def write() -> list[int]:
                return use.remind(
                    screen.context, at.asked, units, sent_on=day, channel=channel, document_no=document,
                    first_number=number, symbol=symbol, person=person, note=note,
                )  # fmt: skip

            count = fmt.count(len(units), screen.language)
            _write(screen, write, screen.say("chasing_page.remind_saved", count=count))


def sent(screen: Screen, at: Focus) -> None:
    """The reminders of the period, the last one first, and for who may the way to take one back."""
    st.header(screen.say("chasing_page.sent"), anchor=False)
    rows = [
        row
        for row in screen.rows("reminders", period_ids=[at.asked.period.period_id], unit_ids=[])
        if screen.level in (None, row["level"])
    ]
    if not rows:
        st.html(element("p", screen.say("chasing_page.none_sent"), class_="hint"))
        return
    _table(screen, rows, f"reminders_{at.asked.period.period_id}", has_unit=True)
    if use.may_write(screen.context):
        tables.folded(screen, "withdraw", lambda: _withdraw(screen, rows), label=screen.say("chasing_page.withdraw"))


def of_unit(screen: Screen, unit_id: str) -> None:
    """The reminders that one unit was sent, wherever the unit is shown; nothing where there is none."""
    rows = screen.rows("reminders", period_ids=[], unit_ids=[unit_id])
    if rows:
        label = screen.say("chasing_page.of_unit", count=fmt.count(len(rows), screen.language))
        tables.folded(
            screen, f"reminded_{unit_id}", lambda: _table(screen, rows, f"reminded_{unit_id}", has_unit=False),
            label=label, icon=":material/outgoing_mail:",
        )  # fmt: skip


def _table(screen: Screen, rows: Rows, key: str, *, has_unit: bool) -> None:
    columns = (
        TableColumn("sent_on", screen.say("chasing_page.sent_on"), "date"),
        TableColumn("unit_name", screen.say("table.unit")) if has_unit
        else TableColumn("period", screen.say("table.period")),
        TableColumn("channel_name", screen.say("chasing_page.channel")),
        TableColumn("document_no", screen.say("chasing_page.document")),
        TableColumn("person", screen.say("chasing_page.person")),
        TableColumn("note", screen.say("chasing_page.note")),
        TableColumn("entered", screen.say("chasing_page.entered")),
    )  # fmt: skip
    periods = {k.period.period_id: k.period for k in reads.known_periods(screen.scope)}
    lines = [
        {
            **row,
            "period": fmt.capitalised(fmt.period_name(periods[row["period_id"]], screen.language))
            if row["period_id"] in periods
            else row["label"],
            "channel_name": screen.say(f"chasing_page.channel_{row['channel']}"),
            "entered": f"{row['entered_by']}, {fmt.moment(row['entered_at'].astimezone(VIETNAM), screen.language)}",
        }
        for row in rows
    ]
    tables.show(screen, columns, lines, key, name="don-doc")


def _withdraw(screen: Screen, rows: Rows) -> None:
    named = {row["reminder_id"]: row for row in rows}
    with st.form("withdraw_reminder", border=False):
        chosen = st.selectbox(
            screen.say("chasing_page.withdraw_which"),
            list(named),
            format_func=lambda id_: f"{fmt.day(named[id_]['sent_on'], screen.language)} · {named[id_]['unit_name']}",
            key="withdraw_which",
        )
        reason = st.text_input(screen.say("chasing_page.reason"), max_chars=use.LONGEST_TEXT, key="withdraw_reason")
        if st.form_submit_button(screen.say("chasing_page.withdraw_save")):
            _write(
                screen,
                lambda: use.withdraw_reminder(screen.context, chosen or 0, reason),
                screen.say("chasing_page.withdrawn"),
            )


def _write(screen: Screen, write: Callable[[], Any], done: str) -> None:
    try:
        write()
    except use.ChasingError as error:
        st.error(screen.say(f"chasing.problem_{error.key}"), icon=":material/error:")
    except NotFound as error:
        st.error(str(error), icon=":material/error:")
    except WorkspaceError:
        st.error(screen.say("targets.busy"), icon=":material/error:")
    else:
        st.session_state[_SAVED] = done
        st.rerun()
