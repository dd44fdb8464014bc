"""The annexes of a report: every unit and every field in tables, and how the figures are computed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from dashboard.charts.picture import metric_name
from dashboard.conference import endings
from dashboard.conference.model import Conference, Row
from dashboard.conference.telling import value
from dashboard.exports.document import Block, Column, Paragraph, Table
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import Metric, load_catalogue
from dashboard.metrics.figure import Figure

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """What is attached: its title and its tables."""

    title: str
    blocks: tuple[Block, ...]


def annexes(c: Conference) -> tuple[Annex, ...]:
    """Those of which there is something to show."""
    made = (_units(c), _fields(c), _digital(c), _reporting(c), _methods(c))
    return tuple(annex for annex in made if annex is not None)


def _units(c: Conference) -> Annex | None:
    return _of_units(c, "annex_units", [figure for figure in (c.headlines.get("overdue"),) if figure])


def _digital(c: Conference) -> Annex | None:
    return _of_units(c, "annex_digital", [c.headlines[name] for name in ("online", "signature") if name in c.headlines])


def _reporting(c: Conference) -> Annex | None:
    return _of_units(c, "annex_reporting", [c.headlines[name] for name in ("reporting",) if name in c.headlines])


def _of_units(c: Conference, key: str, figures: Sequence[Figure]) -> Annex | None:
    """Numerator, denominator and share of each unit, by level, under the province's; null where no unit has any."""
    ids = [figure.metric.id for figure in figures]
    by_unit: dict[str, dict[str, Row]] = {}
    for row in c.units:
        if row["metric_id"] in ids:
            by_unit.setdefault(row["unit_id"], {})[row["metric_id"]] = row
    if not any(row["numerator"] is not None for rows in by_unit.values() for row in rows.values()):
        return None
    metrics = [figure.metric for figure in figures]
    first = [Column(c.say("review.number"), "center", 1), Column(c.say("table.unit"), share=5)]
    heads = (*first, *(column for metric in metrics for column in _heads(c, metric)))
    total = ("", c.say("review.province_total"), *(cell for f in figures for cell in _cells(c, f.metric, f.row)))
    rows, strong = [total], [0]
    for level, of_level in groupby(by_unit.values(), key=lambda rows: next(iter(rows.values()))["level"]):
        strong.append(len(rows))
        rows.append((c.say(f"level.{level}"), *[""] * (len(heads) - 1)))
        for number, unit in enumerate(of_level, start=1):
            name = next(iter(unit.values()))["unit_name"]
            cells = [cell for metric in metrics for cell in _cells(c, metric, unit.get(metric.id, {}))]
            rows.append((fmt.count(number), name, *cells))
    note = Paragraph(c.say("sourced.small", limit=fmt.count(c.limits.small_n, c.look.language)), is_muted=True)
    return Annex(c.say(f"review.{key}"), (Table(heads, tuple(rows), strong=tuple(strong)), note))


def _fields(c: Conference) -> Annex | None:
    rows = [row for row in c.fields if row["numerator"] is not None]
    if not rows:
        return None
    heads = (Column(c.say("review.number"), "center", 1), Column(c.say("table.field"), share=5), *_heads(c, c.late))
    lines = [
        (fmt.count(number), row["field_name"], *_cells(c, c.late, row)) for number, row in enumerate(rows, start=1)
    ]
    return Annex(c.say("review.annex_fields"), (Table(heads, tuple(lines)),))


def _methods(c: Conference) -> Annex | None:
    """Formulas with their regulations, then counts, coverage and what was found in the figures."""
    defined = endings.definitions(c)
    if defined is None or defined.table is None:
        return None
    sourced = endings.sources(c)
    said = (Paragraph(words) for words in (f"{sourced.title}.", *sourced.points))
    blocks: list[Block] = [defined.table, *said]
    if sourced.table is not None:
        blocks.append(sourced.table)
    return Annex(c.say("review.annex_methods"), tuple(blocks))


def _heads(c: Conference, metric: Metric) -> Iterator[Column]:
    columns, is_vietnamese = load_catalogue().columns, c.look.language == "vi"
    for end in (metric.numerator, metric.denominator):
        if end:
            yield Column(columns[end].label if is_vietnamese else columns[end].label_en, "right", 2)
    if metric.denominator:
        yield Column(metric_name(metric, c.look.language), "right", 2)


def _cells(c: Conference, metric: Metric, row: Row) -> Cells:
    count: Callable[[float | None], str] = lambda number: fmt.count(number, c.look.language)  # noqa: E731
    if metric.denominator is None:
        return (count(row.get("numerator")),)
    counts = count(row.get("numerator")), count(row.get("denominator"))
    share = fmt.NONE if row.get("ratio") is None else value(c, metric, row)
    return (*counts, share)
