"""The page as one HTML file for a machine without the server: what it shows, its charts drawn for light and dark."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial

import streamlit as st

from dashboard import publishing
from dashboard.exports.document import Block, Document, Figure, Figures, Heading, Paragraph
from dashboard.exports.page import to_html
from dashboard.metrics import format as fmt
from dashboard.store.connection import VIETNAM
from dashboard.ui import options, page_parts, reads, tables, url
from dashboard.ui.page_parts import Shown
from dashboard.ui.screen import Screen
from dashboard.words import text


def offer(screen: Screen, path: str) -> None:
    """The download beneath a page that shows pictures; `path` is the page's name in addresses."""
    shown = page_parts.taken()
    if not shown.has_picture:
        return
    named = [screen.scope.workspace, tables.period_stem(screen), path]
    asked = {name: url.read(name) for name in ("unit", "field")}
    st.download_button(
        screen.say("page_file.button"),
        data=partial(made, screen, shown, asked),
        file_name=f"{'-'.join(part for part in named if part)}.html",
        mime="text/html",
        icon=":material/download:",
        key="page_file",
        on_click="ignore",
        type="tertiary",
        help=screen.say("page_file.help"),
    )


def made(screen: Screen, shown: Shown, asked: Mapping[str, str | None]) -> bytes:
    """The file."""
    document = told(screen, shown, asked)
    return to_html(document, publishing.drawing_library(), text("publish.not_drawn", screen.language))


def told(screen: Screen, shown: Shown, asked: Mapping[str, str | None]) -> Document:
    """What the page showed, as a document."""
    fresh = screen.rows("period_freshness", period_id=screen.period_id)[0] if screen.period else {}
    updated = fresh.get("updated_at")
    standing = options.moment_words(screen) or (
        screen.say("deck.provisional", when=fmt.moment(updated.astimezone(VIETNAM), screen.language)) if updated else ""
    )
    files = fmt.count(fresh.get("files", 0), screen.language)
    return Document(
        title=shown.title,
        kicker=screen.title,
        subtitle=shown.question,
        source=screen.say("deck.source", files=files, period=screen.period_name),
        made_words=standing,
        page_words="",
        made=datetime.now(VIETNAM),
        blocks=(Paragraph(_filters(screen, asked), is_muted=True), *_together(tell() for tell in shown.parts)),
        badge=screen.say("app.demo_badge") if screen.is_demo else "",
        language=screen.language,
    )


def _filters(screen: Screen, asked: Mapping[str, str | None]) -> str:
    """Of which period, level, unit and field the page is."""
    found = []
    if screen.period is not None:
        period = screen.period.period
        dates = fmt.date_range(period.start, period.end, screen.language)
        found.append(f"{fmt.capitalised(screen.period_name)} ({dates})")
    known = reads.reference(screen.scope)
    units = [unit.name for unit in known.units if unit.unit_id == asked["unit"]]
    found += units or [screen.say(f"level.{screen.level or 'all'}")]
    found += [field.name for field in known.fields if field.field_id == asked["field"]]
    if screen.scope.includes_vertical:
        found.append(screen.say("options.with_vertical"))
    return " · ".join(found)


def _together(blocks: Iterator[Block]) -> Iterator[Block]:
    """Tiles that follow one another stand side by side, and no heading stands above nothing."""
    tiles: list[Figure] = []
    heads: list[Heading] = []
    for block in blocks:
        if isinstance(block, Heading):
            heads = [*(head for head in heads if head.level < block.level), block]
        elif isinstance(block, Figures) and tiles and not heads:
            tiles += block.items
        else:
            yield from (Figures(tuple(tiles)),) if tiles else ()
            tiles = []
            yield from heads
            heads = []
            if isinstance(block, Figures):
                tiles += block.items
            else:
                yield block
    if tiles:
        yield Figures(tuple(tiles))
