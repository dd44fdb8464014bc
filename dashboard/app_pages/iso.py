"""Which agencies have announced a quality-management system, to which standard, and who is late to convert?"""

import streamlit as st

from dashboard.ui import breadcrumbs, iso, iso_units, shell, states
from dashboard.ui.screen import current
from dashboard.ui.series import span

screen = current()
shell.title(screen, "iso")
if screen.period is None:
    states.nothing_at_all(screen)
    st.stop()
shell.filters(screen)

at = iso.focus(screen)
states.troubles(at.troubles)
iso.choices(screen, at)
breadcrumbs.show(screen, at.unit)

periods = span(screen)
found = iso.figures(screen, at, periods)
states.coverage(screen, found)
iso.reason(screen, found)

if at.unit is not None:
    iso_units.unit(screen, at, periods)
else:
    iso.cards(screen, at, periods, found)
    iso.over_the_periods(screen, periods)
    iso.kinds(screen, found)
    iso_units.conversion(screen)
    iso.ratings(screen, periods)
    iso_units.units(screen)
iso.sources(screen, at, found)
