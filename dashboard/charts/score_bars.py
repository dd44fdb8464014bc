"""Points of the six groups against the most that each gives, and the number of units in each grade."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from dashboard.charts.lines import PICK
from dashboard.charts.picture import Chart, Look, Picture, TableColumn, empty_picture, label_offset, to_rows, wrapped
from dashboard.charts.quick import inline
from dashboard.metrics import format as fmt
from dashboard.metrics import score766

Row = Mapping[str, Any]
NOT_SCORED = "none"


def group_bars(frame: Any, look: Look | None = None, subject: str = "", period: str = "") -> Picture:
    """A bar for each group in an outline as long as its maximum, all in points of one scale; the most missing first.

    Rows are those of one subject and period of `queries/read/score_groups.sql`, the total among them.
    """
    look = look or Look()
    rows = to_rows(frame)
    total = next((row for row in rows if row["group_code"] == "total"), None)
    named = {group.code: group.named(look.language) for group in score766.groups()}
    parts = sorted((row for row in rows if row["group_code"] in named), key=lambda row: row["share"])
    title = _title(total, parts, named, look, subject, period)
    columns = (
        TableColumn("name", look.say("score.group")),
        TableColumn("score", look.say("score.points"), "decimal"),
        TableColumn("maximum", look.say("score.maximum"), "count"),
        TableColumn("share", look.say("score.share"), "percent"),
        TableColumn("missing", look.say("score.missing"), "decimal"),
    )
    if not parts:
        return empty_picture(title, look.say("score.formula"), look, columns)
    values = [
        {
            "label": wrapped(named[row["group_code"]], 18 if look.is_narrow else 30, 2),
            "name": named[row["group_code"]],
            "score": row["score"],
            "maximum": row["maximum"],
            "words": _words(row, look),
            "words_at": max(row["score"], row["maximum"]),
            "colour": look.palette.alarm if row["score"] > row["maximum"] else look.palette.series,
        }
        for row in parts
    ]
    chart = _bullets(values, look, max(row["maximum"] for row in parts))
    lines = tuple(
        {
            "name": named[row["group_code"]], "score": row["score"], "maximum": row["maximum"],
            "share": row["share"], "missing": row["missing"],
        }
        for row in parts
    )  # fmt: skip
    words = look.say("score.groups_alt", sentence=title)
    return Picture(
        chart, title, look.say("score.formula"), words, look, columns, lines, (look.say("score.outline_note"),)
    )


def _title(
    total: Row | None, parts: Sequence[Row], named: Mapping[str, str], look: Look, subject: str, period: str
) -> str:
    if total is None and not parts:
        return look.say("score.none", subject=subject, period=period)
    said = subject
    if total is not None:
        grade = next(grade for grade in score766.grades() if grade.id == total["grade"])
        points = _two(total["score"], look)
        said = look.say("score.title", subject=subject, points=points, grade=grade.named(look.language), period=period)
    worst = max(parts, key=lambda row: row["missing"], default=None)
    if worst is None or worst["missing"] <= 0:
        return said
    name, missing = named[worst["group_code"]], _two(worst["missing"], look)
    return f"{said}; {look.say('score.title_missing', group=name, missing=missing)}"


def _words(row: Row, look: Look) -> str:
    share = "" if look.is_narrow else f" · {fmt.percent(row['share'], fmt.CHART_DECIMALS, look.language)}"
    said = f"{_two(row['score'], look)}/{fmt.count(row['maximum'], look.language)}"
    if row["score"] > row["maximum"]:
        return f"{said} · {look.say('score.above')}"
    return f"{said}{share}"


def _bullets(values: list[dict[str, Any]], look: Look, longest: float) -> Chart:
    colours = look.palette
    names = alt.Axis(
        title=None, domain=False, ticks=False, labelColor=colours.ink, labelExpr="split(datum.label, '\\n')",
        labelPadding=8, labelLineHeight=look.small_size + 3, labelOffset=label_offset(look),
    )  # fmt: skip
    y = alt.Y("label:N", sort=[value["label"] for value in values], axis=names)
    scale = alt.Scale(domain=[0, longest], nice=False)
    tips = [
        alt.Tooltip("name:N", title=look.say("score.group")),
        alt.Tooltip("words:N", title=look.say("score.points")),
    ]
    outline = alt.Chart().mark_bar(color=colours.panel, stroke=colours.pale, strokeWidth=1, height={"band": 0.7})
    bar = alt.Chart().mark_bar(height={"band": 0.36})
    words = alt.Chart().mark_text(align="left", dx=8)
    return alt.layer(
        outline.encode(y=y, x=alt.X("maximum:Q", scale=scale, axis=None), tooltip=tips),
        bar.encode(y=y, x=alt.X("score:Q", scale=scale), color=alt.Color("colour:N", scale=None), tooltip=tips),
        words.encode(y=y, x=alt.X("words_at:Q", scale=scale), text="words:N"),
        data=inline(values),
    ).properties(
        width="container",
        height=alt.Step(56 if look.is_large else 36),
        padding={"left": 8, "top": 8, "right": 8, "bottom": 8},
    )


def grade_bars(frame: Any, look: Look | None = None, noun: str = "", period: str = "") -> Picture:
    """A bar for each grade with its number of units, and one for units that are not scored. A click picks `id`.

    Rows are those of one kind of unit of `queries/read/score_grades.sql`; `noun` is what they are.
    """
    look = look or Look()
    noun = noun or look.say("noun.unit")
    counted = {row["grade"]: row["units"] for row in to_rows(frame)}
    scored = sum(count for grade, count in counted.items() if grade != NOT_SCORED)
    best = score766.grades()[0]
    columns = (
        TableColumn("name", look.say("score.grade")),
        TableColumn("from", look.say("score.grade_from")),
        TableColumn("units", look.say("table.value"), "count"),
    )
    counts = {
        "count": fmt.count(counted.get(best.id, 0), look.language),
        "scored": fmt.count(scored, look.language),
        "grade": best.named(look.language).lower(),
    }
    title = look.say("score.grades_title", noun=noun, period=period, **counts)
    if not scored:
        return empty_picture(title, "", look, columns)
    lines: list[dict[str, Any]] = [
        {
            "id": grade.id, "name": grade.named(look.language), "units": counted.get(grade.id, 0),
            "from": look.say("score.from", points=fmt.count(grade.floor, look.language)),
        }
        for grade in score766.grades()
    ]  # fmt: skip
    if counted.get(NOT_SCORED):
        name = look.say("score.not_scored")
        lines.append({"id": NOT_SCORED, "name": name, "units": counted[NOT_SCORED], "from": fmt.NONE})
    values = [
        {**line, "label": f"{line['name']} ({line['from']})", "words": fmt.count(line["units"], look.language)}
        if line["id"] != NOT_SCORED
        else {**line, "label": line["name"], "words": fmt.count(line["units"], look.language)}
        for line in lines
    ]
    pick = alt.selection_point(name=PICK, fields=["id"], on="click", empty=False)
    axis = alt.Axis(title=None, domain=False, ticks=False, labelPadding=8, labelColor=look.palette.ink)
    y = alt.Y("label:N", sort=None, axis=axis, scale=alt.Scale(paddingInner=0.3))
    x = alt.X("units:Q", axis=None, scale=alt.Scale(domainMin=0, nice=False))
    grey = alt.condition(f"datum.id == '{NOT_SCORED}'", alt.value(look.palette.missing), alt.value(look.palette.series))
    bar = alt.Chart().mark_bar(cursor="pointer").encode(y=y, x=x, color=grey).add_params(pick)
    words = alt.Chart().mark_text(align="left", dx=6, fontWeight=600).encode(y=y, x=x, text="words:N")
    chart = alt.layer(bar, words, data=inline(values)).properties(
        width="container",
        height=alt.Step(54 if look.is_large else 32),
        padding={"left": 8, "top": 8, "right": 8, "bottom": 8},
    )
    words_of = look.say("score.grades_alt", sentence=title)
    return Picture(chart, title, "", words_of, look, columns, tuple(lines), (look.say("score.grades_note"),))


def _two(value: float, look: Look) -> str:
    return fmt.number(value, 2, look.language)
