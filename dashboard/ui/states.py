"""The states of a page that has no figures to show, or failed: a sentence and what to do, never a traceback."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

import streamlit as st

from dashboard.exports.document import Paragraph
from dashboard.metrics import format as fmt
from dashboard.store.connection import VIETNAM
from dashboard.ui import kpi, page_parts, reads
from dashboard.ui.html import element, join
from dashboard.ui.kpi import Figure
from dashboard.ui.screen import Screen
from dashboard.words import text

_log = logging.getLogger(__name__)


@contextmanager
def guarded(language: fmt.Language) -> Iterator[None]:
    """Whatever fails inside becomes a sentence with the time under which the log has it."""
    try:
        yield
    except Exception:  # noqa: BLE001 - a page must never show a traceback; the log has it whole
        when = fmt.moment(datetime.now(UTC).astimezone(VIETNAM), language)
        _log.exception("a page failed at %s", when)
        st.error(
            f"**{text('state.error_heading', language)}.** "
            + text("state.error", language, what=text("problem.page", language), when=when)
        )


def nothing_at_all(screen: Screen) -> None:
    """A workspace into which nothing was imported yet."""
    with st.container(border=True):
        st.header(screen.say("shell.empty"), anchor=False)
        st.markdown(screen.say("shell.empty_help"))
        st.code(f"python -m dashboard import bao-cao.xlsx --workspace {screen.scope.workspace}", language=None)


def nothing_reported(screen: Screen) -> None:
    """A period of which nothing is known."""
    with st.container(border=True):
        st.header(screen.say("state.nothing_heading"), anchor=False)
        st.markdown(screen.say("state.nothing", period=screen.period_name))


def coverage(screen: Screen, found: Mapping[str, Figure], subject: str = "") -> None:
    """Who has reported, in one line that no reader misses: every figure below stands on it.

    `subject` names who is spoken of where that is not the level or the province.
    """
    row = next((figure.row for figure in found.values() if figure.row), {})
    reported, due = row.get("reported"), row.get("due")
    kind = "whole" if due and reported == due else "some" if due else "unknown"
    glyph = {"whole": "●", "some": "◐", "unknown": "–"}[kind]
    dates = (
        fmt.date_range(screen.period.period.start, screen.period.period.end, screen.language) if screen.period else ""
    )
    name = fmt.capitalised(screen.period_name)
    subject = subject or screen.say(f"level.{screen.level or 'all'}")
    parts = [subject, f"{name} ({dates})", *freshness(screen)]
    told = kpi.coverage(screen, row)
    page_parts.keep(lambda: Paragraph(" · ".join([told, *freshness(screen)]), is_muted=True))
    st.html(
        join(
            f'<p class="coverage {kind}">',
            element("span", glyph, aria_hidden="true"),
            " ",
            element("b", told),
            element("span", "".join(f" · {part}" for part in parts)),
            "</p>",
        )
    )


def scoped(screen: Screen, unit_type: str, kind: str) -> str:
    """What a reader who sees some units only must know of places and medians; empty for who sees all."""
    if screen.scope.unit_ids is None or screen.period is None:
        return ""
    period = screen.period.period
    units = reads.reference(screen.scope).units  # those that the reader sees
    seen = sum(unit.unit_type == unit_type and unit.is_valid(period.start, period.end) for unit in units)
    return screen.say("state.scoped", count=fmt.count(seen, screen.language), kind=kind)


def freshness(screen: Screen) -> list[str]:
    """When the figures of the period last changed; nothing where there are none."""
    (row,) = screen.rows("period_freshness", period_id=screen.period_id)
    if row["updated_at"] is None:
        return []
    when = fmt.moment(row["updated_at"].astimezone(VIETNAM), screen.language)
    return [screen.say("state.updated", when=when)]


def troubles(sentences: Iterable[str]) -> None:
    """What the address asked for in vain."""
    for sentence in sentences:
        st.warning(sentence)
