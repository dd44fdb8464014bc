"""The parts of the page on closing: what is still open, the form that closes, the frozen sets, what differs since."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import streamlit as st

from dashboard import closing as use
from dashboard.charts.picture import TableColumn
from dashboard.figures import NotFound
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.report import Period
from dashboard.store.connection import VIETNAM
from dashboard.store.workspace import WorkspaceError
from dashboard.ui import kpi, reads, reporting, tables, url
from dashboard.ui.html import element, join
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen

Row = Mapping[str, Any]
_SAVED = "closing_saved"


def chosen(screen: Screen) -> Row | None:
    """The frozen set that the address names by its number, else the last one of the period, else the last of all."""
    rows = screen.rows("frozen_sets", period_ids=[])
    asked = url.read("set")
    found = next((row for row in rows if str(row["set_id"]) == asked), None)
    if found is None and asked is not None:
        url.write("set", None)
        st.warning(screen.say("problem.choice", asked=asked, filter=screen.say("filter.frozen")))
    of_period = (row for row in rows if row["period_id"] == screen.period_id)
    return found or next(of_period, rows[0] if rows else None)


def checklist(screen: Screen) -> None:
    """What should be looked at before closing: who has not reported, errors in the figures, an earlier closing."""
    st.header(screen.say("closing_page.checklist", period=screen.period_name), anchor=False)
    items = [*_reports(screen), *_findings(screen), _closed(screen)]
    lines = (
        join(
            f'<li class="{"done" if is_done else "open"}">',
            element("span", "✓" if is_done else "!", class_="sign", aria_hidden="true"),
            element("b", screen.say("closing_page.done" if is_done else "closing_page.open")),
            element("span", words),
            "</li>",
        )
        for is_done, words in items
    )
    with st.container(border=True, key="checklist"):
        st.html(join('<ul class="checklist">', *lines, "</ul>"))


def _reports(screen: Screen) -> list[tuple[bool, str]]:
    held = reporting.board(screen)
    items = []
    for period in _inside(screen, held.periods):
        total = held.total(None, period.period_id)
        name = fmt.capitalised(fmt.period_name(period, screen.language))
        if not total.get("due"):
            items.append((False, screen.say("closing_page.no_list", period=name)))
            continue
        counts = {key: fmt.count(total[key], screen.language) for key in ("missing", "not_due", "due")}
        is_done = not total["missing"] and not total["not_due"]
        items.append((is_done, screen.say("closing_page.reports", period=name, **counts)))
    return items


def _inside(screen: Screen, periods: tuple[Period, ...]) -> list[Period]:
    assert screen.period is not None
    shown = screen.period.period
    return [period for period in periods if shown.start <= period.start and period.end <= shown.end]


def _findings(screen: Screen) -> list[tuple[bool, str]]:
    ids = [screen.period_id, *(p.period_id for p in _inside(screen, reporting.board(screen).periods))]
    rows = screen.rows("findings", period_ids=list(dict.fromkeys(ids)))
    errors = sum(row["severity"] == "error" for row in rows)
    others = sum(row["severity"] == "warning" for row in rows)
    said = {"errors": fmt.count(errors, screen.language), "warnings": fmt.count(others, screen.language)}
    return [(not errors, screen.say("closing_page.findings", **said))]


def _closed(screen: Screen) -> tuple[bool, str]:
    rows = screen.rows("frozen_sets", period_ids=[screen.period_id])
    if not rows:
        return False, screen.say("closing_page.not_closed")
    day = fmt.day(rows[0]["closed_at"].astimezone(VIETNAM).date(), screen.language)
    return True, screen.say("closing_page.closed", name=rows[0]["name"], day=day)


def form(screen: Screen) -> None:
    """The form that closes the period; nothing for readers, or while an earlier state is looked at."""
    saved = st.session_state.pop(_SAVED, None)
    if saved:
        st.success(saved, icon=":material/check_circle:")
    if not use.may_close(screen.context):
        return
    times = len(screen.rows("frozen_sets", period_ids=[screen.period_id]))
    name = screen.say("closing_page.name_default", period=screen.period_name)
    if times:
        name = screen.say("closing_page.name_again", name=name, time=fmt.count(times + 1, screen.language))
    with st.container(border=True, key="close_period"), st.form(f"close_{screen.period_id}_{times}", border=False):
        st.html(element("h3", screen.say("closing_page.close", period=screen.period_name), class_="picture-title"))
        st.html(element("p", screen.say("closing_page.close_help"), class_="hint"))
        left, right = st.columns(2)
        typed = left.text_input(screen.say("closing_page.name"), name, max_chars=use.LONGEST_NAME)
        note = right.text_input(screen.say("closing_page.note"), max_chars=use.LONGEST_NOTE)
        if st.form_submit_button(screen.say("closing_page.save"), type="primary", icon=":material/lock:"):
            _close(screen, typed, note)


def _close(screen: Screen, name: str, note: str) -> None:
    try:
        set_id = use.close(screen.context, name, screen.period_id, note)
    except use.ClosingError as error:
        st.error(screen.say(f"closing.problem_{error.key}"), icon=":material/error:")
    except NotFound as error:
        st.error(str(error), icon=":material/error:")
    except WorkspaceError:
        st.error(screen.say("targets.busy"), icon=":material/error:")
    else:
        url.write("set", str(set_id))
        st.session_state[_SAVED] = screen.say("closing_page.saved", name=name.strip(), period=screen.period_name)
        st.rerun()


def sets(screen: Screen, at: Row | None) -> None:
    """Every frozen set; a line chosen shows what differs from it, and the way to see every page by it."""
    st.header(screen.say("closing_page.sets"), anchor=False)
    rows = screen.rows("frozen_sets", period_ids=[])
    if not rows or at is None:
        st.html(element("p", screen.say("closing_page.none"), class_="hint"))
        return
    columns = (
        TableColumn("name", screen.say("filter.frozen")),
        TableColumn("period", screen.say("table.period")),
        TableColumn("when", screen.say("closing_page.when")),
        TableColumn("closed_by", screen.say("closing_page.by")),
        TableColumn("note", screen.say("closing_page.note")),
        TableColumn("figures", screen.say("closing_page.figures"), "count"),
    )
    lines = [{**row, "period": _period(screen, row), "when": _when(screen, row["closed_at"])} for row in rows]
    tables.show(screen, columns, lines, "frozen_sets", name="so-lieu-chot",
                on_pick=lambda index: url.write("set", str(rows[index]["set_id"])))  # fmt: skip
    st.button(
        screen.say("closing_page.read_frozen", name=at["name"]),
        key="read_frozen",
        icon=":material/history:",
        on_click=url.write,
        args=("frozen", at["name"]),
    )


def differences(screen: Screen, at: Row) -> None:
    """Metric by metric what is answered otherwise now than when the set was frozen."""
    scope = replace(screen.scope, as_of=None, includes_vertical=False)
    rows = reads.rows(scope, "closing_difference", set_id=str(at["set_id"]))
    st.header(screen.say("closing_page.differences"), anchor=False)
    with st.container(border=True, key="differences"):
        st.html(element("h3", _sentence(screen, at, rows), class_="picture-title"))
        if rows:
            lines = [_line(screen, row) for row in rows]
            tables.show(screen, _columns(screen), lines, f"differences_{at['set_id']}", name="khac-so-voi-chot")
        st.html(element("p", screen.say("closing_page.differences_help"), class_="picture-notes"))


def _sentence(screen: Screen, at: Row, rows: Rows) -> str:
    said = {"name": at["name"], "when": _when(screen, at["closed_at"])}
    if not rows:
        return screen.say("closing_page.no_difference", **said)
    units = {row["unit_id"] for row in rows if row["unit_id"]}
    counts = {"count": fmt.count(len(rows), screen.language), "units": fmt.count(len(units), screen.language)}
    return screen.say("closing_page.differ", **said, **counts)


def _columns(screen: Screen) -> tuple[TableColumn, ...]:
    def words(which: str, what: str) -> str:
        return screen.say(f"closing_page.{which}", what=screen.say(f"closing_page.{what}"))

    return (
        TableColumn("metric", screen.say("closing_page.metric")),
        TableColumn("whose", screen.say("closing_page.whose")),
        TableColumn("old_numerator", words("before", "numerator"), "count"),
        TableColumn("new_numerator", words("now", "numerator"), "count"),
        TableColumn("old_ratio", words("before", "ratio"), "percent"),
        TableColumn("new_ratio", words("now", "ratio"), "percent"),
        TableColumn("points", screen.say("closing_page.difference"), "points"),
        TableColumn("old_denominator", words("before", "denominator"), "count"),
        TableColumn("new_denominator", words("now", "denominator"), "count"),
    )


def _line(screen: Screen, row: Row) -> dict[str, Any]:
    metric = load_catalogue().metrics[row["metric_id"]]
    whose = row["unit_name"] or screen.say(f"level.{row['level'] or 'all'}")
    is_small = any(
        n is not None and n < screen.limits.small_n for n in (row["old_denominator"], row["new_denominator"])
    )
    shares = {key: None if is_small else row[key] for key in ("old_ratio", "new_ratio")}
    points = None if is_small or metric.denominator is None else row["difference"]
    return {**row, **shares, "metric": kpi.figure_name(metric, screen), "whose": whose, "points": points}


def _period(screen: Screen, row: Row) -> str:
    known = {k.period.period_id: k.period for k in reads.known_periods(screen.scope)}
    period = known.get(row["period_id"])
    return fmt.capitalised(fmt.period_name(period, screen.language)) if period else str(row["label"])


def _when(screen: Screen, moment: datetime) -> str:
    return fmt.moment(moment.astimezone(VIETNAM), screen.language)
