"""Which figures were closed for good, can this period be closed, and what became other since?"""

import streamlit as st

from dashboard.ui import closing, shell, states
from dashboard.ui.screen import current

screen = current()
shell.title(screen, "closing_page")
if screen.period is None:
    states.nothing_at_all(screen)
    st.stop()
shell.filters(screen, has_comparison=False, has_level=False)

chosen = closing.chosen(screen)
closing.checklist(screen)
closing.form(screen)
closing.sets(screen, chosen)
if chosen is not None:
    closing.differences(screen, chosen)
