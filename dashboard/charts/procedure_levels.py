"""Procedures by online level: one stacked bar for each level or unit, under the classification of its time."""

from dataclasses import dataclass
from typing import Any

import altair as alt

from dashboard.charts.lines import PICK
from dashboard.charts.picture import Look, Picture, TableColumn, empty_picture, to_rows, wrapped
from dashboard.charts.quick import inline
from dashboard.charts.rows import bar_axis
from dashboard.metrics import format as fmt

WIDE_ENOUGH = 0.09
"""The share from which a segment holds its own percentage."""


@dataclass(frozen=True, slots=True)
class _Bar:
    id: str
    name: str
    first: int | None
    second: int | None
    total: int | None
    target: float | None
    level: str | None

    @property
    def is_known(self) -> bool:
        return self.first is not None and self.second is not None and bool(self.total)

    @property
    def rest(self) -> int | None:
        """What is neither; null where the two exceed the total, which a finding says."""
        if self.first is None or self.second is None or self.total is None:
            return None
        left = self.total - self.first - self.second
        return left if left >= 0 else None


def procedure_levels(
    frame: Any, look: Look | None = None, is_old: bool = False, period: str = "", subtitle: str = "", limit: int = 12
) -> Picture:
    """Stacked bars of the shares of the higher and the lower online level, in the order given.

    Rows: `id`, `name`, `first` (end to end, or level 4 before 2022: `is_old`), `second` (in part, or level 3), `total`,
    and where known `target`, of the first, and `level`, the id of a row that is a level. Rows without counts stand in
    the table only. A click picks `id`.
    """
    look = look or Look()
    bars = [_bar(row) for row in to_rows(frame)]
    known = [bar for bar in bars if bar.is_known]
    names = _names(look, is_old)
    columns = _columns(look, names)
    title = _title(known, look, names, period)
    if not known:
        return empty_picture(title, subtitle, look, columns)
    segments = [segment for bar in known[:limit] for segment in _segments(bar, look, names)]
    chart = alt.layer(*_layers(look, segments, known[:limit], names)).properties(
        width="container",
        height=alt.Step(54 if look.is_narrow else 62 if look.is_large else 38),
        padding={"left": 8, "top": 30, "right": 8, "bottom": 8},
    )
    notes = [look.say("procedure_levels.count_note")] if len(known) > 1 else []
    if len(known) > limit:
        counts = {"shown": fmt.count(limit, look.language), "total": fmt.count(len(known), look.language)}
        notes.insert(0, look.say("chart.shown_of", noun=look.say("noun.unit"), **counts))
    if any(bar.target is not None for bar in known[:limit]):
        notes.append(look.say("procedure_levels.tick_note"))
    words = look.say("procedure_levels.alt", sentence=title)
    return Picture(chart, title, subtitle, words, look, columns, tuple(map(_table_row, bars)), tuple(notes))


def _bar(row: dict[str, Any]) -> _Bar:
    return _Bar(
        str(row["id"]), str(row["name"]), row["first"], row["second"], row["total"], row.get("target"), row.get("level")
    )


def _names(look: Look, is_old: bool) -> tuple[str, str]:
    keys = ("level4", "level3") if is_old else ("end_to_end", "partial")
    return look.say(f"procedure_levels.{keys[0]}"), look.say(f"procedure_levels.{keys[1]}")


def _colours(look: Look) -> tuple[str, str, str]:
    return look.palette.blues[4], look.palette.blues[2], look.palette.missing


def _segments(bar: _Bar, look: Look, names: tuple[str, str]) -> list[dict[str, Any]]:
    total = bar.total or 1
    parts = zip(
        (bar.first, bar.second, bar.rest), (*names, look.say("procedure_levels.rest")), _colours(look), strict=True
    )
    found, at = [], 0.0
    for count, name, colour in parts:
        share = (count or 0) / total
        found.append({
            "id": bar.id, "level": bar.level,
            "label": wrapped(bar.name, 44 if look.is_narrow else 30, 1 if look.is_narrow else 2),
            "name": bar.name, "part": name, "from": at, "to": at + share, "middle": at + share / 2,
            "colour": colour, "ink": look.palette.ink_on(colour),
            "words": fmt.ratio(count, total, fmt.CHART_DECIMALS, look.language) if share >= WIDE_ENOUGH else "",
            "counts": fmt.counts(count, total, look.language), "target": bar.target,
        })  # fmt: skip
        at += share
    return found


def _layers(look: Look, segments: list[dict[str, Any]], bars: list[_Bar], names: tuple[str, str]) -> list[alt.Chart]:
    data = inline(segments)
    room = alt.Scale(paddingInner=0.56, paddingOuter=0.3) if look.is_narrow else alt.Scale(paddingInner=0.3)
    y = alt.Y("label:N", sort=None, axis=bar_axis(look), scale=room)
    scale = alt.Scale(domain=[0, max(1.0, *(segment["to"] for segment in segments))], nice=False)
    pick = alt.selection_point(name=PICK, fields=["id"], on="click", empty=False)
    tips = [
        alt.Tooltip("name:N", title=look.say("table.name")),
        alt.Tooltip("part:N", title=look.say("table.level")),
        alt.Tooltip("counts:N", title="n"),
    ]
    colour = alt.Color("colour:N", scale=None)
    x = alt.X("from:Q", scale=scale, axis=None)
    bar = alt.Chart(data).mark_bar(cursor="pointer", stroke=look.palette.ground, strokeWidth=1)
    words = alt.Chart(data).mark_text(fontWeight=600)
    layers = [
        bar.encode(y=y, x=x, x2="to:Q", color=colour, tooltip=tips).add_params(pick),
        words.encode(y=y, x=alt.X("middle:Q", scale=scale), text="words:N", color=alt.Color("ink:N", scale=None)),
    ]
    if any(one.target is not None for one in bars):
        tick = alt.Chart(data).mark_tick(color=look.palette.ink, thickness=3, opacity=1, height={"band": 0.95})
        layers.append(tick.encode(y=y, x=alt.X("target:Q", scale=scale)))
    return layers + _heads(look, names, scale)


def _heads(look: Look, names: tuple[str, str], scale: alt.Scale) -> list[alt.Chart]:
    """What the colours mean, above the first bar."""
    step = 0.34 if look.is_narrow else 0.16
    heads = [
        {"x": number * step, "head": name, "colour": colour}
        for number, (name, colour) in enumerate(
            zip((*names, look.say("procedure_levels.rest")), _colours(look), strict=True)
        )
    ]
    data = inline(heads)
    x = alt.X("x:Q", scale=scale)
    square = alt.Chart(data).mark_point(filled=True, shape="square", size=110, opacity=1, xOffset=6, yOffset=-16)
    words = alt.Chart(data).mark_text(align="left", baseline="middle", dx=17, dy=-16, fontSize=look.small_size)
    top = alt.value(0)
    return [square.encode(x=x, y=top, color=alt.Color("colour:N", scale=None)), words.encode(x=x, y=top, text="head:N")]


def _title(known: list[_Bar], look: Look, names: tuple[str, str], period: str) -> str:
    if not known:
        return look.say("online.no_levels", period=period)
    first = known[0]
    return look.say(
        "procedure_levels.title",
        name=first.name,
        first=names[0].lower(),
        second=names[1].lower(),
        first_share=fmt.ratio(first.first, first.total, fmt.CHART_DECIMALS, look.language),
        second_share=fmt.ratio(first.second, first.total, fmt.CHART_DECIMALS, look.language),
        period=period,
    )


def _columns(look: Look, names: tuple[str, str]) -> tuple[TableColumn, ...]:
    return (
        TableColumn("name", look.say("table.name")),
        TableColumn("total", look.say("procedure_levels.total"), "count"),
        TableColumn("first", names[0], "count"),
        TableColumn("second", names[1], "count"),
        TableColumn("rest", look.say("procedure_levels.rest"), "count"),
        TableColumn("first_share", f"{look.say('table.ratio')}, {names[0].lower()}", "percent"),
        TableColumn("second_share", f"{look.say('table.ratio')}, {names[1].lower()}", "percent"),
    )


def _table_row(bar: _Bar) -> dict[str, Any]:
    return {
        "id": bar.id,
        "name": bar.name,
        "total": bar.total,
        "first": bar.first,
        "second": bar.second,
        "rest": bar.rest,
        "first_share": bar.first / bar.total if bar.first is not None and bar.total else None,
        "second_share": bar.second / bar.total if bar.second is not None and bar.total else None,
    }
