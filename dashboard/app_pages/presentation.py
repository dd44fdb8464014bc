"""What is a review conference shown of this period? Slides for a projector, moved by keys."""

import streamlit as st

from dashboard.ui import conferences, presentation, presentation_editor, shell, states, way_back
from dashboard.ui.screen import current

screen = current()
way_back.arrive()
shell.title(screen, "presentation")
if screen.period is None:
    states.nothing_at_all(screen)
    st.stop()
shell.filters(screen, has_comparison=False, has_level=False)

unit_id, trouble = presentation.asked_unit(screen)
chosen, other_trouble = presentation.asked_deck(screen)
states.troubles([words for words in (trouble, other_trouble) if words])
with st.container(horizontal=True, vertical_alignment="bottom", key="presentation_choices"):
    presentation.choose_unit(screen, unit_id)
    presentation_editor.choose_saved(screen, chosen)

conference, whole = conferences.told(screen, unit_id)
place = st.container(key="presentation_stage")
wanted = presentation_editor.edited(screen, whole, chosen, presentation.key_of(screen, unit_id, chosen))
with place:
    presentation.show(screen, conference, whole, wanted)
with st.container(horizontal=True, vertical_alignment="bottom", key="presentation_keep"):
    presentation_editor.download(screen, whole, wanted)
    presentation_editor.save(screen, wanted, chosen)
st.html(presentation.keys(screen))
