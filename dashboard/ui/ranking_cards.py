"""The strip above a ranking: units ranked and why others are not, their median, and who keeps the threshold."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.charts.picture import TableColumn
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.ui import page_parts, pictures, provenance, ranking, states, tables, territory
from dashboard.ui.html import element, join
from dashboard.ui.kpi import Figure
from dashboard.ui.ranking import Ranking
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen
from dashboard.ui.targets import type_name

Row = Mapping[str, Any]
BANDS = ("few", "no_cases", "not_reported", "no_figure", "not_derivable", "not_applicable")
"""Why a unit has no rank; each is a band of its own beneath the ranked."""


def coverage(screen: Screen, at: Ranking, found: Rows) -> None:
    """How many of the units ranked among each other have reported, and when the figures last changed."""
    due = [row for row in found if row["due"]]
    row = {"due": len(due) or None, "reported": sum(row["reported"] or 0 for row in due) if due else None}
    figure = Figure(at.metric, row, {}, {})
    kind = type_name(screen, at.unit_type)
    states.coverage(screen, {at.metric.id: figure}, subject=kind)
    if words := states.scoped(screen, at.unit_type, kind):
        page_parts.prose(words)


def sources(screen: Screen, at: Ranking, found: Rows) -> None:
    """Formula, regulation, period and coverage of the figures that were ranked."""
    known = [row for row in found if row["value"] is not None]
    if not known:
        return
    due = [row for row in found if row["due"]]
    bases = {row["basis"] for row in known}
    row = {
        "due": len(due) or None,
        "reported": sum(row["reported"] or 0 for row in due) if due else None,
        "numerator": sum(row["numerator"] for row in known),
        "denominator": sum(row["denominator"] for row in known) if at.metric.denominator else None,
        "basis": "stated" if bases == {"stated"} else "parts",
        "is_derived": any(row["is_derived"] for row in known),
        "target_document": "; ".join(dict.fromkeys(row["target_document"] for row in known if row["target_document"])),
    }
    provenance.section(screen, [Figure(at.metric, row, {}, {})])


def cards(screen: Screen, at: Ranking, found: Rows) -> None:
    """Ranked units, their median now and before, and the threshold."""
    shown = {
        "ranked": _ranked(screen, found),
        "median": _median(screen, at, found),
        "threshold": _threshold(screen, at, found),
    }
    with st.grid(3, min_column_width=260, gap="small", key="kpis"):
        for name, lines in shown.items():
            with st.container(border=True, gap=None, height="stretch", key=f"kpi_{name}"):
                page_parts.card(screen.say(f"ranking.card_{name}"), *lines)


def _ranked(screen: Screen, found: Rows) -> list[str]:
    bands = Counter(row["band"] for row in found)
    value = fmt.counts(bands["ranked"], len(found), screen.language)
    others = [
        element("li", screen.say(f"ranking.count_{band}", count=fmt.count(bands[band], screen.language)))
        for band in BANDS
        if bands[band]
    ]
    return [
        _value(value, screen.say("noun.unit")),
        join('<ul class="kpi-changes">', *others, "</ul>") if others else "",
    ]


def _median(screen: Screen, at: Ranking, found: Rows) -> list[str]:
    """The middle of the peers; where communes are split by kind, one for each."""
    medians = {row["commune_kind"] if at.splits_communes else None: row["median"] for row in found if row["place"]}
    if not medians:
        return [_value(fmt.NONE, screen.say("kpi.no_figure"))]
    noun = screen.say("ranking.of_peers")
    lines = [
        _value(fmt.measure(value, at.metric.unit, fmt.TABLE_DECIMALS, screen.language), f"{noun} {kind or ''}".strip())
        for kind, value in medians.items()
    ]
    return [*lines, element("p", screen.say("ranking.median_help"), class_="kpi-metric")]


def _threshold(screen: Screen, at: Ranking, found: Rows) -> list[str]:
    judged = [row for row in found if row["is_beyond"] is not None]
    if not judged:
        key = "ranking.no_threshold" if at.metric.direction != "neutral" else "ranking.no_direction"
        return [_value(fmt.NONE, ""), element("p", screen.say(key), class_="kpi-target muted")]
    kept = sum(not row["is_beyond"] for row in judged)
    thresholds = sorted({(row["threshold"], row["comparator"]) for row in judged})
    signs = {">=": "≥", "<=": "≤"}
    said = "; ".join(
        f"{signs[comparator]} {fmt.measure(value, at.metric.unit, fmt.CHART_DECIMALS, screen.language)}"
        for value, comparator in thresholds
    )
    key = "ranking.threshold_own" if at.threshold is not None else "ranking.threshold_target"
    documents = dict.fromkeys(row["target_document"] for row in judged if row["target_document"])
    title = "; ".join(documents) if at.threshold is None else ""
    return [
        _value(fmt.counts(kept, len(judged), screen.language), screen.say("ranking.keep")),
        element("p", screen.say(key, value=said), class_="kpi-target", title=title),
    ]


def _value(words: str, side: str) -> str:
    return join('<p class="kpi-value">', element("b", words), element("span", side), "</p>")


def comparison(screen: Screen, at: Ranking, found: Rows) -> None:
    """Whether the two periods can be compared at all: other units, other lengths, or nothing to compare with."""
    if at.other is None:
        page_parts.prose(screen.say("ranking.no_other"))
        return
    name = ranking.other_name(screen, at)
    if not at.is_converted and at.crosses:
        count = fmt.count(sum(row["is_reorganised"] for row in found), screen.language)
        words = screen.say("territory.not_comparable", count=count, other=name, period=screen.period_name)
        why = load_catalogue().not_convertible(at.metric)
        page_parts.notice(f"{words} {screen.say(f'territory.why_{why}' if why else 'territory.offer')}")
    if at.is_converted:
        territory.note(screen, _as_converted(found))
    _ended(screen, at, name)
    if at.other.period.kind != (screen.period.period.kind if screen.period else ""):
        page_parts.prose(screen.say("ranking.other_kind", other=name, period=screen.period_name))


def _ended(screen: Screen, at: Ranking, name: str) -> None:
    """The kinds of unit that the other period still had and that no unit of this one took over whole: districts."""
    assert screen.period is not None and at.other is not None
    if at.other.period.end >= screen.period.period.start:
        return
    rows = territory.reorganisations(screen, at.other.period.start, screen.period.period.end)
    kinds = [
        f"{type_name(screen, row['unit_type'])} ({fmt.count(row['ended_without_successor'], screen.language)})"
        for row in rows
        if row["ended_without_successor"] and screen.level in (None, row["level"])
    ]
    if kinds:
        words = screen.say("territory.ended", kinds="; ".join(kinds), other=name)
        page_parts.prose(words)
        label = screen.say("territory.ended_table")
        tables.folded(screen, "ended_units", lambda: _ended_table(screen, at), label=label, icon=":material/table:")


def _ended_table(screen: Screen, at: Ranking) -> None:
    """What each of them had in the other period, greyed, with the reason why nothing of today stands beside it."""
    assert screen.period is not None and at.other is not None
    rows = screen.rows(
        "ended_units",
        metric_id=at.metric.id,
        period_id=at.other_id,
        first_day=at.other.period.start.isoformat(),
        last_day=screen.period.period.end.isoformat(),
        levels=[screen.level] if screen.level else [],
    )
    value = "ratio" if at.metric.denominator else "numerator"
    columns = [
        TableColumn("unit_name", screen.say("table.unit")),
        TableColumn(value, fmt.capitalised(ranking.other_name(screen, at)), "percent" if value == "ratio" else "count"),
    ]
    if value == "ratio":
        columns += [
            TableColumn("numerator", screen.say("table.numerator"), "count"),
            TableColumn("denominator", screen.say("table.denominator"), "count"),
        ]
    columns += [TableColumn("reason", screen.say("rank.band")), TableColumn("kind", screen.say("online.kind"))]
    lines = [
        {
            **row,
            "kind": type_name(screen, row["unit_type"]),
            "reason": screen.say("territory.ended_reason", day=fmt.day(row["ended_on"], screen.language)),
            "is_grey": True,
        }
        for row in rows
    ]
    tables.show(
        screen, columns, lines, f"ended_{pictures.key_of((screen.period_id, at.recipe))}", name="don-vi-da-ket-thuc"
    )


def _as_converted(found: Sequence[Row]) -> list[Row]:
    return [
        {
            "is_converted": row["other_is_converted"],
            "reason": row["other_reason"],
            "reason_units": row["other_reason_units"],
        }
        for row in found
    ]
