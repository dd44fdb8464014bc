"""The findings as a whole: units against rules, what these mean, how it was before, and what could not be tested."""

from typing import Any

import streamlit as st

from dashboard.charts.finding_columns import finding_columns
from dashboard.charts.finding_matrix import finding_matrix, headline
from dashboard.charts.picture import TableColumn
from dashboard.metrics.catalogue import load_catalogue
from dashboard.metrics.rules import load_rules, rule_short, rule_words, subject_name
from dashboard.ui import page_parts, pictures, quality, tables, url
from dashboard.ui.quality import EVERY_PERIOD, Asked
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen


def answer(screen: Screen, at: Asked) -> None:
    """The page's answer in one sentence."""
    rows = _by_unit(screen, at)
    if rows:
        page_parts.prose(headline(rows, screen.look, _span(screen, at)), "lead")


def matrix(screen: Screen, at: Asked) -> None:
    """Units against rules; a click narrows the list to the unit and the rule. Then the rules in words."""
    rows, span = _by_unit(screen, at), _span(screen, at)
    if not rows:
        return
    page_parts.header(screen.say("quality.by_unit"))
    recipe = ("finding-matrix", screen.level, *at.recipe)
    picture = pictures.drawn(screen, recipe, lambda: finding_matrix(rows, screen.look, span))
    with st.container(border=True, key="finding_matrix"):
        pictures.show(screen, picture, f"matrix_{pictures.key_of(recipe)}", _narrow, has_formula=False)
        tables.folded(
            screen, "rules", lambda: _rules(screen, {row["rule"] for row in rows}), label=screen.say("quality.rules")
        )


def _by_unit(screen: Screen, at: Asked) -> Rows:
    return [
        {**row, "name": subject_name(row["unit_name"], row["level"], screen.language)}
        for row in screen.rows("findings_by_unit", period_ids=at.period_ids)
        if screen.level in (None, row["level"])
    ]


def _span(screen: Screen, at: Asked) -> str:
    return screen.say("quality.every_period") if at.span == EVERY_PERIOD else screen.period_name


def _narrow(mark: dict[str, Any]) -> None:
    url.write("unit", str(mark["unit"]) if mark.get("unit") else None)
    url.write("rule", str(mark["rule"]) if mark.get("rule") else None)


def _rules(screen: Screen, shown: set[str]) -> None:
    lines = [
        {
            "rule": rule_short(rule.id, screen.language),
            "title": rule.title[screen.language],
            "severity": quality.severity_words(screen, rule.severity),
            "action": rule.action[screen.language],
        }
        for rule in load_rules().values()
        if rule.id in shown
    ]
    columns = (
        TableColumn("rule", screen.say("quality.rule")),
        TableColumn("severity", screen.say("quality.severity")),
        TableColumn("title", screen.say("quality.message")),
        TableColumn("action", screen.say("quality.what_to_do")),
    )
    tables.prose(screen, columns, lines, "rules_table", "quy-tac")


def over_time(screen: Screen) -> None:
    """Errors and warnings of each period of the kind shown, up to it."""
    assert screen.period is not None
    period = screen.period.period
    rows = [
        row
        for row in screen.rows("findings_by_period", period_ids=())
        if row["kind"] == period.kind and row["regime"] == period.regime and row["end_date"] <= period.end
    ]
    if len(rows) < 2:
        return
    page_parts.header(screen.say("quality.over_time"))
    recipe = ("finding-columns", screen.period_id)
    picture = pictures.drawn(screen, recipe, lambda: finding_columns(rows, screen.look))
    with st.container(border=True, key="finding_columns"):
        pictures.show(screen, picture, f"columns_{pictures.key_of(recipe)}", _go_to_period)


def _go_to_period(mark: dict[str, Any]) -> None:
    if mark.get("period_id"):
        url.write("period", str(mark["period_id"]))


def coverage(screen: Screen, at: Asked) -> None:
    """Which rules could not be tested because a column was left blank."""
    page_parts.header(screen.say("quality.coverage"))
    tables.folded(screen, "coverage", lambda: _coverage(screen, at), label=screen.say("quality.coverage"))


def _coverage(screen: Screen, at: Asked) -> None:
    rows = screen.rows("checks_coverage", period_ids=at.period_ids)
    if not rows:
        page_parts.prose(screen.say("quality.coverage_none"))
        return
    labels = load_catalogue().columns
    is_vietnamese = screen.language == "vi"
    lines = [
        {
            **row,
            "rule": rule_words(row["rule"], screen.language),
            "missing": "; ".join(
                labels[c].label if is_vietnamese else labels[c].label_en for c in row["missing_columns"]
            )
            or screen.say("quality.all_given"),
        }
        for row in rows
    ]
    columns = (
        TableColumn("rule", screen.say("quality.rule")),
        TableColumn("rows_testable", screen.say("quality.testable"), "count"),
        TableColumn("rows_untestable", screen.say("quality.untestable"), "count"),
        TableColumn("units_untestable", screen.say("quality.units_untestable"), "count"),
        TableColumn("missing", screen.say("quality.missing_columns")),
    )
    page_parts.prose(screen.say("quality.coverage_note"))
    tables.prose(screen, columns, lines, "coverage_table", "quy-tac-kiem-tra-duoc")
