"""The forms of the targets page: one adds a target of the province's own, one ends it."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from dashboard import targets as use
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import Target, load_catalogue
from dashboard.store.workspace import WorkspaceError
from dashboard.targets import KnownTarget
from dashboard.ui import kpi, reads
from dashboard.ui.html import element
from dashboard.ui.screen import Screen
from dashboard.ui.targets import COMPARATORS, SIGNS, measure, scope_name, type_name, validity

_SAVED = "targets_saved"


def forms(screen: Screen, known: tuple[KnownTarget, ...], today: date) -> None:
    """The form that adds a target and the one that ends one."""
    saved = st.session_state.pop(_SAVED, None)
    if saved:
        st.success(saved, icon=":material/check_circle:")
    with st.container(border=True, key="add_target"):
        _add_form(screen, today)
    with st.container(border=True, key="end_target"):
        _end_form(screen, [one for one in known if one.target_id is not None and _is_open(one, today)], today)


def _is_open(one: KnownTarget, today: date) -> bool:
    return one.target.valid_to is None or one.target.valid_to >= today


def _add_form(screen: Screen, today: date) -> None:
    metrics = {
        m.id: m for m in load_catalogue().metrics.values() if m.denominator is not None and m.direction != "neutral"
    }
    types = dict.fromkeys(unit.unit_type for unit in reads.reference(screen.scope).units)
    scopes = [
        "",
        *(f"level:{level}" for level in ("province", "district", "commune")),
        *(f"type:{kind}" for kind in types),
    ]
    st.header(screen.say("targets.add"), anchor=False)
    st.html(element("p", screen.say("targets.add_help"), class_="hint"))
    with st.form("add_target_form", border=False):
        left, right = st.columns(2)
        metric_id = left.selectbox(
            screen.say("targets.metric"), list(metrics), format_func=lambda id_: kpi.figure_name(metrics[id_], screen)
        )
        scope = right.selectbox(
            screen.say("targets.applies_to"), scopes, format_func=lambda scope: _scope_words(screen, scope)
        )
        comparator = left.selectbox(
            screen.say("targets.comparator"), [">=", "<="], format_func=lambda sign: screen.say(COMPARATORS[sign])
        )
        value = right.text_input(
            screen.say("targets.value"), max_chars=10, placeholder=screen.say("targets.value_placeholder")
        )
        valid_from = left.date_input(screen.say("targets.valid_from"), date(today.year, 1, 1), format="DD/MM/YYYY")
        valid_to = right.date_input(screen.say("targets.valid_to"), date(today.year, 12, 31), format="DD/MM/YYYY")
        document = st.text_input(screen.say("targets.document"), max_chars=300)
        if st.form_submit_button(screen.say("targets.save")):
            fraction = use.read_percent(value)
            if fraction is None:
                st.error(screen.say("targets.problem_value"), icon=":material/error:")
                return
            level = scope.removeprefix("level:") if scope.startswith("level:") else None
            kind = scope.removeprefix("type:") if scope.startswith("type:") else None
            target = Target(metric_id, valid_from, valid_to, comparator, fraction, document.strip(), level, kind)
            words = fmt.measure(fraction, metrics[metric_id].unit, fmt.TABLE_DECIMALS, screen.language)
            name = kpi.figure_name(metrics[metric_id], screen)
            done = screen.say("targets.saved", metric=name, value=f"{SIGNS[comparator]} {words}")
            _write(screen, lambda: use.add_target(screen.context, target), done)


def _scope_words(screen: Screen, scope: str) -> str:
    if not scope:
        return screen.say("targets.scope_all")
    kind, _, name = scope.partition(":")
    return screen.say(f"level.{name}") if kind == "level" else type_name(screen, name)


def _end_form(screen: Screen, own: list[KnownTarget], today: date) -> None:
    st.header(screen.say("targets.end"), anchor=False)
    if not own:
        st.html(element("p", screen.say("targets.no_own"), class_="hint"))
        return
    metrics = load_catalogue().metrics
    named = {
        one.target_id: " · ".join(
            (
                kpi.figure_name(metrics[one.target.metric_id], screen),
                f"{SIGNS[one.target.comparator]} {measure(screen, metrics[one.target.metric_id], one.target.value)}",
                scope_name(screen, one.target),
                validity(screen, one.target),
            )
        )
        for one in own
    }
    with st.form("end_target_form", border=False):
        target_id = st.selectbox(screen.say("targets.end_which"), list(named), format_func=lambda id_: named[id_])
        last_day = st.date_input(screen.say("targets.end_day"), today, format="DD/MM/YYYY")
        if st.form_submit_button(screen.say("targets.end_save")):
            done = screen.say("targets.ended")
            _write(screen, lambda: use.end_target(screen.context, target_id or 0, last_day), done)


def _write(screen: Screen, change: Callable[[], object], done: str) -> None:
    try:
        change()
    except use.TargetError as error:
        st.error(screen.say(f"targets.problem_{error.key}"), icon=":material/error:")
    except WorkspaceError:
        st.error(screen.say("targets.busy"), icon=":material/error:")
    else:
        st.session_state[_SAVED] = done
        st.rerun()
