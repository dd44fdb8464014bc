"""Every picture that drills: its mark clicked, and the same line of its table opened by keyboard, lead to the same place.

What a click must lead to is read from the data that the browser drew the mark from.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.browser.chromium import WatchedPage, wait_until_ready

AT = "ws=demo&lang=vi&period=2026-10"
UNIT = "so_nong_nghiep_moi_truong"
PATH = ".st-key-path"
Datum = Mapping[str, Any]

TO_PERIOD = {"period": "period_id"}
TO_LEVEL_AND_PERIOD = {"level": "level", "period": "period_id"}
TO_UNIT = {"unit": "id"}
TO_FIELD = {"field": "id"}

MARK = """([picture, needed]) => {
    for (const mark of document.querySelectorAll(picture + ' .role-mark[class*="view_"] path')) {
        const datum = mark.__data__.datum, box = mark.getBoundingClientRect()
        const x = box.x + box.width / 2, y = box.y + box.height / 2
        const hit = document.elementFromPoint(x, y)?.__data__?.datum
        if (hit && needed.every(name => datum[name] && datum[name] === hit[name])) return { x, y, datum }
    }
}"""
"""The first mark that leads on and is not covered by one of something else: its place, and what it was drawn from."""

AREA = """() => {
    for (const slice of document.querySelectorAll('.st-key-tree .slice')) {
        const node = slice.__data__, box = slice.getBoundingClientRect()
        const x = box.x + box.width / 2, y = box.y + box.height / 2, { id, label } = node.data.data
        if (id.split('/').length === 3 && slice.contains(document.elementFromPoint(x, y)))
            return { x, y, id, name: label, of: node.parent.data.data.label }
    }
}"""
"""The first area of a field of a unit: its place, its path, its name and that of the unit."""


@dataclass(frozen=True)
class Case:
    """A picture (its frame), which parameters a click sets from which fields of the mark, and the fields that name the
    line of the table (in a frame of its own where `table` says so). After that the page says `says` of them at `shows`.
    """

    picture: str
    sets: Mapping[str, str]
    named: tuple[str, ...] = ("name",)
    shows: str = PATH
    says: tuple[str, ...] = ()
    table: str = ""


PERIODS = {"sets": TO_PERIOD, "named": ("period",)}
LEVELS_AND_PERIODS: dict[str, Any] = {"sets": TO_LEVEL_AND_PERIOD, "named": ("name", "period")}
UNIT_TABLE = '[class*="st-key-units_"]'
CASES = {
    f"qua-han?{AT}&view=field": [
        Case(".st-key-headline_trend", **PERIODS),
        Case(".st-key-field_bars", TO_FIELD),
        Case(".st-key-pareto", TO_FIELD),
        Case(".st-key-case_ages_grid", TO_FIELD, ("full",)),
    ],
    f"qua-han?{AT}&view=time": [
        Case(".st-key-field_matrix", {"field": "field_id", "period": "period_id"}, ("name", "period")),
        Case(".st-key-field_lines", {"field": "field_id"}, ("panel",)),
    ],
    f"qua-han?{AT}&view=unit": [Case(".st-key-funnel", TO_UNIT)],
    f"qua-han?{AT}&view=unit&level=commune": [Case(".st-key-unit_bars", TO_UNIT, table=UNIT_TABLE)],
    f"qua-han?{AT}&view=cross&level=commune": [
        Case(".st-key-cross", {"unit": "id", "field": "field_id"}, ("name", "field")),
    ],
    f"qua-han?{AT}&view=moved": [Case(".st-key-moved_field", TO_FIELD), Case(".st-key-moved_unit", TO_UNIT)],
    f"truc-tuyen?{AT}&compare=last_year": [
        Case(".st-key-trend_card", **LEVELS_AND_PERIODS),
        Case(".st-key-unit_bullets", TO_UNIT, table=UNIT_TABLE),
        Case(".st-key-unit_slope", TO_UNIT),
        Case(".st-key-gain", TO_UNIT),
        Case(".st-key-field_bars", TO_FIELD),
        Case(".st-key-procedure_levels", {"level": "level"}),
    ],
    f"chu-ky-so?{AT}&compare=last_year": [
        Case(".st-key-trend_card", **LEVELS_AND_PERIODS),
        Case(".st-key-unit_bullets", TO_UNIT, table=UNIT_TABLE),
        Case(".st-key-unit_slope", TO_UNIT),
    ],
    f"che-do-bao-cao?{AT}": [
        Case(".st-key-trend_card_report_submitted_rate", TO_PERIOD, ("name", "period"), says=("period",)),
        Case(".st-key-late_columns", **PERIODS),
    ],
    f"iso?{AT}": [
        Case(".st-key-states_mandatory", **PERIODS),
        Case(".st-key-ratings_past", **PERIODS),
    ],
    f"diem-766?{AT}": [
        Case(".st-key-score_trend", **PERIODS),
        Case(".st-key-score_grades", {"grade": "id"}, shows=".st-key-w_grade input"),
    ],
    f"xep-hang?{AT}&type=commune": [
        Case(".st-key-ranking_card", TO_UNIT, shows=".unit-name"),
        Case(".st-key-ranking_slope", TO_UNIT, shows=".unit-name"),
        Case(".st-key-ranking_lines", TO_PERIOD, ("name", "period"), ".st-key-ranking_card", ("period",)),
    ],
    f"giai-trinh?{AT}": [Case(".st-key-causes", {"cause": "cause_id"}, shows=".st-key-w_cause input")],
    f"don-vi?{AT}&unit={UNIT}": [
        Case(".st-key-kpi_signature", {"unit": "unit_id"}, table=".st-key-peers_fold"),
        Case(".st-key-trend_card_late_rate", **PERIODS),
        Case(".st-key-unit_fields", TO_FIELD),
    ],
    f"doi-chieu?{AT}": [Case(".st-key-by_unit", TO_UNIT), Case(".st-key-by_field", TO_FIELD)],
    f"chat-luong?{AT}": [
        Case(".st-key-finding_matrix", {"unit": "unit", "rule": "rule"}, ("name", "rule"), ".st-key-findings"),
        Case(".st-key-finding_columns", **PERIODS, shows=".st-key-w_period input"),
    ],
}


@pytest.mark.parametrize(("path", "cases"), CASES.items(), ids=CASES)
def test_a_mark_and_its_line_of_the_table_lead_to_what_they_are_about(
    watched: WatchedPage, path: str, cases: list[Case]
) -> None:
    page = watched.page
    page.set_viewport_size({"width": 1366, "height": 2400})
    watched.open(path)
    for case in cases:
        page.locator(case.picture).first.scroll_into_view_if_needed()  # an opened table may have moved the page
        mark = page.wait_for_function(MARK, arg=[case.picture, list(case.sets.values())]).json_value()
        page.mouse.click(mark["x"], mark["y"])
        _assert_there(page, case, mark["datum"])

        watched.go(path)
        _open_line(page, case, mark["datum"])
        _assert_there(page, case, mark["datum"])
        if case is not cases[-1]:
            watched.go(path)


def test_an_area_of_a_field_of_a_unit_and_its_line_lead_there(watched: WatchedPage) -> None:
    page = watched.page
    page.set_viewport_size({"width": 1366, "height": 4000})
    path = f"qua-han?{AT}&view=tree"
    watched.open(path)
    area = page.wait_for_function(AREA).json_value()
    level, unit, field = area["id"].split("/")
    case = Case(".st-key-tree", {"level": "level", "unit": "unit", "field": "field"}, ("unit_name", "field_name"))
    datum = {"level": level, "unit": unit, "field": field, "unit_name": area["of"], "field_name": area["name"]}
    page.mouse.click(area["x"], area["y"])
    _assert_there(page, case, datum)

    watched.go(path)
    _open_line(page, case, datum)
    _assert_there(page, case, datum)


def _assert_there(page: Page, case: Case, datum: Datum) -> None:
    """The address holds exactly what the mark stands for, and the page names it."""
    wanted = {name: str(datum[field]).removeprefix("cchc/") for name, field in case.sets.items()}

    def is_reached(url: str) -> bool:
        found = parse_qs(urlsplit(url).query)
        return {name: found.get(name, [""])[-1] for name in wanted} == wanted

    page.wait_for_url(is_reached, timeout=15_000)
    shown = page.locator(case.shows).first
    for name in _names(datum, case.says or case.named):
        if case.shows.endswith(" input"):
            expect(shown).to_have_value(re.compile(re.escape(name), re.IGNORECASE), timeout=15_000)
        else:
            expect(shown).to_contain_text(name, ignore_case=True, timeout=15_000)


def _names(datum: Datum, fields: tuple[str, ...]) -> list[str]:
    return [str(datum[field]).split("|")[-1] for field in fields]


def _open_line(page: Page, case: Case, datum: Datum) -> None:
    """Opens the table behind the picture, types the name of the mark into its list of lines, and takes the first find."""
    names = _names(datum, case.named)
    frame = page.locator(case.table or case.picture)
    lines = frame.locator('input[aria-label="Mở một dòng của bảng"]').first
    if not lines.count():
        _unfold(page, frame.locator("summary").first, lines)
    option = page.get_by_role("option").first
    for _ in range(4):  # a page that draws itself again closes the list that was just opened
        lines.focus()
        lines.fill("")
        page.keyboard.insert_text(" · ".join(names))
        with suppress(PlaywrightTimeout):
            option.wait_for(timeout=4_000)
            break
    expect(option).to_contain_text(names[-1], ignore_case=True)
    page.keyboard.press("Enter")


def _unfold(page: Page, summary: Locator, inside: Locator) -> None:
    """Opens a fold by keyboard; a key that came while the page drew itself again is pressed once more."""
    for _ in range(3):
        if summary.evaluate("summary => !summary.parentElement.open"):
            summary.focus()
            page.keyboard.press("Enter")
        with suppress(PlaywrightTimeout):
            inside.wait_for(timeout=10_000)
            break
    inside.wait_for()
    wait_until_ready(page)
