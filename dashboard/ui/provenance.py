"""Where the figures of a page come from: formula in words, regulation, n, coverage, basis, period, documents."""

from collections.abc import Sequence

import streamlit as st

from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.ui.html import element, join
from dashboard.ui.kpi import Figure, coverage
from dashboard.ui.screen import Screen


def section(screen: Screen, figures: Sequence[Figure]) -> None:
    """One entry for each figure, folded away until it is asked for."""
    with st.expander(screen.say("provenance.heading"), icon=":material/info:"):
        for figure in figures:
            st.html(entry(screen, figure))


def entry(screen: Screen, figure: Figure) -> str:
    """The lines of one figure."""
    metric, row = figure.metric, figure.row
    formula = load_catalogue().formula(metric, screen.language)
    lines = [("provenance.formula", formula), ("provenance.regulation", metric.regulation)]
    if row.get("numerator") is not None:
        words = fmt.counts(row["numerator"], row.get("denominator"), screen.language)
        lines.append(("provenance.n", f"{words} {screen.look.noun(metric)}"))
        basis = screen.say(f"basis.{row['basis']}") if row.get("basis") else fmt.NONE
        if row.get("is_derived"):
            basis += f"; {screen.say('basis.derived').lower()}"
        lines.append(("provenance.source", basis))
    lines.append(("provenance.coverage", coverage(screen, row)))
    if screen.period is not None:
        period = screen.period.period
        dates = fmt.date_range(period.start, period.end, screen.language)
        lines.append(("table.period", f"{fmt.capitalised(screen.period_name)} ({dates})"))
    if row.get("target_document"):
        lines.append(("provenance.target_document", row["target_document"]))
    name = metric.name if screen.language == "vi" else metric.name_en
    return join(
        '<div class="provenance">',
        element("h3", name),
        "<dl>",
        *(join(element("dt", screen.say(key)), element("dd", text)) for key, text in lines),
        "</dl></div>",
    )
