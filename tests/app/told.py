"""The sentences that a page shows, and those that its file tells, so that one can be held against the other."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from html import unescape
from typing import Any

from streamlit.testing.v1 import AppTest

OPENED_BY_HAND = ("popover", "expander", "dialog")
DRAWN = ("svg", "spec", "dark", "png", "made")
"""Fields of a document that are no words."""
_ENDS = re.compile(r"\|| · |(?<=[.;:]) ")


def missing(app: AppTest, document: Any, names: Iterable[str]) -> list[str]:
    """Sentences of the page with a figure or one of the names that the document does not tell.

    What opens by hand, and what the reader sets or presses, is no part of the page as it stands.
    """
    known = _bare(" ".join(_texts(document)))
    named = re.compile("|".join([r"\d", *(re.escape(name) for name in names)]))
    return [one for one in _sentences(app.main) if named.search(one) and _bare(one) not in known]


def _sentences(block: Any) -> Iterator[str]:
    for child in block.children.values():
        if hasattr(child, "children"):
            if child.type not in OPENED_BY_HAND:
                yield from _sentences(child)
        elif child.type in ("html", "markdown", "header", "subheader", "info", "warning"):
            marked = re.sub("<[^>]*>", "|", str(child.value))
            yield from (words for piece in _ENDS.split(unescape(marked)) if (words := " ".join(piece.split())))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in DRAWN:
                yield from _texts(getattr(value, field.name))


def _bare(text: str) -> str:
    """Letters and figures only: files have other signs between them than screens."""
    return re.sub(r"[\W_]", "", text)
