"""The data-quality page: which findings the reader asks for, by the address; and who has not reported."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

import streamlit as st

from dashboard.charts.finding_matrix import GLYPHS
from dashboard.exports.document import Paragraph
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.metrics.rules import load_rules, rule_words
from dashboard.report import SEVERITIES
from dashboard.ui import page_parts, reads, url
from dashboard.ui.html import element, join
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen

THIS_PERIOD, EVERY_PERIOD = "period", "all"
FILTERS = ("severity", "rule", "unit", "family", "metric", "field")
"""Parameters of the address, each narrowing the list; a figure's mark links here with `metric` and `unit`."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: the findings of the span, those that match, and what was asked in vain."""

    span: str
    period_ids: tuple[str, ...]
    found: Rows
    shown: Rows
    chosen: Mapping[str, str]
    troubles: tuple[str, ...]

    @property
    def recipe(self) -> tuple[object, ...]:
        """What pictures of the whole span depend on."""
        return (self.span, self.period_ids)


def asked(screen: Screen) -> Asked:
    """The findings of the period (or of all) and level, and those that the filters of the address leave."""
    span = url.read("span") or THIS_PERIOD
    troubles = []
    if span not in (THIS_PERIOD, EVERY_PERIOD):
        troubles.append(screen.say("problem.choice", asked=span, filter=screen.say("quality.span")))
        url.write("span", None)
        span = THIS_PERIOD
    ids = () if span == EVERY_PERIOD else period_ids(screen)
    found = [
        row
        for row in reads.findings(screen.scope, ids, screen.language)
        if screen.level is None or row["level"] == screen.level
    ]
    chosen = {}
    for name in FILTERS:
        value = url.read(name)
        if value is None:
            continue
        if value in _known(screen, name):
            chosen[name] = value
        else:
            troubles.append(screen.say("problem.choice", asked=value, filter=label(screen, name)))
            url.write(name, None)
    shown = [row for row in found if all(_fits(row, name, value) for name, value in chosen.items())]
    return Asked(span, ids, found, shown, chosen, tuple(troubles))


def period_ids(screen: Screen) -> tuple[str, ...]:
    """The period shown; one that no report is about has the findings of its parts."""
    known = screen.period
    assert known is not None
    parts = (part.part_id for part in known.parts) if known.is_implied else ()
    return tuple(dict.fromkeys([screen.period_id, *parts]))


def label(screen: Screen, name: str) -> str:
    """What a filter is called."""
    return screen.say("table.field" if name == "field" else f"quality.{name}")


def choices(screen: Screen, at: Asked) -> None:
    """Span and filters; each offers only what occurs in the findings of the span."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="finding_filters"):
        st.segmented_control(
            screen.say("quality.span"),
            [THIS_PERIOD, EVERY_PERIOD],
            format_func=lambda choice: screen.say(f"quality.span_{choice}"),
            required=True,
            key=url.widget("span", at.span),
            on_change=url.picked,
            args=("span",),
        )
        severities = [s for s in SEVERITIES if any(row["severity"] == s for row in at.found)]
        _choice(screen, at, "severity", severities, lambda id_: severity_words(screen, id_), 170)
        _choice(screen, at, "rule", _values(at, "rule"), lambda id_: rule_words(id_, screen.language), 300)
        names = {row["unit_id"]: row["unit"] for row in at.found if row["unit_id"]}
        names |= {
            unit.unit_id: unit.name
            for unit in reads.reference(screen.scope).units
            if unit.unit_id in at.chosen.values()
        }
        _choice(screen, at, "unit", list(names), lambda id_: names.get(id_, id_), 220)
        _choice(screen, at, "family", _values(at, "family"), lambda id_: screen.say(f"definitions.family_{id_}"), 190)
        metrics = load_catalogue().metrics
        touched = {metric for row in at.found for metric in row["metrics"]}
        of_order = [id_ for id_ in metrics if id_ in touched]
        _choice(screen, at, "metric", of_order, lambda id_: _metric_name(screen, id_), 270)
        if "field" in at.chosen:
            fields = {field.field_id: field.name for field in reads.reference(screen.scope).fields}
            _choice(screen, at, "field", [], lambda id_: fields[id_], 220)


def severity_words(screen: Screen, severity: str) -> str:
    """Sign and word of a severity."""
    return f"{GLYPHS[severity]} {screen.say(f'severity.{severity}')}"


def _choice(
    screen: Screen, at: Asked, name: str, known: Iterable[str], words: Callable[[str], str], width: int
) -> None:
    chosen = at.chosen.get(name, "")
    options = list(dict.fromkeys(["", *known, *([chosen] if chosen else [])]))
    if len(options) < 3 and not chosen:
        return
    st.selectbox(
        label(screen, name),
        options,
        format_func=lambda id_: words(id_) if id_ else screen.say(f"quality.every_{name}"),
        key=url.widget(name, chosen),
        on_change=url.picked_text,
        args=(name,),
        width=width,
    )


def _values(at: Asked, name: str) -> list[str]:
    return sorted({row[name] for row in at.found if row[name]})


def _metric_name(screen: Screen, metric_id: str) -> str:
    metric = load_catalogue().metrics[metric_id]
    return metric.name if screen.language == "vi" else metric.name_en


def _known(screen: Screen, name: str) -> Iterable[str]:
    """Every value that a parameter may have, whether or not a finding has it."""
    match name:
        case "severity":
            return SEVERITIES
        case "rule":
            return load_rules()
        case "metric":
            return load_catalogue().metrics
        case "family":
            return {column.family for column in load_catalogue().columns.values()}
        case "unit":
            return {unit.unit_id for unit in reads.reference(screen.scope).units}
        case _:
            return {field.field_id for field in reads.reference(screen.scope).fields}


def _fits(row: Mapping[str, object], name: str, value: str) -> bool:
    if name == "metric":
        return value in row["metrics"]  # type: ignore[operator]
    return row[{"unit": "unit_id", "field": "field_id"}.get(name, name)] == value


def missing(screen: Screen) -> None:
    """The units that must report for the period and have not, by level."""
    asked_rows = {
        "metric_ids": ["report_submitted_rate"],
        "period_ids": [screen.period_id],
        "field_ids": [],
        "unit_ids": [],
    }
    due = [
        row
        for row in screen.rows("metric_by_unit", **asked_rows)
        if row["due"] and screen.level in (None, row["level"])
    ]
    page_parts.header(screen.say("quality.missing"))
    if not due:
        page_parts.prose(screen.say("quality.no_list"))
        return
    late = [row for row in due if not row["reported"]]
    with st.container(border=True, key="missing"):
        words = screen.say(
            "state.coverage",
            reported=fmt.count(len(due) - len(late), screen.language),
            due=fmt.count(len(due), screen.language),
        )
        page_parts.prose(words if late else f"{words}. {screen.say('quality.none_missing')}", "lead")
        for level in dict.fromkeys(row["level"] for row in late):
            names = [row["unit_name"] for row in late if row["level"] == level]
            head = f"{screen.say(f'level.{level}')} ({fmt.count(len(names), screen.language)})"
            st.html(join('<p class="names">', element("b", f"{head}: "), element("span", ", ".join(names)), ".</p>"))
            page_parts.keep(partial(Paragraph, f"{head}: {', '.join(names)}."))
