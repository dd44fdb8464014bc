"""Volume against share: which units would move the whole most, and by how many files."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import altair as alt

from dashboard.charts import cautions
from dashboard.charts.labels import spread
from dashboard.charts.lines import PICK
from dashboard.charts.note_marks import LIFT
from dashboard.charts.picture import Look, Picture, TableColumn, empty_picture, formula, to_rows, wrapped
from dashboard.charts.quick import inline
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import Metric

NAMED = 5
Row = dict[str, Any]
_Box = tuple[float, float, float, float]
_Side = Literal["right", "left", "above", "below"]
_SIDES: tuple[_Side, ...] = get_args(_Side)
_ALIGN: dict[str, Literal["left", "right", "center"]] = {
    "right": "left", "left": "right", "above": "center", "below": "center",
}  # fmt: skip
_SHIFT = {"right": (20, 0), "left": (-20, 0), "above": (0, -24), "below": (0, 24)}
"""Where the words of a mark can stand, and how far from its middle."""


def gain_scatter(
    frame: Any, metric: Metric, look: Look | None = None, period: str = "", noun: str = "", height: int = 400
) -> Picture:
    """Units by volume (log) and share; the area of a mark is the number of files that its goal still needs.

    Rows are those of `queries/read/online_gain_by_unit.sql`. The goal is the unit's target, and the province's share
    for units without one. A square cannot be brought to its goal, as too few files are left offline. Fewer than
    `look.small_n` files are not drawn. A click picks `id` and `level`.
    """
    look = look or Look()
    noun = noun or look.say("noun.unit")
    rows = sorted((_read(row) for row in to_rows(frame)), key=lambda row: -(row["files_gain"] or 0))
    drawn = [row for row in rows if (row["denominator"] or 0) >= look.small_n]
    has_target = any(row["target_value"] is not None for row in rows)
    title = _title(rows, look, period, noun, has_target)
    columns = _columns(look)
    if not drawn:
        return empty_picture(title, formula(metric, look.language), look, columns)
    values = [_datum(row, look) for row in drawn]
    x_scale, y_scale = _x_scale(values), _y_scale(values)
    layers = [
        *_goal_lines(drawn, look, y_scale, height),
        *_marks(values, look, x_scale, y_scale),
        *_names(values, look, x_scale, y_scale, height),
    ]
    chart = alt.layer(*layers).properties(
        width="container", height=height, padding={"left": 8, "top": 12, "right": 8, "bottom": 8}
    )
    return Picture(
        chart,
        title,
        formula(metric, look.language),
        look.say("gain.alt", sentence=title),
        look,
        columns,
        tuple({**row, "name": row["unit_name"]} for row in rows),
        _notes(rows, drawn, look, noun, has_target),
    )


def _read(row: Row) -> Row:
    return {"id": row["unit_id"], **row}


def _datum(row: Row, look: Look) -> Row:
    gain = row["files_gain"] or 0
    goal = row["files_to_target"] if row["target_value"] is not None else row["files_to_province"]
    colours = look.palette
    is_below = gain > 0
    return {
        "id": row["unit_id"],
        "level": row["level"],
        "name": row["unit_name"],
        "short": wrapped(row["short_name"], 14 if look.is_narrow else 30, 1),
        "volume": row["denominator"],
        "value": row["ratio"],
        "gain": gain,
        "gain_words": fmt.count(gain, look.language),
        "counts": fmt.counts(row["numerator"], row["denominator"], look.language),
        "share": fmt.ratio(row["numerator"], row["denominator"], fmt.CHART_DECIMALS, look.language),
        "caution": row.get("caution"),
        "shape": "square" if goal is not None and goal > gain else "circle",
        "colour": (colours.alarm if row["target_value"] is not None else colours.series) if is_below else colours.pale,
        "opacity": 0.75 if is_below else 0.6,
    }


def _x_scale(values: Sequence[Row]) -> alt.Scale:
    low, high = min(v["volume"] for v in values), max(v["volume"] for v in values)
    return alt.Scale(type="log", domain=[low / 1.25, high * 1.25], nice=False)


def _y_scale(values: Sequence[Row]) -> alt.Scale:
    low, high = min(v["value"] for v in values), max(v["value"] for v in values)
    room = max((high - low) * 0.1, 0.01)
    return alt.Scale(domain=[max(low - room, 0.0), high + room], zero=False, nice=False)


def _marks(values: Sequence[Row], look: Look, x_scale: alt.Scale, y_scale: alt.Scale) -> list[alt.Chart]:
    most = max(v["gain"] for v in values) or 1
    data = inline([{**v, "size": 34 + 900 * v["gain"] / most} for v in values])
    ticks = _ticks(min(v["volume"] for v in values), max(v["volume"] for v in values))
    pick = alt.selection_point(name=PICK, fields=["id", "level"], on="click", empty=False)
    marks = alt.Chart(data).mark_point(filled=True, strokeWidth=2, cursor="pointer").encode(
        x=alt.X(
            "volume:Q",
            scale=x_scale,
            axis=alt.Axis(values=ticks, format=",.0f", title=look.say("gain.volume"), domain=False, ticks=False),
        ),
        y=alt.Y(
            "value:Q", scale=y_scale, axis=alt.Axis(format=".0%", tickCount=5, title=None, domain=False, ticks=False)
        ),
        size=alt.Size("size:Q", scale=None),
        shape=alt.Shape("shape:N", scale=None),
        color=alt.Color("colour:N", scale=None),
        opacity=alt.Opacity("opacity:Q", scale=None),
        stroke=alt.condition(pick, alt.value(look.palette.ink), alt.value("transparent")),
        tooltip=[
            alt.Tooltip("name:N", title=look.say("table.unit")),
            alt.Tooltip("share:N", title=look.say("chart.rate")),
            alt.Tooltip("counts:N", title="n"),
            alt.Tooltip("gain_words:N", title=look.say("gain.files_to_target")),
            *cautions.tips(values, look),
        ],
    )  # fmt: skip
    return [marks.add_params(pick)]


def _ticks(low: float, high: float) -> list[int]:
    """1, 2 and 5 times powers of ten within the range; only the powers where it is wide."""
    steps = (1,) if high / low > 300 else (1, 2, 5)
    powers = range(int(math.log10(low)) - 1, int(math.log10(high)) + 2)
    return [
        step * 10**power
        for power in powers
        for step in steps
        if power >= 0 and low / 1.25 <= step * 10**power <= high * 1.25
    ]


def _names(values: Sequence[Row], look: Look, x_scale: alt.Scale, y_scale: alt.Scale, height: int) -> list[alt.Chart]:
    """Name and files of the units that need most, each on the side of its mark where it covers least."""
    frame = _Frame.of(x_scale, y_scale, look, height)
    needing = [v for v in values if v["gain"] > 0]
    taken = [frame.box(v["volume"], v["value"], 12, 12, "center") for v in needing]
    rings = [frame.ring(v) for v in needing]  # which of them have notes is not known yet
    layers = []
    for v in needing[: 3 if look.is_narrow else NAMED]:
        words = look.say("gain.unit", name=v["short"], files=v["gain_words"])
        boxes = {side: frame.words(v, words, look, side) for side in _SIDES}
        side = min(_SIDES, key=lambda side: frame.cost(boxes[side], taken, rings))
        taken.append(boxes[side])
        data = inline([{**v, "words": words}])
        x, y = alt.X("volume:Q", scale=x_scale), alt.Y("value:Q", scale=y_scale)
        for ground in (look.palette.ground, None):
            mark = alt.Chart(data).mark_text(
                align=_ALIGN[side], dx=_SHIFT[side][0], dy=_SHIFT[side][1], fontWeight=600,
                stroke=ground or alt.Undefined, strokeWidth=4 if ground else 0, strokeJoin="round",
            )  # fmt: skip
            layers.append(mark.encode(x=x, y=y, text="words:N"))
    return layers


def _covers(box: _Box, other: _Box) -> float:
    """The area that two boxes share."""
    wide = min(box[2], other[2]) - max(box[0], other[0])
    high = min(box[3], other[3]) - max(box[1], other[1])
    return wide * high if wide > 0 and high > 0 else 0.0


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things stand in pixels, for a usual width of the window: good enough to keep words off marks."""

    left: float
    right: float
    low: float
    high: float
    width: int
    height: int

    @staticmethod
    def of(x_scale: alt.Scale, y_scale: alt.Scale, look: Look, height: int) -> "_Frame":
        left, right = (math.log(end) for end in x_scale.to_dict()["domain"])
        low, high = y_scale.to_dict()["domain"]
        return _Frame(left, right, low, high, 270 if look.is_narrow else 880, height)

    def box(self, volume: float, value: float, width: float, height: float, align: str) -> _Box:
        x = (math.log(volume) - self.left) / (self.right - self.left) * self.width
        y = (self.high - value) / (self.high - self.low) * self.height
        x -= {"left": 0.0, "center": width / 2, "right": width}[align]
        return (x, y - height / 2, x + width, y + height / 2)

    def words(self, v: Row, words: str, look: Look, side: str) -> _Box:
        x1, y1, x2, y2 = self.box(
            v["volume"], v["value"], len(words) * look.small_size * 0.58, look.small_size, _ALIGN[side]
        )
        dx, dy = _SHIFT[side]
        return (x1 + dx, y1 + dy, x2 + dx, y2 + dy)

    def ring(self, v: Row) -> _Box:
        """Where the number of a note would stand."""
        x1, y1, x2, y2 = self.box(v["volume"], v["value"], 20, 20, "center")
        return (x1, y1 - LIFT, x2, y2 - LIFT)

    def cost(self, words: _Box, taken: Sequence[_Box], rings: Sequence[_Box]) -> float:
        """What words would cover of marks and words, and half as much of what may be a ring, or lose outside."""
        covered = sum(_covers(words, other) for other in taken) + sum(_covers(words, other) for other in rings) / 2
        return covered + self._outside(words)

    def _outside(self, box: _Box) -> float:
        """How much of a box leaves the picture, which weighs more than anything it could cover."""
        x1, y1, x2, y2 = box
        return 1e4 * (max(-x1, 0) + max(x2 - self.width, 0) + max(-y1, 0) + max(y2 - self.height, 0))


def _goal_lines(rows: Sequence[Row], look: Look, y_scale: alt.Scale, height: int) -> list[alt.Chart]:
    """The province's share and the targets in force, each with its words."""
    colours = look.palette
    first = rows[0]
    lines = []
    for target in sorted({row["target_value"] for row in rows if row["target_value"] is not None}):
        value = fmt.percent(target, fmt.CHART_DECIMALS, look.language)
        lines.append({"at": target, "words": look.say("chart.target", value=value), "dash": [1, 0]})
    if first["province_denominator"]:
        share = fmt.ratio(first["province_numerator"], first["province_denominator"], fmt.CHART_DECIMALS, look.language)
        at = first["province_numerator"] / first["province_denominator"]
        lines.append({"at": at, "words": look.say("gain.province_line", value=share), "dash": [5, 4]})
    lines = [line for line in lines if _within(line["at"], y_scale)]
    layers = []
    low, high = y_scale.to_dict()["domain"]
    places = spread([line["at"] for line in lines], (look.small_size + 4) * (high - low) / height)
    for place, line in zip(places, lines, strict=True):
        data = inline([{**line, "place": place}])
        rule = alt.Chart(data).mark_rule(color=colours.muted, strokeDash=line["dash"])
        halo = alt.Chart(data).mark_text(
            align="left", baseline="bottom", dx=4, dy=-3, stroke=colours.ground, strokeWidth=4, strokeJoin="round"
        )
        words = alt.Chart(data).mark_text(align="left", baseline="bottom", dx=4, dy=-3, color=colours.muted)
        y = alt.Y("place:Q", scale=y_scale)
        layers.append(rule.encode(y=alt.Y("at:Q", scale=y_scale)))
        layers += [text.encode(x=alt.value(0), y=y, text="words:N") for text in (halo, words)]
    return layers


def _within(value: float, scale: alt.Scale) -> bool:
    low, high = scale.to_dict()["domain"]
    return bool(low <= value <= high)


def _title(rows: Sequence[Row], look: Look, period: str, noun: str, has_target: bool) -> str:
    goal = "target" if has_target else "province"
    if all(row["files_gain"] is None for row in rows):
        return look.say("gain.unknown", period=period)
    judged = [row for row in rows if not has_target or row["target_value"] is not None]
    needed = "files_to_target" if has_target else "files_to_province"
    below = sorted((row for row in judged if row[needed]), key=lambda row: -row[needed])
    if not below:
        return look.say(f"gain.none_{goal}", noun=noun, period=period)
    files = sum(row[needed] for row in below)
    units = ", ".join(
        look.say("gain.unit", name=row["unit_name"], files=fmt.count(row[needed], look.language)) for row in below[:3]
    )
    counts = {"count": fmt.count(len(below), look.language), "files": fmt.count(files, look.language)}
    return f"{look.say(f'gain.to_{goal}', noun=noun, **counts)}; {look.say('gain.most', units=units)}"


def _notes(rows: Sequence[Row], drawn: Sequence[Row], look: Look, noun: str, has_target: bool) -> tuple[str, ...]:
    goal = look.say("gain.goal_target" if has_target else "gain.goal_province")
    notes = [look.say("gain.size_note", goal=goal)]
    needed = [
        (row["files_to_target"] if row["target_value"] is not None else row["files_to_province"]) for row in drawn
    ]
    if any(files is not None and files > (row["files_gain"] or 0) for files, row in zip(needed, drawn, strict=True)):
        notes.append(look.say("gain.cap_note"))
    if len(drawn) < len(rows):
        count = fmt.count(len(rows) - len(drawn), look.language)
        notes.append(look.say("gain.small_note", count=count, noun=noun, limit=look.small_n))
    notes.append(look.say("chart.axis_not_zero"))
    return tuple(notes)


def _columns(look: Look) -> tuple[TableColumn, ...]:
    return (
        TableColumn("name", look.say("table.unit")),
        TableColumn("ratio", look.say("table.ratio"), "percent"),
        TableColumn("numerator", look.say("table.numerator"), "count"),
        TableColumn("denominator", look.say("table.denominator"), "count"),
        TableColumn("target_value", look.say("table.target"), "percent"),
        TableColumn("files_to_target", look.say("gain.files_to_target"), "count"),
        TableColumn("files_to_province", look.say("gain.files_to_province"), "count"),
        TableColumn("offline_files", look.say("gain.offline_files"), "count"),
        TableColumn("province_gain", look.say("gain.province_gain"), "points"),
    )
