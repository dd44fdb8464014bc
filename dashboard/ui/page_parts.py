"""What a page shows, part by part in its order, for who takes the page away as a file.

Whoever shows a part says here how it is told in a document; that is made only when the file is asked for.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape

import streamlit as st

from dashboard.exports.document import Block, Figure, Figures, Heading
from dashboard.ui.html import element

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


def tile(title: str, value: str, *rest: str) -> Figures:
    """A card as a tile; its pieces are the HTML that the card is made of."""
    shown, _, side = value.partition("</b>")
    told = (_CHIP.sub(r"\1 · ", piece) for piece in rest)
    lines = tuple(words for piece in told for one in re.split(r"</(?:p|li)>", piece) if (words := _said(one)))
    return Figures((Figure(title, _said(shown), _said(side), lines=lines),))


def _said(html: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", html)).split())
