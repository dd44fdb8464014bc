"""The forms that change what must be reported by when: rules, their withdrawal, days off."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

import streamlit as st

from dashboard import opening, regimes
from dashboard.figures import NotFound
from dashboard.follow_up import may_write
from dashboard.ingest.periods import load_regimes, read_due
from dashboard.ledger import DayOff, RegimeRule, Standing
from dashboard.regimes import RegimeError
from dashboard.report import PeriodKind
from dashboard.store.workspace import WorkspaceError
from dashboard.ui import reads, tables
from dashboard.ui.html import element
from dashboard.ui.regimes import due_words, who, window_words
from dashboard.ui.reporting import reading_day
from dashboard.ui.screen import Screen, levels_of
from dashboard.ui.targets import type_name

About = tuple[str, PeriodKind, str | None, str | None]
"""Regime, kind of period, level or kind of unit."""
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
        change = screen.say("regimes.change_rule")
        tables.folded(screen, "change_rule", lambda: _change_form(screen), label=change, icon=":material/edit:")
        withdraw = screen.say("regimes.withdraw")
        tables.folded(screen, "withdraw_rule", lambda: _withdraw_form(screen), label=withdraw, icon=":material/undo:")
    add_day = screen.say("regimes.add_day")
    tables.folded(screen, "day_form", lambda: _day_form(screen), label=add_day, icon=":material/event_busy:")


def _rule_form(screen: Screen) -> None:
    with st.form("add_rule", border=False):
        columns = st.columns(3)
        about = _about(screen, columns)
        rule = _rule(screen, columns, about)
        if st.form_submit_button(screen.say("regimes.save"), type="primary"):
            _do(screen, lambda: regimes.add_rule(screen.context, rule))


def _change_form(screen: Screen) -> None:
    """The next version of a rule: of the same regime, kind of period and units, with what it says from when on."""
    own = {row["rule_id"]: row for row in regimes.own_rules(screen.context)}
    st.html(element("p", screen.say("regimes.change_hint"), class_="hint"))
    rule_id = _which(screen, own, "change_which")
    if rule_id is None:
        return
    before, version = own[rule_id]["rule"], own[rule_id]["version"]
    with st.form(f"change_rule_{rule_id}_{version}", border=False):
        about = before.regime, before.period_kind, before.level, before.unit_type
        rule = _rule(screen, st.columns(3), about, before)
        reason = st.text_input(screen.say("regimes.reason"), max_chars=regimes.LONGEST_TEXT, key="change_rule_reason")
        if st.form_submit_button(screen.say("regimes.change_save"), type="primary"):
            _do(screen, lambda: regimes.change_rule(screen.context, rule_id, version, rule, reason))


def _rule(screen: Screen, columns: Sequence[Any], about: About, before: RegimeRule | None = None) -> RegimeRule:
    """The fields of what a rule says, with what stood there before; the rule that they make."""
    one, two, three = columns
    due = _due(screen, columns, before.due if before else None)
    windows = list(dict.fromkeys([*([before.window] if before else []), *_WINDOWS]))
    window = one.selectbox(screen.say("regimes.column_window"), windows, format_func=lambda w: window_words(screen, w))
    ways = get_args(DayOff)
    off = two.selectbox(
        screen.say("regimes.column_day_off"), ways, ways.index(before.day_off) if before else 0,
        format_func=lambda r: screen.say(f"regimes.day_off_{r}"),
    )  # fmt: skip
    required = three.text_input(
        screen.say("regimes.form_forms"), ", ".join(before.forms) if before else "", max_chars=regimes.LONGEST_TEXT
    )
    start = before.valid_from if before else reading_day(screen.scope)
    valid_from = one.date_input(
        screen.say("regimes.form_from"), start, format="DD/MM/YYYY", min_value=min(start, opening.ALWAYS)
    )
    valid_to = two.date_input(screen.say("regimes.form_to"), before.valid_to if before else None, format="DD/MM/YYYY")
    is_exempt = three.checkbox(screen.say("regimes.form_exempt"), before is not None and before.standing == "exempt")
    document = st.text_input(
        screen.say("regimes.column_document"), before.document if before else "", max_chars=regimes.LONGEST_TEXT
    )
    regime, kind, level, unit_type = about
    standing: Standing = "exempt" if is_exempt else "due"
    forms_wanted = tuple(form for form in required.split(",") if form.strip())
    return RegimeRule(
        regime, kind, window, due, document, valid_from, valid_to, off, level, unit_type, standing, forms_wanted
    )


def _about(screen: Screen, columns: Sequence[Any]) -> About:
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


def _due(screen: Screen, columns: Sequence[Any], stated: str | None) -> str:
    """The due day as a rule has it, such as `before_day:20:of_last_month`; one that is no day of a month may stay."""
    said = read_due(stated) if stated is not None else (True, 20, False)
    is_before, day, is_next = said if isinstance(said, tuple) else (True, 20, False)
    ways = ["before", "by"] if isinstance(said, tuple) else ["kept", "before", "by"]
    way = columns[0].selectbox(
        screen.say("regimes.column_due"),
        ways,
        index=ways.index("by") if not is_before else 0,
        format_func=lambda w: due_words(screen, stated or "") if w == "kept" else screen.say(f"regimes.form_{w}"),
        help=screen.say("regimes.form_before_hint"),
    )
    day = columns[1].number_input(screen.say("regimes.form_day"), 1, 28, min(day, 28))
    month = columns[2].selectbox(
        screen.say("regimes.form_month"), ("last", "next"), int(is_next),
        format_func=lambda m: screen.say(f"regimes.month_{m}"),
    )  # fmt: skip
    return stated or "" if way == "kept" else f"{way}_day:{day}:of_{month}_month"


def _scope_words(screen: Screen, scope: str, name: str) -> str:
    if not scope:
        return screen.say("regimes.who_must")
    return screen.say(f"level.{name}") if scope == "level" else type_name(screen, name)


def _withdraw_form(screen: Screen) -> None:
    own = {row["rule_id"]: row for row in regimes.own_rules(screen.context)}
    with st.form("withdraw_rule_form", border=False):
        rule_id = _which(screen, own, "withdraw_which")
        reason = st.text_input(screen.say("regimes.reason"), max_chars=regimes.LONGEST_TEXT, key="withdraw_rule_reason")
        if st.form_submit_button(screen.say("regimes.withdraw_save")) and rule_id is not None:
            version = own[rule_id]["version"]
            _do(screen, lambda: regimes.withdraw_rule(screen.context, rule_id, version, reason))


def _which(screen: Screen, own: Mapping[int, Mapping[str, Any]], key: str) -> int | None:
    """One of the province's own rules."""
    known = load_regimes()

    def words(rule_id: int) -> str:
        rule = own[rule_id]["rule"]
        kind = screen.say(f"period_kind.{rule.period_kind}")
        regime = known[rule.regime].named(screen.language) if rule.regime in known else rule.regime
        return " · ".join((regime, kind, who(screen, rule), due_words(screen, rule.due), rule.document))

    return st.selectbox(screen.say("regimes.which"), list(own), format_func=words, key=key)


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
