"""Charts on a page: drawn once for each question, language, theme and generation, and kept as specifications."""

import base64
import zlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pyarrow as pa
import streamlit as st

from dashboard.charts import still
from dashboard.charts.cautions import with_column
from dashboard.charts.note_marks import Note
from dashboard.charts.other_theme import OTHER, in_other_theme
from dashboard.charts.picture import Look, Picture, PlotlyPicture, TableColumn, caption, titled
from dashboard.conference.drawings import tabulated
from dashboard.exports.document import Drawing, Drawings
from dashboard.ui import kept, notes, page_parts, tables, territory
from dashboard.ui.html import element, join
from dashboard.ui.notes import Holds
from dashboard.ui.reads import Scope
from dashboard.ui.screen import Screen

SMALL_WIDTH = 300
PICTURE_FILES = {"png": "image/png", "svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture without its chart object: what a page needs to show it.

    Where the screen draws what only a browser can, files are drawn from `still`.
    """

    spec: dict[str, Any]
    title: str
    subtitle: str
    alt: str
    notes: tuple[str, ...]
    columns: tuple[TableColumn, ...]
    rows: tuple[dict[str, Any], ...]
    is_empty: bool
    remarks: tuple[Note, ...] = ()
    holds: Holds | None = None
    still: dict[str, Any] | None = None


def drawn(screen: Screen, recipe: Hashable, draw: Callable[[], Picture]) -> Drawn:
    """The picture of a recipe. The recipe must name everything that the picture depends on besides the screen, and
    besides whether figures are converted to one territory."""
    whole = (recipe, territory.is_on())
    return _drawn(screen.scope, screen.look, whole, draw=lambda: notes.put_on(screen, recipe, draw()))


@kept.shared(500)
def _drawn(
    scope: Scope,  # noqa: ARG001 - part of the key, like the next two
    look: Look,  # noqa: ARG001
    recipe: Hashable,  # noqa: ARG001
    *,
    draw: Callable[[], tuple[Picture, Holds | None]],
) -> Drawn:
    picture, holds = draw()
    return plain(picture, holds)


def plain(picture: Picture, holds: Holds | None = None) -> Drawn:
    """A picture as it is, of which nothing is kept."""
    is_for_browsers = isinstance(picture, PlotlyPicture)
    return Drawn(
        picture.screen_spec() if is_for_browsers else _packed(picture.spec()),
        picture.title,
        picture.subtitle,
        picture.alt_text,
        picture.notes,
        picture.columns,
        picture.rows,
        picture.is_empty,
        picture.remarks,
        holds,
        _packed(picture.spec()) if is_for_browsers else None,
    )


def _packed(spec: dict[str, Any]) -> dict[str, Any]:
    """The rows of a specification as Arrow, in which Streamlit sends them: once, and not on every run."""
    data = spec.get("data")
    values = data.get("values") if isinstance(data, dict) else None
    if not values:
        return spec
    try:
        table = pa.Table.from_pylist(values)
    except pa.ArrowException:
        return spec  # a column of several types, which only JSON can hold
    return {**spec, "data": table}


def small(screen: Screen, recipe: Hashable, draw: Callable[[], Picture]) -> str:
    """A picture that needs no pointer, as an SVG that a page shows at once; the browser loads nothing for it."""
    return _small(screen.scope, screen.look, (recipe, territory.is_on()), draw=draw)


@kept.shared(500)
def _small(
    scope: Scope,  # noqa: ARG001 - part of the key, like the next two
    look: Look,  # noqa: ARG001
    recipe: Hashable,  # noqa: ARG001
    *,
    draw: Callable[[], Picture],
) -> str:
    picture = draw()
    drawing = base64.b64encode(still.svg(picture.spec(), SMALL_WIDTH).encode()).decode()
    source = f"data:image/svg+xml;base64,{drawing}"
    return element("img", class_="small-picture", alt=picture.alt_text, src=source)


def key_of(recipe: Hashable) -> str:
    """A short name for a recipe, the same in every process, for the keys of its widgets."""
    return f"{zlib.crc32(repr(recipe).encode()):08x}"


def show(
    screen: Screen,
    picture: Drawn,
    key: str,
    on_pick: Callable[[dict[str, Any]], None] | None = None,
    *,
    has_formula: bool = True,
    has_table: bool = True,
    behind: Callable[[], None] | None = None,
    fold: str = "",
    level: str = "h3",
) -> None:
    """The title sentence, the formula, the chart, its notes, and the table behind it with downloads.

    `on_pick` gets the fields of the mark that was clicked, or the line of the table with the same fields; it should
    only change the address. `behind` draws the table where a page has one of its own (under a heading of the name
    `fold`); without `has_table` the table stands on the page already.
    """
    head = element(level, picture.title, class_="picture-title")
    page_parts.keep(lambda: in_document(screen, picture), is_picture=True)
    st.html(join(head, element("p", picture.subtitle, class_="picture-formula") if has_formula else ""))
    chart(picture, key, on_pick)
    said = element("p", " ".join(picture.notes), class_="picture-notes") if picture.notes else ""
    notes.beneath(screen, picture.remarks, picture.holds, key, said)
    beneath(screen, picture, key, on_pick, has_table=has_table, behind=behind, fold=fold)


def beneath(
    screen: Screen,
    picture: Drawn,
    key: str,
    on_pick: Callable[[dict[str, Any]], None] | None = None,
    *,
    has_table: bool = True,
    behind: Callable[[], None] | None = None,
    fold: str = "",
) -> None:
    """What opens beneath a picture: the table behind it, and the picture as a file."""
    rows = picture.rows
    pick = None if on_pick is None else lambda line: on_pick(dict(rows[line]))
    if has_table and behind is None and rows:
        behind = partial(tables.show, screen, picture.columns, rows, f"{key}_table", on_pick=pick, is_part=False)
    if behind is not None:
        table = behind

        def both() -> None:
            table()
            files(screen, picture, key)

        tables.folded(screen, fold or key, both)
    elif not has_table and not picture.is_empty:
        save = partial(files, screen, picture, key)
        tables.folded(screen, f"{key}_files", save, label=screen.say("action.save_picture"), icon=":material/image:")


def files(screen: Screen, picture: Drawn | Callable[[], Drawn], key: str) -> None:
    """The picture, or what makes it, as PNG and SVG; drawn when it is asked for."""
    if isinstance(picture, Drawn) and picture.is_empty:
        return
    stem = f"{screen.scope.workspace}-{screen.period.period.label.replace('..', '_') if screen.period else ''}-{key}"
    with st.container(horizontal=True, gap="small", key=f"{key}_files"):
        for ending, mime in PICTURE_FILES.items():
            st.download_button(
                ending.upper(),
                data=partial(still_file, screen, picture, ending),
                file_name=f"{stem}.{ending}",
                mime=mime,
                icon=":material/image:",
                key=f"{key}_{ending}",
                on_click="ignore",
                type="tertiary",
                help=screen.say("table.picture_help"),
            )


def still_file(screen: Screen, picture: Drawn | Callable[[], Drawn], ending: str) -> bytes:
    """The picture as a file (`png`, `svg`) at the size of a slide, with its title, notes and source inside."""
    picture = picture if isinstance(picture, Drawn) else picture()
    parts = (screen.title, screen.period_name, screen.say("app.demo_badge") if screen.is_demo else "")
    source = f"{screen.say('provenance.source')}: {' · '.join(part for part in parts if part)}"
    remarks = (notes.told(note) for note in picture.remarks)
    said = (picture.subtitle, " ".join(picture.notes), *remarks, source)
    spec = titled(
        _unpacked(picture.still or picture.spec), picture.title, said, picture.alt, screen.look, still.SLIDE_WIDTH
    )
    return still.file(spec, ending)


def in_document(screen: Screen, picture: Drawn) -> Drawings:
    """The picture for a document on a screen of either theme, with the table behind it."""
    spec = _unpacked(picture.still or picture.spec)
    drawn = {screen.theme: spec, OTHER[screen.theme]: in_other_theme(spec, screen.theme)}
    remarks = (notes.told(note) for note in picture.remarks)
    columns = with_column(picture.columns, picture.rows, screen.say("mark.column"))
    rows = tables.without_small_shares(screen, columns, picture.rows)
    shown = Drawing(
        svg="",
        title=picture.title,
        alt=picture.alt,
        note=caption(picture.subtitle, (*picture.notes, *remarks)),
        spec=drawn["light"],
        dark=drawn["dark"],
        table=tabulated(columns, rows, screen.language) if rows else None,
        table_words=screen.say("action.show_table"),
    )
    return Drawings((shown,), 1)


def _unpacked(spec: dict[str, Any]) -> dict[str, Any]:
    """The specification with its rows inside, as a file needs it."""
    data = spec.get("data")
    return {**spec, "data": {"values": data.to_pylist()}} if isinstance(data, pa.Table) else spec


def chart(picture: Drawn, key: str, on_pick: Callable[[dict[str, Any]], None] | None = None) -> None:
    """The chart alone."""
    if on_pick is None or picture.is_empty:
        st.vega_lite_chart(picture.spec, theme=None, width="stretch", alt=picture.alt, key=key)
        return

    def picked() -> None:
        marks = st.session_state[key].selection.get("pick")
        if marks:
            on_pick(dict(marks[0]))

    st.vega_lite_chart(picture.spec, theme=None, width="stretch", alt=picture.alt, key=key, on_select=picked)
