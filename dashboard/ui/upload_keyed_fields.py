"""Figures of each field typed from a document: a line for a field, its counts, and where the line stands."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import keyed
from dashboard.keyed import Figure, Keyed
from dashboard.metrics.catalogue import load_catalogue
from dashboard.ui import reads
from dashboard.ui.screen import Screen

_PLACE = ("page", "paragraph")


def table(screen: Screen, key: str, before: Keyed | None) -> list[Figure]:
    """The table to type into, with a new line at its end; what stands in it by now."""
    fields = {field.field_id: field.name for field in reads.reference(screen.scope).fields}
    columns = keyed.stated_columns([keyed.FIELD_FAMILY])
    edited = st.data_editor(
        _frame(columns, fields, before),
        hide_index=True,
        width="stretch",
        num_rows="dynamic",
        height="content",
        placeholder="",
        column_config=_config(screen, columns, fields),
        key=f"keyed_fields_{key}",
    )
    ids = {name: field_id for field_id, name in fields.items()}
    rows: list[Mapping[str, Any]] = edited.to_dict("records")
    return [
        Figure(column, int(row[column]), text(row["page"]), text(row["paragraph"]), ids[row["field"]])
        for row in rows
        if not pd.isna(row["field"])
        for column in columns
        if not pd.isna(row[column])
    ]


def text(value: Any) -> str:
    """What was typed into a cell of text."""
    return "" if value is None or pd.isna(value) else str(value)


def _frame(columns: list[str], fields: Mapping[str, str], before: Keyed | None) -> pd.DataFrame:
    lines: dict[str, dict[str, Any]] = {}
    for figure in before.figures if before else ():
        if figure.field_id is not None and figure.field_id in fields:
            line = lines.setdefault(figure.field_id, {"field": fields[figure.field_id]})
            line |= {figure.column: figure.value, "page": figure.page, "paragraph": figure.paragraph}
    frame = pd.DataFrame(list(lines.values()), columns=["field", *columns, *_PLACE])
    return frame.astype(dict.fromkeys(columns, "Int64") | dict.fromkeys(("field", *_PLACE), "string"))


def _config(screen: Screen, columns: list[str], fields: Mapping[str, str]) -> dict[str, Any]:
    names = load_catalogue().columns
    config: dict[str, Any] = {
        column: st.column_config.NumberColumn(
            names[column].label if screen.language == "vi" else names[column].label_en, min_value=0, step=1
        )
        for column in columns
    }
    config["field"] = st.column_config.SelectboxColumn(
        screen.say("table.field"), options=list(fields.values()), pinned=not screen.is_narrow, width="medium"
    )
    for name in _PLACE:
        label = screen.say(f"upload.keyed_{name}")
        config[name] = st.column_config.TextColumn(label, max_chars=keyed.LONGEST_PLACE)
    return config
