"""Titles that answer the question, made from the figures, and that never say more than the figures carry."""

from collections.abc import Sequence
from fractions import Fraction

from dashboard.charts.picture import Look, lowered, metric_name
from dashboard.charts.series import Point
from dashboard.metrics import format as fmt
from dashboard.metrics import intervals
from dashboard.metrics.catalogue import Metric
from dashboard.metrics.status import is_met, judge


def headline(
    metric: Metric,
    current: Point | None,
    previous: Point | None,
    look: Look,
    subject: str = "",
    same_units: bool = True,
) -> str:
    """The level and its change in one sentence: "Đất đai: 4,2% hồ sơ quá hạn tháng 10/2026, giảm 0,8 điểm % so với …".

    "Cải thiện" and "kém đi" stand only where the change lies outside the 95% interval. `same_units=False` says that the
    units behind the two figures differ, so that no comparison is made.
    """
    if current is None or current.value(metric) is None:
        return no_data(metric, current, look, subject)
    return f"{level(metric, current, look, subject)}, {movement(metric, current, previous, look, same_units)}"


def level(metric: Metric, current: Point, look: Look, subject: str = "") -> str:
    """The figure alone: "Đất đai: 4,2% hồ sơ quá hạn tháng 10/2026"."""
    period = fmt.period(current.kind, current.start, current.end, look.language)
    name = lowered(metric_name(metric, look.language).removeprefix("Tỷ lệ "))
    if look.language == "en":
        name = metric_name(metric, "en")
        value = value_text(metric, current.numerator, current.denominator, look)
        return look.say("sentence.level" if subject else "sentence.level_alone", **_named(subject, name, value, period))
    noun = look.noun(metric)
    value = value_text(metric, current.numerator, current.denominator, look)
    if value.endswith(f" {noun}") and metric.id == "report_submitted_rate":
        name = look.say("sentence.submitted")  # "3/3 báo cáo" of one unit are no units
    elif value.endswith(f" {noun}") and f" {noun} " in f" {name} ":
        value = value.removesuffix(f" {noun}")
    key = "sentence.level" if subject else "sentence.level_alone"
    return look.say(key, **_named(subject, name, value, period))


def movement(metric: Metric, current: Point, previous: Point | None, look: Look, same_units: bool = True) -> str:
    """How the figure moved from another period: "giảm 0,8 điểm % so với tháng 09/2026 (cải thiện)"."""
    if previous is None or previous.numerator is None:
        return look.say("sentence.no_previous")
    name = fmt.period(previous.kind, previous.start, previous.end, look.language)
    if previous.value(metric) is None:
        if previous.denominator is None:
            return look.say("sentence.no_previous")
        return look.say("sentence.no_previous_cases", previous=name, noun=look.noun(metric))
    if not same_units:
        return look.say("sentence.units_changed", previous=name)
    change = intervals.change(current.numerator, current.denominator, previous.numerator, previous.denominator)
    if change in ("equal", "unclear", "unknown") or _is_small(current, look) or _is_small(previous, look):
        return look.say("sentence.equal" if change == "equal" else "sentence.same", previous=name)
    difference = (current.value(metric) or 0) - (previous.value(metric) or 0)
    key = {"better": "better_", "worse": "worse_"}.get(judge(change, metric.direction), "") + change
    return look.say(f"sentence.{key}", change=change_size(metric, difference, look), previous=name)


def no_data(metric: Metric, current: Point | None, look: Look, subject: str = "") -> str:
    """The title of a picture without figures; that there was nothing to count is a figure, and no missing one."""
    period = fmt.period(current.kind, current.start, current.end, look.language) if current else ""
    name = metric_name(metric, look.language)
    is_none = current is not None and current.numerator is not None and current.denominator is not None
    key = "sentence.no_cases" if is_none else "sentence.no_data"
    words = {"period": period} | ({"noun": look.noun(metric)} if is_none else {})
    if subject:
        return look.say(f"{key}_subject", subject=subject, metric=lowered(name), **words).rstrip()
    return look.say(key, metric=name, **words).rstrip()


def extreme(metric: Metric, ranked: Sequence[tuple[str, int, int]], look: Look, noun: str, period: str) -> str:
    """Which of several, given with their counts, stands worst: "Đất đai có tỷ lệ … cao nhất tháng 10/2026: 12,0% …".

    Of those with the same rate none is named alone, and one that nothing is held against is not the worst.
    """
    rates = [Fraction(numerator, denominator) for _, numerator, denominator in ranked]
    worst = min(rates) if metric.direction == "higher" else max(rates)
    tied = [row for row, rate in zip(ranked, rates, strict=True) if rate == worst]
    name, numerator, denominator = tied[0]
    words = {
        "metric": lowered(metric_name(metric, look.language)),
        "period": period,
        "value": fmt.ratio(numerator, denominator, fmt.CHART_DECIMALS, look.language),
    }
    if len(ranked) == 1 or len(tied) == 1:
        key = "only" if len(ranked) == 1 else "worst_low" if metric.direction == "higher" else "worst"
        counts = fmt.counts(numerator, denominator, look.language)
        return look.say(f"sentence.{key}", name=name, counts=counts, **words)
    key = "alike" if len(tied) == len(ranked) else "tied_low" if metric.direction == "higher" else "tied"
    return look.say(f"sentence.{key}", count=fmt.count(len(tied), look.language), noun=noun, **words)


def against_target(metric: Metric, value: float | None, target: float | None, look: Look) -> str:
    """ "đạt chỉ tiêu 90,0%" or "chưa đạt …"; empty where there is no target or no value."""
    comparator = "<=" if metric.direction == "lower" else ">="
    met = is_met(value, target, comparator)
    if met is None:
        return ""
    words = fmt.measure(target, metric.unit, fmt.CHART_DECIMALS, look.language)
    return look.say("sentence.target_met" if met else "sentence.target_missed", target=words)


def value_text(
    metric: Metric, numerator: int | None, denominator: int | None, look: Look, decimals: int = fmt.CHART_DECIMALS
) -> str:
    """A figure as a picture writes it: `4,2%`, `1/3 hồ sơ` below the limit, `1.234` of a count metric."""
    if metric.denominator is None:
        return fmt.count(numerator, look.language)
    return fmt.share(numerator, denominator, look.noun(metric), decimals, look.language, look.small_n)


def tidy(sentence: str) -> str:
    """A sentence whose period was left out, without the spaces that it leaves."""
    return " ".join(sentence.split()).replace(" :", ":").replace(" ,", ",")


def change_size(metric: Metric, difference: float, look: Look) -> str:
    """The size of a change without its sign; a second decimal where one would print as nothing."""
    if metric.unit == "count":
        return fmt.count(abs(difference), look.language)
    decimals = fmt.CHART_DECIMALS if abs(difference) >= 0.0005 else fmt.TABLE_DECIMALS
    return fmt.points_size(difference, decimals, look.language)


def _is_small(point: Point, look: Look) -> bool:
    return point.denominator is not None and point.denominator < look.small_n


def _named(subject: str, name: str, value: str, period: str) -> dict[str, object]:
    words: dict[str, object] = {"metric": name, "value": value, "period": period}
    return {"subject": subject, **words} if subject else words
