"""The periodic report of the province or of one unit, in the usual four parts with annexes.

Figures become sentences here; what figures cannot say is left open for the author, and marked so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.charts.picture import metric_name
from dashboard.charts.series import REFORM_DAY
from dashboard.conference import annexes
from dashboard.conference.annexes import Annex
from dashboard.conference.assessment import causes, due, judged, met, owing, shortcomings
from dashboard.conference.drawings import of_slide
from dashboard.conference.endings import drafts
from dashboard.conference.model import Conference
from dashboard.conference.slides import standing
from dashboard.conference.telling import counts, coverage, movement, period_name, target, value
from dashboard.exports.document import Block, Drawings, Heading, Paragraph
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.metrics.figure import Figure

MOST_FIELDS = 5
_ONLINE = ("online_share_total", "procedures_end_to_end_share", "procedures_partial_share")
_SIGNED = ("signed_share_outgoing", "signed_share_electronic", "e_document_share", "certificates_org",
           "certificates_person")  # fmt: skip
_ISO = ("iso_adoption", "iso_adoption_mandatory", "iso_adoption_encouraged", "iso_rating_very_good",
        "iso_rating_good", "iso_rating_fair")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Review:
    """A report: what it is about, its text, and its annexes."""

    subject: str
    blocks: tuple[Block, ...]
    annexes: tuple[Annex, ...]


def review(c: Conference) -> Review:
    """The whole report, each part with what the figures say of it."""
    blocks = (*_direction(c), *_results(c), *_assessment(c), *_tasks(c))
    return Review(c.say("review.subject", period=period_name(c)), blocks, annexes.annexes(c))


def _direction(c: Conference) -> Iterator[Block]:
    files = fmt.count(c.files, c.look.language)
    state = standing(c)
    yield Paragraph(c.say("review.basis", files=files, standing=state[:1].lower() + state[1:]))
    earlier = c.span.previous.period.start if c.span.previous else c.period.period.start
    if earlier < REFORM_DAY <= c.period.period.end:
        yield Paragraph(c.say("review.reform", day=fmt.day(REFORM_DAY, c.look.language)))
    if c.is_demo:
        yield Paragraph(c.say("review.demo"), is_open=True)
    yield Heading(c.say("review.part_1"))
    yield from _left_open(c, "plan")
    yield Heading(c.say("review.reporting"), 2)
    yield Paragraph(" ".join(_reporting(c)) or c.say("review.no_figures"))
    yield from _left_open(c, "checks")


def _reporting(c: Conference) -> Iterator[str]:
    """How reports came in: of the province its rates and who owes one, of a unit its own reports."""
    language = c.look.language
    figure, on_time = c.headlines.get("reporting"), c.figures.get("report_on_time_rate")
    if c.unit:
        if figure is not None and figure.row.get("denominator"):
            sent = fmt.counts(figure.row["numerator"], figure.row["denominator"], language)
            yield c.say("review.unit_sent", counts=sent, period=period_name(c))
        return
    if figure is not None:
        yield _told(c, figure, has_period=True)
    if owed := due(c):
        counted = {"due": fmt.count(owed, language), "period": period_name(c)}
        yield owing(c, **counted) if c.submitted else c.say("review.all_sent", **counted)
    if on_time is not None and on_time.is_known:
        yield _told(c, on_time)


def _results(c: Conference) -> Iterator[Block]:
    yield Heading(c.say("review.part_2"))
    yield from _left_open(c, "institutions")
    yield Heading(c.say("review.procedures"), 2)
    yield Heading(c.say("review.handling"), 3)
    if received := _received(c):
        yield Paragraph(received)
    yield from _family(c, ("overdue", "pending_overdue"), ("early_share",))
    yield from _drawn(c, "overdue")
    if said := _late_fields(c):
        yield Paragraph(said)
    yield from _drawn(c, "fields")
    yield Heading(c.say("review.online"), 3)
    yield from _family(c, ("online",), _ONLINE)
    yield from _drawn(c, "online")
    for part in ("organisation", "service", "finance"):
        yield from _left_open(c, part)
    yield Heading(c.say("review.digital"), 2)
    yield Heading(c.say("review.signature"), 3)
    yield from _family(c, ("signature",), _SIGNED)
    yield from _drawn(c, "signature")
    yield Heading(c.say("review.iso"), 3)
    yield from _family(c, ("iso",), _ISO)


def _assessment(c: Conference) -> Iterator[Block]:
    yield Heading(c.say("review.part_3"))
    yield Heading(c.say("review.achieved"), 2)
    good, bad = judged(c)
    yield from (Paragraph(f"- {words}") for words in good)
    yield _open(c, c.say("review.achieved_open"))
    yield Heading(c.say("review.shortcomings"), 2)
    found = [*bad, *shortcomings(c)]
    yield from (Paragraph(f"- {words}") for words in found)
    if not found:
        yield _open(c, c.say("review.shortcomings_none"))
    yield Heading(c.say("review.causes"), 2)
    yield from (Paragraph(f"- {words}") for words in causes(c))
    yield _open(c, c.say("review.causes_open"))


def _tasks(c: Conference) -> Iterator[Block]:
    yield Heading(c.say("review.part_4"))
    yield from (Paragraph(f"- {words}") for words in drafts(c))
    yield _open(c, c.say("review.tasks_open"))


def _left_open(c: Conference, part: str) -> tuple[Block, ...]:
    return Heading(c.say(f"review.{part}"), 2), _open(c, c.say(f"review.{part}_open"))


def _open(c: Conference, about: str) -> Paragraph:
    return Paragraph(c.say("review.open", about=about), is_open=True)


def _drawn(c: Conference, slide_id: str) -> tuple[Block, ...]:
    one = of_slide(c, slide_id)
    return () if one is None else (Drawings((one,), 1),)


def _received(c: Conference) -> str:
    """How many files there were to handle, and how many of them came in the period."""
    language, said = c.look.language, []
    whose = c.unit.name if c.unit else c.say("review.whose_province")
    total = next((c.figures[id_].row.get("denominator") for id_ in ("online_share_total", "late_rate_overall")
                  if id_ in c.figures and c.figures[id_].row.get("denominator") is not None), None)  # fmt: skip
    if total is not None:
        words = {"period": period_name(c), "whose": whose, "total": fmt.count(total, language)}
        said.append(c.say("review.received", **words))
    new = c.figures.get("online_share_new")
    if new is not None and new.row.get("ratio") is not None:
        row = new.row
        words = {"total": fmt.count(row["denominator"], language), "online": fmt.count(row["numerator"], language)}
        said.append(c.say("review.received_new", **words))
    return " ".join(said)


def _family(c: Conference, headlines: Sequence[str], others: Sequence[str]) -> Iterator[Block]:
    """A paragraph for each headline with its levels and its coverage, one for the other figures, and what to mind."""
    shown = [c.headlines[name] for name in headlines if name in c.headlines]
    told = {figure.metric.id for figure in shown}
    numerators = {figure.metric.numerator for figure in shown}  # a count that was told already is not told again
    beside = [
        figure
        for figure in (c.figures[id_] for id_ in others if id_ in c.figures and id_ not in told)
        if figure.is_known and (figure.row.get("ratio") is not None or figure.metric.numerator not in numerators)
    ]
    for figure in shown:
        said = [_told(c, figure, has_period=True), _by_level(c, figure)]
        if not c.unit and figure.row.get("reported") is not None:
            said.append(c.say("review.coverage", coverage=coverage(c, figure.row)))
        yield Paragraph(" ".join(words for words in said if words))
    if beside:
        yield Paragraph(" ".join(_told(c, figure) for figure in beside))
    if not shown and not beside:
        yield Paragraph(c.say("review.no_figures"))
    yield from _cautions(c, [*shown, *beside])


def _cautions(c: Conference, figures: Sequence[Figure]) -> Iterator[Block]:
    """What must be known of how figures came about, together beneath them."""
    parts = [
        c.say("review.caution", metric=metric_name(figure.metric, c.look.language), caution=caution.replace("; ", ", "))
        for figure in figures
        if (caution := figure.row.get("caution"))
    ]
    if parts:
        yield Paragraph(c.say("review.cautions", parts="; ".join(parts)), is_muted=True)


def _told(c: Conference, figure: Figure, *, has_period: bool = False) -> str:
    """A figure as one sentence: what it is, how it moved, and how it stands with its target."""
    metric, row = figure.metric, figure.row
    shown = value(c, metric, row)
    if metric.denominator is None or row.get("ratio") is None:
        column = load_catalogue().columns[metric.numerator]
        label = _named(c, column.label if c.look.language == "vi" else column.label_en, has_period)
        said = [c.say("review.count", label=label, value=shown, noun=c.look.noun(metric))]
    else:
        name = _named(c, metric_name(metric, c.look.language), has_period)
        if c.look.noun(metric) in shown:
            said = [c.say("review.value_few", metric=name, value=shown)]
        else:
            said = [c.say("review.value", metric=name, value=shown, counts=counts(c, metric, row))]
    said += [words for words in (movement(c, metric, row, figure.previous),) if words]
    is_met = met(figure)
    if is_met is not None:
        said.append(c.say(f"review.target_{'met' if is_met else 'missed'}", target=target(c, figure)))
    return f"{', '.join(said)}."


def _named(c: Conference, name: str, has_period: bool) -> str:
    return c.say("review.in_period", name=name, period=period_name(c)) if has_period else name


def _by_level(c: Conference, figure: Figure) -> str:
    metric, parts = figure.metric, []
    for row in c.levels.get(metric.id, ()):
        if row["numerator"] is None:
            continue
        shown = value(c, metric, row)
        name = c.say(f"level.{row['level']}").lower()
        has_counts = row["ratio"] is not None and c.look.noun(metric) not in shown
        key = "part_value" if has_counts else "part_count"
        extra = {"counts": counts(c, metric, row)} if has_counts else {}
        parts.append(c.say(f"review.{key}", name=name, value=shown, **extra))
    return c.say("review.levels", parts="; ".join(parts)) if len(parts) > 1 else ""


def _late_fields(c: Conference) -> str:
    language = c.look.language
    parts = [
        c.say(
            "review.part_field",
            name=row["field_name"],
            count=fmt.count(row["bad_cases"], language),
            share=fmt.percent(row["share"], fmt.TABLE_DECIMALS, language),
        )
        for row in c.fields[:MOST_FIELDS]
        if row["bad_cases"] and row["share"] is not None
    ]
    return c.say("review.fields", parts="; ".join(parts)) if parts else ""
