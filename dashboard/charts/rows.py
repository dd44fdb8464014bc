"""What pictures of named rows share: the axis of the names, the height of a row, cells, bars that say their number."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from dashboard.charts.picture import Chart, Look, label_offset
from dashboard.charts.quick import inline


def name_axis(look: Look, **more: Any) -> alt.Axis:
    """Names of one or more lines, beside their rows."""
    return alt.Axis(
        title=None, domain=False, ticks=False, labelColor=look.palette.ink, labelExpr="split(datum.label, '\\n')",
        labelPadding=8, labelLineHeight=look.small_size + 3, labelOffset=label_offset(look), **more,
    )  # fmt: skip


def bar_axis(look: Look) -> alt.Axis:
    """Names beside the bars, or above them where there is no room beside."""
    axis = name_axis(look)
    if look.is_narrow:
        axis.labelAlign, axis.labelPadding, axis.labelOffset, axis.zindex = "left", 0, -20, 1
    return axis


def bar_step(look: Look, height: int) -> int:
    """The height of a bar's row: two lines fit beside it, or a name above it."""
    return 52 if look.is_narrow else 62 if look.is_large else height


def cell_step(look: Look, height: int) -> int:
    """The height of a row of cells."""
    return 50 if look.is_narrow else 62 if look.is_large else height


def cells(x: alt.X, y: alt.Y, look: Look, pick: alt.Parameter, tips: Sequence[alt.Tooltip]) -> list[alt.Chart]:
    """Cells coloured by `fill` that a click picks, each with its `words` in `ink`."""
    cell = alt.Chart().mark_rect(cursor="pointer", strokeWidth=2)
    number = alt.Chart().mark_text(fontSize=look.small_size)
    outline = alt.condition(pick, alt.value(look.palette.ink), alt.value("transparent"))
    return [
        cell.encode(
            x=x, y=y, color=alt.Color("fill:N", scale=None), stroke=outline, tooltip=list(tips)
        ).add_params(pick),
        number.encode(x=x, y=y, text="words:N", color=alt.Color("ink:N", scale=None)),
    ]  # fmt: skip


def number_bars(values: Sequence[dict[str, Any]], name: str, count: str, look: Look, right: int = 8) -> Chart:
    """A bar for each value, its `words` at its end; `right` is the room that words longer than a number need."""
    axis = alt.Axis(title=None, domain=False, ticks=False, labelPadding=8, labelColor=look.palette.ink)
    y = alt.Y(f"{name}:N", sort=None, axis=axis, scale=alt.Scale(paddingInner=0.3))
    x = alt.X(f"{count}:Q", axis=None, scale=alt.Scale(domainMin=0, nice=False))
    bar = alt.Chart().mark_bar(stroke=look.palette.pale, strokeWidth=0.5)
    words = alt.Chart().mark_text(align="left", dx=6, fontWeight=600)
    return alt.layer(
        bar.encode(y=y, x=x, color=alt.Color("colour:N", scale=None)),
        words.encode(y=y, x=x, text="words:N"),
        data=inline(values),
    ).properties(
        width="container",
        height=alt.Step(54 if look.is_large else 34),
        padding={"left": 8, "top": 8, "right": right, "bottom": 8},
    )
