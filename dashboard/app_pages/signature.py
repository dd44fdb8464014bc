"""How many documents are signed, which certificates are in use, and what does each commune's next half point need?"""

import streamlit as st

from dashboard.ui import breadcrumbs, online, online_units, shell, signature, states, territory
from dashboard.ui.screen import current
from dashboard.ui.series import span

screen = current()
shell.title(screen, "signature")
if screen.period is None:
    states.nothing_at_all(screen)
    st.stop()
shell.filters(screen)

at = signature.focus(screen)
states.troubles(at.troubles)
signature.choices(screen, at)
breadcrumbs.show(screen, at.unit, at.field)

periods = span(screen)
territory.unit_switch(screen, at.unit, [at.metric.id], periods)
found = signature.figures(screen, at, periods)
states.coverage(screen, found)
has_share = signature.reason(screen, at, found)
compared = periods.previous if screen.compare == "previous" else periods.last_year

signature.cards(screen, at, periods, found)
if has_share:
    online.over_the_periods(screen, at, periods, found)
    if at.unit is None:
        online_units.compared(screen, at, periods, compared.period.period_id if compared else None)
signature.points(screen, at)
signature.certificates(screen, at, found)
signature.sources(screen, at, found)
