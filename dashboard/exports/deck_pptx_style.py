"""Places, colours and type of a PowerPoint slide."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.util import Emu, Pt

COLOURS = {
    "ground": "FFFFFF", "panel": "F3F6F9", "ink": "1B2733", "muted": "52606D", "grid": "E1E7ED", "series": "0072B2",
    "pale": "7F8C9A", "plain": "1B2733", "good": "00704F", "bad": "B04A00", "amber": "B04A00",
}  # fmt: skip
"""The light palette by what a colour means on a slide; a test holds it to `charts/palette`."""


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a slide, in English metric units; unpacks as left, top, width, height."""

    left: int
    top: int
    width: int
    height: int

    def __iter__(self) -> Iterator[Emu]:
        return iter((Emu(self.left), Emu(self.top), Emu(self.width), Emu(self.height)))

    @property
    def bottom(self) -> int:
        return self.top + self.height

    def shortened(self, by: int) -> "Box":
        """The same without its last lines."""
        return Box(self.left, self.top, self.width, self.height - by)


def colour(name: str) -> RGBColor:
    """A colour of the light palette, by what it means."""
    return RGBColor.from_string(COLOURS[name])


def write(frame: Any, lines: Sequence[str]) -> None:
    """The lines as paragraphs; type and bullets come from the place in which they stand."""
    frame.text = lines[0] if lines else ""
    for line in lines[1:]:
        frame.add_paragraph().text = line


def font(target: Any, size: int, ink: str | None = None, is_bold: bool | None = None) -> None:
    """Size, colour and weight of a text frame's or a paragraph's runs."""
    paragraphs = target.paragraphs if hasattr(target, "paragraphs") else [target]
    for paragraph in paragraphs:
        for run in paragraph.runs:
            run.font.size = Pt(size)
            if ink is not None:
                run.font.color.rgb = colour(ink)
            if is_bold is not None:
                run.font.bold = is_bold
