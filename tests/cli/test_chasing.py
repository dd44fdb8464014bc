"""Letters, annex and reminders from the command line, opened again as an office would open them."""

import csv
import io
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn

from dashboard.report import FactRow, Report, Subject
from dashboard.store import write
from dashboard.store.workspace import Workspace
from dashboard.words import text
from tests.app.province import FIELDS, UNITS, fill, month
from tests.samples.sample_files import SAMPLES

BACGIANG = ("-w", "bacgiang", "--period", "2020-02")
TODAY = date(2026, 2, 25)
MISSING = {("xa_dong_hai", 12), ("xa_dong_hai", 1), ("xa_dong_hai", 2), ("so_xay_dung", 2)}
LATE = {("so_tu_phap", 1): 4}


def submission(unit_id: str, year: int, number: int) -> Report:
    period = month(year, number)
    late = LATE.get((unit_id, number), 0)
    is_in = (unit_id, number) not in MISSING
    counts = {"report_due": 1, "report_submitted": int(is_in)} | ({"report_on_time": int(not late)} if is_in else {})
    day = {"submitted_on": date(year, number, 20 + late)} if is_in else {}
    return Report("submission", Subject("unit", unit_id), period, rows=(FactRow(5, counts=counts, attributes=day),))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three months: a commune that never reports, a department that was late once, another missing now."""
    root = tmp_path_factory.mktemp("chasing")
    workspace = write.create_workspace(
        "tinh", title="Tỉnh Thử", units=UNITS, fields=FIELDS, settings={"default_regime": "cchc"}, root=root
    )
    months = ((2025, 12), (2026, 1), (2026, 2))
    fill(workspace, {f"{y}-{m}.xlsx": [submission(u.unit_id, y, m) for u in UNITS] for y, m in months})
    return root


@pytest.fixture
def tinh(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    shutil.copytree(made, tmp_path / "data")
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / "data"))
    return Workspace("tinh", tmp_path / "data" / "tinh")


def lines(path: Path) -> list[str]:
    body = Document(str(path)).element.body
    found = ("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))
    return [line for line in found if line]


def published() -> list[tuple[str, bool]]:
    """The thirty units of the published annex and whether each reported, as they were copied out of it."""
    sheet = openpyxl.load_workbook(SAMPLES / "bacgiang" / "bac-giang_2020-02.xlsx")["Nộp báo cáo"]
    told = [row for row in sheet.iter_rows(min_row=3, values_only=True) if "X" in (row[3], row[4])]
    return [(row[0], row[3] == "X") for row in told]


def test_the_annex_of_bac_giang_lists_the_thirty_units_with_28_and_02(
    samples: Path, run: Callable[..., Any], tmp_path: Path
):
    rows = run("annex", *BACGIANG)
    units = [row for row in rows if row["unit_id"]]
    assert len(published()) == 30
    assert [(row["unit_name"], row["reported"] == 1) for row in units] == published()
    assert {row["unit_name"] for row in units if row["missing"]} == {"Sở Xây dựng", "Thanh tra tỉnh"}
    total = rows[-1]
    assert (total["level"], total["reported"], total["missing"], total["due"]) == (None, 28, 2, 30)
    levels = {row["level"]: (row["reported"], row["due"]) for row in rows if row["level"] and not row["unit_id"]}
    assert levels == {"province": (18, 20), "district": (10, 10)}

    run("annex", *BACGIANG, "--out", str(tmp_path / "phu-luc.docx"))
    (table,) = Document(str(tmp_path / "phu-luc.docx")).tables
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    heads = ("number", "name", "reported", "missing", "note")  # no day is known of any report
    assert cells[0] == [text(f"annex.{head}") for head in heads]
    assert cells[-1] == ["", "Tổng số", "28", "02", ""]
    told = [row for row in cells[1:-1] if row[0].isdigit()]
    assert [(row[1], row[2:4]) for row in told] == [
        (unit["unit_name"], ["X", ""] if unit["reported"] else ["", "X"]) for unit in units
    ]

    run("annex", *BACGIANG, "--out", str(tmp_path / "phu-luc.xlsx"))
    sheet = openpyxl.load_workbook(tmp_path / "phu-luc.xlsx").active
    printed = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    totals = next(row for row in printed if row[1] == "Tổng số")
    assert totals[2:4] == [28, 2]
    assert (
        next(cell.number_format for row in sheet.iter_rows() for cell in row if cell.value == 2 and cell.column == 4)
        == "00"
    )
    assert [row[1] for row in printed if isinstance(row[0], int)] == [unit["unit_name"] for unit in units]


def test_a_letter_to_each_tells_what_is_known_of_it(tinh: Workspace, run: Callable[..., Any], tmp_path: Path):
    run("office", "set", "name=Sở Nội vụ", "contact=Phòng CCHC, 0204.1234567", "-w", "tinh")
    out = tmp_path / "cong-van.docx"
    answer = run(
        "letter", "-w", "tinh", "--period", "2026-02", "--on", TODAY.isoformat(), "--number", "9", "--day",
        "2026-02-25", "--deadline", "2026-02-28", "--out", str(out),
    )  # fmt: skip
    assert [(row["addressed"], row["document_no"], row["days_overdue"]) for row in answer["letters"]] == [
        ("Sở Xây dựng", "09/SNV-CCHC", 5), ("UBND xã Đông Hải", "10/SNV-CCHC", 5),
    ]  # fmt: skip
    found = lines(out)
    assert [line for line in found if line.startswith("Số:")] == ["Số: 09/SNV-CCHC", "Số: 10/SNV-CCHC"]
    assert "Kính gửi: UBND xã Đông Hải" in found
    assert found.count("UBND TỈNH THỬ") == 2
    assert "Tỉnh Thử" not in found and "Thử, ngày 25 tháng 02 năm 2026" in found
    words = " ".join(found)
    assert "(số liệu từ ngày 01/02/2026 đến ngày 28/02/2026) gửi về Sở Nội vụ chậm nhất ngày 20/02/2026." in words
    assert "Trong 2 kỳ báo cáo liền trước, UBND xã Đông Hải có 0 kỳ gửi muộn và 2 kỳ không gửi." in words
    assert words.count("kỳ báo cáo liền trước") == 1  # of the department nothing of the kind is known
    assert "gửi báo cáo trước ngày 28/02/2026" in words and "Phòng CCHC, 0204.1234567" in words


def test_one_letter_for_all_names_each_of_them(tinh: Workspace, run: Callable[..., Any], tmp_path: Path):
    out = tmp_path / "chung.docx"
    asked = ("letter", "-w", "tinh", "--period", "2026-02", "--on", TODAY.isoformat())
    run(*asked, "--together", "--out", str(out))
    found = lines(out)
    assert "- Sở Xây dựng;" in found and "- UBND xã Đông Hải." in found
    assert "chưa nhận được báo cáo của 2 cơ quan, địa phương" in " ".join(found)
    table = Document(str(out)).tables[-1]
    assert [row.cells[1].text for row in table.rows][1:] == ["Sở Xây dựng", "UBND xã Đông Hải"]
    run(*asked, "--out", str(tmp_path / "tron-thu.csv"))
    merged = list(csv.DictReader(io.StringIO((tmp_path / "tron-thu.csv").read_text("utf-8-sig"))))
    assert [(row["addressed"], row["due_on"]) for row in merged] == [
        ("Sở Xây dựng", "2026-02-20"), ("UBND xã Đông Hải", "2026-02-20"),
    ]  # fmt: skip


def test_reminders_are_kept_counted_and_taken_back(tinh: Workspace, run: Callable[..., Any], tmp_path: Path):
    asked = ("remind", "-w", "tinh", "--period", "2026-02")
    given = run(*asked, "--on", "2026-02-25", "--number", "9", "--person", "Chị Hà", "--note", "hẹn gửi 26/02")
    assert [(row["unit_id"], row["document_no"], row["sent_on"]) for row in reversed(given)] == [
        ("so_xay_dung", "09/SNV-CCHC", "2026-02-25"), ("xa_dong_hai", "10/SNV-CCHC", "2026-02-25"),
    ]  # fmt: skip
    run(*asked, "--unit", "Xã Đông Hải", "--on", "2026-03-01", "--channel", "phone")
    chased = ("query", "chasing", "-w", "tinh", "--param", "period_id=cchc/2026-02", "--param", "on_day=2026-03-02",
              "--param", "few_days=5", "--param", 'past_ids=["cchc/2026-01"]')  # fmt: skip
    counted = {
        row["unit_id"]: (row["reminders"], row["last_reminded_on"], row["last_document_no"]) for row in run(*chased)
    }
    assert counted == {"so_xay_dung": (1, "2026-02-25", "09/SNV-CCHC"), "xa_dong_hai": (2, "2026-03-01", None)}
    out = tmp_path / "nhac-lai.docx"
    run("letter", "-w", "tinh", "--period", "2026-02", "--unit", "so_xay_dung", "--out", str(out))
    assert "đã được đôn đốc 1 lần, gần nhất ngày 25/02/2026 (09/SNV-CCHC)" in " ".join(lines(out))
    left = run(*asked, "--withdraw", "3", "--reason", "gọi nhầm đơn vị khác")
    assert [row["reminder_id"] for row in left] == [2, 1]
    for bad in (
        ("--withdraw", "3", "--reason", "gọi nhầm đơn vị khác"),
        ("--withdraw", "2", "--reason", "x"),
        ("--unit", "Sở Xây dựng", "--on", "2019-01-01"),
        ("--unit", "Sở Xây dựng", "--channel", "bồ câu"),
        ("--unit", "Sở Không có"),
    ):
        assert run(*asked, *bad, status=2)["error"]


def test_who_has_reported_is_sent_no_letter(tinh: Workspace, run: Callable[..., Any], tmp_path: Path):
    asked = ("letter", "-w", "tinh", "--out", str(tmp_path / "x.docx"))
    assert "đã gửi báo cáo" in run(*asked, "--period", "2026-02", "--unit", "so_tu_phap", status=2)["error"]
    assert "tháng hoặc quý" in run(*asked, "--period", "2026-Q1", status=2)["error"]
    assert not (tmp_path / "x.docx").exists()


def test_the_office_and_its_template_are_kept(tinh: Workspace, run: Callable[..., Any], tmp_path: Path):
    shown = run("office", "show", "-w", "tinh")
    assert (shown["name"], shown["parent"], shown["place"]) == ("Sở Nội vụ", "UBND tỉnh Thử", "Thử")
    own = Document()
    own.add_paragraph("VĂN PHÒNG MẪU {{ so_ky_hieu }}")
    own.add_paragraph("{{ noi_dung }}")
    own.save(str(tmp_path / "mau.docx"))
    assert "kinh_gui" in run("office", "template", "cong_van", str(tmp_path / "mau.docx"), "-w", "tinh")["missing"]
    letter = ("letter", "-w", "tinh", "--period", "2026-02", "--unit", "Sở Xây dựng", "--out", str(tmp_path / "a.docx"))
    run(*letter)
    assert lines(tmp_path / "a.docx")[0].startswith("VĂN PHÒNG MẪU Số:")
    run("office", "template", "cong_van", "-w", "tinh")
    run(*letter)
    assert lines(tmp_path / "a.docx")[0] == "UBND TỈNH THỬ"
    (tmp_path / "hong.docx").write_bytes(b"PK\x03\x04 nothing")
    assert run("office", "template", "van_ban", str(tmp_path / "hong.docx"), "-w", "tinh", status=2)["error"]
    assert run("office", "set", "ten=x", "-w", "tinh", status=2)["error"]
