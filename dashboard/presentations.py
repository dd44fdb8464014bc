"""Decks saved under a name, so that one link shows the slides that were chosen, in their order."""

import re
from dataclasses import dataclass
from typing import Any

from dashboard.conference.arrangement import Arrangement, Place
from dashboard.figures import Context, NotFound
from dashboard.follow_up import WRITERS, clean
from dashboard.ingest.names import search_key
from dashboard.store import decks as stored
from dashboard.store.write import changing
from dashboard.words import text

SHORTEST_NAME, LONGEST_NAME = 3, 80
LONGEST_TITLE, LONGEST_PROPOSALS, MOST_SLIDES = 200, 4000, 60


class PresentationError(ValueError):
    """A deck that cannot be saved as asked; `key` is its sentence in the words, `presentation.problem_<key>`."""

    def __init__(self, key: str) -> None:
        super().__init__(text(f"presentation.problem_{key}", "vi"))
        self.key = key


@dataclass(frozen=True, slots=True)
class Saved:
    """A deck that was saved: its id, which stands in links, its name, and what it shows."""

    deck_id: str
    title: str
    arrangement: Arrangement


def may_save(context: Context) -> bool:
    """Whether the reader may save decks: writers who see every unit."""
    return context.viewer.role in WRITERS and context.viewer.unit_ids is None


def saved(context: Context) -> list[Saved]:
    """Every saved deck, by id."""
    return [of_row(row) for row in context.rows("saved_decks")]


def of_row(row: dict[str, Any]) -> Saved:
    """A row of `saved_decks` as what it means."""
    slides = zip(row["slide_ids"] or (), row["slide_titles"] or (), row["hidden"] or (), strict=True)
    return Saved(row["deck_id"], row["title"], Arrangement(tuple(Place(*slide) for slide in slides), row["proposals"]))


def find(context: Context, deck_id: str) -> Saved:
    """The saved deck of an id or a name; raises `NotFound`."""
    known = saved(context)
    for one in known:
        if deck_id in (one.deck_id, one.title):
            return one
    names = ", ".join(one.deck_id for one in known) or "chưa có"
    raise NotFound(f"Không có bộ trình chiếu “{deck_id}”. Hiện có: {names}.")


def save(context: Context, title: str, arrangement: Arrangement) -> str:
    """Save a deck under a name, as the next version where the name is known; its id. Raises `PresentationError`."""
    if not may_save(context):
        raise PresentationError("role")
    kept = clean(title).replace("\n", " ")
    deck_id = re.sub(r"[^a-z0-9]+", "-", search_key(kept)).strip("-")
    if not SHORTEST_NAME <= len(kept) <= LONGEST_NAME or not deck_id:
        raise PresentationError("name")
    if all(place.is_hidden for place in arrangement.places):
        raise PresentationError("empty")
    titles = [clean(place.title or "").replace("\n", " ") for place in arrangement.places]
    if any(len(one) > LONGEST_TITLE for one in titles) or len(titles) > MOST_SLIDES:
        raise PresentationError("title")
    proposals = None if arrangement.proposals is None else clean(arrangement.proposals)
    if proposals and len(proposals) > LONGEST_PROPOSALS:
        raise PresentationError("proposals")
    slides = [(p.slide_id, name or None, p.is_hidden) for p, name in zip(arrangement.places, titles, strict=True)]
    with changing(context.workspace) as change:
        stored.add_deck(change, deck_id, kept, proposals, slides, entered_by=context.viewer.viewer_id)
    return deck_id
