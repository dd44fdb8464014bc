"""The figures of the sheet on one unit, and its trends."""

from typing import Any

from dashboard.charts import sentences, still
from dashboard.charts.punctuality import status_words
from dashboard.charts.series import points
from dashboard.charts.standing import place_sentence
from dashboard.charts.trend import trend
from dashboard.exports.document import Drawing, Figure, Tone
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.metrics.headlines import HEADLINES
from dashboard.metrics.status import GLYPHS, Status
from dashboard.unit_sheet.facts import Facts, Headline, Row

_DRAWN = ("overdue", "pending_overdue", "online", "signature")
_DRAWING = (460, 100)
_TONES: dict[Status, Tone] = {
    "met": "good", "improving": "amber", "not_improving": "bad", "not_met": "bad", "unknown": "plain",
}  # fmt: skip


def figures(known: Facts) -> list[Figure]:
    """One for each headline that the unit has, with its place among its peers, its change and its target."""
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


def drawings(known: Facts) -> tuple[Drawing, ...]:
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
