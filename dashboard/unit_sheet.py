"""Everything on one unit as a sheet of A4: the page on the unit in the words of a document, from the same rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dashboard.charts import sentences, still
from dashboard.charts.picture import Look, metric_name
from dashboard.charts.punctuality import BAD, FEW_DAYS, status_words
from dashboard.charts.series import points
from dashboard.charts.standing import place_sentence
from dashboard.charts.trend import trend
from dashboard.exports.document import (
    Beside,
    Block,
    Column,
    Document,
    Drawing,
    Drawings,
    Figure,
    Figures,
    Heading,
    Paragraph,
    Table,
    Tone,
)
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import Metric, load_catalogue
from dashboard.metrics.causes import load_causes
from dashboard.metrics.headlines import HEADLINES
from dashboard.metrics.rules import load_rules
from dashboard.metrics.status import GLYPHS, Status
from dashboard.report import Period, Unit

Row = Mapping[str, Any]
MOST_FIELDS, MOST_LATE, MOST_FOUND, MOST_EXPLAINED, MOST_NAMES = 6, 5, 3, 3, 5
_DRAWN = ("overdue", "pending_overdue", "online", "signature")
_DRAWING = (460, 100)
_TONES: dict[Status, Tone] = {"met": "good", "improving": "amber", "not_improving": "bad", "unknown": "plain"}


@dataclass(frozen=True, slots=True)
class Headline:
    """One family's share: rows of `metric_by_unit` now, before, over time and to date, and one of `unit_standing`."""

    metric: Metric
    row: Row
    previous: Row
    over_time: tuple[Row, ...]
    standing: Row
    status: Status
    ytd: Row


@dataclass(frozen=True, slots=True)
class Facts:
    """What the sheet is made of: rows of `queries/read` as they came.

    `iso` is of `iso_units`, `record` of `report_record` over `periods`, `fields` of `metric_by_field` of the overdue
    headline, and so on by name; each may be empty. `facts` are the words on the unit beneath its name,
    `as_of` those on an earlier moment whose figures are shown, `scoped` those for who sees some units only.
    """

    province: str
    is_demo: bool
    look: Look
    unit: Unit
    kind: str
    facts: tuple[str, ...]
    period_name: str
    dates: str
    made: datetime
    updated_at: datetime | None
    files: int
    headlines: Mapping[str, Headline]
    iso: Row
    iso_standing: Row
    record: Row
    punctual: Row
    periods: tuple[Period, ...]
    fields: Sequence[Row]
    findings: Sequence[Row]
    explanations: Sequence[Row]
    lineage: Sequence[Row]
    few_days: int = FEW_DAYS
    as_of: str = ""
    scoped: str = ""


def unit_sheet(known: Facts) -> Document:
    """The document, which fits one page whatever the unit is called and however much is known of it."""
    look = known.look
    when = look.say("sheet.no_data") if known.updated_at is None else fmt.moment(known.updated_at, look.language)
    period = look.say("sheet.period", period=fmt.capitalised(known.period_name), dates=known.dates)
    blocks: list[Block] = [*_lineage(known), Figures(tuple(_figures(known)))]
    if drawings := _drawings(known):
        blocks += [Heading(look.say("overview.trends")), Drawings(drawings)]
    left = (Heading(look.say("overdue.by_field")), _fields(known))
    blocks.append(Beside(left, (Heading(look.say("profile.reports")), *_reports(known))))
    blocks.append(Beside(_explained(known), _found(known)))
    blocks.append(Paragraph(_read_by(known), is_muted=True))
    return Document(
        title=known.unit.name,
        kicker=known.province,
        subtitle=" · ".join([*known.facts, period]),
        source=look.say("sheet.source", files=fmt.count(known.files, look.language)),
        made_words=known.as_of or look.say("sheet.made", when=when),
        page_words=look.say("sheet.page", page="{page}", pages="{pages}"),
        made=known.made,
        blocks=tuple(blocks),
        badge=look.say("app.demo_badge") if known.is_demo else "",
        language=look.language,
        is_one_page=True,
    )


def _read_by(known: Facts) -> str:
    """How to read the sheet: what a place is, and the formula of every figure in words."""
    look, catalogue = known.look, load_catalogue()
    said = [look.say("sheet.places", kind=known.kind), known.scoped]
    for headline in known.headlines.values():
        if headline.row.get("numerator") is None:
            continue
        formula = catalogue.formula(headline.metric, look.language)
        said.append(f"{metric_name(headline.metric, look.language)} = {formula}.")
    return " ".join(filter(None, said))


def _figures(known: Facts) -> list[Figure]:
    found = []
    for name, _ in HEADLINES:
        if name == "iso":
            found.append(_iso(known))
        elif name == "reporting":
            found.append(_punctual(known))
        elif name in known.headlines:
            found.append(_share(known, name, known.headlines[name]))
    return found


def _share(known: Facts, name: str, headline: Headline) -> Figure:
    look, metric, row = known.look, headline.metric, headline.row
    title = look.say(f"kpi.{name}")
    if row.get("numerator") is None:
        without = metric.family == "dossier" and not known.unit.has_procedures
        return Figure(title, fmt.NONE, lines=(look.say("profile.not_applicable" if without else "kpi.no_figure"),))
    value = sentences.value_text(metric, row["numerator"], row.get("denominator"), look, fmt.TABLE_DECIMALS)
    counts = f"{fmt.counts(row['numerator'], row.get('denominator'), look.language)} {look.noun(metric)}"
    lines = [place_sentence(headline.standing, metric, look)]
    now, before = headline.over_time[-1:], headline.previous
    if now and before.get("numerator") is not None:
        pair = points([{**now[0], **_ends(row)}, {**now[0], **_dates(before), **_ends(before)}])
        lines.append(fmt.capitalised(sentences.movement(metric, pair[-1], pair[0], look)))
    if headline.ytd.get("numerator") is not None and not load_catalogue().is_stock(metric):
        to_date = headline.ytd["numerator"], headline.ytd.get("denominator")
        words = sentences.value_text(metric, *to_date, look, fmt.TABLE_DECIMALS)
        lines.append(look.say("sheet.to_date", value=words, counts=fmt.counts(*to_date, look.language)))
    lines += [row["caution"]] if row.get("caution") else []
    status = ""
    if row.get("target_value") is not None:
        sign = {">=": "≥", "<=": "≤"}[row["comparator"]]
        target = fmt.measure(row["target_value"], metric.unit, fmt.CHART_DECIMALS, look.language)
        words = f"{GLYPHS[headline.status]} {look.say(f'status.{headline.status}')}"
        status = f"{words} · {look.say('kpi.target', value=f'{sign} {target}')}"
    return Figure(
        title, value, "" if look.noun(metric) in value else counts, status, _TONES[headline.status], tuple(lines)
    )


def _ends(row: Row) -> dict[str, Any]:
    return {"numerator": row.get("numerator"), "denominator": row.get("denominator")}


def _dates(row: Row) -> dict[str, Any]:
    return {"start_date": row["start_date"], "end_date": row["end_date"]}


def _iso(known: Facts) -> Figure:
    look, row = known.look, known.iso
    title = look.say("kpi.iso")
    if not row:
        return Figure(title, fmt.NONE, lines=(look.say("profile.no_iso"),))
    lines = [row["standard_version"] or ""]
    if row["rating"]:
        lines[0] += f" · {look.say('iso_rating.' + row['rating']).lower()}"
    if known.iso_standing.get("kind_denominator"):
        ends = known.iso_standing["kind_numerator"], known.iso_standing["kind_denominator"]
        lines.append(look.say("profile.iso_kind", counts=fmt.counts(*ends, look.language)))
    return Figure(title, look.say(f"iso_state.{row['state']}"), lines=tuple(line for line in lines if line))


def _punctual(known: Facts) -> Figure:
    look, record, standing = known.look, known.record, known.punctual
    title = look.say("reporting.title")
    if not record:
        return Figure(title, fmt.NONE, lines=(look.say("profile.no_list"),))
    lines = []
    if standing.get("denominator"):
        counts = fmt.counts(standing["numerator"], standing["denominator"], look.language)
        metric = load_catalogue().metrics["report_on_time_rate"]
        lines = [look.say("profile.punctual", counts=counts), place_sentence(standing, metric, look)]
    return Figure(title, status_words(record["status"], record["days_late"], look, known.few_days), lines=tuple(lines))


def _drawings(known: Facts) -> tuple[Drawing, ...]:
    """The trends, each under its sentence, small: the axes are for the shape, the figures stand above."""
    found = []
    for name in _DRAWN:
        headline = known.headlines.get(name)
        if headline is None or sum(row["numerator"] is not None for row in headline.over_time) < 2:
            continue
        picture = trend(headline.over_time, headline.metric, known.look)
        width, height = _DRAWING
        drawn = still.svg({**picture.spec(), "height": height}, width)
        found.append(Drawing(drawn, picture.title, picture.alt_text, " ".join(picture.notes)))
    return tuple(found)


def _fields(known: Facts) -> Table | Paragraph:
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


def _reports(known: Facts) -> list[Block]:
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


def _found(known: Facts) -> tuple[Block, ...]:
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


def _explained(known: Facts) -> tuple[Block, ...]:
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


def _lineage(known: Facts) -> list[Block]:
    found: list[Block] = []
    for direction, end in (("before", "from_name"), ("after", "to_name")):
        names = [step[end] for step in known.lineage if step["direction"] == direction and step[end]]
        if not names:
            continue
        said = ", ".join(names[:MOST_NAMES])
        if len(names) > MOST_NAMES:
            more = fmt.count(len(names) - MOST_NAMES, known.look.language)
            said += f" {known.look.say('state.and_more', count=more)}"
        found.append(Paragraph(f"{known.look.say(f'lineage.{direction}')}: {said}.", is_muted=True))
    return found


def _more(look: Look, count: int) -> tuple[Block, ...]:
    return (
        (Paragraph(look.say("sheet.more", count=fmt.count(count, look.language)), is_muted=True),) if count > 0 else ()
    )


def _cut(text: str, most: int = 160) -> str:
    words = " ".join(text.split())
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"
