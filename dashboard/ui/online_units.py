"""Units on the page of online filing: against target, against last year, and what each could move."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from dashboard.charts.gain import gain_scatter
from dashboard.charts.slope import slope
from dashboard.charts.unit_bullets import unit_bullets
from dashboard.metrics import format as fmt
from dashboard.metrics.periods import KnownPeriod
from dashboard.ui import breakdown, marks, page_parts, pictures, tables, territory, url
from dashboard.ui import focus as focusing
from dashboard.ui.focus import Focus
from dashboard.ui.html import element
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen
from dashboard.ui.series import Span, beside
from dashboard.ui.targets import type_name
from dashboard.ui.unit_names import names

Row = Mapping[str, Any]


def compared(screen: Screen, at: Focus, periods: Span, other_id: str | None) -> None:
    """Units of one kind: bullets beside the slope, and one table of both; a click goes to the unit."""
    near = [k.period.period_id for k in (periods.previous, periods.last_year) if k is not None]
    rows = focusing.by_unit(screen, at, list(dict.fromkeys([*beside(screen, other_id), *near])))
    now = [row for row in rows if row["period_id"] == screen.period_id]
    page_parts.header(screen.say("online.units"))
    kinds = _kinds(now)
    if not kinds:
        page_parts.prose(screen.say("online.no_units"))
        return
    kind = _kind(screen, kinds)
    units = [row["unit_id"] for row in now if row["unit_type"] == kind]
    territory.units_switch(screen, at.metric, periods.last_year or periods.previous, units)
    of_kind = [row for row in rows if row["unit_type"] == kind]
    now = [row for row in of_kind if row["period_id"] == screen.period_id]
    known = [row for row in now if row["ratio"] is not None]
    if len(known) == 1:
        page_parts.prose(screen.say("online.one_unit", name=known[0]["unit_name"]))
    else:
        st.html(element("p", screen.say("online.pick_unit"), class_="hint"))
        _pictures(screen, at, kind, of_kind, periods)
    key = pictures.key_of((screen.period_id, screen.level, kind, at.recipe))
    lines = breakdown.lines(screen, at, of_kind, "unit_id", "unit_name", other_id)
    table = partial(breakdown.table, screen, at, lines, "unit", f"units_{key}")
    tables.folded(screen, f"units_{key}", table, is_open=len(lines) <= 12)


def _pictures(screen: Screen, at: Focus, kind: str, rows: Rows, periods: Span) -> None:
    """Bullets, and where the year before is known the slope, side by side where there is room."""
    by_period: dict[str, Rows] = {}
    for row in rows:
        by_period.setdefault(row["period_id"], []).append(row)
    now = by_period[screen.period_id]
    last = by_period.get(periods.last_year.period.period_id, []) if periods.last_year else []
    has_slope = any(row["ratio"] is not None for row in last)
    with st.grid(2 if has_slope else 1, min_column_width=660, gap="small", key="unit_pictures"):
        with st.container(border=True, key="unit_bullets", height="stretch"):
            previous = by_period.get(periods.previous.period.period_id, []) if periods.previous else []
            _bullets(screen, at, kind, now, previous)
        if has_slope and periods.last_year is not None:
            with st.container(border=True, key="unit_slope", height="stretch"):
                _slope(screen, at, kind, now, last, periods.last_year)
    if not has_slope:
        page_parts.prose(screen.say("online.no_last_year"))


def _kinds(rows: Rows) -> dict[str, int]:
    """Kinds of unit that have figures, those with most units first."""
    found: dict[str, int] = {}
    for row in rows:
        if row["numerator"] is not None:
            found[row["unit_type"]] = found.get(row["unit_type"], 0) + 1
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def _kind(screen: Screen, kinds: Mapping[str, int]) -> str:
    asked = url.read("type")
    if asked is not None and asked not in kinds:
        url.write("type", None)
    chosen = asked if asked in kinds else next(iter(kinds))
    if len(kinds) > 1:
        st.segmented_control(
            screen.say("online.kind"),
            list(kinds),
            format_func=lambda kind: f"{type_name(screen, kind)} ({fmt.count(kinds[kind], screen.language)})",
            required=True,
            key=url.widget("type", chosen),
            on_change=url.picked,
            args=("type",),
        )
    return str(chosen)


def _bullets(screen: Screen, at: Focus, kind: str, now: Rows, before: Rows) -> None:
    named = names(screen, (row["unit_id"] for row in now))
    earlier = {row["unit_id"]: row["ratio"] for row in before if (row["denominator"] or 0) >= screen.limits.small_n}
    bullets = [
        {
            "id": row["unit_id"],
            "name": named[row["unit_id"]],
            "numerator": row["numerator"],
            "denominator": row["denominator"],
            "previous": earlier.get(row["unit_id"]),
            "target": row["target_value"],
            "caution": row.get("caution"),
        }
        for row in now
    ]
    recipe = ("online-bullets", screen.period_id, screen.level, kind, *at.recipe)
    look, noun = screen.look, screen.say("noun.unit")
    picture = pictures.drawn(
        screen, recipe, lambda: unit_bullets(bullets, at.metric, look, noun=noun, period=screen.period_name)
    )
    key = f"bullets_{pictures.key_of(recipe)}"
    pictures.show(screen, picture, key, _go, has_formula=False, has_table=False)


def _slope(screen: Screen, at: Focus, kind: str, now: Rows, before: Rows, known: KnownPeriod) -> None:
    named = names(screen, (row["unit_id"] for row in now))
    earlier = {row["unit_id"]: row for row in before}
    lines = [
        {
            "id": row["unit_id"],
            "name": named[row["unit_id"]],
            "numerator": row["numerator"],
            "denominator": row["denominator"],
            "numerator_before": earlier.get(row["unit_id"], {}).get("numerator"),
            "denominator_before": earlier.get(row["unit_id"], {}).get("denominator"),
            "is_converted": earlier.get(row["unit_id"], {}).get("is_converted"),
            "caution": row.get("caution"),
        }
        for row in now
    ]
    recipe = ("online-slope", screen.period_id, screen.level, kind, *at.recipe)
    look, noun = screen.look, screen.say("noun.unit")
    name = fmt.period_name(known.period, screen.language)
    picture = pictures.drawn(
        screen, recipe, lambda: slope(lines, at.metric, look, previous=name, period=screen.period_name, noun=noun)
    )
    pictures.show(screen, picture, f"slope_{pictures.key_of(recipe)}", _go, has_formula=False)


def moving(screen: Screen, at: Focus) -> None:
    """Every unit by volume and share, with the files that its goal still needs."""
    rows = screen.rows(
        "online_gain_by_unit",
        metric_id=at.metric.id,
        period_id=screen.period_id,
        levels=[screen.level] if screen.level else [],
        field_ids=at.field_ids,
    )
    if len(rows) < 2:
        return
    marks.of_figures(screen.scope, screen.language, at.metric.id, screen.period_id, rows, at.field_ids)
    page_parts.header(screen.say("online.gain"))
    recipe = ("online-gain", screen.period_id, screen.level, *at.recipe)
    look, noun = screen.look, screen.say("noun.unit")
    picture = pictures.drawn(screen, recipe, lambda: gain_scatter(rows, at.metric, look, screen.period_name, noun))
    with st.container(border=True, key="gain"):
        pictures.show(screen, picture, f"gain_{pictures.key_of(recipe)}", _go)


def need(screen: Screen, at: Focus) -> None:
    """What the unit chosen still needs, in files, and what that would add to the province."""
    rows = screen.rows(
        "online_gain_by_unit",
        metric_id=at.metric.id,
        period_id=screen.period_id,
        levels=[],
        field_ids=at.field_ids,
    )
    row = next((row for row in rows if row["unit_id"] in at.unit_ids), None)
    if row is None or row["files_gain"] is None:
        return
    goal = "target" if row["target_value"] is not None else "province"
    files = row[f"files_to_{goal}"]
    if goal == "target":
        words = {"goal": fmt.percent(row["target_value"], fmt.CHART_DECIMALS, screen.language)}
    else:
        ends = row["province_numerator"], row["province_denominator"]
        words = {"goal": fmt.ratio(*ends, fmt.CHART_DECIMALS, screen.language)}
    if not files:
        sentence = screen.say(f"gain.unit_reached_{goal}", **words)
    else:
        sentence = screen.say(f"gain.unit_needs_{goal}", files=fmt.count(files, screen.language), **words)
        if row["files_gain"] < files:
            left = fmt.count(row["offline_files"], screen.language)
            sentence += " " + screen.say("gain.unit_out_of_reach", left=left)
        else:
            gain = fmt.points_size(row["province_gain"], fmt.TABLE_DECIMALS, screen.language)
            sentence += " " + screen.say("gain.unit_moves", gain=gain)
    with st.container(border=True, key="unit_need"):
        page_parts.prose(sentence, "lead")


def _go(mark: dict[str, Any]) -> None:
    if mark.get("id"):
        url.write("unit", str(mark["id"]))
