"""Saved decks: versions are added, nothing is changed or removed."""

from collections.abc import Sequence

from dashboard.store.connection import now
from dashboard.store.write import Change


def add_deck(
    change: Change,
    deck_id: str,
    title: str,
    proposals: str | None,
    slides: Sequence[tuple[str, str | None, bool]],
    *,
    entered_by: str,
) -> int:
    """The next version of a deck, with its slides (id, title, whether it is hidden) in their order; its number."""
    row = change.connection.execute("select max(version) from ws.deck where deck_id = ?", [deck_id]).fetchone()
    version = ((row[0] if row else None) or 0) + 1
    change.connection.execute(
        "insert into ws.deck values (?, ?, ?, ?, ?, ?)", [deck_id, version, title, proposals, entered_by, now()]
    )
    for place, (slide_id, name, is_hidden) in enumerate(slides, start=1):
        change.connection.execute(
            "insert into ws.deck_slide values (?, ?, ?, ?, ?, ?)", [deck_id, version, place, slide_id, name, is_hidden]
        )
    return version
