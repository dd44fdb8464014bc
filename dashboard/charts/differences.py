"""What files of the one-stop software give less or more than reports: signed bars by unit or field, largest first."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import altair as alt

from dashboard.charts.lines import PICK
from dashboard.charts.picture import Chart, Look, Picture, TableColumn, empty_picture, to_rows, wrapped
from dashboard.charts.quick import inline
from dashboard.charts.rows import name_axis
from dashboard.metrics import format as fmt

MOST_BARS = 12


def difference_bars(
    frame: Any, look: Look | None = None, key: str = "unit", what: str = "", period: str = ""
) -> Picture:
    """A bar to the left where the software has fewer, to the right where it has more; the title counts all.

    Rows are those of `queries/read/case_reconciliation_by_<key>.sql`; `what` is the column that is compared. A click
    picks `id`.
    """
    look = look or Look()
    rows = to_rows(frame)
    columns = (
        TableColumn("name", look.say(f"table.{key}")),
        TableColumn("reported", look.say("cases.reported"), "count"),
        TableColumn("counted", look.say("cases.counted"), "count"),
        TableColumn("difference", look.say("cases.difference"), "count"),
        TableColumn("share", look.say("cases.share"), "percent"),
    )
    table = tuple(
        {**row, "id": row[f"{key}_id"], "name": row[f"{key}_name"] or look.say("ageing.no_field")} for row in rows
    )
    differing = [line for line in table if line["difference"]]
    title = _title(table, differing, look, look.say(f"noun.{key}"), what, period)
    if not differing:
        return replace(empty_picture(title, "", look, columns), rows=table)
    chart = _chart(differing[:MOST_BARS], look, look.say(f"table.{key}"), what)
    notes: tuple[str, ...] = (look.say("cases.sign_note"),)
    if len(differing) > MOST_BARS:
        shown = {"shown": fmt.count(MOST_BARS, look.language), "total": fmt.count(len(differing), look.language)}
        notes = (*notes, look.say("ageing.shown", noun=look.say(f"noun.{key}"), **shown))
    return Picture(chart, title, "", look.say("cases.bars_alt", sentence=title), look, columns, table, notes)


def _chart(lines: Sequence[dict[str, Any]], look: Look, heading: str, what: str) -> Chart:
    """Bars to both sides of a line at zero, each with its signed number at its end."""
    values = [
        {
            "id": line["id"],
            "name": wrapped(line["name"], 22 if look.is_narrow else 34, 2),
            "difference": line["difference"],
            "words": fmt.count_change(line["difference"], look.language),
            "counts": look.say(
                "cases.beside",
                reported=fmt.count(line["reported"], look.language),
                counted=fmt.count(line["counted"], look.language),
            ),
        }
        for line in lines
    ]
    # Room for the number at the end of the longest bar.
    reach = max(abs(value["difference"]) for value in values) * (1.6 if look.is_narrow else 1.25)
    y = alt.Y("name:N", sort=None, axis=name_axis(look), scale=alt.Scale(paddingInner=0.3))
    x = alt.X("difference:Q", axis=None, scale=alt.Scale(domain=[-reach, reach], nice=False))
    tips = [
        alt.Tooltip("name:N", title=heading),
        alt.Tooltip("counts:N", title=what),
        alt.Tooltip("words:N", title=look.say("cases.difference")),
    ]
    pick = alt.selection_point(name=PICK, fields=["id"], on="click", empty=False)
    bar = alt.Chart().mark_bar(color=look.palette.series, cursor="pointer")
    words = alt.Chart().encode(y=y, x=x, text="words:N")
    left = words.mark_text(fontWeight=600, align="right", dx=-6).transform_filter("datum.difference < 0")
    right = words.mark_text(fontWeight=600, align="left", dx=6).transform_filter("datum.difference > 0")
    rule = alt.Chart().mark_rule(color=look.palette.pale).encode(x=alt.X(datum=0, type="quantitative", axis=None))
    layers = [bar.encode(y=y, x=x, tooltip=tips).add_params(pick), rule, left, right]
    return alt.layer(*layers, data=inline(values)).properties(
        width="container", height=alt.Step(54 if look.is_large else 36)
    )


def _title(
    table: Sequence[dict[str, Any]], differing: Sequence[dict[str, Any]], look: Look, noun: str, what: str, period: str
) -> str:
    compared = [line for line in table if line["difference"] is not None]
    if not compared:
        return look.say("cases.none_compared", period=period)
    counts = {"all": fmt.count(len(compared), look.language), "noun": noun, "what": what, "period": period}
    if not differing:
        return look.say("cases.all_equal", **counts)
    worst = differing[0]
    change = fmt.count_change(worst["difference"], look.language)
    said = look.say("cases.some_differ", differing=fmt.count(len(differing), look.language), **counts)
    return f"{said}; {look.say('cases.worst', name=worst['name'], difference=change)}"
