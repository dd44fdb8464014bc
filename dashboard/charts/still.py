"""Pictures as SVG, drawn on the server without a browser: for small ones that need no pointer, and for paper."""

import json
from typing import Any

import vl_convert


def svg(spec: dict[str, Any], width: int) -> str:
    """The drawing of a Vega-Lite specification, that many pixels wide where the specification leaves its width open."""
    if spec.get("width") == "container":
        spec = {**spec, "width": width, "autosize": {"type": "fit-x", "contains": "padding"}}
    # No address is allowed, so that a picture can ask for nothing outside this machine.
    return str(vl_convert.vegalite_to_svg(json.dumps(spec), allowed_base_urls=[]))
