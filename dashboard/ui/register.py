"""The register of one period: how many reports stand how, until when there is time, and its lines to write in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import register as use
from dashboard.charts.picture import TableColumn
from dashboard.follow_up import may_write
from dashboard.metrics import format as fmt
from dashboard.register import Edit, RegisterError
from dashboard.store.workspace import WorkspaceError
from dashboard.ui import grids, reads, tables, url
from dashboard.ui.html import as_label, element, join
from dashboard.ui.reporting import reading_day
from dashboard.ui.screen import Screen, period_label

Row = Mapping[str, Any]
STATUSES = (
    "missing", "late", "incomplete", "undated", "unknown", "not_due", "resubmitted", "on_time", "exempt",
)  # fmt: skip
"""The statuses as people work through them: what needs something done comes first."""
GLYPHS = dict(zip(STATUSES, "✕◔◑?…○↻✓–", strict=True))
SAVED = "register_saved"
_ALL = "all"
_EDITED = ("received_on", "document_no", "document_on", "lacking", "note")
_EDITOR_HEIGHT = 560


@dataclass(frozen=True, slots=True)
class Book:
    """The register of the period and level shown: its lines, how many stand how, and the day on which it is read."""

    lines: Sequence[Row]
    counts: Sequence[Row]
    on_day: date
    is_open: bool
    status: str | None

    @property
    def shown(self) -> list[Row]:
        return [line for line in self.lines if self.status in (None, line["status"])]


def book(screen: Screen) -> Book:
    """The register as it stands on the reader's day, and the status that the address asks for."""
    day = reading_day(screen.scope)
    asked = {"period_ids": [screen.period_id], "on_day": day.isoformat()}
    lines = [line for line in screen.rows("register", **asked, unit_ids=[]) if screen.level in (None, line["level"])]
    counts = [row for row in screen.rows("register_counts", **asked) if row["level"] == (screen.level or "total")]
    is_open = any(line["has_duty"] for line in lines)
    status = url.read("status")
    if status is not None and status not in STATUSES:
        st.warning(screen.say("problem.choice", asked=as_label(status), filter=screen.say("register.status")))
        url.write("status", None)
        status = None
    return Book(lines, counts, day, is_open, status)


def open_periods(screen: Screen, held: Book) -> None:
    """The last periods that were opened, one click away, where another one is shown."""
    opened = {row["period_id"]: row for row in screen.rows("opened_periods")}
    known = [k for k in reads.known_periods(screen.scope) if k.period.period_id in opened]
    latest = sorted(known, key=lambda k: k.period.end, reverse=True)[:3]
    if not latest or (held.is_open and latest[0].period.period_id == screen.period_id):
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="opened_periods"):
        st.html(element("span", screen.say("register.opened"), class_="hint"), width="content")
        for one in latest:
            label = period_label(screen, one)
            name = fmt.capitalised(fmt.period_name(one.period, screen.language))
            st.button(name, key=f"opened_{label}", on_click=url.write, args=("period", label), type="tertiary")


def standing(screen: Screen, held: Book) -> None:
    """How much time is left, and how many reports stand how; each status is a filter."""
    total = next(iter(held.counts), None)
    if total is None:
        return
    st.html(
        join(
            '<p class="coverage some">',
            element("b", _time_left(screen, total["due_on"], held.on_day)),
            element("span", f" · {screen.say('register.due', due=fmt.count(total['due'], screen.language))}"),
            element("span", f" · {screen.say('register.closed')}") if _is_closed(screen) else "",
            "</p>",
        )
    )
    units = {row["status"]: row["units"] for row in held.counts}
    present = [status for status in STATUSES if status in units]

    def words(status: str) -> str:
        if status == _ALL:
            return screen.say("register.all")
        count = fmt.count(units.get(status, 0), screen.language)
        return f"{GLYPHS[status]} {screen.say(f'register.status_{status}')} · {count}"

    chosen = [held.status] if held.status and held.status not in present else []
    st.segmented_control(
        screen.say("register.status"),
        [_ALL, *present, *chosen],
        format_func=words,
        required=True,
        key=url.widget("status", held.status or _ALL),
        on_change=_pick_status,
    )


def table(screen: Screen, held: Book) -> None:
    """The lines: to write in for who may, to read for others and where an earlier state or no open period is shown."""
    lines = held.shown
    if not lines:
        st.html(element("p", screen.say("register.no_lines" if held.lines else "register.nothing"), class_="hint"))
        return
    columns = _columns(screen)
    rows = [_row(screen, line) for line in lines]
    if not (held.is_open and may_write(screen.context) and screen.scope.as_of is None):
        tables.show(screen, columns, rows, "register_lines", name=screen.say("register.file"))
        return
    _editor(screen, held, columns, lines, rows)
    tables.downloads(screen, columns, rows, "register_lines", screen.say("register.file"))


def status_words(screen: Screen, line: Row) -> str:
    """A status as the table has it: sign, word, and by how many days."""
    days = fmt.count(line["days_late"], screen.language) if line["days_late"] else ""
    words = f"{GLYPHS[line['status']]} {screen.say('register.status_' + line['status'])}"
    if line["status"] == "late" and days:
        return f"{GLYPHS['late']} {screen.say('register.late_by', days=days)}"
    return f"{words} · {screen.say('register.days', days=days)}" if days else words


def edits_of(lines: Sequence[Row], changed: Mapping[int, Mapping[str, Any]]) -> list[Edit]:
    """What was written into which lines, as the use case takes it; `changed` is by the number of the line."""
    edits = []
    for number, cells in changed.items():
        values = {name: _value(name, value) for name, value in cells.items() if name in _EDITED}
        if values:
            line = lines[number]
            edits.append(Edit(line["unit_id"], values, line["receipt_id"], line["version"]))
    return edits


def _editor(
    screen: Screen, held: Book, columns: Sequence[TableColumn], lines: Sequence[Row], rows: Sequence[Row]
) -> None:
    names = [column.key for column in columns]
    frame = pd.DataFrame({name: [row[name] for row in rows] for name in names})
    for name in ("due_on", "received_on", "document_on"):
        frame[name] = pd.to_datetime(frame[name])
    # The key names what the lines are, so that what was typed into others is never taken for these.
    key = f"register_{screen.scope.generation}_{screen.period_id}_{screen.level}_{held.status}"
    with st.form(f"form_{key}", border=False):
        st.html(element("p", screen.say("register.how"), class_="hint"))
        st.data_editor(
            frame,
            hide_index=True,
            width="stretch",
            height="content" if len(rows) <= tables.FULL_ROWS // 2 else _EDITOR_HEIGHT,
            num_rows="fixed",
            disabled=[name for name in names if name not in _EDITED],
            column_config=_config(screen, columns, rows, held.on_day),
            placeholder=fmt.NONE,
            key=key,
        )
        left, right = st.columns([4, 1], vertical_alignment="bottom")
        reason = left.text_input(screen.say("register.reason"), max_chars=use.LONGEST_NOTE, key=f"reason_{key}")
        if right.form_submit_button(screen.say("register.save"), type="primary", width="stretch"):
            _save(screen, edits_of(lines, st.session_state[key].get("edited_rows", {})), reason)


def _save(screen: Screen, edits: list[Edit], reason: str) -> None:
    if not edits:
        st.info(screen.say("register.nothing_changed"))
        return
    try:
        count = use.save(screen.context, screen.period_id, edits, reason)
    except RegisterError as error:
        st.error(screen.say(f"register.problem_{error.key}", **error.values), icon=":material/error:")
    except WorkspaceError as error:
        st.error(str(error), icon=":material/error:")
    else:
        st.session_state[SAVED] = screen.say("register.saved", count=fmt.count(count, screen.language))
        st.rerun()


def _config(screen: Screen, columns: Sequence[TableColumn], rows: Sequence[Row], today: date) -> dict[str, Any]:
    config: dict[str, Any] = {}
    for column in columns:
        label = column.label
        if column.key == "received_on":
            config[column.key] = st.column_config.DateColumn(label, format="DD/MM/YYYY", max_value=today)
        elif column.kind == "date":
            config[column.key] = st.column_config.DateColumn(label, format="DD/MM/YYYY")
        elif column.key == "document_no":
            config[column.key] = st.column_config.TextColumn(label, max_chars=use.LONGEST_NUMBER)
        elif column.key in ("note", "lacking"):
            config[column.key] = st.column_config.TextColumn(label, max_chars=use.LONGEST_NOTE, width="medium")
        elif column.key == "findings":
            config[column.key] = st.column_config.NumberColumn(label, width="small")
        else:
            # Wide enough for the longest name: what is cut here cannot be read elsewhere.
            longest = max(len(label), *(len(row[column.key] or "") for row in rows))
            is_pinned = column.key == "unit_name" and not screen.is_narrow  # on a phone it would hide the rest
            config[column.key] = st.column_config.TextColumn(label, width=grids.width_of(longest), pinned=is_pinned)
    return config


def _columns(screen: Screen) -> list[TableColumn]:
    kinds = {
        "unit_name": "text", "state": "text", "received_on": "date", "document_no": "text", "document_on": "date",
        "lacking": "text", "note": "text", "due_on": "date", "revision_id": "text", "findings": "count",
    }  # fmt: skip
    return [TableColumn(name, screen.say(f"register.column_{name}"), kind) for name, kind in kinds.items()]  # type: ignore[arg-type]


def _row(screen: Screen, line: Row) -> dict[str, Any]:
    lacking = line["lacking"]
    said = None if lacking is None else screen.say("register.whole") if not lacking else ", ".join(lacking)
    return {**line, "state": status_words(screen, line), "lacking": said}


def _value(name: str, typed: Any) -> Any:
    if name in ("received_on", "document_on"):
        return date.fromisoformat(str(typed)[:10]) if typed else None
    if name == "lacking":
        # Nothing typed is nothing said; "0", "đủ" and "complete" say that nothing lacks.
        words = (typed or "").strip()
        if not words:
            return None
        return () if words.casefold() in ("0", "đủ", "complete") else tuple(part.strip() for part in words.split(","))
    return typed or None


def _is_closed(screen: Screen) -> bool:
    return any(row["is_closed"] for row in screen.rows("opened_periods") if row["period_id"] == screen.period_id)


def _time_left(screen: Screen, due_on: date | None, on_day: date) -> str:
    if due_on is None:
        return screen.say("register.no_day")
    left = (due_on - on_day).days
    day = fmt.day(due_on, screen.language)
    if left == 0:
        return screen.say("register.due_today", day=day)
    key = "register.days_left" if left > 0 else "register.days_over"
    return screen.say(key, days=fmt.count(abs(left), screen.language), day=day)


def _pick_status() -> None:
    status = st.session_state["w_status"]
    url.write("status", None if status == _ALL else status)
