"""The last slides: what is proposed, how figures are computed, and where they come from."""

from dashboard.charts.picture import metric_name
from dashboard.conference import people
from dashboard.conference.model import Conference, Row
from dashboard.conference.telling import counts, coverage, listed, period_name, target, value
from dashboard.exports.deck import Slide
from dashboard.exports.document import Align, Column, Table
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import Metric, load_catalogue
from dashboard.metrics.figure import Figure
from dashboard.metrics.headlines import HEADLINES

NAMED = 5
_ALIGNS: tuple[Align, ...] = ("left", "left", "right", "right")


def proposals(c: Conference) -> Slide:
    """A draft from the figures, for the author to edit."""
    points = drafts(c) or [c.say("proposal.none")]
    return Slide("proposals", "text", c.say("proposal.title"), tuple(points))


def drafts(c: Conference) -> list[str]:
    """What the figures suggest to ask for; nothing that they do not show."""
    language = c.look.language
    found = []
    if c.submitted:
        names = listed(c, [row["unit_name"] for row in c.submitted], NAMED)
        found.append(c.say("proposal.owing", count=fmt.count(len(c.submitted), language), names=names))
    pending = c.headlines.get("pending_overdue")
    if pending is not None and pending.row.get("numerator"):
        found.append(c.say("proposal.pending", count=fmt.count(pending.row["numerator"], language)))
    vital = [row for row in c.fields if row["bad_cases"]][:3]
    if vital:
        share = fmt.percent(vital[-1]["cumulative_share"], fmt.CHART_DECIMALS, language)
        names = ", ".join(row["field_name"] for row in vital)
        found.append(c.say("proposal.fields", names=names, share=share))
    if reminded := people.reminded_units(c):
        found.append(c.say("proposal.remind", count=fmt.count(len(reminded), language)))
    if overdue := sum(row["promise"] == "overdue" for row in c.promises):
        found.append(c.say("proposal.promises", count=fmt.count(overdue, language)))
    return found


def changed(c: Conference) -> Slide | None:
    """What became other since the period was closed; null where it was not, or nothing did."""
    rows = c.standing.changes
    if not rows:
        return None
    heads = ("definition.metric", "since_closing.about", "since_closing.before", "since_closing.now")
    columns = tuple(
        Column(c.say(key), align, share) for key, align, share in zip(heads, _ALIGNS, (3, 3, 2, 2), strict=True)
    )
    lines = tuple(_change(c, row) for row in rows[: people.MOST_LINES])
    said = {"count": fmt.count(len(rows), c.look.language), "name": c.standing.changed_since or ""}
    title = c.say("since_closing.title", **said)
    points = people.shown(c, len(rows), "since_closing.noun")
    return Slide("changed", "table", title, points, table=Table(columns, lines), page="closing")


def _change(c: Conference, row: Row) -> tuple[str, ...]:
    metric = load_catalogue().metrics[row["metric_id"]]
    about = row["unit_name"] or c.say(f"level.{row['level']}" if row["scope"] == "level" else "level.all")
    sides = (
        {
            "numerator": row[f"{side}_numerator"],
            "denominator": row[f"{side}_denominator"],
            "ratio": row[f"{side}_ratio"],
        }
        for side in ("old", "new")
    )
    return (metric_name(metric, c.look.language), about, *(_exactly(c, metric, side) for side in sides))


def _exactly(c: Conference, metric: Metric, row: Row) -> str:
    words = value(c, metric, row)
    return (
        words
        if row["ratio"] is None
        else f"{words} ({fmt.counts(row['numerator'], row['denominator'], c.look.language)})"
    )


def definitions(c: Conference) -> Slide | None:
    """The formula of every headline in words, its regulation, and the document that set its target."""
    shown = _shown(c)
    if not shown:
        return None
    heads = ("definition.metric", "definition.formula", "definition.document")
    columns = tuple(Column(c.say(key), share=share) for key, share in zip(heads, (2, 4, 3), strict=True))
    catalogue, language = load_catalogue(), c.look.language
    rows = tuple(
        (
            metric_name(figure.metric, language),
            catalogue.formula(figure.metric, language),
            "; ".join(part for part in (figure.metric.regulation, _document(c, figure)) if part),
        )
        for figure in shown
    )
    return Slide("definitions", "table", c.say("slide.definitions"), table=Table(columns, rows), page="definitions")


def sources(c: Conference) -> Slide:
    """From how many files, of which units, and what was found in them."""
    language = c.look.language
    heads = ("definition.metric", "sourced.counts", "sourced.basis", "provenance.coverage")
    columns = tuple(Column(c.say(key), share=share) for key, share in zip(heads, (3, 3, 3, 3), strict=True))
    rows = tuple(
        (
            metric_name(figure.metric, language),
            _counts(c, figure),
            c.say(f"basis.{figure.row['basis']}") if figure.row.get("basis") else fmt.NONE,
            coverage(c, figure.row),
        )
        for figure in _shown(c)
    )
    points = [c.say("sourced.small", limit=fmt.count(c.limits.small_n, language))]
    if c.findings:
        grave = sum(row["severity"] in ("reject", "error") for row in c.findings)
        count = fmt.count(len(c.findings), language)
        found = (
            c.say("sourced.findings", count=count, errors=fmt.count(grave, language))
            if grave
            else c.say("sourced.findings_light", count=count)
        )
        points.insert(0, found)
    if c.updated_at is not None:
        points.insert(0, c.say("sourced.updated", when=fmt.moment(c.updated_at, language)))
    title = c.say("sourced.title", period=period_name(c), files=fmt.count(c.files, language))
    if c.is_demo:
        points.append(c.say("app.demo_note"))
    if not rows:
        return Slide("sources", "text", title, tuple(points), page="quality")
    return Slide("sources", "table", title, tuple(points), table=Table(columns, rows), page="quality")


def _shown(c: Conference) -> list[Figure]:
    return [c.headlines[name] for name, _ in HEADLINES if name in c.headlines]


def _counts(c: Conference, figure: Figure) -> str:
    if figure.row.get("denominator") is None:
        return f"{fmt.count(figure.row['numerator'], c.look.language)} {c.look.noun(figure.metric)}"
    return counts(c, figure.metric, figure.row)


def _document(c: Conference, figure: Figure) -> str:
    document = figure.row.get("target_document")
    return f"{target(c, figure)}: {document}" if document else ""
