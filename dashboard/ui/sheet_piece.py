"""A piece of a sheet as it came in, with the letters of its columns and the numbers of its rows."""

from collections.abc import Sequence
from html import escape

from dashboard.ingest.numbers import CellValue
from dashboard.ingest.rules import shown
from dashboard.ingest.workbook import letter
from dashboard.ui.html import element, join
from dashboard.ui.screen import Screen

LONGEST_TEXT = 60
LONG_TEXT = 12
"""A longer text needs more room than its column may have."""

Piece = tuple[int, int, list[list[str]]]
"""The first row and column, counted from 0, and the cells as text."""


def piece_of(rows: Sequence[Sequence[CellValue]], top: int, left: int, width: int) -> Piece:
    """Rows of a sheet from `top` on, every line of them `width` columns wide from `left` on."""
    columns = range(left, left + width)
    return top, left, [[_text(line[c] if c < len(line) else None) for c in columns] for line in rows]


def drawn(screen: Screen, piece: Piece, label: str, found: str | None = None) -> str:
    """The piece as a table that scrolls in its frame; the cell with the address `found` is marked.

    Without such a cell a text runs on over the empty ones beside it, as in a spreadsheet.
    """
    top, left, rows = piece
    heads = [letter(left + number) for number in range(len(rows[0]))] if rows else []
    corner = element("th", screen.say("quality.row_number"), scope="col")
    lines = []
    for number, line in enumerate(rows, start=top):
        cells = "".join(
            element("td", line[at], class_="found" if f"{heads[at]}{number + 1}" == found else "plain", **wide)
            for at, wide in _spans(line, runs_on=found is None)
        )
        lines.append(join("<tr>", element("th", str(number + 1), scope="row"), cells, "</tr>"))
    return join(
        '<div class="sheet-preview" tabindex="0" role="region" aria-label="',
        escape(label),
        '"><table><thead><tr>',
        corner,
        *(element("th", head, scope="col") for head in heads),
        "</tr></thead><tbody>",
        *lines,
        "</tbody></table></div>",
    )


def _spans(line: list[str], *, runs_on: bool) -> list[tuple[int, dict[str, str]]]:
    """Each cell that is drawn, and what says over how many columns."""
    found: list[tuple[int, int]] = []
    for at, text in enumerate(line):
        if runs_on and not text and found and len(line[found[-1][0]]) > LONG_TEXT:
            found[-1] = found[-1][0], found[-1][1] + 1
        else:
            found.append((at, 1))
    return [(at, {"colspan": str(span)} if span > 1 else {}) for at, span in found]


def _text(value: CellValue) -> str:
    """As a spreadsheet shows it: a whole number without a point."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    words = "" if value is None else shown(value)
    return words if len(words) <= LONGEST_TEXT else words[: LONGEST_TEXT - 1] + "…"
