"""The rules on what must be reported by when, and the days off of a year."""

from datetime import date
from typing import Any

import streamlit as st

from dashboard import opening, regimes
from dashboard.charts.picture import TableColumn
from dashboard.ingest.periods import load_regimes, read_due
from dashboard.ledger import RegimeRule
from dashboard.metrics import format as fmt
from dashboard.ui import tables, url
from dashboard.ui.html import element
from dashboard.ui.reporting import reading_day
from dashboard.ui.screen import Screen
from dashboard.ui.targets import type_name

_MOST_YEARS = 5


def rules(screen: Screen) -> None:
    """The province's own rules, then those that hold where it has none."""
    own = regimes.own_rules(screen.context)
    rows = [_rule_row(screen, row["rule"], row["entered_by"]) for row in own]
    rows += [_rule_row(screen, rule, screen.say("regimes.preset")) for rule in opening.presets()]
    names = ("regime", "kind", "due", "who", "owes", "day_off", "window", "forms", "valid", "document", "by")
    columns = [TableColumn(name, screen.say(f"regimes.column_{name}")) for name in names]
    st.header(screen.say("regimes.rules"), anchor=False)
    st.html(element("p", screen.say("regimes.rules_hint"), class_="hint"))
    tables.show(screen, columns, rows, "regime_rules", name=screen.say("regimes.file"))


def days_off(screen: Screen) -> None:
    """The days off of a year, those that the province decided among them."""
    st.header(screen.say("regimes.days_off"), anchor=False)
    this_year = reading_day(screen.scope).year
    years = [str(year) for year in range(this_year + 1, this_year + 1 - _MOST_YEARS, -1)]
    asked = url.read("year")
    year = asked if asked in years else str(this_year)
    st.selectbox(
        screen.say("regimes.year"), years, key=url.widget("year", year), on_change=url.picked, args=("year",), width=120
    )
    rows = [
        {
            "day": row["day"],
            "weekday": screen.say(f"regimes.weekday_{row['day'].isoweekday()}"),
            "what": screen.say("regimes.is_off" if row["is_off"] else "regimes.is_worked"),
            "name": row["name"],
            "source": screen.say("regimes.decided" if row["decided"] else "regimes.calendar"),
        }
        for row in regimes.days_off(screen.context, int(year), screen.language)
    ]
    columns = [
        TableColumn("day", screen.say("regimes.column_day"), "date"),
        *(TableColumn(name, screen.say(f"regimes.column_{name}")) for name in ("weekday", "what", "name", "source")),
    ]
    tables.show(screen, columns, rows, "days_off", name=f"{screen.say('regimes.file_days')}-{year}")


def _rule_row(screen: Screen, rule: RegimeRule, entered_by: str) -> dict[str, Any]:
    known = load_regimes().get(rule.regime)
    return {
        "regime": known.named(screen.language) if known else rule.regime,
        "kind": screen.say(f"period_kind.{rule.period_kind}"),
        "who": who(screen, rule),
        "owes": screen.say(f"regimes.standing_{rule.standing}"),
        "due": due_words(screen, rule.due),
        "day_off": screen.say(f"regimes.day_off_{rule.day_off}"),
        "window": window_words(screen, rule.window),
        "forms": ", ".join(rule.forms) or None,
        "valid": None if rule.valid_from == opening.ALWAYS else fmt.date_range(rule.valid_from, rule.valid_to),
        "document": rule.document,
        "by": entered_by,
    }


def who(screen: Screen, rule: RegimeRule) -> str:
    if rule.unit_type is not None:
        return type_name(screen, rule.unit_type)
    return screen.say(f"level.{rule.level}") if rule.level else screen.say("regimes.who_must")


def due_words(screen: Screen, due: str) -> str:
    said = read_due(due)
    if said is None:
        return screen.say("regimes.due_none")
    if isinstance(said, date):
        return screen.say("regimes.due_on", day=fmt.day(said, screen.language))
    is_before, day, is_next = said
    month = screen.say("regimes.month_next" if is_next else "regimes.month_last")
    return screen.say("regimes.due_before" if is_before else "regimes.due_by", day=day, month=month)


def window_words(screen: Screen, window: str) -> str:
    if window in ("calendar", "custom"):
        return screen.say(f"regimes.window_{window}")
    first, _, last = window.partition("_to_")
    return screen.say("regimes.window_days", first=first, last=last)
