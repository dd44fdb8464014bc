"""What a table is made of wherever it goes: the screen, a spreadsheet, a page of paper."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from dashboard.metrics import format as fmt

Kind = Literal["text", "count", "percent", "points", "decimal", "date"]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table: the key in its rows, the heading, and what the values are (fractions for rates)."""

    key: str
    label: str
    kind: Kind = "text"


def written(kind: Kind, value: Any, language: fmt.Language = "vi") -> str:
    """A value of a table as people read it: `1.234`, `78,24%`, `20/02/2020`, `–` for what is unknown."""
    if value is None:
        return fmt.NONE
    if kind == "count":
        return fmt.count(value, language)
    if kind == "percent":
        return fmt.percent(value, fmt.TABLE_DECIMALS, language)
    if kind == "decimal":
        return fmt.number(value, fmt.TABLE_DECIMALS, language)
    if kind == "points":
        return fmt.points(value, fmt.TABLE_DECIMALS, language)
    return fmt.day(value, language) if isinstance(value, date) else str(value)
