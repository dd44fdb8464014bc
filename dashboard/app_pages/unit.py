"""How does one unit stand in all five families, against its peers, its own past and its targets?"""

import streamlit as st

from dashboard.ui import (
    breadcrumbs,
    case_files,
    explanations,
    profile,
    profile_print,
    profile_reports,
    profile_standing,
    provenance,
    reporting,
    shell,
    states,
    territory,
)
from dashboard.ui.screen import current
from dashboard.ui.series import span

screen = current()
shell.title(screen, "profile")
if screen.period is None:
    states.nothing_at_all(screen)
    st.stop()

unit = profile.asked(screen)
if unit is None:
    profile.choose(screen)
    st.stop()
reporting.style()
shell.filters(screen, has_level=False)
field = profile_reports.field(screen)
breadcrumbs.show(screen, unit, field, has_link=False)
screen = profile.seen_as(screen, unit)
profile.identity(screen, unit)
profile.lineage(screen, unit)
if profile.outside_its_time(screen, unit):
    st.stop()

periods = span(screen)
territory.unit_switch(screen, unit, profile.METRICS, periods)
found = profile.figures(screen, unit, periods)
held = reporting.board(screen)
profile_print.button(screen, unit, found, held)
strips = profile_standing.cards(screen, unit, periods, found, held)
profile_standing.table(screen, unit, found, held, strips)
profile_reports.trends(screen, unit, found)
profile_reports.fields(screen, unit, found)
explanations.of_unit(screen, unit.unit_id)
profile_reports.reports(screen, unit, held)
profile_reports.cells(screen, unit, found, field)
case_files.section(screen, unit.unit_id, field.field_id if field else None)
provenance.section(screen, [figure for figure in found.values() if figure.is_known])
