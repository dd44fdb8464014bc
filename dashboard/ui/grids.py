"""Tables as Streamlit takes them, worked out once for the same cells: our text over plain values, widths that fit."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import dropwhile, takewhile
from typing import Any

import pandas as pd
from pandas.io.formats.style import Styler

from dashboard.charts.palette import Theme, palette
from dashboard.charts.picture import TableColumn
from dashboard.metrics import format as fmt
from dashboard.metrics.tabular import Kind, written
from dashboard.ui import kept
from dashboard.ui.screen import Screen

LETTER_WIDTH = 7.6
MOST_WIDTH = 420
_CELL = re.compile(r"row(\d+)_col(\d+)")

Row = Mapping[str, Any]
Cells = tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table to be shown. `widths` are those of its columns in pixels, `lines` the words that each row starts with."""

    style: Styler
    widths: tuple[int, ...]
    lines: tuple[str, ...]


def grid(screen: Screen, columns: Sequence[TableColumn], rows: Sequence[Row]) -> Grid:
    """The same object for the same cells, so that nobody may change it.

    Rows with `is_grey` are those of which nothing can be told; a column of theirs says why.
    """
    cells = tuple(tuple(row.get(column.key) for column in columns) for row in rows)
    grey = tuple(bool(row.get("is_grey")) for row in rows)
    return _grid(screen.language, screen.theme, tuple(columns), cells, grey)


def width_of(letters: int) -> int:
    """Wide enough for a heading or text of so many letters, so that nothing is cut; very long texts scroll."""
    return min(28 + round(letters * LETTER_WIDTH), MOST_WIDTH)


def _letters(shown: str) -> float:
    """The length of a text in letters of middling width: a code of capitals and digits is wider than a name."""
    return len(shown) + 0.15 * sum(letter.isdigit() or letter.isupper() for letter in shown)


def text(language: fmt.Language, kind: Kind, value: Any) -> str:
    return fmt.NONE if value is pd.NA else written(kind, value, language)


@kept.shared(60)
def _grid(
    language: fmt.Language, theme: Theme, columns: tuple[TableColumn, ...], cells: Cells, grey: tuple[bool, ...]
) -> Grid:
    texts = [tuple(text(language, column.kind, row[at]) for row in cells) for at, column in enumerate(columns)]
    longest = (max(len(column.label) + 1, *map(_letters, shown)) for column, shown in zip(columns, texts, strict=True))
    widths = tuple(width_of(round(letters)) for letters in longest)
    words_from = dropwhile(lambda one: one[0].kind != "text", zip(columns, texts, strict=True))
    named = [shown for _, shown in takewhile(lambda one: one[0].kind in ("text", "date"), words_from)]
    lines = tuple(" · ".join([str(number + 1), *(shown[number] for shown in named)]) for number in range(len(cells)))
    return Grid(_worked_out(_styled(language, theme, columns, cells, grey)), widths, lines)


def _styled(
    language: fmt.Language, theme: Theme, columns: Sequence[TableColumn], cells: Cells, grey: Sequence[bool]
) -> Styler:
    """Plain values underneath, so that a click on a heading sorts them, and our text on top: `1.234`, `78,24%`, `–`."""
    values = {column.label: _series(column, [row[at] for row in cells]) for at, column in enumerate(columns)}
    formats = {column.label: partial(text, language, column.kind) for column in columns}
    # Streamlit sends a table again where it differs from what the browser has, and a name drawn by lot always does.
    style = Styler(pd.DataFrame(values), uuid="t").format(formats, na_rep=fmt.NONE)  # type: ignore[arg-type]
    if not any(grey):
        return style
    colours = palette(theme)
    css = f"color: {colours.muted}; background-color: {colours.panel}"
    return style.apply(lambda line: [css if grey[line.name] else ""] * len(line), axis=1)


def _worked_out(style: Styler) -> Styler:
    """The same with what pandas would work out anew each time that Streamlit sends it.

    Streamlit writes a cell's text over its value one by one. Only cells of which the two differ stay in the list, with
    what it reads of them: tables of a thousand lines are kept too.
    """
    style._compute()  # type: ignore[attr-defined]
    told = style._translate(False, False)  # type: ignore[attr-defined]
    plain = style.data.astype(str)  # type: ignore[attr-defined]

    def differs(cell: Mapping[str, Any]) -> bool:
        at = _CELL.match(cell.get("id") or "")
        return at is not None and plain.iat[int(at[1]), int(at[2])] != str(cell["display_value"])

    told["body"] = [
        [{"id": cell["id"], "display_value": cell["display_value"]} for cell in row if differs(cell)]
        for row in told["body"]
    ]
    style._display_funcs.clear()  # type: ignore[attr-defined]
    style._compute = lambda: style  # type: ignore[attr-defined]
    style._translate = lambda *_: told  # type: ignore[attr-defined]
    return style


def _series(column: TableColumn, values: list[Any]) -> pd.Series:
    if column.kind in ("count", "percent", "points", "decimal"):
        return pd.Series(values, dtype="Float64" if column.kind != "count" else "Int64")
    if column.kind == "date":  # days and words in one column are no column of a table
        return pd.Series(values, dtype="object")
    return pd.Series([fmt.NONE if value is None else value for value in values], dtype="object")
