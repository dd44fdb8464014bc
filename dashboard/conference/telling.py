"""How a conference tells of one figure: the finding as a sentence, the tile, and what the presenter reads."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.charts import cautions, sentences
from dashboard.charts.picture import formula, lowered, metric_name
from dashboard.charts.series import Point, points, spans_reform
from dashboard.conference.model import Conference, Row
from dashboard.exports.document import Figure as Tile
from dashboard.exports.document import Tone
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import Metric, load_catalogue
from dashboard.metrics.figure import Figure
from dashboard.metrics.periods import KnownPeriod
from dashboard.metrics.status import GLYPHS, Status

TONES: dict[Status, Tone] = {
    "met": "good", "improving": "amber", "not_improving": "bad", "not_met": "bad", "unknown": "plain",
}  # fmt: skip
SIGNS = {">=": "≥", "<=": "≤"}


def period_name(c: Conference) -> str:
    """The period for the middle of a sentence."""
    return fmt.period_name(c.period.period, c.look.language)


def finding(c: Conference, figure: Figure) -> str:
    """The figure and how it moved, in one sentence, as the pages say it; without more than the counts carry."""
    metric, row = figure.metric, figure.row
    if metric.denominator and row.get("ratio") is None and row.get("numerator") is not None:
        column = load_catalogue().columns[metric.numerator]
        label = lowered(column.label if c.look.language == "vi" else column.label_en)
        count = fmt.count(row["numerator"], c.look.language)
        return c.say("family.count_only", count=count, noun=c.look.noun(metric), label=label, period=period_name(c))
    now, before = _point(c, row), _point(c, figure.previous)
    return fmt.capitalised(sentences.headline(metric, now, before, c.look, c.unit.name if c.unit else ""))


def movement(c: Conference, metric: Metric, row: Row, other: Row) -> str:
    """How a figure moved from another period's; empty where there is nothing to compare."""
    now, before = _point(c, row), _point(c, other)
    if now is None or before is None or before.value(metric) is None or now.value(metric) is None:
        return ""
    if metric.denominator is None and not _of_same_units(c, row, other, now, before):
        return ""
    return sentences.movement(metric, now, before, c.look)


def _of_same_units(c: Conference, row: Row, other: Row, now: Point, before: Point) -> bool:
    """Whether two totals stand for the same units: one of fewer units is no fall."""
    if c.unit is not None:
        return True
    is_whole = all(one.get("due") and one["reported"] == one["due"] for one in (row, other))
    return is_whole and not spans_reform((before, now))


def _earlier(c: Conference, figure: Figure) -> list[tuple[KnownPeriod, Row]]:
    """The figure in the period before and in the same of last year; of a year the two are one."""
    pairs = ((c.span.previous, figure.previous), (c.span.last_year, figure.last_year))
    return list({known.period.period_id: (known, row) for known, row in pairs if known is not None}.values())


def value(c: Conference, metric: Metric, row: Row, decimals: int = fmt.TABLE_DECIMALS) -> str:
    """A figure as tables write it; a count where only that is known."""
    if row.get("numerator") is None:
        return fmt.NONE
    if metric.denominator and row.get("ratio") is None:
        return fmt.count(row["numerator"], c.look.language)
    return sentences.value_text(metric, row["numerator"], row.get("denominator"), c.look, decimals)


def counts(c: Conference, metric: Metric, row: Row) -> str:
    """ "740/203.534 hồ sơ"; of a metric without a whole, its noun."""
    if metric.denominator is None or row.get("denominator") is None:
        return c.look.noun(metric)
    return f"{fmt.counts(row['numerator'], row['denominator'], c.look.language)} {c.look.noun(metric)}"


def coverage(c: Conference, row: Row) -> str:
    """ "28/30 đơn vị đã báo cáo", or that it is not known."""
    reported, due = row.get("reported"), row.get("due")
    if reported is None:
        return c.say("state.coverage_unknown")
    said = fmt.count(reported, c.look.language)
    if due is None:
        return c.say("state.coverage_no_list", reported=said)
    return c.say("state.coverage", reported=said, due=fmt.count(due, c.look.language))


def target(c: Conference, figure: Figure) -> str:
    """ "≤ 0,5%"; empty without a target."""
    if figure.target is None:
        return ""
    words = fmt.measure(figure.target, figure.metric.unit, fmt.CHART_DECIMALS, c.look.language)
    return c.say("family.axis_target", sign=SIGNS[figure.row["comparator"]], value=words)


def tile(c: Conference, figure: Figure, name: str = "") -> Tile:
    """The figure in large type with its counts, its status in words, and how it moved."""
    metric, row = figure.metric, figure.row
    title = name or metric_name(metric, c.look.language)
    if not figure.is_known:
        return Tile(title, fmt.NONE, lines=(c.say("kpi.no_figure"),))
    shown, side = value(c, metric, row), counts(c, metric, row)
    status = ""
    if figure.target is not None:
        standing = figure.status("previous")
        status = f"{GLYPHS[standing]} {c.say(f'status.{standing}')} · {c.say('kpi.target', value=target(c, figure))}"
    moved = (movement(c, metric, row, other) for _, other in _earlier(c, figure))
    lines = [fmt.capitalised(words) for words in moved if words]
    side = cautions.signed(side, row.get("caution"))
    tone = TONES[figure.status("previous")] if figure.target is not None else "plain"
    if c.look.noun(metric) in shown:
        side = cautions.sign(row.get("caution"))
    return Tile(title, shown, side, status, tone, tuple(lines))


def spoken(c: Conference, figure: Figure) -> list[str]:
    """What the presenter reads of a figure: exact counts, target with document, earlier periods, formula, coverage."""
    metric, row = figure.metric, figure.row
    name = metric_name(metric, c.look.language)
    if not figure.is_known:
        return [sentences.no_data(metric, _point(c, row), c.look) + "."]
    said = [_exact(c, metric, row, name)]
    if figure.target is not None:
        said.append(c.say("spoken.target", target=target(c, figure), document=row.get("target_document") or fmt.NONE))
    for known, other in _earlier(c, figure):
        if other.get("numerator") is not None:
            period = fmt.capitalised(fmt.period_name(known.period, c.look.language))
            said.append(_exact(c, metric, other, period))
    if figure.ytd.get("numerator") is not None and not load_catalogue().is_stock(metric):
        said.append(_exact(c, metric, figure.ytd, c.say("period_kind.ytd")))
    said.append(f"{formula(metric, c.look.language)}.")
    said.append(c.say("spoken.coverage", coverage=coverage(c, row)))
    said += [f"{row['caution']}."] if row.get("caution") else []
    return said


def cautioned(c: Conference, figures: Sequence[Figure]) -> tuple[str, ...]:
    """What must be known of figures that bear a sign, in one line."""
    signed = [figure for figure in figures if figure.row.get("caution")]
    if not signed:
        return ()
    if len({figure.row["caution"] for figure in signed}) == 1:
        return (f"{signed[0].row['caution']}.",)
    return ("; ".join(f"{metric_name(f.metric, c.look.language)}: {f.row['caution']}" for f in signed) + ".",)


def listed(c: Conference, names: Sequence[str], most: int) -> str:
    """The first few names and how many more there are."""
    said = ", ".join(names[:most])
    if len(names) > most:
        said += f" {c.say('state.and_more', count=fmt.count(len(names) - most, c.look.language))}"
    return said


def _exact(c: Conference, metric: Metric, row: Row, name: str) -> str:
    if row.get("ratio") is None or row["denominator"] < c.limits.small_n:
        return c.say("spoken.count", name=name, value=value(c, metric, row))
    whole = fmt.counts(row["numerator"], row["denominator"], c.look.language)
    return c.say("spoken.value", name=name, value=value(c, metric, row), counts=whole)


def _point(c: Conference, row: Mapping[str, Any]) -> Point | None:
    if "start_date" not in row:
        return None
    return points([{"kind": c.period.period.kind, **row}])[0]
