"""The steps down from a figure: its units or fields as a table that drills, and the source cells at the end."""

from collections.abc import Mapping
from typing import Any

from dashboard.charts.picture import TableColumn
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.ui import notes, page_parts, pictures, provenance, tables, url, ytd
from dashboard.ui.focus import Focus
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen

Row = Mapping[str, Any]


def lines(
    screen: Screen, at: Focus, rows: Rows, id_key: str, name_key: str, other_id: str | None
) -> list[dict[str, Any]]:
    """One line per thing: its figure now, in the period compared with and in the year to date, where `rows` hold those.

    Below the small-n limit no rate is shown.
    """
    before = {row[id_key]: row for row in rows if row["period_id"] == other_id}
    to_date = ytd.of_rows(screen, rows, id_key)
    found = []
    for row in rows:
        if row["period_id"] == screen.period_id:
            now, then = _rate(screen, row), _rate(screen, before.get(row[id_key], {}))
            found.append(
                {
                    "id": row[id_key],
                    "name": row[name_key],
                    "rate": now,
                    "numerator": row["numerator"],
                    "denominator": row["denominator"],
                    "before": then,
                    "change": now - then if now is not None and then is not None else None,
                    "target": row.get("target_value"),
                    "reported": _reported(screen, row),
                    "caution": row.get("caution"),
                    **ytd.cells(screen, at.metric, to_date.get(row[id_key], {})),
                }
            )
    worst = -1 if at.metric.direction == "lower" else 1
    return sorted(found, key=lambda line: (line["rate"] is None, worst * (line["rate"] or 0)))


def table(screen: Screen, at: Focus, found: list[dict[str, Any]], parameter: str, key: str) -> None:
    """The table of a step; a click on a line goes one step down."""
    columns = load_catalogue().columns
    ends = [columns[end] for end in (at.metric.numerator, at.metric.denominator) if end]
    labels = [end.label if screen.language == "vi" else end.label_en for end in ends]
    shown = [
        TableColumn("name", screen.say(f"table.{parameter}")),
        TableColumn("rate", screen.say("table.ratio"), "percent"),
        TableColumn("numerator", labels[0], "count"),
        TableColumn("denominator", labels[1], "count"),
        TableColumn("before", screen.say(f"filter.compare_{screen.compare}"), "percent"),
        TableColumn("change", screen.say("overdue.change"), "points"),
    ]
    if any(line["target"] is not None for line in found):
        shown.append(TableColumn("target", screen.say("table.target"), "percent"))
    shown += ytd.columns(screen, at.metric)
    if any(line["reported"] for line in found):
        shown.append(TableColumn("reported", screen.say("table.coverage")))
    if parameter != "field" and not at.field_ids and notes.of_lines(screen, at.metric.id, found):
        shown.append(TableColumn("remark", screen.say("notes.note")))

    def pick(index: int) -> None:
        go(parameter, found[index]["id"])

    tables.show(screen, shown, found, key, on_pick=pick, name=f"{at.metric.id}-{parameter}")
    small_n = screen.limits.small_n
    if any((line["denominator"] or small_n) < small_n for line in found):
        note = screen.say("chart.small_note", limit=small_n, noun=screen.look.noun(at.metric))
        page_parts.prose(note, "picture-notes")


def cells(screen: Screen, at: Focus) -> None:
    """The counts that enter the figure, each with file, sheet and cell, and the files themselves."""
    rows = screen.rows(
        "source_cells",
        metric_id=at.metric.id,
        period_id=screen.period_id,
        unit_ids=at.unit_ids,
        field_ids=at.field_ids,
    )
    if at.unit is None:
        rows = [row for row in rows if row["scope"] != "unit" and screen.level in (None, row["level"])]
    page_parts.subheader(screen.say("overdue.cells"))
    if not rows:
        page_parts.prose(screen.say("overdue.no_cells"))
        return
    provenance.cells_table(screen, rows, f"cells_{pictures.key_of((screen.period_id, screen.level, at.recipe))}")
    provenance.originals(screen, rows)


def _rate(screen: Screen, row: Row) -> float | None:
    return row.get("ratio") if (row.get("denominator") or 0) >= screen.limits.small_n else None


def _reported(screen: Screen, row: Row) -> str | None:
    if "unit_id" in row:
        if not row["due"]:
            return None
        return screen.say("overdue.has_reported" if row["reported"] else "overdue.has_not_reported")
    if "level" in row and row.get("due"):
        return fmt.counts(row["reported"], row["due"], screen.language)
    return None


def go(parameter: str, value: object) -> None:
    """One step down: what was picked goes into the address."""
    if value:
        url.write(parameter, str(value))
