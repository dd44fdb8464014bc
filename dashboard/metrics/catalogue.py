"""The catalogue of counted columns and metrics, read from `queries/metrics.toml` and checked word by word.

A misspelt key, an unknown column or a fallback that leads nowhere fails here, at start, and names itself.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from dashboard.report import FAMILIES, Family

METRICS_FILE = Path(__file__).parents[2] / "queries" / "metrics.toml"

OverTime = Literal["sum", "last", "first", "received", "never"]
OverUnits = Literal["add", "same_list", "fact", "held"]
Direction = Literal["higher", "lower", "neutral"]
Topic = Literal["overdue", "online", "iso", "signature", "reporting"]

TOPICS: tuple[Topic, ...] = get_args(Topic)

_COLUMN_KEYS = {
    "family", "label", "label_en", "definition", "definition_en", "over_time", "terms", "fallback",
    "over_units",
}  # fmt: skip
_METRIC_KEYS = {
    "family", "topic", "name", "name_en", "question", "question_en", "numerator", "denominator", "unit",
    "decimals", "direction", "regulation", "targets", "needs_all",
}  # fmt: skip
_TARGET_KEYS = {"from", "to", "value", "comparator", "document", "level", "unit_type"}


class CatalogueError(ValueError):
    """The catalogue contradicts itself; the message names the entry and the key."""


@dataclass(frozen=True, slots=True)
class Term:
    """One column in a sum; `sign` is −1 where it is subtracted."""

    column: str
    sign: int = 1


@dataclass(frozen=True, slots=True)
class Column:
    """A counted column: a count that reports state, or (with `terms`) a declared sum of such counts."""

    id: str
    family: Family
    label: str
    label_en: str
    definition: str
    definition_en: str
    over_time: OverTime | None
    over_units: OverUnits | None = None
    terms: tuple[Term, ...] = ()
    fallback: tuple[Term, ...] = ()

    @property
    def is_stated(self) -> bool:
        return not self.terms


@dataclass(frozen=True, slots=True)
class Target:
    """What a public document asks of a metric between two dates; `value` in the metric's own unit (a fraction)."""

    metric_id: str
    valid_from: date
    valid_to: date | None
    comparator: str
    value: float
    document: str
    level: str | None = None
    unit_type: str | None = None


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric: numerator over denominator (fractions 0–1), or a count where `denominator` is None.

    With `needs_all` a total is null as soon as one unit's count is unknown: those known would not speak for the others.
    """

    id: str
    family: Family
    topic: Topic
    name: str
    name_en: str
    question: str
    question_en: str
    numerator: str
    denominator: str | None
    unit: Literal["percent", "count"]
    decimals: int
    direction: Direction
    regulation: str
    targets: tuple[Target, ...] = ()
    needs_all: bool = False

    @property
    def counts_units(self) -> bool:
        """Whether what it counts are the units themselves, which are others after 1 July 2025."""
        return self.family in ("iso", "submission")


@dataclass(frozen=True)
class Catalogue:
    """Every column and metric by id, in the order of the file."""

    columns: Mapping[str, Column]
    metrics: Mapping[str, Metric]

    def stated_columns(self, family: Family) -> tuple[str, ...]:
        """The columns of a family that reports state, which are the columns of its fact table."""
        return tuple(c.id for c in self.columns.values() if c.family == family and c.is_stated)

    def alternatives(self, column_id: str) -> tuple[tuple[Term, ...], ...]:
        """The sums that give a column, best first; a stated column is a sum of itself."""
        column = self.columns[column_id]
        if column.is_stated:
            return ((Term(column_id),),)
        return (column.terms, column.fallback) if column.fallback else (column.terms,)

    def stated_terms(self, metric: Metric) -> tuple[str, ...]:
        """Every stated column that can enter a metric, numerator first, without repeats."""
        ends = [metric.numerator] + ([metric.denominator] if metric.denominator else [])
        found = [t.column for end in ends for sum_ in self.alternatives(end) for t in sum_]
        return tuple(dict.fromkeys(found))

    def is_stock(self, metric: Metric) -> bool:
        """Whether only the last period of a range counts."""
        return all(self.columns[c].over_time == "last" for c in self.stated_terms(metric))

    def not_convertible(self, metric: Metric) -> OverUnits | None:
        """Why the metric's counts cannot be rolled up from predecessors into their successor; null where they can."""
        found = (self.columns[c].over_units for c in self.stated_terms(metric))
        return next((over_units for over_units in found if over_units != "add"), None)

    def formula(self, metric: Metric, language: str = "vi") -> str:
        """The formula in words, as it stands under every chart."""
        top = self._in_words(metric.numerator, language)
        if metric.denominator is None:
            return top
        return f"{top} ÷ {self._in_words(metric.denominator, language)}"

    def _in_words(self, column_id: str, language: str) -> str:
        def label(term: Term) -> str:
            column = self.columns[term.column]
            return column.label if language == "vi" else column.label_en

        sums = []
        for terms in self.alternatives(column_id):
            text = label(terms[0])
            for term in terms[1:]:
                text += (" − " if term.sign < 0 else " + ") + label(term)
            sums.append(f"({text})" if len(terms) > 1 else text)
        otherwise = " hoặc " if language == "vi" else " or "
        return otherwise.join(sums) if len(sums) == 1 else f"[{otherwise.join(sums)}]"


@cache
def load_catalogue(path: Path = METRICS_FILE) -> Catalogue:
    """Read and check the catalogue; raises `CatalogueError` naming the first entry that is wrong."""
    with path.open("rb") as file:
        content = tomllib.load(file)
    if unknown := content.keys() - {"column", "metric"}:
        raise CatalogueError(f"{path.name}: unknown table {sorted(unknown)}")
    columns = {id_: _column(id_, entry) for id_, entry in content["column"].items()}
    for column in columns.values():
        _check_terms(column, columns)
    metrics = {id_: _metric(id_, entry, columns) for id_, entry in content["metric"].items()}
    return Catalogue(columns, metrics)


def _column(id_: str, entry: dict[str, Any]) -> Column:
    _check_keys(f"column.{id_}", entry, _COLUMN_KEYS)
    if not id_.isidentifier():
        raise CatalogueError(f"column.{id_}: the id must be an identifier")
    has_terms = "terms" in entry
    if has_terms == ("over_units" in entry):
        raise CatalogueError(f"column.{id_}: give over_units for a stated column and for no other")
    if not has_terms and entry["over_units"] not in get_args(OverUnits):
        raise CatalogueError(f"column.{id_}: over_units = {entry['over_units']!r} is not one of {get_args(OverUnits)}")
    if has_terms == ("over_time" in entry):
        raise CatalogueError(f"column.{id_}: give either over_time (a stated column) or terms (a sum)")
    if not has_terms and entry["over_time"] not in get_args(OverTime):
        raise CatalogueError(f"column.{id_}: over_time = {entry['over_time']!r} is not one of {get_args(OverTime)}")
    if entry.get("family") not in FAMILIES:
        raise CatalogueError(f"column.{id_}: family = {entry.get('family')!r} is unknown")
    return Column(
        id=id_,
        family=entry["family"],
        label=entry["label"],
        label_en=entry["label_en"],
        definition=entry.get("definition", ""),
        definition_en=entry.get("definition_en", ""),
        over_time=entry.get("over_time"),
        over_units=entry.get("over_units"),
        terms=_terms(entry.get("terms", [])),
        fallback=_terms(entry.get("fallback", [])),
    )


def _terms(names: list[str]) -> tuple[Term, ...]:
    return tuple(Term(name.removeprefix("-"), -1 if name.startswith("-") else 1) for name in names)


def _check_terms(column: Column, columns: Mapping[str, Column]) -> None:
    for term in column.terms + column.fallback:
        other = columns.get(term.column)
        if other is None or not other.is_stated or other.family != column.family:
            raise CatalogueError(f"column.{column.id}: {term.column!r} is no stated column of {column.family}")


def _metric(id_: str, entry: dict[str, Any], columns: Mapping[str, Column]) -> Metric:
    _check_keys(f"metric.{id_}", entry, _METRIC_KEYS)
    for end in ("numerator", "denominator"):
        name = entry.get(end)
        if name is not None and (name not in columns or columns[name].family != entry["family"]):
            raise CatalogueError(f"metric.{id_}: {end} = {name!r} is no column of {entry['family']}")
    for key, allowed in (("topic", TOPICS), ("direction", get_args(Direction)), ("unit", ("percent", "count"))):
        if entry.get(key) not in allowed:
            raise CatalogueError(f"metric.{id_}: {key} = {entry.get(key)!r} is not one of {allowed}")
    rest = {key: value for key, value in entry.items() if key not in ("targets", "denominator")}
    targets = tuple(_target(id_, target) for target in entry.get("targets", []))
    return Metric(id=id_, denominator=entry.get("denominator"), targets=targets, **rest)


def _target(metric_id: str, entry: dict[str, Any]) -> Target:
    _check_keys(f"metric.{metric_id}.targets", entry, _TARGET_KEYS)
    return Target(
        metric_id=metric_id,
        valid_from=entry["from"],
        valid_to=entry.get("to"),
        comparator=entry["comparator"],
        value=entry["value"],
        document=entry["document"],
        level=entry.get("level"),
        unit_type=entry.get("unit_type"),
    )


def _check_keys(where: str, entry: Mapping[str, Any], allowed: set[str]) -> None:
    if unknown := entry.keys() - allowed:
        raise CatalogueError(f"{where}: unknown key {sorted(unknown)}")
