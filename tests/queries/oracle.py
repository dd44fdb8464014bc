"""The rules of counting in plain Python, written from the contract and not from the SQL: lists and dicts, no database.

A data set is a list of reports, each a dict: family, period ("m1", "m2", "m3" or "q1"), scope, subject (a unit, a level or
None), origin, seq, and rows; a row is a dict: field, part, vertical, counts.
"""

from collections.abc import Iterable, Mapping
from typing import Any

LEVEL_OF = {"a": "province", "b": "province", "c": "district", "d": "district", "e": "commune", "f": "commune"}
LEVELS = ("province", "district", "commune")
MONTHS = ("m1", "m2", "m3")

SUM, LAST, FIRST, RECEIVED, NEVER = "sum", "last", "first", "received", "never"
OVER_TIME = {
    "received_total": RECEIVED, "received_online": SUM, "received_offline": SUM, "carried_over": FIRST,
    "resolved_total": SUM, "resolved_early": SUM, "resolved_on_time": SUM, "resolved_ok": SUM, "resolved_late": SUM,
    "pending_total": LAST, "pending_in_time": LAST, "pending_overdue": LAST, "overdue_unsplit": NEVER,
    "docs_out": SUM, "e_docs": SUM, "signed_docs": SUM, "classified_docs": SUM,
    "procedures_total": LAST, "procedures_end_to_end": LAST, "procedures_partial": LAST,
    "certificate_org": LAST, "certificate_person": LAST,
}  # fmt: skip
OVERDUE = [["resolved_late", "pending_overdue"], ["overdue_unsplit"]]
OPEN = [["docs_out", "-classified_docs"], ["docs_out"]]
# Each end of a metric is a list of sums, of which the first that is known counts.
METRICS: Mapping[str, Mapping[str, tuple[list[list[str]], list[list[str]] | None]]] = {
    "dossier": {
        "late_rate": ([["resolved_late"]], [["resolved_total"]]),
        "late_rate_overall": (OVERDUE, [["received_total"]]),
        "overdue_rate": (OVERDUE, [["resolved_total", "pending_overdue"], ["resolved_ok", "overdue_unsplit"]]),
        "pending_overdue_rate": ([["pending_overdue"]], [["pending_total"]]),
        "on_time_766": (
            [["resolved_early", "resolved_on_time", "pending_in_time"], ["resolved_ok", "pending_in_time"]],
            [["received_total"]],
        ),
        "online_share_new": ([["received_online"]], [["received_online", "received_offline"]]),
        "online_share_total": ([["received_online"]], [["received_total"]]),
        "early_share": ([["resolved_early"]], [["resolved_total"]]),
        "completion_rate": ([["resolved_total"]], [["received_total"]]),
    },
    "document": {
        "signed_share_outgoing": ([["signed_docs"]], OPEN),
        "signed_share_electronic": ([["signed_docs"]], [["e_docs"]]),
        "e_document_share": ([["e_docs"]], OPEN),
    },
    "procedure": {
        "procedures_end_to_end_share": ([["procedures_end_to_end"]], [["procedures_total"]]),
        "procedures_partial_share": ([["procedures_partial"]], [["procedures_total"]]),
    },
    "certificate": {
        "certificates_org": ([["certificate_org"]], None),
        "certificates_person": ([["certificate_person"]], None),
    },
}
COLUMNS = {
    family: sorted({t.lstrip("-") for ends in metrics.values() for end in ends for s in end or [] for t in s}
                   | ({"carried_over"} if family == "dossier" else set()))
    for family, metrics in METRICS.items()
}  # fmt: skip

Pair = tuple[int | None, int | None]


def answer(reports: list[dict[str, Any]], due: Mapping[str, set[str]], metric: str, period: str) -> dict[Any, Any]:
    """Figures of one metric and period: by ("unit", u), ("level", l), ("total",) and ("field", f); absent means unknown.

    ("basis", l) and ("basis", "total") say whether a figure is the sum of parts or a stated total.
    """
    family = next(name for name, metrics in METRICS.items() if metric in metrics)
    force = in_force([r for r in reports if r["family"] == family])
    figures: dict[Any, Pair] = {}
    by_field: dict[Any, dict[str, Pair]] = {}
    for key in {(scope, subject) for scope, subject, _ in force}:
        rows = rows_for(force, key, metric, family, period)
        if rows is not None:
            figures[key] = of_subject(rows, metric, family)
            by_field[key] = of_fields(rows, metric, family)
    result: dict[Any, Any] = {("unit", u): pair for (scope, u), pair in figures.items() if scope == "unit"}
    expected = expected_units(due, period)
    levels, chosen = of_levels(figures, expected, metric, family)
    result |= {("level", level): levels[level][0] for level in levels}
    total, is_stated = of_province(figures, levels, expected, metric, family)
    if total is not None:
        result["total",] = total
        is_partly_stated = any(chosen[level] == "stated" for level in levels if levels[level][1])
        result["basis", "total"] = "stated" if is_stated or is_partly_stated else "parts"
    result |= {("basis", level): chosen[level] for level in levels}
    result |= {("field", f): pair for f, pair in fields_of(by_field, levels, chosen, is_stated, metric, family).items()}
    return result


def in_force(reports: Iterable[dict[str, Any]]) -> dict[tuple[str, str | None, str], dict[str, Any]]:
    """The later report replaces the earlier one; the unit's own goes before a consolidated one, whatever the order."""
    newest: dict[Any, dict[str, Any]] = {}
    for report in sorted(reports, key=lambda r: r["seq"]):
        newest[report["scope"], report["subject"], report["period"], report["origin"]] = report
    force: dict[tuple[str, str | None, str], dict[str, Any]] = {}
    for origin in ("consolidated", "own"):
        force |= {(s, u, p): r for (s, u, p, o), r in newest.items() if o == origin}
    return force


def rows_for(force: Mapping[Any, dict[str, Any]], key: Any, metric: str, family: str, period: str) -> Any:
    """(place among the parts, number of parts, row) of every row that counts; None where a part of the period is missing."""
    scope, subject = key
    if period != "q1" or (scope, subject, "q1") in force:
        ways = [period]
    elif is_stock(metric, family):
        ways = [MONTHS[-1]]
    else:
        ways = list(MONTHS)
    if any((scope, subject, part) not in force for part in ways):
        return None
    found = []
    for at, part in enumerate(ways):
        rows = [r for r in force[scope, subject, part]["rows"] if r["part"] is None and not r["vertical"]]
        found += [(at, len(ways), r) for r in rows]
    return found or None


def is_stock(metric: str, family: str) -> bool:
    ends = [end for end in METRICS[family][metric] if end]
    return all(OVER_TIME[t.lstrip("-")] == LAST for end in ends for terms in end for t in terms)


def of_rows(rows: Iterable[Any], end: list[list[str]] | None) -> int | None:
    """One end of a metric over rows: added, each column by what several periods make of it; unknown if a row does not say."""
    if end is None:
        return None
    total = 0
    for at, n_parts, row in rows:
        terms = next((ts for ts in end if all(row["counts"].get(t.lstrip("-")) is not None for t in ts)), None)
        if terms is None:
            return None
        for term in terms:
            value = over_time(row["counts"], term.lstrip("-"), at, n_parts)
            if value is None:
                return None
            total += -value if term.startswith("-") else value
    return total


def over_time(counts: Mapping[str, int | None], column: str, at: int, n_parts: int) -> int | None:
    value, kind = counts[column], OVER_TIME[column]
    assert value is not None
    if n_parts == 1:
        return value
    if kind == NEVER:
        return None
    if kind == RECEIVED:  # what is carried over enters once, with the first part
        carried = counts.get("carried_over")
        return None if carried is None else value - (carried if at else 0)
    wanted = {SUM: True, FIRST: at == 0, LAST: at == n_parts - 1}[kind]
    return value if wanted else 0


def of_subject(rows: list[Any], metric: str, family: str) -> Pair:
    """The sum over the parts of a period, each of which tells fields or a total; unknown where one of them is."""
    pairs = [of_part(part, metric, family) for part in by_part(rows)]
    return tuple(None if None in end else sum(end) for end in zip(*pairs, strict=True))  # type: ignore[return-value]


def by_part(rows: list[Any]) -> list[list[Any]]:
    return [[r for r in rows if r[0] == at] for at in sorted({r[0] for r in rows})]


def of_part(rows: list[Any], metric: str, family: str) -> Pair:
    """The sum of the fields when each has both ends, else the total row, else what there is of each end."""
    ends = METRICS[family][metric]
    fields = [r for r in rows if r[2]["field"] is not None]
    totals = [r for r in rows if r[2]["field"] is None]
    pairs = [tuple(of_rows(part, end) for end in ends) if part else (None, None) for part in (fields, totals)]
    for pair in pairs:
        if is_known(pair, metric, family):
            return pair  # type: ignore[return-value]
    first, second = pairs
    return tuple(x if x is not None else y for x, y in zip(first, second, strict=True))  # type: ignore[return-value]


def of_fields(rows: list[Any], metric: str, family: str) -> dict[str, Pair]:
    """Unknown where a part of the period tells no field at all."""
    names = {r[2]["field"] for r in rows} - {None}
    ends = METRICS[family][metric]
    if any(all(r[2]["field"] is None for r in part) for part in by_part(rows)):
        return dict.fromkeys(names, (None, None))
    return {name: tuple(of_rows([r for r in rows if r[2]["field"] == name], end) for end in ends) for name in names}  # type: ignore[misc]


def is_known(pair: Any, metric: str, family: str) -> bool:
    return pair[0] is not None and (METRICS[family][metric][1] is None or pair[1] is not None)


def expected_units(due: Mapping[str, set[str]], period: str) -> dict[str, set[str]]:
    """Of each level the units due in the period, or in any of its parts; without a list of them, all."""
    listed = set().union(*(due.get(part, set()) for part in (MONTHS if period == "q1" else [period])))
    found = {}
    for level in LEVELS:
        of_level = {u for u, its in LEVEL_OF.items() if its == level}
        found[level] = (listed & of_level) or of_level
    return found


def of_levels(figures: Mapping[Any, Pair], expected: Mapping[str, set[str]], metric: str, family: str) -> Any:
    """{level: (pair, is known, is whole)} and where each came from."""
    levels, chosen = {}, {}
    for level in LEVELS:
        units = {u: figures["unit", u] for u in LEVEL_OF if LEVEL_OF[u] == level and ("unit", u) in figures}
        stated = figures.get(("level", level))
        known = {u: pair for u, pair in units.items() if is_known(pair, metric, family)}
        is_whole = bool(known) and expected[level] <= known.keys()
        is_stated = stated is not None and is_known(stated, metric, family)
        if not units and stated is None:
            continue
        if is_stated and not is_whole:
            pair, chosen[level] = stated, "stated"
        elif known:
            pair, chosen[level] = add(known.values()), "parts"
        elif stated is not None and stated[0] is not None:
            pair, chosen[level] = stated, "stated"
        else:
            pair, chosen[level] = (add(units.values())[0], None), "parts"
        levels[level] = (pair, is_stated or bool(known), is_whole or is_stated)
    return levels, chosen


def of_province(
    figures: Mapping[Any, Pair], levels: Any, expected: Any, metric: str, family: str
) -> tuple[Pair | None, bool]:
    """The sum of the levels when each is whole, else the stated total, else what is known; and whether it is the stated one."""
    stated = figures.get(("province", None))
    known = [pair for pair, is_level_known, _ in levels.values() if is_level_known]
    is_whole = bool(known) and all(level in levels and levels[level][2] for level in expected)
    if stated is not None and is_known(stated, metric, family) and not is_whole:
        return stated, True
    if known:
        return add(known), False
    if stated is not None and stated[0] is not None:
        return stated, True
    if not levels and stated is None:
        return None, False
    return (add([pair for pair, _, _ in levels.values()])[0], None), False


def fields_of(by_field: Any, levels: Any, chosen: Any, is_stated: bool, metric: str, family: str) -> dict[str, Pair]:
    """The fields of those whose figures make the total up: of the province's report, of levels' reports, or of units."""
    taken = []
    for (scope, subject), fields in by_field.items():
        if scope == "province":
            enters = is_stated
        elif scope == "level":
            enters = not is_stated and chosen.get(subject) == "stated"
        else:
            enters = not is_stated and chosen.get(LEVEL_OF[subject]) == "parts"
        if enters:
            taken += list(fields.items())
    found: dict[str, Pair] = {}
    for name in {name for name, _ in taken}:
        pairs = [pair for of, pair in taken if of == name]
        known = [pair for pair in pairs if is_known(pair, metric, family)]
        found[name] = add(known) if known else (add(pairs)[0], None)
    return found


def add(pairs: Iterable[Pair]) -> Pair:
    pairs = list(pairs)
    ends: list[int | None] = []
    for at in (0, 1):
        values = [pair[at] for pair in pairs if pair[at] is not None]
        ends.append(sum(values) if values else None)
    return ends[0], ends[1]
