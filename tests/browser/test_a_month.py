"""A whole month of the officer on the demo, in the browser: at each step what is on the screen and what is counted are
held against the generator's own list of what is true (tests/demo/month_of_files.py), never against the importer."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from dashboard import aliases, revisions, tray, tray_accept
from dashboard.figures import Context, Question, answer
from dashboard.store.workspace import Workspace
from dashboard.words import text
from tests.browser.chromium import WatchedPage, wait_until_ready, watched_page
from tests.browser.server import running_server
from tests.demo.month_of_files import FAULTS, LABEL, N_FILES, REFUSED, Month, generate

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AT = f"ws=demo&period={LABEL}"
LONG = 180_000
RESOLVED = frozenset({"unit"})
LOOKED_AT = sum(n for fault, n in FAULTS.items() if fault not in REFUSED)
NEXT = "2026-12"
NAME = "Chốt số liệu tháng 11/2026"


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


def test_a_month_from_its_opening_to_its_closing(site: WatchedPage, demo: Context, month: Month) -> None:
    _open_the_next_period(site, demo, month)
    before = _standing(demo)
    _bring_in(site.page, site, month)
    _resolve_names(site, demo, month)
    _accept(site, demo, month)
    _take_one_back_and_correct_one(site, demo, month)
    _chase(site, month, before)
    _close_and_read_again(site, demo)


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
    rows = demo.rows("register", period_ids=[f"cchc/{label}"], unit_ids=[], on_day="2026-11-22")
    return {row["unit_id"]: row["status"] for row in rows}


def _bring_in(page: Page, site: WatchedPage, month: Month) -> None:
    site.open(f"nap-bao-cao?{AT}")
    files = [{"name": one.name, "mimeType": XLSX, "buffer": one.content} for one in month.sent]
    page.locator('[data-testid="stFileUploader"] input[type=file]').set_input_files(files)
    wait_for_count(page, "kpi_clean", N_FILES - sum(FAULTS.values()))
    assert counted(page, "kpi_blocked") == sum(one.is_refused for one in month.sent)
    assert counted(page, "kpi_look") == LOOKED_AT
    assert counted(page, "kpi_waiting") == 0


def _resolve_names(site: WatchedPage, demo: Context, month: Month) -> None:
    """Names that are in no list are said once what they are; the files are then read again and fit."""
    for unit_id, name in month.written_as.items():
        aliases.add(demo, "unit", name, unit_id, "tên mới trong báo cáo tháng 11")
    named = {one.name for one in month.sent if one.fault == "unit"}
    tray.read_again(demo, [entry.entry_id for entry in tray.waiting(demo) if entry.name in named])
    site.open(f"nap-bao-cao?{AT}")
    wait_for_count(site.page, "kpi_clean", N_FILES - sum(FAULTS.values()) + len(named))


def _accept(site: WatchedPage, demo: Context, month: Month) -> None:
    page = site.page
    clean = [one for one in month.sent if one.fault in (None, "unit")]
    page.get_by_role("button", name=text("upload.accept_clean", count=str(len(clean)))).click()
    wait_for_count(page, "kpi_clean", 0)
    assert figure(demo, "late_rate")[0] == sum(s.counts["resolved_late"] for s in clean if s.family == "dossier")
    waiting = [entry for entry in tray.waiting(demo) if entry.is_acceptable]
    assert {entry.name for entry in waiting} == {one.name for one in month.sent if one.fault and not one.is_refused}
    first = waiting[0]
    site.open(f"nap-bao-cao?{AT}&file={first.entry_id}")
    page.locator(f".st-key-tick_{first.entry_id} label").first.click()
    page.locator(f".st-key-reason_{first.entry_id} input").fill("đã gọi điện đối chiếu")
    page.locator(f".st-key-reason_{first.entry_id} input").press("Tab")
    page.get_by_role("button", name=text("upload.accept"), exact=True).click()
    wait_for_count(page, "kpi_look", LOOKED_AT - 1)
    tray_accept.accept(demo, {entry.entry_id: "đã gọi điện đối chiếu" for entry in waiting[1:]})
    assert figure(demo, "late_rate")[0] == month.total("dossier", "resolved_late", also=RESOLVED)
    assert figure(demo, "signed_share_outgoing") == (
        month.total("document", "signed_docs"),
        month.total("document", "docs_out"),
    )
    assert figure(demo, "certificates_person")[0] == month.total("certificate", "certificate_person")


def _take_one_back_and_correct_one(site: WatchedPage, demo: Context, month: Month) -> None:
    page = site.page
    drawn = month.total("dossier", "resolved_late", also=RESOLVED)
    gone = next(one for one in month.of("dossier") if one.fault is None and one.counts["resolved_late"] > 0)
    (row,) = [r for r in revisions.listed(demo, period_ids=[f"cchc/{LABEL}"]) if r["file_name"] == gone.name]
    site.open(f"phien-ban?{AT}&revision={row['revision_id']}")
    page.locator(".st-key-withdraw_reason input").fill("đơn vị xin gửi lại")
    page.locator(".st-key-withdraw_reason input").press("Tab")
    button = text("revisions.withdraw", revision=row["revision_id"])
    page.get_by_role("button", name=button, exact=True).click()
    page.get_by_text(re.compile(f"Đã rút lần nhập {row['revision_id']}")).first.wait_for()
    assert figure(demo, "late_rate")[0] == drawn - gone.counts["resolved_late"]
    month_after = drawn - gone.counts["resolved_late"]
    wrong = next(one for one in month.of("document") if one.fault is None)
    said = wrong.counts["signed_docs"]
    column = revisions.Wrong(wrong.unit.unit_id, LABEL, "signed_docs", said, said - 1)
    revisions.correct(demo, column, "đếm lại theo sổ văn thư")
    assert figure(demo, "signed_share_outgoing")[0] == month.total("document", "signed_docs") - 1
    assert figure(demo, "late_rate")[0] == month_after


def _chase(site: WatchedPage, month: Month, before: dict[str, str]) -> None:
    """Who is still asked for is who had sent nothing before and never sent a file that could be accepted."""
    sent = {one.unit.unit_id for one in month.sent if not one.is_refused or one.fault in RESOLVED}
    waited_for = {unit_id for unit_id, status in before.items() if status in ("missing", "not_due")}
    due = [unit_id for unit_id, status in before.items() if status != "exempt"]
    site.open(f"don-doc?{AT}")
    assert counted(site.page, "kpi_reported") == len(due) - len(waited_for - sent)


def _close_and_read_again(site: WatchedPage, demo: Context) -> None:
    page = site.page
    site.open(f"chot-so-lieu?{AT}")
    page.locator(".st-key-close_period input").first.fill(NAME)
    page.get_by_role("button", name=text("closing_page.save"), exact=True).click()
    page.get_by_text(text("closing_page.saved", name=NAME, period="tháng 11/2026")).wait_for()
    before = figure(demo, "late_rate")
    (other, *_) = [r for r in revisions.listed(demo, period_ids=[f"cchc/{LABEL}"]) if r["state"] == "in_force"]
    revisions.withdraw(demo, [other["revision_id"]], "gửi muộn sau khi chốt")
    frozen = Context(demo.workspace, as_of=f"frozen:{NAME}")
    assert figure(frozen, "late_rate") == before
    site.open(f"phien-ban?{AT}&frozen={NAME}")
    assert page.locator(".st-key-withdraw_reason").count() == 0
