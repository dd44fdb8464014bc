"""Procedures by online level, under the classification of the period; and the services that older reports state."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from dashboard.charts.picture import TableColumn
from dashboard.charts.procedure_levels import procedure_levels
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.ui import focus as focusing
from dashboard.ui import page_parts, pictures, tables, url
from dashboard.ui.focus import Focus
from dashboard.ui.kpi import Figure
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen
from dashboard.ui.unit_names import names

PROCEDURES = ("procedures_end_to_end_share", "procedures_partial_share")
LAST_OF_LEVELS = date(2021, 12, 31)
"""The last day on which procedures were classed by levels 1 to 4 (Decree 42/2022/NĐ-CP came after it)."""


def is_old(screen: Screen) -> bool:
    """Whether the period shown speaks of levels 3 and 4."""
    assert screen.period is not None
    return screen.period.period.end <= LAST_OF_LEVELS


def section(screen: Screen, at: Focus, found: Mapping[str, Figure]) -> None:
    """The stacked bars, or what the reports do say of procedures; nothing under a field, which they do not go by."""
    if at.field is not None:
        return
    page_parts.header(screen.say("online.procedures"))
    rows = _rows(screen, at, found)
    if not any(row["first"] is not None and row["total"] for row in rows):
        _without_levels(screen)
        return
    recipe = ("procedure-levels", screen.period_id, screen.level, *PROCEDURES, *at.recipe[1:2])
    formula = load_catalogue().formula(load_catalogue().metrics[PROCEDURES[0]], screen.language)
    picture = pictures.drawn(
        screen,
        recipe,
        lambda: procedure_levels(rows, screen.look, is_old(screen), screen.period_name, formula),
    )
    with st.container(border=True, key="procedure_levels"):
        pictures.show(screen, picture, f"levels_{pictures.key_of(recipe)}", _go, has_formula=False)
        words = screen.say("online.taxonomy_old" if is_old(screen) else "online.taxonomy_new")
        page_parts.prose(words, "picture-notes")


def services(screen: Screen) -> None:
    """The online services at levels 3 and 4 that a report states, which are a count and no share."""
    rows = screen.rows("online_services", period_ids=[screen.period_id])
    total = next((row for row in rows if row["level"] == "total"), None)
    if total is None or total["services"] is None:
        return
    shown = [row for row in rows if row["level"] != "total" and screen.level in (None, row["level"])]
    with st.container(border=True, key="online_services"):
        count = fmt.count(total["services"], screen.language)
        sentence = screen.say("online.services", period=screen.period_name, count=count)
        parts = "; ".join(
            screen.say(
                "online.services_part",
                level=screen.say(f"level.{row['level']}").lower(),
                count=fmt.count(row["services"], screen.language),
            )
            for row in shown
        )
        page_parts.sentence(sentence)
        words = [screen.say("online.services_parts", parts=parts)] if parts else []
        page_parts.prose(" ".join([*words, screen.say("online.services_why")]))
        columns = (
            TableColumn("name", screen.say("table.level")),
            TableColumn("services", screen.say("online.service_count"), "count"),
            TableColumn("source", screen.say("provenance.source")),
        )
        lines = [
            {
                "name": screen.say("level.all" if row["level"] == "total" else f"level.{row['level']}"),
                "services": row["services"],
                "source": screen.say(f"basis.{row['basis']}"),
            }
            for row in [total, *shown]
        ]
        tables.show(screen, columns, lines, "services_table", name="dich-vu-cong")


def _rows(screen: Screen, at: Focus, found: Mapping[str, Figure]) -> list[dict[str, Any]]:
    """The whole first, then its levels, or the units of the level chosen."""
    asked = {"metric_ids": PROCEDURES, "period_ids": [screen.period_id], "field_ids": []}
    whole = {id_: found[id_].row for id_ in PROCEDURES if id_ in found}
    name = at.unit.name if at.unit else screen.say(f"level.{screen.level or 'all'}")
    rows = [_row("", name, whole)]
    if at.unit is not None:
        return rows
    if screen.level is None:
        below = _paired(screen.rows("metric_by_level", **asked), "level")
        rows += [_row(level, screen.say(f"level.{level}"), pair) | {"level": level} for level, pair in below.items()]
    else:
        units = names(screen, (unit.unit_id for unit in focusing.units_of(screen)))
        below = _paired(screen.rows("metric_by_unit", **asked, unit_ids=[]), "unit_id")
        lines = [_row(id_, units[id_], pair) for id_, pair in below.items() if id_ in units]
        rows += sorted(lines, key=lambda row: (row["share"] is None, row["share"] or 0.0))
    return rows if len(rows) != 2 or rows[1]["total"] != rows[0]["total"] else rows[1:]


def _paired(rows: Rows, key: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        found.setdefault(row[key], {})[row["metric_id"]] = row
    return found


def _row(id_: str, name: str, pair: Mapping[str, Any]) -> dict[str, Any]:
    first, second = (pair.get(metric_id) or {} for metric_id in PROCEDURES)
    return {
        "id": id_,
        "name": name,
        "first": first.get("numerator"),
        "second": second.get("numerator"),
        "total": first.get("denominator"),
        "share": first.get("ratio"),
        "target": first.get("target_value"),
    }


def _without_levels(screen: Screen) -> None:
    """What is known where the online levels are not."""
    page_parts.prose(screen.say("online.no_levels", period=screen.period_name))
    services(screen)


def _go(mark: dict[str, Any]) -> None:
    """A level is gone into, a unit likewise; the whole leads nowhere."""
    if mark.get("id"):
        name = "level" if mark["id"] in ("province", "district", "commune") else "unit"
        url.write(name, str(mark["id"]))
