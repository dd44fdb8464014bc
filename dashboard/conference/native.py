"""The charts of a deck as plain numbers, from the very rows of which the pages' pictures are drawn."""

from collections.abc import Sequence

from dashboard.charts import breaks
from dashboard.charts.lines import value_scale
from dashboard.charts.picture import metric_name
from dashboard.charts.series import REFORM_DAY, Point, points, spans_reform
from dashboard.conference.model import Conference, Row
from dashboard.conference.telling import value
from dashboard.exports.deck import NativeChart, Series
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import Metric, load_catalogue
from dashboard.metrics.figure import Figure

MOST_BARS = 7
MOST_LABELS = 13
LONGEST_LABEL = 8


def over_time(c: Conference, figure: Figure) -> NativeChart | None:
    """A line over the periods with its target; null where fewer than two of them have a figure."""
    metric, series = figure.metric, _known_span(points(figure.over_time), figure.metric)
    if sum(point.value(metric) is not None for point in series) < 2:
        return None
    values = tuple(point.value(metric) for point in series)
    lines = [Series(metric_name(metric, c.look.language), values, labels=_labels(c, metric, series))]
    if any(point.target is not None for point in series):
        targets = tuple(point.target for point in series)
        lines.append(Series(c.say("table.target"), targets, "target", _last_label(c, metric, targets)))
    title = c.say("family.over_time", metric=metric_name(metric, c.look.language))
    has_break = spans_reform(series)
    known = [{"value": point.value(metric), "target": point.target} for point in series]
    scale, starts_at_zero = value_scale(known)
    notes = [] if starts_at_zero else [c.say("chart.axis_not_zero")]
    notes += [c.say("chart.gap_note")] if any(point.value(metric) is None for point in series) else []
    notes += breaks.within(series, c.look)
    return NativeChart(
        kind="line",
        categories=tuple(fmt.period_axis(p.kind, p.start, p.end, c.look.language) for p in series),
        series=tuple(lines),
        has_percent=metric.unit == "percent",
        title=title,
        alt=f"{title}: {_ends(c, metric, series)}",
        starts_at=0.0 if starts_at_zero else scale.domain[0],
        notes=tuple(notes),
        break_after=sum(point.start < REFORM_DAY for point in series) if has_break else None,
        break_words=c.say("chart.break_rule") if has_break else "",
    )


def by_level(c: Conference, figure: Figure) -> NativeChart | None:
    """A bar for each level with its target; null where fewer than two levels have a rate."""
    metric = figure.metric
    rows = [row for row in c.levels.get(metric.id, ()) if _number(metric, row) is not None]
    if len(rows) < 2:
        return None
    names = tuple(c.say(f"level.{row['level']}") for row in rows)
    values, words = tuple(_number(metric, row) for row in rows), tuple(value(c, metric, row) for row in rows)
    bars = [Series(metric_name(metric, c.look.language), values, labels=words)]
    if any(row["target_value"] is not None for row in rows):
        targets = tuple(row["target_value"] for row in rows)
        said = tuple("" if t is None else fmt.measure(t, metric.unit, 1, c.look.language) for t in targets)
        bars.append(Series(c.say("table.target"), targets, "target", said))
    period = fmt.period_name(c.period.period, c.look.language)
    title = c.say("family.by_level", metric=metric_name(metric, c.look.language), period=period)
    alt = f"{title}: {'; '.join(f'{name} {said}' for name, said in zip(names, words, strict=True))}"
    return NativeChart("bars", names, tuple(bars), alt, title, metric.unit == "percent")


def late_fields(c: Conference) -> NativeChart | None:
    """The fields with most cases that count against the metric, the others as one bar; null where there is none."""
    held = [row for row in c.fields if row["bad_cases"]]
    if not held:
        return None
    shown, rest = (held, []) if len(held) <= MOST_BARS else (held[: MOST_BARS - 1], held[MOST_BARS - 1 :])
    names = [row["field_name"] for row in shown]
    numbers = [row["bad_cases"] for row in shown]
    if rest:
        count = fmt.count(len(rest), c.look.language)
        names.append(c.say("chart.rest", count=count, noun=c.say("noun.field")))
        numbers.append(sum(row["bad_cases"] for row in rest))
    column = load_catalogue().columns[c.late.numerator]
    label = column.label if c.look.language == "vi" else column.label_en
    words = tuple(fmt.count(number, c.look.language) for number in numbers)
    alt = f"{label}: {'; '.join(f'{name} {said}' for name, said in zip(names, words, strict=True))}"
    return NativeChart("bars", tuple(names), (Series(label, tuple(numbers), labels=words),), alt, label, False)


def _known_span(series: Sequence[Point], metric: Metric) -> list[Point]:
    """The periods from the first that has a figure; gaps after it stay gaps."""
    known = [at for at, point in enumerate(series) if point.value(metric) is not None]
    return list(series[known[0] :]) if known else []


def _labels(c: Conference, metric: Metric, series: Sequence[Point]) -> tuple[str, ...]:
    """The value at each point, where there are many at every second, the last among them; long words at that alone."""
    said = [
        value(c, metric, _row(point), fmt.CHART_DECIMALS) if point.value(metric) is not None else "" for point in series
    ]
    step = 1 if len(series) <= MOST_LABELS else 2
    if max(map(len, said)) > LONGEST_LABEL:
        step = len(series)
    return tuple(words if (len(said) - 1 - at) % step == 0 else "" for at, words in enumerate(said))


def _last_label(c: Conference, metric: Metric, targets: tuple[float | None, ...]) -> tuple[str, ...]:
    """The target in force last, at the end of its line."""
    last = max(at for at, target in enumerate(targets) if target is not None)
    words = fmt.measure(targets[last], metric.unit, fmt.CHART_DECIMALS, c.look.language)
    return tuple(c.say("chart.target", value=words) if at == last else "" for at in range(len(targets)))


def _ends(c: Conference, metric: Metric, series: Sequence[Point]) -> str:
    known = [point for point in series if point.value(metric) is not None]
    said = [
        f"{fmt.period(p.kind, p.start, p.end, c.look.language)} {value(c, metric, _row(p), fmt.CHART_DECIMALS)}"
        for p in (known[0], known[-1])
    ]
    return " → ".join(said)


def _row(point: Point) -> Row:
    ratio = point.numerator / point.denominator if point.numerator is not None and point.denominator else None
    return {"numerator": point.numerator, "denominator": point.denominator, "ratio": ratio}


def _number(metric: Metric, row: Row) -> float | None:
    found: float | None = row.get("ratio") if metric.denominator else row.get("numerator")
    return found
