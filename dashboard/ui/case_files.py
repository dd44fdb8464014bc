"""Where the drill ends: how old the open overdue files are, and the overdue files themselves, a page at a time."""

from collections.abc import Iterator, Sequence
from typing import Any

import streamlit as st

from dashboard.charts.ageing import age_columns, age_grid
from dashboard.charts.picture import TableColumn
from dashboard.metrics import format as fmt
from dashboard.ui import breakdown, page_parts, pictures, tables, url
from dashboard.ui.screen import Screen

PAGE = 50
SAVED = 100_000
"""So many files are in a download; an Excel sheet holds a million lines, and a browser fewer."""

_PARAMETER = "files"


def section(screen: Screen, unit_id: str | None = None, field_id: str | None = None) -> None:
    """Age of the open overdue files and the list of overdue files; one quiet sentence where no export tells of them."""
    asked = {
        "period_id": screen.period_id,
        "unit_ids": [unit_id] if unit_id else [],
        "field_ids": [field_id] if field_id else [],
        "levels": [screen.level] if screen.level and not unit_id else [],
    }
    ages = screen.rows("overdue_ages", **asked)
    page_parts.header(screen.say("cases.section"))
    if not ages:
        page_parts.prose(screen.say("cases.none", period=screen.period_name))
        return
    key = pictures.key_of((screen.period_id, screen.level, unit_id, field_id))
    if ages[0]["cases_in_all"]:
        _ages(screen, ages, asked, "unit" if field_id and not unit_id else "field", key)
    _files(screen, asked, key)
    units = fmt.count(ages[0]["units"], screen.language)
    words = f"{screen.say('cases.note')} {screen.say('ageing.coverage', units=units)}"
    page_parts.prose(words, "picture-notes")


def _ages(screen: Screen, ages: list[dict[str, Any]], asked: dict[str, Any], by: str, key: str) -> None:
    """The bands, and beside them the same by field, or by unit where a field is chosen."""
    rows = screen.rows(f"overdue_ages_by_{by}", **asked)
    look, period = screen.look, screen.period_name
    page_parts.subheader(screen.say("ageing.title_section"))
    left, right = st.columns([1, 1.5], gap="small")
    with left.container(border=True, key="case_ages", height="stretch"):
        picture = pictures.drawn(screen, ("case-ages", key), lambda: age_columns(ages, look, period))
        pictures.show(screen, picture, f"ages_{key}", has_formula=False)
    with right.container(border=True, key="case_ages_grid", height="stretch"):
        picture = pictures.drawn(screen, ("case-ages", by, key), lambda: age_grid(rows, look, by, period))
        pictures.show(
            screen,
            picture,
            f"ages_{by}_{key}",
            lambda mark: breakdown.go(by, mark.get("id")),
            has_formula=False,
        )


def _files(screen: Screen, asked: dict[str, Any], key: str) -> None:
    """The overdue files, latest first."""
    first = _first_row(screen)
    rows = screen.rows("overdue_cases", **asked, first_row=str(first), most_rows=str(PAGE))
    if not rows and first:
        url.write(_PARAMETER, None)
        first, rows = 0, screen.rows("overdue_cases", **asked, first_row="0", most_rows=str(PAGE))
    if not rows:
        page_parts.prose(screen.say("cases.no_overdue", period=screen.period_name))
        return
    late, overdue = rows[0]["n_late"], rows[0]["n_overdue"]
    told = {"late": fmt.count(late, screen.language), "open": fmt.count(overdue, screen.language)}
    with st.container(border=True, key="case_files"):
        page_parts.sentence(screen.say("cases.listed", period=screen.period_name, **told))
        total = late + overdue
        if total > PAGE:
            _pages(screen, first, total)
        tables.show(
            screen,
            _columns(screen),
            [_line(screen, row) for row in rows],
            f"case_files_{key}_{first}",
            name="ho-so-qua-han",
            saved=rows and _Saved(screen, asked, total),
        )


def _first_row(screen: Screen) -> int:
    """The first file of the page that the address asks for, from 0; what is no page is left out and said."""
    asked = url.read(_PARAMETER)
    if asked is None:
        return 0
    if asked.isdecimal() and asked.isascii() and 0 < len(asked) < 7 and int(asked) > 0:
        return (int(asked) - 1) * PAGE
    url.write(_PARAMETER, None)
    st.warning(screen.say("problem.choice", asked=asked, filter=screen.say("cases.page")))
    return 0


def _pages(screen: Screen, first: int, total: int) -> None:
    """A choice among the pages; each is a link."""
    pages = [str(number) for number in range(1, (total - 1) // PAGE + 2)]

    def words(number: str) -> str:
        start = (int(number) - 1) * PAGE
        ends = {"first": start + 1, "last": min(start + PAGE, total), "all": total}
        return screen.say("cases.page_of", **{name: fmt.count(end, screen.language) for name, end in ends.items()})

    st.selectbox(
        screen.say("cases.page"),
        pages,
        format_func=words,
        key=url.widget(_PARAMETER, pages[first // PAGE]),
        on_change=url.picked,
        args=(_PARAMETER,),
        width=220,
    )


def _columns(screen: Screen) -> list[TableColumn]:
    names = ("code", "procedure", "field", "days_late", "standing", "resolving", "receiving", "due_on", "received_on",
             "finished_on")  # fmt: skip
    kinds = {"days_late": "count", "due_on": "date", "received_on": "date", "finished_on": "date"}
    return [TableColumn(name, screen.say(f"cases.{name}"), kinds.get(name, "text")) for name in names]  # type: ignore[arg-type]


def _line(screen: Screen, row: dict[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "procedure": row["procedure_name"] or row["procedure_code"],
        "field": row["field_name"],
        "resolving": row["unit_name"],
        "receiving": row["receiving_name"],
        "standing": screen.say(f"cases.standing_{row['standing']}"),
    }


class _Saved(Sequence[dict[str, Any]]):
    """Every file of the list for a download: read when the download is asked for."""

    def __init__(self, screen: Screen, asked: dict[str, Any], total: int) -> None:
        self.screen, self.asked, self.total = screen, asked, min(total, SAVED)

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, at: Any) -> Any:
        return self._read()[at]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self._read())

    def _read(self) -> list[dict[str, Any]]:
        rows = self.screen.rows("overdue_cases", **self.asked, first_row="0", most_rows=str(SAVED))
        return [_line(self.screen, row) for row in rows]
