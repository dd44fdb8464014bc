"""Two periods side by side: a line for each unit, those that clearly moved strong and named, the others pale."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt

from dashboard.charts import cautions, sentences
from dashboard.charts.labels import spread
from dashboard.charts.lines import PICK
from dashboard.charts.picture import Look, Picture, TableColumn, empty_picture, formula, to_rows, wrapped
from dashboard.charts.quick import inline
from dashboard.metrics import format as fmt
from dashboard.metrics import intervals
from dashboard.metrics.catalogue import Metric
from dashboard.metrics.status import judge

NAMED = 8
"""How many lines are named; at most that many stand apart from each other."""
DRAWN = 300
"""How many lines are drawn: of more, nobody could follow one, and a browser would wait for them."""


@dataclass(frozen=True, slots=True)
class _Line:
    id: str
    name: str
    numerator: int | None
    denominator: int | None
    numerator_before: int | None
    denominator_before: int | None
    caution: str | None = None
    is_converted: bool = False

    @property
    def now(self) -> float | None:
        return self.numerator / self.denominator if self.numerator is not None and self.denominator else None

    @property
    def before(self) -> float | None:
        if self.numerator_before is None or not self.denominator_before:
            return None
        return self.numerator_before / self.denominator_before

    @property
    def change(self) -> float | None:
        return self.now - self.before if self.now is not None and self.before is not None else None

    @property
    def moved(self) -> intervals.Change:
        return intervals.change(self.numerator, self.denominator, self.numerator_before, self.denominator_before)

    def is_drawn(self, small_n: int) -> bool:
        enough = min(self.denominator or 0, self.denominator_before or 0) >= small_n
        return enough and self.change is not None


def slope(
    frame: Any,
    metric: Metric,
    look: Look | None = None,
    previous: str = "",
    period: str = "",
    noun: str = "",
    height: int = 420,
) -> Picture:
    """Lines from the earlier period on the left to the later one on the right, of units that can be compared.

    Rows: `id`, `name`, `numerator`, `denominator`, `numerator_before`, `denominator_before`. `previous` and `period`
    name the two periods, `noun` says what the rows are. Units of fewer than `look.small_n` cases in either period stand
    in the table only. Made for metrics with a denominator. A click picks `id`.
    """
    look = look or Look()
    noun = noun or look.say("noun.unit")
    lines = [_line(row) for row in to_rows(frame)]
    compared = [line for line in lines if line.is_drawn(look.small_n)]
    drawn = _furthest(compared)
    title = _title(compared, metric, look, previous, period, noun)
    columns = _columns(look, previous, period)
    rows = tuple(_table_row(line) for line in sorted(lines, key=lambda line: (line.change is None, line.change or 0.0)))
    if not drawn:
        return empty_picture(title, formula(metric, look.language), look, columns)
    named = _named(drawn)
    values = [datum for line in drawn for datum in _datum(line, metric, look, line in named)]
    scale = _scale(drawn)
    chart = alt.layer(
        *_layers(look, values, scale, previous),
        _labels(named, metric, look, scale, height),
        *_heads(look, previous, period),
    ).properties(
        width="container",
        height=height,
        padding={"left": 8, "top": 34, "right": 8, "bottom": 8},
    )
    words = look.say("slope.alt", previous=previous, period=period, sentence=title)
    notes = _notes(lines, compared, drawn, metric, look, noun, scale.to_dict()["domain"][0] == 0)
    return Picture(chart, title, formula(metric, look.language), words, look, columns, rows, notes)


def _line(row: dict[str, Any]) -> _Line:
    return _Line(
        id=str(row["id"]),
        name=str(row["name"]),
        numerator=row.get("numerator"),
        denominator=row.get("denominator"),
        numerator_before=row.get("numerator_before"),
        denominator_before=row.get("denominator_before"),
        caution=row.get("caution") or None,
        is_converted=bool(row.get("is_converted")),
    )


def _furthest(lines: list[_Line]) -> list[_Line]:
    """All of them, or where there are too many those that clearly moved, the furthest first, and then the others."""
    if len(lines) <= DRAWN:
        return lines
    return sorted(lines, key=lambda line: (line.moved not in ("up", "down"), -abs(line.change or 0.0)))[:DRAWN]


def _named(lines: Sequence[_Line]) -> list[_Line]:
    """All of a few lines; of many, those that clearly moved the furthest."""
    if len(lines) <= NAMED:
        return list(lines)
    moved = [line for line in lines if line.moved in ("up", "down")]
    return sorted(moved, key=lambda line: -abs(line.change or 0.0))[:NAMED]


def _colour(line: _Line, metric: Metric, look: Look) -> str:
    colours = look.palette
    verdict = judge(line.moved, metric.direction)
    return {"better": colours.good, "worse": colours.alarm}.get(verdict, colours.pale)


def _datum(line: _Line, metric: Metric, look: Look, is_named: bool) -> list[dict[str, Any]]:
    is_clear = line.moved in ("up", "down")
    shared = {
        "id": line.id,
        "name": line.name,
        "colour": _colour(line, metric, look),
        "order": int(is_named) + int(is_clear),
        "weight": 2.5 if is_clear else 1.25,
        "opacity": 1.0 if is_named else 0.4 if is_clear else 0.6,
        "words": fmt.ratio(line.numerator, line.denominator, fmt.CHART_DECIMALS, look.language),
        "words_before": fmt.ratio(line.numerator_before, line.denominator_before, fmt.CHART_DECIMALS, look.language),
        "change": fmt.points(line.change, fmt.CHART_DECIMALS, look.language),
        "caution": line.caution,
        "is_converted": line.is_converted,
    }
    return [{**shared, "x": 0, "value": line.before}, {**shared, "x": 1, "value": line.now}]


def _scale(lines: Sequence[_Line]) -> alt.Scale:
    ends = [value for line in lines for value in (line.before, line.now) if value is not None]
    room = max((max(ends) - min(ends)) * 0.06, 0.01)
    return alt.Scale(domain=[max(min(ends) - room, 0.0), max(ends) + room], zero=False, nice=False)


def _layers(look: Look, values: list[dict[str, Any]], scale: alt.Scale, previous: str) -> list[alt.Chart]:
    data = inline(sorted(values, key=lambda value: value["order"]))
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, 1], nice=False))
    is_fine = scale.to_dict()["domain"][1] - scale.to_dict()["domain"][0] < 0.06
    axis = alt.Axis(format=".1%" if is_fine else ".0%", tickCount=5, title=None, domain=False, ticks=False, offset=10)
    y = alt.Y("value:Q", scale=scale, axis=axis)
    tips = [
        alt.Tooltip("name:N", title=look.say("table.name")),
        alt.Tooltip("words_before:N", title=fmt.capitalised(previous)),
        alt.Tooltip("words:N", title=look.say("chart.rate")),
        alt.Tooltip("change:N", title=look.say("overdue.change")),
        *cautions.tips(values, look),
    ]
    colour = alt.Color("colour:N", scale=None)
    opacity = alt.Opacity("opacity:Q", scale=None)
    line = alt.Chart(data).mark_line(cursor="pointer").encode(
        x=x, y=y, color=colour, detail="id:N", opacity=opacity, tooltip=tips, strokeDash=_dash(values),
        strokeWidth=alt.StrokeWidth("weight:Q", scale=None),
    )  # fmt: skip
    pick = alt.selection_point(name=PICK, fields=["id"], on="click", empty=False)
    size = alt.condition(pick, alt.value(150), alt.value(46))
    dots = alt.Chart(data).mark_point(filled=True, cursor="pointer").encode(
        x=x, y=y, color=colour, opacity=opacity, size=size, tooltip=tips
    )  # fmt: skip
    return [line, dots.add_params(pick)]


def _dash(values: list[dict[str, Any]]) -> alt.StrokeDash | alt.StrokeDashValue:
    """Dashed where the earlier end is converted to the territory of the later one."""
    if not any(value["is_converted"] for value in values):
        return alt.StrokeDashValue([1, 0])
    scale = alt.Scale(domain=[False, True], range=[[1, 0], [5, 4]])
    return alt.StrokeDash("is_converted:N", scale=scale, legend=None)


def _labels(named: Sequence[_Line], metric: Metric, look: Look, scale: alt.Scale, height: int) -> alt.Chart:
    low, high = scale.to_dict()["domain"]
    lines = 2 if look.is_narrow else 1
    step = (look.small_size + 5) * lines * (high - low) / (height - 90)
    places = spread([line.now or 0.0 for line in named], step)
    rows = [
        {
            "x": 1,
            "place": place,
            "words": f"{wrapped(line.name, 16, 1)}\n{_moved(line, look)}"
            if look.is_narrow
            else f"{wrapped(line.name, 28, 1)}  {_moved(line, look)}",
            "colour": _text_colour(line, metric, look),
        }
        for line, place in zip(named, places, strict=True)
    ]
    return (
        alt.Chart(inline(rows))
        .mark_text(align="left", baseline="middle", dx=10, lineBreak="\n", lineHeight=look.small_size + 3)
        .encode(
            x=alt.X("x:Q", axis=None),
            y=alt.Y("place:Q", scale=scale),
            text="words:N",
            color=alt.Color("colour:N", scale=None),
        )
    )


def _text_colour(line: _Line, metric: Metric, look: Look) -> str:
    colours = look.palette
    verdict = judge(line.moved, metric.direction)
    return {"better": colours.good_text, "worse": colours.alarm_text}.get(verdict, colours.muted)


def _moved(line: _Line, look: Look) -> str:
    value = fmt.ratio(line.numerator, line.denominator, fmt.CHART_DECIMALS, look.language)
    arrow = {"up": "▲", "down": "▼"}.get(line.moved, "≈")
    return cautions.signed(f"{value} {arrow}", line.caution)


def _heads(look: Look, previous: str, period: str) -> list[alt.Chart]:
    """The two periods above their ends."""
    side: Literal["left", "right"] = "right" if look.is_narrow else "left"
    heads: list[tuple[int, str, Literal["left", "right"]]] = [(0, previous, "left"), (1, period, side)]
    return [
        alt.Chart(inline([{"x": x, "head": name.split()[-1] if look.is_narrow else fmt.capitalised(name)}]))
        .mark_text(align=align, baseline="bottom", dy=-10, fontWeight=600, color=look.palette.muted)
        .encode(x=alt.X("x:Q", axis=None), y=alt.value(0), text="head:N")
        for x, name, align in heads
    ]


def _title(lines: Sequence[_Line], metric: Metric, look: Look, previous: str, period: str, noun: str) -> str:
    if not lines:
        return look.say("slope.nothing", noun=noun, previous=previous, period=period)
    up = [line for line in lines if line.moved == "up"]
    down = [line for line in lines if line.moved == "down"]
    if not up and not down:
        return look.say("slope.none", noun=noun, previous=previous)
    counts = {"up": fmt.count(len(up), look.language), "down": fmt.count(len(down), look.language)}
    most = max([*up, *down], key=lambda line: abs(line.change or 0.0))
    sign = "+" if (most.change or 0.0) > 0 else fmt.MINUS
    change = sign + sentences.change_size(metric, most.change or 0.0, look)
    if not down:
        said = look.say("slope.only_up", noun=noun, previous=previous, up=counts["up"])
    elif not up:
        said = look.say("slope.only_down", noun=noun, previous=previous, down=counts["down"])
    else:
        said = look.say("slope.moved", noun=noun, previous=previous, **counts)
    return f"{said}; {look.say('slope.most', name=most.name, change=change)}"


def _notes(
    lines: Sequence[_Line],
    compared: Sequence[_Line],
    drawn: Sequence[_Line],
    metric: Metric,
    look: Look,
    noun: str,
    starts_at_zero: bool,
) -> tuple[str, ...]:
    notes = [look.say("slope.note", noun=noun, limit=NAMED)]
    if not starts_at_zero:
        notes.append(look.say("chart.axis_not_zero"))
    if any(line.is_converted for line in drawn):
        notes.append(look.say("rank_lines.converted_note"))
    if len(drawn) < len(compared):
        others = fmt.count(len(compared) - len(drawn), look.language)
        notes.append(look.say("slope.others", drawn=fmt.count(len(drawn), look.language), others=others, noun=noun))
    if len(compared) < len(lines):
        count = fmt.count(len(lines) - len(compared), look.language)
        notes.append(look.say("slope.left_out", count=count, noun=noun, limit=look.small_n, cases=look.noun(metric)))
    return (*notes, *cautions.notes([{"caution": line.caution} for line in compared], look))


def _columns(look: Look, previous: str, period: str) -> tuple[TableColumn, ...]:
    return (
        TableColumn("name", look.say("table.name")),
        TableColumn("before", look.say("slope.before", period=previous), "percent"),
        TableColumn("now", look.say("slope.before", period=period), "percent"),
        TableColumn("change", look.say("overdue.change"), "points"),
        TableColumn("numerator_before", f"{look.say('table.numerator')}, {previous}", "count"),
        TableColumn("denominator_before", f"{look.say('table.denominator')}, {previous}", "count"),
        TableColumn("numerator", f"{look.say('table.numerator')}, {period}", "count"),
        TableColumn("denominator", f"{look.say('table.denominator')}, {period}", "count"),
    )


def _table_row(line: _Line) -> dict[str, Any]:
    return {
        "id": line.id,
        "name": line.name,
        "before": line.before,
        "now": line.now,
        "change": line.change,
        "numerator_before": line.numerator_before,
        "denominator_before": line.denominator_before,
        "numerator": line.numerator,
        "denominator": line.denominator,
        **cautions.cell(line.caution),
    }
