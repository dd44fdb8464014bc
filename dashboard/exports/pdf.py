"""A document as a PDF of A4 pages, set by Typst: no browser, no network, the same bytes for the same document."""

import json
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any

import typst

from dashboard.exports.document import Beside, Block, Document, Drawings

FONTS = Path(__file__).with_name("fonts")
_TEMPLATE = Path(__file__).with_name("document.typ")


def to_pdf(document: Document) -> bytes:
    """The document's PDF, tagged for screen readers.

    The text reaches Typst as data and never as its source, so that no name can be a command.
    """
    content = {**asdict(replace(document, blocks=())), "made": document.made.isoformat()}
    content["blocks"] = [_block(block) for block in document.blocks]
    compiler = typst.Compiler(_TEMPLATE.read_bytes(), font_paths=_fonts(), sys_inputs={"document": json.dumps(content)})
    pdf = compiler.compile(format="pdf", timestamp=document.made.replace(microsecond=0))
    assert isinstance(pdf, bytes)
    return pdf


def _block(block: Block) -> dict[str, Any]:
    kind = {"kind": type(block).__name__.lower()}
    if isinstance(block, Beside):
        return {**kind, "left": [_block(one) for one in block.left], "right": [_block(one) for one in block.right]}
    if isinstance(block, Drawings):
        drawn = [{"svg": one.svg, "title": one.title, "alt": one.alt, "note": one.note} for one in block.items]
        return {**kind, "items": drawn, "columns": block.columns}
    return {**kind, **asdict(block)}


@cache
def _fonts() -> typst.Fonts:
    """Our own type; Typst brings the few signs that it lacks. Fonts of the machine would make pages differ."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])
