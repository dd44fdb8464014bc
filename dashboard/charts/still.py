"""Pictures drawn on the server without a browser: small ones that need no pointer, those on paper, and files."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import vl_convert

FONTS = Path(__file__).parents[1] / "exports" / "fonts"
"""Our own type, so that words have the room that they will take."""
SLIDE_WIDTH = 960
"""At two pixels for each of the drawing's, the 1920 of a slide."""


def svg(spec: Mapping[str, Any], width: int) -> str:
    """The drawing of a Vega-Lite specification, that many pixels wide where the specification leaves its width open."""
    _register()
    # No address is allowed, so that a picture can ask for nothing outside this machine.
    return str(vl_convert.vegalite_to_svg(_sized(spec, width), allowed_base_urls=[]))


def png(spec: Mapping[str, Any], width: int, scale: float = 2) -> bytes:
    """The same as PNG, with `scale` pixels for each of the drawing's."""
    _register()
    return bytes(vl_convert.vegalite_to_png(_sized(spec, width), scale=scale, allowed_base_urls=[]))


def file(spec: Mapping[str, Any], ending: str) -> bytes:
    """The same as a file, `png` or `svg`, at the size of a slide."""
    return png(spec, SLIDE_WIDTH) if ending == "png" else svg(spec, SLIDE_WIDTH).encode()


def _sized(spec: Mapping[str, Any], width: int) -> str:
    if spec.get("width") == "container":
        spec = {**spec, "width": width, "autosize": {"type": "fit-x", "contains": "padding"}}
    return json.dumps(spec)


@cache
def _register() -> None:
    vl_convert.register_font_directory(str(FONTS))
