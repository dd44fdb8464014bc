"""Titles say the level, and of its change no more than the counts carry."""

from datetime import date

import pytest

from dashboard.charts.picture import Look, lowered
from dashboard.charts.sentences import against_target, extreme, headline
from dashboard.charts.series import points
from dashboard.metrics.catalogue import load_catalogue
from tests.charts.samples import months

METRICS = load_catalogue().metrics
LATE = METRICS["overdue_rate"]


def say(before, now, metric=LATE, look=None, **more):
    previous, current = points(months(date(2026, 9, 1), [before, now]))
    return headline(metric, current, previous, look or Look(), **more)


def test_a_clear_change_is_said_in_points_and_judged_by_the_metrics_direction():
    assert say((500, 10000), (420, 10000), subject="Đất đai") == (
        "Đất đai: 4,2% hồ sơ quá hạn tháng 10/2026, giảm 0,8 điểm % so với tháng 09/2026 (cải thiện)"
    )
    assert say((420, 10000), (500, 10000)) == (
        "5,0% hồ sơ quá hạn tháng 10/2026, tăng 0,8 điểm % so với tháng 09/2026 (kém đi)"
    )
    online = METRICS["online_share_new"]
    assert "tăng 20,0 điểm % so với tháng 09/2026 (cải thiện)" in say((500, 1000), (700, 1000), online)
    assert "giảm 20,0 điểm % so với tháng 09/2026 (kém đi)" in say((700, 1000), (500, 1000), online)


@pytest.mark.parametrize(
    ("before", "now"), [((52, 1000), (50, 1000)), ((2, 12), (1, 12)), ((9, 9), (1, 9)), ((9, 9), (10, 1000))]
)
def test_nothing_improves_inside_the_interval_or_among_few_cases(before, now):
    sentence = say(before, now)
    assert "chưa khác rõ so với tháng 09/2026" in sentence
    assert "cải thiện" not in sentence and "giảm" not in sentence


def test_a_neutral_metric_moves_without_a_judgement():
    sentence = say((100, 1000), (300, 1000), METRICS["procedures_partial_share"])
    assert sentence.endswith("tăng 20,0 điểm % so với tháng 09/2026")


def test_few_cases_are_counted_without_saying_the_noun_twice():
    assert say((1, 5), (1, 3)).startswith("1/3 hồ sơ quá hạn tháng 10/2026")
    assert say((1, 5), (1, 3), METRICS["report_submitted_rate"]).startswith("1/3 báo cáo đã gửi tháng 10/2026")
    assert say((1, 5), (1, 3), METRICS["online_share_new"]).startswith("1/3 hồ sơ nộp trực tuyến")


def test_missing_figures_and_changed_units_are_said_and_not_compared():
    assert "chưa có số liệu kỳ trước" in say((None, None), (5, 100))
    assert say((5, 100), (None, None)) == "Tỷ lệ hồ sơ quá hạn: chưa có số liệu tháng 10/2026"
    changed = say((500, 10000), (420, 10000), same_units=False)
    assert changed.endswith("không so sánh với tháng 09/2026 vì danh sách đơn vị đã thay đổi")
    assert say((5, 100), (50, 1000)).endswith("bằng tháng 09/2026")


def test_nothing_to_count_is_a_figure_and_not_a_missing_one():
    alone = "Đất đai – tỷ lệ hồ sơ quá hạn: không có hồ sơ nào để tính tháng 10/2026"
    assert say((5, 100), (0, 0), subject="Đất đai") == alone
    assert say((0, 0), (5, 100)).endswith(", tháng 09/2026 không có hồ sơ nào để so sánh")
    assert say((0, 0), (5, 100), look=Look(language="en")).endswith(", no files in 09/2026 to compare with")


def test_the_worst_is_named_only_where_it_stands_alone():
    def worst(*counts: tuple[int, int], metric=LATE) -> str:
        return extreme(metric, [(f"Sở {n}", *of) for n, of in enumerate(counts)], Look(), "đơn vị", "năm 2026")

    assert worst((1, 100), (5, 100), (2, 100)) == "Sở 1 có tỷ lệ hồ sơ quá hạn cao nhất năm 2026: 5,0% (5/100)"
    assert worst((1, 100), (5, 100), (10, 200)) == "2 đơn vị cùng có tỷ lệ hồ sơ quá hạn cao nhất năm 2026: 5,0%"
    assert worst((0, 100), (0, 50)) == "2 đơn vị đủ số liệu có tỷ lệ hồ sơ quá hạn như nhau năm 2026: 0,0%"
    assert worst((5, 100)) == "Chỉ Sở 0 đủ số liệu để tính tỷ lệ hồ sơ quá hạn năm 2026: 5,0% (5/100)"
    online = worst((5, 100), (5, 100), (9, 100), metric=METRICS["online_share_new"])
    assert online.startswith("2 đơn vị cùng có tỷ lệ nộp trực tuyến trên tiếp nhận mới thấp nhất")


def test_a_count_metric_changes_by_pieces():
    assert say((500, None), (515, None), METRICS["certificates_org"]) == (
        "515 chứng thư số tổ chức đã cấp tháng 10/2026, tăng 15 so với tháng 09/2026 (cải thiện)"
    )


def test_english_sentences_have_english_numbers():
    english = say((500, 10000), (420, 10000), look=Look(language="en"), subject="Đất đai")
    assert english == "Đất đai – Overdue rate: 4.2% in 10/2026, down 0.8 pp on 09/2026 (better)"


def test_a_target_is_met_or_missed_by_the_metrics_direction():
    assert against_target(LATE, 0.04, 0.05, Look()) == "đạt chỉ tiêu 5,0%"
    assert against_target(METRICS["online_share_new"], 0.04, 0.05, Look()) == "chưa đạt chỉ tiêu 5,0%"
    assert against_target(LATE, None, 0.05, Look()) == ""


def test_abbreviations_keep_their_capitals_inside_a_sentence():
    assert lowered("Tỷ lệ hồ sơ") == "tỷ lệ hồ sơ"
    assert lowered("TTHC nội bộ") == "TTHC nội bộ"
    assert lowered("Đạt mức tốt") == "đạt mức tốt"
