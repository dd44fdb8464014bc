"""Units of one kind against their targets: the furthest below first, at most a dozen, the others in the table."""

from dataclasses import replace
from typing import Any

import altair as alt

from dashboard.charts import sentences
from dashboard.charts.bullets import bullet_bars
from dashboard.charts.lines import PICK
from dashboard.charts.picture import Look, Picture, metric_name, to_rows
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import Metric
from dashboard.metrics.status import is_met

Rows = list[dict[str, Any]]


def unit_bullets(
    frame: Any, metric: Metric, look: Look | None = None, noun: str = "", period: str = "", limit: int = 12
) -> Picture:
    """Bullet bars of units that can be compared with each other; the title says how many keep their target.

    Rows: `id`, `name`, `numerator`, `denominator`, and where known `previous` and `target` (fractions). `noun` is what
    the units are ("đơn vị"). Units of few cases and those without figures come last. A click picks `id`.
    """
    look = look or Look()
    noun = noun or look.say("noun.unit")
    rows = sorted(to_rows(frame), key=lambda row: _place(row, metric, look))
    title = sentences.tidy(_title(rows, metric, look, noun, period))
    shown = bullet_bars(rows[:limit], metric, look, title)
    whole = bullet_bars(rows, metric, look, title)
    if shown.is_empty:
        return shown
    pick = alt.selection_point(name=PICK, fields=["id"], on="click", empty=False)
    notes = list(shown.notes)
    if len(rows) > limit:
        counts = {"shown": fmt.count(limit, look.language), "total": fmt.count(len(rows), look.language)}
        notes.insert(0, look.say("chart.shown_of", noun=noun, **counts))
    if any(0 < (row.get("denominator") or 0) < look.small_n for row in rows):
        notes.append(look.say("chart.small_note", limit=look.small_n, noun=look.noun(metric)))
    # The words beside the bars are given their room by Vega; more beside them would only narrow the bars.
    chart = shown.chart.add_params(pick).properties(padding={"left": 8, "top": 8, "right": 8, "bottom": 8})
    return replace(shown, chart=chart, rows=whole.rows, notes=tuple(notes))


def _place(row: dict[str, Any], metric: Metric, look: Look) -> tuple[int, float]:
    value = _value(row)
    if value is None:
        return (2, 0.0)
    ahead = value - (row.get("target") or 0.0)
    is_small = (row.get("denominator") or 0) < look.small_n
    return (1 if is_small else 0, ahead if metric.direction == "higher" else -ahead)


def _value(row: dict[str, Any]) -> float | None:
    numerator, denominator = row.get("numerator"), row.get("denominator")
    return numerator / denominator if numerator is not None and denominator else None


def _title(rows: Rows, metric: Metric, look: Look, noun: str, period: str) -> str:
    ranked = [row for row in rows if _value(row) is not None and row["denominator"] >= look.small_n]
    name = metric_name(metric, look.language)
    if not ranked:
        return look.say("sentence.none_ranked", metric=name, period=period, noun=noun)
    comparator = "<=" if metric.direction == "lower" else ">="
    judged = [met for row in ranked if (met := is_met(_value(row), row.get("target"), comparator)) is not None]
    first = ranked[0]
    lowest = {
        "name": first["name"],
        "value": fmt.ratio(first["numerator"], first["denominator"], fmt.CHART_DECIMALS, look.language),
    }
    if not judged:
        named = [(row["name"], row["numerator"], row["denominator"]) for row in ranked]
        return sentences.extreme(metric, named, look, noun, period)
    counted = {"met": fmt.count(sum(judged), look.language), "known": fmt.count(len(judged), look.language)}
    said = look.say("unit_bullets.met", noun=noun, period=period, **counted)
    return said if all(judged) else f"{said}; {look.say('unit_bullets.furthest', **lowest)}"
