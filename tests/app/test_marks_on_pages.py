"""A number that a finding is in carries its mark on every page, with a way to the finding; no other number does."""

import re
from dataclasses import replace

import pytest

from dashboard.report import FactRow, Report, Subject
from tests.app.province import dossiers, month, take_in, words

GOOD = {"docs_out": 100, "e_docs": 80, "paper_docs": 20, "signed_docs": 70}


def documents(unit_id: str, **counts: int) -> Report:
    rows = (FactRow(4, None, counts=GOOD | counts),)
    return Report("document", Subject("unit", unit_id), month(2026, 10), rows=rows, sheet="Văn bản", letters={})


@pytest.fixture
def marked(full):
    """More signed than electronic documents in one department; the other and both communes are in order."""
    take_in(full, [documents("so_tu_phap", signed_docs=90), documents("xa_an_binh")], "van-ban.xlsx")
    return full


def card(app, name: str) -> str:
    return "\n".join(str(html.value) for html in app.container(key=f"kpi_{name}").html)


def test_the_card_of_a_figure_with_a_finding_says_so_and_leads_to_it(open_page, marked):
    app = open_page()
    shown = card(app, "signature")
    assert "⚠ 1 điểm cần kiểm tra (V09) ở 1 đơn vị" in shown
    (href,) = re.findall(r'href="([^"]+)"', shown)
    assert href.startswith("chat-luong?")
    assert "metric=signed_share_outgoing" in href
    assert "period=2026-10" in href
    assert "Số văn bản mâu thuẫn nhau" in shown
    for other in ("overdue", "pending_overdue", "online"):
        assert "⚠" not in card(app, other)


def test_a_level_without_the_unit_and_another_period_are_not_marked(open_page, marked):
    assert "⚠" in card(open_page(level="province"), "signature")
    assert "⚠" not in card(open_page(level="commune"), "signature")
    assert "⚠" not in words(open_page(period="2026-09"))


def test_a_corrected_report_takes_the_mark_away(open_page, marked):
    assert "⚠" in card(open_page(), "signature")
    take_in(marked, [documents("so_tu_phap")], "van-ban-sua.xlsx")
    assert "⚠" not in card(open_page(), "signature")


def test_the_panel_of_sources_and_the_table_of_units_carry_the_mark(open_page, full):
    wrong = dossiers("xa_dong_hai", month(2026, 10), 16)
    rows = tuple(replace(row, counts={**row.counts, "received_online": 7}) for row in wrong.rows)
    take_in(full, [replace(wrong, rows=rows)])
    app = open_page("overdue", metric="late_rate_overall", level="commune")
    assert "Lưu ý" in words(app)
    (table,) = [frame.value for frame in app.dataframe if "Lưu ý" in frame.value.columns]
    marks = dict(zip(table.iloc[:, 0], table["Lưu ý"], strict=True))
    assert marks["Xã Đông Hải"] == "⚠ 2 điểm cần kiểm tra (V01)"
    assert marks["Xã An Bình"] == "–"
    assert "⚠" not in words(open_page("overdue", metric="late_rate", level="commune"))


def test_a_figure_of_derived_counts_is_marked_as_such_in_its_table(open_page, full):
    counts = {"received_total": 43, "resolved_total": 43, "resolved_on_time": 43, "resolved_late": 0}
    rows = (FactRow(10, "dat_dai", counts=counts, derived={"resolved_late": "I2"}),)
    take_in(full, [Report("dossier", Subject("unit", "xa_an_binh"), month(2026, 10), rows=rows)])
    app = open_page("overdue", metric="late_rate", level="commune")
    (table,) = [frame.value for frame in app.dataframe if "Lưu ý" in frame.value.columns]
    assert "* có số suy ra" in dict(zip(table.iloc[:, 0], table["Lưu ý"], strict=True)).values()
