"""Values against targets: one bar for each, its target as a tick, the previous period as a paler bar behind."""

from dataclasses import dataclass
from typing import Any

import altair as alt

from dashboard.charts import cautions, sentences
from dashboard.charts.picture import (
    Look,
    Picture,
    TableColumn,
    empty_picture,
    formula,
    metric_name,
    to_rows,
    wrapped,
)
from dashboard.charts.quick import inline
from dashboard.charts.rows import name_axis
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import Metric
from dashboard.metrics.status import GLYPHS, is_met

_FEW = 4


@dataclass(frozen=True, slots=True)
class _Bullet:
    id: str
    name: str
    numerator: int | None
    denominator: int | None
    previous: float | None
    target: float | None
    caution: str | None = None

    @property
    def value(self) -> float | None:
        return self.numerator / self.denominator if self.numerator is not None and self.denominator else None


def bullet_bars(frame: Any, metric: Metric, look: Look | None = None, title: str = "", row_height: int = 34) -> Picture:
    """One bullet for each row (levels, units, the whole province) of a metric with a denominator, in the given order.

    Rows: `id`, `name`, `numerator`, `denominator`, and where known `previous` (a fraction) and `target`. The words
    beside a bar say value and whether the target is met, so that the colour is not needed. Without `title` the first
    row's value and target make it.
    """
    look = look or Look()
    bullets = [_bullet(row) for row in to_rows(frame)]
    columns = _columns(look)
    title = title or _title(bullets, metric, look)
    known = [bullet for bullet in bullets if bullet.value is not None]
    if not known:
        return empty_picture(title, formula(metric, look.language), look, columns)
    values = [_datum(bullet, metric, look) for bullet in bullets]
    top = max((v[key] for v in values for key in ("value", "previous", "target") if v[key] is not None), default=1.0)
    chart = alt.layer(*_layers(look, top or 1.0, values), data=inline(values)).properties(
        width="container",
        height=alt.Step(_step(len(values)) if look.is_large else row_height),
        padding={"left": 8, "top": 8, "right": _room(look, values), "bottom": 8},
    )
    notes = [look.say("chart.tick_note")] if any(b.target is not None for b in bullets) else []
    if any(b.previous is not None for b in bullets):
        notes.append(look.say("chart.previous_note"))
    notes += cautions.notes(values, look)
    rows = tuple(
        {"name": b.name, "numerator": b.numerator, "denominator": b.denominator, "value": b.value,
         "previous": b.previous, "target": b.target, **cautions.cell(b.caution)}
        for b in bullets
    )  # fmt: skip
    words = look.say("alt.bullet", sentence=title)
    return Picture(chart, title, formula(metric, look.language), words, look, columns, rows, tuple(notes))


def _step(rows: int) -> int:
    """The height of a row on a projector: few fill the slide."""
    return 62 if rows > _FEW else 100


def _room(look: Look, values: list[dict[str, Any]]) -> int:
    """Right of the longest bar, for its words; without a target they are a number."""
    if look.is_narrow:
        return 64
    longest = max(len(value["words"]) for value in values)
    return min(330 if look.is_large else 160, round(longest * look.font_size * 0.6) + 24)


def _bullet(row: dict[str, Any]) -> _Bullet:
    return _Bullet(
        id=str(row["id"]),
        name=str(row["name"]),
        numerator=row.get("numerator"),
        denominator=row.get("denominator"),
        previous=row.get("previous"),
        target=row.get("target"),
        caution=row.get("caution") or None,
    )


def _datum(bullet: _Bullet, metric: Metric, look: Look) -> dict[str, Any]:
    colours = look.palette
    is_small = (bullet.denominator or 0) < look.small_n
    value = None if is_small else bullet.value
    words = sentences.value_text(metric, bullet.numerator, bullet.denominator, look)
    verdict = sentences.against_target(metric, value, bullet.target, look)
    met = is_met(value, bullet.target, "<=" if metric.direction == "lower" else ">=")
    sign = "" if met is None else GLYPHS["met" if met else "not_improving"]
    return {
        "id": bullet.id,
        "label": wrapped(bullet.name, 18 if look.is_narrow else 30, 2),
        "name": bullet.name,
        "value": value,
        "previous": bullet.previous,
        "target": bullet.target,
        "words": cautions.signed(
            f"{words} · {verdict}" if verdict and not look.is_narrow else f"{words} {sign}".rstrip(), bullet.caution
        ),
        "caution": bullet.caution,
        "counts": fmt.counts(bullet.numerator, bullet.denominator, look.language),
        "colour": colours.alarm if met is False else colours.good if met else colours.series,
    }


def _layers(look: Look, top: float, values: list[dict[str, Any]]) -> list[alt.Chart]:
    colours = look.palette
    # Named outright: by default a row without a previous period would go to the end.
    y = alt.Y("label:N", sort=[v["label"] for v in values], axis=name_axis(look))
    scale = alt.Scale(domain=[0, top], nice=False)
    tips = [
        alt.Tooltip("name:N", title=look.say("table.name")), alt.Tooltip("counts:N", title="n"),
        *cautions.tips(values, look),
    ]  # fmt: skip
    past = alt.Chart().mark_bar(color=colours.missing, height={"band": 0.8})
    bar = alt.Chart().mark_bar(height={"band": 0.4})
    tick = alt.Chart().mark_tick(color=colours.ink, thickness=3, opacity=1, height={"band": 0.8})
    words = alt.Chart().mark_text(align="left", dx=8)

    def at(key: str) -> alt.X:
        return alt.X(f"{key}:Q", scale=scale, axis=None)

    # A layer without marks would be a picture without a name to those who hear the page.
    known = {key for key in ("previous", "value", "target") if any(value[key] is not None for value in values)}
    layers = {
        "previous": past.encode(y=y, x=at("previous")),
        "value": bar.encode(y=y, x=at("value"), color=alt.Color("colour:N", scale=None), tooltip=tips),
        "target": tick.encode(y=y, x=at("target")),
    }
    return [
        *(layer for key, layer in layers.items() if key in known),
        words.encode(y=y, x=at("words_at"), text="words:N").transform_calculate(
            words_at="max(datum.value || 0, datum.previous || 0, datum.target || 0)"
        ),
    ]


def _title(bullets: list[_Bullet], metric: Metric, look: Look) -> str:
    name = metric_name(metric, look.language)
    if not bullets or bullets[0].value is None:
        return look.say("sentence.no_data", metric=name, period="").rstrip()
    first = bullets[0]
    value = sentences.value_text(metric, first.numerator, first.denominator, look)
    verdict = sentences.against_target(metric, first.value, first.target, look)
    return f"{first.name} – {name}: {value}" + (f", {verdict}" if verdict else "")


def _columns(look: Look) -> tuple[TableColumn, ...]:
    return (
        TableColumn("name", look.say("table.name")),
        TableColumn("numerator", look.say("table.numerator"), "count"),
        TableColumn("denominator", look.say("table.denominator"), "count"),
        TableColumn("value", look.say("table.ratio"), "percent"),
        TableColumn("previous", look.say("table.previous"), "percent"),
        TableColumn("target", look.say("table.target"), "percent"),
    )
