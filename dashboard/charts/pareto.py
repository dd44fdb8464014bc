"""Which few fields hold most of the late files: numbers, their running share, and beside them each field's rate."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from dashboard.charts import cautions, sentences
from dashboard.charts.lines import PICK, room_for_labels
from dashboard.charts.picture import (
    Look,
    Picture,
    TableColumn,
    empty_picture,
    formula,
    lowered,
    to_rows,
    wrapped,
)
from dashboard.charts.quick import inline
from dashboard.charts.rows import bar_axis, bar_step
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import Metric, load_catalogue

LIMIT = 12
VITAL = 0.8
_NAMED = 3
Row = dict[str, Any]


def pareto(frame: Any, metric: Metric, look: Look | None = None, period: str = "", row_height: int = 30) -> Picture:
    """A bar for each field with such files, most first; a line runs up to all of them; the rate stands at the right.

    Rows are those of `queries/read/bad_cases_by_field.sql`. At most twelve bars; the last are one. A click picks `id`.
    """
    look = look or Look()
    rows = [{"id": row["field_id"], "name": row["field_name"], **row} for row in to_rows(frame)]
    what = counted(metric, look)
    title = sentences.tidy(_title(rows, look, period, what))
    columns = _columns(metric, look, what)
    held = [row for row in rows if row["bad_cases"] > 0]
    if not held:
        return empty_picture(title, formula(metric, look.language), look, columns)
    values = _values(_cut(held, look), metric, look)
    chart = alt.layer(*_layers(values, look, what), data=inline(values)).properties(
        width="container", height=alt.Step(bar_step(look, row_height)), padding=room_for_labels()
    )
    notes = [look.say("pareto.rule_note")] if _has_shares(rows, look) else []
    if len(held) < len(rows):
        notes.append(look.say("pareto.zero_note", count=fmt.count(len(rows) - len(held), look.language)))
    return Picture(
        chart,
        title,
        formula(metric, look.language),
        look.say("pareto.alt", sentence=title),
        look,
        columns,
        tuple(rows),
        (*notes, *cautions.notes(values, look)),
    )


def counted(metric: Metric, look: Look) -> str:
    """What a Pareto of this metric counts: "hồ sơ đã giải quyết quá hạn"."""
    if metric.direction == "higher":
        return look.say("pareto.not_in_numerator")
    column = load_catalogue().columns[metric.numerator]
    label = lowered(column.label if look.language == "vi" else column.label_en)
    noun = look.noun(metric)
    return label if noun in label else f"{noun} {label}"


def _has_shares(rows: Sequence[Row], look: Look) -> bool:
    """Whether there are enough cases in all for shares of them to say anything."""
    return bool(rows) and rows[0]["total_cases"] >= look.small_n


def _cut(rows: Sequence[Row], look: Look) -> list[Row]:
    if len(rows) <= LIMIT:
        return list(rows)
    rest = rows[LIMIT - 1 :]
    summed = {key: sum(row[key] for row in rest) for key in ("bad_cases", "numerator", "denominator")}
    last = {**rest[-1], **summed, "id": "", "is_vital": False, "caution": None}
    last["name"] = look.say("pareto.rest", count=fmt.count(len(rest), look.language))
    return [*rows[: LIMIT - 1], last]


def _values(rows: Sequence[Row], metric: Metric, look: Look) -> list[Row]:
    most = max(row["bad_cases"] for row in rows)
    colours = look.palette
    has_shares = _has_shares(rows, look)
    values = []
    for row in rows:
        running = fmt.counts(row["cumulative_cases"], row["total_cases"], look.language)
        if has_shares:
            running = fmt.percent(row["cumulative_share"], fmt.CHART_DECIMALS, look.language)
        values.append(
            {
                "id": row["id"],
                "name": row["name"],
                "label": wrapped(row["name"], 44, 1) if look.is_narrow else wrapped(row["name"], 30, 2),
                "bar": row["bad_cases"] / most,
                "cases": fmt.count(row["bad_cases"], look.language),
                "running": _second(look) + row["cumulative_share"],
                "running_words": running,
                "rate_words": cautions.signed(
                    sentences.value_text(metric, row["numerator"], row["denominator"], look), row.get("caution")
                ),
                "caution": row.get("caution"),
                "counts": fmt.counts(row["numerator"], row["denominator"], look.language),
                "colour": colours.series if row["is_vital"] and has_shares else colours.pale,
            }
        )
    return values


def _second(look: Look) -> float:
    """Where the running share begins, in widths of a panel."""
    return 1.42 if look.is_narrow else 1.26


def _third(look: Look) -> float:
    """Where the rates stand. On a phone the running share is a number only, and takes less room."""
    return 2.2 if look.is_narrow else 2.62


def _layers(values: list[Row], look: Look, what: str) -> list[alt.Chart]:
    colours = look.palette
    room = alt.Scale(paddingInner=0.56, paddingOuter=0.3) if look.is_narrow else alt.Scale(paddingInner=0.28)
    y = alt.Y("label:N", sort=None, axis=bar_axis(look), scale=room)
    scale = alt.Scale(domain=[0, _third(look) + (0.7 if look.is_narrow else 0.4)], nice=False)
    pick = alt.selection_point(name=PICK, fields=["id"], on="click", empty=False)
    tips = [
        alt.Tooltip("name:N", title=look.say("table.field")),
        alt.Tooltip("cases:N", title=look.say("pareto.bad_cases", what=what)),
        alt.Tooltip("running_words:N", title=look.say("pareto.cumulative")),
        alt.Tooltip("rate_words:N", title=look.say("chart.rate")),
        alt.Tooltip("counts:N", title="n"),
        *cautions.tips(values, look),
    ]
    words = alt.Chart().mark_text(align="left", dx=6, fontSize=look.small_size)
    bar = alt.Chart().mark_bar(strokeWidth=2, cursor="pointer")
    layers = [
        bar.encode(
            y=y,
            x=alt.X("bar:Q", scale=scale, axis=None),
            x2=alt.datum(0),
            color=alt.Color("colour:N", scale=None),
            stroke=alt.condition(pick, alt.value(colours.ink), alt.value("transparent")),
            tooltip=tips,
        ).add_params(pick),
        words.encode(y=y, x=alt.X("bar:Q", scale=scale), text="cases:N"),
    ]
    if look.is_narrow:
        layers.append(words.encode(y=y, x=alt.X(datum=_second(look), scale=scale), text="running_words:N"))
    else:
        line = alt.Chart().mark_line(color=colours.muted, strokeWidth=2, order=False)
        dot = alt.Chart().mark_point(filled=True, size=44, color=colours.ink, opacity=1)
        rule = alt.Chart(inline([{"at": _second(look) + VITAL}])).mark_rule(color=colours.muted, strokeDash=[5, 4])
        layers += [
            rule.encode(x=alt.X("at:Q", scale=scale)),
            line.encode(y=y, x=alt.X("running:Q", scale=scale)),
            dot.encode(y=y, x=alt.X("running:Q", scale=scale), tooltip=tips),
            words.encode(y=y, x=alt.X("running:Q", scale=scale), text="running_words:N"),
        ]
    layers.append(words.encode(y=y, x=alt.X(datum=_third(look), scale=scale), text="rate_words:N"))
    layers.append(_heads(look, what, scale))
    return layers


def _heads(look: Look, what: str, scale: alt.Scale) -> alt.Chart:
    first = look.say("chart.number") if look.is_narrow else look.say("pareto.bad_cases", what=what)
    heads = [
        {"x": 0, "head": first},
        {"x": _second(look), "head": look.say("pareto.cumulative")},
        {"x": _third(look), "head": look.say("chart.rate")},
    ]
    mark = alt.Chart(inline(heads)).mark_text(
        align="left", baseline="bottom", fontSize=look.small_size, fontWeight=600, color=look.palette.muted
    )
    return mark.encode(x=alt.X("x:Q", scale=scale), y=alt.value(-6), text="head:N")


def _title(rows: Sequence[Row], look: Look, period: str, what: str) -> str:
    held = [row for row in rows if row["bad_cases"] > 0]
    if not held:
        return look.say("pareto.nothing", what=what, period=period)
    total = fmt.count(held[0]["total_cases"], look.language)
    if not _has_shares(rows, look):
        names = ", ".join(
            look.say("pareto.few_part", name=row["name"], count=fmt.count(row["bad_cases"], look.language))
            for row in held[:_NAMED]
        )
        return look.say("pareto.few", total=total, what=what, period=period, names=names)
    vital = [row for row in held if row["is_vital"]]
    names = ", ".join(row["name"] for row in vital[:_NAMED])
    if len(vital) > _NAMED:
        names = look.say("pareto.names_more", names=names, count=fmt.count(len(vital) - _NAMED, look.language))
    last = vital[-1]
    told = {
        "names": names,
        "share": fmt.percent(last["cumulative_share"], fmt.CHART_DECIMALS, look.language),
        "what": what,
        "period": period,
        "counts": fmt.counts(last["cumulative_cases"], last["total_cases"], look.language),
    }
    if len(vital) == 1:
        return look.say("pareto.vital_one", **told)
    return look.say("pareto.vital_some", count=fmt.count(len(vital), look.language), **told)


def _columns(metric: Metric, look: Look, what: str) -> tuple[TableColumn, ...]:
    columns = load_catalogue().columns
    assert metric.denominator is not None
    of = columns[metric.denominator]
    return (
        TableColumn("name", look.say("table.field")),
        TableColumn("bad_cases", look.say("pareto.bad_cases", what=what), "count"),
        TableColumn("share", look.say("pareto.share"), "percent"),
        TableColumn("cumulative_cases", look.say("pareto.cumulative_cases"), "count"),
        TableColumn("cumulative_share", look.say("pareto.cumulative"), "percent"),
        TableColumn("ratio", look.say("table.ratio"), "percent"),
        TableColumn("denominator", of.label if look.language == "vi" else of.label_en, "count"),
    )
