"""The parts of the page on digital signatures: definition and scope, cards, certificates, points of communes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from dashboard.charts import sentences
from dashboard.charts.picture import Picture, TableColumn
from dashboard.charts.points import points_bars
from dashboard.charts.series import points as points_of
from dashboard.charts.trend import trend
from dashboard.exports.document import Paragraph
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.ui import breakdown, kpi, marks, online, overdue, page_parts, pictures, provenance, tables, url
from dashboard.ui import focus as focusing
from dashboard.ui.focus import Focus
from dashboard.ui.html import element, join
from dashboard.ui.kpi import Figure
from dashboard.ui.screen import Screen
from dashboard.ui.series import Span

SHARES = ("signed_share_outgoing", "signed_share_electronic", "e_document_share")
CERTIFICATES = ("certificates_org", "certificates_person")
DECREE_DAY = date(2025, 11, 27)
"""The day of Decree 307/2025/NĐ-CP: no earlier period is scored by its scale."""

_NAMES = {"signed_share_outgoing": "outgoing", "signed_share_electronic": "electronic", "e_document_share": "share"}


def focus(screen: Screen) -> Focus:
    """Definition and unit as the address asks for them; what it asks for in vain is left out and said."""
    troubles: list[str] = []
    metrics = load_catalogue().metrics
    known: dict[str, dict[str, Any]] = {
        "unit": {unit.unit_id: unit for unit in focusing.units_of(screen)},
        "metric": {metric_id: metrics[metric_id] for metric_id in SHARES},
    }
    found = {name: online.asked_for(screen, name, choices, troubles) for name, choices in known.items()}
    metric = found["metric"] or metrics[next(iter(_known(screen)), SHARES[0])]
    return Focus(metric, found["unit"], None, tuple(troubles))


def _known(screen: Screen) -> list[str]:
    rows = screen.rows("metric_total", metric_ids=SHARES, period_ids=[screen.period_id], field_ids=[])
    return [row["metric_id"] for row in rows if row["ratio"] is not None]


def choices(screen: Screen, at: Focus) -> None:
    """Definition and unit; the formula, its regulation and what becomes of secret documents stand beneath."""
    units = {unit.unit_id: unit.name for unit in focusing.units_of(screen)}
    with st.container(horizontal=True, vertical_alignment="bottom", key="choices"):
        metrics = load_catalogue().metrics
        st.selectbox(
            screen.say("filter.definition"),
            SHARES,
            format_func=lambda id_: kpi.figure_name(metrics[id_], screen),
            key=url.widget("metric", at.metric.id),
            on_change=url.picked,
            args=("metric",),
            width=330,
        )
        online.choice(screen, "unit", units, at.unit_ids)
    formula = load_catalogue().formula(at.metric, screen.language)
    regulation = f"{screen.say('provenance.regulation')}: {at.metric.regulation}."
    page_parts.keep(lambda: Paragraph(screen.say("signature.secret"), is_muted=True))
    st.html(
        join(
            '<p class="formula">',
            element("b", screen.say("provenance.formula")),
            element("span", f": {formula}."),
            " ",
            element("span", f"{regulation} {screen.say('signature.secret')}", class_="muted"),
            "</p>",
        )
    )


def figures(screen: Screen, at: Focus, periods: Span) -> dict[str, Figure]:
    """The three shares and both kinds of certificates in every period of the span."""
    rows = online.whole(screen, at, (*SHARES, *CERTIFICATES), periods.asked_ids(screen))
    return kpi.figures(screen, periods, rows)


def cards(screen: Screen, at: Focus, periods: Span, found: Mapping[str, Figure]) -> None:
    """The definition in use first, then the other shares that are known."""
    if not any(id_ in found and found[id_].is_known for id_ in SHARES):
        return
    ordered = dict.fromkeys((at.metric.id, *SHARES))
    shown = [(id_, found[id_]) for id_ in ordered if id_ in found and (id_ == at.metric.id or found[id_].is_known)]
    with st.grid(len(shown), min_column_width=215, gap="small", key="kpis"):
        for metric_id, figure in shown:
            with st.container(border=True, gap=None, key=f"kpi_{metric_id}", height="stretch"):
                in_use = "in_use" if metric_id == at.metric.id else "other_definition"
                title = screen.say(f"signature.card_{_NAMES[metric_id]}")
                kpi.body(
                    screen, periods, title, figure, screen.say(f"online.{in_use}"), online.spark(screen, at, figure)
                )


def reason(screen: Screen, at: Focus, found: Mapping[str, Figure]) -> bool:
    """Whether the definition in use has a figure; if not, why, and which ones have."""
    if at.metric.id in found and found[at.metric.id].row.get("ratio") is not None:
        return True
    words = screen.say("signature.no_figure", period=screen.period_name)
    others = [id_ for id_ in SHARES if id_ in found and found[id_].row.get("ratio") is not None]
    if others:
        names = "; ".join(kpi.figure_name(load_catalogue().metrics[id_], screen) for id_ in others)
        words += " " + screen.say("signature.other_has", names=names)
    page_parts.notice(words)
    return False


def certificates(screen: Screen, at: Focus, found: Mapping[str, Figure]) -> None:
    """Issued to organisations and persons, active and revoked: a sentence, a table by level or unit, and trends."""
    page_parts.header(screen.say("signature.certificates"))
    rows = screen.rows("certificates", period_id=screen.period_id)
    top, below = _chosen(screen, at, rows)
    if top is None:
        page_parts.prose(screen.say("signature.no_certificates", period=screen.period_name))
        return
    in_use = screen.say("signature.use_unknown")
    if top["active"] is not None and top["revoked"] is not None:
        counts = {key: fmt.count(top[key], screen.language) for key in ("active", "revoked")}
        in_use = f"{screen.say('signature.in_use', **counts)} {screen.say('signature.not_in_use')}"
    with st.container(border=True, key="certificates"):
        page_parts.sentence(_issued(screen, top))
        page_parts.prose(in_use)
        names = ("issued", "organisations", "persons", "active", "revoked")
        columns = [TableColumn("name", screen.say("table.name"))]
        columns += [TableColumn(name, screen.say(f"signature.column_{name}"), "count") for name in names]
        columns.append(TableColumn("source", screen.say("provenance.source")))
        lines = [
            {**row, "name": _name(screen, row), "source": screen.say(f"basis.{row['basis']}")} for row in [top, *below]
        ]
        tables.show(
            screen, columns, lines, f"certificates_{pictures.key_of((screen.level, at.recipe))}", name="chung-thu-so"
        )

    shown = [found[id_] for id_ in CERTIFICATES if id_ in found and _has_past(found[id_])]
    if not shown:
        return
    with st.grid(len(shown), min_column_width=400, gap="small", key="certificate_trends"):
        for figure in shown:
            with st.container(border=True, height="stretch", key=f"trend_{figure.metric.id}"):
                recipe = ("certificate-trend", screen.period_id, screen.level, figure.metric.id, *at.recipe[1:2])
                picture = pictures.drawn(screen, recipe, lambda figure=figure: _trend(screen, at, figure))  # type: ignore[misc]
                pictures.show(screen, picture, f"trend_{pictures.key_of(recipe)}", has_formula=False)


def _has_past(figure: Figure) -> bool:
    return sum(row["numerator"] is not None for row in figure.over_time) > 1


def _trend(screen: Screen, at: Focus, figure: Figure) -> Picture:
    """A total of fewer units than before is no fall: it is compared only where every unit due stands behind both."""
    subject = overdue.subject(screen, at)
    picture = trend(figure.over_time, figure.metric, screen.look, subject=subject, height=230)
    both = (figure.row, figure.previous)
    if at.unit is not None or all(row.get("due") and row["reported"] == row["due"] for row in both):
        return picture
    level = sentences.level(figure.metric, points_of(figure.over_time)[-1], screen.look, subject)
    return replace(picture, title=f"{level}; {screen.say('signature.not_compared')}")


def _chosen(
    screen: Screen, at: Focus, rows: Sequence[dict[str, Any]]
) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    """The line that the sentence is about, and those beneath it."""
    if at.unit is not None:
        return next((row for row in rows if row["unit_id"] == at.unit.unit_id), None), []
    if screen.level is None:
        levels = [row for row in rows if row["scope"] == "level"]
        return next((row for row in rows if row["scope"] == "total"), None), levels
    units = [row for row in rows if row["scope"] == "unit" and row["level"] == screen.level]
    return next((row for row in rows if row["scope"] == "level" and row["level"] == screen.level), None), units


def _issued(screen: Screen, row: Mapping[str, Any]) -> str:
    known = {key: fmt.count(row[key], screen.language) for key in ("issued", "organisations", "persons")}
    if all(row[key] is not None for key in known):
        return screen.say("signature.issued", **known)
    parts = [
        screen.say(f"signature.part_{key}", count=known[key])
        for key in ("organisations", "persons")
        if row[key] is not None
    ]
    return screen.say("signature.issued_one", parts=", ".join(parts) or known["issued"])


def _name(screen: Screen, row: Mapping[str, Any]) -> str:
    if row["scope"] == "unit":
        return str(row["unit_name"])
    return screen.say("level.all" if row["scope"] == "total" else f"level.{row['level']}")


def points(screen: Screen, at: Focus) -> None:
    """Communes on the decree's scale, and what the next half point needs; only where communes are shown."""
    if screen.level not in (None, "commune") or (at.unit is not None and at.unit.unit_type != "commune"):
        return
    assert screen.period is not None
    page_parts.header(screen.say("signature.points"))
    if screen.period.period.end < DECREE_DAY:
        page_parts.prose(screen.say("signature.points_before", period=screen.period_name))
        return
    rows = screen.rows("signature_points", period_id=screen.period_id)
    rows = marks.of_figures(screen.scope, screen.language, "signed_share_outgoing", screen.period_id, rows)
    if at.unit is not None:
        rows = [row for row in rows if row["unit_id"] == at.unit.unit_id]
    if not rows:
        page_parts.prose(screen.say("signature.points_none"))
        return
    with st.container(border=True, key="points"):
        if at.unit is not None:
            page_parts.prose(_unit_points(screen, rows[0]), "lead")
        else:
            recipe = ("points", screen.period_id, SHARES[0])
            picture = pictures.drawn(screen, recipe, lambda: points_bars(rows, screen.look, screen.period_name))
            pick = _picks(picture.rows)
            table = partial(tables.show, screen, picture.columns, picture.rows, "points_table", on_pick=pick)
            pictures.show(screen, picture, "points_bars", has_formula=False, behind=table, fold="points")
        page_parts.prose(screen.say("signature.points_rule"), "picture-notes")


def _picks(rows: Sequence[Mapping[str, Any]]):  # type: ignore[no-untyped-def]
    def pick(index: int) -> None:
        url.write("unit", str(rows[index]["unit_id"]))

    return pick


def _unit_points(screen: Screen, row: Mapping[str, Any]) -> str:
    points_now = fmt.number(row["points"], 1, screen.language)
    metric = load_catalogue().metrics[SHARES[0]]
    value = sentences.value_text(metric, row["numerator"], row["denominator"], screen.look, fmt.TABLE_DECIMALS)
    said = screen.say("signature.points_unit", name=row["unit_name"], points=points_now, value=value)
    if row["documents_needed"] is None:
        return f"{said} {screen.say('signature.points_full')}"
    documents = fmt.count(row["documents_needed"], screen.language)
    next_points = fmt.number(row["next_points"], 1, screen.language)
    return f"{said} {screen.say('signature.points_next', documents=documents, next=next_points)}"


def sources(screen: Screen, at: Focus, found: Mapping[str, Figure]) -> None:
    """Where each figure comes from; of one unit or a stated total, down to the cells."""
    figure = found.get(at.metric.id)
    if figure is not None and figure.is_known and (at.unit is not None or figure.row.get("basis") == "stated"):
        breakdown.cells(screen, at)
    known = [found[id_] for id_ in (*SHARES, *CERTIFICATES) if id_ in found and found[id_].is_known]
    if known:
        provenance.section(screen, known)
