"""KPI cards: one figure with its counts, its changes, its target, how it has been, and who has reported."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import streamlit as st

from dashboard.charts import sentences
from dashboard.charts.series import on_one_side
from dashboard.charts.trend import sparkline
from dashboard.metrics import format as fmt
from dashboard.metrics import status as judging
from dashboard.metrics.catalogue import Metric, load_catalogue
from dashboard.metrics.figure import Figure as Figure
from dashboard.metrics.figure import chosen as chosen
from dashboard.metrics.headlines import HEADLINES as CARDS
from dashboard.metrics.periods import KnownPeriod
from dashboard.ui import marks as marking
from dashboard.ui import page_parts, pictures, territory, ytd
from dashboard.ui.html import element, join
from dashboard.ui.screen import Screen
from dashboard.ui.series import Span, over_time

Row = Mapping[str, Any]

FINE = 0.0005
"""Below this change (half of 0,1 điểm %) a second decimal is shown, where one would print as nothing."""

_ARROWS = {"up": "▲", "down": "▼", "equal": "=", "unclear": "≈", "unknown": ""}


def figures(screen: Screen, periods: Span, rows: Iterable[Row]) -> dict[str, Figure]:
    """A figure for each metric in `rows`, which hold all periods of the span."""
    found: dict[tuple[str, str], Row] = {(row["metric_id"], row["period_id"]): row for row in rows}
    metrics = load_catalogue().metrics

    def at(metric_id: str, known: KnownPeriod | None) -> Row:
        row = found.get((metric_id, known.period.period_id), {}) if known is not None else {}
        if known is None or "is_other_territory" in row:
            return row if not row.get("is_other_territory") else {"is_other_territory": True}
        return row if is_comparable(screen, known, metrics[metric_id]) else {}

    return {
        metric_id: Figure(
            metrics[metric_id],
            at(metric_id, screen.period),
            at(metric_id, periods.previous),
            at(metric_id, periods.last_year),
            tuple(over_time(periods, [_sided(screen, row) for (id_, _), row in found.items() if id_ == metric_id])),
            screen.limits.small_n,
            found.get((metric_id, periods.ytd.period.period_id), {}) if periods.ytd else {},
        )
        for metric_id in dict.fromkeys(row["metric_id"] for row in found.values())
    }


def _sided(screen: Screen, row: Row) -> Row:
    """A row with the side of 1 July 2025 that it stands on where it counts other units there: no line joins them."""
    if "is_other_territory" in row:
        return row
    is_same = _is_of_same_units(screen, load_catalogue().metrics[row["metric_id"]], row["start_date"], row["end_date"])
    return row if is_same is None else {**row, "is_other_territory": not is_same}


def is_comparable(screen: Screen, known: KnownPeriod, metric: Metric) -> bool:
    """Whether a figure had the same units in a period: after 1 July 2025 a level is made up of others, and so is the
    province where the units themselves are counted."""
    return _is_of_same_units(screen, metric, known.period.start, known.period.end) is not False


def _is_of_same_units(screen: Screen, metric: Metric, start: date, end: date) -> bool | None:
    """Null where it does not depend on the period."""
    if screen.period is None or (screen.level is None and not metric.counts_units):
        return None
    shown = (screen.period.period.start, screen.period.period.end)
    return on_one_side((start, end), shown, is_stock=load_catalogue().is_stock(metric))


def cards(screen: Screen, periods: Span, found: Mapping[str, Figure]) -> None:
    """The strip of cards, three in a row where there is room."""
    with st.grid(3, min_column_width=280, gap="small", key="kpis"):
        for name, candidates in CARDS:
            figure = chosen(found, candidates)
            if figure is not None:
                with st.container(border=True, gap=None, key=f"kpi_{name}", height="stretch"):
                    _card(screen, periods, name, figure)


def _card(screen: Screen, periods: Span, name: str, figure: Figure) -> None:
    history = element("p", screen.say("kpi.no_history"), class_="kpi-history") if figure.is_known else ""
    if sum(row["numerator"] is not None for row in figure.over_time) > 1:
        recipe = ("spark", figure.metric.id, screen.period_id, screen.level)
        history = pictures.small(screen, recipe, lambda: sparkline(figure.over_time, figure.metric, screen.look))
    more = history + foot(screen, figure)
    body(screen, periods, screen.say(f"kpi.{name}"), figure, figure_name(figure.metric, screen), more)


def foot(screen: Screen, figure: Figure) -> str:
    """The last line of a card: who has reported."""
    return element("p", coverage(screen, figure.row), class_="kpi-foot")


def body(screen: Screen, periods: Span, title: str, figure: Figure, subtitle: str = "", more: str = "") -> None:
    """Name, figure, changes, target and year to date of a card, and more beneath; one element, as each costs a page."""
    metric = element("p", subtitle, class_="kpi-metric") if subtitle else ""
    value = _value(screen, figure)
    rest = (
        _marks(screen, figure),
        _changes(screen, periods, figure) if figure.is_known else "",
        _target(screen, figure) if figure.is_known else "",
        ytd.line(screen, figure.metric, periods.ytd, figure.ytd),
        more,
    )
    page_parts.card(title, value, *rest, above=metric)


def coverage(screen: Screen, row: Row) -> str:
    """ "28/30 đơn vị đã báo cáo", or that there is no list of who must."""
    reported, due = row.get("reported"), row.get("due")
    if reported is None and row.get("parts"):
        return screen.say("state.coverage_parts", parts=fmt.count(row["parts"], screen.language))
    if reported is None:
        return screen.say("state.coverage_unknown")
    counted = fmt.count(reported, screen.language)
    if due is None:
        return screen.say("state.coverage_no_list", reported=counted)
    return screen.say("state.coverage", reported=counted, due=fmt.count(due, screen.language))


def figure_name(metric: Metric, screen: Screen) -> str:
    """A metric's name in the reader's language."""
    return metric.name if screen.language == "vi" else metric.name_en


def _value(screen: Screen, figure: Figure) -> str:
    row, look = figure.row, screen.look
    if not figure.is_known:
        return join('<p class="kpi-value none">', fmt.NONE, element("span", screen.say("kpi.no_figure")), "</p>")
    if figure.metric.denominator is None or row.get("ratio") is None:
        words = fmt.count(row["numerator"], screen.language)
        side = look.noun(figure.metric)
        if figure.metric.denominator is not None:
            side = f"{side} · {screen.say('kpi.no_denominator')}"
        return join('<p class="kpi-value">', element("b", words), element("span", side), "</p>")
    words = sentences.value_text(figure.metric, row["numerator"], row["denominator"], look, fmt.TABLE_DECIMALS)
    side = f"{fmt.counts(row['numerator'], row['denominator'], screen.language)} {look.noun(figure.metric)}"
    if look.noun(figure.metric) in words:
        side = screen.say("kpi.few")
    return join('<p class="kpi-value">', element("b", words), element("span", side), "</p>")


def _marks(screen: Screen, figure: Figure) -> str:
    """What a reader must know of how the figure came about: found wanting, derived, or a total that a report states."""
    marks = [found_chip(screen, figure.row)] if figure.row.get("mark") else []
    if figure.is_known and figure.row.get("is_derived"):
        marks.append(element("span", screen.say("kpi.derived"), class_="chip", title=screen.say("basis.derived")))
    if figure.is_known and figure.row.get("basis") == "stated":
        marks.append(element("span", screen.say("kpi.stated"), class_="chip", title=screen.say("basis.stated")))
    return join('<p class="kpi-marks">', *marks, "</p>") if marks else ""


def found_chip(screen: Screen, row: Row) -> str:
    """The sign of the findings in a figure, which leads to them."""
    mark = row["mark"]
    words = row["caution"].split(";")[0]
    titles = f"{marking.titles(mark, screen.language)}. {screen.say('mark.open')}"
    href = marking.link(screen.address(), mark)
    return element("a", words, class_=f"chip severity-{mark['severity']}", href=href, title=titles)


def _changes(screen: Screen, periods: Span, figure: Figure) -> str:
    pairs = [("previous", periods.previous, figure.previous), ("last_year", periods.last_year, figure.last_year)]
    if periods.previous is not None and periods.previous == periods.last_year:
        pairs.pop()  # of a year both are one
    elif screen.compare == "last_year":
        pairs.reverse()
    if all(known is None for _, known, _ in pairs):
        words = element("span", screen.say("kpi.no_past"), class_="muted")
        return join('<ul class="kpi-changes"><li>', words, "</li></ul>")
    return join('<ul class="kpi-changes">', *(_change(screen, figure, *pair) for pair in pairs), "</ul>")


def _change(screen: Screen, figure: Figure, kind: str, known: KnownPeriod | None, other: Row) -> str:
    name = screen.say(f"filter.compare_{kind}").lower()
    if known is not None:
        name = fmt.period_axis(known.period.kind, known.period.start, known.period.end, screen.language)
    if why := _not_compared(screen, figure, known, other, name):
        return join("<li>", element("span", why, class_="muted"), "</li>")
    moved = figure.change(other) if known is not None and figure.is_known else "unknown"
    if moved == "unknown":
        return join("<li>", element("span", screen.say("kpi.no_comparison", period=name), class_="muted"), "</li>")
    verdict = judging.judge(moved, figure.metric.direction)
    difference = _value_of(figure.row) - _value_of(other)
    decimals = fmt.CHART_DECIMALS if abs(difference) >= FINE else fmt.TABLE_DECIMALS
    size = fmt.measure_change(difference, _unit(figure), decimals, screen.language)
    words = screen.say("kpi.change", change=size, period=name)
    if moved == "equal":
        words = screen.say("kpi.equal", period=name)
    if other.get("is_converted"):
        words = screen.say("kpi.converted", change=words)
    judged = screen.say("kpi.unclear" if moved == "unclear" else f"kpi.{verdict}") if moved != "equal" else ""
    return join(
        "<li>",
        element("span", _ARROWS[moved], class_=f"arrow {verdict}", aria_hidden="true"),
        " ",
        element("span", words),
        " ",
        element("span", judged, class_=f"verdict {verdict}"),
        "</li>",
    )


def _not_compared(screen: Screen, figure: Figure, known: KnownPeriod | None, other: Row, name: str) -> str:
    """Why two figures do not speak of the same units or territory; empty where they do."""
    if other.get("is_other_territory"):
        return screen.say("kpi.reorganised", period=name)
    if other.get("reason"):
        return f"{name}: {territory.reason(screen, other['reason'], other['reason_units'])}"
    if known is None or "is_other_territory" in figure.row or is_comparable(screen, known, figure.metric):
        return ""
    return screen.say("kpi.units_changed", period=name)


def _value_of(row: Row) -> float:
    return float(row["ratio"] if row.get("ratio") is not None else row["numerator"])


def _unit(figure: Figure) -> Any:
    return "percent" if figure.row.get("ratio") is not None else "count"


def _target(screen: Screen, figure: Figure) -> str:
    if figure.target is None:
        return element("p", screen.say("kpi.no_target"), class_="kpi-target muted")
    status = figure.status(screen.compare)
    sign = {">=": "≥", "<=": "≤"}[figure.row["comparator"]]
    value = fmt.measure(figure.target, figure.metric.unit, 1, screen.language)
    chip = element("span", f"{judging.GLYPHS[status]} {screen.say(f'status.{status}')}", class_=f"chip {status}")
    words = screen.say("kpi.target", value=f"{sign} {value}")
    document = figure.row.get("target_document") or ""
    return join('<p class="kpi-target">', chip, " ", element("span", words, title=document), "</p>")
