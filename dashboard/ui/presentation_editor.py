"""Which slides are shown, in which order and under which titles; their own proposals; and saving that under a name."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard import making, presentations
from dashboard.conference.arrangement import PROPOSALS, Arrangement, Place, arranged, places
from dashboard.exports.deck import Deck
from dashboard.presentations import PresentationError, Saved
from dashboard.publishing import Job
from dashboard.store.workspace import WorkspaceError
from dashboard.ui import reads, url
from dashboard.ui.screen import Screen

_PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def choose_saved(screen: Screen, chosen: Saved | None) -> None:
    """The usual deck, or one that was saved."""
    known = {
        one.deck_id: one.title
        for one in map(presentations.of_row, reads.rows(screen.scope, "saved_decks"))
    }  # fmt: skip
    if known:
        st.selectbox(
            screen.say("presentation.saved"),
            ["", *known],
            format_func=lambda id_: known.get(id_) or screen.say("presentation.usual"),
            key=url.widget("deck", chosen.deck_id if chosen else ""),
            on_change=url.picked_text,
            args=("deck",),
        )


def edited(screen: Screen, whole: Deck, chosen: Saved | None, key: str) -> Arrangement:
    """The arrangement that the page shows: the saved one, with what was changed since."""
    begun = chosen.arrangement if chosen else Arrangement()
    slides = {slide.id: slide for slide in whole.slides}
    lines = [
        {
            "order": number,
            "shown": not place.is_hidden,
            "title": place.title or slides[place.slide_id].title,
            "name": slides[place.slide_id].name,
        }
        for number, place in enumerate(places(whole, begun), start=1)
    ]
    ids = [place.slide_id for place in places(whole, begun)]
    with st.expander(screen.say("presentation.arrange"), icon=":material/reorder:"):
        typed = st.data_editor(
            pd.DataFrame(lines),
            hide_index=True,
            width="stretch",
            disabled=["name"],
            key=f"places_{key}",
            column_config={
                "order": st.column_config.NumberColumn(screen.say("presentation.order"), min_value=1, step=1),
                "shown": st.column_config.CheckboxColumn(screen.say("presentation.shown")),
                "title": st.column_config.TextColumn(screen.say("presentation.title_of"), max_chars=200, width="large"),
                "name": st.column_config.TextColumn(screen.say("presentation.about")),
            },
        )
        own = slides.get(PROPOSALS)
        before = begun.proposals if begun.proposals is not None else "\n".join(own.points if own else ())
        proposals = st.text_area(
            screen.say("presentation.proposals"), before, key=f"proposals_{key}", height=160, max_chars=4000
        )
    changed = Arrangement(begun.places, begun.proposals if proposals == before else proposals)
    rows = typed.to_dict("records")
    order = sorted(range(len(rows)), key=lambda at: (rows[at]["order"] or 99, at))
    wanted = tuple(_place(ids[at], rows[at], slides[ids[at]].title) for at in order)
    return replace(changed, places=wanted)


def _place(slide_id: str, row: dict[str, object], own: str) -> Place:
    title = str(row["title"] or "").strip()
    return Place(slide_id, title if title and title != own else None, not row["shown"])


def save(screen: Screen, wanted: Arrangement, chosen: Saved | None) -> None:
    """A name under which the deck is kept; saving again makes the next version."""
    if not presentations.may_save(screen.context):
        return
    with st.form("save_deck", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(screen.say("presentation.name"), chosen.title if chosen else "", max_chars=80)
        if st.form_submit_button(screen.say("presentation.save"), icon=":material/save:"):
            _saved(screen, name, wanted)


def _saved(screen: Screen, name: str, wanted: Arrangement) -> None:
    try:
        deck_id = presentations.save(screen.context, name, wanted)
    except PresentationError as error:
        st.error(screen.say(f"presentation.problem_{error.key}"))
    except WorkspaceError as error:
        st.error(str(error))
    else:
        url.write("deck", deck_id)
        st.rerun()


def download(screen: Screen, whole: Deck, wanted: Arrangement) -> None:
    """The same slides as a PowerPoint file, made beside the server when somebody asks for it."""
    label = screen.period.period.label.replace("..", "_") if screen.period else ""
    name = f"{screen.scope.workspace}-{label}.pptx"
    st.download_button(
        screen.say("presentation.powerpoint"),
        data=lambda: making.finished(Job("deck", arranged(whole, wanted), name, screen.language)),
        file_name=name,
        mime=_PPTX,
        icon=":material/slideshow:",
        key="powerpoint",
        on_click="ignore",
        help=screen.say("presentation.powerpoint_help"),
    )
