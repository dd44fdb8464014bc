"""The ranking itself, page by page: dots and the table beneath them, with search, order, and a way to each unit."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.charts.picture import TableColumn
from dashboard.charts.rank_dots import rank_dots
from dashboard.ingest.names import search_key
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.ui import page_parts, pictures, ranking, tables, territory, url
from dashboard.ui.html import element
from dashboard.ui.ranking import EVERY_SORT, Ranking
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen
from dashboard.ui.search_box import UNIT_PAGE
from dashboard.ui.unit_names import names

Row = Mapping[str, Any]
PAGE = 25
_OPENED = "ranking_opened"


def ranked(screen: Screen, at: Ranking, found: Rows) -> None:
    """Search, order and pages; of each page a picture and a table. The downloads have every line."""
    page_parts.header(screen.say("ranking.list"))
    with st.container(horizontal=True, vertical_alignment="bottom", key="list_choices"):
        st.segmented_control(
            screen.say("overdue.order"),
            EVERY_SORT,
            format_func=lambda name: screen.say(f"ranking.order_{name}"),
            required=True,
            key=url.widget("order", at.order),
            on_change=_picked,
            args=("order",),
        )
        wanted = url.read("q") or ""
        st.text_input(
            screen.say("filter.search"),
            key=url.widget("q", wanted),
            on_change=_picked_text,
            args=("q",),
            width=260,
        )
        named = names(screen, (row["unit_id"] for row in found))
        every = _ordered(at, [{**row, "id": row["unit_id"], "name": named[row["unit_id"]]} for row in found])
        matching = [row for row in every if search_key(wanted) in search_key(row["unit_name"])]
        number = _page(screen, len(matching))
    if not matching:
        page_parts.prose(screen.say("ranking.nothing_found", asked=wanted))
        return
    shown = matching[(number - 1) * PAGE : number * PAGE]
    with st.container(border=True, key="ranking_card"):
        _dots(screen, at, found, shown, (wanted, number))
        _table(screen, at, matching, number)


def _ordered(at: Ranking, rows: Rows) -> Rows:
    """Worst first as the query gives them; best first turns the ranked round and leaves the other bands beneath."""
    if at.order == "worst":
        return rows
    place = {unit.unit_id: number for number, unit in enumerate(at.units)}
    if at.order == "official":
        return sorted(rows, key=lambda row: place.get(row["unit_id"], 0))
    return sorted(rows, key=lambda row: (row["place"] is None, row["place"] or 0))


def _page(screen: Screen, count: int) -> int:
    """Which page is shown; the control is there only where there is more than one."""
    pages = max(1, -(-count // PAGE))
    wanted = url.read("part") or "1"
    number = min(max(int(wanted), 1), pages) if wanted.isdecimal() and len(wanted) < 6 else 1
    if pages > 1:
        st.selectbox(
            screen.say("ranking.page"),
            list(range(1, pages + 1)),
            format_func=lambda n: screen.say(
                "ranking.page_of",
                first=fmt.count((n - 1) * PAGE + 1, screen.language),
                last=fmt.count(min(n * PAGE, count), screen.language),
                total=fmt.count(count, screen.language),
            ),
            key=url.widget("part", number),
            on_change=url.picked,
            args=("part",),
            width=190,
        )
    return number


def _picked(name: str) -> None:
    url.picked(name)
    url.write("part", None)


def _picked_text(name: str) -> None:
    url.picked_text(name)
    url.write("part", None)


def _dots(screen: Screen, at: Ranking, found: Rows, shown: Rows, part: tuple[object, ...]) -> None:
    recipe = ("ranking", screen.period_id, screen.level, at.order, part, *at.recipe)
    look, noun = screen.look, screen.say("noun.unit")
    picture = pictures.drawn(
        screen,
        recipe,
        lambda: rank_dots(
            shown, at.metric, look, every=found, period=screen.period_name, previous=ranking.other_name(screen, at),
            noun=noun,
        ),
    )  # fmt: skip
    if picture.is_empty:
        page_parts.sentence(picture.title)
        return
    pictures.show(screen, picture, f"dots_{pictures.key_of(recipe)}", open_unit, has_formula=False, has_table=False)


def _table(screen: Screen, at: Ranking, every: Rows, number: int) -> None:
    every_line = [line(screen, row) for row in every]
    lines = every_line[(number - 1) * PAGE : number * PAGE]

    def pick(index: int) -> None:
        open_unit({"id": lines[index]["id"]})

    key = pictures.key_of((screen.period_id, screen.level, at.order, url.read("q"), number, at.recipe))
    st.html(element("p", screen.say("ranking.pick"), class_="hint"))
    tables.show(
        screen,
        columns(screen, at, lines),
        lines,
        f"ranking_{key}",
        on_pick=pick,
        name=f"{at.metric.id}-xep-hang",
        saved=every_line,
    )


def columns(screen: Screen, at: Ranking, lines: Rows) -> list[TableColumn]:
    """Place and value now, year to date, before, and the changes."""
    ends = [load_catalogue().columns[end] for end in (at.metric.numerator, at.metric.denominator) if end]
    labels = [end.label if screen.language == "vi" else end.label_en for end in ends]
    kind = "percent" if at.metric.denominator else "count"
    other = ranking.other_name(screen, at)
    change = "points" if at.metric.denominator else "count"
    shown = [
        TableColumn("place", screen.say("rank.place"), "count"),
        TableColumn("name", screen.say("table.unit")),
        TableColumn("value", screen.say("table.ratio" if at.metric.denominator else "table.value"), kind),  # type: ignore[arg-type]
    ]
    note = [TableColumn("note", screen.say("rank.band"))]
    is_noted = any(line["note"] for line in lines)
    shown += note if is_noted else []
    if at.other is not None:
        shown += [
            TableColumn("value_change", screen.say("overdue.change"), change),  # type: ignore[arg-type]
            TableColumn("place_change", screen.say("ranking.place_change")),
        ]
    if ranking.ytd_id(screen, at.metric):
        shown += [
            TableColumn("ytd_value", screen.say("ranking.ytd"), kind),  # type: ignore[arg-type]
            TableColumn("ytd_place", screen.say("ranking.ytd_place"), "count"),
        ]
    if at.other is not None:
        shown += [
            TableColumn("other_value", fmt.capitalised(other), kind),  # type: ignore[arg-type]
            TableColumn("other_place", screen.say("ranking.other_place"), "count"),
        ]
    if at.metric.denominator:
        shown += [TableColumn("numerator", labels[0], "count"), TableColumn("denominator", labels[1], "count")]
    return shown if is_noted else [*shown, *note]


def line(screen: Screen, row: Row) -> dict[str, Any]:
    """A unit's line: no rate below the small-n limit, and the reason where there is no rank."""
    has_value = row["band"] == "ranked" or (row["band"] != "few" and row["value"] is not None)
    return {
        **row,
        "value": row["value"] if has_value else None,
        "ytd_value": row["ytd_value"] if row["ytd_place"] else None,
        "other_value": row["other_value"] if row["other_place"] else None,
        "value_change": row["value_change"] if row["place"] and row["other_place"] else None,
        "place_change": _moved(screen, row),
        "is_grey": row["band"] == "not_derivable",
        "note": _note(screen, row),
    }


def _moved(screen: Screen, row: Row) -> str | None:
    """ "▲ 3" is three places nearer the top; a sign stands beside the number, so that colour is not needed."""
    if row["place_change"] is None:
        return None
    if not row["place_change"]:
        return "="
    arrow = "▲" if row["place_change"] > 0 else "▼"
    return f"{arrow} {fmt.count(abs(row['place_change']), screen.language)}"


def _note(screen: Screen, row: Row) -> str | None:
    """Why a unit has no rank, or why its rank has nothing to be compared with."""
    if row["band"] == "ranked":
        if row["other_reason"]:
            return territory.reason(screen, row["other_reason"], row["other_reason_units"])
        return screen.say("territory.reorganised") if row["is_reorganised"] else None
    if row["band"] == "few":
        return f"{fmt.counts(row['numerator'], row['denominator'], screen.language)}: {screen.say('rank.band_few')}"
    if row["band"] == "not_derivable":
        return territory.reason(screen, row["reason"], row["reason_units"])
    return screen.say(f"rank.band_{row['band']}")


def open_unit(mark: Mapping[str, Any]) -> None:
    """A click: remembered for the rest of this run, as only a running page may turn to another one."""
    if mark.get("id"):
        st.session_state[_OPENED] = str(mark["id"])


def go(screen: Screen) -> None:
    """Turn to the profile of the unit that was clicked, if one was."""
    unit_id = st.session_state.pop(_OPENED, None)
    if unit_id is not None:
        st.switch_page(UNIT_PAGE, query_params={**screen.address(), "unit": unit_id})
