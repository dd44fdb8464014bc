"""Where does the province stand this period, and what needs attention? A two-minute read."""

import streamlit as st

from dashboard.metrics.catalogue import load_catalogue
from dashboard.ui import attention, kpi, overview, provenance, shell, states
from dashboard.ui.screen import current
from dashboard.ui.series import span

screen = current()
shell.title(screen, "overview")
if screen.period is None:
    states.nothing_at_all(screen)
    st.stop()
shell.filters(screen)

periods = span(screen)
rows = overview.rows(screen, periods, tuple(load_catalogue().metrics))
found = kpi.figures(screen, periods, rows)
states.coverage(screen, found)
if not any(figure.is_known for figure in found.values()):
    states.nothing_reported(screen)
    st.stop()

kpi.cards(screen, periods, found)
add_findings = attention.section(screen, found)
overview.trends(screen, found)
overview.table(screen, found)
provenance.section(screen, [figure for _, ids in kpi.CARDS if (figure := kpi.chosen(found, ids))])
add_findings()
