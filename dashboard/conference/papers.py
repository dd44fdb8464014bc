"""A conference on paper and in HTML: the brief for leaders, the report, and the deck as a handout."""

from collections.abc import Sequence
from dataclasses import replace

from dashboard.charts.picture import metric_name
from dashboard.conference import people
from dashboard.conference.drawings import of_slide
from dashboard.conference.endings import drafts
from dashboard.conference.model import Conference
from dashboard.conference.review import Review
from dashboard.conference.slides import source_of, standing
from dashboard.conference.telling import listed, period_name, tile, value
from dashboard.exports.administrative import Office, Paper
from dashboard.exports.deck import Deck, Slide
from dashboard.exports.document import (
    Beside,
    Block,
    Column,
    Document,
    Drawing,
    Drawings,
    Figures,
    Heading,
    NewPage,
    Notes,
    Paragraph,
    Table,
)
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.metrics.headlines import HEADLINES

MOST_NAMES, MOST_LINES = 12, 7
_SMALL = 120


def brief(c: Conference, deck: Deck) -> Document:
    """One page of A4: every family, what moved, the fields behind the lateness, and which units stand out."""
    blocks: list[Block] = []
    tiles = tuple(tile(c, c.headlines[name], c.say(f"kpi.{name}")) for name, _ in HEADLINES if name in c.headlines)
    blocks += [Figures(tiles)] if tiles else [Paragraph(c.say("deck.nothing", period=period_name(c)))]
    drawn = [of_slide(c, name, _SMALL, is_narrow=True) for name in ("overdue", "online", "signature", "reporting")]
    if small := tuple(replace(one, note="") for one in drawn if one is not None):  # formulas stand once, at the foot
        blocks += [Heading(c.say("review.pictures")), Drawings(small)]
    by_id = {slide.id: slide for slide in deck.slides}
    beside = [part for part in (_table_of(by_id.get("moved")), _fields(c, by_id.get("fields"))) if part]
    blocks += _side_by_side(beside)
    if not c.unit:
        # Where there is no target, nobody misses one.
        has_target = any(row["target_value"] is not None for rows in c.ranked.values() for row in rows)
        shown = ("owing", *(("remind",) if has_target else ()), *(("commend",) if c.ranked else ()))
        blocks += _side_by_side([_names(c, which) for which in shown])
    if proposed := drafts(c):
        blocks += [Heading(c.say("slide.proposals")), *(Paragraph(f"– {words}") for words in proposed)]
    if c.headlines:
        blocks.append(Paragraph(_formulas(c), is_muted=True))
    title = c.say("review.brief", period=period_name(c))
    return _document(c, title, tuple(blocks), is_one_page=True)


def report(c: Conference, made: Review) -> Document:
    """The report for reading: its text with the pictures in place, each annex on a page of its own."""
    blocks: list[Block] = list(made.blocks)
    for number, annex in enumerate(made.annexes, start=1):
        said = c.say("review.annex_title", number=fmt.count(number), title=annex.title)
        blocks += [NewPage(), Heading(said), *annex.blocks]
    return _document(c, f"{c.say('review.kind')}: {made.subject}", tuple(blocks))


def handout(c: Conference, deck: Deck, *, is_screen: bool = False) -> Document:
    """The deck to read: each slide's message with its figures, picture, table and what the presenter reads.

    On a screen its pictures follow the reader's dark theme.
    """
    blocks: list[Block] = []
    said = c.say("review.notes")
    for slide in deck.slides:
        if slide.kind != "title":
            drawn = of_slide(c, slide.id, has_dark=is_screen)
            blocks += _slide(slide, drawn and replace(drawn, title=slide.chart.title if slide.chart else ""), said)
    return _document(c, deck.title, tuple(blocks))


def _slide(slide: Slide, drawing: Drawing | None, notes_title: str) -> list[Block]:
    found: list[Block] = [Heading(slide.title), *(Paragraph(words) for words in slide.points)]
    if slide.figures:
        found.append(Figures(slide.figures))
    if drawing is not None:
        found.append(Drawings((drawing,), 1))
    if slide.table is not None:
        found.append(slide.table)
    if slide.notes:
        found.append(Notes(notes_title, slide.notes))
    return found


def _document(c: Conference, title: str, blocks: tuple[Block, ...], *, is_one_page: bool = False) -> Document:
    period = c.period.period
    dates = fmt.date_range(period.start, period.end, c.look.language)
    subject = f"{c.subject} · " if c.unit else ""
    return Document(
        title=title,
        kicker=c.province,
        subtitle=f"{subject}{c.say('deck.subtitle', period=fmt.capitalised(period_name(c)), dates=dates)}",
        source=source_of(c),
        made_words=standing(c),
        page_words=c.say("sheet.page", page="{page}", pages="{pages}"),
        made=c.made,
        blocks=blocks,
        badge=c.say("app.demo_badge") if c.is_demo else "",
        language=c.look.language,
        is_one_page=is_one_page,
    )


def _table_of(slide: Slide | None) -> tuple[Block, ...]:
    if slide is None or slide.table is None:
        return ()
    return Heading(slide.title), Table(slide.table.columns, slide.table.rows[:MOST_LINES])


def _fields(c: Conference, slide: Slide | None) -> tuple[Block, ...]:
    """The fields with most late files: how many of them, of how many files."""
    if slide is None:
        return ()
    heads = (
        Column(c.say("table.field"), share=3),
        Column(c.say("review.late_files"), "right", 1),
        Column(c.say("review.share_of_late"), "right", 1),
        Column(metric_name(c.late, c.look.language), "right", 1),
    )
    rows = tuple(
        (
            row["field_name"],
            fmt.count(row["bad_cases"], c.look.language),
            fmt.percent(row["share"], fmt.TABLE_DECIMALS, c.look.language),
            value(c, c.late, row),
        )
        for row in c.fields
        if row["bad_cases"]
    )
    return Heading(slide.title), Table(heads, rows[:MOST_LINES])


def _names(c: Conference, which: str) -> tuple[Block, ...]:
    units = {"remind": people.reminded_units, "commend": people.commended_units}
    if which == "owing":
        names = [row["unit_name"] for row in c.submitted]
    else:
        names = [next(iter(rows.values()))["unit_name"] for rows in units[which](c)]
    heading = f"{c.say(f'review.{which}_head')} ({fmt.count(len(names), c.look.language)})"
    said = f"{listed(c, names, MOST_NAMES)}." if names else c.say("review.none_listed")
    return Heading(heading), Paragraph(said)


def _side_by_side(parts: Sequence[tuple[Block, ...]]) -> list[Block]:
    """Parts two by two; what is left over takes the whole width."""
    found: list[Block] = []
    for at in range(0, len(parts), 2):
        pair = parts[at : at + 2]
        found += [Beside(*pair)] if len(pair) == 2 else list(pair[0])
    return found


def _formulas(c: Conference) -> str:
    catalogue, language = load_catalogue(), c.look.language
    shown = (c.headlines[name].metric for name, _ in HEADLINES if name in c.headlines)
    return " ".join(f"{metric_name(metric, language)} = {catalogue.formula(metric, language)}." for metric in shown)


def paper(c: Conference, issuer: Office | None = None, archive: str = "") -> Paper:
    """The head and the foot of the official report: of a unit its own, of the province the `issuer`'s.

    What is not known is left for the office; `archive` is who keeps the file copy ("VT, CCHC").
    """
    province = c.province[:1].lower() + c.province[1:]
    open_office = Office(
        name=c.unit.name if c.unit else c.say("review.office_open"),
        parent=c.say("review.committee", province=province),
        place=c.province.removeprefix("Tỉnh ").removeprefix("Thành phố "),
        position=c.say("review.signer_open"),
    )
    office = open_office if issuer is None or c.unit else issuer
    kept = c.say("review.archive", archive=archive if archive and not c.unit else "VT")
    return Paper(
        office=office,
        subject=c.say("review.subject", period=period_name(c)),
        symbol="-".join(part for part in ("BC", office.symbol) if part),
        blocks=(),
        kind=c.say("review.kind"),
        year=c.made.year,
        recipients=(c.say("review.recipient_open"), kept),
        language=c.look.language,
    )
