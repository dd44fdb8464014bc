"""The forms that change what must be reported by when: rules, their withdrawal, days off."""

from collections.abc import Callable, Sequence
from typing import Any, get_args

import streamlit as st

from dashboard import regimes
from dashboard.figures import NotFound
from dashboard.follow_up import may_write
from dashboard.ingest.periods import load_regimes
from dashboard.ledger import DayOff, RegimeRule, Standing
from dashboard.regimes import RegimeError
from dashboard.report import PeriodKind
from dashboard.store.workspace import WorkspaceError
from dashboard.ui import reads, tables
from dashboard.ui.regimes import due_words, who, window_words
from dashboard.ui.reporting import reading_day
from dashboard.ui.screen import Screen, levels_of
from dashboard.ui.targets import type_name

_WINDOWS = ("calendar", "15_to_14", "custom")
"""The windows that regimes have; others can be given on the command line."""
_SAVED = "regimes_saved"
_KINDS = tuple(kind for kind in get_args(PeriodKind) if kind not in ("custom", "ytd"))


def saved() -> None:
    """What was saved just now, told once."""
    if words := st.session_state.pop(_SAVED, None):
        st.success(words, icon=":material/check_circle:")


def forms(screen: Screen) -> None:
    """The forms, for who may change what everybody owes, and not while an earlier state is looked at."""
    if not may_write(screen.context) or screen.scope.unit_ids is not None or screen.scope.as_of is not None:
        return
    st.header(screen.say("regimes.change"), anchor=False)
    tables.folded(
        screen, "rule_form", lambda: _rule_form(screen), label=screen.say("regimes.add"), icon=":material/add:"
    )
    if regimes.own_rules(screen.context):
        withdraw = screen.say("regimes.withdraw")
        tables.folded(screen, "withdraw_rule", lambda: _withdraw_form(screen), label=withdraw, icon=":material/undo:")
    add_day = screen.say("regimes.add_day")
    tables.folded(screen, "day_form", lambda: _day_form(screen), label=add_day, icon=":material/event_busy:")


def _rule_form(screen: Screen) -> None:
    with st.form("add_rule", border=False):
        columns = st.columns(3)
        about = _about(screen, columns)
        due = _due(screen, columns)
        one, two, three = columns
        window = one.selectbox(
            screen.say("regimes.column_window"), _WINDOWS, format_func=lambda w: window_words(screen, w)
        )
        off = two.selectbox(
            screen.say("regimes.column_day_off"), get_args(DayOff),
            format_func=lambda r: screen.say(f"regimes.day_off_{r}"),
        )  # fmt: skip
        required = three.text_input(screen.say("regimes.form_forms"), max_chars=regimes.LONGEST_TEXT)
        valid_from = one.date_input(screen.say("regimes.form_from"), reading_day(screen.scope), format="DD/MM/YYYY")
        valid_to = two.date_input(screen.say("regimes.form_to"), None, format="DD/MM/YYYY")
        is_exempt = three.checkbox(screen.say("regimes.form_exempt"))
        document = st.text_input(screen.say("regimes.column_document"), max_chars=regimes.LONGEST_TEXT)
        if st.form_submit_button(screen.say("regimes.save"), type="primary"):
            regime, kind, level, unit_type = about
            standing: Standing = "exempt" if is_exempt else "due"
            wanted = tuple(form for form in required.split(",") if form.strip())
            rule = RegimeRule(regime, kind, window, due, document, valid_from, valid_to, off, level, unit_type,
                              standing, wanted)  # fmt: skip
            _do(screen, lambda: regimes.add_rule(screen.context, rule))


def _about(screen: Screen, columns: Sequence[Any]) -> tuple[str, PeriodKind, str | None, str | None]:
    """Of which regime, kind of period and units the rule speaks."""
    known, types = load_regimes(), sorted({unit.unit_type for unit in reads.reference(screen.scope).units})
    scopes = [("", ""), *(("level", level) for level in levels_of(screen)), *(("type", kind) for kind in types)]
    regime = columns[0].selectbox(
        screen.say("regimes.column_regime"), list(known), format_func=lambda id_: known[id_].named(screen.language)
    )
    kind = columns[1].selectbox(
        screen.say("regimes.column_kind"), _KINDS, format_func=lambda k: screen.say(f"period_kind.{k}")
    )
    scope, name = columns[2].selectbox(
        screen.say("regimes.column_who"), scopes, format_func=lambda said: _scope_words(screen, *said)
    )
    return regime, kind, name if scope == "level" else None, name if scope == "type" else None


def _due(screen: Screen, columns: Sequence[Any]) -> str:
    """The due day as a rule has it, such as `before_day:20:of_last_month`."""
    before = columns[0].selectbox(
        screen.say("regimes.column_due"),
        ("before", "by"),
        format_func=lambda w: screen.say(f"regimes.form_{w}"),
        help=screen.say("regimes.form_before_hint"),
    )
    day = columns[1].number_input(screen.say("regimes.form_day"), 1, 28, 20)
    month = columns[2].selectbox(
        screen.say("regimes.form_month"), ("last", "next"), format_func=lambda m: screen.say(f"regimes.month_{m}")
    )
    return f"{before}_day:{day}:of_{month}_month"


def _scope_words(screen: Screen, scope: str, name: str) -> str:
    if not scope:
        return screen.say("regimes.who_must")
    return screen.say(f"level.{name}") if scope == "level" else type_name(screen, name)


def _withdraw_form(screen: Screen) -> None:
    own = {row["rule_id"]: row for row in regimes.own_rules(screen.context)}

    def words(rule_id: int) -> str:
        rule = own[rule_id]["rule"]
        kind = screen.say(f"period_kind.{rule.period_kind}")
        return " · ".join((rule.regime, kind, who(screen, rule), due_words(screen, rule.due), rule.document))

    with st.form("withdraw_rule_form", border=False):
        rule_id = st.selectbox(screen.say("regimes.which"), list(own), format_func=words)
        reason = st.text_input(screen.say("regimes.reason"), max_chars=regimes.LONGEST_TEXT, key="withdraw_rule_reason")
        if st.form_submit_button(screen.say("regimes.withdraw_save")) and rule_id is not None:
            version = own[rule_id]["version"]
            _do(screen, lambda: regimes.withdraw_rule(screen.context, rule_id, version, reason))


def _day_form(screen: Screen) -> None:
    choices = {"off": True, "worked": False, "calendar": None}
    with st.form("day_off_form", border=False):
        left, right = st.columns(2)
        day = left.date_input(screen.say("regimes.column_day"), reading_day(screen.scope), format="DD/MM/YYYY")
        what = right.selectbox(
            screen.say("regimes.column_what"), list(choices), format_func=lambda w: screen.say(f"regimes.day_{w}")
        )
        reason = st.text_input(screen.say("regimes.reason_day"), max_chars=regimes.LONGEST_TEXT, key="day_off_reason")
        if st.form_submit_button(screen.say("regimes.save")):
            _do(screen, lambda: regimes.set_day_off(screen.context, day, choices[what], reason))


def _do(screen: Screen, change: Callable[[], Any]) -> None:
    """Enter something; every open period follows it."""
    try:
        change()
    except RegimeError as error:
        st.error(screen.say(f"regimes.problem_{error.key}", **error.values), icon=":material/error:")
    except (NotFound, WorkspaceError) as error:
        st.error(str(error), icon=":material/error:")
    else:
        st.session_state[_SAVED] = screen.say("regimes.saved")
        st.rerun()
