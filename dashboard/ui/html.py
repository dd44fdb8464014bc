"""Small pieces of HTML, every text in them escaped."""

import re
from html import escape

_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~:$&@])")


def element(tag: str, content: str = "", **attributes: str) -> str:
    """One element around a text. `class_` stands for class and `_` for `-` in names of attributes."""
    written = "".join(f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{written}>{escape(content)}</{tag}>"


def join(*pieces: str) -> str:
    """Pieces that are HTML already."""
    return "".join(pieces)


def as_label(text: str) -> str:
    """A text for a label that would read Markdown: every sign that could mean something stands for itself."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
