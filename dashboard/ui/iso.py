"""The parts of the page on ISO 9001:2015: scope, cards, states over time, kinds of unit, ratings, sources."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.charts.bullets import bullet_bars
from dashboard.charts.iso_columns import RATINGS, STATES, rating_columns, state_columns
from dashboard.charts.iso_ratings import rating_bars
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.ui import focus as focusing
from dashboard.ui import kpi, online, page_parts, pictures, provenance, url
from dashboard.ui.focus import Focus
from dashboard.ui.kpi import Figure
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen
from dashboard.ui.series import Span
from dashboard.ui.targets import type_name

Row = Mapping[str, Any]
ADOPTION = ("iso_adoption_mandatory", "iso_adoption_encouraged", "iso_adoption")
RATING_METRICS = ("iso_rating_very_good", "iso_rating_good", "iso_rating_fair")
OBLIGATIONS = ("mandatory", "encouraged", "unstated")


def focus(screen: Screen) -> Focus:
    """The unit that the address asks for; what it asks for in vain is left out and said."""
    troubles: list[str] = []
    unit = online.asked_for(screen, "unit", {unit.unit_id: unit for unit in focusing.units_of(screen)}, troubles)
    return Focus(load_catalogue().metrics["iso_adoption"], unit, None, tuple(troubles))


def choices(screen: Screen, at: Focus) -> None:
    """The unit, and what counts as adopted under which obligation."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="choices"):
        online.choice(screen, "unit", {unit.unit_id: unit.name for unit in focusing.units_of(screen)}, at.unit_ids)
    page_parts.prose(screen.say("iso.scope_law"), "formula")


def figures(screen: Screen, at: Focus, periods: Span) -> dict[str, Figure]:
    """Adoption of the mandatory, of the encouraged and of both, in every period of the span."""
    return kpi.figures(screen, periods, online.whole(screen, at, ADOPTION, periods.asked_ids(screen)))


def cards(screen: Screen, at: Focus, periods: Span, found: Mapping[str, Figure]) -> None:
    """Mandatory and encouraged apart, then both: those with a rate, or where none has one the counts."""
    known = [id_ for id_ in ADOPTION if id_ in found and found[id_].is_known]
    shown = [id_ for id_ in known if found[id_].row.get("ratio") is not None] or known
    if not shown:
        return
    with st.grid(len(shown), min_column_width=215, gap="small", key="kpis"):
        for metric_id in shown:
            name = metric_id.removeprefix("iso_adoption").strip("_") or "all"
            with st.container(border=True, gap=None, key=f"kpi_{metric_id}", height="stretch"):
                title, figure = screen.say(f"iso.card_{name}"), found[metric_id]
                kpi.body(screen, periods, title, figure, screen.say("iso.card_note"), online.spark(screen, at, figure))


def reason(screen: Screen, found: Mapping[str, Figure]) -> None:
    """Why there is no rate: no scope, no obligation, or no figure at all."""
    known = [found[id_] for id_ in ADOPTION if id_ in found and found[id_].is_known]
    if any(figure.row.get("ratio") is not None for figure in known):
        return
    if known:
        page_parts.notice(screen.say("iso.no_scope", period=screen.period_name))
    elif _states(screen, [screen.period_id]):
        page_parts.notice(screen.say("iso.no_obligation", period=screen.period_name))
    else:
        page_parts.notice(screen.say("iso.no_figure", period=screen.period_name))


def over_the_periods(screen: Screen, periods: Span) -> None:
    """Stacked states over time, a picture for each obligation; a click goes to that period."""
    rows = _states(screen, shown_ids(screen, periods))
    now = [row for row in rows if row["period_id"] == screen.period_id]
    if not now and not rows:
        return
    page_parts.header(screen.say("iso.over_time"))
    if not now:
        page_parts.prose(screen.say("iso.states_none", period=screen.period_name))
        return
    shown = [name for name in OBLIGATIONS if any(row["obligation"] == name for row in now)]
    with st.grid(len(shown), min_column_width=460, gap="small", key="state_pictures"):
        for obligation in shown:
            with st.container(border=True, key=f"states_{obligation}", height="stretch"):
                _states_of(screen, periods, obligation, [row for row in rows if row["obligation"] == obligation])
    is_alone = len({row["period_id"] for row in rows}) == 1
    words = screen.say("iso.one_period" if is_alone else "iso.click_period")
    page_parts.prose(words)


def shown_ids(screen: Screen, periods: Span) -> list[str]:
    """The periods of the span and the one shown, which is none of them where it is a range."""
    return list(dict.fromkeys([*(part.part_id for part in periods.parts), screen.period_id]))


def _states_of(screen: Screen, periods: Span, obligation: str, rows: Rows) -> None:
    by_period = {row["period_id"]: row for row in rows}
    lines = [
        {
            "kind": periods.kind, "period_id": part.part_id, "start_date": part.start_date, "end_date": part.end_date,
            **{state: by_period.get(part.part_id, {}).get(state) for state in STATES},
        }
        for part in periods.parts
    ]  # fmt: skip
    title = _states_title(screen, by_period[screen.period_id], obligation)
    metric_id = "iso_adoption" if obligation == "unstated" else f"iso_adoption_{obligation}"
    recipe = ("iso-states", screen.period_id, screen.level, metric_id)
    picture = pictures.drawn(screen, recipe, lambda: state_columns(lines, screen.look, title))
    pictures.show(screen, picture, f"states_{pictures.key_of(recipe)}", _go_to_period, has_formula=False)


def _states(screen: Screen, period_ids: Sequence[str]) -> Rows:
    rows = screen.rows("iso_states", period_ids=period_ids)
    return [row for row in rows if row["level"] == (screen.level or "total")]


def _states_title(screen: Screen, row: Row, obligation: str) -> str:
    def part(state: str) -> str:
        count = fmt.count(row[state], screen.language)
        if state == "adopted":
            count = fmt.counts(row[state], row["units"], screen.language)
        return screen.say("iso.states_part", count=count, state=screen.say(f"iso_state.{state}").lower())

    parts = ", ".join(part(state) for state in STATES if row[state] or state == "adopted")
    name = screen.say(f"iso.obligation_{obligation}")
    return screen.say("iso.states_title", name=name, period=screen.period_name, parts=parts)


def _go_to_period(mark: dict[str, Any]) -> None:
    if mark.get("period_id"):
        url.write("period", str(mark["period_id"]))


def kinds(screen: Screen, found: Mapping[str, Figure]) -> None:
    """Each kind of unit against the target of its obligation, the obligations in pictures of their own."""
    rows = screen.rows("iso_by_type", period_id=screen.period_id)
    rows = [row for row in rows if screen.level in (None, row["level"])]
    shown = [id_ for id_ in ADOPTION[:2] if any(row["metric_id"] == id_ for row in rows)]
    if not shown:
        return
    page_parts.header(screen.say("iso.by_kind"))
    for metric_id in shown:
        with st.container(border=True, key=f"kinds_{metric_id}"):
            _kinds_of(screen, metric_id, [row for row in rows if row["metric_id"] == metric_id], found)
    if any(row["denominator"] < screen.limits.small_n for row in rows):
        page_parts.prose(screen.say("iso.few_note", limit=screen.limits.small_n))


def _kinds_of(screen: Screen, metric_id: str, rows: Rows, found: Mapping[str, Figure]) -> None:
    """The whole of the obligation first: its value makes the title."""
    metric = load_catalogue().metrics[metric_id]
    whole = found[metric_id].row if metric_id in found else {}
    name = screen.say(f"level.{screen.level or 'all'}")
    bars = [_bar(name, whole)] if whole.get("ratio") is not None and len(rows) > 1 else []
    for row in rows:
        units = fmt.count(row["units"], screen.language)
        bars.append(_bar(screen.say("iso.kind_count", kind=type_name(screen, row["unit_type"]), count=units), row))
    recipe = ("iso-kinds", screen.period_id, screen.level, metric_id)
    picture = pictures.drawn(screen, recipe, lambda: bullet_bars(bars, metric, screen.look, row_height=40))
    pictures.show(screen, picture, f"kinds_{pictures.key_of(recipe)}")


def _bar(name: str, row: Row) -> dict[str, Any]:
    return {
        "id": name,
        "name": name,
        "numerator": row["numerator"],
        "denominator": row["denominator"],
        "target": row.get("target_value"),
        "caution": row.get("caution"),
    }


def ratings(screen: Screen, periods: Span) -> None:
    """Ratings of communes, or of the level chosen: now, and in every period of the span."""
    level = screen.level or "commune"
    rows = screen.rows("iso_ratings", period_ids=shown_ids(screen, periods))
    of_level = {row["period_id"]: row for row in rows if row["level"] == level}
    if not of_level:
        return
    words = {"level": screen.say(f"level.{level}").lower()}
    page_parts.header(screen.say("iso.ratings") if level == "commune" else screen.say("iso.ratings_level", **words))
    noun = screen.say("iso.noun_commune" if level == "commune" else "iso.noun_other")
    now = of_level.get(screen.period_id)
    has_past = sum(part.part_id in of_level for part in periods.parts) > 1
    with st.grid(2 if has_past else 1, min_column_width=460, gap="small", key="rating_pictures"):
        with st.container(border=True, key="ratings_now", height="stretch"):
            recipe = ("iso-ratings", screen.period_id, level)
            picture = pictures.drawn(screen, recipe, lambda: rating_bars(now, screen.look, screen.period_name, noun))
            pictures.show(screen, picture, f"ratings_{pictures.key_of(recipe)}", has_formula=False)
            if now is not None and now["basis"] == "stated":
                page_parts.prose(screen.say("iso.ratings_stated"), "picture-notes")
        if has_past:
            with st.container(border=True, key="ratings_past", height="stretch"):
                _ratings_past(screen, periods, of_level, level, noun)


def _ratings_past(screen: Screen, periods: Span, of_level: Mapping[str, Row], level: str, noun: str) -> None:
    lines: list[dict[str, Any]] = [
        {
            "kind": periods.kind, "period_id": part.part_id, "start_date": part.start_date, "end_date": part.end_date,
            **{key: of_level.get(part.part_id, {}).get(key) for key in ("rated", *RATINGS)},
        }
        for part in periods.parts
    ]  # fmt: skip
    known = [row for row in lines if row["rated"] is not None]
    first, last = (
        {"period": short_name(screen, row), "count": fmt.count(row["rated"], screen.language)}
        for row in (known[0], known[-1])
    )
    title = screen.say(
        "iso.ratings_over_time",
        noun=noun,
        start=first["period"],
        end=last["period"],
        first=first["count"],
        last=last["count"],
    )
    recipe = ("iso-ratings-past", screen.period_id, level, *RATING_METRICS)
    picture = pictures.drawn(screen, recipe, lambda: rating_columns(lines, screen.look, title))
    pictures.show(screen, picture, f"past_{pictures.key_of(recipe)}", _go_to_period, has_formula=False)


def short_name(screen: Screen, row: Row) -> str:
    """The period of a row as an axis writes it: "02/2020"."""
    assert screen.period is not None
    return fmt.period_axis(screen.period.period.kind, row["start_date"], row["end_date"], screen.language)


def sources(screen: Screen, at: Focus, found: Mapping[str, Figure]) -> None:
    """Where each figure comes from; of one unit or a stated total, down to the cells."""
    cells = _cells(screen, at)
    if cells:
        page_parts.subheader(screen.say("overdue.cells"))
        provenance.cells_table(screen, cells, f"cells_{pictures.key_of((screen.period_id, screen.level, at.recipe))}")
        provenance.originals(screen, cells)
    known = [found[id_] for id_ in ADOPTION if id_ in found and found[id_].is_known]
    if known:
        provenance.section(screen, known)


def _cells(screen: Screen, at: Focus) -> Rows:
    """The cells of the unit, or of the totals that a report states: each once, whatever metrics it enters."""
    cells: dict[tuple[Any, ...], dict[str, Any]] = {}
    for metric_id in (*ADOPTION, *RATING_METRICS):
        asked = {"metric_id": metric_id, "period_id": screen.period_id, "unit_ids": at.unit_ids, "field_ids": []}
        for row in screen.rows("source_cells", **asked):
            if at.unit is not None or (row["scope"] != "unit" and screen.level in (None, row["level"])):
                cells.setdefault((row["column_id"], row["file_name"], row["sheet"], row["cell"], row["level"]), row)
    return list(cells.values())
