"""Two periods side by side, and ranks over many: which units moved, and where the chosen ones stood."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from dashboard.charts.rank_lines import MOST_LINES, rank_lines
from dashboard.charts.series import REFORM_DAY
from dashboard.charts.slope import slope
from dashboard.metrics.periods import PeriodPart
from dashboard.ui import page_parts, pictures, ranking, tables, territory, url
from dashboard.ui.ranking import MOST_CHOSEN, Ranking
from dashboard.ui.ranking_list import open_unit
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen
from dashboard.ui.series import Span
from dashboard.ui.unit_names import names

Row = Mapping[str, Any]
MOST_PERIODS = 13
MOST_LISTED = 200
"""Of more units of a kind the list of names is sent to the browser when it is opened, and not with every page."""
AT_EACH_END = 3
"""So many of the last and of the first are drawn beside the units chosen; without any the last are drawn strong."""
MOST_SLOPES = 120
"""So many lines still show where most units lie; of more, those that moved the furthest are drawn."""


def two_periods(screen: Screen, at: Ranking, found: Rows) -> None:
    """Each unit's line from the earlier to the later period; units that were reorganised between them are left out."""
    comparable = [row for row in found if row["place"] and row["other_place"] and row["value_change"] is not None]
    if at.metric.denominator is None or len(comparable) < 2:
        return
    page_parts.header(screen.say("ranking.two_periods"))
    furthest = sorted(comparable, key=lambda row: -abs(row["value_change"]))[:MOST_SLOPES]
    named = names(screen, (row["unit_id"] for row in furthest))
    lines = [
        {
            "id": row["unit_id"],
            "name": named[row["unit_id"]],
            "numerator": row["numerator"],
            "denominator": row["denominator"],
            "numerator_before": row["other_numerator"],
            "denominator_before": row["other_denominator"],
            "caution": row.get("caution"),
            "is_converted": row["other_is_converted"],
        }
        for row in furthest
    ]
    recipe = ("ranking-slope", screen.period_id, screen.level, *at.recipe)
    look, noun, other = screen.look, screen.say("noun.unit"), ranking.other_name(screen, at)
    picture = pictures.drawn(
        screen, recipe, lambda: slope(lines, at.metric, look, previous=other, period=screen.period_name, noun=noun)
    )
    with st.container(border=True, key="ranking_slope"):
        pictures.show(screen, picture, f"slope_{pictures.key_of(recipe)}", open_unit, has_formula=False)
        if len(comparable) > len(furthest):
            page_parts.prose(screen.say("ranking.furthest", count=str(MOST_SLOPES)), "picture-notes")


def over_time(screen: Screen, at: Ranking, periods: Span, found: Rows) -> None:
    """Ranks of the chosen units, beside those now last and first."""
    parts = periods.parts[-MOST_PERIODS:]
    ids = [part.part_id for part in parts]
    ranked = [row["unit_id"] for row in found if row["place"]]
    if len(ids) < 2 or not ranked:
        return
    page_parts.header(screen.say("ranking.over_time"))
    strong = [*at.chosen] or ranked[:AT_EACH_END]
    drawn = list(dict.fromkeys([*strong, *ranked[:AT_EACH_END], *ranked[-AT_EACH_END:]]))[:MOST_LINES]
    is_open = len(at.units) <= MOST_LISTED
    tables.folded(
        screen, "chosen_units", lambda: _choose(screen, at), label=screen.say("ranking.chosen"), is_open=is_open
    )
    rows = screen.rows(
        "unit_ranks_over_time",
        metric_id=at.metric.id,
        period_ids=ids,
        unit_ids=sorted(drawn),
        splits_communes=str(at.splits_communes).lower(),
        small_n=str(screen.limits.small_n),
        base_period_id=screen.period_id if at.is_converted else "",
    )
    named = names(screen, drawn)
    lines = [{**row, "name": named[row["unit_id"]], "kind": periods.kind} for row in rows]
    recipe = ("ranking-lines", screen.period_id, screen.level, tuple(drawn), tuple(strong), *at.recipe)
    breaks = () if at.is_converted else _breaks(screen, at, parts)
    look, noun = screen.look, screen.say("noun.unit")
    picture = pictures.drawn(
        screen, recipe, lambda: rank_lines(lines, at.metric, look, chosen=strong, breaks=breaks, noun=noun)
    )
    with st.container(border=True, key="ranking_lines"):
        pictures.show(screen, picture, f"lines_{pictures.key_of(recipe)}", _go, has_formula=False)
        if at.is_converted:
            territory.note(screen, rows)


def _choose(screen: Screen, at: Ranking) -> None:
    """Which units to highlight: from a list that is searched by name."""
    known = names(screen, (unit.unit_id for unit in at.units))
    st.multiselect(
        screen.say("ranking.chosen"),
        list(known),
        format_func=lambda id_: known[id_],
        max_selections=MOST_CHOSEN,
        placeholder=screen.say("ranking.chosen_hint"),
        key=url.widget("units", list(at.chosen)),
        label_visibility="collapsed",
        on_change=_pick_units,
    )


def _pick_units() -> None:
    url.write("units", ",".join(st.session_state["w_units"]) or None)


def _breaks(screen: Screen, at: Ranking, parts: Sequence[PeriodPart]) -> tuple[date, ...]:
    """The days on which units of this kind were reorganised within the periods, and that of the two tiers."""
    rows = territory.reorganisations(screen, parts[0].start_date, parts[-1].end_date)
    days = {row["effective_on"] for row in rows if row["unit_type"] == at.unit_type}
    return tuple(sorted({*days, REFORM_DAY}))


def _go(mark: dict[str, Any]) -> None:
    if mark.get("period_id"):
        url.write("period", str(mark["period_id"]))
