"""What a table is made of wherever it goes: the screen, a spreadsheet, a page of paper."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "count", "percent", "points", "decimal", "date"]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table: the key in its rows, the heading, and what the values are (fractions for rates)."""

    key: str
    label: str
    kind: Kind = "text"
