"""Which files does the conference need: report, deck, workbook, brief, all from the same figures?"""

import streamlit as st

from dashboard.ui import publish, shell, states
from dashboard.ui.screen import current

screen = current()
shell.title(screen, "publish")
if screen.period is None:
    states.nothing_at_all(screen)
    st.stop()
shell.filters(screen, has_comparison=False, has_level=False)

asked = publish.asked(screen)
states.troubles(asked.troubles)
publish.standing(screen)
publish.choices(screen, asked)
publish.making(screen, asked)
