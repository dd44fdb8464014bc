"""The sheets of single families: every counted column once, the shares of it, totals first and then each unit."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.charts.picture import Look
from dashboard.charts.punctuality import FEW_DAYS, status_words
from dashboard.exports.workbook import Sheet
from dashboard.limits import read_limits
from dashboard.metrics import score766
from dashboard.metrics.catalogue import Metric, load_catalogue
from dashboard.metrics.format import Language
from dashboard.metrics.tabular import TableColumn
from dashboard.period_book.asked import Asked, name_of
from dashboard.report import Family
from dashboard.store import read as store

Row = Mapping[str, Any]
_ISO = ("obligation", "standard_version", "iso_state", "rating", "announced_on", "conversion_due_on")


def family_sheet(asked: Asked, family: Family, totals: Sequence[Row]) -> Sheet | None:
    """Each counted column once, and the shares of it; the totals first, then the units in the administrative order."""
    metrics = [metric for metric in load_catalogue().metrics.values() if metric.family == family]
    if not metrics:
        return None
    ids = {"metric_ids": [metric.id for metric in metrics], "period_ids": [asked.period_id], "field_ids": []}
    units = asked.rows("metric_by_unit", **ids, unit_ids=asked.unit_ids)
    small_n = read_limits(asked.context.workspace).small_n
    lines: dict[tuple[str, str], dict[str, Any]] = {}
    if not asked.unit:
        for row in totals:
            if row["metric_id"] in ids["metric_ids"]:
                _place(lines.setdefault(("", row["whose"]), {"name": row["whose"]}), row, small_n, asked.language)
    of_totals = len(lines)
    extra = _extra(asked, family)
    for row in units:
        level = asked.say(f"level.{row['level']}")
        line = lines.setdefault(
            (row["unit_id"], ""), {**extra.get(row["unit_id"], {}), "name": row["unit_name"], "level": level}
        )
        _place(line, row, small_n, asked.language)
    rows = tuple(lines.values())
    title = asked.say(f"definitions.family_{family}")
    columns = _told(_columns(asked, family, metrics), rows)
    has_figures = any(column.key not in ("name", "level") for column in columns)
    return Sheet(
        asked.say(f"book.sheet_{family}"),
        columns if has_figures else (),
        rows if has_figures else (),
        title,
        (asked.say("book.small", limit=small_n),),
        asked.say("book.nothing"),
        frozenset(range(of_totals)),
    )


def _told(columns: Sequence[TableColumn], rows: Sequence[Row]) -> tuple[TableColumn, ...]:
    """The columns of which any row has something."""
    return tuple(column for column in columns if any(row.get(column.key) is not None for row in rows))


def _place(line: dict[str, Any], row: Row, small_n: int, language: Language) -> None:
    """The counts of a metric's row under their columns, and its share where there are cases enough to speak of one."""
    metric = load_catalogue().metrics[row["metric_id"]]
    if row.get("caution"):
        said = dict.fromkeys([*filter(None, [line.get("caution")]), f"{name_of(metric, language)}: {row['caution']}"])
        line["caution"] = ". ".join(said)
    line.setdefault(metric.numerator, row["numerator"])
    if line[metric.numerator] is None:
        line[metric.numerator] = row["numerator"]
    if metric.denominator is None:
        return
    if line.get(metric.denominator) is None:
        line[metric.denominator] = row["denominator"]
    is_small = row["denominator"] is not None and row["denominator"] < small_n and metric.unit == "percent"
    line[f"share:{metric.id}"] = None if is_small else row["ratio"]


def _columns(asked: Asked, family: Family, metrics: Sequence[Metric]) -> list[TableColumn]:
    catalogue, is_vietnamese = load_catalogue(), asked.language == "vi"
    ends = dict.fromkeys(end for metric in metrics for end in (metric.numerator, metric.denominator) if end)
    labels = {id_: catalogue.columns[id_].label if is_vietnamese else catalogue.columns[id_].label_en for id_ in ends}
    return [
        TableColumn("name", asked.say("table.unit")),
        TableColumn("level", asked.say("table.level")),
        *_extra_columns(asked, family),
        *(TableColumn(id_, label, "count") for id_, label in labels.items()),
        *(
            TableColumn(f"share:{metric.id}", name_of(metric, asked.language), "percent")
            for metric in metrics
            if metric.denominator
        ),
        TableColumn("caution", asked.say("mark.column")),
    ]


def _extra(asked: Asked, family: Family) -> dict[str, dict[str, Any]]:
    """What a family says of each unit besides counts: how it stands with ISO, when its report came."""
    if family == "iso":
        rows = asked.rows("iso_units", period_ids=[asked.period_id], unit_ids=asked.unit_ids)
        return {row["unit_id"]: _iso_words(asked, row) for row in rows}
    if family == "submission":
        few_days = int(store.setting(asked.context.workspace, "few_days_late", str(FEW_DAYS)))
        params = {"on_day": asked.on_day.isoformat(), "few_days": few_days}
        rows = asked.rows("report_status", period_ids=[asked.period_id], unit_ids=asked.unit_ids, **params)
        look = Look(asked.language)
        return {
            row["unit_id"]: {**row, "status": status_words(row["status"], row["days_late"], look, few_days)}
            for row in rows
        }
    return {}


def _iso_words(asked: Asked, row: Row) -> dict[str, Any]:
    return {
        **row,
        "obligation": asked.say(f"iso.obligation_{row['obligation'] or 'unstated'}"),
        "iso_state": asked.say(f"iso_state.{row['state']}"),
        "rating": asked.say(f"iso_rating.{row['rating']}") if row["rating"] else None,
    }


def _extra_columns(asked: Asked, family: Family) -> tuple[TableColumn, ...]:
    if family == "iso":
        heads = ("iso.column_obligation", "iso.column_version", "iso.column_status", "iso.column_rating",
                 "iso.column_announced", "iso.column_due")  # fmt: skip
        return tuple(
            TableColumn(key, asked.say(head), "date" if key.endswith("_on") else "text")
            for key, head in zip(_ISO, heads, strict=True)
        )
    if family == "submission":
        return (
            TableColumn("due_on", asked.say("reporting.period_due"), "date"),
            TableColumn("submitted_on", asked.say("reporting.submitted_on"), "date"),
            TableColumn("days_late", asked.say("reporting.days"), "count"),
            TableColumn("status", asked.say("table.status")),
        )
    return ()


def fields_sheet(asked: Asked) -> Sheet:
    """Files by field, of the province or the unit."""
    metrics = [metric for metric in load_catalogue().metrics.values() if metric.family == "dossier"]
    ids = {"metric_ids": [metric.id for metric in metrics], "period_ids": [asked.period_id], "field_ids": []}
    small_n = read_limits(asked.context.workspace).small_n
    lines: dict[str, dict[str, Any]] = {}
    for row in asked.rows("metric_by_field", **ids, unit_ids=asked.unit_ids):
        _place(lines.setdefault(row["field_id"], {"name": row["field_name"]}), row, small_n, asked.language)
    rows = tuple(lines.values())
    field = TableColumn("name", asked.say("table.field"))
    columns = [field, *_columns(asked, "dossier", metrics)[2:]]
    shown = _told(columns, rows)
    title = asked.say("book.fields")
    note = asked.say("book.small", limit=small_n)
    return Sheet(asked.say("book.sheet_fields"), shown, rows, title, (note,), asked.say("book.nothing"))


def scores_sheet(asked: Asked) -> Sheet | None:
    """The points of Decision 766, where there is a score table of the period."""
    rows = asked.rows("score_units", period_id=asked.period_id, other_id="")
    rows = [row for row in rows if not asked.unit or row["unit_id"] == asked.unit.unit_id]
    if not rows:
        return None
    columns = (
        TableColumn("unit_name", asked.say("table.unit")),
        TableColumn("place", asked.say("score766.column_place"), "count"),
        TableColumn(score766.TOTAL, asked.say("book.total"), "decimal"),
        *(TableColumn(group.column, group.named(asked.language), "decimal") for group in score766.groups()),
        TableColumn("snapshot_on", asked.say("score766.column_snapshot"), "date"),
    )
    title = asked.say("definitions.family_score")
    return Sheet(asked.say("book.sheet_score"), columns, tuple(rows), title, (), asked.say("book.nothing"))
