"""A picture's specification for the other ground: every colour of one palette becomes that of the other with its role.

Both are then drawn from the same picture, and whoever keeps a specification needs no rows to draw it again.
"""

import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from typing import Any

from dashboard.charts.palette import INKS, Palette, Theme, palette

OTHER: dict[Theme, Theme] = {"light": "dark", "dark": "light"}
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\b")


def in_other_theme(spec: Any, theme: Theme) -> Any:
    """The specification that was made for `theme`, for the other one. Words on a fill (`ink` beside `fill`) get the
    ink that reads best on the new fill."""
    colours, other = _roles(theme), palette(OTHER[theme])

    def changed(part: Any) -> Any:
        if isinstance(part, str):
            return _COLOUR.sub(lambda found: colours.get(found[0], found[0]), part) if "#" in part else part
        if isinstance(part, list):
            return [changed(one) for one in part]
        if not isinstance(part, dict):
            return part
        made = {name: changed(one) for name, one in part.items()}
        if part.get("ink") in INKS and part.get("fill") in colours:
            made["ink"] = other.ink_on(made["fill"])
        return made

    return changed(spec)


@cache
def _roles(theme: Theme) -> dict[str, str]:
    return dict(zip(_colours(palette(theme)), _colours(palette(OTHER[theme])), strict=True))


def _colours(known: Palette) -> Iterator[str]:
    for role in fields(known):
        value = getattr(known, role.name)
        yield from (value,) if isinstance(value, str) else value.values() if isinstance(value, dict) else value
