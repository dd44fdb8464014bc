"""Slides about units: who owes a report, who is commended or reminded, and what became of promises."""

from collections.abc import Mapping, Sequence

from dashboard.charts.picture import metric_name
from dashboard.conference.model import Conference, Row
from dashboard.conference.telling import listed, period_name, value
from dashboard.exports.deck import Slide
from dashboard.exports.document import Column, Table
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.metrics.causes import load_causes

MOST_LINES = 8
FEWEST_PEERS = 3
"""Among fewer units of a kind nobody leads."""
_FAILS = "✕"


def owing(c: Conference) -> Slide | None:
    """The units that have not sent all their reports; null where nobody knows who must."""
    due = [row for row in c.units if row["metric_id"] == "report_submitted_rate" and row["denominator"]]
    if not due:
        return None
    counted = {"due": fmt.count(len(due), c.look.language), "period": period_name(c)}
    if not c.submitted:
        return Slide("owing", "text", c.say("owing.none", **counted), page="reporting")
    title = c.say("owing.title", count=fmt.count(len(c.submitted), c.look.language), **counted)
    heads = (
        Column(c.say("table.unit"), share=3),
        Column(c.say("table.level"), share=1),
        Column(c.say("owing.sent"), "right", 1),
        Column(c.say("owing.missing"), "right", 1),
    )
    rows = tuple(
        (
            row["unit_name"],
            c.say(f"level.{row['level']}"),
            fmt.counts(row["numerator"], row["denominator"], c.look.language),
            fmt.count(row["denominator"] - row["numerator"], c.look.language),
        )
        for row in c.submitted
    )
    notes = (listed(c, [row["unit_name"] for row in c.submitted], len(c.submitted)) + ".",)
    table = Table(heads, rows[:MOST_LINES])
    return Slide("owing", "table", title, shown(c, len(rows)), table=table, notes=notes, page="reporting")


def commended(c: Conference) -> Slide | None:
    """The units that lead among their kind and fail no target."""
    units = commended_units(c)
    if not units:
        return None
    title = c.say("judged_units.commend", count=fmt.count(len(units), c.look.language), period=period_name(c))
    note = c.say("judged_units.commend_note")
    return _judged(c, "commend", title, units, note)


def reminded(c: Conference) -> Slide | None:
    """The units that fail a target, those that fail most first."""
    units = reminded_units(c)
    if not units:
        return None
    title = c.say("judged_units.remind", count=fmt.count(len(units), c.look.language), period=period_name(c))
    note = c.say("judged_units.remind_note", limit=fmt.count(c.limits.small_n, c.look.language))
    return _judged(c, "remind", title, units, note)


def commended_units(c: Conference) -> list[Mapping[str, Row]]:
    """For each such unit its rows of `unit_ranking`, by metric; most often leading first."""
    units = [rows for rows in _by_unit(c) if _leading(rows) and not _count(rows, "is_beyond")]
    units.sort(key=lambda rows: (-_leading(rows), sum(row["place"] or 99 for row in rows.values())))
    # To lead by one metric is no merit where others lead by two.
    most = _leading(units[0]) if units else 0
    return [rows for rows in units if _leading(rows) >= min(2, most)]


def reminded_units(c: Conference) -> list[Mapping[str, Row]]:
    """For each unit that fails a target its rows of `unit_ranking`, by metric."""
    units: list[Mapping[str, Row]] = [rows for rows in _by_unit(c) if _count(rows, "is_beyond")]
    units.sort(key=lambda rows: (-_count(rows, "is_beyond"), -_late(c, rows)))
    return units


def promised(c: Conference) -> Slide | None:
    """How the promises of earlier periods stand; null where there are none."""
    earlier = [row for row in c.explanations if row["promise"] != "none" and row["end_date"] < c.period.period.start]
    if not earlier:
        return None
    number = {key: sum(row["promise"] == key for row in earlier) for key in ("open", "overdue", "kept", "not_kept")}
    number["open"] += number["overdue"]
    said = {key: fmt.count(count, c.look.language) for key, count in number.items()}
    order = ("overdue", "not_kept", "open", "kept")
    in_order = sorted(earlier, key=lambda row: (order.index(row["promise"]), row["due_on"], row["explanation_id"]))
    heads = (
        Column(c.say("table.unit"), share=3),
        Column(c.say("promised.about"), share=3),
        Column(c.say("promised.person"), share=2),
        Column(c.say("promised.due"), "right", 1),
        Column(c.say("table.status"), share=2),
    )
    rows = tuple(_promise(c, row) for row in in_order)
    notes = tuple(f"{row['unit_name']}: {' '.join(row['body'].split())}" for row in in_order[:MOST_LINES])
    title = c.say("promised.title", **said)
    table = Table(heads, rows[:MOST_LINES])
    return Slide(
        "promises", "table", title, shown(c, len(rows), "promised.noun"), table=table, notes=notes, page="explanations"
    )


def shown(c: Conference, total: int, noun: str = "noun.unit") -> tuple[str, ...]:
    """That a list is cut, where it is; `noun` is the key of what its lines are."""
    if total <= MOST_LINES:
        return ()
    counts = {"shown": fmt.count(MOST_LINES, c.look.language), "total": fmt.count(total, c.look.language)}
    return (c.say("judged_units.shown_of", noun=c.say(noun), **counts),)


def _promise(c: Conference, row: Row) -> tuple[str, ...]:
    causes = load_causes()
    cause = causes[row["cause_id"]].name[c.look.language] if row["cause_id"] in causes else row["cause"]
    status = c.say(f"promised.{row['promise']}", **_days(c, row))
    return (
        row["unit_name"],
        f"{row['field_name'] or c.say('provenance.every_field')} – {cause}",
        row["person"],
        fmt.day(row["due_on"], c.look.language),
        status,
    )


def _days(c: Conference, row: Row) -> dict[str, str]:
    return {"days": fmt.count(row["days_overdue"], c.look.language)} if row["promise"] == "overdue" else {}


def _judged(c: Conference, id_: str, title: str, units: Sequence[Mapping[str, Row]], note: str) -> Slide:
    metrics = [load_catalogue().metrics[metric_id] for metric_id in c.ranked]
    heads = (
        Column(c.say("table.unit"), share=4),
        Column(c.say("table.level"), share=2),
        *(Column(metric_name(metric, c.look.language), "right", 3) for metric in metrics),
    )
    rows = []
    for unit in units[:MOST_LINES]:
        first = next(iter(unit.values()))
        cells = [_cell(c, unit.get(metric.id), metric.id) for metric in metrics]
        rows.append((first["unit_name"], c.say(f"level.{first['level']}"), *cells))
    names = listed(c, [next(iter(unit.values()))["unit_name"] for unit in units], len(units))
    points = (*shown(c, len(units)), note)
    return Slide(id_, "table", title, points, table=Table(heads, tuple(rows)), notes=(f"{names}.",), page="ranking")


def _cell(c: Conference, row: Row | None, metric_id: str) -> str:
    if row is None or row["numerator"] is None:
        return fmt.NONE
    words = value(c, load_catalogue().metrics[metric_id], row)
    if row["is_beyond"]:
        return f"{_FAILS} {words}"
    if row["band"] != "ranked" or row["ranked"] < FEWEST_PEERS:
        return words
    place = {key: fmt.count(row[key], c.look.language) for key in ("place", "ranked")}
    return c.say("judged_units.place", value=words, **place)


def _by_unit(c: Conference) -> list[dict[str, Row]]:
    units: dict[str, dict[str, Row]] = {}
    for metric_id, rows in c.ranked.items():
        for row in rows:
            units.setdefault(row["unit_id"], {})[metric_id] = row
    return list(units.values())


def _count(rows: Mapping[str, Row], key: str) -> int:
    return sum(bool(row[key]) for row in rows.values())


def _leading(rows: Mapping[str, Row]) -> int:
    """By how many metrics a unit leads among its kind, where there is a kind to lead."""
    return sum(bool(row["is_commended"]) and row["ranked"] >= FEWEST_PEERS for row in rows.values())


def _late(c: Conference, rows: Mapping[str, Row]) -> float:
    row = rows.get(c.late.id)
    return float(row["value"]) if row is not None and row["value"] is not None else 0.0
