"""The charts of a conference in a document: the very pictures of the pages, with the figures behind them as a table."""

from collections.abc import Sequence
from dataclasses import replace

from dashboard.charts.picture import Picture, TableColumn, caption
from dashboard.conference import pictures
from dashboard.conference.model import Conference, Row
from dashboard.exports.document import Column, Drawing, Table
from dashboard.metrics.format import Language
from dashboard.metrics.tabular import written

HEIGHT = 210
_RIGHT = ("count", "percent", "points", "decimal")


def of_slide(
    c: Conference, slide_id: str, height: int = HEIGHT, *, is_narrow: bool = False, has_dark: bool = False
) -> Drawing | None:
    """What a slide draws, for the process that writes the file to draw; null where the slide has no chart.

    With `has_dark` there is a second drawing for dark screens.
    """
    look = replace(c.look, is_narrow=is_narrow)
    picture = pictures.picture(c, slide_id, look, height)
    if picture is None or picture.is_empty:
        return None
    dark = pictures.picture(c, slide_id, replace(look, theme="dark"), height) if has_dark else None
    return replace(drawing(picture), dark=dark.spec() if dark else None)


def drawing(picture: Picture) -> Drawing:
    """A picture with its title, its formula and notes, and its table."""
    look = picture.look
    return Drawing(
        svg="",
        title=picture.title,
        alt=picture.alt_text,
        note=caption(picture.subtitle, picture.notes),
        spec=picture.spec(),
        table=tabulated(picture.columns, picture.rows, look.language),
        table_words=look.say("action.show_table"),
    )


def tabulated(columns: Sequence[TableColumn], rows: Sequence[Row], language: Language) -> Table:
    """Rows as a table of a document, written as the pages write them."""
    heads = tuple(Column(one.label, "right" if one.kind in _RIGHT else "left") for one in columns)
    return Table(heads, tuple(tuple(written(one.kind, row.get(one.key), language) for one in columns) for row in rows))
