"""A whole month of the officer on the demo, in the browser: at each step what is on the screen and what is counted are
held against the generator's own list of what is true (tests/demo/month_of_files.py), never against the importer."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from playwright.sync_api import Browser, Page

from dashboard import aliases, keyed, revisions, tray
from dashboard.figures import Context, Question, answer
from dashboard.keyed import Figure, Keyed
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.store import tray as shelf
from dashboard.store.workspace import Workspace
from dashboard.words import text
from tests.browser.chromium import WatchedPage, wait_until_ready, watched_page
from tests.browser.hands import begin_line, choose, kept, write, write_in_table
from tests.browser.server import running_server
from tests.demo.month_of_files import FAULTS, LABEL, N_FILES, REFUSED, RULES, Month, Sent, generate
from tests.ingest.test_documents import OLD_WORD

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AT = f"ws=demo&period={LABEL}"
LONG = 90_000
RESOLVED = frozenset({"unit"})
LOOKED_AT = sum(n for fault, n in FAULTS.items() if fault not in REFUSED)
NEXT = "2026-12"
NAME = "Chốt số liệu tháng 11/2026"
REASON = "đã gọi điện đối chiếu"


@pytest.fixture(scope="module")
def month() -> Month:
    return generate()


@pytest.fixture
def demo(sample_workspaces: Path, tmp_path: Path) -> Context:
    shutil.copytree(sample_workspaces, tmp_path / "data")  # with the other samples, or the server would build them
    return Context(Workspace("demo", tmp_path / "data" / "demo"))


@pytest.fixture
def site(browser: Browser, demo: Context, tmp_path: Path) -> Iterator[WatchedPage]:
    with running_server(tmp_path / "data", tmp_path / "log.txt") as address, watched_page(browser, address) as page:
        page.page.set_default_timeout(LONG)
        yield page
        assert page.watch.errors == []
        assert page.watch.outside == []


def test_a_month_from_its_opening_to_its_closing(
    site: WatchedPage, demo: Context, month: Month, tmp_path: Path
) -> None:
    _open_the_next_period(site, demo, month)
    _register_an_arrival(site, demo, month)
    before = _standing(demo)
    _bring_in(site.page, site, month)
    _look_into_the_files(demo, month)
    _resolve_names(site, demo, month)
    _accept(site, demo, month)
    _take_one_back_and_correct_one(site, demo, month)
    _chase(site, month, before, tmp_path)
    _close_and_read_again(site, demo, month)
    _type_from_a_document(site, demo, month)


def figure(context: Context, metric: str, **rest: str) -> tuple[int | None, int | None]:
    (row,) = answer(context, Question(metric, LABEL, **rest)).rows
    return row["numerator"], row["denominator"]


def counted(page: Page, key: str) -> int:
    return int(page.locator(f".st-key-{key} .kpi-value b").first.inner_text().split("/")[0].replace(".", ""))


def wait_for_count(page: Page, key: str, count: int) -> None:
    page.locator(f".st-key-{key} .kpi-value b", has_text=re.compile(rf"^{count}$")).wait_for()
    wait_until_ready(page)


def _open_the_next_period(site: WatchedPage, demo: Context, month: Month) -> None:
    page = site.page
    site.open(f"so-theo-doi?{AT}")
    page.get_by_text(text("register.open"), exact=True).first.click()
    box = page.get_by_label(text("register.label"))
    box.fill(NEXT)
    box.press("Enter")
    wait_until_ready(page)
    page.get_by_role("button", name=text("register.open_save"), exact=True).click()
    page.get_by_text(text("register.was_opened", period="Tháng 12/2026")).wait_for()
    assert _standing(demo, NEXT).keys() == {unit.unit_id for unit in month.due}


def _standing(demo: Context, label: str = LABEL) -> dict[str, str]:
    """How each unit of the register stands."""
    return {row["unit_id"]: row["status"] for row in _lines(demo, label)}


def _lines(demo: Context, label: str = LABEL) -> list[dict[str, Any]]:
    return demo.rows("register", period_ids=[f"cchc/{label}"], unit_ids=[], on_day="2026-11-22")


def _register_an_arrival(site: WatchedPage, demo: Context, month: Month) -> None:
    """The first line of those that are missing: day and number of its document are written into the table."""
    first = next(line for line in _lines(demo) if line["status"] == "missing")
    site.open(f"so-theo-doi?{AT}&status=missing")
    write_in_table(site.page, 2, "2026-11-20")
    write_in_table(site.page, 3, "12/BC-UBND")
    site.page.get_by_role("button", name=text("register.save"), exact=True).click()
    site.page.get_by_text(text("register.saved", count="1")).wait_for()
    (line,) = [line for line in _lines(demo) if line["unit_id"] == first["unit_id"]]
    assert (line["received_on"], line["document_no"]) == (date(2026, 11, 20), "12/BC-UBND")
    assert line["status"] not in ("missing", "not_due") and first["unit_id"] in {u.unit_id for u in month.due}


def _bring_in(page: Page, site: WatchedPage, month: Month) -> None:
    site.open(f"nap-bao-cao?{AT}")
    files = [{"name": one.name, "mimeType": XLSX, "buffer": one.content} for one in month.sent]
    page.locator('[data-testid="stFileUploader"] input[type=file]').set_input_files(files)
    wait_for_count(page, "kpi_clean", N_FILES - sum(FAULTS.values()))
    assert counted(page, "kpi_blocked") == sum(one.is_refused for one in month.sent)
    assert counted(page, "kpi_look") == LOOKED_AT
    assert counted(page, "kpi_waiting") == 0


def _look_into_the_files(demo: Context, month: Month) -> None:
    """Of each file the preview tells the fault that was sown in it, and the counts as they were drawn."""
    entries = {entry.name: entry for entry in tray.waiting(demo)}
    assert entries.keys() == {one.name for one in month.sent}
    for one in month.sent:
        read = tray.preview(demo, entries[one.name])
        asking = {finding["rule"] for finding in read["findings"] if finding["severity"] != "info"}
        assert (RULES[one.fault] in asking) if one.fault else not asking, one.name
        if one.fault is None:
            told = {row["column_id"]: row["new_value"] for row in read["changes"] if row["field_id"] is None}
            assert one.counts.items() <= told.items(), one.name


def _resolve_names(site: WatchedPage, demo: Context, month: Month) -> None:
    """Names that are in no list are said once what they are; the files are then read again and fit."""
    page = site.page
    named = [one for one in month.sent if one.fault == "unit"]
    page.locator(".st-key-tray_names_fold summary").click()
    wait_until_ready(page)
    for one in named:
        name = month.written_as[one.unit.unit_id]
        choose(page, page.get_by_test_id("stSelectbox").filter(has_text=name), one.unit.name)
    page.get_by_role("button", name=text("upload.names_save"), exact=True).click()
    wait_for_count(page, "kpi_clean", N_FILES - sum(FAULTS.values()) + len(named))
    assert month.written_as.items() <= {(row["target_id"], row["alias"]) for row in aliases.listed(demo)}


def _accept(site: WatchedPage, demo: Context, month: Month) -> None:
    """Those that are clean with one button; those with findings ticked together, and the last one where it is shown."""
    page = site.page
    clean = [one for one in month.sent if one.fault in (None, "unit")]
    page.get_by_role("button", name=text("upload.accept_clean", count=str(len(clean)))).click()
    wait_for_count(page, "kpi_clean", 0)
    assert figure(demo, "late_rate")[0] == sum(s.counts["resolved_late"] for s in clean if s.family == "dossier")
    waiting = [entry for entry in tray.waiting(demo) if entry.is_acceptable]
    assert {entry.name for entry in waiting} == {one.name for one in month.sent if one.fault and not one.is_refused}
    last, *others = waiting
    page.locator(".st-key-together_fold summary").click()
    wait_until_ready(page)
    page.locator(".st-key-also_all label").first.click()
    wait_until_ready(page)
    page.locator(f".st-key-also_{last.entry_id} label").first.click()
    write(page.locator(".st-key-together_reason input"), REASON)
    page.get_by_role("button", name=text("upload.together_accept"), exact=True).click()
    wait_for_count(page, "kpi_look", LOOKED_AT - len(others))
    site.open(f"nap-bao-cao?{AT}&file={last.entry_id}")
    page.locator(f".st-key-tick_{last.entry_id} label").first.click()
    write(page.locator(f".st-key-reason_{last.entry_id} input"), REASON)
    page.get_by_role("button", name=text("upload.accept"), exact=True).click()
    wait_for_count(page, "kpi_look", 0)
    assert {entry.reason for entry in tray.decided(demo) if entry.n_errors or entry.n_warnings} == {REASON}
    assert figure(demo, "late_rate")[0] == month.total("dossier", "resolved_late", also=RESOLVED)
    assert figure(demo, "signed_share_outgoing") == (
        month.total("document", "signed_docs"),
        month.total("document", "docs_out"),
    )
    assert figure(demo, "certificates_person")[0] == month.total("certificate", "certificate_person")


def _taken_back(month: Month) -> Sent:
    return next(one for one in month.of("dossier") if one.fault is None and one.counts["resolved_late"] > 0)


def _take_one_back_and_correct_one(site: WatchedPage, demo: Context, month: Month) -> None:
    page, gone = site.page, _taken_back(month)
    _withdraw(site, demo, gone, "đơn vị xin gửi lại")
    late = month.total("dossier", "resolved_late", also=RESOLVED) - gone.counts["resolved_late"]
    assert figure(demo, "late_rate")[0] == late
    wrong = next(one for one in month.of("document") if one.fault is None)
    said = wrong.counts["signed_docs"]
    wait_until_ready(page)
    page.get_by_text(text("revisions.correct"), exact=True).first.click()
    choose(page, page.locator(".st-key-correct_unit"), wrong.unit.name)
    choose(page, page.locator(".st-key-correct_column"), load_catalogue().columns["signed_docs"].label)
    write(page.locator(".st-key-correct_expected input"), str(said))
    write(page.locator(".st-key-correct_corrected input"), str(said - 1))
    write(page.locator(".st-key-correct_reason input"), "đếm lại theo sổ văn thư")
    page.get_by_role("button", name=text("revisions.correct_save"), exact=True).click()
    page.get_by_text(re.compile(r"^Đã đính chính \(quyết định r\d+\)")).wait_for()
    assert figure(demo, "signed_share_outgoing")[0] == month.total("document", "signed_docs") - 1
    assert figure(demo, "late_rate")[0] == late


def _withdraw(site: WatchedPage, demo: Context, sent: Sent, reason: str) -> None:
    page = site.page
    (row,) = [r for r in revisions.listed(demo, period_ids=[f"cchc/{LABEL}"]) if r["file_name"] == sent.name]
    site.open(f"phien-ban?{AT}&revision={row['revision_id']}")
    write(page.locator(".st-key-withdraw_reason input"), reason)
    button = text("revisions.withdraw", revision=row["revision_id"])
    page.get_by_role("button", name=button, exact=True).click()
    page.get_by_text(re.compile(f"Đã rút lần nhập {row['revision_id']}")).first.wait_for()


def _chase(site: WatchedPage, month: Month, before: dict[str, str], folder: Path) -> None:
    """Who is still asked for is who had sent nothing before and never sent a file that could be accepted."""
    page = site.page
    sent = {one.unit.unit_id for one in month.sent if not one.is_refused or one.fault in RESOLVED}
    waited_for = {unit_id for unit_id, status in before.items() if status in ("missing", "not_due")}
    names = {unit.unit_id: unit.name for unit in month.due}
    due = {names[unit_id] for unit_id, status in before.items() if status != "exempt"}
    missing = {names[unit_id] for unit_id in waited_for - sent}
    site.open(f"don-doc?{AT}")
    assert counted(page, "kpi_reported") == len(due) - len(missing)
    page.locator(".st-key-letter_number input").fill("51")
    page.locator(".st-key-letter_number input").press("Enter")
    wait_until_ready(page)
    letters = docx.Document(str(kept(page, page.locator(".st-key-letters_docx button"), folder)))
    to = [p.text.removeprefix("Kính gửi: ").casefold() for p in letters.paragraphs if p.text.startswith("Kính gửi: ")]
    assert len(to) == len(missing)
    assert {name for name in due if {name.casefold(), f"ubnd {name.casefold()}"} & {*to}} == missing
    numbers = re.findall(r"Số: (\d+)/", "\n".join(cell.text for table in letters.tables for cell in table._cells))
    assert [int(number) for number in numbers] == list(range(51, 51 + len(missing)))
    sheet = openpyxl.load_workbook(kept(page, page.locator(".st-key-annex_xlsx button"), folder)).active
    lines = [row for row in sheet.iter_rows(min_row=4, values_only=True) if isinstance(row[0], int)]
    assert {row[1] for row in lines if row[2]} == due - missing and {row[1] for row in lines if row[3]} == missing
    (total,) = [row for row in sheet.iter_rows(min_row=4, values_only=True) if row[1] == text("annex.total")]
    assert total[2:4] == (len(due) - len(missing), len(missing))
    (table, *_) = docx.Document(str(kept(page, page.locator(".st-key-annex_docx button"), folder))).tables[-1:]
    told = [[cell.text for cell in row.cells] for row in table.rows]
    assert {row[1] for row in told if row[3] == "X"} == missing
    assert {row[1] for row in told if row[2] == "X"} == due - missing


def _close_and_read_again(site: WatchedPage, demo: Context, month: Month) -> None:
    """What was closed stands on the screen as it was drawn, whatever comes in afterwards."""
    page, gone = site.page, _taken_back(month)
    site.open(f"chot-so-lieu?{AT}")
    page.locator(".st-key-close_period input").first.fill(NAME)
    page.get_by_role("button", name=text("closing_page.save"), exact=True).click()
    page.get_by_text(text("closing_page.saved", name=NAME, period="tháng 11/2026")).wait_for()
    counts = ("resolved_late", "resolved_total")
    late, total = (month.total("dossier", id_, also=RESOLVED) - gone.counts[id_] for id_ in counts)
    other = next(one for one in month.of("dossier") if one.fault is None and one is not gone)
    _withdraw(site, demo, other, "gửi muộn sau khi chốt")
    frozen = Context(demo.workspace, as_of=f"frozen:{NAME}")
    assert figure(frozen, "late_rate") == (late, total)
    now = figure(demo, "late_rate")
    assert now == tuple(month_ - other.counts[id_] for id_, month_ in zip(counts, (late, total), strict=True))
    for address, shown in ((f"{AT}&frozen={NAME}", (late, total)), (AT, now)):
        site.open(f"qua-han?{address}")
        words = page.get_by_test_id("stMain").inner_text()
        assert f"{fmt.count(shown[0])}/{fmt.count(shown[1])}" in words
    site.open(f"phien-ban?{AT}&frozen={NAME}")
    assert page.locator(".st-key-withdraw_reason").count() == 0


def _type_from_a_document(site: WatchedPage, demo: Context, month: Month) -> None:
    """A Word file of before 2007: figures of a field are typed by keyboard beside it, with the place where they stand."""
    page = site.page
    site.open(f"nap-bao-cao?{AT}")
    blocked = counted(page, "kpi_blocked")
    page.locator('[data-testid="stFileUploader"] input[type=file]').set_input_files(OLD_WORD)
    wait_for_count(page, "kpi_blocked", blocked + 1)
    (entry,) = [one for one in tray.waiting(demo) if one.name == OLD_WORD.name]
    site.open(f"nap-bao-cao?{AT}&file={entry.entry_id}")
    page.locator(f".st-key-keyed_{entry.entry_id}_fold summary").click()
    page.locator(".paper", has_text="tiếp nhận 4.857 hồ sơ").wait_for()
    unit = next(one for one in month.due if one.has_procedures)
    choose(page, page.locator(f".st-key-keyed_unit_{entry.entry_id}"), unit.name)
    choose(page, page.locator(f".st-key-keyed_period_{entry.entry_id}"), LABEL)
    table = page.locator(f".st-key-keyed_fields_{entry.entry_id}")
    columns = ["field", *keyed.stated_columns([keyed.FIELD_FAMILY]), "page"]
    begin_line(page, table, "Đất đai")
    for column, value in (("received_total", "4857"), ("page", "1")):
        write_in_table(page, 1 + columns.index(column), value, table, start=(2, 320))
    page.get_by_role("button", name=text("upload.keyed_save"), exact=True).click()
    page.get_by_text(text("upload.keyed_saved")).wait_for()
    typed = keyed.of_entry(shelf.keyed(demo.workspace, entry.entry_id) or {})
    assert typed == Keyed(unit.unit_id, LABEL, (Figure("received_total", 4857, "1", "", "dat_dai"),))
