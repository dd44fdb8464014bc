"""Opening a period: what would be owed by the rules in force, told before it is written down."""

from datetime import date, timedelta

import streamlit as st

from dashboard import opening
from dashboard.figures import NotFound
from dashboard.follow_up import may_write
from dashboard.ingest.periods import load_regimes
from dashboard.metrics import format as fmt
from dashboard.metrics.periods import months_of
from dashboard.opening import Plan, RegimeError
from dashboard.store.workspace import WorkspaceError
from dashboard.ui import reads, tables, url
from dashboard.ui.html import element
from dashboard.ui.register import SAVED, Book
from dashboard.ui.reporting import reading_day
from dashboard.ui.screen import Screen


def saved() -> None:
    """What was saved just now, told once."""
    if words := st.session_state.pop(SAVED, None):
        st.success(words, icon=":material/check_circle:")


def not_open(screen: Screen, held: Book) -> None:
    """A period that nobody opened: what its register would be, and that the list below is what came in."""
    with st.container(border=True):
        st.header(screen.say("register.not_open", period=screen.period_name), anchor=False)
        st.markdown(screen.say("register.not_open_listed" if held.lines else "register.not_open_help"))


def open_form(screen: Screen, *, is_first: bool) -> None:
    """The form that opens a period; it tells who would owe a report by when before it is opened."""
    if not may_write(screen.context) or screen.scope.as_of is not None:
        return
    tables.folded(
        screen,
        "open_period",
        lambda: _opening(screen),
        label=screen.say("register.open"),
        icon=":material/event:",
        is_open=is_first,
    )


def _opening(screen: Screen) -> None:
    known = load_regimes()
    default = reads.reference(screen.scope).default_regime
    left, middle, right = st.columns(3)
    regime = left.selectbox(
        screen.say("register.regime"), list(known), list(known).index(default) if default in known else 0,
        format_func=lambda id_: known[id_].named(screen.language), key="open_regime",
    )  # fmt: skip
    today = reading_day(screen.scope)
    likely = _likely(screen, today)
    label = middle.text_input(screen.say("register.label"), likely, max_chars=10, key=f"open_label_{likely}").strip()
    own_day = right.date_input(screen.say("register.own_day"), None, format="DD/MM/YYYY", key="open_due")
    due_on = own_day if isinstance(own_day, date) else None
    try:
        plan = opening.plan(screen.context, label, regime, due_on=due_on)
    except RegimeError as error:
        st.warning(screen.say(f"regimes.problem_{error.key}", **error.values))
        return
    st.html(element("p", _told(screen, plan), class_="hint"))
    if st.button(screen.say("register.open_save"), type="primary", key="open_save"):
        _open(screen, label, regime, due_on)


def _likely(screen: Screen, today: date) -> str:
    """The period that is opened next: the one shown, this month or the next one, whichever is not open yet."""
    opened = {row["label"] for row in screen.rows("opened_periods")}
    following = today.replace(day=1) + timedelta(31)
    shown = [screen.period.period.label] if screen.period and months_of(screen.period.period.label) else []
    wanted = [*shown, f"{today:%Y-%m}", f"{following:%Y-%m}"]
    return next((label for label in wanted if label not in opened), wanted[-1])


def _told(screen: Screen, plan: Plan) -> str:
    period = plan.period
    return screen.say(
        "register.plan", period=fmt.capitalised(fmt.period_name(period, screen.language)),
        dates=fmt.date_range(period.start, period.end, screen.language), due=fmt.count(plan.due, screen.language),
        exempt=fmt.count(plan.exempt, screen.language),
        days=", ".join(fmt.day(day, screen.language) for day in plan.days),
    )  # fmt: skip


def _open(screen: Screen, label: str, regime: str, due_on: date | None) -> None:
    try:
        plan = opening.open_period(screen.context, label, regime, due_on=due_on)
    except RegimeError as error:
        st.error(screen.say(f"regimes.problem_{error.key}", **error.values), icon=":material/error:")
    except (NotFound, WorkspaceError) as error:
        st.error(str(error), icon=":material/error:")
    else:
        period = fmt.capitalised(fmt.period_name(plan.period, screen.language))
        st.session_state[SAVED] = screen.say("register.was_opened", period=period)
        url.write("period", plan.period.period_id)
        for name in ("status", "level"):
            url.write(name, None)
        st.rerun()
