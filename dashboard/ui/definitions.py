"""The parts of the definitions page: every metric and every counted column, as the catalogue has them, and a search."""

from collections.abc import Iterable, Sequence

import streamlit as st

from dashboard.charts.picture import TableColumn
from dashboard.ingest.names import search_key
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import TOPICS, Catalogue, Column, Metric, Target, load_catalogue
from dashboard.ui import tables, url
from dashboard.ui.html import element, join
from dashboard.ui.kpi import figure_name
from dashboard.ui.screen import Screen
from dashboard.ui.targets import scope_name

_SIGNS = {">=": "≥", "<=": "≤"}


def search(screen: Screen) -> str:
    """What the reader looks for; it stands in the address, so that a definition can be linked to."""
    return (
        st.text_input(
            screen.say("filter.search"),
            key=url.widget("q", url.read("q") or ""),
            on_change=url.picked_text,
            args=("q",),
            max_chars=80,
            type="search",
            placeholder=screen.say("definitions.placeholder"),
        )
        or ""
    )


def limits(screen: Screen) -> None:
    """Below how many cases this province shows counts for a share, and up to how many it shows the interval."""
    known = screen.limits
    st.html(
        element("p", screen.say("definitions.limits", small=known.small_n, interval=known.interval_n), class_="hint")
    )


def metrics(screen: Screen, wanted: str) -> int:
    """A card for each metric that matches, by topic; how many there were."""
    catalogue = load_catalogue()
    found = [m for m in catalogue.metrics.values() if _matches(wanted, _texts(catalogue, m))]
    if not found:
        return 0
    st.header(screen.say("definitions.metrics"), anchor=False)
    st.html(element("p", screen.say("definitions.competing"), class_="hint"))
    for topic in TOPICS:
        of_topic = [metric for metric in found if metric.topic == topic]
        if of_topic:
            st.subheader(screen.say(f"topic.{topic}"), anchor=False)
            with st.grid(2, min_column_width=400, gap="small", key=f"definitions_{topic}"):
                for metric in of_topic:
                    with st.container(border=True, height="stretch"):
                        st.html(_card(screen, catalogue, metric))
    return len(found)


def columns(screen: Screen, wanted: str) -> int:
    """The table of the counted columns that match; how many there were."""
    catalogue = load_catalogue()
    lines = [
        {
            "label": _label(screen, column),
            "definition": _definition(screen, catalogue, column),
            "over_time": screen.say(f"definitions.over_time_{column.over_time}") if column.over_time else None,
            "family": screen.say(f"definitions.family_{column.family}"),
            "id": column.id,
        }
        for column in catalogue.columns.values()
        if _matches(wanted, (column.label, column.label_en, column.definition, column.definition_en, column.id))
    ]
    if not lines:
        return 0
    st.header(screen.say("definitions.columns"), anchor=False)
    heads: Sequence[TableColumn] = (
        TableColumn("label", screen.say("definitions.count")),
        TableColumn("definition", screen.say("definitions.meaning")),
        TableColumn("over_time", screen.say("definitions.over_time")),
        TableColumn("family", screen.say("definitions.family")),
        TableColumn("id", screen.say("definitions.id")),
    )
    tables.prose(screen, heads, lines, "columns", "dinh-nghia")
    return len(lines)


def _texts(catalogue: Catalogue, metric: Metric) -> Iterable[str]:
    return (
        metric.name,
        metric.name_en,
        metric.question,
        metric.question_en,
        metric.regulation,
        metric.id,
        catalogue.formula(metric, "vi"),
        catalogue.formula(metric, "en"),
    )


def _matches(wanted: str, texts: Iterable[str]) -> bool:
    """Whether every word of the search stands in the texts, diacritics and case apart."""
    haystack = " ".join(search_key(text) for text in texts if text)
    return all(word in haystack for word in search_key(wanted).split())


def _card(screen: Screen, catalogue: Catalogue, metric: Metric) -> str:
    is_vietnamese = screen.language == "vi"
    lines = [
        ("definitions.direction", screen.say(f"definitions.{metric.direction}")),
        ("provenance.regulation", metric.regulation),
        ("definitions.over_time", _over_time(screen, catalogue, metric)),
        ("table.target", "; ".join(_target(screen, metric, target) for target in metric.targets)),
        ("definitions.id", metric.id),
    ]
    return join(
        element("h4", figure_name(metric, screen), class_="kpi-name"),
        element("p", metric.question if is_vietnamese else metric.question_en, class_="kpi-metric"),
        _fraction(screen, catalogue, metric),
        '<dl class="definition">',
        *(join(element("dt", screen.say(key)), element("dd", text)) for key, text in lines if text),
        "</dl>",
    )


def _fraction(screen: Screen, catalogue: Catalogue, metric: Metric) -> str:
    """Numerator over denominator, each with the sums that give it, best first."""
    top = _sums(screen, catalogue, metric.numerator)
    if metric.denominator is None:
        return join('<div class="fraction"><p>', top, "</p></div>")
    return join(
        '<div class="fraction" role="math"><p>',
        top,
        '</p><hr aria-hidden="true"><p>',
        _sums(screen, catalogue, metric.denominator),
        "</p></div>",
    )


def _sums(screen: Screen, catalogue: Catalogue, column_id: str) -> str:
    sums = []
    for terms in catalogue.alternatives(column_id):
        words = ""
        for term in terms:
            label = _label(screen, catalogue.columns[term.column])
            words += f" {'−' if term.sign < 0 else '+'} {label}" if words else label
        sums.append(element("span", words))
    otherwise = element("span", f" {screen.say('definitions.otherwise')} ", class_="muted")
    return otherwise.join(sums)


def _over_time(screen: Screen, catalogue: Catalogue, metric: Metric) -> str:
    rules = dict.fromkeys(catalogue.columns[column].over_time for column in catalogue.stated_terms(metric))
    return "; ".join(screen.say(f"definitions.over_time_{rule}") for rule in rules if rule)


def _definition(screen: Screen, catalogue: Catalogue, column: Column) -> str:
    if column.is_stated:
        return column.definition if screen.language == "vi" else column.definition_en
    otherwise = f" {screen.say('definitions.otherwise')} "
    names = [
        " ".join(
            f"{'−' if term.sign < 0 else '+'} {_label(screen, catalogue.columns[term.column])}" for term in terms
        ).removeprefix("+ ")
        for terms in catalogue.alternatives(column.id)
    ]
    return otherwise.join(names)


def _label(screen: Screen, column: Column) -> str:
    return column.label if screen.language == "vi" else column.label_en


def _target(screen: Screen, metric: Metric, target: Target) -> str:
    value = fmt.measure(target.value, metric.unit, fmt.CHART_DECIMALS, screen.language)
    return f"{_SIGNS[target.comparator]} {value} ({scope_name(screen, target)}; {target.document})"
