"""Which units report on time, which are late or missing, how often and since when? Down to the source cell."""

import streamlit as st

from dashboard.ui import (
    breadcrumbs,
    provenance,
    reporting,
    reporting_grid,
    reporting_lists,
    reporting_unit,
    shell,
    states,
)
from dashboard.ui.screen import current
from dashboard.ui.series import span

screen = current()
reporting.style()
shell.title(screen, "reporting")
if screen.period is None:
    states.nothing_at_all(screen)
    st.stop()
shell.filters(screen)

held = reporting.board(screen)
breadcrumbs.show(screen, *reporting_unit.chosen(screen, held))
periods = span(screen)
found = reporting.figures(screen, periods)
states.coverage(screen, found)
is_listed = bool(reporting.current_units(screen, held))
if held.periods and (is_listed or any(figure.is_known for figure in found.values())):
    reporting.cards(screen, held, periods, found)
if not is_listed:
    reporting.no_list(screen)

reporting.trends(screen, held, periods, found)
if reporting.of_level(screen, held):
    reporting_grid.matrix(screen, held)
    reporting_unit.unit(screen, held)
    reporting_lists.now(screen, held)
    reporting_lists.streaks(screen, held)
provenance.section(screen, reporting.metric_figures(found))
