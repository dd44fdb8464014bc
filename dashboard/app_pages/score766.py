"""How many points under Decision 766, where are they lost, and what is each unit's place among its kind?"""

import streamlit as st

from dashboard.ui import breadcrumbs, score, score_units, shell, states
from dashboard.ui.screen import current
from dashboard.ui.series import span

screen = current()
shell.title(screen, "score766")
if screen.period is None:
    states.nothing_at_all(screen)
    st.stop()
shell.filters(screen)

at = score.about(screen)
states.troubles(at.troubles)
score.choices(screen, at)
breadcrumbs.show(screen, at.unit)

periods = span(screen)
rows = score.rows_of(screen, at, periods)
now = score.current(screen, at, rows)
units = score_units.rows_of(screen, periods)

if now:
    score.snapshot(screen, now)
    score_units.place(screen, at, units)
    score.groups(screen, at, now)
    score.over_the_periods(screen, at, periods, rows)
else:
    score.nothing(screen, at)
if at.unit is None and units:
    score_units.ranking(screen, units, periods)
    score_units.drops(screen, units)
score.doubts(screen, at, {row["file_name"] for row in (*now, *units)})
