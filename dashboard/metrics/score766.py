"""The score of Decision 766/QĐ-TTg: its six groups, their maxima, its grades, and how a rate becomes points.

Groups, maxima and grades are data (`data/reference/score_766*.csv`). Points below a group are not known with certainty,
so none is made up here: a group's score is what the portal gives.
"""

import csv
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from dashboard.metrics.format import Language

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
TOTAL = "score_total"
REGULATION = "Quyết định 766/QĐ-TTg ngày 23/6/2022"


@dataclass(frozen=True, slots=True)
class Group:
    """One of the six groups: its code in the portal's data, the column it is kept in, and the most it gives."""

    code: str
    column: str
    name: str
    name_en: str
    maximum: int

    def named(self, language: Language) -> str:
        return self.name if language == "vi" else self.name_en


@dataclass(frozen=True, slots=True)
class Grade:
    """A band of the total score, from `floor` up to the next one."""

    id: str
    floor: int
    name: str
    name_en: str

    def named(self, language: Language) -> str:
        return self.name if language == "vi" else self.name_en


@cache
def groups() -> tuple[Group, ...]:
    """The groups in the order of the decision; their maxima make 100."""
    return tuple(
        Group(row["code"], row["column"], row["name"], row["name_en"], int(row["maximum"]))
        for row in _rows("score_766.csv")
    )


@cache
def grades() -> tuple[Grade, ...]:
    """The grades, best first."""
    return tuple(
        Grade(row["grade"], int(row["floor"]), row["name"], row["name_en"]) for row in _rows("score_766_grades.csv")
    )


def maxima() -> dict[str, int]:
    """The most that each column can hold, the total among them."""
    found = {group.column: group.maximum for group in groups()}
    return {**found, TOTAL: sum(found.values())}


def points(rate: Decimal | float, threshold: Decimal | float, maximum: int) -> Decimal:
    """The points of a rate, to two decimals: all of them from the threshold on, below it in proportion.

    A rate of nothing earns nothing. Raises `ValueError` for a threshold that is not above 0.
    """
    known, needed = Decimal(str(rate)), Decimal(str(threshold))
    if needed <= 0:
        raise ValueError(f"a threshold of {threshold} divides nothing")
    share = min(known / needed, Decimal(1))
    return (share * maximum).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
