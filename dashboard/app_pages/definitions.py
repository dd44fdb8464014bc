"""How is each figure computed, and by which regulation? From the catalogue that computes it."""

import streamlit as st

from dashboard.ui import definitions, shell
from dashboard.ui.html import element
from dashboard.ui.screen import current

screen = current()
shell.title(screen, "definitions")
definitions.limits(screen)
wanted = definitions.search(screen)
n_metrics = definitions.metrics(screen, wanted)
n_columns = definitions.columns(screen, wanted)
if not n_metrics and not n_columns:
    st.html(element("p", screen.say("definitions.none", wanted=wanted), class_="hint"))
