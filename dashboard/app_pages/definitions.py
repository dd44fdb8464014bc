import streamlit as st

from dashboard.ui import shell
from dashboard.ui.screen import current

screen = current()
st.title(screen.say("definitions.title"), anchor=False)
shell.filters(screen)
