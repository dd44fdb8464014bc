"""What a report makes of the figures: what was achieved, what falls short, and the causes that units gave."""

from collections import Counter

from dashboard.charts.picture import metric_name
from dashboard.conference import people
from dashboard.conference.model import Conference
from dashboard.conference.telling import listed, movement, period_name, target, value
from dashboard.metrics import format as fmt
from dashboard.metrics import status as judging
from dashboard.metrics.causes import load_causes
from dashboard.metrics.figure import Figure
from dashboard.metrics.rules import load_rules

MOST_NAMES, MOST_CAUSES, MOST_RULES = 10, 6, 3
_JUDGED = ("early_share", "report_on_time_rate", "procedures_end_to_end_share")


def judged(c: Conference) -> tuple[list[str], list[str]]:
    """What went well and what did not: targets first, then what changed for certain."""
    ids = dict.fromkeys([*(figure.metric.id for figure in c.headlines.values()), *_JUDGED])
    good: list[str] = []
    bad: list[str] = []
    for figure in (c.figures[id_] for id_ in ids if id_ in c.figures and c.figures[id_].is_known):
        if c.unit and figure.metric.family == "submission":
            continue  # of one unit it is its own report, and no share
        metric, row = figure.metric, figure.row
        words = {"metric": metric_name(metric, c.look.language), "value": value(c, metric, row)}
        is_met = met(figure)
        if is_met is not None:
            (good if is_met else bad).append(
                c.say(f"review.{'good' if is_met else 'bad'}_target", target=target(c, figure), **words)
            )
        verdict = judging.judge(figure.change(figure.previous), metric.direction)
        moved = movement(c, metric, row, figure.previous)
        if moved and verdict in ("better", "worse") and row.get("ratio") is not None:
            kind = "good" if verdict == "better" else "bad"
            (good if verdict == "better" else bad).append(c.say(f"review.{kind}_moved", movement=moved, **words))
    return good, bad


def shortcomings(c: Conference) -> list[str]:
    """What lists say beside the figures: reports, open files, units, promises, and what was found in the figures."""
    language, found = c.look.language, []
    reports = c.headlines["reporting"].row if c.unit and "reporting" in c.headlines else {}
    if reports and (reports["numerator"] or 0) < (reports["denominator"] or 0):
        sent = fmt.counts(reports["numerator"], reports["denominator"], language)
        found.append(c.say("review.unit_owing", counts=sent, period=period_name(c)))
    if c.submitted:
        found.append(owing(c, due=fmt.count(due(c), language), period=period_name(c)))
    pending = c.headlines.get("pending_overdue")
    if pending is not None and pending.row.get("numerator"):
        found.append(c.say("review.pending", count=fmt.count(pending.row["numerator"], language)))
    if units := people.reminded_units(c):
        names = listed(c, [next(iter(rows.values()))["unit_name"] for rows in units], MOST_NAMES)
        found.append(c.say("review.reminded", count=fmt.count(len(units), language), names=names))
    if overdue := sum(row["promise"] == "overdue" for row in c.promises):
        found.append(c.say("review.late_promises", count=fmt.count(overdue, language)))
    if c.findings:
        rules = load_rules()
        most = [id_ for id_, _ in Counter(row["rule"] for row in c.findings).most_common(MOST_RULES)]
        titles = "; ".join(rules[id_].title[language] if id_ in rules else id_ for id_ in most)
        grave = sum(row["severity"] in ("reject", "error") for row in c.findings)
        counted = {"count": fmt.count(len(c.findings), language), "rules": titles}
        if grave:
            found.append(c.say("review.findings", errors=fmt.count(grave, language), **counted))
        else:
            found.append(c.say("review.findings_light", **counted))
    return found


def causes(c: Conference) -> list[str]:
    """What the units themselves say of the period, as they entered it."""
    known = load_causes()
    said = []
    for row in [row for row in c.explanations if row["period_id"] == c.period_id][:MOST_CAUSES]:
        cause = known[row["cause_id"]].name[c.look.language] if row["cause_id"] in known else row["cause"]
        field = row["field_name"] or c.say("provenance.every_field")
        body = " ".join(row["body"].split())
        said.append(c.say("review.cause", unit=row["unit_name"], field=field, cause=cause, body=body))
    return said


def met(figure: Figure) -> bool | None:
    """Whether the figure keeps its target; null without a target or where the figure is not judged."""
    status = figure.status("previous") if figure.target is not None else "unknown"
    return None if status == "unknown" else status == "met"


def owing(c: Conference, **counted: str) -> str:
    """Who has not sent all reports; `due` and `period` are words already."""
    names = listed(c, [row["unit_name"] for row in c.submitted], MOST_NAMES)
    return c.say("review.owing", count=fmt.count(len(c.submitted), c.look.language), names=names, **counted)


def due(c: Conference) -> int:
    """How many units must report."""
    return sum(bool(row["denominator"]) for row in c.units if row["metric_id"] == "report_submitted_rate")
