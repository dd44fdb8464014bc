"""The grid of units and periods with its search, filters, order, pages and download."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, overload

import streamlit as st

from dashboard.charts import punctuality
from dashboard.charts.picture import TableColumn
from dashboard.charts.punctuality import status_words
from dashboard.charts.series import REFORM_DAY
from dashboard.charts.status_cells import status_cells
from dashboard.exports.document import Paragraph
from dashboard.ingest.names import search_key
from dashboard.metrics import format as fmt
from dashboard.report import LEVELS, Period
from dashboard.ui import notes, page_parts, pictures, reporting, status_grid, tables, url
from dashboard.ui.html import element
from dashboard.ui.pictures import Drawn
from dashboard.ui.reporting import Board
from dashboard.ui.screen import Screen
from dashboard.words import has

Row = Mapping[str, Any]
ROWS_A_PAGE = 350
"""More units than this are turned over in pages: so many stay quick to scroll, walk and search."""
EVERY = ""


def matrix(screen: Screen, held: Board) -> None:
    """Units against periods, the most missing and late first; a cell or a name leads to the unit."""
    page_parts.header(screen.say("reporting.matrix"))
    with st.container(border=True, key="status_matrix"):
        chosen = _chosen(screen, held)
        title = punctuality.title(chosen, held.periods, screen.look)
        if not chosen:
            page_parts.prose(screen.say("reporting.no_match"))
            return
        st.html(element("h3", title, class_="picture-title"))
        shown = _page(screen, chosen)
        selected = (url.read("unit") or "", url.read("at") or "")
        unit_ids = [row["unit_id"] for row in chosen]
        drawn = [row["unit_id"] for row in shown]
        drawn.sort(key=lambda unit_id: unit_id != selected[0])
        remarks, holds = notes.on_units(screen, reporting.METRICS, drawn, [p.period_id for p in held.periods])
        data = punctuality.grid(shown, held.periods, screen.look, held.few_days, selected, remarks)
        picture = partial(_picture, screen, data, title)
        page_parts.keep(lambda: pictures.in_document(screen, picture()), is_picture=True)
        status_grid.show(data, "status_grid", reporting.pick)
        how = screen.say("reporting.grid_hint_press")
        page_parts.prose(" ".join(_notes(screen, held)), "picture-notes", to_press=how)
        for note in remarks:
            page_parts.keep(partial(Paragraph, notes.told(note), is_muted=True))
        notes.beneath(screen, remarks, holds, "status_grid")
        tables.downloads(
            screen, _columns(screen), _Later(lambda: lines(screen, held, unit_ids)), "matrix", "don-vi-va-ky"
        )
        pictures.files(screen, picture, "matrix")


def _picture(screen: Screen, data: Mapping[str, Any], title: str) -> Drawn:
    """The grid as a picture; made when a file of it is asked for."""
    return pictures.plain(status_cells(data, title, screen.look))


def _chosen(screen: Screen, held: Board) -> list[Row]:
    """The records that the filters above the grid leave, in the order asked for."""
    every, now = reporting.of_level(screen, held), reporting.current_units(screen, held)
    with st.container(horizontal=True, vertical_alignment="bottom", key="grid_filters"):
        order = _control(screen, "order", ("worst", "official"), {})
        counts = {"current": len(now), "all": len(every)}
        which = _control(screen, "which", ("current", "all"), counts) if len(now) not in (0, len(every)) else "all"
        types = dict.fromkeys(row["unit_type"] for row in every)
        asked_type = url.read("type")
        unit_type = asked_type if asked_type in types else EVERY
        if len(types) > 1:
            st.selectbox(
                screen.say("reporting.type"),
                [EVERY, *types],
                format_func=lambda id_: type_name(screen, id_) if id_ else screen.say("reporting.every_type"),
                key=url.widget("type", unit_type),
                on_change=url.picked_text,
                args=("type",),
                width=150,
            )
        asked = url.read("q") or ""
        st.text_input(
            screen.say("reporting.search"),
            placeholder=screen.say("reporting.search_hint"),
            key=url.widget("q", asked),
            on_change=url.picked_text,
            args=("q",),
            width=175,
        )
    found = [
        row
        for row in (now if which == "current" else every)
        if unit_type in (EVERY, row["unit_type"]) and search_key(asked) in search_key(row["unit_name"])
    ]
    return sorted(found, key=_official) if order == "official" else found


def _official(row: Row) -> tuple[int, int, str]:
    return (LEVELS.index(row["level"]), row["display_order"], row["unit_id"])


def _control(screen: Screen, name: str, choices: tuple[str, ...], counts: Mapping[str, int]) -> str:
    def words(choice: str) -> str:
        count = {"count": fmt.count(counts[choice], screen.language)} if choice in counts else {}
        return screen.say(f"reporting.{name}_{choice}", **count)

    asked = url.read(name)
    chosen: str | None = st.segmented_control(
        screen.say("overdue.order" if name == "order" else f"reporting.{name}"),
        choices,
        format_func=words,
        required=True,
        key=url.widget(name, asked if asked in choices else choices[0]),
        on_change=url.picked,
        args=(name,),
    )
    return chosen or choices[0]


def type_name(screen: Screen, unit_type: str) -> str:
    """A kind of unit in the reader's language; a province's own kind keeps its id."""
    key = f"reporting.type_{unit_type}"
    return screen.say(key) if has(key) else unit_type


def _page(screen: Screen, chosen: list[Row]) -> list[Row]:
    """The rows of the page asked for; where all fit on one there is nothing to choose."""
    if len(chosen) <= ROWS_A_PAGE:
        return chosen
    firsts = list(range(0, len(chosen), ROWS_A_PAGE))
    asked = url.read("page") or "1"
    at = int(asked) if asked.isdecimal() and 1 <= int(asked) <= len(firsts) else 1
    total = fmt.count(len(chosen), screen.language)

    def words(page: int) -> str:
        first = firsts[page - 1] + 1
        last = min(first + ROWS_A_PAGE - 1, len(chosen))
        ends = {"first": fmt.count(first, screen.language), "last": fmt.count(last, screen.language)}
        return screen.say("reporting.page_of", **ends, total=total)

    st.selectbox(
        screen.say("reporting.page"),
        range(1, len(firsts) + 1),
        format_func=words,
        key=url.widget("page", at),
        on_change=url.picked,
        args=("page",),
        width=250,
    )
    return chosen[firsts[at - 1] : firsts[at - 1] + ROWS_A_PAGE]


def _notes(screen: Screen, held: Board) -> list[str]:
    said = [screen.say("reporting.grid_hint")]
    said.append(screen.say("reporting.counted_until", day=fmt.day(held.on_day, screen.language)))
    if held.periods[0].start < REFORM_DAY <= held.last.start:
        said.append(screen.say("reporting.break_note", rule=screen.say("chart.break_rule")))
    others = [day for day in screen.look.reorganised if held.periods[0].start < day <= held.last.start]
    if others:
        days = ", ".join(fmt.day(day, screen.language) for day in others)
        said.append(screen.say("chart.break_units", days=days))
    if held.gaps:
        said.append(screen.say("reporting.gaps", periods=punctuality.listed(held.gaps, screen.look)))
    return said


class _Later(Sequence[Row]):
    """Rows that are read when a download asks for them, and not before."""

    def __init__(self, read: Callable[[], list[Row]]) -> None:
        self._read = read

    @cached_property
    def _rows(self) -> list[Row]:
        return self._read()

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        return self._rows[at]


def lines(screen: Screen, held: Board, unit_ids: Sequence[str], periods: Sequence[Period] = ()) -> list[Row]:
    """One line for each unit and period, as tables have them."""
    asked: dict[str, Any] = {
        "period_ids": [period.period_id for period in periods or held.periods],
        "unit_ids": list(unit_ids),
        "on_day": held.on_day.isoformat(),
        "few_days": str(held.few_days),
    }
    return [
        {
            **row,
            "level": screen.say(f"level.{row['level']}"),
            "words": status_words(row["status"], None, screen.look, held.few_days),
        }
        for row in screen.scope.context().rows("report_status", None, **asked)
    ]


def _columns(screen: Screen) -> list[TableColumn]:
    return [
        TableColumn("unit_name", screen.say("table.unit")),
        TableColumn("level", screen.say("table.level")),
        TableColumn("label", screen.say("table.period")),
        *report_columns(screen),
    ]


def report_columns(screen: Screen) -> list[TableColumn]:
    """What a table says of one report."""
    return [
        TableColumn("due_on", screen.say("reporting.period_due"), "date"),
        TableColumn("submitted_on", screen.say("reporting.submitted_on"), "date"),
        TableColumn("days_late", screen.say("reporting.days"), "count"),
        TableColumn("words", screen.say("table.status")),
    ]
