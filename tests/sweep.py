"""Whether every number that a file shows is one that the command line prints.

A text is read number by number. What is left when dates, periods, laws and the like are taken out (`NOT_FIGURES`) must
be a figure of `Printed`: of rows that `metric … --json` and `query … --json` give, or a count of such rows.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Any

from dashboard.conference.gather import COMPARED
from dashboard.conference.people import FEWEST_PEERS, MOST_LINES
from dashboard.figures import Context
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.metrics.headlines import HEADLINES
from dashboard.metrics.periods import KnownPeriod
from dashboard.metrics.status import is_met
from dashboard.store import read as store

Row = Mapping[str, Any]
NOT_FIGURES = {
    "days and moments": r"\b\d{1,2}/\d{1,2}/\d{4}\b|\b\d{1,2}:\d{2}\b",
    "months, quarters, years": r"\btháng \d{1,2}/\d{4}\b|\b(?:Quý [IV]+|[QTH]\d{1,2}|\d{2})/\d{4}\b|\bnăm \d{4}\b|01/07",
    "numbers of documents": r"\b\d+/ ?(?:\d{4}/ ?)?[A-ZĐ][\w\-/]*|\bBiểu số \d+|\bCông văn \d+",
    "names with digits": r"ISO 9001:2015|\b766\b|chính quyền 2 cấp|\bV\d{2}\b",
    "headings and pages": r"\b\d(?:\.\d)?\. (?=\w)|Phụ lục \d+|Trang \d+/\d+",
    "confidence": r"khoảng tin cậy 95%|Vạch đứt: 80%",
}
"""What has digits and is no figure, by what it is."""
_NUMBER = re.compile(r"[−+]?\d+(?:\.\d{3})*(?:,\d+)?%?(?:/\d+(?:\.\d{3})*)?")
_SHARES = ("ratio", "target_value", "share", "cumulative_share")
_COUNTS = ("numerator", "denominator", "reported", "due", "bad_cases", "cumulative_cases", "total_cases", "units",
           "findings", "files", "days_overdue", "days_late", "stated_totals", "place")  # fmt: skip
_LATE = ("late_rate", "overdue_rate")
_RANKING = {"other_period_id": "", "ytd_period_id": "", "unit_types": [], "threshold": "", "splits_communes": False,
            "small_n": 10, "same_territory": False}  # fmt: skip
_PAIRS = (("numerator", "denominator"), ("reported", "due"), ("cumulative_cases", "total_cases"), ("place", "ranked"))


def numbers(text: str) -> list[str]:
    """The numbers of a text that may be figures, as they stand there: 1.234, 78,24%, +0,8, 20/5.581."""
    for pattern in NOT_FIGURES.values():
        text = re.sub(pattern, " ", text)
    return _NUMBER.findall(text)


@dataclass(frozen=True)
class Printed:
    """All that the command line says of a period: of the whole, and of single units (which lists of units may tell)."""

    whole: tuple[Row, ...]
    units: tuple[Row, ...]
    sheets: tuple[Row, ...]
    counted: Mapping[str, str]
    period_id: str

    def now(self, metric_id: str) -> list[Row]:
        """The province's row of a metric in the period itself."""
        asked = {"metric_id": metric_id, "period_id": self.period_id}
        totals = (row for row in self.whole if "target_document" in row and "level" not in row)
        return [row for row in totals if asked.items() <= row.items() and row["numerator"] is not None]

    def texts(self, *, of_units: bool) -> set[str]:
        """Every way in which the figures may be written."""
        rows = [*self.whole, *self.units] if of_units else self.whole
        return (
            {words for row in rows for words in _written(row)} | set(self.counted.values()) | set(_changes(self.whole))
        )

    def beside(self, name: str) -> set[str]:
        """What may stand in the line of a unit or a field: its own figures; nothing where nobody has the name."""
        rows = (row for row in (*self.whole, *self.units) if name in (row.get("unit_name"), row.get("field_name")))
        own = {words for row in rows for words in _written(row)}
        return own | {self.counted.get(owed(name), "0")} if own else own

    def values(self) -> set[float]:
        """The numbers themselves, as cells of workbooks hold them."""
        every = (value for row in (*self.whole, *self.units, *self.sheets) for value in row.values())
        return {round(float(value), 9) for value in every if isinstance(value, (int, float, Decimal))}


def owed(name: str) -> str:
    """How `counted` names the reports that a unit owes."""
    return f"reports that {name} owes"


def _written(row: Row) -> Iterable[str]:
    yield from (fmt.percent(row[key], n) for key, n in product(_SHARES, (1, 2)) if row.get(key) is not None)
    yield from (fmt.count(row[key]) for key in _COUNTS if row.get(key) is not None)
    for part, whole in _PAIRS:
        if row.get(whole) is not None:
            yield fmt.counts(row[part], row[whole])


def _changes(rows: Iterable[Row]) -> Iterable[str]:
    """By how much the province's figures differ between periods: shares in points, counts as they are."""
    totals: dict[str, list[Row]] = {}
    for row in rows:
        if "target_document" in row and "level" not in row:
            totals.setdefault(row["metric_id"], []).append(row)
    for one, other in (pair for rows_ in totals.values() for pair in product(rows_, rows_)):
        if one["ratio"] is not None and other["ratio"] is not None:
            for decimals in (1, 2):
                size = fmt.points_size(one["ratio"] - other["ratio"], decimals).removesuffix(" điểm %")
                yield from (size, f"+{size}", f"−{size}")
        elif one["denominator"] is None and None not in (one["numerator"], other["numerator"]):
            yield fmt.count(abs(one["numerator"] - other["numerator"]))


def printed(context: Context, known: KnownPeriod, on_day: str) -> Printed:
    """Ask what a reader of the command line would ask of one period, those like it before, and the year so far."""
    period_id, regime, kind = known.period.period_id, known.period.regime, known.period.kind
    every = (one.period for one in store.periods(context.workspace))
    like = [one.period_id for one in every if (one.regime, one.kind) == (regime, kind) and one.end <= known.period.end]
    parts = [period_id, *(part.part_id for part in known.parts if known.is_implied)]
    ids: dict[str, Any] = {"metric_ids": list(load_catalogue().metrics), "field_ids": []}
    ask = context.rows
    total = ask("metric_total", period_ids=[*like, f"{period_id}:ytd"], **ids)
    late = {id_: ask("bad_cases_by_field", metric_id=id_, period_id=period_id, level="", unit_ids=[]) for id_ in _LATE}
    explained = ask("explanations", period_ids=[], unit_ids=[], field_ids=[], on_day=on_day)
    findings = ask("findings", period_ids=parts)
    of_units = ask("metric_by_unit", period_ids=[period_id], unit_ids=[], **ids)
    ranked = [
        row
        for metric_id in (next((id_ for id_, rows in late.items() if rows), _LATE[0]), *COMPARED)
        for row in ask("unit_ranking", metric_id=metric_id, period_id=period_id, **_RANKING)
    ]
    whole = [
        *total,
        *ask("metric_by_level", period_ids=[period_id], **ids),
        *(row for rows in late.values() for row in rows),
        *ask("figure_marks", period_ids=[period_id], **ids),
        *ask("period_freshness", period_id=period_id),
        *(row for row in explained if row["end_date"] < known.period.start),
    ]
    now = {row["metric_id"]: row for row in total if row["period_id"] == period_id and row["numerator"] is not None}
    files = ask("source_files", period_ids=parts, unit_ids=[])
    sheets = [*ask("metric_by_field", period_ids=[period_id], unit_ids=[], **ids),
              *ask("score_units", period_id=period_id, other_id=""),
              *ask("report_status", period_ids=[period_id], unit_ids=[], on_day=on_day, few_days=5)]  # fmt: skip
    counted = _counted(now, of_units, late, findings, explained) | _of_ranks(ranked)
    return Printed(tuple(whole), (*of_units, *findings, *files, *ranked), tuple(sheets), counted, period_id)


def _counted(
    now: Mapping[str, Row],
    of_units: Sequence[Row],
    late: Mapping[str, Sequence[Row]],
    findings: Sequence[Row],
    explained: Sequence[Row],
) -> dict[str, str]:
    """What is counted of the rows, each by what it says."""
    due = [row for row in of_units if row["metric_id"] == "report_submitted_rate" and row["denominator"]]
    owing = [row for row in due if row["numerator"] < row["denominator"]]
    shown = [next((now[id_] for id_ in ids if id_ in now), None) for _, ids in HEADLINES]
    targets = [row for row in shown if row is not None and row["target_value"] is not None]
    met = [row for row in targets if is_met(row["ratio"], row["target_value"], row["comparator"])]
    promises = [row["promise"] for row in explained]
    found = {
        "below so many no share is told": 10,
        "families with a figure": sum(row is not None for row in shown),
        "units that owe a report": len(owing),
        "findings": len(findings),
        "errors among them": sum(row["severity"] in ("error", "reject") for row in findings),
        **{f"promises {name}": promises.count(name) for name in ("open", "overdue", "kept", "not_kept")},
        **{owed(row["unit_name"]): row["denominator"] - row["numerator"] for row in owing},
    }
    pairs = {"targets met": (len(met), len(targets)), "units that owe, of those due": (len(owing), len(due))}
    for id_, rows in late.items():
        fields = [row for row in rows if row["bad_cases"]]
        for first in (5, 6):
            rest = fields[first:]
            found |= {f"fields after {first} ({id_})": len(rest), "their cases": sum(row["bad_cases"] for row in rest)}
            pairs[f"fields shown, {first} ({id_})"] = (first, len(fields))
    return {what: fmt.count(n) for what, n in found.items()} | {what: fmt.counts(*of) for what, of in pairs.items()}


def _of_ranks(ranked: Sequence[Row]) -> dict[str, str]:
    """Units that miss a target and units that lead their kind, as the two slides count them."""
    beyond = {row["unit_id"] for row in ranked if row["is_beyond"]}
    leads = Counter(row["unit_id"] for row in ranked if row["is_commended"] and row["ranked"] >= FEWEST_PEERS)
    leading = [n for unit_id, n in leads.items() if unit_id not in beyond]
    found = {"units to remind": len(beyond), **{f"after {n} named": max(0, len(beyond) - n) for n in (5, 10, 12)}}
    found["units to commend"] = sum(n >= min(2, max(leading)) for n in leading)
    return {what: fmt.count(n) for what, n in found.items()} | {"lines shown": fmt.counts(MOST_LINES, len(beyond))}
