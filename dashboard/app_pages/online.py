"""How many files come online, which units fall short, and where would a change move the province most?"""

import streamlit as st

from dashboard.ui import breadcrumbs, online, online_procedures, online_units, shell, states, territory
from dashboard.ui.screen import current
from dashboard.ui.series import span

screen = current()
shell.title(screen, "online")
if screen.period is None:
    states.nothing_at_all(screen)
    st.stop()
shell.filters(screen)

at = online.focus(screen)
states.troubles(at.troubles)
online.choices(screen, at)
breadcrumbs.show(screen, at.unit, at.field)

periods = span(screen)
territory.unit_switch(screen, at.unit, [at.metric.id], periods)
found = online.figures(screen, at, periods)
states.coverage(screen, found)
has_share = online.reason(screen, at, found)
compared = periods.previous if screen.compare == "previous" else periods.last_year
other_id = compared.period.period_id if compared else None

if any(figure.is_known for figure in found.values()):
    online.cards(screen, at, periods, found)
if has_share:
    online.over_the_periods(screen, at, periods, found)
    if at.unit is not None:
        online_units.need(screen, at)
    else:
        online_units.compared(screen, at, periods, other_id)
        online_units.moving(screen, at)
    if at.field is None:
        online.fields(screen, at, other_id)
online_procedures.section(screen, at, found)
online.sources(screen, at, found)
