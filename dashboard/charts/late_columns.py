"""Which periods were worst: the share of units that reported late or not at all, one column for each period."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import altair as alt

from dashboard.charts import breaks
from dashboard.charts.lines import PICK, period_axis, time_scale
from dashboard.charts.picture import Chart, Look, Picture, TableColumn, empty_picture, to_rows
from dashboard.charts.punctuality import BAD, FEW_DAYS, Status, status_words, styles
from dashboard.charts.quick import inline
from dashboard.charts.series import Point
from dashboard.metrics import format as fmt

_LABELLED = 3
_SMALL = "small"
_KNOWN_DAYS = tuple(status for status in BAD if status != "late")


def late_columns(
    frame: Any, look: Look | None = None, subject: str = "", few_days: int = FEW_DAYS, height: int = 230
) -> Picture:
    """Stacked columns from zero, the gravest state at the bottom; the worst few periods carry their share.

    Rows: `kind`, `period_id`, `start_date`, `end_date`, `due`, `on_time`, `missing`, `very_late`, `late`,
    `slightly_late`, `undated`, `bad` (late or missing). Periods with fewer than `look.small_n` units due are grey and
    never called worst. A click picks `period_id`.
    """
    look = look or Look()
    rows = [row for row in to_rows(frame) if row["due"]]
    columns = _columns(look, few_days)
    ranked = sorted((r for r in rows if r["due"] >= look.small_n and r["bad"]), key=_share, reverse=True)
    title = _title(rows, ranked, look, subject)
    if len(rows) < 2 or not any(row["bad"] for row in rows):
        return empty_picture(title, look.say("reporting.columns_formula"), look, columns)
    series = [Point(r["kind"], r["start_date"], r["end_date"], r["bad"], r["due"]) for r in rows]
    chart = _chart(rows, series, _labelled(ranked), look, few_days, height)
    notes = []
    if any(row["due"] < look.small_n for row in rows):
        notes.append(look.say("reporting.small_columns", limit=look.small_n))
    notes += breaks.notes(series, replace(look, has_moved_work=False))
    return Picture(
        chart,
        title,
        look.say("reporting.columns_formula"),
        look.say("reporting.columns_alt", sentence=title),
        look,
        columns,
        tuple(_table_row(row, look) for row in rows),
        tuple(notes),
    )


def _share(row: dict[str, Any]) -> float:
    return row["bad"] / row["due"]


def _labelled(ranked: Sequence[dict[str, Any]]) -> list[str]:
    """The worst few, and fewer where the next ones are just as bad: a label would set some of them apart."""
    beyond = _share(ranked[_LABELLED]) if len(ranked) > _LABELLED else -1.0
    return [row["period_id"] for row in ranked[:_LABELLED] if _share(row) > beyond]


def _name(row: dict[str, Any], look: Look) -> str:
    return fmt.period(row["kind"], row["start_date"], row["end_date"], look.language)


def _title(rows: Sequence[dict[str, Any]], ranked: Sequence[dict[str, Any]], look: Look, subject: str) -> str:
    if not ranked:
        said = look.say("reporting.columns_none")
    else:
        tied = [row for row in ranked if _share(row) == _share(ranked[0])]
        last = max(tied, key=lambda row: row["start_date"])
        figures = {
            "share": fmt.ratio(last["bad"], last["due"], fmt.CHART_DECIMALS, look.language),
            "counts": fmt.counts(last["bad"], last["due"], look.language),
            "total": fmt.count(len(rows), look.language),
        }
        period = _name(last, look)
        if len(tied) == 1:
            said = look.say("reporting.columns_title", period=fmt.capitalised(period), **figures)
        else:
            count = fmt.count(len(tied), look.language)
            said = look.say("reporting.columns_tied", period=period, tied=count, **figures)
    return f"{subject}: {said[:1].lower()}{said[1:]}" if subject else said


def _chart(
    rows: Sequence[dict[str, Any]],
    series: Sequence[Point],
    labelled: Sequence[str],
    look: Look,
    few_days: int,
    height: int,
) -> Chart:
    drawn, colours = styles(look.theme), look.palette
    shown = [status for status in BAD if any(row[status] for row in rows)]
    words = {status: status_words(status, None, look, few_days) for status in shown}
    values = [value for row in rows for value in _column(row, words, look)]
    tops = [_top(row, shown, labelled, look) for row in rows]
    highest = max(top["top"] for top in tops) * 1.18
    x = alt.X("from:Q", axis=period_axis(series, look), scale=time_scale(series))
    is_fine = highest < 0.06
    y_axis = alt.Axis(format=".1%" if is_fine else ".0%", tickCount=4, title=None, domain=False, ticks=False)
    y = alt.Y("low:Q", axis=y_axis, scale=alt.Scale(domain=[0, highest], nice=False))
    pick = alt.selection_point(name=PICK, fields=["period_id"], on="click", empty=False)
    tips = [
        alt.Tooltip("period:N", title=look.say("chart.period")),
        *(alt.Tooltip(f"{status}:N", title=words[status]) for status in shown),
        alt.Tooltip("due:N", title=look.say("reporting.due")),
    ]
    fills = alt.Scale(
        domain=[*words.values(), _SMALL], range=[*(drawn[status].fill for status in shown), colours.missing]
    )
    legend = alt.Legend(
        title=None, orient="top", values=list(words.values()), symbolType="square", labelColor=colours.ink,
        labelFontSize=look.small_size, labelLimit=300, columns=1 if look.is_narrow else len(shown),
    )  # fmt: skip
    colour = alt.Color("state:N", scale=fills, legend=legend)
    bar = alt.Chart(inline(values)).mark_bar(cursor="pointer", strokeWidth=2)
    label = alt.Chart(inline(tops)).mark_text(baseline="bottom", dy=-4, fontWeight=600, color=colours.ink)
    layers = [
        bar.encode(
            x=x, x2="to:Q", y=y, y2="high:Q", color=colour, tooltip=tips, description="said:N",
            stroke=alt.condition(pick, alt.value(colours.ink), alt.value("transparent")),
        ).add_params(pick),
        label.encode(x="x:Q", y="top:Q", text="words:N"),
    ]  # fmt: skip
    layers += breaks.rules(series, look)
    return alt.layer(*layers).properties(width="container", height=height)


def _column(row: dict[str, Any], words: Mapping[Status, str], look: Look) -> list[dict[str, Any]]:
    """The segments of one period, one upon the other."""
    base, segments = 0.0, []
    for status, name in words.items():
        share = row[status] / row["due"]
        said = f"{_name(row, look)}, {name}: {fmt.counts(row[status], row['due'], look.language)}"
        state = _SMALL if row["due"] < look.small_n else name
        segments.append({**_segment(row, base, share, state, look), "said": said})
        base += share
    return segments


def _top(row: dict[str, Any], shown: Sequence[Status], labelled: Sequence[str], look: Look) -> dict[str, Any]:
    """Where a column ends, with its share in words where it is one of the worst."""
    top = sum(row[status] / row["due"] for status in shown)
    middle = (_start(row["start_date"]) + _start(row["end_date"]) + 1) / 2
    is_worst = row["period_id"] in labelled
    return {"x": middle, "top": top, "words": fmt.percent(top, fmt.CHART_DECIMALS, look.language) if is_worst else ""}


def _segment(row: dict[str, Any], base: float, share: float, state: str, look: Look) -> dict[str, Any]:
    start, end = _start(row["start_date"]), _start(row["end_date"]) + 1
    gap = (end - start) * 0.08
    return {
        "from": start + gap,
        "to": end - gap,
        "low": base,
        "high": base + share,
        "state": state,
        "period_id": row["period_id"],
        "period": fmt.capitalised(_name(row, look)),
        "due": fmt.count(row["due"], look.language),
        **{status: fmt.count(row[status], look.language) for status in BAD},
    }


def _start(day: date | str) -> int:
    return (day if isinstance(day, date) else date.fromisoformat(str(day)[:10])).toordinal()


def _columns(look: Look, few_days: int) -> tuple[TableColumn, ...]:
    return (
        TableColumn("period", look.say("table.period")),
        TableColumn("due", look.say("reporting.due"), "count"),
        TableColumn("on_time", look.say("reporting.status_on_time"), "count"),
        *(
            TableColumn(status, status_words(status, None, look, few_days), "count")
            for status in BAD
            if status != "late"
        ),
        TableColumn("undated", look.say("reporting.status_undated"), "count"),
        TableColumn("share", look.say("reporting.bad_share"), "percent"),
        TableColumn("most_days_late", look.say("reporting.most_days_late"), "count"),
    )


def _table_row(row: dict[str, Any], look: Look) -> dict[str, Any]:
    share = row["bad"] / row["due"] if row["due"] >= look.small_n else None
    return {**row, "period": fmt.capitalised(_name(row, look)), "share": share}
