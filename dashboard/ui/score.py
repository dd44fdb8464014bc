"""The parts of the page on the score of Decision 766: what it is about, headline, groups, trend, and the rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.charts.score_bars import group_bars
from dashboard.charts.score_trend import score_trend
from dashboard.metrics import format as fmt
from dashboard.metrics import score766
from dashboard.report import Unit
from dashboard.store.connection import VIETNAM
from dashboard.ui import focus as focusing
from dashboard.ui import online, page_parts, pictures, reads, url
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen
from dashboard.ui.series import Span

Row = Mapping[str, Any]
_EXAMPLE = (0.4, 0.8, 4)  # a rate, its threshold and the most points, to show the rule


@dataclass(frozen=True, slots=True)
class About:
    """The unit that the page is about, or the province; and what the address asked for in vain."""

    unit: Unit | None
    troubles: tuple[str, ...] = ()

    @property
    def unit_ids(self) -> list[str]:
        return [self.unit.unit_id] if self.unit else []


def about(screen: Screen) -> About:
    """What the address asks for; a unit that there is not is left out and said."""
    troubles: list[str] = []
    unit = online.asked_for(screen, "unit", {unit.unit_id: unit for unit in focusing.units_of(screen)}, troubles)
    return About(unit, tuple(troubles))


def choices(screen: Screen, at: About) -> None:
    """The unit, and the rule by which points are given."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="choices"):
        online.choice(screen, "unit", {unit.unit_id: unit.name for unit in focusing.units_of(screen)}, at.unit_ids)
    rate, threshold, maximum = _EXAMPLE
    words = screen.say(
        "score766.rule",
        total=fmt.count(score766.maxima()[score766.TOTAL], screen.language),
        groups=", ".join(
            screen.say("score766.group_max", name=group.named(screen.language).lower(), maximum=group.maximum)
            for group in score766.groups()
        ),
        rate=fmt.percent(rate, 0, screen.language),
        threshold=fmt.percent(threshold, 0, screen.language),
        maximum=fmt.count(maximum, screen.language),
        points=fmt.number(score766.points(rate, threshold, maximum), 2, screen.language),
    )
    page_parts.prose(words, "formula")


def rows_of(screen: Screen, at: About, periods: Span) -> Rows:
    """The points of the subject by group, in every period of the span."""
    ids = [part.part_id for part in periods.parts]
    return screen.rows("score_groups", period_ids=list(dict.fromkeys([*ids, screen.period_id])), unit_ids=at.unit_ids)


def current(screen: Screen, at: About, rows: Rows) -> Rows:
    """The rows of the period shown; of a unit without procedures there are none."""
    if at.unit is not None and not at.unit.has_procedures:
        return []
    return [row for row in rows if row["period_id"] == screen.period_id]


def nothing(screen: Screen, at: About) -> None:
    """Why there is no score here, and in which periods there is one."""
    if at.unit is not None and not at.unit.has_procedures:
        page_parts.notice(screen.say("score766.no_procedures", name=at.unit.name))
        return
    if at.unit is not None and screen.rows("score_grades", period_id=screen.period_id):
        page_parts.notice(screen.say("score766.no_unit", name=at.unit.name, period=screen.period_name))
        return
    known = {k.period.period_id: k for k in reads.known_periods(screen.scope)}
    held = screen.rows("score_groups", period_ids=list(known), unit_ids=[])
    names = [
        fmt.period_name(known[id_].period, screen.language)
        for id_ in dict.fromkeys(row["period_id"] for row in held)
    ]  # fmt: skip
    words = screen.say("score766.none", period=screen.period_name)
    if names:
        shown = names if len(names) < 4 else [names[0], "…", names[-1]]
        words += " " + screen.say("score766.have", periods=", ".join(shown))
    page_parts.notice(words)


def snapshot(screen: Screen, now: Rows) -> None:
    """Of which day the points are, what the snapshot before said, and the source cell."""
    total = next((row for row in now if row["group_code"] == "total"), now[0])
    if total["snapshot_on"] is not None:
        words = screen.say("score766.snapshot", day=fmt.day(total["snapshot_on"], screen.language))
    else:
        when = fmt.moment(total["entered_at"].astimezone(VIETNAM), screen.language)
        words = screen.say("score766.snapshot_unknown", when=when)
    if total["previous_score"] is not None:
        said = {
            "points": fmt.number(total["previous_score"], 2, screen.language),
            "change": signed(screen, total["snapshot_change"]),
        }
        if total["previous_snapshot_on"] is not None:
            day = fmt.day(total["previous_snapshot_on"], screen.language)
            words += "; " + screen.say("score766.restated", day=day, **said)
        else:
            words += "; " + screen.say("score766.restated_before", **said)
    place = f"{total['sheet']}!{total['cell']}" if total["sheet"] else str(total["cell"])
    source = screen.say("score766.source", file=total["file_name"], cell=place, revision=total["revision_id"])
    page_parts.prose(f"{words}. {source}", "coverage whole")


def doubts(screen: Screen, at: About, file_names: set[str]) -> None:
    """What was found while the table was read: sums, maxima, rows that were not taken. Of a unit only its own."""
    found = [
        row
        for row in reads.findings(screen.scope, (screen.period_id,), screen.language)
        if row["file"] in file_names and (at.unit is None or row["unit"] == at.unit.name)
    ]
    if not found:
        return
    title = screen.say("score766.doubts", count=fmt.count(len(found), screen.language), period=screen.period_name)
    with st.container(border=True, key="score_doubts"):
        page_parts.sentence(f"⚠ {title}")
        for row in found:
            words = screen.say("score766.doubt_cell", message=row["message"], file=row["file"], cell=row["cell"])
            page_parts.prose(words)


def groups(screen: Screen, at: About, now: Rows) -> None:
    """The six groups against their maxima."""
    page_parts.header(screen.say("score766.groups"))
    recipe = ("score-groups", screen.period_id, *at.unit_ids)
    subject = _subject(screen, at)
    picture = pictures.drawn(screen, recipe, lambda: group_bars(now, screen.look, subject, screen.period_name))
    with st.container(border=True, key="score_groups"):
        pictures.show(screen, picture, f"groups_{pictures.key_of(recipe)}")


def over_the_periods(screen: Screen, at: About, periods: Span, rows: Rows) -> None:
    """The total in every period; a click goes to that period."""
    totals = {row["period_id"]: row for row in rows if row["group_code"] == "total"}
    if len(totals) < 2:
        return
    parts = list(periods.parts)
    while parts and parts[0].part_id not in totals:
        parts.pop(0)  # before the first table there is nothing to show
    lines = [
        {
            "kind": periods.kind, "period_id": part.part_id, "start_date": part.start_date, "end_date": part.end_date,
            "score": totals.get(part.part_id, {}).get("score"),
        }
        for part in parts
    ]  # fmt: skip
    page_parts.header(screen.say("score766.over_time"))
    recipe = ("score-trend", screen.period_id, *at.unit_ids)
    subject = _subject(screen, at)
    picture = pictures.drawn(screen, recipe, lambda: score_trend(lines, screen.look, subject))
    with st.container(border=True, key="score_trend"):
        pictures.show(screen, picture, f"trend_{pictures.key_of(recipe)}", _go_to_period, has_formula=False)


def _subject(screen: Screen, at: About) -> str:
    return at.unit.name if at.unit else screen.say("score766.province")


def _go_to_period(mark: dict[str, Any]) -> None:
    if mark.get("period_id"):
        url.write("period", str(mark["period_id"]))


def signed(screen: Screen, change: float) -> str:
    """A change of points with its sign: "+0,15", "−0,20"."""
    return ("+" if change > 0 else "") + fmt.number(change, 2, screen.language)


def grade_name(screen: Screen, grade_id: str | None) -> str | None:
    """A grade in the reader's language."""
    return next((grade.named(screen.language) for grade in score766.grades() if grade.id == grade_id), None)
