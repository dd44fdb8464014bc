"""A chart of a deck as PowerPoint's own chart, with its data sheet inside.

The labels are texts, for the program would write its own numbers as the computer's language has them and not as
administrative texts do. So there is no scale of numbers beside the marks either: each mark bears its value.
"""

from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from dashboard.exports.deck import NativeChart, Series
from dashboard.exports.deck_pptx_style import Box, colour, font, write

_PLOT = (0.03, 0.22, 0.83, 0.66)
"""Where the plot lies in the chart, as shares of it, so that the rule at 1 July 2025 can be drawn over it.

Right of it there is room for the words of the target.
"""
_GAPS = {1: 400, 2: 180, 3: 90}
"""The room between bars in percent of one, where there are so few."""
_MOST_NAMED = 13
"""So many periods have room for their names beneath a line."""
_KINDS = {"line": XL_CHART_TYPE.LINE_MARKERS, "bars": XL_CHART_TYPE.BAR_CLUSTERED}


def add_chart(page: Any, chart: NativeChart, place: Box) -> None:
    """The chart in its place, with alt text; with the rule at 1 July 2025 where the periods cross it."""
    notes = list(chart.notes)
    foot = Inches(0.28) * len(notes)
    data = CategoryChartData(number_format="0.00%" if chart.has_percent else "#,##0")
    data.categories = chart.categories
    for series in chart.series:
        data.add_series(series.name, series.values)
    frame = page.shapes.add_chart(_KINDS[chart.kind], *place.shortened(foot), data)
    frame.name = chart.title
    frame._element.nvGraphicFramePr.cNvPr.set("descr", chart.alt)
    drawn = frame.chart
    drawn.has_legend = False
    drawn.has_title = True
    write(drawn.chart_title.text_frame, [chart.title])
    font(drawn.chart_title.text_frame, size=14, ink="muted", is_bold=True)
    _axes(drawn, chart)
    for plotted, series in zip(drawn.plots[0].series, chart.series, strict=True):
        _series(plotted, series, chart)
    if chart.kind == "bars":
        # Few bars stay bars.
        drawn.plots[0].gap_width, drawn.plots[0].overlap = _GAPS.get(len(chart.categories), 45), -5
    else:
        _place_plot(drawn)
        if chart.break_after is not None:
            _break(page, chart, place.shortened(foot))
    if notes:
        shape = page.shapes.add_textbox(place.left, place.bottom - foot, place.width, foot)
        shape.text_frame.word_wrap = True
        write(shape.text_frame, notes)
        font(shape.text_frame, size=11, ink="muted")


def _axes(drawn: Any, chart: NativeChart) -> None:
    named, measured = drawn.category_axis, drawn.value_axis
    many = len(chart.categories)
    named.tick_labels.font.size = Pt(13 if chart.kind == "bars" else 11 if many <= 8 else 9)
    if many > _MOST_NAMED:
        skip = etree.SubElement(named._element, qn("c:tickLblSkip"))
        skip.set("val", str(-(-many // 8)))
        named._element.find(qn("c:lblOffset")).addnext(skip)
    named._element.txPr.bodyPr.set("rot", "0")  # never slanted
    named.tick_labels.font.color.rgb = colour("ink" if chart.kind == "bars" else "muted")
    named.format.line.color.rgb = colour("pale")
    named.major_tick_mark = XL_TICK_MARK.NONE
    named.has_major_gridlines = False
    named.reverse_order = chart.kind == "bars"
    measured.minimum_scale = chart.starts_at
    measured.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    measured.major_tick_mark = XL_TICK_MARK.NONE
    measured.has_major_gridlines = chart.kind == "line"
    if chart.kind == "line":
        measured.major_gridlines.format.line.color.rgb = colour("grid")
    measured.format.line.fill.background()
    known = [value for series in chart.series for value in series.values if value is not None]
    # Room for the words at the highest mark, and right of the longest bar.
    measured.maximum_scale = chart.starts_at + ((max(known) - chart.starts_at) or 1) * 1.2


def _series(plotted: Any, series: Series, chart: NativeChart) -> None:
    is_target = series.role == "target"
    ink = "pale" if is_target else "series"
    if chart.kind == "bars":
        plotted.format.fill.solid()
        plotted.format.fill.fore_color.rgb = colour(ink)
    else:
        plotted.smooth = False
        line = plotted.format.line
        line.color.rgb, line.width = colour("ink" if is_target else ink), Pt(1.5 if is_target else 3)
        if is_target:
            line.dash_style = MSO_LINE.DASH
            plotted.marker.style = XL_MARKER_STYLE.NONE
        else:
            plotted.marker.style, plotted.marker.size = XL_MARKER_STYLE.CIRCLE, 7
            plotted.marker.format.fill.solid()
            plotted.marker.format.fill.fore_color.rgb = colour(ink)
            plotted.marker.format.line.color.rgb = colour(ink)
    for at, words in enumerate(series.labels):
        if words:
            label = plotted.points[at].data_label
            write(label.text_frame, [words])
            is_last = at == len(series.labels) - 1 and chart.kind == "line" and not is_target
            font(label.text_frame, size=14 if is_last or chart.kind == "bars" else 11, ink="ink", is_bold=is_last)
            label.position = _position(chart, series, at)


def _position(chart: NativeChart, series: Series, at: int) -> Any:
    """Beside a bar and at the end of a target; above a point, or below it where another line runs above."""
    if chart.kind == "bars":
        return XL_LABEL_POSITION.OUTSIDE_END
    if series.role == "target":
        return XL_LABEL_POSITION.RIGHT
    own = series.values[at] or 0
    others = [one.values[at] for one in chart.series if one is not series and one.values[at] is not None]
    is_below = any(other is not None and other > own for other in others)
    return XL_LABEL_POSITION.BELOW if is_below else XL_LABEL_POSITION.ABOVE


def _place_plot(drawn: Any) -> None:
    """The plot at a place of our own, so that it is known where a category stands."""
    area = drawn._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    layout = etree.SubElement(area, qn("c:layout"))
    area.insert(0, layout)
    manual = etree.SubElement(layout, qn("c:manualLayout"))
    values = ("inner", "edge", "edge", *(f"{share:.3f}" for share in _PLOT))
    for name, value in zip(("layoutTarget", "xMode", "yMode", "x", "y", "w", "h"), values, strict=True):
        etree.SubElement(manual, qn(f"c:{name}")).set("val", value)


def _break(page: Any, chart: NativeChart, place: Box) -> None:
    """The rule at 1 July 2025, between the periods before it and after it, with its words."""
    assert chart.break_after is not None
    left, top, width, height = _PLOT
    x = place.left + int(place.width * (left + width * chart.break_after / len(chart.categories)))
    start, end = place.top + int(place.height * (top - 0.03)), place.top + int(place.height * (top + height))
    rule = page.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, Emu(x), Emu(start), Emu(x), Emu(end))
    rule.line.color.rgb, rule.line.width, rule.line.dash_style = colour("muted"), Pt(1.25), MSO_LINE.DASH
    rule.name = chart.break_words
    rule._element.nvCxnSpPr.cNvPr.set("descr", chart.break_words)
    wide = Inches(3)
    right = place.left + place.width
    words = page.shapes.add_textbox(Emu(min(x, right - wide)), Emu(start - Inches(0.26)), wide, Inches(0.28))
    write(words.text_frame, [chart.break_words])
    font(words.text_frame, size=11, ink="muted")
