"""A deck as it is told to any writer of it: slides of ready texts, tables of texts, and charts of plain numbers.

Nothing in it is markup, as in `document`, whose tiles and tables it shares. Charts carry the numbers themselves,
so that a writer can make them the program's own: what is unknown is null and never zero.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from dashboard.exports.document import Figure, Table
from dashboard.metrics.format import Language

Kind = Literal["title", "finding", "table", "text"]
Role = Literal["series", "target"]
"""What a series is: the figure itself, or its target."""


@dataclass(frozen=True, slots=True)
class Series:
    """One line, or one bar for each category. Rates are fractions; null where nothing is known.

    `labels` are the words at the marks, empty where there is no room for them.
    """

    name: str
    values: tuple[float | None, ...]
    role: Role = "series"
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NativeChart:
    """A chart as numbers, rates where it `has_percent`, else counts. Where an axis does not start at 0 `notes` say so.

    `break_after` is how many categories lie before 1 July 2025, where the range crosses it; `break_words` name the day.
    """

    kind: Literal["line", "bars"]
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    alt: str
    title: str
    has_percent: bool
    starts_at: float = 0.0
    notes: tuple[str, ...] = ()
    break_after: int | None = None
    break_words: str = ""


@dataclass(frozen=True, slots=True)
class Slide:
    """One message; `id` never changes, and `name` says what the slide is about.

    `notes` are the presenter's: exact figures, formula, coverage and sources.
    `page` (its name in the dashboard) and `params` lead to where the slide's figures can be walked further.
    """

    id: str
    kind: Kind
    title: str
    points: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    chart: NativeChart | None = None
    table: Table | None = None
    notes: tuple[str, ...] = ()
    coverage: str = ""
    name: str = ""
    page: str = ""
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Deck:
    """A whole deck. `standing` ("số liệu chốt ngày …" or "tạm tính") and `source` stand on every slide, `badge` marks
    invented figures."""

    title: str
    kicker: str
    subtitle: str
    standing: str
    source: str
    slides: tuple[Slide, ...]
    made: datetime
    badge: str = ""
    language: Language = "vi"
