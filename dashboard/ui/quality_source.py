"""The source of a finding: the original file, and the sheet around the cell as it came in."""

import re
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.ingest.numbers import CellValue
from dashboard.ingest.rules import shown
from dashboard.ingest.workbook import letter, open_csv, open_workbook
from dashboard.ui import kept, reads
from dashboard.ui.html import element, join
from dashboard.ui.screen import Screen

ROWS_AROUND, COLUMNS_AROUND = 4, 5
MOST_BYTES = 5_000_000
"""A larger file is offered for download and not opened for a look."""
LONGEST_TEXT = 60
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")

Window = tuple[int, int, list[list[str]]]
"""The first row and column of a piece of a sheet, counted from 0, and its cells as text."""


def show(screen: Screen, row: Mapping[str, Any]) -> None:
    """Download and preview; a sentence where the reader may not have the file or it cannot be shown."""
    name = "!".join(part for part in (row["sheet"], row["cell"]) if part) or row["file"]
    path = reads.original(screen.scope, row["sha256"], row["file"]) if row["sha256"] else None
    if path is None:
        st.html(element("p", screen.say("quality.no_original"), class_="hint"))
        return
    st.html(element("p", screen.say("quality.source_head", place=name, file=row["file"]), class_="lead"))
    st.download_button(
        screen.say("provenance.original", file=row["file"]),
        data=path.read_bytes,
        file_name=row["file"],
        icon=":material/download:",
        key=f"source_{row['id']}",
        on_click="ignore",
    )
    window = _window(row["sha256"], str(path), row["file"], row["sheet"], row["cell"]) if row["cell"] else None
    if window is None:
        st.html(element("p", screen.say("quality.no_preview"), class_="hint"))
        return
    st.html(_drawn(screen, window, row["cell"]))


@kept.copied(60)
def _window(sha256: str, path: str, file_name: str, sheet_name: str | None, cell: str) -> Window | None:  # noqa: ARG001
    """The cells around one, read with every guard of an import; null where there is nothing to show."""
    found = _ADDRESS.fullmatch(cell)
    if found is None or Path(path).stat().st_size > MOST_BYTES:
        return None
    content = Path(path).read_bytes()
    read = open_csv if file_name.lower().endswith(".csv") else open_workbook
    sheets, _ = read(file_name, content)
    sheet = next((s for s in sheets if sheet_name in (None, s.name)), None)
    if sheet is None:
        return None
    at_row, at_column = int(found[2]) - 1, _number(found[1])
    top, left = max(at_row - ROWS_AROUND, 0), max(at_column - COLUMNS_AROUND, 0)
    rows = sheet.rows[top : at_row + ROWS_AROUND + 1]
    if at_row >= len(sheet.rows):
        return None
    columns = range(left, at_column + COLUMNS_AROUND + 1)
    return top, left, [[_text(line[c] if c < len(line) else None) for c in columns] for line in rows]


def _number(letters: str) -> int:
    number = 0
    for sign in letters:
        number = number * 26 + ord(sign) - 64
    return number - 1


def _text(value: CellValue) -> str:
    """As a spreadsheet shows it: a whole number without a point."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    words = "" if value is None else shown(value)
    return words if len(words) <= LONGEST_TEXT else words[: LONGEST_TEXT - 1] + "…"


def _drawn(screen: Screen, window: Window, cell: str) -> str:
    """The piece of the sheet with its letters and numbers, the cell itself framed."""
    top, left, rows = window
    heads = [letter(left + number) for number in range(len(rows[0]))] if rows else []
    corner = element("th", screen.say("quality.row_number"), scope="col")
    lines = []
    for number, line in enumerate(rows, start=top):
        cells = "".join(
            element("td", text, class_="found" if f"{head}{number + 1}" == cell else "plain")
            for head, text in zip(heads, line, strict=True)
        )
        lines.append(join("<tr>", element("th", str(number + 1), scope="row"), cells, "</tr>"))
    return join(
        '<div class="sheet-preview" tabindex="0" role="region" aria-label="',
        escape(screen.say("quality.preview", cell=cell)),
        '"><table><thead><tr>',
        corner,
        *(element("th", head, scope="col") for head in heads),
        "</tr></thead><tbody>",
        *lines,
        "</tbody></table></div>",
    )
