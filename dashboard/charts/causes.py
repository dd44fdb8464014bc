"""Why files were late: causes by the late files that they explain and by how often they are given."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from dashboard.charts.lines import PICK, room_for_labels
from dashboard.charts.picture import Look, Picture, TableColumn, empty_picture, to_rows, wrapped
from dashboard.charts.quick import inline
from dashboard.charts.rows import bar_axis
from dashboard.metrics import format as fmt

_GAP = 1.42
"""Where the second panel begins, in widths of a panel; on a phone there is room for the first one only."""


def cause_bars(frame: Any, look: Look | None = None, period: str = "") -> Picture:
    """Two aligned panels of bars from zero: late files, and explanations; the causes of most files first.

    Rows are those of `queries/read/late_causes.sql` with `name`, the cause in the reader's language. Explanations that
    give no number of files are in the second panel only, which the notes say. A click picks `cause_id`.
    """
    look = look or Look()
    rows = to_rows(frame)
    title = _title(rows, look, period)
    subtitle = look.say("explanations.causes_formula")
    columns = (
        TableColumn("name", look.say("explanations.cause")),
        TableColumn("late_files", look.say("explanations.files"), "count"),
        TableColumn("explanations", look.say("explanations.explanations"), "count"),
        TableColumn("units", look.say("noun.unit").capitalize(), "count"),
    )
    if not rows:
        return empty_picture(title, subtitle, look, columns)
    values = _values(rows, look)
    chart = alt.layer(*_layers(look), data=inline(values)).properties(
        width="container", height=alt.Step(52 if look.is_narrow else 34), padding=room_for_labels()
    )
    without = sum(row["without_files"] for row in rows)
    notes = [look.say("explanations.without_files", count=fmt.count(without, look.language))] if without else []
    return Picture(
        chart, title, subtitle, look.say("explanations.causes_alt", sentence=title), look, columns, tuple(rows),
        tuple(notes),
    )  # fmt: skip


def _title(rows: Sequence[dict[str, Any]], look: Look, period: str) -> str:
    """The leading cause with its share in counts; no cause leads where two have the same number."""
    files = sum(row["late_files"] or 0 for row in rows)
    given = sum(row["explanations"] for row in rows)
    if not rows:
        return look.say("explanations.causes_none", period=period)
    key = "late_files" if files else "explanations"
    most = max(row[key] or 0 for row in rows)
    leading = [row for row in rows if row[key] == most]
    said = {
        "period": period,
        "counts": fmt.counts(most, files or given, look.language),
        "noun": look.say("noun.dossier" if files else "explanations.noun"),
    }
    if len(leading) > 1:
        return look.say("explanations.causes_tied", count=fmt.count(len(leading), look.language), **said)
    return look.say("explanations.causes_title", name=leading[0]["name"], **said)


def _values(rows: Sequence[dict[str, Any]], look: Look) -> list[dict[str, Any]]:
    most_files = max((row["late_files"] or 0 for row in rows), default=0) or 1
    most_given = max(row["explanations"] for row in rows) or 1
    return [
        {
            "cause_id": row["cause_id"],
            "label": wrapped(row["name"], 30, 2),
            "name": row["name"],
            "files": (row["late_files"] or 0) / most_files,
            "files_words": fmt.count(row["late_files"], look.language),
            "given": _gap(look) + row["explanations"] / most_given,
            "given_words": fmt.count(row["explanations"], look.language),
        }
        for row in rows
    ]


def _gap(look: Look) -> float:
    return 2.0 if look.is_narrow else _GAP


def _layers(look: Look) -> list[alt.Chart]:
    colours = look.palette
    room = alt.Scale(paddingInner=0.56, paddingOuter=0.3) if look.is_narrow else alt.Scale(paddingInner=0.28)
    y = alt.Y("label:N", sort=None, axis=bar_axis(look), scale=room)
    scale = alt.Scale(domain=[0, _gap(look) + 1], nice=False)
    pick = alt.selection_point(name=PICK, fields=["cause_id"], on="click", empty=False)
    outline = alt.condition(pick, alt.value(colours.ink), alt.value("transparent"))
    tips = [
        alt.Tooltip("name:N", title=look.say("explanations.cause")),
        alt.Tooltip("files_words:N", title=look.say("explanations.files")),
        alt.Tooltip("given_words:N", title=look.say("explanations.explanations")),
    ]
    bar = alt.Chart().mark_bar(color=colours.series, strokeWidth=2, cursor="pointer")
    pale = alt.Chart().mark_bar(color=colours.pale, strokeWidth=2)
    words = alt.Chart().mark_text(align="left", dx=6, fontSize=look.small_size)
    files, given = alt.X("files:Q", scale=scale, axis=None), alt.X("given:Q", scale=scale, axis=None)
    heads = [
        {"x": 0, "head": look.say("explanations.files")},
        {"x": _gap(look), "head": look.say("explanations.explanations")},
    ]
    head = alt.Chart(inline(heads)).mark_text(
        align="left", baseline="bottom", fontSize=look.small_size, fontWeight=600, color=colours.muted
    )
    return [
        bar.encode(y=y, x=files, x2=alt.datum(0), stroke=outline, tooltip=tips).add_params(pick),
        pale.encode(y=y, x=given, x2=alt.datum(_gap(look)), tooltip=tips),
        words.encode(y=y, x=files, text="files_words:N"),
        words.encode(y=y, x=given, text="given_words:N"),
        head.encode(x=alt.X("x:Q", scale=scale, axis=None), y=alt.value(-6), text="head:N"),
    ]
