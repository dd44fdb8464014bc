"""Areas of a hierarchy as rectangles: the drawing for files of what Plotly draws on the screen, from the same areas."""

import textwrap
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from dashboard.charts.picture import Chart, Look
from dashboard.charts.quick import inline

HEIGHT = 560
_WIDTH = 944
"""Of a slide without its margins, for which the words are broken into lines."""
_LETTER = 0.56
"""The width of a letter for each pixel of its size."""


@dataclass(frozen=True, slots=True)
class Area:
    """One area: the path that it stands for, the area that holds it ("" for none), its size and what is said of it."""

    id: str
    parent: str
    name: str
    words: str
    hover: str
    fill: str
    ink: str
    size: int


def rectangles(areas: Sequence[Area], look: Look) -> Chart:
    """A column for each step from the root; in each area its parts from the largest, each as high as its size."""
    values = list(_placed(areas, look))
    steps = max(value["right"] for value in values)
    across = alt.Scale(domain=[0, steps], nice=False, zero=True)
    down = alt.Scale(domain=[1, 0], nice=False)
    x, y = (alt.X("left:Q", axis=None, scale=across), alt.Y("top:Q", axis=None, scale=down))
    box = alt.Chart().mark_rect(stroke=look.palette.ground, strokeWidth=0.7)
    label = alt.Chart().mark_text(
        align="left",
        baseline="middle",
        dx=6,
        fontSize=look.small_size,
        lineHeight=_line(look),
        lineBreak="\n",
        limit=alt.ExprRef(f"width / {steps} - 10"),
    )
    return alt.layer(
        box.encode(x=x, x2="right:Q", y=y, y2="bottom:Q", fill=alt.Fill("fill:N", scale=None),
                   tooltip="hover:N"),
        label.encode(x=x, y=alt.Y("middle:Q", axis=None, scale=down), text="label:N",
                     color=alt.Color("ink:N", scale=None)).transform_filter("datum.label != ''"),
        data=inline(values),
    ).properties(width="container", height=HEIGHT)  # fmt: skip


def _placed(areas: Sequence[Area], look: Look) -> Iterator[dict[str, Any]]:
    """Every area with its place: left and right in steps from the root, top and bottom as parts of the whole."""
    held: dict[str, list[Area]] = defaultdict(list)
    for area in areas:
        held[area.parent].append(area)
    whole = sum(area.size for area in held[""])
    steps = max(_depths(held, "", 0))

    def below(parent: str, step: int, top: float) -> Iterator[dict[str, Any]]:
        for area in sorted(held[parent], key=lambda area: -area.size):
            bottom = top + area.size / whole
            label = _label(area, (bottom - top) * HEIGHT, _WIDTH / steps, look)
            yield {
                "left": step, "right": step + 1, "top": top, "bottom": bottom, "middle": (top + bottom) / 2,
                "label": label, "hover": area.hover, "fill": area.fill, "ink": area.ink, "id": area.id,
            }  # fmt: skip
            yield from below(area.id, step + 1, top)
            top = bottom

    return below("", 0, 0.0)


def _depths(held: dict[str, list[Area]], parent: str, step: int) -> Iterator[int]:
    yield step
    for area in held.get(parent, ()):
        yield from _depths(held, area.id, step + 1)


def _label(area: Area, height: float, width: float, look: Look) -> str:
    """The name and, whole, the figures, on as many lines as have room; nothing where not even one has."""
    most = int(height / _line(look))
    letters = int((width - 12) / (look.small_size * _LETTER))
    if most < 1:
        return ""
    together = f"{area.name}: {area.words}"
    if len(together) <= letters:
        return together
    if most == 1:
        return textwrap.shorten(area.name, letters - len(area.words) - 2, placeholder=" …") + f": {area.words}"
    name = textwrap.wrap(area.name, letters, max_lines=most - 1, placeholder=" …")
    return "\n".join((*name, area.words))


def _line(look: Look) -> int:
    return look.small_size + 3
