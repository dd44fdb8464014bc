"""The page on digital signatures says what the one question in `figures` and the queries answer."""

import re

import pytest

from dashboard.figures import Context, Question, answer
from dashboard.metrics import format as fmt
from dashboard.report import FactRow, Report, Subject
from dashboard.store.workspace import Workspace
from dashboard.words import text
from tests.app.province import UNITS, month, take_in, words

SHARES = ("signed_share_outgoing", "signed_share_electronic", "e_document_share")


def reports(unit_id, period, signed, **counts):
    documents = {"docs_out": 100, "e_docs": 96, "signed_docs": signed, **counts}
    keys = {
        "certificates_total": 12,
        "certificate_org": 2,
        "certificate_person": 10,
        "certificates_active": 11,
        "certificates_revoked": 1,
    }
    return [
        Report("document", Subject("unit", unit_id), period, rows=(FactRow(4, None, counts=documents),), sheet="Văn bản", letters={"signed_docs": "G"}),
        Report("certificate", Subject("unit", unit_id), period, rows=(FactRow(4, None, counts=keys),), sheet="Chứng thư"),
    ]  # fmt: skip


@pytest.fixture
def province(create):
    workspace = create()
    for year, number in ((2025, 10), (2026, 10)):
        period = month(year, number)
        found = [r for at, unit in enumerate(UNITS) for r in reports(unit.unit_id, period, 71 + 6 * at)]
        take_in(workspace, found, f"{period.label}.xlsx")
    return workspace


def said(app) -> str:
    return re.sub("<[^>]*>", " ", words(app))


@pytest.mark.parametrize(
    "asked", [{}, {"level": "commune", "metric": "signed_share_electronic"}, {"unit": "xa_an_binh"}]
)
def test_every_card_shows_the_answer_of_the_same_question(open_page, province, asked):
    app = open_page("signature", period="2026-10", **asked)
    for metric in SHARES:
        by = {"by": "level"} if "level" in asked else {"by": "unit", "unit": asked["unit"]} if "unit" in asked else {}
        rows = answer(Context(province), Question(metric, "2026-10", **by)).rows
        row = next(row for row in rows if row["id"] in ("total", *asked.values()))
        card = "\n".join(str(html.value) for html in app.container(key=f"kpi_{metric}").html)
        assert fmt.ratio(row["numerator"], row["denominator"]) in card
        assert fmt.counts(row["numerator"], row["denominator"]) in card


def test_a_commune_reads_its_points_and_what_the_next_half_needs(open_page, province):
    shown = said(open_page("signature", level="commune", unit="xa_an_binh", period="2026-10"))
    assert "Xã An Bình: 4,0/5 điểm (83,00%). Cần ký số thêm 2 văn bản trong kỳ để được 4,5 điểm." in shown
    assert "Văn bản!G4" in shown
    assert "Đã cấp 12 chứng thư số: 2 của tổ chức, 10 của cá nhân" in shown
    assert "11 đang hoạt động, 1 đã thu hồi." in shown


def test_no_period_before_the_decree_is_scored(open_page, province):
    assert text("signature.points_before", "vi", period="tháng 10/2025") in said(
        open_page("signature", period="2025-10")
    )
    assert "điểm của Nghị định" not in said(open_page("signature", period="2026-10", level="province"))


def test_choices_that_do_not_exist_are_said_and_left_out(open_page, province):
    app = open_page("signature", metric="late_rate", unit="nobody")
    assert len(app.warning) == 2
    assert not {"metric", "unit"} & set(app.query_params)


@pytest.mark.parametrize(
    ("workspace", "period", "shown"),
    [
        (
            "travinh",
            "2023-Q3",
            ["99,89%", "1.845/1.847", "100,00%", "1.845/1.845", "162 chứng thư số: 31 của tổ chức, 131 của cá nhân"],
        ),
        ("caobang", "2021-01-01..2021-09-20", ["95,09%", "1.472/1.548", "không nêu chứng thư số"]),
        ("tiengiang", "2017", ["không đủ số đếm văn bản", "Đã cấp 515 chứng thư số: 496 của tổ chức, 19 của cá nhân"]),
    ],
)
def test_the_published_reports_show_what_they_state(
    open_page, sample_workspaces, monkeypatch, workspace, period, shown
):
    monkeypatch.setenv("DASHBOARD_DATA", str(sample_workspaces))
    app = open_page("signature", ws=workspace, period=period)
    page = said(app) + " ".join(str(info.value) for info in app.info)
    assert [words for words in shown if words not in page] == []


def test_the_demo_says_what_the_queries_count(open_page, sample_workspaces, monkeypatch):
    monkeypatch.setenv("DASHBOARD_DATA", str(sample_workspaces))
    context = Context(Workspace("demo", sample_workspaces / "demo"))
    page = said(open_page("signature", ws="demo", period="2026-10"))
    rows = context.rows("signature_points", None, period_id="cchc/2026-10")
    full = sum(row["documents_needed"] is None for row in rows)
    assert f"{full}/{len(rows)} xã, phường đạt 5 điểm tháng 10/2026" in page
    total = context.rows("certificates", None, period_id="cchc/2026-10")[0]
    org, person = (
        answer(context, Question(f"certificates_{who}", "2026-10")).rows[0]["numerator"] for who in ("org", "person")
    )
    assert (total["organisations"], total["persons"]) == (org, person)
    assert f"{fmt.count(org)} của tổ chức, {fmt.count(person)} của cá nhân" in page
    assert "không so sánh, vì chưa phải mọi đơn vị đều có báo cáo" in page
