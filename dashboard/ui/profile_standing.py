"""A unit's figures as cards, each with its place among the units of its kind, and the table of all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from dashboard.charts.picture import Picture, TableColumn, metric_name
from dashboard.charts.punctuality import status_words
from dashboard.charts.standing import middle_half, standing_strip
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.report import Unit
from dashboard.ui import breakdown, kpi, page_parts, pictures, profile, states, tables
from dashboard.ui.html import element
from dashboard.ui.iso_units import GLYPHS
from dashboard.ui.kpi import CARDS, Figure
from dashboard.ui.pictures import Drawn
from dashboard.ui.reporting import RECENT, Board
from dashboard.ui.reporting_grid import type_name
from dashboard.ui.screen import Screen
from dashboard.ui.series import Span

Row = Mapping[str, Any]
PUNCTUAL = "report_on_time_rate"
ISO = "iso_adoption"


def cards(screen: Screen, unit: Unit, periods: Span, found: Mapping[str, Figure], held: Board) -> dict[str, Drawn]:
    """One card for each headline: the figure, its changes and target, and its place among the units of its kind.

    The strips that show the places, by metric.
    """
    page_parts.header(screen.say("profile.families"))
    kind = type_name(screen, unit.unit_type)
    words = [screen.say("standing.legend", kind=kind), states.scoped(screen, unit.unit_type, kind)]
    page_parts.prose(" ".join(filter(None, words)))
    shares = profile.shares(found)
    standing = standings(screen, unit, [figure.metric.id for figure in shares.values()])
    strips: dict[str, Drawn] = {}
    with st.grid(3, min_column_width=280, gap="small", key="kpis"):
        for name, _ in CARDS:
            with st.container(border=True, gap=None, key=f"kpi_{name}", height="stretch"):
                if name == "iso":
                    _iso(screen, unit, standing.get(ISO, {}))
                elif name == "reporting":
                    strips |= _punctual(screen, unit, held)
                elif name in shares:
                    strips |= _share(screen, unit, periods, name, shares[name], standing)
    for strip in strips.values():
        page_parts.keep(partial(pictures.in_document, screen, strip), is_picture=True)
    return strips


def standings(screen: Screen, unit: Unit, metric_ids: Sequence[str]) -> dict[str, Row]:
    """Where the unit stands in the period shown, by metric; ISO is counted too, a yes or no of each unit."""
    return _standings(screen, unit, [*metric_ids, ISO], [screen.period_id])


def punctual_standing(screen: Screen, unit: Unit, held: Board) -> Row:
    """The unit's share of reports on time in the last periods, among the units of its kind."""
    return _standings(screen, unit, [PUNCTUAL], recent_ids(held)).get(PUNCTUAL, {})


def recent_ids(held: Board) -> list[str]:
    """The last periods, up to a dozen."""
    return [period.period_id for period in held.periods[-RECENT:]]


def _standings(screen: Screen, unit: Unit, metric_ids: list[str], period_ids: list[str]) -> dict[str, Row]:
    asked = {"metric_ids": metric_ids, "period_ids": period_ids, "small_n": str(screen.limits.small_n)}
    return {row["metric_id"]: row for row in screen.rows("unit_standing", unit_id=unit.unit_id, **asked)}


def _share(
    screen: Screen, unit: Unit, periods: Span, name: str, figure: Figure, standing: Mapping[str, Row]
) -> dict[str, Drawn]:
    title, metric = screen.say(f"kpi.{name}"), figure.metric
    if metric.family == "dossier" and not unit.has_procedures and not figure.is_known:
        _plain(screen, title, kpi.figure_name(metric, screen), screen.say("profile.not_applicable"))
        return {}
    kpi.body(screen, periods, title, figure, kpi.figure_name(metric, screen))
    return _strip(screen, unit, figure.metric.id, standing.get(metric.id, {}), [screen.period_id], figure.target)


def _strip(
    screen: Screen, unit: Unit, metric_id: str, standing: Row, period_ids: list[str], target: float | None
) -> dict[str, Drawn]:
    """The strip of one metric; the table behind all strips stands below the cards."""
    if not standing or standing["ratio"] is None:
        return {}
    metric, look = load_catalogue().metrics[metric_id], screen.look

    def draw() -> Picture:
        asked = {"metric_ids": [metric_id], "period_ids": period_ids, "small_n": str(screen.limits.small_n)}
        rows = screen.rows("unit_peers", unit_id=unit.unit_id, **asked)
        return standing_strip(rows, standing, metric, look, target)

    recipe = ("standing", unit.unit_id, metric_id, tuple(period_ids), target)
    picture = pictures.drawn(screen, recipe, draw)
    st.html(element("p", picture.title, class_="standing"))
    if picture.is_empty:
        return {}
    key = f"standing_{pictures.key_of(recipe)}"
    pictures.chart(picture, key, lambda mark: breakdown.go("unit", mark.get("unit_id")))
    notes = (fmt.capitalised(middle_half(standing, look)) + ".", *picture.notes)
    st.html(element("p", " ".join(notes), class_="picture-notes"))
    title = f"{metric_name(metric, screen.language)}: {picture.title}"
    return {metric_id: replace(picture, title=title, notes=notes)}


def _iso(screen: Screen, unit: Unit, standing: Row) -> None:
    """The state of the unit's quality system, and how many units of its kind have announced theirs."""
    title = screen.say("kpi.iso")
    rows = screen.rows("iso_units", period_ids=[screen.period_id], unit_ids=[unit.unit_id])
    if not rows:
        _plain(screen, title, "", screen.say("profile.no_iso"))
        return
    row = rows[0]
    state = f"{GLYPHS[row['state']]} {screen.say('iso_state.' + row['state'])}"
    facts = [row["standard_version"]]
    if row["rating"]:
        facts.append(screen.say(f"iso_rating.{row['rating']}").lower())
    if row["announced_on"]:
        facts.append(screen.say("profile.iso_announced", day=fmt.day(row["announced_on"], screen.language)))
    words = ""
    if standing and standing["kind_denominator"]:
        counts = fmt.counts(standing["kind_numerator"], standing["kind_denominator"], screen.language)
        words = screen.say("profile.iso_kind", counts=counts)
    _plain(screen, title, " · ".join(fact for fact in facts if fact), state, words)


def _punctual(screen: Screen, unit: Unit, held: Board) -> dict[str, Drawn]:
    """The last report's state, and the share on time of the last dozen among the units of its kind."""
    title = screen.say("reporting.title")
    record = next((row for row in held.records if row["unit_id"] == unit.unit_id), None)
    if record is None:
        _plain(screen, title, "", screen.say("profile.no_list"))
        return {}
    now = status_words(record["status"], record["days_late"], screen.look, held.few_days)
    standing = punctual_standing(screen, unit, held)
    words = ""
    if standing and standing["denominator"]:
        counts = fmt.counts(standing["numerator"], standing["denominator"], screen.language)
        words = screen.say("profile.punctual", counts=counts)
    name = fmt.capitalised(fmt.period_name(held.last, screen.language))
    _plain(screen, title, name, now, words)
    return _strip(screen, unit, PUNCTUAL, standing, recent_ids(held), None)


def _plain(screen: Screen, title: str, subtitle: str, value: str, words: str = "") -> None:  # noqa: ARG001
    page_parts.card(
        title,
        element("p", value, class_="kpi-words"),
        element("p", words, class_="standing") if words else "",
        above=element("p", subtitle, class_="kpi-metric") if subtitle else "",
        level="h3",
    )


def table(screen: Screen, unit: Unit, found: Mapping[str, Figure], held: Board, strips: Mapping[str, Drawn]) -> None:
    """The figures of every unit of the kind, worst first by the first metric; a click opens that unit's profile.

    Beneath them each strip as a file.
    """
    ids = [figure.metric.id for figure in profile.shares(found).values()]
    label = screen.say("standing.table")

    def draw() -> None:
        lines = _lines(screen, unit, ids, held)
        key = pictures.key_of(("peers", unit.unit_id, screen.period_id))
        st.html(element("p", screen.say("standing.pick"), class_="hint"))
        tables.show(
            screen, _columns(screen, [*ids, ISO, PUNCTUAL]), lines, f"peers_{key}", name="don-vi-cung-loai",
            on_pick=lambda at: breakdown.go("unit", lines[at]["unit_id"]),
        )  # fmt: skip
        for metric_id, picture in strips.items():
            page_parts.prose(metric_name(load_catalogue().metrics[metric_id], screen.language))
            pictures.files(screen, picture, f"standing_{metric_id}")

    tables.folded(screen, "peers", draw, label=label, icon=":material/table:")


def _lines(screen: Screen, unit: Unit, metric_ids: list[str], held: Board) -> list[dict[str, Any]]:
    """A line for each unit of the kind with the counts of each metric; shares of few cases are left to the counts."""
    small = {"small_n": str(screen.limits.small_n)}
    asked = (((*metric_ids, ISO), (screen.period_id,)), ((PUNCTUAL,), tuple(recent_ids(held))))
    lines: dict[str, dict[str, Any]] = {}
    for ids, period_ids in asked:
        for row in screen.rows("unit_peers", unit_id=unit.unit_id, metric_ids=ids, period_ids=period_ids, **small):
            line = lines.setdefault(row["unit_id"], {"unit_id": row["unit_id"], "name": row["unit_name"]})
            id_ = row["metric_id"]
            line[f"{id_}_ratio"] = row["ratio"] if row["is_ranked"] else None
            line[f"{id_}_place"] = row["place"]
            line[f"{id_}_n"] = fmt.counts(row["numerator"], row["denominator"], screen.language)
    first = f"{metric_ids[0]}_place" if metric_ids else f"{PUNCTUAL}_place"
    return sorted(lines.values(), key=lambda line: (line.get(first) is None, -(line.get(first) or 0)))


def _columns(screen: Screen, metric_ids: Sequence[str]) -> list[TableColumn]:
    columns = [TableColumn("name", screen.say("table.unit"))]
    for id_ in metric_ids:
        name = kpi.figure_name(load_catalogue().metrics[id_], screen)
        if id_ == PUNCTUAL:
            name = screen.say("standing.recent", metric=name, count=fmt.count(RECENT, screen.language))
        if id_ != ISO:
            columns += [
                TableColumn(f"{id_}_ratio", name, "percent"),
                TableColumn(f"{id_}_place", screen.say("standing.place_of", metric=name), "count"),
            ]
        columns.append(TableColumn(f"{id_}_n", screen.say("standing.n_of", metric=name)))
    return columns
