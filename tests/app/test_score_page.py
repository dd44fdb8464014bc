"""The page on the 766 score says what the queries answer."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from dashboard.charts.picture import Look
from dashboard.figures import Context
from dashboard.metrics import format as fmt
from dashboard.metrics import score766
from dashboard.report import FactRow, Report, Subject
from dashboard.store import write
from dashboard.store.workspace import Workspace
from dashboard.ui import score_units
from dashboard.words import text
from tests.app.province import UNITS, month, take_in, words

PERIOD = "cchc/2026-10"


def score(unit_id, period, part, on=date(2026, 11, 5)):
    points = {group.column: Decimal(group.maximum) * Decimal(str(part)) for group in score766.groups()}
    points[score766.TOTAL] = sum(points.values(), Decimal(0))
    subject = Subject("unit", unit_id) if unit_id else Subject("province")
    letters = {column: chr(ord("E") + n) for n, column in enumerate(score766.maxima())}
    rows = (FactRow(6, attributes={**points, "snapshot_on": on}),)
    return Report("score", subject, period, "consolidated", "Điểm", letters, rows)


@pytest.fixture
def province(create):
    workspace = create()
    with write.changing(workspace) as change:
        write.update_units(change, [replace(UNITS[1], has_procedures=False)])
    for number, parts in ((9, (0.8, 0.8, 0.3, 0.9, 0.7)), (10, (0.85, 0.85, 0.3, 0.7, 0.9))):
        found = [score(id_, month(2026, number), part) for id_, part in zip((None, *_ids()), parts, strict=True)]
        take_in(workspace, found, f"{number}.xlsx")
    take_in(workspace, [score("xa_dong_hai", month(2026, 10), 0.88, date(2026, 11, 9))], "10-lai.xlsx")
    return workspace


def _ids():
    return [unit.unit_id for unit in UNITS]


def said(app) -> str:
    alerts = " ".join(str(info.value) for info in app.info)
    return re.sub("<[^>]*>", " ", words(app)) + alerts


def test_the_province_its_groups_and_the_day_of_the_snapshot(open_page, province):
    shown = said(open_page("score766", period="2026-10"))
    assert "Toàn tỉnh được 85,00/100 điểm tháng 10/2026 (mức Tốt)" in shown
    assert "Số liệu chụp ngày 05/11/2026" in shown
    assert "tăng 5,00 điểm so với tháng 09/2026" in shown
    assert "Điểm!K6" in shown
    assert "tỷ lệ 40%, ngưỡng 80%, tối đa 4 điểm thì được 2,00 điểm" in shown


def test_communes_are_ranked_among_themselves_with_the_change_of_place(open_page, province):
    shown = said(open_page("score766", period="2026-10", type="commune"))
    assert "Xã Đông Hải cao nhất (88,00), Xã An Bình thấp nhất (70,00) trong 2 đơn vị được xếp hạng" in shown
    assert "1 đơn vị bị giảm điểm giữa hai bản chụp của tháng 10/2026; nhiều nhất: Xã Đông Hải (−2,00)" in shown
    of_one = said(open_page("score766", period="2026-10", unit="xa_dong_hai"))
    assert "Hạng 1/2" in of_one
    assert "▲ lên 1" in of_one
    assert "bản trước, chụp ngày 05/11/2026: 90,00 điểm (−2,00)" in of_one


def test_a_unit_without_procedures_is_told_so_and_never_last(open_page, province):
    shown = said(open_page("score766", period="2026-10", unit="so_xay_dung"))
    assert text("score766.no_procedures", "vi", name="Sở Xây dựng") in shown
    assert "Hạng" not in shown
    departments = said(open_page("score766", period="2026-10", type="department"))
    assert "Chỉ Sở Tư pháp được chấm điểm trong loại này (85,00), nên không xếp hạng" in departments


def test_choices_that_do_not_exist_are_said_and_left_out(open_page, province):
    app = open_page("score766", unit="nobody", type="<b>", grade="x")
    assert len(app.warning) == 3
    assert not {"unit", "grade"} & set(app.query_params)
    assert text("score766.no_match", "vi") in said(open_page("score766", grade="weak"))


def test_the_demo_says_what_the_queries_count_and_what_is_wrong_in_its_last_table(
    open_page, sample_workspaces, monkeypatch
):
    monkeypatch.setenv("DASHBOARD_DATA", str(sample_workspaces))
    context = Context(Workspace("demo", sample_workspaces / "demo"))
    page = said(open_page("score766", ws="demo", period="2026-10"))
    total, *_ = context.rows("score_groups", None, period_ids=[PERIOD], unit_ids=[])
    assert f"Toàn tỉnh được {fmt.number(total['score'], 2)}/100 điểm tháng 10/2026" in page
    units = context.rows("score_units", None, period_id=PERIOD, other_id="")
    communes = [row for row in units if row["unit_type"] == "commune"]
    best = sum(row["grade"] == "excellent" for row in communes)
    assert f"{best}/{len(communes)} đơn vị đạt mức xuất sắc tháng 10/2026" in page
    lost = [row for row in units if row["snapshot_change"] is not None and row["snapshot_change"] < 0]
    assert f"{len(lost)} đơn vị bị giảm điểm" in page
    assert "3 điểm cần xem lại trong bảng điểm tháng 10/2026" in page
    assert {row["unit_name"] for row in units if not row["is_scored"]} == {"Văn phòng UBND tỉnh", "Thanh tra tỉnh"}


def test_a_month_of_which_only_scores_came_in_is_not_the_first_that_a_reader_sees(open_page, full):
    take_in(full, [score("xa_an_binh", month(2026, 11), 0.9)], "diem.xlsx")
    assert open_page().query_params["period"] == "2026-10"
    assert open_page("score766", period="2026-11").query_params["period"] == "2026-11"


def test_units_of_equal_points_share_the_end_of_the_ranking():
    screen = SimpleNamespace(look=Look(), language="vi", period_name="năm 2026", say=Look().say)

    def said_of(*points):
        rows = [{"unit_name": f"Xã {n}", "score_total": p, "place": points.index(p) + 1} for n, p in enumerate(points)]
        return score_units._title(screen, rows)

    assert said_of(90, 90, 80).startswith("Xã 0, Xã 1 cao nhất (90,00), Xã 2 thấp nhất (80,00)")
    assert said_of(90, 90) == "2 đơn vị được xếp hạng năm 2026 cùng được 90,00 điểm"
