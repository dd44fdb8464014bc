"""A deck as its author wants it: slides chosen, in another order, under other titles, with proposals of one's own."""

from dataclasses import dataclass, replace

from dashboard.exports.deck import Deck, Slide

PROPOSALS = "proposals"


@dataclass(frozen=True, slots=True)
class Place:
    """One slide's place; `title` stands for the slide's own where it is given."""

    slide_id: str
    title: str | None = None
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The slides in their order, and the proposals, a line for each."""

    places: tuple[Place, ...] = ()
    proposals: str | None = None


def places(deck: Deck, wanted: Arrangement) -> tuple[Place, ...]:
    """A place for every slide of a deck: those arranged first, in their order; slides that it did not know follow.

    Slides that the deck does not have, for lack of data, have no place in it.
    """
    held = {slide.id for slide in deck.slides}
    known = [place for place in wanted.places if place.slide_id in held]
    new = held - {place.slide_id for place in known}
    return (*known, *(Place(slide.id) for slide in deck.slides if slide.id in new))


def arranged(deck: Deck, wanted: Arrangement) -> Deck:
    """The deck with its slides in their places, those hidden left out; never without any slide."""
    slides = {slide.id: slide for slide in deck.slides}
    shown = tuple(
        _written(slides[place.slide_id], place, wanted) for place in places(deck, wanted) if not place.is_hidden
    )
    return replace(deck, slides=shown or deck.slides[:1])


def _written(slide: Slide, place: Place, wanted: Arrangement) -> Slide:
    if slide.id == PROPOSALS and wanted.proposals is not None:
        lines = (line.strip() for line in wanted.proposals.splitlines())
        slide = replace(slide, points=tuple(line for line in lines if line))
    return replace(slide, title=place.title) if place.title else slide
