"""Pictures as SVG, drawn on the server without a browser: for small ones that need no pointer, and for paper."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import vl_convert

FONTS = Path(__file__).parents[1] / "exports" / "fonts"
"""Our own type, so that words have the room that they will take."""


def svg(spec: dict[str, Any], width: int) -> str:
    """The drawing of a Vega-Lite specification, that many pixels wide where the specification leaves its width open."""
    _register()
    if spec.get("width") == "container":
        spec = {**spec, "width": width, "autosize": {"type": "fit-x", "contains": "padding"}}
    # No address is allowed, so that a picture can ask for nothing outside this machine.
    return str(vl_convert.vegalite_to_svg(json.dumps(spec), allowed_base_urls=[]))


@cache
def _register() -> None:
    vl_convert.register_font_directory(str(FONTS))
