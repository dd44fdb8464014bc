"""What the ranking page is asked for, its choices, and its rows: one metric of units of one kind in two periods."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import Metric, load_catalogue
from dashboard.metrics.periods import KnownPeriod
from dashboard.report import Unit
from dashboard.ui import focus as focusing
from dashboard.ui import kpi, marks, reads, territory, url, ytd
from dashboard.ui.html import element, join
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen, period_labels
from dashboard.ui.series import Span, year_to_date
from dashboard.ui.targets import type_name

Row = Mapping[str, Any]
FIRST = "late_rate"
MOST_CHOSEN = 10
EVERY_SORT = ("worst", "best", "official")


@dataclass(frozen=True, slots=True)
class Ranking:
    """One ranking. `threshold` is a fraction or a count, null where each unit's target is the threshold."""

    metric: Metric
    unit_type: str
    other: KnownPeriod | None
    splits_communes: bool
    threshold: float | None
    order: str
    is_converted: bool
    crosses: bool
    units: tuple[Unit, ...]
    chosen: tuple[str, ...]
    troubles: tuple[str, ...] = ()

    @property
    def other_id(self) -> str:
        return self.other.period.period_id if self.other else ""

    @property
    def recipe(self) -> tuple[object, ...]:
        """What a picture of it depends on, besides the screen's scope, language and theme."""
        return (
            self.metric.id, self.unit_type, self.other_id, self.splits_communes, self.threshold, self.is_converted,
        )  # fmt: skip


def asked(screen: Screen, periods: Span) -> Ranking | None:
    """What the address asks for; what it asks for in vain is left out and said. Null where no unit can be ranked."""
    troubles: list[str] = []
    kinds = kinds_of(screen)
    if not kinds:
        return None
    metrics = load_catalogue().metrics
    metric = _choice(screen, "metric", metrics, "filter.definition", troubles) or _first_known(screen)
    unit_type = _choice(screen, "type", {kind: kind for kind in kinds}, "online.kind", troubles) or max(
        kinds, key=lambda kind: len(kinds[kind])
    )
    others = period_labels(screen, other_periods(screen))
    compared = periods.previous if screen.compare == "previous" else periods.last_year
    other = _choice(screen, "other", others, "ranking.other", troubles) or compared
    units = kinds[unit_type]
    crosses = other is not None and _is_reorganised(screen, other, unit_type)
    return Ranking(
        metric=metric,
        unit_type=unit_type,
        other=other,
        splits_communes=unit_type == "commune" and url.read("kinds") == "1",
        threshold=_threshold(screen, metric, troubles),
        order=_choice(screen, "order", {name: name for name in EVERY_SORT}, "overdue.order", troubles) or "worst",
        is_converted=crosses and territory.is_on() and load_catalogue().not_convertible(metric) is None,
        crosses=crosses,
        units=units,
        chosen=_chosen(screen, units, troubles),
        troubles=tuple(troubles),
    )


def kinds_of(screen: Screen) -> dict[str, tuple[Unit, ...]]:
    """The units of the level shown that existed on the last day of the period, by kind."""
    assert screen.period is not None
    found: dict[str, list[Unit]] = {}
    for unit in focusing.units_of(screen):
        if unit.unit_type != "vertical_agency" or screen.scope.includes_vertical:
            found.setdefault(unit.unit_type, []).append(unit)
    return {kind: tuple(units) for kind, units in found.items()}


def other_periods(screen: Screen) -> tuple[KnownPeriod, ...]:
    """Every other period of the same reporting regime, those of the same kind first, the latest first."""
    assert screen.period is not None
    shown = screen.period.period
    known = [
        k
        for k in reads.known_periods(screen.scope)
        if k.period.regime == shown.regime and k.period.period_id != shown.period_id
    ]
    return tuple(sorted(known, key=lambda k: (k.period.kind != shown.kind, -k.period.end.toordinal(), k.period.label)))


def _is_reorganised(screen: Screen, other: KnownPeriod, unit_type: str) -> bool:
    assert screen.period is not None
    both = (other.period, screen.period.period)
    found = territory.reorganisations(screen, min(p.start for p in both), max(p.end for p in both))
    return any(row["unit_type"] == unit_type for row in found)


def _choice(screen: Screen, name: str, known: Mapping[str, Any], label: str, troubles: list[str]) -> Any:
    wanted = url.read(name)
    if wanted is None or wanted in known:
        return known.get(wanted or "")
    url.write(name, None)
    troubles.append(screen.say("problem.choice", asked=wanted, filter=screen.say(label)))
    return None


def _first_known(screen: Screen) -> Metric:
    """The metric of published reports, else the first that the period has a figure of."""
    metrics = load_catalogue().metrics
    rows = screen.rows("metric_total", metric_ids=list(metrics), period_ids=[screen.period_id], field_ids=[])
    known = [row["metric_id"] for row in rows if row["ratio"] is not None]
    return metrics[FIRST if FIRST in known or not known else known[0]]


def _threshold(screen: Screen, metric: Metric, troubles: list[str]) -> float | None:
    wanted = url.read("threshold")
    if wanted is None:
        return None
    text = wanted.rstrip("%").strip().replace(",", ".")
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    most = 100.0 if metric.denominator else 1e12
    if not 0 <= value <= most:
        url.write("threshold", None)
        troubles.append(screen.say("problem.choice", asked=wanted, filter=screen.say("ranking.threshold")))
        return None
    return value / 100 if metric.denominator else value


def _chosen(screen: Screen, units: tuple[Unit, ...], troubles: list[str]) -> tuple[str, ...]:
    known = {unit.unit_id for unit in units}
    wanted = [id_ for id_ in (url.read("units") or "").split(",") if id_]
    if strange := [id_ for id_ in wanted if id_ not in known]:
        troubles.append(screen.say("problem.choice", asked=", ".join(strange), filter=screen.say("ranking.chosen")))
        url.write("units", ",".join(id_ for id_ in wanted if id_ in known) or None)
    return tuple(dict.fromkeys(id_ for id_ in wanted if id_ in known))[:MOST_CHOSEN]


def choices(screen: Screen, at: Ranking) -> None:
    """Metric, kind of unit, second period and threshold; the formula in force stands right beneath."""
    metrics = load_catalogue().metrics
    names = {id_: f"{screen.say(f'topic.{m.topic}')}: {kpi.figure_name(m, screen)}" for id_, m in metrics.items()}
    with st.container(horizontal=True, vertical_alignment="bottom", key="choices"):
        st.selectbox(
            screen.say("ranking.metric"),
            list(metrics),
            format_func=lambda id_: names[id_],
            key=url.widget("metric", at.metric.id),
            on_change=_pick_metric,
            width=360,
        )
        _kind(screen, at)
        _other(screen)
        shown = "" if at.threshold is None else _typed(screen, at)
        st.text_input(
            screen.say("ranking.threshold_unit" if at.metric.denominator else "ranking.threshold"),
            placeholder=screen.say("ranking.threshold_hint"),
            key=url.widget("threshold", shown),
            on_change=url.picked_text,
            args=("threshold",),
            width=150,
        )
    with st.container(horizontal=True, vertical_alignment="center", key="switches_of_ranking"):
        if at.unit_type == "commune":
            st.toggle(
                screen.say("ranking.splits"),
                help=screen.say("ranking.splits_help"),
                key=url.widget("kinds", at.splits_communes),
                on_change=_pick_kinds,
            )
        territory.switch(screen, at.metric, at.crosses)
    formula = load_catalogue().formula(at.metric, screen.language)
    st.html(
        join(
            '<p class="formula">',
            element("b", screen.say("provenance.formula")),
            element("span", f": {formula}."),
            " ",
            element("span", f"{screen.say('provenance.regulation')}: {at.metric.regulation}.", class_="muted"),
            "</p>",
        )
    )


def _typed(screen: Screen, at: Ranking) -> str:
    """The threshold as the reader types it: "2,5"."""
    value = (at.threshold or 0) * (100 if at.metric.denominator else 1)
    decimals = next((n for n in range(5) if round(value, n) == round(value, 6)), 4)
    return fmt.number(value, decimals, screen.language)


def _pick_metric() -> None:
    """A threshold of another metric says nothing of this one."""
    url.picked("metric")
    url.write("threshold", None)


def _pick_kinds() -> None:
    url.write("kinds", "1" if st.session_state["w_kinds"] else None)


def _kind(screen: Screen, at: Ranking) -> None:
    kinds = kinds_of(screen)
    st.selectbox(
        screen.say("online.kind"),
        list(kinds),
        format_func=lambda kind: f"{type_name(screen, kind)} ({fmt.count(len(kinds[kind]), screen.language)})",
        key=url.widget("type", at.unit_type),
        on_change=_pick_type,
        width=300,
    )


def _pick_type() -> None:
    url.picked("type")
    for name in ("units", "part", "q"):
        url.write(name, None)


def _other(screen: Screen) -> None:
    known = period_labels(screen, other_periods(screen))
    by_filter = screen.say(f"filter.compare_{screen.compare}")

    def words(label: str) -> str:
        if not label:
            return screen.say("ranking.other_default", name=by_filter)
        return fmt.capitalised(fmt.period_name(known[label].period, screen.language))

    st.selectbox(
        screen.say("ranking.other"),
        ["", *known],
        format_func=words,
        key=url.widget("other", url.read("other") or ""),
        on_change=url.picked_text,
        args=("other",),
        width=230,
    )


def rows(screen: Screen, at: Ranking) -> Rows:
    """Every unit of the kind with its place, value, band and what it was, worst first, from `unit_ranking`."""
    found = screen.rows(
        "unit_ranking",
        metric_id=at.metric.id,
        period_id=screen.period_id,
        other_period_id=at.other_id,
        ytd_period_id=ytd_id(screen, at.metric) or "",
        unit_types=[at.unit_type],
        splits_communes=str(at.splits_communes).lower(),
        small_n=str(screen.limits.small_n),
        same_territory=str(at.is_converted).lower(),
        threshold="" if at.threshold is None else repr(at.threshold),
    )
    marks.of_figures(screen.scope, screen.language, at.metric.id, screen.period_id, found)
    return [row for row in found if row["band"] != "ended"]


def ytd_id(screen: Screen, metric: Metric) -> str | None:
    """The year to date beside the period; null where it adds nothing, as for the stock of the last day."""
    known = year_to_date(screen) if ytd.is_shown(screen, metric) else None
    return known.period.period_id if known else None


def other_name(screen: Screen, at: Ranking) -> str:
    return fmt.period_name(at.other.period, screen.language) if at.other else ""
