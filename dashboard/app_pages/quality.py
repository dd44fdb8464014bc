"""Which reported figures contradict, are missing or wrong, and in which cell?"""

import streamlit as st

from dashboard.ui import quality, quality_corrections, quality_list, quality_whole, revisions, shell, states
from dashboard.ui.screen import current

screen = current()
shell.title(screen, "quality")
if screen.period is None:
    states.nothing_at_all(screen)
    st.stop()
shell.filters(screen, has_comparison=False)
asked = quality.asked(screen)
states.troubles(asked.troubles)
quality.choices(screen, asked)
quality_whole.answer(screen, asked)
quality_list.section(screen, asked)
quality_whole.matrix(screen, asked)
quality_whole.over_time(screen)
quality_corrections.section(screen, asked)
revisions.taken_back(screen)
revisions.corrections(screen)
quality_whole.coverage(screen, asked)
quality.missing(screen)
