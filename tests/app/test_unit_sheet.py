"""The printed sheet of a unit holds the figures that the command line gives, on one page, whatever the unit is like."""

import io
import re
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from dashboard.exports.pdf import to_pdf
from dashboard.figures import Context, Question, answer
from dashboard.metrics import format as fmt
from dashboard.report import Lineage, Unit, Viewer
from dashboard.store import write
from dashboard.store.workspace import Workspace
from dashboard.ui import profile_print
from dashboard.unit_sheet import unit_sheet
from dashboard.words import text
from tests.app.province import FIELDS, dossiers, month, take_in, words


@pytest.fixture
def sheet(open_page, monkeypatch):
    """Opens a unit's page, and makes its sheet as the button would; gives the pages' texts, lines joined."""
    made = []

    def capture(screen, unit, found, held):
        made.append(to_pdf(unit_sheet(profile_print.facts(screen, unit, found, held))))

    monkeypatch.setattr(profile_print, "button", capture)

    def print_(**address):
        made.clear()
        app = open_page("unit", **address)
        assert not app.exception and not app.error
        [pdf] = made
        return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]

    return print_


def test_who_sees_some_units_only_reads_so_on_the_sheet_the_page_and_the_ranking(sheet, open_page, full, monkeypatch):
    monkeypatch.setattr(
        "dashboard.ui.screen.LOCAL_VIEWER", Viewer("xa", "viewer", frozenset({"xa_an_binh", "xa_dong_hai"}))
    )
    [page] = sheet(unit="xa_an_binh")
    told = text("state.scoped", "vi", count="2", kind=text("reporting.type_commune", "vi"))
    assert told in page
    for name in ("unit", "ranking"):
        assert told in words(open_page(name, unit="xa_an_binh"))


def shown(row) -> tuple[str, str]:
    ends = row["numerator"], row["denominator"]
    return fmt.ratio(*ends), fmt.counts(*ends)


@pytest.mark.parametrize("unit", ["so_tu_phap", "so_xay_dung", "phuong_ngoc_vien_2025"])
def test_every_share_on_the_sheet_is_one_that_the_command_line_gives(sheet, sample_workspaces, monkeypatch, unit):
    monkeypatch.setenv("DASHBOARD_DATA", str(sample_workspaces))
    context = Context(Workspace("demo", sample_workspaces / "demo"))
    [page] = sheet(ws="demo", unit=unit, period="2026-10")
    expected = set()
    for metric in ("late_rate", "pending_overdue_rate", "online_share_new", "signed_share_outgoing"):
        [row] = answer(context, Question(metric, "2026-10", unit=unit)).rows
        ratio, counts = shown(row)
        assert ratio in page and f"{counts} " in page
        to_date = (
            []
            if metric == "pending_overdue_rate"
            else answer(context, Question(metric, "2026-10", unit=unit, is_ytd=True)).rows
        )
        fields = answer(context, Question(metric, "2026-10", unit=unit, by="field")).rows
        expected |= {shown(one)[0] for one in (row, *to_date, *fields) if one["denominator"]}
        expected |= {shown(one)[1] for one in (row, *to_date) if one["denominator"]}
    # Two decimals are the figures themselves; one decimal stands in sentences about medians, changes and targets.
    assert set(re.findall(r"(?<![\d.,])\d+,\d\d%", page)) <= expected
    assert set(re.findall(r"([\d.]+/[\d.]+) (?:hồ sơ|văn bản)", page)) <= expected
    assert "Dữ liệu minh họa" in page and "Trang 1/1" in page and "Nguồn:" in page


def test_places_on_the_sheet_are_those_of_the_query(sheet, sample_workspaces, monkeypatch):
    monkeypatch.setenv("DASHBOARD_DATA", str(sample_workspaces))
    context = Context(Workspace("demo", sample_workspaces / "demo"))
    [page] = sheet(ws="demo", unit="so_tu_phap", period="2026-10")
    metrics = ["late_rate", "pending_overdue_rate", "online_share_new", "signed_share_outgoing"]
    asked = {"unit_id": "so_tu_phap", "metric_ids": metrics, "period_ids": ["cchc/2026-10"], "small_n": 10}
    for row in context.rows("unit_standing", None, **asked):
        assert f"{row['place']}/{row['ranked']}" in page


NAME = "Ủy ban nhân dân phường #strong[Nguyễn Thị Minh Khai] – khu vực *đặc biệt* " * 2


@pytest.fixture
def odd(folder):
    """A unit with a long hostile name, one without figures, one without procedures, and many predecessors."""
    units = [
        Unit("dai", NAME.strip(), "commune", "commune", valid_from=date(2025, 7, 1), must_report=True),
        Unit("trong", "Xã Trống", "commune", "commune", must_report=True),
        Unit("thanh_tra", "Thanh tra tỉnh", "inspectorate", "province", has_procedures=False),
        *(Unit(f"cu_{n}", f"Xã Cũ Số {n}", "commune", "commune", valid_to=date(2025, 6, 30)) for n in range(20)),
    ]
    lineage = [Lineage(f"cu_{n}", "dai", "merged", date(2025, 7, 1)) for n in range(20)]
    write.create_workspace("tinh", title="Tỉnh Thử", units=units, fields=FIELDS, lineage=lineage, root=folder)
    workspace = Workspace("tinh", folder / "tinh")
    for number in range(1, 10):
        take_in(workspace, [dossiers("dai", month(2026, number), number)], f"{number}.xlsx")
    return workspace


@pytest.mark.parametrize(
    ("unit", "told"),
    [
        ("dai", ["#strong[Nguyễn Thị Minh Khai]", "*đặc biệt*", "Xã Cũ Số 0", "và 15 đơn vị khác", "9/200 hồ sơ"]),
        ("trong", ["Xã Trống", "Chưa có số liệu"]),
        ("thanh_tra", ["Không áp dụng: đơn vị không có TTHC"]),
    ],
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_odd_units_fit_one_page_too(sheet, odd, unit, told, language):
    [page] = sheet(unit=unit, period="2026-09", lang=language)
    if language == "vi":
        assert [words for words in told if words.lower() not in page.lower()] == []
    assert "Dữ liệu minh họa" not in page


def test_long_explanations_and_many_findings_leave_one_page(full, open_page, monkeypatch):
    made = []
    monkeypatch.setattr(profile_print, "button", lambda *args: made.append(profile_print.facts(*args)))
    open_page("unit", unit="xa_an_binh", period="2026-10")
    [known] = made
    said = {
        "cause_id": "?", "cause": "nguyên nhân " * 9, "field_name": "Lĩnh vực " * 9, "body": "giải trình " * 180,
        "person": "Họ và tên " * 9, "person_position": "Chức vụ " * 12, "promise": "open", "due_on": date(2026, 12, 1),
        "promised_on": date(2026, 12, 1),
    }  # fmt: skip
    finding = {"rule": "V01", "severity": "error", "sheet": "Trang tính " * 9, "cell": "G14"}
    many = replace(known, explanations=[said] * 9, findings=[finding] * 30, fields=list(known.fields) * 9)
    reader = PdfReader(io.BytesIO(to_pdf(unit_sheet(many))))
    assert len(reader.pages) == 1
    page = " ".join(reader.pages[0].extract_text().split())
    assert "và 6 mục khác" in page and "và 27 mục khác" in page


def test_the_button_makes_the_sheet_only_when_it_is_asked_for(open_page, full, monkeypatch):
    monkeypatch.setattr(profile_print, "to_pdf", lambda _: pytest.fail("made without being asked for"))
    app = open_page("unit", unit="xa_an_binh")
    assert [one.proto.label for one in app.get("download_button") if one.proto.label == "Bản in A4 (PDF)"]


def test_figures_of_an_earlier_moment_say_so_on_paper(sheet, full):
    [page] = sheet(unit="xa_an_binh", period="2026-10", asof="2099-01-01")
    assert "Số liệu tại thời điểm" in page and "01/01/2099" in page
