"""Who still has to report, who is usually late, how many days are left, and who was reminded when?"""

import streamlit as st

from dashboard.ui import chasing, chasing_letters, chasing_reminders, office, shell, states
from dashboard.ui.screen import current

screen = current()
shell.title(screen, "chasing_page")
if screen.period is None:
    states.nothing_at_all(screen)
    st.stop()
shell.filters(screen, has_comparison=False)

at = chasing.focus(screen)
if at is None or not at.annex:
    states.nothing_reported(screen)
else:
    chasing.countdown(screen, at)
    chasing.cards(screen, at)
    chasing.owing_list(screen, at)
    chasing_letters.section(screen, at)
    chasing_reminders.entry(screen, at)
    chasing_reminders.sent(screen, at)
    chasing_letters.annex(screen, at)
office.section(screen)
