"""The parts of the targets page: targets in force with what they still ask, and all of them."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard import targets as use
from dashboard.charts import sentences
from dashboard.charts.picture import TableColumn
from dashboard.metrics import format as fmt
from dashboard.metrics import ranges
from dashboard.metrics import status as judging
from dashboard.metrics.catalogue import Metric, Target, load_catalogue
from dashboard.store.connection import VIETNAM
from dashboard.targets import KnownTarget
from dashboard.ui import kpi, tables
from dashboard.ui.html import element, join
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen
from dashboard.words import has

Row = Mapping[str, Any]
SIGNS = {">=": "≥", "<=": "≤"}
COMPARATORS = {">=": "targets.comparator_min", "<=": "targets.comparator_max"}


def in_force(screen: Screen, known: tuple[KnownTarget, ...]) -> None:
    """Each target that holds on the last day of the period: the figure, the status, and what the year still needs."""
    assert screen.period is not None
    day = screen.period.period.end
    holding = [one for one in known if one.is_in_force(day)]
    st.header(screen.say("targets.in_period", period=screen.period_name), anchor=False)
    if not holding:
        st.html(element("p", screen.say("targets.none", period=screen.period_name), class_="hint"))
        return
    rows = _rows(screen, list(dict.fromkeys(one.target.metric_id for one in holding)))
    order = list(load_catalogue().metrics)
    with st.grid(2, min_column_width=420, gap="small", key="targets"):
        for one in sorted(holding, key=lambda one: order.index(one.target.metric_id)):
            with st.container(border=True, height="stretch"):
                st.html(_card(screen, one, rows))
    with st.expander(screen.say("targets.how"), icon=":material/info:"):
        st.markdown(screen.say("targets.how_text"))


def _rows(screen: Screen, metric_ids: list[str]) -> dict[str, Rows]:
    """The figures that targets are held against, in the period and the year to date, by total, level and unit."""
    periods = [screen.period_id]
    ytd = _ytd_id(screen)
    if ytd is not None and ytd not in periods:
        periods.append(ytd)
    asked = {"metric_ids": metric_ids, "period_ids": periods, "field_ids": []}
    return {
        "total": screen.rows("metric_total", **asked),
        "level": screen.rows("metric_by_level", **asked),
        "unit": screen.rows("metric_by_unit", **{**asked, "period_ids": periods[:1]}, unit_ids=[]),
    }


def _ytd_id(screen: Screen) -> str | None:
    assert screen.period is not None
    return ranges.year_to_date_id(screen.period)


def _card(screen: Screen, one: KnownTarget, rows: dict[str, Rows]) -> str:
    target = one.target
    metric = load_catalogue().metrics[target.metric_id]
    now = _row(screen, target, rows, screen.period_id)
    met = judging.is_met(now.get("ratio"), target.value, target.comparator)
    state = "unknown" if met is None else "met" if met else "not_met"
    chip = element("span", f"{_GLYPHS[state]} {screen.say(f'targets.state_{state}')}", class_=f"chip {state}")
    where = screen.say("targets.own" if one.target_id is not None else "targets.public")
    return join(
        element("h3", kpi.figure_name(metric, screen), class_="kpi-name"),
        element("p", f"{scope_name(screen, target)} · {validity(screen, target)}", class_="kpi-metric"),
        join(
            '<p class="kpi-value">',
            element("b", f"{SIGNS[target.comparator]} {measure(screen, metric, target.value)}"),
            " " if target.unit_type is not None else chip,
            "</p>",
        ),
        *_sentences(screen, metric, target, now, rows),
        element("p", f"{where}: {target.document}", class_="kpi-foot"),
    )


_GLYPHS = {"met": "●", "not_met": "○", "unknown": "–"}


def _sentences(screen: Screen, metric: Metric, target: Target, now: Row, rows: dict[str, Rows]) -> list[str]:
    if target.unit_type is not None:
        return [element("p", _units_met(screen, target, rows["unit"]), class_="target-line")]
    lines = [_figure(screen, metric, now, screen.period_name)]
    words = SIGNS[target.comparator] + " " + measure(screen, metric, target.value)
    if not use.is_flow_ratio(load_catalogue(), metric):
        lines.append(screen.say("targets.not_flow", target=words))
    else:
        ytd_id = _ytd_id(screen)
        ytd = _row(screen, target, rows, ytd_id) if ytd_id else {}
        lines += _need(screen, metric, target, ytd)
    return [element("p", line, class_="target-line") for line in lines]


def _need(screen: Screen, metric: Metric, target: Target, ytd: Row) -> list[str]:
    assert screen.period is not None
    labels = ranges.labels_of(screen.period)
    done = use.months_done(labels[-1]) if labels else None
    need = use.need(ytd.get("numerator"), ytd.get("denominator"), done, target.value, target.comparator)
    words = measure(screen, metric, target.value)
    if need.outlook == "unknown":
        return [screen.say("targets.unknown")]
    counts = fmt.counts(ytd["numerator"], ytd["denominator"], screen.language)
    value = sentences.value_text(metric, ytd["numerator"], ytd["denominator"], screen.look, fmt.TABLE_DECIMALS)
    so_far = screen.say("targets.ytd", value=value, counts=f"{counts} {screen.look.noun(metric)}")
    if need.outlook == "complete":
        key = "targets.complete_met" if need.is_met_so_far else "targets.complete_missed"
        return [so_far, screen.say(key, target=words)]
    volume = fmt.count(need.volume, screen.language)
    assumed = screen.say("targets.volume", volume=volume, noun=screen.look.noun(metric))
    if need.outlook == "out_of_reach":
        return [so_far, screen.say("targets.out_of_reach", target=words), assumed]
    key = "targets.needed_min" if target.comparator == ">=" else "targets.needed_max"
    needed = fmt.percent(need.rate, fmt.TABLE_DECIMALS, screen.language)
    months = fmt.count(need.months_left, screen.language)
    return [so_far, screen.say(key, target=words, months=months, needed=needed), assumed]


def _figure(screen: Screen, metric: Metric, row: Row, period: str) -> str:
    name = fmt.capitalised(period)
    if row.get("ratio") is None:
        return screen.say("targets.no_value", period=name)
    value = sentences.value_text(metric, row["numerator"], row["denominator"], screen.look, fmt.TABLE_DECIMALS)
    counts = f"{fmt.counts(row['numerator'], row['denominator'], screen.language)} {screen.look.noun(metric)}"
    return screen.say("targets.now", period=name, value=value, counts=counts)


def _units_met(screen: Screen, target: Target, rows: Rows) -> str:
    of_kind = [
        row
        for row in rows
        if row["metric_id"] == target.metric_id and row["unit_type"] == target.unit_type and row["ratio"] is not None
    ]
    met = sum(bool(judging.is_met(row["ratio"], target.value, target.comparator)) for row in of_kind)
    return screen.say(
        "targets.units_met", met=fmt.count(met, screen.language), known=fmt.count(len(of_kind), screen.language)
    )


def _row(screen: Screen, target: Target, rows: dict[str, Rows], period_id: str) -> Row:  # noqa: ARG001
    kind = "total" if target.level is None else "level"
    for row in rows[kind]:
        same = row["metric_id"] == target.metric_id and row["period_id"] == period_id
        if same and (target.level is None or row["level"] == target.level):
            return row
    return {}


def scope_name(screen: Screen, target: Target) -> str:
    """Whom a target speaks to: a kind of unit, a level, or the whole province."""
    if target.unit_type is not None:
        return type_name(screen, target.unit_type)
    return screen.say(f"level.{target.level}") if target.level else screen.say("targets.scope_all")


def type_name(screen: Screen, unit_type: str) -> str:
    """A kind of unit in the reader's language; a province's own kind keeps its id."""
    return screen.say(f"unit_type.{unit_type}") if has(f"unit_type.{unit_type}") else unit_type


def validity(screen: Screen, target: Target) -> str:
    """From which day, and to which, a target holds."""
    start = fmt.day(target.valid_from, screen.language)
    if target.valid_to is None:
        return screen.say("targets.from_on", start=start)
    return screen.say("targets.from_to", start=start, end=fmt.day(target.valid_to, screen.language))


def measure(screen: Screen, metric: Metric, value: float) -> str:
    """The value of a target as charts write it."""
    return fmt.measure(value, metric.unit, fmt.CHART_DECIMALS, screen.language)


def every_one(screen: Screen, known: tuple[KnownTarget, ...]) -> None:
    """All targets there are, ended ones too, with who entered them."""
    metrics = load_catalogue().metrics
    columns = (
        TableColumn("metric", screen.say("targets.metric")),
        TableColumn("scope", screen.say("targets.applies_to")),
        TableColumn("comparator", screen.say("targets.comparator")),
        TableColumn("value", screen.say("table.target"), "percent"),
        TableColumn("valid_from", screen.say("targets.valid_from"), "date"),
        TableColumn("valid_to", screen.say("targets.valid_to"), "date"),
        TableColumn("document", screen.say("targets.document")),
        TableColumn("source", screen.say("targets.source")),
        TableColumn("entered", screen.say("targets.entered")),
    )
    lines = [
        {
            "metric": kpi.figure_name(metrics[one.target.metric_id], screen),
            "scope": scope_name(screen, one.target),
            "comparator": screen.say(COMPARATORS[one.target.comparator]),
            "value": one.target.value,
            "valid_from": one.target.valid_from,
            "valid_to": one.target.valid_to,
            "document": one.target.document,
            "source": screen.say("targets.own" if one.target_id is not None else "targets.public"),
            "entered": _entered(screen, one),
        }
        for one in known
        if one.target.metric_id in metrics
    ]
    with st.expander(screen.say("targets.all"), icon=":material/table:"):
        tables.prose(screen, columns, lines, "all_targets", "chi-tieu")


def _entered(screen: Screen, one: KnownTarget) -> str | None:
    if one.entered_at is None:
        return None
    return f"{one.entered_by}, {fmt.moment(one.entered_at.astimezone(VIETNAM), screen.language)}"
