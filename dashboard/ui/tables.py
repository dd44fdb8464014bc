"""Tables: text made by us on the screen, plain numbers in the CSV and Excel that are downloaded."""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from dashboard.charts.cautions import with_column
from dashboard.charts.picture import TableColumn
from dashboard.conference.drawings import tabulated
from dashboard.exports.workbook import Book, Sheet, write_workbook
from dashboard.ingest.names import search_key
from dashboard.metrics import format as fmt
from dashboard.store.closing import frozen_name
from dashboard.ui import grids, page_parts
from dashboard.ui.html import element, join
from dashboard.ui.screen import Screen

Row = Mapping[str, Any]

FULL_ROWS = 30
"""A table of at most so many rows is shown whole; a longer one scrolls."""

MOST_LINES = 200
"""So many lines of a table can be opened by name; more would only make the page heavy."""

_NO_LETTERS = re.compile(r"[^0-9a-z]+")
_SHARE_OF = {
    "value": "denominator",
    "ratio": "denominator",
    "rate": "denominator",
    "before": "denominator_before",
    "ytd": "ytd_denominator",
}
"""The columns of rows that may hold a share, and the count that it is a share of."""


def show(
    screen: Screen,
    columns: Sequence[TableColumn],
    rows: Sequence[Row],
    key: str,
    *,
    height: int | None = None,
    name: str = "",
    on_pick: Callable[[int], None] | None = None,
    saved: Sequence[Row] | None = None,
    is_part: bool = True,
) -> None:
    """A table with its downloads beneath it. `on_pick` gets the number of the line that was clicked, or chosen from the
    list of lines beneath: in the table itself an arrow key picks every line that it comes to.

    `saved` are the rows of the downloads where they are more than those shown. A table that says what a picture says
    already is no part of the page of its own.
    """

    def picked() -> None:
        cells = st.session_state[key].selection.get("cells")
        if cells and on_pick is not None:
            on_pick(int(cells[0][0]))

    if not rows:
        st.html(element("p", screen.say("table.empty"), class_="hint"))
        return
    columns = with_column(columns, rows, screen.say("mark.column"))
    rows = without_small_shares(screen, columns, rows)
    if is_part:
        page_parts.keep(lambda: tabulated(columns, rows, screen.language))
    made = grids.grid(screen, columns, rows)
    st.dataframe(
        made.style,
        hide_index=True,
        width="stretch",
        height=height or ("content" if len(rows) <= FULL_ROWS else "auto"),
        placeholder=fmt.NONE,
        column_config={
            column.label: st.column_config.Column(width=width)
            for column, width in zip(columns, made.widths, strict=True)
        },
        alt=screen.say("table.alt", columns=", ".join(column.label for column in columns[:4])),
        key=key,
        on_select=picked if on_pick else "ignore",
        selection_mode="single-cell",
    )
    if on_pick is not None:
        _lines_to_pick(screen, made.lines, key, on_pick)
    downloads(screen, columns, saved or rows, key, name)


def _lines_to_pick(screen: Screen, lines: Sequence[str], key: str, on_pick: Callable[[int], None]) -> None:
    """The lines of a table by the words that they start with, for the keyboard and for who cannot see what is drawn."""
    times = f"{key}_lines_opened"
    opened = st.session_state.get(times, 0)
    # A list to open lines from, not a filter: it keeps no choice. The browser would, and would choose again after a
    # step back; so each choice ends the list, and the next one is another.
    key = f"{key}_line_{opened}" if opened else f"{key}_line"

    def chosen() -> None:
        line = st.session_state[key]
        if line is not None:
            st.session_state[times] = opened + 1
            on_pick(line)

    st.selectbox(
        screen.say("table.pick_line"),
        range(min(len(lines), MOST_LINES)),
        index=None,
        format_func=lines.__getitem__,
        key=key,
        placeholder=screen.say("table.pick_line_hint"),
        label_visibility="collapsed",
        on_change=chosen,
        width=340,
    )
    if len(lines) > MOST_LINES:
        most = fmt.count(MOST_LINES, screen.language)
        st.html(element("p", screen.say("table.pick_first", most=most), class_="hint"))


def folded(
    screen: Screen,
    key: str,
    draw: Callable[[], None],
    *,
    label: str = "",
    icon: str | None = None,
    is_open: bool = False,
) -> None:
    """What stands behind a heading that opens: it is made when the reader opens it, so that closed it costs nothing.

    `key` names the heading; `label` is "Xem bảng số liệu" where it is left out.
    """
    place = st.expander(
        label or screen.say("action.show_table"), expanded=is_open, icon=icon, key=f"{key}_fold", on_change="rerun"
    )
    if place.open:
        with place:
            draw()


def prose(
    screen: Screen,
    columns: Sequence[TableColumn],
    rows: Sequence[Row],
    key: str,
    name: str,
    saved: Sequence[TableColumn] = (),
) -> None:
    """A table of sentences: they wrap, so that all of them can be read. `saved` are the columns of its downloads."""
    saved = with_column(saved or columns, rows, screen.say("mark.column"))
    columns = with_column(columns, rows, screen.say("mark.column"))
    rows = without_small_shares(screen, saved, rows)
    page_parts.keep(lambda: tabulated(columns, rows, screen.language))
    head = "".join(element("th", column.label, scope="col") for column in columns)
    body = "".join(
        join("<tr>", *(element("td", grids.text(screen.language, c.kind, row.get(c.key))) for c in columns), "</tr>")
        for row in rows
    )
    st.html(
        join(
            '<div class="prose-table"><table><thead><tr>', head, "</tr></thead><tbody>", body, "</tbody></table></div>"
        )
    )
    downloads(screen, saved, rows, key, name)


def without_small_shares(screen: Screen, columns: Sequence[TableColumn], rows: Sequence[Row]) -> Sequence[Row]:
    """The rows without a share of fewer cases than the province's limit; the counts beside it say more."""
    shares = [
        (column.key, _SHARE_OF[column.key])
        for column in columns
        if column.kind == "percent" and column.key in _SHARE_OF
    ]

    def is_small(row: Row, of: str) -> bool:
        return row.get(of) is not None and row[of] < screen.limits.small_n

    if not any(is_small(row, of) for row in rows for _, of in shares):
        return rows
    return [{**row, **{key: None for key, of in shares if is_small(row, of)}} for row in rows]


def downloads(screen: Screen, columns: Sequence[TableColumn], rows: Sequence[Row], key: str, name: str = "") -> None:
    """CSV and Excel of the whole table; they are made when they are asked for."""
    stem = "-".join(part for part in (screen.scope.workspace, period_stem(screen), name or key) if part)
    with st.container(horizontal=True, gap="small", key=f"{key}_downloads"):
        st.download_button(
            "CSV",
            data=lambda: _csv(screen, columns, rows),
            file_name=f"{stem}.csv",
            mime="text/csv",
            icon=":material/download:",
            key=f"{key}_csv",
            on_click="ignore",
            type="tertiary",
            help=screen.say("table.csv_help"),
        )
        st.download_button(
            "Excel",
            data=lambda: _excel(screen, columns, rows),
            file_name=f"{stem}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            icon=":material/download:",
            key=f"{key}_xlsx",
            on_click="ignore",
            type="tertiary",
            help=screen.say("table.excel_help"),
        )


def period_stem(screen: Screen) -> str:
    """The period, and the name of the frozen set that the figures are of."""
    period = screen.period.period.label.replace("..", "_") if screen.period else ""
    frozen = _NO_LETTERS.sub("-", search_key(frozen_name(screen.scope.as_of) or ""))
    return "-".join(part for part in (period, frozen.strip("-")) if part)


def _csv(screen: Screen, columns: Sequence[TableColumn], rows: Sequence[Row]) -> bytes:
    """UTF-8 with a mark that Excel knows; numbers as programs read them, and text that starts no formula.

    Invented figures are marked in a last column, so that the file stays a table for other programs.
    """
    output = io.StringIO()
    writer = csv.writer(output)
    mark = [screen.say("app.demo_badge")] if screen.is_demo else []
    writer.writerow([column.label for column in columns] + mark)
    for row in rows:
        writer.writerow([_harmless(_plain(row.get(column.key))) for column in columns] + ["x"] * len(mark))
    return output.getvalue().encode("utf-8-sig")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _excel(screen: Screen, columns: Sequence[TableColumn], rows: Sequence[Row]) -> bytes:
    sheet = Sheet(screen.say("table.sheet"), tuple(columns), tuple(rows))
    frozen = frozen_name(screen.scope.as_of)
    standing = screen.say("publish.standing_frozen", name=frozen) if frozen else ""
    source = " · ".join(part for part in (screen.title, fmt.capitalised(screen.period_name), standing) if part)
    return write_workbook(Book((sheet,), footer=source, badge=screen.say("app.demo_badge") if screen.is_demo else ""))
