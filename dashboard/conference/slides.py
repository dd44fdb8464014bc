"""The slides of a conference: one message each, in the order of a review. What has no data has no slide."""

from collections.abc import Callable
from dataclasses import replace

from dashboard import closing
from dashboard.charts.pareto import pareto
from dashboard.charts.picture import formula, lowered, metric_name
from dashboard.conference import endings, native, people
from dashboard.conference.model import Conference
from dashboard.conference.telling import (
    cautioned,
    coverage,
    finding,
    period_name,
    spoken,
    tile,
    value,
)
from dashboard.exports.deck import Deck, Slide
from dashboard.exports.document import Column, Table
from dashboard.exports.document import Figure as Tile
from dashboard.metrics import format as fmt
from dashboard.metrics import status as judging
from dashboard.metrics.figure import Figure
from dashboard.metrics.headlines import HEADLINES

FAMILIES: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("overdue", "overdue", ("pending_overdue_rate", "early_share"), "overdue"),
    ("online", "online", ("online_share_total", "procedures_end_to_end_share"), "online"),
    ("iso", "iso", ("iso_adoption_mandatory", "iso_adoption_encouraged"), "iso"),
    ("signature", "signature", ("certificates_org", "certificates_person"), "signature"),
    ("reporting", "reporting", ("report_on_time_rate",), "reporting"),
)
"""Each family's slide: its id, its headline, the figures beside it, and the page on which to go on."""

MOVED = ("early_share", "report_on_time_rate")
"""Besides the headlines, the metrics whose change is told."""
_ORDER = ("worse", "better", "neutral", "unclear", "equal")


def deck(c: Conference) -> Deck:
    """The whole deck in its usual order."""
    slides = [slide for make in SLIDES for slide in _made(make, c)]
    if not c.headlines and not c.submitted and not _families(c):
        points = (c.say("deck.nothing_point"),)
        slides = [_title(c), Slide("nothing", "text", c.say("deck.nothing", period=period_name(c)), points)]
    return Deck(
        title=c.say("deck.title"),
        kicker=c.subject if c.unit is None else f"{c.province} · {c.subject}",
        subtitle=_subtitle(c),
        standing=standing(c),
        source=source_of(c),
        slides=tuple(replace(slide, name=c.say(f"slide.{slide.id}")) for slide in slides),
        made=c.made,
        badge=c.say("app.demo_badge") if c.is_demo else "",
        language=c.look.language,
    )


def standing(c: Conference) -> str:
    """ "Số liệu chốt ngày …" or "Tạm tính …"."""
    language, set_ = c.look.language, c.standing
    if set_.name is not None and set_.closed_at is not None:
        return c.say("deck.frozen", day=fmt.day(set_.closed_at.date(), language), name=set_.name)
    if set_.as_of is not None:
        return c.say("deck.as_of", moment=closing.moment_name(set_.as_of, language).lower())
    if c.updated_at is None:
        return c.say("deck.provisional_empty")
    return c.say("deck.provisional", when=fmt.moment(c.updated_at, language))


def source_of(c: Conference) -> str:
    """From how many files the figures come."""
    return c.say("deck.source", files=fmt.count(c.files, c.look.language), period=period_name(c))


def _made(make: Callable[[Conference], Slide | tuple[Slide, ...] | None], c: Conference) -> tuple[Slide, ...]:
    found = make(c)
    return found if isinstance(found, tuple) else () if found is None else (found,)


def _subtitle(c: Conference) -> str:
    period = c.period.period
    dates = fmt.date_range(period.start, period.end, c.look.language)
    return c.say("deck.subtitle", period=fmt.capitalised(period_name(c)), dates=dates)


def _title(c: Conference) -> Slide:
    return Slide("title", "title", c.say("deck.title"), (c.subject, _subtitle(c)), page="overview")


def _glance(c: Conference) -> Slide | None:
    if not c.headlines:
        return None
    shown = [(name, c.headlines[name]) for name, _ in HEADLINES if name in c.headlines]
    judged = {name: figure.status("previous") for name, figure in shown if figure.target is not None}
    judged = {name: status for name, status in judged.items() if status != "unknown"}
    period = fmt.capitalised(period_name(c))
    if judged:
        met = sum(status == "met" for status in judged.values())
        counted = {key: fmt.count(number, c.look.language) for key, number in (("met", met), ("judged", len(judged)))}
        title = c.say("glance.with_targets", period=period, **counted)
        missed = [lowered(c.say(f"kpi.{name}")) for name, status in judged.items() if status != "met"]
        title += f"; {c.say('glance.missed', names=', '.join(missed))}" if missed else ""
    else:
        title = c.say("glance.without_targets", period=period, count=fmt.count(len(shown), c.look.language))
    tiles = tuple(_short(tile(c, figure, c.say(f"kpi.{name}"))) for name, figure in shown)
    notes = tuple(line for _, figure in shown for line in spoken(c, figure))
    without = [lowered(c.say(f"kpi.{name}")) for name, _ in HEADLINES if name not in c.headlines]
    points = (c.say("glance.without", names=", ".join(without)),) if without else ()
    return Slide("glance", "finding", title, points, tiles, notes=notes, page="overview")


def _short(one: Tile) -> Tile:
    """A tile of six on a slide: only the first line of how it moved."""
    return replace(one, lines=one.lines[:1])


def _moved(c: Conference) -> Slide | None:
    ids = [c.headlines[name].metric.id for name, _ in HEADLINES if name in c.headlines]
    figures = [c.figures[id_] for id_ in dict.fromkeys([*ids, *MOVED]) if id_ in c.figures]
    verdicts = [(verdict, figure) for figure in figures if (verdict := _verdict(figure)) is not None]
    if not verdicts or c.span.previous is None:
        return None
    verdicts.sort(key=lambda one: _ORDER.index(one[0]))
    previous = fmt.period_name(c.span.previous.period, c.look.language)
    numbers = {key: sum(verdict == key for verdict, _ in verdicts) for key in ("better", "worse")}
    numbers["others"] = len(verdicts) - sum(numbers.values())
    said = {key: fmt.count(number, c.look.language) for key, number in numbers.items()}
    heads = (
        Column(c.say("overview.metric"), share=3),
        Column(c.say("changed.before", period=fmt.capitalised(previous)), "right", 1),
        Column(c.say("changed.before", period=fmt.capitalised(period_name(c))), "right", 1),
        Column(c.say("changed.change"), "right", 1),
        Column(c.say("changed.judged"), share=2),
    )
    rows = tuple(
        (
            metric_name(figure.metric, c.look.language),
            value(c, figure.metric, figure.previous),
            value(c, figure.metric, figure.row),
            _difference(c, figure),
            c.say(f"changed.{verdict}"),
        )
        for verdict, figure in verdicts
    )
    notes = (c.say("changed.note"), *(line for _, figure in verdicts for line in spoken(c, figure)))
    is_same = any(verdict == "equal" for verdict, _ in verdicts)
    title = c.say("changed.title_equal" if is_same else "changed.title", previous=previous, **said)
    return Slide("moved", "table", title, table=Table(heads, rows), notes=notes, page="overview")


def _verdict(figure: Figure) -> str | None:
    """Better, worse or neither, as far as the counts carry it; null where there is nothing to compare."""
    moved = figure.change(figure.previous) if figure.is_known else "unknown"
    if moved == "unknown" or figure.row.get("ratio") is None:
        return None
    return moved if moved in ("unclear", "equal") else judging.judge(moved, figure.metric.direction)


def _difference(c: Conference, figure: Figure) -> str:
    if min(figure.row["denominator"], figure.previous["denominator"]) < c.limits.small_n:
        return fmt.NONE
    difference = figure.row["ratio"] - figure.previous["ratio"]
    return fmt.points(difference, fmt.TABLE_DECIMALS, c.look.language)


def _families(c: Conference) -> tuple[Slide, ...]:
    return tuple(slide for family in FAMILIES if (slide := _family(c, *family)) is not None)


def _family(c: Conference, id_: str, headline: str, beside: tuple[str, ...], page: str) -> Slide | None:
    others = [c.figures[other] for other in beside if other in c.figures and c.figures[other].is_known]
    known = [c.headlines[headline], *others] if headline in c.headlines else others
    if not known:
        return None
    # Without its headline the first of what is known beside it stands for the family, and has no chart.
    (figure, *others), has_headline = known, headline in c.headlines
    tiles = [tile(c, figure), *(_short(tile(c, other)) for other in others)]
    if id_ == "reporting" and c.submitted:
        tiles.append(
            Tile(c.say("family.owing_count"), fmt.count(len(c.submitted), c.look.language), c.say("noun.unit"))
        )
    notes = tuple(line for one in (figure, *others) for line in spoken(c, one))
    return Slide(
        id_,
        "finding",
        finding(c, figure),
        points=cautioned(c, (figure, *others)),
        figures=tuple(tiles[:3]),
        chart=(native.over_time(c, figure) or native.by_level(c, figure)) if has_headline else None,
        notes=notes,
        coverage=coverage(c, figure.row),
        page=page,
        params=(("metric", figure.metric.id),) if has_headline and id_ in ("overdue", "online", "signature") else (),
    )


def _fields(c: Conference) -> Slide | None:
    chart = native.late_fields(c)
    if chart is None:
        return None
    late = [row for row in c.fields if row["bad_cases"]]
    tiles = tuple(
        Tile(
            row["field_name"],
            fmt.count(row["numerator"], c.look.language),
            c.say("late_fields.count", rate=value(c, c.late, row)),
            lines=(c.say("late_fields.share", share=fmt.percent(row["share"], 1, c.look.language)),),
        )
        for row in late[:3]
    )
    said = [
        c.say(
            "late_fields.late",
            name=row["field_name"],
            counts=fmt.counts(row["numerator"], row["denominator"], c.look.language),
            rate=value(c, c.late, row),
        )
        for row in late
    ]
    title = fmt.capitalised(pareto(c.fields, c.late, c.look, period_name(c)).title)
    notes = (*said, f"{formula(c.late, c.look.language)}.")
    figure = c.figures.get(c.late.id)
    told = coverage(c, figure.row) if figure else ""
    params = (("metric", c.late.id),)
    return Slide(
        "fields",
        "finding",
        title,
        figures=tiles,
        chart=chart,
        notes=notes,
        coverage=told,
        page="overdue",
        params=params,
    )


SLIDES: tuple[Callable[[Conference], Slide | tuple[Slide, ...] | None], ...] = (
    _title,
    _glance,
    _moved,
    _families,
    _fields,
    people.owing,
    people.commended,
    people.reminded,
    people.promised,
    endings.proposals,
    endings.changed,
    endings.definitions,
    endings.sources,
)
