"""Which reported figures contradict, are missing or wrong, and in which cell?"""

import streamlit as st

from dashboard.ui import quality, shell, states
from dashboard.ui.screen import current

screen = current()
shell.title(screen, "quality")
if screen.period is None:
    states.nothing_at_all(screen)
    st.stop()
shell.filters(screen, has_comparison=False)
quality.missing(screen)
quality.findings(screen)
