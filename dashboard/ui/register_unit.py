"""One unit in the register: everything that was entered about it, and what can be entered besides its line."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import streamlit as st

from dashboard import regimes
from dashboard import register as use
from dashboard.charts.picture import TableColumn
from dashboard.figures import NotFound
from dashboard.follow_up import FollowUpError, may_write
from dashboard.ledger import Receipt
from dashboard.metrics import format as fmt
from dashboard.regimes import RegimeError
from dashboard.register import RegisterError
from dashboard.store.connection import VIETNAM
from dashboard.store.workspace import WorkspaceError
from dashboard.ui import chasing_reminders, tables, url
from dashboard.ui.html import as_label, element
from dashboard.ui.register import SAVED, Book, status_words
from dashboard.ui.screen import Screen

Row = Mapping[str, Any]


def unit(screen: Screen, held: Book) -> None:
    """The unit of the address, or one chosen from the list: its history, another arrival, exceptions, withdrawal."""
    names = {line["unit_id"]: line["unit_name"] for line in held.lines}
    asked = url.read("unit")
    if asked is not None and asked not in names:
        st.warning(screen.say("register.no_unit", asked=as_label(asked)))
        url.write("unit", None)
        asked = None
    st.header(screen.say("register.of_unit"), anchor=False)
    st.selectbox(
        screen.say("register.unit"),
        list(names),
        index=None,
        format_func=lambda unit_id: names[unit_id],
        key=url.widget("unit", asked),
        placeholder=screen.say("register.unit_hint"),
        on_change=url.picked,
        args=("unit",),
        width=420,
    )
    line = next((line for line in held.lines if line["unit_id"] == asked), None)
    if line is None:
        return
    st.html(element("p", _sentence(screen, line), class_="lead"))
    _history(screen, line)
    chasing_reminders.of_unit(screen, line["unit_id"])
    if may_write(screen.context) and screen.scope.as_of is None:
        with st.grid(2, min_column_width=380, gap="small", key="register_forms"):
            with st.container(border=True):
                _arrival(screen, held, line)
            with st.container(border=True):
                _exception(screen, line)
            if line["receipt_id"] is not None:
                with st.container(border=True):
                    _withdrawal(screen, line)


def _sentence(screen: Screen, line: Row) -> str:
    said = screen.say(
        "register.unit_stands", unit=line["unit_name"], state=status_words(screen, line),
        day=fmt.day(line["due_on"], screen.language),
    )  # fmt: skip
    reasons = [line["due_document"], line["duty_reason"]]
    return " ".join([said, " · ".join(reason for reason in reasons if reason)])


def _history(screen: Screen, line: Row) -> None:
    events = screen.rows("register_history", period_id=line["period_id"], unit_id=line["unit_id"])
    columns = [TableColumn(name, screen.say(f"register.history_{name}")) for name in ("when", "event", "words", "by")]
    rows = [
        {
            "when": fmt.moment(event["entered_at"].astimezone(VIETNAM), screen.language),
            "event": screen.say(f"register.event_{event['event']}"),
            "words": _words(screen, event),
            "by": event["entered_by"],
        }
        for event in events
    ]
    tables.prose(screen, columns, rows, f"history_{line['unit_id']}", screen.say("register.file"))


def _words(screen: Screen, event: Row) -> str:
    parts = [
        (event["due_on"] and "due_on", fmt.day(event["due_on"], screen.language)),
        ("received_on", fmt.day(event["received_on"], screen.language) if event["receipt_id"] else ""),
        ("document_no", event["document_no"]),
        ("document_on", event["document_on"] and fmt.day(event["document_on"], screen.language)),
        ("channel", event["channel"]),
        ("lacking", ", ".join(event["lacking"] or [])),
        ("revision_id", event["revision_id"]),
        ("note", event["note"]),
        ("reason", event["reason"]),
    ]
    return "; ".join(f"{screen.say(f'register.column_{name}')}: {value}" for name, value in parts if name and value)


def _arrival(screen: Screen, held: Book, line: Row) -> None:
    """Another arrival of the unit's report: the first one, or one that was sent again."""
    again = bool(line["receipts"])
    key = f"{line['period_id']}_{line['unit_id']}_{line['receipts']}"
    with st.form(f"arrival_{key}", border=False):
        st.html(element("p", screen.say("register.arrival_again" if again else "register.arrival"), class_="lead"))
        left, right = st.columns(2)
        day = left.date_input(
            screen.say("register.column_received_on"), None, max_value=held.on_day, format="DD/MM/YYYY",
            key=f"arrived_{key}",
        )  # fmt: skip
        number = right.text_input(
            screen.say("register.column_document_no"), max_chars=use.LONGEST_NUMBER, key=f"number_{key}"
        )
        dated = left.date_input(
            screen.say("register.column_document_on"), None, format="DD/MM/YYYY", key=f"dated_{key}"
        )
        channel = right.text_input(
            screen.say("register.column_channel"), max_chars=use.LONGEST_NUMBER, key=f"channel_{key}"
        )
        note = st.text_input(screen.say("register.column_note"), max_chars=use.LONGEST_NOTE, key=f"note_{key}")
        if st.form_submit_button(screen.say("register.enter")):
            receipt = Receipt("", "", day, number or None, dated, channel or None, note=note or None)
            _do(screen, lambda: use.receive(screen.context, line["unit_id"], line["period_id"], receipt))


def _exception(screen: Screen, line: Row) -> None:
    """Exempt the unit, give it more time, or take either back."""
    key = f"{line['period_id']}_{line['unit_id']}"
    with st.form(f"exception_{key}", border=False):
        st.html(element("p", screen.say("register.exception"), class_="lead"))
        kind = st.selectbox(
            screen.say("register.exception_kind"),
            ("exempt", "extend", "end"),
            format_func=lambda one: screen.say(f"register.exception_{one}"),
            key=f"exception_kind_{key}",
        )
        until = st.date_input(screen.say("register.until"), line["due_on"], format="DD/MM/YYYY", key=f"until_{key}")
        why = screen.say("register.reason_exception")
        reason = st.text_input(why, max_chars=regimes.LONGEST_TEXT, key=f"why_{key}")
        if st.form_submit_button(screen.say("register.exception_save")):
            day = until if kind == "extend" and isinstance(until, date) else None
            _do(
                screen,
                lambda: regimes.except_unit(
                    screen.context, line["unit_id"], line["period_id"], reason, due_on=day, ends=kind == "end"
                ),
            )


def _withdrawal(screen: Screen, line: Row) -> None:
    key = f"{line['receipt_id']}_{line['version']}"
    with st.form(f"withdraw_{key}", border=False):
        st.html(element("p", screen.say("register.withdraw"), class_="lead"))
        reason = st.text_input(screen.say("register.reason"), max_chars=use.LONGEST_NOTE, key=f"withdraw_why_{key}")
        if st.form_submit_button(screen.say("register.withdraw_save")):
            _do(screen, lambda: use.withdraw(screen.context, line["receipt_id"], reason))


def _do(screen: Screen, change: Callable[[], Any]) -> None:
    """Enter something, and say what came of it."""
    try:
        change()
    except RegisterError as error:
        st.error(screen.say(f"register.problem_{error.key}", **error.values), icon=":material/error:")
    except RegimeError as error:
        st.error(screen.say(f"regimes.problem_{error.key}", **error.values), icon=":material/error:")
    except FollowUpError as error:
        st.error(screen.say(f"follow_up.problem_{error.key}"), icon=":material/error:")
    except (NotFound, WorkspaceError) as error:
        st.error(str(error), icon=":material/error:")
    else:
        st.session_state[SAVED] = screen.say("register.done")
        st.rerun()
