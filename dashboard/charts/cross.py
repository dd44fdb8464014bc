"""Units (or kinds of unit) against fields: where exactly the late files are, as a heat map that carries its numbers."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from dashboard.charts import cautions, sentences
from dashboard.charts.lines import PICK
from dashboard.charts.matrix import rate_fill
from dashboard.charts.picture import (
    Chart,
    Look,
    Picture,
    TableColumn,
    empty_picture,
    formula,
    lowered,
    metric_name,
    to_rows,
    wrapped,
)
from dashboard.charts.quick import inline
from dashboard.charts.rows import cell_step, cells, name_axis
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import Metric

ROWS, COLUMNS = 20, 8
_EVERY = "*"
_REST = ""
Row = dict[str, Any]
_Cells = dict[tuple[str, str], tuple[int, int]]


def cross_matrix(
    frame: Any, metric: Metric, look: Look | None = None, noun: str = "", period: str = "", row_height: int = 30
) -> Picture:
    """A row for each unit, worst first, a column for each field, most bad cases first, and one of all fields together.

    Rows: `id`, `name` (and `full_name` for the title), `field_id`, `field_name`, `numerator`, `denominator`. At most
    `ROWS` units and `COLUMNS` fields are drawn; the others are summed into one more. Fewer than `look.small_n` cases
    show their counts in grey and are not ranked. A click picks `id` and `field_id`.
    """
    look = look or Look()
    noun = noun or look.say("noun.unit")
    rows = [row for row in to_rows(frame) if row["numerator"] is not None and row["denominator"]]
    title = _title(rows, metric, look, noun, period)
    columns = _columns(look, noun)
    if not rows:
        return empty_picture(title, formula(metric, look.language), look, columns)
    units, fields = _ranked_units(rows, metric, look), _ranked_fields(rows, metric)
    n_fields = 2 if look.is_narrow else COLUMNS
    lines = _limited(units, ROWS, lambda n: look.say("cross.other_units", count=fmt.count(n, look.language), noun=noun))
    heads = _limited(fields, n_fields, lambda n: look.say("cross.other_fields", count=fmt.count(n, look.language)))
    cells = _summed(rows, lines, heads)
    shown = {_EVERY: look.say("cross.every_field"), **heads}
    rates = [a / b for a, b in cells.values() if b >= look.small_n]
    values = [
        _cell(line, name, head, label, cells.get((line, head)), metric, look, rates)
        for line, name in lines.items()
        for head, label in shown.items()
    ]
    values = _marked(values, rows)
    words = look.say("cross.alt", metric=lowered(metric_name(metric, look.language)), noun=noun, sentence=title)
    return Picture(
        _chart(values, shown, metric, look, row_height),
        title,
        formula(metric, look.language),
        words,
        look,
        columns,
        tuple(_table(rows, metric, look)),
        _notes(values, (len(lines), len(units)), (len(heads), len(fields)), metric, look, noun),
    )


def _marked(values: Sequence[Row], rows: Sequence[Row]) -> list[Row]:
    """The cells of one unit and one field with the marks that their figures carry."""
    marks = {(str(row["id"]), row["field_id"]): row.get("caution") for row in rows}
    return [
        {**value, "caution": caution, "words": cautions.signed(value["words"], caution)}
        for value in values
        for caution in (marks.get((value["id"], value["column"])),)
    ]


def _ranked_units(rows: Sequence[Row], metric: Metric, look: Look) -> dict[str, str]:
    """Units by the rate of all their files, worst first; those of too few files last."""
    totals: dict[str, list[Any]] = {}
    for row in rows:
        found = totals.setdefault(str(row["id"]), [0, 0, str(row["name"])])
        found[0] += row["numerator"]
        found[1] += row["denominator"]
    sign = 1 if metric.direction == "higher" else -1
    order = sorted(totals.items(), key=lambda item: (item[1][1] < look.small_n, sign * item[1][0] / item[1][1]))
    return {id_: found[2] for id_, found in order}


def _ranked_fields(rows: Sequence[Row], metric: Metric) -> dict[str, str]:
    """Fields by the number of cases that count against the metric, most first."""
    totals: dict[str, list[Any]] = {}
    for row in rows:
        found = totals.setdefault(row["field_id"], [0, row["field_name"]])
        found[0] += row["denominator"] - row["numerator"] if metric.direction == "higher" else row["numerator"]
    return {id_: found[1] for id_, found in sorted(totals.items(), key=lambda item: -item[1][0])}


def _limited(known: Mapping[str, str], limit: int, rest: Any) -> dict[str, str]:
    """The first ones, and one name for all the rest where there are more."""
    if len(known) <= limit + 1:
        return dict(known)
    return {**dict(list(known.items())[:limit]), _REST: rest(len(known) - limit)}


def _summed(rows: Sequence[Row], lines: Mapping[str, str], heads: Mapping[str, str]) -> _Cells:
    cells: _Cells = {}
    for row in rows:
        line = str(row["id"]) if str(row["id"]) in lines else _REST
        head = row["field_id"] if row["field_id"] in heads else _REST
        for place in ((line, head), (line, _EVERY)):
            a, b = cells.get(place, (0, 0))
            cells[place] = (a + row["numerator"], b + row["denominator"])
    return cells


def _cell(
    line: str,
    name: str,
    head: str,
    label: str,
    counts: tuple[int, int] | None,
    metric: Metric,
    look: Look,
    rates: Sequence[float],
) -> Row:
    colours = look.palette
    rate = counts[0] / counts[1] if counts and counts[1] >= look.small_n else None
    fill = colours.missing if rate is None else rate_fill(rate, rates, metric, look)
    words = fmt.counts(*counts, look.language) if counts else fmt.NONE
    if rate is not None:
        words = fmt.percent(rate, fmt.CHART_DECIMALS, look.language).removesuffix("%")
    return {
        "id": line,
        "field_id": "" if head == _EVERY else head,
        "column": head,
        "name": name,
        "label": wrapped(name, 18, 3) if look.is_narrow else wrapped(name, 30, 2),
        "field": label,
        "words": words,
        "counts": fmt.counts(*counts, look.language) if counts else fmt.NONE,
        "fill": fill,
        "ink": colours.missing_ink if rate is None else colours.ink_on(fill),
        "weight": 600 if head == _EVERY else 400,
        "is_few": counts is not None and rate is None,
        "is_missing": counts is None,
    }


def _chart(values: list[Row], heads: Mapping[str, str], metric: Metric, look: Look, row_height: int) -> Chart:
    lines = max(len(_head_lines(name, look)) for name in heads.values())
    labels = ",".join(f'"{id_}":"{_head(name, look)}"' for id_, name in heads.items())
    x = alt.X(
        "column:N",
        sort=list(heads),
        scale=alt.Scale(paddingInner=0.04, paddingOuter=0),
        axis=alt.Axis(
            title=None, orient="top", domain=False, ticks=False, labelExpr=f"split(({{{labels}}})[datum.value], '|')",
            labelOverlap=False, labelPadding=lines * (look.small_size + 2), labelLineHeight=look.small_size + 2,
        ),
    )  # fmt: skip
    y = alt.Y("label:N", sort=None, scale=alt.Scale(paddingInner=0.06, paddingOuter=0), axis=name_axis(look))
    pick = alt.selection_point(name=PICK, fields=["id", "field_id"], on="click", empty=False)
    tips = [
        alt.Tooltip("name:N", title=look.say("table.name")),
        alt.Tooltip("field:N", title=look.say("table.field")),
        alt.Tooltip("words:N", title=metric_name(metric, look.language)),
        alt.Tooltip("counts:N", title="n"),
        *cautions.tips(values, look),
    ]
    layers = cells(x, y, look, pick, tips)
    step = alt.Step(cell_step(look, row_height))
    return alt.layer(*layers, data=inline(values)).properties(width="container", height=step)


def _head_lines(name: str, look: Look) -> list[str]:
    """A field's name on a few short lines."""
    return (wrapped(name, 9, 4) if look.is_narrow else wrapped(name, 12, 3)).split("\n")


def _head(name: str, look: Look) -> str:
    """The same, safe inside the expression that it stands in."""
    return "|".join(_head_lines(name, look)).replace("\\", "").replace('"', "")


def _title(rows: Sequence[Row], metric: Metric, look: Look, noun: str, period: str) -> str:
    ranked = [row for row in rows if row["denominator"] >= look.interval_n]
    name = metric_name(metric, look.language)
    if not ranked:
        return look.say("cross.none", metric=name, noun=noun, period=period)
    named = [
        (
            look.say("cross.cell", field=row["field_name"], name=row.get("full_name", row["name"])),
            row["numerator"],
            row["denominator"],
        )
        for row in ranked
    ]
    return sentences.extreme(metric, named, look, look.say("cross.cells"), period)


def _notes(
    values: Sequence[Row], lines: tuple[int, int], heads: tuple[int, int], metric: Metric, look: Look, noun: str
) -> tuple[str, ...]:
    notes = [look.say("chart.in_percent")]
    if any(value["is_missing"] for value in values):
        notes.append(look.say("cross.missing_note"))
    if any(value["is_few"] for value in values):
        notes.append(look.say("chart.small_cell_note", limit=look.small_n, noun=look.noun(metric)))
    if lines[0] < lines[1] or heads[0] < heads[1]:
        counts = {
            "rows": fmt.count(lines[0] - (lines[0] < lines[1]), look.language),
            "all_rows": fmt.count(lines[1], look.language),
            "columns": fmt.count(heads[0] - (heads[0] < heads[1]), look.language),
            "all_columns": fmt.count(heads[1], look.language),
        }
        notes.append(look.say("cross.shown_note", noun=noun, **counts))
    return (*notes, *cautions.notes(values, look))


def _columns(look: Look, noun: str) -> tuple[TableColumn, ...]:
    return (
        TableColumn("name", fmt.capitalised(noun)),
        TableColumn("field_name", look.say("table.field")),
        TableColumn("value", look.say("table.ratio"), "percent"),
        TableColumn("numerator", look.say("table.numerator"), "count"),
        TableColumn("denominator", look.say("table.denominator"), "count"),
    )


def _table(rows: Sequence[Row], metric: Metric, look: Look) -> list[Row]:
    sign = 1 if metric.direction == "higher" else -1
    lines = [{**row, "value": row["numerator"] / row["denominator"]} for row in rows]
    return sorted(lines, key=lambda line: (line["denominator"] < look.small_n, sign * line["value"]))
