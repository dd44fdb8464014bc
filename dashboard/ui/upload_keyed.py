"""Figures typed beside a document: the document, the tables to type into, their sums checked at once."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import keyed
from dashboard.keyed import Figure, Keyed
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.report import FAMILIES
from dashboard.store import tray as shelf
from dashboard.store.tray import Entry
from dashboard.ui import reads, tables, tray_worker, upload, upload_keyed_fields, upload_original
from dashboard.ui.html import element
from dashboard.ui.screen import Screen
from dashboard.ui.unit_names import full_names
from dashboard.ui.upload_keyed_fields import text


def section(screen: Screen, entry: Entry) -> None:
    """The table to type into, behind a heading that opens; open where something was typed before."""
    before = shelf.keyed(screen.context.workspace, entry.entry_id)
    tables.folded(
        screen, f"keyed_{entry.entry_id}", lambda: _draw(screen, entry, keyed.of_entry(before) if before else None),
        label=screen.say("upload.keyed"), icon=":material/keyboard:",
    )  # fmt: skip


def _draw(screen: Screen, entry: Entry, before: Keyed | None) -> None:
    st.html(element("p", screen.say("upload.keyed_help"), class_="hint"))
    if screen.is_narrow:
        upload_original.show(screen, entry)
        _tables(screen, entry, before)
        return
    left, right = st.columns([4, 5])
    with left:
        upload_original.show(screen, entry)
    with right:
        _tables(screen, entry, before)


def _tables(screen: Screen, entry: Entry, before: Keyed | None) -> None:
    unit, period = _subject(screen, entry.entry_id, before)
    key = entry.entry_id
    families = st.pills(
        screen.say("upload.keyed_families"), FAMILIES, default=[FAMILIES[0]], selection_mode="multi",
        format_func=lambda family: screen.say(f"definitions.family_{family}"), key=f"keyed_families_{key}",
    )  # fmt: skip
    st.html(element("h4", screen.say("upload.keyed_whole"), class_="picture-title"))
    figures = _figures(screen, key, keyed.stated_columns(families), before)
    if keyed.FIELD_FAMILY in families:
        st.html(element("h4", screen.say("upload.keyed_fields"), class_="picture-title"))
        st.html(element("p", screen.say("upload.keyed_fields_help"), class_="hint"))
        figures += upload_keyed_fields.table(screen, key, before)
    _checked(screen, figures)
    if st.button(screen.say("upload.keyed_save"), type="primary", icon=":material/save:", key=f"keyed_save_{key}"):

        def do() -> str:
            keyed.save(screen.context, entry, Keyed(unit or "", period or "", tuple(figures)))
            tray_worker.wake(screen.context.workspace)
            return screen.say("upload.keyed_saved")

        upload.act(screen, do)


def _subject(screen: Screen, key: str, before: Keyed | None) -> tuple[str | None, str | None]:
    """Of which unit and period the document speaks."""
    units = full_names(screen)
    periods = [k.period.label for k in reads.known_periods(screen.scope) if not k.is_implied]
    left, right = st.columns(2)
    unit = left.selectbox(
        screen.say("table.unit"), list(units), index=_at(list(units), before.unit_id if before else None),
        format_func=lambda id_: units[id_], placeholder=screen.say("upload.name_hint"), key=f"keyed_unit_{key}",
    )  # fmt: skip
    labels = list(dict.fromkeys([*([before.period] if before else []), *reversed(periods)]))
    period = right.selectbox(
        screen.say("table.period"), labels, index=_at(labels, before.period if before else None),
        accept_new_options=True, placeholder=screen.say("upload.period_hint"), key=f"keyed_period_{key}",
    )  # fmt: skip
    return unit, period


def _at(options: list[str], value: str | None) -> int | None:
    return options.index(value) if value in options else None


def _figures(screen: Screen, key: str, columns: list[str], before: Keyed | None) -> list[Figure]:
    """What stands in the table by now: the lines that have a value."""
    known = {figure.column: figure for figure in before.figures if figure.field_id is None} if before else {}
    names = load_catalogue().columns
    frame = pd.DataFrame(
        [
            {
                "count": names[column].label if screen.language == "vi" else names[column].label_en,
                "value": known[column].value if column in known else None,
                "page": known[column].page if column in known else None,
                "paragraph": known[column].paragraph if column in known else None,
            }
            for column in columns
        ],
        columns=["count", "value", "page", "paragraph"],
    ).astype({"value": "Int64", "page": "string", "paragraph": "string"})
    edited = st.data_editor(
        frame,
        hide_index=True,
        width="stretch",
        num_rows="fixed",
        height="content",
        placeholder="",
        disabled=["count"],
        column_config={
            "count": st.column_config.TextColumn(
                screen.say("provenance.count"), width=150 if screen.is_narrow else 265
            ),
            "value": st.column_config.NumberColumn(screen.say("upload.keyed_value"), min_value=0, step=1, width=80),
            "page": st.column_config.TextColumn(
                screen.say("upload.keyed_page"), max_chars=keyed.LONGEST_PLACE, width=65
            ),
            "paragraph": st.column_config.TextColumn(
                screen.say("upload.keyed_paragraph"), max_chars=keyed.LONGEST_PLACE, width=65
            ),
        },
        key=f"keyed_table_{key}_{'_'.join(columns[:1])}_{len(columns)}",
    )
    rows: list[Mapping[str, Any]] = edited.to_dict("records")
    return [
        Figure(column, int(row["value"]), text(row["page"]), text(row["paragraph"]))
        for column, row in zip(columns, rows, strict=True)
        if not pd.isna(row["value"])
    ]


def _checked(screen: Screen, figures: list[Figure]) -> None:
    """Sums that do not hold, or that all do."""
    names = load_catalogue().columns

    def label(column: str) -> str:
        return names[column].label if screen.language == "vi" else names[column].label_en

    found = keyed.broken(figures)
    fields = {field.field_id: field.name for field in reads.reference(screen.scope).fields}
    for one in found:
        said = {
            "total": label(one.total) + (f" ({fields[one.field_id]})" if one.field_id in fields else ""),
            "stated": fmt.count(one.stated, screen.language),
            "parts": " + ".join(map(label, one.parts)) or screen.say("upload.keyed_all_fields"),
            "recomputed": fmt.count(one.recomputed, screen.language),
        }
        st.warning(screen.say("upload.keyed_broken", **said), icon=":material/rule:")
    if figures and not found:
        st.html(element("p", screen.say("upload.keyed_holds"), class_="hint"))
