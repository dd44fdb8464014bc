"""Files made by the command line hold the figures that the command line prints, every one of them."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from dashboard.cli.main import main
from dashboard.metrics.catalogue import load_catalogue
from dashboard.words import text

CASES = pytest.mark.parametrize(("workspace", "period"), [("demo", "2026-Q3"), ("bacgiang", "2020-02")])


@pytest.fixture(scope="module")
def books(
    sample_workspaces: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, str], dict[str, list[Any]]]:
    """The workbook of a workspace's period, made once: rows as dicts by heading, for each sheet."""
    made: dict[tuple[str, str], dict[str, list[Any]]] = {}

    def book(workspace: str, period: str) -> dict[str, list[Any]]:
        if (workspace, period) not in made:
            out = tmp_path_factory.mktemp("books") / "book.xlsx"
            assert main(["export", "workbook", "-w", workspace, "--period", period, "--out", str(out)]) == 0
            made[workspace, period] = {page.title: _table(page) for page in load_workbook(out)}
        return made[workspace, period]

    return book


def _table(page: Any) -> list[dict[str, Any]]:
    if page.auto_filter.ref is None:
        return []
    heads, *lines = page[page.auto_filter.ref]
    return [{head.value: cell.value for head, cell in zip(heads, line, strict=True)} for line in lines]


def _asked(run: Any, query: str, workspace: str, period: str) -> list[dict[str, Any]]:
    """Every metric of the period by a question of the command line."""
    metrics = ",".join(load_catalogue().metrics)
    ids = [f"metric_ids={metrics}", f"period_ids=cchc/{period}"]
    return run("query", query, "--workspace", workspace, "--param", ids[0], "--param", ids[1])


@CASES
def test_the_summary_has_every_known_metric_as_the_command_line_prints_it(samples, run, books, workspace, period):
    printed = {(row["metric_id"], text("level.all")): row for row in _asked(run, "metric_total", workspace, period)}
    for row in _asked(run, "metric_by_level", workspace, period):
        printed[row["metric_id"], text(f"level.{row['level']}")] = row
    in_book = {(row["Mã"], row["Phạm vi"]): row for row in books(workspace, period)["Tổng hợp"]}
    assert in_book.keys() == {key for key, row in printed.items() if row["numerator"] is not None}
    for key, row in in_book.items():
        theirs = printed[key]
        assert (row["Tử số"], row["Mẫu số"]) == (theirs["numerator"], theirs["denominator"])
        assert row["Tỷ lệ"] == _close(theirs["ratio"])
        assert (row["Chỉ tiêu"], row["Đã báo cáo"]) == (theirs["target_value"], theirs["reported"])


@CASES
def test_the_sheets_of_families_have_every_unit_as_the_command_line_prints_it(samples, run, books, workspace, period):
    book, catalogue = books(workspace, period), load_catalogue()
    sheets = {metric.family: book[text(f"book.sheet_{metric.family}")] for metric in catalogue.metrics.values()}
    lines = {family: {row["Đơn vị"]: row for row in rows} for family, rows in sheets.items()}
    compared = 0
    for theirs in _asked(run, "metric_by_unit", workspace, period):
        metric = catalogue.metrics[theirs["metric_id"]]
        row = lines[metric.family].get(theirs["unit_name"], {})
        for end, known in ((metric.numerator, theirs["numerator"]), (metric.denominator, theirs["denominator"])):
            if known is not None:
                assert row[catalogue.columns[end].label] == known, (metric.id, theirs["unit_name"])
                compared += 1
        if metric.denominator:
            is_shown = theirs["ratio"] is not None and theirs["denominator"] >= 10
            assert row.get(metric.name) == _close(theirs["ratio"] if is_shown else None), (
                metric.id,
                theirs["unit_name"],
            )
    assert compared >= 30


@CASES
def test_levels_are_named_in_words_on_every_sheet(samples, books, workspace, period):
    words = {text(f"level.{level}") for level in ("province", "district", "commune")}
    said = [row["Cấp"] for rows in books(workspace, period).values() for row in rows if row.get("Cấp")]
    assert said and set(said) <= words


def _close(value: float | None) -> Any:
    return None if value is None else pytest.approx(value, abs=1e-15)


def test_the_workbook_says_where_figures_come_from_and_what_is_wrong_in_them(samples, run, books):
    book = books("demo", "2026-Q3")
    found = run("checks", "--workspace", "demo", "--period", "2026-Q3")["findings"]
    assert [row["Ô"] for row in book["Chất lượng số liệu"]] == [row["cell"] for row in found]
    assert {row["id"] for row in run("metrics")} <= {row["Mã"] for row in book["Định nghĩa"]}
    files = {row["file"] for row in found} | {"2026-09_so_lieu_cchc.xlsx"}
    assert files <= {row["Tệp"] for row in book["Nguồn số liệu"]}


def test_the_workbook_of_one_unit_speaks_of_no_other(samples, tmp_path):
    out = tmp_path / "unit.xlsx"
    assert main(["export", "workbook", "-w", "bacgiang", "--period", "2020-02", "--unit", "Sở Tư pháp", "--out", str(out)]) == 0  # fmt: skip
    pages = list(load_workbook(out))
    book = {page.title: _table(page) for page in pages}
    assert all("số liệu tạm tính" in page.oddFooter.left.text for page in pages)
    assert all(str(page["A1"].value).endswith(" · Sở Tư pháp · Tháng 02/2020 · số liệu tạm tính") for page in pages)
    assert {row["Đơn vị"] for row in book["Hồ sơ"]} == {"Sở Tư pháp"}
    assert {row["Phạm vi"] for row in book["Tổng hợp"]} == {"Sở Tư pháp"}


def test_an_unknown_period_is_told_and_no_file_is_left(samples, run, tmp_path):
    out = tmp_path / "none.xlsx"
    told = run("export", "workbook", "-w", "bacgiang", "--period", "2031-02", "--out", str(out), status=2)
    assert "2031-02" in told["error"] and not out.exists()


def test_a_deck_is_written_as_a_powerpoint_file_and_bad_usage_says_so(run, samples, tmp_path):
    file = tmp_path / "deck.pptx"
    asked = ["export", "deck", "--workspace", "bacgiang", "--period", "2020-02"]
    assert run(*asked, "--out", str(file))["bytes"] == file.stat().st_size
    titles = [page.shapes.title.text_frame.text for page in Presentation(str(file)).slides]
    assert titles[0].startswith("Hội nghị") and any("2/30 đơn vị" in title for title in titles)
    wrong = tmp_path / "wrong.pptx"
    wrong.write_text("no deck", "utf-8")
    assert "PowerPoint" in run(*asked, "--out", str(file), "--template", str(wrong), status=2)["error"]
    assert "Không có kỳ" in run(*asked[:-1], "1999-01", "--out", str(file), status=2)["error"]


def test_a_chart_is_a_picture_with_its_title_and_source(samples, run, tmp_path):
    out = tmp_path / "anh.svg"
    told = run("export", "picture", "--chart", "overdue", "-w", "bacgiang", "--period", "2020-02", "--out", str(out))
    assert told["bytes"] == out.stat().st_size
    drawn = " ".join(re.findall(r">([^<>]+)<", out.read_text("utf-8"))).replace("\u00a0", " ")
    assert "1,7% hồ sơ quá hạn tháng 02/2020" in drawn and "Nguồn: 1 tệp báo cáo" in drawn and "Tạm tính" in drawn


def test_the_areas_of_late_files_are_a_picture_with_every_late_file_in_it(samples, run, tmp_path):
    out = tmp_path / "anh.svg"
    run("export", "picture", "--chart", "areas", "-w", "demo", "--period", "2026-Q3", "--out", str(out))
    drawn = " ".join(re.findall(r">([^<>]+)<", out.read_text("utf-8"))).replace("\u00a0", " ")
    (total,) = run("metric", "late_rate", "-w", "demo", "--period", "2026-Q3")["rows"]
    assert f"Toàn tỉnh: {total['numerator']} · " in drawn and "Nguồn: " in drawn


@pytest.mark.parametrize(
    ("chart", "name", "said"),
    [("iso", "anh.png", "không có số liệu"), ("khac", "anh.png", "Không có biểu đồ"), ("overdue", "anh.gif", ".png")],
)
def test_a_picture_that_cannot_be_drawn_is_a_sentence(samples, run, tmp_path, chart, name, said):
    asked = ("export", "picture", "--chart", chart, "-w", "bacgiang", "--period", "2020-02")
    told = run(*asked, "--out", str(tmp_path / name), status=2)
    assert said in told["error"] and not list(tmp_path.iterdir())
