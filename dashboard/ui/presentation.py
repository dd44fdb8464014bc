"""The page that shows a deck: the slides for the stage, what the address says of them, and the way there and back."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard import presentations
from dashboard.charts.picture import Look
from dashboard.charts.still import svg
from dashboard.conference.arrangement import Arrangement, arranged
from dashboard.conference.model import Conference
from dashboard.conference.pictures import picture
from dashboard.conference.slides import deck as deck_of
from dashboard.conference.telling import value
from dashboard.exports.deck import Deck, Slide
from dashboard.exports.document import Figure
from dashboard.metrics.catalogue import load_catalogue
from dashboard.metrics.headlines import HEADLINES
from dashboard.presentations import Saved
from dashboard.ui import kept, pictures, reads, stage, url, way_back
from dashboard.ui.html import element
from dashboard.ui.reads import Scope
from dashboard.ui.screen import Screen

CHART_SIZE = (735, 410)
"""The room of a chart on a slide of 1280 × 720."""
_WHOLE = ""
_PAGES = {
    "overview", "overdue", "online", "iso", "signature", "reporting", "explanations", "ranking", "closing",
    "definitions", "quality", "unit",
}  # fmt: skip


def asked_unit(screen: Screen) -> tuple[str | None, str]:
    """The unit of the address, and a sentence where there is none of that id."""
    wanted = url.read("unit")
    if wanted is None or any(unit.unit_id == wanted for unit in reads.reference(screen.scope).units):
        return wanted, ""
    return None, screen.say("profile.not_found", asked=wanted)


def choose_unit(screen: Screen, unit_id: str | None) -> None:
    """Of the whole province, or of one unit."""
    assert screen.period is not None
    period = screen.period.period
    units = [u for u in reads.reference(screen.scope).units if u.is_valid(period.start, period.end)]
    names = {unit.unit_id: unit.name for unit in units}
    st.selectbox(
        screen.say("presentation.of"),
        list(dict.fromkeys([_WHOLE, unit_id or _WHOLE, *names])),
        format_func=lambda id_: screen.say("level.all") if id_ == _WHOLE else names.get(id_, id_),
        key=url.widget("unit", unit_id or _WHOLE),
        on_change=url.picked_text,
        args=("unit",),
    )


def asked_deck(screen: Screen) -> tuple[Saved | None, str]:
    """The saved deck of the address, and a sentence where there is none of that name."""
    wanted = url.read("deck")
    known = [presentations.of_row(row) for row in reads.rows(screen.scope, "saved_decks")]
    found = next((one for one in known if one.deck_id == wanted), None)
    return found, screen.say("presentation.no_deck", asked=wanted) if wanted and found is None else ""


def key_of(screen: Screen, unit_id: str | None, chosen: Saved | None) -> str:
    """A name for the widgets that arrange one deck."""
    whose = screen.scope.workspace, screen.period_id, unit_id, chosen
    return pictures.key_of(whose)


def keys(screen: Screen) -> str:
    """What each key does."""
    return element("p", screen.say("presentation.keys"), class_="picture-notes")


def show(screen: Screen, c: Conference, whole: Deck, wanted: Arrangement) -> None:
    """The stage, and where the presenter goes from it."""
    shown = arranged(whole, wanted)
    key = pictures.key_of((screen.scope.workspace, screen.period_id, c.unit.unit_id if c.unit else None))
    drilled, closed = stage.show(_data(screen, c, shown, key), f"stage_{key}")
    if closed is not None:
        url.write("show", None)
        url.write("slide", str(closed + 1))
    if drilled is not None and drilled.page in _PAGES:
        here = {name: text for name in ("unit", "deck") if (text := url.read(name))}
        here |= {"slide": str(drilled.at + 1)} | ({"show": "1"} if drilled.is_showing else {})
        way_back.leave(screen, {**screen.address(), **here}, drilled.at + 1)
        target = {**screen.address(), **({"unit": c.unit.unit_id} if c.unit else {}), **drilled.params}
        st.switch_page(f"app_pages/{drilled.page}.py", query_params=target)


def _data(screen: Screen, c: Conference, shown: Deck, key: str) -> dict[str, Any]:
    colours = screen.look.palette
    drawings = _drawings(screen.scope, screen.period_id, c.unit.unit_id if c.unit else None, screen.look, told=c)
    asked = url.read("slide") or ""
    at = int(asked) - 1 if asked.isdecimal() and 1 <= int(asked) <= len(shown.slides) else 0
    names = ("show", "back", "next_slide", "notes", "speaker", "drill", "auto", "seconds", "by_hand", "next", "find",
             "open_unit", "more", "not_found", "type", "blank", "slide")  # fmt: skip
    return {
        "key": f"trinh-chieu-{key}",
        "at": at,
        "is_showing": url.read("show") == "1",
        "is_speaker": url.read("view") == "notes",
        "speaker_url": "?" + "&".join(f"{name}={text}" for name, text in _speaker_address(screen).items()),
        "badge": shown.badge,
        "standing": shown.standing,
        "words": {name: screen.say(f"presentation.{name}") for name in names},
        "colours": {
            "ground": colours.ground,
            "panel": colours.panel,
            "ink": colours.ink,
            "muted": colours.muted,
            "line": colours.grid,
            "good": colours.good_text,
            "bad": colours.alarm_text,
            "accent": colours.series,
            "on_accent": colours.ink_on(colours.series),
        },
        "slides": [_slide(slide, shown, drawings) for slide in shown.slides],
        "units": _units(c),
    }


def _speaker_address(screen: Screen) -> dict[str, str]:
    kept = {name: text for name in ("unit", "deck") if (text := url.read(name))}
    return {**screen.address(), **kept, "view": "notes"}


def _slide(slide: Slide, shown: Deck, drawings: Mapping[str, str]) -> dict[str, Any]:
    foot = [shown.standing, slide.coverage, shown.source]
    table = slide.table
    return {
        "id": slide.id,
        "kind": slide.kind,
        "title": slide.title,
        "points": slide.points,
        "figures": [_tile(one) for one in slide.figures],
        "svg": drawings.get(slide.id, ""),
        "alt": slide.chart.alt if slide.chart else "",
        "table": table
        and {
            "columns": [{"label": column.label, "is_right": column.align == "right"} for column in table.columns],
            "rows": table.rows,
        },
        "notes": [*slide.notes, *(part for part in foot if part)],
        "foot": " · ".join(part for part in foot if part),
        "page": slide.page,
        "params": slide.params,
    }


def _tile(one: Figure) -> dict[str, Any]:
    """A tile has room for its status, or for the first of its other lines."""
    lines = one.lines[:1] if not one.status else ()
    return {
        "name": one.name, "value": one.value, "counts": one.counts, "status": one.status, "tone": one.tone,
        "lines": lines,
    }  # fmt: skip


@kept.shared(24)
def _drawings(
    scope: Scope,  # noqa: ARG001 - part of the key, like the next two
    period_id: str,  # noqa: ARG001
    unit_id: str | None,  # noqa: ARG001
    look: Look,
    *,
    told: Conference,
) -> dict[str, str]:
    """The pictures of all slides, as SVG, in large type."""
    width, height = CHART_SIZE
    large = Look(look.language, look.theme, is_large=True)
    found = {}
    for slide in deck_of(told).slides:
        drawn = picture(told, slide.id, large, height) if slide.chart else None
        if drawn is not None and not drawn.is_empty:
            found[slide.id] = svg(drawn.spec(), width)
    return found


def _units(c: Conference) -> list[dict[str, Any]]:
    """Every unit with its figures, to be found by name during the talk."""
    names = {figure.metric.id: c.say(f"kpi.{name}") for name, _ in HEADLINES if (figure := c.headlines.get(name))}
    metrics = load_catalogue().metrics
    found: dict[str, dict[str, Any]] = {}
    for row in c.units:
        unit = found.setdefault(
            row["unit_id"],
            {"id": row["unit_id"], "name": row["unit_name"], "level": c.say(f"level.{row['level']}"), "figures": []},
        )
        unit["figures"].append((names[row["metric_id"]], value(c, metrics[row["metric_id"]], row)))
    return list(found.values())
