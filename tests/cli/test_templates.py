"""Templates by command: written for one unit or all, filled in, imported, and asked for again."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from dashboard.store import write
from tests.app.province import FIELDS, UNITS, dossiers, fill, month
from tests.cli.conftest import Run

W = ("--workspace", "thu")


@pytest.fixture
def province(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path))
    workspace = write.create_workspace("thu", title="Tỉnh Thử", units=UNITS, fields=FIELDS, root=tmp_path)
    fill(workspace, {"thang-9": [dossiers(unit.unit_id, month(2026, 9), 5) for unit in UNITS]})
    return tmp_path


def _fill_in(book: openpyxl.Workbook, counts: Callable[[str], int]) -> bytes:
    page = book["Biểu 06"]
    for row in range(1, page.max_row + 1):
        if page.cell(row, 2).value in ("Đất đai", "Hộ tịch"):
            for letter in "DEFHIJLM":
                page[f"{letter}{row}"] = counts(letter)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_all_templates_of_a_month_come_back_as_the_reports_of_their_units(run: Run, province: Path) -> None:
    out = province / "mau.zip"
    listed = run("template", *W, "--period", "2026-10", "--form", "bieu_06", "--out", str(out))["templates"]
    assert [one["unit"] for one in listed] == [unit.unit_id for unit in UNITS]
    sent = []
    with zipfile.ZipFile(out) as archive:
        for name in archive.namelist():
            book = openpyxl.load_workbook(io.BytesIO(archive.read(name)))
            content = _fill_in(book, {"D": 10, "E": 5, "F": 20, "H": 20, "I": 3, "J": 2, "L": 9, "M": 1}.__getitem__)
            path = province / f"tra_loi_{name}"
            path.write_bytes(content)
            sent.append(str(path))
    files = run("import", *sent, *W)["files"]
    assert {file["status"] for file in files} == {"accepted"}
    assert not [f for file in files for f in file["findings"] if f["rule"] != "V17"]
    (total,) = run("metric", "late_rate", *W, "--period", "2026-10")["rows"]
    assert (total["numerator"], total["denominator"], total["reported"]) == (16, 200, 4)
    (term, *_) = run("trace", "late_rate", *W, "--period", "2026-10", "--unit", "Xã An Bình")["terms"]
    assert term["file"] == "tra_loi_2026-10_bieu_06_xa_an_binh.xlsx"


def test_one_unit_has_one_workbook_of_one_form(run: Run, province: Path) -> None:
    out = province / "mau.xlsx"
    (only,) = run("template", *W, "--period", "2026-10", "--unit", "Sở Tư pháp", "--out", str(out))["templates"]
    assert only == {"file": "2026-10_bieu_06_so_tu_phap.xlsx", "unit": "so_tu_phap", "form": "bieu_06"}
    page = openpyxl.load_workbook(out)["Biểu 06"]
    assert 20 in [page.cell(row, 6).value for row in range(1, 30)]  # what was pending in September
    book = run(
        "template", *W, "--period", "2026-10", "--unit", "so_tu_phap", "--form", "so_lieu_cchc", "--out", str(out)
    )
    assert book["templates"][0]["form"] == "so_lieu_cchc"


REFUSED = (
    ("--period", "tháng mười", "--out", "x.zip"),
    ("--period", "2026-10", "--unit", "Sở Không Có", "--out", "x.zip"),
    ("--period", "2026-10", "--form", "bieu_99", "--out", "x.zip"),
    ("--period", "2026-10", "--out", "x.xlsx"),
    ("--period", "2026-10", "--out", "x.pdf"),
)


@pytest.mark.usefixtures("province")
def test_what_cannot_be_prepared_is_said_in_a_sentence(run: Run) -> None:
    for asked in REFUSED:
        assert run("template", *W, *asked, status=2)["error"].endswith("."), asked
