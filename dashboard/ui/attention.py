"""What needs attention this period, in sentences made from the figures; each leads to where it can be followed up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import streamlit as st

from dashboard.charts import sentences
from dashboard.exports.document import Block, Paragraph
from dashboard.metrics import format as fmt
from dashboard.metrics import intervals
from dashboard.metrics import status as judging
from dashboard.metrics.catalogue import load_catalogue
from dashboard.ui import kpi, page_parts, reads
from dashboard.ui.html import element, join
from dashboard.ui.kpi import Figure
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen

Row = Mapping[str, Any]

NAMED = 5
"""How many units or fields a sentence names before it counts the rest."""
FUNNEL = 0.998


@dataclass(frozen=True, slots=True)
class Item:
    """One sentence; `page` and `params` say where it leads."""

    kind: str
    sentence: str
    page: str
    link: str
    params: dict[str, str] = field(default_factory=dict)


def section(screen: Screen, found: Mapping[str, Figure]) -> Callable[[], None]:
    """The heading and the list. Returns what adds the findings: the slowest question, for when the page stands."""
    page_parts.header(screen.say("overview.attention"))
    items = list_items(screen, found)
    for item in items:
        page_parts.keep(partial(_told, item))
    keep_last = page_parts.later()
    with st.container(border=True, key="attention", gap="small"):
        for number, item in enumerate(items):
            _show(screen, number, item)
        slot = st.container(key="last_attention")

    def add_findings() -> None:
        last = _findings(screen)
        with slot:
            if last is not None:
                _show(screen, len(items), last)
                keep_last(partial(_told, last))
            elif not items:
                none = screen.say("overview.attention_none")
                st.html(element("p", none, class_="attention-none"))
                keep_last(lambda: Paragraph(none))

    return add_findings


def _findings(screen: Screen) -> Item | None:
    found = reads.findings(screen.scope, (screen.period_id,), screen.language)
    if not found:
        return None
    grave = sum(row["severity"] in ("reject", "error") for row in found)
    sentence = screen.say(
        "attention.findings" if grave else "attention.findings_light",
        count=fmt.count(len(found), screen.language),
        period=screen.period_name,
        **({"errors": fmt.count(grave, screen.language)} if grave else {}),
    )
    return Item("amber", sentence, "quality", screen.say("attention.open_quality"))


def _told(item: Item) -> Block:
    return Paragraph(f"• {item.sentence}")


def _show(screen: Screen, number: int, item: Item) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"attention_{number}"):
        dot = element("span", "", class_=f"dot {item.kind}", aria_hidden="true")
        st.html(join('<p class="attention-item">', dot, element("span", item.sentence), "</p>"))
        st.page_link(f"app_pages/{item.page}.py", label=item.link, query_params=_address(screen, item.params))


def list_items(screen: Screen, found: Mapping[str, Figure]) -> list[Item]:
    """The sentences, gravest first."""
    late = kpi.chosen(found, ("late_rate", "overdue_rate"))
    metric_ids = [late.metric.id if late else "late_rate", "pending_overdue_rate"]
    units = _unit_rows(screen, metric_ids)
    items = []
    if late is not None and late.row.get("numerator"):
        items += _fields(screen, late) + _high_units(screen, late, units)
    items += _pending(screen, units)
    items += _missing(screen, units)
    items += _targets(screen, found)
    return items


def _unit_rows(screen: Screen, metric_ids: list[str]) -> Rows:
    rows = screen.rows(
        "metric_by_unit", metric_ids=metric_ids, period_ids=[screen.period_id], field_ids=[], unit_ids=[]
    )
    return [row for row in rows if screen.level in (None, row["level"])]


def _fields(screen: Screen, late: Figure) -> list[Item]:
    """The field with the most late files, with its share of all of them and its own rate."""
    asked = {"metric_ids": [late.metric.id], "period_ids": [screen.period_id], "field_ids": []}
    if screen.level is None:
        rows = screen.rows("metric_by_field", **asked, unit_ids=[])
    else:
        rows = screen.rows("metric_by_level_field", **asked, levels=[screen.level])
    worst = sorted((row for row in rows if row["numerator"]), key=lambda row: -row["numerator"])
    if not worst:
        return []
    top, total = worst[0], late.row["numerator"]
    sentence = screen.say(
        "attention.fields_late",
        field=top["field_name"],
        share=fmt.ratio(top["numerator"], total, fmt.CHART_DECIMALS, screen.language),
        counts=fmt.counts(top["numerator"], total, screen.language),
        rate=sentences.value_text(late.metric, top["numerator"], top["denominator"], screen.look),
    )
    if len(worst) > 1:
        following = ", ".join(_counted(screen, row["field_name"], row["numerator"]) for row in worst[1:3])
        sentence += " " + screen.say("attention.fields_late_next", fields=following)
    params = {"field": top["field_id"], "metric": late.metric.id}
    return [Item("bad", sentence, "overdue", screen.say("attention.open_overdue"), params)]


def _high_units(screen: Screen, late: Figure, units: Rows) -> list[Item]:
    """Units outside the 99,8 % funnel about the overall rate; ranks of small n claim nothing."""
    rate = late.row.get("ratio")
    if rate is None:
        return []
    high = [row for row in units if row["metric_id"] == late.metric.id and _stands_out(screen, row, rate)]
    if not high:
        return []
    high.sort(key=lambda row: -row["ratio"])
    names = [
        screen.say("attention.unit_count", name=row["unit_name"], count=fmt.percent(row["ratio"], 1, screen.language))
        for row in high
    ]
    sentence = screen.say(
        "attention.high_units",
        count=fmt.count(len(high), screen.language),
        rate=fmt.percent(rate, 1, screen.language),
        units=_listed(screen, names),
    )
    first = high[0]
    params = {"unit": first["unit_id"], "level": first["level"], "metric": late.metric.id}
    link = screen.say("attention.open_unit", name=first["short_name"])
    return [Item("bad", sentence, "overdue", link, params)]


def _stands_out(screen: Screen, row: Row, rate: float) -> bool:
    denominator = row["denominator"] or 0
    if row["ratio"] is None or denominator < screen.limits.interval_n or row["ratio"] <= rate:
        return False
    limits = intervals.chance_counts(denominator, rate, FUNNEL)
    return limits is not None and row["numerator"] > limits[1]


def _pending(screen: Screen, units: Rows) -> list[Item]:
    held = [row for row in units if row["metric_id"] == "pending_overdue_rate" and row["numerator"]]
    if not held:
        return []
    held.sort(key=lambda row: -row["numerator"])
    names = [_counted(screen, row["unit_name"], row["numerator"]) for row in held[:3]]
    sentence = screen.say(
        "attention.pending",
        count=fmt.count(sum(row["numerator"] for row in held), screen.language),
        units=", ".join(names),
    )
    params = {"metric": "pending_overdue_rate"}
    return [Item("bad", sentence, "overdue", screen.say("attention.open_level"), params)]


def _missing(screen: Screen, units: Rows) -> list[Item]:
    due = {row["unit_id"]: row for row in units if row["due"]}
    missing = [row["unit_name"] for row in due.values() if not row["reported"]]
    if not missing:
        return []
    sentence = screen.say(
        "attention.missing",
        count=fmt.count(len(missing), screen.language),
        due=fmt.count(len(due), screen.language),
        period=screen.period_name,
        units=_listed(screen, missing),
    )
    return [Item("amber", sentence, "reporting", screen.say("attention.open_quality"))]


def _targets(screen: Screen, found: Mapping[str, Figure]) -> list[Item]:
    missed = []
    for metric in load_catalogue().metrics.values():
        figure = found.get(metric.id)
        if figure is None or figure.target is None or figure.status(screen.compare) not in judging.FAILED:
            continue
        sentence = screen.say(
            "attention.target_missed",
            metric=metric.name if screen.language == "vi" else metric.name_en,
            value=fmt.percent(figure.row["ratio"], fmt.TABLE_DECIMALS, screen.language),
            target=fmt.percent(figure.target, fmt.TABLE_DECIMALS, screen.language),
        )
        missed.append(Item("amber", sentence, "targets", screen.say("attention.open_targets")))
    return missed


def _listed(screen: Screen, names: list[str]) -> str:
    """The first few names and how many more there are."""
    text = ", ".join(names[:NAMED])
    if len(names) > NAMED:
        text += " " + screen.say("state.and_more", count=fmt.count(len(names) - NAMED, screen.language))
    return text


def _counted(screen: Screen, name: str, count: int) -> str:
    return screen.say("attention.unit_count", name=name, count=fmt.count(count, screen.language))


def _address(screen: Screen, params: dict[str, str]) -> dict[str, str]:
    """The address of a link: what is shown now, and what the sentence is about."""
    return {**screen.address(), **params}
