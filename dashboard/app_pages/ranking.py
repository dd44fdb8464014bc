"""Who stands where among its like, how has that changed, and which units pass the threshold?"""

import streamlit as st

from dashboard.ui import ranking, ranking_cards, ranking_list, ranking_threshold, ranking_time, shell, states
from dashboard.ui.screen import current
from dashboard.ui.series import span

screen = current()
ranking_list.go(screen)
shell.title(screen, "ranking")
if screen.period is None:
    states.nothing_at_all(screen)
    st.stop()
shell.filters(screen)

periods = span(screen)
at = ranking.asked(screen, periods)
if at is None:
    states.nothing_reported(screen)
    st.stop()
states.troubles(at.troubles)
ranking.choices(screen, at)

found = ranking.rows(screen, at)
ranking_cards.coverage(screen, at, found)
ranking_cards.cards(screen, at, found)
ranking_cards.comparison(screen, at, found)
ranking_list.ranked(screen, at, found)
ranking_threshold.lists(screen, at, found)
ranking_time.two_periods(screen, at, found)
ranking_time.over_time(screen, at, periods, found)
ranking_cards.sources(screen, at, found)
