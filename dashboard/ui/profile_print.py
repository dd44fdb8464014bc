"""The button that makes the page on a unit a sheet of A4, from the very rows that the page shows."""

from collections.abc import Mapping
from datetime import datetime

import streamlit as st

from dashboard.exports.pdf import to_pdf
from dashboard.metrics import format as fmt
from dashboard.report import Unit
from dashboard.store.connection import VIETNAM
from dashboard.ui import options, profile, profile_reports, profile_standing, search_box, states
from dashboard.ui.kpi import Figure
from dashboard.ui.reporting import Board
from dashboard.ui.reporting_grid import type_name
from dashboard.ui.screen import Screen
from dashboard.unit_sheet import Facts, Headline, unit_sheet


def button(screen: Screen, unit: Unit, found: Mapping[str, Figure], held: Board) -> None:
    """Made when it is asked for, and not before."""
    label = screen.period.period.label.replace("..", "_") if screen.period else ""
    st.download_button(
        screen.say("sheet.button"),
        data=lambda: to_pdf(unit_sheet(facts(screen, unit, found, held))),
        file_name=f"{screen.scope.workspace}-{label}-{unit.unit_id}.pdf",
        mime="application/pdf",
        icon=":material/print:",
        key="print_sheet",
        on_click="ignore",
        help=screen.say("sheet.help"),
    )


def facts(screen: Screen, unit: Unit, found: Mapping[str, Figure], held: Board) -> Facts:
    """The rows of the page, as the sheet takes them."""
    assert screen.period is not None
    period = screen.period.period
    shares = profile.shares(found)
    standing = profile_standing.standings(screen, unit, [figure.metric.id for figure in shares.values()])
    overdue = shares.get("overdue")
    asked = {"period_ids": [screen.period_id], "unit_ids": [unit.unit_id]}
    (fresh,) = screen.rows("period_freshness", period_id=screen.period_id)
    iso = screen.rows("iso_units", **asked)
    return Facts(
        province=screen.title,
        is_demo=screen.is_demo,
        look=screen.look.printed,
        unit=unit,
        kind=type_name(screen, unit.unit_type),
        facts=(type_name(screen, unit.unit_type), search_box.unit_note(screen, unit)),
        period_name=screen.period_name,
        dates=fmt.date_range(period.start, period.end, screen.language),
        made=datetime.now(VIETNAM),
        updated_at=fresh["updated_at"].astimezone(VIETNAM) if fresh["updated_at"] else None,
        files=fresh["files"],
        headlines={
            name: Headline(
                figure.metric,
                figure.row,
                figure.previous,
                figure.over_time,
                standing.get(figure.metric.id, {}),
                figure.status(screen.compare),
                figure.ytd,
            )
            for name, figure in shares.items()
        },
        iso=iso[0] if iso else {},
        iso_standing=standing.get(profile_standing.ISO, {}),
        record=next((row for row in held.records if row["unit_id"] == unit.unit_id), {}),
        punctual=profile_standing.punctual_standing(screen, unit, held),
        periods=held.periods,
        fields=profile_reports.field_rows(screen, unit, overdue) if overdue else (),
        findings=profile_reports.unit_findings(screen, unit, [screen.period_id]),
        explanations=screen.rows("explanations", **asked, field_ids=[], on_day=held.on_day.isoformat()),
        lineage=screen.rows("unit_lineage", unit_id=unit.unit_id),
        few_days=held.few_days,
        scoped=states.scoped(screen, unit.unit_type, type_name(screen, unit.unit_type)),
        as_of=options.moment_words(screen),
    )
