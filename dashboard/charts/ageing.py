"""Open overdue files by how long they are overdue: a column for each band of days, and a grid by field or unit."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from dashboard.charts.lines import PICK
from dashboard.charts.picture import Look, Picture, TableColumn, empty_picture, to_rows, wrapped
from dashboard.charts.quick import inline
from dashboard.charts.rows import number_bars
from dashboard.metrics import format as fmt

MOST_LINES = 12
"""So many fields or units are drawn, those with most files; the table has all."""


def band_words(row: dict[str, Any], look: Look, *, is_short: bool = False) -> str:
    """A band as text: "1–5 ngày", "trên 90 ngày"; short under an axis that says what the numbers are."""
    first, last = row["first_day"], row["last_day"]
    ending = "_short" if is_short else ""
    if last is None:
        return look.say(f"ageing.over{ending}", days=fmt.count(first - 1, look.language))
    return look.say(f"ageing.band{ending}", first=fmt.count(first, look.language), last=fmt.count(last, look.language))


def age_columns(frame: Any, look: Look | None = None, period: str = "") -> Picture:
    """A column for each band, from zero, with its count. Rows are those of `queries/read/overdue_ages.sql`.

    The title tells of the longest band; below `look.small_n` files no share is given.
    """
    look = look or Look()
    rows = to_rows(frame)
    columns = (
        TableColumn("name", look.say("ageing.days")),
        TableColumn("cases", look.say("ageing.cases"), "count"),
        TableColumn("share", look.say("ageing.share"), "percent"),
    )
    total = rows[0]["cases_in_all"] if rows else 0
    title = _title(rows, look, period)
    if not total:
        return empty_picture(title, "", look, columns)
    lines = [
        {**row, "name": band_words(row, look), "share": row["share"] if total >= look.small_n else None} for row in rows
    ]
    values = [
        {
            "label": line["name"],
            "cases": line["cases"],
            "words": _counted(line, look),
            "colour": look.palette.ramp[min(at, len(look.palette.ramp) - 1)] if line["cases"] else look.palette.missing,
        }
        for at, line in enumerate(lines)
    ]
    chart = number_bars(values, "label", "cases", look, right=110)
    return Picture(chart, title, "", look.say("ageing.alt", sentence=title), look, columns, tuple(lines))


def age_grid(frame: Any, look: Look | None = None, key: str = "field", period: str = "") -> Picture:
    """A line for each field or unit, a cell for each band with its count; most files first. A click picks `id`.

    Rows are those of `queries/read/overdue_ages_by_<key>.sql`.
    """
    look = look or Look()
    rows = to_rows(frame)
    bands = {row["band"]: band_words(row, look) for row in rows}
    subjects: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        subjects.setdefault(str(row[f"{key}_id"] or ""), []).append(row)
    noun = look.say(f"noun.{key}")
    columns = (
        TableColumn("name", look.say(f"table.{key}")),
        *(TableColumn(f"band_{band}", words, "count") for band, words in bands.items()),
        TableColumn("all", look.say("ageing.cases"), "count"),
    )
    table = tuple(
        {
            "id": id_,
            "name": found[0][f"{key}_name"] or look.say("ageing.no_field"),
            "all": found[0]["cases_in_all"],
            **{f"band_{row['band']}": row["cases"] for row in found},
        }
        for id_, found in subjects.items()
    )
    title = _grid_title(table, bands, look, period)
    if not table:
        return empty_picture(title, "", look, columns)
    shown = table[:MOST_LINES]
    short = {row["band"]: band_words(row, look, is_short=True) for row in rows}
    values = [_cell(line, band, words, shown, look) for line in shown for band, words in short.items()]
    pick = alt.selection_point(name=PICK, fields=["id"], on="click", empty=False)
    y = alt.Y("name:N", sort=None, axis=_side(look))
    x = alt.X("band:N", sort=None, axis=_top(look))
    tips = [alt.Tooltip("full:N", title=noun.capitalize()), alt.Tooltip("band:N", title=look.say("ageing.days")),
            alt.Tooltip("words:N", title=look.say("ageing.cases"))]  # fmt: skip
    rect = alt.Chart().mark_rect(stroke=look.palette.ground, strokeWidth=2, cursor="pointer")
    text = alt.Chart().mark_text(fontSize=look.small_size)
    chart = alt.layer(
        rect.encode(y=y, x=x, color=alt.Color("fill:N", scale=None), tooltip=tips).add_params(pick),
        text.encode(y=y, x=x, text="words:N", color=alt.Color("ink:N", scale=None)),
        data=inline(values),
    ).properties(width="container", height=alt.Step(62 if look.is_large else 36))
    notes: tuple[str, ...] = ()
    if len(shown) < len(table):
        notes = (
            look.say(
                "ageing.shown", shown=fmt.count(len(shown), look.language), total=fmt.count(len(table), look.language),
                noun=noun,
            ),
        )  # fmt: skip
    return Picture(chart, title, "", look.say("ageing.grid_alt", sentence=title), look, columns, table, notes)


def _top(look: Look) -> alt.Axis:
    return alt.Axis(title=look.say("ageing.days_axis"), orient="top", domain=False, ticks=False, labelPadding=6)


def _side(look: Look) -> alt.Axis:
    return alt.Axis(
        title=None, domain=False, ticks=False, labelColor=look.palette.ink, labelExpr="split(datum.label, '\\n')",
        labelLimit=130 if look.is_narrow else 260,
    )  # fmt: skip


def _cell(line: dict[str, Any], band: int, words: str, shown: Sequence[dict[str, Any]], look: Look) -> dict[str, Any]:
    """The darker, the more files; an empty cell is plain."""
    count = line[f"band_{band}"]
    most = max(max(value for key, value in other.items() if key.startswith("band_")) for other in shown) or 1
    ramp = look.palette.ramp
    fill = ramp[min(int(count / most * len(ramp)), len(ramp) - 1)] if count else look.palette.panel
    return {
        "id": line["id"],
        "name": wrapped(line["name"], 22 if look.is_narrow else 40, 2),
        "full": line["name"],
        "band": words,
        "words": fmt.count(count, look.language) if count else "",
        "fill": fill,
        "ink": look.palette.ink_on(fill),
    }


def _counted(line: dict[str, Any], look: Look) -> str:
    count = fmt.count(line["cases"], look.language)
    if line["share"] is None or not line["cases"]:
        return count
    return f"{count} ({fmt.percent(line['share'], fmt.CHART_DECIMALS, look.language)})"


def _title(rows: Sequence[dict[str, Any]], look: Look, period: str) -> str:
    total = rows[0]["cases_in_all"] if rows else 0
    if not total:
        return look.say("ageing.none", period=period)
    last = rows[-1]
    days = fmt.count(last["first_day"] - 1, look.language)
    return look.say(
        "ageing.title", period=period, count=fmt.count(last["cases"], look.language),
        total=fmt.count(total, look.language), days=days,
    )  # fmt: skip


def _grid_title(table: Sequence[dict[str, Any]], bands: dict[int, str], look: Look, period: str) -> str:
    if not table:
        return look.say("ageing.none", period=period)
    longest = max(bands)
    worst = max(table, key=lambda line: line[f"band_{longest}"])
    most = table[0]
    said = look.say("ageing.most", name=most["name"], count=fmt.count(most["all"], look.language))
    if not worst[f"band_{longest}"]:
        return said
    count = fmt.count(worst[f"band_{longest}"], look.language)
    return f"{said}; {look.say('ageing.longest', name=worst['name'], count=count, band=bands[longest])}"
