"""The workbook of one period: every metric of the province and its levels, and a sheet for each family of figures."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dashboard import closing
from dashboard.exports.workbook import Book, Sheet
from dashboard.figures import Context, naming
from dashboard.marks import Asking
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.metrics.format import Language
from dashboard.metrics.periods import KnownPeriod
from dashboard.metrics.tabular import TableColumn
from dashboard.period_book import references
from dashboard.period_book.asked import Asked, name_of
from dashboard.period_book.families import family_sheet, fields_sheet, scores_sheet
from dashboard.report import FAMILIES, Unit
from dashboard.store import read as store

Row = Mapping[str, Any]


def period_book(
    context: Context, period: KnownPeriod, made: datetime, language: Language = "vi", unit: Unit | None = None
) -> Book:
    """All sheets: the totals, one for each family, files by field, then definitions, sources and quality.

    `made` is the moment of making, in Vietnam's time; what is due after that day is not yet missing.
    """
    asked = Asked(Asking(naming(context, unit) if unit else context, language), period, made.date(), unit)
    province = store.setting(context.workspace, "title", context.workspace.name)
    is_demo = store.setting(context.workspace, "is_demo") == "1"
    about = fmt.capitalised(fmt.period_name(period.period, language))
    totals = _totals(asked)
    sheets = [
        _summary(asked, totals),
        *(family_sheet(asked, family, totals) for family in FAMILIES if family != "score"),
        fields_sheet(asked),
        scores_sheet(asked),
        references.definitions(asked),
        references.sources(asked),
        references.quality(asked),
    ]  # fmt: skip
    whose = f"{province} · {unit.name}" if unit else province
    title = f"{whose} · {about}"
    standing = closing.standing(context, language)
    return Book(
        sheets=tuple(_headed(sheet, f"{title} · {standing}") for sheet in sheets if sheet is not None),
        made=made,
        title=title,
        footer=asked.say("book.footer", whose=whose, period=about, standing=standing, made=fmt.moment(made, language)),
        badge=asked.say("app.demo_badge") if is_demo else "",
    )


def _headed(sheet: Sheet, title: str) -> Sheet:
    return Sheet(
        sheet.name, sheet.columns, sheet.rows, f"{sheet.title} · {title}", sheet.lines, sheet.empty, sheet.bold
    )


def _totals(asked: Asked) -> list[dict[str, Any]]:
    """Every metric of the province and of each level; of one unit, its own figures."""
    ids = {"metric_ids": list(load_catalogue().metrics), "period_ids": [asked.period_id], "field_ids": []}
    if asked.unit:
        return [
            {**row, "whose": row["unit_name"]} for row in asked.rows("metric_by_unit", **ids, unit_ids=asked.unit_ids)
        ]
    found = [{**row, "whose": asked.say("level.all")} for row in asked.rows("metric_total", **ids)]
    of_levels = asked.rows("metric_by_level", **ids)
    return found + [{**row, "whose": asked.say(f"level.{row['level']}")} for row in of_levels]


def _summary(asked: Asked, totals: Sequence[Row]) -> Sheet:
    metrics = load_catalogue().metrics
    order = list(metrics)
    rows = [
        {
            **row,
            "name": name_of(metrics[row["metric_id"]], asked.language),
            "basis": asked.say(f"basis.{row['basis']}") if row["basis"] else None,
        }
        for row in sorted(totals, key=lambda row: order.index(row["metric_id"]))
        if row["numerator"] is not None
    ]
    columns = (
        TableColumn("name", asked.say("overview.metric")),
        TableColumn("whose", asked.say("book.whose")),
        TableColumn("numerator", asked.say("table.numerator"), "count"),
        TableColumn("denominator", asked.say("table.denominator"), "count"),
        TableColumn("ratio", asked.say("table.ratio"), "percent"),
        TableColumn("target_value", asked.say("table.target"), "percent"),
        TableColumn("target_document", asked.say("provenance.target_document")),
        TableColumn("basis", asked.say("book.basis")),
        TableColumn("caution", asked.say("mark.column")),
        TableColumn("reported", asked.say("table.coverage"), "count"),
        TableColumn("due", asked.say("reporting.due"), "count"),
        TableColumn("metric_id", asked.say("definitions.id")),
    )
    empty = asked.say("book.nothing")
    return Sheet(asked.say("book.summary"), columns, tuple(rows), asked.say("book.summary"), (), empty)
