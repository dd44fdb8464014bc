"""Which files came in, what did each change, and how does each stand?"""

import streamlit as st

from dashboard.ui import revision_forms, revisions, shell, states
from dashboard.ui.screen import current

screen = current()
shell.title(screen, "revisions")
if screen.period is None:
    states.nothing_at_all(screen)
    st.stop()
shell.filters(screen, has_comparison=False, has_level=False)
at = revisions.asked(screen)
states.troubles(at.troubles)
revision_forms.saved()
revisions.choices(screen, at)
revisions.every_one(screen, at)
if at.opened is not None:
    revisions.opened(screen, at.opened)
    revision_forms.decide(screen, at.opened)
revisions.corrections(screen)
revision_forms.correct(screen)
