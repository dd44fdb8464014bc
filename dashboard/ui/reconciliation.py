"""The parts of the page that sets reports beside the files of the one-stop software."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.charts.differences import difference_bars
from dashboard.charts.picture import TableColumn
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.report import Field, Unit
from dashboard.store.connection import VIETNAM
from dashboard.ui import breakdown, online, page_parts, pictures, reads, tables, url
from dashboard.ui import focus as focusing
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen

COLUMNS = (
    "received_total", "received_online", "received_offline", "carried_over", "resolved_total", "resolved_early",
    "resolved_on_time", "resolved_late", "pending_total", "pending_in_time", "pending_overdue",
)  # fmt: skip
GHOST_DAYS = 90
"""Unless the province's setting `ghost_days` says otherwise."""

_GHOST_CHOICES = (30, 60, 90, 180, 365)


@dataclass(frozen=True, slots=True)
class Compared:
    """What the page compares: one column of form 06, in one unit or field where the reader went that deep."""

    column: str
    unit: Unit | None
    field: Field | None
    ghost_days: int
    troubles: tuple[str, ...]

    def asked(self, screen: Screen) -> dict[str, Any]:
        """The parameters that most queries of the page take."""
        return {
            "period_id": screen.period_id,
            "unit_ids": [self.unit.unit_id] if self.unit else [],
            "field_ids": [self.field.field_id] if self.field else [],
            "levels": [screen.level] if screen.level and not self.unit else [],
        }


def compared(screen: Screen) -> Compared:
    """What the address asks for; what it asks for in vain is left out and said."""
    troubles: list[str] = []
    units = {unit.unit_id: unit for unit in focusing.units_of(screen)}
    fields = {field.field_id: field for field in reads.reference(screen.scope).fields}
    unit = online.asked_for(screen, "unit", units, troubles)
    field = online.asked_for(screen, "field", fields, troubles)
    column = _asked(screen, "column", COLUMNS, COLUMNS[0], troubles)
    usual = reads.setting(screen.scope, "ghost_days", str(GHOST_DAYS))
    days = _asked(screen, "ghost", [str(days) for days in _GHOST_CHOICES], usual, troubles)
    return Compared(column, unit, field, int(days) if days.isdecimal() else GHOST_DAYS, tuple(troubles))


def _asked(screen: Screen, name: str, choices: Any, usual: str, troubles: list[str]) -> str:
    asked = url.read(name)
    if asked is None or asked in choices:
        return asked or usual
    url.write(name, None)
    label = screen.say("reconciliation.column" if name == "column" else "reconciliation.ghost_days")
    troubles.append(screen.say("problem.choice", asked=asked, filter=label))
    return usual


def choices(screen: Screen, at: Compared) -> None:
    """The column, and unit and field."""
    units = {unit.unit_id: unit.name for unit in focusing.units_of(screen)}
    fields = {field.field_id: field.name for field in reads.reference(screen.scope).fields}
    with st.container(horizontal=True, vertical_alignment="bottom", key="choices"):
        st.selectbox(
            screen.say("reconciliation.column"),
            COLUMNS,
            format_func=lambda column: _label(screen, column),
            key=url.widget("column", at.column),
            on_change=url.picked,
            args=("column",),
            width=330,
        )
        online.choice(screen, "unit", units, [at.unit.unit_id] if at.unit else [])
        online.choice(screen, "field", fields, [at.field.field_id] if at.field else [])


def exports(screen: Screen) -> Rows:
    """The exports that answer for the period as a table, and the lines that were left out; none gives a sentence."""
    batches = screen.rows("case_batches", period_id=screen.period_id)
    if not batches:
        page_parts.notice(screen.say("reconciliation.none", period=screen.period_name))
        return batches
    names = {"file": "text", "entered": "text", "covers": "text", "basis": "text", "n_rows": "count",
             "n_rejected": "count", "n_unmatched": "count", "units": "count"}  # fmt: skip
    columns = [TableColumn(name, screen.say(f"cases.{name}"), kind) for name, kind in names.items()]  # type: ignore[arg-type]
    lines = [
        {
            **row,
            "file": row["file_name"],
            "entered": fmt.moment(row["entered_at"].astimezone(VIETNAM), screen.language),
            "covers": fmt.date_range(row["covers_from"], row["covers_to"], screen.language),
            "basis": screen.say(f"cases.basis_{row['covers_basis']}"),
        }
        for row in batches
    ]
    tables.folded(
        screen,
        "case_exports",
        lambda: tables.show(screen, columns, lines, "case_exports_table", name="danh-sach-ho-so"),
        label=screen.say("reconciliation.exports"),
    )
    for row in batches:
        if row["n_rejected"]:
            _rejects(screen, row)
    return batches


def _rejects(screen: Screen, batch: dict[str, Any]) -> None:
    def draw() -> None:
        names = {"line": "count", "code": "text", "reason": "text", "value": "text"}
        columns = [TableColumn(name, screen.say(f"cases.{name}"), kind) for name, kind in names.items()]  # type: ignore[arg-type]
        rows = screen.rows("case_rejects", revision_id=batch["revision_id"])
        lines = [{**row, "reason": screen.say(f"cases.reason_{row['reason']}")} for row in rows]
        tables.show(screen, columns, lines, f"rejects_{batch['revision_id']}", name="dong-bi-bo-qua")

    label = f"{screen.say('reconciliation.rejects')}: {fmt.count(batch['n_rejected'], screen.language)}"
    tables.folded(screen, f"rejects_{batch['revision_id']}", draw, label=label)


def by_column(screen: Screen, at: Compared) -> None:
    """Every column of form 06: reported, counted, difference; a click compares that column below."""
    rows = screen.rows("case_reconciliation", **at.asked(screen))
    page_parts.header(screen.say("reconciliation.by_column"))
    names = {"reported": "count", "counted": "count", "difference": "count", "share": "percent", "units": "count",
             "units_that_differ": "count"}  # fmt: skip
    columns = [TableColumn("name", screen.say("cases.column"))]
    columns += [TableColumn(name, screen.say(f"cases.{name}"), kind) for name, kind in names.items()]  # type: ignore[arg-type]
    lines = [{**row, "name": _label(screen, row["column_id"])} for row in rows]
    key = pictures.key_of((screen.period_id, screen.level, at))
    with st.container(border=True, key="by_column"):
        tables.show(
            screen, columns, lines, f"columns_{key}", name="doi-chieu",
            on_pick=lambda line: url.write("column", rows[line]["column_id"]),
        )  # fmt: skip


def by_unit(screen: Screen, at: Compared) -> None:
    """Units by the size of their difference; a click goes into the unit."""
    if at.unit is None:
        asked = {key: value for key, value in at.asked(screen).items() if key != "unit_ids"}
        rows = screen.rows("case_reconciliation_by_unit", column_id=at.column, **asked)
        _differences(screen, at, rows, "unit")


def by_field(screen: Screen, at: Compared) -> None:
    """Fields in the same way."""
    if at.field is None:
        asked = {key: value for key, value in at.asked(screen).items() if key != "field_ids"}
        rows = screen.rows("case_reconciliation_by_field", column_id=at.column, **asked)
        if rows:
            _differences(screen, at, rows, "field")


def _differences(screen: Screen, at: Compared, rows: Rows, by: str) -> None:
    page_parts.header(screen.say(f"reconciliation.by_{by}"))
    what, period, look = _label(screen, at.column), screen.period_name, screen.look
    recipe = ("case-differences", by, screen.period_id, screen.level, at)
    picture = pictures.drawn(screen, recipe, lambda: difference_bars(rows, look, by, what, period))
    key = pictures.key_of(recipe)

    def table() -> None:
        lines = picture.rows
        tables.show(
            screen, picture.columns, lines, f"by_{by}_{key}_table", name=f"doi-chieu-{by}",
            on_pick=lambda line: breakdown.go(by, lines[line]["id"]),
        )  # fmt: skip

    with st.container(border=True, key=f"by_{by}"):
        if picture.is_empty:  # all agree, or none can be compared: the sentence says which
            page_parts.sentence(picture.title)
            tables.folded(screen, f"by_{by}_{key}", table)
        else:
            pictures.show(
                screen, picture, f"by_{by}_{key}", lambda mark: breakdown.go(by, mark.get("id")), has_formula=False,
                behind=table,
            )  # fmt: skip


def ghosts(screen: Screen, at: Compared) -> None:
    """Open files that are overdue by very long and have not moved: perhaps done, and only not closed."""
    page_parts.header(screen.say("reconciliation.ghosts"))
    choices_ = sorted({*_GHOST_CHOICES, at.ghost_days})
    st.segmented_control(
        screen.say("reconciliation.ghost_days"),
        [str(days) for days in choices_],
        required=True,
        key=url.widget("ghost", str(at.ghost_days)),
        on_change=url.picked,
        args=("ghost",),
    )
    rows = screen.rows("case_ghosts", **at.asked(screen), ghost_days=str(at.ghost_days))
    told = {"days": fmt.count(at.ghost_days, screen.language)}
    if not rows:
        page_parts.prose(screen.say("reconciliation.ghosts_none", **told))
        return
    count = fmt.count(len(rows), screen.language)
    names = {"code": "text", "procedure": "text", "field": "text", "resolving": "text", "days_late": "count",
             "due_on": "date", "received_on": "date", "moved_on": "date"}  # fmt: skip
    _list(screen, rows, names, "ghosts", screen.say("reconciliation.ghosts_some", count=count, **told), "ho-so-ton-lau")


def errors(screen: Screen, at: Compared) -> None:
    """Files with impossible or missing days, and those filed online where the procedure is not online."""
    page_parts.header(screen.say("reconciliation.errors"))
    rows = screen.rows("case_errors", **at.asked(screen))
    if not rows:
        page_parts.prose(screen.say("reconciliation.errors_none"))
        return
    names = {"error": "text", "code": "text", "procedure": "text", "field": "text", "resolving": "text",
             "received_on": "date", "promised_on": "date", "finished_on": "date"}  # fmt: skip
    lines = [{**row, "error": screen.say(f"cases.error_{row['error']}")} for row in rows]
    count = fmt.count(len(rows), screen.language)
    _list(screen, lines, names, "errors", screen.say("reconciliation.errors_some", count=count), "ho-so-loi")


def _list(screen: Screen, rows: Rows, names: dict[str, str], key: str, title: str, name: str) -> None:
    columns = [TableColumn(column, screen.say(f"cases.{column}"), kind) for column, kind in names.items()]  # type: ignore[arg-type]
    lines = [
        {
            **row,
            "procedure": row["procedure_name"] or row["procedure_code"],
            "field": row["field_name"],
            "resolving": row["unit_name"],
        }
        for row in rows
    ]
    with st.container(border=True, key=key):
        page_parts.sentence(title)
        tables.show(screen, columns, lines, f"{key}_table", name=name)


def sources(screen: Screen) -> None:
    """How both sides are counted."""
    page_parts.prose(screen.say("reconciliation.sources"), "picture-notes")


def _label(screen: Screen, column: str) -> str:
    known = load_catalogue().columns[column]
    return known.label if screen.language == "vi" else known.label_en
