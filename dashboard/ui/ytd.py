"""Lũy kế từ đầu năm beside the period: a line on cards, and columns of tables with their counts and basis.

Only what is counted over time has one: a stock, such as files pending, is that of the end of the period.
"""

from collections.abc import Mapping
from typing import Any

from dashboard.charts.picture import TableColumn
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import Metric, load_catalogue
from dashboard.metrics.periods import KnownPeriod
from dashboard.ui.html import element, join
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen
from dashboard.ui.series import year_to_date

Row = Mapping[str, Any]


def is_shown(screen: Screen, metric: Metric) -> bool:
    """Whether the year to date of a metric says something that the period does not."""
    return not is_stock(metric) and year_to_date(screen) is not None


def is_stock(metric: Metric) -> bool:
    """Whether only the last day of a period counts."""
    return load_catalogue().is_stock(metric)


def line(screen: Screen, metric: Metric, known: KnownPeriod | None, row: Row) -> str:
    """The line of a card: "Lũy kế từ đầu năm: 3,21% (123/3.832 hồ sơ), cộng các kỳ"; nothing where it adds nothing."""
    if is_stock(metric):
        return element("p", screen.say("ytd.stock"), class_="kpi-ytd muted")
    if known is None:
        return ""
    if row.get("numerator") is None:
        words = screen.say("ytd.none", reason=reason(screen, metric, row))
        return element("p", words, class_="kpi-ytd muted")
    ends, noun = (row["numerator"], row["denominator"]), screen.look.noun(metric)
    counts = f"{fmt.counts(*ends, screen.language)} {noun}"
    value = fmt.share(*ends, noun, fmt.TABLE_DECIMALS, screen.language, screen.limits.small_n)
    if metric.denominator is None:
        value = counts = fmt.count(row["numerator"], screen.language)
    same = value.startswith(counts)
    dates = fmt.date_range(known.period.start, known.period.end, screen.language)
    return join(
        f'<p class="kpi-ytd" title="{dates}">',
        element("span", f"{screen.say('ytd.short')}: "),
        element("b", value),
        "" if same else element("span", f" ({counts})"),
        element("span", f" · {basis(screen, row)}", class_="muted"),
        "</p>",
    )


def basis(screen: Screen, row: Row) -> str:
    """From the cumulative report, or from the parts and of how many units."""
    if row.get("basis") == "stated":
        return screen.say("ytd.stated")
    parts, due = row.get("parts"), row.get("due")
    if parts and due and parts < due:
        return screen.say("ytd.some_parts", count=fmt.counts(parts, due, screen.language))
    return screen.say("ytd.parts")


def reason(screen: Screen, metric: Metric, row: Row) -> str:
    """Why there is no year to date: a part is missing, or the counts cannot be added."""
    catalogue = load_catalogue()
    terms = [catalogue.columns[column] for column in catalogue.stated_terms(metric)]
    if any(term.over_time == "never" for term in terms) and row.get("reported"):
        return screen.say("ytd.never")
    return screen.say("ytd.missing")


def columns(screen: Screen, metric: Metric) -> tuple[TableColumn, ...]:
    """The columns of a table of one metric; none where the year to date adds nothing."""
    if not is_shown(screen, metric):
        return ()
    return every_column(screen)


def every_column(screen: Screen) -> tuple[TableColumn, ...]:
    """The columns of a table of several metrics."""
    return (
        TableColumn("ytd", screen.say("ytd.short"), "percent"),
        TableColumn("ytd_numerator", screen.say("ytd.numerator"), "count"),
        TableColumn("ytd_denominator", screen.say("ytd.denominator"), "count"),
        TableColumn("ytd_basis", screen.say("ytd.basis")),
    )


def cells(screen: Screen, metric: Metric, row: Row) -> dict[str, Any]:
    """What those columns hold of one row. Below the small-n limit no rate is shown."""
    if is_stock(metric):
        return {"ytd_basis": screen.say("ytd.end_of_period")}
    is_known = row.get("numerator") is not None
    return {
        "ytd": row.get("ratio") if (row.get("denominator") or 0) >= screen.limits.small_n else None,
        "ytd_numerator": row.get("numerator"),
        "ytd_denominator": row.get("denominator"),
        "ytd_basis": basis(screen, row) if is_known else reason(screen, metric, row),
    }


def of_rows(screen: Screen, rows: Rows, id_key: str) -> dict[Any, Row]:
    """The year to date of each thing, from rows of several periods."""
    known = year_to_date(screen)
    if known is None:
        return {}
    return {row[id_key]: row for row in rows if row["period_id"] == known.period.period_id}
