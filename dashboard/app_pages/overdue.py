"""In which fields, levels and units are the overdue files? Down to the cell that each figure stands in."""

import streamlit as st

from dashboard.ui import (
    breadcrumbs,
    case_files,
    explanations,
    overdue,
    overdue_views,
    provenance,
    shell,
    states,
    territory,
)
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
territory.unit_switch(screen, at.unit, [at.metric.id], periods)
figure = overdue.headline(screen, at, periods)
overdue.reason(screen, at, figure)

overdue_views.show(screen, at, periods, figure, overdue_views.choose(screen, at))
overdue.drill(screen, at, figure, periods.compared(screen))
case_files.section(screen, at.unit.unit_id if at.unit else None, at.field.field_id if at.field else None)
explanations.section(screen, at.unit, at.field)
provenance.section(screen, [figure])
