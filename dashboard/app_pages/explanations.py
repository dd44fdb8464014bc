"""Who still owes an explanation of late files, what was explained, and which promises come back?"""

import streamlit as st

from dashboard.ui import breadcrumbs, explanation_list, explanation_page, explanations, provenance, shell, states
from dashboard.ui.screen import current

screen = current()
shell.title(screen, "explanations")
if screen.period is None:
    states.nothing_at_all(screen)
    st.stop()
shell.filters(screen, has_comparison=False)

at = explanation_page.focus(screen)
states.troubles(at.troubles)
explanation_page.choices(screen, at)
breadcrumbs.show(screen, at.unit, at.field)

owed = explanation_page.owed(screen, at)
promises = explanation_page.promises(screen)
explanation_page.cards(screen, at, promises)
explanation_page.promise_list(screen, promises)
explanation_page.owed_list(screen, at, owed)
explanations.section(screen, at.unit, at.field)
explanation_list.causes(screen)
explanation_list.given(screen)
provenance.section(screen, explanation_page.figures(screen, at))
