"""Everything on one unit as a sheet of A4: the page on the unit in the words of a document, from the same rows."""

from dashboard.charts.picture import metric_name
from dashboard.exports.document import Beside, Block, Document, Drawings, Figures, Heading, Paragraph
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.unit_sheet.facts import Facts, Headline
from dashboard.unit_sheet.figures import drawings, figures
from dashboard.unit_sheet.sections import explained, fields, found, lineage, reports

__all__ = ["Facts", "Headline", "unit_sheet"]


def unit_sheet(known: Facts) -> Document:
    """The document, which fits one page whatever the unit is called and however much is known of it."""
    look = known.look
    when = look.say("sheet.no_data") if known.updated_at is None else fmt.moment(known.updated_at, look.language)
    period = look.say("sheet.period", period=fmt.capitalised(known.period_name), dates=known.dates)
    blocks: list[Block] = [*lineage(known), Figures(tuple(figures(known)))]
    if drawn := drawings(known):
        blocks += [Heading(look.say("overview.trends")), Drawings(drawn)]
    left = (Heading(look.say("overdue.by_field")), fields(known))
    blocks.append(Beside(left, (Heading(look.say("profile.reports")), *reports(known))))
    blocks.append(Beside(explained(known), found(known)))
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
