"""Units on the page of the score of Decision 766: grades, ranking within a kind, and what snapshots took away."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.charts.picture import TableColumn
from dashboard.charts.punctuality import listed
from dashboard.charts.score_bars import NOT_SCORED, grade_bars
from dashboard.metrics import format as fmt
from dashboard.metrics import score766
from dashboard.ui import page_parts, pictures, score, tables, url
from dashboard.ui.reads import Rows
from dashboard.ui.score import About
from dashboard.ui.screen import Screen
from dashboard.ui.series import Span
from dashboard.ui.targets import type_name

Row = Mapping[str, Any]


def rows_of(screen: Screen, periods: Span) -> Rows:
    """Every unit of the level shown in the score table of the period, with its place in the period compared with."""
    compared = periods.previous if screen.compare == "previous" else periods.last_year
    other_id = compared.period.period_id if compared else ""
    rows = screen.rows("score_units", period_id=screen.period_id, other_id=other_id)
    return [row for row in rows if screen.level in (None, row["level"])]


def place(screen: Screen, at: About, rows: Rows) -> None:
    """The place of the unit chosen among its kind."""
    row = next((row for row in rows if row["unit_id"] in at.unit_ids), None)
    if row is None or row["place"] is None or row["ranked"] < 2:
        return
    places = {key: fmt.count(row[key], screen.language) for key in ("place", "ranked")}
    words = screen.say("score766.unit_place", kind=type_name(screen, row["unit_type"]), **places)
    moved = _moved(screen, row)
    page_parts.prose(f"{words} {moved}".strip(), "lead")


def ranking(screen: Screen, rows: Rows, periods: Span) -> None:
    """One kind of unit: how many stand in each grade, and all of them by place; a click goes to the unit."""
    page_parts.header(screen.say("score766.units"))
    if not rows:
        page_parts.prose(screen.say("score766.no_units", period=screen.period_name))
        return
    kind = _kind(screen, rows)
    of_kind = [row for row in rows if row["unit_type"] == kind]
    counted = [
        row
        for row in screen.rows("score_grades", period_id=screen.period_id)
        if row["unit_type"] == kind and screen.level in (None, row["level"])
    ]
    with st.container(border=True, key="score_grades"):
        recipe = ("score-grades", screen.period_id, screen.level, kind)
        noun = screen.say("noun.unit")
        picture = pictures.drawn(screen, recipe, lambda: grade_bars(counted, screen.look, noun, screen.period_name))
        pictures.show(screen, picture, f"grades_{pictures.key_of(recipe)}", _go_to_grade, has_formula=False)
    with st.container(border=True, key="score_ranking"):
        page_parts.sentence(_title(screen, of_kind))
        grade = _grade(screen)
        shown = [row for row in of_kind if grade in (None, row["grade"] or NOT_SCORED)]
        if not shown:
            page_parts.prose(screen.say("score766.no_match"))
            return
        compared = periods.previous if screen.compare == "previous" else periods.last_year
        columns = _columns(screen, fmt.period_name(compared.period, screen.language) if compared else "")
        lines = [_line(screen, row) for row in shown]
        key = pictures.key_of(("score-ranking", screen.period_id, screen.level, kind, grade, screen.compare))
        tables.show(screen, columns, lines, f"ranking_{key}", name="xep-hang-766", on_pick=lambda i: _go(shown[i]))
        page_parts.prose(screen.say("score766.ties_note"), "picture-notes", to_press=screen.say("score766.press_line"))


def _kind(screen: Screen, rows: Rows) -> str:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["unit_type"]] = counts.get(row["unit_type"], 0) + 1
    kinds = dict(sorted(counts.items(), key=lambda item: -item[1]))
    asked = url.read("type")
    if asked is not None and asked not in kinds:
        st.warning(screen.say("problem.choice", asked=asked, filter=screen.say("score766.kind")))
        url.write("type", None)
        asked = None
    chosen = asked or next(iter(kinds))
    if len(kinds) > 1:
        st.selectbox(
            screen.say("score766.kind"),
            list(kinds),
            format_func=lambda kind: screen.say(
                "score766.with_count", name=type_name(screen, kind), count=fmt.count(kinds[kind], screen.language)
            ),
            key=url.widget("type", chosen),
            on_change=url.picked,
            args=("type",),
            width=380,
        )
    return str(chosen)


def _grade(screen: Screen) -> str | None:
    """The grade that the table is cut to; one that there is not is said and left out."""
    known = {grade.id: grade.named(screen.language) for grade in score766.grades()}
    known[NOT_SCORED] = screen.say("score.not_scored")
    asked = url.read("grade")
    if asked is not None and asked not in known:
        st.warning(screen.say("problem.choice", asked=asked, filter=screen.say("score766.grade_filter")))
        url.write("grade", None)
        asked = None
    st.selectbox(
        screen.say("score766.grade_filter"),
        ["", *known],
        format_func=lambda id_: known.get(id_) or screen.say("score766.every_grade"),
        key=url.widget("grade", asked or ""),
        on_change=url.picked_text,
        args=("grade",),
        width=220,
    )
    return asked


def _title(screen: Screen, rows: Rows) -> str:
    ranked = [row for row in rows if row["place"] is not None]
    if not ranked:
        return screen.say("score766.ranking_none", period=screen.period_name)
    first, last = ranked[0], ranked[-1]
    words = {
        "first": _tied(screen, ranked, first),
        "first_points": fmt.number(first["score_total"], 2, screen.language),
    }
    if len(ranked) == 1:
        return screen.say("score766.ranking_alone", **words)
    if first["place"] == last["place"]:
        points = words["first_points"]
        count = fmt.count(len(ranked), screen.language)
        return screen.say("score766.ranking_equal", ranked=count, points=points, period=screen.period_name)
    return screen.say(
        "score766.ranking_title",
        last=_tied(screen, ranked, last),
        last_points=fmt.number(last["score_total"], 2, screen.language),
        ranked=fmt.count(len(ranked), screen.language),
        period=screen.period_name,
        **words,
    )


def _tied(screen: Screen, ranked: Rows, row: Row) -> str:
    """Who shares the place of a unit, itself first of all."""
    return listed([str(other["unit_name"]) for other in ranked if other["place"] == row["place"]], screen.look)


def _columns(screen: Screen, compared: str) -> list[TableColumn]:
    moved = [TableColumn("moved", screen.say("score766.column_moved", period=compared))] if compared else []
    return [
        TableColumn("place", screen.say("score766.column_place"), "count"),
        TableColumn("unit_name", screen.say("table.unit")),
        TableColumn("score_total", screen.say("score.total"), "decimal"),
        TableColumn("grade", screen.say("score766.column_grade")),
        *moved,
        TableColumn("snapshot_change", screen.say("score766.column_restated"), "decimal"),
        *(TableColumn(group.column, group.named(screen.language), "decimal") for group in score766.groups()),
        TableColumn("snapshot_on", screen.say("score766.column_snapshot"), "date"),
        TableColumn("cell", screen.say("score766.column_cell")),
    ]


def _line(screen: Screen, row: Row) -> dict[str, Any]:
    is_alone = row["ranked"] is not None and row["ranked"] < 2
    return {
        **row,
        "place": None if is_alone else row["place"],
        "grade": score.grade_name(screen, row["grade"]) or screen.say("score766.not_applicable"),
        "moved": None if is_alone else _moved(screen, row) or None,
    }


def _moved(screen: Screen, row: Row) -> str:
    if row["place"] is None:
        return ""
    change = row["place_change"]
    if change is None:
        return screen.say("score766.moved_new")
    if not change:
        return screen.say("score766.moved_none")
    places = fmt.count(abs(change), screen.language)
    return screen.say("score766.moved_up" if change > 0 else "score766.moved_down", places=places)


def drops(screen: Screen, rows: Rows) -> None:
    """Units that have fewer points than the snapshot before gave them for the same period."""
    page_parts.header(screen.say("score766.drops"))
    if all(row["previous_total"] is None for row in rows):
        page_parts.prose(screen.say("score766.drops_single", period=screen.period_name))
        return
    lost = [row for row in rows if row["snapshot_change"] is not None and row["snapshot_change"] < 0]
    if not lost:
        page_parts.prose(screen.say("score766.drops_none", period=screen.period_name))
        return
    lost.sort(key=lambda row: (row["snapshot_change"], row["unit_id"]))
    title = screen.say(
        "score766.drops_title",
        count=fmt.count(len(lost), screen.language),
        period=screen.period_name,
        name=lost[0]["unit_name"],
        change=score.signed(screen, lost[0]["snapshot_change"]),
    )
    columns = [
        TableColumn("unit_name", screen.say("table.unit")),
        TableColumn("previous_total", screen.say("score766.column_before"), "decimal"),
        TableColumn("score_total", screen.say("score766.column_now"), "decimal"),
        TableColumn("snapshot_change", screen.say("score766.column_lost"), "decimal"),
        TableColumn("previous_snapshot_on", screen.say("score766.column_snapshot"), "date"),
    ]
    with st.container(border=True, key="score_drops"):
        page_parts.sentence(title)
        key = pictures.key_of(("score-drops", screen.period_id, screen.level))
        tables.show(screen, columns, lost, f"drops_{key}", name="giam-diem-766", on_pick=lambda i: _go(lost[i]))


def _go(row: Row) -> None:
    url.write("unit", str(row["unit_id"]))


def _go_to_grade(mark: dict[str, Any]) -> None:
    if mark.get("id"):
        url.write("grade", str(mark["id"]))
