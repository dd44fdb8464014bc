"""Each transcribed figure against the list of figures taken from the published reports, where that list is at hand."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from dashboard.ingest.names import build_unit_index, match_unit
from dashboard.report import FactRow, Report
from tests.samples.sample_files import WORKSPACES, key, readings, reference, reports

PUBLISHED = Path(__file__).parents[3] / "shared" / "reports"
FIGURES = PUBLISHED / "figures.csv"
WHO_REPORTED = PUBLISHED / "bacgiang_province_2020_02_who_reported.csv"

pytestmark = pytest.mark.skipif(not FIGURES.exists(), reason="the published reports are not beside the repository")

PLACES = {
    "bacgiang_province_2020_02.txt": ("bacgiang", "2020-02"),
    "caobang_economic_zone_2021_09.txt": ("caobang", "2021-01-01..2021-09-20"),
    "duyenhai_town_2023q3.txt": ("travinh", "2023-Q3"),
    "tiengiang_industrial_zones_2020q3.txt": ("tiengiang", "2020-Q3"),
    "tiengiang_province_2017.txt": ("tiengiang", "2017"),
}
SUBJECTS = {
    "UBND tỉnh Tiền Giang": "province",
    "Sở Nội vụ tỉnh Bắc Giang": "province",
    "Sở Nội vụ tỉnh Bắc Giang – cấp sở": "level:province",
    "Sở Nội vụ tỉnh Bắc Giang – cấp huyện": "level:district",
    "Sở Nội vụ tỉnh Bắc Giang – cấp xã": "level:commune",
    "Trung tâm Phục vụ hành chính công tỉnh Bắc Giang": "level:province",
    "Bộ phận Một cửa cấp huyện (tỉnh Bắc Giang, gộp)": "level:district",
    "Bộ phận Một cửa cấp xã (tỉnh Bắc Giang, gộp)": "level:commune",
}
# A figure's scope: the part, the field, and whether it is of vertical agencies.
SCOPES = {
    "": (None, None, False),
    "TTHC ngành dọc": (None, None, True),
    "Công an": ("Công an thị xã", None, True),
    "Bảo hiểm xã hội": ("Bảo hiểm xã hội", None, True),
    "qua bưu chính": ("qua bưu chính", None, False),
    "một cửa điện tử iGate": ("iGate", None, False),
    "xây dựng": (None, "nganh_xay_dung", False),
    "đầu tư tại Việt Nam": (None, "dau_tu", False),
    "việc làm": (None, "viec_lam", False),
}
COLUMNS = {
    "received_electronic_onestop": "received_total",
    "iso_9001_2015_units": "iso_adopted",
    "iso_mandatory": "iso_adopted_mandatory",
    "iso_encouraged": "iso_adopted_encouraged",
    "iso_commune_units": "iso_rated",
    "iso_rating_kha": "iso_rated_fair",
    "iso_rating_tot": "iso_rated_good",
    "iso_rating_rat_tot": "iso_rated_very_good",
    "certificates_new_personal": "certificates_new_person",
    "units_reported": "report_submitted",
}
# Printed percentages: their numerator and its part, and their denominator.
PERCENTAGES = {
    "online_rate": ("received_online", None, "received_total"),
    "resolved_early_rate": ("resolved_early", None, "resolved_total"),
    "resolved_on_time_rate": ("resolved_on_time", None, "resolved_total"),
    "resolved_late_rate": ("resolved_late", None, "resolved_total"),
    "electronic_onestop_rate": ("received_total", "iGate", "received_total"),
    "incoming_electronic_rate": (None, None, None),
    "outgoing_electronic_rate": (None, None, None),
}
# What belongs to no family of metrics and to no procedure.
OUTSIDE = {
    "docsys_accounts", "docsys_active_rate", "docsys_active_users", "docsys_units", "email_accounts",
    "email_accounts_rate", "legal_docs_reviewed", "one_stop_units", "par_index_rank", "plan_tasks_done",
    "plan_tasks_done_rate", "plan_tasks_total", "staff_downsized", "staff_quota", "staff_total", "units_inspected",
    "units_inspected_rate", "video_meeting_sites",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands: workspace, period, subject, part, field, and whether it is of vertical agencies."""

    workspace: str
    period: str
    subject: str
    part: str | None
    field_id: str | None
    is_vertical: bool


def _figures() -> list[dict[str, str]]:
    with FIGURES.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["indicator"] not in OUTSIDE]


def _place(figure: dict[str, str]) -> Place:
    workspace, period = PLACES[figure["file"]]
    subject = SUBJECTS.get(figure["unit"]) or match_unit(build_unit_index(reference(workspace)), figure["unit"]).unit_id
    part, field_id, is_vertical = SCOPES[figure["scope"]]
    if subject == "vp_ubnd_tinh":
        part = "liên thông"  # other departments' files: in no total
    return Place(workspace, period, subject, part, field_id, is_vertical)


def _rows() -> Iterator[tuple[Place, Report, FactRow]]:
    for workspace in WORKSPACES:
        for reading in readings(workspace):
            for report in reading.reports:
                for row in report.rows:
                    place = Place(
                        workspace, report.period.label, key(report.subject), row.part, row.field_id, row.is_vertical
                    )
                    yield place, report, row


def _stated() -> dict[tuple[Place, str], int]:
    return {
        (place, column): count
        for place, _, row in _rows()
        for column, count in row.counts.items()
        if column not in row.derived
    }


def _is_list_entry(place: Place, column: str) -> bool:
    return column.startswith("report_") and place.subject != "province"


def test_every_published_count_is_transcribed():
    stated = _stated()
    wrong = []
    for figure in _figures():
        indicator = figure["indicator"]
        if indicator in PERCENTAGES or indicator == "units_not_reported":
            continue
        found = stated.get((_place(figure), COLUMNS.get(indicator, indicator)))
        if found != int(figure["value"]):
            wrong.append((figure["file"], figure["unit"], indicator, figure["scope"], figure["value"], found))
    assert wrong == []


def test_nothing_is_transcribed_that_was_not_published():
    published = {
        (_place(figure), COLUMNS.get(figure["indicator"], figure["indicator"])): int(figure["value"])
        for figure in _figures()
        if figure["indicator"] not in PERCENTAGES
    }
    for (place, column), count in _stated().items():
        if _is_list_entry(place, column) or column == "report_due":
            continue
        if (place.part, column) == ("qua bưu chính", "received_total"):
            # The files that came by post stand twice: beside the others, and as a part with its own outcome.
            place, column = Place(place.workspace, place.period, place.subject, None, None, False), "received_postal"
        assert published.get((place, column)) == count, (place, column)


def test_every_printed_percentage_is_kept_as_a_statement_of_the_counts_that_it_speaks_of():
    kept = [
        (workspace, report.period.label, key(report.subject), statement)
        for workspace in WORKSPACES
        for reading in readings(workspace)
        for report in reading.reports
        for statement in report.statements
    ]
    for figure in _figures():
        if figure["indicator"] not in PERCENTAGES:
            continue
        place = _place(figure)
        wanted = PERCENTAGES[figure["indicator"]]
        assert any(
            (workspace, period, subject) == (place.workspace, place.period, place.subject)
            and (statement.numerator, statement.numerator_part, statement.denominator) == wanted
            and statement.stated == pytest.approx(float(figure["value"]) / 100)
            for workspace, period, subject, statement in kept
        ), figure["indicator"]


def test_the_periods_are_those_of_the_reports():
    dates = {PLACES[figure["file"]]: (figure["period_start"], figure["period_end"]) for figure in _figures()}
    for place, report, _ in _rows():
        assert (report.period.start.isoformat(), report.period.end.isoformat()) == dates[place.workspace, place.period]


def test_who_reported_is_the_list_of_the_annex():
    with WHO_REPORTED.open(encoding="utf-8", newline="") as file:
        annex = list(csv.DictReader(file))
    index = build_unit_index(reference("bacgiang"))
    submissions = reports("bacgiang", "submission")
    listed = {
        report.subject.unit_id: report.rows[0].counts["report_submitted"]
        for report in submissions
        if report.subject.unit_id
    }
    assert listed == {match_unit(index, row["unit"]).unit_id: int(row["reported"]) for row in annex}
    (whole,) = (report.rows[0].counts for report in submissions if report.subject.scope == "province")
    (absent,) = (int(figure["value"]) for figure in _figures() if figure["indicator"] == "units_not_reported")
    assert whole["report_due"] - whole["report_submitted"] == absent == list(listed.values()).count(0)
