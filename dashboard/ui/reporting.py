"""The parts of the page on reporting: its units and periods, cards, trends, and who is missing or late."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.charts.late_columns import late_columns
from dashboard.charts.level_trend import level_trend
from dashboard.charts.picture import Picture
from dashboard.charts.punctuality import BAD, FEW_DAYS
from dashboard.charts.series import REFORM_DAY
from dashboard.charts.trend import trend
from dashboard.follow_up import day_of
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.metrics.periods import labels_between, same_period_last_year
from dashboard.report import Period
from dashboard.store.connection import VIETNAM
from dashboard.ui import kept, kpi, overview, page_parts, pictures, reads, url
from dashboard.ui.html import element, join
from dashboard.ui.kpi import Figure
from dashboard.ui.reads import Rows, Scope
from dashboard.ui.screen import Screen
from dashboard.ui.series import Span, over_time

Row = Mapping[str, Any]
METRICS = ("report_submitted_rate", "report_on_time_rate")
MOST_PERIODS = 36
_SHORTEST_FIRST = ("month", "quarter", "half")
RECENT = 12
"""How many of the last periods count as recent."""


@dataclass(frozen=True, slots=True)
class Board:
    """What is known of every unit in the periods shown. One copy serves every session: nobody changes it."""

    periods: tuple[Period, ...]
    gaps: tuple[str, ...]
    on_day: date
    few_days: int
    records: tuple[Row, ...]
    totals: tuple[Row, ...]

    @property
    def last(self) -> Period:
        return self.periods[-1]

    def total(self, level: str | None, period_id: str) -> Row:
        """How many units stood how in a period, of a level or of all."""
        wanted = (period_id, level or "total")
        return next((row for row in self.totals if (row["period_id"], row["level"]) == wanted), {})


def board(screen: Screen) -> Board:
    """The board of the periods up to the one shown: of its kind, or of the kind that it is made up of."""
    assert screen.period is not None
    shown = screen.period.period
    reported = [period for period in reads.reported_periods(screen.scope) if period.regime == shown.regime]
    inside = [period for period in reported if shown.start <= period.start and period.end <= shown.end]
    kinds = [kind for kind in (shown.kind, *_SHORTEST_FIRST) if any(period.kind == kind for period in inside)]
    kind = kinds[0] if kinds else shown.kind
    upto = sorted((p for p in reported if p.kind == kind and p.end <= shown.end), key=lambda p: (p.start, p.end))
    periods = tuple(upto[-MOST_PERIODS:])
    few_days = int(reads.setting(screen.scope, "few_days_late", str(FEW_DAYS)))
    return _board(screen.scope, periods, reading_day(screen.scope), few_days)


@kept.shared(60)
def _board(scope: Scope, periods: tuple[Period, ...], on_day: date, few_days: int) -> Board:
    asked = {"period_ids": [p.period_id for p in periods], "on_day": on_day, "few_days": few_days}
    context = scope.context()
    records = context.rows("report_record", None, **asked, recent_periods=RECENT)
    totals = context.rows("report_status_by_period", None, **asked)
    labels = [period.label for period in periods]
    between = labels_between(labels[0], labels[-1]) if labels else ()
    gaps = tuple(label for label in between if label not in labels)
    return Board(periods, gaps, on_day, few_days, tuple(records), tuple(totals))


def reading_day(scope: Scope) -> date:
    """The day on which the question is asked: that of `as_of`, else today in Vietnam."""
    return day_of(scope.context(), datetime.now(VIETNAM).date())


def style() -> None:
    """What the page has of its own beside the style sheet of all pages."""
    st.html(Path(__file__).with_suffix(".css"))


def figures(screen: Screen, periods: Span) -> dict[str, Figure]:
    """The two rates of the province or of the level shown."""
    return kpi.figures(screen, periods, overview.rows(screen, periods, METRICS))


def of_level(screen: Screen, held: Board) -> list[Row]:
    """The records of the level shown, worst first."""
    return [row for row in held.records if screen.level in (None, row["level"])]


def current_units(screen: Screen, held: Board) -> list[Row]:
    """Those of them that had to report in the last period."""
    return [row for row in of_level(screen, held) if row["status"] != "not_applicable"]


def no_list(screen: Screen) -> None:
    """A period whose reports do not say who had to report."""
    with st.container(border=True):
        page_parts.header(screen.say("reporting.no_list_heading"))
        st.markdown(screen.say("reporting.no_list", period=screen.period_name))


def cards(screen: Screen, held: Board, periods: Span, found: Mapping[str, Figure]) -> None:
    """Both rates with target and change, and how many are missing or late now."""
    with st.grid(4, min_column_width=215, gap="small", key="kpis"):
        for metric_id in METRICS:
            figure = found.get(metric_id)
            if figure is not None:
                with st.container(border=True, gap=None, key=f"kpi_{metric_id}", height="stretch"):
                    name = kpi.figure_name(figure.metric, screen)
                    kpi.body(screen, periods, name, figure, more=kpi.foot(screen, figure))
        for name in ("missing", "late"):
            with st.container(border=True, gap=None, key=f"kpi_{name}", height="stretch"):
                _count_card(screen, held, name)


def _count_card(screen: Screen, held: Board, name: str) -> None:
    now = held.total(screen.level, held.last.period_id)
    other = _compared(screen, held)
    before = held.total(screen.level, other.period_id) if other else {}
    period = fmt.period_name(held.last, screen.language)
    count, base = (_missing(now), now.get("due")) if name == "missing" else (_known_late(now), _submitted(now))
    lines = _missing_lines(screen, held, now) if name == "missing" else _late_lines(screen, now)
    earlier = _missing(before) if name == "missing" else _known_late(before)
    if other and before.get("due") and earlier is not None:
        name_before = fmt.capitalised(fmt.period_name(other, screen.language))
        said = screen.say("reporting.card_before", period=name_before, count=fmt.count(earlier, screen.language))
        lines.insert(0, said)
    of = "reporting.card_of" if name == "missing" else "reporting.card_of_submitted"
    words = screen.say(of, due=fmt.count(base, screen.language))
    figure = element("b", fmt.count(count, screen.language))
    page_parts.card(
        screen.say(f"reporting.card_{name}", period=period),
        join('<p class="kpi-value">', figure, element("span", words), "</p>"),
        join('<ul class="kpi-changes">', *(element("li", line) for line in lines), "</ul>"),
    )


def _missing_lines(screen: Screen, held: Board, now: Row) -> list[str]:
    lines = []
    repeated = [row for row in of_level(screen, held) if row["status"] == "missing" and row["bad_streak"] > 1]
    if repeated:
        lines.append(screen.say("reporting.card_repeated", count=fmt.count(len(repeated), screen.language)))
    if now.get("not_due"):
        day = fmt.day(now["due_on"], screen.language)
        count = fmt.count(now["not_due"], screen.language)
        lines.append(screen.say("reporting.card_not_due", count=count, day=day))
    return lines


def _late_lines(screen: Screen, now: Row) -> list[str]:
    few, many = (fmt.count(now.get(key), screen.language) for key in ("slightly_late", "very_late"))
    lines = [screen.say("reporting.card_split", few=few, many=many)] if _late(now) else []
    if now.get("most_days_late"):
        days = fmt.count(now["most_days_late"], screen.language)
        lines.append(screen.say("reporting.card_most_days", days=days))
    if now.get("undated"):
        count = fmt.count(now["undated"], screen.language)
        lines.append(screen.say("reporting.card_undated", count=count))
    return lines


def _missing(total: Row) -> int:
    return int(total.get("missing") or 0)


def _late(total: Row) -> int:
    return sum(int(total.get(key) or 0) for key in BAD if key != "missing")


def _known_late(total: Row) -> int | None:
    """Null where no report has a day: then nobody can be called late, nor on time."""
    return None if total.get("undated") and _submitted(total) == total["undated"] else _late(total)


def _submitted(total: Row) -> int:
    return _late(total) + sum(int(total.get(key) or 0) for key in ("on_time", "undated"))


def _compared(screen: Screen, held: Board) -> Period | None:
    """The period that the reader compares with; none across 1 July 2025: counts of other units tell of no change."""
    label = same_period_last_year(held.last.label)
    past = held.periods[:-1]
    found = past[-1:] if screen.compare == "previous" else [period for period in past if period.label == label]
    return next((period for period in found if (period.start < REFORM_DAY) == (held.last.start < REFORM_DAY)), None)


def trends(screen: Screen, held: Board, periods: Span, found: Mapping[str, Figure]) -> None:
    """Both rates over time, by level or of the level shown, and which periods were worst."""
    shown = [f for id_ in METRICS if (f := found.get(id_)) and sum(r["numerator"] is not None for r in f.over_time) > 1]
    columns = _column_rows(screen, held)
    if not shown and len(columns) < 2:
        return
    page_parts.header(screen.say("reporting.trends"))
    with st.grid(2, min_column_width=400, gap="small", key="trends"):
        for figure in shown:
            with st.container(border=True, height="stretch", key=f"trend_card_{figure.metric.id}"):
                recipe = ("reporting-trend", figure.metric.id, screen.period_id, screen.level)
                picture = pictures.drawn(screen, recipe, lambda figure=figure: _trend(screen, periods, figure))  # type: ignore[misc]
                pictures.show(screen, picture, f"trend_{pictures.key_of(recipe)}", _go_to_period)
    if len(columns) > 1:
        columns_recipe = ("late-columns", screen.period_id, screen.level, held.on_day, held.few_days, *METRICS)
        subject = screen.say(f"level.{screen.level}") if screen.level else ""
        picture = pictures.drawn(
            screen, columns_recipe, lambda: late_columns(columns, screen.look, subject, held.few_days)
        )
        with st.container(border=True, key="late_columns"):
            pictures.show(screen, picture, f"columns_{pictures.key_of(columns_recipe)}", _go_to_period)


def _trend(screen: Screen, periods: Span, figure: Figure) -> Picture:
    if screen.level is not None:
        name = screen.say(f"level.{screen.level}")
        return trend(figure.over_time, figure.metric, screen.look, name, height=250)
    asked = {"metric_ids": [figure.metric.id], "period_ids": periods.asked_ids(screen), "field_ids": []}
    rows = screen.rows("metric_by_level", **asked)
    levels = dict.fromkeys(row["level"] for row in rows if row["numerator"] is not None)
    lines: Rows = []
    for level in levels:
        of_one = over_time(periods, [row for row in rows if row["level"] == level])
        lines += [{**row, "level": level} for row in of_one]
    # All units due are counted, none is a sample, and a dozen of them would hide the lines behind their intervals.
    look = replace(screen.look_of(None, every_level=True), interval_n=0, has_moved_work=False)
    picture = level_trend(lines, figure.metric, look, height=250)
    name = kpi.figure_name(figure.metric, screen)
    sentence = picture.title[:1].lower() + picture.title[1:]
    return replace(picture, title=screen.say("reporting.trend_title", metric=name, sentence=sentence))


def _column_rows(screen: Screen, held: Board) -> list[dict[str, Any]]:
    rows = [held.total(screen.level, period.period_id) for period in held.periods]
    return [{**row, "kind": held.last.kind} for row in rows if row and row["due"]]


def _go_to_period(mark: dict[str, Any]) -> None:
    if mark.get("period_id"):
        url.write("period", str(mark["period_id"]))


def pick(unit_id: str, period_id: str | None = None) -> None:
    """Go to a unit, and to one of its reports."""
    url.write("unit", unit_id)
    url.write("at", period_id)


def metric_figures(found: Mapping[str, Figure]) -> list[Figure]:
    """The figures in the order of the page."""
    metrics = load_catalogue().metrics
    return [found.get(id_) or Figure(metrics[id_], {}, {}, {}) for id_ in METRICS]
