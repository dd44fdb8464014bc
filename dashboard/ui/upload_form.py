"""A file that fits no form: what its columns mean, said once on screen and kept as a form of the workspace's own."""

from datetime import date

import streamlit as st

from dashboard import own_forms
from dashboard.ingest.workbook import Sheet, letter
from dashboard.metrics.catalogue import load_catalogue
from dashboard.own_forms import Heading
from dashboard.store.tray import Entry
from dashboard.tray import TrayError
from dashboard.ui import sheet_piece, tables, tray_worker, upload
from dashboard.ui.html import as_label, element
from dashboard.ui.screen import Screen
from dashboard.ui.unit_names import full_names

MOST_COLUMNS = 40
ROWS_ABOVE, ROWS_BELOW = 3, 4
"""How much of the sheet is shown around the row of headings."""


def section(screen: Screen, entry: Entry, today: date) -> None:
    """The form for a file that fits none, behind a heading that opens."""
    tables.folded(
        screen, f"map_{entry.entry_id}", lambda: _map(screen, entry, today), label=screen.say("upload.map"),
        icon=":material/table_chart:",
    )  # fmt: skip


def _map(screen: Screen, entry: Entry, today: date) -> None:
    st.html(element("p", screen.say("upload.map_help"), class_="hint"))
    try:
        sheets = own_forms.sheets_of(screen.context, entry)
    except TrayError as problem:
        st.error(problem.say(screen.language), icon=":material/error:")
        return
    if not sheets:
        st.info(screen.say("upload.map_nothing"), icon=":material/block:")
        return
    left, right = st.columns([2, 1])
    at = left.selectbox(
        screen.say("provenance.sheet"), range(len(sheets)), format_func=lambda n: sheets[n].name or entry.name,
        key=f"sheet_{entry.entry_id}",
    )  # fmt: skip
    sheet = sheets[at or 0]
    row = right.number_input(
        screen.say("upload.map_row"), 1, len(sheet.rows), own_forms.likely_heading(sheet) + 1,
        key=f"row_{entry.entry_id}_{at}",
    )  # fmt: skip
    top = max(0, int(row) - 1 - ROWS_ABOVE)
    width = min(max(map(len, sheet.rows)), MOST_COLUMNS)
    piece = sheet_piece.piece_of(sheet.rows[top : int(row) + ROWS_BELOW], top, 0, width)
    st.html(sheet_piece.drawn(screen, piece, sheet.name or entry.name))
    _columns(screen, entry, sheet, int(row) - 1, today)


def _columns(screen: Screen, entry: Entry, sheet: Sheet, row: int, today: date) -> None:
    columns = own_forms.headings_of(sheet, row)[:MOST_COLUMNS]
    with st.form(f"map_{entry.entry_id}_{row}", border=False):
        sides = st.columns(1 if screen.is_narrow else 2)
        chosen = {
            column.place: sides[n % len(sides)].selectbox(
                _label(column), own_forms.choices(), index=None, format_func=lambda id_: _meaning(screen, id_),
                placeholder=screen.say("upload.map_skip"), key=f"role_{entry.entry_id}_{row}_{column.place}",
            )
            for n, column in enumerate(columns)
        }  # fmt: skip
        unit = _unit(screen, entry, sheet, row)
        name = st.text_input(screen.say("upload.map_name"), max_chars=80, key=f"form_name_{entry.entry_id}")
        is_saved = st.form_submit_button(screen.say("upload.map_save"), icon=":material/save:")
    if is_saved:
        roles = {place: role for place, role in chosen.items() if role}

        def do() -> str:
            own_forms.save(screen.context, entry, sheet, row, roles, name, today, unit)
            tray_worker.wake(screen.context.workspace)
            return screen.say("upload.map_saved", name=name)

        upload.act(screen, do)


def _unit(screen: Screen, entry: Entry, sheet: Sheet, row: int) -> str | None:
    """Whose the whole table is, where no column says so; the unit that is named above it, or in the file's name."""
    units = full_names(screen)
    proposed = [id_ for id_ in own_forms.proposed_units(screen.context, entry, sheet, row) if id_ in units]
    return st.selectbox(
        screen.say("upload.map_unit"), list(units), index=list(units).index(proposed[0]) if proposed else None,
        format_func=lambda id_: units[id_], placeholder=screen.say("upload.map_unit_hint"),
        help=screen.say("upload.map_unit_help"), key=f"map_unit_{entry.entry_id}_{row}",
    )  # fmt: skip


def _label(column: Heading) -> str:
    parts = (letter(column.place), column.above, column.name)
    sample = f" ({column.sample})" if column.sample else ""
    return as_label(" · ".join(part for part in parts if part) + sample)


def _meaning(screen: Screen, id_: str) -> str:
    if id_ in own_forms.ROLES:
        return screen.say(f"upload.role_{id_}")
    column = load_catalogue().columns[id_]
    family = screen.say(f"definitions.family_{column.family}")
    return f"{column.label if screen.language == 'vi' else column.label_en} · {family}"
