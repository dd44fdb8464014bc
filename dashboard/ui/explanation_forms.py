"""Entering explanations, their next versions, withdrawals and what became of promises; and the history of one."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import streamlit as st

from dashboard import follow_up
from dashboard.charts.picture import TableColumn
from dashboard.figures import NotFound
from dashboard.follow_up import Asked, FollowUpError
from dashboard.metrics import format as fmt
from dashboard.metrics.causes import load_causes
from dashboard.report import Field, Outcome, Unit
from dashboard.store.connection import VIETNAM
from dashboard.store.workspace import WorkspaceError
from dashboard.ui import tables, url
from dashboard.ui.html import element
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen

Row = Mapping[str, Any]
_SAVED = "follow_up_saved"
_OUTCOMES: tuple[Outcome, ...] = ("kept", "not_kept", "extended")


def saved(screen: Screen) -> None:
    """What was saved just now, told once."""
    key = st.session_state.pop(_SAVED, None)
    if key:
        st.success(screen.say(key), icon=":material/check_circle:")


def may_write(screen: Screen) -> bool:
    """Whether forms are shown: to who may write, and not while an earlier state is looked at."""
    return follow_up.may_write(screen.context) and screen.scope.as_of is None


def entry(screen: Screen, unit: Unit, field: Field | None, given: Rows) -> None:
    """The form for an explanation of a unit (in a field); nothing for readers, or where there is one already."""
    saved(screen)
    field_id = field.field_id if field else None
    metric = asked_metric()
    exists = any(row["field_id"] == field_id and row["metric_id"] == metric for row in given)
    if not may_write(screen) or exists:
        return
    place = f"{unit.unit_id}_{field_id or ''}_{screen.period_id}"
    tables.folded(
        screen,
        f"explain_{place}",
        lambda: _entry(screen, unit, field, metric),
        label=screen.say("explanations.add", unit=unit.short_name or unit.name),
        icon=":material/edit_note:",
        is_open=not given,
    )


def asked_metric() -> str:
    """The definition of lateness that the page shows, where it is one that is explained."""
    asked = url.read("metric")
    return asked if asked in follow_up.METRICS else follow_up.METRICS[0]


def _entry(screen: Screen, unit: Unit, field: Field | None, metric: str) -> None:
    key = f"{unit.unit_id}_{field.field_id if field else ''}_{screen.period_id}"
    late = follow_up.late_count(
        screen.context, metric, screen.period_id, unit.unit_id, field.field_id if field else None
    )
    name = field.name if field else screen.say("explanations.whole_unit")
    about = {"unit": unit.name, "field": name, "period": screen.period_name}
    st.html(element("p", screen.say("explanations.form_about", **about), class_="hint"))
    left, right = st.columns(2)
    cause = _cause(screen, left, f"cause_{key}")
    files = right.text_input(
        screen.say("explanations.files_late"), "" if late is None else str(late), max_chars=7, key=f"files_{key}"
    )
    body = _body(screen, "", f"body_{key}")
    left, right = st.columns(2)
    person = left.text_input(screen.say("explanations.person"), max_chars=follow_up.LONGEST_NAME, key=f"person_{key}")
    position = right.text_input(
        screen.say("explanations.position"), max_chars=follow_up.LONGEST_NAME, key=f"position_{key}"
    )
    promised = left.text_input(
        screen.say("explanations.promised_on"), max_chars=10, placeholder="dd/mm/yyyy", key=f"promised_{key}"
    )
    promised_late = right.text_input(screen.say("explanations.promised_files"), max_chars=7, key=f"goal_{key}")

    def asked() -> Asked:
        return Asked(
            unit.unit_id, screen.period_id, metric, cause, body, person, position, field.field_id if field else None,
            follow_up.read_day(promised), follow_up.read_count(promised_late), follow_up.read_count(files),
        )  # fmt: skip

    if any((body, person, position, promised, promised_late)):
        _live(screen, lambda: follow_up.preview(screen.context, asked()))
    if st.button(screen.say("explanations.save"), type="primary", key=f"save_{key}"):
        _write(screen, lambda: follow_up.explain(screen.context, asked()), "explanations.saved")


def detail(screen: Screen, row: Row) -> None:
    """Every version and outcome of an explanation, and for who may: the end of its promise, a change, a withdrawal."""
    number = row["explanation_id"]
    events = screen.rows("explanation_history", explanation_id=str(number))
    columns = [
        TableColumn("when", screen.say("explanations.when")),
        TableColumn("event", screen.say("explanations.event")),
        TableColumn("words", screen.say("explanations.body")),
        TableColumn("by", screen.say("explanations.by")),
    ]
    lines = [
        {
            "when": fmt.moment(event["entered_at"].astimezone(VIETNAM), screen.language),
            "event": screen.say(f"explanations.event_{event['event']}"),
            "words": _event_words(screen, event),
            "by": event["entered_by"],
        }
        for event in events
    ]
    tables.prose(screen, columns, lines, f"history_{number}", f"giai-trinh-{number}")
    if not may_write(screen):
        return
    if row["promised_on"] is not None:
        with st.container(border=True, key=f"outcome_box_{number}"):
            _outcome(screen, row)
    with st.container(border=True, key=f"change_box_{number}"):
        _change(screen, row)
    with st.container(border=True, key=f"withdraw_box_{number}"):
        _withdraw(screen, row)


def _event_words(screen: Screen, event: Row) -> str:
    if event["event"] in ("given", "changed"):
        cause = load_causes().get(event["cause_id"])
        return f"{cause.name[screen.language] if cause else event['cause_id']}: {event['body']}"
    until = event["extended_to"]
    day = fmt.day(until or event["decided_on"], screen.language) if until or event["decided_on"] else ""
    return f"{day}: {event['reason']}" if day else str(event["reason"])


def _outcome(screen: Screen, row: Row) -> None:
    number = row["explanation_id"]
    st.html(element("p", screen.say("explanations.outcome"), class_="lead"))
    left, middle, right = st.columns(3)
    outcome: Outcome = left.selectbox(
        screen.say("explanations.promise"),
        _OUTCOMES,
        format_func=lambda one: screen.say(f"explanations.event_{one}"),
        key=f"outcome_{number}",
    )
    today = datetime.now(VIETNAM).date()
    decided = middle.text_input(
        screen.say("explanations.decided_on"), today.strftime("%d/%m/%Y"), max_chars=10, key=f"decided_{number}"
    )
    until = right.text_input(
        screen.say("explanations.extended_to"), max_chars=10, placeholder="dd/mm/yyyy", key=f"until_{number}"
    )
    reason = st.text_input(screen.say("explanations.reason"), max_chars=300, key=f"outcome_reason_{number}")

    def write() -> None:
        on = follow_up.read_day(decided)
        if on is None:
            raise FollowUpError("decided_on")
        follow_up.decide(screen.context, number, outcome, on, reason, follow_up.read_day(until))

    if st.button(screen.say("explanations.outcome_save"), key=f"outcome_save_{number}"):
        _write(screen, write, "explanations.outcome_saved")


def _change(screen: Screen, row: Row) -> None:
    number = row["explanation_id"]
    st.html(element("p", screen.say("explanations.change"), class_="lead"))
    cause = _cause(screen, st.container(), f"change_cause_{number}", row["cause_id"])
    body = _body(screen, row["body"], f"change_body_{number}")
    left, right = st.columns(2)
    person = left.text_input(screen.say("explanations.person"), row["person"], key=f"change_person_{number}")
    position = right.text_input(
        screen.say("explanations.position"), row["person_position"], key=f"change_position_{number}"
    )

    def write() -> None:
        follow_up.change_explanation(
            screen.context, number, row["version"],
            cause_id=cause, body=body, person=person, person_position=position,
        )  # fmt: skip

    if st.button(screen.say("explanations.change_save"), key=f"change_save_{number}"):
        _write(screen, write, "explanations.changed")


def _withdraw(screen: Screen, row: Row) -> None:
    number = row["explanation_id"]
    st.html(element("p", screen.say("explanations.withdraw"), class_="lead"))
    reason = st.text_input(screen.say("explanations.reason"), max_chars=300, key=f"withdraw_reason_{number}")

    def write() -> None:
        follow_up.withdraw_explanation(screen.context, number, row["version"], reason)

    if st.button(screen.say("explanations.withdraw_save"), key=f"withdraw_save_{number}"):
        _write(screen, write, "explanations.withdrawn")


def _cause(screen: Screen, place: Any, key: str, chosen: str | None = None) -> str:
    causes = load_causes()
    ids = list(causes)
    if chosen is not None and chosen not in ids:
        ids = [chosen, *ids]
    cause_id = place.selectbox(
        screen.say("explanations.cause"),
        ids,
        index=ids.index(chosen) if chosen else 0,
        format_func=lambda id_: causes[id_].name[screen.language] if id_ in causes else id_,
        key=key,
    )
    if cause_id in causes:
        place.html(element("p", causes[cause_id].meaning[screen.language], class_="hint"))
    return str(cause_id)


def _body(screen: Screen, value: str, key: str) -> str:
    return st.text_area(
        screen.say("explanations.body"), value, max_chars=follow_up.LONGEST_BODY, height=110, key=key,
        placeholder=screen.say("explanations.body_placeholder"),
    )  # fmt: skip


def _live(screen: Screen, check: Callable[[], Any]) -> None:
    """What is still missing, while the form is being filled in."""
    try:
        check()
    except FollowUpError as error:
        st.html(element("p", screen.say(f"follow_up.problem_{error.key}"), class_="form-problem"))
    except NotFound:
        return


def _write(screen: Screen, write: Callable[[], Any], done: str) -> None:
    try:
        write()
    except FollowUpError as error:
        st.error(screen.say(f"follow_up.problem_{error.key}"), icon=":material/error:")
    except NotFound as error:
        st.error(str(error), icon=":material/error:")
    except WorkspaceError:
        st.error(screen.say("targets.busy"), icon=":material/error:")
    else:
        st.session_state[_SAVED] = done
        st.rerun()
