"""In which fields, levels and units are the overdue files? Down to the cell that each figure stands in."""

import streamlit as st

from dashboard.ui import breadcrumbs, overdue, provenance, shell, states
from dashboard.ui.focus import focus
from dashboard.ui.screen import current
from dashboard.ui.series import span

screen = current()
shell.title(screen, "overdue")
if screen.period is None:
    states.nothing_at_all(screen)
    st.stop()
shell.filters(screen)

at = focus(screen)
states.troubles(at.troubles)
overdue.choices(screen, at)
breadcrumbs.show(screen, at.unit, at.field)

periods = span(screen)
figure = overdue.headline(screen, at, periods)
overdue.reason(screen, at, figure)
compared = periods.previous if screen.compare == "previous" else periods.last_year
other_id = compared.period.period_id if compared else None

if at.field is None:
    overdue.fields(screen, at, other_id)
    overdue.matrix(screen, at, periods)
overdue.drill(screen, at, figure, other_id)
provenance.section(screen, [figure])
