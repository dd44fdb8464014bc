"""The data-quality page: each finding with its numbers, cell and metrics; filters in the address; what was corrected."""

import re
from dataclasses import replace

import pytest

from dashboard.report import LOCAL_VIEWER, FactRow, Report, Subject
from dashboard.store import read as store
from dashboard.store.findings import current_findings
from tests.app.province import UNITS, dossiers, month, take_in, words
from tests.app.test_marks_on_pages import documents

OCTOBER = "cchc/2026-10"


def bad_dossiers(unit_id: str) -> Report:
    """Land: one file more is received than came in; the other field is in order."""
    good = dossiers(unit_id, month(2026, 10), 4)
    land, other = good.rows
    return replace(good, rows=(replace(land, counts={**land.counts, "received_online": 101}), other))


@pytest.fixture
def clean(create):
    """Every unit's files of one month, in order."""
    workspace = create()
    take_in(workspace, [dossiers(unit.unit_id, month(2026, 10), 4) for unit in UNITS], "dung.xlsx")
    return workspace


@pytest.fixture
def found(create):
    """A V01 of one commune, a V09 of one department, and nothing else."""
    workspace = create()
    good = [dossiers(unit.unit_id, month(2026, 10), 4) for unit in UNITS if unit.unit_id != "xa_an_binh"]
    take_in(workspace, good, "dung.xlsx")
    take_in(workspace, [documents("so_tu_phap", signed_docs=90)], "van-ban.xlsx")
    take_in(workspace, [bad_dossiers("xa_an_binh")], "ho-so.xlsx")
    return workspace


def findings(workspace, *period_ids: str) -> list[dict]:
    return current_findings(workspace, viewer=LOCAL_VIEWER, period_ids=period_ids)


def shown(app) -> list[str]:
    return re.findall(r"<h3 class=\"finding-title\">.*?</h3>", words(app))


def test_every_finding_of_the_period_stands_with_both_numbers_and_its_cell(open_page, found):
    app = open_page("quality", period="2026-10")
    said = words(app)
    rows = findings(found, OCTOBER)
    assert len(shown(app)) == len(rows)
    for row in rows:
        assert row["message"].replace("&", "&amp;") in said
    assert "<dt>Báo cáo ghi</dt><dd>120</dd>" in said
    assert "<dt>Tính lại</dt><dd>121</dd>" in said
    assert "<dt>Chênh lệch</dt><dd>+1</dd>" in said
    assert "ho-so.xlsx" in said


def test_a_restated_count_stands_beside_that_of_the_revision_before(open_page, clean):
    take_in(clean, [dossiers("so_tu_phap", month(2026, 10), 7)], "lai.xlsx")
    assert {row["rule"] for row in findings(clean, OCTOBER)} == {"V20"}
    said = words(open_page("quality", period="2026-10"))
    assert "<dt>Lần nhập trước</dt><dd>4</dd>" in said and "<dt>Báo cáo ghi</dt><dd>7</dd>" in said
    assert "<dt>Tính lại</dt>" not in said


def test_filters_of_the_address_narrow_the_list_as_the_same_questions_do(open_page, found):
    rows = findings(found, OCTOBER)
    for filters, fits in (
        ({"severity": "error"}, lambda row: row["severity"] == "error"),
        ({"rule": "V09"}, lambda row: row["rule"] == "V09"),
        ({"unit": "xa_an_binh"}, lambda row: row["unit_id"] == "xa_an_binh"),
        ({"family": "document"}, lambda row: row["family"] == "document"),
        ({"metric": "completion_rate", "field": "dat_dai"}, lambda row: "completion_rate" in row["metrics"]),
        ({"level": "commune"}, lambda row: row["level"] == "commune"),
    ):
        expected = [row for row in rows if fits(row)]
        assert 0 < len(expected) < len(rows), filters
        assert len(shown(open_page("quality", period="2026-10", **filters))) == len(expected), filters


def test_a_mark_leads_to_the_finding_that_is_in_the_figure(open_page, found):
    card = "\n".join(str(html.value) for html in open_page(level="commune").container(key="kpi_online").html)
    (query,) = re.findall(r'href="chat-luong\?([^"]+)"', card)
    address = dict(pair.split("=") for pair in query.replace("&amp;", "&").split("&"))
    titles = shown(open_page("quality", **address))
    assert len(titles) == 1
    assert "V01" in titles[0]


def test_each_finding_leads_to_the_pages_of_the_metrics_it_puts_in_doubt(open_page, found):
    app = open_page("quality", period="2026-10", rule="V01")
    assert "Ảnh hưởng đến:" in words(app)
    (row,) = [row for row in findings(found, OCTOBER) if row["rule"] == "V01"]
    names = [link.label for link in app.get("page_link")]
    assert {"Tỷ lệ giải quyết xong", "Tỷ lệ nộp trực tuyến trên tiếp nhận mới"} <= set(names)
    assert len(row["metrics"]) == sum(name.startswith("Tỷ lệ") for name in names)


def test_what_the_address_asks_in_vain_is_said(open_page, found):
    hostile = {"rule": "V99", "unit": "<b>x</b>", "metric": "nope", "severity": "bad", "span": "ever", "finding": "zzz"}
    app = open_page("quality", period="2026-10", revision="r999", **hostile)
    said = "\n".join(str(warning.value) for warning in app.warning)
    assert not app.exception
    for asked in ("V99", "nope", "bad", "ever", "zzz", "r999"):
        assert asked in said
    assert len(shown(app)) == len(findings(found, OCTOBER))


def test_filters_that_fit_nothing_say_so(open_page, found):
    app = open_page("quality", period="2026-10", rule="V01", unit="so_tu_phap")
    assert "Không điểm nào khớp" in "\n".join(str(info.value) for info in app.info)


def test_every_period_shows_the_findings_of_all(open_page, found):
    take_in(found, [replace(documents("so_xay_dung", signed_docs=90), period=month(2026, 9))], "thang-9.xlsx")
    assert len(shown(open_page("quality", period="2026-10", span="all"))) == len(findings(found))
    assert len(findings(found)) == len(findings(found, OCTOBER)) + 1


def test_a_corrected_report_is_listed_with_its_cells_and_what_it_cured(open_page, found):
    take_in(found, [dossiers("xa_an_binh", month(2026, 10), 4)], "sua.xlsx")
    corrections = store.read(found, "corrections", {"period_ids": [OCTOBER]}, viewer=LOCAL_VIEWER).to_pylist()
    revision = corrections[0]["revision_id"]
    app = open_page("quality", period="2026-10", revision=revision)
    said = words(app)
    assert f"Lần nhập {revision} đã thay 1 số của Xã An Bình" in said
    assert "Lần nhập này đã khắc phục 1 điểm:" in said
    assert "V01" in said
    assert "<td>101</td><td>100</td>" in said


def test_a_quarter_that_no_report_is_about_has_the_findings_of_its_months(open_page, found):
    for number in (8, 9):
        take_in(found, [dossiers("xa_dong_hai", month(2026, number), 4, 200)], f"{number}.xlsx")
    take_in(found, [replace(documents("so_xay_dung", signed_docs=90), period=month(2026, 9))], "thang-9.xlsx")
    expected = [row for row in findings(found) if row["period"] in ("2026-08", "2026-09")]
    assert expected
    assert len(shown(open_page("quality", period="2026-Q3"))) == len(expected)


def test_nothing_found_is_said(open_page, clean):
    app = open_page("quality", period="2026-10")
    assert any("Không phát hiện" in str(alert.value) for alert in app.success)


def test_a_finding_of_a_real_file_shows_the_sheet_around_its_cell(open_page, folder, sample_workspaces):
    import shutil

    shutil.copytree(sample_workspaces / "travinh", folder / "travinh")
    (row, _) = current_findings(_workspace(folder), viewer=LOCAL_VIEWER)
    app = open_page("quality", ws="travinh", finding=row["id"])
    said = words(app)
    assert '<td class="found">89,92%</td>' in said
    assert any("duyen-hai_2023-q3.xlsx" in button.label for button in app.get("download_button"))


def test_the_demo_shows_every_part_of_the_page(open_page, folder, sample_workspaces):
    import shutil

    shutil.copytree(sample_workspaces / "demo", folder / "demo")
    app = open_page("quality", ws="demo", period="2026-10", span="all", revision="r220")
    assert not app.exception
    assert not app.error
    assert [header.value for header in app.header][-2:] == ["Quy tắc nào kiểm tra được", "Đơn vị chưa báo cáo"]


def _workspace(folder):
    from dashboard.store.workspace import open_workspace

    return open_workspace("travinh", folder)


def test_a_rule_that_could_not_be_tested_is_named(clean):
    rows = (FactRow(9, None, counts={"received_total": 10, "received_online": 4, "received_offline": 6}),)
    take_in(clean, [Report("dossier", Subject("unit", "so_xay_dung"), month(2026, 10), rows=rows)])
    tested = store.read(clean, "checks_coverage", {"period_ids": [OCTOBER]}, viewer=LOCAL_VIEWER).to_pylist()
    (first,) = [row for row in tested if row["rule"] == "V01"]
    assert (first["rows_untestable"], first["missing_columns"]) == (1, ["carried_over"])


def test_points_of_a_score_keep_their_decimals():
    from types import SimpleNamespace

    from dashboard.ui.quality_list import number

    row = {"rule": "score_range", "stated": 10.4, "recomputed": 10.0, "difference": -0.4}
    screen = SimpleNamespace(language="vi")
    assert [number(screen, row, name) for name in ("stated", "recomputed", "difference")] == ["10,40", "10,00", "−0,40"]
    assert number(screen, {**row, "rule": "V04", "stated": 1234.0}, "stated") == "1.234"
