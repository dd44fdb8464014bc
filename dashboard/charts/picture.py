"""What every chart function gives back: a chart with its title sentence, formula, alt text and the table behind it."""

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import altair as alt

from dashboard.charts import note_marks
from dashboard.charts.locale import vega_locale
from dashboard.charts.note_marks import Note, Place
from dashboard.charts.palette import FONT, Palette, Theme, palette
from dashboard.charts.quick import inline
from dashboard.metrics.catalogue import Metric, load_catalogue
from dashboard.metrics.format import SMALL_N, Language
from dashboard.metrics.intervals import INTERVAL_N
from dashboard.metrics.tabular import TableColumn as TableColumn
from dashboard.words import text

_BEFORE_NUMBER = re.compile(r"\b(tháng|Quý|năm|in|on) (?=[\dIVQ])")

Row = Mapping[str, Any]
Chart = alt.Chart | alt.LayerChart | alt.FacetChart


@dataclass(frozen=True, slots=True)
class Look:
    """How a picture is to look: `is_large` on a projector (larger text, thicker lines), `is_narrow` on a phone.

    `is_scoped` says that the reader sees some units only. `reorganised` are the days, besides 1 July 2025, on which
    units shown ended or began; with `has_moved_work` they took work over on 1 July 2025.
    """

    language: Language = "vi"
    theme: Theme = "light"
    small_n: int = SMALL_N
    interval_n: int = INTERVAL_N
    is_large: bool = False
    is_narrow: bool = False
    is_scoped: bool = False
    reorganised: tuple[date, ...] = ()
    has_moved_work: bool = False

    @property
    def palette(self) -> Palette:
        return palette(self.theme)

    @property
    def font_size(self) -> int:
        return 26 if self.is_large else 13

    @property
    def small_size(self) -> int:
        return 24 if self.is_large else 12

    @property
    def printed(self) -> "Look":
        """The same for paper: on white, at the size of a page."""
        return replace(self, theme="light", is_large=False, is_narrow=False)

    def say(self, key: str, **values: object) -> str:
        """Words of the catalogue in this look's language."""
        return text(key, self.language, **values)

    def noun(self, metric: Metric) -> str:
        """What a metric counts: "hồ sơ", "văn bản", …"""
        return text(f"noun.{metric.family}", self.language)


@dataclass(frozen=True)
class Picture:
    """A chart and all that must stand with it.

    `title` is the sentence that answers the question, `subtitle` the formula in words, `notes` what a reader must know
    to read the chart. `rows` hold plain numbers (fractions for rates), so that exports keep numeric cells. `is_empty`
    says that there was nothing to draw. `remarks` are the notes bound to points of the picture; `place` is what it is
    about where its marks do not say so.
    """

    chart: Chart
    title: str
    subtitle: str
    alt_text: str
    look: Look
    columns: tuple[TableColumn, ...] = ()
    rows: tuple[dict[str, Any], ...] = ()
    notes: tuple[str, ...] = field(default=())
    is_empty: bool = False
    remarks: tuple[Note, ...] = ()
    place: Place | None = None

    def spec(self) -> dict[str, Any]:
        """The Vega-Lite specification: whoever shows it writes title, subtitle, notes and alt text himself."""
        return self._specified(self.chart)

    def screen_spec(self) -> dict[str, Any]:
        """What the screen draws."""
        return self.spec()

    def document_spec(self, width: int = 760) -> dict[str, Any]:
        """The specification for a file: fixed width, with title, subtitle, notes and description inside."""
        remarks = (f"[{note.number}] {note.words}" for note in self.remarks)
        return titled(
            self.spec(), self.title, (self.subtitle, " ".join(self.notes), *remarks), self.alt_text, self.look, width
        )

    def _specified(self, chart: Chart) -> dict[str, Any]:
        spec: dict[str, Any] = chart.to_dict(validate=False)
        spec["config"] = configuration(self.look)
        if self.place is not None and self.remarks:
            spec = note_marks.marked(spec, self.remarks, self.place, self.look.palette)
        return spec


@dataclass(frozen=True)
class PlotlyPicture(Picture):
    """A picture that Plotly draws on the screen (`figure`); its `chart` draws the same for files."""

    figure: dict[str, Any] = field(default_factory=dict)

    def screen_spec(self) -> dict[str, Any]:
        return self.figure


def titled(
    spec: dict[str, Any], title: str, parts: Iterable[str], alt_text: str, look: Look, width: int = 760
) -> dict[str, Any]:
    """A specification for a file of its own: fixed width, with the title, what stands under it, and a description."""
    spec = dict(spec)
    if spec.get("width") == "container":
        spec |= {"width": width, "autosize": {"type": "pad"}}
    characters = int(width / (look.font_size * 0.55))
    spec["title"] = {
        "text": textwrap.wrap(_BEFORE_NUMBER.sub("\\1\u00a0", title), int(characters * 0.78)),
        "subtitle": [line for part in parts if part for line in textwrap.wrap(part, characters)],
        "anchor": "start",
        "frame": "bounds",
        "offset": 16,
    }
    spec["description"] = alt_text
    return spec


def caption(subtitle: str, notes: Iterable[str]) -> str:
    """The formula and the notes as the running text under a picture in a file."""
    return " ".join((*((f"{subtitle.rstrip('.')}.",) if subtitle else ()), *notes))


def formula(metric: Metric, language: Language) -> str:
    """The line under every title: "Công thức: …"."""
    return text("chart.formula", language, formula=load_catalogue().formula(metric, language))


def metric_name(metric: Metric, language: Language) -> str:
    return metric.name if language == "vi" else metric.name_en


def lowered(name: str) -> str:
    """A name for the middle of a sentence: the first letter small, unless it begins an abbreviation."""
    return name if name[1:2].isupper() or name[1:2].isdigit() else name[:1].lower() + name[1:]


def wrapped(name: str, width: int = 34, lines: int = 3) -> str:
    """A long name on up to three lines; what still does not fit ends in "…" and stands whole in tooltip and table."""
    return "\n".join(textwrap.wrap(name, width, max_lines=lines, placeholder=" …")) or name


def label_offset(look: Look) -> dict[str, Any]:
    """Lifts an axis label of several lines so that its middle, and not its first line, stands at the mark."""
    half = (look.small_size + 3) / 2
    lines = "length(split(datum.value, '\\n'))"
    return {
        "condition": [{"test": f"{lines} == 2", "value": -half}, {"test": f"{lines} > 2", "value": -2 * half}],
        "value": 0,
    }


def to_rows(frame: Any) -> list[dict[str, Any]]:
    """Rows as dicts from a list of mappings, an Arrow table or a pandas frame; what is not a number becomes null."""
    if hasattr(frame, "to_pylist"):
        records: Iterable[Row] = frame.to_pylist()
    elif hasattr(frame, "to_dict"):
        records = frame.to_dict("records")
    else:
        records = frame
    return [{str(key): _plain(value) for key, value in record.items()} for record in records]


def empty_picture(title: str, subtitle: str, look: Look, columns: Sequence[TableColumn] = ()) -> Picture:
    """A picture of no figures: a sentence where the chart would be."""
    colours = look.palette
    chart = (
        alt.Chart(inline([{"words": look.say("state.nothing_chart")}]))
        .mark_text(fontSize=look.font_size, color=colours.muted)
        .encode(text="words:N")
        .properties(width="container", height=96)
    )
    return Picture(chart, title, subtitle, title, look, tuple(columns), is_empty=True)


def configuration(look: Look) -> dict[str, Any]:
    """The Vega-Lite configuration that all pictures share: font, colours, locale, and a frame without ornament."""
    colours = look.palette
    return {
        "background": colours.ground,
        "font": FONT,
        "locale": vega_locale(look.language),
        "padding": 8,
        "view": {"stroke": None},
        "rule": {"aria": False},  # lines to read values by: what they say stands in the alt text
        "axis": {
            "labelColor": colours.muted,
            "labelFontSize": look.small_size,
            "labelFont": FONT,
            "titleColor": colours.muted,
            "titleFontSize": look.small_size,
            "titleFontWeight": 400,
            "titleFont": FONT,
            "gridColor": colours.grid,
            "domainColor": colours.pale,
            "tickColor": colours.pale,
            "labelLimit": 400,
            "labelAngle": 0,
        },
        "header": {
            "labelColor": colours.ink,
            "labelFontSize": look.small_size,
            "labelFontWeight": 600,
            "labelFont": FONT,
            "labelLimit": 400,
            "titleColor": colours.muted,
        },
        "title": {
            "color": colours.ink,
            "font": FONT,
            "fontSize": 32 if look.is_large else 17,
            "fontWeight": 600,
            "lineHeight": 40 if look.is_large else 23,
            "subtitleColor": colours.muted,
            "subtitleFont": FONT,
            "subtitleFontSize": look.small_size,
            "subtitleLineHeight": look.small_size + 6,
            "subtitlePadding": 6,
        },
        "text": {"font": FONT, "fontSize": look.small_size, "fill": colours.ink},
    }


def _plain(value: Any) -> Any:
    if hasattr(value, "item"):
        value = value.item()
    if hasattr(value, "to_pydatetime"):
        value = value.to_pydatetime().date()
    return None if value != value or str(value) in ("NaT", "<NA>") else value
