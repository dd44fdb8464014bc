"""What a page shows, part by part in its order, for who takes the page away as a file.

Whoever shows a part says here how it is told in a document; that is made only when the file is asked for.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape

import streamlit as st

from dashboard.exports.document import Block, Figure, Figures, Heading, Paragraph
from dashboard.ui.html import element, join

_KEY = "page_parts"
_CHIP = re.compile(r"(class=\"chip[^>]*>[^<]*)</(?:span|a)>(?= *<(?:span|a)\b)")
_TAG = re.compile(r"<[^>]*>")


@dataclass(slots=True)
class Shown:
    """A page as it was shown: its name and question, and its parts, each of which makes a block of a document."""

    title: str = ""
    question: str = ""
    parts: list[Callable[[], Block]] = field(default_factory=list)
    has_picture: bool = False


def begin() -> None:
    """Forget what the run before showed."""
    st.session_state[_KEY] = Shown()


def title(words: str, question: str) -> None:
    """The page's name, and the question that it answers."""
    st.title(words, anchor=False)
    st.html(element("p", question, class_="question"))
    if (shown := st.session_state.get(_KEY)) is not None:
        shown.title, shown.question = words, question


def keep(tell: Callable[[], Block], *, is_picture: bool = False) -> None:
    """A part that was just shown."""
    if (shown := st.session_state.get(_KEY)) is not None:
        shown.parts.append(tell)
        shown.has_picture |= is_picture


def later() -> Callable[[Callable[[], Block]], None]:
    """What keeps a part at this place of the page when what stands below it has been shown already."""
    shown = st.session_state.get(_KEY)
    if shown is None:
        return lambda _: None
    place = len(shown.parts)
    return lambda tell: shown.parts.insert(place, tell)


def taken() -> Shown:
    """The page of this run, which is then no longer kept."""
    shown: Shown = st.session_state.pop(_KEY, Shown())
    return shown


def header(words: str) -> None:
    """The heading of a section."""
    st.header(words, anchor=False)
    keep(lambda: Heading(words))


def sentence(words: str) -> None:
    """The sentence that stands above a table, as above a picture."""
    st.html(element("h3", words, class_="picture-title"))
    keep(lambda: Heading(words, 2))


def subheader(words: str) -> None:
    """The heading of a part of a section."""
    st.subheader(words, anchor=False)
    keep(lambda: Heading(words, 2))


def prose(words: str, class_: str = "hint", *, to_press: str = "") -> None:
    """Running text, and on the page what can be pressed near it: a file answers to no click."""
    st.html(element("p", f"{words} {to_press}".strip(), class_=class_))
    keep(lambda: Paragraph(words, is_muted=class_ != "lead"))


def notice(words: str) -> None:
    """What a reader must know before the rest, in a box."""
    st.info(words)
    keep(lambda: Paragraph(words))


def card(title: str, value: str, *rest: str, above: str = "", level: str = "h2") -> None:
    """A card in one element, as each costs a page: its name, its figure and more beneath, all but the name as HTML."""
    st.html(join(element(level, title, class_="kpi-name"), above, value, *rest))
    keep(lambda: tile(title, value, above, *rest))


def tile(title: str, value: str, *rest: str) -> Figures:
    """A card as a tile; its pieces are the HTML that the card is made of."""
    shown, _, side = value.partition("</b>")
    told = (_CHIP.sub(r"\1 · ", piece) for piece in rest)
    lines = tuple(words for piece in told for one in re.split(r"</(?:p|li)>", piece) if (words := _said(one)))
    return Figures((Figure(title, _said(shown), _said(side), lines=lines),))


def _said(html: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", html)).split())
