"""A deck tells what the command line gives: every tile, every chart, every list; and what has no data has no slide."""

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from dashboard.charts.picture import Look
from dashboard.conference import people, pictures, telling
from dashboard.conference.drawings import drawing
from dashboard.conference.model import Standing
from dashboard.conference.review import review
from dashboard.conference.slides import deck
from dashboard.exports.document import Paragraph
from dashboard.figures import Question, answer, resolve_period
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue

IDS = ["title", "glance", "moved", "overdue", "online", "iso", "signature", "reporting", "fields", "owing"]
ENDING = ["proposals", "definitions", "sources"]


@pytest.fixture(scope="module")
def made(conference):
    """The context, the conference of a workspace and period, and its deck."""

    def make(workspace, period, unit=None):
        context, told = conference(workspace, period, unit)
        return context, told, deck(told)

    return make


def slide_of(whole, id_):
    return next((slide for slide in whole.slides if slide.id == id_), None)


def shown_by_command_line(context, metric, period, unit):
    """What tables write of a metric: its rate, or the count where only that is known."""
    rows = answer(context, Question(metric.id, period, unit=unit)).rows
    row = rows[0] if rows else {"numerator": None, "denominator": None}
    rate = fmt.share(row["numerator"], row["denominator"], Look().noun(metric))
    return rate if rate != fmt.NONE else fmt.count(row["numerator"])


@pytest.mark.parametrize(
    ("workspace", "period", "unit"),
    [("demo", "2026-Q3", None), ("bacgiang", "2020-02", None), ("demo", "2026-10", "so_tu_phap")],
)
def test_every_tile_is_what_the_command_line_gives(made, workspace, period, unit):
    context, _, whole = made(workspace, period, unit)
    metrics = {metric.name: metric for metric in load_catalogue().metrics.values()}
    tiles = {tile.name: tile for slide in whole.slides for tile in slide.figures if slide.id != "glance"}
    judged = {name: tile.value for name, tile in tiles.items() if name in metrics}
    assert len(judged) >= 5
    assert judged == {name: shown_by_command_line(context, metrics[name], period, unit) for name in judged}
    assert {tile.value for tile in slide_of(whole, "glance").figures} <= set(judged.values())


def test_the_deck_of_a_quarter_has_its_slides_in_order_and_no_slide_for_what_is_not_known(made):
    _, conference, whole = made("demo", "2026-Q3")
    ids = [slide.id for slide in whole.slides]
    assert ids[: len(IDS)] == IDS and ids[-len(ENDING) :] == ENDING
    assert whole.badge and conference.standing == Standing()
    _, _, small = made("bacgiang", "2020-02")
    ids = [slide.id for slide in small.slides]
    assert "online" not in ids and "signature" not in ids and "moved" not in ids and not small.badge
    assert "nộp trực tuyến" in slide_of(small, "glance").points[0]


def test_the_chart_of_a_family_has_the_counts_of_each_period_and_marks_the_first_of_july(made):
    context, _, whole = made("demo", "2026-Q3")
    chart = slide_of(whole, "online").chart
    question = Question("online_share_new", "2024-Q1", to="2026-Q3", by="period")
    rows = [row for row in answer(context, question).rows if row["ratio"] is not None]
    assert chart.series[0].values == tuple(row["ratio"] for row in rows)
    assert chart.categories[chart.break_after] == "Q3/2025"
    assert chart.series[0].labels == tuple(fmt.percent(row["ratio"], 1) for row in rows)


def test_few_cases_are_told_as_counts_and_not_as_shares_or_their_differences(made):
    _, _, whole = made("demo", "2026-10", "so_tu_phap")
    iso = slide_of(whole, "iso")
    assert [words for words in iso.chart.series[0].labels if words] == ["1/1 cơ quan"]  # the last, and no other
    assert iso.figures[0].value == "1/1 cơ quan" and not any("%" in line for line in iso.notes if "1/1" in line)
    [line] = [row for row in slide_of(whole, "moved").table.rows if "ISO" in row[0]]
    assert line[1:4] == ("1/1 cơ quan", "1/1 cơ quan", "–")
    _, _, small = made("bacgiang", "2020-02")
    assert "Tỷ lệ áp dụng ISO 9001:2015: 254." in slide_of(small, "iso").notes


def test_bac_giang_tells_of_the_levels_and_names_the_two_that_did_not_report(made):
    _, _, whole = made("bacgiang", "2020-02")
    chart = slide_of(whole, "overdue").chart
    assert chart.kind == "bars" and chart.series[0].labels == ("0,36%", "3,65%", "1,44%")
    owing = slide_of(whole, "owing")
    assert owing.title.startswith("2/30 đơn vị")
    assert [row[0] for row in owing.table.rows] == ["Sở Xây dựng", "Thanh tra tỉnh"]
    assert slide_of(whole, "iso").figures[0].value == "254" and slide_of(whole, "iso").chart is None


def test_the_bars_of_the_fields_add_up_to_all_late_files(made):
    context, conference, whole = made("demo", "2026-Q3")
    [total] = answer(context, Question(conference.late.id, "2026-Q3")).rows
    assert sum(slide_of(whole, "fields").chart.series[0].values) == total["numerator"]


def test_nobody_is_commended_who_fails_a_target_and_kinds_of_one_lead_nowhere(made):
    _, _, whole = made("demo", "2026-Q3")
    commended = {row[0] for row in slide_of(whole, "commend").table.rows}
    assert commended and not any("✕" in cell for row in slide_of(whole, "commend").table.rows for cell in row)
    assert all(any("✕" in cell for cell in row) for row in slide_of(whole, "remind").table.rows)
    assert "Ban Quản lý các khu công nghiệp" not in commended


def test_every_value_in_the_lists_of_units_and_of_changes_is_the_command_lines(made):
    context, conference, whole = made("demo", "2026-Q3")
    by_unit = {}
    for metric_id in conference.ranked:
        for row in answer(context, Question(metric_id, "2026-Q3", by="unit")).rows:
            value = fmt.share(row["numerator"], row["denominator"], Look().noun(conference.figures[metric_id].metric))
            by_unit.setdefault(row["name"], []).append(value)
    for id_ in ("commend", "remind"):
        for name, _, *cells in slide_of(whole, id_).table.rows:
            assert [cell.removeprefix("✕ ").split(" · ")[0] for cell in cells] == by_unit[name]
    metrics = {metric.name: metric for metric in load_catalogue().metrics.values()}
    for name, before, now, *_ in slide_of(whole, "moved").table.rows:
        assert before == shown_by_command_line(context, metrics[name], "2026-Q2", None)
        assert now == shown_by_command_line(context, metrics[name], "2026-Q3", None)
    sent = {row["name"]: row for row in answer(context, Question("report_submitted_rate", "2026-Q3", by="unit")).rows}
    owing = {row[0]: row[2] for row in slide_of(whole, "owing").table.rows}
    assert owing == {
        name: fmt.counts(row["numerator"], row["denominator"])
        for name, row in sent.items()
        if row["denominator"] and row["numerator"] < row["denominator"]
    }


def test_a_period_without_reports_says_so_and_invents_nothing(made):
    _, conference, _ = made("demo", "2026-Q3")
    empty = replace(conference, headlines={}, figures={}, submitted=(), units=(), fields=(), ranked={}, files=0,
                    explanations=(), promises=(), findings=(), updated_at=None)  # fmt: skip
    whole = deck(empty)
    assert [slide.id for slide in whole.slides] == ["title", "nothing"]
    assert whole.standing == "Tạm tính, chưa có báo cáo nào"


def test_a_closed_set_is_named_on_the_deck(made):
    _, conference, _ = made("demo", "2026-Q3")
    closed = replace(conference, standing=Standing("r9", "Quý III", datetime(2026, 10, 20, tzinfo=UTC)))
    assert deck(closed).standing == "Số liệu chốt ngày 20/10/2026 (Quý III)"


def test_a_family_of_which_only_counts_are_known_has_its_slide(made):
    context, _, whole = made("tiengiang", "2017")
    slide = slide_of(whole, "signature")
    [row] = answer(context, Question("certificates_org", "2017")).rows
    assert slide.figures[0].value == fmt.count(row["numerator"]) == "496" and slide.chart is None
    assert slide.title.startswith("496 chứng thư số tổ chức đã cấp năm 2017")
    assert slide_of(whole, "nothing") is None and "0 lỗi" not in " ".join(slide_of(whole, "sources").points)


def test_promises_of_earlier_periods_are_counted_and_told_as_the_query_gives_them(made):
    context, told, _ = made("demo", "2026-Q3")
    rows = context.rows("explanations", period_ids=[], unit_ids=[], field_ids=[], on_day=told.on_day.isoformat())
    later = replace(told, period=resolve_period(context, "2026-10"), explanations=tuple(rows))
    earlier = [row for row in rows if row["promise"] != "none" and row["end_date"] < later.period.period.start]
    slide = people.promised(later)
    count = Counter(row["promise"] for row in earlier)
    numbers = [count["open"] + count["overdue"], count["overdue"], count["kept"], count["not_kept"]]
    assert [int(number) for number in re.findall(r"\d+", slide.title)] == numbers and min(numbers) > 0
    assert slide.points == (f"Hiện {len(slide.table.rows)}/{len(earlier)} cam kết.",)
    due = {(row["unit_name"], row["person"], fmt.day(row["due_on"])): row["days_overdue"] for row in earlier}
    for unit, _, person, day, status in slide.table.rows:
        assert status == f"✕ quá hạn {due[unit, person, day]} ngày"


def test_a_total_of_fewer_units_is_no_fall_and_a_year_is_compared_with_the_year_before_once(made):
    _, told, _ = made("demo", "2026-Q3")
    figure = told.figures["certificates_org"]
    whole = replace(figure, row={**figure.row, "reported": 64}, previous={**figure.previous, "reported": 64})
    assert figure.row["reported"] < figure.row["due"] and figure.previous["numerator"] != figure.row["numerator"]
    assert telling.movement(told, figure.metric, figure.row, figure.previous) == ""
    assert "so với quý ii/2026" in telling.movement(told, whole.metric, whole.row, whole.previous).lower()
    before = {**whole.previous, "start_date": date(2025, 4, 1), "end_date": date(2025, 6, 30)}
    assert telling.movement(told, whole.metric, whole.row, before) == ""  # other units gave account before the reform
    late, span = told.figures["late_rate"], told.span
    twice = replace(told, span=replace(span, last_year=span.previous))
    assert [len(telling.tile(one, late).lines) for one in (told, twice)] == [2, 1]


def test_the_report_counts_reports_not_units_and_ends_its_sentences(made):
    _, told, _ = made("demo", "2026-Q3")
    said = telling.finding(told, told.figures["report_submitted_rate"])
    assert said.startswith("97,4% đơn vị có báo cáo")
    tile = telling.tile(told, told.figures["report_submitted_rate"])
    assert tile.counts == "187/192 báo cáo"  # of 64 units in three months
    drawn = drawing(pictures.picture(told, "overdue", told.look))
    assert re.search(r"Công thức: [^.]*\.", drawn.note) and drawn.note.endswith(".")


def test_a_report_that_compares_across_the_reform_says_so(made):
    _, told, _ = made("demo", "2026-Q3")
    before = replace(told.span.previous, period=replace(told.span.previous.period, start=date(2025, 4, 1)))
    across = replace(told, span=replace(told.span, previous=before))
    said = [[block.text for block in review(one).blocks if isinstance(block, Paragraph)] for one in (told, across)]
    assert [any("Từ ngày 01/07/2025" in words for words in texts) for texts in said] == [False, True]


def test_what_is_told_of_one_unit_comes_from_the_files_that_have_its_figures(made):
    context, told, whole = made("demo", "2026-10", "so_tu_phap")
    asked = {"period_ids": ["cchc/2026-10"], "unit_ids": ["so_tu_phap"]}
    files = {row["file_name"] for row in context.rows("source_files", **asked)}
    assert 0 < len(files) == told.files < context.rows("period_freshness", period_id="cchc/2026-10")[0]["files"]
    assert slide_of(whole, "reporting").title.startswith("Sở Tư pháp: 1/1 báo cáo đã gửi tháng 10/2026")


def test_what_counts_the_units_themselves_is_not_compared_over_the_reform(made):
    _, conference, whole = made("demo", "2025-07")
    figures = conference.headlines
    assert figures["iso"].previous == figures["reporting"].last_year == {"is_other_territory": True}
    assert figures["overdue"].previous["numerator"] is not None
    (tile,) = [tile for tile in slide_of(whole, "glance").figures if tile.name == conference.say("kpi.iso")]
    assert "so với" not in " ".join(tile.lines)
