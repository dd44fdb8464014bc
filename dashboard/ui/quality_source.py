"""The source of a finding: the original file, and the sheet around the cell as it came in."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.ingest.workbook import open_csv, open_workbook
from dashboard.ui import kept, page_parts, reads, sheet_piece
from dashboard.ui.screen import Screen
from dashboard.ui.sheet_piece import Piece

ROWS_AROUND, COLUMNS_AROUND = 4, 5
MOST_BYTES = 5_000_000
"""A larger file is offered for download and not opened for a look."""
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


def show(screen: Screen, row: Mapping[str, Any]) -> None:
    """Download and preview; a sentence where the reader may not have the file or it cannot be shown."""
    name = "!".join(part for part in (row["sheet"], row["cell"]) if part) or row["file"]
    path = reads.original(screen.scope, row["sha256"], row["file"]) if row["sha256"] else None
    if path is None:
        page_parts.prose(screen.say("quality.no_original"))
        return
    page_parts.prose(screen.say("quality.source_head", place=name, file=row["file"]), "lead")
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
        page_parts.prose(screen.say("quality.no_preview"))
        return
    st.html(sheet_piece.drawn(screen, window, screen.say("quality.preview", cell=row["cell"]), row["cell"]))


@kept.copied(60)
def _window(sha256: str, path: str, file_name: str, sheet_name: str | None, cell: str) -> Piece | None:  # noqa: ARG001
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
    return sheet_piece.piece_of(rows, top, left, at_column + COLUMNS_AROUND + 1 - left)


def _number(letters: str) -> int:
    number = 0
    for sign in letters:
        number = number * 26 + ord(sign) - 64
    return number - 1
