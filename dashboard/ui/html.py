"""Small pieces of HTML, every text in them escaped."""

from html import escape


def element(tag: str, content: str = "", **attributes: str) -> str:
    """One element around a text. `class_` stands for class and `_` for `-` in names of attributes."""
    written = "".join(f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{written}>{escape(content)}</{tag}>"


def join(*pieces: str) -> str:
    """Pieces that are HTML already."""
    return "".join(pieces)
