"""Letters to those who owe a report, the list for a mail merge, and the annex of who reported."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from dashboard import letters
from dashboard.charts.picture import TableColumn
from dashboard.letters import Letter
from dashboard.metrics import format as fmt
from dashboard.ui import tables
from dashboard.ui.chasing import Focus
from dashboard.ui.html import element
from dashboard.ui.screen import Screen

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EACH, _ALL = "each", "all"


def section(screen: Screen, at: Focus) -> None:
    """What a letter needs, its Word file, and the list that a mail merge takes."""
    if not at.owing:
        return
    st.header(screen.say("chasing_page.letters"), anchor=False)
    with st.container(border=True, key="letters"):
        units = choose_units(screen, at, "letter_units")
        which = st.segmented_control(
            screen.say("chasing_page.which"),
            [_EACH, _ALL],
            default=_EACH,
            required=True,
            format_func=lambda one: screen.say(f"chasing_page.which_{one}"),
            key="letter_which",
        )
        first, second, third = st.columns(3)
        number = first.number_input(
            screen.say("chasing_page.number"), 1, 99_999, value=None, step=1, key="letter_number",
            placeholder=screen.say("chasing_page.number_blank"), help=screen.say("chasing_page.number_help"),
        )  # fmt: skip
        day = second.date_input(screen.say("chasing_page.day"), None, format="DD/MM/YYYY", key="letter_day")
        deadline = third.date_input(
            screen.say("chasing_page.deadline"), None, format="DD/MM/YYYY", key="letter_deadline"
        )
        if not units:
            st.html(element("p", screen.say("chasing_page.no_units"), class_="form-problem"))
            return
        letter = Letter(tuple(units), number, _day(day), _day(deadline), which == _ALL)
        _files(screen, at, letter)


def choose_units(screen: Screen, at: Focus, key: str) -> list[str]:
    """The units that are written to; all whose report is missing unless the reader says otherwise."""
    named = {row["unit_id"]: row["unit_name"] for row in at.owing}
    return st.multiselect(
        screen.say("chasing_page.units"),
        list(named),
        default=[row["unit_id"] for row in at.missing],
        format_func=lambda unit_id: named.get(unit_id, unit_id),
        key=f"{key}_{at.asked.period.period_id}_{screen.level or ''}_{len(at.owing)}",
        placeholder=screen.say("chasing_page.units_placeholder"),
    )


def _files(screen: Screen, at: Focus, letter: Letter) -> None:
    stem = f"don-doc-{at.asked.period.label}"
    _download(screen, "letters_docx", screen.say("chasing_page.word"), f"{stem}.docx", WORD,
              lambda: letters.write_letters(screen.context, at.asked, letter))  # fmt: skip
    tables.folded(screen, "merge_list", lambda: _merge_list(screen, at, letter), label=screen.say("chasing_page.merge"))


def _merge_list(screen: Screen, at: Focus, letter: Letter) -> None:
    kinds = {"due_on": "date", "day": "date", "deadline": "date", "days_overdue": "count", "reminders": "count"}
    rows = letters.merge_list(screen.context, at.asked, letter)
    columns = tuple(
        TableColumn(name, screen.say(f"chasing_page.merge_{name}"), kinds.get(name, "text"))  # type: ignore[arg-type]
        for name in rows[0]
    )
    st.html(element("p", screen.say("chasing_page.merge_help"), class_="hint"))
    tables.show(screen, columns, rows, f"merge_{at.asked.period.period_id}", name="tron-thu")


def annex(screen: Screen, at: Focus) -> None:
    """The annex as Word and as Excel, with its totals as they will stand in it."""
    st.header(screen.say("chasing_page.annex"), anchor=False)
    total = at.total(None)
    said = {key: fmt.count(total.get(key), screen.language) for key in ("reported", "missing", "due")}
    period = fmt.period_name(at.asked.period, screen.language)
    with st.container(border=True, key="annex"):
        st.html(element("p", screen.say("chasing_page.annex_help", period=period, **said)))
        stem = f"phu-luc-{at.asked.period.label}"
        with st.container(horizontal=True, gap="small"):
            _download(screen, "annex_docx", "Word", f"{stem}.docx", WORD,
                      lambda: letters.annex_docx(screen.context, at.asked))  # fmt: skip
            _download(screen, "annex_xlsx", "Excel", f"{stem}.xlsx", EXCEL,
                      lambda: letters.annex_xlsx(screen.context, at.asked))  # fmt: skip


def _download(screen: Screen, key: str, label: str, name: str, mime: str, make: Callable[[], bytes]) -> None:
    """A file that is made when it is asked for; the office's own template was tried when it was given."""
    st.download_button(
        label, data=make, file_name=f"{screen.scope.workspace}-{name}", mime=mime, key=key, on_click="ignore",
        icon=":material/download:",
    )  # fmt: skip


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None
