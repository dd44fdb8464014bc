"""A document as it is told to any writer of files: headings, figures, tables and pictures, every text ready to print.

Nothing in it is markup: a unit may be called "#strong[x]" and is printed so. Who makes a document formats its numbers
(`metrics/format`) and says for each figure its n, period and source; who writes it decides on type and place only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from dashboard.metrics.format import Language

Align = Literal["left", "right", "center"]
Tone = Literal["plain", "good", "bad", "amber"]


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a part, or of a part of a part."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `is_muted` for what stands under figures and tables, `is_open` for what the author has to add."""

    text: str
    is_muted: bool = False
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as a tile: its name, the value in large type, its counts (n), a status in words, and further lines."""

    name: str
    value: str
    counts: str = ""
    status: str = ""
    tone: Tone = "plain"
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """Tiles side by side."""

    items: tuple[Figure, ...]
    columns: int = 3


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `share` is its part of the width, 0 for as wide as its longest text."""

    label: str
    align: Align = "left"
    share: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts, one tuple for each line; `empty` stands where there is no line.

    `strong` are the numbers of lines in bold: totals, and headings of groups, which have text in the first column only.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = ""
    strong: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture as SVG with the sentence above it, what it shows in words, and what must be known to read it.

    Where it is a chart, `spec` is its Vega-Lite specification; `svg` and `png` may then be drawn from it later, by the
    process that writes the file; `dark` is the same for a dark screen. `table` holds the figures behind it, under the
    words `table_words`.
    """

    svg: str
    title: str
    alt: str
    note: str = ""
    spec: Mapping[str, Any] | None = None
    png: bytes = b""
    table: Table | None = None
    table_words: str = ""
    dark: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Drawings:
    """Pictures side by side."""

    items: tuple[Drawing, ...]
    columns: int = 2


@dataclass(frozen=True, slots=True)
class Beside:
    """Two parts side by side, each of blocks of its own."""

    left: tuple["Block", ...]
    right: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a page of its own."""


@dataclass(frozen=True, slots=True)
class Notes:
    """What stands behind the figures above, line by line in small type; on a screen it opens under its title."""

    title: str
    lines: tuple[str, ...]


Block = Heading | Paragraph | Figures | Table | Drawings | Beside | NewPage | Notes


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. `source` and `made_words` stand at the foot of every page, `badge` marks invented figures.

    `is_one_page` asks the writer to set it smaller until it fits one page.
    """

    title: str
    kicker: str
    subtitle: str
    source: str
    made_words: str
    page_words: str
    made: datetime
    blocks: tuple[Block, ...]
    badge: str = ""
    language: Language = "vi"
    is_one_page: bool = False
