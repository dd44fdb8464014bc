"""The sheets that say what the others mean: definitions, the files that figures come from, what is wrong in them."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.exports.workbook import Sheet
from dashboard.metrics.catalogue import Catalogue, Metric, load_catalogue
from dashboard.metrics.rules import load_rules
from dashboard.metrics.tabular import TableColumn
from dashboard.period_book.asked import Asked, name_of
from dashboard.store.connection import VIETNAM
from dashboard.store.findings import current_findings

Row = Mapping[str, Any]


def definitions(asked: Asked) -> Sheet:
    """Every metric with its formula and every counted column with its meaning, as the catalogue has them."""
    catalogue, language = load_catalogue(), asked.language
    metrics = [
        {
            "kind": asked.say("definitions.metrics"),
            "name": name_of(metric, language),
            "meaning": catalogue.formula(metric, language),
            "direction": asked.say(f"definitions.{metric.direction}"),
            "regulation": metric.regulation,
            "targets": _targets(metric),
            "over_time": _over_time(asked, catalogue, catalogue.stated_terms(metric)),
            "id": metric.id,
        }
        for metric in catalogue.metrics.values()
    ]
    columns = [
        {
            "kind": asked.say("definitions.count"),
            "name": column.label if language == "vi" else column.label_en,
            "meaning": column.definition if language == "vi" else column.definition_en,
            "over_time": _over_time(asked, catalogue, [column.id]),
            "id": column.id,
        }
        for column in catalogue.columns.values()
        if column.is_stated
    ]
    heads = (
        TableColumn("name", asked.say("table.name")),
        TableColumn("kind", asked.say("book.kind")),
        TableColumn("meaning", asked.say("book.meaning")),
        TableColumn("direction", asked.say("definitions.direction")),
        TableColumn("targets", asked.say("table.target")),
        TableColumn("regulation", asked.say("provenance.regulation")),
        TableColumn("over_time", asked.say("definitions.over_time")),
        TableColumn("id", asked.say("definitions.id")),
    )
    title = asked.say("book.definitions")
    return Sheet(title, heads, (*metrics, *columns), title)


def sources(asked: Asked) -> Sheet:
    """The files whose reports are in force, the latest first."""
    rows = [
        {
            **row,
            "entered_at": row["entered_at"].astimezone(VIETNAM),
            "families": ", ".join(asked.say(f"definitions.family_{family}") for family in row["families"]),
            "periods": ", ".join(row["periods"]),
            "sources": ", ".join(row["sources"] or ()),
        }
        for row in asked.rows("source_files", period_ids=asked.part_ids, unit_ids=asked.unit_ids)
    ]
    columns = (
        TableColumn("file_name", asked.say("provenance.file")),
        TableColumn("families", asked.say("definitions.family")),
        TableColumn("periods", asked.say("table.period")),
        TableColumn("units", asked.say("book.units"), "count"),
        TableColumn("stated_totals", asked.say("book.stated_totals"), "count"),
        TableColumn("sources", asked.say("provenance.source")),
        TableColumn("entered_at", asked.say("quality.entered")),
        TableColumn("entered_by", asked.say("book.entered_by")),
        TableColumn("revision_id", asked.say("quality.revision")),
        TableColumn("sha256", "SHA-256"),
    )
    title = asked.say("book.sources")
    return Sheet(title, columns, tuple(rows), title, (), asked.say("book.no_files"))


def quality(asked: Asked) -> Sheet:
    """What the checks find in the period's figures, the gravest first, each at its cell."""
    context, rules, metrics = asked.context, load_rules(), load_catalogue().metrics
    found = current_findings(
        context.workspace,
        viewer=context.viewer,
        period_ids=asked.part_ids,
        as_of=context.as_of,
        language=asked.language,
    )
    rows = [
        {
            **row,
            "severity": asked.say(f"severity.{row['severity']}"),
            "title": rules[row["rule"]].title[asked.language] if row["rule"] in rules else row["rule"],
            "metrics": ", ".join(name_of(metrics[id_], asked.language) for id_ in row["metrics"]),
        }
        for row in found
        if not asked.unit or row["unit_id"] == asked.unit.unit_id
    ]
    columns = (
        TableColumn("severity", asked.say("quality.severity")),
        TableColumn("rule", asked.say("book.rule_id")),
        TableColumn("title", asked.say("quality.rule")),
        TableColumn("unit", asked.say("table.unit")),
        TableColumn("field", asked.say("table.field")),
        TableColumn("period", asked.say("table.period")),
        TableColumn("stated", asked.say("book.stated"), "decimal"),
        TableColumn("recomputed", asked.say("book.recomputed"), "decimal"),
        TableColumn("difference", asked.say("book.difference"), "decimal"),
        TableColumn("message", asked.say("book.message")),
        TableColumn("metrics", asked.say("quality.metric")),
        TableColumn("file", asked.say("provenance.file")),
        TableColumn("sheet", asked.say("provenance.sheet")),
        TableColumn("cell", asked.say("provenance.cell")),
    )
    title = asked.say("book.quality")
    return Sheet(title, columns, tuple(rows), title, (), asked.say("book.no_findings"))


def _over_time(asked: Asked, catalogue: Catalogue, column_ids: Sequence[str]) -> str:
    rules = dict.fromkeys(catalogue.columns[id_].over_time for id_ in column_ids)
    return "; ".join(asked.say(f"definitions.over_time_{rule}") for rule in rules if rule)


def _targets(metric: Metric) -> str:
    return "; ".join(target.document for target in metric.targets)
