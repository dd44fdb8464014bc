"""The sections of the sheet on one unit: fields, reports, findings, explanations, what it was and became."""

from dashboard.charts import sentences
from dashboard.charts.picture import Look, metric_name
from dashboard.charts.punctuality import BAD, status_words
from dashboard.exports.document import Block, Column, Heading, Paragraph, Table
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.metrics.causes import load_causes
from dashboard.metrics.rules import load_rules
from dashboard.unit_sheet.facts import Facts

MOST_FIELDS, MOST_LATE, MOST_FOUND, MOST_EXPLAINED, MOST_NAMES = 6, 5, 3, 3, 5


def fields(known: Facts) -> Table | Paragraph:
    """The fields with the most late files."""
    look = known.look
    headline = known.headlines.get("overdue")
    if headline is None or not known.fields:
        return Paragraph(look.say("overdue.no_fields"), is_muted=True)
    late = sorted((row for row in known.fields if row["numerator"]), key=lambda row: -row["numerator"])
    columns = load_catalogue().columns
    ends = [columns[end] for end in (headline.metric.numerator, headline.metric.denominator) if end]
    labels = [end.label if look.language == "vi" else end.label_en for end in ends]
    rows = tuple(
        (
            row["field_name"],
            fmt.count(row["numerator"], look.language),
            fmt.count(row["denominator"], look.language),
            sentences.value_text(headline.metric, row["numerator"], row["denominator"], look, fmt.TABLE_DECIMALS),
        )
        for row in late[:MOST_FIELDS]
    )
    heads = (Column(look.say("table.field"), share=2), *(Column(label, "right", 1) for label in labels))
    share = Column(metric_name(headline.metric, look.language), "right", 1)
    return Table((*heads, share), rows, look.say("sheet.no_late_field"))


def reports(known: Facts) -> list[Block]:
    """How the unit has reported, and its last reports that were late or missing."""
    look, record = known.look, known.record
    if not record:
        return [Paragraph(look.say("profile.no_list_help"), is_muted=True)]
    said = {key: fmt.count(record[key], look.language) for key in ("due", "on_time", "late", "missing")}
    at = zip(known.periods, record["statuses"], record["days"], strict=True)
    bad = [one for one in at if one[1] in BAD]
    rows = tuple(
        (fmt.capitalised(fmt.period_name(period, look.language)), status_words(status, days, look, known.few_days))
        for period, status, days in reversed(bad[-MOST_LATE:])
    )
    heads = (Column(look.say("table.period"), share=1), Column(look.say("table.status"), share=1))
    words = look.say("reporting.record", **said)
    if record["undated"]:
        words += f" {look.say('reporting.record_undated', undated=fmt.count(record['undated'], look.language))}"
    return [Paragraph(words), *([Table(heads, rows)] if rows else [])]


def found(known: Facts) -> tuple[Block, ...]:
    """What was found in the reports of the period, with its source cell."""
    look, rules = known.look, load_rules()
    head = Heading(look.say("profile.findings_of", period=known.period_name))
    if not known.findings:
        return head, Paragraph(look.say("profile.no_findings", period=known.period_name), is_muted=True)
    rows = []
    for row in known.findings[:MOST_FOUND]:
        rule = rules.get(row["rule"])
        place = "!".join(part for part in (row["sheet"], row["cell"]) if part) or fmt.NONE
        rows.append(
            (look.say(f"severity.{row['severity']}"), rule.title[look.language] if rule else row["rule"], place)
        )
    heads = ("quality.severity", "quality.rule", "provenance.place")
    columns = tuple(Column(look.say(key), share=share) for key, share in zip(heads, (0, 2, 1), strict=True))
    return head, Table(columns, tuple(rows)), *_more(look, len(known.findings) - MOST_FOUND)


def explained(known: Facts) -> tuple[Block, ...]:
    """Why files were late, who answers for it, and how each promise stands."""
    look = known.look
    head = Heading(look.say("sheet.explained"))
    if not known.explanations:
        return head, Paragraph(look.say("sheet.none_explained"), is_muted=True)
    causes = load_causes()
    blocks: list[Block] = [head]
    for row in known.explanations[:MOST_EXPLAINED]:
        cause = causes[row["cause_id"]].name[look.language] if row["cause_id"] in causes else row["cause"]
        about = look.say("sheet.cause", field=row["field_name"] or look.say("provenance.every_field"), cause=cause)
        due = row["due_on"] or row["promised_on"]
        promise = look.say(f"sheet.promise_{row['promise']}", day=fmt.day(due, look.language)) if due else ""
        person = ", ".join(part for part in (row["person"], row["person_position"]) if part)
        blocks.append(Paragraph(f"{about} {_cut(row['body'])} ({person}). {promise}".strip()))
    return (*blocks, *_more(look, len(known.explanations) - MOST_EXPLAINED))


def lineage(known: Facts) -> list[Block]:
    """What the unit was before a reorganisation, and what became of it."""
    said_of: list[Block] = []
    for direction, end in (("before", "from_name"), ("after", "to_name")):
        names = [step[end] for step in known.lineage if step["direction"] == direction and step[end]]
        if not names:
            continue
        said = ", ".join(names[:MOST_NAMES])
        if len(names) > MOST_NAMES:
            more = fmt.count(len(names) - MOST_NAMES, known.look.language)
            said += f" {known.look.say('state.and_more', count=more)}"
        said_of.append(Paragraph(f"{known.look.say(f'lineage.{direction}')}: {said}.", is_muted=True))
    return said_of


def _more(look: Look, count: int) -> tuple[Block, ...]:
    return (
        (Paragraph(look.say("sheet.more", count=fmt.count(count, look.language)), is_muted=True),) if count > 0 else ()
    )


def _cut(text: str, most: int = 160) -> str:
    words = " ".join(text.split())
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"
