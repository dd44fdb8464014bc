"""How does one unit stand in all five families, against its peers, its own past and its targets?"""

import streamlit as st

from dashboard.ui import breadcrumbs, profile, shell, states
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
shell.filters(screen, has_level=False)
breadcrumbs.show(screen, unit, has_link=False)
profile.identity(screen, unit)

periods = span(screen)
found = profile.figures(screen, unit, periods)
profile.cards(screen, periods, found)
