"""Do the reports agree with the files of the one-stop software, and which files distort them?"""

import streamlit as st

from dashboard.ui import breadcrumbs, case_files, reconciliation, shell, states
from dashboard.ui.screen import current

screen = current()
shell.title(screen, "reconciliation")
if screen.period is None:
    states.nothing_at_all(screen)
    st.stop()
shell.filters(screen, has_comparison=False)

at = reconciliation.compared(screen)
states.troubles(at.troubles)
if not reconciliation.exports(screen):
    st.stop()
reconciliation.choices(screen, at)
breadcrumbs.show(screen, at.unit, at.field)

reconciliation.by_column(screen, at)
reconciliation.by_unit(screen, at)
reconciliation.by_field(screen, at)
if at.unit is not None:
    case_files.section(screen, at.unit.unit_id, at.field.field_id if at.field else None)
reconciliation.ghosts(screen, at)
reconciliation.errors(screen, at)
reconciliation.sources(screen)
