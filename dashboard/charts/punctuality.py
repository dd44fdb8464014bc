"""How a report stands with its due day: nine states with sign and colour, and the grid of units and periods.

The signs read without colour, the fills differ in lightness too, and stripes mark what is not known. "Missing" is the
strongest fill and never white; only what is not yet due stays blank.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, get_args

from dashboard.charts.note_marks import Note
from dashboard.charts.palette import Theme, palette
from dashboard.charts.picture import Look
from dashboard.charts.series import REFORM_DAY
from dashboard.metrics import format as fmt
from dashboard.report import Period

Row = Mapping[str, Any]
Status = Literal[
    "on_time", "slightly_late", "very_late", "late", "missing", "undated", "not_applicable", "not_due", "unknown"
]
STATUSES: tuple[Status, ...] = get_args(Status)
BAD: tuple[Status, ...] = ("missing", "very_late", "late", "slightly_late")
"""What a unit answers for, gravest first."""

FEW_DAYS = 3
"""Up to so many days after the due day a report is a little late; the default of a setting."""

_CODES = dict(zip(STATUSES, "oslxmund?", strict=True))
_WORDS_UP_TO = 4
"""With no more periods than this the cells have room for words."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a state is drawn. `glyph` is empty for what stays blank; of late reports the days stand in its place."""

    fill: str
    ink: str
    glyph: str
    is_striped: bool = False
    is_outlined: bool = False


def styles(theme: Theme) -> dict[Status, Style]:
    """The style of each state in a theme."""
    colours = palette(theme)
    little, much, none = colours.ramp[2], colours.ramp[3], colours.ramp[4]
    return {
        "on_time": Style(colours.calm, colours.good_text, "✓"),
        "slightly_late": Style(little, colours.ink_on(little), "1"),
        "very_late": Style(much, colours.ink_on(much), "9"),
        "late": Style(little, colours.ink_on(little), "!", is_striped=True),
        "missing": Style(none, colours.ink_on(none), "✕"),
        "undated": Style(colours.missing, colours.missing_ink, "?", is_striped=True),
        "not_applicable": Style(colours.panel, colours.muted, "–"),
        "not_due": Style("transparent", colours.muted, "", is_outlined=True),
        "unknown": Style(colours.panel, colours.muted, "…", is_striped=True),
    }


def status_words(status: Status, days: int | None, look: Look, few_days: int = FEW_DAYS) -> str:
    """A state in words: "Chưa nộp", "Trễ 4 ngày"; without days the words of the legend."""
    if status in ("slightly_late", "very_late"):
        if days is not None:
            return look.say("reporting.days_late", days=fmt.count(days, look.language))
        return look.say(f"reporting.status_{status}", days=few_days)
    return look.say(f"reporting.status_{status}")


def grid(
    records: Sequence[Row],
    periods: Sequence[Period],
    look: Look,
    few_days: int = FEW_DAYS,
    selected: tuple[str, str] = ("", ""),
    notes: Sequence[Note] = (),
) -> dict[str, Any]:
    """The grid as compact data for the browser: one letter for each cell, days beside them, words once.

    Records: `unit_id`, `unit_name`, `statuses` and `days` (one each for every period), `missing`, `late`, `due`, and
    where known `valid_to`, which tells two units of one name apart. `selected` is a unit and a period. `notes` are
    numbered and stand at the cell of their unit and period.
    """
    names = Counter(row["unit_name"] for row in records)
    drawn = styles(look.theme)
    at = {period.period_id: number for number, period in enumerate(periods)}
    noted: dict[str, dict[int, list[int]]] = {}
    for note in notes:
        if note.period_id in at:
            noted.setdefault(str(note.unit_id), {}).setdefault(at[note.period_id], []).append(note.number)
    seen: set[Status] = {status for row in records for status in row["statuses"]}
    return {
        "columns": _columns(periods, look),
        "rows": [_row(row, look, names[row["unit_name"]] > 1, noted.get(row["unit_id"], {})) for row in records],
        "notes": {
            str(note.number): look.say("notes.alt", number=str(note.number), words=note.words) for note in notes
        },
        "states": {
            _CODES[status]: {
                "glyph": drawn[status].glyph,
                "fill": drawn[status].fill,
                "ink": drawn[status].ink,
                "striped": drawn[status].is_striped,
                "outlined": drawn[status].is_outlined,
                "has_days": status in ("slightly_late", "very_late"),
                "words": status_words(status, None, look, few_days),
                "seen": status in seen,
            }
            for status in STATUSES
        },
        "words": {
            "unit": look.say("table.unit"),
            "missing": look.say("reporting.column_missing"),
            "late": look.say("reporting.column_late"),
            "days": look.say("reporting.days_pattern"),
            "legend": look.say("reporting.legend"),
            "break": look.say("chart.break_rule"),
        },
        "colours": {
            "ground": look.palette.ground, "panel": look.palette.panel, "ink": look.palette.ink,
            "muted": look.palette.muted, "line": look.palette.grid, "accent": look.palette.series,
        },
        "has_words": len(periods) <= _WORDS_UP_TO,
        "selected": list(selected),
    }  # fmt: skip


def title(records: Sequence[Row], periods: Sequence[Period], look: Look) -> str:
    """The answer of the grid in one sentence: who reports late or not at all most often."""
    if not records or not periods:
        return ""
    name = fmt.period_name(periods[-1], look.language)
    if len(periods) == 1:
        return _title_of_one(records, name, look)
    span = f"{fmt.period_name(periods[0], look.language)} – {name}"
    bad = {str(row["unit_id"]): row["missing"] + row["late"] for row in records}
    most = max(bad.values())
    if not most:
        units = fmt.count(len(records), look.language)
        if undated := sum(row["statuses"].count("undated") for row in records):
            count = fmt.count(undated, look.language)
            return look.say("reporting.title_none_undated", units=units, span=span, undated=count)
        return look.say("reporting.title_none", units=units, span=span)
    top = [row for row in records if bad[str(row["unit_id"])] == most]
    dues = {row["due"] for row in top}
    return look.say(
        "reporting.title_many" if len(dues) == 1 else "reporting.title_many_dues",
        count=fmt.count(sum(value > 0 for value in bad.values()), look.language),
        units=fmt.count(len(records), look.language),
        worst=listed([str(row["unit_name"]) for row in top], look),
        bad=fmt.count(most, look.language),
        **({"due": fmt.count(dues.pop(), look.language)} if len(dues) == 1 else {}),
    )


def _title_of_one(records: Sequence[Row], name: str, look: Look) -> str:
    """Who is missing; that all have reported is said only when nobody still has time, or is not known of."""
    gone = [row for row in records if row["missing"]]
    due = sum(row["due"] for row in records)
    waiting = sum("not_due" in row["statuses"] for row in records)
    if gone:
        units = listed([str(row["unit_name"]) for row in gone], look)
        counts = {"missing": fmt.count(len(gone), look.language), "due": fmt.count(due, look.language)}
        return look.say("reporting.title_one", period=name, units=units, **counts)
    if waiting:
        counts = {"reported": fmt.count(due, look.language), "due": fmt.count(due + waiting, look.language)}
        return look.say("reporting.title_one_waiting", period=name, **counts)
    if not due:
        return look.say("reporting.title_one_unknown", period=name)
    return look.say("reporting.title_one_none", period=name, due=fmt.count(due, look.language))


def listed(names: Sequence[str], look: Look, most: int = 4) -> str:
    """The first few names, and how many more there are."""
    text = ", ".join(names[:most])
    if len(names) > most:
        text += " " + look.say("state.and_more", count=fmt.count(len(names) - most, look.language))
    return text


def _columns(periods: Sequence[Period], look: Look) -> list[dict[str, Any]]:
    columns = []
    every = (REFORM_DAY, *look.reorganised)
    for before, period in pairwise([None, *periods]):
        assert period is not None
        short = fmt.period_axis(period.kind, period.start, period.end, look.language)
        label, _, year = short.rpartition("/")
        if period.kind == "custom":
            label, year = short, ""
        columns.append(
            {
                "id": period.period_id,
                "label": label or year,
                "year": year if label else "",
                "name": fmt.capitalised(fmt.period_name(period, look.language)),
                "is_break": before is not None and any(before.start < day <= period.start for day in every),
            }
        )
    return columns


def _row(row: Row, look: Look, is_shared: bool, noted: Mapping[int, Sequence[int]]) -> list[Any]:
    """Id, name, letters, days by column, counts of missing and late, numbers of notes by column."""
    letters = "".join(_CODES[status] for status in row["statuses"])
    days = {str(at): value for at, value in enumerate(row["days"]) if value is not None}
    name, end = row["unit_name"], row.get("valid_to")
    return [
        row["unit_id"],
        look.say("reporting.ended", name=name, day=fmt.day(end, look.language)) if is_shared and end else name,
        letters,
        days,
        fmt.count(row["missing"], look.language),
        fmt.count(row["late"], look.language),
        {str(column): list(numbers) for column, numbers in noted.items()},
    ]
